/**
 * What a pivot table keeps of its source, deleted source rows included (ECMA-376 part 1, 18.10): the different values of each column in the
 * definition, the rows in the records. Given as tables whose first row are the names of the columns, so that a name tells what the numbers
 * below it are.
 */
import type { Place } from '../../core/text.ts';
import { plainNumber } from './number-format.ts';
import { RowWriter } from './rows.ts';
import type { Sink } from './sink.ts';
import { readTextAttributes } from './text-attributes.ts';
import { attribute, scanXml } from './xml.ts';
import type { XmlHandler } from './xml.ts';

/** Elements that hold a value: text, number, date, error (18.10.1.85 and others). */
const VALUES = /^[snde]$/u;
const MOST_FIELDS = 20_000;
const LOCATOR = 'pivot cache';

/** The names of a cache's columns, in their order. @param definition XML of the definition, '' for none */
export function pivotFields(definition: string): readonly string[] {
  const names: string[] = [];
  const open = (name: string, raw: string): void => {
    if (name === 'cacheField' && names.length < MOST_FIELDS) names.push(attribute(raw, 'name'));
  };
  scanXml(definition, { open, close: () => undefined, text: () => undefined }, () => undefined);
  return names;
}

/** Reads the definition or the records of one cache. */
export class PivotCache implements XmlHandler {
  private readonly sink: Sink;
  private readonly numbering: { tables: number };
  private readonly fields: readonly string[];
  private rows: RowWriter;
  private table = 0;
  private row = 0;
  private column = 0;
  private inRecord = false;
  private isNamed = false;

  /** @param fields names of the columns when records are read; none for a definition */
  constructor(sink: Sink, numbering: { tables: number }, fields: readonly string[]) {
    this.sink = sink;
    this.numbering = numbering;
    this.fields = fields;
    this.rows = new RowWriter(sink);
    this.startTable();
  }

  open(name: string, raw: string): void {
    if (name === 'r') this.openRecord();
    else if (name === 'cacheField') this.openField(raw);
    else if (VALUES.test(name)) this.value(name, attribute(raw, 'v'));
    else readTextAttributes(name, raw, (text, zone) => this.aside(text, zone));
    // text of its own, a value that the definition tells, nothing, or yes and no: each is the column's value of the record
    if (this.inRecord && (VALUES.test(name) || /^[xmb]$/u.test(name))) this.column++;
  }

  close(name: string): void {
    if (name !== 'r') return;
    this.rows.endRow();
    this.inRecord = false;
  }

  text(value: string): void {
    this.aside(value, 'cell');
  }

  /** Ends the part. */
  finish(): void {
    this.rows.endRow();
  }

  /** The values of a field are a table of one column. */
  private openField(raw: string): void {
    this.startTable();
    this.rows.text(0, attribute(raw, 'name'), this.place());
    this.rows.endRow();
    const caption = attribute(raw, 'caption');
    if (caption !== '') this.aside(caption, 'cell');
  }

  private openRecord(): void {
    this.rows.endRow();
    this.row++;
    this.column = 0;
    this.inRecord = true;
  }

  private value(element: string, stored: string): void {
    if (!this.inRecord) {
      this.rows.endRow();
      this.row++;
    } else if (!this.isNamed) this.nameColumns();
    if (element !== 'n') this.rows.text(this.column, stored, this.place());
    else {
      const plain = plainNumber(stored);
      this.rows.number(this.column, plain, plain, this.place());
    }
  }

  /** The first row, as soon as one of the records holds a value of its own. */
  private nameColumns(): void {
    const { row, column } = this;
    this.isNamed = true;
    this.row = 0;
    for (const [at, name] of this.fields.entries()) {
      this.column = at;
      this.rows.text(at, name, this.place());
    }
    this.rows.endRow();
    this.row = row;
    this.column = column;
  }

  private startTable(): void {
    this.rows.endRow();
    this.rows = new RowWriter(this.sink);
    this.table = this.numbering.tables++;
    this.row = 0;
    this.column = 0;
  }

  private aside(text: string, zone: Place['zone']): void {
    this.rows.endRow();
    this.sink.line(text, zone, LOCATOR);
  }

  private place(): Place {
    return { zone: 'cell', locator: LOCATOR, cell: { table: this.table, row: this.row, column: this.column } };
  }
}
