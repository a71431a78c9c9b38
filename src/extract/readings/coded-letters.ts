/**
 * Words that are an encoding of text with an identifier's digits in it, and have no mark by which they could be told: base 85, 62, 58, 32. What
 * counts is what comes out; the first letters of nearly every word rule it out. Pure.
 */

import { BASE32, BASE58, BASE62, BASE85, base32, base85, beginsWithAscii, oneNumber } from './bases.ts';

/** A number of an identifier's length (ten to twelve digits, or Finnish), and nothing but text around it. */
const NUMBER = /(?<!\d)(?:\d{6}[-+ ]?\d{5}|(?:\d{6}|\d{8})[-+ ]?\d{4}|\d{6}[-+A-FU-Y]\d{3}[\dA-Y])(?!\w)/u;
const isText = (text: string): boolean => /^[\t\n\r\x20-\x7e\u00a0-\u02ff\u2010-\u201f]+$/u.test(text);

/** What bytes say, when that is text with such a number in it. */
export function numberInBytes(bytes: Buffer): string | null {
  const utf8 = bytes.toString('utf8');
  const text = utf8.includes('\ufffd') ? bytes.toString('latin1') : utf8;
  const trimmed = text.replace(/[\0\s]+$/u, '');
  return isText(trimmed) && NUMBER.test(trimmed) ? trimmed : null;
}

/** No number of ten digits takes fewer letters. */
const SHORTEST = 13;
const LONGEST = 400;
const LONGEST_NUMBER = 60;
/** Words of base 58 or 62 that are looked at, in one text. */
const MOST_NUMBERS = 300;

const textOf = (bytes: Buffer | null): string | null => (bytes === null ? null : numberInBytes(bytes));

/** As words of prose are written: in base 85 no text comes out as one. */
const PROSE = /^[A-Z]?[a-z-]+[.,;:!?)]?$/;
const RFC4648 = BASE32.slice(0, 1);

function decodedByBits(word: string): string | null {
  if (PROSE.test(word)) return decodedByFives(word, RFC4648);
  for (const values of BASE85) {
    const text = textOf(base85(word, values));
    if (text !== null) return text;
  }
  return decodedByFives(word.endsWith('=') ? word.replace(/=+$/u, '') : word, BASE32);
}

function decodedByFives(letters: string, alphabets: readonly Uint8Array[]): string | null {
  for (const values of alphabets) {
    const text = beginsWithAscii(letters, values) ? textOf(base32(letters, values)) : null;
    if (text !== null) return text;
  }
  return null;
}

const MIXED = /^(?=[A-Za-z]*\d)(?=[\dA-Z]*[a-z])(?=[\da-z]*[A-Z])[\dA-Za-z]{14,60}$/;

/** A digit or large letter inside a word. */
const UNLIKE_PROSE = /.[A-Z\d]/;
/** Marks by which a word may be cut. */
const MARKED = /[=:"'(<>.,;!?)\]}]/;

/** A word without what may stand around it in a sentence, or in front of it as a name. */
const bare = (word: string): string => word.replace(/^[^]*[=:"'(<>]/u, '').replace(/[.,;:!?)"'>\]}]+$/u, '');

/** Something decoded, and where it stands. */
export interface Decoded {
  readonly line: string;
  readonly at: number;
}

/** Four letters and a blank or hyphen, as keys are read out. */
const GROUPS = /[A-Z2-7]{4}[ -][A-Z2-7]{4}[ -](?:[A-Z2-7]{4}[ -]){2,40}[A-Z2-7]{1,4}(?![\w-])/g;
/** Lines of one word each. */
const LINES = /(?<![^\n])[!-~]{10,100}\r?\n(?:[!-~]{5,100}(?:\r?\n|$)){1,20}/g;

const isLetter = (code: number): boolean => code > 0x20 && code < 0x7f;

/** Beginnings and ends of the words that are long enough. Every thirteenth letter is looked at, because one of them is in each such word. */
function longWords(text: string): readonly (readonly [from: number, to: number])[] {
  const words: (readonly [number, number])[] = [];
  for (let at = SHORTEST - 1; at < text.length; at += SHORTEST) {
    if (!isLetter(text.charCodeAt(at))) continue;
    let from = at;
    while (from > 0 && isLetter(text.charCodeAt(from - 1))) from--;
    let to = at + 1;
    while (to < text.length && isLetter(text.charCodeAt(to))) to++;
    if (to - from >= SHORTEST) words.push([from, to]);
    // the last letter of what was looked at is no part of another word
    at = Math.max(at, to - SHORTEST);
  }
  return words;
}

/**
 * @param hasCodedLines see `mayHaveCodedLines`
 * @returns what the words of a text say that decode to a text with an identifier's digits; none for nearly every text
 */
export function codedLetters(text: string, hasCodedLines: boolean): readonly Decoded[] {
  const found: Decoded[] = [];
  let numbers = 0;
  const add = (word: string, at: number): void => {
    if (word.length < SHORTEST || word.length > LONGEST) return;
    const decoded = decodedByBits(word);
    if (decoded !== null) found.push({ line: decoded, at });
    else if (word.length <= LONGEST_NUMBER && MIXED.test(word) && numbers++ < MOST_NUMBERS)
      for (const alphabet of [BASE58, ...BASE62]) {
        const line = textOf(oneNumber(word, alphabet));
        if (line !== null) found.push({ line, at });
      }
  };
  for (const [from, to] of longWords(text)) {
    if (to - from > 2 * LONGEST) continue;
    const word = text.slice(from, to);
    add(word, from);
    if (!UNLIKE_PROSE.test(word) || !MARKED.test(word)) continue;
    const inner = bare(word);
    if (inner !== word) add(inner, from);
  }
  if (found.length > 0 || !hasCodedLines) return found;
  for (const { 0: run, index } of text.matchAll(GROUPS)) add(run.replace(/[ -]/gu, ''), index);
  for (const { 0: run, index } of text.matchAll(LINES)) add(run.replace(/\s/gu, ''), index);
  return found;
}

/** Letters at the beginning of a line of code that are no small ones, unless it is one word. */
const TELLING = 10;

/** Whether a line is one long word, or begins without small letters: nearly no line of prose does. */
export function mayHaveCodedLines(text: string): boolean {
  for (let start = 0; start >= 0 && start < text.length; start = text.indexOf('\n', start) + 1 || -1) {
    if (isTelling(text, start)) return true;
  }
  return false;
}

function isTelling(text: string, start: number): boolean {
  let at = start;
  while (text.charCodeAt(at) === 0x3e || text.charCodeAt(at) === 0x20) at++;
  if (at - start > 4) at = start;
  let blanks = 0;
  let small = 0;
  for (let i = 0; i < TELLING; i++) {
    const code = text.charCodeAt(at + i);
    // the end of the line or of the text, a letter beyond ASCII
    if (!(code >= 0x20 && code < 0x7f)) return false;
    if (code === 0x20) blanks++;
    else if (code >= 0x61) small++;
    if (blanks > 0 && small > 0) return false;
  }
  if (small === 0) return true;
  for (let i = at + TELLING; i < text.length; i++) {
    const code = text.charCodeAt(i);
    if (code === 0x0a || code === 0x0d) return true;
    if (!isLetter(code)) return false;
  }
  return true;
}
