/**
 * Lines of uuencode and xxencode without the line that begins them, Morse, and numbers of another base behind a label. They count when text
 * with an identifier's digits comes out. Pure.
 */
import { codedLetters, mayHaveCodedLines, numberInBytes, type Decoded } from './coded-letters.ts';
import { LABEL } from './odd-characters.ts';

const XX = '+-0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz';
const uuValue = (letter: string): number => (letter.charCodeAt(0) - 32) & 63;
const xxValue = (letter: string): number => XX.indexOf(letter);

/** A line whose first letter tells how many bytes its others are. */
const UU_LINE = /(?<=^|\n)[> ]{0,4}([!-M][ -`]{12,60})(?=\r?\n|$)/gu;
const XX_LINE = /(?<=^|\n)[> ]{0,4}([+\-\dA-Za-h][+\-\dA-Za-z]{12,60})(?=\r?\n|$)/gu;

/** The bytes of such a line; null when it has not as many letters as it says. */
function lineBytes(line: string, valueOf: (letter: string) => number): Buffer | null {
  const length = valueOf(line.charAt(0));
  const letters = Math.ceil(length / 3) * 4;
  // blanks at the end get lost, and some programs add a letter to check by
  if (length === 0 || line.length > letters + 2 || line.length < letters - 2) return null;
  const out: number[] = [];
  for (let at = 1; at <= letters; at += 4) {
    const [a, b, c, d] = [0, 1, 2, 3].map((i) => (at + i < line.length ? valueOf(line.charAt(at + i)) : 0));
    const group = ((a ?? 0) << 18) | ((b ?? 0) << 12) | ((c ?? 0) << 6) | (d ?? 0);
    out.push((group >> 16) & 255, (group >> 8) & 255, group & 255);
  }
  return Buffer.from(out.slice(0, length));
}

function encodedLines(text: string, line: RegExp, valueOf: (letter: string) => number): readonly Decoded[] {
  const found: Decoded[] = [];
  let bytes: Buffer[] = [];
  let start = 0;
  let end = -1;
  const settle = (): void => {
    const said = bytes.length === 0 ? null : numberInBytes(Buffer.concat(bytes));
    if (said !== null) found.push({ line: said.replace(/\s+/gu, ' '), at: start });
    bytes = [];
  };
  for (const match of text.matchAll(line)) {
    const decoded = lineBytes(match[1] ?? '', valueOf);
    if (decoded === null) continue;
    if (match.index > end + 2) {
      settle();
      start = match.index;
    }
    bytes.push(decoded);
    end = match.index + match[0].length;
  }
  settle();
  return found;
}

/** ITU-R M.1677-1: digits, the hyphen, and the letters of labels. */
const MORSE: ReadonlyMap<string, string> = new Map(
  Object.entries({
    '-----': '0', '.----': '1', '..---': '2', '...--': '3', '....-': '4', '.....': '5', '-....': '6', '--...': '7',
    '---..': '8', '----.': '9', '-....-': '-', '.-.-.': '+', '.-': 'a', '-...': 'b', '-.-.': 'c', '-..': 'd', '.': 'e',
    '..-.': 'f', '--.': 'g', '....': 'h', '..': 'i', '.---': 'j', '-.-': 'k', '.-..': 'l', '--': 'm', '-.': 'n',
    '---': 'o', '.--.': 'p', '--.-': 'q', '.-.': 'r', '...': 's', '-': 't', '..-': 'u', '...-': 'v', '.--': 'w',
    '-..-': 'x', '-.--': 'y', '--..': 'z', '---...': ':',
  }),
); // prettier-ignore
const MARK = '[.\u00b7\u2022_\u2010-\u2015\u2212-]';
const PAUSE = String.raw`(?:[ \t\n]{1,3}|[ \n]?[/|,][ \n]?)`;
/** Each digit has three of one mark side by side. */
const THREES = Array.from('.\u00b7\u2022_-\u2010\u2011\u2013\u2014\u2212', (mark) => mark.repeat(3));
/** Two signs of digits beside each other. */
const MAY_BE_MORSE = new RegExp(`${MARK}{5}${PAUSE}${MARK}{5}`, 'u');
const MORSE_RUN = new RegExp(`(?<!${MARK})(?:${MARK}{1,6}${PAUSE}){9,200}${MARK}{1,6}(?!${MARK})`, 'gu');

function morse(text: string): readonly Decoded[] {
  if (!THREES.some((three) => text.includes(three)) || !MAY_BE_MORSE.test(text)) return [];
  const found: Decoded[] = [];
  for (const { 0: run, index } of text.matchAll(MORSE_RUN)) {
    const plain = run.replace(/[\u00b7\u2022]/gu, '.').replace(/[_\u2010-\u2015\u2212]/gu, '-');
    const words = plain.split(/\s*[/|,]\s*|[ \t\n]+/u).map((sign) => MORSE.get(sign) ?? ' ');
    const line = words.join('').replace(/([a-z])(?=\d)/gu, '$1 ');
    // a rule of a table is nothing but noughts
    if (/\d{6}[-+ ]?\d{4}/u.test(line) && /[1-9]/u.test(line)) found.push({ line, at: index });
  }
  return found;
}

/** `Personnummer (bas 36): 2jf0k5c4`: a word right behind the label, in another base. */
const OTHER_BASE = new RegExp(
  String.raw`(?:${LABEL.source})[^\n]{0,25}?(?<![\w.-])(0[xbo])?([\da-z]{6,40})h?(?![\w.-])`,
  'giu',
);
/** A digit and a letter side by side. */
const MAY_BE_BASE = /\d[A-Za-z]/;
const MOST_BASES = 50;

const numberOf = (letters: string, base: number): string => {
  const value = Array.from(letters).reduce((sum, letter) => sum * base + Number.parseInt(letter, 36), 0);
  return Number.isSafeInteger(value) && value >= 1e9 && value < 1e12 ? String(value).padStart(10, '0') : '';
};

/** Numbers in hexadecimal, octal, binary or base 36 behind a label. */
function otherBases(text: string): readonly Decoded[] {
  if (!MAY_BE_BASE.test(text) || !LABEL.test(text)) return [];
  const found: Decoded[] = [];
  let tries = 0;
  for (const match of text.matchAll(OTHER_BASE)) {
    if (tries++ > MOST_BASES) break;
    const [all, mark = '', letters = ''] = match;
    if (/^\d+$/u.test(letters) && mark === '') continue;
    const marked = { '0x': 16, '0b': 2, '0o': 8 }[mark.toLowerCase()];
    const bases = marked !== undefined ? [marked] : /^[\da-f]+$/iu.test(letters) ? [16, 36] : [36];
    for (const base of bases) {
      const number = numberOf(letters.toLowerCase(), base);
      if (number !== '')
        found.push({ line: `${all.slice(0, all.length - letters.length - mark.length)}${number}`, at: match.index });
    }
  }
  return found;
}

/** @returns what words and lines of a text say that are an encoding of an identifier; none for nearly every text */
export function codedNumbers(text: string): readonly Decoded[] {
  const hasLines = mayHaveCodedLines(text);
  const lines = hasLines ? [...encodedLines(text, UU_LINE, uuValue), ...encodedLines(text, XX_LINE, xxValue)] : [];
  return [...codedLetters(text, hasLines), ...lines, ...morse(text), ...otherBases(text)];
}
