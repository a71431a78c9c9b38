/** Tables of an OpenDocument spreadsheet: cells with their values, repeated ones once. */
import { cellLocator } from '../../core/cell-segment.ts';
import type { Place } from '../../core/text.ts';
import { Calculations, scalarOf } from './calculations.ts';
import { CellComments } from './cell-comments.ts';
import type { OdfFormats } from './odf-formats.ts';
import { RowWriter } from './rows.ts';
import type { Sink } from './sink.ts';
import { attribute } from './xml.ts';

/** A digit is repeated no more often within an identifier. */
const MOST_REPEATED = 12;

/** Reads the tables of one document, one after the other. */
export class OdfSheets {
  private readonly sink: Sink;
  private readonly withFormulas: boolean;
  private readonly numbering: { tables: number };
  private rows: RowWriter;
  private name = '';
  private hiddenSheet = false;
  private table = 0;
  private row = -1;
  private rowSpan = 1;
  private hiddenRow = false;
  private column = 0;
  private columnSpan = 1;
  private definedColumns = 0;
  private readonly hiddenColumns: [number, number][] = [];
  private cellText = '';
  private raw = '';
  private readonly calculations = new Calculations();
  private readonly comments = new CellComments();

  private readonly formats: OdfFormats;

  /** @param withFormulas the document has formulas that may ask for its cells */
  constructor(sink: Sink, numbering: { tables: number }, withFormulas: boolean, formats: OdfFormats) {
    this.formats = formats;
    this.withFormulas = withFormulas;
    this.sink = sink;
    this.numbering = numbering;
    this.rows = new RowWriter(sink);
  }

  /** For people: 'Elever!B7'. */
  get locator(): string {
    return cellLocator(this.name, this.row, this.column);
  }

  openTable(name: string, hidden: boolean): void {
    this.rows = new RowWriter(this.sink);
    this.name = name;
    this.hiddenSheet = hidden;
    this.table = this.numbering.tables++;
    this.row = -1;
    this.rowSpan = 1;
    this.definedColumns = 0;
    this.hiddenColumns.length = 0;
    this.sink.line(name, 'metadata', 'sheet name');
  }

  defineColumn(raw: string): void {
    const repeated = repeats(raw, 'number-columns-repeated');
    if (
      attribute(raw, 'visibility') !== '' &&
      attribute(raw, 'visibility') !== 'visible' &&
      this.hiddenColumns.length < 1000
    ) {
      this.hiddenColumns.push([this.definedColumns, this.definedColumns + repeated - 1]);
    }
    this.definedColumns += repeated;
  }

  openRow(raw: string): void {
    this.row += this.rowSpan;
    this.rowSpan = repeats(raw, 'number-rows-repeated');
    const visibility = attribute(raw, 'visibility');
    this.hiddenRow = visibility !== '' && visibility !== 'visible';
    this.column = 0;
    this.columnSpan = 0;
  }

  openCell(raw: string): void {
    this.column += this.columnSpan;
    this.columnSpan = repeats(raw, 'number-columns-repeated');
    this.cellText = '';
    this.raw = raw;
  }

  /** A comment on the cell. @param tell is told what it is about when the row has ended */
  comment(tell: (about: string) => void): void {
    this.comments.comment(this.column, tell);
  }

  /** Text of a paragraph of the cell. */
  text(value: string): void {
    this.cellText += value;
  }

  /** A further paragraph of the cell. */
  breakText(): void {
    if (this.cellText !== '') this.cellText += '\n';
  }

  closeCell(): void {
    const text = this.cellText.trimEnd();
    const hidden = this.hiddenSheet || this.hiddenRow || this.isHidden(this.column);
    const place: Place = {
      zone: hidden ? 'hidden' : 'cell',
      sheet: this.name,
      cell: { table: this.table, row: this.row, column: this.column },
    };
    const formula = attribute(this.raw, 'formula');
    if (formula !== '') this.rows.formula(formula, place);
    const value = attribute(this.raw, 'value');
    this.calculate(formula, value === '' ? text : value, place);
    if (/^-?\d+$/u.test(value)) this.rows.number(this.column, value, text === '' ? value : text, place);
    else {
      const stored = attribute(this.raw, 'string-value');
      if (stored !== '' && stored !== text) this.sink.addAside(stored, place);
      this.rows.text(this.column, text, place);
    }
    const shown = this.formats.shown(this.raw, text);
    if (shown !== '' && shown !== text) this.sink.addAside(shown, place);
    this.comments.cell(this.column, text);
    if (this.columnSpan > 1) this.repeatDigit(text, place);
    this.cellText = '';
  }

  /** "8 | 1 | 1 | 2" is written as three cells: digits that make a number together are told as often as they are shown. */
  private repeatDigit(text: string, place: Place): void {
    if (!/^\d{1,2}$/u.test(text) || this.columnSpan > MOST_REPEATED) return;
    for (let next = 1; next < this.columnSpan; next++) {
      const column = this.column + next;
      const cell = { table: this.table, row: this.row, column };
      this.rows.text(column, text, { ...place, cell });
    }
  }

  /** Keeps what formulas may ask for. Without a prefix a formula is of the oldest kind, which nobody writes any more. */
  private calculate(formula: string, stored: string, place: Place): void {
    const text = formula.replace(/^(?:[a-z]{1,10}:)?=/u, '');
    if (text === '' || !this.calculations.wants(text, stored)) {
      if (stored !== '' && this.withFormulas)
        this.calculations.note(this.name, this.row, this.column, scalarOf(stored));
      return;
    }
    const heading = this.rows.headingOf(this.column);
    this.calculations.add(this.name, { row: this.row, column: this.column, text, stored, place, heading });
  }

  /** Ends the last table: formulas are calculated. */
  finish(): void {
    this.calculations.finish(this.sink);
  }

  closeRow(): void {
    const alone = this.rowSpan > 1 && this.rowSpan <= MOST_REPEATED ? this.rows.onlyText() : null;
    this.rows.endRow();
    this.comments.endRow();
    if (alone === null || !/^\d{1,2}$/u.test(alone.text)) return;
    for (let next = 1; next < this.rowSpan; next++) {
      this.rows.text(alone.place.cell?.column ?? 0, alone.text, alone.place);
      this.rows.endRow();
    }
  }

  private isHidden(column: number): boolean {
    return this.hiddenColumns.some(([first, last]) => column >= first && column <= last);
  }
}

/** Repetition counts are only followed in the numbering: what is repeated reads the same. */
function repeats(raw: string, name: string): number {
  const count = Number(attribute(raw, name));
  return Number.isInteger(count) && count > 0 && count < 2 ** 31 ? count : 1;
}
