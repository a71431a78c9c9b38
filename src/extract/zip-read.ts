/**
 * ZIP containers (APPNOTE.TXT 6.3.10) read from memory, for every reader whose files are zips: OOXML, ODF, archives.
 * In: the bytes. Out: the entries of the central directory, the entries only local headers know of, bytes that belong to
 * no entry, and the oddities in which programs may disagree. Promised: total, linear, nothing is inflated beyond the
 * budget. Refused: decryption and methods other than stored and deflate (reported, so that another reader can try).
 *
 * The directory is read here rather than by yauzl because hostile zips live in what a library hides: ranges nobody
 * lists, local headers that contradict the directory, overlaps. The tests compare the listing with yauzl's.
 */
import { constants, crc32, inflateRawSync } from 'node:zlib';
import { codeOf } from '../core/error-code.ts';
import type { Budget } from './budget.ts';
import { encryptionOf, extraWords, wideSizes } from './zip-extras.ts';
import { decodeZipName } from './zip-name.ts';

const END = Buffer.from('PK\x05\x06', 'latin1');
const LOCAL = Buffer.from('PK\x03\x04', 'latin1');
const CENTRAL_SIGNATURE = 0x02014b50;
const LOCAL_SIGNATURE = 0x04034b50;
const DESCRIPTOR_SIGNATURE = 0x08074b50;

/** A way in which this container can be read differently by different programs, or hides something. */
export type ZipOddity =
  | 'no-central-directory'
  | 'central-directory-damaged'
  | 'local-header-differs'
  | 'local-name-differs'
  | 'local-header-missing'
  | 'unlisted-entry'
  | 'duplicate-name'
  | 'overlapping-entries'
  | 'stray-bytes';

/** One file of a zip. */
export interface ZipEntry {
  /** forward slashes, no leading slash */
  readonly name: string;
  /** what its local header or an extra field calls it instead */
  readonly otherNames: readonly string[];
  readonly directory: boolean;
  /** compression method after unwrapping AES (APPNOTE appendix, AE-x): 0 stored, 8 deflate */
  readonly method: number;
  readonly encryption: { readonly algorithm: string; readonly bits: number | null } | null;
  /** bytes in the container; the larger one where directory and local header disagree */
  readonly compressedSize: number;
  /** expanded size as declared; may lie */
  readonly declaredSize: number;
  readonly crc32: number;
  /** offset of the first data byte, -1 when the local header cannot be found */
  readonly dataStart: number;
  /** in the central directory; false for an entry only its local header tells of */
  readonly listed: boolean;
}

/** What a zip holds. */
export interface ZipDirectory {
  readonly entries: readonly ZipEntry[];
  readonly oddities: readonly ZipOddity[];
  /** bytes before, between and behind the entries that no directory accounts for; runs of zeros left out */
  readonly strays: readonly Buffer[];
  /** those of them that are text, and shorter ones, in their order: together they may say something */
  readonly scraps: readonly Buffer[];
  /** comments and fields beside the entries that no program shows or knows, each once */
  readonly notes: readonly Buffer[];
}

/** What became of one entry. */
export type ZipContent =
  | { readonly state: 'read'; readonly bytes: Buffer; readonly damaged: boolean }
  | { readonly state: 'encrypted'; readonly encryption: NonNullable<ZipEntry['encryption']> }
  | { readonly state: 'unsupported'; readonly method: number };

interface LocalHeader {
  readonly name: string;
  readonly extra: Buffer;
  readonly flags: number;
  readonly method: number;
  readonly compressedSize: number;
  readonly declaredSize: number;
  readonly crc32: number;
  readonly dataStart: number;
  readonly encryption: ZipEntry['encryption'];
}

interface Range {
  readonly start: number;
  readonly end: number;
}

/**
 * Lists the entries of a zip.
 * @param bytes the whole container; need not start with an entry
 * @param budget one entry is spent per file found
 * @returns whatever could be read; an empty list with 'no-central-directory' for bytes that are no zip
 */
