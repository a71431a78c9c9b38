/**
 * Sweeps a PDF's bytes for its objects, without its cross-reference table: object streams are opened, earlier versions of an
 * object are kept apart. This is the second reading beside pdf.js: for XFA, ActualText and Alt, for the encryption
 * dictionary, and to know before pdf.js starts what the file would expand to.
 */
import { constants, inflateSync } from 'node:zlib';
import type { Budget } from '../budget.ts';
import { decryptObject } from './encryption.ts';
import type { FileKey } from './encryption.ts';
import { isDict, isList, isRef, nameOf, parseValue, skipBlanks } from './raw-values.ts';
import type { PdfDict, PdfValue } from './raw-values.ts';

/** One object as it stands in the file. */
export interface RawObject {
  readonly number: number;
  readonly generation: number;
  readonly value: PdfValue;
  /** bytes of its stream before filters; null when it has none */
  readonly stream: Buffer | null;
  /** expanded stream; null for images and for filters not known here */
  readonly data: Buffer | null;
  /** an earlier version of the object, replaced by a later one */
  readonly replaced: boolean;
}

/** All that was found. */
export interface RawPdf {
  readonly objects: readonly RawObject[];
  /** the version of each object that counts */
  readonly current: ReadonlyMap<number, RawObject>;
  /** keys of all trailers and cross-reference streams together, the last one winning */
  readonly trailer: PdfDict;
  /** streams whose compressed data break off in the middle: pdf.js shows what comes before and says nothing */
  readonly brokenStreams: number;
}

const MAX_OBJECTS = 400_000;
const OBJ = Buffer.from('obj');
const ENDSTREAM = Buffer.from('endstream');

/** An object before decryption and filters, with its place in the file. */
export interface FoundObject {
  /** offset of its number */
  readonly start: number;
  /** offset behind its value, where its stream begins if it has one */
  readonly valueEnd: number;
  /** offset behind its stream */
  readonly end: number;
  readonly number: number;
  readonly generation: number;
  readonly value: PdfValue;
  readonly stream: Buffer | null;
}

/** Objects before decryption and filters. */
export function findObjects(bytes: Buffer, budget: Budget): { found: FoundObject[]; trailer: Map<string, PdfValue> } {
  const found: FoundObject[] = [];
  const trailer = new Map<string, PdfValue>();
  let at = bytes.indexOf(OBJ);
  while (at >= 0 && found.length < MAX_OBJECTS) {
    if ((found.length & 1023) === 0) budget.checkTime();
    const head = /(?:^|[^\d])(\d{1,9})\s{1,4}(\d{1,5})\s{1,4}$/u.exec(
      bytes.toString('latin1', Math.max(0, at - 26), at),
    );
    const parsed = head === null ? null : parseValue(bytes, at + 3);
    if (head === null || parsed === null) {
      at = bytes.indexOf(OBJ, at + 3);
      continue;
    }
    const { stream, end } = streamBehind(bytes, parsed.end, parsed.value);
    const start = at - head[0].length + head[0].search(/\d/u);
    const place = { start, valueEnd: parsed.end, end };
    found.push({ ...place, number: Number(head[1]), generation: Number(head[2]), value: parsed.value, stream });
    if (isDict(parsed.value) && nameOf(parsed.value.get('Type')) === 'XRef') merge(trailer, parsed.value);
    at = bytes.indexOf(OBJ, Math.max(end, at + 3));
  }
  for (let t = bytes.indexOf('trailer'), n = 0; t >= 0 && n < 1000; t = bytes.indexOf('trailer', t + 7), n++) {
    const parsed = parseValue(bytes, t + 7);
    if (parsed !== null && isDict(parsed.value)) merge(trailer, parsed.value);
  }
  return { found, trailer };
}

function merge(into: Map<string, PdfValue>, from: PdfDict): void {
  for (const key of ['Root', 'Encrypt', 'ID', 'Info']) {
    const value = from.get(key);
    if (value !== undefined && value !== null) into.set(key, value);
  }
}

function streamBehind(bytes: Buffer, at: number, value: PdfValue): { stream: Buffer | null; end: number } {
  const word = skipBlanks(bytes, at);
  if (!isDict(value) || bytes.toString('latin1', word, word + 6) !== 'stream') return { stream: null, end: at };
  let start = word + 6;
  if (bytes[start] === 0x0d) start++;
  if (bytes[start] === 0x0a) start++;
  const length = value.get('Length');
  if (typeof length === 'number' && length >= 0 && start + length <= bytes.length) {
    const behind = skipBlanks(bytes, start + length);
    if (bytes.toString('latin1', behind, behind + 9) === 'endstream') {
      return { stream: bytes.subarray(start, start + length), end: behind + 9 };
    }
  }
  const end = bytes.indexOf(ENDSTREAM, start);
  if (end < 0) return { stream: bytes.subarray(start), end: bytes.length };
  return { stream: bytes.subarray(start, end), end: end + 9 };
}

/**
 * Expands streams and object streams.
 * @param key from encryption.ts; null when the file is not encrypted
 * @param budget counts what streams expand to; BudgetSpent comes out of here
 */
