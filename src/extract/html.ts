/** HTML: visible text, hidden text, and what stands in attributes, scripts and styles, each in a stream of its own. */
import type { CellPlace, ExtractedText } from '../core/text.ts';
import type { Zone } from '../core/category.ts';
import type { Uninspected } from '../core/finding.ts';
import { decodeText } from './charset.ts';
import {
  BLOCKS,
  CLOSES,
  LINK_ATTRIBUTES,
  NEVER_SHOWN,
  QUOTE_MARKS,
  QUOTE_STARTS,
  SHOWN_ATTRIBUTES,
  TECHNICAL_ATTRIBUTES,
  VOID,
} from './html-elements.ts';
import { tokenizeHtml } from './html-events.ts';
import { Flow, CONTEXT_LENGTH, type FlowPlace } from './html-flow.ts';
import { Pieces, REORDERS, positionOf } from './html-pieces.ts';
import { decodeDataUri, link, stripTags, stylePictures, writesText } from './html-script.ts';
import { backgroundOf, hides, styleRules, unescapeCss, withAttributes, type StyleRules } from './html-style.ts';
import { encodedFiles } from './uuencode.ts';
import type { Document, EmbeddedFile, Extraction, Format, FormatContext } from './format.ts';

interface Frame {
  readonly name: string;
  readonly hidden: boolean;
  readonly quoted: boolean;
  readonly preserve: boolean;
  readonly background: string;
  readonly after: string;
  /** style lays the block out beside its neighbours */
  readonly beside: boolean;
  /** style shows the text in the opposite direction */
  readonly reversed: boolean;
  /** where style puts it among its neighbours */
  readonly position: number | null;
  /** crossed out */
  readonly struck: boolean;
}

interface Table {
  readonly number: number;
  row: number;
  column: number;
}

const ROOT: Frame = {
  name: '',
  hidden: false,
  quoted: false,
  preserve: false,
  background: 'white',
  after: '',
  beside: false,
  reversed: false,
  position: null,
  struck: false,
};

/** How many documents may stand inside srcdoc attributes of each other. */
const MAX_SRCDOC = 4;

class HtmlReader {
  readonly embedded: EmbeddedFile[] = [];
  ambiguous = false;
  private readonly visible = new Flow();
  private readonly hidden = new Flow();
  private readonly attributes = new Flow();
  private readonly aside = new Flow();
  private readonly pieces: Pieces;
  private readonly frames: Frame[] = [ROOT];
  /** how many open elements have a name: an end tag without its element is told at once */
  private readonly openCount = new Map<string, number>();
  private readonly tables: Table[] = [];
  private readonly rules: StyleRules;
  private readonly sources: string[];
  private tableCount = 0;
  private quotedToEnd = false;
  private lastWasHidden = false;
  /** a visible line ended since the last hidden text */
  private lineEnded = false;
  private raw: 'script' | 'style' | null = null;
  private rawType = '';
  private rawText: string[] = [];

  constructor(rules: StyleRules, sources: string[], reorders: boolean) {
    this.rules = rules;
    this.pieces = new Pieces(reorders);
    this.sources = sources;
  }

  finish(document: Document): ExtractedText[] {
    if (this.raw !== null) this.endRaw();
    this.pieces.finish();
    for (const line of this.pieces.lines) {
      this.aside.text(line, this.place(ROOT, 'body'), false);
      this.aside.block();
    }
    return [this.visible, this.hidden, this.attributes, this.aside].flatMap((flow) => flow.build(document) ?? []);
  }

  open(name: string, attributes: ReadonlyMap<string, string>, selfClosing: boolean): void {
    if (this.raw !== null) return;
    this.closeImplied(name);
    const parent = this.top;
    const frame = this.frameOf(name, attributes, parent);
    this.readAttributes(attributes, frame);
    if (name === 'script' || name === 'style') {
      this.raw = name;
      this.rawType = (attributes.get('type') ?? '').toLowerCase();
      this.rawText = [];
      return;
    }
    this.startLayout(name, frame);
    const before = this.generated(this.rules.before, name, attributes);
    if (before !== '') this.put(before, frame);
    if (VOID.has(name) || (selfClosing && name.includes(':'))) {
      if (frame.after !== '') this.put(frame.after, frame);
      return;
    }
    this.frames.push(frame);
    this.openCount.set(name, (this.openCount.get(name) ?? 0) + 1);
  }

