/** What callers of the spool see: shapes only, no behaviour. */
import type { Readable } from 'node:stream';
import type { MessageId } from '../core/brand.ts';
import type { Clock } from '../core/clock.ts';
import type { Envelope, Recipient } from '../core/envelope.ts';
import type { InspectionReport } from '../core/inspection.ts';
import type { ClaimedDelivery, RecipientResult, RuledMail, SpooledBytes } from '../core/journal.ts';
import type { OutcomeKey } from '../core/outcomes.ts';
import type { Log } from '../core/log.ts';
import type { OutgoingNotice, PlannedDelivery, Ruling } from '../core/ruling.ts';

/** What the spool is opened with. Times in milliseconds, paths absolute. */
export interface SpoolOptions {
  /** created 0700 when missing; holds the database, the spool folder and, by default, the key */
  readonly dataDir: string;
  /** setting `store`: 'sqlite' or 'postgres://…' */
  readonly store: string;
  /** setting `encryption.keyFile` */
  readonly keyFile: string;
  readonly retention: { readonly holdMs: number; readonly originalsMs: number; readonly auditMs: number };
  /** 'gateway': the one serving process of this dataDir, takes an exclusive lock; 'tool': a command beside it */
  readonly role: 'gateway' | 'tool';
  readonly clock: Clock;
  readonly log: Log;
  /** messages up to this size live in the store, larger ones in files; default 65536 */
  readonly inlineMaxBytes?: number;
}

/** Takes one message's bytes; at most one call at a time. */
export interface SpoolWriter {
  /** bytes taken so far */
  readonly size: number;
  /** Takes a chunk (copied); await it before sending the next: that is the back-pressure. Throws GatewayError disk-full or cannot-store. */
  write(chunk: Uint8Array): Promise<void>;
  /** Resolves when a file and its folder are synced; inline bytes become durable with the commit. */
  finish(): Promise<SpooledBytes>;
  /** Forgets what was written and removes the file. Safe at any time, also after a failed write. */
  abort(): Promise<void>;
}

/** A message accepted before its ruling, waiting to be inspected (again). */
export interface ToInspect {
  readonly envelope: Envelope;
  readonly bytes: SpooledBytes;
}

/** What was recorded with a ruled mail; kept (encrypted) as long as its bytes. */
export interface MailDetails {
  readonly envelope: Envelope;
  readonly report: InspectionReport;
  readonly rulings: readonly Ruling[];
}

/** What follows a delivery attempt. */
export interface SettleNext {
  /** epoch ms of the next attempt for the deferred recipients; null when none are left */
  readonly nextAttemptAt: number | null;
  readonly notices: readonly OutgoingNotice[];
}

/** A line of `queue list`. */
export interface QueueEntry {
  readonly messageId: MessageId;
  /** null while the message still waits for its inspection */
  readonly deliveryId: number | null;
  readonly state: 'to-inspect' | 'waiting' | 'active';
  readonly hop: string | null;
  readonly sender: string | null;
  readonly recipients: readonly string[];
  readonly size: number;
  /** ISO 8601, UTC */
  readonly receivedAt: string;
  readonly attempts: number;
  /** ISO 8601, UTC; null while active or to be inspected */
  readonly nextAttemptAt: string | null;
  /** outcome key of the last attempt, '' before the first */
  readonly lastOutcome: string;
  readonly notice: boolean;
}

/** `queue show`: a queued message without its content. */
export interface QueueDetails {
  readonly messageId: MessageId;
  readonly deliveries: readonly QueueEntry[];
  readonly heldRecipients: number;
  readonly rulings: readonly {
    readonly recipient: string;
    readonly action: string;
    readonly rule: string;
    readonly channel?: string;
  }[];
  readonly history: readonly HistoryEntry[];
}

/** Who does something by hand, and why. Both are journalled. */
export interface Operator {
  readonly actor: string;
  readonly purpose: string;
}

export const AUDIT_STATES = [
  'to-inspect',
  'observed',
  'queued',
  'delivered',
  'deferred',
  'failed',
  'held',
  'released',
  'dropped',
  'expired',
  'rejected',
] as const;
/** What can become of one recipient's copy. */
export type AuditState = (typeof AUDIT_STATES)[number];

/** One step of one recipient's copy. */
export interface HistoryEntry {
  /** ISO 8601, UTC */
  readonly at: string;
  readonly state: AuditState;
  /** name of the hop, '' when none was involved */
  readonly hop: string;
  /**
   * reply code and enhanced code only, e.g. '550 5.1.1'; where the hop gave none, what kept the delivery from succeeding, e.g.
   * 'hop-unreachable'; for `observed` the action the rules asked for; '' when there was none
   */
  readonly code: string;
  /** who decided, for what somebody did by hand (`released`, `dropped`) */
  readonly by?: string;
  /** the reason given for it */
  readonly purpose?: string;
}

