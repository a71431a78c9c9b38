/** The files of larger messages: one folder, one file per message, plain or sealed. */
import { createReadStream } from 'node:fs';
import { constants, mkdir, open, readdir, rm, stat, type FileHandle } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { messageId, type MessageId } from '../core/brand.ts';
import type { SpooledBytes } from '../core/journal.ts';
import { codeOf } from '../core/error-code.ts';
import { GatewayError, UsageError } from '../core/outcomes.ts';
import { roomFor } from './room.ts';
import type { SpoolWriter } from './spool-types.ts';

/** Bytes collected before they are written: clients send small pieces. */
const WRITE_BYTES = 128 * 1024;
const READ_BYTES = 128 * 1024;
const NAME = /^([0-9A-Z]{12})\.(eml|sealed)$/;

/** Code of a system error, 'unknown' for anything else. */
export const errorCode = (error: unknown): string => codeOf(error) || 'unknown';

/** Trouble with a file as an outcome. @param doing for the log, e.g. 'write spool file' */
export function fileTrouble(error: unknown, doing: string): GatewayError {
  if (error instanceof GatewayError) return error;
  const code = errorCode(error);
  const full = code === 'ENOSPC' || code === 'EDQUOT';
  return new GatewayError(full ? 'disk-full' : 'cannot-store', `cannot ${doing} (${code})`, { cause: error });
}

/** A new or removed name survives a power cut only when its folder is synced. */
export async function syncFolder(path: string): Promise<void> {
  const folder = await open(path, constants.O_RDONLY);
  try {
    await folder.sync();
  } finally {
    await folder.close();
  }
}

/**
 * Makes a folder and the missing ones above it, 0700; an existing one is left as it is. Step by step, because Node's
 * `recursive` never ends where the system says "no such file" below a folder that is there, as /proc does.
 * @throws the system's error of the folder that could not be made
 */
export async function makeFolder(path: string): Promise<void> {
  try {
    await mkdir(path, { mode: 0o700 });
  } catch (error) {
    if (errorCode(error) === 'EEXIST' && (await stat(path)).isDirectory()) return;
    const above = dirname(path);
    if (errorCode(error) !== 'ENOENT' || above === path) throw error;
    // it may be there by now: others make the same folders at the same time
    if (!(await isThere(above))) await makeFolder(above);
    await mkdir(path, { mode: 0o700 }).catch((second: unknown) => {
      if (errorCode(second) !== 'EEXIST') throw second; // somebody else was quicker
    });
  }
}

async function isThere(path: string): Promise<boolean> {
  return stat(path).then(
    () => true,
    () => false,
  );
}

/** The system's codes, for people. */
const WHY_NOT: Readonly<Record<string, string>> = {
  EEXIST: 'it is a file, not a folder',
  ENOTDIR: 'a part of this path is a file, not a folder',
  EACCES: 'the user that runs this may not write there',
  EPERM: 'the user that runs this may not write there',
  EROFS: 'the file system is read-only',
  ENOSPC: 'the disk is full',
};

/** Makes a private folder when missing. Throws UsageError naming it. @param setting where the operator wrote it */
export async function privateFolder(path: string, setting: string): Promise<void> {
  try {
    await makeFolder(path);
    // access(2) tells nothing about a read-only or full file system; trying does
    const probe = join(path, `.probe-${process.pid}`);
    const file = await open(probe, 'w', 0o600);
    await file.close();
    await rm(probe, { force: true });
  } catch (error) {
    const code = errorCode(error);
    const why = WHY_NOT[code] === undefined ? '' : `: ${WHY_NOT[code]}`;
    throw new UsageError(`${setting}: cannot write to ${path} (${code})${why}`, { cause: error });
  }
}

/** The spool folder. */
export interface SpoolFiles {
  /** Throws GatewayError disk-full when even a small message would be refused now. */
  readonly hasRoom: () => Promise<void>;
  plainPath(id: MessageId): string;
  sealedPath(id: MessageId): string;
  /** A writer that keeps up to `inlineMaxBytes` in memory and goes to plainPath beyond. */
  writer(id: MessageId, inlineMaxBytes: number): SpoolWriter;
  /** Writes a whole file and syncs it and the folder; removes what was written when that fails. */
  write(path: string, content: AsyncIterable<Uint8Array>): Promise<void>;
  read(path: string): AsyncIterable<Uint8Array>;
  /** Removes; missing is fine. */
  remove(path: string): Promise<void>;
  /** Files of the folder that look like ours. */
  list(): Promise<readonly { readonly id: MessageId; readonly path: string; readonly sealed: boolean }[]>;
}

/** Waits until all bytes are written: write(2) may take fewer. */
async function writeAll(file: FileHandle, bytes: Uint8Array): Promise<void> {
  for (let at = 0; at < bytes.length;) at += (await file.write(bytes, at)).bytesWritten;
}

/** Makes a sync of the folder that all share who ask for it before it begins. */
function sharedFolderSync(path: string): () => Promise<void> {
  let next: Promise<void> | null = null;
  let last: Promise<unknown> = Promise.resolve();
  return () => {
    if (next !== null) return next;
    const sync = last.then(() => {
      next = null;
      return syncFolder(path);
    });
    next = sync;
    last = sync.catch(() => undefined);
    return sync;
  };
}

/** Where a writer goes when a message is too large for the store. */
interface Overflow {
  readonly path: string;
  readonly inlineMaxBytes: number;
  readonly syncFolder: () => Promise<void>;
  /** throws when there is no room for new mail */
  readonly checkRoom: (messageBytes: number) => Promise<void>;
}

