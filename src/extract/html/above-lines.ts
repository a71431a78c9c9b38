/** What stands above the letters of a line: reading aids (`rt`) and marks of emphasis that style sets. Of a line they are read together. */
import { isIdentifierLength } from '../decoys.ts';

const MARK = /^[\d+\u2010-\u2015\u2212-]+$/u;
const LONGEST = 60;
/** A mark is repeated above each letter. */
const MOST_REPEATED = 12;

/** Follows the texts of one document. */
export class AboveLines {
  private readonly found = new Set<string>();
  private aids = '';
  private marks = '';

  /** Numbers that stand above lines. */
  get lines(): Iterable<string> {
    return this.found;
  }

  /** A reading aid. */
  aid(text: string): void {
    if (this.aids.length < LONGEST) this.aids += text.trim();
  }

  /** A text with a mark above each letter. */
  marked(text: string, mark: string): void {
    const letters = Array.from(text.replace(/\s+/gu, '').slice(0, 2 * MOST_REPEATED)).length;
    if (this.marks.length < LONGEST) this.marks += mark.repeat(Math.min(MOST_REPEATED, letters));
  }

  /** The line ends. */
  finish(): void {
    for (const above of [this.aids, this.marks])
      if (MARK.test(above) && isIdentifierLength(above)) this.found.add(above);
    this.aids = '';
    this.marks = '';
  }
}
