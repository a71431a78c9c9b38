/**
 * Signs that show a digit and are none to a program: Roman and Chinese numerals, digits in circles and with full stops, counting rods,
 * clocks, Braille, and letters of other alphabets that look like digits. Pure; each takes a line and gives it as it would be read.
 */

/** Rows of signs for 1 to 9, by the first one. */
const FROM_ONE = [
  0x2160, 0x2170, 0x2460, 0x2474, 0x2488, 0x24f5, 0x2776, 0x2780, 0x278a, 0x3021, 0x1d360, 0x1f550,
] as const;
/** Signs for nought to nine that stand in no row. */
const LISTED: Readonly<Record<string, string>> = {
  '〇': '0', '零': '0', '一': '1', '二': '2', '三': '3', '四': '4', '五': '5', '六': '6', '七': '7', '八': '8', '九': '9',
  '⁰': '0', '¹': '1', '²': '2', '³': '3', '⁴': '4', '⁵': '5', '⁶': '6', '⁷': '7', '⁸': '8', '⁹': '9',
  '₀': '0', '₁': '1', '₂': '2', '₃': '3', '₄': '4', '₅': '5', '₆': '6', '₇': '7', '₈': '8', '₉': '9', '\u24ff': '0',
  '\u{1f100}': '0', '\u{1f10b}': '0', '\u{1f10c}': '0', '\u{1f55b}': '0', '\u24ea': '0',
}; // prettier-ignore

const DIGIT_OF: ReadonlyMap<string, string> = new Map([
  ...FROM_ONE.flatMap((first) =>
    Array.from({ length: 9 }, (_, i): [string, string] => [String.fromCodePoint(first + i), String(i + 1)]),
  ),
  ...Object.entries(LISTED),
]);
const SMALL_HYPHENS = /[\u207b\u208b]/gu;
const SIGN = `[${[...DIGIT_OF.keys()].join('')}]`;

/** Six or more of them with hyphens and their small forms between, or three with nothing but digits. */
export const SIGNS = new RegExp(
  `(?:${SIGN}[-+ \\d\u207b\u208b]?){5}${SIGN}|${SIGN}[-+\\d]{0,5}${SIGN}[-+\\d]{0,5}${SIGN}`,
  'u',
);
const EVERY_SIGN = new RegExp(SIGN, 'gu');
export const withoutSigns = (line: string): string =>
  line.replace(EVERY_SIGN, (sign) => DIGIT_OF.get(sign) ?? sign).replace(SMALL_HYPHENS, '-');

/** Braille: a number sign, and the letters a to j as its digits. */
export const BRAILLE = /\u283c[\u2800-\u281f]/u;
const CELLS = '\u281a\u2801\u2803\u2809\u2819\u2811\u280b\u281b\u2813\u280a';
export const withoutBraille = (line: string): string =>
  line.replace(/\u283c[\u2801-\u281b]{1,13}(?:[-\u2824]\u283c?[\u2801-\u281b]{1,13})?/gu, (run) =>
    Array.from(run.replaceAll('\u283c', ''), (cell) =>
      cell === '-' || cell === '\u2824' ? '-' : CELLS.indexOf(cell),
    ).join(''),
  );

/** Letters that bad optical recognition takes for digits, and letters of other alphabets that look like them. */
const LETTERS: Readonly<Record<string, string>> = {
  O: '0', o: '0', '\u041e': '0', '\u043e': '0', '\u039f': '0', '\u03bf': '0',
  I: '1', l: '1', '|': '1', '\u0406': '1', '\u0456': '1', '\u04c0': '1', '\u0399': '1',
  Z: '2', '\u0417': '3', '\u0437': '3', S: '5', '\u0405': '5', '\u0431': '6', B: '8', '\u0412': '8', '\u0392': '8',
}; // prettier-ignore
const LETTER = `[${Object.keys(LETTERS).join('')}]`;
const MIXED = `[${Object.keys(LETTERS).join('')}\\d]`;
/** A letter first is the beginning of some reference, unless there are more of them. */
const MIXED_RUN = new RegExp(
  `(?<![\\p{L}\\p{N}])(?:\\d|${LETTER}(?=[-+\\d]*${LETTER}))${MIXED}{5}(?:${MIXED}{2})?[-+]${MIXED}{4}(?![\\p{L}\\p{N}])`,
  'gu',
);
const LEAST_DIGITS = 6;

/** By a digit, as other readings of ASCII are looked for. */
export const MIXED_LETTERS = /\d(?:(?:[BSZ]|(?<=[BSZ]\d)\d)|[BSZOoIl|]{1,5}-|-[BSZOoIl|])/u;
/** The same with letters of other alphabets. */
export const FOREIGN_LETTERS =
  /\d[\u0405\u0406\u0412\u0417\u041e\u0431\u0437\u043e\u0456\u04c0\u0392\u0399\u039f\u03bf]|[\u0405\u0406\u0412\u0417\u041e\u0431\u0437\u043e\u0456\u04c0\u0392\u0399\u039f\u03bf]\d/u;
export const withoutLetters = (line: string): string =>
  line.replace(MIXED_RUN, (run) =>
    run.replace(/\D/gu, '').length >= LEAST_DIGITS && /\p{L}|\|/u.test(run)
      ? Array.from(run, (letter) => LETTERS[letter] ?? letter).join('')
      : run,
  );
