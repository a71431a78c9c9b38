import type { FileHandle } from 'node:fs/promises';
import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { openTestSpool, ruledMail, spoolBytes, temporaryFolder } from '../testing/spooled-mail.ts';
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
  return { ...original, open };
});

const LARGE = Buffer.alloc(400_000, 'x');
let folder: ReturnType<typeof temporaryFolder>;
let spool: Spool;
beforeEach(async () => {
  fault = null;
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
