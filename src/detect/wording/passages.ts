/** A text as a reader takes it in: sentence by sentence. */
import type { Span } from '../../core/text.ts';
import { isCapital } from '../terms/lexicon.ts';

/** Longer ones are cut. */
export const LONGEST_SENTENCE = 420;
/** Longer pairs of sentences are not weighed together. */
export const LONGEST_PASSAGE = 600;
/** 'Ok, tack.' says nothing. */
export const SHORTEST_PASSAGE = 12;
/** A line this short that begins anew was not wrapped: it ends where it ends. */
const WRAPPED_FROM = 45;
/** Less is a stop alone. */
const SHORTEST_SENTENCE = 3;
/** A text with more has long been found out. */
const MOST_SENTENCES = 20_000;

const isBlank = (code: number): boolean => code === 32 || code === 9 || code === 13 || code === 62 || code === 160;
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
  return at - lineStart < WRAPPED_FROM && (isCapital(text, next) || text.charCodeAt(at - 1) === 58);
}

/** To be looked for when a line ends: once for each line, so that it costs no more than reading it. */
const UNKNOWN = -1;
const lineStartOf = (text: string, index: number): number => (index === 0 ? 0 : text.lastIndexOf('\n', index - 1) + 1);

const isStop = (code: number): boolean => code === 10 || code === 46 || code === 33 || code === 63;

/**
 * Walks over the sentences of a text, ascending, not overlapping. Where one ends is told by what stands around its end, never by what
 * stood far ahead of it: so the walk can go on at a later place as if it had read everything up to there.
 */
export class SentenceWalk {
  private readonly text: string;
  /** behind the sentence given last */
  private start = 0;
  private lineStart = 0;
  private at = 0;
  /** end of what is being given, which may have to be cut; -1 when the next stop is to be looked for */
  private closing = -1;
  private isDone = false;
  private given = 0;

  constructor(text: string) {
    this.text = text;
  }

  /** The next one; null behind the last. */
  next(): Span | null {
    for (;;) {
      if (this.closing < 0 && !this.findEnd()) return null;
      const sentence = this.cut();
      if (sentence !== null) return sentence;
    }
  }

  /**
   * Leaves out what stands well ahead of a place: the next sentences are the last ones before it.
   * @param isEnough whether what lies between two ends counts as the sentence before
   * @returns whether anything was left out
   */
  skipTo(place: number, isEnough: (start: number, end: number) => boolean): boolean {
    if (this.closing >= 0 || this.text.length > LONGEST_SKIPPED) return false;
    let near = -1;
    for (let i = place - 1; i >= this.at; i--) {
      if (!isStop(this.text.charCodeAt(i))) continue;
      const isBreak = this.text.charCodeAt(i) === 10;
      if (!(isBreak ? endsLine(this.text, lineStartOf(this.text, i), i) : endsSentence(this.text, i))) continue;
      const end = isBreak ? i : i + 1;
      const behind = near;
      near = end;
      if (behind >= 0 && isEnough(contentAt(this.text, end, behind), behind)) {
        this.lineStart = isBreak ? i + 1 : UNKNOWN;
        this.start = end;
        this.at = i + 1;
        return true;
      }
    }
    return false;
  }

  /** Sets `closing`. @returns false at the end of the text */
  private findEnd(): boolean {
    const { text } = this;
    if (this.isDone || this.given >= MOST_SENTENCES) return false;
    for (let i = this.at; i < text.length; i++) {
      const code = text.charCodeAt(i);
      if (!isStop(code)) continue;
      const isEnd =
        code === 10
          ? i > this.start && endsLine(text, this.lineStart === UNKNOWN ? lineStartOf(text, i) : this.lineStart, i)
          : endsSentence(text, i);
      if (code === 10) this.lineStart = i + 1;
      if (!isEnd) continue;
      this.at = i + 1;
      this.closing = code === 10 ? i : i + 1;
      return true;
    }
    this.isDone = true;
    this.closing = text.length;
    return true;
  }

  /** What lies between the last sentence and `closing`, or as much of it as a sentence may be long; null when that is nothing. */
  private cut(): Span | null {
    const { start, text } = this;
    let end = this.closing;
    if (end - start > LONGEST_SENTENCE) {
      // in this piece only: in a text without blanks a search back to its beginning would cost the square of its length
      const blank = text.slice(start, start + LONGEST_SENTENCE + 1).lastIndexOf(' ');
      end = start + (blank > 0 ? blank : LONGEST_SENTENCE);
    } else this.closing = -1;
    this.start = end;
    const from = contentAt(text, start, end);
    if (end - from < SHORTEST_SENTENCE) return null;
    this.given++;
    return { start: from, end };
  }
}

/** Is there enough between two ends for a sentence? */
export const isSentence = (start: number, end: number): boolean => end - start >= SHORTEST_SENTENCE;

/** Below this length a text cannot have more than MOST_SENTENCES, so that they need not be counted. */
const LONGEST_SKIPPED = SHORTEST_SENTENCE * MOST_SENTENCES;

/** Sentences, lines of lists and rows of tables, ascending, not overlapping. Linear in the length of the text. */
export function sentences(text: string): readonly Span[] {
  const out: Span[] = [];
  const walk = new SentenceWalk(text);
  for (let sentence = walk.next(); sentence !== null; sentence = walk.next()) out.push(sentence);
  return out;
}

/** Does a mark at an index end a sentence? A full stop needs a capital behind it: 'kl. 10', 'f. 2014' go on. */
function endsSentence(text: string, at: number): boolean {
  const next = contentAt(text, at + 1);
  const newLine = text.charCodeAt(next) === 10 || next >= text.length;
  if (next === at + 1 && !newLine) return false;
  return text.charCodeAt(at) !== 46 || newLine || isCapital(text, next);
}
