/**
 * Property lists of macOS in their binary form: links, saved web pages, settings. In: bytes. Out: every key with its value, a line
 * each; data that is a file goes on as one. Every object of the table is read once and none is followed, so that a list that holds
 * itself ends.
 */
import { TextBuilder } from '../core/text.ts';
import { readLeftover } from './leftovers.ts';
import { BINARY_PLIST } from './sniff.ts';
import type { Document, EmbeddedFile, Extraction, Format, FormatContext } from './format.ts';

const TRAILER = 32;
const MOST_OBJECTS = 200_000;
/** What may be named in all lists together; a text that is named again and again costs what it is long. */
const MOST_VALUES = 4_000_000;
const LETTERS_OF_A_VALUE = 64;
/** A longer text is told once. */
const LONGEST_AGAIN = 200;

type Value =
  | { readonly kind: 'text'; readonly text: string }
  | { readonly kind: 'data'; readonly bytes: Buffer }
  | { readonly kind: 'list'; readonly keys: readonly number[]; readonly values: readonly number[] };

interface Table {
  readonly offsets: readonly number[];
  readonly refSize: number;
}

function tableOf(bytes: Buffer): Table | null {
  const at = bytes.length - TRAILER;
  if (at < 8) return null;
  const [offsetSize = 0, refSize = 0] = [bytes[at + 6], bytes[at + 7]];
  const count = Number(bytes.readBigUInt64BE(at + 8));
  const start = Number(bytes.readBigUInt64BE(at + 24));
  const fits = [offsetSize, refSize].every((size) => size >= 1 && size <= 6);
  if (!fits || count > MOST_OBJECTS || start + count * offsetSize > at) return null;
  return {
    offsets: Array.from({ length: count }, (_, i) => bytes.readUIntBE(start + i * offsetSize, offsetSize)),
    refSize,
  };
}

/** The objects of a list by their number. What is no object, or is longer than the file, is null. */
class Objects {
  private readonly bytes: Buffer;
  private readonly table: Table;
  private left = MOST_VALUES;

  constructor(bytes: Buffer, table: Table) {
    this.bytes = bytes;
    this.table = table;
  }

  at(number: number): Value | null {
    const { bytes } = this;
    const offset = this.table.offsets[number];
    if (offset === undefined || offset >= bytes.length - TRAILER) return null;
    const marker = bytes.readUInt8(offset);
    const kind = marker >> 4;
    if (kind <= 3) return this.number(kind, offset, 1 << (marker & 15));
    const [length, start] = this.lengthAt(offset, marker & 15);
    const fits = (size: number): boolean => start + size <= bytes.length - TRAILER && this.left > 0;
    if (kind === 5 || kind === 6) this.left -= Math.min(length, bytes.length) / LETTERS_OF_A_VALUE;
    if (kind === 4 && fits(length)) return { kind: 'data', bytes: bytes.subarray(start, start + length) };
    if (kind === 5 && fits(length)) return { kind: 'text', text: bytes.toString('latin1', start, start + length) };
    if (kind === 6 && fits(length * 2))
      return { kind: 'text', text: Buffer.from(bytes.subarray(start, start + length * 2)).swap16().toString('utf16le') }; // prettier-ignore
    if (kind === 0xd) return this.list(start, length, true);
    return kind === 0xa || kind === 0xc ? this.list(start, length, false) : null;
  }

  /** True when more was named than is looked at. */
  get spent(): boolean {
    return this.left <= 0;
  }

  private number(kind: number, offset: number, size: number): Value | null {
    if (offset + 1 + size > this.bytes.length - TRAILER) return null;
    if (kind === 1 && size <= 6) return { kind: 'text', text: String(this.bytes.readUIntBE(offset + 1, size)) };
    if (kind === 1 && size === 8) return { kind: 'text', text: String(this.bytes.readBigInt64BE(offset + 1)) };
    if (kind === 2 && size === 8) return { kind: 'text', text: String(this.bytes.readDoubleBE(offset + 1)) };
    return null;
  }

