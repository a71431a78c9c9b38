import type { Span } from '../../core/text.ts';
import { NOT_A_PERSON } from './names.ts';
import type { PersonKind, PersonSign } from './person.ts';
import { isSaidOfPeople, standingOf } from './standing.ts';

interface Shape {
  readonly kind: PersonKind;
  readonly points: number;
  readonly expression: RegExp;
}

// Every expression is a bounded sequence without nested repetition: V8 needs linear time for them.
const SHAPES: readonly Shape[] = [
  // '12-åring', '12-årig pojke', '9-year-old', '9-vuotias'; '(12 år)', ', 12 år,', 'är 12 år'
  {
    kind: 'age',
    points: 2,
    expression:
      /(?<![\p{L}\p{N}])\d{1,2}[ -]?(?:åring|årig|års?[ -]?pojk|års?[ -]?flick|års?[ -]?(?:gutt|jente|gammel|gamle|gamal|dreng|pige)|year[s]?[ -]old|vuotia)\p{L}{0,6}/giu,
  },
  {
    kind: 'age',
    points: 2,
    expression:
      /[(,]\s?\d{1,2}\s?år\s?[,.)]|(?<!\p{L})(?:är|er|pojke|flicka|gutt|jente|dreng|pige|son|dotter|sønn|datter|man|kvinna|kvinne|kvinde|aged?)\s\d{1,2}\s?(?:år|yrs|years)/giu,
  },
  {
    kind: 'age',
    points: 2,
    expression: /(?<!\p{L})(?:f\.|född|født|fødd|born|synt\.|synt)\s{0,2}(?:den\s)?\d{1,4}/giu,
  },
  // 'i 4B', 'klass 7C', 'klasse 4b'
  {
    kind: 'class',
    points: 1,
    expression: /(?<!\p{L})(?:i|in|klass|kl\.?|åk|årskurs|klasse|class|trinn)\s\d{1,2}\s?[A-Fa-f](?![\p{L}\p{N}])/gu,
  },
  {
    kind: 'class',
    points: 1,
    expression: /(?<!\p{L})(?:åk|årskurs)\s?\d(?!\d)|(?<!\d)\d{1,2}\.\s?(?:trinn|klasse|steg|årstrinn)(?!\p{L})/giu,
  },
  {
    kind: 'initials',
    points: 2,
    expression: /(?<![\p{L}.])\p{Lu}\.\s?\p{Lu}\.(?:\s?\p{Lu}\.)?(?!\p{L}|\s\p{Lu}\p{Ll})/gu,
  },
  // 'hyresgästen BK', 'eleven MH'
  {
    kind: 'initials',
    points: 2,
    expression:
      /(?<!\p{L})(?:[Ee]lev(?:en)?|[Bb]rukar?(?:en)?|[Bb]ruker(?:en)?|[Kk]lient(?:en)?|[Pp]atient(?:en)?|[Pp]asient(?:en)?|[Hh]yresgästen|[Bb]orger(?:en)?|[Bb]eboer(?:en)?|[Ll]eietaker(?:en)?|gäller|gjelder|ang\.)\s\p{Lu}{2,3}(?![\p{L}-])/gu,
  },
  // 'SN 2024:123', 'BUN-2024/12': a social or school committee
  {
    kind: 'caseref',
    points: 3,
    expression: /(?<![\p{L}\p{N}])(?:SN|VON|BUN|ÄN|IFN|SON|ASN|OSN|UBN|VN)[ -]?\d{2,4}[/:.-]\d{1,6}/gu,
  },
  {
    kind: 'caseref',
    points: 2,
    expression:
      /(?<!\p{L})(?:dnr|diarienr|diarienummer|ärende(?:nr|nummer)?|saksnr|saksnummer|sagsnr|sagsnummer|journal(?:nr|nummer)|akt(?:nr|nummer)?|klientnr|klientnummer|vår ref|vores ref|lma-?(?:kort)?nummer)\.?:?\s{0,2}(?:\p{Lu}{2,4}[ -])?\d{2,6}[/:.-]?\d{0,6}/giu,
  },
];

/** Finds ages, birth years, school classes, initials and case numbers in a range of the text. */
export function personShapes(text: string, range: Span): PersonSign[] {
  const slice = text.slice(range.start, range.end);
  const signs: PersonSign[] = [];
  if (!/\d|\p{Lu}\./u.test(slice)) return signs;
  for (const { kind, points, expression } of SHAPES) {
    for (const match of slice.matchAll(expression)) {
      const start = range.start + match.index;
      signs.push({ kind, points, start, end: start + match[0].length });
    }
  }
  return signs;
}

// 'Namn: Elsa Vik', 'Gjelder: …', 'Vedr. …': whoever is named there is whom the text is about.
const LABELLED =
  /(?<=^|[\n\t|;])[ \t>*-]{0,6}(?:namn|navn|name|nimi|hämtas|hentes|hentast|boende|beboer|bebuar|gäst|kund|skyldner|gäldenär|tenant|client|resident|elev|elevens namn|elevens navn|barn|barnets namn|barnets navn|brukare|bruker|brukar|borger|klient|patient|pasient|gäller|gjelder|gjeld|angående|ang\.?|avser|vedrørende|vedr\.?|vedrørande|sökande|søker|søkjar|ansøger|anställd|ansatt|medarbetare|regarding|re|pupil|student|asiakas|oppilas|potilas)[ \t]{0,3}[:;\t][ \t]{0,3}(\p{Lu}[\p{Ll}'-]{1,20}(?:[ ,-]{1,2}\p{Lu}[\p{L}'.-]{0,20}){0,3})/giu;