/** A question to the audit trail. At least one of from, to, since, reference. */
export interface TraceQuery extends Operator {
  readonly from?: string;
  readonly to?: string;
  /** epoch ms */
  readonly since?: number;
  readonly reference?: string;
  /** default 1000 */
  readonly limit?: number;
}

/** What happened to one recipient's copy of one mail; no addresses. */
export interface TraceEntry {
  readonly reference: MessageId;
  /** the mail this notice of ours is about; null for ordinary mail */
  readonly about: MessageId | null;
  /** ISO 8601, UTC: when the mail was received */
  readonly at: string;
  readonly listener: string;
  /** action of contract.md; 'notice' for a message of our own, '' while it is not ruled on */
  readonly action: string;
  readonly rule: string;
  readonly detectors: readonly string[];
  readonly categories: readonly string[];
  readonly history: readonly HistoryEntry[];
}

/** Someone's look at the trail or deed on held or queued mail. */
export interface AccessEntry extends Operator {
  /** ISO 8601, UTC */
  readonly at: string;
  /** 'trace', 'queue-drop', 'quarantine-show', 'quarantine-release' … */
  readonly deed: string;
  /** message id, or which fields were asked for; never an address */
  readonly subject: string;
}

/** Held copies of one message. Built for people and notices: everything is decrypted here. */
export interface HeldMail {
  readonly id: MessageId;
  readonly details: MailDetails;
  /** recipients whose copies are still held */
  readonly recipients: readonly Recipient[];
  /** epoch ms */
  readonly heldAt: number;
  /** epoch ms: when the bytes go */
  readonly expiresAt: number;
  readonly size: number;
  /** a finding of category protected-identity: shown and released with special care */
  readonly protectedIdentity: boolean;
}

/** What the spool offers to `quarantine`; others use that folder's door. */
export interface HeldStore {
  /** Oldest first. @param expiredAt only those whose hold has ended at this epoch ms */
  list(options?: { readonly expiredAt?: number; readonly limit?: number }): Promise<readonly HeldMail[]>;
  /** null when nothing of this message is held */
  find(id: MessageId): Promise<HeldMail | null>;
  /** Whole mails that are kept beside what left of them (`strip`, `keepOriginal`), oldest first; all recipients are named. */
  originals(options?: { readonly limit?: number }): Promise<readonly HeldMail[]>;
  /** null when no original of this message is kept */
  findOriginal(id: MessageId): Promise<HeldMail | null>;
  /**
   * Ends the hold of these addresses by queueing them on a hop, with these changes, and the notices in the same transaction.
   * @returns the addresses; none, and nothing is done, when not all of them were still held
   */
  release(
    id: MessageId,
    addresses: readonly string[],
    how: {
      readonly way: Pick<PlannedDelivery, 'hop' | 'edits'>;
      readonly operator: Operator;
      readonly notices: readonly OutgoingNotice[];
    },
  ): Promise<readonly string[]>;
  /**
   * Ends the hold of these addresses without sending; bytes go with the last one, in the same transaction as the notices are
   * queued. @returns the addresses; none, and nothing is done, when not all of them were still held
   */
  discard(
    id: MessageId,
    addresses: readonly string[],
    how: {
      readonly state: 'dropped' | 'expired';
      readonly operator: Operator;
      readonly notices: readonly OutgoingNotice[];
    },
  ): Promise<readonly string[]>;
  /** Journals a look. */
  noteAccess(deed: string, subject: string, operator: Operator): Promise<void>;
}

/** Stands behind the purpose of a deed on mail that is about a protected identity, in the journal of deeds. */
export const PROTECTED_MARK = ' [protected-identity]';

/** What start-up found. */
export interface Recovery {
  /** spool files that no row knows: never acknowledged, removed */
  readonly removedFiles: number;
  /** rows whose file is gone: kept, reported, not delivered */
  readonly missing: readonly MessageId[];
  /** deliveries claimed by a process that is no more */
  readonly releasedClaims: number;
}

/** For metrics. Ages in milliseconds, 0 when there is nothing. */
export interface SpoolStats {
  readonly queue: readonly {
    readonly hop: string;
    readonly recipients: number;
    readonly deliveries: number;
    readonly oldestAgeMs: number;
  }[];
  readonly toInspect: number;
  /** held recipients' copies */
  readonly held: number;
  readonly heldOldestAgeMs: number;
}

/** What `expire` removed. */
export interface Expired {
  readonly originals: number;
  readonly audit: number;
}

/** What a recipient may have been sent of late. */
export type SentSecret = 'locked-file' | 'password';

