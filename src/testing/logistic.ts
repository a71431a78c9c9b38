/** Logistic regression over hashed features, by AdaGrad (Duchi, Hazan and Singer 2011); the same examples give the same weights. */
export interface Example {
  readonly features: readonly number[];
  readonly positive: boolean;
  readonly weight: number;
}

/** What was learnt. */
export interface Learnt {
  readonly weights: Float32Array;
  readonly bias: number;
  logOdds(features: readonly number[]): number;
}

const EPOCHS = 12;
/**
 * Share of an example's features that is left out, drawn anew each time: a passage has many features that say the same, and none of
 * them may carry it alone (dropout; Wager, Wang and Liang 2013 on what it does to a linear model).
 */
const DROPPED = 0.4;
const RATE = 0.3;
const BIAS_RATE = 0.2;
const SHRINK = 1e-5;
/** Each in an order of its own; the mean of what they learn depends less on chance. */
const RUNS = 5;

/** Pseudo-random numbers below 1. */
function sequence(seed: number): () => number {
  let state = seed;
  return () => {
    state = (Math.imul(state, 1_103_515_245) + 12_345) & 0x7fffffff;
    return state / 0x80000000;
  };
}

function shuffle(order: number[], random: () => number): void {
  for (let i = order.length - 1; i > 0; i--) {
    const j = Math.floor(random() * (i + 1));
    const swapped = order[i] ?? 0;
    order[i] = order[j] ?? 0;
    order[j] = swapped;
  }
}

/** Weights that may be learnt: a feature of one or two examples only teaches those by heart, and takes the place of others. */
function frequent(examples: readonly Example[], mask: number, least: number): Uint8Array {
  const counts = new Uint8Array(mask + 1);
  const seen = new Map<number, number>();
  for (const { features } of examples) {
    for (const feature of new Set(features)) seen.set(feature, (seen.get(feature) ?? 0) + 1);
  }
  for (const [feature, count] of seen) if (count >= least) counts[feature & mask] = 1;
  return counts;
}

interface Weights {
  readonly weights: Float32Array;
  readonly bias: number;
}

const logOddsOf = ({ weights, bias }: Weights, mask: number, features: readonly number[]): number => {
  let sum = 0;
  for (const feature of features) sum += weights[feature & mask] ?? 0;
  return bias + sum / Math.sqrt(Math.max(1, features.length));
};

/** Learns in one order of the examples. */
function learnOnce(examples: readonly Example[], learnable: Uint8Array, random: () => number): Weights {
  const mask = learnable.length - 1;
  const weights = new Float32Array(learnable.length);
  const squares = new Float32Array(learnable.length).fill(1e-8);
  let bias = 0;
  let biasSquares = 1;
  const order = examples.map((_, i) => i);
  for (let epoch = 0; epoch < EPOCHS; epoch++) {
    shuffle(order, random);
    for (const i of order) {
      const example = examples[i];
      if (example === undefined) continue;
      const { positive, weight } = example;
      const features = example.features.filter(() => random() >= DROPPED);
      const odds = logOddsOf({ weights, bias }, mask, features);
      const error = (1 / (1 + Math.exp(-odds)) - (positive ? 1 : 0)) * weight;
      biasSquares += error * error;
      bias -= (BIAS_RATE * error) / Math.sqrt(biasSquares);
      const step = error / Math.sqrt(Math.max(1, features.length));
      for (const feature of features) {
        const slot = feature & mask;
        if (learnable[slot] === 0) continue;
        const gradient = step + SHRINK * (weights[slot] ?? 0);
        squares[slot] = (squares[slot] ?? 0) + gradient * gradient;
        weights[slot] = (weights[slot] ?? 0) - (RATE * gradient) / Math.sqrt(squares[slot] ?? 1);
      }
    }
  }
  return { weights, bias };
}

/**
 * Learns.
 * @param bits log2 of the number of weights; features are taken modulo that
 * @param least examples that a feature must stand in
 */
export function learn(examples: readonly Example[], bits: number, least: number): Learnt {
  const mask = (1 << bits) - 1;
  const learnable = frequent(examples, mask, least);
  const weights = new Float32Array(1 << bits);
  let bias = 0;
  for (let run = 1; run <= RUNS; run++) {
    const learnt = learnOnce(examples, learnable, sequence(run));
    bias += learnt.bias / RUNS;
    for (let slot = 0; slot <= mask; slot++) weights[slot] = (weights[slot] ?? 0) + (learnt.weights[slot] ?? 0) / RUNS;
  }
  return { weights, bias, logOdds: (features) => logOddsOf({ weights, bias }, mask, features) };
}
