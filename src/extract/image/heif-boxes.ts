/**
 * What a HEIF file holds (ISO/IEC 14496-12, 23008-12): its items with their properties and bytes, and whether there is a film. In: bytes
 * of a HEIC or AVIF. Promised: total, linear; of a file that claims more than it has only what is there is given.
 */

/** One item of a file: a picture, a part of one, or what is said of one. */
export interface HeifItem {
  readonly id: number;
  /** 'av01' and 'hvc1' are coded pictures, 'grid' and the like put together of others */
  readonly type: string;
  readonly name: string;
  /** media type of a 'mime' item */
  readonly contentType: string;
  readonly isHidden: boolean;
  /** where its bytes stand, in order; none when that cannot be told */
  readonly extents: readonly (readonly [start: number, length: number])[];
  readonly properties: readonly Box[];
}

/** What one item is to others. */
interface Reference {
  readonly kind: string;
  readonly from: number;
  readonly to: readonly number[];
}

/** A file. */
export interface HeifFile {
  /** item that is shown first, and where its number stands in the file; null when nothing says */
  readonly primary: { readonly id: number; readonly at: number; readonly size: 2 | 4 } | null;
  readonly items: readonly HeifItem[];
  readonly references: readonly Reference[];
  readonly hasFilm: boolean;
}

/** A box: its kind, and where what is in it begins and ends. */
interface Box {
  readonly kind: string;
  readonly start: number;
  readonly end: number;
}

const MOST_BOXES = 4_000;
const MOST_ITEMS = 1_000;
const MOST_EXTENTS = 64;
/** Parts of a grid or the properties of an item. */
const MOST_NAMED = 1_000;

/** Reads numbers one after the other; beyond the end they are nought. */
class Reader {
  readonly bytes: Buffer;
  readonly end: number;
  at: number;
  constructor(bytes: Buffer, { start, end }: Pick<Box, 'start' | 'end'>) {
    this.bytes = bytes;
    this.at = start;
    this.end = Math.min(end, bytes.length);
  }
  get isOver(): boolean {
    return this.at >= this.end;
  }
  /** @param size in bytes: 0, 1, 2, 4 or 8 */
  number(size: number): number {
    const at = this.at;
    this.at += size;
    if (size === 0 || this.at > this.end) return 0;
    return size === 8 ? Number(this.bytes.readBigUInt64BE(at)) : this.bytes.readUIntBE(at, size);
  }
  text(): string {
    const stop = this.bytes.subarray(this.at, this.end).indexOf(0);
    const end = stop < 0 ? this.end : this.at + stop;
    const text = this.bytes.toString('utf8', this.at, end);
    this.at = end + 1;
    return text;
  }
  /** Version and flags of a full box. */
  head(): { readonly version: number; readonly flags: number } {
    return { version: this.number(1), flags: this.number(1) * 65_536 + this.number(2) };
  }
}

/** The boxes between two places. */
function* boxesIn(bytes: Buffer, { start, end }: Pick<Box, 'start' | 'end'>): Generator<Box> {
  const last = Math.min(end, bytes.length);
  for (let at = start, n = 0; at + 8 <= last && n < MOST_BOXES; n++) {
    const kind = bytes.toString('latin1', at + 4, at + 8);
    const short = bytes.readUInt32BE(at);
    const isLong = short === 1 && at + 16 <= last;
    const size = isLong ? Number(bytes.readBigUInt64BE(at + 8)) : short === 0 ? last - at : short;
    if (size < 8) return;
    yield { kind, start: at + (isLong ? 16 : 8), end: Math.min(at + size, last) };
    at += size;
  }
}

/** What the parts of a file are told with, by number of the item. */
interface Told {
  readonly items: Map<number, Omit<HeifItem, 'extents' | 'properties'>>;
  readonly extents: Map<number, (readonly [number, number])[]>;
  readonly properties: Map<number, number[]>;
  /** numbers of properties are counted from one */
  readonly all: Box[];
  readonly references: Reference[];
  primary: HeifFile['primary'];
}

/** @param bytes for which isHeif */
export function readHeif(bytes: Buffer): HeifFile {
  const told: Told = {
    items: new Map(),
    extents: new Map(),
    properties: new Map(),
    all: [],
    references: [],
    primary: null,
  };
  let hasFilm = false;
  for (const box of boxesIn(bytes, { start: 0, end: bytes.length })) {
    if (box.kind === 'moov') hasFilm = true;
    if (box.kind === 'meta') readMeta(bytes, box, told);
  }
  const items = [...told.items.values()].map((item) => ({
    ...item,
    extents: told.extents.get(item.id) ?? [],
    properties: (told.properties.get(item.id) ?? []).flatMap((number) => told.all[number - 1] ?? []),
  }));
  return { primary: told.primary, items, references: told.references, hasFilm };
}

function readMeta(bytes: Buffer, meta: Box, told: Told): void {
  const parts = [...boxesIn(bytes, { start: meta.start + 4, end: meta.end })];
  const data = parts.find(({ kind }) => kind === 'idat');
  for (const box of parts) {
    const reader = new Reader(bytes, box);
    if (box.kind === 'pitm') readPrimary(reader, told);
    else if (box.kind === 'iinf') readItems(bytes, box, told);
    else if (box.kind === 'iloc') readPlaces(reader, data?.start ?? null, told);
    else if (box.kind === 'iref') readReferences(bytes, box, told);
    else if (box.kind === 'iprp')
      for (const inner of boxesIn(bytes, box)) {
        if (inner.kind === 'ipco') told.all.push(...boxesIn(bytes, inner));
        else if (inner.kind === 'ipma') readAssociations(new Reader(bytes, inner), told);
      }
  }
}

