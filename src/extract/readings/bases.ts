/** Alphabets that write bytes in letters, and what words in them say. Pure. */

const NONE = 255;
function valuesOf(alphabet: string, bothCases = false): Uint8Array {
  const values = new Uint8Array(128).fill(NONE);
  for (const [value, letter] of Array.from(alphabet).entries()) {
    if (bothCases) values[letter.toUpperCase().charCodeAt(0)] = value;
    values[letter.charCodeAt(0)] = value;
  }
  return values;
}
const DIGITS = '0123456789';
const SMALL = 'abcdefghijklmnopqrstuvwxyz';
const LARGE = SMALL.toUpperCase();
const ASCII = Array.from({ length: 85 }, (_, i) => String.fromCharCode(33 + i)).join('');

/** ZeroMQ's Z85, RFC 1924, and Ascii85 without its marks. */
export const BASE85 = [
  `${DIGITS}${SMALL}${LARGE}.-:+=^!/*?&<>()[]{}@%$#`,
  `${DIGITS}${LARGE}${SMALL}!#$%&()*+-;<=>?@^_\`{|}~`,
  ASCII,
].map((alphabet) => valuesOf(alphabet));
/** RFC 4648 §6 and §7, Crockford's, z-base-32. */
export const BASE32 = [
  `${SMALL}234567`,
  `${DIGITS}abcdefghijklmnopqrstuv`,
  '0123456789abcdefghjkmnpqrstvwxyz',
  'ybndrfg8ejkmcpqxot1uwisza345h769',
].map((alphabet) => valuesOf(alphabet, true));
export const BASE62 = [`${DIGITS}${LARGE}${SMALL}`, `${DIGITS}${SMALL}${LARGE}`];
export const BASE58 = '123456789ABCDEFGHJKLMNPQRSTUVWXYZabcdefghijkmnopqrstuvwxyz';

/** Of ASCII text, or of a letter beyond it. */
const isPrint = (byte: number): boolean => (byte >= 0x20 && byte !== 0x7f) || (byte >= 9 && byte <= 13);

/** Groups of five letters to four bytes; null as soon as a byte is of no text. */
export function base85(word: string, values: Uint8Array): Buffer | null {
  // the first letter rules most words out: its byte is one of ASCII text
  const first = values[word.charCodeAt(0)] ?? NONE;
  if (first < 11 || first > 41) return null;
  const out: number[] = [];
  for (let at = 0; at < word.length; at += 5) {
    const count = Math.min(5, word.length - at);
    let value = 0;
    for (let i = 0; i < 5; i++) {
      const one = i < count ? (values[word.charCodeAt(at + i)] ?? NONE) : 84;
      if (one === NONE) return null;
      value = value * 85 + one;
    }
    if (value > 0xffffffff || count === 1) return null;
    for (let i = 0; i < count - 1; i++) {
      const byte = Math.floor(value / 256 ** (3 - i)) % 256;
      if (!isPrint(byte)) return null;
      out.push(byte);
    }
  }
  return Buffer.from(out);
}

/** Whether a word in base 32 begins with two letters of ASCII (001 to 011 in their first bits): it rules most words out. */
export function beginsWithAscii(word: string, values: Uint8Array): boolean {
  const first = values[word.charCodeAt(0)] ?? NONE;
  const second = (((values[word.charCodeAt(1)] ?? NONE) & 3) << 1) | ((values[word.charCodeAt(2)] ?? NONE) >> 4);
  return first >= 4 && first <= 15 && second >= 1 && second <= 3;
}

/** Five bits a letter; null as soon as a byte is of no text. */
export function base32(word: string, values: Uint8Array): Buffer | null {
  const out: number[] = [];
  let held = 0;
  let bits = 0;
  for (let at = 0; at < word.length; at++) {
    const value = values[word.charCodeAt(at)] ?? NONE;
    if (value === NONE) return null;
    held = ((held << 5) | value) & 0xfff;
    bits += 5;
    if (bits < 8) continue;
    bits -= 8;
    const byte = (held >> bits) & 0xff;
    if (!isPrint(byte)) return null;
    out.push(byte);
  }
  return Buffer.from(out);
}

/** The whole word as one number. */
export function oneNumber(word: string, alphabet: string): Buffer | null {
  let value = 0n;
  const base = BigInt(alphabet.length);
  for (const letter of word) {
    const digit = alphabet.indexOf(letter);
    if (digit < 0) return null;
    value = value * base + BigInt(digit);
  }
  const hex = value.toString(16);
  return Buffer.from(hex.length % 2 === 0 ? hex : `0${hex}`, 'hex');
}
