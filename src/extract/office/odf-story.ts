/**
 * One XML stream of an OpenDocument file (ISO/IEC 26300): content.xml, styles.xml, meta.xml, an object inside, or the whole
 * flat document. Text stands directly in its paragraphs here; deletions stand apart and are put back where they were.
 */
import type { Zone } from '../../core/category.ts';
import { Decoys } from '../decoys.ts';
import { attributeTexts, IDENTIFIER } from './odf-attributes.ts';
import { OdfChanges } from './odf-changes.ts';
import { begunAt, behindDay, DAY_REACH } from './begun-numbers.ts';
import { OdfComments } from './odf-comments.ts';
import { OdfFields } from './odf-fields.ts';
import type { OdfFormats } from './odf-formats.ts';
import { OdfNumbers } from './odf-numbers.ts';
import type { OdfShared } from './odf-shared.ts';
import { OdfSheets } from './odf-sheet.ts';
import { ParagraphWriter } from './paragraphs.ts';
import type { RunKind } from './paragraphs.ts';
import type { Sink } from './sink.ts';
import { SlideBoxes } from './slide-boxes.ts';
import { sweepText } from './sweep.ts';
import { attribute, attributes } from './xml.ts';
import type { XmlHandler } from './xml.ts';

interface Place {
  readonly element: string;
  readonly zone: Zone;
  readonly locator: string;
}

/** Elements that are a place of their own. */
const PLACES: ReadonlyMap<string, readonly [zone: Zone, locator: string]> = new Map([
  ['header', ['header', 'header']],
  ['header-left', ['header', 'header']],
  ['header-first', ['header', 'header']],
  ['footer', ['footer', 'footer']],
  ['footer-left', ['footer', 'footer']],
  ['footer-first', ['footer', 'footer']],
  ['annotation', ['comment', 'comment']],
  ['text-box', ['textbox', '']],
  ['custom-shape', ['textbox', '']],
  ['chart', ['chart', 'chart']],
  ['content-validation', ['form', 'validation']],
  ['meta', ['metadata', '']],
  ['master-page', ['master', 'master page']],
]);

/** Text that belongs to something in a paragraph, not to the paragraph: readings, alternative texts, who commented. */
const ASIDE = new Set(['ruby-text', 'title', 'desc', 'creator-initials', 'sender-initials']);
const NOT_SHOWN = new Set(['note-citation', 'binary-data', 'config-item', 'date-string', 'script']);
const TIME = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(?:\.\d{1,9})?Z?$/u;
/** Reads one stream; create a new one for each. */
export class OdfStory implements XmlHandler {
  private readonly sink: Sink;
  private readonly paragraphs: ParagraphWriter;
  private readonly sheets: OdfSheets;
  private readonly numbers: OdfNumbers;
  private readonly places: Place[];
  private readonly hiddenStyles: Set<string>;
  private readonly spans: { readonly hidden: boolean; readonly style: string }[] = [];
  private readonly decoys = new Decoys();
  private readonly boxes = new SlideBoxes();
  private readonly changes = new OdfChanges();
  private hiddenSpans = 0;
  private forms = 0;
  private spreadsheet = false;
  private inCell = 0;
  private sheetDepth = 0;
  private notes = 0;
  private readonly comments: OdfComments;
  private readonly fields: OdfFields;
  private readonly formats: OdfFormats;
  private styles = 0;
  private pages = 0;
  private style = '';
  private userDefined = '';
  /** where pages begin to be counted, '' for one */
  private readonly pageStart: string;
  private binary = '';

  /** @param xml of the stream: it tells what must be kept for formulas and counted in lists */
  constructor(sink: Sink, zone: Zone, locator: string, shared: OdfShared, xml = '') {
    const { numbering, hiddenStyles, lists, kept } = shared;
    this.formats = shared.formats;
    this.sink = sink;
    this.paragraphs = new ParagraphWriter(sink, numbering);
    this.comments = new OdfComments(this.paragraphs);
    this.fields = new OdfFields(kept, {
      aside: (text) => this.aside(text, 'form'),
      here: () => this.paragraphs.here(),
      showInstead: (text, place) => this.paragraphs.showInstead(text, place),
    });
    this.sheets = new OdfSheets(sink, numbering, xml.includes(':formula="'), this.formats);
    this.numbers = new OdfNumbers(xml, lists);
    this.places = [{ element: '', zone, locator }];
    this.hiddenStyles = hiddenStyles;
    const start = xml.includes(':page-number="') ? /:page-number="(\d{4,5})"/u.exec(xml)?.[1] : undefined;
    this.pageStart = begunAt(Number(start ?? 0));
  }

