/**
 * One XML part of WordprocessingML, PresentationML or DrawingML as text: bodies, headers, notes, slides, charts, diagrams,
 * properties. The namespaces share their element names (p, r, t, tbl, tr, tc), and any other text is handed on too, so one
 * walk reads them all and an element nobody has heard of is not missed.
 */
import type { Zone } from '../../core/category.ts';
import { Decoys } from '../decoys.ts';
import { symbolFont, symbolOf } from '../symbol-fonts.ts';
import { behindDay, DAY_REACH } from './begun-numbers.ts';
import type { Begun } from './begun-numbers.ts';
import { ChartNumbers } from './chart-numbers.ts';
import { ParagraphWriter } from './paragraphs.ts';
import type { RunKind } from './paragraphs.ts';
import type { ListNumbers } from './list-numbers.ts';
import type { Sink } from './sink.ts';
import { BOX_CLOSERS, BOX_OPENERS, SlideBoxes } from './slide-boxes.ts';
import { StoryComments, type CommentsKnown } from './story-comments.ts';
import { StoryFields } from './story-fields.ts';
import { ANCHORS, CHANGES, PAGE, SILENT } from './story-names.ts';
import { StoryNumbers } from './story-numbers.ts';
import { StoryRuns, type Run } from './story-runs.ts';
import { sweepText } from './sweep.ts';
import { FORM_FIELD_NAMES, FORM_FIELD_VALUES, readTextAttributes } from './text-attributes.ts';
import type { WordValues } from './word-values.ts';
import { attribute } from './xml.ts';
import type { XmlHandler } from './xml.ts';

/** Where a part stands in its document. */
export interface StorySetting extends CommentsKnown {
  readonly zone: Zone;
  readonly locator: string;
  /** names of styles whose text is hidden */
  readonly hiddenStyles: ReadonlySet<string>;
  readonly numbering: { tables: number };
  /** where lists of the document begin elsewhere than at one: their numbers */
  readonly lists?: ListNumbers | null;
  /** what fields and content controls show that is kept elsewhere */
  readonly values?: WordValues;
  /** where pages, slides and notes begin to be counted */
  readonly begun?: Begun;
}

const on = (raw: string): boolean => !/^(?:0|false|off)$/iu.test(attribute(raw, 'val'));

/** Reads one part; create a new one for each. */
export class Story implements XmlHandler {
  private readonly sink: Sink;
  private readonly setting: StorySetting;
  private readonly paragraphs: ParagraphWriter;
  private readonly authors = new Set<string>();
  private readonly runs = new StoryRuns();
  private readonly fields: StoryFields;
  private readonly numbers: StoryNumbers;
  private zone: Zone;
  private locator: string;
  private inserted = 0;
  private deleted = 0;
  private textBoxes = 0;
  private formFields = 0;
  private changes = 0;
  private notes = 0;
  private paragraphProperties = 0;
  private rubies = 0;
  private reading = '';
  private fieldData = '';
  private readonly overrides: string[] = [];
  private readonly decoys = new Decoys();
  private readonly chart = new ChartNumbers();
  readonly boxes = new SlideBoxes();
  private readonly comments: StoryComments;
  private propertyName = '';

  constructor(sink: Sink, setting: StorySetting) {
    this.sink = sink;
    this.setting = setting;
    this.zone = setting.zone;
    this.locator = setting.locator;
    this.numbers = new StoryNumbers(setting.lists ?? null);
    this.paragraphs = new ParagraphWriter(sink, setting.numbering);
    this.comments = new StoryComments(setting, this.paragraphs);
    this.fields = new StoryFields(this.numbers, setting.values ?? null, {
      write: (text) => this.write(text, this.kindNow()),
      aside: (text, zone) => this.aside(text, zone ?? this.zone),
      here: () => this.paragraphs.here(),
      showInstead: (text, place) => this.paragraphs.showInstead(text, place),
    });
  }

  open(name: string, raw: string): void {
    OPEN.get(name)?.(this, raw, name);
    if (CHANGES.test(name)) this.changedBy(raw);
    if (this.runs.inProperties && this.isCurrent) this.runs.remember(name, raw);
    if (raw.length < 3) return;
    if (this.formFields > 0 && FORM_FIELD_VALUES.has(name)) {
      const value = attribute(raw, 'val');
      this.aside(value, 'form');
      if (FORM_FIELD_NAMES.has(name)) this.fields.nameField(value);
      this.numbers.formField(name, raw);
    } else readTextAttributes(name, raw, (text, zone) => this.aside(text, zone));
  }

