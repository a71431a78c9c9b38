/**
 * Finds the bytes of the word by which a sender asks for the secure channel ([säkert], [sikker] …), so that they can be cut
 * out of the subject while every other byte stays. Swedish writes it with ä, so nearly every mail program puts it into an
 * encoded word (RFC 2047). Total.
 */
import type { SecureWord } from '../core/inspection.ts';
import type { ByteRange } from '../core/message.ts';

/** RFC 2047 §2. */
const ENCODED_WORD = /=\?[^?\s]{1,80}\?([bBqQ])\?([^?\s]*)\?=/gu;
const BASE64 = /^(?:[A-Za-z0-9+/]{4})*(?:[A-Za-z0-9+/]{2}==|[A-Za-z0-9+/]{3}=|[A-Za-z0-9+/]{4})$/u;
const BLANK = 0x20;

/** Bytes of text and where each stands in the field; one more place for the end. */
interface Run {
  readonly bytes: Buffer;
  readonly places: readonly number[];
}

const isLetter = (byte: number): boolean => byte >= 0x80 || /[a-z]/iu.test(String.fromCharCode(byte));

/** Letters of either case are equal: in ASCII, in Latin-1 and in UTF-8's å ä ö ø æ the case is one bit. */
const isSame = (a: number, b: number): boolean => a === b || ((a ^ b) === 0x20 && isLetter(a) && isLetter(b));

function indexOfWord(bytes: Buffer, word: Buffer): number {
  for (let at = 0; at + word.length <= bytes.length; at++) {
    if (word.every((byte, i) => isSame(byte, bytes[at + i] ?? 0))) return at;
  }
  return -1;
}

/** The word in either charset mail uses for it, with one blank beside it. */
function find(bytes: Buffer, word: string): ByteRange | null {
  for (const charset of ['utf8', 'latin1'] as const) {
    const needle = Buffer.from(word, charset);
    const start = indexOfWord(bytes, needle);
    if (start < 0) continue;
    const end = start + needle.length;
    if (bytes[end] === BLANK) return { start, end: end + 1 };
    return bytes[start - 1] === BLANK && end === bytes.length ? { start: start - 1, end } : { start, end };
  }
  return null;
}

function quoted(text: string, at: number): Run {
  const bytes: number[] = [];
  const places: number[] = [];
  for (let i = 0; i < text.length; i++) {
    places.push(at + i);
    const hex = /^=([0-9A-Fa-f]{2})/u.exec(text.slice(i, i + 3))?.[1];
    if (hex !== undefined) {
      bytes.push(parseInt(hex, 16));
      i += 2;
    } else bytes.push(text[i] === '_' ? BLANK : text.charCodeAt(i) & 0xff);
  }
  return { bytes: Buffer.from(bytes), places: [...places, at + text.length] };
}

/**
 * Three bytes are four letters of base64. Whole groups of the word are cut; what it shares with its neighbours' groups becomes
 * blanks, so that what is inserted says nothing of the neighbours but the bits they share a letter with.
 */
function cutBase64(text: string, at: number, { start, end }: ByteRange): SecureWord {
  const bytes = Buffer.from(text, 'base64');
  const head = Math.min(Math.ceil(start / 3) * 3, end);
  const tail = end === bytes.length ? end : Math.max(Math.floor(end / 3) * 3, head);
  const kept = Buffer.concat([
    bytes.subarray(0, start),
    Buffer.alloc(head - start, BLANK),
    Buffer.alloc(end - tail, BLANK),
    bytes.subarray(end),
  ]).toString('base64');
  const from = Math.floor((start * 4) / 3);
  const to = end === bytes.length ? text.length : Math.ceil((end * 4) / 3);
  return { start: at + from, end: at + to, insert: kept.slice(from, kept.length - (text.length - to)) };
}

function inEncodedWord(match: RegExpExecArray, word: string, raw: string): SecureWord | null {
  const [whole, encoding = '', text = ''] = match;
  const at = match.index + whole.length - 2 - text.length;
  const base64 = encoding.toLowerCase() === 'b';
  if (base64 && !BASE64.test(text)) return null;
  const run = base64 ? { bytes: Buffer.from(text, 'base64'), places: [] } : quoted(text, at);
  const found = find(run.bytes, word);
  if (found === null) return null;
  const end = match.index + whole.length;
  // An encoded word is never empty: it goes as a whole.
  if (found.start === 0 && found.end === run.bytes.length)
    return { start: match.index, end: raw[end] === ' ' ? end + 1 : end };
  if (base64) return cutBase64(text, at, found);
  return { start: run.places[found.start] ?? at, end: run.places[found.end] ?? at };
}

/**
 * @param raw the whole field as it stands in the mail, one code unit a byte
 * @param word as the settings have it, e.g. '[säkert]'
 * @returns what to cut, offsets in `raw`; null when the word's bytes cannot be told apart, e.g. split over two encoded words
 */
export function cutSecureWord(raw: string, word: string): SecureWord | null {
  let last = raw.indexOf(':') + 1;
  const inPlain = (end: number): SecureWord | null => {
    const found = find(Buffer.from(raw.slice(last, end), 'latin1'), word);
    return found === null ? null : { start: last + found.start, end: last + found.end };
  };
  for (const match of raw.matchAll(ENCODED_WORD)) {
    const found = inPlain(match.index) ?? inEncodedWord(match, word, raw);
    if (found !== null) return found;
    last = match.index + match[0].length;
  }
  return inPlain(raw.length);
}