export function readObjects(
  source: { readonly found: readonly FoundObject[]; readonly trailer: PdfDict },
  size: number,
  key: FileKey | null,
  budget: Budget,
): RawPdf {
  const expander = new Expander(budget, size);
  const objects: RawObject[] = [];
  const encrypt = source.trailer.get('Encrypt');
  const encryptNumber = isRef(encrypt) ? encrypt.ref : -1;
  for (const f of source.found) {
    const plain = key === null || f.number === encryptNumber ? f : { ...f, ...decryptObject(key, f) };
    const object: RawObject = { ...plain, data: expander.expand(plain.value, plain.stream), replaced: false };
    objects.push(object);
    if (isDict(object.value) && nameOf(object.value.get('Type')) === 'ObjStm' && object.data !== null) {
      objects.push(...objectsInside(object.value, object.data, objects.length));
    }
    if (objects.length > MAX_OBJECTS) break;
  }
  const current = new Map<number, RawObject>();
  for (const object of objects) current.set(object.number, object);
  return {
    objects: objects.map((o) => (current.get(o.number) === o ? o : { ...o, replaced: true })),
    current,
    trailer: source.trailer,
    brokenStreams: expander.broken,
  };
}

/** ISO 32000-1 §7.5.7: pairs of object number and offset, then the objects. */
function objectsInside(dict: PdfDict, data: Buffer, already: number): RawObject[] {
  const [count, first] = [dict.get('N'), dict.get('First')];
  if (typeof count !== 'number' || typeof first !== 'number') return [];
  const inside: RawObject[] = [];
  let at = 0;
  for (let i = 0; i < count && already + inside.length < MAX_OBJECTS; i++) {
    const number = parseValue(data, at);
    const offset = number === null ? null : parseValue(data, number.end);
    if (number === null || offset === null || offset.end > first + 64) break;
    at = offset.end;
    if (typeof number.value !== 'number' || typeof offset.value !== 'number') break;
    const parsed = parseValue(data, first + offset.value);
    if (parsed === null) continue;
    inside.push({
      number: number.value,
      generation: 0,
      value: parsed.value,
      stream: null,
      data: null,
      replaced: false,
    });
  }
  return inside;
}

class Expander {
  private readonly budget: Budget;
  private readonly size: number;
  /** streams that could not be expanded to their end */
  broken = 0;
  private soFar = 0;
  constructor(budget: Budget, size: number) {
    this.budget = budget;
    this.size = size;
  }

  expand(value: PdfValue, stream: Buffer | null): Buffer | null {
    // images are bounded by their dimensions and not looked into here
    if (stream === null || !isDict(value) || nameOf(value.get('Subtype')) === 'Image') return null;
    const filters = value.get('Filter') ?? value.get('F');
    const names = (isList(filters) ? filters : [filters]).map(nameOf).filter((name) => name !== '');
    let data: Buffer | null = stream;
    for (const name of names.slice(0, 8)) {
      if (data === null) return null;
      data = this.filter(name, data);
    }
    return data;
  }

  private filter(name: string, data: Buffer): Buffer | null {
    if (name === 'FlateDecode' || name === 'Fl') return this.inflate(data);
    if (name === 'ASCIIHexDecode' || name === 'AHx') {
      const end = data.indexOf(0x3e);
      return Buffer.from(data.toString('latin1', 0, end < 0 ? data.length : end).replace(/\s/gu, ''), 'hex');
    }
    if (name === 'ASCII85Decode' || name === 'A85') return ascii85(data);
    return name === 'Crypt' ? data : null;
  }

  private inflate(data: Buffer): Buffer {
    const allowance = Math.max(1, Math.min(this.budget.remainingBytes(), 2 ** 30)) + 1;
    let bytes: Buffer;
    try {
      bytes = inflateSync(data, { finishFlush: constants.Z_SYNC_FLUSH, maxOutputLength: allowance });
    } catch (error) {
      if (error instanceof RangeError) this.spend(allowance);
      // a wrong checksum at the end loses nothing
      else if (error instanceof Error && !error.message.includes('data check')) this.broken++;
      return Buffer.alloc(0);
    }
    this.spend(bytes.length);
    return bytes;
  }

  private spend(count: number): void {
    this.soFar += count;
    this.budget.spendBytes(count, this.soFar, this.size);
    this.budget.checkTime();
  }
}

function ascii85(data: Buffer): Buffer {
  const out: number[] = [];
  let group: number[] = [];
  const flush = (): void => {
    if (group.length < 2) return;
    const padded = [...group, 84, 84, 84, 84].slice(0, 5);
    const n = padded.reduce((sum, digit) => sum * 85 + digit, 0) >>> 0;
    out.push(...[n >>> 24, (n >>> 16) & 255, (n >>> 8) & 255, n & 255].slice(0, group.length - 1));
    group = [];
  };
  for (const b of data) {
    if (b === 0x7e) break;
    if (b === 0x7a && group.length === 0) out.push(0, 0, 0, 0);
    else if (b >= 0x21 && b <= 0x75) {
      group.push(b - 0x21);
      if (group.length === 5) flush();
    }
  }
  flush();
  return Buffer.from(out);
}
