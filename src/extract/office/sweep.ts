/**
 * Text out of bytes whose format is not followed: runs of printable characters read as Windows-1252 and as UTF-16LE at both
 * alignments. Finds what a structured reader misses, at the price of order and place.
 */
import iconv from 'iconv-lite';
import type { Budget } from '../budget.ts';

const SHORTEST_LATIN = 6;
const SHORTEST_WIDE = 4;

/** Byte values that are text in Windows-1252: printable ASCII, tab, Western letters and signs. */
const LATIN = Uint8Array.from({ length: 256 }, (_, byte) =>
  byte === 9 || (byte >= 0x20 && byte < 0x7f) || byte >= 0xa0 || byte === 0x96 || byte === 0x97 ? 1 : 0,
);

const isWide = (unit: number): boolean =>
  (unit >= 0x20 && unit < 0x7f) || unit === 9 || (unit >= 0xa0 && unit < 0x250) || (unit >= 0x2010 && unit < 0x2027);

/** Longer than chance makes of compressed or encrypted bytes more than a few times in a megabyte. */
const SHORTEST_IN_NOISE = 9;
const NOISE_SAMPLE = 4096;
/** Distance from an even spread of byte values (chi-squared over the sample) that text and tables are always beyond. */
const NOISE_LIMIT = 512;

/**
 * True for bytes that are spread as evenly as compressed or encrypted ones: embedded fonts that Word has garbled, packed
 * pictures. Three quarters of them are letters of Windows-1252, and every run of those would be read as a word.
 */
function isNoise(bytes: Buffer): boolean {
  if (bytes.length < NOISE_SAMPLE) return false;
  const counts = new Uint32Array(256);
  const step = Math.floor(bytes.length / NOISE_SAMPLE);
  for (let i = 0; i < NOISE_SAMPLE; i++) {
    const byte = bytes[i * step] ?? 0;
    counts[byte] = (counts[byte] ?? 0) + 1;
  }
  const even = NOISE_SAMPLE / 256;
  return counts.reduce((sum, count) => sum + (count - even) ** 2 / even, 0) < NOISE_LIMIT;
}

/**
 * Runs of text in order of their kind: single bytes, then wide characters.
 * @param bytes any
 * @returns each different run once; runs without a letter or digit left out
 */
export function sweepText(bytes: Buffer, budget: Budget): readonly string[] {
  const found = new Set<string>();
  if (isNoise(bytes)) {
    sweepAscii(bytes, (run) => found.add(run));
    for (const from of [0, 1]) {
      budget.checkTime();
      sweepWide(bytes, from, (run) => found.add(run)); // chance makes few of these
    }
    return [...found].filter((run) => /[\p{L}\p{N}]{6}/u.test(run));
  }
  sweepLatin(bytes, (run) => found.add(run));
  budget.checkTime();
  sweepWide(bytes, 0, (run) => found.add(run));
  budget.checkTime();
  sweepWide(bytes, 1, (run) => found.add(run));
  return [...found].filter((run) => /[\p{L}\p{N}]{3}/u.test(run));
}

function sweepAscii(bytes: Buffer, found: (run: string) => void): void {
  let start = -1;
  for (let at = 0; at <= bytes.length; at++) {
    const byte = bytes[at] ?? 0;
    if (byte >= 0x20 && byte < 0x7f) {
      if (start < 0) start = at;
    } else if (start >= 0) {
      if (at - start >= SHORTEST_IN_NOISE) found(bytes.toString('latin1', start, at).trim());
      start = -1;
    }
  }
}

function sweepLatin(bytes: Buffer, found: (run: string) => void): void {
  let start = -1;
  for (let at = 0; at <= bytes.length; at++) {
    if (at < bytes.length && LATIN[bytes[at] ?? 0] === 1) {
      if (start < 0) start = at;
    } else if (start >= 0) {
      if (at - start >= SHORTEST_LATIN) found(iconv.decode(bytes.subarray(start, at), 'win1252').trim());
      start = -1;
    }
  }
}

function sweepWide(bytes: Buffer, from: number, found: (run: string) => void): void {
  let start = -1;
  const end = bytes.length - ((bytes.length - from) % 2);
  for (let at = from; at <= end; at += 2) {
    if (at + 1 < end && isWide((bytes[at] ?? 0) | ((bytes[at + 1] ?? 0) << 8))) {
      if (start < 0) start = at;
    } else if (start >= 0) {
      if ((at - start) / 2 >= SHORTEST_WIDE) found(bytes.toString('utf16le', start, at).trim());
      start = -1;
    }
  }
}

/**
 * Runs of a sweep that say something a better reading did not.
 * @param runs from sweepText
 * @param known text already found
 * @returns runs with at least one word of four or more letters or digits that is not in `known`
 */
export function unknownRuns(runs: readonly string[], known: string): readonly string[] {
  const words = new Set(known.match(/[\p{L}\p{N}]{2,}/gu) ?? []);
  return runs.filter((run) => (run.match(/[\p{L}\p{N}]{4,}/gu) ?? []).some((word) => !words.has(word)));
}
