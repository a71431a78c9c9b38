/**
 * Synthetic Norwegian national identity numbers as Tenor issues them: month + 80, both check digits right
 * (Skatteetaten, Tenor testdata). They belong to nobody and never will.
 */

const WEIGHTS_1 = [3, 7, 6, 1, 8, 9, 4, 5, 2];
const WEIGHTS_2 = [5, 4, 3, 2, 7, 6, 5, 4, 3, 2];

const checkDigit = (digits: string, weights: readonly number[]): number => {
  const sum = weights.reduce((total, weight, i) => total + weight * Number(digits[i]), 0);
  return (11 - (sum % 11)) % 11;
};

/**
 * The n-th of a fixed sequence of different synthetic numbers.
 * @param index from 0 to 5,000
 * @returns eleven digits, never beginning with a zero
 */
export function tenorNumber(index: number): string {
  let left = index;
  for (let serial = 0; serial < 1_000_000; serial++) {
    const day = 10 + (serial % 19);
    const month = 81 + (Math.floor(serial / 19) % 12);
    const individual = 100 + ((serial * 7) % 390);
    const digits = `${day}${month}${50 + (serial % 47)}${individual}`;
    const first = checkDigit(digits, WEIGHTS_1);
    if (first === 10) continue;
    const second = checkDigit(`${digits}${first}`, WEIGHTS_2);
    if (second === 10) continue;
    if (left-- === 0) return `${digits}${first}${second}`;
  }
  throw new RangeError(`no synthetic number ${index}`);
}

/** Hands out a different synthetic number for every name, the same one for the same name. */
export class Markers {
  private readonly numbers = new Map<string, string>();
  private readonly first: number;

  /** @param first index of the first number, so that two samples share none */
  constructor(first = 0) {
    this.first = first;
  }

  /** The number of a place. */
  readonly at = (place: string): string => {
    const known = this.numbers.get(place);
    if (known !== undefined) return known;
    const number = tenorNumber(this.first + this.numbers.size);
    this.numbers.set(place, number);
    return number;
  };

  /** Every place asked for so far with its number. */
  get all(): ReadonlyMap<string, string> {
    return this.numbers;
  }
}
