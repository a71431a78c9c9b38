/** Workbooks in binary formats (xls, xlsb) through SheetJS, cell by cell: its own CSV rounds long numbers. */
import { columnName } from '../../core/cell-segment.ts';
import type * as SheetJs from '@e965/xlsx';
import { Calculations } from './calculations.ts';
import { CellComments, withAbout } from './cell-comments.ts';
import { countingReads } from './counted-reads.ts';
import type { Place } from '../../core/text.ts';
import { displayNumber, plainNumber } from './number-format.ts';
import { RowWriter } from './rows.ts';
import type { Sink } from './sink.ts';
import type { Rows } from './xls-slices.ts';

/** Every byte is read once, by some records twice; a library that reads on and on believes a count that the bytes cannot hold. */
const READS_PER_BYTE = 8;
const READS_AT_LEAST = 100_000;
const ALL_ROWS = { from: 0, to: Number.POSITIVE_INFINITY };

/** A workbook, or the part of it that is read at a time. */
export interface BookFile {
  readonly bytes: () => Buffer;
  /** rows that are taken of each sheet; null for all of all */
  readonly rows: readonly Rows[] | null;
}

/**
 * Reads a workbook into the sink.
 * @param size of all its records unpacked, in bytes
 * @returns false when the library cannot read it; the caller sweeps the bytes in any case
 */
export async function readWithSheetJs(bytes: Buffer, sink: Sink, size = bytes.length): Promise<boolean> {
  return readInParts([{ bytes: () => bytes, rows: null }], sink, size);
}

/** The same for one that is read part by part. */
export async function readInParts(files: readonly BookFile[], sink: Sink, size: number): Promise<boolean> {
  const library = await import('@e965/xlsx');
  // CommonJS under ESM: the functions stand on the default export in some loaders
  const { read } = 'read' in library ? library : (library as { default: typeof SheetJs }).default;
  const calculations = new Calculations();
  const sheets = new Map<number, RowWriter>();
  let besides: Besides | null = null;
  for (const { bytes, rows } of files) {
    const book = readBook(read, bytes(), sink, size);
    if (book === null) return false;
    besides ??= defineNames(book, calculations);
    readSheets(book, { rows, sheets }, sink, calculations);
  }
  calculations.finish(sink);
  for (const { Name, Ref } of besides?.names ?? []) sink.line(`${Name}: ${Ref}`, 'metadata', 'defined name');
  for (const [key, value] of besides?.properties ?? []) {
    if (typeof value === 'string' || typeof value === 'number') sink.line(`${key}: ${value}`, 'metadata');
  }
  return true;
}

/** What stands in no sheet, kept without the book, of which the next part would be a second one in memory. */
interface Besides {
  readonly names: readonly SheetJs.DefinedName[];
  readonly properties: readonly [string, unknown][];
}

function defineNames(book: SheetJs.WorkBook, calculations: Calculations): Besides {
  const names = book.Workbook?.Names ?? [];
  for (const name of names) calculations.define(name.Name, name.Ref);
  return { names, properties: [...Object.entries(book.Props ?? {}), ...Object.entries(book.Custprops ?? {})] };
}

function readBook(read: typeof SheetJs.read, bytes: Buffer, sink: Sink, size: number): SheetJs.WorkBook | null {
  const options = {
    type: 'buffer',
    nodim: true,
    cellStyles: true,
    cellHTML: false,
    cellNF: true,
    cellText: false,
  } as const;
  const { value: book, stopped } = countingReads(READS_AT_LEAST + READS_PER_BYTE * size, sink.budget, () => {
    try {
      return read(bytes, options);
    } catch {
      // it throws plain errors, and strings, for whatever it cannot follow; of ours only the stop runs inside it
      return null;
    }
  });
  if (stopped) sink.missed('limit', 'the workbook claims more than its bytes can hold');
  return book;
}

function readSheets(
  book: SheetJs.WorkBook,
  part: { readonly rows: BookFile['rows']; readonly sheets: Map<number, RowWriter> },
  sink: Sink,
  calculations: Calculations,
): void {
  const { rows, sheets } = part;
  for (const [index, name] of book.SheetNames.entries()) {
    const wanted = rows === null ? ALL_ROWS : rows.find((one) => one.sheet === index);
    if (wanted === undefined) continue;
    const sheet = book.Sheets[name];
    const hidden = (book.Workbook?.Sheets?.[index]?.Hidden ?? 0) !== 0;
    if (wanted.from === 0) sink.line(name, 'metadata', 'sheet name');
    // what it knows of the columns holds for all parts of a sheet
    const writer = sheets.get(index) ?? new RowWriter(sink);
    sheets.set(index, writer);
    const place = { name, hidden, table: index, wanted, writer };
    if (sheet !== undefined) readSheet(sheet, place, sink, calculations);
  }
}

