/** The key file and the subkeys derived from it. */
import { createHmac, hkdfSync, randomBytes } from 'node:crypto';
import { link, mkdir, open, readFile, stat, unlink } from 'node:fs/promises';
import { dirname } from 'node:path';
import { UsageError } from '../core/outcomes.ts';
import { errorCode, syncFolder } from './spool-files.ts';
import type { KeyPurpose } from './spool-types.ts';

/** The derived keys of one installation. */
export interface Keys {
  /** 32 bytes, different for every purpose (HKDF-SHA-256, RFC 5869) */
  derive(purpose: KeyPurpose): Buffer;
  /** tells whether a database was written with this key; says nothing about it */
  readonly fingerprint: string;
}

/** The file's readable form: 32 bytes in base64 with optional white space around. */
function parseKey(text: string): Buffer | null {
  const trimmed = text.trim();
  if (!/^[A-Za-z0-9+/]{43}=?$/.test(trimmed)) return null;
  const key = Buffer.from(trimmed, 'base64');
  return key.length === 32 ? key : null;
}

/** Subkeys of a master key. @param master 32 bytes */
export function keysOf(master: Uint8Array): Keys {
  const known = new Map<KeyPurpose, Buffer>();
  const derive = (purpose: KeyPurpose): Buffer => {
    const found = known.get(purpose);
    if (found !== undefined) return found;
    const made = Buffer.from(hkdfSync('sha256', master, 'brevvakt', purpose, 32));
    known.set(purpose, made);
    return made;
  };
  const fingerprint = createHmac('sha256', derive('fingerprint')).update('key').digest('base64url').slice(0, 22);
  return { derive, fingerprint };
}

async function readKey(path: string): Promise<Buffer | null> {
  let text: string;
  try {
    text = await readFile(path, 'latin1');
  } catch (error) {
    const code = errorCode(error);
    if (code === 'ENOENT') return null;
    throw new UsageError(`encryption.keyFile: cannot read ${path} (${code})`, { cause: error });
  }
  const key = parseKey(text);
  if (key === null) throw new UsageError(`encryption.keyFile: ${path} does not hold 32 bytes in base64`);
  return key;
}

/** Written whole under another name first: a command started at the same moment must not read half a key. */
async function generateKey(path: string): Promise<void> {
  const draft = `${path}.${randomBytes(6).toString('hex')}`;
  try {
    await mkdir(dirname(path), { recursive: true, mode: 0o700 });
    const file = await open(draft, 'wx', 0o600);
    try {
      await file.writeFile(`${randomBytes(32).toString('base64')}\n`);
      await file.sync();
    } finally {
      await file.close();
    }
    try {
      await link(draft, path);
    } catch (error) {
      if (errorCode(error) !== 'EEXIST') throw error;
    } finally {
      await unlink(draft);
    }
    await syncFolder(dirname(path));
  } catch (error) {
    throw new UsageError(`encryption.keyFile: cannot create ${path} (${errorCode(error)})`, { cause: error });
  }
}

/**
 * Loads the key file, generating it 0600 when missing.
 * @param expected fingerprint the database was written with, null for a new one: a missing key is not replaced then,
 * because what is held could never be read again
 * @returns the keys and whether others than the owner may read the file
 * Throws UsageError when the file is unreadable, malformed, missing or not the one that fits.
 */
export async function loadKeys(
  path: string,
  expected: string | null,
): Promise<{ readonly keys: Keys; readonly tooOpen: boolean }> {
  let master = await readKey(path);
  if (master === null) {
    if (expected !== null) {
      throw new UsageError(`encryption.keyFile: ${path} is missing, and held mail cannot be read without it`);
    }
    await generateKey(path);
    master = await readKey(path);
  }
  if (master === null) throw new UsageError(`encryption.keyFile: ${path} vanished while it was created`);
  const keys = keysOf(master);
  if (expected !== null && keys.fingerprint !== expected) {
    throw new UsageError(`encryption.keyFile: ${path} is not the key this data directory was encrypted with`);
  }
  const { mode } = await stat(path);
  return { keys, tooOpen: (mode & 0o077) !== 0 };
}
