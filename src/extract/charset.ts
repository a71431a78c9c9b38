/** From bytes to text when the declaration may be missing or wrong. */
import { decodeCharset, knownCharset, wideNumbers } from '../mime/mime.ts';

/** Charsets in which ASCII bytes do not stand for themselves: a reader without them shows something else. */
const NOT_ASCII = /^(?:utf-?16|utf-?32|ucs-?[24]|utf-?7|unicode-1-1-utf-7|hz|iso-2022|ibm0?37|cp0?37|cp500|ebcdic)/;
/** Charsets of two bytes a letter and of shifts that nobody here decodes; ASCII stands for itself in them, digits of full width do not. */
const UNKNOWN =
  /^(?:hz|iso-2022|(?:x-)?johab|(?:ms|cp|x-cp)1361|(?:x-)?euc-?tw|x-chinese|x-mac-(?:japanese|korean|chinese)|scsu|bocu|cs(?:iso2022|ksc56011992))/;

/** Whether digits and letters stand for themselves in a charset: a name that says otherwise may be one that a reader does not know. */
const isTransparent = (name: string): boolean =>
  !NOT_ASCII.test(name) && decodeCharset(Buffer.from(PLAIN, 'latin1'), name) === PLAIN;
const PLAIN = '0123456789-Az';

/** Bytes of EBCDIC that ordinary text is made of: blank, line ends, letters, digits, common marks; the same in all its code pages. */
const EBCDIC_TEXT = new Uint8Array(256);
for (const [from, to] of [
  [0x81, 0x89],
  [0x91, 0x99],
  [0xa2, 0xa9],
  [0xc1, 0xc9],
  [0xd1, 0xd9],
  [0xe2, 0xe9],
  [0xf0, 0xf9],
] as const)
  EBCDIC_TEXT.fill(1, from, to + 1);
for (const mark of [0x0d, 0x15, 0x25, 0x40, 0x4b, 0x4d, 0x5d, 0x60, 0x61, 0x6b, 0x6d, 0x7a]) EBCDIC_TEXT[mark] = 1;
const EBCDIC_BLANK = 0x40;
const LEAST_EBCDIC = 16;

/** Text of a mainframe that says nothing of its charset, or '<?xm' of it (XML 1.0 appendix F): nearly every byte is a letter, digit or blank there, and none is a blank here. */
function looksEbcdic(bytes: Buffer): boolean {
  if (bytes.toString('hex', 0, 4) === '4c6fa794') return true;
  const sample = bytes.subarray(0, 4096);
  if (sample.length < LEAST_EBCDIC || sample.includes(0x20) || !sample.includes(EBCDIC_BLANK)) return false;
  let text = 0;
  for (const byte of sample) text += EBCDIC_TEXT[byte] ?? 0;
  return text > sample.length * 0.9;
}

/**
 * The name of a charset that nobody here can decode and in which ASCII bytes mean something else: a declared one (HZ, EBCDIC), or
 * EBCDIC as the bytes tell it. Read as anything else the text is noise.
 * @returns null for every other document, and where the bytes are plain ASCII after all
 */
