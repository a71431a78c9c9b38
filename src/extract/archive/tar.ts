/**
 * TAR (POSIX ustar and pax, GNU). In: bytes. Out: every file with its name; names of directories and links are texts.
 * Read to the last byte: what follows the end mark, which tar programs ignore, is read as well.
 */
import { BudgetSpent } from '../budget.ts';
import type { Document, Extraction, Format, FormatContext } from '../format.ts';
import { readLeftover } from '../leftovers.ts';
import { ArchiveFindings } from './findings.ts';

const BLOCK = 512;

export const tarFormat: Format = {
  id: 'tar',
  recognises: (sniff, document) => sniff.type === 'application/x-tar' || isTarHeader(document.bytes, 0),
  extract: extractTar,
};

interface Header {
  readonly name: string;
  readonly size: number;
  readonly type: string;
  readonly link: string;
}

async function extractTar(document: Document, context: FormatContext): Promise<Extraction> {
  const findings = new ArchiveFindings(document);
  try {
    const between = readBlocks(document.bytes, context, findings);
    if (!(await readBetween(between, document, context, findings)))
      findings.miss(null, 'damaged', 'blocks that are no part of an entry');
  } catch (error) {
    if (!(error instanceof BudgetSpent)) throw error;
    findings.miss(null, error.reason, error.limit);
  }
  return findings.build();
}

/** Blocks that are no part of an entry, and what fills the blocks of entries up. */
interface Between {
  readonly runs: Buffer[];
  readonly fillings: Set<string>;
  /** a header was seen */
  any: boolean;
}

function readBlocks(bytes: Buffer, context: FormatContext, findings: ArchiveFindings): Between {
  let overrides: { name?: string; size?: number; link?: string } = {};
  const owners = new Set<string>();
  const between: Between = { runs: [], fillings: new Set(), any: false };
  let owesFile = false;
  for (let at = 0; at < bytes.length;) {
    if (!isTarHeader(bytes, at)) {
      const start = at;
      do at += BLOCK;
      while (at < bytes.length && !isTarHeader(bytes, at));
      const run = bytes.subarray(start, at);
      if (!isZero(run)) between.runs.push(run);
      continue;
    }
    between.any = true;
    addFilling(bytes.subarray(at, at + BLOCK), HEADER_FIELDS, between);
    for (const owner of ownersOf(bytes, at)) owners.add(owner);
    const header = readHeader(bytes, at);
    const size = overrides.size ?? header.size;
    const data = bytes.subarray(at + BLOCK, at + BLOCK + size);
    const end = at + BLOCK + size;
    at += BLOCK + Math.ceil(size / BLOCK) * BLOCK;
    if (end < at && end < bytes.length && !isZero(bytes.subarray(end, at)))
      addFilling(bytes.subarray(end, at), [[0, at - end]], between);
    if (data.length < size && 'LKxg'.includes(header.type))
      findings.miss(null, 'damaged', 'header cannot be read whole');
    if ('LKx'.includes(header.type)) owesFile = data.length === size;
    if (header.type === 'L') overrides = { ...overrides, name: untilZero(data) };
    else if (header.type === 'K') overrides = { ...overrides, link: untilZero(data) };
    else if (header.type === 'x') {
      const pax = paxOverrides(data);
      overrides = { ...overrides, ...pax.overrides };
      if (pax.words !== '') findings.comment(pax.words, 'archive header');
    } else if (header.type === 'g') findings.comment(data.toString('utf8'), 'archive header');
    else {
      const name = overrides.name ?? header.name;
      addEntry({ ...header, name, link: overrides.link ?? header.link, size }, data, context, findings);
      overrides = {};
      owesFile = false;
    }
  }
  if (owesFile) findings.miss(null, 'damaged', 'header without the file that it speaks of');
  if (owners.size > 0) findings.comment([...owners].join('\n'), 'owner');
  return between;
}

/** Fields of a header that are words ended by zero, and the filling at its end. */
const HEADER_FIELDS: readonly (readonly [start: number, length: number])[] = [
  [0, 100],
  [157, 100],
  [265, 32],
  [297, 32],
  [345, 155],
  [500, 12],
];
const MOST_FILLINGS = 10_000;

/** Notes what stands behind the zero that ends a field; a listing never shows it. */
function addFilling(block: Buffer, fields: typeof HEADER_FIELDS, { fillings }: Between): void {
  const isHeader = fields === HEADER_FIELDS;
  for (const [start, length] of fields) {
    const field = block.subarray(start, start + length);
    const zero = isHeader && start < 500 ? field.indexOf(0) : 0;
    if (zero < 0 || isZero(field.subarray(zero)) || fillings.size >= MOST_FILLINGS) continue;
    for (const run of field.toString('latin1', zero).match(/[^\0-\x1f\x7f-\x9f]{4,}/gu) ?? [])
      // times of the older GNU form, in octal
      if (/[\p{L}\p{N}]{4}/u.test(run) && !(isHeader && /^[0-7]{11}$/u.test(run))) fillings.add(run);
  }
}

