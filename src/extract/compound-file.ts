/**
 * OLE compound files ([MS-CFB]): doc, xls, ppt, msg, OOXML under a password.
 *
 * In: the bytes. Out: streams by path. Promised: total, no more work and memory than the file has bytes, whatever its sector
 * chains and its directory claim: every chain is followed once and ends where it would turn back. Streams that the
 * directory holds but no storage shows come out too. Our own reader, because the library walks a circle of sectors for
 * ever and gives every entry its own copy of a chain that thousands of them name.
 */

const HEADER = 512;
const HEADER_TABLES = 109;
const TABLES_AT = 76;
const ENTRY = 128;
const STORAGE = 1;
const STREAM = 2;
const ROOT = 5;
/** More entries than any office file has. */
const MOST_ENTRIES = 100_000;
/** Storages nested in storages could make all paths together grow with the square of the file: what lies deeper has a path of its own. */
const LONGEST_PATH = 512;

/** One stream. */
export interface CompoundStream {
  /** storages and name joined with '/', without the root */
  readonly path: string;
  readonly bytes: Buffer;
}

/** What a compound file holds. */
export interface CompoundFile {
  readonly streams: readonly CompoundStream[];
  /** a chain that turns back, ends early or leads outside; entries that claim more than the file has */
  readonly damaged: boolean;
}

interface Entry {
  readonly name: string;
  readonly type: number;
  readonly left: number;
  readonly right: number;
  readonly child: number;
  readonly start: number;
  readonly size: number;
}

/** True for bytes that begin as a compound file does. */
export const isCompoundFile = (bytes: Buffer): boolean => bytes.toString('hex', 0, 8) === 'd0cf11e0a1b11ae1';

/** @returns null when there is no directory to be read */
export function readCompoundFile(bytes: Buffer): CompoundFile | null {
  const sectors = sectorsOf(bytes);
  const entries = sectors === null ? [] : entriesOf(sectors);
  const root = entries[0];
  if (sectors === null || root === undefined) return null;
  const contents = new Contents(sectors, root);
  const streams = [...pathsOf(entries)].flatMap(([index, path]) => {
    const entry = entries[index];
    if (entry?.type !== STREAM || entry.size === 0) return [];
    return [{ path, bytes: contents.of(entry) }];
  });
  return { streams, damaged: sectors.damaged || hasCircle(sectors.next) };
}

/** Paths of all streams and storages, without reading any; empty when the directory cannot be read. */
export function compoundNames(bytes: Buffer): readonly string[] {
  const sectors = sectorsOf(bytes);
  return sectors === null ? [] : [...pathsOf(entriesOf(sectors)).values()];
}

/** The sectors of a file and the table that chains them. */
interface Sectors {
  readonly bytes: Buffer;
  readonly size: number;
  /** for each sector the one that follows it, negative at an end */
  readonly next: Int32Array;
  damaged: boolean;
}

function sectorsOf(bytes: Buffer): Sectors | null {
  if (bytes.length < HEADER || !isCompoundFile(bytes)) return null;
  const size = bytes.readUInt16LE(26) === 4 ? 4096 : 512;
  return { bytes, size, next: nextSectors(bytes, size, Math.ceil(bytes.length / size)), damaged: false };
}

/** The table joined. */
function nextSectors(bytes: Buffer, size: number, sectors: number): Int32Array {
  const next = new Int32Array(sectors).fill(-1);
  let filled = 0;
  for (const table of tableSectors(bytes, size, sectors)) {
    if (filled >= sectors) break;
    if (table < 0 || table >= sectors) {
      filled += size / 4;
      continue;
    }
    const from = (table + 1) * size;
    for (let i = 0; i < size / 4 && filled < sectors; i++) next[filled++] = wordAt(bytes, from + i * 4);
  }
  return next;
}

const wordAt = (bytes: Buffer, at: number): number => (at + 4 <= bytes.length ? bytes.readInt32LE(at) : -1);

/** Sectors that hold the table: 109 in the header, the others in a chain of their own, followed once round at most. */
function tableSectors(bytes: Buffer, size: number, sectors: number): number[] {
  const header = Array.from({ length: HEADER_TABLES }, (_, i) => bytes.readInt32LE(TABLES_AT + i * 4));
  const unused = header.findIndex((table) => table < 0);
  const tables = unused < 0 ? header : header.slice(0, unused);
  let at = bytes.readInt32LE(68);
  for (let steps = 0; at >= 0 && at < sectors && steps < sectors && tables.length < sectors + HEADER_TABLES; steps++) {
    const from = (at + 1) * size;
    for (let i = 0; i < size / 4 - 1; i++) tables.push(wordAt(bytes, from + i * 4));
    at = wordAt(bytes, from + size - 4);
  }
  return tables;
}

/** True when a chain of sectors leads back into itself, which no program writes. Each sector is met once. */
function hasCircle(next: Int32Array): boolean {
  /** chain in which a sector was first met; 0 for none */
  const met = new Int32Array(next.length);
  for (let start = 0; start < next.length; start++) {
    for (let at = start; at >= 0 && at < next.length; at = next[at] ?? -1) {
      if (met[at] === start + 1) return true;
      if (met[at] !== 0) break;
      met[at] = start + 1;
    }
  }
  return false;
}

