/**
 * Texts of a binary workbook ([MS-XLS]) that stand in no cell: page headers and footers, text boxes, charts, rules for input, shapes,
 * other workbooks, who saved it. In: the Workbook stream. Out: into the sink, each with its sheet; the stream without
 * what was told, for the sweep; the pictures joined. Promised: linear, total. Workbooks before Excel 97 are left to the sweep.
 */
import type { Zone } from '../../core/category.ts';
import { drawingTexts } from './drawing-texts.ts';
import { plainNumber } from './number-format.ts';
import { pageLines } from './page-header.ts';
import type { Sink } from './sink.ts';

/** Records by number ([MS-XLS] 2.3). */
const RECORD = {
  endOfSheet: 0x000a,
  header: 0x0014,
  footer: 0x0015,
  continued: 0x003c,
  externalCell: 0x005a,
  object: 0x005d,
  writer: 0x005c,
  sheet: 0x0085,
  drawingGroup: 0x00eb,
  drawing: 0x00ec,
  otherBook: 0x01ae,
  textObject: 0x01b6,
  inputRule: 0x01be,
  chartNumber: 0x0203,
  chartLabel: 0x0204,
  start: 0x0809,
  headerFooter: 0x089c,
  chartText: 0x100d,
} as const;
const CHART = 0x20;
const NOTE = 0x19;
const EXCEL_97 = 0x0600;
/** A number in a chart is worth a line when it is as long as one of a person. */
const LONG_NUMBER = /^\d{6,}/u;

/** What the sweep and the cutter of pictures are given instead of the stream. */
export interface WorkbookRest {
  /** as long as the stream, the heads of records and what was told blanked */
  readonly unread: Buffer;
  /** the group of drawings, without the heads of the records it was cut into */
  readonly drawings: Buffer;
}

interface Level {
  readonly isChart: boolean;
  readonly sheet: string;
}

/** A string that begins in a record: its text and where it ends there. */
interface Text {
  readonly value: string;
  readonly end: number;
}

/** Characters and their width ([MS-XLS] 2.5.293, 2.5.296). @param at of the byte that says the width */
function characters(body: Buffer, at: number, count: number): Text {
  const isWide = ((body[at] ?? 0) & 1) === 1;
  const end = at + 1 + count * (isWide ? 2 : 1);
  return { value: body.subarray(at + 1, end).toString(isWide ? 'utf16le' : 'latin1'), end };
}
const longString = (body: Buffer, at: number): Text =>
  at + 3 > body.length ? { value: '', end: body.length } : characters(body, at + 2, body.readUInt16LE(at));
const shortString = (body: Buffer, at: number): Text => characters(body, at + 1, body[at] ?? 0);

/** Reads the records. */
class WorkbookWalk {
  private readonly sink: Sink;
  private readonly stream: Buffer;
  private readonly unread: Buffer;
  private readonly groups: Buffer[] = [];
  /** names of sheets by where they begin */
  private readonly sheets = new Map<number, string>();
  private readonly levels: Level[] = [];
  private drawing: Buffer[] = [];
  private object = -1;
  /** characters of a text object that its continuations still owe */
  private owed = 0;
  private owedText = '';
  private inGroup = false;
  private isNew = false;

  constructor(stream: Buffer, sink: Sink) {
    this.stream = stream;
    this.sink = sink;
    this.unread = Buffer.from(stream);
  }

  read(): WorkbookRest {
    for (let at = 0, records = 0; at + 4 <= this.stream.length; records++) {
      if (records % 4096 === 0) this.sink.budget.checkTime();
      const type = this.stream.readUInt16LE(at);
      const end = Math.min(this.stream.length, at + 4 + this.stream.readUInt16LE(at + 2));
      const body = this.stream.subarray(at + 4, end);
      this.unread.fill(0, at, at + 4);
      if (this.record(type, body, at)) this.unread.fill(0, at + 4, end);
      at = end;
    }
    this.endDrawing();
    return { unread: this.unread, drawings: Buffer.concat(this.groups) };
  }

  private get sheet(): string {
    return this.levels[this.levels.length - 1]?.sheet ?? '';
  }

  private get inChart(): boolean {
    return this.levels[this.levels.length - 1]?.isChart === true;
  }

  /** @returns true when all the text of the record has been told */
  private record(type: number, body: Buffer, at: number): boolean {
    if (type === RECORD.start) return this.start(body, at);
    if (!this.isNew) return false;
    if (type === RECORD.continued) return this.continued(body);
    this.inGroup = type === RECORD.drawingGroup;
    this.owed = 0;
    switch (type) {
      case RECORD.endOfSheet:
        if (this.levels.length === 1) this.endDrawing();
        this.levels.pop();
        return false;
      case RECORD.sheet:
        if (body.length > 8) this.sheets.set(body.readUInt32LE(0), shortString(body, 6).value);
        return false;
      case RECORD.drawingGroup:
        this.groups.push(body);
        return true;
      case RECORD.drawing:
        this.drawing.push(body);
        return false;
      case RECORD.object:
        this.object = body.length >= 6 ? body.readUInt16LE(4) : -1;
        return false;
      case RECORD.textObject:
        this.owed = body.length >= 12 ? body.readUInt16LE(10) : 0;
        this.owedText = '';
        return false;
      default:
        return this.tellRecord(type, body);
    }
  }

