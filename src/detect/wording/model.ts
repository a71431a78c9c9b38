import type { Category } from '../../core/category.ts';
import type { WordingData } from '../../core/detector-data.ts';

/** Features of a passage, given in pieces so that a sentence need not be read again for the passage it belongs to. */
export type Features = readonly (readonly number[])[];

/** The model in its run-time form. */
export interface WordingModel {
  /** Sum of the weights of some features; passages add the sums of their sentences. @param count how many of them, all if left out */
  sum(features: ArrayLike<number>, count?: number): number;
  /** Log-odds that a passage is sensitive. @param sum of all its features @param count how many they are */
  logOdds(sum: number, count: number): number;
  /** What a sensitive passage is about. */
  categoryOf(features: Features): Category;
}

const decode = (base64: string): Int8Array => new Int8Array(Buffer.from(base64, 'base64'));

/** Unpacks a model. */
export function compileWording(data: WordingData): WordingModel {
  const weights = decode(data.weights);
  const mask = (1 << data.bits) - 1;
  const rows = data.categories;
  const categoryMask = (1 << data.categoryBits) - 1;
  const byFeature = interleaved(rows.map(({ weights: row }) => decode(row)));
  return {
    sum: (features, count = features.length) => sumOf(weights, mask, features, count) * data.scale,
    logOdds: (sum, count) => data.bias + sum / Math.sqrt(Math.max(1, count)),
    categoryOf: (features) => {
      let best: Category = rows[0]?.name ?? 'health';
      let most = -Infinity;
      const count = features.reduce((total, piece) => total + piece.length, 0);
      const sums = new Int32Array(rows.length);
      for (const piece of features) {
        for (const feature of piece) {
          const from = (feature & categoryMask) * rows.length;
          for (let row = 0; row < sums.length; row++) sums[row] = (sums[row] ?? 0) + (byFeature[from + row] ?? 0);
        }
      }
      for (const [row, { name, bias }] of rows.entries()) {
        const sum = sums[row] ?? 0;
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

/** The weights of all rows for a feature beside each other: one place of the memory for each feature instead of one for each row. */
function interleaved(rows: readonly Int8Array[]): Int8Array {
  const longest = Math.max(0, ...rows.map((row) => row.length));
  const out = new Int8Array(rows.length * longest);
  for (const [number, row] of rows.entries()) {
    for (let feature = 0; feature < row.length; feature++) out[feature * rows.length + number] = row[feature] ?? 0;
  }
  return out;
}

function sumOf(weights: Int8Array, mask: number, features: ArrayLike<number>, count: number): number {
  let sum = 0;
  for (let i = 0; i < count; i++) sum += weights[(features[i] ?? 0) & mask] ?? 0;
  return sum;
}
