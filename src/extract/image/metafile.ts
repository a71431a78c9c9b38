/**
 * Pictures that are a list of drawing calls of Windows: EMF ([MS-EMF]) and WMF ([MS-WMF]). In: bytes. Out: the texts that are drawn,
 * put together by line, since programs draw letter by letter; and whatever else reads as text. Linear, total. Refused: bitmaps inside.
 */
import iconv from 'iconv-lite';
import { TextBuilder } from '../../core/text.ts';
import type { Budget } from '../budget.ts';
import type { Format } from '../format.ts';
import { sweepText, unknownRuns } from '../office/sweep.ts';

const EMF = 'image/emf';
const WMF = 'image/wmf';

/** Header of an EMF with its signature, or of a WMF with and without the one that says how large it is. */
export function metafileType(bytes: Buffer): string | null {
  if (bytes.length < 18) return null;
  if (bytes.readUInt32LE(0) === 1 && bytes.toString('latin1', 40, 44) === ' EMF') return EMF;
  if (bytes.readUInt32LE(0) === 0x9ac6cdd7) return WMF;
  const isBare = [1, 2].includes(bytes.readUInt16LE(0)) && bytes.readUInt16LE(2) === 9;
  return isBare && [0x100, 0x300].includes(bytes.readUInt16LE(4)) ? WMF : null;
}

interface Drawn {
  readonly x: number;
  readonly y: number;
  readonly text: string;
}

const ANSI_TEXT = 83;
const WIDE_TEXT = 84;
const SMALL_TEXT = 108;
const SMALL_CHARS = 0x200;
const NO_RECTANGLE = 0x100;
/** Place, length, offset and options of a text ([MS-EMF] 2.2.5); a small one has no offset (2.3.5.37). */
const TEXT_HEAD = 20;
const SMALL_HEAD = 16;
/** Where the letters of a small one begin, without a rectangle before them and behind it. */
const SMALL_LETTERS = 36;
const SMALL_LETTERS_IN_RECTANGLE = 52;

function emfText(bytes: Buffer, type: number, at: number, end: number): Drawn | null {
  const isSmall = type === SMALL_TEXT;
  const place = isSmall ? at + 8 : at + 36;
  if (place + (isSmall ? SMALL_HEAD : TEXT_HEAD) > end) return null;
  const options = bytes.readUInt32LE(isSmall ? at + 20 : place + 16);
  const from = isSmall
    ? at + ((options & NO_RECTANGLE) === 0 ? SMALL_LETTERS_IN_RECTANGLE : SMALL_LETTERS)
    : at + bytes.readUInt32LE(place + 12);
  const isWide = type === WIDE_TEXT || (isSmall && (options & SMALL_CHARS) === 0);
  const length = bytes.readUInt32LE(place + 8) * (isWide ? 2 : 1);
  if (from + length > end) return null;
  const text = bytes.subarray(from, from + length);
  return {
    x: bytes.readInt32LE(place),
    y: bytes.readInt32LE(place + 4),
    text: isWide ? text.toString('utf16le') : iconv.decode(text, 'win1252'),
  };
}

function* emfTexts(bytes: Buffer): Generator<Drawn | null> {
  for (let at = 0; at + 8 <= bytes.length;) {
    const type = bytes.readUInt32LE(at);
    const size = bytes.readUInt32LE(at + 4);
    if (size < 8) return;
    const end = Math.min(at + size, bytes.length);
    const isText = type === ANSI_TEXT || type === WIDE_TEXT || type === SMALL_TEXT;
    yield isText ? emfText(bytes, type, at, end) : null;
    at += size;
  }
}

const TEXTOUT = 0x0521;
const EXTTEXTOUT = 0x0a32;
const HAS_RECTANGLE = 6;

