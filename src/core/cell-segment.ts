/**
 * The segment of a cell, kept small: a workbook has one for each of its cells, up to millions, and what people are shown of it is asked for
 * findings only. A plain segment with its cell and locator took three times as much.
 */
import type { Zone } from './category.ts';
import type { CellPlace, Segment } from './text.ts';

/** What the cells of one sheet that are equally visible have in common. */
export interface CellSheet {
  /** as its locators begin: 'Elever' */
  readonly name: string;
  readonly table: number;
  readonly zone: Zone;
}

/** One cell; `end` grows while its text is written. */
export class CellSegment implements Segment {
  readonly start: number;
  end: number;
  readonly of: CellSheet;
  readonly row: number;
  readonly column: number;

  constructor(start: number, end: number, of: CellSheet, row: number, column: number) {
    this.start = start;
    this.end = end;
    this.of = of;
    this.row = row;
    this.column = column;
  }

  get zone(): Zone {
    return this.of.zone;
  }

  get quoted(): boolean {
    return false;
  }

  /** 'Elever!B7' */
  get locator(): string {
    return cellLocator(this.of.name, this.row, this.column);
  }

  get cell(): CellPlace {
    return { table: this.of.table, row: this.row, column: this.column };
  }
}

/** Numbers that are kept of a segment: its end, then row, column and sheet of a cell, or where it stands among the others. */
const NUMBERS = 4;
const FIRST_ROOM = 65_536;
const NO_CELL = -1;

/**
 * Segments of a text that is still growing, as numbers: they make a quarter of the objects, which stand beside the document they are read from.
 * In: segments in order, without gap. Out: the same.
 */
export class PackedSegments {
  private readonly start: number;
  private numbers = new Int32Array(FIRST_ROOM * NUMBERS);
  private count = 0;
  private readonly sheets: CellSheet[] = [];
  private readonly others: Segment[] = [];

  /** @param start of the first of them */
  constructor(start: number) {
    this.start = start;
  }

  push(segment: Segment): void {
    const at = this.count++ * NUMBERS;
    if (at >= this.numbers.length) {
      const larger = new Int32Array(Math.floor((this.numbers.length / NUMBERS) * 1.5) * NUMBERS);
      larger.set(this.numbers);
      this.numbers = larger;
    }
    this.numbers[at] = segment.end;
    if (segment instanceof CellSegment) {
      this.numbers[at + 1] = segment.row;
      this.numbers[at + 2] = segment.column;
      this.numbers[at + 3] = this.numberOf(segment.of);
    } else {
      this.numbers[at + 1] = this.others.push(segment) - 1;
      this.numbers[at + 3] = NO_CELL;
    }
  }

  /** Adds all of them to a list. */
  unpack(to: Segment[]): void {
    let start = this.start;
    for (let at = 0; at < this.count * NUMBERS; at += NUMBERS) {
      const end = this.numbers[at] ?? start;
      const sheet = this.sheets[this.numbers[at + 3] ?? NO_CELL];
      const [row = 0, column = 0] = [this.numbers[at + 1], this.numbers[at + 2]];
      const other = sheet === undefined ? this.others[row] : undefined;
      if (other !== undefined) to.push(other);
      else if (sheet !== undefined) to.push(new CellSegment(start, end, sheet, row, column));
      start = end;
    }
  }

  /** The cells of one sheet follow each other. */
  private numberOf(sheet: CellSheet): number {
    if (this.sheets[this.sheets.length - 1] !== sheet) this.sheets.push(sheet);
    return this.sheets.length - 1;
  }
}

/** For people: 'Elever!B7', 'B7' where a table has no name. @param row @param column from nought */
export const cellLocator = (sheet: string, row: number, column: number): string =>
  `${sheet === '' ? '' : `${sheet}!`}${columnName(column)}${row + 1}`;

/** Letters of a 0-based column: 'A', 'AB'. */
export function columnName(column: number): string {
  let name = '';
  for (let left = Math.min(column, 20_000_000); left >= 0; left = Math.floor(left / 26) - 1) {
    name = String.fromCharCode(0x41 + (left % 26)) + name;
  }
  return name;
}
