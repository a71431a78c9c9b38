import type { Readable } from 'node:stream';
import type { Clock } from '../core/clock.ts';
import type { MessageId } from '../core/brand.ts';
import type { ClaimedDelivery, RecipientResult } from '../core/journal.ts';
import type { Log } from '../core/log.ts';
import type { OutgoingNotice } from '../core/ruling.ts';
import type { Hop } from './hops/hop.ts';

/** What delivery needs of the spool; its class satisfies this by shape. */
export interface DeliverySpool {
  /** Claims deliveries that are due for this process, oldest first. */
  claimDue(limit: number, options: { readonly exceptHops: readonly string[] }): Promise<readonly ClaimedDelivery[]>;
  /**
   * Writes what came of a claim and frees it, in one transaction.
   * @param settle.nextAttemptAt when the deferred recipients are due again (ms since the epoch); null when none is left
   * @param settle.notices messages of our own that follow from it
   */
  settle(
    claim: ClaimedDelivery,
    results: readonly RecipientResult[],
    settle: { readonly nextAttemptAt: number | null; readonly notices: readonly OutgoingNotice[] },
  ): Promise<void>;
  /** Gives claims back unattempted; due at once, or at the given time. */
  unclaim(claims: readonly ClaimedDelivery[], dueAt?: number): Promise<void>;
  /** The original bytes of a mail: whole when they are few. */
  open(messageId: MessageId): Promise<Buffer | Readable>;
}

/** Times and limits of delivery (`delivery:` of the settings). */
export interface DeliverySettings {
  /** waits between attempts; the last repeats until expiry */
  readonly retryDelaysMs: readonly number[];
  readonly expireAfterMs: number;
  /** transactions at once per hop */
  readonly connections: number;
  /** connection failures in a row that pause a route; default 3 */
  readonly failuresBeforePause?: number;
}

/** Counted by `observe`; all are events, labels are hop names and outcome keys. */
export interface DeliveryMeter {
  attempt(hop: string, outcome: string, recipients: number, durationMs: number): void;
  paused(hop: string, paused: boolean): void;
}

/** What startDelivery() is given. */
export interface DeliveryOptions {
  readonly spool: DeliverySpool;
  /** by the names used in plans: 'nextHop', 'noticeHop', channel names */
  readonly hops: ReadonlyMap<string, Hop>;
  readonly delivery: DeliverySettings;
  readonly clock: Clock;
  readonly log: Log;
  /**
   * Recipients failed for good or their time ran out.
   * @returns the delivery status reports that go into the same transaction; none for a notice of our own or a null sender
   */
  readonly onGaveUp: (
    claim: ClaimedDelivery,
    failed: readonly RecipientResult[],
  ) => Promise<readonly OutgoingNotice[]> | readonly OutgoingNotice[];
  /** NOTIFY=SUCCESS was asked for and the hop cannot do it: RFC 3461 §5.2.2 'relayed' reports. Only such results are handed over. */
  readonly onRelayedWithoutDsn?: (
    claim: ClaimedDelivery,
    relayed: readonly RecipientResult[],
  ) => Promise<readonly OutgoingNotice[]> | readonly OutgoingNotice[];
  /** After settling; for audit. Must not throw. */
  readonly onDelivered?: (claim: ClaimedDelivery, results: readonly RecipientResult[]) => void;
  readonly meter?: DeliveryMeter;
  /** 0 ≤ x < 1, for jitter; default Math.random */
  readonly random?: () => number;
  /** looks for due deliveries at least this often; default 1 s */
  readonly pollMs?: number;
}

/** A running delivery. */
export interface Delivery {
  /**
   * Keeps a place for a delivery that is about to be journaled: it needs not wait in the queue.
   * @returns false: the hop has no place, rests, or others wait for it already
   */
  reserve(hop: string): boolean;
  /** Nothing comes of a reserved place. */
  release(hop: string): void;
  /** The delivery was journaled, claimed for this process: it leaves over its reserved place. */
  depart(claim: ClaimedDelivery): void;
  /** New mail was journaled: look at once. */
  wake(): void;
  /** Deliveries in hand now. */
  inFlight(): number;
  /** Routes that rest after repeated failures and have not been seen working since. */
  pausedHops(): readonly string[];
  /** Claims nothing more and waits for what is in hand, at most `ms`. @returns false when something was still in hand */
  drain(ms: number): Promise<boolean>;
}
