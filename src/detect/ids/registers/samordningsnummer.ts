import { FIRST_YEAR, twoDigits, type Today } from './calendar.ts';
import { idCheck, type IdCheck } from './check.ts';
import { checkPersonnummer, hasLuhnDigit, swedishYear, type CenturySign } from './personnummer.ts';
import { isSwedishTestNumber } from './swedish-test-numbers.ts';

/**
 * Checks a candidate samordningsnummer: a personnummer with the day raised by 60, Luhn over the raised day.
 * No calendar: Skatteverket issues month 00 (unknown), day 60 (unknown) and days such as 91 of a 30-day month.
 * Example: born 3 October 1970, serial 239, so 701063-2391 (SKV M 2010:3).
 * @param digits 10 or 12 ASCII digits, separators removed
 * @returns `full`, or `wrong` when only the check digit fails; null when it cannot be one
 */
export function checkSamordningsnummer(digits: string, sign: CenturySign, today: Today): IdCheck | null {
  if (digits.length !== 10 && digits.length !== 12) return null;
  const year = swedishYear(digits, sign, today);
  if (year === null || year < FIRST_YEAR || year > today.year) return null;
  const ten = digits.slice(-10);
  const day = twoDigits(ten, 4);
  if (ten.startsWith('000', 6) || twoDigits(ten, 2) > 12 || day < 60 || day > 91) return null;
  return idCheck('se-samordningsnummer', 'se', hasLuhnDigit(ten) ? 'full' : 'wrong', {
    synthetic: isSwedishTestNumber(digits),
  });
}

/** Reads digits as a Swedish number: personnummer or, with the day raised by 60, samordningsnummer. */
export function checkSwedish(digits: string, sign: CenturySign, today: Today): IdCheck | null {
  return checkPersonnummer(digits, sign, today) ?? checkSamordningsnummer(digits, sign, today);
}
