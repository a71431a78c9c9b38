/** Forms and letter templates that nobody has filled in: they speak to everybody who may get one. */
import type { PersonSign } from '../person/person.ts';

/** Where something is to be filled in: lines, names of fields in brackets, patterns of dates and names, boxes to tick. */
const FILL_IN =
  /_{5,}|(?:(?<!\.)\.{8,}|(?<!…)…{4,})(?=[ \t]*(?:\r?\n|$))|\{\{?[\p{L}_ ]{2,40}\}|\[[\p{L}_ ,/-]{2,60}\]|\[ ?\]|«[\p{L}_ ]{2,40}»|<[\p{L}_ ]{2,40}>|(?<!\p{L})X{3,6}(?!\p{L})|ÅÅMMDD|DDMMÅÅ|[☐□]/gu;
/** Lines of nothing but brackets: pictures and links of a signature, '[Facebook]', '<Ekstad kommun>'. */
const PICTURES = /^(?:[ \t>]*(?:\[[\p{L} ,/-]{2,60}\]|<[\p{L} ]{2,40}>))+[ \t]*\r?$/gmu;
const LEAST = 3;
/** A long text with a few of them is something else. */
const PER_CHARACTERS = 800;
const LONGEST = 30_000;

/** Signs of somebody in particular. */
const FILLED_IN: ReadonlySet<PersonSign['kind']> = new Set<PersonSign['kind']>([
  'id',
  'name',
  'greeted-name',
  'initials',
  'caseref',
]);

/** Lines for a hand to sign on are empty in a form that is filled in, too. */
const SIGNED_LATER =
  /(?<!\p{L})(?:underskrift|signatur|signature|namnteckning|namnförtydligande|allekirjoitus|sign|datum|dato|date|päiväys|ort|sted|stad|place|paikka)(?: \p{L}{1,20}){0,2}[^\n\p{L}]{0,6}$/iu;
const LABEL_REACH = 48;

/** Boxes that somebody has ticked. */
const TICKED = /[☒☑✓✔]|\[ ?x ?\]/iu;
/** A name of any tongue, no list needed: 'Barnets namn: Zyanya Qirjazi', also below its label. */
const NAME_GIVEN =
  /(?<!\p{L})(?:[Nn]amn|[Nn]avn|[Nn]ame|(?:[Ff]ör|[Ff]or)?(?:namn|navn)|[Nn]imi|[Ee]lev|[Bb]arn|[Pp]upil|[Cc]hild)(?:et|en|a)?[ \t]{0,3}(?::[ \t]{0,3}\r?\n?|\r?\n)[ \t]{0,3}(?![Ff][öo]r(?:e?namn|navn)|Navn|Namn|Name)(?:\p{Lu}[\p{L}'-]{1,24}[ \t]){1,3}\p{Lu}[\p{L}'-]{1,24}[ \t]{0,3}(?:\r?\n|,|$)/u;
/** 'Hej Ngozi Adichukwu!', where the template says 'Hej {namn}'. */
const GREETED =
  /(?:^|\n)[ \t]{0,8}(?:[Hh]ej|[Hh]ei|[Hh]i|Hello|Dear|Kära?|Kjære|Kære|Bästa|Beste)[ \t](?!(?:[Nn]amn|[Nn]avn|[Nn]ame|Alla|Alle|All|Du|Dere|Förälder|Föräldrar|Vårdnadshavare|Foresatte?|Forældre|Medarbetare|Kund|Kunde)(?!\p{L}))\p{Lu}\p{Ll}{1,20}(?: \p{Lu}[\p{L}-]{1,24}){0,2}[!,.]?[ \t]{0,8}\r?\n/u;

/** Forms ask for children, pupils and patients; 'flickan' is one, and 'han/hon' anybody. */
const ONE_OF_THEM =
  /(?<![\p{L}/])(?:flickan|pojken|gutten|guten|jenta|jenten|drengen|pigen|mannen|manden|kvinnan|kvinnen|kvinden|hon|hun|han)(?![\p{L}/]|\s(?:eller|or)\s)(?<!\s(?:eller|or)\s\p{L}{3})/iu;

const isFilledIn = (text: string): boolean =>
  [TICKED, NAME_GIVEN, GREETED, ONE_OF_THEM].some((sign) => sign.test(text));

/** What all places to fill in have: most texts have none of it. */
const MARKS = /[_{[«<☐□…]/;
const RUNS = ['........', 'XXX', 'ÅÅMMDD', 'DDMMÅÅ'];
const mayBe = (text: string): boolean => MARKS.test(text) || RUNS.some((run) => text.includes(run));

/** Has a text places to fill in, besides those to sign, and nobody's name or number in them? @param signs of persons in it */
export function isBlankForm(text: string, signs: readonly PersonSign[]): boolean {
  if (text.length > LONGEST || signs.some(({ kind }) => FILLED_IN.has(kind)) || !mayBe(text)) return false;
  let places = 0;
  const words = text.replace(PICTURES, '');
  for (const { index } of words.matchAll(FILL_IN))
    if (!SIGNED_LATER.test(words.slice(Math.max(0, index - LABEL_REACH), index))) places++;
  return places >= LEAST && places * PER_CHARACTERS >= text.length && !isFilledIn(text);
}
