import { isPlaceholder } from './placeholders.ts';
import type { Span } from '../../core/text.ts';
import { CAPITAL, endOfSmall, letterAt, LOWER, UPPER, WORD_LETTER } from './letters.ts';
import { isOfParty, NOT_A_PERSON, PARTY_REACH } from './names.ts';
import type { PersonKind, PersonSign } from './person.ts';
import { isSaidOfPeople, mayGoOn, standingOf } from './standing.ts';

/** A way to write who is meant, and the words it is written with. It is looked for around those words only. */
interface Shape {
  readonly kind: PersonKind;
  readonly points: number;
  /** as in the signal files: a star at an end takes any continuation */
  readonly words: readonly string[];
  /** bounded, without nested repetition */
  readonly expression: RegExp;
}

const upTo = (most: number): readonly string[] => Array.from({ length: most }, (_, i) => String(i + 1));
const LETTERED_CLASSES = upTo(12).flatMap((n) => ['a', 'b', 'c', 'd', 'e', 'f'].map((letter) => `${n}${letter}`));

const SHAPES: readonly Shape[] = [
  // '12-åring', '12-årig pojke', '9-year-old', '9-vuotias'
  {
    kind: 'age',
    points: 2,
    words: [
      '*åring*',
      '*årig*',
      '*års',
      'år',
      '*årspojk*',
      '*årsflick*',
      '*years-old',
      '*year-old',
      'years',
      '*vuotia*',
    ],
    // '15–23-vuotiaat', 'under 18-åringar': ages of many
    expression:
      /(?<![\p{L}\p{N}]|\d\s?[–—-]\s?|(?<!\p{L})(?:under|över|over|yli|alle|vähintään|enintään|mindst|minst|högst|højst|høyst)\s)\d{1,2}[ -]?(?:åring|årig|års?[ -]?pojk|års?[ -]?flick|års?[ -]?(?:gutt|jente|gammel|gamle|gamal|dreng|pige)|year[s]?[ -]old|vuotia)\p{L}{0,6}/giu,
  },
  // '(12 år)', ', 12 år,', 'är 12 år'
  {
    kind: 'age',
    points: 2,
    words: ['år', 'yrs', 'years', ...upTo(99).map((n) => `${n}år`)],
    expression:
      /[(,]\s?\d{1,2}\s?år\s?[,.)]|(?<!\p{L})(?:är|er|pojke|flicka|gutt|jente|dreng|pige|son|dotter|sønn|datter|man|kvinna|kvinne|kvinde|aged?)\s\d{1,2}\s?(?:år|yrs|years)/giu,
  },
  {
    kind: 'age',
    points: 2,
    words: ['f', 'född', 'født', 'fødd', 'born', 'synt'],
    expression: /(?<!\p{L})(?:f\.|född|født|fødd|born|synt\.|synt)\s{0,2}(?:den\s)?\d{1,4}/giu,
  },
  // 'i 4B', 'klass 7C', 'klasse 4b'
  {
    kind: 'class',
    points: 1,
    words: [
      ...LETTERED_CLASSES,
      ...LETTERED_CLASSES.map((c) => `i ${c.slice(0, -1)} ${c.slice(-1)}`),
      'klass',
      'kl',
      'åk',
      'årskurs',
      'klasse',
      'class',
      'trinn',
    ],
    expression: /(?<!\p{L})(?:i|in|klass|kl\.?|åk|årskurs|klasse|class|trinn)\s\d{1,2}\s?[A-Fa-f](?![\p{L}\p{N}])/gu,
  },
  {
    kind: 'class',
    points: 1,
    words: ['åk', 'årskurs', 'trinn', 'klasse', 'steg', 'årstrinn', ...upTo(9).map((n) => `åk${n}`)],
    expression: /(?<!\p{L})(?:åk|årskurs)\s?\d(?!\d)|(?<!\d)\d{1,2}\.\s?(?:trinn|klasse|steg|årstrinn)(?!\p{L})/giu,
  },
  // 'hyresgästen BK', 'eleven MH'
  {
    kind: 'initials',
    points: 2,
    words: [
      ...['elev', 'eleven', 'brukar', 'brukare', 'brukaren', 'bruker', 'brukeren', 'klient', 'klienten', 'patient'],
      ...['patienten', 'pasient', 'pasienten', 'hyresgästen', 'borger', 'borgeren', 'beboer', 'beboeren', 'leietaker'],
      ...['leietakeren', 'gäller', 'gjelder', 'ang'],
    ],
    expression:
      /(?<!\p{L})(?:[Ee]lev(?:en)?|[Bb]rukar?(?:en)?|[Bb]ruker(?:en)?|[Kk]lient(?:en)?|[Pp]atient(?:en)?|[Pp]asient(?:en)?|[Hh]yresgästen|[Bb]orger(?:en)?|[Bb]eboer(?:en)?|[Ll]eietaker(?:en)?|gäller|gjelder|ang\.)\s\p{Lu}{2,3}(?![\p{L}-])/gu,
  },
  // 'SN 2024:123', 'BUN-2024/12': a social or school committee
  {
    kind: 'caseref',
    points: 3,
    words: ['SN', 'VON', 'BUN', 'ÄN', 'IFN', 'SON', 'ASN', 'OSN', 'UBN', 'VN'].flatMap((word) => [
      word,
      ...upTo(9).map((n) => `${word}${n}*`),
    ]),
    expression: /(?<![\p{L}\p{N}])(?:SN|VON|BUN|ÄN|IFN|SON|ASN|OSN|UBN|VN)[ -]?\d{2,4}[/:.-]\d{1,6}/gu,
  },
  {
    kind: 'caseref',
    points: 2,
    words: [
      ...['dnr', 'diarienr', 'diarienummer', 'ärendenr', 'ärendenummer', 'ärende', 'saksnr', 'saksnummer', 'sagsnr'],
      ...[
        'sagsnummer',
        'journalnr',
        'journalnummer',
        'aktnr',
        'aktnummer',
        'akt',
        'klientnr',
        'klientnummer',
        'vår ref',
      ],
      ...['vores ref', 'lma-nummer', 'lma-kortnummer', 'lmanummer', 'lma-kort', 'lmakortnummer'],
    ],
    expression:
      /(?<!\p{L})(?:dnr|diarienr|diarienummer|ärende(?:nr|nummer)?|saksnr|saksnummer|sagsnr|sagsnummer|journal(?:nr|nummer)|akt(?:nr|nummer)?|klientnr|klientnummer|vår ref|vores ref|lma-?(?:kort)?nummer)\.?:?\s{0,2}(?:\p{Lu}{2,4}[ -])?\d{2,6}[/:.-]?\d{0,6}/giu,
  },
];

