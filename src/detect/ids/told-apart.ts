/**
 * A number told in two parts: "född 980627 och de fyra sista är 2382", "født 14.02.75 nr. 39123"; or the last digits by themselves, as
 * answers have them, with the day of birth anywhere in the mail.
 */
import type { Today } from './registers/calendar.ts';
import { checksOf, isOfRecentDay, putTogether, WRITTEN, type Checked } from './birth-and-tail.ts';
import type { IdInput, IdOptions } from './input.ts';
import type { IdReading } from './reading.ts';
import { findToldInColumns } from './told-in-columns.ts';
import { BORN } from './words/born.ts';

/** The last digits by themselves: few texts have many such, and words are looked for before them only. */
const TAIL = /(?<!\d)\d{4,5}(?![\d.,:/-]?\d)(?![A-Za-zåäöæø])/g;
/** Those of a Finnish number, with their mark. */
const FINNISH = /(?<![\p{L}\d])[-+A-FU-Y]?\d{3}[0-9A-FHJ-NPR-Y](?![\p{L}\d])/gu;
const MARKS: ReadonlySet<string> = new Set('-+ABCDEFUVWXY');
const LETTERED = /\d{3}[A-FHJ-NPR-Y](?![A-Za-z\d])/;
const FINNISH_WORDS = ['oppuosa', 'unnusosa', 'OPPUOSA', 'UNNUSOSA'];
const FINNISH_TOLD = /(?:loppuosa|tunnusosa)(?:nsa)?(?: (?:on|ovat))?[ :]{1,24}$/i;
const DIGITS = '(?:siffror(?:na)?|siffera?|sifre(?:ne)?|cifre(?:ne)?|digits)';
/** Words for the last digits, directly before them. */
const TOLD = new RegExp(
  String.raw`(?<![A-Za-zåäöæø])(?:(?:fyra|4|fire|fem|5|last|siste?|sista|sidste) (?:sista|siste|sidste|four|five|fire|fyra|fem|4|5)(?: ${DIGITS})?|(?:sista|siste|sidste|last) ${DIGITS}|slutar (?:på|med)|slutter (?:på|med)|ender (?:på|med)|ending in|(?:andra|andre|anden|second) (?:delen|halvan|halvdelen|del|halvdel|part|half)|resten|(?:hennes|hans|hendes|deras|sina) (?:sist[ae]|sidste)|sista4|f4|slutsiffror(?:na)?|slutsifre|[xX]{4}(?: ?=)?|nr|nummer|kontroll?(?:nummer|nr|siffror|siffer|cifre)|løbe-?(?:nr|nummer)|p\.?nr|pers\.?nr|personnr|personnummer|födelsenummer|fødselsnummer)[.:]?(?: ?\(\d ${DIGITS}\)[.:]?)?[ \t]{0,24}(?:(?:är|er|is|are|kommer här|kommer her|:)(?: (?:i så fall|alltså|altså|nog|nok|då|da|jo|ju))?[: ]{1,2})?$`,
  'i',
);
const LONGEST_TOLD = 72;
/** A date at the end of what stands before, with no other digits behind it. */
const DATE = new RegExp(
  String.raw`(?<![\d.,/-])(${WRITTEN})(?!\d)(?:[^\d\n]{1,48}|[^\d\n]{0,8}\r?\n[^\p{L}\d\n]{0,24}(?:(?:och |og |and )?(?:de |dei |the )?)?)$`,
  'iu',
);
/** "sista fyra är 2398, född 780805" */
const DATE_BEHIND = new RegExp(
  String.raw`^[^\d\n]{0,24}?(?<![a-zåäöæø])(?:${BORN})[ :]{1,2}(?:den )?(${WRITTEN})(?![\d]|[./-]\d)`,
  'i',
);
/** "nr." alone says little; it needs a word for a birth before the date. */
const BIRTH_BEFORE = new RegExp(
  String.raw`(?<![A-Za-zåäöæø])(?:${BORN})(?: ?\(\d ${DIGITS}\))?[ :\t]{1,24}(?:den )?$`,
  'i',
);
const REACH = 72;
/** "född 13/1 2016 (2382)" */
const DATE_BESIDE = new RegExp(String.raw`(?<![\d.,/-])(${WRITTEN})[ ,]{0,2}[ (:\u2013-]{1,2}$`, 'i');
/** The last digits of these are told more often than those of persons. */
const OF_OTHERS =
  /kort|card|konto|account|tele|mobil|phone|(?<!\p{L})(?:tlf|tfn|tel)(?!\p{L})|fakt?ura|order|ordre|serie|serial|chassi|ramme|imei|visa|lott|referen|kvitt|köp|kjøp|match|belopp|beløp|ocr|kid(?!\p{L})|regn(?:r|um)|nøkkel|nyckel|lösen|pass(?:ord|word)|kod|code|pin(?!\p{L})|polis|försäkring/iu;