export function readZipDirectory(bytes: Buffer, budget: Budget): ZipDirectory {
  const oddities = new Set<ZipOddity>();
  const covered: Range[] = [];
  const notes = new Notes();
  const entries = readCentralDirectory(bytes, budget, { oddities, covered, notes });
  addOverlaps(covered, oddities);
  const strays: Buffer[] = [];
  const scraps: Buffer[] = [];
  for (const gap of gapsBetween(covered, bytes.length))
    readGap(bytes, gap, { budget, oddities, entries, strays, scraps, notes });
  const names = new Set<string>();
  for (const entry of entries) {
    if (names.has(entry.name)) oddities.add('duplicate-name');
    names.add(entry.name);
  }
  return { entries, oddities: [...oddities], strays, scraps, notes: notes.all };
}

/** Name of every entry of the central directory, cheaply; for telling what kind of zip it is. At most 2,000 are looked at. */
export function zipNames(bytes: Buffer): readonly string[] {
  const end = findEnd(bytes);
  const names: string[] = [];
  if (end === null) return names;
  let at = end.directoryStart;
  while (names.length < 2000 && at + 46 <= bytes.length && bytes.readUInt32LE(at) === CENTRAL_SIGNATURE) {
    const nameLength = bytes.readUInt16LE(at + 28);
    names.push(decodeZipName(bytes.subarray(at + 46, at + 46 + nameLength), bytes.readUInt16LE(at + 8)));
    at += 46 + nameLength + bytes.readUInt16LE(at + 30) + bytes.readUInt16LE(at + 32);
  }
  return names;
}

/** Counts what one container expands to, against the budget of the message. */
export class ZipSpending {
  private readonly budget: Budget;
  private readonly containerSize: number;
  private soFar = 0;

  /** @param containerSize bytes of the zip itself, for the ratio */
  constructor(budget: Budget, containerSize: number) {
    this.budget = budget;
    this.containerSize = containerSize;
  }

  /** Most bytes the next entry may expand to before a limit is certainly passed. */
  allowance(): number {
    const byRatio = Math.max(10_000_000, this.budget.limits.ratio * this.containerSize) - this.soFar;
    return Math.max(1, Math.min(this.budget.remainingBytes(), byRatio) + 1);
  }

  /** Counts bytes that were produced; throws BudgetSpent. */
  spend(count: number): void {
    this.soFar += count;
    this.budget.spendBytes(count, this.soFar, this.containerSize);
    this.budget.checkTime();
  }
}

/**
 * Expands one entry.
 * @param spending shared by all entries of the container; BudgetSpent comes out of here
 * @returns the bytes as far as they can be had; `damaged` when data or checksum are wrong
 */
export function readZipEntry(bytes: Buffer, entry: ZipEntry, spending: ZipSpending): ZipContent {
  if (entry.encryption !== null) return { state: 'encrypted', encryption: entry.encryption };
  if (entry.dataStart < 0) return { state: 'read', bytes: Buffer.alloc(0), damaged: true };
  const data = bytes.subarray(entry.dataStart, entry.dataStart + entry.compressedSize);
  const truncated = data.length < entry.compressedSize;
  if (entry.method === 0) {
    spending.spend(data.length);
    return { state: 'read', bytes: data, damaged: truncated || crc32(data) !== entry.crc32 };
  }
  if (entry.method !== 8) return { state: 'unsupported', method: entry.method };
  const inflated = inflateBounded(data, spending);
  const damaged = truncated || inflated.damaged || crc32(inflated.bytes) !== entry.crc32;
  return { state: 'read', bytes: inflated.bytes, damaged };
}

