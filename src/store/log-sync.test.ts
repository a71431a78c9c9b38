import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { temporaryFolder } from '../testing/spooled-mail.ts';
import { logSync, type LogSync } from './log-sync.ts';

let folder: ReturnType<typeof temporaryFolder>;
let log: LogSync | null = null;
let deeds: string[] = [];
beforeEach(() => {
  folder = temporaryFolder();
  deeds = [];
});
afterEach(async () => {
  await log?.close();
  folder.remove();
});

/** Fails as often as told. */
const work = (name: string, failures = 0) => {
  let left = failures;
  return (): Promise<void> => {
    deeds.push(name);
    return left-- > 0 ? Promise.reject(new Error(`${name} failed`)) : Promise.resolve();
  };
};
const open = (syncFailures: number, rewriteFailures: number): LogSync => {
  const path = join(folder.path, 'log');
  writeFileSync(path, 'x');
  log = logSync(path, work('rewrite', rewriteFailures), work('sync', syncFailures));
  return log;
};

it('syncs once for all who wait', async () => {
  const { sync } = open(0, 0);
  await Promise.all([sync(), sync(), sync()]);
  expect(deeds).toEqual(['sync']);
});

it('syncs the real file', async () => {
  const path = join(folder.path, 'log');
  writeFileSync(path, 'x');
  log = logSync(path, work('rewrite'));
  await log.sync();
  expect(deeds).toEqual([]);
});

it('writes everything anew after a failed sync instead of believing the next one', async () => {
  const { sync } = open(1, 0);
  await sync();
  await sync();
  expect(deeds).toEqual(['sync', 'rewrite', 'sync']);
});

it('takes no commit for durable until everything was written anew', async () => {
  const { sync } = open(1, 2);
  await expect(sync()).rejects.toThrow('rewrite failed');
  await expect(sync()).rejects.toThrow('rewrite failed');
  await sync();
  expect(deeds).toEqual(['sync', 'rewrite', 'rewrite', 'rewrite']);
});

it('takes a log that cannot be opened for one that cannot be synced', async () => {
  log = logSync(join(folder.path, 'missing'), work('rewrite', 1));
  await expect(log.sync()).rejects.toThrow('rewrite failed');
});
