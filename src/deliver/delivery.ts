import { pipeline } from 'node:stream';
import type { Readable } from 'node:stream';
import type { ClaimedDelivery, RecipientResult } from '../core/journal.ts';
import { outcomeOf } from '../core/outcomes.ts';
import type { OutgoingNotice } from '../core/ruling.ts';
import { applyEdits, editedBytes, sizeAfterEdits } from './apply-edits.ts';
import type { Delivery, DeliveryOptions } from './delivery-options.ts';
import type { OutgoingMail } from './hops/hop.ts';
import { Route } from './route.ts';
import { judge, type Verdict } from './schedule.ts';

const DEFAULT_POLL_MS = 1_000;
const DEFAULT_FAILURES_BEFORE_PAUSE = 3;
/** How long new mail waits for company when deliveries are under way. */
const GATHER_MS = 5;
/** Waits between tries to write a result down. */
const FIRST_SETTLE_WAIT_MS = 200;
const LONGEST_SETTLE_WAIT_MS = 30_000;

const causeOf = (error: unknown): string => (error instanceof Error ? error.message : 'unknown error');

/** Claims what is due, hands it over, writes down what came of it. */
class Scheduler implements Delivery {
  private readonly options: DeliveryOptions;
  private readonly routes: ReadonlyMap<string, Route>;
  private readonly random: () => number;
  private readonly poll: NodeJS.Timeout;
  private readonly idle = new Set<() => void>();
  private stopping = false;
  private gathering: NodeJS.Timeout | null = null;
  private looking = false;
  private lookAgain = false;
  /** something waits, or may: the last look left it behind, or it came since */
  private moreWaiting = true;
  private inHand = 0;

  constructor(options: DeliveryOptions) {
    this.options = options;
    this.random = options.random ?? Math.random;
    const limit = options.delivery.failuresBeforePause ?? DEFAULT_FAILURES_BEFORE_PAUSE;
    this.routes = new Map([...options.hops].map(([name, hop]) => [name, new Route(name, hop, limit)]));
    this.poll = setInterval(() => this.wake(), options.pollMs ?? DEFAULT_POLL_MS);
    this.poll.unref();
    this.wake();
  }

  wake(): void {
    this.moreWaiting = true;
    if (this.stopping || this.gathering !== null) return;
    // While mail is on its way anyhow, a few milliseconds bring several new mails into one claim, which is one disk sync.
    if (this.inHand === 0) {
      this.lookSoon();
      return;
    }
    this.gathering = setTimeout(() => {
      this.gathering = null;
      this.lookSoon();
    }, GATHER_MS).unref();
  }

  private lookSoon(): void {
    if (this.stopping) return;
    this.lookAgain = true;
    if (this.looking) return;
    this.looking = true;
    // One look serves all who call within this turn.
    setImmediate(() => void this.look());
  }

  inFlight(): number {
    return this.inHand;
  }

  pausedHops(): readonly string[] {
    return [...this.routes.values()].filter((r) => r.breaker.open).map((r) => r.name);
  }

  async drain(ms: number): Promise<boolean> {
    this.stopping = true;
    clearInterval(this.poll);
    if (this.gathering !== null) clearTimeout(this.gathering);
    if (this.inHand === 0 && !this.looking) return true;
    return new Promise((resolve) => {
      const done = (finished: boolean): void => {
        clearTimeout(timer);
        this.idle.delete(check);
        resolve(finished);
      };
      const check = (): void => {
        if (this.inHand === 0 && !this.looking) done(true);
      };
      const timer = setTimeout(() => done(false), ms);
      this.idle.add(check);
    });
  }

  reserve(hop: string): boolean {
    const route = this.routes.get(hop);
    // Who waits already goes first.
    if (this.stopping || this.moreWaiting || route === undefined) return false;
    const { clock, delivery } = this.options;
    if (route.free(clock.now(), delivery.connections) === 0) return false;
    route.take();
    this.inHand++;
    return true;
  }

