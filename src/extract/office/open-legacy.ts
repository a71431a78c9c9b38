/**
 * Opens doc, xls and ppt that are locked with a password of the same mail ([MS-DOC] 2.2.6, [MS-XLS] 2.2.10, [MS-PPT] 2.3.7).
 * In: the streams of the compound file. Out: the same streams in clear, as if the file had never been locked.
 */
import type { Budget } from '../budget.ts';
import { rootStream } from './ole.ts';
import type { OleStream } from './ole.ts';
import { decryptBlocks, Rc4, rc4Keys } from './rc4.ts';
import { removeXor, xorArray } from './xor-obfuscation.ts';

/** Passwords are tried for at most this share of the time that is left. */
const TIME_SHARE = 0.4;

/** An opened document. */
export interface OpenedLegacy {
  readonly streams: readonly OleStream[];
  readonly password: string;
  /** streams that stay closed: pictures of a presentation, properties */
  readonly closed: readonly string[];
}

/** A way to open: gives the changed streams by lower-case path, null when the password does not fit. */
type Opening = (password: string) => ReadonlyMap<string, Buffer> | null;

/** Tries passwords. @returns null when none fits in the time there is, or the method is not known */
export function openLegacy(
  streams: readonly OleStream[],
  passwords: Iterable<string>,
  budget: Budget,
): OpenedLegacy | null {
  const opening = openingOf(streams);
  if (opening === null) return null;
  const stopBelowMs = budget.remainingMs() * (1 - TIME_SHARE);
  for (const password of passwords) {
    if (budget.remainingMs() <= stopBelowMs) return null;
    const clear = opening(password);
    if (clear === null) continue;
    for (const bytes of clear.values()) budget.spendBytes(bytes.length);
    const opened = streams.map((stream) => ({
      ...stream,
      bytes: clear.get(stream.path.toLowerCase()) ?? stream.bytes,
    }));
    const isClosed = ({ name }: OleStream): boolean => name === 'encryptedsummary' || name === 'pictures';
    return { streams: opened, password, closed: streams.filter(isClosed).map(({ name }) => name) };
  }
  return null;
}

function openingOf(streams: readonly OleStream[]): Opening | null {
  const word = rootStream(streams, 'WordDocument');
  if (word !== null) return wordOpening(word, streams);
  for (const name of ['workbook', 'book']) {
    const workbook = rootStream(streams, name);
    if (workbook !== null) return workbookOpening(name, workbook);
  }
  const [user, slides] = [rootStream(streams, 'Current User'), rootStream(streams, 'PowerPoint Document')];
  return user === null || slides === null ? null : presentationOpening(user, slides);
}

/** FibBase and the count of what follows, which Word reads before it asks for the password. */
const CLEAR_FIB = 68;
const WORD_BLOCK = 512;
const ENCRYPTED = 0x0100;

function wordOpening(word: Buffer, streams: readonly OleStream[]): Opening | null {
  if (word.length < CLEAR_FIB) return null;
  const flags = word.readUInt16LE(0x0a);
  // XOR obfuscation of documents was Word 95's; it is named, not opened
  if ((flags & 0x8000) !== 0) return null;
  const tableName = (flags & 0x0200) === 0 ? '0table' : '1table';
  const table = rootStream(streams, tableName);
  const data = rootStream(streams, 'Data');
  if (table === null) return null;
  return (password) => {
    const keys = rc4Keys(table, password);
    if (keys === null) return null;
    const clear = decryptBlocks(word, keys, WORD_BLOCK, [[0, CLEAR_FIB]]);
    clear.writeUInt16LE(flags & ~ENCRYPTED, 0x0a);
    const opened = new Map([
      ['worddocument', clear],
      [tableName, decryptBlocks(table, keys, WORD_BLOCK, [])],
    ]);
    if (data !== null) opened.set('data', decryptBlocks(data, keys, WORD_BLOCK, []));
    return opened;
  };
}

const FILE_PASS = 0x2f;
const BOUND_SHEET = 0x85;
/** 2.2.10: BOF, FilePass, UsrExcl, FileLock, InterfaceHdr, RRDInfo, RRDHead stand in clear. */
const CLEAR_RECORDS = new Set([0x0809, FILE_PASS, 0x0194, 0x0195, 0x00e1, 0x0196, 0x0138]);
/** WriteProtect: a mark without content, which every reader passes over. */
const NO_RECORD = 0x0086;
const WORKBOOK_BLOCK = 1024;

interface BiffRecord {
  readonly type: number;
  readonly start: number;
  readonly end: number;
}

function recordsOf(workbook: Buffer): readonly BiffRecord[] {
  const records: BiffRecord[] = [];
  for (let at = 0; at + 4 <= workbook.length;) {
    const start = at + 4;
    const end = Math.min(workbook.length, start + workbook.readUInt16LE(at + 2));
    records.push({ type: workbook.readUInt16LE(at), start, end });
    at = end;
  }
  return records;
}

