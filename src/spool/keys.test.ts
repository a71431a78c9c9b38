import { mkdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { UsageError } from '../core/outcomes.ts';
import { openTestSpool, temporaryFolder } from '../testing/spooled-mail.ts';
import { keysOf, loadKeys } from './keys.ts';

let folder: ReturnType<typeof temporaryFolder>;
beforeEach(() => {
  folder = temporaryFolder();
});
afterEach(() => {
  folder.remove();
});

describe('loadKeys()', () => {
  it('makes a missing key of 32 random bytes that only its owner reads', async () => {
    const path = join(folder.path, 'key');
    const { keys, tooOpen } = await loadKeys(path, null);
    expect(Buffer.from(readFileSync(path, 'latin1').trim(), 'base64').length).toBe(32);
    expect(statSync(path).mode & 0o777).toBe(0o600);
    expect(tooOpen).toBe(false);
    expect((await loadKeys(path, keys.fingerprint)).keys.derive('content')).toEqual(keys.derive('content'));
  });

  it('is the same key for all who start at the same moment', async () => {
    const path = join(folder.path, 'key');
    const loaded = await Promise.all(Array.from({ length: 8 }, () => loadKeys(path, null)));
    expect(new Set(loaded.map(({ keys }) => keys.fingerprint)).size).toBe(1);
  });

  it.each([
    '',
    'short',
    Buffer.alloc(31).toString('base64'),
    Buffer.alloc(33).toString('base64'),
    `${'A'.repeat(43)}=x`,
  ])('refuses %j as a key and leaves the file alone', async (text) => {
    const path = join(folder.path, 'key');
    writeFileSync(path, text);
    await expect(loadKeys(path, null)).rejects.toThrow(/32 bytes in base64/);
    expect(readFileSync(path, 'latin1')).toBe(text);
  });

  it('names the file it cannot read or create', async () => {
    const path = join(folder.path, 'key');
    mkdirSync(path);
    await expect(loadKeys(path, null)).rejects.toThrow(`cannot read ${path} (EISDIR)`);
    writeFileSync(join(folder.path, 'file'), '');
    const nowhere = join(folder.path, 'file', 'key');
    await expect(loadKeys(nowhere, null)).rejects.toThrow(`(ENOTDIR)`);
  });

  it('makes the folder of the key, for nobody else to look into', async () => {
    const path = join(folder.path, 'keys', 'brevvakt', 'key');
    await loadKeys(path, null);
    expect(statSync(path).mode & 0o777).toBe(0o600);
    expect(statSync(join(folder.path, 'keys')).mode & 0o777).toBe(0o700);
  });

  it('notices a key that others can read', async () => {
    const path = join(folder.path, 'key');
    writeFileSync(path, Buffer.alloc(32, 1).toString('base64'), { mode: 0o644 });
    expect((await loadKeys(path, null)).tooOpen).toBe(true);
  });
});

describe('keysOf()', () => {
  it('derives a different key for every purpose and none is the master', () => {
    const master = Buffer.alloc(32, 3);
    const keys = keysOf(master);
    const purposes = ['content', 'details', 'addresses', 'loop-guard', 'links', 'fingerprint'] as const;
    const derived = purposes.map((purpose) => keys.derive(purpose).toString('hex'));
    expect(new Set([...derived, master.toString('hex')]).size).toBe(purposes.length + 1);
  });
});

describe('openSpool() and its key', () => {
  it('refuses a key that the database was not written with, and a lost one, without making a new one', async () => {
    const key = join(folder.path, 'key');
    await (await openTestSpool(folder.path)).close();
    writeFileSync(key, Buffer.alloc(32, 9).toString('base64'), { mode: 0o600 });
    await expect(openTestSpool(folder.path)).rejects.toThrow(/is not the key this data directory was encrypted with/);
    rmSync(key);
    const lost = openTestSpool(folder.path);
    await expect(lost).rejects.toThrow(UsageError);
    await expect(lost).rejects.toThrow(/is missing, and held mail cannot be read without it/);
    expect(() => statSync(key)).toThrow(/ENOENT/);
  });
});
