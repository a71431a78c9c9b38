import { partPath } from '../core/brand.ts';
import type { ByteRange, HeaderField, MimeMessage, Oddity, Part } from '../core/message.ts';
import { DelimiterFinder, type Delimiter } from './delimiters.ts';
import { readHeaders, type HeaderBlock } from './headers.ts';
import { parseParameters, type ParsedValue } from './parameters.ts';

/** Choices in which readers of MIME differ. The strict reading is STRICT; `readings.ts` turns the others on. */
export interface ReadingRules {
  /** which of several Content-… fields of one name counts */
  readonly duplicate: 'first' | 'last';
  readonly garbageEndsHeader: boolean;
  /** a line that begins with a delimiter and goes on with other text is a delimiter (RFC 2046 §5.1.1 as some read it) */
  readonly prefixDelimiters: boolean;
  /** to which level a boundary belongs that is used on two of them */
  readonly sameBoundary: 'inner' | 'outer';
  /** take a boundary from the body when the declared one is missing or never occurs */
  readonly guessBoundary: boolean;
  /** delimiters behind the closing one still begin parts */
  readonly ignoreClose: boolean;
  /** the last of conflicting values of a parameter counts */
  readonly lastVariant: boolean;
  /** a boundary parameter makes any type a multipart */
  readonly boundaryOnAnyType: boolean;
}

export const STRICT: ReadingRules = {
  duplicate: 'first',
  garbageEndsHeader: false,
  prefixDelimiters: false,
  sameBoundary: 'inner',
  guessBoundary: false,
  ignoreClose: false,
  lastVariant: false,
  boundaryOnAnyType: false,
};

/** More parts than this are not told apart: the rest stays inside the last one, and 'too-many-parts' says so. */
const MAX_PARTS = 10_000;
/** Multiparts within multiparts; deeper ones stay leaves, and 'nested-too-deep' says so. */
const MAX_DEPTH = 100;

/** Stands for a boundary that is missing: no line can hold it. */
const NO_BOUNDARY = '\n';

/** A part being read; becomes a core Part when its end is known. */
interface Draft {
  readonly path: string;
  readonly type: ParsedValue;
  readonly disposition: ParsedValue | null;
  readonly transferEncoding: string;
  readonly start: number;
  readonly bodyStart: number;
  end: number;
  multipart: boolean;
  children: number;
  closed: boolean;
}

/** One reading in progress: a stack of open multiparts instead of recursion, so that depth costs no call stack. */
class Reader {
  readonly oddities: Oddity[] = [];
  private readonly bytes: Buffer;
  private readonly rules: ReadingRules;
  private readonly parts: Draft[] = [];
  private readonly open: Draft[] = [];
  private readonly finder: DelimiterFinder;
  private readonly noted = new Set<string>();
  /** the leaf whose end is not known yet; null inside a preamble or epilogue */
  private leaf: Draft | null = null;

  constructor(bytes: Buffer, rules: ReadingRules) {
    this.bytes = bytes;
    this.rules = rules;
    this.finder = new DelimiterFinder(bytes, rules);
  }

  read(): MimeMessage {
    const root = this.begin(0, '');
    let from = root.bodyStart;
    while (this.open.length > 0) {
      const delimiter = this.finder.next(from);
      if (delimiter === null) break;
      from = this.apply(delimiter);
    }
    this.endLevels(0, this.bytes.length);
    this.noteStray();
    return {
      headers: root.fields,
      bodyStart: root.bodyStart,
      size: this.bytes.length,
      parts: this.parts.map(finished),
      oddities: this.oddities,
    };
  }

  private note(key: string, path: string): void {
    const id = `${key} ${path}`;
    if (this.noted.has(id)) return;
    this.noted.add(id);
    this.oddities.push({ key, part: partPath(path) });
  }

  /** Reads the header of the part that begins at `start` and opens it. */
  private begin(start: number, path: string): HeaderBlock {
    const range = { start, end: this.bytes.length };
    const block = readHeaders(this.bytes, range, path === '', this.rules, (at) => this.finder.isDelimiter(at));
    for (const key of block.oddities) this.note(key, path);
    const draft = this.draft(path, start, block);
    this.parts.push(draft);
    this.leaf = draft;
    const boundary = this.boundaryOf(draft);
    if (boundary !== null) this.openMultipart(draft, boundary);
    return block;
  }