const LAST_SAID = /(?:fyra|4|fire|fem|5) (?:sist|sidst)|(?:sist[ae]|sidste) (?:fyra|4|fire|fem|5)/i;
const OF_PERSONS = /personn|pers\.?nr|\bpnr|f[øö]dsels?n|födelsen|\bcpr|samordningsn/i;
/**
 * Where an answer begins: a line, somebody who speaks, brackets, a word that leads to it; and behind it a mark, the end, or that it is the end
 * of something.
 */
const ANSWER_BEFORE =
  /(?:(?:^|\n)[ \t>]{0,6}(?:(?:svar(?:et)?:|(?:det|de|dei|it|they) (?:är|er|is|are)) ?)?|\(|\d\d[.:]\d\d\]?(?: [^\n\d:]{2,30})?(?::| {2}) ?|(?:glömde|glemte|gløymde|forgot|saknades|manglede|manglet)[^\n\d]{0,12}: ?|(?<![a-zåäöæøéü])(?:så|alltså|altså|ska vara|skal være) )$/i;
/** "Petra: 2398" */
const SPEAKER = /(?:^|\n)[ \t>]{0,6}(\p{Lu}[\p{L}-]+)(?: [\p{L} ()-]{1,30})?: ?$/u;
/** Those who answer are not always called by their names. */
const ROLE = /^(?:mamma|pappa|mor|far|kurator|rektor|mentor|handläggare|saksbehandler|sagsbehandler)$/i;
const ANSWER_BEHIND =
  /^(?:[ \t]{0,2}(?:\r?\n|$)|[.!?;)]| ?,| (?:på slutet|i slutet|til slutt?|til slut|till slut|til sidst|sidst|bakerst|sist)(?![a-zåäöæø]))/i;
const AT_THE_END = /^ (?:på slutet|i slutet|til slutt?|til slut|till slut|til sidst|bakerst)(?![a-zåäöæø])/i;
/** A year, or a time of day: no answer. */
const ANOTHER = /^(?:(?:19|20)\d\d|(?:[01]\d|2[0-3])[0-5]\d)$/;

const DANISH = /sidste|løbe|cifre|kontrolnummer|ender på/i;

/** What is asked of the mail. */
type Mail = Pick<IdInput, 'births' | 'isGivenName'>;

/** The two parts of a number with the range from the one to the other. */
interface Told {
  readonly births: readonly string[];
  /** days that nobody says are of birth */
  readonly loose: readonly string[];
  /** in one passage, so that there is no doubt whose they are */
  readonly isSure: boolean;
  readonly danish: boolean;
  readonly start: number;
  readonly end: number;
}

/** The date that a text ends in. In the line above anything may have one: "Köpt 1978-08-05", "Kortet slutar på 2398". */
function birthIn(before: string): RegExpExecArray | null {
  const date = DATE.exec(before);
  return date?.[0].includes('\n') === true && !BIRTH_BEFORE.test(before.slice(0, date.index)) ? null : date;
}

/** The birth in the passage in which words for the last digits stand. @param words directly before them */
function besideWords(text: string, words: string, at: number, end: number): Omit<Told, 'danish'> | null {
  const wordsAt = at - words.length;
  const before = text.slice(Math.max(0, wordsAt - REACH), wordsAt);
  const date = birthIn(before);
  const isPlain = isPlainWord(words);
  if (isPlain && !BIRTH_BEFORE.test(before.slice(0, date?.index ?? 0))) return null;
  // "född 780805, bor på nr 2398"
  if (/^(?:nr|nummer)/i.test(words) && !/\d[ ,.:]{1,3}$/.test(before)) return null;
  if (date?.[1] !== undefined)
    return { births: [date[1]], loose: [], isSure: true, start: wordsAt - before.length + date.index, end };
  const behind = isPlain || isOfOthers(text, at) ? null : DATE_BEHIND.exec(text.slice(end, end + REACH));
  return behind?.[1] === undefined
    ? null
    : { births: [behind[1]], loose: [], isSure: true, start: at, end: end + behind[0].length };
}

