import { Readable } from 'node:stream';
import { buffer } from 'node:stream/consumers';
import { afterEach, describe, expect, test } from 'vitest';
import { messageId, type MessageId } from '../core/brand.ts';
import type { ClaimedDelivery, RecipientResult } from '../core/journal.ts';
import { silentLog } from '../core/log.ts';
import type { OutgoingNotice } from '../core/ruling.ts';
import { eventually } from '../testing/gateway.ts';
import { startDelivery } from './delivery.ts';
import type { Delivery, DeliveryOptions, DeliverySpool } from './delivery-options.ts';
import { contentStream, type Hop, type OutgoingMail } from './hops/hop.ts';

const HOUR = 3_600_000;
const START = Date.parse('2026-11-23T08:00:00.000Z');

interface Settled {
  readonly id: number;
  readonly results: readonly RecipientResult[];
  readonly nextAttemptAt: number | null;
  readonly notices: readonly OutgoingNotice[];
}

/** A spool in memory: what is due is what waits and whose time has come. */
class TestSpool implements DeliverySpool {
  readonly settled: Settled[] = [];
  readonly unclaimed: number[] = [];
  readonly limits: number[] = [];
  now = START;
  failSettle = 0;
  private waiting: { claim: ClaimedDelivery; at: number }[] = [];
  private readonly watching = new Set<() => void>();

  add(...claims: ClaimedDelivery[]): void {
    this.waiting.push(...claims.map((claim) => ({ claim, at: this.now })));
  }

  claimDue(limit: number, { exceptHops }: { readonly exceptHops: readonly string[] }): Promise<ClaimedDelivery[]> {
    this.limits.push(limit);
    const due = this.waiting
      .filter(({ claim, at }) => at <= this.now && !exceptHops.includes(claim.hop))
      .slice(0, limit);
    this.waiting = this.waiting.filter((one) => !due.includes(one));
    return Promise.resolve(due.map(({ claim }) => claim));
  }

  settle(
    claim: ClaimedDelivery,
    results: readonly RecipientResult[],
    next: Omit<Settled, 'id' | 'results'>,
  ): Promise<void> {
    if (this.failSettle-- > 0) return Promise.reject(new Error('database is away'));
    this.settled.push({ id: claim.id, results, ...next });
    const left = claim.recipients.filter((r) => results.find((one) => one.address === r.address)?.state === 'deferred');
    if (next.nextAttemptAt !== null) {
      this.waiting.push({
        claim: { ...claim, recipients: left, attempts: claim.attempts + 1 },
        at: next.nextAttemptAt,
      });
    }
    for (const check of [...this.watching]) check();
    return Promise.resolve();
  }

  unclaim(claims: readonly ClaimedDelivery[]): Promise<void> {
    this.unclaimed.push(...claims.map((claim) => claim.id));
    return Promise.resolve();
  }

  /** Large mails come as streams, small ones whole. */
  open(id: MessageId): Promise<Buffer | Readable> {
    const bytes = Buffer.from('Subject: x\r\n\r\nhej\r\n');
    return Promise.resolve(id.endsWith('1') ? Readable.from([bytes], { objectMode: false }) : bytes);
  }

  /** Resolves when so many attempts are written down. */
  until(count: number): Promise<void> {
    return new Promise((resolve) => {
      const check = (): void => {
        if (this.settled.length < count) return;
        this.watching.delete(check);
        resolve();
      };
      this.watching.add(check);
      check();
    });
  }
}

/** A hop that answers as told and remembers. */
class TestHop implements Hop {
  readonly name: string;
  readonly sent: OutgoingMail[] = [];
  readonly texts: string[] = [];
  active = 0;
  most = 0;
  answer: (mail: OutgoingMail) => Promise<readonly RecipientResult[]> | readonly RecipientResult[] = deliver;
  constructor(name: string) {
    this.name = name;
  }
  async send(mail: OutgoingMail): Promise<readonly RecipientResult[]> {
    this.most = Math.max(this.most, ++this.active);
    this.sent.push(mail);
    this.texts.push((await buffer(await contentStream(mail))).toString());
    try {
      return await this.answer(mail);
    } finally {
      this.active--;
    }
  }
  check = async (): Promise<never> => Promise.reject(new Error('not used'));
  close = async (): Promise<void> => Promise.resolve();
}

