/** Valid identifiers for property tests: drawn from dates and serials, check digits computed here, independently of the detectors. */
import fc from 'fast-check';

const two = (n: number): string => String(n).padStart(2, '0');

/** A birth date from 1930 on that every register can hold. */
export const birthDates = fc
  .record({
    year: fc.integer({ min: 1930, max: 2020 }),
    month: fc.integer({ min: 1, max: 12 }),
    day: fc.integer({ min: 1, max: 28 }),
  })
  .map(({ year, month, day }) => ({ year, yy: two(year % 100), mm: two(month), dd: two(day), month, day }));

const remainder = (digits: string, weights: readonly number[]): number =>
  Array.from(digits).reduce((sum, digit, i) => sum + Number(digit) * (weights[i] ?? 0), 0) % 11;

/** The check digit by Luhn's formula. @param nine digits before it */
export function luhnDigit(nine: string): number {
  const sum = Array.from(nine).reduce((total, digit, i) => {
    const product = Number(digit) * (i % 2 === 0 ? 2 : 1);
    return total + Math.floor(product / 10) + (product % 10);
  }, 0);
  return (10 - (sum % 10)) % 10;
}

/** Ten digits; `raise` is 60 for samordningsnummer. */
const swedish = (raise: number): fc.Arbitrary<string> =>
  fc.tuple(birthDates, fc.integer({ min: 1, max: 999 })).map(([{ yy, mm, day }, serial]) => {
    const nine = `${yy}${mm}${two(day + raise)}${String(serial).padStart(3, '0')}`;
    return nine + String(luhnDigit(nine));
  });

export const personnummer = swedish(0);
export const samordningsnummer = swedish(60);

/** The two check digits of Norwegian numbers; null where the combination is never issued. @param nine digits before them */
export function norwegianChecks(nine: string): string | null {
  const k1 = (11 - remainder(nine, [3, 7, 6, 1, 8, 9, 4, 5, 2])) % 11;
  if (k1 === 10) return null;
  const k2 = (11 - remainder(`${nine}${k1}`, [5, 4, 3, 2, 7, 6, 5, 4, 3, 2])) % 11;
  return k2 === 10 ? null : `${k1}${k2}`;
}

/** Synthetic fødselsnummer (month + 80), so that no real person's number is drawn. */
export const fodselsnummer = fc
  .tuple(birthDates, fc.integer({ min: 0, max: 999 }))
  .map(([{ yy, dd, month }, serial]) => {
    const nine = `${dd}${two(month + 80)}${yy}${String(serial).padStart(3, '0')}`;
    const checks = norwegianChecks(nine);
    return checks === null ? null : nine + checks;
  })
  .filter((digits) => digits !== null);

/** CPR numbers with modulus 11 of the nineteen-hundreds and before 2021. */
export const cpr = fc
  .tuple(birthDates, fc.integer({ min: 0, max: 999 }))
  .map(([{ year, yy, mm, dd }, serial]) => {
    const nine = `${dd}${mm}${yy}${year < 2000 ? serial % 4 : 4}${two(serial % 100)}`;
    const check = (11 - remainder(nine, [4, 3, 2, 7, 6, 5, 4, 3, 2])) % 11;
    return check === 10 ? null : nine + String(check);
  })
  .filter((digits) => digits !== null);

/** Temporary henkilötunnukset (serials 900–999, never issued to persons). */
export const hetu = fc
  .tuple(birthDates, fc.integer({ min: 900, max: 999 }), fc.integer({ min: 0, max: 5 }))
  .map(([{ year, yy, mm, dd }, serial, mark]) => {
    const check = '0123456789ABCDEFHJKLMNPRSTUVWXY'.charAt(Number(`${dd}${mm}${yy}${serial}`) % 31);
    return `${dd}${mm}${yy}${(year < 2000 ? '-YXWVU' : 'ABCDEF').charAt(mark)}${serial}${check}`;
  });

/** Kennitölur of persons with a check digit. */
export const kennitala = fc
  .tuple(birthDates, fc.integer({ min: 20, max: 99 }))
  .map(([{ year, yy, mm, dd }, serial]) => {
    const eight = `${dd}${mm}${yy}${serial}`;
    const check = (11 - remainder(eight, [3, 2, 7, 6, 5, 4, 3, 2])) % 11;
    return check === 10 ? null : `${eight}${check}${year < 2000 ? 9 : 0}`;
  })
  .filter((digits) => digits !== null);

/** A position and another digit for it: one typing error. */
export const oneDigitError = fc.tuple(fc.nat({ max: 11 }), fc.integer({ min: 1, max: 9 }));

/** The text with the digit at a position raised by `by` mod 10; the same text where there is no digit. */
export function withDigitChanged(text: string, [at, by]: readonly [number, number]): string {
  const digit = text.charAt(at);
  if (!/^\d$/.test(digit)) return text;
  return text.slice(0, at) + String((Number(digit) + by) % 10) + text.slice(at + 1);
}

/** The text with the characters at a position and behind it swapped. */
export function withNeighboursSwapped(text: string, at: number): string {
  return text.slice(0, at) + text.charAt(at + 1) + text.charAt(at) + text.slice(at + 2);
}
