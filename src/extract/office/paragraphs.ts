/**
 * Paragraphs and tables of documents, whichever format they come from.
 *
 * In: runs of text with their kind, in document order, paragraphs and tables opening and closing, nested to any depth.
 * Out: lines in the sink. Promised: the runs of one paragraph stand together without blanks, whatever is anchored in
 * their midst (text boxes, notes, field codes) follows after the paragraph; a number is found both as it reads with and
 * without the deleted or hidden runs inside it; the work is linear.
 */
import type { CellPlace, Place } from '../../core/text.ts';
import type { Zone } from '../../core/category.ts';
import type { Sink } from './sink.ts';

/** How a run stands in its paragraph. */
export type RunKind = 'kept' | 'inserted' | 'deleted' | 'hidden';

interface Piece {
  text: string;
  kind: RunKind;
}

/** Where something stands in a paragraph that is shown otherwise. */
export interface PlaceInParagraph {
  readonly paragraph: Paragraph;
  readonly from: number;
}

export interface Paragraph {
  readonly zone: Zone;
  readonly locator: string;
  readonly pieces: Piece[];
  /** reading `text` alone is asked for by duplicates of alternative content */
  plain: boolean;
}

interface Table {
  readonly number: number;
  row: number;
  column: number;
  span: number;
  hiddenRow: boolean;
  /** nothing written in the current cell yet */
  freshCell: boolean;
  /** texts of the cells of the row, where columns are shown from right to left; null elsewhere */
  turned: string[] | null;
}

interface Line {
  text: string;
  readonly place: Place;
}

/** A word is followed at most so far to either side of a deletion. */
const WORD_REACH = 40;
/** Pieces of a paragraph that are looked back over for the words before a place. */
const MOST_PIECES_BACK = 64;

/** Writes paragraphs into a sink. */
export class ParagraphWriter {
  private readonly sink: Sink;
  private readonly open: Paragraph[] = [];
  private readonly tables: Table[] = [];
  private pending: Line[] = [];
  private readonly alternatives: { readonly seen: Set<string>; fallback: boolean }[] = [];
  private readonly numbering: { tables: number };
  private held = false;

  /** @param numbering counts the tables of the whole document; shared by its parts */
  constructor(sink: Sink, numbering: { tables: number }) {
    this.sink = sink;
    this.numbering = numbering;
  }

  /** True inside a paragraph. */
  get inParagraph(): boolean {
    return this.open.length > 0;
  }

  /** Number of open paragraphs: more than one inside text boxes and notes. */
  get depth(): number {
    return this.open.length;
  }

  openParagraph(zone: Zone, locator: string): void {
    this.open.push({ zone, locator, pieces: [], plain: true });
  }

  /** The place where the next text begins; null outside paragraphs. */
  here(): PlaceInParagraph | null {
    const paragraph = this.open[this.open.length - 1];
    if (paragraph === undefined) return null;
    // an empty run keeps what follows apart from what stands before
    paragraph.pieces.push({ text: '', kind: 'kept' }, { text: '', kind: 'hidden' });
    return { paragraph, from: paragraph.pieces.length };
  }

  /** The last text of the innermost paragraph that is shown. @param since place where it begins at the earliest */
  lastWords(reach: number, since: PlaceInParagraph | null): string {
    const paragraph = this.open[this.open.length - 1];
    if (paragraph === undefined || (since !== null && since.paragraph !== paragraph)) return '';
    const first = Math.max(since?.from ?? 0, paragraph.pieces.length - MOST_PIECES_BACK);
    let text = '';
    for (let at = paragraph.pieces.length - 1; at >= first && text.length < reach; at--) {
      const piece = paragraph.pieces[at];
      if (piece?.kind === 'kept' || piece?.kind === 'inserted') text = piece.text.slice(-reach) + text;
    }
    return text.slice(-reach);
  }

  /** Words before the paragraph that comes inside this one, to be written until this one ends. @returns sets them */
  wordsToCome(zone: Zone, locator: string): (text: string) => void {
    const line: Line = { text: '', place: { zone, locator } };
    this.pending.push(line);
    return (text) => {
      line.text = text;
    };
  }

  /** Shows another text instead of what was written since a place, as long as its paragraph goes on. */
  showInstead(value: string, place: PlaceInParagraph): void {
    const { paragraph, from } = place;
    if (this.open[this.open.length - 1] !== paragraph) return;
    for (const piece of paragraph.pieces.slice(from)) if (piece.kind !== 'deleted') piece.kind = 'hidden';
    paragraph.plain = false;
    paragraph.pieces.push({ text: value, kind: 'kept' });
  }

  /** Text of the innermost paragraph; a line of its own when there is none. */
  text(value: string, kind: RunKind, zone: Zone, locator: string): void {
    if (value === '') return;
    const paragraph = this.open[this.open.length - 1];
    if (paragraph === undefined) {
      this.aside(value, zone, locator);
      return;
    }
    const last = paragraph.pieces[paragraph.pieces.length - 1];
    if (kind !== 'kept') paragraph.plain = false;
    if (last?.kind === kind) last.text += value;
    else paragraph.pieces.push({ text: value, kind });
  }