  release(hop: string): void {
    this.routes.get(hop)?.giveBack();
    this.letGo();
  }

  depart(claim: ClaimedDelivery): void {
    void this.carryOut(claim, this.routes.get(claim.hop)).finally(() => this.letGo());
  }

  private letGo(): void {
    this.inHand--;
    this.settled();
    if (this.moreWaiting) this.lookSoon();
  }

  private async look(): Promise<void> {
    try {
      while (this.lookAgain && !this.stopping) {
        this.lookAgain = false;
        if (await this.claimOnce()) this.lookAgain = true;
      }
    } catch (error) {
      this.options.log.error({ outcome: outcomeOf(error), cause: causeOf(error) }, 'Cannot claim due deliveries');
    } finally {
      this.looking = false;
      this.settled();
    }
  }

  /** Claims as many as the fullest open route can take, so that whatever comes fits. @returns there may be more */
  private async claimOnce(): Promise<boolean> {
    const now = this.options.clock.now();
    const { connections } = this.options.delivery;
    const full: string[] = [];
    let limit = 0;
    for (const route of this.routes.values()) {
      const free = route.free(now, connections);
      if (free === 0) full.push(route.name);
      else limit = limit === 0 ? free : Math.min(limit, free);
    }
    this.moreWaiting = true;
    if (limit === 0) return false;
    const claims = await this.options.spool.claimDue(limit, { exceptHops: full });
    for (const claim of claims) {
      this.inHand++;
      this.routes.get(claim.hop)?.take();
      this.depart(claim);
    }
    this.moreWaiting = claims.length === limit || full.length > 0;
    return claims.length === limit;
  }

  private settled(): void {
    for (const check of [...this.idle]) check();
  }

  /** @param route has a place taken for it, which is given back once the delivery was tried */
  private async carryOut(claim: ClaimedDelivery, route: Route | undefined): Promise<void> {
    if (this.stopping) {
      route?.giveBack();
      // Claimed while the stop was asked for: it stays in the queue for the next start.
      await this.options.spool.unclaim([claim]).catch((error: unknown) => {
        this.options.log.error({ id: claim.messageId, cause: causeOf(error) }, 'Cannot give a claim back');
      });
      return;
    }
    try {
      const results = await this.attempt(claim, route).finally(() => {
        route?.giveBack();
        if (this.moreWaiting) this.lookSoon();
      });
      const { delivery, clock } = this.options;
      const record = (): Promise<void> =>
        this.settle(claim, judge(claim, results, delivery, clock.now(), this.random()));
      await (route === undefined ? record() : route.recording(record));
    } catch (error) {
      this.options.log.error({ id: claim.messageId, hop: claim.hop, cause: causeOf(error) }, 'Delivery went wrong');
    }
  }

  /** One try over the claim's own route. What goes wrong unexpectedly is deferred. */
  private async attempt(claim: ClaimedDelivery, route: Route | undefined): Promise<readonly RecipientResult[]> {
    const { clock, log, meter } = this.options;
    const defer = (outcome: RecipientResult['outcome']): readonly RecipientResult[] =>
      claim.recipients.map(({ address }) => ({ address, state: 'deferred', outcome, reply: '' }));
    if (route === undefined) {
      log.error({ id: claim.messageId, hop: claim.hop }, 'There is no such hop any more; the mail waits');
      return defer('hop-unreachable');
    }
    const startedAt = performance.now();
    let results: readonly RecipientResult[];
    try {
      results = await route.hop.send(this.mailOf(claim));
    } catch (error) {
      log.error({ id: claim.messageId, hop: claim.hop, cause: causeOf(error) }, 'Hop failed unexpectedly');
      results = defer(outcomeOf(error) === 'disk-full' ? 'disk-full' : 'unexpected');
    }
    const wasOpen = route.breaker.open;
    route.breaker.note(results, clock.now(), this.random());
    if (wasOpen !== route.breaker.open) {
      meter?.paused(route.name, route.breaker.open);
      if (route.breaker.open) log.warn({ hop: route.name }, 'Route does not work, pausing it');
      else log.info({ hop: route.name }, 'Route works again');
    }
    const ms = performance.now() - startedAt;
    const counts = new Map<string, number>();
    for (const { outcome } of results) counts.set(outcome, (counts.get(outcome) ?? 0) + 1);
    for (const [outcome, recipients] of counts) {
      meter?.attempt(route.name, outcome, recipients, ms);
      const fields = { id: claim.messageId, hop: claim.hop, outcome, recipients, attempts: claim.attempts + 1 };
      log.info({ ...fields, ms: Math.round(ms) }, 'Delivery attempted');
    }
    return results;
  }