function wmfText(bytes: Buffer, type: number, at: number, end: number): Drawn | null {
  const isPlain = type === TEXTOUT;
  if (at + (isPlain ? 6 : 8) > end) return null;
  const length = bytes.readInt16LE(isPlain ? at : at + 4);
  const options = isPlain ? 0 : bytes.readUInt16LE(at + 6);
  const from = isPlain ? at + 2 : at + ((options & HAS_RECTANGLE) === 0 ? 8 : 16);
  const place = isPlain ? from + length + (length % 2) : at;
  if (length < 0 || from + length > end || place + 4 > end) return null;
  const text = iconv.decode(bytes.subarray(from, from + length), 'win1252');
  return { x: bytes.readInt16LE(place + 2), y: bytes.readInt16LE(place), text };
}

function* wmfTexts(bytes: Buffer): Generator<Drawn | null> {
  const isPlaced = bytes.readUInt32LE(0) === 0x9ac6cdd7;
  for (let at = isPlaced ? 40 : 18; at + 6 <= bytes.length;) {
    const size = bytes.readUInt32LE(at) * 2;
    const type = bytes.readUInt16LE(at + 4);
    if (size < 6) return;
    const end = Math.min(at + size, bytes.length);
    yield type === TEXTOUT || type === EXTTEXTOUT ? wmfText(bytes, type, at + 6, end) : null;
    at += size;
  }
}

/** A number as long as an identifier and nothing else that is one. */
const ONE_NUMBER = /^\D*\d{6,8}[-+ ]?\d{4,5}\D*$/u;

/** A blank between two letters is as wide as a letter. */
const WIDE_GAP = 1.8;

/** What is drawn on one line from left to right: letters drawn alone are put together, longer pieces stand apart. */
function lineOf(row: readonly Drawn[]): readonly string[] {
  const sorted = [...row].sort((a, b) => a.x - b.x);
  const steps = sorted.slice(1).map(({ x }, at) => x - (sorted[at]?.x ?? x));
  const step = steps.reduce((least, one) => (one > 0 && one < least ? one : least), Infinity);
  const parts = sorted.map(({ text }, at) => {
    const before = sorted[at - 1]?.text;
    if (before === undefined) return text;
    const isLetter = text.length === 1 && before.length === 1;
    return isLetter && (steps[at - 1] ?? 0) <= step * WIDE_GAP ? text : ` ${text}`;
  });
  const line = parts.join('');
  const joined = sorted.map(({ text }) => text).join('');
  return joined !== line && ONE_NUMBER.test(joined) ? [line, joined] : [line];
}

/**
 * Texts of a metafile.
 * @param bytes for which metafileType has a type
 */
export function metafileLines(bytes: Buffer, budget: Budget): readonly string[] {
  const rows = new Map<number, Drawn[]>();
  let steps = 0;
  for (const drawn of metafileType(bytes) === EMF ? emfTexts(bytes) : wmfTexts(bytes)) {
    if (++steps % 10_000 === 0) budget.checkTime();
    if (drawn === null || drawn.text === '') continue;
    const row = rows.get(drawn.y);
    if (row === undefined) rows.set(drawn.y, [drawn]);
    else row.push(drawn);
  }
  const lines = [...rows.values()].flatMap(lineOf).filter((line) => line.trim() !== '');
  return [...lines, ...unknownRuns(sweepText(bytes, budget), lines.join('\n'))];
}

/** Characters of a document that its preview is compared with. */
const MOST_SAID = 1_000_000;

const wordsIn = (text: string): readonly string[] => text.match(/[\p{L}\p{N}]+/gu) ?? [];

export const metafileFormat: Format = {
  id: 'metafile',
  recognises: (sniff) => sniff.type === EMF || sniff.type === WMF,
  extract: ({ bytes, part, where, path, previewOf = [] }, { budget }) => {
    const builder = new TextBuilder();
    const said = new Set(previewOf.flatMap(({ text }) => wordsIn(text.slice(0, MOST_SAID))));
    // the preview of a document tells what the document does not say
    const isSaid = (line: string): boolean => previewOf.length > 0 && wordsIn(line).every((word) => said.has(word));
    for (const line of metafileLines(bytes, budget).filter((line) => !isSaid(line)))
      builder.add(`${line}\n`, { zone: 'textbox', locator: 'picture' });
    return { texts: [builder.build(part, where, path)], embedded: [], uninspected: [], signals: [] };
  },
};
