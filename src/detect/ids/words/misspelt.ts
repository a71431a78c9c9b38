/** Words for a personal number as people mistype them: "persnummr", "persoonr", "fødslsnummer". */
import { editDistance } from '../../../core/edit-distance.ts';
import type { LabelKind } from './label-words.ts';

/** How the words are written rightly, with the registers they speak of. */
const RIGHT: readonly (readonly [string, readonly LabelKind[]])[] = [
  ['personnummer', ['se', 'no', 'dk']],
  ['personnumret', ['se', 'no', 'dk']],
  ['personnummeret', ['se', 'no', 'dk']],
  ['persnummer', ['se', 'no', 'dk']],
  ['personnr', ['se', 'no', 'dk']],
  ['samordningsnummer', ['se']],
  ['fødselsnummer', ['no', 'se']],
  ['fødselsnummeret', ['no', 'se']],
  ['födelsenummer', ['se', 'no', 'fi']],
  ['cprnummer', ['dk']],
  ['henkilötunnus', ['fi']],
  ['kennitala', ['is']],
];
/** Right themselves, and something else. */
const OTHER_WORDS = /^(?:personal|perron|pension|person(?:er|ar|s)$)/;
/** From here on two edits leave a word recognisable. */
const LONG = 11;

/**
 * Which registers a mistyped word speaks of.
 * @param word one word, any case
 * @returns null when it is no such word, or another one that is written rightly
 */
export function misspeltLabel(word: string): readonly LabelKind[] | null {
  const plain = word.toLowerCase();
  if (plain.length < 7 || plain.length > 18 || OTHER_WORDS.test(plain)) return null;
  const near = RIGHT.find(([right]) => {
    const most = right.length < LONG ? 1 : 2;
    const mayBe = plain[0] === right[0] && Math.abs(plain.length - right.length) <= most;
    return mayBe && editDistance(plain, right) <= most;
  });
  return near?.[1] ?? null;
}
