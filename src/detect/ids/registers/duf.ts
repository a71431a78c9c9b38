import { weightedSum, type Today } from './calendar.ts';
import { idCheck, type IdCheck } from './check.ts';

const WEIGHTS = [4, 6, 3, 2, 7, 5, 4, 6, 3, 2];

/**
 * Checks a candidate DUF number of the Norwegian immigration authorities: year of registration, six running digits, and the
 * remainder mod 11 of running digits and year as two check digits (00–10). Example: 201812345604.
 * The formula rests on one published implementation, so it only counts beside the word DUF.
 * @param digits 12 ASCII digits
 */
export function checkDuf(digits: string, today: Today): IdCheck | null {
  if (digits.length !== 12) return null;
  const year = Number(digits.slice(0, 4));
  if (year < 1970 || year > today.year) return null;
  const sum = weightedSum(digits.slice(4, 10) + digits.slice(0, 4), WEIGHTS);
  const right = sum % 11 === Number(digits.slice(10));
  return idCheck('no-duf-nummer', 'duf', right ? 'full' : 'wrong', { needsKeyword: true });
}
