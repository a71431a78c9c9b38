import { decodeCharset } from './charset.ts';
import { decodeBase64 } from './transfer.ts';

/** RFC 2047 §2; blanks inside the text are not allowed but seen, so the text runs to the next '?='. */
const WORD = /=\?([^?\s]{1,80})\?([bBqQ])\?([^?]*)\?=/g;

interface EncodedText {
  readonly encoding: string;
  readonly text: string;
}

const isBase64 = ({ encoding }: EncodedText): boolean => /^b$/i.test(encoding);

/** Base64 that was cut between words in the middle of a group of four letters goes on in the next word. */
function joinedLetters(words: readonly EncodedText[]): readonly EncodedText[] {
  const joined: EncodedText[] = [];
  let cut: string[] = [];
  let letters = 0;
  const settle = (): void => {
    if (cut.length > 0) joined.push({ encoding: 'b', text: cut.join('') });
    cut = [];
    letters = 0;
  };
  for (const word of words) {
    if (!isBase64(word)) {
      settle();
      joined.push(word);
      continue;
    }
    cut.push(word.text);
    letters += word.text.length;
    if (letters % 4 === 0 || word.text.endsWith('=')) settle();
  }
  settle();
  return joined;
}

function wordBytes({ encoding, text }: EncodedText): Buffer {
  if (encoding === 'b' || encoding === 'B') return decodeBase64(Buffer.from(text, 'latin1')).bytes;
  const bytes: number[] = [];
  for (let i = 0; i < text.length; i++) {
    const c = text.charCodeAt(i);
    if (c === 0x5f) bytes.push(0x20);
    else if (c === 0x3d && /^[0-9A-Fa-f]{2}$/.test(text.slice(i + 1, i + 3))) {
      bytes.push(parseInt(text.slice(i + 1, i + 3), 16));
      i += 2;
    } else bytes.push(c & 0xff);
  }
  return Buffer.from(bytes);
}

/** Undeclared 8-bit header text arrives as latin1 code units: UTF-8 when it is valid UTF-8 (RFC 6532), else cp1252. */
export function eightBitText(value: string): string {
  if (!/[\u0080-\u00ff]/.test(value) || /[^\u0000-\u00ff]/.test(value)) return value;
  const bytes = Buffer.from(value, 'latin1');
  const text = bytes.toString('utf8');
  return text.includes('\ufffd') ? decodeCharset(bytes, 'windows-1252') : text;
}

/** One name for the ways in which a charset is written: a character may be split between words that write it in two. */
const canonical = (charset: string): string => charset.replace(/[-_]/g, '');

/** Puts the texts of encoded words into a value. @param decode of their bytes @param between of what stands around them */
function withWords(
  value: string,
  decode: (bytes: Buffer, charset: string) => string,
  between: (text: string) => string,
): string {
  let out = '';
  let last = 0;
  let charset = '';
  let chunks: EncodedText[] = [];
  const settle = (): void => {
    if (chunks.length > 0) out += decode(Buffer.concat(joinedLetters(chunks).map(wordBytes)), charset);
    chunks = [];
  };
  for (const match of value.matchAll(WORD)) {
    const gap = value.slice(last, match.index);
    // RFC 2231 §5: a language may follow the charset after '*'
    const named = (match[1] ?? '').replace(/\*.*$/, '').toLowerCase();
    const follows = chunks.length > 0 && /^\s*$/.test(gap);
    if (!follows || canonical(named) !== canonical(charset)) settle();
    // RFC 2047 §6.2: white space between two encoded words is not shown
    if (!follows) out += between(gap);
    charset = named;
    chunks.push({ encoding: match[2] ?? '', text: match[3] ?? '' });
    last = match.index + match[0].length;
  }
  settle();
  return out + between(value.slice(last));
}

/**
 * Decodes a header value: RFC 2047 encoded words wherever they stand (inside quotes and parameters too, as mail clients
 * do) and undeclared 8-bit text. Neighbouring words of one charset are joined before decoding, because a character may be
 * split between them. Total; what is no word stays.
 * @param value unfolded field value, latin1 code units for 8-bit bytes
 */
export function decodeWords(value: string): string {
  return value.includes('=?') ? withWords(value, decodeCharset, eightBitText) : eightBitText(value);
}

/** The same as bytes, each a character: whatever charset the words name. */
export function bytesOfWords(value: string): string {
  return value.includes('=?')
    ? withWords(
        value,
        (bytes) => bytes.toString('latin1'),
        (text) => text,
      )
    : value;
}
