import type { FileHandle } from 'node:fs/promises';
import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { openTestSpool, ruledMail, spoolBytes, temporaryFolder } from '../testing/spooled-mail.ts';
import { reserveOf } from './room.ts';
import type { Spool } from './spool.ts';

/** Which operation of a file fails, and how; nothing fails while it is null. */
let fault: { readonly operation: 'open' | 'write' | 'sync'; readonly code: string } | null = null;

vi.mock(import('node:fs/promises'), async (importOriginal) => {
  const original = await importOriginal();
  const trouble = (code: string): Error => Object.assign(new Error(`${code}: planted`), { code });
  const open = async (...args: Parameters<typeof original.open>): Promise<FileHandle> => {
    if (fault?.operation === 'open') throw trouble(fault.code);
    const file = await original.open(...args);
    return new Proxy(file, {
      get: (target, name) => {
        if (fault !== null && name === fault.operation) return () => Promise.reject(trouble(fault?.code ?? ''));
        const value: unknown = Reflect.get(target, name, target);
        return typeof value === 'function' ? (value.bind(target) as unknown) : value;
      },
    });
  };
  const statfs = async (path: string): Promise<unknown> => {
    if (bytesLeft === null) return await original.statfs(path);
    return { bsize: 1024, blocks: 800 * 1024, bavail: bytesLeft / 1024 };
  };
  return { ...original, open, statfs: statfs as typeof original.statfs };
});

/** What is left of the disk, of 800 MiB; null for the real one. */
let bytesLeft: number | null = null;

const LARGE = Buffer.alloc(400_000, 'x');
let folder: ReturnType<typeof temporaryFolder>;
let spool: Spool;
beforeEach(async () => {
  fault = null;
  bytesLeft = null;
  folder = temporaryFolder();
  spool = await openTestSpool(folder.path);
});
afterEach(async () => {
  fault = null;
  await spool.close();
  folder.remove();
});
const files = (): readonly string[] => readdirSync(join(folder.path, 'spool'));

describe.each([
  { operation: 'open', code: 'ENOSPC', outcome: 'disk-full' },
  { operation: 'write', code: 'ENOSPC', outcome: 'disk-full' },
  { operation: 'write', code: 'EDQUOT', outcome: 'disk-full' },
  { operation: 'sync', code: 'ENOSPC', outcome: 'disk-full' },
  { operation: 'write', code: 'EIO', outcome: 'cannot-store' },
  { operation: 'sync', code: 'EIO', outcome: 'cannot-store' },
] as const)('$code at $operation', ({ operation, code, outcome }) => {
  it(`is ${outcome} while a message is received, leaves nothing behind and passes`, async () => {
    const id = spool.newId();
    const writer = spool.writer(id);
    fault = { operation, code };
    const attempt = (async () => {
      await writer.write(LARGE);
      await writer.finish();
    })();
    await expect(attempt).rejects.toMatchObject({ name: 'GatewayError', outcome });
    fault = null;
    await writer.abort();
    expect(files()).toEqual([]);
    await spool.commitRuled(ruledMail(id, await spoolBytes(spool, id, LARGE)));
    expect(await spool.claimDue(1)).toHaveLength(1);
  });

  it(`is ${outcome} while a held message is sealed, and the bytes received stay for another try`, async () => {
    const id = spool.newId();
    const mail = ruledMail(id, await spoolBytes(spool, id, LARGE), { 'bo@example.org': 'hold' });
    fault = { operation, code };
    await expect(spool.commitRuled(mail)).rejects.toMatchObject({ name: 'GatewayError', outcome });
    fault = null;
    expect(files()).toEqual([`${id}.eml`]);
    expect(await spool.held.find(id)).toBeNull();
    await spool.commitRuled(mail);
    expect(Buffer.compare(await spool.readAll(id), LARGE)).toBe(0);
  });
});

describe('a disk of which only the reserve is left', () => {
  it.each([100, 400_000])('takes no new mail of %i bytes, but lets go what it has', async (size) => {
    const kept = spool.newId();
    await spool.commitRuled(ruledMail(kept, await spoolBytes(spool, kept, LARGE)));
    await spool.close();
    bytesLeft = 16 * 1024 * 1024;
    spool = await openTestSpool(folder.path);
    const writer = spool.writer(spool.newId());
    await writer.write(Buffer.alloc(size));
    await expect(writer.finish()).rejects.toMatchObject({ name: 'GatewayError', outcome: 'disk-full' });
    await writer.abort();
    await expect(spool.check()).rejects.toMatchObject({ outcome: 'disk-full' }); // not ready, for who asks
    const [claim] = await spool.claimDue(1);
    if (claim === undefined) throw new Error('nothing was due');
    const done = { address: 'bo@example.org', state: 'delivered', outcome: 'accepted', reply: '' } as const;
    await spool.settle(claim, [done], { nextAttemptAt: null, notices: [] });
    await spool.close();
    expect(files()).toEqual([]);
    bytesLeft += 2 * 1024 * 1024;
    spool = await openTestSpool(folder.path);
    expect((await spoolBytes(spool, spool.newId(), Buffer.alloc(size))).size).toBe(size);
  });

  it('counts what is promised at the same moment', async () => {
    await spool.close();
    bytesLeft = 17 * 1024 * 1024;
    spool = await openTestSpool(folder.path);
    const ends = await Promise.allSettled(
      Array.from({ length: 20 }, () => spoolBytes(spool, spool.newId(), Buffer.alloc(10_000))),
    );
    const taken = ends.filter(({ status }) => status === 'fulfilled').length;
    expect(taken).toBeGreaterThan(0);
    expect(taken).toBeLessThan(20);
  });

  it('is an eighth of a small one at most', () => {
    expect(reserveOf(8 * 1024 * 1024)).toBe(1024 * 1024);
    expect(reserveOf(1e12)).toBe(16 * 1024 * 1024);
  });
});