  close(name: string): void {
    CLOSE.get(name)?.(this);
  }

  text(value: string, inside: string): void {
    switch (inside) {
      case 't':
        this.boxes.text(this.runs.inFont(value));
        this.write(this.comments.within(this.runs.inFont(value)), this.kindNow());
        return;
      case 'delText':
        this.write(value, 'deleted');
        return;
      case 'instrText':
      case 'delInstrText':
        if (PAGE.test(value)) this.tellCounted('page');
        this.fields.code(value);
        return;
      case 'fldData':
        this.fieldData += value;
        return;
      case 'formatCode':
        this.chart.code += value;
        return;
      case 'posOffset':
        this.boxes.offset(value);
        return;
      default:
        if (value.trim() === '' || SILENT.has(inside)) return;
        if (this.setting.zone === 'textbox' && ANCHORS.test(inside)) return;
        this.looseText(value, inside);
        if ((inside === 'v' || inside === 'pt') && this.setting.zone === 'chart') this.chart.value(value);
    }
  }

  comment(value: string): void {
    if (/\d{6}/u.test(value)) this.aside(value, 'hidden');
  }

  /** Ends the part. */
  finish(): void {
    this.decoys.finish();
    for (const line of new Set([
      ...this.decoys.lines,
      ...this.numbers.finish(),
      ...this.chart.finish(),
      ...this.boxes.finish(),
    ]))
      this.paragraphs.aside(line, this.zone, this.locator);
    this.paragraphs.finish();
    for (const code of this.fields.unended) this.sink.line(code, 'field', this.locator);
    for (const author of this.authors) this.sink.line(author, 'metadata', 'author of changes');
  }

  /** A reading aid stands above its word, not beside it: it is a text of its own as well. */
  private leaveRuby(): void {
    this.rubies = Math.max(0, this.rubies - 1);
    if (this.rubies > 0) return;
    this.aside(this.reading, 'hidden');
    this.reading = '';
  }

  /** What programs keep in a field beside its code (ECMA-376 part 1, 17.16.20), as reference managers do with whole records. */
  private leaveFieldData(): void {
    const bytes = Buffer.from(this.fieldData, 'base64');
    this.fieldData = '';
    for (const text of sweepText(bytes, this.sink.budget)) this.aside(text, 'field');
  }

  private openParagraph(zone: Zone, name: string): void {
    this.paragraphs.openParagraph(zone, this.locator);
    // what a comment on a cell is about comes behind its author
    if (name === 'p') this.paragraphs.text(this.comments.take(), 'kept', this.zone, this.locator);
  }

  private openComment(raw: string): void {
    Story.note(this, raw, 'comment', 'comment');
    this.comments.open(attribute(raw, 'id'), this.locator);
  }

  private openSlideComment(raw: string): void {
    Story.note(this, raw, 'comment', this.setting.locator);
    this.comments.openOnSlide();
    this.tellWriter(raw);
  }

  private openAnswer(raw: string): void {
    this.comments.again();
    this.tellWriter(raw);
  }

  private tellWriter(raw: string): void {
    this.aside(this.comments.writerOf(attribute(raw, 'authorId')), 'comment');
  }

  /** A number of a page or note is shown here. */
  private tellCounted(what: keyof Begun): void {
    const number = this.setting.begun?.[what] ?? '';
    if (number !== '') this.aside(behindDay(this.paragraphs.lastWords(DAY_REACH, null), number), this.zone);
  }

  private openSimple(code: string): void {
    if (PAGE.test(code)) this.tellCounted('page');
    this.fields.openSimple(code);
  }

  private closeParagraph(): void {
    this.decoys.finish();
    if (this.boxes.isAnchored && this.paragraphs.depth === 1)
      for (const line of this.boxes.finish()) this.aside(line, 'textbox');
    this.paragraphs.closeParagraph();
  }