/** Numbers of the sectors of a chain, each once. @param most no more are asked for */
function chainOf(next: Int32Array, start: number, most: number): { readonly chain: number[]; readonly whole: boolean } {
  const met = new Set<number>();
  let at = start;
  while (at >= 0 && at < next.length && met.size < most) {
    if (met.has(at)) return { chain: [...met], whole: false };
    met.add(at);
    at = next[at] ?? -1;
  }
  return { chain: [...met], whole: met.size >= most || at === -2 };
}

/** The content of a chain; a view of the file where the sectors follow each other. */
function readChain(sectors: Sectors, start: number, length: number): Buffer {
  const { bytes, size, next } = sectors;
  const { chain } = chainOf(next, start, Math.ceil(length / size));
  const first = chain[0];
  const content =
    first !== undefined && chain.every((sector, i) => sector === first + i)
      ? bytes.subarray((first + 1) * size, (first + 1 + chain.length) * size)
      : Buffer.concat(chain.map((sector) => bytes.subarray((sector + 1) * size, (sector + 2) * size)));
  if (content.length < length) sectors.damaged = true;
  return content.subarray(0, length);
}

function entriesOf(sectors: Sectors): Entry[] {
  const { bytes, size, next } = sectors;
  const { chain, whole } = chainOf(next, bytes.readInt32LE(48), Math.ceil((MOST_ENTRIES * ENTRY) / size));
  if (!whole) sectors.damaged = true;
  const entries: Entry[] = [];
  for (const sector of chain) {
    for (let at = (sector + 1) * size; at < (sector + 2) * size && at + ENTRY <= bytes.length; at += ENTRY) {
      entries.push(entryAt(bytes, at, size));
    }
  }
  return entries.some(({ type }) => type === ROOT || type === STORAGE || type === STREAM) ? entries : [];
}

function entryAt(bytes: Buffer, at: number, sectorSize: number): Entry {
  const nameLength = Math.min(64, bytes.readUInt16LE(at + 64));
  return {
    name: bytes.toString('utf16le', at, at + Math.max(0, nameLength - 2)).replaceAll('/', '\u2215'),
    type: bytes[at + 66] ?? 0,
    left: bytes.readInt32LE(at + 68),
    right: bytes.readInt32LE(at + 72),
    child: bytes.readInt32LE(at + 76),
    start: bytes.readInt32LE(at + 116),
    // 2.6.4: the upper half is not reliable in files with small sectors
    size: sectorSize === 512 ? bytes.readUInt32LE(at + 120) : Number(bytes.readBigUInt64LE(at + 120)),
  };
}

/** Paths by index of the entry: the tree from the root, then what no storage shows. Every entry once. */
function pathsOf(entries: readonly Entry[]): ReadonlyMap<number, string> {
  const paths = new Map<number, string>();
  const seen = new Set<number>([0]);
  const waiting: [index: number, prefix: string][] = [[entries[0]?.child ?? -1, '']];
  const walk = (): void => {
    for (let next = waiting.pop(); next !== undefined; next = waiting.pop()) {
      const [index, prefix] = next;
      const entry = entries[index];
      if (entry === undefined || seen.has(index)) continue;
      seen.add(index);
      if (entry.type !== STREAM && entry.type !== STORAGE) continue;
      const path = prefix + entry.name;
      paths.set(index, path);
      waiting.push([entry.right, prefix], [entry.left, prefix]);
      if (entry.type === STORAGE && path.length < LONGEST_PATH) waiting.push([entry.child, `${path}/`]);
    }
  };
  walk();
  for (let index = 1; index < entries.length; index++) {
    if (seen.has(index)) continue;
    waiting.push([index, '']);
    walk();
  }
  return paths;
}

/** Contents of streams: large ones are chains of sectors, small ones share the chain of the root (2.6.3). */
class Contents {
  private readonly sectors: Sectors;
  private readonly cutoff: number;
  private readonly small: Buffer;
  private readonly smallNext: Int32Array;
  /** no more than the file has bytes, with room for streams that share sectors */
  private left: number;

  constructor(sectors: Sectors, root: Entry) {
    const { bytes } = sectors;
    this.sectors = sectors;
    this.left = bytes.length * 2;
    this.cutoff = bytes.readUInt32LE(56) || 4096;
    const rootSize = Math.min(root.size, bytes.length);
    this.small = root.start >= 0 && rootSize > 0 ? readChain(sectors, root.start, rootSize) : Buffer.alloc(0);
    const table = chainOf(sectors.next, bytes.readInt32LE(60), Math.ceil(this.small.length / 64 / (sectors.size / 4)));
    this.smallNext = new Int32Array(Math.ceil(this.small.length / 64)).fill(-1);
    let filled = 0;
    for (const sector of table.chain) {
      const from = (sector + 1) * sectors.size;
      for (let i = 0; i < sectors.size / 4 && filled < this.smallNext.length; i++)
        this.smallNext[filled++] = wordAt(bytes, from + i * 4);
    }
  }

  of(entry: Entry): Buffer {
    const size = Math.min(entry.size, this.left);
    if (size < entry.size) this.sectors.damaged = true;
    const bytes =
      entry.size < this.cutoff ? this.ofSmall(entry.start, size) : readChain(this.sectors, entry.start, size);
    this.left -= bytes.length;
    return bytes;
  }

  private ofSmall(start: number, length: number): Buffer {
    const { chain } = chainOf(this.smallNext, start, Math.ceil(length / 64));
    const content = Buffer.concat(chain.map((at) => this.small.subarray(at * 64, at * 64 + 64))).subarray(0, length);
    if (content.length < length) this.sectors.damaged = true;
    return content;
  }
}