/** Where the encrypted part of a record begins: the offset of its sheet stands in clear. */
const closedStart = ({ type, start, end }: BiffRecord): number =>
  CLEAR_RECORDS.has(type) ? end : type === BOUND_SHEET ? Math.min(end, start + 4) : start;

function workbookOpening(name: string, workbook: Buffer): Opening | null {
  const records = recordsOf(workbook);
  const pass = records.find(({ type }) => type === FILE_PASS);
  if (pass === undefined || pass.end - pass.start < 6) return null;
  const body = workbook.subarray(pass.start, pass.end);
  const decrypt = body.readUInt16LE(0) === 1 ? rc4Workbook : xorWorkbook;
  return (password) => {
    const clear = decrypt(workbook, records, body.subarray(2), password);
    if (clear === null) return null;
    clear.writeUInt16LE(NO_RECORD, pass.start - 4);
    return new Map([[name, clear]]);
  };
}

function rc4Workbook(
  workbook: Buffer,
  records: readonly BiffRecord[],
  header: Buffer,
  password: string,
): Buffer | null {
  const keys = rc4Keys(header, password);
  const clear = records.map((record) => [record.start - 4, closedStart(record)] as const);
  return keys === null ? null : decryptBlocks(workbook, keys, WORKBOOK_BLOCK, clear);
}

function xorWorkbook(
  workbook: Buffer,
  records: readonly BiffRecord[],
  header: Buffer,
  password: string,
): Buffer | null {
  const array = xorArray(header, password);
  if (array === null) return null;
  const clear = Buffer.from(workbook);
  for (const record of records) {
    const from = closedStart(record);
    // 2.3.7.3: the place in the array follows from the end of the record
    removeXor(clear.subarray(from, record.end), array, record.end + (from - record.start));
  }
  return clear;
}

const USER_EDIT = 0x0ff5;
const PERSIST_DIRECTORY = 0x1772;
/** Saves of a presentation that are followed back; each has its own directory. */
const MOST_EDITS = 1000;

/** Persist objects by number, the newest of each, and the number of the session's encryption. */
interface Persisted {
  readonly offsets: ReadonlyMap<number, number>;
  readonly session: number | null;
}

function persistedIn(user: Buffer, slides: Buffer): Persisted {
  const offsets = new Map<number, number>();
  let session: number | null = null;
  let at = user.length >= 20 ? user.readUInt32LE(16) : -1;
  for (let edits = 0; edits < MOST_EDITS && at >= 0 && at + 36 <= slides.length; edits++) {
    if (slides.readUInt16LE(at + 2) !== USER_EDIT) break;
    addDirectory(slides, slides.readUInt32LE(at + 20), offsets);
    if (slides.readUInt32LE(at + 4) >= 32 && at + 40 <= slides.length) session ??= slides.readUInt32LE(at + 36);
    const last = slides.readUInt32LE(at + 16);
    if (last === 0 || last >= at) break;
    at = last;
  }
  return { offsets, session };
}

function addDirectory(slides: Buffer, start: number, offsets: Map<number, number>): void {
  if (start + 8 > slides.length || slides.readUInt16LE(start + 2) !== PERSIST_DIRECTORY) return;
  const end = Math.min(slides.length, start + 8 + slides.readUInt32LE(start + 4));
  for (let at = start + 8; at + 4 <= end;) {
    const entry = slides.readUInt32LE(at);
    const first = entry & 0xfffff;
    const count = entry >>> 20;
    at += 4;
    for (let i = 0; i < count && at + 4 <= end; i++, at += 4)
      if (!offsets.has(first + i)) offsets.set(first + i, slides.readUInt32LE(at));
  }
}

function presentationOpening(user: Buffer, slides: Buffer): Opening | null {
  const { offsets, session } = persistedIn(user, slides);
  const at = session === null ? undefined : offsets.get(session);
  if (at === undefined || at + 8 > slides.length) return null;
  const header = slides.subarray(at + 8, at + 8 + slides.readUInt32LE(at + 4));
  return (password) => {
    const keys = rc4Keys(header, password);
    if (keys === null) return null;
    const clear = Buffer.from(slides);
    // objects do not overlap; numbers that name one place thousands of times shall not cost thousands of passes
    let left = slides.length;
    for (const [number, offset] of offsets)
      if (number !== session && left > 0) left -= decryptObject(clear, offset, keys(number));
    return new Map([['powerpoint document', clear]]);
  };
}

/** One object under the key of its number, its record header included. @returns its size */
function decryptObject(slides: Buffer, offset: number, key: Buffer): number {
  if (offset + 8 > slides.length) return 8;
  const cipher = new Rc4(key);
  const head = cipher.decrypt(slides.subarray(offset, offset + 8));
  head.copy(slides, offset);
  const body = slides.subarray(offset + 8, offset + 8 + head.readUInt32LE(4));
  cipher.decrypt(body).copy(slides, offset + 8);
  return 8 + body.length;
}
