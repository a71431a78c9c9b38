/** The elements and texts of one HTML document as streams of text; see html.ts. */
import type { CellPlace, ExtractedText } from '../../core/text.ts';
import type { Zone } from '../../core/category.ts';
import { Decoys } from '../decoys.ts';
import {
  BLOCKS,
  CLOSES,
  kindOf,
  LINK_ATTRIBUTES,
  NEVER_SHOWN,
  QUOTE_MARKS,
  QUOTE_STARTS,
  SHOWN_ATTRIBUTES,
  TECHNICAL_ATTRIBUTES,
  VOID,
} from './elements.ts';
import { ROOT, type Frame, type Table } from './frame.ts';
import { Edges } from './edges.ts';
import { Flow, CONTEXT_LENGTH, type FlowPlace } from './flow.ts';
import { glyphsOf, Pieces } from './pieces.ts';
import { IN_FRONT, mergedPlaces, placesOfAttributes, placesOfName, type GridNames, type Places } from './places.ts';
import { decodeDataUri, link, stripTags, stylePictures, writesText } from './script.ts';
import type { View } from './cascade.ts';
import { LinesBeside } from './lines-beside.ts';
import { PictureNames } from './picture-names.ts';
import { impliedBefore, isOutsideBody } from './implied.ts';
import { inlineStyles, type InlineStyle } from './inline-style.ts';
import { ShadowRoots } from './shadow.ts';
import { ShownInHtml } from './shown.ts';
import { keysOf, positionOf, type StyleRules } from './rules.ts';
import { backgroundOf, hides, unescapeCss } from './style.ts';
import { Styling } from './styling.ts';
import type { Nodes } from './nodes.ts';
import type { Document, EmbeddedFile } from '../format.ts';

/** More text than this that style generates is not read: a short rule may repeat it at every element. */
const MOST_GENERATED = 1_000_000;

const NO_ATTRIBUTES: ReadonlyMap<string, string> = new Map();
/** What a document has besides the order of its source. */
export interface Layout {
  /** boxes stand beside each other */
  readonly beside: boolean;
  /** text is set in columns */
  readonly columns: boolean;
}

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
  /** style or markup that matches BESIDE, and COLUMNS */
  readonly layout: Layout;
}

/** Reads one document. */
export class HtmlReader {
  readonly embedded: EmbeddedFile[] = [];
  ambiguous = false;
  private readonly styleOf: (style: string) => InlineStyle;
  private readonly visible = new Flow();
  private readonly hidden = new Flow();
  private readonly attributes = new Flow();
  private readonly aside = new Flow();
  private readonly pieces: Pieces;
  private readonly decoys = new Decoys();
  private readonly edges = new Edges();
  private readonly pictures = new PictureNames();
  private readonly besideLines: LinesBeside;
  /** an element may have many attributes, and many pieces of text */
  private readonly kinds = new WeakMap<Frame, string>();
  private readonly frames: Frame[] = [ROOT];
  /** how many open elements have a name: an end tag without its element is told at once */
  private readonly openCount = new Map<string, number>();
  private readonly tables: Table[] = [];
  private readonly rules: StyleRules;
  private readonly sources: string[];
  readonly styling: Styling;
  private readonly shadows = new ShadowRoots();
  private readonly shown = new ShownInHtml();
  private tableCount = 0;
  private quotedToEnd = false;
  private lastWasHidden = false;
  /** a visible line ended since the last hidden text */
  private lineEnded = false;
  private raw: 'script' | 'style' | null = null;
  private rawType = '';
  private rawText: string[] = [];
  private generatedLeft = MOST_GENERATED;
  private readonly implies: boolean;
  private readonly layout: Layout;

  /**
   * @param sources where documents inside this one are put
   * @param reorders its style matches REORDERS
   * @param reading which of several of the same document it is
   */
  constructor(rules: StyleRules, sources: string[], reorders: boolean, { known, view, xml, names, layout }: Reading) {
    this.layout = layout;
    this.besideLines = new LinesBeside(layout.columns);
    this.styleOf = inlineStyles(names);
    this.rules = rules;
    this.implies = rules.active && !xml;
    this.styling = new Styling(rules, known, view);
    this.pieces = new Pieces(reorders);
    this.sources = sources;
  }

