/**
 * Makes commits durable without stopping the event loop for it. SQLite writes each commit into its write-ahead log and leaves it
 * unsynced (`synchronous = NORMAL`); the sync that FULL would add to the commit is done here, by Node's threads, for all commits
 * that wait for it. Everything else that must be in order on the disk SQLite syncs itself under NORMAL: the log's head, the log
 * before it is copied into the database, the database before the log is used anew.
 */
import { open, type FileHandle } from 'node:fs/promises';
import { sharedRun } from '../core/shared-run.ts';

/** The syncs of one log. */
export interface LogSync {
  /** Resolves when every commit made before the call is on stable storage. */
  readonly sync: () => Promise<void>;
  readonly close: () => Promise<void>;
}

/**
 * @param path of the log; it is there once something was committed, and the same file as long as the database is open
 * @param rewrite copies the log into the database, synced, and begins it anew; rejects when that fails
 * @param datasync for tests
 */
export function logSync(
  path: string,
  rewrite: () => Promise<void>,
  datasync: (file: FileHandle) => Promise<void> = (file) => file.datasync(),
): LogSync {
  let file: FileHandle | null = null;
  let trusted = true;
  const sync = async (): Promise<void> => {
    if (trusted) {
      try {
        file ??= await open(path, 'r+');
        await datasync(file);
        return;
      } catch {
        trusted = false;
      }
    }
    // After a failed sync the system takes the bytes for written, and the next one would say that all is well. Only writing them
    // anew makes sure; until that works no commit counts.
    await rewrite();
    trusted = true;
  };
  return {
    sync: sharedRun(sync),
    close: async () => {
      await file?.close();
    },
  };
}
