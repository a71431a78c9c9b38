/** The elements and texts of one HTML document as streams of text; see html.ts. */
import type { CellPlace, ExtractedText } from '../../core/text.ts';
import type { Zone } from '../../core/category.ts';
import { AttributeTexts } from './attribute-texts.ts';
import type { View } from './cascade.ts';
import { BLOCKS, CLOSES, endsLine, OUTSIDE_CELLS, VOID } from './elements.ts';
import { Flow, CONTEXT_LENGTH, type FlowPlace } from './flow.ts';
import { ROOT, type Frame, type Table } from './frame.ts';
import { impliedBefore, isOutsideBody } from './implied.ts';
import { inlineStyles } from './inline-style.ts';
import type { Nodes } from './nodes.ts';
import { OpenFrames } from './open-frames.ts';
import type { GridNames } from './places.ts';
import type { StyleRules } from './rules.ts';
import { stripTags } from './script.ts';
import { ShownOtherwise, type Layout } from './shown-otherwise.ts';
import { Styling } from './styling.ts';
import { inSymbols } from '../symbol-fonts.ts';
import type { Document, EmbeddedFile } from '../format.ts';

/** More text than this that style generates is not read: a short rule may repeat it at every element. */
const MOST_GENERATED = 1_000_000;

const NO_ATTRIBUTES: ReadonlyMap<string, string> = new Map();
/** A document may be read more than once. */
export interface Reading {
  /** its elements, from an earlier reading */
  readonly known: Nodes | null;
  /** which of several declarations of style is believed */
  readonly view: View;
  /** nothing is put in that is left out */
  readonly xml: boolean;
  /** of the document's grids */
  readonly names: GridNames;
  readonly layout: Layout;
}

/** Reads one document. */
export class HtmlReader {
  readonly styling: Styling;
  private readonly visible = new Flow();
  private readonly hidden = new Flow();
  private readonly attributeFlow = new Flow();
  private readonly aside = new Flow();
  private readonly shown: ShownOtherwise;
  private readonly attributes: AttributeTexts;
  private readonly opening: OpenFrames;
  private readonly frames: Frame[] = [ROOT];
  /** how many open elements have a name: an end tag without its element is told at once */
  private readonly openCount = new Map<string, number>();
  private readonly tables: Table[] = [];
  private readonly sources: string[];
  private readonly implies: boolean;
  private tableCount = 0;
  private lastWasHidden = false;
  /** a visible line ended since the last hidden text */
  private lineEnded = false;
  private raw: 'script' | 'style' | null = null;
  private rawType = '';
  private rawText: string[] = [];
  private generatedLeft = MOST_GENERATED;

  /**
   * @param sources where documents inside this one are put
   * @param reading which of several of the same document it is
   */
  constructor(rules: StyleRules, sources: string[], { known, view, xml, names, layout }: Reading) {
    const styleOf = inlineStyles(names);
    this.implies = rules.active && !xml;
    this.styling = new Styling(rules, known, view);
    this.opening = new OpenFrames(rules, this.styling, styleOf);
    this.shown = new ShownOtherwise(layout);
    this.sources = sources;
    this.attributes = new AttributeTexts({
      flow: this.attributeFlow,
      shown: this.shown,
      styleOf,
      place: (frame, zone) => this.place(frame, zone),
      sources,
    });
  }

  get embedded(): readonly EmbeddedFile[] {
    return this.attributes.embedded;
  }

  /** A script writes text, or style more of it than is read. */
  get ambiguous(): boolean {
    return this.attributes.ambiguous || this.styling.spent || this.shown.spent || this.generatedLeft < 0;
  }

  finish(document: Document): ExtractedText[] {
    if (this.raw !== null) this.endRaw();
    while (this.frames.length > 1) this.pop();
    for (const table of this.tables.splice(0).reverse()) this.showInFront(table);
    const { lines, cut } = this.shown.finish();
    for (const line of lines) this.besides(line);
    // of a column of codes, each of them cut, a few are numbers of people by chance: as a column they are seen for what they are
    for (const [row, line] of [...cut].entries()) this.besides(line, { table: this.tableCount, row, column: 0 });
    return [this.visible, this.hidden, this.attributeFlow, this.aside].flatMap((flow) => flow.build(document) ?? []);
  }