/** Remembers for 24 hours, by keyed hash of the recipient, that a locked file or a password was sent. */
export interface PasswordMemory {
  remember(kind: SentSecret, addresses: readonly string[]): Promise<void>;
  /** Has any of these been sent such a thing within 24 hours? */
  recalls(kind: SentSecret, addresses: readonly string[]): Promise<boolean>;
}

/** Purposes a subkey is derived for. */
export type KeyPurpose = 'content' | 'details' | 'addresses' | 'loop-guard' | 'links' | 'fingerprint';

/** The spool: every mail between its reception and its settlement. All failures are GatewayError disk-full or cannot-store. */
export interface Spool {
  /** 12 characters of Crockford's base 32: queue id, incident number and reference; roughly time-ordered. */
  readonly newId: () => MessageId;
  readonly writer: (id: MessageId) => SpoolWriter;
  /** Removes spooled bytes of a message that was never committed. Harmless when it was. */
  readonly discard: (id: MessageId, bytes: SpooledBytes) => Promise<void>;
  /**
   * Resolves only when message, rulings, deliveries, notices and audit lines are on stable storage (P1).
   * @param claimed deliveries of its plan that this process carries out at once, without waiting for claimDue
   * @returns their claims, as claimDue would give them
   */
  readonly commitRuled: (
    mail: RuledMail,
    claimed?: ReadonlySet<PlannedDelivery>,
  ) => Promise<readonly ClaimedDelivery[]>;
  /** For an early 250: resolves when message and to-inspect entry are on stable storage. commitRuled replaces it atomically. */
  readonly commitToInspect: (envelope: Envelope, bytes: SpooledBytes) => Promise<void>;
  /**
   * Records that a message was refused for another reason than policy: nothing of it is kept but lines for trace.
   * @param envelope without recipients where it was refused before they were named
   */
  readonly recordRefusal: (envelope: Envelope, outcome: OutcomeKey) => Promise<void>;
  readonly listToInspect: () => Promise<readonly ToInspect[]>;
  /** Due deliveries, oldest first, claimed for this process. */
  readonly claimDue: (
    limit: number,
    options?: { readonly exceptHops?: readonly string[] },
  ) => Promise<readonly ClaimedDelivery[]>;
  /** Epoch ms at which claimDue may have something, null when nothing waits. */
  readonly nextDueAt: (options?: { readonly exceptHops?: readonly string[] }) => Promise<number | null>;
  /** Records an attempt. A recipient without a result counts as deferred. */
  readonly settle: (claim: ClaimedDelivery, results: readonly RecipientResult[], next: SettleNext) => Promise<void>;
  /** Gives claims back unattempted (graceful stop, hop out of service); due at once, or at the given epoch ms. */
  readonly unclaim: (claims: readonly ClaimedDelivery[], dueAt?: number) => Promise<void>;
  /**
   * The original bytes, wherever and however they are kept: whole when they are few.
   * Throws GatewayError cannot-store when they are missing or damaged.
   */
  readonly open: (id: MessageId) => Promise<Buffer | Readable>;
  readonly readAll: (id: MessageId) => Promise<Uint8Array>;
  /** path of the plain spool file; null when the bytes are inline or encrypted */
  readonly path: (id: MessageId) => Promise<string | null>;
  /** Envelope, report and rulings; null when the message is settled, unknown or a notice of ours. */
  readonly details: (id: MessageId) => Promise<MailDetails | null>;
  readonly queue: {
    list(options?: { readonly hop?: string; readonly limit?: number }): Promise<readonly QueueEntry[]>;
    show(id: MessageId): Promise<QueueDetails | null>;
    /** Makes waiting deliveries due now. @returns how many */
    retry(id: MessageId | 'all', operator: Operator): Promise<number>;
    /** Ends waiting deliveries without sending, told to nobody but the audit trail. @returns recipients dropped */
    drop(id: MessageId, operator: Operator): Promise<number>;
  };
  readonly held: HeldStore;
  readonly passwords: PasswordMemory;
  readonly trace: (query: TraceQuery) => Promise<readonly TraceEntry[]>;
  /** Journalled looks and deeds, newest first. */
  readonly accesses: (options?: { readonly limit?: number }) => Promise<readonly AccessEntry[]>;
  readonly stats: () => Promise<SpoolStats>;
  /** Removes kept originals, audit lines and access entries whose time is over, so that no byte stays. Held mail: quarantine.expire. */
  readonly expire: (now: number) => Promise<Expired>;
  /** To be called once at start of the gateway, before mail is taken. */
  readonly recover: () => Promise<Recovery>;
  /** A 32-byte subkey of the key file (HKDF-SHA-256). */
  readonly deriveKey: (purpose: KeyPurpose) => Uint8Array;
  /** Does the store answer and can it be written? For readiness. Throws GatewayError. */
  readonly check: () => Promise<void>;
  /** Finishes running commits, gives claims back and closes. */
  readonly close: () => Promise<void>;
}
