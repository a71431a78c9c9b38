import { once } from '../../core/once.ts';
import type { ExtractedText, Segment, Span } from '../../core/text.ts';
import { isStaffHeader, isTimetableHeader, isUnitHeader, isUnitName } from './staff-table.ts';
import { isTurned, MOST_TURNED_COLUMNS, MOST_TURNED_ROWS } from './turned-table.ts';
import { isWorksHeader } from './works-table.ts';

/** A row of a table with its number. */
type Row = Span & { readonly table: number; readonly row: number };

/** Where things stand in a text: places, table rows, sentences. Offsets of the original text. */
export class Layout {
  readonly text: string;
  private readonly segments: readonly Segment[];
  private line: Span | null = null;
  /** stretch of a line that was looked at last, and the row it is */
  private lookedAt: (Span & { readonly row: Row | null }) | null = null;

  constructor(source: ExtractedText) {
    this.text = source.text;
    this.segments = source.segments;
  }

  /** The segment an offset lies in; the last one for the end of the text, null for an empty text. */
  segmentAt(offset: number): Segment | null {
    const index = this.indexAt(offset);
    return this.segments[index] ?? null;
  }

  private indexAt(offset: number): number {
    let low = 0;
    let high = this.segments.length - 1;
    while (low < high) {
      const middle = (low + high + 1) >> 1;
      if ((this.segments[middle]?.start ?? 0) <= offset) low = middle;
      else high = middle - 1;
    }
    return low;
  }

  /** The table row around an offset with its number, or null outside tables; of a table turned round, all of it: it is one record. */
  rowAt(offset: number): Row | null {
    const index = this.indexAt(offset);
    const here = this.segments[index];
    if (here?.cell === undefined) return this.lineWithTabs(offset);
    const { table, row } = here.cell;
    const turned = this.turned().get(table);
    if (turned !== undefined) return { table, row: 0, ...turned };
    let first = index;
    let last = index;
    while (this.inRow(first - 1, table, row)) first--;
    while (this.inRow(last + 1, table, row)) last++;
    return { table, row, start: this.segments[first]?.start ?? 0, end: this.segments[last]?.end ?? 0 };
  }

  private inRow(index: number, table: number, row: number): boolean {
    const cell = this.segments[index]?.cell;
    return cell?.table === table && cell.row === row;
  }

  /** A line with two tabs or semicolons is a row of a table that lost its cells. */
  private lineWithTabs(offset: number): Row | null {
    const { lookedAt } = this;
    if (lookedAt !== null && offset >= lookedAt.start && offset <= lookedAt.end) return lookedAt.row;
    // looked for only as far as a row may reach: a line may be megabytes long and full of terms
    const from = Math.max(0, offset - LONGEST_ROW - 1);
    const to = Math.min(this.text.length, offset + LONGEST_ROW + 1);
    const before = this.text.slice(from, offset).lastIndexOf('\n');
    const after = this.text.slice(offset, to).indexOf('\n');
    const start = from + before + 1;
    const end = after < 0 ? to : offset + after;
    const isTable = end - start <= LONGEST_ROW && isRow(this.text.slice(start, end));
    const row = isTable ? { table: -1, row: start, start, end } : null;
    this.lookedAt = { start, end, row };
    return row;
  }

  /** Small tables whose heads stand in the first column, by table number. */
  private readonly turned = once((): ReadonlyMap<number, Span> => {
    const tables = new Map<number, Span>();
    for (let first = 0; first < this.segments.length; first++) {
      const table = this.segments[first]?.cell?.table;
      if (table === undefined) continue;
      const rows = new Map<number, string[]>();
      let last = first;
      for (let segment = this.segments[last]; segment?.cell?.table === table; segment = this.segments[++last]) {
        // of a large table neither all rows nor all columns are kept
        const column = Math.min(segment.cell.column, MOST_TURNED_COLUMNS);
        let cells = rows.get(segment.cell.row);
        if (cells === undefined && rows.size <= MOST_TURNED_ROWS) rows.set(segment.cell.row, (cells = []));
        if (cells === undefined) continue;
        while (cells.length <= column) cells.push('');
        cells[column] = (cells[column] ?? '') + this.text.slice(segment.start, segment.end);
      }
      const [start, end] = [this.segments[first]?.start ?? 0, this.segments[last - 1]?.end ?? 0];
      const isSmall = rows.size <= MOST_TURNED_ROWS && end - start <= LONGEST_ROW;
      if (isSmall && isTurned([...rows.values()])) tables.set(table, { start, end });
      first = last - 1;
    }
    return tables;
  });

  /** Header row of each table: the first row, as a range, by table number; a table turned round has none. */
  headerRows(): ReadonlyMap<number, Span> {
    return this.headers();
  }

  private readonly headers = once((): ReadonlyMap<number, Span> => {
    const rows = new Map<number, Span>();
    for (const [index, segment] of this.segments.entries()) {
      if (segment.cell === undefined || rows.has(segment.cell.table) || this.turned().has(segment.cell.table)) continue;
      const { table, row } = segment.cell;
      let last = index;
      while (this.inRow(last + 1, table, row)) last++;
      rows.set(table, { start: segment.start, end: this.segments[last]?.end ?? segment.end });
    }
    return rows;
  });

