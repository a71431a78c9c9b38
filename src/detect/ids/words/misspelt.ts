/** Words for a personal number as people mistype them: "persnummr", "persoonr", "fødslsnummer". */
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
const OTHER_WORDS =
  /^(?:personal|personell|person(?:er|ar|en|s)$|perron|pass|part|patron|posten|pension|passer|prisn|portn|post|plan|fabrik|fordon|fakt|kund|kont|kolli|hand|sekt|serien|station|skåp|sakn|saks|sags)|kommun/i;
/** From here on two edits leave a word recognisable. */
const LONG = 11;

/** Edits (letter wrong, missing, too many, two swapped) between two words; more than `most` is reported as `most + 1`. */
function edits(a: string, b: string, most: number): number {
  if (Math.abs(a.length - b.length) > most) return most + 1;
  let beforeLast: number[] = [];
  let last = Array.from({ length: b.length + 1 }, (_, i) => i);
  for (let i = 1; i <= a.length; i++) {
    const row = [i];
    for (let j = 1; j <= b.length; j++) {
      const same = a[i - 1] === b[j - 1];
      let least = Math.min((last[j] ?? 0) + 1, (row[j - 1] ?? 0) + 1, (last[j - 1] ?? 0) + (same ? 0 : 1));
      const isSwapped = i > 1 && j > 1 && a[i - 1] === b[j - 2] && a[i - 2] === b[j - 1];
      if (isSwapped) least = Math.min(least, (beforeLast[j - 2] ?? 0) + 1);
      row.push(least);
    }
    beforeLast = last;
    last = row;
  }
  return last[b.length] ?? most + 1;
}

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
    return plain[0] === right[0] && edits(plain, right, most) <= most;
  });
  return near?.[1] ?? null;
}
