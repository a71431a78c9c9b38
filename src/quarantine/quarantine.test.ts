import { execFileSync } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { MessageId } from '../core/brand.ts';
import { GatewayError, UsageError } from '../core/outcomes.ts';
import type { Spool } from '../spool/spool.ts';
import {
  finding,
  handClock,
  openTestSpool,
  reportOf,
  ruledMail,
  spoolBytes,
  temporaryFolder,
} from '../testing/spooled-mail.ts';
import { openQuarantine, type Quarantine } from './quarantine.ts';

const DAY_MS = 86_400_000;
const SECRET = 'Zebrafink i tallskogen';
const SMALL = Buffer.from(`Subject: Beslut\r\n\r\n${SECRET}\r\n`);
const LARGE = Buffer.concat([SMALL, Buffer.from(randomBytes(200_000).toString('base64')), SMALL]);
const WHO = { actor: 'Greta Granskare', purpose: 'wrongly stopped' };
/** Nobody is told. */
const SILENTLY = { ...WHO, notices: () => Promise.resolve([]) };
const AS_IT_IS = { edits: () => [] };
const UNCHANGED = { ...SILENTLY, ...AS_IT_IS };
const FIELD = { start: 0, end: 0, insert: 'X-Field: 1\r\n' };

let folder: ReturnType<typeof temporaryFolder>;
let clock: ReturnType<typeof handClock>;
let spool: Spool;
let quarantine: Quarantine;
beforeEach(async () => {
  folder = temporaryFolder();
  clock = handClock();
  spool = await openTestSpool(folder.path, { clock });
  quarantine = openQuarantine(spool);
});
afterEach(async () => {
  await spool.close();
  folder.remove();
});

const HELD = { 'Kim@example.org': 'hold', 'bo@example.org': 'hold' } as const;
async function hold(
  content: Uint8Array,
  category = 'health',
  fates: Parameters<typeof ruledMail>[2] = HELD,
): Promise<MessageId> {
  const id = spool.newId();
  const report = reportOf([finding(category, { path: ['191212121212.docx'], locator: '191212-1212!A1' })]);
  await spool.commitRuled(ruledMail(id, await spoolBytes(spool, id, content), fates, { report }));
  return id;
}
const states = async (id: MessageId): Promise<readonly string[]> => {
  const lines = await spool.trace({ reference: id, actor: 'test', purpose: 'test' });
  return lines.filter(({ about }) => about === null).map(({ history }) => history.map(({ state }) => state).join(' '));
};
/** Every byte under dataDir, the database's log included. */
const disk = (path = folder.path): Buffer =>
  Buffer.concat(
    readdirSync(path, { withFileTypes: true, recursive: true })
      .filter((entry) => entry.isFile())
      .map((entry) => readFileSync(join(entry.parentPath, entry.name))),
  );
const spoolFiles = (): readonly string[] => readdirSync(join(folder.path, 'spool'));

