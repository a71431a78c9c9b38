/**
 * Workbooks that are one XML file: SpreadsheetML of Excel 2002 and 2003, and Gnumeric. In: the text. Out: rows with sheet and cell and
 * the heading of their column; every other text and attribute as in any XML. Promised: one pass, total.
 */
import { columnName } from '../../core/cell-segment.ts';
import type { Place } from '../../core/text.ts';
import type { Document, Extraction, Format, FormatContext } from '../format.ts';
import { xmlFormat } from '../xml.ts';
import { plainNumber } from './number-format.ts';
import { CellComments, MOST_CELL_COMMENTS, withAbout } from './cell-comments.ts';
import { RowWriter } from './rows.ts';
import { Sink } from './sink.ts';
import { columnOf } from './xlsx-sheet.ts';
import { attribute, decodeXml, scanXml } from './xml.ts';
import type { XmlHandler } from './xml.ts';

const KINDS = /urn:schemas-microsoft-com:office:spreadsheet|http:\/\/www\.gnumeric\.org\/v\d{1,2}\.dtd/u;
const ROOT = /<(?:\w{1,20}:)?Workbook[\s>]/u;
const HEAD = 4096;
/** A number as a spreadsheet program stores it. */
const NUMBER = /^-?\d+(?:\.\d+)?(?:[eE][-+]?\d{1,3})?$/u;
const MOST_HIDDEN = 20_000;

/** True for the beginning of such a workbook. */
function isXmlWorkbook(bytes: Buffer): boolean {
  const head = bytes.toString('latin1', 0, HEAD).replaceAll('\0', '');
  return ROOT.test(head) && KINDS.test(head) && bytes.indexOf('<!ENTITY') < 0;
}

/** Sheets that are not shown, which Excel says behind their cells. */
class HiddenSheets implements XmlHandler {
  readonly names = new Set<string>();
  private name = '';
  open(name: string, raw: string): void {
    if (name === 'Worksheet') this.name = attribute(raw, 'Name');
  }
  close(): void {
    // said in a text
  }
  text(value: string, inside: string): void {
    if (inside === 'Visible' && /hidden/iu.test(value) && this.names.size < MOST_HIDDEN) this.names.add(this.name);
  }
}

/** A comment of Gnumeric, which stands before the cells. */
interface CellComment {
  readonly column: number;
  readonly author: string;
  readonly text: string;
}

/** The comments of all sheets of Gnumeric, by number of the sheet and row. */
class GnumericComments implements XmlHandler {
  readonly byRow = new Map<string, CellComment[]>();
  private sheet = -1;
  private count = 0;
  open(name: string, raw: string): void {
    if (name === 'Sheet') this.sheet++;
    if (name !== 'CellComment' || ++this.count > MOST_CELL_COMMENTS) return;
    const [, letters = '', row = ''] = /^\$?([A-Z]{1,4})\$?(\d{1,8})/u.exec(attribute(raw, 'ObjectBound')) ?? [];
    const key = `${this.sheet} ${Number(row) - 1}`;
    const comment = { column: columnOf(letters), author: attribute(raw, 'Author'), text: attribute(raw, 'Text') };
    const known = this.byRow.get(key);
    if (known === undefined) this.byRow.set(key, [comment]);
    else known.push(comment);
  }
  close(): void {
    // said in attributes
  }
  text(): void {
    // said in attributes
  }
}

class XmlWorkbook implements XmlHandler {
  private readonly sink: Sink;
  private readonly hiddenSheets: ReadonlySet<string>;
  private readonly hiddenColumns = new Set<number>();
  private readonly hiddenRows = new Set<number>();
  private rows: RowWriter;
  private table = -1;
  private sheet = '';
  private isHiddenSheet = false;
  private row = -1;
  private column = -1;
  private span = 0;
  private nextColumn = 0;
  private value = '';
  private inCell = false;
  private comments = 0;
  private remark = '';
  private readonly commented = new CellComments();
  /** rows and columns of the sheet said to be hidden */
  private hiding = 0;
  private readonly remarks: ReadonlyMap<string, readonly CellComment[]>;

  constructor(sink: Sink, hiddenSheets: ReadonlySet<string>, remarks: ReadonlyMap<string, readonly CellComment[]>) {
    this.sink = sink;
    this.hiddenSheets = hiddenSheets;
    this.remarks = remarks;
    this.rows = new RowWriter(sink);
  }

  open(name: string, raw: string): void {
    const number = (key: string): number => Number(attribute(raw, key)) || 0;
    const isHidden = /^(?:1|true)$/iu.test(attribute(raw, 'Hidden'));
    switch (name) {
      case 'Worksheet':
      case 'Sheet':
        this.openSheet(attribute(raw, 'Name'), /HIDDEN/u.test(attribute(raw, 'Visibility')));
        return;
      case 'Column':
        this.hideColumns(number('Index') > 0 ? number('Index') - 1 : this.nextColumn, number('Span') + 1, isHidden);
        return;
      case 'ColInfo':
        this.hideColumns(number('No'), number('Count') || 1, isHidden);
        return;
      case 'RowInfo':
        if (isHidden) this.hide(this.hiddenRows, number('No'), number('Count') || 1);
        return;
      case 'Row':
        this.openRow(number('Index') > 0 ? number('Index') - 1 : this.row + 1);
        if (isHidden) this.hide(this.hiddenRows, this.row, 1);
        return;
      case 'Cell':
        this.openCell(raw, number);
        return;
      case 'Comment':
        this.comments++;
    }
  }