  open(name: string, raw: string): void {
    const place = PLACES.get(name);
    if (place !== undefined) this.enter(name, place[0] === 'textbox' ? this.boxZone() : place[0], place[1]);
    OPEN.get(name)?.(this, raw, name);
    if (this.styles > 0) this.formats.openElement(name, raw);
    this.fields.openElement(name, raw, this.paragraphs.inParagraph && !this.isCellText);
    if (raw.length > 4)
      for (const { text, zone } of attributeTexts(name, raw, { inForm: this.forms > 0, inStyle: this.style !== '' }))
        this.aside(text, zone);
    this.numbers.open(name, raw, this.forms > 0);
  }

  close(name: string): void {
    if (this.styles > 0) this.formats.closeElement(name);
    this.fields.closeElement(name);
    CLOSE.get(name)?.(this, name);
    this.numbers.close(name);
    if (this.places.length > 1 && this.here.element === name) this.places.pop();
  }

  text(value: string, inside: string): void {
    if (inside === 'binary-data') {
      this.binary += value;
      return;
    }
    const text = value.replace(/[ \t\r\n]+/gu, ' ');
    if (this.styles > 0 && inside === 'text') this.formats.text(value);
    if (inside === 'creator' || inside === 'date') {
      const isComment = this.here.zone === 'comment';
      // between author and words, a day keeps one from the other and says nothing
      if (!isComment || !TIME.test(text)) this.aside(text, isComment ? 'comment' : 'metadata');
    } else if (inside === 'generator') {
      // the program's name would go on with the last sentence of the document
      this.sink.addAside(text, { zone: 'metadata' });
    } else if (this.changes.infos > 0) this.aside(text, 'metadata');
    else if (this.changes.inDeletion) {
      if (!this.changes.take(text)) this.aside(text, 'metadata');
    } else if (ASIDE.has(inside)) this.aside(text, this.here.zone);
    else if (NOT_SHOWN.has(inside)) {
      if (inside === 'script' || IDENTIFIER.test(text)) this.aside(value, inside === 'script' ? 'script' : 'metadata');
    } else if (this.paragraphs.inParagraph) this.write(text);
    else if (text.trim() !== '') {
      this.aside(this.userDefined === '' ? text : `${this.userDefined}: ${text}`, this.here.zone);
    }
  }

  comment(value: string): void {
    if (/\d{6}/u.test(value)) this.aside(value, 'hidden');
  }

  /** Ends the stream. */
  finish(): void {
    this.decoys.finish();
    this.closePage();
    for (const line of new Set([...this.numbers.finish(), ...this.decoys.lines])) this.aside(line, this.here.zone);
    this.paragraphs.finish();
    this.sheets.finish();
    for (const text of this.changes.left()) this.sink.line(text, 'tracked-change', 'deleted');
  }

  private get here(): Place {
    return this.places[this.places.length - 1] ?? { element: '', zone: 'body', locator: '' };
  }

  private enter(element: string, zone: Zone, locator: string): void {
    const at = this.here.locator;
    this.places.push({ element, zone, locator: locator === '' ? at : at === '' ? locator : `${at}, ${locator}` });
  }

  /** On a slide all text stands in boxes; elsewhere a box is a place of its own. */
  private boxZone(): Zone {
    return this.pages > 0 || this.here.zone !== 'body' ? this.here.zone : 'textbox';
  }

  private aside(text: string, zone: Zone): void {
    this.paragraphs.aside(text, zone, this.here.locator);
  }

  private write(text: string): void {
    if (this.isCellText) {
      this.sheets.text(text);
      return;
    }
    this.boxes.text(text);
    this.fields.text(text);
    this.numbers.text(text);
    if (this.kind() === 'kept') this.decoys.text(text, () => this.spans[this.spans.length - 1]?.style ?? '');
    this.paragraphs.text(text, this.kind(), this.here.zone, this.here.locator);
  }

  /** Paragraphs that are the cell's own, not those of a comment or shape in it. */
  private get isCellText(): boolean {
    return this.spreadsheet && this.inCell > 0 && this.places.length === this.sheetDepth;
  }

  private kind(): RunKind {
    return this.hiddenSpans > 0 ? 'hidden' : this.changes.kind();
  }

  private openParagraph(raw: string): void {
    this.openSpan(raw);
    if (this.isCellText) this.sheets.breakText();
    if (this.here.element === 'annotation') this.tellAbout();
    this.paragraphs.openParagraph(this.here.zone, this.here.locator);
  }

  private openComment(raw: string): void {
    const name = attributes(raw).find((each) => each.name === 'name')?.value ?? '';
    this.comments.open(name, this.pages > 0 ? this.boxes.aboutPlace(raw) : '');
  }

