/**
 * Archives that 7-Zip knows (7z, rar, xz, zst, bz2, cab, iso, lzh, arj, cpio, …), through its WebAssembly build. A fresh
 * instance per archive, so that nothing of one file is left for the next; output is counted while it is written, so that
 * a bomb ends at the limit and not in memory.
 */
import { constants } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import type { SevenZipModule, SevenZipModuleFactory } from '7z-wasm';
import { BudgetSpent } from '../budget.ts';
import type { EmbeddedFile, FormatContext } from '../format.ts';

/** What became of an archive. */
export type SevenZipOutcome =
  | {
      readonly state: 'read';
      readonly files: readonly EmbeddedFile[];
      /** entries that stayed closed */
      readonly encrypted: readonly { readonly name: string; readonly method: string }[];
      readonly openedWith: 'password' | 'nothing';
      /** 7-Zip reported errors: something may be missing */
      readonly damaged: boolean;
      /** cipher of entries that were opened with a password */
      readonly cipher: string;
      readonly comment: string;
      /** bytes behind the archive */
      readonly tailSize: number;
    }
  | { readonly state: 'encrypted'; readonly method: string }
  | { readonly state: 'damaged' }
  | { readonly state: 'limit'; readonly reason: 'limit' | 'timeout'; readonly detail: string };

/** An entry as `7z l -slt` shows it. */
interface Listed {
  readonly name: string;
  readonly directory: boolean;
  readonly encrypted: boolean;
  readonly method: string;
}

const MAX_PASSWORDS = 25;
/** Share of the time that is left which passwords may take: what follows in the mail is to be read as well. */
const TIME_SHARE = 0.3;
/** Dictionary above which an archive is not opened: 7-Zip's "ultra" uses 64 MB, rar up to 1 GB only on demand. */
const MAX_DICTIONARY = 192 * 1024 * 1024;

let parts: Promise<{ factory: SevenZipModuleFactory; wasm: ArrayBuffer }> | null = null;

async function load(): Promise<{ factory: SevenZipModuleFactory; wasm: ArrayBuffer }> {
  const require = createRequire(import.meta.url);
  const wasm = await readFile(require.resolve('7z-wasm/7zz.wasm'));
  const module = await import('7z-wasm');
  const bytes = new Uint8Array(wasm.length);
  bytes.set(wasm);
  return { factory: module.default.default, wasm: bytes.buffer };
}

interface Instance {
  readonly module: SevenZipModule;
  readonly lines: string[];
  /** set when a limit was passed: 7-Zip swallows whatever is thrown through it */
  spent: BudgetSpent | null;
}

/** Lines of output kept; a listing of more entries than the budget allows is cut. */
const MAX_LINES = 400_000;

async function start(bytes: Buffer): Promise<Instance> {
  parts ??= load();
  const { factory, wasm } = await parts;
  const lines: string[] = [];
  const keep = (line: string): void => {
    if (lines.length < MAX_LINES) lines.push(line);
  };
  const exitCode = process.exitCode;
  const module = await withoutBinding(() =>
    factory({
      wasmBinary: wasm,
      stdin: () => -1,
      print: keep,
      printErr: keep,
      quit: (code, status) => {
        throw new Error(`7z ended with ${code}: ${status.message}`);
      },
    }),
  );
  process.exitCode = exitCode;
  // the archive is read in place: no copy into the instance
  module.FS.writeFile('/archive', bytes, { flags: 'w+' });
  return { module, lines, spent: null };
}

/**
 * While it starts, Emscripten asks process.binding for the constants of the file system, which Node's permission model
 * forbids. It gets them from where they are allowed; its host file system is never mounted.
 * @param start begins the module; asks before its first await
 */
function withoutBinding<T>(start: () => T): T {
  const own = Object.getOwnPropertyDescriptor(process, 'binding');
  Object.defineProperty(process, 'binding', { configurable: true, writable: true, value: () => ({ fs: constants }) });
  try {
    return start();
  } finally {
    if (own === undefined) Reflect.deleteProperty(process, 'binding');
    else Object.defineProperty(process, 'binding', own);
  }
}

/** Runs a command. @returns false when 7-Zip failed */
function run(instance: Instance, args: string[]): boolean {
  const exitCode = process.exitCode;
  instance.lines.length = 0;
  try {
    // declared to give nothing; it gives the exit code
    const main: (args: string[]) => unknown = (list) => instance.module.callMain(list);
    const code = main(args);
    if (instance.spent === null) return typeof code !== 'number' || code === 0;
  } catch (error) {
    if (instance.spent === null && !(error instanceof Error) && !isExit(error)) throw error;
  } finally {
    // Emscripten sets it; it is ours
    process.exitCode = exitCode;
  }
  if (instance.spent !== null) throw instance.spent;
  return false;
}

