/** A text as a reader takes it in: sentence by sentence. */
import type { Span } from '../../core/text.ts';

const LONGEST_SENTENCE = 420;
/** Longer pairs of sentences are not weighed together. */
export const LONGEST_PASSAGE = 600;
/** 'Ok, tack.' says nothing. */
export const SHORTEST_PASSAGE = 12;
/** A line this short that begins anew was not wrapped: it ends where it ends. */
const WRAPPED_FROM = 45;
/** A text with more has long been found out. */
const MOST_SENTENCES = 20_000;

const isBlank = (code: number): boolean => code === 32 || code === 9 || code === 13 || code === 62 || code === 160;
const isCapitalAt = (text: string, index: number): boolean => {
  const c = text.charAt(index);
  return c !== c.toLowerCase();
};
const BULLET = /^[ \t>]{0,8}(?:[-•*–§]\s|\d{1,2}[.:)]\s?\S)/;

/** Index behind blanks and quotation marks of a line. */
function contentAt(text: string, from: number): number {
  let i = from;
  while (i < text.length && isBlank(text.charCodeAt(i))) i++;
  return i;
}

/** Does a line break at an index end a sentence? */
function endsLine(text: string, lineStart: number, at: number): boolean {
  const next = contentAt(text, at + 1);
  if (next >= text.length || text.charCodeAt(next) === 10) return true;
  if (BULLET.test(text.slice(at + 1, at + 14)) || text.slice(lineStart, at).includes('\t')) return true;
  return at - lineStart < WRAPPED_FROM && (isCapitalAt(text, next) || text.charCodeAt(at - 1) === 58);
}

/** Sentences, lines of lists and rows of tables, ascending, not overlapping. Linear in the length of the text. */
export function sentences(text: string): readonly Span[] {
  const out: Span[] = [];
  let start = 0;
  let lineStart = 0;
  const close = (end: number): void => {
    const from = contentAt(text, start);
    if (end - from >= 3) out.push({ start: from, end });
    start = end;
  };
  for (let i = 0; i < text.length && out.length < MOST_SENTENCES; i++) {
    const code = text.charCodeAt(i);
    if (code === 10) {
      if (i > start && endsLine(text, lineStart, i)) close(i);
      lineStart = i + 1;
    } else if (code === 46 || code === 33 || code === 63) {
      const next = contentAt(text, i + 1);
      const spaced = next > i + 1 || text.charCodeAt(next) === 10;
      if (spaced && (code !== 46 || isCapitalAt(text, next) || text.charCodeAt(next) === 10)) close(i + 1);
    }
    if (i - start > LONGEST_SENTENCE && code === 32) close(i);
  }
  close(text.length);
  return out;
}
