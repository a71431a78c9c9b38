/**
 * A large binary workbook ([MS-XLS]) in slices of rows, because SheetJS makes an object of 500 bytes for every cell before it gives any
 * of them out. In: the Workbook stream. Out: for each slice a copy of the stream in which the cells of the others are in records that
 * nobody reads, and which rows of which sheet it is for. What stands in no cell stays in all of them, and everything where it was.
 * Promised: linear in the bytes for each slice; a workbook of few cells, or an old one, is one slice, as it is.
 */

/** Rows of one sheet that are to be taken from a slice. */
export interface Rows {
  /** which sheet, by where they begin in the stream */
  readonly sheet: number;
  readonly from: number;
  /** not included */
  readonly to: number;
}

/** A part of a workbook. */
export interface XlsSlice {
  readonly rows: readonly Rows[];
  /** makes the stream, so that one is there at a time */
  readonly stream: () => Buffer;
}

/** 25 MB of objects. */
const MOST_CELLS = 50_000;
/** A record that is known and means nothing here (PhoneticInfo). */
const UNREAD = 0x00ef;
const RECORD = { endOfSheet: 0x000a, continued: 0x003c, sheet: 0x0085, start: 0x0809 } as const;
const FORMULA = 0x0006;
/** What a formula gives, when that is a text: it belongs to the formula before it. */
const RESULT = 0x0207;
/** A formula of several cells, behind the first of them: the others ask for it by that cell. */
const SHARED: ReadonlySet<number> = new Set([0x0221, 0x0236, 0x04bc]);
const SEVERAL = 0x00bd;
/** Records that are cells and begin with their row, and the one that tells of a row. */
const CELLS: ReadonlySet<number> = new Set([FORMULA, SEVERAL, 0x00d6, 0x00fd, 0x0203, 0x0204, 0x0205, 0x027e]);
const ROW = 0x0208;
/** Cells without a value, and indexes of cells: nobody reads them in any slice. */
const EMPTY: ReadonlySet<number> = new Set([0x00be, 0x00d7, 0x0201]);
/** A record can be as long as this. */
const LONGEST = 0xffff;
const EXCEL_97 = 0x0600;
const EVERYTHING = Number.POSITIVE_INFINITY;
/** A row that is in no slice. */
const NOWHERE = -1;

/** Where a record stands. */
interface RecordPlace {
  readonly type: number;
  readonly at: number;
  readonly end: number;
}

/** The slices of a workbook, or null when it need not be cut. */
export function xlsSlices(stream: Buffer, most = MOST_CELLS): readonly XlsSlice[] | null {
  const begins = sheetsOf(stream);
  if (begins === null) return null;
  const cells = cellsOf(stream, begins);
  let sum = 0;
  const slices: Rows[][] = [[]];
  for (const [sheet, counts] of rowsOf(cells, begins.size).entries()) {
    let from = 0;
    for (const [row, count] of [...counts].sort(([a], [b]) => a - b)) {
      if (sum > 0 && sum + count > most) {
        if (row > from) slices[slices.length - 1]?.push({ sheet, from, to: row });
        slices.push([]);
        from = row;
        sum = 0;
      }
      sum += count;
    }
    slices[slices.length - 1]?.push({ sheet, from, to: EVERYTHING });
  }
  if (slices.length === 1) return null;
  return slices.map((rows) => ({ rows, stream: () => withoutOthers(stream, cells, rows) }));
}

/** Which sheet begins where, in the order in which SheetJS names them; null for a workbook before Excel 97. */
function sheetsOf(stream: Buffer): ReadonlyMap<number, number> | null {
  if (stream.length < 8 || stream.readUInt16LE(0) !== RECORD.start || stream.readUInt16LE(4) !== EXCEL_97) return null;
  const begins = new Set<number>();
  for (const { type, at, end } of recordsOf(stream)) {
    if (type === RECORD.endOfSheet) break;
    if (type === RECORD.sheet && end - at >= 8) begins.add(stream.readUInt32LE(at + 4));
  }
  return new Map([...begins].sort((a, b) => a - b).map((at, index) => [at, index]));
}

