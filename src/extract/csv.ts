/** Tables as text: CSV and its relatives, with the place of every cell. */
import { cellLocator } from '../core/cell-segment.ts';
import { TextBuilder, type Place } from '../core/text.ts';
import { decodeText } from './charset.ts';
import { Calculations, scalarOf } from './office/calculations.ts';
import { plainNumber, withLeadingZeros } from './office/number-format.ts';
import type { Document, Extraction, Format, FormatContext } from './format.ts';

const DELIMITERS = [';', '\t', ',', '|'] as const;
/** Lines looked at to find the delimiter. */
const SAMPLE_LINES = 20;

/** How often a delimiter stands outside quotes in each of the first lines. */
function counts(lines: readonly string[], delimiter: string): readonly number[] {
  return lines.map((line) => {
    let count = 0;
    let quoted = false;
    for (const c of line) {
      if (c === '"') quoted = !quoted;
      else if (c === delimiter && !quoted) count++;
    }
    return count;
  });
}

/**
 * The delimiter of a table in text form.
 * @param text its beginning is enough
 * @param consistent demand the same number of cells in every line, for text that does not say it is a table
 * @returns null when no delimiter fits
 */
export function delimiterOf(text: string, consistent: boolean): string | null {
  // Excel's own declaration
  const declared = /^\ufeff?sep=(.)\r?\n/.exec(text)?.[1];
  if (declared !== undefined) return declared;
  const lines = text
    .slice(0, 20_000)
    .split(/\r\n|\r|\n/)
    .filter((line) => line.trim() !== '')
    .slice(0, SAMPLE_LINES);
  if (consistent && lines.length < 3) return null;
  let best: { delimiter: string; score: number } | null = null;
  for (const delimiter of DELIMITERS) {
    const found = counts(lines, delimiter);
    const first = found[0] ?? 0;
    const same = found.filter((count) => count === first && count > 0).length;
    if (consistent && (first < 2 || same < lines.length)) continue;
    const score = same * 1000 + found.reduce((sum, count) => sum + count, 0);
    if (score > 0 && (best === null || score > best.score)) best = { delimiter, score };
  }
  return best?.delimiter ?? null;
}

interface Cell {
  readonly row: number;
  readonly column: number;
  readonly value: string;
  /** last of its row */
  readonly last: boolean;
}

/** One cell after the other; quotes doubled inside quotes (RFC 4180). Line ends inside a cell become blanks. */
function* cells(text: string, delimiter: string): Generator<Cell> {
  let row = 0;
  let column = 0;
  let at = 0;
  while (at < text.length) {
    let value: string;
    if (text.charAt(at) === '"') {
      const pieces: string[] = [];
      let from = at + 1;
      for (;;) {
        const quote = text.indexOf('"', from);
        pieces.push(text.slice(from, quote < 0 ? text.length : quote));
        at = quote < 0 ? text.length : quote + 1;
        if (quote < 0 || text.charAt(at) !== '"') break;
        pieces.push('"');
        from = at + 1;
      }
      const rest = restOfCell(text, at, delimiter);
      value = pieces.join('') + text.slice(at, rest);
      at = rest;
    } else {
      const end = restOfCell(text, at, delimiter);
      value = text.slice(at, end);
      at = end;
    }
    const more = at < text.length && text.startsWith(delimiter, at);
    yield { row, column, value: /[\r\n\t]/.test(value) ? value.replace(/[\r\n\t]+/g, ' ') : value, last: !more };
    if (more) {
      at += delimiter.length;
      column++;
      if (at === text.length) yield { row, column, value: '', last: true };
    } else {
      if (text.charAt(at) === '\r' && text.charAt(at + 1) === '\n') at++;
      at++;
      row++;
      column = 0;
    }
  }
}

function restOfCell(text: string, from: number, delimiter: string): number {
  let at = from;
  while (at < text.length) {
    const c = text.charAt(at);
    if (c === delimiter || c === '\n' || c === '\r') break;
    at++;
  }
  return at;
}

