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
function contentAt(text: string, from: number, end = text.length): number {
  let i = from;
  while (i < end && isBlank(text.charCodeAt(i))) i++;
  return i;
}

/** Does a line break at an index end a sentence? */
function endsLine(text: string, lineStart: number, at: number): boolean {
  const next = contentAt(text, at + 1);
  if (next >= text.length || text.charCodeAt(next) === 10) return true;
  if (BULLET.test(text.slice(at + 1, at + 14)) || text.slice(lineStart, at).includes('\t')) return true;
  return at - lineStart < WRAPPED_FROM && (isCapitalAt(text, next) || text.charCodeAt(at - 1) === 58);
}

/** Where a sentence may end; everything between is passed over at the speed of the expression. */
const STOPS = /[\n.!?]/g;

/** Sentences, lines of lists and rows of tables, ascending, not overlapping. Linear in the length of the text. */
export function sentences(text: string): readonly Span[] {
  const out: Span[] = [];
  let start = 0;
  let lineStart = 0;
  const close = (end: number): void => {
    while (end - start > LONGEST_SENTENCE) {
      // in this piece only: in a text without blanks a search back to its beginning would cost the square of its length
      const blank = text.slice(start, start + LONGEST_SENTENCE + 1).lastIndexOf(' ');
      push(start + (blank > 0 ? blank : LONGEST_SENTENCE));
    }
    push(end);
  };
  const push = (end: number): void => {
    const from = contentAt(text, start, end);
    if (end - from >= SHORTEST_SENTENCE) out.push({ start: from, end });
    start = end;
  };
  STOPS.lastIndex = 0;
  for (let stop = STOPS.exec(text); stop !== null && out.length < MOST_SENTENCES; stop = STOPS.exec(text)) {
    const i = stop.index;
    if (text.charCodeAt(i) === 10) {
      if (i > start && endsLine(text, lineStart, i)) close(i);
      lineStart = i + 1;
    } else if (endsSentence(text, i)) close(i + 1);
  }
  if (out.length < MOST_SENTENCES) close(text.length);
  return out;
}

const SHORTEST_SENTENCE = 3;

/** Does a mark at an index end a sentence? A full stop needs a capital behind it: 'kl. 10', 'f. 2014' go on. */
function endsSentence(text: string, at: number): boolean {
  const next = contentAt(text, at + 1);
  const newLine = text.charCodeAt(next) === 10 || next >= text.length;
  if (next === at + 1 && !newLine) return false;
  return text.charCodeAt(at) !== 46 || newLine || isCapitalAt(text, next);
}
