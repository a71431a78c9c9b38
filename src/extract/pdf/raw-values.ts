/**
 * The values a PDF file is made of (ISO 32000-1 §7.3), read from bytes without a cross-reference table: what stands in the
 * file is read, whether or not the table leads to it.
 */

/** A name; kept apart from strings. */
export interface PdfName {
  readonly name: string;
}
/** A reference to an indirect object. */
export interface PdfRef {
  readonly ref: number;
}
export type PdfDict = ReadonlyMap<string, PdfValue>;
export type PdfValue = number | boolean | null | Buffer | PdfName | PdfRef | readonly PdfValue[] | PdfDict;

/** A value and the offset behind it. */
export interface Parsed {
  readonly value: PdfValue;
  readonly end: number;
}

const MAX_DEPTH = 80;
const MAX_ITEMS = 200_000;

export const isDict = (value: PdfValue | undefined): value is PdfDict => value instanceof Map;
export const isList = (value: PdfValue | undefined): value is readonly PdfValue[] => Array.isArray(value);
export const isName = (value: PdfValue | undefined): value is PdfName =>
  typeof value === 'object' && value !== null && 'name' in value;
export const isRef = (value: PdfValue | undefined): value is PdfRef =>
  typeof value === 'object' && value !== null && 'ref' in value;
export const nameOf = (value: PdfValue | undefined): string => (isName(value) ? value.name : '');

const isSpace = (b: number | undefined): boolean =>
  b === 0x20 || b === 0x0a || b === 0x0d || b === 0x09 || b === 0x0c || b === 0;
const DELIMITERS = new Set(Array.from('()<>[]{}/%', (c) => c.charCodeAt(0)));
const isRegular = (b: number | undefined): boolean => b !== undefined && !isSpace(b) && !DELIMITERS.has(b);

/** Offset of the next byte that is neither blank nor comment. */
export function skipBlanks(bytes: Buffer, at: number): number {
  for (;;) {
    while (at < bytes.length && isSpace(bytes[at])) at++;
    if (bytes[at] !== 0x25) return at;
    while (at < bytes.length && bytes[at] !== 0x0a && bytes[at] !== 0x0d) at++;
  }
}

/**
 * Reads one value.
 * @param at offset of its first byte or of blanks before it
 * @returns null where no value begins
 */
export function parseValue(bytes: Buffer, at: number, depth = 0): Parsed | null {
  at = skipBlanks(bytes, at);
  if (at >= bytes.length || depth > MAX_DEPTH) return null;
  const b = bytes[at];
  if (b === 0x28) return parseLiteralString(bytes, at + 1);
  if (b === 0x2f) return parseName(bytes, at + 1);
  if (b === 0x5b) return parseList(bytes, at + 1, depth);
  if (b === 0x3c) return bytes[at + 1] === 0x3c ? parseDict(bytes, at + 2, depth) : parseHexString(bytes, at + 1);
  return parseWord(bytes, at);
}

function parseLiteralString(bytes: Buffer, at: number): Parsed {
  const out: number[] = [];
  let open = 1;
  for (; at < bytes.length; at++) {
    const b = bytes[at] ?? 0;
    if (b === 0x5c) {
      at++;
      const escaped = bytes[at] ?? 0;
      const plain = ESCAPES.get(escaped);
      if (plain !== undefined) out.push(plain);
      else if (escaped >= 0x30 && escaped <= 0x37) {
        let code = 0;
        let digits = 0;
        while (digits < 3 && (bytes[at] ?? 0) >= 0x30 && (bytes[at] ?? 0) <= 0x37) {
          code = code * 8 + (bytes[at] ?? 0) - 0x30;
          at++;
          digits++;
        }
        at--;
        out.push(code & 255);
      } else if (escaped === 0x0d) {
        if (bytes[at + 1] === 0x0a) at++;
      } else if (escaped !== 0x0a) out.push(escaped);
      continue;
    }
    if (b === 0x28) open++;
    else if (b === 0x29 && --open === 0) return { value: Buffer.from(out), end: at + 1 };
    out.push(b);
  }
  return { value: Buffer.from(out), end: at };
}

const ESCAPES = new Map([
  [0x6e, 10],
  [0x72, 13],
  [0x74, 9],
  [0x62, 8],
  [0x66, 12],
]);