function inflateBounded(data: Buffer, spending: ZipSpending): { bytes: Buffer; damaged: boolean } {
  const allowance = spending.allowance();
  let take = data.length;
  let damaged = false;
  // Halving finds a readable beginning of damaged data in a few tries; deflate has no marks to start from in the middle.
  for (let tries = 0; tries < 24 && take > 0; tries++) {
    try {
      const bytes = inflateRawSync(data.subarray(0, take), {
        finishFlush: constants.Z_SYNC_FLUSH,
        maxOutputLength: allowance,
      });
      spending.spend(bytes.length);
      return { bytes, damaged };
    } catch (error) {
      if (isTooLarge(error)) {
        spending.spend(allowance);
        return { bytes: Buffer.alloc(0), damaged: true };
      }
      if (!isZlibError(error)) throw error;
      damaged = true;
      take = take > 64 ? Math.floor(take / 2) : take - 8;
    }
  }
  return { bytes: Buffer.alloc(0), damaged: damaged || data.length === 0 };
}
const isTooLarge = (error: unknown): boolean => codeOf(error) === 'ERR_BUFFER_TOO_LARGE';
const isZlibError = (error: unknown): boolean => codeOf(error).startsWith('Z_');

function findEnd(bytes: Buffer): { directoryStart: number; endStart: number; prefix: number } | null {
  for (let at = bytes.lastIndexOf(END), tries = 0; at >= 0 && tries < 64; tries++) {
    if (at + 22 <= bytes.length) {
      const found = endRecord(bytes, at);
      if (found !== null) return found;
    }
    if (at === 0) return null;
    at = bytes.lastIndexOf(END, at - 1);
  }
  return null;
}

function endRecord(bytes: Buffer, at: number): { directoryStart: number; endStart: number; prefix: number } | null {
  let size = bytes.readUInt32LE(at + 12);
  let offset = bytes.readUInt32LE(at + 16);
  let endStart = at;
  // APPNOTE 4.3.15: the zip64 locator stands directly before
  if (at >= 20 && bytes.readUInt32LE(at - 20) === 0x07064b50) {
    const zip64 = Number(bytes.readBigUInt64LE(at - 12));
    if (zip64 + 56 <= bytes.length && bytes.readUInt32LE(zip64) === 0x06064b50) {
      size = Number(bytes.readBigUInt64LE(zip64 + 40));
      offset = Number(bytes.readBigUInt64LE(zip64 + 48));
      endStart = zip64;
    }
  }
  if (size === 0 && bytes.readUInt16LE(at + 10) === 0) return { directoryStart: at, endStart, prefix: 0 };
  const isDirectory = (start: number): boolean =>
    start >= 0 && start + 4 <= bytes.length && bytes.readUInt32LE(start) === CENTRAL_SIGNATURE;
  // A self-extracting zip has bytes before it and keeps its old offsets: the directory still ends where the end record begins.
  if (isDirectory(endStart - size))
    return { directoryStart: endStart - size, endStart, prefix: endStart - size - offset };
  if (isDirectory(offset)) return { directoryStart: offset, endStart, prefix: 0 };
  return null;
}

/** Words in extra fields; many entries have the same. */
class Notes {
  private readonly seen = new Map<string, Buffer>();

  get all(): readonly Buffer[] {
    return [...this.seen.values()];
  }

  /** @returns the other name that a field gives */
  take(extra: Buffer): string[] {
    const { name, comment, unknown } = extraWords(extra);
    for (const bytes of comment === null ? unknown : [...unknown, Buffer.from(comment)])
      if (bytes.length >= 4) this.seen.set(bytes.toString('latin1'), bytes);
    return name === null ? [] : [decodeZipName(Buffer.from(name), 0x800)];
  }
}

interface DirectoryFindings {
  readonly oddities: Set<ZipOddity>;
  readonly covered: Range[];
  readonly notes: Notes;
}

