import type { DetectorOptions } from '../../../core/detector-data.ts';
import { isBirthDate, isBirthDateInSomeCentury, twoDigits, weightedSum, type Today } from './calendar.ts';
import { idCheck, type IdCheck } from './check.ts';

const K1_WEIGHTS = [3, 7, 6, 1, 8, 9, 4, 5, 2, 1];
const K2_WEIGHTS = [5, 4, 3, 2, 7, 6, 5, 4, 3, 2, 1];

/** The switch for check digits announced for 2032. */
export type Rule2032 = DetectorOptions['rule2032'];

/** Which check digits are right: `today`'s rule, the one for numbers issued from 2032, or neither. */
export type NorwegianCheckDigits = 'today' | '2032' | 'wrong';

/**
 * The two check digits of all Norwegian numbers, computed on the digits as written (raised days and months included).
 * Today both weighted sums are 0 mod 11; for numbers issued from 2032 the first may leave 0, 1, 2 or 3 (Skatteetaten).
 * Example: 17912099997: 222 mod 11 = 2, so k1 = 9; 202 mod 11 = 4, so k2 = 7.
 * @param digits 11 ASCII digits
 */
export function norwegianCheckDigits(digits: string): NorwegianCheckDigits {
  if (weightedSum(digits, K2_WEIGHTS) % 11 !== 0) return 'wrong';
  const remainder = weightedSum(digits, K1_WEIGHTS) % 11;
  return remainder === 0 ? 'today' : remainder <= 3 ? '2032' : 'wrong';
}

/** Centuries that the individual number of a plain fødselsnummer allows (e-helse, Identifikatorer for personer). */
function centuriesOf(yy: number, individual: number): readonly number[] {
  const centuries: number[] = [];
  if (individual >= 500 && individual <= 749 && yy >= 54) centuries.push(1800);
  if (individual <= 499 || (individual >= 900 && yy >= 40)) centuries.push(1900);
  if (individual >= 500 && yy <= 39) centuries.push(2000);
  return centuries;
}

interface RaisedMonth {
  readonly month: number;
  readonly kind: 'plain' | 'help' | 'synthetic' | 'none';
}

/** Month + 40: help number (NAV's synthetic numbers look alike); + 65 and + 80: reserved for synthetic persons. */
function readMonth(written: number): RaisedMonth {
  if (written >= 81 && written <= 92) return { month: written - 80, kind: 'synthetic' };
  if (written >= 66 && written <= 77) return { month: written - 65, kind: 'synthetic' };
  if (written >= 41 && written <= 52) return { month: written - 40, kind: 'help' };
  return { month: written, kind: written >= 1 && written <= 12 ? 'plain' : 'none' };
}

/**
 * Checks a candidate Norwegian number: fødselsnummer, D-, H- and FH-number and the synthetic series.
 * @param digits 11 ASCII digits
 * @param rule2032 whether check digits by the rule of 2032 count: not, as `unchecked` for want of a keyword, or fully
 * @returns `full`, `unchecked` or `wrong`; null when it cannot be one. FH-numbers need a keyword: they have no date
 */
export function checkNorwegian(digits: string, today: Today, rule2032: Rule2032): IdCheck | null {
  if (digits.length !== 11) return null;
  const found = norwegianCheckDigits(digits);
  const accepted2032 = found === '2032' && rule2032 !== 'off';
  const isFull = found === 'today' || (accepted2032 && rule2032 === 'on');
  const strength = isFull ? 'full' : accepted2032 ? 'unchecked' : 'wrong';
  if (digits >= '8') {
    return strength === 'wrong' ? null : idCheck('no-fh-nummer', 'no', strength, { needsKeyword: true });
  }
  const writtenDay = twoDigits(digits, 0);
  const isDNumber = writtenDay > 40;
  const day = isDNumber ? writtenDay - 40 : writtenDay;
  const { month, kind } = readMonth(twoDigits(digits, 2));
  if (kind === 'none') return null;
  const yy = twoDigits(digits, 4);
  const isPlain = kind === 'plain' && !isDNumber;
  const dated =
    isPlain && !accepted2032
      ? centuriesOf(yy, Number(digits.slice(6, 9))).some((century) => isBirthDate(century + yy, month, day, today))
      : isBirthDateInSomeCentury(yy, month, day, today);
  if (!dated) return null;
  const detector = isDNumber ? 'no-d-nummer' : kind === 'help' ? 'no-h-nummer' : 'no-fodselsnummer';
  return idCheck(detector, 'no', strength, { synthetic: kind === 'synthetic' || (isDNumber && kind === 'help') });
}
