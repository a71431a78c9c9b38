import { decodeCharset } from './charset.ts';
import { decodeWords } from './words.ts';

/** A structured field value: `text/plain; charset=utf-8`. */
export interface ParsedValue {
  /** the token before the first ';', lower case, comments removed */
  readonly value: string;
  /** names lower case, values decoded (RFC 2231 first, then RFC 2047); where a name repeats, the first */
  readonly parameters: Readonly<Record<string, string>>;
  /** other values a reader could take for the same name: repeated, plain beside RFC 2231 */
  readonly variants: Readonly<Record<string, readonly string[]>>;
  /** oddity keys: 'comment-in-parameter', 'parameter-conflict', 'encoded-word-in-parameter', 'unterminated-quote', … */
  readonly oddities: readonly string[];
}

/** More than any mail client writes; the rest is ignored and said so. */
const MAX_PARAMETERS = 200;

interface RawParameter {
  readonly name: string;
  readonly value: string;
}

interface Tokens {
  readonly value: string;
  readonly parameters: RawParameter[];
  readonly oddities: Set<string>;
}

/** Longer than any real structured field; what follows is left out of its parameters and the field is called odd. */
const MAX_FIELD_LENGTH = 65_536;

/** The end of a quoted string that opens at `at`, with its content; the end is -1 when it never closes. */
function quotedString(text: string, at: number): { end: number; content: string } {
  let content = '';
  for (let i = at + 1; i < text.length; i++) {
    const c = text.charAt(i);
    if (c === '"') return { end: i, content };
    // Old Windows clients write paths with single backslashes: only a quoted quote or backslash is a quoted-pair
    if (c === '\\' && /["\\]/.test(text.charAt(i + 1))) content += text.charAt(++i);
    else content += c;
  }
  return { end: -1, content };
}

/** The position of the ')' that closes the comment opening at `at`; -1 when it never closes. */
function commentEnd(text: string, at: number): number {
  let depth = 0;
  for (let i = at; i < text.length; i++) {
    const c = text.charAt(i);
    if (c === '\\') i++;
    else if (c === '(') depth++;
    else if (c === ')' && --depth === 0) return i;
  }
  return -1;
}

/** State of one pass over a structured field. */
class Splitter {
  readonly oddities = new Set<string>();
  readonly parameters: RawParameter[] = [];
  value = '';
  private name: string | null = null;
  private buffer = '';
  private quoted = false;
  /** something other than white space stands in the buffer */
  private filled = false;
  private started = false;

  get inValue(): boolean {
    return this.name !== null;
  }
  get bare(): boolean {
    return this.filled && !this.quoted;
  }

  put(c: string): void {
    const blank = c.trim() === '';
    if (this.quoted) {
      if (blank) return;
      this.oddities.add('text-after-quote');
    }
    if (!blank) this.filled = true;
    this.buffer += c;
  }

  putQuoted(content: string): void {
    if (this.filled) this.oddities.add('quote-inside-token');
    else this.buffer = '';
    this.buffer += content;
    this.quoted = true;
    this.filled = true;
  }

  equals(): void {
    if (!this.started || this.name !== null) {
      this.put('=');
      return;
    }
    this.name = this.buffer.trim().toLowerCase();
    this.clear();
  }

  flush(): void {
    const piece = this.quoted ? this.buffer : this.buffer.trim();
    if (!this.started) {
      this.value = piece;
      this.started = true;
    } else if (this.name !== null) {
      if (this.parameters.length < MAX_PARAMETERS) this.parameters.push({ name: this.name, value: piece });
      else this.oddities.add('too-many-parameters');
    } else if (this.filled) this.oddities.add('parameter-without-value');
    this.name = null;
    this.clear();
  }

  private clear(): void {
    this.buffer = '';
    this.quoted = false;
    this.filled = false;
  }
}

/** Splits at ';' outside quotes and comments; every character is looked at a bounded number of times. */
function tokenize(field: string): Tokens {
  const text = field.slice(0, MAX_FIELD_LENGTH);
  const splitter = new Splitter();
  if (field.length > MAX_FIELD_LENGTH) splitter.oddities.add('long-parameter-field');
  let comments = true;
  for (let i = 0; i < text.length; i++) {
    const c = text.charAt(i);
    if (c === '"') {
      const { end, content } = quotedString(text, i);
      if (end < 0) splitter.oddities.add('unterminated-quote');
      // RFC 2045: a quote that never closes takes the rest; what would follow the next ';' is read by another reading
      splitter.putQuoted(content);
      i = end < 0 ? text.length : end;
    } else if (c === '(' && comments) {
      const end = commentEnd(text, i);
      if (end < 0) {
        // an open parenthesis that never closes is no comment: 'filename=report (1.pdf'
        splitter.oddities.add('unterminated-comment');
        comments = false;
        splitter.put(c);
      } else {
        splitter.oddities.add('comment-in-parameter');
        // 'filename=report (1).pdf' written without quotes: clients show the parentheses
        if (splitter.inValue && splitter.bare) for (const inner of text.slice(i, end + 1)) splitter.put(inner);
        i = end;
      }
    } else if (c === ';') splitter.flush();
    else if (c === '=') splitter.equals();
    else splitter.put(c);
  }
  splitter.flush();
  return { value: splitter.value.toLowerCase(), parameters: splitter.parameters, oddities: splitter.oddities };
}

function percentDecoded(value: string): Buffer {
  const bytes: number[] = [];
  for (let i = 0; i < value.length; i++) {
    if (value.charAt(i) === '%' && /^[0-9A-Fa-f]{2}$/.test(value.slice(i + 1, i + 3))) {
      bytes.push(parseInt(value.slice(i + 1, i + 3), 16));
      i += 2;
    } else bytes.push(value.charCodeAt(i) & 0xff);
  }
  return Buffer.from(bytes);
}

/** RFC 2231 §4: charset'language'text */
function splitCharset(value: string): { charset: string; text: string } {
  const first = value.indexOf("'");
  const second = first < 0 ? -1 : value.indexOf("'", first + 1);
  if (second < 0) return { charset: 'utf-8', text: value };
  return { charset: value.slice(0, first) || 'utf-8', text: value.slice(second + 1) };
}

interface Piece {
  readonly value: string;
  readonly encoded: boolean;
}

/** Pieces by their number; more than one where a number repeats. */
type Pieces = ReadonlyMap<number, readonly Piece[]>;

/** RFC 2231 §3: pieces name*0, name*1*, … in order of their numbers. An escape may be cut between two of them. */
function joinPieces(pieces: Pieces, which: 0 | -1): string {
  const order = [...pieces.keys()].sort((a, b) => a - b);
  const chunks: Buffer[] = [];
  let charset = 'utf-8';
  let escaped = '';
  for (const [at, key] of order.entries()) {
    const piece = pieces.get(key)?.at(which);
    if (piece === undefined) continue;
    if (!piece.encoded) {
      chunks.push(percentDecoded(escaped), Buffer.from(piece.value, 'latin1'));
      escaped = '';
    } else if (at === 0) {
      const split = splitCharset(piece.value);
      charset = split.charset;
      escaped = split.text;
    } else escaped += piece.value;
  }
  return decodeCharset(Buffer.concat([...chunks, percentDecoded(escaped)]), charset);
}

interface Collected {
  readonly plain: Map<string, string[]>;
  readonly extended: Map<string, string[]>;
  readonly continued: Map<string, Map<number, Piece[]>>;
}

function collect(tokens: Tokens): Collected {
  const found: Collected = { plain: new Map(), extended: new Map(), continued: new Map() };
  const push = (map: Map<string, string[]>, name: string, value: string): void => {
    const list = map.get(name);
    if (list === undefined) map.set(name, [value]);
    else list.push(value);
  };
  for (const { name: written, value } of tokens.parameters) {
    const name = written.replace(/\s+(?=\*)/, '');
    const match = /^([^*]+)(?:\*(\d{1,4}))?(\*)?$/.exec(name);
    const base = match?.[1];
    if (base === undefined) {
      if (name !== '') push(found.plain, name, value);
    } else if (match?.[2] !== undefined) {
      const pieces = found.continued.get(base) ?? new Map<number, Piece[]>();
      const index = Number(match[2]);
      pieces.set(index, [...(pieces.get(index) ?? []), { value, encoded: match[3] !== undefined }]);
      found.continued.set(base, pieces);
    } else if (match?.[3] !== undefined) {
      const split = splitCharset(value);
      push(found.extended, base, decodeCharset(percentDecoded(split.text), split.charset));
    } else {
      if (value.includes('=?') && value.includes('?=')) tokens.oddities.add('encoded-word-in-parameter');
      push(found.plain, base, decodeWords(value));
    }
  }
  return found;
}

/**
 * Parses a structured field such as Content-Type or Content-Disposition (RFC 2045 §5.1, RFC 2231). Total and linear.
 * @param text unfolded field value
 */
export function parseParameters(text: string): ParsedValue {
  const tokens = tokenize(text);
  const found = collect(tokens);
  const parameters: Record<string, string> = Object.create(null) as Record<string, string>;
  const variants: Record<string, readonly string[]> = Object.create(null) as Record<string, readonly string[]>;
  const names = new Set([...found.extended.keys(), ...found.continued.keys(), ...found.plain.keys()]);
  for (const name of names) {
    const pieces = found.continued.get(name);
    const values = [
      ...(found.extended.get(name) ?? []),
      ...(pieces === undefined ? [] : [joinPieces(pieces, 0), joinPieces(pieces, -1)]),
      ...(found.plain.get(name) ?? []),
    ];
    const distinct = [...new Set(values)];
    if (distinct.length > 1) {
      tokens.oddities.add('parameter-conflict');
      variants[name] = distinct;
    }
    parameters[name] = distinct[0] ?? '';
  }
  return { value: tokens.value.replace(/\s+/g, ''), parameters, variants, oddities: [...tokens.oddities] };
}