// 'Namn: Elsa Vik', 'Gjelder: …', 'Vedr. …': whoever is named there is whom the text is about.
const LABELS = [
  ...['namn', 'navn', 'name', 'nimi', 'hämtas', 'hentes', 'hentast', 'boende', 'beboer', 'bebuar', 'gäst', 'kund'],
  ...['skyldner', 'gäldenär', 'tenant', 'client', 'resident', 'elev', 'elevens namn', 'elevens navn', 'barn'],
  ...[
    'barnets namn',
    'barnets navn',
    'brukare',
    'bruker',
    'brukar',
    'borger',
    'klient',
    'patient',
    'pasient',
    'gäller',
  ],
  ...['gjelder', 'gjeld', 'angående', 'ang', 'avser', 'vedrørende', 'vedr', 'vedrørande', 'sökande', 'søker', 'søkjar'],
  ...['ansøger', 'anställd', 'ansatt', 'medarbetare', 'regarding', 're', 'pupil', 'student', 'asiakas', 'oppilas'],
  'potilas',
];
const FIELD_OPENS = '\n\t|;';
const LEADS = ' \t>*-';
const MOST_LEADS = 6;

/** Does a field or line begin at an index, behind a few marks at most? */
function opensField(text: string, index: number): boolean {
  for (let at = index; at >= index - MOST_LEADS; at--) {
    if (at === 0) return true;
    const before = text.charAt(at - 1);
    if (FIELD_OPENS.includes(before)) return true;
    if (!LEADS.includes(before)) return false;
  }
  return false;
}
const NAME_BEHIND_LABEL = new RegExp(
  String.raw`\.?[ \t]{0,3}[:;|\t][ \t]{0,3}([${UPPER}][${LOWER}'-]{1,20}(?:[ ,-]{1,2}[${UPPER}][${UPPER}${LOWER}'.-]{0,20}){0,3})`,
  'y',
);
/** A form with its labels in lines of their own. */
const NAME_BELOW_LABEL = new RegExp(
  String.raw`[ \t]{0,3}:?[ \t]{0,3}\r?\n[ \t]{0,3}([${UPPER}][${LOWER}'-]{1,20}(?:[ -][${UPPER}][${LOWER}'-]{0,20}){1,3})(?=[ \t\r]{0,4}(?:\n|$))`,
  'y',
);
// 'familjen Berg', 'fru Lind'
const FAMILIES = [
  ...['familjen', 'familien', 'fru', 'herr', 'hr', 'mr', 'mrs', 'ms', 'fr', 'frk', 'fruk', 'ekteparet'],
];
const NAME_BEHIND_FAMILY = new RegExp(String.raw`\.?\s([${UPPER}][${LOWER}]{2,20})(?![${WORD_LETTER}])`, 'y');

