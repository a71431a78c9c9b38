import { isBirthDate, twoDigits, weightedSum, type Today } from './calendar.ts';
import { idCheck, type IdCheck } from './check.ts';

const WEIGHTS = [4, 3, 2, 7, 6, 5, 4, 3, 2, 1];

/** Two-digit years of 1 January births issued without modulus 11 (CPR office, 10 May 2023, "not necessarily exhaustive"). */
const YEARS_WITHOUT_MODULUS: ReadonlySet<number> = new Set([
  60, 62, 64, 65, 66, 67, 69, 70, 74, 75, 78, 80, 81, 82, 83, 84, 85, 86, 87, 88, 89, 90, 91, 92, 94, 95,
]);

/** Full birth year from the two-digit year and the seventh digit (CPR office, Personnummeret i CPR). */
export function cprYear(yy: number, seventh: number): number {
  if (seventh <= 3) return 1900 + yy;
  if (seventh === 4 || seventh === 9) return (yy <= 36 ? 2000 : 1900) + yy;
  return (yy <= 57 ? 2000 : 1800) + yy;
}

/** Whether the weighted sum is 0 mod 11; since 1 October 2007 numbers are issued for which it is not. */
export function hasCprModulus(digits: string): boolean {
  return weightedSum(digits, WEIGHTS) % 11 === 0;
}

/** Whether digits are of a birth date for which numbers without modulus 11 are known to exist. */
export function isKnownWithoutModulus(digits: string): boolean {
  return digits.startsWith('0101') && YEARS_WITHOUT_MODULUS.has(twoDigits(digits, 4));
}

/**
 * Checks a candidate Danish CPR number or erstatnings-CPR (day raised by 60, no check digit).
 * Example: 070703-1298: 121 = 11 · 11.
 * @param digits 10 ASCII digits
 * @returns `full` with modulus 11; `unchecked` with a real date only; null without one. Replacement numbers need a keyword
 */
export function checkCpr(digits: string, today: Today): IdCheck | null {
  if (digits.length !== 10) return null;
  const writtenDay = twoDigits(digits, 0);
  const isReplacement = writtenDay > 60;
  const day = isReplacement ? writtenDay - 60 : writtenDay;
  const year = cprYear(twoDigits(digits, 4), digits.charCodeAt(6) - 48);
  if (!isBirthDate(year, twoDigits(digits, 2), day, today)) return null;
  if (isReplacement) return idCheck('dk-erstatnings-cpr', 'dk', 'unchecked', { needsKeyword: true });
  return idCheck('dk-cpr', 'dk', hasCprModulus(digits) ? 'full' : 'unchecked');
}

/**
 * Checks the replacement numbers of school systems: a date, three letters and a digit ("010190-KOT1").
 * @param text six digits and four characters, upper case, separators removed
 */
export function checkLetteredCpr(text: string, today: Today): IdCheck | null {
  if (!/^\d{6}[A-ZÆØÅ]{3}\d$/.test(text)) return null;
  const yy = twoDigits(text, 4);
  const month = twoDigits(text, 2);
  const day = twoDigits(text, 0);
  if (![1900, 2000].some((century) => isBirthDate(century + yy, month, day, today))) return null;
  return idCheck('dk-erstatnings-cpr', 'dk', 'unchecked', { needsKeyword: true });
}
