/**
 * Tables in the exchange formats of old spreadsheet programs: SYLK (.slk) and DIF (.dif). In: text. Out: rows with cell and the heading of
 * their column; lines that are no cells as they stand. Promised: linear, total; nothing of the text is left out.
 */
import { columnName } from '../core/cell-segment.ts';
import type { Place } from '../core/text.ts';
import { decodeText } from './charset.ts';
import type { Document, Extraction, Format, FormatContext } from './format.ts';
import { plainNumber } from './office/number-format.ts';
import { RowWriter } from './office/rows.ts';
import { Sink } from './office/sink.ts';

/** The second line is a record, too, and a cell follows: a table may have a column ID and one whose name begins with P. */
const SYLK = /^ID;P[^\r\n]{0,200}\r?\n(?:(?:[BCDFOPW]|N[ENU]);|;)/u;
const CELL = /(?:^|\n)C;(?:[XY]\d+;|K)/u;
const isSylk = (text: string): boolean => SYLK.test(text) && CELL.test(text);
const DIF = /^\s*TABLE\r?\n\s*0,\s*\d+\r?\n/u;
const NUMBER = /^-?\d+(?:\.\d+)?(?:[eE][-+]?\d{1,3})?$/u;
const LONGEST_HEAD = 65_536;

class Table {
  private readonly sink: Sink;
  private readonly rows: RowWriter;
  private row = -1;

  constructor(sink: Sink) {
    this.sink = sink;
    this.rows = new RowWriter(sink);
  }

  cell(row: number, column: number, value: string): void {
    if (row !== this.row) this.rows.endRow();
    this.row = row;
    const place: Place = {
      zone: 'cell',
      locator: `${columnName(column)}${row + 1}`,
      cell: { table: 0, row, column },
    };
    if (NUMBER.test(value)) this.rows.number(column, plainNumber(value), plainNumber(value), place);
    else this.rows.text(column, value, place);
  }

  formula(row: number, column: number, text: string): void {
    this.rows.formula(text, { zone: 'cell', locator: `${columnName(column)}${row + 1}` });
  }

  aside(line: string): void {
    if (line.trim() !== '') this.sink.addAside(line.trim(), { zone: 'metadata' });
  }

  finish(): void {
    this.rows.endRow();
  }
}

/** A position as a file writes it, from 1; the one before for anything else. */
function position(field: string, before: number): number {
  const value = Number(field.slice(1));
  return Number.isInteger(value) && value > 0 && value < 2 ** 31 ? value - 1 : before;
}

const unquoted = (value: string): string => value.replace(/^"([^]*)"$/u, '$1').replaceAll('""', '"');

/** Letters with marks of SYLK: ESC N, the mark, the letter. */
const MARKS: Readonly<Record<string, string>> = {
  A: '\u0300',
  B: '\u0301',
  C: '\u0302',
  D: '\u0303',
  H: '\u0308',
  J: '\u030a',
};
const WHOLE: Readonly<Record<string, string>> = { a: 'Æ', q: 'æ', i: 'Ø', y: 'ø', '{': 'ß' };
const sylkLetters = (value: string): string =>
  value
    .replace(/\u001bN([ABCDHJ])([A-Za-z])/gu, (_all, mark: string, letter: string) =>
      (letter + (MARKS[mark] ?? '')).normalize('NFC'),
    )
    .replace(/\u001bN([aqiy{])/gu, (_all, letter: string) => WHOLE[letter] ?? '');

/** Fields are parted by ';', which is doubled where it is meant. */
const sylkFields = (line: string): readonly string[] =>
  line
    .replaceAll(';;', '\u0000')
    .split(';')
    .map((field) => field.replaceAll('\u0000', ';'));

function readSylk(text: string, table: Table, tick: () => void): void {
  let [row, column] = [0, 0];
  for (const [i, line] of text.split(/\r?\n/u).entries()) {
    if (i % 1000 === 0) tick();
    const [kind = '', ...fields] = sylkFields(sylkLetters(line));
    if (kind !== 'C' && kind !== 'F') {
      table.aside(line);
      continue;
    }
    for (const field of fields) {
      const letter = field.charAt(0);
      if (letter === 'Y') row = position(field, row);
      else if (letter === 'X') column = position(field, column);
    }
    if (kind !== 'C') {
      // a format holds no long number
      if (/\d{6}/u.test(line)) table.aside(line);
      continue;
    }
    for (const field of fields) {
      const letter = field.charAt(0);
      if (letter === 'K') table.cell(row, column, unquoted(field.slice(1)));
      else if (letter === 'E') table.formula(row, column, field.slice(1));
      else if (!/^[XY]\d{1,5}$/u.test(field)) table.aside(field);
    }
  }
}

/** Pairs of lines: a kind and a number, then a text. -1 begins a row or ends the table, 0 is a number, 1 a text. */
function readDif(text: string, table: Table, tick: () => void): void {
  const lines = text.split(/\r?\n/u);
  const data = lines.findIndex((line) => line.trim() === 'DATA');
  // the head, and the pair of lines that belongs to DATA
  for (const line of lines.slice(0, data < 0 ? lines.length : data + 3)) table.aside(unquoted(line));
  let [row, column] = [-1, 0];
  for (let at = data < 0 ? lines.length : data + 3; at < lines.length; at += 2) {
    if (at % 1000 < 2) tick();
    const head = lines[at] ?? '';
    const second = (lines[at + 1] ?? '').trim();
    const [, kind, number = ''] = /^\s*(-?\d+),(.*)$/u.exec(head) ?? [];
    if (kind === '-1') {
      row++;
      column = 0;
    } else if (kind === '0') table.cell(Math.max(0, row), column++, number.trim());
    else if (kind === '1') table.cell(Math.max(0, row), column++, unquoted(second));
    // the number of these is 0 or -1
    if (kind !== '0' && !/^\s*(?:1|-1),\s*-?\d{1,3}\s*$/u.test(head)) table.aside(head);
    // behind a number stands V, TRUE or an error; anything else is told
    if (kind !== '1' && second.length > 5) table.aside(second);
  }
}

/** .slk and .dif. */
export const exchangeSheetFormat: Format = {
  id: 'exchange-sheet',
  recognises: (sniff, document) => {
    if (sniff.type === null || !/^(?:text\/|application\/(?:octet|vnd\.ms-excel))/u.test(sniff.type)) return false;
    const head = document.bytes.toString('latin1', 0, LONGEST_HEAD);
    return document.name !== null && (isSylk(head) || DIF.test(head));
  },
  extract: (document: Document, context: FormatContext): Extraction => {
    const extractions = decodeText(document.bytes, document.parameters['charset'] ?? null).map((text) => {
      const sink = new Sink(document, context.budget);
      sink.guard(() => {
        const table = new Table(sink);
        const tick = (): void => context.budget.checkTime();
        if (isSylk(text.slice(0, LONGEST_HEAD))) readSylk(text, table, tick);
        else readDif(text, table, tick);
        table.finish();
      });
      return sink.build();
    });
    return {
      texts: extractions.flatMap(({ texts }) => texts),
      embedded: [],
      uninspected: extractions.flatMap(({ uninspected }) => uninspected),
      signals: [],
    };
  },
};