describe.each([
  { kind: 'small', content: SMALL },
  { kind: 'large', content: LARGE },
])('a held $kind mail', ({ content }) => {
  it('leaves neither content nor recipients nor findings readable on the disk', async () => {
    const id = await hold(content);
    await spool.close();
    const bytes = disk();
    for (const word of [
      SECRET,
      'Kim@example.org',
      'kim@example.org',
      'anna@kommun.example',
      '191212121212',
      '19******',
    ]) {
      expect(bytes.includes(word), word).toBe(false);
    }
    expect(bytes.includes(id)).toBe(true);
    spool = await openTestSpool(folder.path, { clock });
  });

  it('is released to whom was chosen, byte for byte, and goes when all are settled', async () => {
    const id = await hold(content);
    quarantine = openQuarantine(spool);
    expect(
      await quarantine.release(id, {
        ...SILENTLY,
        recipients: ['kim@example.org'],
        hop: 'sefos',
        edits: () => [FIELD],
      }),
    ).toEqual({
      id,
      recipients: ['Kim@example.org'],
      protectedIdentity: false,
    });
    const [claim] = await spool.claimDue(10);
    expect(claim).toMatchObject({
      hop: 'sefos',
      sender: 'anna@kommun.example',
      recipients: [{ address: 'Kim@example.org' }],
      edits: [FIELD],
    });
    expect(Buffer.compare(await spool.readAll(id), content)).toBe(0);
    if (claim === undefined) throw new Error('not released');
    const done = {
      address: 'Kim@example.org',
      state: 'delivered',
      outcome: 'accepted',
      reply: '250 2.0.0 Ok',
    } as const;
    await spool.settle(claim, [done], { nextAttemptAt: null, notices: [] });
    expect((await quarantine.list()).map(({ recipients }) => recipients)).toEqual([['bo@example.org']]);
    await quarantine.release(id, UNCHANGED);
    const [second] = await spool.claimDue(10);
    if (second === undefined) throw new Error('not released');
    expect(second.hop).toBe('nextHop');
    await spool.settle(second, [{ ...done, address: 'bo@example.org' }], { nextAttemptAt: null, notices: [] });
    await expect(spool.open(id)).rejects.toThrow(GatewayError);
    expect(await states(id)).toEqual(['held released delivered', 'held released delivered']);
    await spool.close();
    expect(spoolFiles()).toEqual([]);
    spool = await openTestSpool(folder.path, { clock });
  });

  it('is delivered to the others from its sealed bytes', async () => {
    const id = await hold(content, 'health', { 'a@example.org': 'allow', 'h@example.org': 'hold' });
    await spool.close();
    expect(disk().includes(SECRET)).toBe(false);
    spool = await openTestSpool(folder.path, { clock });
    await spool.recover();
    expect(await spool.claimDue(10)).toHaveLength(1);
    expect(Buffer.compare(await spool.readAll(id), content)).toBe(0);
    expect(await spool.path(id)).toBeNull();
  });

  it('ends with its time: the notices are queued and every byte is gone', async () => {
    const id = await hold(content);
    const other = await hold(SMALL);
    const sealed = content === LARGE ? readFileSync(join(folder.path, 'spool', `${id}.sealed`)).subarray(-64) : null;
    const none = (): never => {
      throw new Error('nothing has ended yet');
    };
    clock.advance(14 * DAY_MS - 1);
    expect(await quarantine.expire(clock.now(), none)).toEqual([]);
    clock.advance(1);
    await quarantine.delete(other, SILENTLY);
    const notice = { id: spool.newId(), to: 'anna@kommun.example', content: Buffer.from('Subject: Borta\r\n\r\n') };
    const ended = await quarantine.expire(clock.now(), (held) => {
      expect(held.details.envelope.sender).toBe('anna@kommun.example');
      expect(held.details.report.facts.language).toBe('sv');
      return [notice];
    });
    expect(ended.map((mail) => mail.id)).toEqual([id]);
    expect(await quarantine.list()).toEqual([]);
    expect(await spool.claimDue(10)).toMatchObject([{ messageId: notice.id, notice: true }]);
    expect(await states(id)).toEqual(['held expired', 'held expired']);
    await spool.close();
    expect(spoolFiles()).toEqual([]);
    expect(sealed === null || !disk().includes(sealed)).toBe(true);
    spool = await openTestSpool(folder.path, { clock });
    await expect(spool.open(id)).rejects.toThrow(GatewayError);
  });
});

describe('expire()', () => {
  it('keeps a mail whose notices cannot be written, ends the others and reports', async () => {
    const bad = await hold(SMALL);
    const good = await hold(SMALL);
    clock.advance(15 * DAY_MS);
    const attempt = quarantine.expire(clock.now(), ({ id }) => {
      if (id === bad) throw new RangeError('planted');
      return [];
    });
    await expect(attempt).rejects.toThrow(AggregateError);
    expect((await quarantine.list()).map(({ id }) => id)).toEqual([bad]);
    expect(await states(good)).toEqual(['held expired', 'held expired']);
    expect(Buffer.compare(await spool.readAll(bad), SMALL)).toBe(0);
  });

  it('overwrites sealed bytes in the database itself', async () => {
    const id = await hold(Buffer.alloc(20_000, 7));
    const { default: Libsql } = await import('libsql');
    const read = (): Buffer => {
      const db = new Libsql(join(folder.path, 'brevvakt.db'));
      const row = db.prepare('select content from message_bytes where message_id = ?').all([id])[0] as {
        content: ArrayBuffer;
      };
      db.close();
      return Buffer.from(row.content).subarray(6000, 6064);
    };
    const trace = read();
    expect(disk().includes(trace)).toBe(true);
    await quarantine.delete(id, SILENTLY);
    expect(disk().includes(trace)).toBe(false);
  });
});