const results =
  (state: RecipientResult['state'], outcome: RecipientResult['outcome'], more: Partial<RecipientResult> = {}) =>
  (mail: OutgoingMail): readonly RecipientResult[] =>
    mail.recipients.map(({ address }) => ({ address, state, outcome, reply: '', ...more }));
const deliver = results('delivered', 'accepted');
const unreachable = results('deferred', 'hop-unreachable');

const claim = (id: number, more: Partial<ClaimedDelivery> = {}): ClaimedDelivery => ({
  id,
  messageId: messageId(`TEST${id}`),
  hop: 'nextHop',
  sender: 'a@kommun.example',
  recipients: [{ address: 'b@example.org' }],
  edits: [{ start: 0, end: 0, insert: 'Received: x\r\n' }],
  size: 19,
  body: '7BIT',
  smtputf8: false,
  requireTls: false,
  dsn: {},
  attempts: 0,
  receivedAt: new Date(START).toISOString(),
  notice: false,
  ...more,
});
const notice = (to: string): OutgoingNotice => ({ id: messageId('NOTICE1'), to, content: new Uint8Array() });

let running: Delivery | null = null;
afterEach(async () => {
  await running?.drain(1000);
  running = null;
});

function start(hops: readonly Hop[], spool: TestSpool, more: Partial<DeliveryOptions> = {}): Delivery {
  running = startDelivery({
    spool,
    hops: new Map(hops.map((hop) => [hop.name, hop])),
    delivery: { retryDelaysMs: [60_000, 600_000], expireAfterMs: 24 * HOUR, connections: 3 },
    clock: { now: () => spool.now },
    log: silentLog,
    onGaveUp: () => [],
    random: () => 0.5,
    pollMs: 5,
    ...more,
  });
  return running;
}