/**
 * Reads an archive.
 * @param request.passwords tried in this order when something is encrypted
 * @returns its files, or why not; never throws for content, and not for a spent budget either
 */
export async function readWithSevenZip(
  bytes: Buffer,
  request: { readonly context: FormatContext; readonly passwords: readonly string[] },
): Promise<SevenZipOutcome> {
  try {
    return await read(bytes, request.context, request.passwords.slice(0, MAX_PASSWORDS));
  } catch (error) {
    if (error instanceof BudgetSpent) return { state: 'limit', reason: error.reason, detail: error.limit };
    if (error instanceof Error || isExit(error)) return { state: 'damaged' };
    throw error;
  }
}

/** Emscripten throws an object of its own, not an Error, when the program exits, and the address of a C++ exception. */
const isExit = (error: unknown): boolean =>
  typeof error === 'number' || (typeof error === 'object' && error !== null && 'status' in error);

async function read(bytes: Buffer, context: FormatContext, passwords: readonly string[]): Promise<SevenZipOutcome> {
  let listing = await list(bytes, '');
  let password = '';
  const isWithin = context.budget.within(TIME_SHARE);
  if (listing === 'encrypted') {
    for (const candidate of passwords) {
      context.budget.checkTime();
      if (!isWithin()) break;
      const attempt = await list(bytes, candidate);
      if (attempt === 'encrypted' || attempt === null) continue;
      [listing, password] = [attempt, candidate];
      break;
    }
  }
  if (listing === 'encrypted') return { state: 'encrypted', method: '' };
  if (listing === null) return { state: 'damaged' };
  listing.entries.forEach(() => context.budget.spendEntry(0));
  if (listing.entries.some((e) => dictionaryOf(e.method) > MAX_DICTIONARY)) {
    return { state: 'limit', reason: 'limit', detail: 'dictionary larger than 192 MB' };
  }
  const closed = listing.entries.filter((e) => e.encrypted && !e.directory);
  if (closed.length > 0 && password === '') {
    for (const candidate of passwords) {
      context.budget.checkTime();
      if (!isWithin()) break;
      if (!(await fits(bytes, closed[0]?.name ?? '', candidate, context))) continue;
      password = candidate;
      break;
    }
  }
  const { files, ok } = await extract(bytes, password, context);
  const open = password !== '';
  const closedNames = new Set(open ? [] : closed.map((e) => e.name));
  return {
    state: 'read',
    // a wrong password can leave garbage behind
    files: files.filter((f) => f.name === null || !closedNames.has(f.name)),
    encrypted: open ? [] : closed.map((e) => ({ name: e.name, method: e.method })),
    openedWith: open ? 'password' : 'nothing',
    damaged: !ok && closedNames.size === 0,
    cipher: open ? (closed[0]?.method ?? '') : '',
    comment: listing.comment,
    tailSize: listing.tailSize,
  };
}

interface Listing {
  readonly entries: readonly Listed[];
  readonly comment: string;
  readonly tailSize: number;
}

async function list(bytes: Buffer, password: string): Promise<Listing | 'encrypted' | null> {
  const instance = await start(bytes);
  const ok = run(instance, ['l', '-slt', '-bd', '-sccUTF-8', `-p${password}`, '/archive']);
  const { lines } = instance;
  if (lines.some((line) => /Cannot open encrypted archive|Wrong password/u.test(line))) return 'encrypted';
  if (!ok && !lines.includes('----------')) return hasLockedHeader(bytes) ? 'encrypted' : null;
  return parseListing(lines);
}

/** kEncodedHeader of 7zFormat.txt, and the method AES-256 with SHA-256. */
const ENCODED_HEADER = 0x17;
const AES = Buffer.from('06f10701', 'hex');

/**
 * Whether a 7z keeps its list of files under a password. 7-Zip says so only where the list is compressed as well: the
 * short list of one or two files is encrypted alone, and what a wrong password makes of it ends 7-Zip instead.
 */
function hasLockedHeader(bytes: Buffer): boolean {
  if (bytes.length < 32 || bytes.toString('latin1', 0, 2) !== '7z') return false;
  const start = 32 + Number(bytes.readBigUInt64LE(12));
  const end = start + Number(bytes.readBigUInt64LE(20));
  return bytes[start] === ENCODED_HEADER && bytes.subarray(start, end).includes(AES);
}

