/**
 * SpreadsheetML: what belongs to a workbook as a whole, and which sheet each part belongs to. In: the package. Out: shared
 * strings, number formats and sheet names for the sheets; text of pivot caches and defined names.
 */
import { columnName } from '../../core/cell-segment.ts';
import { BUILDS, Calculations } from './calculations.ts';
import { MOST_CELL_COMMENTS } from './cell-comments.ts';
import type { OfficePackage } from './package.ts';
import { builtInFormat, mayShowNumber } from './number-format.ts';
import type { NumberFormats } from './number-format.ts';
import { PivotCache, pivotFields } from './pivot-cache.ts';
import { readRelations } from './pptx.ts';
import { SharedStrings } from './shared-strings.ts';
import { Sink } from './sink.ts';
import { readTextAttributes } from './text-attributes.ts';
import { SheetReader, columnOf } from './xlsx-sheet.ts';
import type { SheetComments } from './xlsx-sheet.ts';
import { attribute, attributes, scanXml } from './xml.ts';
import type { XmlHandler } from './xml.ts';

interface SheetInfo {
  readonly name: string;
  readonly hidden: boolean;
}

/** Formats that conditions give a cell: each is tried on every number. */
const MOST_CONDITIONAL = 4;

const NO_SHEET: SheetInfo = { name: '', hidden: false };

/** Reads the parts of one workbook. */
export class XlsxReader {
  private readonly parts: OfficePackage;
  private readonly sink: Sink;
  private readonly numbering: { tables: number };
  private readonly sheets = new Map<string, SheetInfo>();
  private readonly owners = new Map<string, string>();
  private readonly strings: SharedStrings;
  private readonly calculations: Calculations;
  private formats: NumberFormats = { codeOf: () => 'General', conditional: [], date1904: false };

  private readonly abouts: Map<string, string>;

  /** @param abouts what comments are about, by sheet and cell: filled while sheets are read */
  constructor(parts: OfficePackage, sink: Sink, numbering: { tables: number }, abouts: Map<string, string>) {
    this.abouts = abouts;
    this.parts = parts;
    this.sink = sink;
    this.numbering = numbering;
    this.strings = new SharedStrings(sink);
    this.calculations = new Calculations((sheet) => this.lookUp(sheet));
  }

  /** Reads names, strings and styles; before any sheet. */
  readWorkbook(): void {
    let date1904 = false;
    const targets = new Map(
      readRelations(this.parts.peekXml('xl/_rels/workbook.xml.rels') ?? '').map(({ id, target }) => [
        id,
        partName(target),
      ]),
    );
    const workbook = this.parts.names.find((name) => /^xl\/workbook\w*\.xml$/iu.test(name)) ?? '';
    let definedName = '';
    this.scan(this.parts.takeXml(workbook), {
      open: (name, raw) => {
        if (name === 'workbookPr') date1904 = /^(?:1|true)$/iu.test(attribute(raw, 'date1904'));
        else if (name === 'sheet') this.addSheet(raw, targets);
        else if (name === 'definedName') definedName = attribute(raw, 'name');
        if (name !== 'sheet') readTextAttributes(name, raw, (text, zone) => this.sink.line(text, zone, 'workbook'));
      },
      close: () => undefined,
      text: (value, inside) => {
        if (inside !== 'definedName') return;
        this.sink.line(`${definedName}: ${value}`, 'metadata', 'defined name');
        this.calculations.define(definedName, value);
      },
    });
    for (const sheet of this.sheets.values()) this.sink.line(sheet.name, 'metadata', 'sheet name');
    this.scan(this.parts.takeXml('xl/sharedStrings.xml'), this.strings);
    this.formats = this.readFormats(date1904);
    this.findOwners();
  }

  /** Place of a part that belongs to a sheet, null for others. */
  locatorOf(name: string): string | null {
    const sheet = this.owners.get(name.toLowerCase());
    if (sheet === undefined) return null;
    return /comments/iu.test(name) ? `${sheet}!` : sheet;
  }

  /**
   * Reads a part when it is one of a workbook's own.
   * @param scan runs the scanner over the part
   * @returns false when the part is a story like any other
   */
  readPart(root: string, name: string, xml: string, scan: (handler: XmlHandler) => void): boolean {
    switch (root) {
      case 'worksheet':
      case 'dialogsheet':
      case 'chartsheet':
      case 'macrosheet': {
        const sheet = this.sheets.get(name.toLowerCase()) ?? { ...NO_SHEET, name: fileName(name) };
        const comments = this.commentsOf(name, sheet.name);
        const place = { ...sheet, table: this.numbering.tables++, ...(comments ? { comments } : {}) };
        const calculations = HAS_FORMULAS.test(xml) ? this.calculations : null;
        const reader = new SheetReader(this.sink, place, this.strings, this.formats, calculations);
        this.sink.breakLine();
        scan(reader);
        reader.finish();
        return true;
      }
      case 'sst':
        scan(this.strings);
        return true;
      case 'pivotCacheDefinition':
      case 'pivotCacheRecords': {
        const cache = new PivotCache(this.sink, this.numbering, this.pivotFieldsOf(name));
        this.sink.breakLine();
        scan(cache);
        cache.finish();
        return true;
      }
      default:
        return xml === '';
    }
  }

  /** Tells what formulas show, and the strings no cell showed: left behind by deleted cells. */
  finish(): void {
    this.calculations.finish(this.sink);
    this.strings.tellUnused();
  }

  /** The records of a pivot cache have their columns named by the definition with their number. */
  private pivotFieldsOf(name: string): readonly string[] {
    const definition = name.replace(/records(\d*\.xml)$/iu, 'definition$1');
    return pivotFields(definition === name ? '' : (this.parts.againXml(definition) ?? ''));
  }