function readPrimary(reader: Reader, told: Told): void {
  const size = reader.head().version === 0 ? 2 : 4;
  const { at } = reader;
  if (at + size <= reader.end) told.primary = { id: reader.number(size), at, size };
}

function readItems(bytes: Buffer, box: Box, told: Told): void {
  const reader = new Reader(bytes, box);
  reader.number(reader.head().version === 0 ? 2 : 4);
  for (const inner of boxesIn(bytes, { start: reader.at, end: box.end })) {
    if (inner.kind !== 'infe' || told.items.size >= MOST_ITEMS) continue;
    const entry = new Reader(bytes, inner);
    const { version, flags } = entry.head();
    if (version < 2) continue;
    const id = entry.number(version === 2 ? 2 : 4);
    entry.number(2);
    const type = bytes.toString('latin1', entry.at, Math.min(entry.at + 4, entry.end));
    entry.at += 4;
    const name = entry.text();
    const contentType = type === 'mime' ? entry.text() : '';
    told.items.set(id, { id, type, name, contentType, isHidden: (flags & 1) === 1 });
  }
}

/** ISO/IEC 14496-12 §8.11.3. @param data where the bytes begin that stand in the same box */
function readPlaces(reader: Reader, data: number | null, told: Told): void {
  const { version } = reader.head();
  const sizes = reader.number(2);
  const [offsetSize, lengthSize, baseSize] = [sizes >> 12, (sizes >> 8) & 15, (sizes >> 4) & 15];
  const indexSize = version > 0 ? sizes & 15 : 0;
  if ([offsetSize, lengthSize, baseSize, indexSize].some((size) => ![0, 4, 8].includes(size))) return;
  const count = reader.number(version < 2 ? 2 : 4);
  for (let i = 0; i < count && i < MOST_ITEMS && !reader.isOver; i++) {
    const id = reader.number(version < 2 ? 2 : 4);
    const method = version > 0 ? reader.number(2) & 15 : 0;
    reader.number(2);
    const origin = reader.number(baseSize) + (method === 1 ? (data ?? 0) : 0);
    const extents: (readonly [number, number])[] = [];
    const pieces = reader.number(2);
    for (let n = 0; n < pieces && reader.at < reader.end; n++) {
      reader.number(indexSize);
      const start = origin + reader.number(offsetSize);
      const length = reader.number(lengthSize);
      if (extents.length < MOST_EXTENTS && (method === 0 || (method === 1 && data !== null))) extents.push([start, length]); // prettier-ignore
    }
    if (!told.extents.has(id)) told.extents.set(id, extents);
  }
}

function readReferences(bytes: Buffer, box: Box, told: Told): void {
  const size = new Reader(bytes, box).head().version === 0 ? 2 : 4;
  for (const inner of boxesIn(bytes, { start: box.start + 4, end: box.end })) {
    const reader = new Reader(bytes, inner);
    const from = reader.number(size);
    const count = Math.min(reader.number(2), MOST_NAMED);
    const to = Array.from({ length: count }, () => reader.number(size));
    if (told.references.length < MOST_ITEMS) told.references.push({ kind: inner.kind, from, to });
  }
}

function readAssociations(reader: Reader, told: Told): void {
  const { version, flags } = reader.head();
  const count = reader.number(4);
  for (let i = 0; i < count && i < MOST_ITEMS && !reader.isOver; i++) {
    const id = reader.number(version === 0 ? 2 : 4);
    const isWide = (flags & 1) === 1;
    const numbers = Array.from({ length: reader.number(1) }, () => reader.number(isWide ? 2 : 1) & (isWide ? 0x7fff : 0x7f)); // prettier-ignore
    if (!told.properties.has(id)) told.properties.set(id, numbers);
  }
}

/** @returns the bytes of an item, none beyond a limit */
export function bytesOfItem(bytes: Buffer, { extents }: HeifItem, limit: number): Buffer {
  let left = limit;
  const pieces = extents.map(([start, length]) => {
    // a length of nought stands for the rest of the file
    const piece = bytes.subarray(start, Math.min(start + (length === 0 ? left : Math.min(length, left)), bytes.length));
    left -= piece.length;
    return piece;
  });
  return Buffer.concat(pieces);
}

/** Numbers of the pictures that are shown for themselves, the first one first: no previews, no masks, no parts of others. */
export function shownItems({ primary, items, references }: HeifFile): readonly HeifItem[] {
  const parts = new Set(references.flatMap(({ kind, from, to }) => (kind === 'dimg' ? to : /^(?:thmb|auxl)$/u.test(kind) ? [from] : []))); // prettier-ignore
  const isFirst = (item: HeifItem): boolean => item.id === primary?.id;
  const shown = items.filter((item) => isFirst(item) || (isPicture(item) && !item.isHidden && !parts.has(item.id)));
  return [...shown.filter(isFirst), ...shown.filter((item) => !isFirst(item))];
}

const isPicture = ({ type }: HeifItem): boolean => !/^(?:Exif|mime|uri |tmap)$/u.test(type);

/** Whether a picture is coded with AV1, by itself or by the parts that it is put together of. */
export function isAv1({ items, references }: HeifFile, item: HeifItem): boolean {
  if (item.type === 'av01') return true;
  const parts = references.find(({ kind, from }) => kind === 'dimg' && from === item.id)?.to ?? [];
  return items.some(({ id, type }) => type === 'av01' && parts.includes(id));
}
