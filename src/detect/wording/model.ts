import type { Category } from '../../core/category.ts';
import type { WordingData } from '../../core/detector-data.ts';

/** Features of a passage, given in pieces so that a sentence need not be read again for the passage it belongs to. */
export type Features = readonly (readonly number[])[];

/** The model in its run-time form. */
export interface WordingModel {
  /** Sum of the weights of some features; passages add the sums of their sentences. */
  sum(features: readonly number[]): number;
  /** Log-odds that a passage is sensitive. @param sum of all its features @param count how many they are */
  logOdds(sum: number, count: number): number;
  /** What a sensitive passage is about. */
  categoryOf(features: Features): Category;
}

interface Row {
  readonly name: Category;
  readonly bias: number;
  readonly weights: Int8Array;
}

const decode = (base64: string): Int8Array => new Int8Array(Buffer.from(base64, 'base64'));

/** Unpacks a model. */
export function compileWording(data: WordingData): WordingModel {
  const weights = decode(data.weights);
  const mask = (1 << data.bits) - 1;
  const rows = data.categories.map(({ name, bias, weights: row }): Row => ({ name, bias, weights: decode(row) }));
  const categoryMask = (1 << data.categoryBits) - 1;
  return {
    sum: (features) => sumOf(weights, mask, features) * data.scale,
    logOdds: (sum, count) => data.bias + sum / Math.sqrt(Math.max(1, count)),
    categoryOf: (features) => {
      let best: Category = rows[0]?.name ?? 'health';
      let most = -Infinity;
      const count = features.reduce((total, piece) => total + piece.length, 0);
      for (const { name, bias, weights: row } of rows) {
        let sum = 0;
        for (const piece of features) sum += sumOf(row, categoryMask, piece);
        const odds = bias + (sum * data.categoryScale) / Math.sqrt(Math.max(1, count));
        if (odds > most) {
          most = odds;
          best = name;
        }
      }
      return best;
    },
  };
}

function sumOf(weights: Int8Array, mask: number, features: readonly number[]): number {
  let sum = 0;
  for (const feature of features) sum += weights[feature & mask] ?? 0;
  return sum;
}