function readCentralDirectory(bytes: Buffer, budget: Budget, found: DirectoryFindings): ZipEntry[] {
  const { oddities, covered, notes } = found;
  const entries: ZipEntry[] = [];
  const end = findEnd(bytes);
  if (end === null) {
    oddities.add('no-central-directory');
    return entries;
  }
  let at = end.directoryStart;
  while (at + 46 <= bytes.length && bytes.readUInt32LE(at) === CENTRAL_SIGNATURE) {
    budget.spendEntry(0);
    const flags = bytes.readUInt16LE(at + 8);
    const nameLength = bytes.readUInt16LE(at + 28);
    const extraLength = bytes.readUInt16LE(at + 30);
    const extra = bytes.subarray(at + 46 + nameLength, at + 46 + nameLength + extraLength);
    const name = decodeZipName(bytes.subarray(at + 46, at + 46 + nameLength), flags);
    const sizes = wideSizes(
      extra,
      bytes.readUInt32LE(at + 24),
      bytes.readUInt32LE(at + 20),
      bytes.readUInt32LE(at + 42),
    );
    const local = readLocalHeader(bytes, sizes.offset + end.prefix) ?? readLocalHeader(bytes, sizes.offset);
    const encryption = encryptionOf(flags, bytes.readUInt16LE(at + 10), extra);
    const method = encryption?.method ?? bytes.readUInt16LE(at + 10);
    if (local === null) oddities.add('local-header-missing');
    else if (differs(local, { method, flags, compressedSize: sizes.compressed })) oddities.add('local-header-differs');
    const others = [...notes.take(extra), ...(local === null ? [] : [local.name, ...notes.take(local.extra)])];
    if (local !== null && !isSameName(local.name, name)) oddities.add('local-name-differs');
    const compressedSize = Math.max(sizes.compressed, local?.compressedSize ?? 0);
    entries.push({
      name,
      otherNames: [...new Set(others)].filter((other) => other !== name),
      directory: name.endsWith('/'),
      method,
      encryption: encryption?.encryption ?? local?.encryption ?? null,
      compressedSize,
      declaredSize: sizes.expanded,
      crc32: bytes.readUInt32LE(at + 16),
      dataStart: local?.dataStart ?? -1,
      listed: true,
    });
    if (local !== null) {
      const start =
        readLocalHeader(bytes, sizes.offset + end.prefix) === null ? sizes.offset : sizes.offset + end.prefix;
      covered.push({ start, end: descriptorEnd(bytes, local.dataStart + compressedSize, flags) });
    }
    at += 46 + nameLength + extraLength + bytes.readUInt16LE(at + 32);
  }
  if (at < end.endStart) oddities.add('central-directory-damaged');
  // The archive comment behind the end record is left to the gaps: it can carry text.
  covered.push({ start: end.directoryStart, end: Math.max(at, bytes.lastIndexOf(END) + 22) });
  return entries;
}

/** Programs that tell capitals apart find the same file. */
const isSameName = (a: string, b: string): boolean => a === b || a.toLowerCase() === b.toLowerCase();

function differs(local: LocalHeader, central: { method: number; flags: number; compressedSize: number }): boolean {
  const sizeKnown = (local.flags & 8) === 0 || local.compressedSize !== 0;
  return (
    local.method !== central.method ||
    ((local.flags ^ central.flags) & 1) !== 0 ||
    (sizeKnown && local.compressedSize !== central.compressedSize)
  );
}

function readLocalHeader(bytes: Buffer, at: number): LocalHeader | null {
  if (at < 0 || at + 30 > bytes.length || bytes.readUInt32LE(at) !== LOCAL_SIGNATURE) return null;
  const flags = bytes.readUInt16LE(at + 6);
  const nameLength = bytes.readUInt16LE(at + 26);
  const dataStart = at + 30 + nameLength + bytes.readUInt16LE(at + 28);
  const extra = bytes.subarray(at + 30 + nameLength, dataStart);
  const sizes = wideSizes(extra, bytes.readUInt32LE(at + 22), bytes.readUInt32LE(at + 18), 0);
  const encryption = encryptionOf(flags, bytes.readUInt16LE(at + 8), extra);
  return {
    name: decodeZipName(bytes.subarray(at + 30, at + 30 + nameLength), flags),
    extra,
    flags,
    method: encryption?.method ?? bytes.readUInt16LE(at + 8),
    compressedSize: sizes.compressed,
    declaredSize: sizes.expanded,
    crc32: bytes.readUInt32LE(at + 14),
    dataStart,
    encryption: encryption?.encryption ?? null,
  };
}

