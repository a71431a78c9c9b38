/** Puts a file on stable storage without stopping the thread. */
import { open, type FileHandle } from 'node:fs/promises';
import { dirname } from 'node:path';

/** A file that is synced again and again. */
export interface FileSync {
  /** Resolves when everything written to the file before the call is on stable storage. */
  sync(): Promise<void>;
  close(): Promise<void>;
}

/** @param path a file that is there at the first sync and stays the same file until the end */
export function fileSync(path: string): FileSync {
  let file: Promise<FileHandle> | null = null;
  return {
    sync: async () => {
      file ??= openWithName(path);
      await (await file).datasync();
    },
    close: async () => {
      await (await file)?.close();
      file = null;
    },
  };
}

/** Opens the file and makes its name durable as well. */
async function openWithName(path: string): Promise<FileHandle> {
  const file = await open(path, 'r+');
  const folder = await open(dirname(path));
  try {
    await folder.sync();
  } finally {
    await folder.close();
  }
  return file;
}
