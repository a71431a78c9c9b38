import { isBirthDate, twoDigits, weightedSum, type Today } from './calendar.ts';
import { idCheck, type IdCheck } from './check.ts';

const WEIGHTS = [3, 2, 7, 6, 5, 4, 3, 2, 1];

/** Century of the tenth digit; null for any other. */
function kennitalaCentury(digit: string): number | null {
  return digit === '8' ? 1800 : digit === '9' ? 1900 : digit === '0' ? 2000 : null;
}

/** The check digit (vartala) of kennitölur issued before 18 February 2026: nine digits weighted, 0 mod 11. */
export function hasVartala(digits: string): boolean {
  return weightedSum(digits, WEIGHTS) % 11 === 0;
}

/** Whether digits are the kennitala of a company or other body: day raised by 40. */
export function isCompanyKennitala(digits: string): boolean {
  const day = twoDigits(digits, 0) - 40;
  const month = twoDigits(digits, 2);
  return day >= 1 && day <= 31 && month >= 1 && month <= 12 && kennitalaCentury(digits.charAt(9)) !== null;
}

/**
 * Checks a candidate Icelandic kennitala of a person (Þjóðskrá). Example: 120160-33: sum 58, 58 mod 11 = 3, so 120160-3389.
 * @param digits 10 ASCII digits
 * @returns `full` with the check digit; `unchecked` with a real date only (none is computed since 18 February 2026), and for
 * system kennitölur (first digit 8 or 9, random), which need a keyword; null for companies and anything else
 */
export function checkKennitala(digits: string, today: Today): IdCheck | null {
  if (digits.length !== 10) return null;
  if (digits >= '8') return idCheck('is-kennitala', 'is', 'unchecked', { needsKeyword: true });
  const century = kennitalaCentury(digits.charAt(9));
  if (century === null) return null;
  if (!isBirthDate(century + twoDigits(digits, 4), twoDigits(digits, 2), twoDigits(digits, 0), today)) return null;
  return idCheck('is-kennitala', 'is', hasVartala(digits) ? 'full' : 'unchecked');
}
