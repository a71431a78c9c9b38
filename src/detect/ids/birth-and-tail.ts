/** A day of birth in any writing and the last digits, each by itself: which registers they make a number of together. */
import type { Today } from './registers/calendar.ts';
import type { IdCheck } from './registers/check.ts';
import { checkCpr } from './registers/cpr.ts';
import { checkHetu } from './registers/hetu.ts';
import { checkNorwegian } from './registers/fodselsnummer.ts';
import { checkSwedish } from './registers/samordningsnummer.ts';
import { MONTH_BEGINNING, monthNamed } from '../../core/months.ts';
import type { Span } from '../../core/text.ts';
import type { IdOptions } from './input.ts';
import { LEVEL_SCORES } from './levels.ts';
import type { IdReading } from './reading.ts';

const SPELT = String.raw`\d{1,2}\.? ?(?:${MONTH_BEGINNING})[a-z]{0,6}\.?,? ?[-'\u2019]?(?:\d{4}|\d\d)`;
/** Source of an expression for a day as people and programs write it; without groups. */
export const WRITTEN = String.raw`\d{8}|\d{6}|\d{4}[-./]\d\d[-./]\d\d|\d{4} \d\d \d\d|\d{1,2}[./ -]{1,2}\d{1,2}[./ -]{1,2}(?:\d{4}|\d\d)|${SPELT}`;
const LAST_DAY = 31;

/** The digits of a number with what a register says of them. */
export type Checked = readonly [digits: string, check: IdCheck];

/** The date in the order that its register writes: with the year first, or the day. */
function orders(date: string): { readonly yearFirst: string | null; readonly dayFirst: string | null } {
  const month = /\p{L}/u.test(date) ? monthNamed(date.replace(/^\d+/, '')) : 0;
  const groups = (month === 0 ? date : date.replace(/\D+(?=\d+$)/, `-${month}-`)).split(/\D+/);
  if (groups.length === 3) {
    const [a = '', b = '', c = ''] = groups.map((group) => group.padStart(2, '0'));
    if (a.length === 4 || Number(a) > LAST_DAY) return { yearFirst: a + b + c, dayFirst: c + b + a.slice(-2) };
    return { yearFirst: c + b + a, dayFirst: a + b + c.slice(-2) };
  }
  return date.length === 6
    ? { yearFirst: date, dayFirst: date }
    : { yearFirst: date, dayFirst: date.slice(0, 4) + date.slice(6) };
}

/**
 * What a day and the last digits are together.
 * @param date as WRITTEN matches it
 * @param tail four digits, five of a Norwegian number, or a mark, three digits and the letter of control of a Finnish one
 * @param danish asks the Danish register first, and takes its numbers without a check digit
 * @returns registers in which they hold, the likelier first
 */
export function checksOf(
  date: string,
  tail: string,
  danish: boolean,
  today: Today,
  rule2032: IdOptions['rule2032'],
): readonly Checked[] {
  const { yearFirst, dayFirst } = orders(date);
  const pairs: (readonly [string, IdCheck | null])[] = /^\D/.test(tail)
    ? [[`${dayFirst}${tail}`, checkHetu(`${dayFirst}${tail}`.toUpperCase(), today)]]
    : tail.length === 5
      ? [[`${dayFirst}${tail}`, checkNorwegian(`${dayFirst}${tail}`, today, rule2032)]]
      : [
          [`${yearFirst}${tail}`, checkSwedish(`${yearFirst}${tail}`, '', today)],
          [`${dayFirst}${tail}`, checkCpr(`${dayFirst}${tail}`, today)],
        ];
  const held = pairs.filter(
    (pair): pair is Checked =>
      pair[1] !== null &&
      !pair[1].needsKeyword &&
      (pair[1].strength === 'full' || (danish && pair[1].strength !== 'wrong')),
  );
  return danish ? held.reverse() : held;
}

const RECENT_YEARS = 4;
/** Days of the last years are of something else far more often than days of birth. @param day as WRITTEN matches it; with two digits a year is of any century */
export function isRecent(day: string, today: Today): boolean {
  const { yearFirst } = orders(day);
  const year = yearFirst?.length === 8 ? Number(yearFirst.slice(0, 4)) : 2000 + Number(yearFirst?.slice(0, 2));
  return Math.abs(today.year - year) <= RECENT_YEARS;
}

/** Whether the day of a number is of the last years. @param checked a number whose day nobody said to be one of birth */
export function isOfRecentDay([digits, { family }]: Checked, today: Today): boolean {
  const year = family !== 'se' ? digits.slice(4, 6) : digits.length === 12 ? digits.slice(2, 4) : digits.slice(0, 2);
  return Math.abs((today.year % 100) - Number(year)) <= RECENT_YEARS && !/^19\d{10}$/.test(digits);
}

/**
 * The reading of a number that was put together.
 * @param reason what tells that the two are one, beside their shape
 * @param isSure nothing else can be meant, so that a full check makes it high
 */
export function putTogether(
  [digits, check]: Checked,
  span: Span,
  reason: 'label' | 'records',
  isSure: boolean,
): IdReading {
  const level = isSure && check.strength === 'full' ? 'high' : 'medium';
  return {
    detector: check.detector,
    span,
    normalized: digits,
    raw: digits,
    level,
    score: LEVEL_SCORES[level],
    synthetic: check.synthetic,
    reasons: [
      { reason: 'shape', points: 10 },
      { reason, points: LEVEL_SCORES[level] - 10 },
    ],
  };
}
