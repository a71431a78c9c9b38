import { existsSync, readdirSync, statSync } from 'node:fs';
import { randomBytes } from 'node:crypto';
import { join } from 'node:path';
import { buffer } from 'node:stream/consumers';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { MessageId } from '../core/brand.ts';
import type { ClaimedDelivery, RecipientResult } from '../core/journal.ts';
import { GatewayError } from '../core/outcomes.ts';
import {
  envelopeOf,
  handClock,
  openTestSpool,
  ruledMail,
  spoolBytes,
  temporaryFolder,
} from '../testing/spooled-mail.ts';
import type { Spool } from './spool.ts';

const SMALL = Buffer.from('Subject: hej\r\n\r\nHej Bo!\r\n');
const LARGE = randomBytes(300_000);
const DONE = { nextAttemptAt: null, notices: [] };

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
const result = (address: string, state: RecipientResult['state'], reply = ''): RecipientResult => ({
  address,
  state,
  outcome: state === 'delivered' ? 'accepted' : state === 'deferred' ? 'hop-refused-later' : 'hop-refused',
  reply,
});
const settleAll = (claim: ClaimedDelivery): Promise<void> =>
  spool.settle(
    claim,
    claim.recipients.map(({ address }) => result(address, 'delivered', '250 2.0.0 Ok')),
    DONE,
  );
const addresses = (claim: ClaimedDelivery | undefined): readonly string[] =>
  claim?.recipients.map(({ address }) => address) ?? [];
const states = async (id: MessageId): Promise<readonly string[]> =>
  (await spool.trace({ reference: id, actor: 'test', purpose: 'test' })).flatMap(({ history }) =>
    history.map(({ state, hop, code }) => [state, hop, code].filter((word) => word !== '').join(' ')),
  );
async function openedBytes(id: MessageId): Promise<Buffer> {
  const opened = await spool.open(id);
  return Buffer.isBuffer(opened) ? opened : await buffer(opened);
}
async function commit(
  content: Uint8Array,
  ...rest: Parameters<typeof ruledMail> extends [unknown, unknown, ...infer R] ? R : never
): Promise<MessageId> {
  const id = spool.newId();
  await spool.commitRuled(ruledMail(id, await spoolBytes(spool, id, content), ...rest));
  return id;
}

describe('writer()', () => {
  it('keeps a small message in memory and touches no file', async () => {
    const bytes = await spoolBytes(spool, spool.newId(), SMALL);
    expect(bytes).toMatchObject({ kind: 'inline', size: SMALL.length });
    expect(files()).toEqual([]);
  });

  it('puts a larger one into a file and folder that only their owner reads', async () => {
    const id = spool.newId();
    const bytes = await spoolBytes(spool, id, LARGE);
    expect(bytes).toMatchObject({ kind: 'file', size: LARGE.length });
    expect(statSync(join(folder.path, 'spool', `${id}.eml`)).mode & 0o777).toBe(0o600);
    expect(statSync(join(folder.path, 'spool')).mode & 0o777).toBe(0o700);
  });

  it.each([262_143, 262_144, 262_145])('keeps every byte of %i', async (size) => {
    const content = randomBytes(size);
    const id = await commit(content);
    expect(Buffer.compare(await spool.readAll(id), content)).toBe(0);
  });

  it('does not mind what happens to a chunk afterwards', async () => {
    const chunk = Buffer.from('one');
    const writer = spool.writer(spool.newId());
    await writer.write(chunk);
    chunk.fill('x');
    expect(writer.size).toBe(3);
    expect(await writer.finish()).toMatchObject({ bytes: Buffer.from('one') });
  });

  it('leaves nothing behind when aborted, twice if need be', async () => {
    const writer = spool.writer(spool.newId());
    await writer.write(LARGE);
    expect(files()).toHaveLength(1);
    await writer.abort();
    await writer.abort();
    expect(files()).toEqual([]);
    await expect(writer.finish()).rejects.toThrow(TypeError);
  });

  it('leaves nothing behind when aborted while its file is being made', async () => {
    const writer = spool.writer(spool.newId());
    const written = writer.write(LARGE);
    await writer.abort();
    await expect(written).rejects.toThrow(GatewayError);
    expect(files()).toEqual([]);
  });

  it('never writes over a message that is there', async () => {
    const id = await commit(LARGE);
    const writer = spool.writer(id);
    await expect(writer.write(randomBytes(300_000))).rejects.toThrow(GatewayError);
    await writer.abort();
    expect(Buffer.compare(await spool.readAll(id), LARGE)).toBe(0);
  });
});

