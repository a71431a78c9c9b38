/** The files of larger messages: one folder, one file per message, plain or sealed. */
import { createReadStream } from 'node:fs';
import { constants, mkdir, open, readdir, rm, type FileHandle } from 'node:fs/promises';
import { join } from 'node:path';
import { messageId, type MessageId } from '../core/brand.ts';
import type { SpooledBytes } from '../core/journal.ts';
import { GatewayError, UsageError } from '../core/outcomes.ts';
import type { SpoolWriter } from './spool-types.ts';

/** Bytes collected before they are written: clients send small pieces. */
const WRITE_BYTES = 256 * 1024;
const READ_BYTES = 128 * 1024;
const NAME = /^([0-9A-Z]{12})\.(eml|sealed)$/;

/** Code of a system error, 'unknown' for anything else. */
export function errorCode(error: unknown): string {
  return typeof error === 'object' && error !== null && 'code' in error && typeof error.code === 'string'
    ? error.code
    : 'unknown';
}

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

/** Makes a private folder when missing. Throws UsageError naming it. @param setting where the operator wrote it */
export async function privateFolder(path: string, setting: string): Promise<void> {
  try {
    await mkdir(path, { recursive: true, mode: 0o700 });
    // access(2) tells nothing about a read-only or full file system; trying does
    const probe = join(path, `.probe-${process.pid}`);
    const file = await open(probe, 'w', 0o600);
    await file.close();
    await rm(probe, { force: true });
  } catch (error) {
    throw new UsageError(`${setting}: cannot write to ${path} (${errorCode(error)})`, { cause: error });
  }
}

/** The spool folder. */
export interface SpoolFiles {
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
async function writeAll(file: FileHandle, chunks: readonly Uint8Array[]): Promise<void> {
  const whole = chunks.length === 1 && chunks[0] !== undefined ? chunks[0] : Buffer.concat(chunks);
  for (let at = 0; at < whole.length;) at += (await file.write(whole, at)).bytesWritten;
}

class FileOrMemoryWriter implements SpoolWriter {
  readonly #path: string;
  readonly #folder: string;
  readonly #inlineMaxBytes: number;
  #file: FileHandle | null = null;
  #pending: Uint8Array[] = [];
  #pendingBytes = 0;
  #size = 0;
  #ended = false;

  constructor(path: string, folder: string, inlineMaxBytes: number) {
    this.#path = path;
    this.#folder = folder;
    this.#inlineMaxBytes = inlineMaxBytes;
  }

  get size(): number {
    return this.#size;
  }

  async write(chunk: Uint8Array): Promise<void> {
    if (this.#ended) throw new TypeError('write after finish or abort');
    // a copy: the socket's buffer is larger than the chunk and would be kept alive by it
    this.#pending.push(Buffer.from(chunk));
    this.#pendingBytes += chunk.length;
    this.#size += chunk.length;
    if (this.#size <= this.#inlineMaxBytes) return;
    if (this.#file !== null && this.#pendingBytes < WRITE_BYTES) return;
    await this.#flush();
  }

  async #flush(): Promise<void> {
    const chunks = this.#pending;
    this.#pending = [];
    this.#pendingBytes = 0;
    try {
      this.#file ??= await open(this.#path, 'wx', 0o600);
      await writeAll(this.#file, chunks);
    } catch (error) {
      throw fileTrouble(error, 'write a spool file');
    }
  }

  async finish(): Promise<SpooledBytes> {
    if (this.#ended) throw new TypeError('finish after finish or abort');
    if (this.#file === null) {
      this.#ended = true;
      const bytes = Buffer.concat(this.#pending);
      this.#pending = [];
      return { kind: 'inline', bytes, size: this.#size };
    }
    await this.#flush();
    try {
      await this.#file.sync();
      await this.#file.close();
      this.#ended = true;
      await syncFolder(this.#folder);
    } catch (error) {
      throw fileTrouble(error, 'sync a spool file');
    }
    return { kind: 'file', path: this.#path, size: this.#size };
  }

  async abort(): Promise<void> {
    this.#ended = true;
    this.#pending = [];
    if (this.#file === null) return;
    // closing twice is harmless; what matters is that the name goes
    await this.#file.close();
    await rm(this.#path, { force: true });
  }
}

/** Opens the folder, creating it 0700. Throws UsageError. */
export async function openSpoolFiles(folder: string): Promise<SpoolFiles> {
  await privateFolder(folder, 'dataDir');
  const files: SpoolFiles = {
    plainPath: (id) => join(folder, `${id}.eml`),
    sealedPath: (id) => join(folder, `${id}.sealed`),
    writer: (id, inlineMaxBytes) => new FileOrMemoryWriter(files.plainPath(id), folder, inlineMaxBytes),
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
          for await (const chunk of content) await writeAll(file, [chunk]);
          await file.sync();
        } finally {
          await file.close();
        }
        await syncFolder(folder);
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
