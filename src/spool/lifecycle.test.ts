import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { RecipientResult } from '../core/journal.ts';
import {
  contentOf,
  handClock,
  openTestSpool,
  ruledMail,
  spoolBytes,
  temporaryFolder,
  type Fate,
} from '../testing/spooled-mail.ts';
import type { Spool } from './spool.ts';

const WHO = { actor: 'test', purpose: 'test' };
const ENDS = new Set(['delivered', 'failed', 'dropped', 'expired', 'rejected']);

const fate = fc.constantFrom<Fate[]>('allow', 'reroute', 'hold', 'block');
const state = fc.constantFrom<RecipientResult['state'][]>('delivered', 'deferred', 'failed');
const deed = fc.oneof(
  {
    weight: 4,
    arbitrary: fc.record({
      kind: fc.constant('commit'),
      fates: fc.array(fate, { minLength: 1, maxLength: 4 }),
      size: fc.constantFrom(10, 5000, 270_000),
      keep: fc.boolean(),
    }),
  },
  {
    weight: 4,
    arbitrary: fc.record({
      kind: fc.constant('attempt'),
      limit: fc.integer({ min: 1, max: 3 }),
      states: fc.array(state, { minLength: 4, maxLength: 4 }),
    }),
  },
  { weight: 2, arbitrary: fc.record({ kind: fc.constant('decide'), release: fc.boolean(), one: fc.boolean() }) },
  { weight: 1, arbitrary: fc.record({ kind: fc.constant('drop') }) },
  { weight: 1, arbitrary: fc.record({ kind: fc.constant('retry') }) },
  { weight: 1, arbitrary: fc.record({ kind: fc.constant('restart') }) },
  { weight: 1, arbitrary: fc.record({ kind: fc.constant('claim and die') }) },
) as fc.Arbitrary<Deed>;
type Deed =
  | { readonly kind: 'commit'; readonly fates: readonly Fate[]; readonly size: number; readonly keep: boolean }
  | { readonly kind: 'attempt'; readonly limit: number; readonly states: readonly RecipientResult['state'][] }
  | { readonly kind: 'decide'; readonly release: boolean; readonly one: boolean }
  | { readonly kind: 'drop' | 'retry' | 'restart' | 'claim and die' };

/** A spool with hands. */
class Walk {
  readonly folder = temporaryFolder();
  readonly clock = handClock();
  readonly sizes = new Map<string, number>();
  copies = 0;
  spool: Spool;

  private constructor(spool: Spool, folder: ReturnType<typeof temporaryFolder>, clock: ReturnType<typeof handClock>) {
    this.spool = spool;
    this.folder = folder;
    this.clock = clock;
  }

  static async begin(): Promise<Walk> {
    const [folder, clock] = [temporaryFolder(), handClock()];
    return new Walk(await openTestSpool(folder.path, { clock }), folder, clock);
  }

  async reopen(): Promise<void> {
    await this.spool.close();
    this.spool = await openTestSpool(this.folder.path, { clock: this.clock });
    expect((await this.spool.recover()).missing).toEqual([]);
  }

  async do(deed: Deed): Promise<void> {
    this.clock.advance(1000);
    if (deed.kind === 'commit') await this.commit(deed);
    else if (deed.kind === 'attempt') await this.attempt(deed.limit, deed.states);
    else if (deed.kind === 'decide') await this.decide(deed.release, deed.one);
    else if (deed.kind === 'retry') await this.spool.queue.retry('all', WHO);
    else if (deed.kind === 'drop') {
      const [first] = await this.spool.queue.list({ limit: 1 });
      if (first !== undefined) await this.spool.queue.drop(first.messageId, WHO);
    } else {
      if (deed.kind === 'claim and die') {
        const other = await openTestSpool(this.folder.path, { clock: this.clock, role: 'tool' });
        await other.claimDue(3);
      }
      await this.reopen();
    }
  }

  async commit({ fates, size, keep }: Extract<Deed, { kind: 'commit' }>): Promise<void> {
    const id = this.spool.newId();
    const named = Object.fromEntries(fates.map((f, i) => [`r${i}-${id}@example.org`, f]));
    this.sizes.set(id, size);
    this.copies += fates.length;
    const bytes = await spoolBytes(this.spool, id, contentOf(id, size));
    await this.spool.commitRuled(ruledMail(id, bytes, named, { keepOriginal: keep }));
  }

  async attempt(limit: number, states: readonly RecipientResult['state'][]): Promise<void> {
    for (const claim of await this.spool.claimDue(limit)) {
      const content = contentOf(claim.messageId, this.sizes.get(claim.messageId) ?? -1);
      expect(Buffer.compare(await this.spool.readAll(claim.messageId), content)).toBe(0);
      const results = claim.recipients.map(({ address }, i) => ({
        address,
        state: states[i % states.length] ?? 'deferred',
        outcome: 'accepted' as const,
        reply: '250 2.0.0 Ok',
      }));
      await this.spool.settle(claim, results, { nextAttemptAt: this.clock.now() + 500, notices: [] });
    }
  }

  async decide(release: boolean, one: boolean): Promise<void> {
    const [mail] = await this.spool.held.list({ limit: 1 });
    if (mail === undefined) return;
    const addresses = mail.recipients.map(({ address }) => address).slice(0, one ? 1 : undefined);
    const how = { operator: WHO, notices: [] };
    if (release) await this.spool.held.release(mail.id, addresses, { way: { hop: 'nextHop', edits: [] }, ...how });
    else await this.spool.held.discard(mail.id, addresses, { state: 'dropped', ...how });
  }

  /** Lets everything come to its end. */
  async finish(): Promise<void> {
    for (;;) {
      const held = await this.spool.held.list();
      if (held.length === 0) break;
      await this.decide(true, false);
    }
    while ((await this.spool.nextDueAt()) !== null) {
      this.clock.advance(600_000);
      await this.attempt(100, ['delivered']);
    }
    this.clock.advance(15 * 86_400_000);
    await this.spool.expire(this.clock.now());
  }
}

describe('whatever happens to mails', () => {
  it('every recipient’s copy comes to exactly one end, and then nothing of the mail is left', async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(deed, { minLength: 3, maxLength: 14 }), async (deeds) => {
        const walk = await Walk.begin();
        for (const one of deeds) await walk.do(one);
        await walk.finish();
        const lines = await walk.spool.trace({ since: 0, ...WHO });
        expect(lines).toHaveLength(walk.copies);
        for (const { history } of lines) {
          const ends = history.map((step) => step.state).filter((step) => ENDS.has(step));
          expect(ends, JSON.stringify(history)).toHaveLength(1);
          expect(ENDS.has(history.at(-1)?.state ?? '')).toBe(true);
        }
        for (const id of new Set(lines.map(({ reference }) => reference))) {
          expect(await walk.spool.queue.show(id)).toBeNull();
        }
        await walk.spool.close();
        expect(readdirSync(join(walk.folder.path, 'spool'))).toEqual([]);
        walk.folder.remove();
      }),
      { numRuns: 25 },
    );
  }, 120_000);
});