  private tellAbout(): void {
    const onCell = this.spreadsheet && this.inCell > 0;
    const { zone, locator } = this.here;
    this.comments.tell(zone, locator, onCell ? (tell) => this.sheets.comment(tell) : null);
  }

  private openRow(raw: string): void {
    if (!this.spreadsheet) {
      this.paragraphs.openRow();
      return;
    }
    this.sheets.openRow(raw);
    // comments and shapes of its cells would tear the row
    this.paragraphs.hold();
  }

  private closeRow(): void {
    if (!this.spreadsheet) {
      this.paragraphs.closeRow();
      return;
    }
    this.sheets.closeRow();
    this.paragraphs.release();
  }

  private endParagraph(): void {
    this.decoys.finish();
    this.changes.endParagraph();
    if (this.boxes.isAnchored && this.paragraphs.depth === 1) this.closePage();
    this.paragraphs.closeParagraph();
    this.closeSpan();
  }

  private openSpan(raw: string): void {
    const style = attribute(raw, 'style-name');
    const hidden = this.hiddenStyles.has(style);
    this.spans.push({ hidden, style });
    if (hidden) this.hiddenSpans++;
  }

  private closeSpan(): void {
    if (this.spans.pop()?.hidden === true) this.hiddenSpans--;
  }

  private openTable(raw: string): void {
    if (!this.spreadsheet) {
      this.paragraphs.openTable();
      return;
    }
    const hidden = this.hiddenStyles.has(attribute(raw, 'style-name'));
    this.sheets.openTable(attributes(raw).find((each) => each.name === 'name')?.value ?? '', hidden);
  }

  private openCell(raw: string, element: string): void {
    if (!this.spreadsheet) {
      this.paragraphs.openCell();
      return;
    }
    this.sheets.openCell(raw);
    this.inCell++;
    this.enter(element, 'cell', this.sheets.locator);
    this.sheetDepth = this.places.length;
  }

  private closeCell(): void {
    if (!this.spreadsheet) this.paragraphs.closeCell();
    else if (this.inCell > 0) {
      this.inCell--;
      this.sheets.closeCell();
    }
  }

  private openPage(raw: string): void {
    this.pages++;
    this.boxes.finish();
    const hidden = this.hiddenStyles.has(attribute(raw, 'style-name'));
    this.enter('page', hidden ? 'hidden' : 'body', `slide ${this.pages}`);
  }

  /** Places on pages; those of a text document are relative to the paragraph they are anchored at, or to the page. */
  private openShape(raw: string): void {
    if (this.pages === 0 && this.paragraphs.depth === 1) this.boxes.isAnchored = true;
    this.boxes.openMeasured(raw);
  }

  private closePage(): void {
    for (const line of this.boxes.finish()) this.aside(line, this.here.zone);
  }

  private openNote(raw: string): void {
    this.notes++;
    const zone = attribute(raw, 'note-class') === 'endnote' ? 'endnote' : 'footnote';
    this.enter('note', zone, `${zone} ${this.notes}`);
  }

  /** What a cell held before a change; text of it follows as a paragraph. */
  private cellBefore(raw: string): void {
    this.sink.line(attribute(raw, 'value'), 'tracked-change', 'changed cell');
  }

  /** The number of the page is shown here. */
  private tellCounted(): void {
    if (this.pageStart !== '')
      this.aside(behindDay(this.paragraphs.lastWords(DAY_REACH, null), this.pageStart), this.here.zone);
  }

  private changeMark(raw: string): void {
    const text = this.changes.deletedAt(attribute(raw, 'change-id'), this.paragraphs.inParagraph);
    if (text !== '') this.paragraphs.text(text, 'deleted', this.here.zone, this.here.locator);
  }

  private styleProperty(name: string, raw: string): void {
    if (this.style === '') return;
    const display = attribute(raw, 'display');
    const hides =
      (name === 'text-properties' && display === 'none') ||
      (name === 'table-properties' && display === 'false') ||
      (name === 'drawing-page-properties' && attribute(raw, 'visibility') === 'hidden');
    if (hides) this.hiddenStyles.add(this.style);
  }

  /** A picture or file; drawings by vectors, which show an object before it is opened, are swept as in a package. */
  private endBinary(): void {
    const bytes = Buffer.from(this.binary, 'base64');
    this.binary = '';
    if (!isVectors(bytes)) this.sink.embed(null, bytes, true);
    else
      for (const text of sweepText(bytes, this.sink.budget))
        if (/\d{6}/u.test(text)) this.sink.line(text, 'metadata', 'preview');
  }

