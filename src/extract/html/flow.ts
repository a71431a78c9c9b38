import { TextBuilder, type CellPlace, type ExtractedText } from '../../core/text.ts';
import type { Document } from '../format.ts';
import type { Zone } from '../../core/category.ts';

/** How a piece of text stands. */
export interface FlowPlace {
  readonly zone: Zone;
  readonly quoted: boolean;
  readonly cell: CellPlace | null;
}

/** White space that is not a single blank: most text of a program's own making has none, and need not be written anew. */
const COLLAPSIBLE = /[\t\r\n\f]| {2}/;

/** As many characters around hidden text are repeated beside it, so that a number split by hiding half of it is seen whole. */
const CONTEXT = 24;

/**
 * Text as a browser would lay it out in one stream: inline text joined without blanks, white space collapsed, blocks on
 * lines of their own, cells ended by tabs and rows by line ends.
 */
export class Flow {
  private readonly builder = new TextBuilder();
  private pendingSpace = false;
  private pendingBreak = false;
  /** every break since the last text was of a block that style puts beside its neighbours */
  private besideOnly = false;
  private atLineStart = true;
  /** a tab was written and its row not ended yet */
  private rowOpen = false;
  /** the end of the running line, for joins with hidden text */
  tail = '';

  /** Adds text. @param preserve white space is kept, as in pre */
  text(text: string, place: FlowPlace, preserve: boolean): void {
    if (text === '') return;
    if (preserve) {
      this.put(text, place);
      this.atLineStart = text.endsWith('\n');
      return;
    }
    const body = COLLAPSIBLE.test(text) ? text.replace(/[ \t\r\n\f]+/g, ' ') : text;
    const leading = body.startsWith(' ');
    const trailing = body.length > 1 && body.endsWith(' ');
    const inner = body.slice(leading ? 1 : 0, trailing ? -1 : undefined);
    if (leading) this.pendingSpace = true;
    if (inner !== '') this.put(inner, place);
    if (trailing) this.pendingSpace = true;
  }

  /**
   * The next text begins a new line.
   * @param beside style lays the block out inline: digits that meet there are read as one number, words stay apart
   */
  block(beside = false): void {
    this.besideOnly = beside && (this.besideOnly || !this.pendingBreak);
    this.pendingBreak = true;
    if (!beside) this.tail = '';
  }

  /** A line break element. */
  lineBreak(place: FlowPlace): void {
    this.settleBreak();
    this.add('\n', place);
    this.atLineStart = true;
    this.tail = '';
  }

  /** The text of a cell is over: breaks waiting at its end are dropped, so that a row stays one line. */
  dropBreaks(): void {
    this.pendingBreak = false;
    this.pendingSpace = false;
    this.tail = '';
  }

  /** Separates two cells of a row. */
  cellEnd(place: FlowPlace): void {
    this.pendingBreak = false;
    this.pendingSpace = false;
    this.add('\t', place);
    this.atLineStart = true;
    this.rowOpen = true;
    this.tail = '';
  }

  /** Ends a table row. */
  rowEnd(place: FlowPlace): void {
    this.pendingBreak = false;
    this.pendingSpace = false;
    if (!this.atLineStart || this.rowOpen) this.add('\n', place);
    this.rowOpen = false;
    this.atLineStart = true;
    this.tail = '';
  }

  /** Characters of the running line that stand directly before what comes next. */
  get context(): string {
    return this.pendingSpace || this.pendingBreak ? '' : this.tail;
  }

  build(document: Document): ExtractedText | null {
    if (this.builder.length === 0) return null;
    this.builder.breakLine();
    return this.builder.build(document.part, document.where, document.path);
  }

  /** The line end belongs to the text before it, not to the place of what follows. */
  private settleBreak(): void {
    if (this.pendingBreak && !this.atLineStart) {
      this.builder.breakLine();
      this.atLineStart = true;
    }
    this.pendingBreak = false;
  }

  private put(text: string, place: FlowPlace): void {
    if (this.pendingBreak && this.besideOnly && /[\d+-]$/.test(this.tail) && /^[\d+-]{1,8}$/.test(text))
      this.pendingBreak = false;
    this.besideOnly = false;
    if (this.pendingBreak) this.pendingSpace = false;
    this.settleBreak();
    const spaced = this.pendingSpace && !this.atLineStart ? ` ${text}` : text;
    this.pendingSpace = false;
    this.add(spaced, place);
    this.atLineStart = false;
    this.tail = (this.tail + spaced).slice(-CONTEXT);
  }

  private add(text: string, place: FlowPlace): void {
    this.builder.add(text, {
      zone: place.cell !== null && place.zone === 'body' ? 'cell' : place.zone,
      quoted: place.quoted,
      ...(place.cell === null
        ? {}
        : { cell: place.cell, locator: `table ${place.cell.table + 1}, row ${place.cell.row + 1}` }),
    });
  }
}

/** Length of the context that hidden text takes over from visible text. */
export const CONTEXT_LENGTH = CONTEXT;
