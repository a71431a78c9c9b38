/** A number told in two parts: "född 980627 och de fyra sista är 2382", "født 14.02.75 nr. 39123". */
import type { Today } from './registers/calendar.ts';
import { checksOf, isRecent, WRITTEN } from './birth-and-tail.ts';
import type { IdInput, IdOptions } from './input.ts';
import { LEVEL_SCORES } from './levels.ts';
import type { IdReading } from './reading.ts';
import { findToldInColumns } from './told-in-columns.ts';

/** The last digits by themselves: few texts have many such, and words are looked for before them only. */
const TAIL = /(?<!\d)\d{4,5}(?![\d.,:/-]?\d)(?![A-Za-zåäöæø])/g;
/** Words for the last digits, directly before them. */
const TOLD =
  /(?<![A-Za-zåäöæø])(?:(?:fyra|4|fire|fem|5|last|siste?|sista|sidste) (?:sista|siste|sidste|four|five|fire|fyra|fem|4|5)(?: (?:siffror(?:na)?|siffera?|sifre(?:ne)?|cifre(?:ne)?|digits))?|(?:sista|siste|sidste|last) (?:siffror(?:na)?|siffera?|sifre(?:ne)?|cifre(?:ne)?|digits)|slutar (?:på|med)|slutter (?:på|med)|ender (?:på|med)|ending in|(?:andra|andre|anden|second) (?:delen|halvan|halvdelen|del|halvdel|part|half)|resten|nr|nummer|kontrollsiffror|kontrolnummer|personnr|personnummer|födelsenummer|fødselsnummer)[.:]? ?(?:(?:är|er|is|are|kommer här|kommer her|:)[: ]{1,2})?$/i;
const LONGEST_TOLD = 48;
/** A date at the end of what stands before, with no other digits behind it. */
const DATE = new RegExp(
  String.raw`(?<![\d.,/-])(${WRITTEN})(?!\d)(?:[^\d\n]{1,48}|[^\d\n]{0,8}\r?\n[^\p{L}\d\n]{0,8}(?:(?:och |og |and )?(?:de |dei |the )?)?)$`,
  'iu',
);
/** "sista fyra är 2398, född 780805" */
const DATE_BEHIND = new RegExp(
  String.raw`^[^\d\n]{0,24}?(?<![a-zåäöæø])(?:född?a?|fødd?t?|født|fødselsdato|födelsedatum|fødselsdag|born|f\.)[ :]{1,2}(?:den )?(${WRITTEN})(?![\d]|[./-]\d)`,
  'i',
);
/** "nr." alone says little; it needs a word for a birth before the date. */
const BORN = /(?:född?a?|fødd?t?|född|født|fødd|fødselsdato|födelsedatum|fødselsdag|born|f\.)[ :]{1,2}(?:den )?$/i;
const REACH = 72;
/** The last digits of these are told more often than those of persons. */
const OF_OTHERS =
  /kort|card|konto|account|tele|mobil|phone|(?<!\p{L})tlf|fakt?ura|order|ordre|serie|serial|chassi|ramme|imei|ocr|kid(?!\p{L})|regn(?:r|um)|nøkkel|nyckel|lösen|pass(?:ord|word)|kod|code|pin(?!\p{L})|polis|försäkring/iu;
/** The two parts of a number with the range from the one to the other. */
interface Told {
  readonly births: readonly string[];
  /** in one passage, so that there is no doubt whose they are */
  readonly isSure: boolean;
  readonly danish: boolean;
  readonly start: number;
  readonly end: number;
}

/** The date that a text ends in. In the line above anything may have one: "Köpt 1978-08-05", "Kortet slutar på 2398". */
function birthIn(before: string): RegExpExecArray | null {
  const date = DATE.exec(before);
  return date?.[0].includes('\n') === true && !BORN.test(before.slice(0, date.index)) ? null : date;
}