/** Records that belong to rows, four numbers for each: where it begins, its sheet, its row, how many cells it has. */
type CellRecords = readonly number[];
const NUMBERS = 4;

/** Those that stand in a sheet itself, not in a chart on it. */
function cellsOf(stream: Buffer, begins: ReadonlyMap<number, number>): CellRecords {
  const cells: number[] = [];
  let depth = 0;
  let sheet = -1;
  for (const { type, at, end } of recordsOf(stream)) {
    if (type === RECORD.start && ++depth === 1) sheet = begins.get(at) ?? -1;
    else if (type === RECORD.endOfSheet) depth--;
    else if (depth === 1 && sheet >= 0 && end - at >= 8) {
      // row and column, six bytes for each number, the last column
      if (type === SEVERAL)
        cells.push(at, sheet, stream.readUInt16LE(at + 4), Math.max(1, Math.floor((end - at - 10) / 6)));
      else if (CELLS.has(type)) cells.push(at, sheet, stream.readUInt16LE(at + 4), 1);
      else if (type === ROW) cells.push(at, sheet, stream.readUInt16LE(at + 4), 0);
      else if (EMPTY.has(type)) cells.push(at, sheet, NOWHERE, 0);
    }
  }
  return cells;
}

/** How many cells each row of each sheet has. */
function rowsOf(cells: CellRecords, sheets: number): readonly Map<number, number>[] {
  const rows = Array.from({ length: sheets }, () => new Map<number, number>());
  for (let i = 0; i < cells.length; i += NUMBERS) {
    const counts = rows[cells[i + 1] ?? 0];
    const row = cells[i + 2] ?? 0;
    const count = cells[i + 3] ?? 0;
    if (count > 0) counts?.set(row, (counts.get(row) ?? 0) + count);
  }
  return rows;
}

function withoutOthers(stream: Buffer, cells: CellRecords, wanted: readonly Rows[]): Buffer {
  const copy = Buffer.from(stream);
  const bySheet = new Map(wanted.map((rows) => [rows.sheet, rows]));
  const unread = new Unread(copy);
  for (let i = 0; i < cells.length; i += NUMBERS) {
    const at = cells[i] ?? 0;
    const row = cells[i + 2] ?? 0;
    const rows = bySheet.get(cells[i + 1] ?? 0);
    if (rows !== undefined && row >= rows.from && row < rows.to) continue;
    const end = endOf(stream, at);
    const behind = stream.readUInt16LE(at) === FORMULA ? behindFormula(stream, end) : [];
    if (behind.some((record) => SHARED.has(record.type))) continue;
    unread.add(at, end);
    for (const record of behind) unread.add(record.at, record.end);
  }
  unread.close();
  return copy;
}

/** Records side by side become one that nobody reads: a head costs the reader as much as a cell. */
class Unread {
  private readonly stream: Buffer;
  private from = -1;
  private to = -1;

  constructor(stream: Buffer) {
    this.stream = stream;
  }

  add(at: number, end: number): void {
    if (at < this.to) return;
    if (at !== this.to || end - this.from - 4 > LONGEST) {
      this.close();
      this.from = at;
    }
    this.to = end;
  }

  close(): void {
    if (this.from < 0) return;
    this.stream.writeUInt16LE(UNREAD, this.from);
    this.stream.writeUInt16LE(this.to - this.from - 4, this.from + 2);
  }
}

/** The records that belong to a formula: its text with what continues it. @param end of the formula */
function behindFormula(stream: Buffer, end: number): readonly RecordPlace[] {
  const behind: RecordPlace[] = [];
  for (const record of recordsOf(stream, end)) {
    const isContinued = record.type === RECORD.continued && behind.length > 0;
    if (record.type !== RESULT && !SHARED.has(record.type) && !isContinued) break;
    behind.push(record);
  }
  return behind;
}

const endOf = (stream: Buffer, at: number): number => Math.min(stream.length, at + 4 + stream.readUInt16LE(at + 2));

function* recordsOf(stream: Buffer, from = 0): Generator<RecordPlace> {
  for (let at = from; at + 4 <= stream.length;) {
    const end = endOf(stream, at);
    yield { type: stream.readUInt16LE(at), at, end };
    at = end;
  }
}
