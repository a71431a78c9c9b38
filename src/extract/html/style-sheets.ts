/** The style sheets of a document taken apart into rules. */
import { endOfString } from './declarations.ts';
import { decodeDataUri } from './script.ts';
import { unescapeCss } from './style.ts';

/** One block of a style sheet. */
export interface Block {
  /** its selectors, those of the rules around it put in; or the name and parameters of an at-rule */
  readonly selector: string;
  readonly declarations: string;
  /** it holds only where a condition does that is not known */
  readonly conditional: boolean;
  /** some of it was too long to be looked at */
  readonly cut: boolean;
}

/** Blocks in order. */
export interface Blocks {
  readonly blocks: readonly Block[];
  /** there were more */
  readonly cut: boolean;
}

/** Declarations of one block beyond this are not looked at. */
const LONGEST_BLOCK = 50_000;
const LONGEST_SELECTOR = 2_000;
const LONGEST_LIST = 20_000;
/** Selectors of a rule inside another one, those around it put in. */
const LONGEST_NESTED_LIST = 4_000;
const MOST_PARENTS = 20;
const MAX_DEPTH = 32;

/** Sheets in links and imports of each other. */
const MOST_LINKED = 100;
const MOST_IMPORTED = 4;
const DATA_SHEET = 'data:text/css';

