/**
 * Bytes that are no part of the file they stand in: behind its end, before its beginning, between its parts, in fields that no program
 * knows. They are read as a file of their own by what they are; what is nothing is searched for runs of text.
 */
import { inflateSync } from 'node:zlib';
import { BudgetSpent, type Budget } from './budget.ts';
import { encryptedType } from './encrypted-files.ts';
import { sweepText } from './office/sweep.ts';
import { sniff } from './sniff.ts';
import type { Document, EmbeddedFile } from './format.ts';

/** What bytes without a place gave. */
export interface Leftover {
  /** to be read next; null when the text is all there is to it */
  readonly file: EmbeddedFile | null;
  /** runs of text in bytes that are no file; '' for none */
  readonly text: string;
  /** the bytes are text, or zeros: nothing of them was left unread */
  readonly whole: boolean;
}

/** Where the bytes stand. */
export interface LeftoverPlace {
  readonly document: Document;
  readonly budget: Budget;
  /** behind a picture: cameras put previews and films there, of which only the words are read */
  readonly inPicture?: boolean;
}

const EMPTY: Leftover = { file: null, text: '', whole: true };
/** Fewer bytes than this are no file and no text. */
const LEAST = 4;
/** Two letters may name a type of file; not in so few bytes. */
const LEAST_FILE = 40;
/** Packed files whose first bytes come about by chance in no file, from the shortest one of gzip on. */
const LEAST_PACKED = 18;
const isPacked = (type: string): boolean => /^application\/(?:x-)?(?:gzip|xz|bzip2|zstd|zip)$/.test(type);
/** Expanded bytes of a stream of zlib that stands for itself. */
const MOST_EXPANDED = 4 * 1024 * 1024;
/** From here on bytes that are nothing known and not mostly filling are listed. */
const LEAST_STOWAWAY = 4096;
/** The words of a preview stand at its beginning. */
const MOST_OF_PREVIEW = 128 * 1024;
/** Bytes searched for runs of text. */
const MOST_SWEPT = 4 * 1024 * 1024;

const isFilling = (byte: number | undefined): boolean =>
  byte === 0 || byte === 0xff || byte === 0x20 || byte === 0x0a || byte === 0x0d || byte === 0x1a;

/** Takes filling off the beginning, and tells whether anything else is left. A file may end in what looks like filling. */
function trimmed(bytes: Buffer): Buffer {
  let start = 0;
  let end = bytes.length;
  while (start < end && bytes[start] !== 0xff && isFilling(bytes[start])) start++;
  while (start < end && bytes[start] === 0xff && bytes[start + 1] === 0xff) start++;
  while (end > start && isFilling(bytes[end - 1])) end--;
  return end - start < LEAST ? bytes.subarray(0, 0) : bytes.subarray(start);
}

/** Whether half of the first bytes are neither zeros nor ones. */
export function isDense(bytes: Buffer): boolean {
  const sample = bytes.subarray(0, LEAST_STOWAWAY);
  return bytes.length >= LEAST_STOWAWAY && sample.filter((b) => b !== 0 && b !== 0xff).length > sample.length / 2;
}

/** Samsung's trailer, which tells where its parts are. */
const isTrailerOfCamera = (bytes: Buffer): boolean =>
  bytes.subarray(-64).includes('SEFT') || bytes.subarray(0, 512).includes('SEFH');

/**
 * Reads bytes that have no place in their file; total.
 * @param bytes any; filling around them is passed over
 * @returns a file for what is known, for text, and for much that is not known; text for the rest
 */
export async function readLeftover(bytes: Buffer, place: LeftoverPlace): Promise<Leftover> {
  const bare = trimmed(bytes);
  if (bare.length < LEAST) return EMPTY;
  const { document, budget, inPicture = false } = place;
  const about = { ...document, name: null, declaredType: null, parameters: {} };
  // a film and an icon begin with zeros
  const whole = bytes[0] === 0 && bytes.length - bare.length < 8 ? (await sniff({ ...about, bytes })).type : null;
  const rest = whole === null ? bare : bytes;
  const type = whole ?? (await sniff({ ...about, bytes: rest })).type;
  const file: EmbeddedFile = { name: null, declaredType: null, bytes: rest, internal: true };
  if (type === 'text/plain' || (type !== null && isReadAsText(type))) return { file, text: '', whole: true };
  const expanded = expandedZlib(rest, budget);
  if (expanded !== null) return { file: { ...file, bytes: expanded }, text: '', whole: true };
  const least = type !== null && isPacked(type) ? LEAST_PACKED : LEAST_FILE;
  const isKnown = encryptedType(rest) !== null || (type !== null && rest.length >= least);
  if (isKnown && !(inPicture && /^(?:image|video|audio)\//.test(type ?? ''))) return { file, text: '', whole: true };
  if (!isKnown && isDense(rest) && !(inPicture && isTrailerOfCamera(rest))) return { file, text: '', whole: false };
  return { file: null, text: sweptText(inPicture ? rest.subarray(0, MOST_OF_PREVIEW) : rest, budget), whole: false };
}

/**
 * RFC 1950 §2.2: a stream of zlib is told by its first two bytes, a multiple of 31, and by its checksum.
 * @param most bytes that it may become; more than the budget has left is more than may be expanded
 * @returns null for anything else
 */
export function expandedZlib(bytes: Buffer, budget: Budget, most = MOST_EXPANDED): Buffer | null {
  if (bytes[0] !== 0x78 || bytes.length < 8 || bytes.readUInt16BE(0) % 31 !== 0) return null;
  return expandedBy([inflateSync], bytes, budget, most);
}

type Expand = (bytes: Buffer, options: { readonly maxOutputLength: number }) => Buffer;

/**
 * What the first of several makes of some bytes that makes anything of them.
 * @param most bytes that it may become; more than the budget has left is more than may be expanded
 * @returns null when none does
 */
export function expandedBy(ways: readonly Expand[], bytes: Buffer, budget: Budget, most: number): Buffer | null {
  for (const expand of ways) {
    try {
      const expanded = expand(bytes, { maxOutputLength: Math.min(most, budget.remainingBytes() + 1) });
      budget.spendBytes(expanded.length, expanded.length, bytes.length);
      if (expanded.length > 0) return expanded;
    } catch (error) {
      if (error instanceof BudgetSpent || !(error instanceof Error)) throw error;
      const isTooLarge = 'code' in error && error.code === 'ERR_BUFFER_TOO_LARGE';
      if (isTooLarge && most > budget.remainingBytes()) budget.spendBytes(budget.remainingBytes() + 1);
    }
  }
  return null;
}

const isReadAsText = (type: string): boolean => /^(?:text|message)\/|[/+]xml$|json$|rtf$/.test(type);

/** Runs of text in bytes that nothing else is known of, a line each. @returns '' when there is nothing to read in them */
export function sweptText(bytes: Buffer, budget: Budget): string {
  if (bytes.length < LEAST) return '';
  return sweepText(bytes.subarray(0, MOST_SWEPT), budget).join('\n');
}
