import type { PartPath } from './brand.ts';
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

/** The same text with another zone for all that has none of its own. */
export const inZone = (text: ExtractedText, zone: Zone): ExtractedText => ({
  ...text,
  segments: text.segments.map((segment) => (segment.zone === 'body' ? { ...segment, zone } : segment)),
});

/** What a builder needs to know of the place being written. */
export interface Place {
  readonly zone: Zone;
  readonly quoted?: boolean;
  readonly locator?: string;
  readonly cell?: CellPlace;
}

const samePlace = (a: Segment, b: Place): boolean =>
  a.zone === b.zone &&
  a.quoted === (b.quoted ?? false) &&
  a.locator === (b.locator ?? '') &&
  a.cell?.table === b.cell?.table &&
  a.cell?.row === b.cell?.row &&
  a.cell?.column === b.cell?.column;

/** Collects text with its places and keeps the cover of segments exact; adjacent text of the same place is one segment. */
export class TextBuilder {
  private readonly chunks: string[] = [];
  private readonly segments: (Omit<Segment, 'end'> & { end: number })[] = [];
  private size = 0;
  private lastCharacter = '';

  /** Number of UTF-16 units so far. */
  get length(): number {
    return this.size;
  }

  /** Appends text that belongs to a place. Empty text is ignored. */
  add(text: string, place: Place): this {
    if (text === '') return this;
    const start = this.size;
    this.chunks.push(text);
    this.size += text.length;
    this.lastCharacter = text.charAt(text.length - 1);
    const last = this.segments[this.segments.length - 1];
    if (last !== undefined && samePlace(last, place)) {
      last.end = this.size;
    } else {
      const { zone, cell, quoted = false, locator = '' } = place;
      // one of these for every cell of a workbook: two plain shapes cost a third of a spread
      const segment = { start, end: this.size, zone, quoted, locator };
      this.segments.push(cell === undefined ? segment : { start, end: this.size, zone, quoted, locator, cell });
    }
    return this;
  }

  /** Ends the paragraph or row: appends '\n' in the place of the last text unless one stands there already. */
  breakLine(): this {
    const last = this.segments[this.segments.length - 1];
    if (last === undefined || this.lastCharacter === '\n') return this;
    return this.add('\n', last);
  }

  /** @returns the text and its segments */
  build(part: PartPath, where: Where, path: readonly string[]): ExtractedText {
    return { part, where, path, text: this.chunks.join(''), segments: this.segments };
  }
}