  private looseText(value: string, inside: string): void {
    if (inside === 'text' && this.paragraphs.inParagraph) this.write(this.comments.within(value), 'kept');
    else if (this.propertyName !== '') {
      this.aside(`${this.propertyName}: ${value}`, 'metadata');
      this.propertyName = '';
    } else {
      // in XML of somebody's own the element says what its number is
      const named = this.setting.zone === 'metadata' && /^\s*\d[\d +-]{5,19}\s*$/u.test(value);
      this.aside(named ? `${inside}: ${value}` : value, this.setting.zone === 'body' ? 'hidden' : this.setting.zone);
    }
  }

  private aside(text: string, zone: Zone): void {
    this.paragraphs.aside(text, zone, this.locator);
  }

  private write(value: string, kind: RunKind): void {
    if (value === '') return;
    if (/[\p{L}\p{N}]/u.test(value) && this.runs.isBlackened)
      this.sink.signal('hidden-data', 'text under black shading', this.zone, this.locator);
    if (this.rubies > 0) this.reading += value;
    if (kind === 'kept' || kind === 'inserted') {
      this.decoys.text(value, () => this.runs.look);
      this.numbers.text(value, this.fields.codeOfResult);
    }
    this.fields.text(value);
    const decoy = kind === 'kept' && this.runs.isWhite && /^[\d\s-]{1,13}$/u.test(value);
    this.paragraphs.text(value, decoy ? 'hidden' : kind, this.zone, this.locator);
  }

  /** Text in the opposite order (ECMA-376 part 1, 17.3.2.3), marked as Unicode marks it. */
  private override(raw: string): void {
    const mark = attribute(raw, 'val') === 'rtl' ? ['\u202e', '\u202c'] : ['', ''];
    this.write(mark[0] ?? '', 'kept');
    this.overrides.push(mark[1] ?? '');
  }

  private kindNow(): RunKind {
    if (this.deleted > 0) return 'deleted';
    if (this.fields.isCode) return 'hidden';
    if (this.rubies > 0 || this.runs.isHidden) return 'hidden';
    return this.inserted > 0 ? 'inserted' : 'kept';
  }

  /** Formatting before a tracked change, or of the mark that ends a paragraph, is no run's. */
  private get isCurrent(): boolean {
    return this.changes === 0 && this.paragraphProperties === 0;
  }

  private runProperty(set: (run: Run) => void): void {
    if (this.isCurrent) this.runs.set(set);
  }

  private openCell(raw: string): void {
    this.paragraphs.openCell();
    this.paragraphs.spanCell(Number(attribute(raw, 'gridSpan')) || 1);
  }

  private static change(story: Story, raw: string, side: 'inserted' | 'deleted'): void {
    story[side]++;
    story.changedBy(raw);
  }

  private changedBy(raw: string): void {
    const name = attribute(raw, 'author');
    if (name !== '' && this.authors.size < 1000) this.authors.add(name);
  }

  private static note(story: Story, raw: string, zone: Zone, word: string): void {
    const type = attribute(raw, 'type');
    if (type === '' || type === 'normal') story.notes++;
    story.zone = zone;
    const reference = attribute(raw, 'ref');
    story.locator = reference !== '' ? `${story.setting.locator}${reference}` : `${word} ${Math.max(1, story.notes)}`;
  }

  private static leaveNote(story: Story): void {
    story.comments.close();
    story.zone = story.setting.zone;
    story.locator = story.setting.locator;
  }