  private tellRecord(type: number, body: Buffer): boolean {
    switch (type) {
      case RECORD.header:
        return this.tell(pageLines(longString(body, 0).value).join('\n'), 'header');
      case RECORD.footer:
        return this.tell(pageLines(longString(body, 0).value).join('\n'), 'footer');
      case RECORD.headerFooter:
        return this.headerFooter(body);
      case RECORD.inputRule:
        return this.inputRule(body);
      case RECORD.chartText:
        return this.tell(shortString(body, 2).value, 'chart');
      case RECORD.chartLabel:
        return this.inChart && this.tell(longString(body, 6).value, 'chart');
      case RECORD.chartNumber:
        return this.chartNumber(body);
      case RECORD.writer:
        return this.tell(longString(body, 0).value, 'metadata', 'last written by');
      case RECORD.otherBook:
        return body.length > 4 && this.tell(longString(body, 2).value.replace(/[\0-\u001f]+/gu, ' '), 'link');
      case RECORD.externalCell:
        return this.externalCells(body);
      default:
        return false;
    }
  }

  private tell(text: string, zone: Zone, locator = this.sheet): boolean {
    this.sink.line(text.replace(/[\0-\u0008]/gu, ' '), zone, locator);
    return true;
  }

  private start(body: Buffer, at: number): boolean {
    if (body.length < 4) return false;
    if (this.levels.length === 0) this.isNew = body.readUInt16LE(0) === EXCEL_97;
    const sheet = this.levels.length === 0 ? (this.sheets.get(at) ?? '') : this.sheet;
    if (this.levels.length < 100) this.levels.push({ isChart: body.readUInt16LE(2) === CHART, sheet });
    return false;
  }

  private continued(body: Buffer): boolean {
    if (this.inGroup) {
      this.groups.push(body);
      return true;
    }
    if (this.owed <= 0) return false;
    const isWide = ((body[0] ?? 0) & 1) === 1;
    const count = Math.min(this.owed, Math.floor((body.length - 1) / (isWide ? 2 : 1)));
    if (count <= 0) return false;
    this.owedText += characters(body, 0, count).value;
    this.owed -= count;
    if (this.owed > 0) return true;
    // SheetJS tells the notes, with their cells; the sweep adds one that it does not
    if (this.object === NOTE) return false;
    for (const line of this.owedText.split(/[\r\n]/u)) this.tell(line, this.inChart ? 'chart' : 'textbox');
    return true;
  }

  /** 2.4.137: headers and footers of even and first pages. */
  private headerFooter(body: Buffer): boolean {
    const lengths = 30;
    let at = 38;
    for (let i = 0; i < 4 && at <= body.length; i++) {
      if (body.readUInt16LE(lengths + i * 2) === 0) continue;
      const text = longString(body, at);
      this.tell(pageLines(text.value).join('\n'), i % 2 === 0 ? 'header' : 'footer');
      at = text.end;
    }
    return true;
  }

  /** 2.4.93: titles and texts of prompt and error, then the list it chooses from as a formula. */
  private inputRule(body: Buffer): boolean {
    let at = 4;
    for (let i = 0; i < 4; i++) {
      const text = longString(body, at);
      this.tell(text.value, 'form');
      at = text.end;
    }
    // 2.5.198.89 PtgStr: a constant with the choices, parted by zeros
    if (body[at + 4] !== 0x17) return at + 4 >= body.length;
    const list = shortString(body, at + 5);
    this.tell(list.value.replaceAll('\0', '\t'), 'form');
    return true;
  }

  private chartNumber(body: Buffer): boolean {
    if (!this.inChart || body.length < 14) return false;
    const number = plainNumber(String(body.readDoubleLE(6)));
    return LONG_NUMBER.test(number) && this.tell(number, 'chart');
  }

  /** 2.4.62: values of another workbook that are kept here. */
  private externalCells(body: Buffer): boolean {
    for (let at = 4; at < body.length;) {
      if (body[at] === 2) {
        const text = longString(body, at + 1);
        this.tell(text.value, 'link');
        at = text.end;
      } else {
        const number = body[at] === 1 && at + 9 <= body.length ? plainNumber(String(body.readDoubleLE(at + 1))) : '';
        if (LONG_NUMBER.test(number)) this.tell(number, 'link');
        at += 9;
      }
    }
    return true;
  }

  private endDrawing(): void {
    const records = this.drawing;
    this.drawing = [];
    const sheet = this.sheet;
    for (const { text, zone } of drawingTexts(Buffer.concat(records))) this.tell(text, zone, sheet);
  }
}

/** Tells the texts of a workbook that stand in no cell. @param stream Workbook or Book */
export function readXlsPlaces(stream: Buffer, sink: Sink): WorkbookRest {
  return new WorkbookWalk(stream, sink).read();
}