function parseListing(lines: readonly string[]): Listing {
  const entries: Listed[] = [];
  let fields = new Map<string, string>();
  const start = lines.indexOf('----------');
  const head = lines.slice(0, Math.max(0, start));
  const comment = commentOf(head);
  const tailSize = Number(
    /^Tail Size = (\d{1,12})$/u.exec(head.find((line) => line.startsWith('Tail Size')) ?? '')?.[1] ?? 0,
  );
  const flush = (): void => {
    if (fields.size > 0) {
      entries.push({
        name: fields.get('Path') ?? '',
        directory: (fields.get('Attributes') ?? '').startsWith('D') || fields.get('Folder') === '+',
        encrypted: fields.get('Encrypted') === '+',
        method: fields.get('Method') ?? '',
      });
    }
    fields = new Map();
  };
  for (const line of lines.slice(start + 1)) {
    const match = /^([A-Za-z ]{1,30}) = ?(.*)$/u.exec(line);
    if (match === null) {
      if (line.trim() === '') flush();
      continue;
    }
    fields.set(match[1] ?? '', match[2] ?? '');
  }
  flush();
  return { entries, comment, tailSize };
}

/** The archive's comment; one of several lines stands between braces below its name. */
function commentOf(lines: readonly string[]): string {
  const at = lines.findIndex((line) => line.startsWith('Comment = '));
  if (at < 0) return '';
  const first = lines[at]?.slice(10) ?? '';
  if (first !== '' || lines[at + 1] !== '{') return first;
  const end = lines.lastIndexOf('}');
  return lines.slice(at + 2, end < 0 ? lines.length : end).join('\n');
}

/** 'LZMA2:27' is 2^27 bytes, 'LZMA:192m' is as it says; ciphers and filters have small numbers. */
function dictionaryOf(method: string): number {
  let largest = 0;
  for (const match of method.matchAll(
    /\b(?:LZMA2?|PPMD|Deflate64|m\d|v\d:m\d)[^ ]{0,20}?:(?:mem)?(\d{1,6})([bkmg]?)/giu,
  )) {
    const unit = (match[2] ?? '').toLowerCase();
    const n = Number(match[1]);
    const size =
      unit === 'g'
        ? n * 2 ** 30
        : unit === 'm'
          ? n * 2 ** 20
          : unit === 'k'
            ? n * 1024
            : unit === 'b'
              ? n
              : 2 ** Math.min(n, 40);
    largest = Math.max(largest, size);
  }
  return largest;
}

async function fits(bytes: Buffer, name: string, password: string, context: FormatContext): Promise<boolean> {
  const instance = await start(bytes);
  limitOutput(instance, context, bytes.length);
  return run(instance, ['t', '-bd', `-p${password}`, '-spd', '/archive', '--', name]);
}

async function extract(
  bytes: Buffer,
  password: string,
  context: FormatContext,
): Promise<{ files: EmbeddedFile[]; ok: boolean }> {
  const instance = await start(bytes);
  const { FS } = instance.module;
  FS.mkdir('/out');
  limitOutput(instance, context, bytes.length);
  const ok = run(instance, ['x', '-bd', '-y', '-aou', '-snl-', `-p${password}`, '-o/out', '/archive']);
  const files: EmbeddedFile[] = [];
  const folders = ['/out'];
  for (let folder = folders.pop(); folder !== undefined; folder = folders.pop()) {
    for (const name of FS.readdir(folder)) {
      if (name === '.' || name === '..') continue;
      const path = `${folder}/${name}`;
      const { mode } = FS.stat(path, true);
      if (FS.isDir(mode)) folders.push(path);
      else if (FS.isFile(mode)) {
        const content = FS.readFile(path);
        FS.unlink(path);
        files.push({
          name: path.slice('/out/'.length),
          declaredType: null,
          bytes: Buffer.from(content.buffer, content.byteOffset, content.byteLength),
        });
      }
    }
  }
  files.sort((a, b) => (a.name ?? '').localeCompare(b.name ?? ''));
  return { files, ok };
}

/** Makes every write of the instance count: the functions of its memory file system are shared by all its files. */
function limitOutput(instance: Instance, context: FormatContext, containerSize: number): void {
  const { FS } = instance.module;
  FS.writeFile('/probe', '');
  const node: unknown = FS.lookupPath('/probe').node;
  FS.unlink('/probe');
  if (typeof node !== 'object' || node === null || !('stream_ops' in node)) throw new TypeError('7z-wasm has changed');
  const operations = node.stream_ops;
  if (typeof operations !== 'object' || operations === null || !('write' in operations))
    throw new TypeError('7z-wasm has changed');
  const write = operations.write;
  if (typeof write !== 'function') throw new TypeError('7z-wasm has changed');
  let soFar = 0;
  operations.write = (...args: readonly unknown[]): unknown => {
    const length = args[3];
    try {
      if (instance.spent !== null) throw instance.spent;
      if (typeof length === 'number') {
        soFar += length;
        context.budget.spendBytes(length, soFar, containerSize);
      }
      context.budget.checkTime();
    } catch (error) {
      if (error instanceof BudgetSpent) instance.spent = error;
      throw error;
    }
    const written: unknown = Reflect.apply(write, undefined, args);
    return written;
  };
}
