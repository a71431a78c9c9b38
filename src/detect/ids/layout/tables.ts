/**
 * Where a number stands in a table, and what the table's header and the cell before it say.
 * Three sources: cells that the extractor marked, plain text whose lines are divided by tab, ';', '|' or ',', and columns set with blanks.
 */
import type { CellPlace, ExtractedText, Segment } from '../../../core/text.ts';
import { normalise, type NormalisedText } from '../../normalise.ts';
import { labelOfCell, NO_LABEL, type Label, type Reach } from '../words/labels.ts';
import { AlignedTables } from './aligned.ts';
import { isUnnamed, namesPersons } from './person-columns.ts';

/** A number's place in a table. Ranges are of the normalised text. */
export interface TablePlace {
  /** equal for all numbers of one column of one table */
  readonly column: string;
  readonly cell: Reach;
  readonly row: Reach;
  /** what the nearest labelled cell above in the same column says */
  readonly header: Label;
  /** what the cell to the left says, when it is words only */
  readonly key: Label;
}

/** Finds places in one text; what it needs to know of the text's tables is gathered at the first question. */
export interface Tables {
  placeOf(index: number): TablePlace | null;
}

/** Words that the mail itself explains. */
type Defined = () => ReadonlyMap<string, Label>;

/** A cell that can be a header has words and no long number. */
const isWordsOnly = (cell: string): boolean =>
  cell.length <= 160 && /[A-Za-z\u00c0-\u024f]/.test(cell) && cell.replace(/\D/g, '').length < 5;

/** Labels of one column's cells, rows ascending, found again by row. */
interface ColumnLabels {
  readonly rows: number[];
  readonly labels: Label[];
}

/** The last label above a row. */
function labelAbove(column: ColumnLabels | undefined, row: number): Label {
  if (column === undefined) return NO_LABEL;
  let low = 0;
  let high = column.rows.length;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if ((column.rows[middle] ?? 0) < row) low = middle + 1;
    else high = middle;
  }
  return column.labels[low - 1] ?? NO_LABEL;
}

function addLabel(columns: Map<string, ColumnLabels>, name: string, row: number, label: Label): void {
  if (label.polarity === 'none') return;
  const column = columns.get(name) ?? { rows: [], labels: [] };
  columns.set(name, column);
  column.rows.push(row);
  column.labels.push(label);
}

/** Labels of cell texts; header words and names repeat, the answers with them. */
function cellReader(defined: Defined): (cell: string) => Label {
  const known = new Map<string, Label>();
  return (cell) => {
    if (!isWordsOnly(cell)) return NO_LABEL;
    const before = known.get(cell);
    if (before !== undefined) return before;
    const label =
      defined().get(
        cell
          .trim()
          .replace(/^["']|["']$/g, '')
          .toLowerCase(),
      ) ?? labelOfCell(normalise(cell).text);
    if (known.size < 5000) known.set(cell, label);
    return label;
  };
}

/** "Nils-Åke Brunn": words with capitals whose first is no thing name somebody, whatever the last of them means. */
const NAMED = /^(?:\d{1,4}[.)]? )?(\p{Lu}\p{Ll}+)(?:-\p{Lu}\p{Ll}+)?(?: \p{Lu}\p{Ll}+(?:-\p{Lu}\p{Ll}+)?){1,2}$/u;
/** What the cell to the left of a number says. */
function keyLabel(cell: string, read: (cell: string) => Label): Label {
  // the values of a statement of SQL, not of a thing
  if (/\bvalues ?\(/i.test(cell)) return NO_LABEL;
  const first = NAMED.exec(cell)?.[1];
  const label = read(cell);
  return label.polarity === 'negative' && first !== undefined && read(first).polarity !== 'negative' ? NO_LABEL : label;
}

/** Index of the segment that holds an original index. */
function segmentAt(segments: readonly Segment[], index: number): number {
  let low = 0;
  let high = segments.length;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if ((segments[middle]?.end ?? Infinity) <= index) low = middle + 1;
    else high = middle;
  }
  return low;
}

/** First index of the normalised text that comes from an original index or behind it. */
function normalisedIndex(text: NormalisedText, original: number): number {
  let low = 0;
  let high = text.text.length;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if (text.originalIndex(middle) < original) low = middle + 1;
    else high = middle;
  }
  return low;
}

