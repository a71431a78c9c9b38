/**
 * Data styles of an OpenDocument spreadsheet (ISO/IEC 26300-1, 16.29) that bring digits of their own: '811218-' before four places. The program
 * shows the value in its style, whatever text stands in the cell. In: the elements of styles. Out: what a cell of such a style shows; nothing
 * is kept of other styles.
 */
import { attribute, attributes } from './xml.ts';

/** A text, or a place for the number, the text or a part of the day. */
interface Piece {
  readonly kind: 'text' | 'number' | 'content' | 'year' | 'month' | 'day';
  text: string;
  /** figures at least */
  readonly width: number;
}

const MOST_STYLES = 500;
const MOST_PIECES = 40;
const LONGEST_TEXT = 60;
const STYLES = /^(?:number|date|text|currency|percentage)-style$/u;

/** Read with the styles, asked by the cells of all streams. */
export class OdfFormats {
  private readonly pieces = new Map<string, readonly Piece[]>();
  /** data styles by the styles of cells */
  private readonly cells = new Map<string, string>();
  private open: { readonly name: string; readonly pieces: Piece[] } | null = null;

  openElement(element: string, raw: string): void {
    if (STYLES.test(element)) this.open = { name: nameOf(raw), pieces: [] };
    else if (element === 'style' && raw.includes('data-style-name')) {
      if (this.cells.size < MOST_STYLES) this.cells.set(nameOf(raw), attribute(raw, 'data-style-name'));
    } else if (this.open !== null && this.open.pieces.length < MOST_PIECES) {
      const piece = pieceOf(element, raw);
      if (piece !== null) this.open.pieces.push(piece);
    }
  }

  /** Text of a number:text. */
  text(value: string): void {
    const piece = this.open?.pieces[this.open.pieces.length - 1];
    if (piece?.kind === 'text' && piece.text.length < LONGEST_TEXT) piece.text += value;
  }

  closeElement(element: string): void {
    if (!STYLES.test(element) || this.open === null) return;
    const { name, pieces } = this.open;
    this.open = null;
    const brings = pieces.some(({ kind, text }) => kind === 'text' && /\d{3}/u.test(text));
    if (brings && this.pieces.size < MOST_STYLES) this.pieces.set(name, pieces);
  }

  /** @param raw attributes of a cell @param text that stands in it @returns what it shows where its style brings digits, else '' */
  shown(raw: string, text: string): string {
    if (this.pieces.size === 0) return '';
    const pieces = this.pieces.get(this.cells.get(attribute(raw, 'style-name')) ?? '');
    if (pieces === undefined) return '';
    const value = attributes(raw).find(({ name }) => name === 'value')?.value ?? '';
    const [year = '', month = '', day = ''] = attribute(raw, 'date-value').slice(0, 10).split('-');
    const parts = { text: '', number: value, content: text, year, month, day };
    return pieces
      .map(({ kind, text: own, width }) => {
        if (kind === 'text') return own;
        const part = parts[kind];
        return kind === 'year' && width < 4 ? part.slice(-2) : kind === 'content' ? part : part.padStart(width, '0');
      })
      .join('');
  }
}

function pieceOf(element: string, raw: string): Piece | null {
  const width = attribute(raw, 'style') === 'long';
  switch (element) {
    case 'text':
      return { kind: 'text', text: '', width: 0 };
    case 'text-content':
      return { kind: 'content', text: '', width: 0 };
    case 'number':
      return { kind: 'number', text: '', width: Math.min(20, Number(attribute(raw, 'min-integer-digits')) || 0) };
    case 'year':
      return { kind: 'year', text: '', width: width ? 4 : 2 };
    case 'month':
    case 'day':
      return { kind: element, text: '', width: width ? 2 : 1 };
    default:
      return null;
  }
}

const nameOf = (raw: string): string =>
  attributes(raw).find(({ name, prefix }) => name === 'name' && prefix === 'style')?.value ??
  attributes(raw).find(({ name }) => name === 'name')?.value ??
  '';