  close(name: string): void {
    if (this.raw !== null) {
      if (name === this.raw) this.endRaw();
      return;
    }
    if ((this.openCount.get(name) ?? 0) === 0) {
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
    if (this.raw !== null) this.rawText.push(text);
    else this.put(text, this.top);
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

  private frameOf(name: string, attributes: ReadonlyMap<string, string>, parent: Frame): Frame {
    const style = attributes.get('style') ?? '';
    const background =
      backgroundOf(style) ?? backgroundOf(`background:${attributes.get('bgcolor') ?? ''}`) ?? parent.background;
    const hidden =
      parent.hidden ||
      NEVER_SHOWN.has(name) ||
      attributes.has('hidden') ||
      (style !== '' && hides(style, background)) ||
      (name === 'font' && hides(`color:${attributes.get('color') ?? 'inherit'}`, background)) ||
      (name === 'input' && attributes.get('type')?.toLowerCase() === 'hidden') ||
      this.selectors(name, attributes).some((selector) => this.rules.hidden.has(selector));
    if (QUOTE_STARTS.test(attributes.get('id') ?? '')) this.quotedToEnd = true;
    const quoted =
      parent.quoted ||
      this.quotedToEnd ||
      (name === 'blockquote' &&
        (attributes.get('type') === 'cite' ||
          QUOTE_MARKS.test(attributes.get('class') ?? '') ||
          attributes.has('cite'))) ||
      QUOTE_MARKS.test(attributes.get('class') ?? '') ||
      QUOTE_MARKS.test(attributes.get('id') ?? '') ||
      // Outlook draws a line above the original
      (name === 'div' && /border:none;\s*border-top:solid #(?:B5C4DF|E1E1E1) 1\.0pt/i.test(style));
    if (name === 'div' && quoted && !parent.quoted && /border-top:solid/i.test(style)) this.quotedToEnd = true;
    return {
      name,
      hidden,
      quoted,
      preserve:
        name === 'pre' ||
        name === 'textarea' ||
        (parent.preserve && name !== 'table') ||
        /white-space\s*:\s*(?:pre|break-spaces)/i.test(style),
      background,
      after: this.generated(this.rules.after, name, attributes),
      // LibreOffice writes a cell's note so, in front of its text
      beside: name === 'comment' || /(?:^|[;\s])(?:display\s*:\s*inline|float\s*:\s*(?:left|right))/i.test(style),
      reversed:
        (name === 'bdo' && attributes.get('dir')?.toLowerCase() === 'rtl') ||
        (/bidi-override/i.test(style) && /direction\s*:\s*rtl/i.test(style)),
      position: positionOf(style, attributes.get('x')) ?? parent.position,
      struck: parent.struck || /^(?:del|s|strike)$/.test(name),
    };
  }

  private selectors(name: string, attributes: ReadonlyMap<string, string>): string[] {
    if (this.rules.hidden.size + this.rules.before.size + this.rules.after.size === 0) return [];
    const classes = (attributes.get('class') ?? '').slice(0, 1000).split(/\s+/).filter(Boolean);
    return [name, ...classes.map((one) => `.${one}`), `#${attributes.get('id') ?? ''}`];
  }

  private generated(rules: ReadonlyMap<string, string>, name: string, attributes: ReadonlyMap<string, string>): string {
    if (rules.size === 0) return '';
    for (const selector of this.selectors(name, attributes)) {
      const content = rules.get(selector);
      if (content !== undefined) return withAttributes(content, attributes);
    }
    return '';
  }

  private closeImplied(name: string): void {
    const closed = CLOSES.get(name);
    if (closed === undefined) return;
    while (this.frames.length > 1 && closed.includes(this.top.name)) this.pop();
  }

  private pop(): void {
    const frame = this.frames.pop();
    if (frame === undefined) return;
    const count = (this.openCount.get(frame.name) ?? 1) - 1;
    if (count === 0) this.openCount.delete(frame.name);
    else this.openCount.set(frame.name, count);
    if (frame.after !== '') this.put(frame.after, frame);
    const flow = this.flowOf(frame);
    if (!frame.hidden && !frame.beside && endsLine(frame.name)) this.lineEnded = true;
    if (frame.name === 'td' || frame.name === 'th') flow.dropBreaks();
    else if (frame.name === 'tr') flow.rowEnd(this.place(frame, frame.hidden ? 'hidden' : 'body'));
    else if (frame.name === 'table') {
      this.tables.pop();
      flow.block();
    } else if (BLOCKS.has(frame.name)) flow.block(frame.beside);
  }

  private startLayout(name: string, frame: Frame): void {
    const flow = this.flowOf(frame);
    if (endsLine(name)) {
      this.pieces.gap();
      if (!frame.hidden && !frame.beside) this.lineEnded = true;
    }
    const table = this.tables[this.tables.length - 1];
    if (name === 'br') flow.lineBreak(this.place(frame, frame.hidden ? 'hidden' : 'body'));
    else if (name === 'table') {
      flow.block();
      this.tables.push({ number: this.tableCount++, row: -1, column: -1 });
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

  private put(text: string, frame: Frame): void {
    if (frame.struck || frame.hidden) this.pieces.gap();
    else this.pieces.text(text, frame.position);
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
    if (kind === 'style') this.embedded.push(...stylePictures(text));
    this.attributes.block();
    this.attributes.text(kind === 'style' ? unescapeCss(text) : text, this.place(ROOT, 'script'), true);
    this.attributes.block();
  }

  private readAttributes(attributes: ReadonlyMap<string, string>, frame: Frame): void {
    for (const [key, value] of attributes) {
      if (value.trim() === '') continue;
      const zone = SHOWN_ATTRIBUTES.get(key);
      if (/^(?:alt|value|placeholder|label|start)$/.test(key)) this.pieces.aside(value, frame.position);
      if (/^data:/i.test(value.slice(0, 20).trimStart())) {
        const file = decodeDataUri(value.trim());
        if (file !== null) this.embedded.push(file);
      } else if (key === 'srcdoc') this.sources.push(value);
      else if (key.startsWith('on') || /^\s*(?:javascript|vbscript)\s*:/i.test(value)) {
        if (writesText(value)) this.ambiguous = true;
        this.attribute(value, 'script', frame);
      } else if (LINK_ATTRIBUTES.has(key)) this.attribute(link(value), 'link', frame);
      else if (zone !== undefined && !(key === 'content' && attributes.has('http-equiv')))
        this.attribute(value, zone, frame);
      else if (key === 'style') {
        this.embedded.push(...stylePictures(value));
        if (/content\s*:|url\s*\(|\d{4}/i.test(value)) this.attribute(unescapeCss(value), 'script', frame);
      } else if (!TECHNICAL_ATTRIBUTES.test(key)) this.attribute(value, 'attribute', frame);
    }
  }

  private attribute(value: string, zone: Zone, frame: Frame): void {
    this.attributes.block();
    this.attributes.text(value, this.place(frame, zone), false);
    this.attributes.block();
  }
}

const endsLine = (name: string): boolean => name === 'br' || name === 'td' || name === 'th' || BLOCKS.has(name);

/** Where a number would run into a word, a blank keeps it whole: hidden text is put together with what stands around it for split numbers only. */
function apart(before: string, text: string): string {
  const meets = /\d$/.test(before) ? /^\p{L}/u.test(text) : /\p{L}$/u.test(before) && /^\d/.test(text);
  return meets ? ` ${text}` : text;
}

interface HtmlText {
  readonly texts: readonly ExtractedText[];
  readonly embedded: readonly EmbeddedFile[];
  readonly ambiguous: boolean;
}

/**
 * Reads HTML source.
 * @param html the document; fragments and broken markup are fine
 * @param document whose text it is
 * @param context its budget is watched while reading
 * @param xml tags are case-sensitive and nothing is hidden by element name
 */
export function readHtml(html: string, document: Document, context: FormatContext, xml = false): HtmlText {
  const texts: ExtractedText[] = [];
  const embedded: EmbeddedFile[] = [];
  let ambiguous = false;
  let sources = [html];
  for (let depth = 0; depth < MAX_SRCDOC && sources.length > 0; depth++) {
    const inner: string[] = [];
    for (const source of sources) {
      const reader = new HtmlReader(styleRules(source), inner, REORDERS.test(source));
      tokenizeHtml(source, xml, reader, () => context.budget.checkTime());
      texts.push(...reader.finish(document));
      embedded.push(...reader.embedded);
      ambiguous ||= reader.ambiguous;
    }
    sources = inner.filter((source) => source.length < html.length);
  }
  return { texts, embedded, ambiguous };
}

/** The charset a document declares inside itself (HTML §4.2.5.4), null when it declares none. */
function metaCharset(bytes: Buffer): string | null {
  const head = bytes.toString('latin1', 0, 4096);
  return /<meta[^>]{0,200}charset\s*=\s*["']?\s*([\w.:-]{1,40})/i.exec(head)?.[1] ?? null;
}

/**
 * Reads an HTML document.
 * @param document its bytes, with the charset parameter when one was declared
 */
export function extractHtml(document: Document, context: FormatContext): Extraction {
  const texts: ExtractedText[] = [];
  const embedded: EmbeddedFile[] = [];
  const uninspected: Uninspected[] = [];
  const declared = document.parameters['charset'] ?? metaCharset(document.bytes);
  let ambiguous = false;
  for (const html of decodeText(document.bytes, declared)) {
    const read = readHtml(html, document, context);
    texts.push(...read.texts);
    embedded.push(...read.embedded, ...read.texts.flatMap(({ text }) => encodedFiles(text)));
    ambiguous ||= read.ambiguous;
  }
  if (ambiguous)
    uninspected.push({
      part: document.part,
      path: document.path,
      reason: 'ambiguous',
      detail: 'a script writes text',
      kind: 'document',
    });
  return { texts, embedded, uninspected, signals: [] };
}

export const htmlFormat: Format = {
  id: 'html',
  recognises: (sniff) => sniff.type === 'text/html' || sniff.type === 'application/xhtml+xml',
  extract: extractHtml,
};
