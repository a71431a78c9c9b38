/** A number told in two parts: "född 980627 och de fyra sista är 2382", "født 14.02.75 nr. 39123". */
import type { Today } from './registers/calendar.ts';
import type { IdCheck } from './registers/check.ts';
import { checkCpr } from './registers/cpr.ts';
import { checkNorwegian } from './registers/fodselsnummer.ts';
import { checkSwedish } from './registers/samordningsnummer.ts';
import type { IdOptions } from './input.ts';
import { LEVEL_SCORES } from './levels.ts';
import type { IdReading } from './reading.ts';

/** The last digits by themselves: few texts have many such, and words are looked for before them only. */
const TAIL = /(?<!\d)\d{4,5}(?![\d.,:/-]?\d)(?![A-Za-zåäöæø])/g;
/** Words for the last digits, directly before them. */
const TOLD =
  /(?<![A-Za-zåäöæø])(?:(?:fyra|4|fire|fem|5|last|siste?|sista|sidste) (?:sista|siste|sidste|four|five|fire|fyra|fem|4|5)(?: (?:siffror(?:na)?|siffera?|sifre(?:ne)?|cifre(?:ne)?|digits))?|(?:sista|siste|sidste|last) (?:siffror(?:na)?|siffera?|sifre(?:ne)?|cifre(?:ne)?|digits)|slutar (?:på|med)|slutter (?:på|med)|ender (?:på|med)|ending in|nr|nummer|kontrollsiffror|kontrolnummer|personnr|personnummer|födelsenummer|fødselsnummer)[.:]? ?(?:(?:är|er|is|are|:) )?$/i;
const LONGEST_TOLD = 48;
/** A date at the end of what stands before, with no other digits behind it. */
const MONTHS = 'jan,feb,mar,apr,ma[jiy],jun,jul,aug,sep,o[kc]t,nov,de[cs]'.split(',');
const SPELT = String.raw`\d{1,2}\.? ?(?:${MONTHS.join('|')})[a-z]{0,6}\.?,? ?[-'\u2019]?(?:\d{4}|\d\d)`;
const WRITTEN = String.raw`\d{8}|\d{6}|\d{4}-\d\d-\d\d|\d{1,2}[./ -]\d{1,2}[./ -](?:\d{4}|\d\d)|${SPELT}`;
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
const LAST_DAY = 31;

/** The date in the order that its register writes: with the year first, or the day. */
function orders(date: string): { readonly yearFirst: string | null; readonly dayFirst: string | null } {
  const month = MONTHS.findIndex((name) => new RegExp(name, 'i').test(date));
  const groups = (month < 0 ? date : date.replace(/\D+(?=\d+$)/, `-${String(month + 1)}-`)).split(/\D/);
  if (groups.length === 3) {
    const [a = '', b = '', c = ''] = groups.map((group) => group.padStart(2, '0'));
    if (a.length === 4 || Number(a) > LAST_DAY) return { yearFirst: a + b + c, dayFirst: c + b + a.slice(-2) };
    return { yearFirst: c + b + a, dayFirst: a + b + c.slice(-2) };
  }
  return date.length === 6
    ? { yearFirst: date, dayFirst: date }
    : { yearFirst: date, dayFirst: date.slice(0, 4) + date.slice(6) };
}

function checksOf(
  date: string,
  tail: string,
  danish: boolean,
  today: Today,
  rule2032: IdOptions['rule2032'],
): [string, IdCheck][] {
  const { yearFirst, dayFirst } = orders(date);
  const pairs: [string, IdCheck | null][] =
    tail.length === 5
      ? [[`${dayFirst}${tail}`, checkNorwegian(`${dayFirst}${tail}`, today, rule2032)]]
      : [
          [`${yearFirst}${tail}`, checkSwedish(`${yearFirst}${tail}`, '', today)],
          [`${dayFirst}${tail}`, checkCpr(`${dayFirst}${tail}`, today)],
        ];
  const held = pairs.filter(
    (pair): pair is [string, IdCheck] => pair[1] !== null && pair[1].strength !== 'wrong' && !pair[1].needsKeyword,
  );
  return danish ? held.reverse() : held;
}

/** The two parts of a number with the range from the one to the other. */
interface Told {
  readonly birth: string;
  readonly danish: boolean;
  readonly start: number;
  readonly end: number;
}

/** The date that a text ends in. In the line above anything may have one: "Köpt 1978-08-05", "Kortet slutar på 2398". */
function birthIn(before: string): RegExpExecArray | null {
  const date = DATE.exec(before);
  return date?.[0].includes('\n') === true && !BORN.test(before.slice(0, date.index)) ? null : date;
}

/** The birth that the last digits at an index belong to; null when nothing says that they are last digits, or of what. */
function toldAt(text: string, at: number, tail: string): Told | null {
  const words = TOLD.exec(text.slice(Math.max(0, at - LONGEST_TOLD), at))?.[0];
  if (words === undefined) return null;
  const wordsAt = at - words.length;
  const before = text.slice(Math.max(0, wordsAt - REACH), wordsAt);
  const date = birthIn(before);
  const isPlain = !/sist|sidst|last|slut|end/i.test(words);
  if (isPlain && !BORN.test(before.slice(0, date?.index ?? 0))) return null;
  // "född 780805, bor på nr 2398"
  if (/^(?:nr|nummer)/i.test(words) && !/\d[ ,.:]{1,3}$/.test(before)) return null;
  const end = at + tail.length;
  const danish = /sidste|fire/i.test(words);
  if (date?.[1] !== undefined) return { birth: date[1], danish, start: wordsAt - before.length + date.index, end };
  const behind = isPlain ? null : DATE_BEHIND.exec(text.slice(end, end + REACH));
  return behind?.[1] === undefined ? null : { birth: behind[1], danish, start: at, end: end + behind[0].length };
}

/** Finds numbers told in two parts. @param text normalised text */
export function findToldApart(text: string, today: Today, rule2032: IdOptions['rule2032']): IdReading[] {
  const found: IdReading[] = [];
  TAIL.lastIndex = 0;
  for (let match = TAIL.exec(text); match !== null; match = TAIL.exec(text)) {
    const told = toldAt(text, match.index, match[0]);
    if (told === null) continue;
    const { birth, danish, start, end } = told;
    const best = checksOf(birth, match[0], danish, today, rule2032)[0];
    if (best === undefined) continue;
    const [digits, check] = best;
    const level = check.strength === 'full' ? 'high' : 'medium';
    found.push({
      detector: check.detector,
      span: { start, end },
      normalized: digits,
      raw: text.slice(start, end),
      level,
      score: LEVEL_SCORES[level],
      synthetic: check.synthetic,
      reasons: [
        { reason: 'shape', points: 10 },
        { reason: 'label', points: LEVEL_SCORES[level] - 10 },
      ],
    });
  }
  return found;
}