  private draft(path: string, start: number, block: HeaderBlock): Draft {
    const parsed = (name: string): ParsedValue | null => {
      const fields = block.fields.filter((candidate) => candidate.name.toLowerCase() === name);
      const chosen = this.rules.duplicate === 'first' ? fields[0] : fields[fields.length - 1];
      if (chosen === undefined) return null;
      const value = parseParameters(chosen.value);
      for (const key of value.oddities) this.note(key, path);
      return this.rules.lastVariant ? withLastVariants(value) : value;
    };
    const type = this.typeOf(parsed('content-type'), path);
    const disposition = parsed('content-disposition');
    return {
      path,
      type,
      disposition,
      transferEncoding: (parsed('content-transfer-encoding')?.value ?? '') || '7bit',
      start,
      bodyStart: block.bodyStart,
      end: this.bytes.length,
      multipart: false,
      children: 0,
      closed: false,
    };
  }

  /** The media type; what is missing or no type at all is the default one. */
  private typeOf(declared: ParsedValue | null, path: string): ParsedValue {
    if (declared?.value.includes('/') === true) return declared;
    if (declared !== null) this.note('invalid-content-type', path);
    // RFC 2046 §5.1.5: parts of a digest are messages by default; else RFC 2045 §5.2
    const inDigest = this.open[this.open.length - 1]?.type.value === 'multipart/digest';
    return { ...(declared ?? parseParameters('')), value: inDigest ? 'message/rfc822' : 'text/plain' };
  }

  /** The boundary by which a part is to be divided, null when it is a leaf. */
  private boundaryOf(draft: Draft): string | null {
    const declared = (draft.type.parameters['boundary'] ?? '').trimEnd();
    const isMultipart = draft.type.value.startsWith('multipart/');
    if (!isMultipart) {
      if (declared === '') return null;
      this.note('boundary-on-leaf', draft.path);
      return this.rules.boundaryOnAnyType ? declared : null;
    }
    draft.multipart = true;
    if (declared === '') this.note('missing-boundary', draft.path);
    if (this.rules.guessBoundary && (declared === '' || !this.finder.occurs(declared, draft.bodyStart)))
      return this.finder.guess(draft.bodyStart) ?? (declared || NO_BOUNDARY);
    return declared || NO_BOUNDARY;
  }

  private openMultipart(draft: Draft, boundary: string): void {
    if (this.open.length >= MAX_DEPTH) {
      this.note('nested-too-deep', draft.path);
      draft.multipart = false;
      return;
    }
    draft.multipart = true;
    this.leaf = null;
    this.open.push(draft);
    if (this.finder.push(boundary)) this.note('same-boundary', draft.path);
  }

  /** Acts on a delimiter line. @returns where to go on reading */
  private apply(delimiter: Delimiter): number {
    const parent = this.open[delimiter.level];
    if (parent === undefined) return delimiter.lineEnd;
    if (delimiter.prefixOnly) {
      this.note('delimiter-prefix', parent.path);
      if (!this.rules.prefixDelimiters) return delimiter.lineEnd;
    }
    if (parent.closed) {
      this.note('epilogue-parts', parent.path);
      if (!this.rules.ignoreClose || delimiter.close) return delimiter.lineEnd;
    }
    this.endLevels(delimiter.level + 1, delimiter.contentEnd);
    if (delimiter.close) {
      parent.closed = true;
      this.finder.closeLevel(delimiter.level);
      return delimiter.lineEnd;
    }
    if (this.parts.length >= MAX_PARTS) {
      this.note('too-many-parts', parent.path);
      this.endLevels(0, this.bytes.length);
      return this.bytes.length;
    }
    parent.children++;
    return this.begin(
      delimiter.lineEnd,
      parent.path === '' ? String(parent.children) : `${parent.path}.${parent.children}`,
    ).bodyStart;
  }

