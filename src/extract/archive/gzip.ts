/**
 * gzip (RFC 1952), member by member. The names, comments and extra fields of all of them are texts too; what stands behind the last
 * or between two is read for itself.
 */
import { constants, crc32, inflateRawSync } from 'node:zlib';
import type { ZlibOptions } from 'node:zlib';
import { nextGzip } from '../beginnings.ts';
import { BudgetSpent } from '../budget.ts';
import type { Document, Extraction, Format, FormatContext } from '../format.ts';
import { sweptText } from '../leftovers.ts';
import { ZipSpending } from '../zip-read.ts';
import { addLeftover, ArchiveFindings } from './findings.ts';
import { nameInside } from './names.ts';

export const gzipFormat: Format = {
  id: 'gzip',
  recognises: (sniff) => sniff.type === 'application/gzip' || sniff.type === 'application/x-gzip',
  extract: extractGzip,
};

const MAGIC = Buffer.from([0x1f, 0x8b, 8]);
/** Fields of members that are looked at; files cut into blocks (BGZF) have many members with the same few. */
const MOST_NOTED = 10_000;

/** Members that cannot be expanded; behind as many the rest is given up. */
const MOST_BROKEN = 20;
const LONGEST_WORDS = 65_536;

interface Header {
  readonly name: string;
  readonly comment: string;
  readonly extra: Buffer;
  /** where compressed data begin */
  readonly end: number;
}

async function extractGzip(document: Document, context: FormatContext): Promise<Extraction> {
  const findings = new ArchiveFindings(document);
  try {
    const reading = new GzipReading(document, context);
    reading.run();
    const [name = nameInside(document.name), ...others] = reading.names;
    for (const other of others) findings.name(other);
    for (const note of reading.notes) findings.comment(note, 'archive comment');
    if (reading.damage !== '') findings.miss(null, 'damaged', reading.damage);
    const bytes = Buffer.concat(reading.pieces);
    if (bytes.length > 0) findings.embedded.push({ name, declaredType: null, bytes });
    else findings.name(name);
    await addLeftover(reading.strays, document, context, findings);
  } catch (error) {
    if (!(error instanceof BudgetSpent)) throw error;
    findings.miss(null, error.reason, error.limit);
  }
  return findings.build();
}

class GzipReading {
  readonly pieces: Buffer[] = [];
  readonly names = new Set<string>();
  readonly notes = new Set<string>();
  readonly strays: Buffer[] = [];
  damage = '';
  private broken = 0;
  private readonly bytes: Buffer;
  private readonly context: FormatContext;
  private readonly spending: ZipSpending;

  constructor({ bytes }: Document, context: FormatContext) {
    this.bytes = bytes;
    this.context = context;
    this.spending = new ZipSpending(context.budget, bytes.length);
  }

  run(): void {
    this.context.budget.spendEntry(0);
    for (let at = 0; at < this.bytes.length;) {
      this.context.budget.checkTime();
      const header = headerAt(this.bytes, at);
      if (header !== null) {
        this.note(header);
        at = this.inflate(header.end);
        continue;
      }
      const next = nextGzip(this.bytes, at);
      this.strays.push(this.bytes.subarray(at, next));
      at = next;
    }
    if (this.pieces.length === 0 && this.damage === '') this.damage = 'stream cannot be read';
  }

  private note({ name, comment, extra }: Header): void {
    if (this.notes.size + this.names.size >= MOST_NOTED) return;
    if (name !== '') this.names.add(name);
    for (const text of [comment, sweptText(extra, this.context.budget)]) if (text !== '') this.notes.add(text);
  }

  /** Expands the data of a member. @returns offset behind its trailer */
  private inflate(start: number): number {
    const data = this.bytes.subarray(start);
    const maxOutputLength = this.spending.allowance();
    for (const finishFlush of [constants.Z_FINISH, constants.Z_SYNC_FLUSH]) {
      try {
        const { buffer, consumed } = inflateSome(data, { maxOutputLength, finishFlush });
        this.spending.spend(buffer.length);
        this.pieces.push(buffer);
        const end = start + consumed;
        if (finishFlush !== constants.Z_FINISH || end + 8 > this.bytes.length) {
          this.damage = 'stream cannot be read whole';
          return this.behindDamage(start);
        }
        if (this.bytes.readUInt32LE(end) === crc32(buffer)) return end + 8;
        this.damage = 'stream cannot be read whole';
        // what is broken may end within the next member
        return Math.min(end + 8, this.behindDamage(start));
      } catch (error) {
        if (error instanceof RangeError) this.spending.spend(maxOutputLength);
        else if (!(error instanceof Error) || error instanceof BudgetSpent) throw error;
      }
    }
    this.damage = 'stream cannot be read';
    return this.behindDamage(start);
  }

  /** Where to go on behind a member that is broken: programs that mend archives find the others. */
  private behindDamage(start: number): number {
    this.broken++;
    return this.broken > MOST_BROKEN ? this.bytes.length : nextGzip(this.bytes, start);
  }
}

/** Expands what stands at the beginning of bytes, and tells where it ended; Node's types do not know of its `info`. */
function inflateSome(data: Buffer, options: ZlibOptions): { readonly buffer: Buffer; readonly consumed: number } {
  const result: unknown = inflateRawSync(data, { ...options, info: true });
  if (typeof result !== 'object' || result === null || !('buffer' in result) || !('engine' in result))
    throw new TypeError('inflateRawSync tells nothing of its engine any more');
  const { buffer, engine } = result;
  if (!Buffer.isBuffer(buffer) || typeof engine !== 'object' || engine === null || !('bytesWritten' in engine))
    throw new TypeError('inflateRawSync tells nothing of its engine any more');
  return { buffer, consumed: Number(engine.bytesWritten) };
}

/** RFC 1952 §2.3: optional extra field, file name and comment (ISO 8859-1, ended by zero), checksum of all that. */
function headerAt(bytes: Buffer, start: number): Header | null {
  if (!bytes.subarray(start, start + 3).equals(MAGIC) || start + 10 > bytes.length) return null;
  const flags = bytes[start + 3] ?? 0;
  let at = start + 10;
  let extra: Buffer = Buffer.alloc(0);
  if ((flags & 4) !== 0 && at + 2 <= bytes.length) {
    const length = bytes.readUInt16LE(at);
    extra = bytes.subarray(at + 2, at + 2 + length);
    at += 2 + length;
  }
  const next = (): string => {
    const length = bytes.subarray(at, at + LONGEST_WORDS).indexOf(0);
    if (length < 0) return '';
    const text = bytes.subarray(at, at + length);
    at += length + 1;
    const utf8 = text.toString('utf8');
    return utf8.includes('\ufffd') ? text.toString('latin1') : utf8;
  };
  const name = (flags & 8) !== 0 ? next() : '';
  const comment = (flags & 16) !== 0 ? next() : '';
  if ((flags & 2) !== 0) at += 2;
  return { name, comment, extra, end: at };
}