  closeParagraph(): void {
    const paragraph = this.open.pop();
    if (paragraph === undefined) return;
    if (!this.isRepeated(paragraph)) this.write(paragraph);
    if (this.open.length === 0) this.flush();
  }

  /** A line that belongs here but not into the paragraph: alternative text, a field code, a form's choices. */
  aside(value: string, zone: Zone, locator: string): void {
    const text = value.trim();
    if (text === '') return;
    const alternative = this.alternatives[this.alternatives.length - 1];
    if (alternative !== undefined) {
      if (alternative.fallback && alternative.seen.has(text)) return;
      alternative.seen.add(text);
    }
    const cell = this.open.length === 0 ? undefined : this.cell();
    this.pending.push({ text: `${text}\n`, place: { zone, locator, ...(cell ? { cell } : {}) } });
    if (this.open.length === 0 && this.tables.length === 0) this.flush();
  }

  /** Markup Compatibility: the same thing told twice; the second telling adds only what the first did not have. */
  openAlternatives(): void {
    this.alternatives.push({ seen: new Set(), fallback: false });
  }

  openFallback(): void {
    const alternative = this.alternatives[this.alternatives.length - 1];
    if (alternative !== undefined) alternative.fallback = true;
  }

  closeAlternatives(): void {
    this.alternatives.pop();
  }

  openTable(): void {
    if (this.open.length === 0) this.sink.breakLine();
    this.tables.push({
      number: this.numbering.tables++,
      row: -1,
      column: -1,
      span: 1,
      hiddenRow: false,
      freshCell: true,
      turned: null,
    });
  }

  /** The columns of the open table are shown from right to left (ECMA-376 part 1, 17.4.1). */
  turnColumns(isTurned: boolean): void {
    const table = this.tables[this.tables.length - 1];
    if (table !== undefined && isTurned) table.turned ??= [];
  }

  openRow(): void {
    const table = this.tables[this.tables.length - 1];
    if (table === undefined) return;
    table.row++;
    table.column = -1;
    table.span = 1;
    table.hiddenRow = false;
  }

  openCell(): void {
    const table = this.tables[this.tables.length - 1];
    if (table === undefined) return;
    table.column += table.span;
    table.span = 1;
    table.freshCell = true;
  }

  /** The current cell covers so many columns. */
  spanCell(columns: number): void {
    const table = this.tables[this.tables.length - 1];
    if (table !== undefined && columns > 0 && columns < 1000) table.span = columns;
  }

  closeCell(): void {
    const table = this.tables[this.tables.length - 1];
    if (table === undefined) return;
    if (this.open.length > 0) this.turnLastBreak('\t');
    else {
      const cell = this.cell();
      this.sink.add('\t', { zone: 'body', locator: this.tableLocator(''), ...(cell ? { cell } : {}) });
    }
    table.freshCell = true;
  }

  closeRow(): void {
    const table = this.tables[this.tables.length - 1];
    if (table === undefined) return;
    this.tellTurned(table);
    if (this.open.length > 0) this.turnLastBreak('\n');
    else {
      this.sink.breakLine();
      this.flush();
    }
  }

  /** The row as it is shown, where it holds digits. */
  private tellTurned(table: Table): void {
    const row = table.turned?.reverse().join('\t') ?? '';
    if (table.turned !== null) table.turned = [];
    if (/\d{2}/u.test(row))
      this.pending.push({ text: `${row}\n`, place: { zone: 'body', locator: this.tableLocator('') } });
  }

  closeTable(): void {
    this.tables.pop();
    if (this.open.length === 0 && this.tables.length === 0) this.flush();
  }

  /** From here on everything waits for release: what stands in the cells of a row that somebody else writes. */
  hold(): void {
    this.held = true;
  }

  release(): void {
    this.held = false;
    if (this.open.length === 0) this.flush();
  }

  /** Ends everything that is still open; call at the end of a part. */
  finish(): void {
    this.held = false;
    while (this.open.length > 0) this.closeParagraph();
    this.tables.length = 0;
    this.alternatives.length = 0;
    this.flush();
  }

  private turnLastBreak(mark: string): void {
    const last = this.pending[this.pending.length - 1];
    if (last !== undefined && /[\n\t]$/u.test(last.text)) last.text = last.text.slice(0, -1) + mark;
  }

  private isRepeated(paragraph: Paragraph): boolean {
    const alternative = this.alternatives[this.alternatives.length - 1];
    if (alternative === undefined) return false;
    const text = paragraph.pieces.map((piece) => piece.text).join('');
    if (alternative.fallback && alternative.seen.has(text)) return true;
    alternative.seen.add(text);
    return false;
  }