  finish(document: Document): ExtractedText[] {
    if (this.raw !== null) this.endRaw();
    while (this.frames.length > 1) this.pop();
    if (this.styling.spent) this.ambiguous = true;
    this.pieces.finish();
    this.decoys.finish();
    this.edges.line();
    this.pictures.finish();
    for (const table of this.tables.splice(0).reverse()) this.showInFront(table);
    const lines = [
      this.pieces.lines,
      this.decoys.lines,
      this.edges.lines,
      this.pictures.lines,
      this.besideLines.lines,
      this.shadows.finish(),
      this.shown.finish(),
    ];
    for (const line of new Set(lines.flatMap((each) => [...each]))) this.besides(line);
    return [this.visible, this.hidden, this.attributes, this.aside].flatMap((flow) => flow.build(document) ?? []);
  }

  open(name: string, attributes: ReadonlyMap<string, string>, selfClosing: boolean): void {
    if (this.raw !== null) return;
    this.openImplied(name);
    this.closeImplied(name);
    const parent = this.top;
    const keys = keysOf(this.rules, name, attributes);
    const frame = this.frameOf(name, attributes, parent, keys);
    this.readAttributes(attributes, frame);
    this.shown.opened(name, attributes);
    if (PICTURE.test(name) && !frame.hidden)
      this.pictures.picture(attributes.get('src') ?? attributes.get('href') ?? '');
    if (name === 'script' || name === 'style') {
      this.raw = name;
      this.rawType = (attributes.get('type') ?? '').toLowerCase();
      this.rawText = [];
      return;
    }
    this.startLayout(name, frame);
    this.styling.count(name, attributes, frame.styled, this.frames.length);
    this.frames.push(frame);
    this.besideLines.opened(this.frames.length, !VOID.has(name) && (CELL.test(name) || (this.layout.beside && (frame.beside || BLOCKS.has(name))))); // prettier-ignore
    if (name === 'li' && frame.styled.node !== null)
      this.putGenerated(this.styling.mark(attributes, frame.styled, this.frames.length + 1), frame);
    this.generate('before', frame);
    if (name === 'q') this.putQuote(frame, 0);
    if (VOID.has(name) || (selfClosing && name.includes(':'))) {
      this.generate('after', frame);
      this.besideLines.closed(this.frames.length);
      this.frames.pop();
      return;
    }
    this.shadows.opened(name, attributes, this.frames.length, endsLine(name));
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
    this.shadows.text(text);
    this.shown.text(text);
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

  private frameOf(
    name: string,
    attributes: ReadonlyMap<string, string>,
    parent: Frame,
    keys: readonly string[],
  ): Frame {
    const style = this.styleOf(attributes.get('style') ?? '');
    const colour = attributes.get('bgcolor');
    const id = attributes.get('id') ?? '';
    const classes = attributes.get('class') ?? '';
    const styled = this.styling.enter(name, attributes, parent.styled, style.declared);
    const background =
      style.background ?? (colour === undefined ? null : backgroundOf(`background:${colour}`)) ?? parent.background;
    const hidden =
      parent.hidden ||
      NEVER_SHOWN.has(name) ||
      attributes.has('hidden') ||
      (name === 'dialog' && !attributes.has('open')) ||
      style.hides(background) ||
      (name === 'font' && hides(`color:${attributes.get('color') ?? 'inherit'}`, background)) ||
      (name === 'input' && attributes.get('type')?.toLowerCase() === 'hidden') ||
      keys.some((selector) => this.rules.hidden.has(selector));
    if (id !== '' && QUOTE_STARTS.test(id)) this.quotedToEnd = true;
    const quoted =
      parent.quoted ||
      this.quotedToEnd ||
      (name === 'blockquote' && (attributes.get('type') === 'cite' || attributes.has('cite'))) ||
      (classes !== '' && QUOTE_MARKS.test(classes)) ||
      (id !== '' && QUOTE_MARKS.test(id)) ||
      (name === 'div' && style.line === 'original');
    if (name === 'div' && quoted && !parent.quoted && style.line !== null) this.quotedToEnd = true;
    return {
      name,
      hidden,
      quoted,
      preserve: name === 'pre' || name === 'textarea' || (parent.preserve && name !== 'table') || style.preserve,
      background,
      styled,
      attributes,
      glyphs: glyphsOf(name, attributes.get('x')) ?? parent.glyphs,
      // LibreOffice writes a cell's note so, in front of its text
      beside: style.beside || name === 'comment',
      reversed: style.reversed || (name === 'bdo' && attributes.get('dir')?.toLowerCase() === 'rtl'),
      places: placesIn(
        parent,
        style.places,
        placesOfAttributes(attributes),
        styled === parent.styled ? null : styled.places,
        positionOf(this.rules, keys),
        placesOfName(name) ?? (OUTSIDE_CELLS.has(parent.name) && !IN_TABLE.test(name) ? IN_FRONT : null),
      ),
      struck: parent.struck || /^(?:del|s|strike)$/.test(name),
    };
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
    if (this.generatedLeft < 0) this.ambiguous = true;
    else if (text !== '') this.put(text, frame);
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
    this.shadows.closed(this.frames.length);
    const frame = this.frames.pop();
    if (frame === undefined) return;
    this.shown.closed(frame.name);
    const count = (this.openCount.get(frame.name) ?? 1) - 1;
    if (count === 0) this.openCount.delete(frame.name);
    else this.openCount.set(frame.name, count);
    if (frame.name === 'q') this.putQuote(frame, 1);
    this.generate('after', frame);
    this.besideLines.closed(this.frames.length + 1);
    const flow = this.flowOf(frame);
    if (!frame.hidden && !frame.beside && endsLine(frame.name)) {
      this.lineEnded = true;
      this.edges.line();
      this.besideLines.line(false);
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
  private besides(line: string): void {
    this.aside.text(line, this.place(ROOT, 'body'), false);
    this.aside.block();
  }

  private startLayout(name: string, frame: Frame): void {
    const flow = this.flowOf(frame);
    if (endsLine(name)) {
      this.pieces.gap();
      if (!frame.hidden) this.besideLines.line(name === 'br');
      if (!frame.hidden && !frame.beside) {
        this.decoys.finish();
        this.edges.line();
        this.lineEnded = true;
      }
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
      quoted: frame.quoted || this.quotedToEnd,
      cell: zone === 'body' || zone === 'hidden' ? this.cell() : null,
    };
  }

  private flowOf(frame: Frame): Flow {
    return frame.hidden ? this.hidden : this.visible;
  }

  private kindOf(frame: Frame): string {
    const kind = this.kinds.get(frame) ?? kindOf(frame.name, frame.attributes);
    this.kinds.set(frame, kind);
    return kind;
  }

  private put(text: string, frame: Frame): void {
    if (frame.struck || frame.hidden) this.pieces.gap();
    else if (frame.glyphs === null) this.pieces.text(text, OUTSIDE_CELLS.has(frame.name) ? IN_FRONT : frame.places);
    else this.pieces.glyphs(text, frame.glyphs);
    if (!frame.hidden && !frame.struck) {
      this.decoys.text(text, () => this.kindOf(frame));
      this.edges.text(text);
      this.pictures.text(text);
      this.besideLines.text(text);
    }
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
    const text = this.rawText.join('');
    const kind = this.raw;
    this.raw = null;
    this.rawText = [];
    if (text.trim() === '') return;
    const data = /json|template|text\/(?:x-)?(?:html|plain|xml)/.test(this.rawType);
    if (kind === 'script' && !data && writesText(text)) this.ambiguous = true;
    if (kind === 'script' && /template|html/.test(this.rawType)) this.sources.push(text);
    if (kind === 'style') for (const file of stylePictures(text)) this.embed(file, ROOT);
    this.attributes.block();
    this.attributes.text(kind === 'style' ? unescapeCss(text) : text, this.place(ROOT, 'script'), true);
    this.attributes.block();
  }

  private readAttributes(attributes: ReadonlyMap<string, string>, frame: Frame): void {
    for (const [key, value] of attributes) {
      if (value.trim() === '') continue;
      const zone = SHOWN_ATTRIBUTES.get(key);
      if (PIECES.test(key) || (key === 'title' && PICTURE.test(frame.name) && !attributes.has('alt')))
        this.pieces.aside(keycaps(value), frame.places);
      if (/^data:/i.test(value.slice(0, 20).trimStart())) {
        const file = decodeDataUri(value.trim());
        if (file !== null) this.embed(file, frame);
      } else if (key === 'srcdoc') {
        this.sources.push(value);
        if (value.length <= LONGEST_INNER) this.pieces.aside(stripTags(value), frame.places);
      } else if (key.startsWith('on') || /^\s*(?:javascript|vbscript)\s*:/i.test(value)) {
        if (writesText(value)) this.ambiguous = true;
        this.attribute(value, 'script', frame);
      } else if (LINK_ATTRIBUTES.has(key)) this.attribute(link(value), 'link', frame);
      else if (zone !== undefined && !(key === 'content' && attributes.has('http-equiv')))
        this.attribute(value, zone, frame);
      else if (key === 'style') {
        for (const file of stylePictures(value)) this.embed(file, frame);
        if (this.styleOf(value).telling) this.attribute(unescapeCss(value), 'script', frame);
      } else if (!TECHNICAL_ATTRIBUTES.test(key)) this.attribute(value, 'attribute', frame);
    }
  }

  /** A picture or document in an address: its digits may be a piece of a number that its neighbours complete. */
  private embed(file: EmbeddedFile, { places }: Frame): void {
    this.embedded.push(file);
    if (file.bytes.length <= LONGEST_INNER && /svg|html|text|xml/.test(file.declaredType ?? ''))
      this.pieces.aside(stripTags(file.bytes.toString('utf8')), places);
  }

  private attribute(value: string, zone: Zone, frame: Frame): void {
    this.attributes.block();
    this.attributes.text(value, this.place(frame, zone), false);
    this.attributes.block();
  }
}

/** Text directly in these belongs to no cell. */
const OUTSIDE_CELLS: ReadonlySet<string> = new Set(['table', 'tbody', 'thead', 'tfoot', 'tr']);

/** Elements that stand in a table outside its cells. */
const IN_TABLE = /^(?:t(?:able|body|head|foot|r|d|h)|caption|col(?:group)?)$/;

/** Where an element stands: what is said of it, and of those around it. Of nearly all elements nothing is. */
const placesIn = (parent: Frame, ...said: readonly (Places | null)[]): Places | null =>
  said.some((one) => one !== null) ? mergedPlaces([...said, parent.places]) : parent.places;

const CELL = /^t[dh]$/;
const PICTURE = /^(?:img|image)$/;
/** Attributes whose values stand beside each other as pieces of a number. */
const PIECES = /^(?:alt|value|placeholder|label|start)$/;
/** A document or drawing that holds a piece of a number and little else. */
const LONGEST_INNER = 4_000;

/** Digits as mail programs write them for pictures of keys, and the sign for minus that goes with them. */
const keycaps = (text: string): string =>
  /[\u20e3\u2796]/.test(text) ? text.replace(/\ufe0f?\u20e3/g, '').replaceAll('\u2796', '-') : text;

const endsLine = (name: string): boolean => name === 'br' || name === 'td' || name === 'th' || BLOCKS.has(name);

/** Where a number would run into a word, a blank keeps it whole: hidden text is put together with what stands around it for split numbers only. */
function apart(before: string, text: string): string {
  const meets = /\d$/.test(before) ? /^\p{L}/u.test(text) : /\p{L}$/u.test(before) && /^\d/.test(text);
  return meets ? ` ${text}` : text;
}
