import type { MimeMessage } from '../core/message.ts';
import { parseTree, STRICT, type ReadingRules } from './tree.ts';

/** Another way of reading the same mail. */
export interface AlternativeReading {
  /** which choice differs from the strict reading, for explanation: 'duplicate-last', 'guess-boundary' … */
  readonly choice: string;
  readonly message: MimeMessage;
  /** the bytes its ranges point into: the original ones, or a copy with line ends changed */
  readonly bytes: Buffer;
}

const CHOICES: readonly { readonly choice: string; readonly keys: RegExp; readonly rules: Partial<ReadingRules> }[] = [
  {
    choice: 'duplicate-last',
    keys: /^(?:duplicate-content-|duplicate-mime)/,
    rules: { duplicate: 'last' },
  },
  {
    choice: 'garbage-ends-header',
    keys: /^(?:malformed-header-line|folded-first-line)$/,
    rules: { garbageEndsHeader: true },
  },
  { choice: 'prefix-delimiters', keys: /^delimiter-prefix$/, rules: { prefixDelimiters: true } },
  { choice: 'outer-boundary', keys: /^same-boundary$/, rules: { sameBoundary: 'outer' } },
  {
    choice: 'guess-boundary',
    keys: /^(?:missing-boundary|boundary-not-found|preamble-parts|text-after-quote|quote-inside-token|comment-in-parameter)$/,
    rules: { guessBoundary: true },
  },
  { choice: 'ignore-close', keys: /^epilogue-parts$/, rules: { ignoreClose: true } },
  { choice: 'last-variant', keys: /^parameter-conflict$/, rules: { lastVariant: true } },
  { choice: 'boundary-on-any-type', keys: /^boundary-on-leaf$/, rules: { boundaryOnAnyType: true } },
];

/** Bare carriage returns as line ends; the length stays so that ranges remain comparable. */
function withoutBareCr(bytes: Buffer): Buffer {
  const copy = Buffer.from(bytes);
  for (let at = copy.indexOf(0x0d); at >= 0; at = copy.indexOf(0x0d, at + 1))
    if (copy[at + 1] !== 0x0a) copy[at] = 0x0a;
  return copy;
}

/** The bytes with NULs taken out, as readers do that pass them over. */
function withoutNuls(bytes: Buffer): Buffer {
  return Buffer.from(bytes.filter((byte) => byte !== 0));
}

/**
 * The other plausible readings of a message: for each oddity of the strict reading the tree that a reader with the other
 * habit would build. A message without oddities has none.
 * @param message strict reading of `bytes`
 * @param bytes as given to parseMessage
 */
export function alternativeReadings(message: MimeMessage, bytes: Buffer): readonly AlternativeReading[] {
  const keys = [...new Set(message.oddities.map((oddity) => oddity.key))];
  const readings: AlternativeReading[] = [];
  let all: ReadingRules = STRICT;
  for (const { choice, keys: pattern, rules } of CHOICES) {
    if (!keys.some((key) => pattern.test(key))) continue;
    all = { ...all, ...rules };
    readings.push({ choice, message: parseTree(bytes, { ...STRICT, ...rules }), bytes });
  }
  if (readings.length > 1) readings.push({ choice: 'all', message: parseTree(bytes, all), bytes });
  if (keys.includes('bare-cr-in-header') || keys.includes('bare-cr-delimiter')) {
    const changed = withoutBareCr(bytes);
    readings.push({ choice: 'bare-cr-as-line-end', message: parseTree(changed, all), bytes: changed });
  }
  if (keys.includes('nul-in-header')) {
    const changed = withoutNuls(bytes);
    readings.push({ choice: 'without-nuls', message: parseTree(changed, all), bytes: changed });
  }
  return readings;
}