  close(name: string): void {
    if (name === 'Cell') this.closeCell();
    else if (name === 'Row' || name === 'Cells') this.endRow();
    else if (name === 'Comment' && this.comments > 0) this.closeComment();
  }

  text(value: string, inside: string): void {
    if (this.comments > 0) this.remark += value;
    else if (this.inCell) this.value += value;
    else if (inside === 'Name' && this.sheet === '') {
      this.sheet = value;
      this.sink.line(value, 'metadata', 'sheet name');
    } else if (value.trim() !== '') this.sink.addAside(value.trim(), { zone: 'metadata', locator: this.sheet });
  }

  finish(): void {
    if (this.comments > 0) this.closeComment();
    this.closeCell();
    this.endRow();
  }

  private endRow(): void {
    this.rows.endRow();
    this.commented.endRow();
  }

  private closeComment(): void {
    this.comments = 0;
    const place = { zone: 'comment', locator: this.locator } as const;
    const text = this.remark;
    this.remark = '';
    if (text.trim() !== '')
      this.commented.comment(this.column, (about) => this.sink.addAside(withAbout(text, about), place));
  }

  private get locator(): string {
    return `${this.sheet}!${columnName(Math.max(0, this.column))}${this.row + 1}`;
  }

  private openSheet(name: string, isHidden: boolean): void {
    this.endRow();
    this.rows = new RowWriter(this.sink);
    this.table++;
    this.sheet = name;
    this.isHiddenSheet = isHidden || this.hiddenSheets.has(name);
    this.row = this.column = -1;
    this.nextColumn = this.span = this.hiding = 0;
    this.hiddenColumns.clear();
    this.hiddenRows.clear();
    this.sink.line(name, 'metadata', 'sheet name');
  }

  private hideColumns(first: number, count: number, isHidden: boolean): void {
    this.nextColumn = first + count;
    if (isHidden) this.hide(this.hiddenColumns, first, count);
  }

  /** Rows or columns that are not shown; counts every step, for a file may say the same ones again and again. */
  private hide(hidden: Set<number>, first: number, count: number): void {
    for (let i = 0; i < count && this.hiding < MOST_HIDDEN; i++, this.hiding++) hidden.add(first + i);
  }

  private openRow(row: number): void {
    this.endRow();
    this.row = row;
    this.column = -1;
    this.span = 0;
    for (const { column, author, text } of this.remarks.get(`${this.table} ${row}`) ?? []) {
      const place = { zone: 'comment', locator: `${this.sheet}!${columnName(Math.max(0, column))}${row + 1}` } as const;
      this.sink.addAside(author, place);
      this.commented.comment(column, (about) => this.sink.addAside(withAbout(text, about), place));
    }
  }

  /** Gnumeric says row and column of each cell; Excel says where it leaves some out. */
  private openCell(raw: string, number: (key: string) => number): void {
    this.closeCell();
    if (attribute(raw, 'Col') !== '') {
      if (number('Row') !== this.row) this.openRow(number('Row'));
      this.column = number('Col');
    } else this.column = number('Index') > 0 ? number('Index') - 1 : this.column + 1 + this.span;
    this.span = number('MergeAcross');
    this.inCell = true;
    this.value = '';
    const formula = attribute(raw, 'Formula');
    if (formula !== '') this.rows.formula(formula, this.place());
  }

  private place(): Place {
    const hidden = this.isHiddenSheet || this.hiddenRows.has(this.row) || this.hiddenColumns.has(this.column);
    const cell = { table: Math.max(0, this.table), row: Math.max(0, this.row), column: Math.max(0, this.column) };
    return { zone: hidden ? 'hidden' : 'cell', sheet: this.sheet, cell };
  }

  private closeCell(): void {
    if (!this.inCell) return;
    this.inCell = false;
    const value = this.value.trim();
    if (NUMBER.test(value)) {
      const plain = plainNumber(value);
      this.rows.number(this.column, plain, plain, this.place());
    } else this.rows.text(this.column, value.replace(/\s+/gu, ' '), this.place());
    this.commented.cell(this.column, value);
  }
}

/** Excel 2003's XML spreadsheet and Gnumeric's, unpacked. */
export const xmlSheetFormat: Format = {
  id: 'xml-sheet',
  recognises: (sniff, document) => sniff.type === 'application/xml' && isXmlWorkbook(document.bytes),
  extract: async (document: Document, context: FormatContext): Promise<Extraction> => {
    const sink = new Sink(document, context.budget);
    sink.guard(() => {
      const xml = decodeXml(document.bytes);
      const tick = (): void => context.budget.checkTime();
      const hidden = new HiddenSheets();
      if (xml.includes('Hidden</')) scanXml(xml, hidden, tick);
      const comments = new GnumericComments();
      if (xml.includes('CellComment')) scanXml(xml, comments, tick);
      const workbook = new XmlWorkbook(sink, hidden.names, comments.byRow);
      scanXml(xml, workbook, tick);
      workbook.finish();
    });
    const own = sink.build();
    // attributes, comments and instructions as in any XML
    const any = await xmlFormat.extract(document, context);
    const beside = any.texts.filter(({ segments }) => segments.some(({ zone }) => zone !== 'body'));
    return { ...own, texts: [...own.texts, ...beside], uninspected: [...own.uninspected, ...any.uninspected] };
  },
};
