import type { Span } from '../../core/text.ts';
import { overlapping, type Evidence, type TermHit } from './evidence.ts';

/** Reach of the windows, characters to each side. */
export const W1 = 120;
const W2 = 300;
/** A text this short is one window. */
const SHORT_TEXT = 700;
const HEADING = /\n[ \t]*(?:§\s?\d{1,4}\b|\d{1,2}(?:\.\d{1,2}){0,3}[.)]?[ \t]+\p{Lu}|#{1,4} )/gu;

/** Everything near one term. */
export interface Window {
  readonly range: Span;
  readonly near: Span;
  readonly row: Span | null;
  readonly terms: readonly TermHit[];
}

/** What belongs to the matter of one term. */
export function windowOf(evidence: Evidence, anchor: TermHit): Window {
  const { layout } = evidence;
  const length = layout.text.length;
  const row = layout.rowAt(anchor.start);
  if (row !== null) return { range: row, near: row, row, terms: overlapping(evidence.terms, row) };
  const near = saidIn(evidence, anchor);
  let range: Span =
    length <= SHORT_TEXT
      ? { start: 0, end: length }
      : { start: Math.max(0, anchor.start - W2), end: Math.min(length, anchor.end + W2) };
  if (length > SHORT_TEXT) range = stopAtHeadings(layout.text, range, anchor);
  return { range, near, row: null, terms: overlapping(evidence.terms, range) };
}

const STOP = /[.!?]$/u;
const SAME_LINE = /^[^\S\n]*$/u;

/** The sentence of a term. 'Emil er hjemme. Astma igen.': one that it opens and in which nobody is spoken of goes on with the one before. */
function saidIn({ layout, signs }: Evidence, anchor: Span): Span {
  const sentence = layout.sentence(anchor, W1);
  const { start, end } = sentence;
  const goesOn =
    SAME_LINE.test(layout.text.slice(start, anchor.start)) &&
    STOP.test(layout.text.slice(Math.max(0, start - 1), start)) &&
    overlapping(signs, sentence).length === 0;
  return goesOn ? { start: layout.sentence({ start: start - 1, end: anchor.end }, W1).start, end } : sentence;
}

/** A numbered heading begins another matter: § 13 of the minutes has nothing to do with the name in § 12. */
function stopAtHeadings(text: string, range: Span, anchor: Span): Span {
  let { start, end } = range;
  for (const match of text.slice(range.start, range.end).matchAll(HEADING)) {
    const at = range.start + match.index;
    if (at <= anchor.start) start = at;
    else {
      end = at;
      break;
    }
  }
  return { start, end };
}

/** Do two spans share a character? */
export const overlaps = (a: Span, b: Span): boolean => a.start < b.end && b.start < a.end;
/** In the sentence of the window or just beside it. */
export const within120 = (sign: Span, window: Window): boolean =>
  sign.end > window.near.start - W1 / 2 && sign.start < window.near.end + W1 / 2;
