/**
 * Tables in plain text whose columns are set with blanks: two or more between the cells of a line. A line that holds words only and
 * stands above is their header; a number belongs to the header's cell that it stands under.
 */
import type { Reach } from '../words/labels.ts';

/** A cell of a line, as offsets of the text. */
export interface AlignedCell extends Reach {
  readonly from: number;
  readonly to: number;
}

/** Where a number stands in an aligned table. */
export interface AlignedPlace {
  /** start of the table's header; equal for all its numbers */
  readonly table: number;
  readonly column: number;
  readonly cell: AlignedCell;
  readonly row: Reach;
  readonly header: AlignedCell | null;
  readonly headers: readonly AlignedCell[];
  /** the cell to the left */
  readonly key: AlignedCell | null;
}

const LONGEST_LINE = 400;
const GAP = / {2,}/g;

interface Line {
  readonly start: number;
  readonly end: number;
}

interface Table {
  readonly start: number;
  readonly headers: readonly AlignedCell[];
}

/** The cells of a line; quotation marks and blanks before the first one are none. */
function cellsOf(text: string, { start, end }: Line): AlignedCell[] {
  const line = text.slice(start, Math.min(end, start + LONGEST_LINE)).trimEnd();
  let from = /^[> \t]*/.exec(line)?.[0].length ?? 0;
  const cells: AlignedCell[] = [];
  GAP.lastIndex = from;
  for (let gap = GAP.exec(line); gap !== null; gap = GAP.exec(line)) {
    cells.push({ from: start + from, to: start + gap.index });
    from = gap.index + gap[0].length;
  }
  if (from < line.length) cells.push({ from: start + from, to: start + line.length });
  return cells;
}

/** Reads lines when asked; each line's table is found once. */
export class AlignedTables {
  private readonly text: string;
  private readonly known = new Map<number, Table | null>();

  constructor(text: string) {
    this.text = text;
  }

  /** The place of the number at an index; null when its line has one cell only. */
  placeOf(index: number): AlignedPlace | null {
    const line = this.lineAt(index);
    if (line === null) return null;
    const cells = cellsOf(this.text, line);
    if (cells.length < 2) return null;
    const column = cells.findIndex(({ from, to }) => from <= index && index < to);
    const cell = cells[column];
    if (cell === undefined) return null;
    const table = this.tableOf(line);
    return {
      table: table?.start ?? line.start,
      column,
      cell,
      row: { from: line.start, to: line.end },
      header: table === null ? null : above(cell, line, table, cells),
      headers: table?.headers ?? [],
      key: cells[column - 1] ?? null,
    };
  }

  /** The header over a line: the first line above with words only, through lines that have columns too. */
  private tableOf(line: Line): Table | null {
    const passed: number[] = [];
    let found: Table | null = null;
    for (let at = line.start; at > 0;) {
      const known = this.known.get(at);
      if (known !== undefined) {
        found = known;
        break;
      }
      passed.push(at);
      const upper = this.lineAt(at - 1);
      if (upper === null) break;
      const words = this.text.slice(upper.start, upper.end);
      if (!/^[\s>=_|+-]*$/.test(words)) {
        const cells = cellsOf(this.text, upper);
        if (cells.length < 2) break;
        if (!/\d{4}/.test(words)) {
          // The topmost line of words is the header; one amid the rows is a heading of a part.
          found = { start: upper.start, headers: cells };
          break;
        }
      } else if (words.trim() === '') break;
      at = upper.start;
    }
    for (const at of passed) this.known.set(at, found);
    return found;
  }

  private lineAt(index: number): Line | null {
    const from = Math.max(0, index - LONGEST_LINE);
    const newline = this.text.slice(from, index).lastIndexOf('\n');
    if (newline < 0 && from > 0) return null;
    const start = from + newline + 1;
    const end = this.text.slice(index, index + LONGEST_LINE).indexOf('\n');
    return end < 0 && this.text.length > index + LONGEST_LINE
      ? null
      : { start, end: end < 0 ? this.text.length : index + end };
  }
}

/** The header's cell over a cell: with as many cells the one of the same number, else the one it stands under. */
function above(
  cell: AlignedCell,
  line: Line,
  { start, headers }: Table,
  cells: readonly AlignedCell[],
): AlignedCell | null {
  if (headers.length === cells.length) return headers[cells.indexOf(cell)] ?? null;
  const shift = line.start - start;
  let best: AlignedCell | null = null;
  let most = 0;
  for (const header of headers) {
    const common = Math.min(header.to + shift, cell.to) - Math.max(header.from + shift, cell.from);
    if (common > most) {
      best = header;
      most = common;
    }
  }
  return best;
}