/** Words for the last digits of a person's number alone: the day of birth may stand anywhere in the mail. */
const isOfSomebody = (text: string, words: string, at: number): boolean =>
  /sist|sidst|last|andra|andre|anden|second|resten/i.test(words) &&
  !OF_OTHERS.test(text.slice(Math.max(0, at - REACH), at));

/** Whether digits are all that a line says. */
const isLine = (text: string, start: number, end: number): boolean =>
  /(?:^|\n)[ >]{0,4}$/.test(text.slice(Math.max(0, start - 5), start)) &&
  /^[ \r]{0,3}(?:\n|$)/.test(text.slice(end, end + 4));

/** The birth that the last digits at an index belong to; null when nothing says that they are last digits, or of what. */
function toldAt(text: string, at: number, tail: string, births: IdInput['births']): Told | null {
  const end = at + tail.length;
  const words = TOLD.exec(text.slice(Math.max(0, at - LONGEST_TOLD), at))?.[0];
  if (words === undefined)
    return isLine(text, at, end) ? { births: births().whole, isSure: false, danish: false, start: at, end } : null;
  const wordsAt = at - words.length;
  const before = text.slice(Math.max(0, wordsAt - REACH), wordsAt);
  const date = birthIn(before);
  const isPlain = /^(?:nr|nummer|kontrol|person|f)/i.test(words) && !/sist|sidst/i.test(words);
  if (isPlain && !BORN.test(before.slice(0, date?.index ?? 0))) return null;
  // "född 780805, bor på nr 2398"
  if (/^(?:nr|nummer)/i.test(words) && !/\d[ ,.:]{1,3}$/.test(before)) return null;
  const danish = /sidste|fire/i.test(words);
  if (date?.[1] !== undefined)
    return { births: [date[1]], isSure: true, danish, start: wordsAt - before.length + date.index, end };
  const behind = isPlain ? null : DATE_BEHIND.exec(text.slice(end, end + REACH));
  if (behind?.[1] !== undefined)
    return { births: [behind[1]], isSure: true, danish, start: at, end: end + behind[0].length };
  return isOfSomebody(text, words, at) ? { births: births().told, isSure: false, danish, start: at, end } : null;
}

/** Whether the last digits may have a cell of a table for themselves. */
const isCell = (text: string, start: number, end: number): boolean =>
  DIVIDING.has(text.charAt(start - 1)) ||
  (text.charAt(start - 1) === ' ' && text.charAt(start - 2) === ' ') ||
  TABULAR.has(text.charAt(end));
const TABULAR: ReadonlySet<string> = new Set('\t;|');
const DIVIDING: ReadonlySet<string> = new Set([...TABULAR, ',', '"', '-']);

/**
 * Finds numbers told in two parts, in running text and in tables.
 * @param text normalised text
 * @param births days of birth that the mail tells anywhere
 */
export function findToldApart(
  text: string,
  today: Today,
  rule2032: IdOptions['rule2032'],
  births: IdInput['births'],
): IdReading[] {
  const found: IdReading[] = [];
  let inCells = false;
  TAIL.lastIndex = 0;
  for (let match = TAIL.exec(text); match !== null; match = TAIL.exec(text)) {
    inCells ||= isCell(text, match.index, match.index + match[0].length);
    const told = toldAt(text, match.index, match[0], births);
    if (told === null) continue;
    const { isSure, danish, start, end } = told;
    const days = isSure ? told.births : told.births.filter((day) => !isRecent(day, today));
    const best = days.flatMap((birth) => checksOf(birth, match[0], danish, today, rule2032))[0];
    if (best === undefined) continue;
    const [digits, check] = best;
    const level = isSure && check.strength === 'full' ? 'high' : 'medium';
    found.push({
      detector: check.detector,
      span: { start, end },
      normalized: digits,
      raw: digits,
      level,
      score: LEVEL_SCORES[level],
      synthetic: check.synthetic,
      reasons: [
        { reason: 'shape', points: 10 },
        { reason: 'label', points: LEVEL_SCORES[level] - 10 },
      ],
    });
  }
  return inCells ? [...found, ...findToldInColumns(text, today, rule2032)] : found;
}