/** "nr", "personnr": without a day beside it no word for last digits. */
const isPlainWord = (words: string): boolean =>
  /^(?:nr|nummer|kontrol|løbe|p\.?nr|pers|f[öø])/i.test(words) && !/sist|sidst/i.test(words);

/** Whether digits are all that a line says. */
const isLine = (text: string, start: number, end: number): boolean =>
  /(?:^|\n)[ >]{0,4}$/.test(text.slice(Math.max(0, start - 5), start)) &&
  /^[ \r]{0,3}(?:\n|$)/.test(text.slice(end, end + 4));

/** Whether digits may be what somebody answered with, or said to be the end of something. */
function isAnswer(text: string, at: number, end: number, isGivenName: IdInput['isGivenName']): boolean {
  if (!ANSWER_BEHIND.test(text.slice(end, end + 16))) return false;
  const before = text.slice(Math.max(0, at - ANSWER_REACH), at);
  const speaker = SPEAKER.exec(before)?.[1];
  return ANSWER_BEFORE.test(before) || (speaker !== undefined && (ROLE.test(speaker) || isGivenName(speaker)));
}
const ANSWER_REACH = 48;

/** Whether the line before an index speaks of a card, an account or the like, and of no person's number. */
function isOfOthers(text: string, at: number): boolean {
  const before = text.slice(Math.max(0, at - REACH), at);
  const line = before.slice(before.lastIndexOf('\n') + 1);
  return OF_OTHERS.test(line) && !OF_PERSONS.test(line);
}

/** Days anywhere in the mail that last digits by themselves may belong to. @param words for last digits, directly before them */
function elsewhere(
  text: string,
  words: string | undefined,
  at: number,
  end: number,
  { births, isGivenName }: Mail,
): Pick<Told, 'births' | 'loose'> | null {
  const isTold = words !== undefined && !isPlainWord(words);
  // asked of every four digits: most are told by the character behind them
  if (!isTold && end < text.length && !ENDINGS.has(text.charAt(end))) return null;
  const isEnd = AT_THE_END.test(text.slice(end, end + 16));
  if (!isTold && !isEnd && !isAnswer(text, at, end, isGivenName)) return null;
  if (isOfOthers(text, at)) return null;
  const before = text.slice(Math.max(0, at - REACH), at);
  const line = before.slice(before.lastIndexOf('\n') + 1);
  const { born, alone, spoken, whole, isAsked } = births();
  const inLine = isEnd ? (DATE.exec(line)?.slice(1, 2) ?? []) : [];
  if (isEnd || (isTold && LAST.test(words))) return { births: [...inLine, ...born], loose: alone };
  if (isTold && (born.length > 0 || OF_PERSONS.test(line))) return { births: born, loose: [] };
  if (ANOTHER.test(text.slice(at, end))) return null;
  const beside = DATE_BESIDE.exec(before)?.slice(1) ?? [];
  if (isAsked || OF_PERSONS.test(line) || (beside.length > 0 && LAST_SAID.test(line)))
    return { births: [...beside, ...born], loose: spoken };
  return isLine(text, at, end) ? { births: [], loose: whole } : null;
}
/** "de fyra sista": of nothing but a person's number, or of what the line says. */
const LAST = /^(?:fyra|4|fire|fem|5|siste?|sista|sidste) (?:sista|siste|sidste|fire|fyra|fem|4|5)/i;

/** The birth that the last digits at an index belong to; null when nothing says that they are last digits, or of what. */
function toldAt(text: string, at: number, tail: string, mail: Mail): Told | null {
  const end = at + tail.length;
  const words = TOLD.exec(text.slice(Math.max(0, at - LONGEST_TOLD), at))?.[0];
  const beside = words === undefined ? null : besideWords(text, words, at, end);
  // a Danish number may be without a check digit where the day stands beside it
  if (beside !== null) return { ...beside, danish: isDanish(text, words ?? '', beside.start) };
  const days = elsewhere(text, words, at, end, mail);
  return days === null
    ? null
    : { ...days, isSure: false, danish: DANISH_END.test(text.slice(end, end + 16)), start: at, end };
}