describe.each([
  { kind: 'inline', content: SMALL },
  { kind: 'file', content: LARGE },
])('a ruled mail with $kind bytes', ({ content, kind }) => {
  it('is due at once, with its bytes as received', async () => {
    const id = await commit(content);
    const [claim] = await spool.claimDue(10);
    expect(claim).toMatchObject({
      messageId: id,
      hop: 'nextHop',
      sender: 'anna@kommun.example',
      recipients: [{ address: 'bo@example.org' }],
      edits: [],
      size: content.length,
      body: '8BITMIME',
      attempts: 0,
      receivedAt: '2026-11-23T10:00:00.000Z',
      notice: false,
    });
    expect(Buffer.compare(await openedBytes(id), content)).toBe(0);
    expect(await spool.path(id)).toBe(kind === 'file' ? join(folder.path, 'spool', `${id}.eml`) : null);
  });

  it("is claimed with its commit where that is wished, and is nobody else's then", async () => {
    const id = spool.newId();
    const mail = ruledMail(id, await spoolBytes(spool, id, content), {
      'a@example.org': 'allow',
      'b@example.org': 'reroute',
    });
    const [now, later] = mail.plan.deliveries;
    const claims = await spool.commitRuled(mail, new Set(mail.plan.deliveries.filter((one) => one === now)));
    const due = await spool.claimDue(10);
    expect(due).toMatchObject([{ messageId: id, hop: later?.hop }]);
    const [claim] = claims;
    if (claim === undefined) throw new TypeError('no claim');
    await spool.unclaim([claim]);
    expect(await spool.claimDue(10)).toEqual([claim]);
    for (const one of [claim, ...due]) {
      expect(Buffer.compare(await openedBytes(id), content)).toBe(0);
      await settleAll(one);
    }
    await expect(spool.open(id)).rejects.toThrow(/is not in the spool/);
  });

  it('is gone with bytes and details when its last recipient is settled', async () => {
    const id = await commit(content, { 'a@example.org': 'allow', 'b@example.org': 'reroute' });
    const claims = await spool.claimDue(10);
    expect(claims.map(({ hop }) => hop).sort()).toEqual(['nextHop', 'sefos']);
    for (const [i, claim] of claims.entries()) {
      expect(Buffer.compare(await spool.readAll(id), content)).toBe(0);
      expect(i < 2 ? await spool.details(id) : null).not.toBeNull();
      await settleAll(claim);
    }
    await expect(spool.open(id)).rejects.toThrow(/is not in the spool/);
    expect(await spool.details(id)).toBeNull();
    expect(await spool.nextDueAt()).toBeNull();
    await spool.close();
    expect(files()).toEqual([]);
    spool = await openTestSpool(folder.path, { clock });
  });

  it('comes back with all of it after a restart', async () => {
    const id = await commit(content, { 'a@example.org': 'allow', 'h@example.org': 'hold' });
    await spool.close();
    spool = await openTestSpool(folder.path, { clock });
    await spool.recover();
    expect(Buffer.compare(await spool.readAll(id), content)).toBe(0);
    expect(addresses((await spool.claimDue(10))[0])).toEqual(['a@example.org']);
    expect((await spool.held.find(id))?.recipients).toEqual([{ address: 'h@example.org' }]);
  });
});

