/**
 * One worksheet as rows of text. Walks the cells that are there: declared dimensions cost nothing. A cell reads as it is
 * displayed.
 */
import type { CellPlace, Place } from '../../core/text.ts';
import { scalarOf, type Calculations } from './calculations.ts';
import { CellComments } from './cell-comments.ts';
import { displayNumber, displayText, plainNumber } from './number-format.ts';
import type { NumberFormats } from './number-format.ts';
import { pageLines } from './page-header.ts';
import { RowWriter, isTellingFormula } from './rows.ts';
import type { SharedStrings } from './shared-strings.ts';
import type { Sink } from './sink.ts';
import { readTextAttributes } from './text-attributes.ts';
import { attribute, attributes } from './xml.ts';
import type { XmlHandler } from './xml.ts';

/** Which sheet it is. */
export interface SheetPlace {
  readonly name: string;
  readonly hidden: boolean;
  /** number of its table within the document */
  readonly table: number;
  readonly comments?: SheetComments;
}

/** Cells of a sheet that comments stand at: which they are, and what is told of each, 'B7', when its row has ended. */
export interface SheetComments {
  /** columns by row, both from nought */
  readonly columns: ReadonlyMap<number, ReadonlySet<number>>;
  readonly tell: (row: number, column: number, about: string) => void;
}

/** Attributes of a cell as nearly every program writes them; others take the general way, which costs three times as much. */
const USUAL_CELL = /^ r="([A-Z]{1,3}\d{1,7})"(?: s="(\d{1,6})")?(?: t="(\w{1,9})")?$/;

/** Reads one sheet. */
export class SheetReader implements XmlHandler {
  private readonly sink: Sink;
  private readonly sheet: SheetPlace;
  private readonly strings: SharedStrings;
  private readonly formats: NumberFormats;
  private readonly rows: RowWriter;
  private readonly hiddenColumns: [first: number, last: number][] = [];
  private row = -1;
  private column = -1;
  private hiddenRow = false;
  private reference = '';
  private type = '';
  private style = 0;
  private value = '';
  private formula = '';
  private inCell = false;
  private validation = 0;
  private phonetic = 0;
  private readonly calculations: Calculations | null;
  /** formulas that several cells share, by their index: text and where it was written (18.3.1.40) */
  private readonly shared = new Map<string, { text: string; readonly row: number; readonly column: number }>();
  private sharedIndex = '';
  private readonly commented = new CellComments();

  /** @param calculations null for a sheet without formulas */
  constructor(
    sink: Sink,
    sheet: SheetPlace,
    strings: SharedStrings,
    formats: NumberFormats,
    calculations: Calculations | null,
  ) {
    this.sink = sink;
    this.sheet = sheet;
    this.strings = strings;
    this.formats = formats;
    this.calculations = calculations;
    this.rows = new RowWriter(sink);
  }

  open(name: string, raw: string): void {
    switch (name) {
      case 'c':
        this.openCell(raw);
        return;
      case 'f':
        if (raw.includes('shared')) this.sharedIndex = attribute(raw, 'si');
        return;
      case 'v':
      case 'is':
      case 't':
      case 'r':
        return;
      case 'row':
        this.openRow(raw);
        return;
      case 'col':
        this.hideColumns(raw);
        return;
      case 'rPh':
        this.phonetic++;
        return;
      case 'dataValidation':
        this.validation++;
        for (const each of attributes(raw)) {
          if (/^(?:prompt|error)(?:Title)?$/u.test(each.name)) this.tell(each.value, 'form');
        }
        return;
      default:
        readTextAttributes(name, raw, (text, zone) => this.sink.line(text, zone, this.sheet.name));
    }
  }

  close(name: string): void {
    if (name === 'c') this.closeCell();
    else if (name === 'row') this.endRow();
    else if (name === 'dataValidation') this.validation--;
    else if (name === 'rPh') this.phonetic--;
  }

  text(value: string, inside: string): void {
    switch (inside) {
      case 'v':
      case 't':
        // how a word is read stands above it (18.4.6)
        if (this.phonetic > 0) this.tell(value, 'cell');
        else this.value += value;
        return;
      case 'f':
        if (this.inCell) this.formula += value;
        else this.tellFormula(value);
        return;
      case 'formula':
      case 'formula1':
      case 'formula2':
        this.tellFormula(value);
        return;
      case 'sqref':
        return;
      case 'oddHeader':
      case 'evenHeader':
      case 'firstHeader':
        this.tell(pageLines(value).join('\n'), 'header');
        return;
      case 'oddFooter':
      case 'evenFooter':
      case 'firstFooter':
        this.tell(pageLines(value).join('\n'), 'footer');
        return;
      default:
        if (value.trim() !== '') this.tell(value, 'hidden');
    }
  }

  comment(value: string): void {
    if (/\d{6}/u.test(value)) this.tell(value, 'hidden');
  }

  /** Ends the sheet. */
  finish(): void {
    this.endRow();
  }

  private endRow(): void {
    this.rows.endRow();
    if (this.sheet.comments !== undefined) this.commented.endRow();
  }

  private tell(text: string, zone: Place['zone']): void {
    this.sink.line(text, zone, this.sheet.name);
  }