  /** What elements do when they open. A table, so that the walk stays one lookup per tag. */
  static readonly openers: readonly (readonly [string, (story: Story, raw: string, name: string) => void])[] = [
    ['p', (s, _raw, name) => s.openParagraph(s.textBoxes > 0 ? 'textbox' : s.zone, name)],
    ['text', (s, _raw, name) => s.openParagraph(s.zone, name)],
    ['r', (s) => s.runs.begin()],
    ['pPr', (s) => s.paragraphProperties++],
    ['rPr', (s) => (s.runs.inProperties = true)],
    ['tab', (s) => s.paragraphProperties === 0 && s.write('\t', s.kindNow())],
    ['ptab', (s) => s.write('\t', s.kindNow())],
    ['br', (s) => s.write('\n', s.kindNow())],
    ['cr', (s) => s.write('\n', s.kindNow())],
    ['noBreakHyphen', (s) => s.write('-', s.kindNow())],
    ['sym', (s, raw) => s.write(symbolOf(attribute(raw, 'char'), attribute(raw, 'font')), s.kindNow())],
    [
      'rFonts',
      (s, raw) => s.runProperty((run) => (run.font = symbolFont(attribute(raw, 'ascii') || attribute(raw, 'hAnsi')))),
    ],
    ['latin', (s, raw) => s.runProperty((run) => (run.font = symbolFont(attribute(raw, 'typeface'))))],
    ['ins', (s, raw) => Story.change(s, raw, 'inserted')],
    ['moveTo', (s, raw) => Story.change(s, raw, 'inserted')],
    ['del', (s, raw) => Story.change(s, raw, 'deleted')],
    ['moveFrom', (s, raw) => Story.change(s, raw, 'deleted')],
    ['rPrChange', (s) => s.changes++],
    ['pPrChange', (s) => s.changes++],
    ['vanish', (s, raw) => s.runProperty((run) => (run.hidden = on(raw)))],
    ['webHidden', (s, raw) => s.runProperty((run) => (run.hidden ||= on(raw)))],
    ['rStyle', (s, raw) => s.runProperty((run) => (run.hidden ||= s.setting.hiddenStyles.has(attribute(raw, 'val'))))],
    ['color', (s, raw) => s.runProperty((run) => (run.colour = attribute(raw, 'val')))],
    ['highlight', (s, raw) => s.runProperty((run) => (run.highlight = attribute(raw, 'val')))],
    ['shd', (s, raw) => s.runProperty((run) => (run.shading = attribute(raw, 'fill')))],
    ['fldChar', (s, raw) => s.fields.mark(attribute(raw, 'fldCharType'))],
    ['ffData', (s) => s.formFields++],
    ['ddList', (s, raw, name) => s.numbers.formField(name, raw)],
    ['result', (s, raw, name) => s.formFields > 0 && s.numbers.formField(name, raw)],
    ['fldSimple', (s, raw) => s.openSimple(attribute(raw, 'instr'))],
    ['fld', (s, raw) => raw.includes('slidenum') && s.tellCounted('page')],
    ['footnoteReference', (s) => s.tellCounted('note')],
    ['endnoteReference', (s) => s.tellCounted('note')],
    ['numId', (s, raw, name) => s.listProperty(name, raw)],
    ['ilvl', (s, raw, name) => s.listProperty(name, raw)],
    ['pStyle', (s, raw, name) => s.listProperty(name, raw)],
    ['buAutoNum', (s, raw) => s.numbers.bullet(raw)],
    ['pgNumType', (s, raw) => s.numbers.page(attribute(raw, 'start'))],
    ['sdt', (s) => s.fields.openControl()],
    ['alias', (s, raw) => s.fields.nameControl(attribute(raw, 'val'))],
    ['tag', (s, raw) => s.fields.nameControl(attribute(raw, 'val'))],
    ['dataBinding', (s, raw) => s.fields.bind(attribute(raw, 'xpath'))],
    ['sdtContent', (s) => s.fields.openContent()],
    ['dropDownList', (s, raw) => s.numbers.lastValue(raw)],
    ['comboBox', (s, raw) => s.numbers.lastValue(raw)],
    ['rt', (s) => s.rubies++],
    ['bdo', (s, raw) => s.override(raw)],
    ['txbxContent', (s) => s.textBoxes++],
    ['tbl', (s) => s.paragraphs.openTable()],
    ['tr', (s) => s.paragraphs.openRow()],
    ['tc', (s, raw) => s.openCell(raw)],
    ['gridSpan', (s, raw) => s.paragraphs.spanCell(Number(attribute(raw, 'val')) || 1)],
    ['AlternateContent', (s) => s.paragraphs.openAlternatives()],
    ['Fallback', (s) => s.paragraphs.openFallback()],
    ['footnote', (s, raw) => Story.note(s, raw, 'footnote', 'footnote')],
    ['endnote', (s, raw) => Story.note(s, raw, 'endnote', 'endnote')],
    ['comment', (s, raw) => s.openComment(raw)],
    ['commentRangeStart', (s, raw) => s.comments.begin(attribute(raw, 'id'))],
    ['commentRangeEnd', (s, raw) => s.comments.note(attribute(raw, 'id'))],
    ['commentReference', (s, raw) => s.comments.note(attribute(raw, 'id'))],
    ['threadedComment', (s, raw) => s.openComment(raw)],
    ['cm', (s, raw) => s.openSlideComment(raw)],
    ['reply', (s, raw) => s.openAnswer(raw)],
    ['bookmarkStart', (s, raw) => s.bookmark(raw)],
    ['bookmarkEnd', (s, raw) => s.fields.references.end(attribute(raw, 'id'))],
    ['lvlText', (s, raw) => s.numberFormat(attribute(raw, 'val'))],
    ['property', (s, raw) => (s.propertyName = attribute(raw, 'name'))],
    ['bidiVisual', (s, raw) => s.paragraphs.turnColumns(on(raw))],
    ['numCache', (s) => (s.chart.code = '')],
    ['numLit', (s) => (s.chart.code = '')],
    ['lvl', (s, raw) => (s.chart.code = attribute(raw, 'formatCode'))],
    ['pt', (s, raw) => s.chart.point(raw)],
    ['numFmt', (s, raw) => s.chart.label(raw)],
  ];

