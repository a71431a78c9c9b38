/** The calendar of all identifiers: real dates, the window of possible births, and what "today" is. */

/** First day of every window: the oldest test numbers of Skatteverket start there. */
export const FIRST_YEAR = 1890;

/** The day a message arrived, as numbers. */
export interface Today {
  readonly year: number;
  /** 1–12 */
  readonly month: number;
  readonly day: number;
}

/**
 * Reads the arrival date.
 * @param iso ISO 8601 date or date and time; anything else gives the end of 2099, so that nothing is missed for a bad clock
 */
export function readToday(iso: string): Today {
  const match = /^(\d{4})-(\d{2})-(\d{2})/.exec(iso);
  if (match === null) return { year: 2099, month: 12, day: 31 };
  return { year: Number(match[1]), month: Number(match[2]), day: Number(match[3]) };
}

/** Number of days of a month in the Gregorian calendar; 0 for a month that does not exist. */
export function daysInMonth(year: number, month: number): number {
  if (month === 2) return (year % 4 === 0 && year % 100 !== 0) || year % 400 === 0 ? 29 : 28;
  if (month === 4 || month === 6 || month === 9 || month === 11) return 30;
  return month >= 1 && month <= 12 ? 31 : 0;
}

/** Whether a day exists and lies between 1 January 1890 and today. */
export function isBirthDate(year: number, month: number, day: number, today: Today): boolean {
  if (year < FIRST_YEAR || day < 1 || day > daysInMonth(year, month)) return false;
  if (year !== today.year) return year < today.year;
  return month < today.month || (month === today.month && day <= today.day);
}

/** Whether some century of 1800, 1900 and 2000 makes a two-digit year a possible birth date. */
export function isBirthDateInSomeCentury(yy: number, month: number, day: number, today: Today): boolean {
  return [1800, 1900, 2000].some((century) => isBirthDate(century + yy, month, day, today));
}

/** Two digits of a string as a number. @param digits at least `at + 2` ASCII digits */
export function twoDigits(digits: string, at: number): number {
  return (digits.charCodeAt(at) - 48) * 10 + digits.charCodeAt(at + 1) - 48;
}

/** Sum of digits times weights. @param digits ASCII digits, at least as many as there are weights */
export function weightedSum(digits: string, weights: readonly number[]): number {
  let sum = 0;
  for (let i = 0; i < weights.length; i++) sum += (digits.charCodeAt(i) - 48) * (weights[i] ?? 0);
  return sum;
}

/** The last four digits are a time of the day, as those of moments are. */
export const TIME_OF_DAY = /(?:[01]\d|2[0-3])[0-5]\d$/;