describe('commitRuled()', () => {
  it('refuses a second ruling on the same mail and keeps the first', async () => {
    const id = await commit(SMALL);
    const again = ruledMail(id, await spoolBytes(spool, id, SMALL), { 'bo@example.org': 'hold' });
    await expect(spool.commitRuled(again)).rejects.toMatchObject({ outcome: 'cannot-store' });
    expect(await spool.claimDue(10)).toHaveLength(1);
    expect(await spool.held.find(id)).toBeNull();
  });

  it('refuses a plan in which a recipient is nowhere', async () => {
    const id = spool.newId();
    const mail = ruledMail(id, await spoolBytes(spool, id, SMALL), {
      'a@example.org': 'allow',
      'b@example.org': 'hold',
    });
    await expect(spool.commitRuled({ ...mail, plan: { ...mail.plan, held: [] } })).rejects.toThrow(/neither delivered/);
    expect(await spool.nextDueAt()).toBeNull();
  });

  it('keeps nothing of a rejected mail but the trail and our notice', async () => {
    const notice = { id: spool.newId(), to: 'anna@kommun.example', content: Buffer.from('Subject: Stoppat\r\n\r\n') };
    const id = await commit(LARGE, { 'bo@example.org': 'block' }, { rejected: true, notices: [notice] });
    await expect(spool.open(id)).rejects.toThrow(GatewayError);
    expect(await spool.details(id)).toBeNull();
    expect((await states(id)).toSorted()).toEqual(['queued noticeHop', 'rejected']);
    await spool.close();
    expect(files()).toEqual([]);
    spool = await openTestSpool(folder.path, { clock });
    await spool.recover();
    const [claim, none] = await spool.claimDue(10);
    expect(none).toBeUndefined();
    expect(claim).toMatchObject({ messageId: notice.id, hop: 'noticeHop', sender: null, notice: true, body: '7BIT' });
    expect(Buffer.from(await spool.readAll(notice.id)).toString()).toBe('Subject: Stoppat\r\n\r\n');
  });

  it('records for every recipient what became of it', async () => {
    const id = await commit(SMALL, {
      'a@example.org': 'allow',
      'r@example.org': 'reroute',
      'h@example.org': 'hold',
      'b@example.org': 'block',
    });
    expect((await states(id)).toSorted()).toEqual(['held', 'queued nextHop', 'queued sefos', 'rejected']);
  });

  it('shares one transaction among mails that come together, and mixes none of them up', async () => {
    const ids = await Promise.all(
      Array.from({ length: 60 }, (_, i) => commit(Buffer.from(`mail ${i}`), { [`r${i}@example.org`]: 'allow' })),
    );
    const claims = await spool.claimDue(100);
    expect(new Set(claims.map(({ messageId }) => messageId))).toEqual(new Set(ids));
    for (const claim of claims) {
      const number = /\d+/.exec(addresses(claim)[0] ?? '')?.[0];
      expect(Buffer.from(await spool.readAll(claim.messageId)).toString()).toBe(`mail ${number}`);
    }
  });
});

describe('a mail accepted before its ruling', () => {
  it.each([SMALL, LARGE])('survives a restart and is then replaced by its ruling', async (content) => {
    const id = spool.newId();
    const envelope = envelopeOf(id, ['bo@example.org'], { dsn: { envid: 'x1' } });
    await spool.commitToInspect(envelope, await spoolBytes(spool, id, content));
    expect(await spool.claimDue(10)).toEqual([]);
    await spool.close();
    spool = await openTestSpool(folder.path, { clock });
    await spool.recover();
    const [entry, none] = await spool.listToInspect();
    expect(none).toBeUndefined();
    if (entry === undefined) throw new Error('the mail is lost');
    expect(entry.envelope).toEqual(envelope);
    expect((await spool.stats()).toInspect).toBe(1);
    await spool.commitRuled({ ...ruledMail(id, entry.bytes, { 'bo@example.org': 'hold' }), envelope });
    expect(await spool.listToInspect()).toEqual([]);
    expect(await states(id)).toEqual(['to-inspect', 'held']);
    expect(Buffer.compare(await spool.readAll(id), content)).toBe(0);
    expect((await spool.held.find(id))?.details.envelope).toEqual(envelope);
  });

  it('shows in the queue', async () => {
    const id = spool.newId();
    await spool.commitToInspect(envelopeOf(id), await spoolBytes(spool, id, SMALL));
    expect(await spool.queue.list()).toMatchObject([
      { messageId: id, deliveryId: null, state: 'to-inspect', recipients: ['bo@example.org'] },
    ]);
  });
});

