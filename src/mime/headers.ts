import type { ByteRange, HeaderField } from '../core/message.ts';

const LF = 0x0a;
const CR = 0x0d;
const DASH = 0x2d;
const EIGHT_BIT = /[\u0080-\u00ff]/;

/** How a reader treats lines that are no header fields. */
export interface HeaderRules {
  /** a line without a colon ends the header block, as some clients do, instead of being skipped */
  readonly garbageEndsHeader: boolean;
}

/** Tells whether the line at an offset is a delimiter of an enclosing multipart, which ends any header. */
export type DelimiterTest = (lineStart: number) => boolean;

/** One header block. */
export interface HeaderBlock {
  readonly fields: readonly HeaderField[];
  /** after the empty line; the end of the range when there is none */
  readonly bodyStart: number;
  readonly oddities: readonly string[];
}

/** Field names that mail must not repeat (RFC 5322 §3.6) or that decide how it is read. */
const SINGLE = new Set([
  'from',
  'sender',
  'reply-to',
  'to',
  'cc',
  'bcc',
  'subject',
  'date',
  'message-id',
  'content-type',
  'content-transfer-encoding',
  'content-disposition',
  'mime-version',
]);

/** More fields than this are not told apart any more; the rest of the block is one nameless field. */
const MAX_FIELDS = 20_000;

interface Line {
  readonly start: number;
  /** line end excluded */
  readonly contentEnd: number;
  /** line end included */
  readonly end: number;
}

function lineAt(bytes: Buffer, start: number, limit: number): Line {
  const lf = bytes.indexOf(LF, start);
  const end = lf < 0 || lf >= limit ? limit : lf + 1;
  let contentEnd = end;
  if (lf >= 0 && lf < limit) contentEnd = lf > start && bytes[lf - 1] === CR ? lf - 1 : lf;
  return { start, contentEnd, end };
}

const isBlank = (byte: number | undefined): boolean => byte === 0x20 || byte === 0x09;

/** The position of the colon that ends a field name, -1 when the line is no field. Names are printable ASCII (RFC 5322 §2.2). */
function colonOf(bytes: Buffer, line: Line): number {
  const limit = Math.min(line.contentEnd, line.start + 1000);
  for (let i = line.start; i < limit; i++) {
    const c = bytes[i] ?? 0;
    if (c === 0x3a) return i > line.start ? i : -1;
    if (c > 0x7e || c < 0x20) {
      if (c !== 0x09) return -1;
    }
    if (isBlank(c)) {
      // white space is allowed only between name and colon
      let j = i;
      while (j < limit && isBlank(bytes[j])) j++;
      return bytes[j] === 0x3a && i > line.start ? j : -1;
    }
  }
  return -1;
}

/** RFC 5322 §2.2.3: the line ends of folding go, its white space stays; none at the ends. */
const unfold = (raw: string): string => raw.replace(/\r?\n(?=[ \t])/g, '').trim();

interface Open {
  readonly name: string;
  readonly start: number;
  readonly valueStart: number;
  end: number;
}

/**
 * Reads a header block. Every byte is looked at a bounded number of times.
 * @param bytes the whole message
 * @param range where the part begins, and where its bytes end at the latest
 * @param root the block at the very start: a leading mbox 'From ' line is passed over
 * @param isDelimiter asked for lines that begin with '--'
 */
export function readHeaders(
  bytes: Buffer,
  range: ByteRange,
  root: boolean,
  rules: HeaderRules,
  isDelimiter: DelimiterTest = () => false,
): HeaderBlock {
  const fields: HeaderField[] = [];
  const oddities = new Set<string>();
  const seen = new Map<string, string>();
  let open: Open | null = null;
  const close = (): void => {
    if (open === null) return;
    const value = unfold(bytes.toString('latin1', open.valueStart, open.end));
    noteField(open.name, value, seen, oddities);
    fields.push({ name: open.name, value, range: { start: open.start, end: open.end } });
    open = null;
  };
  let position = range.start;
  let bodyStart = range.end;
  while (position < range.end) {
    const line = lineAt(bytes, position, range.end);
    if (line.contentEnd === line.start) {
      bodyStart = line.end;
      break;
    }
    if (bytes[line.start] === DASH && bytes[line.start + 1] === DASH && isDelimiter(line.start)) {
      bodyStart = line.start;
      break;
    }
    const current = open;
    if (isBlank(bytes[line.start])) {
      if (isWhite(bytes, line)) oddities.add('blank-folded-line');
      if (current !== null) current.end = line.end;
      else oddities.add('folded-first-line');
    } else {
      const colon = fields.length < MAX_FIELDS ? colonOf(bytes, line) : -1;
      if (colon >= 0) {
        close();
        if (isBlank(bytes[colon - 1])) oddities.add('space-before-colon');
        const name = bytes.toString('latin1', line.start, colon).trimEnd();
        open = { name, start: line.start, valueStart: colon + 1, end: line.end };
      } else if (
        root &&
        line.start === range.start &&
        bytes.toString('latin1', line.start, line.start + 5) === 'From '
      ) {
        // mbox separator kept by an export
      } else {
        oddities.add(fields.length < MAX_FIELDS ? 'malformed-header-line' : 'too-many-header-fields');
        if (rules.garbageEndsHeader) {
          bodyStart = line.start;
          position = line.start;
          break;
        }
        close();
        fields.push({
          name: '',
          value: bytes.toString('latin1', line.start, line.contentEnd),
          range: { start: line.start, end: line.end },
        });
      }
    }
    position = line.end;
  }
  close();
  noteBytes(bytes, range.start, Math.min(bodyStart, range.end), oddities);
  return { fields, bodyStart, oddities: [...oddities] };
}

function isWhite(bytes: Buffer, line: Line): boolean {
  for (let i = line.start; i < line.contentEnd; i++) if (!isBlank(bytes[i])) return false;
  return true;
}

/** Repeated fields, and whether the repetitions say the same. */
function noteField(name: string, value: string, seen: Map<string, string>, oddities: Set<string>): void {
  const key = name.toLowerCase();
  if (!SINGLE.has(key)) return;
  const before = seen.get(key);
  if (before === undefined) seen.set(key, value);
  else oddities.add(before === value ? `repeated-${key}` : `duplicate-${key}`);
}

function noteBytes(bytes: Buffer, start: number, end: number, oddities: Set<string>): void {
  const block = bytes.subarray(start, end);
  if (EIGHT_BIT.test(block.toString('latin1'))) oddities.add('8bit-header');
  if (block.includes(0)) oddities.add('nul-in-header');
  for (let at = block.indexOf(CR); at >= 0; at = block.indexOf(CR, at + 1)) {
    if (block[at + 1] !== LF) {
      oddities.add('bare-cr-in-header');
      break;
    }
  }
}
