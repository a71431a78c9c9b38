import type { MessageId, PartPath, RuleId } from './brand.ts';
import type { Envelope, Recipient } from './envelope.ts';
import type { InspectionReport } from './inspection.ts';

/** Actions of contract.md, mildest first. */
export const ACTIONS = ['allow', 'tag', 'strip', 'reroute', 'hold', 'block'] as const;
export type Action = (typeof ACTIONS)[number];

/** Position in the order of severity, 0 = allow. */
export const severityOf = (action: Action): number => ACTIONS.indexOf(action);
/** The more severe of two actions. */
export const moreSevere = (a: Action, b: Action): Action => (severityOf(a) >= severityOf(b) ? a : b);

/** What one matching rule said, recorded whether or not it won. */
export interface RuleMatch {
  readonly rule: RuleId;
  readonly action: Action;
  /** 'observe' and 'notify' rules never decide */
  readonly mode: 'observe' | 'notify' | 'enforce';
  /** indexes into report.findings */
  readonly findings: readonly number[];
  /** indexes into report.uninspected */
  readonly uninspected: readonly number[];
  /** a written exception or another rule's `insteadOf` took all of it out: mode is 'observe' then, and this says which */
  readonly excusedBy?: string;
}

/** The decision about one recipient. */
export interface Ruling {
  readonly recipient: Recipient;
  readonly internal: boolean;
  readonly action: Action;
  /** the deciding rule; 'default' when none matched */
  readonly rule: RuleId;
  /** secure channel, for reroute */
  readonly channel?: string;
  /** parts to cut, for strip */
  readonly strip?: readonly PartPath[];
  /** word for the subject, for tag */
  readonly tag?: string;
  /** the sender is told */
  readonly explain: boolean;
  /** an encrypted copy of the original is kept (always for strip) */
  readonly keepOriginal?: boolean;
  readonly matches: readonly RuleMatch[];
}

/** Replaces bytes of the spooled message on the way out. `insert` is ASCII with CRLF line ends. Sorted, not overlapping. */
export interface Edit {
  readonly start: number;
  readonly end: number;
  readonly insert: string;
}

/** One outgoing transaction-to-be: same bytes, same hop, many recipients. */
export interface PlannedDelivery {
  /** 'nextHop', 'noticeHop' or the name of a secure channel */
  readonly hop: string;
  readonly recipients: readonly Recipient[];
  /** envelope sender; null is <> */
  readonly sender: string | null;
  readonly edits: readonly Edit[];
}

/** A message of our own (explanation, delivery status). */
export interface OutgoingNotice {
  readonly id: MessageId;
  readonly to: string;
  /** complete RFC 5322 message, CRLF line ends */
  readonly content: Uint8Array;
}

/** Everything that follows from the rulings, written in one transaction before any of it happens. */
export interface Plan {
  readonly rulings: readonly Ruling[];
  readonly deliveries: readonly PlannedDelivery[];
  /** recipients whose copy is held */
  readonly held: readonly Recipient[];
  /** keep the encrypted original (something was cut) */
  readonly keepOriginal: boolean;
  readonly notices: readonly OutgoingNotice[];
}

export type { Envelope, InspectionReport };
