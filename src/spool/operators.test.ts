import { randomBytes } from 'node:crypto';
import { mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { messageId, partPath, type MessageId } from '../core/brand.ts';
import type { Log, LogFields } from '../core/log.ts';
import { silentLog } from '../core/log.ts';
import { UsageError } from '../core/outcomes.ts';
import {
  envelopeOf,
  finding,
  handClock,
  openTestSpool,
  reportOf,
  ruledMail,
  spoolBytes,
  temporaryFolder,
} from '../testing/spooled-mail.ts';
import type { Spool } from './spool.ts';

const DAY_MS = 86_400_000;
const SMALL = Buffer.from('Subject: hej\r\n\r\nHej Bo!\r\n');
const LARGE = randomBytes(300_000);
const WHO = { actor: 'Disa Drift', purpose: 'next hop was down' };

let folder: ReturnType<typeof temporaryFolder>;
let clock: ReturnType<typeof handClock>;
let spool: Spool;
beforeEach(async () => {
  folder = temporaryFolder();
  clock = handClock();
  spool = await openTestSpool(folder.path, { clock });
});
afterEach(async () => {
  await spool.close();
  folder.remove();
});

const files = (): readonly string[] => readdirSync(join(folder.path, 'spool'));
async function commit(
  content: Uint8Array,
  ...rest: Parameters<typeof ruledMail> extends [unknown, unknown, ...infer R] ? R : never
): Promise<MessageId> {
  const id = spool.newId();
  await spool.commitRuled(ruledMail(id, await spoolBytes(spool, id, content), ...rest));
  return id;
}
/** A log that remembers. */
function memoryLog(): Log & { readonly lines: { readonly fields: LogFields; readonly message: string }[] } {
  const lines: { fields: LogFields; message: string }[] = [];
  const add = (fields: LogFields, message: string): void => void lines.push({ fields, message });
  return { ...silentLog, warn: add, error: add, lines };
}

describe('a command beside the running gateway', () => {
  let tool: Spool;
  beforeEach(async () => {
    tool = await openTestSpool(folder.path, { clock, role: 'tool' });
  });
  afterEach(async () => {
    await tool.close();
  });

  it('sees the queue as it is', async () => {
    const id = await commit(SMALL, { 'a@example.org': 'allow', 'r@example.org': 'reroute', 'h@example.org': 'hold' });
    await spool.claimDue(1);
    const lines = await tool.queue.list();
    expect(lines.map(({ hop, state, recipients }) => [hop, state, recipients])).toEqual([
      ['nextHop', 'active', ['a@example.org']],
      ['sefos', 'waiting', ['r@example.org']],
    ]);
    expect(await tool.queue.list({ hop: 'sefos' })).toHaveLength(1);
    expect(await tool.queue.list({ limit: 1 })).toHaveLength(1);
    const shown = await tool.queue.show(id);
    expect(shown).toMatchObject({ heldRecipients: 1, deliveries: [{ hop: 'nextHop' }, { hop: 'sefos' }] });
    expect(shown?.rulings.map(({ recipient, action }) => [recipient, action])).toEqual([
      ['a@example.org', 'allow'],
      ['r@example.org', 'reroute'],
      ['h@example.org', 'hold'],
    ]);
    expect(JSON.stringify(shown)).not.toContain('Hej Bo');
    expect(await tool.queue.show(messageId('000000000000'))).toBeNull();
  });

  it('makes what waits due for the gateway’s next claim, and leaves alone what is on its way', async () => {
    const id = await commit(SMALL);
    const claims = await spool.claimDue(1);
    expect(await tool.queue.retry('all', WHO)).toBe(0);
    await spool.unclaim(claims, clock.now() + DAY_MS);
    expect(await spool.claimDue(1)).toEqual([]);
    expect(await tool.queue.retry(id, WHO)).toBe(1);
    expect(await spool.claimDue(1)).toHaveLength(1);
    expect(await tool.accesses({ limit: 1 })).toMatchObject([{ ...WHO, deed: 'queue-retry', subject: id }]);
  });

  it.each([SMALL, LARGE])('drops a mail for good, told to the trail only', async (content) => {
    const id = await commit(content, { 'a@example.org': 'allow', 'b@example.org': 'allow' });
    const [claim] = await spool.claimDue(1);
    expect(await tool.queue.drop(id, WHO)).toBe(2);
    expect(await tool.queue.show(id)).toBeNull();
    expect(await tool.accesses({ limit: 1 })).toMatchObject([{ ...WHO, deed: 'queue-drop', subject: id }]);
    if (claim === undefined) throw new Error('nothing was due');
    // the attempt that was under way comes to its end without harm, and is on record
    const late = { address: 'a@example.org', state: 'delivered', outcome: 'accepted', reply: '250 Ok' } as const;
    await spool.settle(claim, [late], { nextAttemptAt: null, notices: [] });
    const lines = await spool.trace({ reference: id, ...WHO });
    expect(lines.map(({ history }) => history.map(({ state }) => state)).toSorted()).toEqual([
      ['queued', 'dropped'],
      ['queued', 'dropped', 'delivered'],
    ]);
    await tool.close();
    expect(files()).toEqual([]);
    tool = await openTestSpool(folder.path, { clock, role: 'tool' });
  });

  it('keeps the held copies of a mail whose deliveries are dropped', async () => {
    const id = await commit(LARGE, { 'a@example.org': 'allow', 'h@example.org': 'hold' });
    expect(await tool.queue.drop(id, WHO)).toBe(1);
    expect(Buffer.compare(await spool.readAll(id), LARGE)).toBe(0);
    expect((await spool.held.find(id))?.recipients).toEqual([{ address: 'h@example.org' }]);
  });

  it('may not recover the spool, whose files may be in the writing', async () => {
    await expect(tool.recover()).rejects.toThrow(UsageError);
  });
});

describe('openSpool()', () => {
  it('refuses a second gateway on the same folder and lets it in afterwards', async () => {
    await expect(openTestSpool(folder.path, { clock })).rejects.toThrow(/another gateway is running/);
    await spool.close();
    spool = await openTestSpool(folder.path, { clock });
  });

  it('names the folder it cannot write to', async () => {
    const path = join(folder.path, 'file');
    writeFileSync(path, '');
    const attempt = openTestSpool(join(path, 'var'), { clock });
    await expect(attempt).rejects.toThrow(UsageError);
    await expect(attempt).rejects.toThrow(`dataDir: cannot write to ${join(path, 'var')} (ENOTDIR)`);
  });
});

describe('recover()', () => {
  it('removes files that were never acknowledged and nothing else', async () => {
    const kept = await commit(LARGE);
    const held = await commit(LARGE, { 'h@example.org': 'hold' });
    const waiting = spool.newId();
    await spool.commitToInspect(envelopeOf(waiting), await spoolBytes(spool, waiting, LARGE));
    await spoolBytes(spool, spool.newId(), LARGE);
    // what a crash leaves between sealing and commit, and between commit and removal of the plain file
    writeFileSync(join(folder.path, 'spool', `${waiting}.sealed`), 'half a file');
    writeFileSync(join(folder.path, 'spool', `${held}.eml`), LARGE);
    await spool.close();
    spool = await openTestSpool(folder.path, { clock });
    expect(await spool.recover()).toEqual({ removedFiles: 3, missing: [], releasedClaims: 0 });
    expect([...files()].sort()).toEqual([`${held}.sealed`, `${kept}.eml`, `${waiting}.eml`].sort());
    for (const id of [kept, held, waiting]) expect(Buffer.compare(await spool.readAll(id), LARGE)).toBe(0);
  });

  it('reports a mail whose file is gone and keeps its deliveries', async () => {
    const id = await commit(LARGE);
    await spool.close();
    rmSync(join(folder.path, 'spool', `${id}.eml`));
    const log = memoryLog();
    spool = await openTestSpool(folder.path, { clock, log });
    expect(await spool.recover()).toMatchObject({ missing: [id] });
    expect(log.lines).toMatchObject([{ fields: { id }, message: /missing/ }]);
    expect(await spool.queue.list()).toHaveLength(1);
  });

  it('releases what a dead process had claimed', async () => {
    await commit(SMALL);
    const dead = await openTestSpool(folder.path, { clock, role: 'tool' });
    expect(await dead.claimDue(1)).toHaveLength(1);
    expect(await spool.claimDue(1)).toEqual([]);
    expect(await spool.recover()).toMatchObject({ releasedClaims: 1 });
    expect(await spool.claimDue(1)).toHaveLength(1);
    await dead.close();
  });
});

describe('recordRefusal()', () => {
  it('answers what became of a refused mail, by sender alone where no recipient was named yet', async () => {
    const early = { ...envelopeOf(spool.newId()), recipients: [] };
    await spool.recordRefusal(early, 'message-too-large');
    const late = envelopeOf(spool.newId());
    await spool.recordRefusal(late, 'mail-loop');
    const found = await spool.trace({ from: late.sender ?? '', ...WHO });
    expect(found.map(({ reference, action, rule }) => [reference, action, rule]).sort()).toEqual(
      [
        [early.id, 'refused', 'message-too-large'],
        ...late.recipients.map(() => [late.id, 'refused', 'mail-loop']),
      ].sort(),
    );
    expect(found.flatMap(({ history }) => history.map(({ state, code }) => `${state} ${code}`))).toContain(
      'rejected 552 5.3.4',
    );
    expect(files()).toEqual([]);
  });
});

describe('trace()', () => {
  it('finds by sender, recipient, time and reference, whatever the case of an address', async () => {
    const early = await commit(SMALL, { 'bo@example.org': 'allow' }, { receivedAt: '2026-11-23T09:00:00.000Z' });
    const late = await commit(SMALL, { 'Kim@example.org': 'allow' }, { receivedAt: '2026-11-23T10:14:00.000Z' });
    const found = async (query: Omit<Parameters<Spool['trace']>[0], 'actor' | 'purpose'>): Promise<readonly string[]> =>
      (await spool.trace({ ...query, ...WHO })).map(({ reference }) => reference);
    expect(await found({ from: 'ANNA@kommun.example' })).toEqual([late, early]);
    expect(await found({ to: 'kim@EXAMPLE.org' })).toEqual([late]);
    expect(await found({ since: Date.parse('2026-11-23T10:00:00Z') })).toEqual([late]);
    expect(await found({ reference: early.toLowerCase() })).toEqual([early]);
    expect(await found({ from: 'anna@kommun.example', to: 'nobody@example.org' })).toEqual([]);
    expect(await found({ from: 'anna@kommun.example', limit: 1 })).toEqual([late]);
  });

  it('says what happened and why, without values', async () => {
    const report = {
      ...reportOf([finding('health'), finding('national-id'), finding('financial', { confidence: 'low', score: 20 })]),
      uninspected: [
        { part: partPath('2'), path: ['x.zip'], reason: 'encrypted', detail: 'ZipCrypto', kind: 'archive' } as const,
      ],
    };
    const id = await commit(SMALL, { 'bo@example.org': 'hold' }, { report });
    const [line] = await spool.trace({ reference: id, ...WHO });
    expect(line).toEqual({
      reference: id,
      about: null,
      at: '2026-11-23T10:00:00.000Z',
      listener: '127.0.0.1:2525',
      action: 'hold',
      rule: 'test-rule',
      detectors: ['test-health', 'test-national-id'],
      categories: ['health', 'national-id'],
      history: [{ at: '2026-11-23T10:00:00.000Z', state: 'held', hop: '', code: '' }],
    });
  });

  it('says who ended a hold or a delivery by hand, and why', async () => {
    const held = await commit(SMALL, { 'bo@example.org': 'hold', 'eva@example.org': 'hold' });
    const way = { hop: 'nextHop', edits: [] };
    const operator = { actor: 'Disa', purpose: 'agreed' };
    await spool.held.release(held, ['bo@example.org'], { way, operator, notices: [] });
    clock.advance(1000);
    await spool.held.discard(held, ['eva@example.org'], {
      state: 'dropped',
      operator: { actor: 'Olle', purpose: 'a mistake' },
      notices: [],
    });
    clock.advance(1000);
    await spool.queue.drop(held, WHO);
    const steps = (await spool.trace({ reference: held, ...WHO })).flatMap(({ history }) => history);
    expect(steps.map(({ state, by, purpose }) => [state, by, purpose])).toEqual(
      expect.arrayContaining([
        ['held', undefined, undefined],
        ['released', 'Disa', 'agreed'],
        ['dropped', 'Olle', 'a mistake'],
        ['dropped', WHO.actor, WHO.purpose],
      ]),
    );
  });

  it('says what kept a delivery from succeeding where the hop gave no answer', async () => {
    const id = await commit(SMALL, { 'bo@example.org': 'allow' });
    const [claim] = await spool.claimDue(1);
    if (claim === undefined) throw new Error('nothing was due');
    const tried = { address: 'bo@example.org', state: 'deferred', outcome: 'hop-unreachable', reply: '' } as const;
    await spool.settle(claim, [tried], { nextAttemptAt: clock.now(), notices: [] });
    const [line] = await spool.trace({ reference: id, ...WHO });
    expect(line?.history.at(-1)).toMatchObject({ state: 'deferred', hop: 'nextHop', code: 'hop-unreachable' });
  });

  it('journals every look before it is answered, without addresses', async () => {
    await spool.trace({ from: 'anna@kommun.example', since: 0, ...WHO });
    const [look] = await spool.accesses();
    expect(look).toEqual({
      ...WHO,
      at: '2026-11-23T10:00:00.000Z',
      deed: 'trace',
      subject: 'from, since 1970-01-01T00:00:00.000Z',
    });
  });

  it('refuses a look without purpose, name, question or with half a reference', async () => {
    for (const query of [
      { ...WHO, purpose: ' ', to: 'a@example.org' },
      { ...WHO, actor: '', to: 'a@example.org' },
      WHO,
      { ...WHO, reference: 'ABC' },
    ]) {
      await expect(spool.trace(query)).rejects.toThrow(UsageError);
    }
  });

  it('stores no address in clear once a mail is settled', async () => {
    await commit(SMALL, { 'bo@example.org': 'allow' });
    const [claim] = await spool.claimDue(1);
    if (claim === undefined) throw new Error('nothing was due');
    const done = {
      address: 'bo@example.org',
      state: 'delivered',
      outcome: 'accepted',
      reply: '250 <bo@example.org>',
    } as const;
    await spool.settle(claim, [done], { nextAttemptAt: null, notices: [] });
    await spool.expire(clock.now());
    await spool.close();
    const disk = readFileSync(join(folder.path, 'brevvakt.db'));
    for (const word of ['bo@example.org', 'anna@kommun.example', 'Hej Bo'])
      expect(disk.includes(word), word).toBe(false);
    spool = await openTestSpool(folder.path, { clock });
    expect(await spool.trace({ to: 'bo@example.org', ...WHO })).toHaveLength(1);
  });
});

describe('expire()', () => {
  it('keeps an original for its time and no longer', async () => {
    const id = await commit(LARGE, { 'bo@example.org': 'allow' }, { keepOriginal: true });
    const [claim] = await spool.claimDue(1);
    if (claim === undefined) throw new Error('nothing was due');
    const done = { address: 'bo@example.org', state: 'delivered', outcome: 'accepted', reply: '' } as const;
    await spool.settle(claim, [done], { nextAttemptAt: null, notices: [] });
    clock.advance(14 * DAY_MS - 1);
    expect((await spool.expire(clock.now())).originals).toBe(0);
    expect(Buffer.compare(await spool.readAll(id), LARGE)).toBe(0);
    clock.advance(1);
    expect((await spool.expire(clock.now())).originals).toBe(1);
    await expect(spool.open(id)).rejects.toThrow(/is not in the spool/);
    await spool.close();
    expect(files()).toEqual([]);
    spool = await openTestSpool(folder.path, { clock });
  });

  it('lets an original that still waits for its delivery go with it', async () => {
    const id = await commit(SMALL, { 'bo@example.org': 'allow' }, { keepOriginal: true });
    clock.advance(15 * DAY_MS);
    await spool.expire(clock.now());
    expect(Buffer.compare(await spool.readAll(id), SMALL)).toBe(0);
    const [claim] = await spool.claimDue(1);
    if (claim === undefined) throw new Error('nothing was due');
    const done = { address: 'bo@example.org', state: 'delivered', outcome: 'accepted', reply: '' } as const;
    await spool.settle(claim, [done], { nextAttemptAt: null, notices: [] });
    await expect(spool.open(id)).rejects.toThrow(/is not in the spool/);
  });

  it('forgets audit lines and looks after 180 days, in any number', async () => {
    const ids = await Promise.all(
      Array.from({ length: 600 }, (_, i) => commit(SMALL, { [`r${i}@example.org`]: 'block' }, { rejected: true })),
    );
    await spool.trace({ reference: ids[0] ?? '', ...WHO });
    clock.advance(180 * DAY_MS);
    expect((await spool.expire(clock.now())).audit).toBe(0);
    clock.advance(1);
    expect((await spool.expire(clock.now())).audit).toBe(601);
    expect(await spool.accesses()).toEqual([]);
    await spool.close();
    const disk = readFileSync(join(folder.path, 'brevvakt.db'));
    expect(ids.filter((id) => disk.includes(id))).toEqual([]);
    expect(disk.includes(WHO.actor)).toBe(false);
    spool = await openTestSpool(folder.path, { clock });
  });
});

describe('the folder', () => {
  it('is made with everything in it when missing', async () => {
    await spool.close();
    folder.remove();
    mkdirSync(folder.path);
    spool = await openTestSpool(join(folder.path, 'a', 'var'), { clock });
    expect([...readdirSync(join(folder.path, 'a', 'var'))].sort()).toEqual(
      expect.arrayContaining(['brevvakt.db', 'gateway.lock', 'key', 'spool']),
    );
  });
});