const FULL_STOP = 46;
const LABEL = SHAPES.length;
const FAMILY = SHAPES.length + 1;

/** The words that shapes stand around, with the number of their shape: they are listed in the automaton. */
export const SHAPE_WORDS: readonly { readonly word: string; readonly shape: number }[] = [
  ...SHAPES.flatMap(({ words }, shape) => words.map((word) => ({ word, shape }))),
  ...LABELS.map((word) => ({ word, shape: LABEL })),
  ...FAMILIES.map((word) => ({ word, shape: FAMILY })),
];

/** A word of SHAPE_WORDS where it stands. */
export interface ShapeHit extends Span {
  readonly shape: number;
}

const BEFORE = 24;
const BEHIND = 32;
const LONGEST_NAME = 90;

/** Ages, birth years, school classes, initials, case numbers and labelled names around the words they are written with. */
export function personShapes(text: string, hits: readonly ShapeHit[]): PersonSign[] {
  const signs: PersonSign[] = [];
  const seen = new Set<string>();
  for (const hit of hits) {
    if (hit.shape === LABEL) labelledName(text, hit, signs);
    else if (hit.shape === FAMILY) familyName(text, hit, signs);
    else {
      const shape = SHAPES[hit.shape];
      if (shape === undefined) continue;
      for (const span of matchesAround(text, hit, shape)) {
        const key = `${hit.shape}:${span.start}`;
        if (seen.has(key)) continue;
        seen.add(key);
        signs.push({ kind: shape.kind, points: shape.points, ...span });
      }
    }
  }
  return signs;
}

/** Is there a digit in a range? Ages, classes and case numbers have one; their words stand in many places without. */
function hasDigit(text: string, start: number, end: number): boolean {
  for (let i = start; i < end; i++) if (isDigit(text.charCodeAt(i))) return true;
  return false;
}

/** Matches that share a character with the word. */
function matchesAround(text: string, hit: Span, { kind, expression }: Shape): readonly Span[] {
  const from = Math.max(0, hit.start - BEFORE);
  const to = Math.min(text.length, hit.end + BEHIND);
  const out: Span[] = [];
  if (kind !== 'initials' && !hasDigit(text, from, to)) return out;
  for (const match of text.slice(from, to).matchAll(expression)) {
    const start = from + match.index;
    const end = start + match[0].length;
    if (start < hit.end && end > hit.start) out.push({ start, end });
  }
  return out;
}

/** 'Skyldner: Møte til forhandling': what the label asks for, unless it is what somebody does. */
const isSentence = (text: string, span: Span, words: string): boolean =>
  !/\s/.test(words) &&
  /^ \p{Ll}{2}/u.test(text.slice(span.end, span.end + 4)) &&
  standingOf(text, span, false) !== 'subject';