  /** Which cells of a sheet are commented on; null when none is. */
  private commentsOf(part: string, sheet: string): SheetComments | null {
    const columns = new Map<number, Set<number>>();
    let count = 0;
    for (const { target } of this.relationsOf(part)) {
      if (!/comments/iu.test(target)) continue;
      const xml = this.parts.peekXml(partName(target)) ?? '';
      for (const [, letters = '', number] of xml.matchAll(COMMENT_PLACE)) {
        if (++count > 2 * MOST_CELL_COMMENTS) break;
        const row = Number(number) - 1;
        const known = columns.get(row) ?? new Set();
        columns.set(row, known.add(columnOf(letters)));
      }
    }
    const tell = (row: number, column: number, about: string): void => {
      if (about !== '') this.abouts.set(`${sheet}!${columnName(column)}${row + 1}`, about);
    };
    return columns.size === 0 ? null : { columns, tell };
  }

  /** Reads the cells of a sheet that has no formulas of its own but is asked by one. */
  private lookUp(sheet: string): void {
    const [part, place] = [...this.sheets].find(([, { name }]) => name.toLowerCase() === sheet) ?? [];
    const xml = part === undefined ? null : this.parts.againXml(part);
    if (xml === null || place === undefined) return;
    const nowhere = new Sink(this.sink.document, this.sink.budget);
    this.scan(xml, new SheetReader(nowhere, { ...place, table: 0 }, this.strings, this.formats, this.calculations));
  }

  private scan(xml: string | null, handler: XmlHandler): void {
    if (xml === null) return;
    const { damaged, declaresEntities } = scanXml(xml, handler, () => this.sink.budget.checkTime());
    if (damaged) this.sink.missed('damaged', 'XML of the document is broken');
    if (declaresEntities) this.sink.missed('ambiguous', 'XML of the document declares entities');
  }

  private addSheet(raw: string, targets: ReadonlyMap<string, string>): void {
    const all = attributes(raw);
    const value = (name: string): string => all.find((each) => each.name === name)?.value ?? '';
    const target = targets.get(value('id')) ?? `xl/worksheets/sheet${this.sheets.size + 1}.xml`;
    this.sheets.set(target, { name: value('name'), hidden: /hidden/iu.test(value('state')) });
  }

  private readFormats(date1904: boolean): NumberFormats {
    const codes = new Map<number, string>();
    const bases: string[] = [];
    const styles: string[] = [];
    const conditional = new Set<string>();
    let inside = '';
    const codeOf = (id: number): string => codes.get(id) ?? builtInFormat(id);
    this.scan(this.parts.peekXml('xl/styles.xml'), {
      open: (name, raw) => {
        if (name === 'numFmt') {
          const code = attribute(raw, 'formatCode');
          if (inside !== 'dxfs') codes.set(Number(attribute(raw, 'numFmtId')), code);
          else if (mayShowNumber(code) && conditional.size < MOST_CONDITIONAL) conditional.add(code);
        } else if (/^(?:cellXfs|cellStyleXfs|dxfs)$/u.test(name)) inside = name;
        else if (name !== 'xf') return;
        else if (inside === 'cellStyleXfs') bases.push(codeOf(Number(attribute(raw, 'numFmtId'))));
        else if (inside === 'cellXfs') {
          const id = attribute(raw, 'numFmtId');
          const base = bases[Number(attribute(raw, 'xfId'))];
          styles.push(id === '' && base !== undefined ? base : codeOf(Number(id)));
        }
      },
      close: (name) => {
        if (name === inside) inside = '';
      },
      text: () => undefined,
    });
    return { codeOf: (style) => styles[style] ?? 'General', conditional: [...conditional], date1904 };
  }

  /** Comments, drawings, tables and what hangs below them bear the name of their sheet. */
  private findOwners(): void {
    const drawings: [string, string][] = [];
    for (const [part, sheet] of this.sheets) {
      for (const { target } of this.relationsOf(part)) {
        const name = partName(target);
        this.owners.set(name, sheet.name);
        if (name.includes('/drawings/')) drawings.push([name, sheet.name]);
      }
    }
    for (const [part, sheet] of drawings) {
      for (const { target } of this.relationsOf(part)) this.owners.set(partName(target), sheet);
    }
  }

  private relationsOf(part: string): ReturnType<typeof readRelations> {
    const slash = part.lastIndexOf('/');
    return readRelations(this.parts.peekXml(`${part.slice(0, slash)}/_rels${part.slice(slash)}.rels`) ?? '');
  }
}

/** A formula without a value, or one that puts something together: the cells of other sheets need not be kept. */
const HAS_FORMULAS = new RegExp(
  String.raw`<(?:\w{1,20}:)?f(?:\s[^>]{0,300})?>(?:[^<]{0,8000}(?:${BUILDS.source.replace('&', '&amp;')})|<!)|(?:</(?:\w{1,20}:)?f>|<(?:\w{1,20}:)?f\s[^>]{0,300}/>)\s*(?:<(?:\w{1,20}:)?v\s*/>|<(?:\w{1,20}:)?v></(?:\w{1,20}:)?v>)?\s*</`,
  'iu',
);

/** The cell that a comment, or one of a thread, stands at. */
const COMMENT_PLACE = /\sref\s?=\s?["']\$?([A-Za-z]{1,3})\$?(\d{1,7})["']/gu;

const fileName = (path: string): string => path.slice(path.lastIndexOf('/') + 1).replace(/\.xml$/iu, '');

/** Part that a relationship of a workbook or sheet points to, lower case. */
function partName(target: string): string {
  const relative = target.replace(/^(?:\.\.\/|\/xl\/|xl\/)+/u, '');
  return `xl/${relative}`.toLowerCase();
}
