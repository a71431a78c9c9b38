/**
 * Text as the detectors see it: compatibility forms folded, digits of any script to ASCII, dashes to '-', all spaces to ' ',
 * soft hyphens and zero-width characters gone. Case and letters stay. Positions map back to the original (P5).
 */
export interface NormalisedText {
  readonly text: string;
  /** index into the original text of the character at an index of `text`; never goes backwards; accepts text.length */
  originalIndex(index: number): number;
}

/**
 * Whether a text has anything but ASCII, Latin letters, the usual quotation marks and symbols, and emoji. Few wide ranges,
 * because V8 runs such a class near memory speed and a long list of small ranges at a quarter of it.
 */
const UNUSUAL = /[\0\x85\xa0\xad\u0300-\u2017\u2020\u2021\u2023-\u2025\u2027-\u20ab\u20ad-\ud83b\ud83e-\uffff]/;
/** V8 answers this at once for a text that it keeps in Latin-1, whatever its length. */
const BEYOND_LATIN_1 = /[\u0100-\uffff]/;
/** What is unusual in Latin-1; looking for each by itself is at memory speed. */
const UNUSUAL_IN_LATIN_1 = ['\0', '\x85', '\xa0', '\xad'];

const isUnusual = (text: string): boolean =>
  BEYOND_LATIN_1.test(text) ? UNUSUAL.test(text) : UNUSUAL_IN_LATIN_1.some((character) => text.includes(character));

/** A character that may have to change: the same without the letters of other scripts. The fine answer comes from fold. */
const SUSPECT =
  /[\0\x85\xa0\xad\u0300-\u036f\u058a\u05be\u061c\u0660-\u0669\u06f0-\u06f9\u07c0-\u07c9\u0900-\u2017\u2020\u2021\u2023-\u2025\u2027-\u20ab\u20ad-\u24ff\u2700-\u303f\u30a0\ua000-\uabff\ud800-\ud83b\ud83e-\uffff]/;
const SUSPECT_GLOBAL = new RegExp(SUSPECT.source, 'g');

const DELETED =
  /^[\0\u00ad\u061c\u180b-\u180f\u200b-\u200f\u202a-\u202e\u2060-\u2064\u2066-\u206f\ufe00-\ufe0f\ufeff\u{e0000}-\u{e007f}\u{e0100}-\u{e01ef}]$/u;
const DASH = /^[\p{Pd}\u2043\u2212\u2796]$/u;
const DECIMAL_DIGIT = /^\p{Nd}$/u;
const MARK_BEYOND_LETTERS = /^[\u0300-\u036f\u20d0-\u20f0]$/;
/** Ligatures, letter-like symbols, small and full-width forms, mathematical letters: one character for another way to write it. */
const COMPATIBILITY = /^[\u2100-\u214f\ufb00-\ufb06\ufe50-\ufe6b\uff01-\uff5e\u{1d400}-\u{1d7ff}]$/u;
const SAME_IN_ASCII: Readonly<Record<string, string>> = {
  '\u0085': '\n',
  '\u2028': '\n',
  '\u2029': '\n',
  '\u2024': '.',
  '\u2044': '/',
  '\u2215': '/',
  '\u2795': '+',
};

/**
 * Value of a decimal digit of any script. Unicode assigns them in runs of ten from zero (also the five adjacent runs of
 * mathematical digits), so counting the digits before it is enough.
 */
function digitValue(codePoint: number): number {
  let before = 0;
  while (DECIMAL_DIGIT.test(String.fromCodePoint(codePoint - before - 1))) before++;
  return before % 10;
}

/** What one special character becomes; itself when it stays. @param afterDigit whether a digit stands before it */
function foldCharacter(character: string, afterDigit: boolean): string {
  if (DELETED.test(character)) return '';
  if (DASH.test(character)) return '-';
  if (/^\p{Zs}$/u.test(character)) return ' ';
  if (DECIMAL_DIGIT.test(character)) return String(digitValue(character.codePointAt(0) ?? 48));
  const same = SAME_IN_ASCII[character];
  if (same !== undefined) return same;
  // Underlined or key-capped digits: the mark would hide the number.
  if (MARK_BEYOND_LETTERS.test(character)) return afterDigit ? '' : character;
  if (COMPATIBILITY.test(character)) {
    const folded = character.normalize('NFKC');
    // Fractions such as ⅓ and signs such as ℅ would put digits or slashes where none are read.
    return /^[\p{L}\p{Nd}\p{P}+]+$/u.test(folded) ? folded.replace(/[\u2010-\u2015\u2212]/g, '-') : character;
  }
  return character;
}

/** Folding is asked for the same few characters over and over; the answers are the same for ever. */
const knownFolds = new Map<string, string>();
const KNOWN_FOLDS_LIMIT = 4096;

function fold(character: string, afterDigit: boolean): string {
  const key = afterDigit ? `1${character}` : character;
  const known = knownFolds.get(key);
  if (known !== undefined) return known;
  const result = foldCharacter(character, afterDigit);
  if (knownFolds.size < KNOWN_FOLDS_LIMIT) knownFolds.set(key, result);
  return result;
}

/** Where the distance between the two texts changes: parallel, ascending. */
interface Breaks {
  readonly at: number[];
  readonly original: number[];
}