function labelledName(text: string, hit: Span, signs: PersonSign[]): void {
  if (!opensField(text, hit.start)) return;
  NAME_BEHIND_LABEL.lastIndex = NAME_BELOW_LABEL.lastIndex = hit.end;
  const behind = NAME_BEHIND_LABEL.exec(text);
  const below = behind === null ? NAME_BELOW_LABEL.exec(text) : null;
  const [whole = '', name = ''] = behind ?? below ?? [];
  if (name === '' || name.length > LONGEST_NAME || isPlaceholder(name)) return;
  if (below !== null && isNoPerson(name)) return;
  const start = hit.end + whole.length - name.length;
  const span = { start, end: start + name.length };
  if (below === null && isSentence(text, span, name)) return;
  signs.push({ kind: 'name', points: 3, said: true, labelled: true, ...span });
}

// 'hr.' is cut short; behind 'familien.' another sentence begins.
const CUT_SHORT = 3;

function familyName(text: string, hit: Span, signs: PersonSign[]): void {
  NAME_BEHIND_FAMILY.lastIndex = hit.end;
  if (text.charCodeAt(hit.end) === FULL_STOP && hit.end - hit.start > CUT_SHORT) return;
  if (NAME_BEHIND_FAMILY.exec(text) === null) return;
  if (isOfParty(text.slice(NAME_BEHIND_FAMILY.lastIndex, NAME_BEHIND_FAMILY.lastIndex + PARTY_REACH))) {
    signs.push({ kind: 'official-name', points: 1, start: hit.start, end: NAME_BEHIND_FAMILY.lastIndex });
    return;
  }
  signs.push({ kind: 'name', points: 3, said: true, start: hit.start, end: NAME_BEHIND_FAMILY.lastIndex });
}

// 'E.B.': two capitals with their stops. What stands before is looked at where one begins.
const INITIALS = new RegExp(
  String.raw`[${UPPER}]\.\s?[${UPPER}]\.(?:\s?[${UPPER}]\.)?(?![${WORD_LETTER}]|\s[${UPPER}][${LOWER}])`,
  'y',
);

/** Initials in a range of the text. @param capitals from capitalsIn() of the range */
export function initials(text: string, range: Span, capitals: readonly number[]): PersonSign[] {
  const signs: PersonSign[] = [];
  const slice = text.slice(range.start, range.end);
  let from = 0;
  for (const capital of capitals) {
    const at = capital - range.start;
    if (at < from || slice.charCodeAt(at + 1) !== FULL_STOP) continue;
    if (slice.charCodeAt(at - 1) === FULL_STOP || letterAt(slice, at - 1) !== 0) continue;
    INITIALS.lastIndex = at;
    if (!INITIALS.test(slice)) continue;
    from = INITIALS.lastIndex;
    signs.push({ kind: 'initials', points: 2, start: capital, end: range.start + from });
  }
  return signs;
}

// Two capitalised words. Whether they name somebody is up to the sentence.
const TWO_CAPITALS = new RegExp(
  String.raw`[${UPPER}][${LOWER}]{1,15}(?:-[${UPPER}][${LOWER}]{1,15})?(?:[ ][${UPPER}]\.?)?[ ][${UPPER}][${LOWER}]{2,20}(?:-[${UPPER}][${LOWER}]{1,15})?(?![${WORD_LETTER}-])`,
  'y',
);
// One word; the endings of common nouns and of offices rule out what else begins a sentence.
const ONE_CAPITAL = new RegExp(
  String.raw`[${UPPER}][${LOWER}]{2,14}(?:-[${UPPER}][${LOWER}]{2,14})?(?![${WORD_LETTER}-])`,
  'y',
);
const HYPHEN = 45;
const BLANK = 32;
/** '@', '/', '-', '.': a capital behind them begins no name; behind a digit no single one. */
const JOINS: ReadonlySet<number> = new Set([64, 47, HYPHEN, FULL_STOP]);
const isDigit = (code: number): boolean => code >= 48 && code <= 57;
const NO_FIRST_NAME =
  /(?:en|et|an|na|ne|ing|het|hed|else|tion|sjon|skap|are|ere|skolan|kommun|kommune|region)$|^(?:Hon|Han|Hun|Den|Det|Detta|Dette|Denne|Denna|Dei|Alla|Alle|Ingen|Inga|Vissa|Noen|Nogle|Nokre|Flera|Flere|Fleire|Barn|Elever|Elevar|Personal|Personale|Mamma|Pappa|Mor|Far|Man|Som|Många|Mange|Folk|Enhver|Enkelte|Many|Some|Most|People|Everyone|Someone|Monet|Jotkut|Finns|Finnes|Findes|Vid|Hur|Hvordan|Korleis|Hva|Vad|Hvad|Kva|Vem|Hvem|Kven|Sverige|Norge|Noreg|Danmark|Finland)$/u;