describe('list() and show()', () => {
  it('tell what is held without content', async () => {
    const id = await hold(SMALL);
    const [line, none] = await quarantine.list();
    expect(none).toBeUndefined();
    expect(line).toEqual({
      id,
      receivedAt: '2026-11-23T10:00:00.000Z',
      expiresAt: '2026-12-07T10:00:00.000Z',
      sender: 'anna@kommun.example',
      recipients: ['Kim@example.org', 'bo@example.org'],
      rules: ['test-rule'],
      categories: ['health'],
      size: SMALL.length,
      protectedIdentity: false,
    });
  });

  it('show strict masks and masked file names only, and journal the look', async () => {
    const id = await hold(SMALL);
    const shown = await quarantine.show(id, WHO);
    expect(shown?.findings).toMatchObject([
      { category: 'health', masked: '19******-****', path: ['19**********.docx'] },
    ]);
    expect(JSON.stringify(shown)).not.toMatch(/19121212|191212-1212/u);
    expect(await spool.accesses()).toMatchObject([{ ...WHO, deed: 'quarantine-show', subject: id }]);
  });

  it('give a kept original out once that is journalled, and nothing that is only held', async () => {
    const held = await hold(SMALL);
    expect(await quarantine.export(held, WHO)).toBeNull();
    const id = spool.newId();
    const mail = ruledMail(
      id,
      await spoolBytes(spool, id, LARGE),
      { 'bo@example.org': 'allow' },
      { keepOriginal: true },
    );
    await spool.commitRuled(mail);
    expect((await quarantine.originals()).map((one) => one.id)).toEqual([id]);
    expect((await quarantine.list()).map((one) => one.id)).toEqual([held]);
    expect(await quarantine.export(id, WHO)).toEqual(LARGE);
    expect(await spool.accesses()).toMatchObject([{ ...WHO, deed: 'quarantine-export', subject: id }]);
    expect(await quarantine.show(id, WHO)).toMatchObject({ state: 'original', recipients: ['bo@example.org'] });
    await expect(quarantine.export(id, { ...WHO, purpose: ' ' })).rejects.toThrow(UsageError);
  });

  it('show no mask for a protected identity, and releases say so on record', async () => {
    const id = await hold(SMALL, 'protected-identity');
    expect((await quarantine.show(id, WHO))?.findings).toMatchObject([{ masked: '' }]);
    expect(await quarantine.release(id, UNCHANGED)).toMatchObject({ protectedIdentity: true });
    expect(await spool.accesses({ limit: 1 })).toMatchObject([
      { deed: 'quarantine-release', purpose: 'wrongly stopped [protected-identity]' },
    ]);
  });

  it('go on when one record is damaged', async () => {
    const damaged = await hold(SMALL);
    const whole = await hold(SMALL);
    execFileSync(process.execPath, [
      '-e',
      `const D = require('libsql'); const d = new D(process.argv[1]);
       d.prepare("update message_details set content = x'00' where message_id = ?").run([process.argv[2]]); d.close();`,
      join(folder.path, 'brevvakt.db'),
      damaged,
    ]);
    expect((await quarantine.list()).map(({ id }) => id)).toEqual([whole]);
    await expect(quarantine.show(damaged, WHO)).rejects.toThrow(GatewayError);
  });
});