const sameCell = (a: Segment | undefined, b: Segment): boolean =>
  a?.cell !== undefined &&
  b.cell !== undefined &&
  a.cell.table === b.cell.table &&
  a.cell.row === b.cell.row &&
  a.cell.column === b.cell.column;

/** The cells of each row in turn. */
function* rowsOf(segments: readonly Segment[]): Generator<readonly Segment[]> {
  let row: Segment[] = [];
  let at: CellPlace | undefined;
  for (const segment of segments) {
    const { cell } = segment;
    if (cell === undefined) continue;
    if (at?.table === cell.table && at.row === cell.row) row.push(segment);
    else {
      if (row.length > 0) yield row;
      row = [segment];
      at = cell;
    }
  }
  if (row.length > 0) yield row;
}

/** Whether a row below the first can be a head: it has no days, amounts or numbers, and no cell of it is a sentence. */
const mayBeHead = (cells: readonly string[]): boolean =>
  cells.every((cell) => cell === '' || (/\p{L}/u.test(cell) && !/\p{Ll}{5}[.!?]$|^\d{1,2}[./: ]/u.test(cell)));

/** Tables whose cells the extractor marked. */
function markedTables(text: NormalisedText, source: ExtractedText, defined: Defined): Tables {
  const { segments } = source;
  const read = cellReader(defined);
  const cellText = (segment: Segment): string =>
    source.text.slice(segment.start, Math.min(segment.end, segment.start + 200));
  let columns: Map<string, ColumnLabels> | null = null;
  const columnsOfText = (): Map<string, ColumnLabels> => {
    if (columns !== null) return columns;
    columns = new Map();
    let table: number | undefined;
    for (const cells of rowsOf(segments)) {
      const texts = cells.map((segment) => cellText(segment).trim());
      const isHead = cells[0]?.cell?.table !== table || mayBeHead(texts);
      table = cells[0]?.cell?.table;
      cells.forEach(({ cell }, i) => {
        const label = headerLabel(texts[i] ?? '', texts, read);
        if (label.polarity === 'negative' && !isHead) return;
        if (columns !== null && cell !== undefined) addLabel(columns, `${cell.table}:${cell.column}`, cell.row, label);
      });
    }
    return columns;
  };
  const keyBefore = (index: number, own: Segment): Label => {
    for (let i = index - 1; i >= Math.max(0, index - 4); i--) {
      const segment = segments[i];
      if (segment === undefined || sameCell(segment, own)) continue;
      const isSameRow = segment.cell?.table === own.cell?.table && segment.cell?.row === own.cell?.row;
      return isSameRow ? keyLabel(cellText(segment).trim(), read) : NO_LABEL;
    }
    return NO_LABEL;
  };
  return {
    placeOf(index) {
      const at = segmentAt(segments, text.originalIndex(index));
      const own = segments[at];
      if (own?.cell === undefined) return null;
      const name = `${own.cell.table}:${own.cell.column}`;
      return {
        column: `cells:${name}`,
        cell: { from: normalisedIndex(text, own.start), to: normalisedIndex(text, own.end) },
        row: lineAround(text.text, index),
        header: labelAbove(columnsOfText().get(name), own.cell.row),
        key: keyBefore(at, own),
      };
    },
  };
}

const LINE_LIMIT = 1000;

/** The line around an index, at most 1,000 characters to each side. */
function lineAround(text: string, index: number): Reach {
  const window = text.slice(Math.max(0, index - LINE_LIMIT), index);
  const start = window.lastIndexOf('\n');
  const rest = text.slice(index, index + LINE_LIMIT);
  const end = rest.indexOf('\n');
  return { from: index - window.length + start + 1, to: index + (end < 0 ? rest.length : end) };
}

/** What divides a line into columns; '' when nothing does. A comma only counts where none is followed by a blank and no columns are set with blanks. */
function delimiterOf(line: string): string {
  if (line.includes('\t')) return '\t';
  if (line.includes(';')) return ';';
  if (line.includes('|')) return '|';
  return line.includes(',') && !line.includes(', ') && !line.includes('  ') ? ',' : '';
}

interface DividedLine {
  readonly start: number;
  readonly end: number;
  readonly delimiter: string;
  /** number of the first line of the run of lines with the same delimiter */
  readonly block: number;
}

/** Between the head of a table and its rows, as databases print it: "-----+-----" */
const RULED = /^[\s>]{0,20}[-=+|:_][-=+|:_ ]{2,}\s*$/;