/** What stands behind an entry: the next one, the directory, the digital signature or the end of either kind. */
const FOLLOWS = /^PK(?:\x03\x04|\x01\x02|\x05\x05|\x05\x06|\x06\x06|\x06\x08)/u;

/**
 * Where the data descriptor ends (APPNOTE 4.3.9): its signature is optional, its sizes have four bytes or eight, and nothing
 * in it tells which. What follows does.
 */
function descriptorEnd(bytes: Buffer, at: number, flags: number): number {
  if ((flags & 8) === 0 || at + 12 > bytes.length) return at;
  const lengths = bytes.readUInt32LE(at) === DESCRIPTOR_SIGNATURE ? [16, 24] : [12, 20];
  const fits = lengths.find((length) => FOLLOWS.test(bytes.toString('latin1', at + length, at + length + 4)));
  return at + (fits ?? lengths[0] ?? 0);
}

function addOverlaps(covered: Range[], oddities: Set<ZipOddity>): void {
  covered.sort((a, b) => a.start - b.start || a.end - b.end);
  let end = 0;
  for (const range of covered) {
    if (range.start < end) oddities.add('overlapping-entries');
    end = Math.max(end, range.end);
  }
}

function gapsBetween(covered: readonly Range[], size: number): Range[] {
  const gaps: Range[] = [];
  let at = 0;
  for (const range of covered) {
    if (range.start > at) gaps.push({ start: at, end: range.start });
    at = Math.max(at, range.end);
  }
  if (at < size) gaps.push({ start: at, end: size });
  return gaps;
}

interface GapFindings {
  readonly budget: Budget;
  readonly oddities: Set<ZipOddity>;
  readonly entries: ZipEntry[];
  readonly strays: Buffer[];
  readonly scraps: Buffer[];
  readonly notes: Notes;
}

/** Two zips glued together, deleted entries, text before the first header: programs that sweep will show these. */
function readGap(bytes: Buffer, gap: Range, found: GapFindings): void {
  let at = gap.start;
  while (at < gap.end) {
    const next = bytes.indexOf(LOCAL, at);
    const header = next < 0 || next >= gap.end ? null : readLocalHeader(bytes, next);
    if (header === null) {
      addStray(bytes.subarray(at, gap.end), found);
      return;
    }
    addStray(bytes.subarray(at, next), found);
    found.budget.spendEntry(0);
    const sizeUnknown = header.compressedSize === 0 && (header.flags & 8) !== 0;
    const compressedSize = sizeUnknown
      ? consumedSize(bytes.subarray(header.dataStart, gap.end), header.method)
      : Math.min(header.compressedSize, Math.max(0, gap.end - header.dataStart));
    found.oddities.add('unlisted-entry');
    found.entries.push({
      name: header.name,
      otherNames: found.notes.take(header.extra).filter((other) => other !== header.name),
      directory: header.name.endsWith('/'),
      method: header.method,
      encryption: header.encryption,
      compressedSize,
      declaredSize: header.declaredSize,
      crc32: header.crc32,
      dataStart: header.dataStart,
      listed: false,
    });
    at = Math.max(next + 4, descriptorEnd(bytes, header.dataStart + compressedSize, header.flags));
  }
}

/** Bytes up to the next header: where the compressed data ends is not told before it. */
function consumedSize(rest: Buffer, method: number): number {
  const next = rest.indexOf(LOCAL);
  const end = next < 0 ? rest.length : next;
  return method === 0 || method === 8 ? Math.max(0, end) : 0;
}

function addStray(bytes: Buffer, found: GapFindings): void {
  if (isPadding(bytes)) return;
  if (bytes.every((byte) => byte >= 0x20 || byte === 9 || byte === 10 || byte === 13)) found.scraps.push(bytes);
  if (bytes.length < 6) return;
  found.oddities.add('stray-bytes');
  found.strays.push(bytes);
}

function isPadding(bytes: Buffer): boolean {
  return bytes.every((byte) => byte === 0 || byte === 0xff || byte === 0x20);
}