export function unreadableCharset(bytes: Buffer, declared: string | null): string | null {
  const name = (declared ?? '')
    .trim()
    .toLowerCase()
    .replace(/^["']|["']$/g, '');
  if (looksEbcdic(bytes)) return 'EBCDIC';
  if ((!NOT_ASCII.test(name) && !UNKNOWN.test(name)) || knownCharset(name) || byteOrderMark(bytes) !== null)
    return null;
  const shifts = bytes.includes(0x1b) || bytes.includes('~{') || bytes.some((byte) => byte >= 0x80);
  return shifts ? (/^[\w-]{2,20}/.exec(name)?.[0] ?? '') : null;
}

/** Declarations that are often written without being meant. */
const OFTEN_WRONG = /^(?:us-ascii|ascii|iso-?8859-?(?:1|15)|latin1|windows-1252|cp1252|)$/;

/** å ä ö ø æ Å Ä Ö Ø Æ in code page 850/865, and in Latin-1 */
const DOS_LETTERS = new Set([0x86, 0x84, 0x94, 0x9b, 0x91, 0x8f, 0x8e, 0x99, 0x9d, 0x92]);
const LATIN_LETTERS = new Set([0xe5, 0xe4, 0xf6, 0xf8, 0xe6, 0xc5, 0xc4, 0xd6, 0xd8, 0xc6]);
const SAMPLE = 65_536;

interface BomReading {
  readonly charset: string;
  readonly skip: number;
}

function byteOrderMark(bytes: Buffer): BomReading | null {
  if (bytes[0] === 0xef && bytes[1] === 0xbb && bytes[2] === 0xbf) return { charset: 'utf-8', skip: 3 };
  if (bytes[0] === 0xff && bytes[1] === 0xfe)
    return bytes[2] === 0 && bytes[3] === 0 ? { charset: 'utf-32le', skip: 4 } : { charset: 'utf-16le', skip: 2 };
  if (bytes[0] === 0xfe && bytes[1] === 0xff) return { charset: 'utf-16be', skip: 2 };
  if (bytes[0] === 0 && bytes[1] === 0 && bytes[2] === 0xfe && bytes[3] === 0xff)
    return { charset: 'utf-32be', skip: 4 };
  if (bytes[0] === 0x2b && bytes[1] === 0x2f && bytes[2] === 0x76 && /[89+/]/.test(String.fromCharCode(bytes[3] ?? 0)))
    return { charset: 'utf-7', skip: 0 };
  return null;
}

/** UTF-16 or UTF-32 without a mark: every second byte of ordinary text is zero, or three of four are. */
function wideWithoutMark(bytes: Buffer): 'utf-16le' | 'utf-16be' | 'utf-32le' | 'utf-32be' | null {
  const sample = bytes.subarray(0, 4096);
  if (sample.length < 4 || !sample.includes(0)) return null;
  const units = sample.toString('latin1').match(/[^]{4}/g) ?? [];
  if (units.filter((unit) => /^[^\0][^]\0\0$/.test(unit)).length > units.length * 0.9) return 'utf-32le';
  if (units.filter((unit) => /^\0\0[^][^\0]$/.test(unit)).length > units.length * 0.9) return 'utf-32be';
  let even = 0;
  let odd = 0;
  for (let i = 0; i < sample.length; i++) {
    if (sample[i] !== 0) continue;
    if (i % 2 === 0) even++;
    else odd++;
  }
  const half = sample.length / 2;
  if (odd > half * 0.6 && even < half * 0.1) return 'utf-16le';
  if (even > half * 0.6 && odd < half * 0.1) return 'utf-16be';
  return null;
}

/** The 8-bit charset of undeclared text that is no UTF-8: DOS files of the region are told by their letters. */
function guessEightBit(bytes: Buffer): string {
  let dos = 0;
  let latin = 0;
  for (const byte of bytes.subarray(0, SAMPLE)) {
    if (byte < 0x80) continue;
    if (DOS_LETTERS.has(byte)) dos++;
    else if (LATIN_LETTERS.has(byte)) latin++;
  }
  return dos > latin ? 'cp865' : 'windows-1252';
}

/** How the bytes C0, C1, E0 and F0 read in the charsets that are tried when a text is no UTF-8 (cp1252, cp865). */
const OVERLONG = /[\u00c0\u00c1\u00e0\u00f0\u2514\u2534\u03b1\u2261]/u;

/** ISO-2022-JP tells itself by its shifts (RFC 1468), and readers that choose the charset themselves go by them. */
const JAPANESE = /\x1b\$[@B]/;

/** Shifts of HZ and ISO-2022-KR with a digit behind them. */
const SHIFTS = /~\{#|\x0e#/u;

const isUtf8 = (text: string): boolean => !text.includes('\ufffd');

/** NULs hide text from nobody who looks at it, only from searches. */
const withoutNuls = (text: string): string => (text.includes('\0') ? text.replaceAll('\0', '') : text);

function eightBitText(bytes: Buffer): string {
  const utf8 = bytes.toString('utf8');
  return isUtf8(utf8) ? utf8 : decodeCharset(bytes, guessEightBit(bytes));
}

/**
 * UTF-8 that takes more bytes than it needs: C0 B1 for '1'. RFC 3629 §3 forbids it and old programs read it all the same.
 * @returns the bytes with ASCII in its place; null when there is none of it
 */
function shortened(bytes: Buffer): Buffer | null {
  const out = Buffer.from(bytes);
  let size = 0;
  for (let at = 0; at < bytes.length; at++) {
    const first = bytes[at] ?? 0;
    const more = (i: number): number => ((bytes[at + i] ?? 0) >> 6 === 2 ? (bytes[at + i] ?? 0) & 0x3f : 0x100);
    const [code, length] =
      first >> 1 === 0x60
        ? [((first & 1) << 6) | more(1), 2]
        : first === 0xe0
          ? [(more(1) << 6) | more(2), 3]
          : first === 0xf0
            ? [(more(1) << 12) | (more(2) << 6) | more(3), 4]
            : [first, 1];
    const isLonger = length > 1 && code < 0x80;
    out[size++] = isLonger ? code : first;
    if (isLonger) at += length - 1;
  }
  return size === bytes.length ? null : out.subarray(0, size);
}

/** Readings of undeclared text; two when zeros may be half of UTF-16 or put in to hide the text from searches. */
function byContent(bytes: Buffer): readonly string[] {
  const mark = byteOrderMark(bytes);
  if (mark !== null) return [withoutNuls(decodeCharset(bytes.subarray(mark.skip), mark.charset))];
  const wide = wideWithoutMark(bytes);
  const narrow = withoutNuls(eightBitText(bytes));
  // no well-formed text has a byte that begins such a sequence; few in other charsets do
  const short = OVERLONG.test(narrow) ? shortened(bytes) : null;
  if (short !== null) return [narrow, withoutNuls(eightBitText(short))];
  if (wide === null) {
    const mayBeEastern = SHIFTS.test(narrow) || !isUtf8(bytes.toString('utf8'));
    const eastern = mayBeEastern ? wideNumbers(bytes.toString('latin1')).join('\n') : '';
    const japanese = JAPANESE.test(narrow) ? decodeCharset(bytes, 'iso-2022-jp') : '';
    return [narrow, japanese, eastern].filter((reading, at) => at === 0 || reading !== '');
  }
  const text = withoutNuls(decodeCharset(bytes, wide));
  return text.trim() === narrow.trim() ? [text] : [text, narrow];
}

/**
 * Decodes a text: the declared charset, a byte order mark, validity as UTF-8, cp1252, in this order; a declaration that is
 * often wrong gives way to the bytes. Total.
 * @param bytes any
 * @param declared charset parameter or meta element; null or '' when there is none
 * @returns one reading; two when the declared charset does not contain ASCII and a reader that ignores it would see other text
 */
export function decodeText(bytes: Buffer, declared: string | null): readonly string[] {
  const name = (declared ?? '')
    .trim()
    .toLowerCase()
    .replace(/^["']|["']$/g, '');
  const mark = byteOrderMark(bytes);
  if (OFTEN_WRONG.test(name) || !knownCharset(name) || (mark !== null && mark.charset !== 'utf-7'))
    return byContent(bytes);
  const asDeclared = decodeCharset(bytes, name);
  if (/^utf-?8/.test(name)) {
    if (isUtf8(asDeclared)) return [withoutNuls(asDeclared)];
    return byContent(bytes);
  }
  if (isTransparent(name)) return [withoutNuls(asDeclared)];
  const readings = [withoutNuls(asDeclared), withoutNuls(eightBitText(bytes))];
  return readings[0] === readings[1] ? readings.slice(0, 1) : readings;
}
