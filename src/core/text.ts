import type { PartPath } from './brand.ts';
import { cellLocator, CellSegment, PackedSegments, type CellSheet } from './cell-segment.ts';
import type { Where, Zone } from './category.ts';

/** Half-open range of UTF-16 units of ExtractedText.text. */
export interface Span {
  readonly start: number;
  readonly end: number;
}

/** Place of a cell, for column statistics and header context: all 0-based. */
export interface CellPlace {
  /** number of the table within the document */
  readonly table: number;
  readonly row: number;
  readonly column: number;
}

/** A run of text that comes from one place. Segments cover ExtractedText.text without gap or overlap (P5). */
export interface Segment extends Span {
  readonly zone: Zone;
  /** quoted reply or forwarded original */
  readonly quoted: boolean;
  /** for people: 'page 3', 'Elever!B7', 'slide 2', ''; never content of the document beyond sheet names */
  readonly locator: string;
  readonly cell?: CellPlace;
}

/**
 * Text of one place-bearing unit (a body, a document, a subject, a file name). Paragraphs end with '\n', table cells with
 * '\t', table rows with '\n'. Runs of one paragraph are joined without blanks.
 */
export interface ExtractedText {
  readonly part: PartPath;
  readonly where: Where;
  /** file names from the outermost attachment inwards; empty for the message itself */
  readonly path: readonly string[];
  readonly text: string;
  readonly segments: readonly Segment[];
}

function movedTo({ start, end, quoted, locator, cell }: Segment, zone: Zone): Segment {
  const segment = { start, end, zone, quoted, locator };
  return cell === undefined ? segment : { ...segment, cell };
}

/** The same text with another zone for all that has none of its own. */
export const inZone = (text: ExtractedText, zone: Zone): ExtractedText => ({
  ...text,
  segments: text.segments.map((segment) => (segment.zone === 'body' ? movedTo(segment, zone) : segment)),
});

/** What a builder needs to know of the place being written. */
export interface Place {
  readonly zone: Zone;
  readonly quoted?: boolean;
  readonly locator?: string;
  readonly cell?: CellPlace;
  /** name of the sheet of the cell, from which its locator is made when somebody asks; then there is no `locator` */
  readonly sheet?: string;
}

/** For people, '' where there is nothing to tell. */
const locatorOf = ({ locator = '', sheet, cell }: Place): string =>
  sheet === undefined || cell === undefined ? locator : cellLocator(sheet, cell.row, cell.column);

const samePlace = (a: Segment, b: Place): boolean =>
  a instanceof CellSegment && b.sheet !== undefined ? sameCell(a, b) : sameWritten(a, b);
const sameCell = (a: CellSegment, { cell, sheet, zone }: Place): boolean =>
  a.row === cell?.row &&
  a.column === cell.column &&
  a.of.table === cell.table &&
  a.of.name === sheet &&
  a.of.zone === zone;
const sameWritten = (a: Segment, b: Place): boolean =>
  a.zone === b.zone &&
  a.quoted === (b.quoted ?? false) &&
  a.locator === locatorOf(b) &&
  a.cell?.table === b.cell?.table &&
  a.cell?.row === b.cell?.row &&
  a.cell?.column === b.cell?.column;

const CHUNKS_OF_A_PAGE = 4096;
const MOST_UNPACKED = 20_000;

/** Collects text with its places and keeps the cover of segments exact; adjacent text of the same place is one segment. */
export class TextBuilder {
  private chunks: string[] = [];
  /** chunks put together: a million small strings take ten times their letters */
  private readonly pages: string[] = [];
  private readonly segments: Segment[] = [];
  /** those behind the first ones, of a long text */
  private packed: PackedSegments | null = null;
  /** the last one, which may go on */
  private last: (Omit<Segment, 'end'> & { end: number }) | null = null;
  /** of the last cell */
  private sheet: CellSheet | null = null;
  private size = 0;
  private lastCharacter = '';

  /** Number of UTF-16 units so far. */
  get length(): number {
    return this.size;
  }

  /** The text so far. */
  get written(): string {
    return this.pages.join('') + this.chunks.join('');
  }

  /** Appends text that belongs to a place. Empty text is ignored. */
  add(text: string, place: Place): this {
    if (text === '') return this;
    const start = this.size;
    this.chunks.push(text);
    if (this.chunks.length >= CHUNKS_OF_A_PAGE) {
      this.pages.push(this.chunks.join(''));
      this.chunks = [];
    }
    this.size += text.length;
    this.lastCharacter = text.charAt(text.length - 1);
    if (this.last !== null && samePlace(this.last, place)) this.last.end = this.size;
    else {
      if (this.last !== null) this.keep(this.last);
      this.last = this.segmentAt(start, place);
    }
    return this;
  }

  private segmentAt(start: number, place: Place): Omit<Segment, 'end'> & { end: number } {
    const { zone, cell, sheet, quoted = false } = place;
    if (cell !== undefined && sheet !== undefined && !quoted)
      return new CellSegment(start, this.size, this.sheetOf(sheet, cell.table, zone), cell.row, cell.column);
    const locator = locatorOf(place);
    // two plain shapes cost a third of a spread
    return cell === undefined
      ? { start, end: this.size, zone, quoted, locator }
      : { start, end: this.size, zone, quoted, locator, cell };
  }

  private keep(segment: Segment): void {
    if (this.segments.length < MOST_UNPACKED) this.segments.push(segment);
    else (this.packed ??= new PackedSegments(segment.start)).push(segment);
  }

  private sheetOf(name: string, table: number, zone: Zone): CellSheet {
    const last = this.sheet;
    if (last?.name === name && last.table === table && last.zone === zone) return last;
    this.sheet = { name, table, zone };
    return this.sheet;
  }

  /** Ends the paragraph or row: appends '\n' in the place of the last text unless one stands there already. */
  breakLine(): this {
    return this.last === null || this.lastCharacter === '\n' ? this : this.add('\n', this.last);
  }

  /** @returns the text and its segments */
  build(part: PartPath, where: Where, path: readonly string[]): ExtractedText {
    const segments = [...this.segments];
    this.packed?.unpack(segments);
    if (this.last !== null) segments.push(this.last);
    return { part, where, path, text: this.written, segments };
  }
}
