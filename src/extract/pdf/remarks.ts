/**
 * What a PDF says to nobody: comments (ISO 32000-1 §7.2.3) between drawing operators and in objects, and anything between the objects,
 * before the first and behind the last.
 */
import { fileInside, zipStart } from '../beginnings.ts';
import type { Budget } from '../budget.ts';
import type { Document, EmbeddedFile } from '../format.ts';
import { readLeftover } from '../leftovers.ts';
import { sweepText } from '../office/sweep.ts';
import type { FoundObject } from './raw-objects.ts';
import { parseValue } from './raw-values.ts';

const PERCENT = 0x25;
const OPEN = 0x28;
/** Bytes of remarks kept of one stream or file. */
const MOST = 1024 * 1024;
const MOST_GAPS = 100_000;
const LONGEST_STRING = 65_536;
/** The shape of an identity number; the detectors judge it. */
const IDENTIFIER = /(?<![\d.])(?:\d{2})?\d{6}[-+ ]?\d{4,5}(?![\d.])/u;

const hasWords = (text: string): boolean => /[\p{L}\p{N}]{4}/u.test(text) && /[A-Za-z0-9]/u.test(text);
const isPrintable = (text: string): boolean => !/[\0-\x08\x0e-\x1f\x7f]/u.test(text);

/**
 * Comments in bytes made of PDF's words, a line each.
 * @param data a content stream, or an object as it stands in the file
 * @returns '' when there is none that holds words
 */
export function commentsIn(data: Buffer): string {
  if (!data.includes(PERCENT)) return '';
  const found: string[] = [];
  let size = 0;
  let next = data.indexOf(PERCENT);
  // brackets in the data of a picture are no strings: once one is not closed none is looked for, which also keeps this linear
  let strings = true;
  const opening = (from: number): number => (strings ? data.indexOf(OPEN, from) : -1);
  for (let at = nearer(opening(0), next); at >= 0 && size < MOST;) {
    if (at === next) {
      const end = lineEnd(data, at);
      const text = data
        .toString('latin1', at + 1, end)
        .replace(/^%+/u, '')
        .trim();
      if (hasWords(text) && isPrintable(text)) found.push(text);
      size += text.length;
      at = end;
    } else {
      // a string may hold the sign
      const length = parseValue(data.subarray(at, at + LONGEST_STRING), 0)?.end ?? 0;
      strings = length > 0 && length < LONGEST_STRING && data[at + length - 1] === 0x29;
      at += strings ? length : 1;
    }
    if (next >= 0 && next < at) next = data.indexOf(PERCENT, at);
    if (next < 0) break;
    at = nearer(opening(at), next);
  }
  return [...found, ...hiddenInStrings(data, found)].join('\n');
}

const nearer = (a: number, b: number): number => (a < 0 ? b : b < 0 ? a : Math.min(a, b));

function lineEnd(data: Buffer, at: number): number {
  for (let end = at; end < data.length; end++) if (data[end] === 0x0a || data[end] === 0x0d) return end;
  return data.length;
}

/** What a reader who takes a bracket in a picture's data for a string would pass over. */
function hiddenInStrings(data: Buffer, comments: readonly string[]): readonly string[] {
  const known = new Set(comments);
  const found: string[] = [];
  for (const [line] of data.toString('latin1').matchAll(/%[^\r\n]{10,1000}/gu)) {
    if (found.length >= 1000) break;
    const text = line.replace(/^%+/u, '').trim();
    if (IDENTIFIER.test(text) && isPrintable(text) && !known.has(text)) found.push(text);
  }
  return found;
}

/** Words of a file's own structure between its objects. */
const STRUCTURE =
  /\d{10}[ ]\d{5}[ ][nf]\s*|\b(?:endobj|endstream|startxref\s{1,4}\d{1,12}|xref\s{1,4}(?:\d{1,9} \d{1,9}\s)?)|%%EOF|%PDF-\d\.\d|\btrailer\b|\/(?:Size|Root|Info|Prev|XRefStm|Encrypt|DocChecksum)\b\s{0,4}(?:\d{1,12}(?:\s{1,4}\d{1,5}\s{1,4}R\b)?|\/[0-9A-F]{32})?|\/ID\b\s{0,4}\[[^\]]{0,300}\]|<<|>>|^\d{1,9} \d{1,9}\s*$/gmu;

/** Bytes that may stand between two objects of any file. */
const ORDINARY = 14;

/** What stands outside a PDF's objects. */
export interface Between {
  readonly text: string;
  readonly files: readonly EmbeddedFile[];
}

/**
 * @param found all objects, in the order of the file
 * @returns words that are no structure, and files that begin there
 */
export async function betweenObjects(
  document: Document,
  found: readonly FoundObject[],
  budget: Budget,
): Promise<Between> {
  const { bytes } = document;
  const lines: string[] = [];
  const files: EmbeddedFile[] = [];
  const hasZip = zipStart(bytes) > 0;
  let at = 0;
  let size = 0;
  const take = (start: number, end: number): void => {
    if (end - start <= ORDINARY || size > MOST) return;
    const gap = bytes.subarray(start, end);
    const inside = fileInside(gap, 0);
    // an archive goes on over what looks like objects in it; disguise.ts reads a zip that ends the file
    if (inside >= 0 && files.length < 8 && !(hasZip && gap[inside] === 0x50))
      files.push({ name: null, declaredType: null, bytes: bytes.subarray(start + inside), internal: true });
    const text = wordsOf(inside < 0 ? gap : gap.subarray(0, inside), budget);
    size += text.length;
    if (text !== '') lines.push(text);
  };
  for (const [i, object] of found.entries()) {
    if ((i & 1023) === 0) budget.checkTime();
    if (object.start > at && i < MOST_GAPS) take(at, object.start);
    const comments = commentsIn(bytes.subarray(object.start, object.valueEnd));
    if (comments !== '' && size < MOST) lines.push(comments);
    size += comments.length;
    at = Math.max(at, object.end);
  }
  const end = bytes.lastIndexOf('%%EOF');
  const behind = Math.max(at, end < 0 ? bytes.length : end + 5);
  take(at, behind);
  if (files.length === 0 && !hasZip) {
    const { file, text } = await readLeftover(bytes.subarray(behind), { document, budget });
    if (file !== null) files.push(file);
    if (text !== '') lines.push(text);
  }
  return { text: lines.join('\n'), files };
}

function wordsOf(gap: Buffer, budget: Budget): string {
  const plain = gap.toString('latin1').replace(STRUCTURE, '\n');
  const lines = isPrintable(plain) ? plain.split(/[\r\n]+/u) : sweepText(Buffer.from(plain, 'latin1'), budget);
  return lines
    .map((line) => line.trim())
    .filter(hasWords)
    .join('\n');
}