describe('claimDue()', () => {
  it('hands every delivery out once', async () => {
    await Promise.all(Array.from({ length: 25 }, () => commit(SMALL)));
    const taken = [...(await spool.claimDue(10)), ...(await spool.claimDue(10)), ...(await spool.claimDue(10))];
    expect(new Set(taken.map(({ id }) => id)).size).toBe(25);
    expect(await spool.claimDue(10)).toEqual([]);
  });

  it('leaves out the hops it is told to', async () => {
    await commit(SMALL, { 'a@example.org': 'allow', 'b@example.org': 'reroute' });
    const except = { exceptHops: ['nextHop'] };
    expect((await spool.claimDue(10, except)).map(({ hop }) => hop)).toEqual(['sefos']);
    expect(await spool.claimDue(10, except)).toEqual([]);
    expect((await spool.claimDue(10)).map(({ hop }) => hop)).toEqual(['nextHop']);
  });

  it('takes over when a lease has lapsed', async () => {
    await commit(SMALL);
    expect(await spool.claimDue(1)).toHaveLength(1);
    clock.advance(4 * 60_000);
    expect(await spool.claimDue(1)).toEqual([]);
    clock.advance(2 * 60_000);
    expect(await spool.claimDue(1)).toHaveLength(1);
  });

  it('says when to come again', async () => {
    expect(await spool.nextDueAt()).toBeNull();
    await commit(SMALL);
    expect(await spool.nextDueAt()).toBe(clock.now());
    const claims = await spool.claimDue(1);
    await spool.unclaim(claims, clock.now() + 5000);
    expect(await spool.claimDue(1)).toEqual([]);
    expect(await spool.nextDueAt()).toBe(clock.now() + 5000);
    clock.advance(5000);
    const [again] = await spool.claimDue(1);
    expect(again?.attempts).toBe(0);
  });
});