// Places, houses, authorities, companies, months and days: what else is written with two capitals.
const NO_NAME =
  /(?:^|\s)(?:region|västra|östra|norra|södra|nya|svenska|norske?|danske?|nordre|søndre|nord|sør|syd|øst|vest|stora|store|lilla|lille|gamla|gamle|sankt|kommun|stiftelsen|föreningen|foreningen|hotell?|hej|hei|kære|kjære|dear|god|barn|rädda|redd|redd|röda|røde|blå|grønne|gröna|nordiska|nordisk|europeiska|stockholm|göteborg|malmö|oslo|bergen|trondheim|københavn|aarhus|microsoft|google|office|teams|windows|jul|påsk|påske|projekt|prosjekt|team|sal|rom|lokale|bilaga|bilag|vedlegg|mvh|vennlig|med|hilsen|ny|nytt|fra|från|radikale|konservative|liberale?|alliances?|borgerliges?|folkepartis?|venstres?|høyre|høgre|enhedslistens?|alternativet|moderaterne|socialdemokratiets?|verdenskrigs?|byret|landsrets?|amts|politis?)(?:\s|$)|(?:skolan|skolen|skole|skulen|gården|gatan|vägen|veien|gata|gaten|vej|nämnden|nemnda|utvalget|styrelsen|styret|verket|kommun|kommune|regionen|landet|hemmet|hjemmet|huset|centret|centrum|senter|senteret|enheten|avdelningen|avdelingen|tjenesten|tjänsten|förvaltningen|forvaltningen|forbundet|förbundet|partiet|rörelsen|kyrkan|kirken|kirke|stiftelse|stiftelsen|fonden|banken|bolaget|selskapet|sjukhuset|sykehuset|sykehus|universitetet|høgskolen|högskolan|institutet|instituttet|rådet|ombudet|teatern|museet|korset|laget|klubben|by|stad|torg|torget|plass|plats|parken|myndigheten|myndigheden|vården|omsorgen|politiet|retten|domstolen)s?$/iu;

/** 'Men Socialdemokraterna har', 'Om Polismyndigheten har', 'Om Lindqvist har': the first only begins the sentence. */
const OPENS_SENTENCE =
  /^(?:Men|Och|Og|Om|För|For|Hur|Hvordan|Korleis|När|Når|Vid|Ved|Enligt|Ifølge|Efter|Etter|Innan|Før|Medan|Mens|Så|Då|Da|Som|På|Til|Till|Hos|Utan|Uten|Uden|Även|Også|Nu|Nå|Här|Her|Där|Der|Var|Hvor|Kvar|Vad|Hva|Hvad|Kva|Hvis|Dersom|Blandt|Blant|Udover|Foruden|Fra|Från|Frå|Av|Af|Med|Mot|Siden|Sidan|Fordi|Eftersom|Både|Kun|Bare|Bara|But|And|If|How|When|According|After|While|Then|With|Without|Also|Here|There|Where|What|Whether|From|Since|Because|Mutta|Jos|Kun|Vaikka|Koska|Myös|Kuten|Viimein)\s/u;
/** 'Union Membership', 'Tenant Rights', 'Related Topics': headings in English write every word so. */
const ENGLISH_HEADING =
  /\s(?:\p{L}+(?:tions?|ships?|ness|logy|ologies)|Assistance|Payments?|Support|Services?|Systems?|Needs|Rights|Costs|Periods?|Contracts?|Topics|Resources|Benefits|Unions?|Care|Health|Treatment|Guidelines?|Features|Disorders?|Disabilities|Syndromes?|Diseases?)$/u;