/** Style sheets written into links and imports of a text. */
function linkedSheets(text: string): readonly string[] {
  const lower = text.toLowerCase();
  const sheets: string[] = [];
  const quoted = /(["'])(data:text\/css[^\n]*?)\1(?=[\s>/);])|(?<=url\(\s{0,9})data:text\/css[^\s)"']*/giuy;
  for (
    let at = lower.indexOf(DATA_SHEET), i = 0;
    at >= 0 && i < MOST_LINKED;
    at = lower.indexOf(DATA_SHEET, at + 1), i++
  ) {
    quoted.lastIndex = Math.max(0, at - 1);
    let match = quoted.exec(text);
    if (match === null) {
      quoted.lastIndex = at;
      match = quoted.exec(text);
    }
    sheets.push(decodeDataUri(match?.[2] ?? match?.[0] ?? '')?.bytes.toString('utf8') ?? '');
  }
  return sheets;
}

/** The content of all style elements, and style sheets written into links, found without parsing the document. */
function styleSheets(html: string): string {
  const lower = html.toLowerCase();
  const sheets: string[] = [];
  for (let at = lower.indexOf('<style'); at >= 0; at = lower.indexOf('<style', at)) {
    const open = lower.indexOf('>', at);
    if (open < 0) break;
    const close = lower.indexOf('</style', open);
    const end = close < 0 ? html.length : close;
    sheets.push(html.slice(open + 1, end));
    at = end;
  }
  let linked = linkedSheets(html);
  for (let depth = 0; depth < MOST_IMPORTED && linked.length > 0; depth++) {
    sheets.push(...linked);
    linked = linked.flatMap(linkedSheets).slice(0, MOST_LINKED);
  }
  return sheets.join('\n');
}

/** A line end is one character (CSS Syntax §3.3): a backslash takes it out of a string. */
const lineEnds = (css: string): string => (css.includes('\r') ? css.replace(/\r\n?/gu, '\n') : css);

/** Takes out '/* … *\/' in one pass; what stands on both sides of one stays apart. */
function withoutComments(css: string): string {
  if (!css.includes('/*')) return css;
  const kept: string[] = [];
  let at = 0;
  for (;;) {
    const open = css.indexOf('/*', at);
    kept.push(css.slice(at, open < 0 ? css.length : open));
    if (open < 0) break;
    const close = css.indexOf('*/', open + 2);
    if (close < 0) break;
    at = close + 2;
  }
  return kept.join('');
}

/** Escapes outside strings: 'c\6f ntent' is 'content'. */
const withoutEscapes = (css: string): string =>
  css.includes('\\')
    ? css.replace(
        /"(?:[^"\\\n]|\\[^])*(?:"|(?=\n)|$)|'(?:[^'\\\n]|\\[^])*(?:'|(?=\n)|$)|\\[\da-f]{1,6}[ \t\n]?/giu,
        (part) => (part.startsWith('\\') && /^[\w-]$/u.test(unescapeCss(part)) ? unescapeCss(part) : part),
      )
    : css;

/** Style as it is written when it hides nothing: without comments, and without escapes outside strings. */
export const plainlyWritten = (css: string): string => withoutEscapes(withoutComments(css));

interface Open {
  readonly selector: string;
  /** selectors that '&' and ':scope' stand for inside */
  readonly parent: string;
  readonly isAt: boolean;
  readonly conditional: boolean;
  cut: boolean;
  declarations: string;
}

const PARENT = /&|:scope(?![\w-])/gu;

/**
 * '&::after' inside 'p i': the element is the outer rule's. Selectors do not grow with the depth of their rules.
 * @returns null when it became too long
 */
function withParent(selector: string, parent: string): string | null {
  if (parent === '' || selector.startsWith('@')) return selector;
  const places = (selector.match(PARENT) ?? []).length;
  if (places > MOST_PARENTS || selector.length + Math.max(1, places) * (parent.length + 5) > LONGEST_SELECTOR)
    return null;
  const group = parent.includes(',') ? `:is(${parent})` : parent;
  if (places > 0) return selector.replace(PARENT, () => group);
  return selector.startsWith(':') ? group + selector : `${group} ${selector}`;
}

/** Each of several selectors with that of the rule around put in; null when they became too long. */
function eachWithParent(selectors: string, parent: string): string | null {
  if (parent === '' || !selectors.includes(',') || selectors.includes('(')) return withParent(selectors, parent);
  const all: string[] = [];
  let length = 0;
  for (const one of selectors.split(',')) {
    const whole = withParent(one.trim(), parent);
    length += whole?.length ?? Infinity;
    if (whole === null || length > LONGEST_NESTED_LIST) return null;
    all.push(whole);
  }
  return all.join(',');
}

/** Conditions that hold on a screen, or everywhere. */
const HOLDS = /^@(?:media\s*(?:only\s+)?(?:screen|all)?\s*$|layer|supports|scope|-moz-document|font-face)/iu;

function opened(written: string, around: Open | undefined): Open {
  const isAt = written.startsWith('@');
  const parent = around?.parent ?? '';
  const scope = /^@scope\s*\(([^]{1,500}?)\)\s*(?:to\s*\([^]*\))?$/iu.exec(written)?.[1];
  const whole = isAt ? written : eachWithParent(written, parent);
  const selector = whole ?? written.slice(0, LONGEST_NESTED_LIST).replaceAll('&', '');
  return {
    selector,
    parent: scope ?? (isAt ? parent : selector),
    isAt,
    conditional: around?.conditional === true || (isAt && !HOLDS.test(written)),
    cut: whole === null || around?.cut === true,
    declarations: '',
  };
}

/** Gives the blocks of a style sheet in order. */
class BlockReader {
  readonly blocks: Block[] = [];
  private readonly css: string;
  private readonly most: number;
  private readonly checkTime: () => void;
  private readonly open: Open[] = [];
  /** there is more than was looked at */
  cut = false;
  private start = 0;
  /** blocks that are open beyond the deepest looked at */
  private deeper = 0;

  constructor(css: string, most: number, checkTime: () => void) {
    this.css = css;
    this.most = most;
    this.checkTime = checkTime;
  }

  read(): void {
    const { css } = this;
    for (let at = 0; at < css.length && this.blocks.length < this.most; at++) {
      const c = css.charAt(at);
      if (c === '"' || c === "'") at = endOfString(css, at);
      else if (c === '{') this.enter(at);
      else if (c === '}') this.leave(at);
      else if (c === ';' && this.open.length === 0) this.start = at + 1;
    }
    this.cut ||= this.blocks.length >= this.most;
    // the end closes what is open, strings too
    while (this.open.length > 0 && this.blocks.length < this.most) this.leave(css.length);
  }

  private enter(at: number): void {
    if (this.open.length >= MAX_DEPTH) {
      this.deeper++;
      this.cut = true;
      return;
    }
    // declarations of the rule around it may stand in front of a selector
    const block = this.open[this.open.length - 1];
    const own = block === undefined ? -1 : this.css.slice(this.start, at).lastIndexOf(';');
    if (block !== undefined && own >= 0) {
      if (block.declarations.length >= LONGEST_BLOCK || own >= LONGEST_BLOCK) block.cut = true;
      if (block.declarations.length < LONGEST_BLOCK)
        block.declarations += this.css.slice(this.start, this.start + Math.min(own + 1, LONGEST_BLOCK));
    }
    const from = this.start + own + 1;
    const inner = opened(this.css.slice(from, Math.min(at, from + LONGEST_LIST)).replace(/<!--|-->/gu, '').trim(), block); // prettier-ignore
    if (at - from > LONGEST_LIST) inner.cut = true;
    this.open.push(inner);
    this.start = at + 1;
  }

  private leave(at: number): void {
    if (this.deeper > 0) {
      this.deeper--;
      return;
    }
    this.checkTime();
    const block = this.open.pop();
    const rest = this.css.slice(this.start, Math.min(at, this.start + LONGEST_BLOCK));
    const cut = block?.cut === true || at - this.start > LONGEST_BLOCK;
    this.start = at + 1;
    if (block === undefined) return;
    const declarations = block.declarations + rest;
    // what stands in a condition inside a rule is said of the rule's elements
    const around = block.isAt && block.parent !== '' && !/^@(?:counter-style|property|page|top|bottom)/iu.test(block.selector); // prettier-ignore
    if (around && declarations.trim() === '') return;
    const selector = around ? block.parent : block.selector;
    this.blocks.push({ selector, declarations, conditional: block.conditional, cut });
  }
}

/** Whether a document has style sheets at all. */
export const hasStyleSheets = (html: string): boolean => /<style|data:text\/css/iu.test(html);

/**
 * The blocks of the style sheets of a document, inner ones before those around them.
 * @param most that are looked at
 * @param checkTime called for each
 */
export function styleBlocks(html: string, most: number, checkTime: () => void): Blocks {
  const reader = new BlockReader(plainlyWritten(lineEnds(styleSheets(html))), most, checkTime);
  reader.read();
  return reader;
}