  private mailOf(claim: ClaimedDelivery): OutgoingMail {
    const { spool } = this.options;
    return {
      id: claim.messageId,
      sender: claim.sender,
      recipients: claim.recipients,
      size: sizeAfterEdits(claim.size, claim.edits),
      body: claim.body,
      smtputf8: claim.smtputf8,
      requireTls: claim.requireTls,
      dsn: claim.dsn,
      content: async (): Promise<Buffer | Readable> => {
        const original = await spool.open(claim.messageId);
        if (claim.edits.length === 0) return original;
        if (Buffer.isBuffer(original)) return editedBytes(original, claim.edits);
        // pipeline() passes an error of the original on, so that a hop never takes half a message for whole.
        return pipeline(original, applyEdits(claim.edits), () => undefined);
      },
    };
  }

  private async settle(claim: ClaimedDelivery, verdict: Verdict): Promise<void> {
    const { spool, onDelivered, log } = this.options;
    const { results, nextAttemptAt, notices } = await this.withNotices(claim, verdict);
    // A result that is not written down means the mail is sent twice: it is tried until it works or the process ends.
    for (let wait = FIRST_SETTLE_WAIT_MS; ; wait = Math.min(wait * 2, LONGEST_SETTLE_WAIT_MS)) {
      try {
        await spool.settle(claim, results, { nextAttemptAt, notices });
        break;
      } catch (error) {
        log.error(
          { id: claim.messageId, outcome: outcomeOf(error), cause: causeOf(error) },
          'Cannot record a delivery',
        );
        await new Promise((resolve) => setTimeout(resolve, wait).unref());
      }
    }
    onDelivered?.(claim, results);
    if (notices.length > 0) this.wake();
  }

  /** Asks for the notices that follow. When they cannot be had, what failed waits instead: no failure without its report. */
  private async withNotices(
    claim: ClaimedDelivery,
    { results, nextAttemptAt }: Verdict,
  ): Promise<Verdict & { readonly notices: readonly OutgoingNotice[] }> {
    const { onGaveUp, onRelayedWithoutDsn, log, clock, delivery } = this.options;
    const failed = results.filter((result) => result.state === 'failed');
    const asked = new Set(claim.recipients.filter((r) => r.notify?.includes('SUCCESS')).map((r) => r.address));
    const relayed = results.filter((result) => result.relayedWithoutDsn === true && asked.has(result.address));
    try {
      const notices = [
        ...(failed.length > 0 ? await onGaveUp(claim, failed) : []),
        ...(relayed.length > 0 && onRelayedWithoutDsn !== undefined ? await onRelayedWithoutDsn(claim, relayed) : []),
      ];
      return { results, nextAttemptAt, notices };
    } catch (error) {
      log.error({ id: claim.messageId, cause: causeOf(error) }, 'Cannot write the delivery status report');
      const waiting = results.map((result) =>
        result.state === 'failed' ? { ...result, state: 'deferred' as const } : result,
      );
      const later = clock.now() + (delivery.retryDelaysMs.at(-1) ?? 0);
      return { results: waiting, nextAttemptAt: failed.length > 0 ? later : nextAttemptAt, notices: [] };
    }
  }
}

/** Starts claiming and sending. Stops with drain(). */
export function startDelivery(options: DeliveryOptions): Delivery {
  return new Scheduler(options);
}