describe('settle()', () => {
  const THREE = { 'a@example.org': 'allow', 'b@example.org': 'allow', 'c@example.org': 'allow' } as const;
  const claimOne = async (): Promise<ClaimedDelivery> => {
    const [claim] = await spool.claimDue(1);
    if (claim === undefined) throw new Error('nothing is due');
    return claim;
  };

  it('lets only the deferred ones wait, until their time', async () => {
    const id = await commit(SMALL, THREE);
    const results = [
      result('a@example.org', 'delivered', '250 2.1.5 Ok'),
      result('b@example.org', 'deferred', '451 4.7.1 Greylisted <b@example.org>'),
      result('c@example.org', 'failed', '550 5.1.1 <c@example.org>: User unknown'),
    ];
    const nextAttemptAt = clock.now() + 30_000;
    await spool.settle(await claimOne(), results, { nextAttemptAt, notices: [] });
    expect(await spool.claimDue(1)).toEqual([]);
    expect(await spool.queue.list()).toMatchObject([
      { recipients: ['b@example.org'], attempts: 1, lastOutcome: 'hop-refused-later', state: 'waiting' },
    ]);
    clock.advance(30_000);
    const again = await claimOne();
    expect(addresses(again)).toEqual(['b@example.org']);
    expect(again.attempts).toBe(1);
    await settleAll(again);
    expect((await states(id)).toSorted()).toEqual(
      [
        ...['queued nextHop', 'queued nextHop', 'queued nextHop'],
        ...['delivered nextHop 250 2.1.5', 'delivered nextHop 250 2.0.0'],
        ...['deferred nextHop 451 4.7.1', 'failed nextHop 550 5.1.1'],
      ].toSorted(),
    );
    await expect(spool.open(id)).rejects.toThrow(GatewayError);
  });

  it('counts a recipient without a result as deferred', async () => {
    await commit(SMALL, THREE);
    const nextAttemptAt = clock.now() + 1000;
    await spool.settle(await claimOne(), [result('a@example.org', 'delivered')], { nextAttemptAt, notices: [] });
    clock.advance(1000);
    expect(addresses(await claimOne())).toEqual(['b@example.org', 'c@example.org']);
  });

  it('lets a deferred recipient wait even when it is given no time', async () => {
    await commit(SMALL);
    await spool.settle(await claimOne(), [result('bo@example.org', 'deferred')], DONE);
    clock.advance(60_000);
    expect(addresses(await claimOne())).toEqual(['bo@example.org']);
  });

  it('queues the notices in the same breath', async () => {
    const id = await commit(SMALL);
    const notice = { id: spool.newId(), to: 'anna@kommun.example', content: Buffer.from('Subject: Åter\r\n\r\n') };
    await spool.settle(await claimOne(), [result('bo@example.org', 'failed', '550 5.1.1 No')], {
      nextAttemptAt: null,
      notices: [notice],
    });
    expect(await claimOne()).toMatchObject({ messageId: notice.id, sender: null, notice: true, body: '8BITMIME' });
    const [line] = await spool.trace({ to: 'Anna@kommun.example', actor: 'test', purpose: 'test' });
    expect(line).toMatchObject({ reference: notice.id, about: id, action: 'notice' });
  });

  it('takes a delivered recipient off even when the claim has lapsed and is somebody else’s', async () => {
    await commit(SMALL, THREE);
    const lapsed = await claimOne();
    clock.advance(6 * 60_000);
    const other = await openTestSpool(folder.path, { clock, role: 'tool' });
    const [theirs] = await other.claimDue(1);
    if (theirs === undefined) throw new Error('the lapsed claim is not to be had');
    await spool.settle(lapsed, [result('a@example.org', 'delivered')], { nextAttemptAt: clock.now(), notices: [] });
    expect(await spool.queue.list()).toMatchObject([
      { recipients: ['b@example.org', 'c@example.org'], state: 'active' },
    ]);
    const results = theirs.recipients.map(({ address }) => result(address, 'delivered'));
    await other.settle(theirs, results, DONE);
    expect(await spool.queue.list()).toEqual([]);
    await other.close();
  });

  it('shares one transaction among attempts that end together', async () => {
    await Promise.all(Array.from({ length: 50 }, () => commit(LARGE.subarray(0, 270_000))));
    await Promise.all((await spool.claimDue(100)).map(settleAll));
    expect(await spool.queue.list()).toEqual([]);
    await spool.close();
    expect(files()).toEqual([]);
    spool = await openTestSpool(folder.path, { clock });
  });
});

describe('open()', () => {
  it('says so when a file is missing or has another size than was acknowledged', async () => {
    const id = await commit(LARGE);
    const path = join(folder.path, 'spool', `${id}.eml`);
    const { truncateSync, unlinkSync } = await import('node:fs');
    truncateSync(path, 1000);
    await expect(spool.open(id)).rejects.toThrow(/does not have the size/);
    unlinkSync(path);
    await expect(spool.readAll(id)).rejects.toMatchObject({ outcome: 'cannot-store' });
    expect(existsSync(path)).toBe(false);
  });
});

describe('stats()', () => {
  it('counts by hop and tells the oldest age', async () => {
    await commit(SMALL, { 'a@example.org': 'allow', 'b@example.org': 'allow', 'h@example.org': 'hold' });
    await commit(SMALL, { 'r@example.org': 'reroute' });
    clock.advance(90_000);
    expect(await spool.stats()).toEqual({
      queue: [
        { hop: 'nextHop', recipients: 2, deliveries: 1, oldestAgeMs: 90_000 },
        { hop: 'sefos', recipients: 1, deliveries: 1, oldestAgeMs: 90_000 },
      ],
      toInspect: 0,
      held: 1,
      heldOldestAgeMs: 90_000,
    });
    await spool.check();
  });
});