/** Index of the last entry not above a value; -1 when there is none. */
function lastNotAbove(sorted: readonly number[], value: number): number {
  let low = 0;
  let high = sorted.length;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if ((sorted[middle] ?? Infinity) <= value) low = middle + 1;
    else high = middle;
  }
  return low - 1;
}

const isDigitCode = (code: number): boolean => code >= 48 && code <= 57;
const isMark = (code: number): boolean => code >= 0x300 && code <= 0x36f;

/** The character at a match of SUSPECT: both halves of a surrogate pair, a lone half by itself. */
function characterAt(text: string, index: number): string {
  const code = text.charCodeAt(index);
  return code >= 0xd800 && code <= 0xdbff ? String.fromCodePoint(text.codePointAt(index) ?? code) : text.charAt(index);
}

/** Collects the rewritten text and where it departs from the original. */
class Rewriting {
  private readonly chunks: string[] = [];
  private readonly breaks: Breaks = { at: [], original: [] };
  private size = 0;
  private copied = 0;
  private lastCode = 0;

  private readonly text: string;

  constructor(text: string) {
    this.text = text;
  }

  /** Copies what is unchanged up to an index and replaces [index, index + length) by `piece`. */
  replace(index: number, length: number, piece: string): void {
    if (index > this.copied) {
      this.chunks.push(this.text.slice(this.copied, index));
      this.size += index - this.copied;
      this.lastCode = this.text.charCodeAt(index - 1);
    }
    this.copied = index + length;
    if (piece !== '') {
      this.chunks.push(piece);
      this.lastCode = piece.charCodeAt(piece.length - 1);
      // Each character of a longer replacement points at the beginning of what it replaces.
      if (piece.length === length) this.size += length;
      else for (let i = 0; i < piece.length; i++, this.size++) this.note(index);
    }
    if (piece.length !== length) this.note(this.copied);
  }

  /** UTF-16 code of the character that stands before an index in the rewritten text; 0 at the beginning */
  codeBefore(index: number): number {
    return index > this.copied ? this.text.charCodeAt(index - 1) : this.lastCode;
  }

  /** Joins a combining mark to the character before it; false when the two do not compose. */
  compose(index: number, mark: string): boolean {
    if (index > this.copied) {
      const composed = (this.text.charAt(index - 1) + mark).normalize('NFC');
      if (composed.length === 1) this.replace(index - 1, 2, composed);
      return composed.length === 1;
    }
    const last = this.chunks.at(-1);
    const composed = last?.length === 1 ? (last + mark).normalize('NFC') : '';
    if (composed.length !== 1) return false;
    this.chunks[this.chunks.length - 1] = composed;
    this.lastCode = composed.charCodeAt(0);
    this.copied = index + 1;
    this.note(this.copied);
    return true;
  }

  build(): NormalisedText {
    if (this.copied === 0) return identity(this.text);
    this.chunks.push(this.text.slice(this.copied));
    const breaks = this.breaks;
    return { text: this.chunks.join(''), originalIndex: (index) => mapBack(breaks, index) };
  }

  private note(original: number): void {
    this.breaks.at.push(this.size);
    this.breaks.original.push(original);
  }
}

/** Rewrites a text that has at least one suspect character. */
function rewrite(text: string): NormalisedText {
  const rewriting = new Rewriting(text);
  SUSPECT_GLOBAL.lastIndex = 0;
  for (let match = SUSPECT_GLOBAL.exec(text); match !== null; match = SUSPECT_GLOBAL.exec(text)) {
    const index = match.index;
    const character = characterAt(text, index);
    SUSPECT_GLOBAL.lastIndex = index + character.length;
    const before = rewriting.codeBefore(index);
    if (isMark(character.charCodeAt(0)) && rewriting.compose(index, character)) continue;
    const result = fold(character, isDigitCode(before));
    if (result !== character) rewriting.replace(index, character.length, result);
  }
  return rewriting.build();
}

/** Of several breaks at one place (deleted runs) the last one counts: positions skip what was deleted. */
function mapBack(breaks: Breaks, index: number): number {
  const found = lastNotAbove(breaks.at, index);
  if (found < 0) return index;
  return (breaks.original[found] ?? 0) + index - (breaks.at[found] ?? 0);
}

const identity = (text: string): NormalisedText => ({ text, originalIndex: (index) => index });

/**
 * Normalises a text: Unicode decimal digits, dashes, plus signs and spaces to ASCII; soft hyphens, zero-width and
 * direction characters, variation selectors and NUL deleted; decomposed Latin letters composed; full-width, ligature and
 * mathematical letters to plain ones. Superscripts, circled and fraction digits stay: they are footnotes and list marks.
 * Plain text is returned as it is, with the identity map. Linear in the length of the text.
 * @param text original text of any content, lone surrogates included
 */
export function normalise(text: string): NormalisedText {
  if (!isUnusual(text)) return identity(text);
  // Dashes and no-break spaces are all that most office text has: same length, and ten times as fast this way.
  const common = text.replaceAll('\u2013', '-').replaceAll('\u2014', '-').replaceAll('\u00a0', ' ');
  return isUnusual(common) ? rewrite(common) : identity(common);
}