  private write(paragraph: Paragraph): void {
    if (paragraph.pieces.length === 0) return;
    const nested = this.held || this.open.length > 0;
    const cells = this.tables[this.tables.length - 1]?.turned ?? null;
    if (cells !== null) cells.push(paragraph.pieces.map(({ text }) => text).join(''));
    const table = nested ? undefined : this.tables[this.tables.length - 1];
    const locator = table === undefined ? paragraph.locator : this.tableLocator(paragraph.locator);
    const cell = nested ? undefined : this.cell();
    const place = { zone: paragraph.zone, locator, ...(cell ? { cell } : {}) };
    const put = (text: string, at: Place): void => {
      if (nested) this.pending.push({ text, place: at });
      else this.sink.add(text, at);
    };
    // A further paragraph of the same cell starts a line within it.
    if (table !== undefined && !table.freshCell) put('\n', place);
    for (const piece of paragraph.pieces) {
      if (piece.kind === 'deleted') continue;
      const zone = piece.kind === 'inserted' ? 'tracked-change' : piece.kind === 'hidden' ? 'hidden' : paragraph.zone;
      put(piece.text, zone === paragraph.zone ? place : { ...place, zone });
    }
    if (table === undefined) put('\n', place);
    else table.freshCell = false;
    if (!paragraph.plain) this.writeOtherReadings(paragraph, locator);
  }

  private writeOtherReadings(paragraph: Paragraph, locator: string): void {
    const { deleted, unhidden } = otherReadings(paragraph.pieces);
    const where = locator === '' ? 'deleted' : `${locator}, deleted`;
    for (const text of deleted)
      this.pending.push({ text: `${text}\n`, place: { zone: 'tracked-change', locator: where } });
    for (const text of unhidden) this.pending.push({ text: `${text}\n`, place: { zone: paragraph.zone, locator } });
  }

  private flush(): void {
    if (this.pending.length === 0 || this.held) return;
    const lines = this.pending;
    this.pending = [];
    // Inside a table the row is finished first, or its columns would be torn.
    if (this.tables.length > 0 && !this.atRowEnd()) {
      this.pending = lines;
      return;
    }
    this.sink.breakLine();
    for (const line of lines) this.sink.add(line.text, line.place);
    this.sink.breakLine();
  }

  private atRowEnd(): boolean {
    return this.tables.length === 1 && (this.tables[0]?.freshCell ?? true) && this.sink.atLineStart;
  }

  private cell(): CellPlace | undefined {
    const table = this.tables[this.tables.length - 1];
    if (table === undefined || table.row < 0 || table.column < 0) return undefined;
    return { table: table.number, row: table.row, column: table.column };
  }

  private tableLocator(prefix: string): string {
    const table = this.tables[this.tables.length - 1];
    if (table === undefined) return prefix;
    const own = `table ${table.number + 1} row ${table.row + 1}`;
    return prefix === '' ? own : `${prefix}, ${own}`;
  }
}

/**
 * What a paragraph says besides its current reading: the words that deletions stood in, and the words that hidden runs tear.
 * @param pieces runs in order
 * @returns words as they read before the deletion, and what was deleted of them where it holds digits; words as they read without the hidden runs, and those runs that hold digits
 */
export function otherReadings(pieces: readonly { readonly text: string; readonly kind: RunKind }[]): {
  readonly deleted: readonly string[];
  readonly unhidden: readonly string[];
} {
  let original = '';
  let visible = '';
  const deletions: [number, number][] = [];
  const tears: { readonly at: number; readonly hidden: string }[] = [];
  for (const { text, kind } of pieces) {
    if (kind !== 'inserted') {
      if (kind === 'deleted') deletions.push([original.length, original.length + text.length]);
      original += text;
    }
    if (kind === 'hidden') tears.push({ at: visible.length, hidden: text });
    else if (kind !== 'deleted') visible += text;
  }
  const touches = (a: string, b: string): boolean => /\S/u.test(a) && /\S/u.test(b);
  const torn = tears.filter(({ at, hidden }) => {
    const [before, after] = [visible.charAt(at - 1), visible.charAt(at)];
    return touches(before, after) || touches(before, hidden.charAt(0)) || touches(hidden.slice(-1), after);
  });
  // a number struck out right beside a letter is one on its own
  const alone = deletions.map(([from, to]) => original.slice(from, to).trim()).filter((text) => /\d{6}/u.test(text));
  const deleted = [...new Set([...wordsAround(original, deletions), ...alone])];
  const hidden = torn.map((tear) => tear.hidden.trim()).filter((text) => /\d{6}/u.test(text));
  return {
    deleted,
    unhidden: [
      ...wordsAround(
        visible,
        torn.map(({ at }) => [at, at]),
      ),
      ...hidden,
    ],
  };
}

function wordsAround(text: string, ranges: readonly (readonly [number, number])[]): string[] {
  const merged: [number, number][] = [];
  for (const [start, end] of ranges) {
    let from = start;
    let to = end;
    while (from > 0 && start - from < WORD_REACH && /\S/u.test(text.charAt(from - 1))) from--;
    while (to < text.length && to - end < WORD_REACH && /\S/u.test(text.charAt(to))) to++;
    const last = merged[merged.length - 1];
    if (last !== undefined && from <= last[1]) last[1] = Math.max(last[1], to);
    else merged.push([from, to]);
  }
  return merged.map(([from, to]) => text.slice(from, to).trim()).filter((words) => words !== '');
}