  private tellFormula(value: string): void {
    if (this.validation > 0) this.tell(value, 'form');
    else if (isTellingFormula(value)) this.tell(value, 'field');
  }

  private openRow(raw: string): void {
    this.endRow();
    const number = Number(attribute(raw, 'r'));
    this.row = Number.isInteger(number) && number > 0 ? number - 1 : this.row + 1;
    this.column = -1;
    this.hiddenRow = /^(?:1|true)$/u.test(attribute(raw, 'hidden'));
    const { row } = this;
    const { comments } = this.sheet;
    for (const column of comments?.columns.get(row) ?? [])
      this.commented.comment(column, (about) => comments?.tell(row, column, about));
  }

  private hideColumns(raw: string): void {
    if (!/^(?:1|true)$/u.test(attribute(raw, 'hidden')) || this.hiddenColumns.length >= 1000) return;
    this.hiddenColumns.push([Number(attribute(raw, 'min')) - 1, Number(attribute(raw, 'max')) - 1]);
  }

  private openCell(raw: string): void {
    this.inCell = true;
    this.reference = '';
    this.type = '';
    this.style = 0;
    this.value = '';
    this.formula = '';
    this.sharedIndex = '';
    const usual = USUAL_CELL.exec(raw);
    if (usual !== null) {
      this.reference = usual[1] ?? '';
      this.style = usual[2] === undefined ? 0 : Number(usual[2]);
      this.type = usual[3] ?? '';
    } else
      for (const { name, value } of attributes(raw)) {
        if (name === 'r') this.reference = value;
        else if (name === 't') this.type = value;
        else if (name === 's') this.style = Number(value);
      }
    const column = columnOf(this.reference);
    this.column = column >= 0 ? column : this.column + 1;
  }

  private closeCell(): void {
    this.inCell = false;
    if (this.value === '' && this.formula === '' && this.sharedIndex === '') return;
    const cell: CellPlace = { table: this.sheet.table, row: Math.max(0, this.row), column: this.column };
    const hidden = this.sheet.hidden || this.hiddenRow || this.isHiddenColumn(this.column);
    const place: Place = { zone: hidden ? 'hidden' : 'cell', sheet: this.sheet.name, cell };
    if (this.formula !== '') this.rows.formula(this.formula, place);
    const shown = this.tellValue(place);
    if (this.sheet.comments !== undefined) this.commented.cell(this.column, shown);
    if (this.calculations !== null) this.calculate(this.calculations, place);
  }

  /** Keeps what formulas may ask for, and the formula of this cell itself. */
  private calculate(calculations: Calculations, place: Place): void {
    const { row, column } = place.cell ?? { row: 0, column: 0 };
    const { name } = this.sheet;
    const isString = this.type === 's';
    const stored = isString ? this.strings.at(Number(this.value)) : this.value;
    let written = this.formula === '' ? this.shared.get(this.sharedIndex) : undefined;
    if (this.formula !== '' && this.sharedIndex !== '') {
      written = { text: this.formula, row, column };
      if (this.shared.size < 20_000) this.shared.set(this.sharedIndex, written);
    }
    const text = written?.text ?? this.formula;
    const isText = isString || /^(?:str|inlineStr|e)$/u.test(this.type);
    if (text === '' || !calculations.wants(text, stored)) {
      calculations.note(name, row, column, isText ? stored : scalarOf(stored));
      return;
    }
    const shift = { rows: row - (written?.row ?? row), columns: column - (written?.column ?? column) };
    const heading = this.rows.headingOf(column);
    calculations.add(name, { row, column, text, stored, place, heading, shift });
  }

  /** @returns what the cell shows */
  private tellValue(place: Place): string {
    switch (this.type) {
      case 's':
        return this.tellText(this.strings.at(Number(this.value)), place);
      case 'str':
      case 'inlineStr':
      case 'd':
      case 'e':
        return this.tellText(this.value, place);
      case 'b':
        return '';
      default: {
        const plain = plainNumber(this.value);
        const shown = displayNumber(plain, this.code(), this.formats.date1904);
        this.rows.number(this.column, plain, shown, place);
        for (const code of this.formats.conditional) {
          const otherwise = displayNumber(plain, code, this.formats.date1904);
          if (otherwise !== plain) this.sink.addAside(otherwise, place);
        }
        return shown;
      }
    }
  }

  private tellText(text: string, place: Place): string {
    const shown = displayText(text, this.code());
    this.rows.text(this.column, shown, place);
    return shown;
  }

  private code(): string {
    return this.formats.codeOf(this.style);
  }

  private isHiddenColumn(column: number): boolean {
    return this.hiddenColumns.some(([first, last]) => column >= first && column <= last);
  }
}

/** 0-based column of a reference like 'AB12'; -1 when it is none. */
export function columnOf(reference: string): number {
  let column = 0;
  let at = 0;
  for (; at < reference.length && at < 4; at++) {
    const code = reference.charCodeAt(at) & 0xdf;
    if (code < 0x41 || code > 0x5a) break;
    column = column * 26 + code - 0x40;
  }
  return at === 0 ? -1 : column - 1;
}
