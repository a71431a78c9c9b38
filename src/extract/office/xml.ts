/**
 * XML as office programs write it, read leniently from hostile files.
 *
 * In: the bytes or text of one part. Out: calls to a handler for elements, text and comments. Promised: one pass, no
 * recursion, nothing expanded (entities of a document type are left as they stand), everything between tags is handed
 * on even where the markup is broken, and brokenness is told. A strict parser stops at the first error, where office
 * programs and this carry on.
 */
import iconv from 'iconv-lite';

/** Receives what is found, in document order. Names come without their namespace prefix. */
export interface XmlHandler {
  /** @param attributes raw text between the name and the end of the tag; read it with attribute() or attributes() */
  open(name: string, attributes: string): void;
  close(name: string): void;
  /** @param inside name of the innermost open element, '' outside all */
  text(value: string, inside: string): void;
  comment?(value: string): void;
}

/** What the scanner noticed. */
export interface XmlScan {
  /** tags that do not match, a tag that never ends, an end inside an element */
  readonly damaged: boolean;
  /** the part declares entities of its own: a program that expands them shows other text than this reading */
  readonly declaresEntities: boolean;
}

/** How often `tick` is called: once per so many tags. */
const TAGS_PER_TICK = 4096;

/** @returns text of an XML part: byte order mark, declared encoding, else UTF-8 (XML 1.0 appendix F) */
export function decodeXml(bytes: Buffer): string {
  if (bytes.length >= 2 && bytes[0] === 0xff && bytes[1] === 0xfe) return bytes.toString('utf16le', 2);
  if (bytes.length >= 2 && bytes[0] === 0xfe && bytes[1] === 0xff) return iconv.decode(bytes, 'utf16be');
  if (bytes.length >= 4 && bytes[0] === 0x3c && bytes[1] === 0) return bytes.toString('utf16le');
  if (bytes.length >= 4 && bytes[0] === 0 && bytes[1] === 0x3c) return iconv.decode(bytes, 'utf16be');
  const start = bytes[0] === 0xef && bytes[1] === 0xbb && bytes[2] === 0xbf ? 3 : 0;
  const declared = /^\s*<\?xml[^>]{0,200}?encoding\s*=\s*["']([\w.:-]{1,40})["']/u.exec(
    bytes.toString('latin1', start, 300),
  );
  const encoding = (declared?.[1] ?? 'utf-8').toLowerCase();
  // UTF-16 without its mark cannot be: the declaration itself was read bytewise
  if (start === 3 || encoding === 'utf-8' || encoding.startsWith('utf-16') || !iconv.encodingExists(encoding)) {
    return bytes.toString('utf8', start);
  }
  return iconv.decode(bytes, encoding);
}

/** Name of the first element without prefix, '' when there is none in the first 64 KB. */
export function rootName(xml: string): string {
  const root = /<(?:[A-Za-z_][\w.-]{0,60}:)?([A-Za-z_][\w.-]{0,80})[\s/>]/u.exec(xml.slice(0, 65_536));
  return root?.[1] ?? '';
}

/**
 * Reads a whole part.
 * @param tick called now and then, for the time limit; may throw
 */
export function scanXml(xml: string, handler: XmlHandler, tick: () => void): XmlScan {
  const open: string[] = [];
  const names = new Names();
  let damaged = false;
  let declaresEntities = false;
  let at = 0;
  let tags = 0;
  while (at < xml.length) {
    const tag = xml.indexOf('<', at);
    if (tag !== at) {
      const value = tag < 0 ? xml.slice(at) : xml.slice(at, tag);
      handler.text(decodeEntities(value), open[open.length - 1] ?? '');
      if (tag < 0) break;
    }
    if (++tags % TAGS_PER_TICK === 0) tick();
    const code = xml.charCodeAt(tag + 1);
    if (code === 0x21 || code === 0x3f) {
      const special = readSpecial(xml, tag);
      if (special.kind === 'cdata') handler.text(special.value, open[open.length - 1] ?? '');
      else if (special.kind === 'comment') handler.comment?.(special.value);
      else if (special.value.includes('<!ENTITY')) declaresEntities = true;
      damaged ||= !special.complete;
      at = special.end;
      continue;
    }
    const closing = code === 0x2f;
    const nameStart = closing ? tag + 2 : tag + 1;
    const nameEnd = endOfName(xml, nameStart);
    if (nameEnd === nameStart) {
      // '<' that begins no tag: text in every lenient reader
      damaged = true;
      handler.text('<', open[open.length - 1] ?? '');
      at = tag + 1;
      continue;
    }
    const end = xml.charCodeAt(nameEnd) === 0x3e ? nameEnd : endOfTag(xml, nameEnd);
    if (end < 0) {
      damaged = true;
      handler.text(xml.slice(tag + 1), open[open.length - 1] ?? '');
      break;
    }
    at = end + 1;
    const local = localStart(xml, nameStart, nameEnd);
    const top = open[open.length - 1];
    if (closing) {
      if (top?.length === nameEnd - local && xml.startsWith(top, local)) {
        open.pop();
        handler.close(top);
      } else {
        damaged = true;
        unwind(open, xml.slice(local, nameEnd), handler);
      }
      continue;
    }
    const name = names.of(xml, local, nameEnd);
    if (xml.charCodeAt(end - 1) === 0x2f) {
      handler.open(name, xml.slice(nameEnd, end - 1));
      handler.close(name);
    } else {
      open.push(name);
      handler.open(name, nameEnd === end ? '' : xml.slice(nameEnd, end));
    }
  }
  if (open.length > 0) {
    damaged = true;
    while (open.length > 0) handler.close(open.pop() ?? '');
  }
  return { damaged, declaresEntities };
}

