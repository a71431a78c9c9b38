/**
 * The sync that ends a durable transaction, off the main thread. SQLite's own (`synchronous = FULL`) is one fsync of the write-ahead log
 * behind every commit, and the thread that commits waits for it; so the connection commits without it and the same file is synced here,
 * by the thread pool, before anybody is told. https://www.sqlite.org/pragma.html#pragma_synchronous, https://www.sqlite.org/wal.html
 */
import { open, type FileHandle } from 'node:fs/promises';
import { dirname } from 'node:path';
import { codeOf } from '../core/error-code.ts';
import { GatewayError } from '../core/outcomes.ts';

/** Makes commits durable. */
export interface WalSync {
  /**
   * Resolves when everything that was committed before the call is on stable storage. Calls during a sync share the next one.
   * Throws GatewayError cannot-store, for ever after the first failure: the system may have dropped what it could not write, and a
   * log with a hole in it ends there.
   */
  sync(): Promise<void>;
  /** Throws what sync() threw when it failed: nothing may be written any more that could not be kept. */
  check(): void;
  close(): Promise<void>;
}

/** What syncs a file; node's own, or a test's. */
export type SyncFile = (file: FileHandle) => Promise<void>;

/** The folder's entry for a new log must survive as well. */
async function openSynced(path: string): Promise<FileHandle> {
  const folder = await open(dirname(path), 'r');
  try {
    await folder.sync();
  } finally {
    await folder.close();
  }
  return await open(path, 'r+');
}

/**
 * @param path of the write-ahead log, which lives as long as a connection is open; no lock of SQLite's is on it, so that another
 * descriptor for it does no harm
 */
export function walSync(path: string, syncFile: SyncFile = (file) => file.datasync()): WalSync {
  let file: FileHandle | undefined;
  let running: Promise<void> | null = null;
  let next: Promise<void> | null = null;
  let broken: GatewayError | null = null;

  const check = (): void => {
    if (broken !== null) throw broken;
  };
  const run = async (): Promise<void> => {
    try {
      check();
      file ??= await openSynced(path);
      await syncFile(file);
    } catch (error) {
      broken ??= new GatewayError(
        'cannot-store',
        `the disk did not take the journal (${codeOf(error) || 'unknown'}): see to it, then restart`,
        { cause: error },
      );
      throw broken;
    } finally {
      running = null;
    }
  };
  const start = (): Promise<void> => {
    next = null;
    return (running = run());
  };

  return {
    sync: () => {
      // what is under way may have begun before the commit; what is waited for has not begun
      if (running !== null) next ??= running.then(start, start);
      return next ?? start();
    },
    check,
    close: async () => {
      await file?.close();
      file = undefined;
    },
  };
}
