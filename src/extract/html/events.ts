import { Tokenizer } from 'htmlparser2';

/** Quotation marks open an attribute's value only behind its equals sign. */
const OPENING = /=[ \t\n\f\r]*(["'])|>/gu;

/**
 * Where a tag ends whose attributes may hold '>' (HTML §13.2.5.40): the tokenizer ends an end tag at its first one.
 * @param at behind the name
 * @returns the offset of its '>'; -1 when it does not end
 */
function endOfTag(html: string, at: number): number {
  OPENING.lastIndex = at;
  for (let match = OPENING.exec(html); match !== null; match = OPENING.exec(html)) {
    const [, quote] = match;
    if (quote === undefined) return match.index;
    const close = html.indexOf(quote, OPENING.lastIndex);
    if (close < 0) return -1;
    OPENING.lastIndex = close + 1;
  }
  return -1;
}

/** What an HTML document consists of, in order. */
export interface HtmlEvents {
  open(name: string, attributes: ReadonlyMap<string, string>, selfClosing: boolean): void;
  close(name: string): void;
  text(text: string): void;
  comment(text: string): void;
  /** doctype, processing instruction, CDATA outside XML */
  other(text: string): void;
}

/** Attributes of one element beyond this number are kept together as one. */
const MAX_ATTRIBUTES = 1_000;

/**
 * Runs htmlparser2's tokenizer over a document. The tokenizer is used without its parser, because that one keeps its open
 * elements in an array it shifts and searches, so that deep nesting costs the square of its depth.
 * @param html the document
 * @param xml tags are case-sensitive, CDATA is text, scripts are ordinary elements
 * @param afterChunk called now and then, for budgets; may throw
 */
export function tokenizeHtml(html: string, xml: boolean, events: HtmlEvents, afterChunk: () => void): void {
  let name = '';
  let attributes = new Map<string, string>();
  let attribute = '';
  let value = '';
  let overflow = 0;
  let foreign = 0;
  let tagStart = 0;
  /** a browser shows nothing behind a tag that does not end: no other is looked for, which would cost the rest of the document each time */
  let endless = false;
  const finishTag = (selfClosing: boolean): void => {
    const opened = name;
    name = '';
    if (!xml && (opened === 'svg' || opened === 'math') && !selfClosing) foreign++;
    events.open(opened, attributes, selfClosing);
    attributes = new Map();
    overflow = 0;
  };
  /** where the tokenizer began, and where another one has to go on; -1 while it need not */
  let base = 0;
  let resumeAt = -1;
  const slice = (start: number, end: number): string => html.slice(base + start, base + end);
  const begin = (): Tokenizer =>
    new Tokenizer(
      { xmlMode: xml, decodeEntities: true },
      {
        ontext: (start, end) => events.text(slice(start, end)),
        ontextentity: (code) => events.text(String.fromCodePoint(code)),
        onopentagname: (start, end) => {
          const raw = slice(start, end);
          name = xml ? raw : raw.toLowerCase();
          tagStart = base + start;
          attributes = new Map();
        },
        onattribname: (start, end) => {
          attribute = slice(start, end).toLowerCase();
          value = '';
        },
        onattribdata: (start, end) => {
          value += slice(start, end);
        },
        onattribentity: (code) => {
          value += String.fromCodePoint(code);
        },
        onattribend: () => {
          if (attributes.size >= MAX_ATTRIBUTES) attribute = `${attribute}#${++overflow}`;
          // HTML: the first of two attributes of one name counts; the other is text all the same
          if (attributes.has(attribute)) attribute = `${attribute}#${++overflow}`;
          attributes.set(attribute, value);
        },
        onopentagend: () => finishTag(false),
        onselfclosingtag: () => finishTag(true),
        onclosetag: (start, end) => {
          const raw = slice(start, end).trim();
          const closed = xml ? raw : raw.toLowerCase();
          if (closed === 'svg' || closed === 'math') foreign = Math.max(0, foreign - 1);
          events.close(closed);
          // what stands behind the name of an end tag is dropped by the tokenizer, and by browsers, but it is in the source
          const bracket = html.indexOf('>', base + end);
          const rest = html.slice(base + end, bracket < 0 ? html.length : bracket);
          const isQuoted = !xml && !endless && bracket >= 0 && /["']/u.test(rest);
          const close = isQuoted ? endOfTag(html, base + end) : bracket;
          endless ||= isQuoted && close < 0;
          if (close > bracket) {
            resumeAt = close + 1;
            tokenizer.pause();
          }
          const whole = close > bracket ? html.slice(base + end, close) : rest;
          if (/[\p{L}\p{N}]/u.test(whole)) events.comment(whole);
        },
        oncomment: (start, end, offset) => events.comment(slice(start, end - offset)),
        oncdata: (start, end, offset) => {
          const text = slice(start, end - offset);
          if (xml || foreign > 0) events.text(text);
          else events.other(text);
        },
        ondeclaration: (start, end) => events.other(slice(start, end)),
        onprocessinginstruction: (start, end) => events.other(slice(start, end)),
        onend: () => undefined,
        isInForeignContext: () => foreign > 0,
      },
    );
  const chunk = 65_536;
  let tokenizer = begin();
  for (let at = 0; at < html.length; at = resumeAt < 0 ? at + chunk : resumeAt) {
    if (resumeAt >= 0) {
      base = resumeAt;
      resumeAt = -1;
      tokenizer = begin();
    }
    tokenizer.write(html.slice(at, at + chunk));
    afterChunk();
  }
  tokenizer.end();
  // a tag that never ends is dropped by the tokenizer, and by browsers; a person who opens the source sees it
  if (name !== '') events.comment(html.slice(tagStart));
}