/** Reads what stands between and behind the entries. @returns false when something of it cannot be told to be anything */
async function readBetween(
  { runs, fillings, any }: Between,
  document: Document,
  { budget }: FormatContext,
  findings: ArchiveFindings,
): Promise<boolean> {
  if (fillings.size > 0) findings.comment([...fillings].join('\n'), 'between the files');
  let whole = any;
  for (const run of runs) {
    budget.checkTime();
    const { file, text, whole: isWhole } = await readLeftover(run, { document, budget });
    if (file !== null) {
      budget.spendEntry(0);
      findings.embedded.push(file);
    }
    if (text !== '') findings.comment(text, 'between the files');
    whole &&= isWhole;
  }
  return whole;
}

function addEntry(header: Header, data: Buffer, context: FormatContext, findings: ArchiveFindings): void {
  context.budget.spendEntry(0);
  if (header.link !== '') findings.name(`${header.name} -> ${header.link}`);
  if (data.length === 0) {
    if (header.link === '') findings.name(header.name);
    return;
  }
  context.budget.spendBytes(data.length);
  if (data.length < header.size) findings.miss(header.name, 'damaged', 'entry cannot be read whole');
  findings.embedded.push({ name: header.name, declaredType: null, bytes: data });
}

function isZero(block: Buffer): boolean {
  return block.every((b) => b === 0);
}

/** Whether a header block stands at an offset. POSIX.1-1988 checksum: the sum of the header's bytes with the checksum field as blanks. */
export function isTarHeader(bytes: Buffer, at: number): boolean {
  if (at + BLOCK > bytes.length || bytes[at] === 0) return false;
  let sum = 0;
  for (let i = 0; i < BLOCK; i++) sum += i >= 148 && i < 156 ? 32 : (bytes[at + i] ?? 0);
  return number(bytes.subarray(at + 148, at + 156)) === sum;
}

/** Octal digits, or base 256 when the first bit is set (GNU). */
function number(field: Buffer): number {
  const first = field[0] ?? 0;
  if ((first & 0x80) !== 0) {
    let n = first & 0x3f;
    for (const b of field.subarray(1)) n = n * 256 + b;
    return Math.min(n, Number.MAX_SAFE_INTEGER);
  }
  const text = untilZero(field).trim();
  return /^[0-7]{1,12}$/u.test(text) ? Number.parseInt(text, 8) : -1;
}

/** Names of user and group, which a listing shows; nearly all are names of accounts and of no interest. */
const ownersOf = (bytes: Buffer, at: number): readonly string[] =>
  [265, 297].map((from) => untilZero(bytes.subarray(at + from, at + from + 32))).filter((name) => /\d{4}/u.test(name));

function untilZero(field: Buffer): string {
  const end = field.indexOf(0);
  return field.toString('utf8', 0, end < 0 ? field.length : end);
}

function readHeader(bytes: Buffer, at: number): Header {
  const field = (start: number, length: number): Buffer => bytes.subarray(at + start, at + start + length);
  const prefix =
    field(257, 5).toString('latin1') === 'ustar' && bytes[at + 262] === 0 ? untilZero(field(345, 155)) : '';
  const type = String.fromCharCode(bytes[at + 156] ?? 0);
  // links, devices and folders have no data whatever their size says
  const size = '123456'.includes(type) ? 0 : Math.max(0, number(field(124, 12)));
  const own = untilZero(field(0, 100));
  return { name: prefix === '' ? own : `${prefix}/${own}`, size, type, link: untilZero(field(157, 100)) };
}

/** pax records: 'length key=value\n' (POSIX.1-2001). */
function paxOverrides(data: Buffer): {
  readonly overrides: { name?: string; size?: number; link?: string };
  /** comments, and names of owners */
  readonly words: string;
} {
  const found: { name?: string; size?: number; link?: string } = {};
  const words: string[] = [];
  for (let at = 0; at < data.length;) {
    const blank = data.indexOf(0x20, at);
    const length = blank < 0 ? 0 : Number(data.toString('latin1', at, Math.min(blank, at + 10)));
    if (!Number.isInteger(length) || length < 3) break;
    const record = data.toString('utf8', blank + 1, at + length).replace(/\n$/u, '');
    const equals = record.indexOf('=');
    const [key, value] = [record.slice(0, equals), record.slice(equals + 1)];
    if (key === 'path') found.name = value;
    else if (key === 'linkpath') found.link = value;
    else if (/^(?:comment|uname|gname)$/u.test(key)) words.push(value);
    else if (key === 'size' && /^\d{1,15}$/u.test(value)) found.size = Number(value);
    at += length;
  }
  return { overrides: found, words: words.join('\n') };
}