  open(name: string, attributes: ReadonlyMap<string, string>, selfClosing: boolean): void {
    if (this.raw !== null) return;
    this.openImplied(name);
    this.closeImplied(name);
    const frame = this.opening.open(name, attributes, this.top);
    this.attributes.read(attributes, frame);
    this.shown.tag(frame);
    if (name === 'script' || name === 'style') {
      this.raw = name;
      this.rawType = (attributes.get('type') ?? '').toLowerCase();
      this.rawText = [];
      return;
    }
    this.startLayout(name, frame);
    this.styling.count(name, attributes, frame.styled, this.frames.length);
    this.frames.push(frame);
    this.shown.entered(frame, this.frames.length);
    if (name === 'li' && frame.styled.node !== null)
      this.putGenerated(this.styling.mark(attributes, frame.styled, this.frames.length + 1), frame);
    this.generate('before', frame);
    if (name === 'q') this.putQuote(frame, 0);
    if (VOID.has(name) || (selfClosing && name.includes(':'))) {
      this.generate('after', frame);
      this.shown.left(this.frames.length);
      this.frames.pop();
      return;
    }
    this.shown.opened(frame, this.frames.length);
    this.openCount.set(name, (this.openCount.get(name) ?? 0) + 1);
  }

  close(name: string): void {
    if (this.raw !== null) {
      if (name === this.raw) this.endRaw();
      return;
    }
    if (!this.hasOpen(name)) {
      if (name === 'br' || name === 'p') this.flowOf(this.top).block();
      return;
    }
    // a table cell keeps inline end tags that belong outside it from closing the table
    while (this.frames.length > 1) {
      const closed = this.top.name;
      this.pop();
      if (closed === name) break;
    }
  }

  text(text: string): void {
    if (this.raw !== null) {
      this.rawText.push(text);
      return;
    }
    if (this.implies && text.trim() !== '') this.openImplied('');
    this.shown.source(text);
    this.styling.hasText(this.top.styled);
    const table = this.tables[this.tables.length - 1];
    if (table !== undefined && OUTSIDE_CELLS.has(this.top.name) && text.trim() !== '') table.moved += text;
    this.put(text, this.top);
  }