/**
 * Numbers as they were before a spreadsheet program saved them: with the zeros they began with, and without exponent. They
 * stand apart under the heading of their column, so that no column is doubled.
 */
class NumberAsides {
  readonly builder = new TextBuilder();
  private readonly headings = new Map<number, string>();

  see(row: number, column: number, value: string): void {
    if (/^[1-9]\d{6,9}$/u.test(value)) this.add(row, column, withLeadingZeros(value));
    else if (/^\d[.,]\d{4,11}[eE]\+?1[01]$/u.test(value)) this.add(row, column, plainNumber(value.replace(',', '.')));
    else if (value !== '' && !this.headings.has(column) && this.headings.size < MOST_COLUMNS)
      this.headings.set(column, value.slice(0, 60));
  }

  /** What a reader takes for the heading of a column, '' for none. */
  headingOf(column: number): string {
    return this.headings.get(column) ?? '';
  }

  private add(row: number, column: number, number: string | null): void {
    if (number === null) return;
    const heading = this.headings.get(column);
    this.builder.add(`${heading === undefined ? '' : `${heading}: `}${number}\n`, {
      zone: 'cell',
      locator: cellLocator('', row, column),
    });
  }
}

/** A cell that a spreadsheet program takes for a formula. */
const MAY_CALCULATE = /(?:^|[;,\t|\n])"?=/;

const MOST_COLUMNS = 20_000;
/** Cells whose places are kept one by one; of a larger table the rows are, whose cells tabs divide all the same. */
const MOST_PLACES = 2_000_000;

/** Whether a text has more delimiters than so many. */
function isBeyond(text: string, delimiter: string, most: number): boolean {
  if (text.length <= most) return false;
  let count = 0;
  for (let at = text.indexOf(delimiter); at >= 0 && count <= most; at = text.indexOf(delimiter, at + 1)) count++;
  return count > most;
}

/**
 * Reads a table in text form. Without any delimiter it is a table of one column.
 * @param document bytes that read as text
 */
export function extractCsv(document: Document, context: FormatContext): Extraction {
  const texts = decodeText(document.bytes, document.parameters['charset'] ?? null).flatMap((decoded) => {
    const delimiter = delimiterOf(decoded, false) ?? ';';
    const text = decoded.replace(/^\ufeff?sep=.\r?\n/, '');
    const builder = new TextBuilder();
    const asides = new NumberAsides();
    const hasMillions = isBeyond(text, delimiter, MOST_PLACES);
    const calculations = MAY_CALCULATE.test(text) ? new Calculations() : null;
    for (const { row, column, value, last } of cells(text, delimiter)) {
      if (column === 0 && row % 1000 === 0) context.budget.checkTime();
      const place: Place = hasMillions
        ? { zone: 'cell', locator: `row ${row + 1}` }
        : { zone: 'cell', sheet: '', cell: { table: 0, row, column } };
      builder.add(`${value}${last ? '\n' : '\t'}`, place);
      asides.see(row, column, value);
      if (calculations === null) continue;
      if (!value.startsWith('=')) calculations.note('', row, column, scalarOf(value));
      else {
        const heading = asides.headingOf(column);
        const shownAt = { zone: 'cell', locator: cellLocator('', row, column) } as const;
        calculations.add('', { row, column, text: value.slice(1), stored: '', place: shownAt, heading });
      }
    }
    calculations?.finish({
      addAside: (line, place) => asides.builder.add(`${line}\n`, place),
      // text is a formula only to a program that takes it for one: what cannot be calculated stands there as text
      missed: () => undefined,
      budget: context.budget,
    });
    return [builder, asides.builder]
      .filter((one) => one.length > 0)
      .map((one) => one.build(document.part, document.where, document.path));
  });
  return { texts, embedded: [], uninspected: [], signals: [] };
}

export const csvFormat: Format = {
  id: 'csv',
  recognises: (sniff) => sniff.type === 'text/csv',
  extract: extractCsv,
};
