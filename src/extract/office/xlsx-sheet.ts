/**
 * One worksheet as rows of text. Walks the cells that are there: declared dimensions cost nothing. A cell reads as it is
 * displayed; other readings of the same cell (as stored, with lost zeros) go to the side text with the same place, so that
 * no column is doubled.
 */
import type { CellPlace, Place } from '../../core/text.ts';
import { displayNumber, plainNumber, withLeadingZeros } from './number-format.ts';
import type { NumberFormats } from './number-format.ts';
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
}

/** A formula says something of its own when it holds a text or a long number. */
const TELLING_FORMULA = /"[^"]{3}|\d{6}/u;

/** Reads one sheet. */
export class SheetReader implements XmlHandler {
  private readonly sink: Sink;
  private readonly sheet: SheetPlace;
  private readonly strings: SharedStrings;
  private readonly formats: NumberFormats;
  private readonly hiddenColumns: [first: number, last: number][] = [];
  /** first text of each column: what a reader takes for its heading */
  private readonly headings = new Map<number, string>();
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
  private last: { text: string; place: Place } | null = null;

  constructor(sink: Sink, sheet: SheetPlace, strings: SharedStrings, formats: NumberFormats) {
    this.sink = sink;
    this.sheet = sheet;
    this.strings = strings;
    this.formats = formats;
  }

  open(name: string, raw: string): void {
    switch (name) {
      case 'c':
        this.openCell(raw);
        return;
      case 'v':
      case 'f':
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
    else if (name === 'row') this.closeRow();
    else if (name === 'dataValidation') this.validation--;
  }

  text(value: string, inside: string): void {
    switch (inside) {
      case 'v':
      case 't':
        this.value += value;
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
        this.tell(pageText(value), 'header');
        return;
      case 'oddFooter':
      case 'evenFooter':
      case 'firstFooter':
        this.tell(pageText(value), 'footer');
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
    this.closeRow();
  }

  private tell(text: string, zone: Place['zone']): void {
    this.sink.line(text, zone, this.sheet.name);
  }

  private tellFormula(value: string): void {
    if (this.validation > 0) this.tell(value, 'form');
    else if (TELLING_FORMULA.test(value)) this.tell(value, 'field');
  }

  private openRow(raw: string): void {
    this.closeRow();
    const number = Number(attribute(raw, 'r'));
    this.row = Number.isInteger(number) && number > 0 ? number - 1 : this.row + 1;
    this.column = -1;
    this.hiddenRow = /^(?:1|true)$/u.test(attribute(raw, 'hidden'));
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
    if (this.value === '' && this.formula === '') return;
    const cell: CellPlace = { table: this.sheet.table, row: Math.max(0, this.row), column: this.column };
    const hidden = this.sheet.hidden || this.hiddenRow || this.isHiddenColumn(this.column);
    const reference = this.reference === '' ? `row ${cell.row + 1}` : this.reference;
    const place: Place = { zone: hidden ? 'hidden' : 'cell', locator: `${this.sheet.name}!${reference}`, cell };
    if (TELLING_FORMULA.test(this.formula)) this.sink.addAside(this.formula, { ...place, zone: 'field' });
    this.put(this.shown(place), place);
  }

  /** Text of the cell as displayed; its other readings go aside. */
  private shown(place: Place): string {
    switch (this.type) {
      case 's':
        return this.heading(this.strings.at(Number(this.value)));
      case 'str':
      case 'inlineStr':
      case 'd':
      case 'e':
        return this.heading(this.value);
      case 'b':
        return '';
      default: {
        const plain = plainNumber(this.value);
        const shown = displayNumber(plain, this.formats.codeOf(this.style), this.formats.date1904);
        if (shown !== plain && plain.length >= 6) this.aside(plain, place);
        const padded = withLeadingZeros(plain);
        if (padded !== null && padded !== shown) this.aside(padded, place);
        return shown;
      }
    }
  }

  private heading(text: string): string {
    if (text !== '' && !this.headings.has(this.column) && this.headings.size < 20_000) {
      this.headings.set(this.column, text.slice(0, 60));
    }
    return text;
  }

  /** The heading of the column stands before each, because the side text has no columns of its own to look up. */
  private aside(text: string, place: Place): void {
    const heading = this.headings.get(this.column);
    this.sink.addAside(heading === undefined ? text : `${heading}: ${text}`, place);
  }

  private put(text: string, place: Place): void {
    if (text === '') return;
    if (this.last !== null) this.sink.add(`${this.last.text}\t`, this.last.place);
    this.last = { text, place };
  }

  private closeRow(): void {
    if (this.last === null) return;
    this.sink.add(`${this.last.text}\n`, this.last.place);
    this.last = null;
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

/** Text of a page header without its codes for position, font and fields (18.3.1.46). */
function pageText(value: string): string {
  return value.replace(/&"[^"]*"|&[LCR]|&K[\dA-Fa-f]{6}|&\d{1,2}(?!\d)|&[A-Z]/gu, (code) =>
    /^&[LCR]$/u.test(code) ? '\t' : '',
  );
}