  /** Four bits, or a number behind them. @returns the length, and where the content begins */
  private lengthAt(offset: number, bits: number): readonly [length: number, start: number] {
    if (bits < 15) return [bits, offset + 1];
    const size = 1 << (this.bytes.readUInt8(offset + 1) & 3);
    if (size > 4) return [Infinity, offset];
    return [this.bytes.readUIntBE(offset + 2, size), offset + 2 + size];
  }

  private list(start: number, length: number, keyed: boolean): Value | null {
    const { refSize } = this.table;
    const count = keyed ? length * 2 : length;
    if (start + count * refSize > this.bytes.length - TRAILER) return null;
    this.left -= count;
    if (this.left <= 0) return null;
    const refs = Array.from({ length: count }, (_, i) => this.bytes.readUIntBE(start + i * refSize, refSize));
    return keyed
      ? { kind: 'list', keys: refs.slice(0, length), values: refs.slice(length) }
      : { kind: 'list', keys: [], values: refs };
  }
}

const MEDIA_TYPE = /^[a-z]+\/[\w.+-]{1,80}$/u;

async function extractPlist(document: Document, context: FormatContext): Promise<Extraction> {
  const { bytes, part, where, path } = document;
  const table = tableOf(bytes);
  const nothing = { texts: [], embedded: [], signals: [] };
  if (table === null)
    return { ...nothing, uninspected: [{ part, path, reason: 'damaged', detail: 'no table of objects', kind: 'document' }] }; // prettier-ignore
  const objects = new Objects(bytes, table);
  const builder = new TextBuilder();
  const embedded: EmbeddedFile[] = [];
  const told = new Set<number>();
  const tell = async (ref: number, label: string, type: string | null): Promise<void> => {
    const value = objects.at(ref);
    if (value === null || value.kind === 'list' || (told.has(ref) && label === '')) return;
    if (value.kind === 'text' && told.has(ref) && value.text.length > LONGEST_AGAIN) return;
    if (value.kind === 'text') builder.add(`${label}${value.text.replace(/[\r\n]+/gu, ' ')}\n`, { zone: 'body' });
    else if (told.has(ref)) return;
    else if (type !== null) embedded.push({ name: null, declaredType: type, bytes: value.bytes, internal: true });
    else {
      const { file, text } = await readLeftover(value.bytes, { document, budget: context.budget });
      if (file !== null) embedded.push(file);
      if (text !== '') builder.add(`${text}\n`, { zone: 'metadata' });
    }
    told.add(ref);
  };
  for (let number = 0; number < table.offsets.length; number++) {
    if (number % 1000 === 0) context.budget.checkTime();
    const value = objects.at(number);
    if (value?.kind !== 'list') continue;
    const texts = value.values.map((ref) => objects.at(ref));
    // the data of a saved page stands beside its type
    const type = texts.find((one) => one?.kind === 'text' && MEDIA_TYPE.test(one.text));
    for (const [at, ref] of value.values.entries()) {
      const key = value.keys[at] === undefined ? null : objects.at(value.keys[at]);
      if (value.keys[at] !== undefined) told.add(value.keys[at]);
      await tell(ref, key?.kind === 'text' ? `${key.text}: ` : '', type?.kind === 'text' ? type.text : null);
    }
  }
  for (let number = 0; number < table.offsets.length; number++) {
    if (number % 1000 === 0) context.budget.checkTime();
    if (!told.has(number)) await tell(number, '', null);
  }
  const cut = { part, path, reason: 'limit', detail: 'more values than are read', kind: 'document' } as const;
  return { texts: [builder.build(part, where, path)], embedded, uninspected: objects.spent ? [cut] : [], signals: [] };
}

export const binaryPlistFormat: Format = {
  id: 'binary-plist',
  recognises: (sniff) => sniff.type === BINARY_PLIST,
  extract: extractPlist,
};