/** Whether words or the one for the birth before the day are Danish; 'nr' stands behind the birth of anything. */
const isDanish = (text: string, words: string, start: number): boolean =>
  DANISH.test(words) ||
  (!/^(?:nr|nummer)/i.test(words) &&
    /(?:født|fødselsdato|fødselsdag)[: ]{1,3}$/i.test(text.slice(Math.max(0, start - 16), start)));

/** 'og så 9996 til sidst' */
const DANISH_END = /^ (?:til sidst|sidst)(?![a-zåäöæø])/i;

/** What may stand behind last digits that nothing else than their place tells of. */
const ENDINGS: ReadonlySet<string> = new Set(' \t\r\n.,!?;)');

/** More four digits than this that something else than the words beside them may tell of are a list of other numbers. */
const MOST_ANSWERS = 6;

/** Whether the last digits may have a cell of a table for themselves, or open a line in front of another number. */
const isCell = (text: string, start: number, end: number): boolean =>
  CELL_BEFORE.test(text.slice(Math.max(0, start - 3), start)) || CELL_BEHIND.test(text.slice(end, end + 3));
const CELL_BEFORE = /[\t;|"]| {2}|,$/;
const CELL_BEHIND = /^(?:[\t;|"]| ?[;|]| {2}|,[^ \n]| \d\d)/;

/**
 * Finds numbers told in two parts, in running text and in tables.
 * @param text normalised text
 * @param mail asked for days of birth that it tells anywhere
 */
export function findToldApart(text: string, today: Today, rule2032: IdOptions['rule2032'], mail: Mail): IdReading[] {
  const found: IdReading[] = [];
  const answered: IdReading[] = [];
  let inCells = false;
  let answers = 0;
  let mayBeFinnish = false;
  TAIL.lastIndex = 0;
  for (let match = TAIL.exec(text); match !== null; match = TAIL.exec(text)) {
    inCells ||= isCell(text, match.index, match.index + match[0].length);
    mayBeFinnish ||= MARKS.has(text.charAt(match.index - 1));
    const told = toldAt(text, match.index, match[0], mail);
    if (told === null) continue;
    if (!told.isSure) answers++;
    if (answers > MOST_ANSWERS && !told.isSure) continue;
    const { isSure, danish, start, end } = told;
    const numbersOf = (day: string): readonly Checked[] => checksOf(day, match[0], danish, today, rule2032);
    const best =
      told.births.flatMap(numbersOf)[0] ??
      told.loose.flatMap(numbersOf).find((checked) => !isOfRecentDay(checked, today));
    if (best === undefined) continue;
    (isSure ? found : answered).push(putTogether(best, { start, end }, 'label', isSure));
  }
  if (answers <= MOST_ANSWERS) found.push(...answered);
  // few texts have anything like it, and then the words of a register of Finns are asked for
  const isFinnish = (mayBeFinnish || LETTERED.test(text)) && FINNISH_WORDS.some((word) => text.includes(word));
  const finnish = isFinnish ? findFinnish(text, today, rule2032, mail.births) : [];
  return inCells || isFinnish ? [...found, ...finnish, ...findToldInColumns(text, today, rule2032)] : found;
}

const MOST_FINNISH = 200;

/** "syntynyt 24.11.1937 ja loppuosa on -948F" */
function findFinnish(
  text: string,
  today: Today,
  rule2032: IdOptions['rule2032'],
  births: IdInput['births'],
): IdReading[] {
  const found: IdReading[] = [];
  let told = 0;
  for (const { 0: tail, index } of text.matchAll(FINNISH)) {
    if (!FINNISH_TOLD.test(text.slice(Math.max(0, index - LONGEST_TOLD), index))) continue;
    if (++told > MOST_FINNISH) break;
    // without its mark it is of the last century, or of this
    const marked = /^\d/.test(tail) ? [`-${tail}`, `A${tail}`] : [tail];
    const best = births().born.flatMap((day) =>
      marked.flatMap((end) =>
        checksOf(day, end, false, today, rule2032).filter(([, { strength }]) => strength === 'full'),
      ),
    )[0];
    if (best !== undefined) found.push(putTogether(best, { start: index, end: index + tail.length }, 'label', true));
  }
  return found;
}
