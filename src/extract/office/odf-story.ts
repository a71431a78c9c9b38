/**
 * One XML stream of an OpenDocument file (ISO/IEC 26300): content.xml, styles.xml, meta.xml, an object inside, or the whole
 * flat document. Text stands directly in its paragraphs here; deletions stand apart and are put back where they were.
 */
import type { Zone } from '../../core/category.ts';
import { Decoys } from '../decoys.ts';
import { link } from '../html/script.ts';
import { Commented, MOST_COMMENTS } from './commented.ts';
import { noListStarts, OdfNumbers } from './odf-numbers.ts';
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

/** Attributes with text a person wrote or could be shown. */
const TEXT_ATTRIBUTES: ReadonlyMap<string, Zone> = new Map([
  ['string-value', 'form'],
  ['string-value-if-true', 'field'],
  ['string-value-if-false', 'field'],
  ['description', 'form'],
  ['current-value', 'form'],
  ['label', 'form'],
  ['help-text', 'form'],
  ['display-name', 'metadata'],
  ['expression', 'metadata'],
  ['alt', 'alt-text'],
]);
/** Criteria of filters hold what stands, or stood, in cells. */
const CRITERIA = new Set(['filter-condition', 'filter-set-item']);
const NAMED_ELEMENTS: ReadonlyMap<string, Zone> = new Map([
  ['bookmark', 'bookmark'],
  ['bookmark-start', 'bookmark'],
  ['reference-mark', 'bookmark'],
  ['reference-mark-start', 'bookmark'],
  ['section', 'bookmark'],
  ['frame', 'alt-text'],
  ['named-range', 'metadata'],
  ['named-expression', 'metadata'],
  ['database-range', 'metadata'],
  ['user-field-decl', 'form'],
  ['variable-decl', 'form'],
]);
/** Text that belongs to something in a paragraph, not to the paragraph: readings, alternative texts, who commented. */
const ASIDE = new Set(['ruby-text', 'title', 'desc', 'creator-initials', 'sender-initials']);
/** Their names repeat the names of sheets. */
const STYLES = new Set(['style', 'master-page', 'page-layout']);
const FORM_ATTRIBUTES = new Set(['name', 'value', 'title', 'label', 'current-value', 'default-value', 'text']);
const NOT_SHOWN = new Set(['note-citation', 'binary-data', 'config-item', 'date-string', 'script']);
const IDENTIFIER = /\d{6}[-+ ]\d{4,5}|\d{10}|\d{6}[-+A-FU-Ya-fu-y]\d{3}/u;
const TIME = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(?:\.\d{1,9})?Z?$/u;
const GEOMETRY =
  /^(?:id|change-id|path|d|viewBox|points|value|date-value|style-name|(?:x|y|width|height)\d?|[\w-]*style-name|(?:master-page|page-layout)-name)$/u;

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
  private readonly changes = new Map<string, { deletion: boolean; text: string; shown: boolean }>();
  private change = '';
  /** changes whose text is being read, by id: true for deletions (flat files keep deleted text in its place) */
  private readonly openChanges = new Map<string, boolean>();
  private inDeletion = 0;
  /** who changed what and why: no part of the change */
  private changeInfos = 0;
  private hiddenSpans = 0;
  private forms = 0;
  private spreadsheet = false;
  private inCell = 0;
  private sheetDepth = 0;
  private notes = 0;
  private readonly commented: Commented;
  /** what the open comment is about; null once it is told */
  private about: { readonly name: string; readonly words: string } | null = null;
  /** by name of a comment whose range is not over yet: where to tell what it is about */
  private readonly abouts = new Map<string, (text: string) => void>();
  private pages = 0;
  private style = '';
  private userDefined = '';
  private binary = '';

  /**
   * @param hiddenStyles names of styles that hide; filled here, shared by the streams of a document
   * @param xml of the stream: it tells what must be kept for formulas and counted in lists
   * @param lists where lists begin, shared like the styles
   */
  constructor(
    sink: Sink,
    zone: Zone,
    locator: string,
    numbering: { tables: number },
    hiddenStyles: Set<string>,
    xml = '',
    lists = noListStarts(),
  ) {
    this.sink = sink;
    this.paragraphs = new ParagraphWriter(sink, numbering);
    this.commented = new Commented(this.paragraphs);
    this.sheets = new OdfSheets(sink, numbering, xml.includes(':formula="'));
    this.numbers = new OdfNumbers(xml, lists);
    this.places = [{ element: '', zone, locator }];
    this.hiddenStyles = hiddenStyles;
  }

  open(name: string, raw: string): void {
    const place = PLACES.get(name);
    if (place !== undefined) this.enter(name, place[0] === 'textbox' ? this.boxZone() : place[0], place[1]);
    OPEN.get(name)?.(this, raw, name);
    if (raw.length > 4) this.attributeTexts(name, raw);
    this.numbers.open(name, raw, this.forms > 0);
  }

  close(name: string): void {
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
    if (inside === 'creator' || inside === 'date') {
      const isComment = this.here.zone === 'comment';
      // between author and words, a day keeps one from the other and says nothing
      if (!isComment || !TIME.test(text)) this.aside(text, isComment ? 'comment' : 'metadata');
    } else if (inside === 'generator') {
      // the program's name would go on with the last sentence of the document
      this.sink.addAside(text, { zone: 'metadata' });
    } else if (this.changeInfos > 0) this.aside(text, 'metadata');
    else if (this.inDeletion > 0) {
      const change = this.changes.get(this.change);
      if (change !== undefined) change.text += text.trim() === '' ? '' : text;
      else this.aside(text, 'metadata');
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
    for (const line of new Set([...this.numbers.finish(), ...this.decoys.lines])) this.aside(line, this.here.zone);
    this.paragraphs.finish();
    this.sheets.finish();
    for (const change of this.changes.values()) {
      if (change.deletion && !change.shown) this.sink.line(change.text, 'tracked-change', 'deleted');
    }
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
    this.numbers.text(text);
    if (this.kind() === 'kept') this.decoys.text(text, () => this.spans[this.spans.length - 1]?.style ?? '');
    this.paragraphs.text(text, this.kind(), this.here.zone, this.here.locator);
  }

  /** Paragraphs that are the cell's own, not those of a comment or shape in it. */
  private get isCellText(): boolean {
    return this.spreadsheet && this.inCell > 0 && this.places.length === this.sheetDepth;
  }

  private kind(): RunKind {
    if (this.hiddenSpans > 0) return 'hidden';
    if (this.openChanges.size === 0) return 'kept';
    for (const deletion of this.openChanges.values()) if (deletion) return 'deleted';
    return 'inserted';
  }

  private attributeTexts(name: string, raw: string): void {
    const named = NAMED_ELEMENTS.get(name);
    const inForm =
      this.forms > 0 ||
      /^(?:text-input|drop-down|label|placeholder|item|option|param|fieldmark|fieldmark-start)$/u.test(name);
    const cell = name === 'table-cell';
    if (!inForm && named === undefined && !IDENTIFIER.test(raw) && !MAY_HOLD_TEXT.test(raw)) return;
    for (const each of attributes(raw)) {
      if (each.value === '' || (cell && /value|formula/u.test(each.name))) continue;
      const zone = TEXT_ATTRIBUTES.get(each.name);
      if (inForm && FORM_ATTRIBUTES.has(each.name)) this.aside(each.value, 'form');
      else if (CRITERIA.has(name) && each.name === 'value') this.aside(each.value, 'metadata');
      else if (named !== undefined && each.name === 'name') this.aside(each.value, named);
      else if (each.name === 'condition') this.aside(stringsOf(each.value), 'form');
      else if (zone !== undefined && !(each.name === 'display-name' && this.style !== '')) this.aside(each.value, zone);
      else if (each.name === 'href') this.link(each.value);
      else if (STYLES.has(name) && /name$/u.test(each.name)) continue;
      else if (!GEOMETRY.test(each.name) && IDENTIFIER.test(each.value)) this.aside(each.value, 'attribute');
    }
  }

  private link(target: string): void {
    if (/^[a-z][a-z\d+.-]*:/iu.test(target)) this.aside(link(target), 'link');
  }

  private openParagraph(raw: string): void {
    this.openSpan(raw);
    if (this.isCellText) this.sheets.breakText();
    this.tellAbout();
    this.paragraphs.openParagraph(this.here.zone, this.here.locator);
  }

  /** The words before it, unless the end of its range comes in the same paragraph and tells which they are. */
  private openComment(raw: string): void {
    const name = attributes(raw).find((each) => each.name === 'name')?.value ?? '';
    this.about = { name, words: this.commented.about('') };
    if (name !== '') this.commented.begin(name);
  }

  /** Behind author and day, right before what the comment says. */
  private tellAbout(): void {
    if (this.about === null || this.here.element !== 'annotation') return;
    const { name, words } = this.about;
    this.about = null;
    if (words === '' && name === '') return;
    const tell = this.paragraphs.wordsToCome(this.here.zone, this.here.locator);
    tell(words);
    if (name !== '' && this.abouts.size < MOST_COMMENTS) this.abouts.set(name, tell);
  }

  private endComment(name: string): void {
    const tell = this.abouts.get(name);
    const words = tell === undefined ? '' : this.commented.about(name);
    if (words !== '') tell?.(words);
    this.abouts.delete(name);
  }

  private endParagraph(): void {
    this.decoys.finish();
    const change = this.inDeletion > 0 && this.changeInfos === 0 ? this.changes.get(this.change) : undefined;
    if (change !== undefined) change.text += '\n';
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

  /** Places on pages; those of a text document are relative to whatever they are anchored at. */
  private openShape(raw: string): void {
    if (this.pages > 0) this.boxes.openMeasured(raw);
  }

  private closePage(): void {
    for (const line of this.boxes.finish()) this.aside(line, this.here.zone);
  }

  private openNote(raw: string): void {
    this.notes++;
    const zone = attribute(raw, 'note-class') === 'endnote' ? 'endnote' : 'footnote';
    this.enter('note', zone, `${zone} ${this.notes}`);
  }

  private startChange(id: string): void {
    const change = this.changes.get(id);
    if (change === undefined) return;
    change.shown = true;
    if (this.openChanges.size < 100) this.openChanges.set(id, change.deletion);
  }

  /** What a cell held before a change; text of it follows as a paragraph. */
  private cellBefore(raw: string): void {
    this.sink.line(attribute(raw, 'value'), 'tracked-change', 'changed cell');
  }

  private changeMark(raw: string): void {
    const change = this.changes.get(attribute(raw, 'change-id'));
    if (change === undefined || !change.deletion) return;
    change.shown = this.paragraphs.inParagraph;
    if (change.shown) this.paragraphs.text(change.text, 'deleted', this.here.zone, this.here.locator);
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
    ['spreadsheet', (s) => (s.spreadsheet = true)],
    ['chart', (s) => (s.spreadsheet = false)],
    ['table', (s, raw) => s.openTable(raw)],
    ['table-column', (s, raw) => s.spreadsheet && s.sheets.defineColumn(raw)],
    ['table-row', (s, raw) => (s.spreadsheet ? s.sheets.openRow(raw) : s.paragraphs.openRow())],
    ['table-cell', (s, raw, name) => s.openCell(raw, name)],
    ['covered-table-cell', (s, raw, name) => s.openCell(raw, name)],
    ['change-track-table-cell', (s, raw) => s.cellBefore(raw)],
    ['changed-region', (s, raw) => (s.change = attribute(raw, 'id'))],
    ['insertion', (s) => s.changes.set(s.change, { deletion: false, text: '', shown: false })],
    ['deletion', (s) => (s.inDeletion++, s.changes.set(s.change, { deletion: true, text: '', shown: false }))],
    ['change-start', (s, raw) => s.startChange(attribute(raw, 'change-id'))],
    ['change-end', (s, raw) => s.openChanges.delete(attribute(raw, 'change-id'))],
    ['change', (s, raw) => s.changeMark(raw)],
    ['change-info', (s) => s.changeInfos++],
    ['forms', (s) => s.forms++],
    ['user-defined', (s, raw) => (s.userDefined = attribute(raw, 'name'))],
    ['style', (s, raw) => (s.style = attributes(raw).find((each) => each.name === 'name')?.value ?? '')],
    ['text-properties', (s, raw, name) => s.styleProperty(name, raw)],
    ['table-properties', (s, raw, name) => s.styleProperty(name, raw)],
    ['drawing-page-properties', (s, raw, name) => s.styleProperty(name, raw)],
    ['annotation', (s, raw) => s.openComment(raw)],
    ['annotation-end', (s, raw) => s.endComment(attribute(raw, 'name'))],
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
    ['table-row', (s) => (s.spreadsheet ? s.sheets.closeRow() : s.paragraphs.closeRow())],
    ['table-cell', (s) => s.closeCell()],
    ['covered-table-cell', (s) => s.closeCell()],
    ['changed-region', (s) => (s.change = '')],
    ['change-info', (s) => s.changeInfos--],
    ['deletion', (s) => s.inDeletion--],
    ['forms', (s) => s.forms--],
    ['user-defined', (s) => (s.userDefined = '')],
    ['style', (s) => (s.style = '')],
    ['binary-data', (s) => s.endBinary()],
  ];
}

/** Metafiles of LibreOffice (SVM) and Windows (placeable WMF, EMF). */
const isVectors = (bytes: Buffer): boolean =>
  bytes.toString('latin1', 0, 6) === 'VCLMTF' ||
  bytes.toString('hex', 0, 4) === 'd7cdc69a' ||
  bytes.toString('latin1', 40, 44) === ' EMF';

/** The strings of a condition, a line each: the choices of a list, what a cell must hold. Without any, the condition itself. */
function stringsOf(condition: string): string {
  const strings = [...condition.matchAll(/"([^"]{1,1000})"/gu)].map(([, text]) => text);
  return strings.length === 0 ? condition : strings.join('\n');
}

const MAY_HOLD_TEXT =
  /(?:string-value|description|current-value|label|help-text|display-name|expression|condition|alt|href)/u;
const OPEN = new Map(OdfStory.openers);
const CLOSE = new Map(OdfStory.closers);
