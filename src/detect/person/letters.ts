/**
 * Letters of the names of the region, as the inside of a character class: Latin-1 and Latin Extended-A. Written out, because V8 runs
 * such a class several times faster than the Unicode property.
 */
const latinExtended = Array.from({ length: 0x80 }, (_, i) => String.fromCharCode(0x100 + i));
const isUpper = (letter: string): boolean => letter !== letter.toLowerCase();

/** Capitals. */
export const UPPER = `A-ZÀ-ÖØ-Þ${latinExtended.filter(isUpper).join('')}`;
/** Small letters. */
export const LOWER = `a-zß-öø-ÿ${latinExtended.filter((letter) => !isUpper(letter)).join('')}`;
/** Both. */
export const WORD_LETTER = 'A-Za-zÀ-ÖØ-öø-ɏ';

/** What a unit is to a name. */
export const CAPITAL = 1;
export const SMALL = 2;
/** of WORD_LETTER, but neither */
export const OTHER = 3;

const CLASSES = Uint8Array.from({ length: 0x250 }, (_, code) => {
  const letter = String.fromCharCode(code);
  if (new RegExp(`[${UPPER}]`).test(letter)) return CAPITAL;
  if (new RegExp(`[${LOWER}]`).test(letter)) return SMALL;
  return new RegExp(`[${WORD_LETTER}]`).test(letter) ? OTHER : 0;
});

/** The class of the unit at an index; 0 for what is no letter of a name, and outside the text. */
export const letterAt = (text: string, index: number): number => CLASSES[text.charCodeAt(index)] ?? 0;

/** Where capitals stand in a range of a text, ascending. Every shape of a name begins at one, and most places have none. */
export function capitalsIn(text: string, start: number, end: number): readonly number[] {
  const classes = CLASSES;
  const out: number[] = [];
  for (let i = start; i < end; i++) if (classes[text.charCodeAt(i)] === CAPITAL) out.push(i);
  return out;
}

/** Index behind the small letters that begin at `from`. */
export function endOfSmall(text: string, from: number, end: number): number {
  const classes = CLASSES;
  let i = from;
  while (i < end && classes[text.charCodeAt(i)] === SMALL) i++;
  return i;
}