  private cellsOf({ start, end }: Span): readonly string[] {
    const cells: string[] = [];
    for (let index = this.indexAt(start); ; index++) {
      const segment = this.segments[index];
      if (segment === undefined || segment.start >= end) return cells;
      cells.push(this.text.slice(segment.start, segment.end));
    }
  }

  private tablesWith(isOfKind: (header: readonly string[]) => boolean): ReadonlySet<number> {
    const rows = [...this.headerRows()].filter(([, row]) => isOfKind(this.cellsOf(row)));
    return new Set(rows.map(([table]) => table));
  }

  private readonly staffTables = once(() =>
    this.tablesWith((cells) => isStaffHeader(cells) || isTimetableHeader(cells) || isWorksHeader(cells)),
  );
  private readonly unitTables = once(() => this.tablesWith(isUnitHeader));

  /** Does an offset lie in a table of those who do the work, or of works, in a cell that is no long sentence, or in the name of their unit? */
  isOfStaff(offset: number): boolean {
    const segment = this.segmentAt(offset);
    if (segment?.cell === undefined || segment.end - segment.start > LONGEST_DUTY) return false;
    const { table } = segment.cell;
    if (this.staffTables().has(table)) return true;
    return this.unitTables().has(table) && isUnitName(this.text.slice(segment.start, segment.end));
  }

  /** The sentence around a span, at most `reach` characters to each side. */
  sentence(span: Span, reach: number): Span {
    const from = Math.max(0, span.start - reach);
    const to = Math.min(this.text.length, span.end + reach);
    // with the first letter of the span: a stop ends a sentence by the capital behind it
    const before = this.text.slice(from, span.start + 1);
    const after = this.text.slice(span.end, to);
    let start = from;
    for (const stop of this.stopsIn(from, before)) start = from + stop.index + stop[0].length;
    const [stop] = this.stopsIn(span.end, after);
    return { start, end: stop === undefined ? to : span.end + stop.index + 1 };
  }

  /** Where sentences end in a piece of the text. */
  private *stopsIn(from: number, piece: string): Generator<RegExpExecArray> {
    for (const match of piece.matchAll(SENTENCE_END)) {
      const at = from + match.index;
      const goesOn =
        match[0] === '.' &&
        !ENDS_LINE.test(piece.slice(match.index + 1)) &&
        SHORTENED.test(this.text.slice(Math.max(0, at - LONGEST_SHORTENED), at));
      if (!goesOn) yield match;
    }
  }

  /** Start of the line an offset lies in. */
  lineStart(offset: number): number {
    return this.lineAround(offset).start;
  }

  /** End of the line an offset lies in, the line break not included. */
  lineEnd(offset: number): number {
    return this.lineAround(offset).end;
  }

  /** Kept from one question to the next: they come in order, and finding the ends of a long line for each would be quadratic. */
  private lineAround(offset: number): Span {
    if (this.line !== null && offset >= this.line.start && offset <= this.line.end) return this.line;
    const newline = this.text.indexOf('\n', offset);
    this.line = {
      start: offset <= 0 ? 0 : this.text.lastIndexOf('\n', offset - 1) + 1,
      end: newline < 0 ? this.text.length : newline,
    };
    return this.line;
  }
}

const LONGEST_ROW = 2000;
/** 'LIS1 Kaja Eng, psykiatrisk vakttlf 00 00 00 00' */
const LONGEST_DUTY = 48;
/** Columns pasted into a mail: tabs, semicolons or wide gaps. */
const isRow = (line: string): boolean =>
  TWO_TABS.test(line) || (line.includes('   ') && line.trim().split(/ {3,}/).length > 2);

const TWO_TABS = /\t[^\t]*\t|;[^;\n]*;[^;\n]*;/;
// 'har bl.a. ADHD', 'er væk pga. KOL': a capital behind these begins nothing.
const SHORTENED =
  /(?<![\p{L}.])(?:bl\.? ?a|t\.? ?ex|f\.? ?(?:eks|x)|ev|evt|trol|troligt?vis|sannol|dvs|d\.v\.s|p\.? ?g\.? ?a|pgr?\.? ?a|p\.gr\.a|enl|iflg|jf|jfr|inkl|m\.?a\.?o|fr\.?o\.?m|resp|hhv|vedr|ang|gäll|mtp|m\.t\.p|mht|m\.h\.t|p\.?t|i\.e|e\.g|esim|dg|diagn|misst|pat|dr|el|s\.? ?k|f\.? ?d)$/iu;
const ENDS_LINE = /^\s*\n/u;
const LONGEST_SHORTENED = 12;
// A full stop before a capital or a line end; abbreviations as 'f. 2014' or 'jf. § 13' go on.
// A line that begins as an item of a list stands for itself.
const SENTENCE_END = /[.!?](?=\s+\p{Lu}|\s*\n)|\n\s*\n|\n(?=\s{0,8}(?:[-•*–§]\s|\d{1,2}[.:)]\s?\S))/gu;
