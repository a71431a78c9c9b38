/**
 * Rows of a spreadsheet as lines, for every spreadsheet format. A cell reads as it is displayed; other readings of the same
 * cell (as stored, with lost zeros) go to the side text with the same place, so that no column is doubled.
 */
import type { Place } from '../../core/text.ts';
import { withLeadingZeros } from './number-format.ts';
import type { Sink } from './sink.ts';

/** A formula says something of its own when it holds a text or a long number. */
const TELLING_FORMULA = /"[^"]{3}|\d{6}/u;

/** True when a formula is worth reading beside its result. */
export const isTellingFormula = (formula: string): boolean => TELLING_FORMULA.test(formula);

/** Writes the cells of one sheet, row by row. */
export class RowWriter {
  private readonly sink: Sink;
  /** first text of each column: what a reader takes for its heading */
  private readonly headings = new Map<number, string>();
  private last: { text: string; place: Place } | null = null;
  private isOnly = true;

  constructor(sink: Sink) {
    this.sink = sink;
  }

  /** A cell of text. */
  text(column: number, text: string, place: Place): void {
    if (text !== '' && !this.headings.has(column) && this.headings.size < 20_000) {
      this.headings.set(column, text.slice(0, 60));
    }
    this.put(text, place);
  }

  /**
   * A cell that stores a number.
   * @param plain decimal notation
   * @param shown as displayed
   */
  number(column: number, plain: string, shown: string, place: Place): void {
    if (shown !== plain && plain.length >= 6) this.aside(column, plain, place);
    const padded = withLeadingZeros(plain);
    if (padded !== null && padded !== shown) this.aside(column, padded, place);
    this.put(shown, place);
  }

  /** The formula behind a cell, when it says something. */
  formula(formula: string, place: Place): void {
    if (isTellingFormula(formula)) this.sink.addAside(formula, { ...place, zone: 'field' });
  }

  /** What a reader takes for the heading of a column, '' for none. */
  headingOf(column: number): string {
    return this.headings.get(column) ?? '';
  }

  /** The one cell with text of the running row; null when there are more, or none. */
  onlyText(): { readonly text: string; readonly place: Place } | null {
    return this.isOnly ? this.last : null;
  }

  endRow(): void {
    if (this.last === null) return;
    this.sink.add(`${this.last.text}\n`, this.last.place);
    this.last = null;
    this.isOnly = true;
  }

  private put(text: string, place: Place): void {
    if (text === '') return;
    if (this.last !== null) {
      this.sink.add(`${this.last.text}\t`, this.last.place);
      this.isOnly = false;
    }
    this.last = { text, place };
  }

  /** The heading of the column stands before each, because the side text has no columns of its own to look up. */
  private aside(column: number, text: string, place: Place): void {
    const heading = this.headings.get(column);
    this.sink.addAside(heading === undefined ? text : `${heading}: ${text}`, place);
  }
}