interface SheetPlace {
  readonly name: string;
  readonly hidden: boolean;
  readonly table: number;
  readonly wanted: Pick<Rows, 'from' | 'to'>;
  readonly writer: RowWriter;
}

function readSheet(sheet: SheetJs.WorkSheet, at: SheetPlace, sink: Sink, calculations: Calculations): void {
  const rows = at.writer;
  const asides: { readonly text: string; readonly zone: Place['zone']; readonly locator: string }[] = [];
  const comments = new CellComments();
  let row = -1;
  for (const { reference, row: cellRow, column } of placesOf(sheet, at.wanted)) {
    if (cellRow !== row) {
      rows.endRow();
      comments.endRow();
      sink.budget.checkTime();
    }
    row = cellRow;
    const cell = sheet[reference] as SheetJs.CellObject;
    const hidden = at.hidden || sheet['!rows']?.[row]?.hidden === true || sheet['!cols']?.[column]?.hidden === true;
    const locator = `${at.name}!${reference}`;
    const place: Place = { zone: hidden ? 'hidden' : 'cell', sheet: at.name, cell: { table: at.table, row, column } };
    if (typeof cell.f === 'string') rows.formula(cell.f, place);
    const shown = writeCell(rows, cell, column, place);
    keepForFormulas(calculations, at.name, cell, place, rows.headingOf(column));
    for (const comment of cell.c ?? []) {
      const { a: author = '', t: said } = comment;
      const place = asides.push({ text: `${author}: ${said}`, zone: 'comment', locator }) - 1;
      comments.comment(column, (about) => {
        if (about !== '') asides[place] = { text: `${author}\n${withAbout(said, about)}`, zone: 'comment', locator };
      });
    }
    comments.cell(column, shown);
    if (cell.l !== undefined) asides.push({ text: `${cell.l.Target} ${cell.l.Tooltip ?? ''}`, zone: 'link', locator });
  }
  rows.endRow();
  comments.endRow();
  for (const { text, zone, locator } of asides) sink.line(text, zone, locator);
}

/** What formulas may ask for, and the formula of the cell itself. */
function keepForFormulas(
  calculations: Calculations,
  sheet: string,
  cell: SheetJs.CellObject,
  place: Place,
  heading: string,
): void {
  const { row, column } = place.cell ?? { row: 0, column: 0 };
  const value = typeof cell.v === 'number' || typeof cell.v === 'string' ? cell.v : null;
  const stored = value === null ? '' : plainNumber(String(value));
  if (typeof cell.f === 'string' && calculations.wants(cell.f, stored))
    calculations.add(sheet, { row, column, text: cell.f, stored, place, heading });
  else calculations.note(sheet, row, column, value);
}

/** @returns what the cell shows */
function writeCell(rows: RowWriter, cell: SheetJs.CellObject, column: number, place: Place): string {
  if (typeof cell.v === 'number') {
    const plain = plainNumber(String(cell.v));
    const shown = typeof cell.z === 'string' ? displayNumber(plain, cell.z, false) : plain;
    rows.number(column, plain, shown, place);
    return shown;
  }
  const text = cell.v instanceof Date ? cell.v.toISOString().slice(0, 10) : cell.v;
  if (typeof text !== 'string') return '';
  rows.text(column, text, place);
  return text;
}

/** Cells that are there, row by row; the declared range does not count. */
function placesOf(
  sheet: SheetJs.WorkSheet,
  { from, to }: SheetPlace['wanted'],
): { reference: string; row: number; column: number }[] {
  const places: { reference: string; row: number; column: number }[] = [];
  for (const reference of Object.keys(sheet)) {
    const match = /^([A-Z]{1,3})(\d{1,7})$/u.exec(reference);
    const row = Number(match?.[2]) - 1;
    if (match === null || row < from || row >= to) continue;
    const column = Array.from(match[1] ?? '').reduce((sum, letter) => sum * 26 + letter.charCodeAt(0) - 0x40, 0) - 1;
    places.push({ reference: `${columnName(column)}${match[2] ?? ''}`, row, column });
  }
  return places.sort((a, b) => a.row - b.row || a.column - b.column);
}