  /** What elements do when they open. */
  static readonly openers: readonly (readonly [string, (s: OdfStory, raw: string, name: string) => void])[] = [
    ['p', (s, raw) => s.openParagraph(raw)],
    ['h', (s, raw) => s.openParagraph(raw)],
    ['span', (s, raw) => s.openSpan(raw)],
    ['s', (s, raw) => s.write(' '.repeat(Math.min(100, Number(attribute(raw, 'c')) || 1)))],
    ['tab', (s) => s.write('\t')],
    ['line-break', (s) => s.write('\n')],
    ['page-number', (s) => s.tellCounted()],
    [
      'hidden-text',
      (s, raw) => s.paragraphs.text(attribute(raw, 'string-value'), 'hidden', s.here.zone, s.here.locator),
    ],
    ['note', (s, raw) => s.openNote(raw)],
    ['notes', (s) => s.enter('notes', 'notes', 'notes')],
    ['page', (s, raw) => s.openPage(raw)],
    ['frame', (s, raw) => s.openShape(raw)],
    ['custom-shape', (s, raw) => s.openShape(raw)],
    ['rect', (s, raw) => s.openShape(raw)],
    [
      'title',
      (s) =>
        s.enter('title', s.here.zone === 'metadata' ? 'metadata' : s.here.zone === 'chart' ? 'chart' : 'alt-text', ''),
    ],
    ['desc', (s) => s.enter('desc', 'alt-text', '')],
    ['styles', (s) => s.styles++],
    ['automatic-styles', (s) => s.styles++],
    ['spreadsheet', (s) => (s.spreadsheet = true)],
    ['chart', (s) => (s.spreadsheet = false)],
    ['table', (s, raw) => s.openTable(raw)],
    ['table-column', (s, raw) => s.spreadsheet && s.sheets.defineColumn(raw)],
    ['table-row', (s, raw) => s.openRow(raw)],
    ['table-cell', (s, raw, name) => s.openCell(raw, name)],
    ['covered-table-cell', (s, raw, name) => s.openCell(raw, name)],
    ['change-track-table-cell', (s, raw) => s.cellBefore(raw)],
    ['changed-region', (s, raw) => s.changes.inRegion(attribute(raw, 'id'))],
    ['insertion', (s) => s.changes.insertion()],
    ['deletion', (s) => s.changes.openDeletion()],
    ['change-start', (s, raw) => s.changes.start(attribute(raw, 'change-id'))],
    ['change-end', (s, raw) => s.changes.end(attribute(raw, 'change-id'))],
    ['change', (s, raw) => s.changeMark(raw)],
    ['change-info', (s) => s.changes.infos++],
    ['forms', (s) => s.forms++],
    ['user-defined', (s, raw) => (s.userDefined = attribute(raw, 'name'))],
    ['style', (s, raw) => (s.style = attributes(raw).find((each) => each.name === 'name')?.value ?? '')],
    ['text-properties', (s, raw, name) => s.styleProperty(name, raw)],
    ['table-properties', (s, raw, name) => s.styleProperty(name, raw)],
    ['drawing-page-properties', (s, raw, name) => s.styleProperty(name, raw)],
    ['annotation', (s, raw) => s.openComment(raw)],
    ['annotation-end', (s, raw) => s.comments.end(attribute(raw, 'name'))],
  ];

  /** What elements do when they close. */
  static readonly closers: readonly (readonly [string, (s: OdfStory, name: string) => void])[] = [
    ['p', (s) => s.endParagraph()],
    ['page', (s) => s.closePage()],
    ['frame', (s) => s.boxes.closeShape()],
    ['custom-shape', (s) => s.boxes.closeShape()],
    ['rect', (s) => s.boxes.closeShape()],
    ['h', (s) => s.endParagraph()],
    ['span', (s) => s.closeSpan()],
    ['table', (s) => !s.spreadsheet && s.paragraphs.closeTable()],
    ['table-row', (s) => s.closeRow()],
    ['table-cell', (s) => s.closeCell()],
    ['covered-table-cell', (s) => s.closeCell()],
    ['changed-region', (s) => s.changes.inRegion('')],
    ['change-info', (s) => s.changes.infos--],
    ['deletion', (s) => s.changes.closeDeletion()],
    ['forms', (s) => s.forms--],
    ['user-defined', (s) => (s.userDefined = '')],
    ['style', (s) => (s.style = '')],
    ['styles', (s) => s.styles--],
    ['automatic-styles', (s) => s.styles--],
    ['binary-data', (s) => s.endBinary()],
  ];
}

/** Metafiles of LibreOffice (SVM) and Windows (placeable WMF, EMF). */
const isVectors = (bytes: Buffer): boolean =>
  bytes.toString('latin1', 0, 6) === 'VCLMTF' ||
  bytes.toString('hex', 0, 4) === 'd7cdc69a' ||
  bytes.toString('latin1', 40, 44) === ' EMF';

const OPEN = new Map(OdfStory.openers);
const CLOSE = new Map(OdfStory.closers);