  /** What elements do when they close. */
  static readonly closers: readonly (readonly [string, (story: Story) => void])[] = [
    ['p', (s) => s.closeParagraph()],
    ['text', (s) => s.paragraphs.closeParagraph()],
    ['r', (s) => s.runs.end()],
    ['pPr', (s) => s.leaveParagraphProperties()],
    ['sdt', (s) => s.fields.closeControl()],
    ['fldSimple', (s) => s.fields.closeSimple()],
    ['rPr', (s) => (s.runs.inProperties = false)],
    ['ins', (s) => s.inserted--],
    ['moveTo', (s) => s.inserted--],
    ['del', (s) => s.deleted--],
    ['moveFrom', (s) => s.deleted--],
    ['rPrChange', (s) => s.changes--],
    ['pPrChange', (s) => s.changes--],
    ['ffData', (s) => s.formFields--],
    ['rt', (s) => s.leaveRuby()],
    ['fldData', (s) => s.leaveFieldData()],
    ['bdo', (s) => s.write(s.overrides.pop() ?? '', 'kept')],
    ['txbxContent', (s) => s.textBoxes--],
    ['tbl', (s) => s.paragraphs.closeTable()],
    ['tr', (s) => s.paragraphs.closeRow()],
    ['tc', (s) => s.paragraphs.closeCell()],
    ['AlternateContent', (s) => s.paragraphs.closeAlternatives()],
    ['footnote', (s) => Story.leaveNote(s)],
    ['endnote', (s) => Story.leaveNote(s)],
    ['comment', (s) => Story.leaveNote(s)],
    ['threadedComment', (s) => Story.leaveNote(s)],
    ['cm', (s) => Story.leaveNote(s)],
    ['reply', (s) => s.comments.again()],
    ['property', (s) => (s.propertyName = '')],
  ];

  private listProperty(name: string, raw: string): void {
    if (this.changes === 0) this.numbers.property(name, raw);
  }

  private leaveParagraphProperties(): void {
    this.paragraphProperties = Math.max(0, this.paragraphProperties - 1);
    if (this.paragraphProperties === 0) this.write(this.numbers.endProperties(), 'kept');
  }

  /** Word's own bookmarks (_Toc, _Ref, _Hlk) are running numbers of nine digits. */
  private bookmark(raw: string): void {
    const name = attribute(raw, 'name');
    this.fields.references.begin(attribute(raw, 'id'), name);
    if (!/^_(?:Toc|Ref|Hlk|GoBack|Hlt|PERMANENT)/u.test(name)) this.aside(name, 'bookmark');
  }

  private numberFormat(format: string): void {
    if (/\p{L}{3}|\d{4}/u.test(format.replace(/%\d/gu, ''))) this.aside(format, 'metadata');
  }
}

const OPEN = new Map([
  ...Story.openers,
  ...BOX_OPENERS.map(([name, open]) => [name, (s: Story, raw: string) => open(s.boxes, raw, name)] as const),
]);
const CLOSE = new Map([
  ...Story.closers,
  ...BOX_CLOSERS.map(([name, close]) => [name, (s: Story) => close(s.boxes)] as const),
]);
