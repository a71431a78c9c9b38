/**
 * The quarantine: held mail, and the ways out of it.
 *
 * In: a person's decision with name and purpose, or the end of the retention time. Out: lists without content, and new
 * deliveries in the spool. Promises: every look and deed is journalled; bytes go in the same transaction in which the
 * notices about it are queued. Refuses: a decision without actor or purpose (UsageError).
 */
import type { MessageId } from '../core/brand.ts';
import type { OutgoingNotice } from '../core/ruling.ts';
import type { HeldMail, Operator, Spool } from '../spool/spool.ts';

export type { HeldMail, Operator };

/** A line of `quarantine list`; addresses, no content, no masks. */
export interface HeldSummary {
  readonly id: MessageId;
  /** ISO 8601, UTC */
  readonly receivedAt: string;
  readonly expiresAt: string;
  readonly sender: string | null;
  readonly recipients: readonly string[];
  readonly rules: readonly string[];
  readonly categories: readonly string[];
  readonly size: number;
  readonly protectedIdentity: boolean;
}

/** `quarantine show`: with places and strict masks, still without content. */
export interface HeldDescription extends HeldSummary {
  readonly findings: readonly {
    readonly detector: string;
    readonly category: string;
    readonly confidence: string;
    readonly where: string;
    readonly path: readonly string[];
    readonly locator: string;
    readonly count: number;
    /** strictly masked; '' for protected identity */
    readonly masked: string;
  }[];
  readonly uninspected: readonly {
    readonly path: readonly string[];
    readonly reason: string;
    readonly detail: string;
  }[];
}

/** A release or deletion. */
export interface Decision extends Operator {
  /** addresses; default all that are held */
  readonly recipients?: readonly string[];
}

/** What a decision did. */
export interface DecisionResult {
  readonly id: MessageId;
  readonly recipients: readonly string[];
  readonly protectedIdentity: boolean;
}

export interface Quarantine {
  list(options?: { readonly limit?: number }): Promise<readonly HeldSummary[]>;
  /** Journals the look. null when nothing of this message is held. */
  show(id: MessageId, operator: Operator): Promise<HeldDescription | null>;
  /** Queues held copies on 'nextHop' or a named channel. null when nothing of this message is held. */
  release(id: MessageId, decision: Decision & { readonly hop?: string }): Promise<DecisionResult | null>;
  /** Ends the hold without sending. null when nothing of this message is held. */
  delete(id: MessageId, decision: Decision): Promise<DecisionResult | null>;
  /**
   * Ends every hold whose time is over at `now` (epoch ms): asks for the notices, queues them and removes the bytes in one
   * transaction per mail. A throw of `writeNotices` leaves that mail held and is reported after the others are done.
   */
  expire(
    now: number,
    writeNotices: (held: HeldMail) => readonly OutgoingNotice[] | Promise<readonly OutgoingNotice[]>,
  ): Promise<readonly HeldMail[]>;
}

/** Makes the quarantine over an open spool. */
export function openQuarantine(_spool: Spool): Quarantine {
  throw new Error('being built');
}
