/** Fonts of symbols whose letters are drawn as digits in circles: Wingdings and Wingdings 2. Their letters are those of a byte, or stand 0xF000 above. */

/** The code of the digit nought in white circles and in black ones; those up to ten follow. */
export type SymbolFont = readonly [white: number, black: number];

const WINGDINGS: SymbolFont = [0x80, 0x8b];
const WINGDINGS_2: SymbolFont = [0x69, 0x74];
const PRIVATE = 0xf000;
const TEN = 10;

/** Windows-1252 from 0x80 to 0x95. */
const HIGH = '\u20ac\u0081\u201a\u0192\u201e\u2026\u2020\u2021\u02c6\u2030\u0160\u2039\u0152\u008d\u017d\u008f\u0090\u2018\u2019\u201c\u201d\u2022'; // prettier-ignore

/** @param name of a font, or several of them @returns null for fonts of letters */
export function symbolFont(name: string): SymbolFont | null {
  const kind = /wingdings ?(\d)?/iu.exec(name);
  if (kind === null) return null;
  return kind[1] === undefined ? WINGDINGS : kind[1] === '2' ? WINGDINGS_2 : null;
}

/** The digit that a character is drawn as; itself where it is none. */
function drawn(character: string, font: SymbolFont): string {
  const code = character.charCodeAt(0);
  const high = HIGH.indexOf(character);
  const byte = high >= 0 ? 0x80 + high : code >= PRIVATE ? code - PRIVATE : code;
  for (const nought of font) if (byte >= nought && byte <= nought + TEN) return String(byte - nought);
  return character;
}

/** A text as the font shows its digits. */
export const inSymbols = (text: string, font: SymbolFont): string =>
  text.replace(/[^\x20-\x68\xa0-\xff]/gu, (character) => drawn(character, font));

/** The same for characters of the private area whose font nobody names: other fonts have no digits there. */
export const privateSymbols = (text: string): string =>
  text.replace(/[\uf080-\uf095]/gu, (character) => drawn(character, WINGDINGS));

/** Characters of symbol fonts stand 0xF000 above their code (ECMA-376 part 1, 17.3.3.30). */
export function symbolOf(hex: string, fontName: string): string {
  const code = Number.parseInt(hex, 16);
  if (!Number.isFinite(code) || code <= 0 || code > 0xffff) return '';
  const font = symbolFont(fontName);
  if (font !== null) return inSymbols(String.fromCharCode(code), font);
  return String.fromCharCode(code >= 0xf000 && code <= 0xf0ff ? code - 0xf000 : code);
}