/** Names behind a label, of any origin, in a range of the text. */
export function labelledNames(text: string, range: Span): PersonSign[] {
  const signs: PersonSign[] = [];
  for (const match of text.slice(range.start, range.end).matchAll(LABELLED)) {
    const name = match[1] ?? '';
    // The expression ignores case for the label; a name begins with a capital and goes on in small letters or has two parts.
    if (!/^\p{Lu}/u.test(name)) continue;
    const start = range.start + match.index + match[0].length - name.length;
    signs.push({ kind: 'name', points: 3, said: true, labelled: true, start, end: start + name.length });
  }
  return signs;
}

// Two capitalised words, or one behind 'familjen', 'fru'. Whether they name somebody is up to the sentence.
const TWO_CAPITALS =
  /(?<![\p{L}.@/-])\p{Lu}\p{Ll}{1,15}(?:-\p{Lu}\p{Ll}{1,15})?(?:[ ]\p{Lu}\.?)?[ ]\p{Lu}\p{Ll}{2,20}(?:-\p{Lu}\p{Ll}{1,15})?(?![\p{L}-])/gu;
// One word; the endings of common nouns and of offices rule out what else begins a sentence.
const ONE_CAPITAL = /(?<![\p{L}\p{N}.@/-])\p{Lu}\p{Ll}{2,14}(?:-\p{Lu}\p{Ll}{2,14})?(?![\p{L}-])/gu;
const NO_FIRST_NAME =
  /(?:en|et|an|na|ne|ing|het|hed|else|tion|sjon|skap|are|ere|skolan|kommun|kommune|region)$|^(?:Hon|Han|Hun|Den|Det|Detta|Dette|Denne|Denna|Dei|Alla|Alle|Ingen|Inga|Vissa|Noen|Nogle|Nokre|Flera|Flere|Fleire|Barn|Elever|Elevar|Personal|Personale|Mamma|Pappa|Mor|Far|Man|Som|Hva|Vad|Hvad|Kva|Vem|Hvem|Kven|Sverige|Norge|Noreg|Danmark|Finland)$/u;
const FAMILY =
  /(?<!\p{L})(?:[Ff]amil(?:jen|ien)|[Ff]ru|[Hh]err|[Hh]r\.?|M(?:r|rs|s)\.?|[Ff]r(?:u|k)?\.|[Ee]kteparet)\s(\p{Lu}\p{Ll}{2,20})(?!\p{L})/gu;
// Places, houses, authorities, companies, months and days: what else is written with two capitals.
const NO_NAME =
  /(?:^|\s)(?:region|västra|östra|norra|södra|nya|svenska|norske?|danske?|nordre|søndre|nord|sør|syd|øst|vest|stora|store|lilla|lille|gamla|gamle|sankt|kommun|stiftelsen|föreningen|foreningen|hotell?|hej|hei|kære|kjære|dear|god|barn|rädda|redd|redd|röda|røde|blå|grønne|gröna|nordiska|nordisk|europeiska|stockholm|göteborg|malmö|oslo|bergen|trondheim|københavn|aarhus|microsoft|google|office|teams|windows|jul|påsk|påske|projekt|prosjekt|team|sal|rom|lokale|bilaga|bilag|vedlegg|mvh|vennlig|med|hilsen|ny|nytt|fra|från)(?:\s|$)|(?:skolan|skolen|skole|skulen|gården|gatan|vägen|veien|gata|gaten|vej|nämnden|nemnda|utvalget|styrelsen|styret|verket|kommun|kommune|regionen|landet|hemmet|hjemmet|huset|centret|centrum|senter|senteret|enheten|avdelningen|avdelingen|tjenesten|tjänsten|förvaltningen|forvaltningen|forbundet|förbundet|partiet|rörelsen|kyrkan|kirken|kirke|stiftelse|stiftelsen|fonden|banken|bolaget|selskapet|sjukhuset|sykehuset|sykehus|universitetet|høgskolen|högskolan|institutet|instituttet|rådet|ombudet|teatern|museet|korset|laget|klubben|by|stad|torg|torget|plass|plats|parken)$/iu;

/** Two capitals that name a place, a house, an authority or a company. */
export const isNoPerson = (words: string): boolean => NO_NAME.test(words);

/** Names that no list has, where the sentence says something of them. @param known spans of names already found, ascending */
export function unlistedNames(text: string, range: Span, known: readonly Span[]): PersonSign[] {
  const slice = text.slice(range.start, range.end);
  const signs: PersonSign[] = [];
  const isKnown = (span: Span): boolean => known.some((name) => name.start < span.end && span.start < name.end);
  for (const match of slice.matchAll(TWO_CAPITALS)) {
    const span = { start: range.start + match.index, end: range.start + match.index + match[0].length };
    if (NO_NAME.test(match[0]) || isKnown(span) || NOT_A_PERSON.test(text.slice(span.end, span.end + 40))) continue;
    if (standingOf(text, span, false) === 'subject') signs.push({ kind: 'name', points: 3, said: true, ...span });
  }
  for (const match of slice.matchAll(ONE_CAPITAL)) {
    const span = { start: range.start + match.index, end: range.start + match.index + match[0].length };
    if (!isSaidOfPeople(text, span) || NO_FIRST_NAME.test(match[0]) || NO_NAME.test(match[0]) || isKnown(span))
      continue;
    signs.push({ kind: 'name', points: 3, said: true, ...span });
  }
  for (const match of slice.matchAll(FAMILY)) {
    const span = { start: range.start + match.index, end: range.start + match.index + match[0].length };
    if (!isKnown(span)) signs.push({ kind: 'name', points: 3, said: true, ...span });
  }
  return signs;
}