describe('startDelivery()', () => {
  test('hands over what is due, with the edits applied and the size that results', async () => {
    const [spool, hop] = [new TestSpool(), new TestHop('nextHop')];
    spool.add(...Array.from({ length: 20 }, (_, i) => claim(i + 1)));
    start([hop], spool);
    await spool.until(20);
    expect(hop.texts.every((text) => text === 'Received: x\r\nSubject: x\r\n\r\nhej\r\n')).toBe(true);
    expect(hop.sent.every((mail) => mail.size === 32)).toBe(true);
    expect(spool.settled.map((one) => one.id).sort((a, b) => a - b)).toEqual(
      Array.from({ length: 20 }, (_, i) => i + 1),
    );
    expect(hop.most).toBeLessThanOrEqual(3);
  });

  test('never holds more of one hop than it may, while another waits for nobody', async () => {
    const [spool, stuck, quick] = [new TestSpool(), new TestHop('nextHop'), new TestHop('sefos')];
    let free = (): void => undefined;
    const gate = new Promise<void>((resolve) => {
      free = resolve;
    });
    stuck.answer = async (mail) => {
      await gate;
      return deliver(mail);
    };
    spool.add(...Array.from({ length: 10 }, (_, i) => claim(i + 1)));
    spool.add(...Array.from({ length: 10 }, (_, i) => claim(i + 101, { hop: 'sefos' })));
    start([stuck, quick], spool);
    await spool.until(10);
    expect(spool.settled.every((one) => one.id > 100)).toBe(true);
    expect(stuck.sent.length).toBe(3);
    free();
    await spool.until(20);
    expect(stuck.most).toBe(3);
  });

  test('sends on while results are being written down, but not without end', async () => {
    const [spool, hop] = [new TestSpool(), new TestHop('nextHop')];
    let write = (): void => undefined;
    const written = new Promise<void>((resolve) => {
      write = resolve;
    });
    const settle = spool.settle.bind(spool);
    spool.settle = async (...args) => {
      await written;
      await settle(...args);
    };
    spool.add(...Array.from({ length: 40 }, (_, i) => claim(i + 1)));
    start([hop], spool);
    await eventually(() => hop.sent.length >= 12, 'twelve sent');
    await new Promise((done) => setTimeout(done, 50));
    // four results for each of the three connections, and what was on its way when the last of them came
    expect(hop.sent.length).toBeLessThanOrEqual(14);
    expect(hop.most).toBeLessThanOrEqual(3);
    write();
    await spool.until(40);
    expect(hop.sent.length).toBe(40);
  });

  test('lets a mail leave over a place that was kept for it, unless others wait already', async () => {
    const [spool, hop] = [new TestSpool(), new TestHop('nextHop')];
    const delivery = start([hop], spool, { pollMs: 100_000 });
    expect(delivery.reserve('nextHop')).toBe(false); // it has not looked yet
    await new Promise((done) => setTimeout(done, 20));
    expect(delivery.reserve('elsewhere')).toBe(false);
    expect([1, 2, 3, 4].map(() => delivery.reserve('nextHop'))).toEqual([true, true, true, false]);
    delivery.release('nextHop');
    expect(delivery.inFlight()).toBe(2);
    delivery.depart(claim(1));
    await spool.until(1);
    expect(hop.texts).toEqual(['Received: x\r\nSubject: x\r\n\r\nhej\r\n']);
    // two places are free and four mails wait: whoever comes now waits behind them
    spool.add(claim(2), claim(3), claim(4), claim(5));
    delivery.wake();
    expect(delivery.reserve('nextHop')).toBe(false);
    delivery.release('nextHop');
    await spool.until(5);
    expect(hop.most).toBeLessThanOrEqual(3);
    expect(await delivery.drain(1000)).toBe(true);
  });

  test('gives a claim back that departs after the stop', async () => {
    const [spool, hop] = [new TestSpool(), new TestHop('nextHop')];
    const delivery = start([hop], spool);
    await eventually(() => delivery.reserve('nextHop'), 'a place kept');
    const drained = delivery.drain(1000);
    delivery.depart(claim(1));
    expect(await drained).toBe(true);
    expect({ unclaimed: spool.unclaimed, sent: hop.sent.length }).toEqual({ unclaimed: [1], sent: 0 });
    expect(delivery.reserve('nextHop')).toBe(false);
  });

  test('tries again what was deferred, only that, after the configured wait', async () => {
    const [spool, hop] = [new TestSpool(), new TestHop('nextHop')];
    hop.answer = (mail) =>
      mail.recipients.map(({ address }) =>
        address.startsWith('b')
          ? { address, state: 'deferred', outcome: 'hop-refused-later', reply: '451 4.2.0 Later' }
          : { address, state: 'delivered', outcome: 'accepted', reply: '' },
      );
    spool.add(claim(1, { recipients: [{ address: 'b@example.org' }, { address: 'c@example.org' }] }));
    start([hop], spool);
    await spool.until(1);
    expect(spool.settled[0]?.nextAttemptAt).toBe(START + 60_000);
    hop.answer = deliver;
    spool.now += 60_000;
    await spool.until(2);
    expect(hop.sent[1]?.recipients).toEqual([{ address: 'b@example.org' }]);
    expect(spool.settled[1]?.nextAttemptAt).toBeNull();
  });

  test('gives up at the expiry and writes the report into the same settlement', async () => {
    const [spool, hop] = [new TestSpool(), new TestHop('nextHop')];
    hop.answer = results('deferred', 'hop-refused-later', { reply: '451 4.2.0 Later' });
    const told: (readonly RecipientResult[])[] = [];
    spool.add(claim(1, { receivedAt: new Date(START - 24 * HOUR).toISOString() }));
    start([hop], spool, {
      onGaveUp: (given, failed) => {
        told.push(failed);
        return [notice(given.sender ?? '')];
      },
    });
    await spool.until(1);
    expect(spool.settled[0]).toMatchObject({
      results: [{ state: 'failed', outcome: 'expired', reply: '451 4.2.0 Later' }],
      nextAttemptAt: null,
      notices: [{ to: 'a@kommun.example' }],
    });
    expect(told).toHaveLength(1);
  });

  test('loses no failure when its report cannot be written: the mail waits', async () => {
    const [spool, hop] = [new TestSpool(), new TestHop('nextHop')];
    hop.answer = results('failed', 'hop-refused');
    spool.add(claim(1));
    start([hop], spool, { onGaveUp: () => Promise.reject(new Error('no text in this language')) });
    await spool.until(1);
    expect(spool.settled[0]).toMatchObject({
      results: [{ state: 'deferred' }],
      nextAttemptAt: START + 600_000,
      notices: [],
    });
  });

  test('reports mail relayed to a hop without DSN only to those who asked for success', async () => {
    const [spool, hop] = [new TestSpool(), new TestHop('nextHop')];
    hop.answer = results('delivered', 'accepted', { relayedWithoutDsn: true });
    const relayed: string[] = [];
    spool.add(
      claim(1, {
        recipients: [
          { address: 'b@example.org', notify: ['SUCCESS'] },
          { address: 'c@example.org', notify: ['FAILURE'] },
        ],
      }),
    );
    start([hop], spool, {
      onRelayedWithoutDsn: (_claim, list) => {
        relayed.push(...list.map((one) => one.address));
        return [notice('a@kommun.example')];
      },
    });
    await spool.until(1);
    expect(relayed).toEqual(['b@example.org']);
    expect(spool.settled[0]?.notices).toHaveLength(1);
  });

  test('writes a result down as often as it takes', async () => {
    const [spool, hop] = [new TestSpool(), new TestHop('nextHop')];
    spool.failSettle = 1;
    spool.add(claim(1));
    start([hop], spool);
    await spool.until(1);
    expect(hop.sent.length).toBe(1);
  });

  test.each([
    ['throws', { answer: () => Promise.reject(new Error('bug')) }],
    ['forgets a recipient', { answer: () => [] }],
  ])('defers when a hop %s', async (_name, { answer }) => {
    const [spool, hop] = [new TestSpool(), new TestHop('nextHop')];
    hop.answer = answer;
    spool.add(claim(1));
    start([hop], spool);
    await spool.until(1);
    expect(spool.settled[0]).toMatchObject({
      results: [{ state: 'deferred', outcome: 'unexpected' }],
      nextAttemptAt: START + 60_000,
    });
  });

  test('keeps mail whose hop is no longer configured, and sends it by no other', async () => {
    const [spool, hop] = [new TestSpool(), new TestHop('nextHop')];
    spool.add(claim(1, { hop: 'gone' }));
    start([hop], spool);
    await spool.until(1);
    expect(spool.settled[0]?.results).toMatchObject([{ state: 'deferred', outcome: 'hop-unreachable' }]);
    expect(hop.sent).toEqual([]);
  });

  test('pauses a dead route, lets one mail probe it, and goes on when it works', async () => {
    const [spool, hop] = [new TestSpool(), new TestHop('nextHop')];
    hop.answer = unreachable;
    const paused: boolean[] = [];
    spool.add(...Array.from({ length: 3 }, (_, i) => claim(i + 1)));
    const delivery = start([hop], spool, {
      meter: { attempt: () => undefined, paused: (_hop, is) => paused.push(is) },
    });
    await spool.until(3);
    expect(delivery.pausedHops()).toEqual(['nextHop']);
    spool.add(...Array.from({ length: 5 }, (_, i) => claim(i + 10)));
    delivery.wake();
    spool.now += 5000;
    // the time of the pause is over, but nobody has seen the route work
    expect(delivery.pausedHops()).toEqual(['nextHop']);
    hop.answer = async (mail) => {
      await new Promise((resolve) => setImmediate(resolve));
      expect(hop.active === 1 || paused.at(-1) === false).toBe(true);
      return deliver(mail);
    };
    await spool.until(8);
    expect(delivery.pausedHops()).toEqual([]);
    expect(paused).toEqual([true, false]);
  });

  test('drains: what is in hand is finished, nothing more is begun', async () => {
    const [spool, hop] = [new TestSpool(), new TestHop('nextHop')];
    let free = (): void => undefined;
    hop.answer = (mail) =>
      new Promise((resolve) => {
        free = () => resolve(deliver(mail));
      });
    spool.add(claim(1));
    const delivery = start([hop], spool);
    while (hop.sent.length === 0 || hop.texts.length === 0) await new Promise((resolve) => setImmediate(resolve));
    spool.add(claim(2));
    const drained = delivery.drain(10_000);
    free();
    expect(await drained).toBe(true);
    expect(spool.settled.map((one) => one.id)).toEqual([1]);
    expect(await delivery.drain(1000)).toBe(true);
  });

  test('says so when something was still in hand at the end of the grace', async () => {
    const [spool, hop] = [new TestSpool(), new TestHop('nextHop')];
    let free = (): void => undefined;
    hop.answer = (mail) =>
      new Promise((resolve) => {
        free = () => resolve(deliver(mail));
      });
    spool.add(claim(1));
    const delivery = start([hop], spool);
    while (hop.texts.length === 0) await new Promise((resolve) => setImmediate(resolve));
    expect(await delivery.drain(10)).toBe(false);
    free();
  });
});