describe('a decision', () => {
  it('needs a name and a purpose', async () => {
    const id = await hold(SMALL);
    for (const nobody of [
      { actor: ' ', purpose: 'x' },
      { actor: 'x', purpose: '' },
    ]) {
      await expect(quarantine.release(id, { ...UNCHANGED, ...nobody })).rejects.toThrow(UsageError);
      await expect(quarantine.delete(id, { ...SILENTLY, ...nobody })).rejects.toThrow(UsageError);
      await expect(quarantine.show(id, nobody)).rejects.toThrow(UsageError);
    }
    expect(await quarantine.list()).toHaveLength(1);
  });

  it('about an address that is not held is refused as a whole', async () => {
    const id = await hold(SMALL);
    const recipients = ['bo@example.org', 'by@example.org'];
    await expect(quarantine.release(id, { ...UNCHANGED, recipients })).rejects.toThrow(UsageError);
    expect(await spool.claimDue(10)).toEqual([]);
  });

  it('about what is not held is null', async () => {
    expect(await quarantine.release(spool.newId(), UNCHANGED)).toBeNull();
    expect(await quarantine.delete(spool.newId(), SILENTLY)).toBeNull();
    expect(await quarantine.show(spool.newId(), WHO)).toBeNull();
  });

  it('made twice at once takes effect once', async () => {
    const id = await hold(SMALL);
    const both = await Promise.all([
      quarantine.release(id, UNCHANGED),
      quarantine.release(id, UNCHANGED),
      quarantine.delete(id, SILENTLY),
    ]);
    expect(both.filter((result) => result !== null)).toHaveLength(1);
    expect(await spool.claimDue(10)).toHaveLength(1);
  });

  it('to delete queues what people are told together with it, about the copies that go', async () => {
    const id = await hold(SMALL, 'protected-identity');
    const notice = { id: spool.newId(), to: 'anna@kommun.example', content: Buffer.from('Subject: Borta\r\n\r\n') };
    const asked: (readonly string[])[] = [];
    const result = await quarantine.delete(id, {
      ...WHO,
      recipients: ['kim@example.org'],
      notices: (_held, addresses) => {
        asked.push(addresses);
        return Promise.resolve([notice]);
      },
    });
    expect(result).toMatchObject({ recipients: ['Kim@example.org'] });
    expect(asked).toEqual([['kim@example.org']]);
    expect(await spool.claimDue(10)).toMatchObject([{ messageId: notice.id, notice: true }]);
    expect((await quarantine.list()).map(({ recipients }) => recipients)).toEqual([['bo@example.org']]);
    // The mark of the journal is no part of the reason that was given.
    const [line] = await spool.trace({ to: 'kim@example.org', actor: 'test', purpose: 'test' });
    expect(line?.history.at(-1)).toMatchObject({ state: 'dropped', by: WHO.actor, purpose: WHO.purpose });
  });

  it('to release queues what people are told together with it', async () => {
    const id = await hold(SMALL);
    const notice = { id: spool.newId(), to: 'anna@kommun.example', content: Buffer.from('Subject: Sent\r\n\r\n') };
    const notices = () => Promise.resolve([notice]);
    await quarantine.release(id, { ...UNCHANGED, recipients: ['kim@example.org'], notices });
    expect(await spool.claimDue(10)).toMatchObject([
      { messageId: id, recipients: [{ address: 'Kim@example.org' }] },
      { messageId: notice.id, notice: true },
    ]);
  });

  it('to delete does nothing, and tells nobody, when one of the copies has gone in the meantime', async () => {
    const id = await hold(SMALL);
    const notices = async () => {
      await quarantine.release(id, { ...UNCHANGED, recipients: ['bo@example.org'] });
      return [{ id: spool.newId(), to: 'anna@kommun.example', content: Buffer.from('Subject: Borta\r\n\r\n') }];
    };
    expect(await quarantine.delete(id, { ...WHO, notices })).toBeNull();
    expect((await spool.claimDue(10)).map(({ notice }) => notice)).toEqual([false]);
    expect((await quarantine.list()).map(({ recipients }) => recipients)).toEqual([['Kim@example.org']]);
  });

  it('to delete leaves the trail only', async () => {
    const id = await hold(LARGE);
    expect(await quarantine.delete(id, SILENTLY)).toMatchObject({ recipients: ['Kim@example.org', 'bo@example.org'] });
    expect(await states(id)).toEqual(['held dropped', 'held dropped']);
    await spool.close();
    expect(spoolFiles()).toEqual([]);
    spool = await openTestSpool(folder.path, { clock });
  });
});