  comment(text: string): void {
    if (text.trim() === '') return;
    // conditional comments of Outlook hold whole pieces of HTML: read as text without their tags
    const conditional = /^\[if[^\]]{0,200}\]>([^]*)<!\[endif\]$/i.exec(text.trim())?.[1];
    const inner = conditional ?? text;
    const shown = /[<>]/.test(inner) ? stripTags(inner) : inner;
    this.hidden.block();
    // Outlook shows it in the middle of what stands around it
    if (conditional !== undefined) this.hidden.text(this.visible.context, this.place(this.top, 'hidden'), false);
    this.hidden.text(shown, this.place(this.top, 'hidden'), false);
    if (conditional === undefined) this.hidden.block();
    else this.lastWasHidden = true;
    if (text.includes('<')) this.sources.push(text);
  }

  other(text: string): void {
    if (/^\s*!?doctype/i.test(text) && !/\d{6}/.test(text)) return;
    if (/^\s*\?xml/i.test(text) || /^!?\[(?:if|endif)/i.test(text)) return;
    this.comment(text);
  }

  private get top(): Frame {
    return this.frames[this.frames.length - 1] ?? ROOT;
  }

  /** Puts in what style generates at the open element. */
  private generate(pseudo: 'before' | 'after', frame: Frame): void {
    if (frame.styled.node === null) return;
    if (this.generatedLeft < 0) return;
    const text = this.styling.generate(pseudo, frame.attributes, frame.styled, this.frames.length + 1);
    this.putGenerated(text, frame);
  }

  private putGenerated(text: string, frame: Frame): void {
    this.generatedLeft -= text.length;
    if (this.generatedLeft >= 0 && text !== '') this.put(text, frame);
  }

  /** The marks of a q element, where style makes digits of them. */
  private putQuote(frame: Frame, which: 0 | 1): void {
    const mark = this.styling.quote(which === 1, frame.styled);
    if (/\d/.test(mark)) this.put(mark, frame);
  }

  private openImplied(name: string): void {
    if (!this.implies || !isOutsideBody(this.top.name)) return;
    for (const tag of impliedBefore(name, (open) => this.hasOpen(open))) {
      if (tag === '/head') this.close('head');
      else this.open(tag, NO_ATTRIBUTES, false);
    }
  }

  private hasOpen(name: string): boolean {
    return (this.openCount.get(name) ?? 0) > 0;
  }

  private closeImplied(name: string): void {
    const closed = CLOSES.get(name);
    if (closed === undefined) return;
    while (this.frames.length > 1 && closed.includes(this.top.name)) this.pop();
  }

  private pop(): void {
    const frame = this.frames.pop();
    if (frame === undefined) return;
    this.shown.endTag(frame, this.frames.length + 1);
    const count = (this.openCount.get(frame.name) ?? 1) - 1;
    if (count === 0) this.openCount.delete(frame.name);
    else this.openCount.set(frame.name, count);
    if (frame.name === 'q') this.putQuote(frame, 1);
    this.generate('after', frame);
    this.shown.left(this.frames.length + 1);
    const flow = this.flowOf(frame);
    if (!frame.hidden && !frame.beside && endsLine(frame.name)) {
      this.lineEnded = true;
      this.shown.lineEnds(frame);
    }
    if (frame.name === 'td' || frame.name === 'th') flow.dropBreaks();
    else if (frame.name === 'tr') flow.rowEnd(this.place(frame, frame.hidden ? 'hidden' : 'body'));
    else if (frame.name === 'table') {
      this.showInFront(this.tables.pop());
      flow.block();
    } else if (BLOCKS.has(frame.name)) flow.block(frame.beside);
  }

  private showInFront(table: Table | undefined): void {
    if (table !== undefined && /\d/.test(table.moved)) this.besides(table.before + table.moved);
  }

  /** A line that is shown otherwise than it stands in the source. */
  private besides(line: string, cell = this.cell()): void {
    this.aside.text(line, { ...this.place(ROOT, 'body'), cell }, false);
    this.aside.block();
  }

  private startLayout(name: string, frame: Frame): void {
    const flow = this.flowOf(frame);
    if (endsLine(name)) {
      this.shown.lineBegins(frame);
      if (!frame.hidden && !frame.beside) this.lineEnded = true;
    }
    const table = this.tables[this.tables.length - 1];
    if (name === 'br') flow.lineBreak(this.place(frame, frame.hidden ? 'hidden' : 'body'));
    else if (name === 'table') {
      const before = flow.context;
      flow.block();
      this.tables.push({ number: this.tableCount++, before, moved: '', row: -1, column: -1 });
    } else if (name === 'tr') {
      flow.block();
      if (table !== undefined) {
        table.row++;
        table.column = -1;
      }
    } else if (name === 'td' || name === 'th') {
      if (table === undefined) flow.block();
      else {
        if (table.row < 0) table.row = 0;
        if (table.column >= 0) flow.cellEnd(this.place(frame, frame.hidden ? 'hidden' : 'body'));
        table.column++;
      }
    } else if (BLOCKS.has(name)) flow.block(frame.beside);
  }

  private cell(): CellPlace | null {
    const table = this.tables[this.tables.length - 1];
    if (table === undefined || table.row < 0) return null;
    return { table: table.number, row: table.row, column: Math.max(0, table.column) };
  }

  private place(frame: Frame, zone: Zone): FlowPlace {
    return {
      zone,
      quoted: frame.quoted || this.opening.quotedToEnd,
      cell: zone === 'body' || zone === 'hidden' ? this.cell() : null,
    };
  }

  private flowOf(frame: Frame): Flow {
    return frame.hidden ? this.hidden : this.visible;
  }

  private put(written: string, frame: Frame): void {
    let text = frame.font === null ? written : inSymbols(written, frame.font);
    this.shown.text(text, frame);
    if (frame.reversed && text.trim() !== '') text = `\u202e${text}\u202c`;
    if (!frame.hidden) {
      // "81<hidden>1218</hidden>-9876": the hidden stream repeats what stands directly around hidden text
      if (this.lastWasHidden && text.trim() !== '') {
        if (!this.lineEnded)
          this.hidden.text(apart(this.hidden.tail, text.slice(0, CONTEXT_LENGTH)), this.place(frame, 'hidden'), false);
        this.hidden.block();
        this.lastWasHidden = false;
      }
      this.visible.text(text, this.place(frame, 'body'), frame.preserve);
      return;
    }
    if (text.trim() !== '' && !this.lastWasHidden) {
      this.hidden.block();
      const before = this.visible.context;
      this.hidden.text(before, this.place(frame, 'hidden'), false);
      this.lastWasHidden = true;
      text = apart(before, text);
    }
    this.lineEnded = false;
    this.hidden.text(text, this.place(frame, 'hidden'), frame.preserve);
  }

  private endRaw(): void {
    if (this.raw !== null) this.attributes.raw(this.raw, this.rawType, this.rawText.join(''));
    this.raw = null;
    this.rawText = [];
  }
}

/** Where a number would run into a word, a blank keeps it whole: hidden text is put together with what stands around it for split numbers only. */
function apart(before: string, text: string): string {
  const meets = /\d$/.test(before) ? /^\p{L}/u.test(text) : /\p{L}$/u.test(before) && /^\d/.test(text);
  return meets ? ` ${text}` : text;
}
