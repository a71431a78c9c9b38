import { isBirthDate, twoDigits, type Today } from './calendar.ts';
import { idCheck, type IdCheck } from './check.ts';
import { isSwedishTestNumber } from './swedish-test-numbers.ts';

/** What stood between date and serial: '+' means that the person turns 100 this year or is older. */
export type CenturySign = '' | '-' | '+';

/**
 * Luhn's formula (ISO/IEC 7812-1 annex B): from the right every second digit doubled, digits of the products added, 0 mod 10.
 * @param digits ASCII digits, check digit last
 */
export function hasLuhnDigit(digits: string): boolean {
  let sum = 0;
  for (let i = digits.length - 1, doubled = false; i >= 0; i--, doubled = !doubled) {
    const digit = digits.charCodeAt(i) - 48;
    sum += doubled ? (digit > 4 ? 2 * digit - 9 : 2 * digit) : digit;
  }
  return sum % 10 === 0;
}

/**
 * The birth year that ten digits mean: without a sign or with '-' the latest one not after this year, with '+' the latest
 * one that lies a hundred years or more back (from the year, not the day, of the hundredth birthday).
 */
export function centuryYear(yy: number, sign: CenturySign, today: Today): number {
  const limit = sign === '+' ? today.year - 100 : today.year;
  return limit - ((((limit - yy) % 100) + 100) % 100);
}

/** Year that 10 or 12 digits mean; null when twelve digits do not begin with 18, 19 or 20. */
export function swedishYear(digits: string, sign: CenturySign, today: Today): number | null {
  if (digits.length === 10) return centuryYear(twoDigits(digits, 0), sign, today);
  const century = twoDigits(digits, 0);
  return century >= 18 && century <= 20 ? century * 100 + twoDigits(digits, 2) : null;
}

/**
 * Checks a candidate Swedish personal identity number (Skatteverket, Rättslig vägledning: Personnummer).
 * Example: 2000-01-01, 238, check digit 4: products 0 0 0 1 0 1 4 3 16, digit sum 16, so 20000101-2384 is valid.
 * @param digits 10 or 12 ASCII digits, separators removed; a sign carries no information with 12
 * @returns `full`, or `wrong` when only the check digit fails; null when it cannot be one
 */
export function checkPersonnummer(digits: string, sign: CenturySign, today: Today): IdCheck | null {
  if (digits.length !== 10 && digits.length !== 12) return null;
  const year = swedishYear(digits, sign, today);
  if (year === null) return null;
  const ten = digits.slice(-10);
  if (ten.startsWith('000', 6) || !isBirthDate(year, twoDigits(ten, 2), twoDigits(ten, 4), today)) return null;
  return idCheck('se-personnummer', 'se', hasLuhnDigit(ten) ? 'full' : 'wrong', {
    synthetic: isSwedishTestNumber(digits),
  });
}