/** 'De Quervains syndrom' */
const ITS_SYNDROME = /^(?:'s|:s)?\s(?:syndrom|syndrome|sjukdom|sjuka|sykdom|sygdom|sjukdommen|disease|oireyhtym|taut)/u;

/** Two capitals that name a place, a house, an authority or a company. */
export const isNoPerson = (words: string): boolean => NO_NAME.test(words);

/** Two capitals that are no name as they stand. */
const isNoName = (text: string, { end }: Span, words: string): boolean =>
  NO_NAME.test(words) ||
  ENGLISH_HEADING.test(words) ||
  isPlaceholder(words) ||
  NOT_A_PERSON.test(text.slice(end, end + 40)) ||
  (words.endsWith('s') && ITS_SYNDROME.test(text.slice(end, end + 20)));

/**
 * Names that no list has, where the sentence says something of them.
 * @param known spans of names already found, ascending
 * @param capitals from capitalsIn() of the range
 */
export function unlistedNames(
  text: string,
  range: Span,
  known: readonly Span[],
  capitals: readonly number[],
): PersonSign[] {
  const slice = text.slice(range.start, range.end);
  const signs: PersonSign[] = [];
  const isKnown = (span: Span): boolean => known.some((name) => name.start < span.end && span.start < name.end);
  const heads = capitals.filter((capital) => beginsWord(slice, capital - range.start));
  for (const both of matchesAt(slice, range.start, heads, mayBeTwo, TWO_CAPITALS)) {
    const opening = OPENS_SENTENCE.exec(text.slice(both.start, both.end))?.[0].length ?? 0;
    const span = { start: both.start + opening, end: both.end };
    const words = text.slice(span.start, span.end);
    if (opening > 0 && NO_FIRST_NAME.test(words)) continue;
    if (isKnown(span) || isNoName(text, span, words) || standingOf(text, span, false) !== 'subject') continue;
    signs.push({ kind: 'name', points: 3, said: true, unlisted: true, ...span });
  }
  for (const span of matchesAt(slice, range.start, heads, mayBeOne, ONE_CAPITAL)) {
    if (!isSaidOfPeople(text, span)) continue;
    const word = text.slice(span.start, span.end);
    if (NO_FIRST_NAME.test(word) || NO_NAME.test(word) || isKnown(span)) continue;
    signs.push({ kind: 'name', points: 3, said: true, unlisted: true, ...span });
  }
  return signs;
}

/** Does the capital at an index begin a word, and not part of an address? */
const beginsWord = (slice: string, at: number): boolean =>
  at === 0 || (letterAt(slice, at - 1) === 0 && !JOINS.has(slice.charCodeAt(at - 1)));

/** Matches that begin at one of the capitals, none inside another. @param mayBe the cheap question before the expression */
function matchesAt(
  slice: string,
  offset: number,
  capitals: readonly number[],
  mayBe: (slice: string, at: number) => boolean,
  expression: RegExp,
): readonly Span[] {
  const out: Span[] = [];
  let from = 0;
  for (const capital of capitals) {
    const at = capital - offset;
    if (at < from || !mayBe(slice, at)) continue;
    expression.lastIndex = at;
    if (!expression.test(slice)) continue;
    from = expression.lastIndex;
    out.push({ start: capital, end: offset + from });
  }
  return out;
}

/** A word that another capital follows, or a hyphen. */
function mayBeTwo(slice: string, at: number): boolean {
  const end = endOfSmall(slice, at + 1, slice.length);
  const next = slice.charCodeAt(end);
  return next === HYPHEN || (next === BLANK && letterAt(slice, end + 1) === CAPITAL);
}

/** A word that no digit precedes and of which something may be said. */
function mayBeOne(slice: string, at: number): boolean {
  if (isDigit(slice.charCodeAt(at - 1))) return false;
  const end = endOfSmall(slice, at + 1, slice.length);
  // near the end of the slice the text goes on
  return end + 3 > slice.length || slice.charCodeAt(end) === HYPHEN || mayGoOn(slice, end);
}
