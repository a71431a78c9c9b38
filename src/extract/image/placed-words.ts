/** The words that Tesseract tells of (its table: one row for each block, line and word, cells apart by tabs), with their places. */
import type { Box } from './bitmap.ts';

/** A word that was read, and how sure it is (0–100). */
export interface PlacedWord extends Box {
  readonly text: string;
  readonly confidence: number;
  /** names its block, paragraph and line: words of a line have the same */
  readonly line: string;
  readonly paragraph: string;
}

/** What a row is about (level 5: a word) and the cells behind block, paragraph, line and number of the word. */
const WORD_LEVEL = '5';
const PLACE_CELL = 6;
const CONFIDENCE_CELL = 10;
const TEXT_CELL = 11;

/** @param table as Tesseract gives it */
export function placedWords(table: string): readonly PlacedWord[] {
  return table
    .split('\n')
    .map((row) => row.split('\t'))
    .filter(([level]) => level === WORD_LEVEL)
    .map((row) => {
      const [left = 0, top = 0, width = 0, height = 0] = row.slice(PLACE_CELL, CONFIDENCE_CELL).map(Number);
      return {
        left,
        top,
        right: left + width,
        bottom: top + height,
        confidence: Number(row[CONFIDENCE_CELL] ?? 0),
        text: row[TEXT_CELL] ?? '',
        line: row.slice(1, 5).join(),
        paragraph: row.slice(1, 4).join(),
      };
    });
}

/** Text that was read later, and where it stands. */
export interface LaterText {
  readonly text: string;
  readonly box: Box;
}

/** The words as text, with what was read later where it belongs: behind the last line above it. */
export function textWith(words: readonly PlacedWord[], later: readonly LaterText[]): string {
  const lines: { readonly words: PlacedWord[]; readonly line: string }[] = [];
  for (const word of words) {
    const last = lines.at(-1);
    if (last?.line === word.line) last.words.push(word);
    else lines.push({ words: [word], line: word.line });
  }
  const behind = new Map<number, string[]>();
  for (const { text, box } of [...later].sort((a, b) => a.box.top - b.box.top)) {
    const at = lines.findLastIndex((line) => line.words.some((word) => isAbove(word, box)));
    behind.set(at, [...(behind.get(at) ?? []), text]);
  }
  const parts: string[] = [...(behind.get(-1) ?? [])];
  lines.forEach((line, i) => {
    const isNew = i > 0 && lines[i - 1]?.words[0]?.paragraph !== line.words[0]?.paragraph;
    parts.push((isNew ? '\n' : '') + line.words.map(({ text }) => text).join(' '), ...(behind.get(i) ?? []));
  });
  return parts.join('\n');
}

const isAbove = (word: Box, box: Box): boolean =>
  (word.top + word.bottom) / 2 < box.top && word.left < box.right && word.right > box.left;
