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