function parseHexString(bytes: Buffer, at: number): Parsed {
  let end = bytes.indexOf(0x3e, at);
  if (end < 0) end = bytes.length;
  const hex = bytes.toString('latin1', at, end).replace(/[^\da-fA-F]/gu, '');
  return { value: Buffer.from(hex.length % 2 === 0 ? hex : `${hex}0`, 'hex'), end: Math.min(bytes.length, end + 1) };
}

function parseName(bytes: Buffer, at: number): Parsed {
  const start = at;
  while (at < bytes.length && at - start < 512 && isRegular(bytes[at])) at++;
  const raw = bytes.toString('latin1', start, at);
  const name = raw.replace(/#([\da-fA-F]{2})/gu, (_, hex: string) => String.fromCharCode(Number.parseInt(hex, 16)));
  return { value: { name }, end: at };
}

function parseList(bytes: Buffer, at: number, depth: number): Parsed {
  const items: PdfValue[] = [];
  while (items.length < MAX_ITEMS) {
    at = skipBlanks(bytes, at);
    if (at >= bytes.length) break;
    if (bytes[at] === 0x5d) return { value: items, end: at + 1 };
    const item = parseValue(bytes, at, depth + 1);
    if (item === null || item.end <= at) break;
    items.push(item.value);
    at = item.end;
  }
  return { value: items, end: at };
}

function parseDict(bytes: Buffer, at: number, depth: number): Parsed {
  const dict = new Map<string, PdfValue>();
  while (dict.size < MAX_ITEMS) {
    at = skipBlanks(bytes, at);
    if (at >= bytes.length) break;
    if (bytes[at] === 0x3e) return { value: dict, end: Math.min(bytes.length, at + 2) };
    const key = parseValue(bytes, at, depth + 1);
    if (key === null || key.end <= at) break;
    at = key.end;
    if (!isName(key.value)) continue;
    const item = parseValue(bytes, at, depth + 1);
    if (item === null || item.end <= at) break;
    dict.set(key.value.name, item.value);
    at = item.end;
  }
  return { value: dict, end: at };
}

/** Numbers, references, true, false, null; any other word is read as null. */
function parseWord(bytes: Buffer, at: number): Parsed | null {
  const start = at;
  while (at < bytes.length && at - start < 64 && isRegular(bytes[at])) at++;
  if (at === start) return null;
  const word = bytes.toString('latin1', start, at);
  if (/^\d{1,10}$/u.test(word)) {
    const reference = /^\s{1,8}\d{1,5}\s{1,8}R(?![\w])/u.exec(bytes.toString('latin1', at, at + 26));
    if (reference !== null) return { value: { ref: Number(word) }, end: at + reference[0].length };
  }
  if (/^[-+]?(?:\d+\.?\d*|\.\d+)$/u.test(word)) return { value: Number(word), end: at };
  // a word that ends an object is not a value of it
  if (word === 'endobj' || word === 'stream' || word === 'endstream' || word === 'obj') return null;
  return { value: word === 'true' ? true : word === 'false' ? false : null, end: at };
}

const PDF_DOC_SPECIALS = '\u02d8\u02c7\u02c6\u02d9\u02dd\u02db\u02da\u02dc';
const PDF_DOC_HIGH =
  '\u2022\u2020\u2021\u2026\u2014\u2013\u0192\u2044\u2039\u203a\u2212\u2030\u201e\u201c\u201d\u2018\u2019\u201a\u2122\ufb01\ufb02\u0141\u0152\u0160\u0178\u017d\u0131\u0142\u0153\u0161\u017e\ufffd\u20ac';

/** A text string (ISO 32000-2 §7.9.2.2): UTF-16BE or UTF-8 with their marks, else PDFDocEncoding. */
export function decodeTextString(bytes: Buffer): string {
  if (bytes[0] === 0xfe && bytes[1] === 0xff) {
    const even = bytes.subarray(2, bytes.length - (bytes.length % 2));
    return Buffer.from(even)
      .swap16()
      .toString('utf16le')
      .replace(/\u001b[^\u001b]{0,8}\u001b/gu, '');
  }
  if (bytes[0] === 0xff && bytes[1] === 0xfe) return bytes.toString('utf16le', 2);
  if (bytes[0] === 0xef && bytes[1] === 0xbb && bytes[2] === 0xbf) return bytes.toString('utf8', 3);
  return Array.from(bytes, (b) => {
    if (b >= 0x18 && b <= 0x1f) return PDF_DOC_SPECIALS[b - 0x18] ?? '';
    if (b >= 0x80 && b <= 0xa0) return PDF_DOC_HIGH[b - 0x80] ?? '';
    return String.fromCharCode(b);
  }).join('');
}