class FileOrMemoryWriter implements SpoolWriter {
  readonly #overflow: Overflow;
  #inline: Uint8Array[] = [];
  #file: FileHandle | null = null;
  /** one buffer per open file, reused: memory per message stays what it is, whatever the message's size */
  #buffer = Buffer.alloc(0);
  #filled = 0;
  #size = 0;
  #state: 'open' | 'failed' | 'ended' = 'open';

  constructor(overflow: Overflow) {
    this.#overflow = overflow;
  }

  get size(): number {
    return this.#size;
  }

  async write(chunk: Uint8Array): Promise<void> {
    if (this.#state === 'ended') throw new TypeError('write after finish or abort');
    this.#size += chunk.length;
    if (this.#file === null && this.#size <= this.#overflow.inlineMaxBytes) {
      // a copy: the socket's buffer is larger than the chunk and would be kept alive by it
      this.#inline.push(Buffer.from(chunk));
      return;
    }
    await this.#guarded('write a spool file', async () => {
      this.#file ??= await this.#spill();
      await this.#append(this.#file, chunk);
    });
  }

  /** Turns file trouble into an outcome and remembers it: a message with a hole must never be finished. */
  async #guarded(doing: string, work: () => Promise<void>): Promise<void> {
    if (this.#state === 'failed') throw new GatewayError('cannot-store', `cannot ${doing} after an earlier failure`);
    try {
      await work();
    } catch (error) {
      this.#state = 'failed';
      throw fileTrouble(error, doing);
    }
  }

  async #spill(): Promise<FileHandle> {
    const file = await open(this.#overflow.path, 'wx', 0o600);
    this.#file = file;
    if (this.#ended()) {
      // The client went away meanwhile; abort() had no file to remove.
      await this.abort();
      throw new GatewayError('cannot-store', 'the message was given up before its file was there');
    }
    this.#buffer = Buffer.allocUnsafeSlow(WRITE_BYTES);
    for (const chunk of this.#inline) await this.#append(file, chunk);
    this.#inline = [];
    return file;
  }

  #ended(): boolean {
    return this.#state === 'ended';
  }

  async #append(file: FileHandle, chunk: Uint8Array): Promise<void> {
    for (let at = 0; at < chunk.length;) {
      const piece = chunk.subarray(at, at + this.#buffer.length - this.#filled);
      this.#buffer.set(piece, this.#filled);
      this.#filled += piece.length;
      at += piece.length;
      if (this.#filled === this.#buffer.length) await this.#flush(file);
    }
  }

  async #flush(file: FileHandle): Promise<void> {
    await writeAll(file, this.#buffer.subarray(0, this.#filled));
    this.#filled = 0;
  }

  async finish(): Promise<SpooledBytes> {
    if (this.#state === 'ended') throw new TypeError('finish after finish or abort');
    const file = this.#file;
    await this.#guarded('sync a spool file', async () => {
      await this.#overflow.checkRoom(this.#size);
      if (file === null) return;
      await this.#flush(file);
      await file.sync();
      await file.close();
      await this.#overflow.syncFolder();
    });
    this.#state = 'ended';
    if (file !== null) return { kind: 'file', path: this.#overflow.path, size: this.#size };
    const bytes = Buffer.concat(this.#inline);
    this.#inline = [];
    return { kind: 'inline', bytes, size: this.#size };
  }

  async abort(): Promise<void> {
    this.#state = 'ended';
    this.#inline = [];
    if (this.#file === null) return;
    // closing twice is harmless; what matters is that the name goes
    await this.#file.close();
    await rm(this.#overflow.path, { force: true });
  }
}

/** Opens the folder, creating it 0700. Throws UsageError. */
export async function openSpoolFiles(folder: string): Promise<SpoolFiles> {
  await privateFolder(folder, 'dataDir');
  const syncSpoolFolder = sharedFolderSync(folder);
  const checkRoom = roomFor(folder);
  const files: SpoolFiles = {
    hasRoom: () => checkRoom(0),
    plainPath: (id) => join(folder, `${id}.eml`),
    sealedPath: (id) => join(folder, `${id}.sealed`),
    writer: (id, inlineMaxBytes) =>
      new FileOrMemoryWriter({ path: files.plainPath(id), inlineMaxBytes, syncFolder: syncSpoolFolder, checkRoom }),
    write: async (path, content) => {
      let file: FileHandle;
      try {
        // never over a file that is there: it would be the only copy of a message ruled before
        file = await open(path, 'wx', 0o600);
      } catch (error) {
        throw fileTrouble(error, 'create a sealed spool file');
      }
      try {
        try {
          for await (const chunk of content) await writeAll(file, chunk);
          await file.sync();
        } finally {
          await file.close();
        }
        await syncSpoolFolder();
      } catch (error) {
        await rm(path, { force: true });
        throw fileTrouble(error, 'write a sealed spool file');
      }
    },
    read: (path) => createReadStream(path, { highWaterMark: READ_BYTES }),
    remove: async (path) => {
      await rm(path, { force: true });
    },
    list: async () => {
      const names = await readdir(folder);
      return names.flatMap((name) => {
        const [, id, ending] = NAME.exec(name) ?? [];
        return id === undefined ? [] : [{ id: messageId(id), path: join(folder, name), sealed: ending === 'sealed' }];
      });
    },
  };
  return files;
}