function dividedLines(text: string): DividedLine[] {
  const lines: DividedLine[] = [];
  for (let start = 0; start <= text.length;) {
    const newline = text.indexOf('\n', start);
    const end = newline < 0 ? text.length : newline;
    const line = text.slice(start, Math.min(end, start + LINE_LIMIT));
    const last = lines.at(-1);
    const delimiter = last !== undefined && RULED.test(line) ? last.delimiter : delimiterOf(line);
    lines.push({ start, end, delimiter, block: last?.delimiter === delimiter ? last.block : lines.length });
    start = end + 1;
  }
  return lines;
}

/** Tables in plain text. */
function plainTables(text: string, defined: Defined): Tables {
  const read = cellReader(defined);
  const columns = new Map<string, ColumnLabels>();
  let lines: DividedLine[] | null = null;
  /** Reads the header of a block once: the first line's cells, which hold for all lines below. */
  const headerOf = (block: DividedLine, number: number, column: number): Label => {
    const name = `${number}:${column}`;
    if (!columns.has(`${number}:0:read`)) {
      columns.set(`${number}:0:read`, { rows: [], labels: [] });
      const cells = text
        .slice(block.start, Math.min(block.end, block.start + LINE_LIMIT))
        .split(block.delimiter)
        .map((cell) => cell.trim());
      cells.forEach((cell, i) => addLabel(columns, `${number}:${i}`, 0, headerLabel(cell, cells, read)));
    }
    return labelAbove(columns.get(name), 1);
  };
  return {
    placeOf(index) {
      const { from, to } = lineAround(text, index);
      if (delimiterOf(text.slice(from, to)) === '') return null;
      lines ??= dividedLines(text);
      const own = lineAt(lines, index);
      if (own === undefined || own.delimiter === '' || index - own.start > LINE_LIMIT) return null;
      const before = text.slice(own.start, index).split(own.delimiter);
      const cellStart = index - (before.at(-1)?.length ?? 0);
      const cellEnd = text.slice(index, Math.min(own.end, index + LINE_LIMIT)).indexOf(own.delimiter);
      const block = lines[own.block];
      const isHeaderLine = block === own || block === undefined;
      return {
        column: `lines:${own.block}:${before.length - 1}`,
        cell: { from: cellStart, to: cellEnd < 0 ? own.end : index + cellEnd },
        row: { from: own.start, to: own.end },
        header: isHeaderLine ? NO_LABEL : headerOf(block, own.block, before.length - 1),
        key: keyLabel((before.at(-2) ?? '').trim(), read),
      };
    },
  };
}

function lineAt(lines: readonly DividedLine[], index: number): DividedLine | undefined {
  let low = 0;
  let high = lines.length;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if ((lines[middle]?.end ?? Infinity) < index) low = middle + 1;
    else high = middle;
  }
  return lines[low];
}

/** The tables of one text: those the extractor marked, else those its lines form. */
export function tablesOf(text: NormalisedText, source: ExtractedText, defined: Defined): Tables {
  const marked = source.segments.some(({ cell }) => cell !== undefined) ? markedTables(text, source, defined) : null;
  const plain = plainTables(text.text, defined);
  const aligned = alignedTables(text.text, defined);
  return { placeOf: (index) => marked?.placeOf(index) ?? plain.placeOf(index) ?? aligned.placeOf(index) };
}

/** Tables whose columns are set with blanks. */
function alignedTables(text: string, defined: Defined): Tables {
  const tables = new AlignedTables(text);
  const read = cellReader(defined);
  const wordsOf = (cell: Reach | null): string => (cell === null ? '' : text.slice(cell.from, cell.to));
  return {
    placeOf(index) {
      const place = tables.placeOf(index);
      if (place === null) return null;
      const { table, column, cell, row, header, headers, key } = place;
      return {
        column: `aligned:${table}:${column}`,
        cell,
        row,
        header: headerLabel(wordsOf(header), headers.map(wordsOf), read),
        key: keyLabel(wordsOf(key).trim(), read),
      };
    },
  };
}

/** What the head of a column says; where another column holds names, a head like "id" is the persons' own. */
function headerLabel(own: string, all: readonly string[], read: (cell: string) => Label): Label {
  const label = read(own);
  return label.polarity !== 'strong' && isUnnamed(own) && all.some(namesPersons) ? OF_PERSONS : label;
}
const OF_PERSONS: Label = { polarity: 'strong', kinds: [] };