/** Closes what stands between a stray end tag and its start, when the start is near; else the end tag is ignored. */
function unwind(open: string[], name: string, handler: XmlHandler): void {
  const from = open.lastIndexOf(name);
  if (from < 0 || open.length - from > 64) return;
  while (open.length > from) handler.close(open.pop() ?? '');
}

interface Special {
  readonly kind: 'cdata' | 'comment' | 'other';
  readonly value: string;
  readonly end: number;
  readonly complete: boolean;
}

function readSpecial(xml: string, tag: number): Special {
  if (xml.startsWith('<!--', tag)) return special('comment', xml, tag + 4, '-->');
  if (xml.startsWith('<![CDATA[', tag)) return special('cdata', xml, tag + 9, ']]>');
  if (xml.startsWith('<!DOCTYPE', tag)) {
    const subset = xml.indexOf('[', tag);
    const plain = xml.indexOf('>', tag);
    return subset >= 0 && subset < plain ? special('other', xml, tag, ']>') : special('other', xml, tag, '>');
  }
  return special('other', xml, tag, '>');
}

function special(kind: Special['kind'], xml: string, start: number, mark: string): Special {
  const end = xml.indexOf(mark, start);
  if (end < 0) return { kind, value: xml.slice(start), end: xml.length, complete: false };
  return { kind, value: xml.slice(start, end), end: end + mark.length, complete: true };
}

function endOfName(xml: string, start: number): number {
  let at = start;
  for (; at < xml.length; at++) {
    const code = xml.charCodeAt(at);
    if (code <= 0x20 || code === 0x3e || code === 0x2f || code === 0x3c || code === 0x3d) break;
  }
  return at;
}

/** Index of the '>' that ends the tag; one inside a quoted value does not count. */
function endOfTag(xml: string, start: number): number {
  let quote = 0;
  for (let at = start; at < xml.length; at++) {
    const code = xml.charCodeAt(at);
    if (quote !== 0) {
      if (code === quote) quote = 0;
    } else if (code === 0x3e) return at;
    else if (code === 0x22 || code === 0x27) quote = code;
  }
  // a quote that never closes: the first '>' ends the tag, so that the rest is still read
  return xml.indexOf('>', start);
}

/** Where a name begins behind its namespace prefix. */
function localStart(xml: string, start: number, end: number): number {
  for (let at = start; at < end; at++) if (xml.charCodeAt(at) === 0x3a) return at + 1;
  return start;
}

/** Element names seen lately: a document has a few dozen, and a hundred thousand tags. */
class Names {
  private readonly known = new Map<number, string>();

  of(xml: string, start: number, end: number): string {
    const key = ((end - start) << 16) ^ (xml.charCodeAt(start) << 8) ^ xml.charCodeAt(end - 1);
    const known = this.known.get(key);
    if (known?.length === end - start && xml.startsWith(known, start)) return known;
    const name = xml.slice(start, end);
    if (this.known.size < 1024) this.known.set(key, name);
    return name;
  }
}

/** One attribute; `name` without prefix. */
export interface XmlAttribute {
  readonly name: string;
  readonly prefix: string;
  readonly value: string;
}

/** All attributes of a raw attribute text, in order. Broken ones are skipped. */
export function attributes(raw: string): XmlAttribute[] {
  const found: XmlAttribute[] = [];
  let at = 0;
  while (at < raw.length) {
    const equals = raw.indexOf('=', at);
    if (equals < 0) break;
    const whole = raw.slice(at, equals).trim();
    let start = equals + 1;
    while (start < raw.length && raw.charCodeAt(start) <= 0x20) start++;
    const quote = raw.charAt(start);
    if (quote !== '"' && quote !== "'") {
      at = start;
      continue;
    }
    const end = raw.indexOf(quote, start + 1);
    const value = raw.slice(start + 1, end < 0 ? raw.length : end);
    const colon = whole.indexOf(':');
    found.push({
      name: colon < 0 ? whole : whole.slice(colon + 1),
      prefix: colon < 0 ? '' : whole.slice(0, colon),
      value: decodeEntities(value),
    });
    if (end < 0) break;
    at = end + 1;
  }
  return found;
}

/** Value of one attribute by its name without prefix, '' when absent. */
export function attribute(raw: string, name: string): string {
  if (!raw.includes(name)) return '';
  for (const each of attributes(raw)) if (each.name === name) return each.value;
  return '';
}

const NAMED: Readonly<Record<string, string>> = { amp: '&', lt: '<', gt: '>', quot: '"', apos: "'" };

/** Text with the five entities of XML and character references decoded; others stay as written. */
export function decodeEntities(value: string): string {
  if (!value.includes('&')) return value;
  return value.replace(/&(?:#x([\da-fA-F]{1,6})|#(\d{1,7})|(\w{2,4}));/gu, (whole, hex, decimal, named) => {
    if (typeof hex === 'string') return codePoint(Number.parseInt(hex, 16), whole);
    if (typeof decimal === 'string') return codePoint(Number.parseInt(decimal, 10), whole);
    return NAMED[String(named)] ?? whole;
  });
}

const codePoint = (value: number, whole: string): string => (value <= 0x10ffff ? String.fromCodePoint(value) : whole);
