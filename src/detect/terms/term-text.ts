import type { NormalisedText } from '../normalise.ts';

/** The text the automaton runs over, with the way back to the original. */
export interface TermText {
  readonly text: string;
  /** original index of an index of `text`; never goes backwards; accepts text.length */
  originalIndex(index: number): number;
}

// A word broken at the end of a line, as PDF text has it.
const BROKEN_WORD = /(?<=\p{Ll})-[ ]{0,2}\r?\n[ ]{0,4}(?=\p{Ll})/gu;
/** What all of them have, to be looked for at memory speed. */
const BREAKS = ['-\n', '-\r\n', '- \n', '- \r\n', '-  \n', '-  \r\n'];
// UTF-8 read as windows-1252.
const MOJIBAKE: Readonly<Record<string, string>> = {
  'Ã¥': 'å',
  'Ã¤': 'ä',
  'Ã¶': 'ö',
  'Ã¦': 'æ',
  'Ã¸': 'ø',
  'Ã©': 'é',
  'Ã…': 'Å',
  'Ã„': 'Ä',
  'Ã–': 'Ö',
  'Ã†': 'Æ',
  'Ã˜': 'Ø',
};
const MOJIBAKE_PAIR = /Ã[¥¤¶¦¸©…„–†˜]/g;
// Cyrillic and Greek letters that look Latin, beside a Latin letter: nobody writes so by accident.
const LOOKALIKES: Readonly<Record<string, string>> = {
  а: 'a',
  е: 'e',
  о: 'o',
  р: 'p',
  с: 'c',
  х: 'x',
  у: 'y',
  і: 'i',
  ѕ: 's',
  ԁ: 'd',
  ο: 'o',
  α: 'a',
  ν: 'v',
};
const LOOKALIKE = /(?<=[a-zåäöæø])[аеорсхуіѕԁοαν]|[аеорсхуіѕԁοαν](?=[a-zåäöæø])/gi;

const OTHER_LETTERS = /[\u0370-\u052f]/;

interface Change {
  readonly at: number;
  readonly remove: number;
  readonly insert: string;
}

/** Joins broken words and mends letters, so that a listed word is one run of its letters. */
export function termText(normalised: NormalisedText): TermText {
  const source = normalised.text;
  const changes: Change[] = [];
  if (source.includes('\n') && BREAKS.some((mark) => source.includes(mark))) {
    for (const match of source.matchAll(BROKEN_WORD)) {
      changes.push({ at: match.index, remove: match[0].length, insert: '' });
    }
  }
  if (source.includes('Ã')) {
    for (const match of source.matchAll(MOJIBAKE_PAIR)) {
      changes.push({ at: match.index, remove: 2, insert: MOJIBAKE[match[0]] ?? match[0] });
    }
  }
  // Looking for the letters alone first: most texts have none, and the expression that looks beside them is slow.
  for (const match of OTHER_LETTERS.test(source) ? source.matchAll(LOOKALIKE) : []) {
    changes.push({ at: match.index, remove: 1, insert: LOOKALIKES[match[0].toLowerCase()] ?? match[0] });
  }
  return changes.length === 0 ? normalised : changed(normalised, changes);
}

function changed(normalised: NormalisedText, unsorted: readonly Change[]): TermText {
  const changes = unsorted.toSorted((a, b) => a.at - b.at);
  const pieces: string[] = [];
  // Behind newStarts[i] the text is shifted by shifts[i].
  const newStarts: number[] = [0];
  const shifts: number[] = [0];
  let from = 0;
  let length = 0;
  for (const change of changes) {
    const kept = normalised.text.slice(from, change.at);
    pieces.push(kept, change.insert);
    length += kept.length + change.insert.length;
    from = change.at + change.remove;
    newStarts.push(length);
    shifts.push(from - length);
  }
  pieces.push(normalised.text.slice(from));
  return {
    text: pieces.join(''),
    originalIndex: (index) => {
      let low = 0;
      let high = newStarts.length - 1;
      while (low < high) {
        const middle = (low + high + 1) >> 1;
        if ((newStarts[middle] ?? 0) <= index) low = middle;
        else high = middle - 1;
      }
      return normalised.originalIndex(index + (shifts[low] ?? 0));
    },
  };
}