  /** Ends the open leaf and all multiparts from a level inwards. */
  private endLevels(level: number, end: number): void {
    // a part that is not even an empty line begins behind the line end that belongs to the delimiter: its parents reach there too
    let innerEnd = end;
    if (this.leaf !== null) innerEnd = this.leaf.end = Math.max(end, this.leaf.start);
    this.leaf = null;
    while (this.open.length > level) {
      const draft = this.open.pop();
      this.finder.pop();
      if (draft === undefined) return;
      innerEnd = draft.end = Math.max(innerEnd, draft.start);
      if (draft.children === 0 && draft.end > draft.bodyStart) this.note('boundary-not-found', draft.path);
      else if (!draft.closed) this.note('missing-final-boundary', draft.path);
    }
  }

  /** What only matters when it is there at all, found by one search over the whole message. */
  private noteStray(): void {
    if (this.parts.some((part) => part.multipart) && this.bytes.includes('\r--')) this.note('bare-cr-delimiter', '');
  }
}

function withLastVariants(value: ParsedValue): ParsedValue {
  const parameters: Record<string, string> = { ...value.parameters };
  for (const [name, values] of Object.entries(value.variants)) parameters[name] = values[values.length - 1] ?? '';
  return { ...value, parameters };
}

function finished(draft: Draft): Part {
  const raw: ByteRange = { start: draft.start, end: draft.end };
  const name = draft.disposition?.parameters['filename'] ?? draft.type.parameters['name'] ?? '';
  return {
    path: partPath(draft.path),
    declaredType: draft.type.value,
    parameters: draft.type.parameters,
    fileName: name.trim() === '' ? null : name,
    disposition: draft.disposition === null ? null : draft.disposition.value,
    transferEncoding: draft.transferEncoding,
    raw,
    body: { start: Math.min(draft.bodyStart, draft.end), end: draft.end },
    removable: draft.path === '' ? null : raw,
    multipart: draft.multipart,
  };
}

/** Builds the tree by given rules. @param bytes any */
export function parseTree(bytes: Buffer, rules: ReadingRules): MimeMessage {
  return new Reader(bytes, rules).read();
}

/**
 * Reads the structure of a message (RFC 5322, RFC 2045–2049), strictly where readers differ. Total and linear.
 * @param bytes the message as spooled; CRLF or LF line ends
 */
export function parseMessage(bytes: Buffer): MimeMessage {
  return parseTree(bytes, STRICT);
}

/** The header fields of a part. @param part of parseMessage(bytes) */
export function partHeaders(part: Part, bytes: Buffer): readonly HeaderField[] {
  const range = { start: part.raw.start, end: part.body.start };
  return readHeaders(bytes, range, part.path === '', STRICT).fields;
}

/** Text between the parts of a multipart that mail clients do not show, but a text editor does. */
export interface TextGap {
  readonly part: Part;
  readonly kind: 'preamble' | 'epilogue';
  readonly range: ByteRange;
}

/**
 * The preambles and epilogues of all multiparts, delimiter lines included at their edges.
 * @param message reading of the bytes
 */
export function textGaps(message: MimeMessage): readonly TextGap[] {
  const gaps: TextGap[] = [];
  const children = new Map<string, Part[]>();
  for (const part of message.parts) {
    if (part.path === '') continue;
    const dot = part.path.lastIndexOf('.');
    const parent = dot < 0 ? '' : part.path.slice(0, dot);
    const list = children.get(parent);
    if (list === undefined) children.set(parent, [part]);
    else list.push(part);
  }
  for (const part of message.parts) {
    if (!part.multipart) continue;
    const inside = children.get(part.path) ?? [];
    const first = inside[0]?.raw.start ?? part.body.end;
    const last = inside[inside.length - 1]?.raw.end;
    if (first > part.body.start) gaps.push({ part, kind: 'preamble', range: { start: part.body.start, end: first } });
    if (last !== undefined && part.body.end > last)
      gaps.push({ part, kind: 'epilogue', range: { start: last, end: part.body.end } });
  }
  return gaps;
}
