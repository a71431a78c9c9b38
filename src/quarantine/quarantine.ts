/**
 * The quarantine: held mail, and the ways out of it.
 *
 * In: a person's decision with name and purpose, or the end of the retention time. Out: lists without content, and new
 * deliveries in the spool. Promises: every look and deed is journalled; bytes go in the same transaction in which the
 * notices about it are queued. Refuses: a decision without actor or purpose (UsageError).
 */
import type { MessageId } from '../core/brand.ts';
import { maskDigits } from '../core/mask.ts';
import { maskedPlaces } from '../core/masked-places.ts';
import { UsageError } from '../core/outcomes.ts';
import type { Recipient } from '../core/envelope.ts';
import type { Edit, OutgoingNotice } from '../core/ruling.ts';
import { PROTECTED_MARK, type HeldMail, type Operator, type Spool } from '../spool/spool.ts';

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
  /** 'original': nothing is held any more, the whole mail is kept beside what left of it */
  readonly state: 'held' | 'original';
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

/** How released mail leaves. */
export interface Way {
  /** a secure channel; default 'nextHop' */
  readonly hop?: string;
  /** What is put into it on its way out: the fields that all mail of ours carries, what the channel asks for. */
  readonly edits: (mail: HeldMail, recipients: readonly Recipient[]) => readonly Edit[];
}

/** Who is told of a decision. */
export interface Told {
  /** @param addresses whose copies are no longer held */
  readonly notices: (held: HeldMail, addresses: readonly string[]) => Promise<readonly OutgoingNotice[]>;
}

/** What a decision did. */
export interface DecisionResult {
  readonly id: MessageId;
  readonly recipients: readonly string[];
  readonly protectedIdentity: boolean;
}

export interface Quarantine {
  list(options?: { readonly limit?: number }): Promise<readonly HeldSummary[]>;
  /** Kept originals of mail that has left without a part. */
  originals(options?: { readonly limit?: number }): Promise<readonly HeldSummary[]>;
  /** Journals the look. null when nothing of this message is held, and no original kept. */
  show(id: MessageId, operator: Operator): Promise<HeldDescription | null>;
  /** The bytes of a kept original, once that is journalled. null when there is none. */
  export(id: MessageId, operator: Operator): Promise<Uint8Array | null>;
  /**
   * Queues held copies on 'nextHop' or a named channel, and what people are told about it in the same transaction. null when
   * nothing of this message is held, or no longer for all of the addresses.
   */
  release(id: MessageId, decision: Decision & Way & Told): Promise<DecisionResult | null>;
  /**
   * Ends the hold without sending, and queues what people are told about it in the same transaction. null when nothing of
   * this message is held, or no longer for all of the addresses.
   */
  delete(id: MessageId, decision: Decision & Told): Promise<DecisionResult | null>;
  /**
   * Ends every hold whose time is over at `now` (epoch ms): asks for the notices, queues them and removes the bytes in one
   * transaction per mail. A throw of `writeNotices` leaves that mail held and is reported after the others are done.
   */
  expire(
    now: number,
    writeNotices: (held: HeldMail) => readonly OutgoingNotice[] | Promise<readonly OutgoingNotice[]>,
  ): Promise<readonly HeldMail[]>;
}

/** Name under which the end of the retention time is journalled. */
const RETENTION: Operator = { actor: 'brevvakt', purpose: 'end of retention' };

/** Mails whose hold ends in one go; the rest follows with the next call of the caller's timer. */
const EXPIRY_LIMIT = 500;

const unique = (words: readonly string[]): readonly string[] => [...new Set(words)].sort();

function summaryOf({ id, details, recipients, expiresAt, size, protectedIdentity }: HeldMail): HeldSummary {
  const addresses = recipients.map(({ address }) => address);
  const held = details.rulings.filter(({ recipient }) => addresses.includes(recipient.address));
  return {
    id,
    receivedAt: details.envelope.receivedAt,
    expiresAt: new Date(expiresAt).toISOString(),
    sender: details.envelope.sender,
    recipients: addresses,
    rules: unique(held.map(({ rule }) => rule)),
    categories: unique(
      details.report.findings.filter(({ confidence }) => confidence !== 'low').map(({ category }) => category),
    ),
    size,
    protectedIdentity,
  };
}

function descriptionOf(mail: HeldMail, state: HeldDescription['state']): HeldDescription {
  const { findings, uninspected } = mail.details.report;
  const places = maskedPlaces(findings, 'strict');
  const shown = (path: readonly string[]): readonly string[] => places.path(path).map(maskDigits);
  return {
    ...summaryOf(mail),
    state,
    findings: findings.map((finding) => ({
      detector: finding.detector,
      category: finding.category,
      confidence: finding.confidence,
      where: finding.where,
      path: shown(finding.path),
      locator: maskDigits(places.locator(finding)),
      count: finding.count,
      masked: finding.category === 'protected-identity' ? '' : finding.maskedStrictly,
    })),
    uninspected: uninspected.map(({ path, reason, detail }) => ({ path: shown(path), reason, detail })),
  };
}

/** A deed on somebody's mail has a doer and a reason, both on record (GDPR Art. 5(2)). */
function checkOperator({ actor, purpose }: Operator): void {
  if (actor.trim() === '') throw new UsageError('a name is needed: who decides about held mail is recorded');
  if (purpose.trim() === '')
    throw new UsageError('a purpose is needed: why held mail is looked at or decided on is recorded');
}

/** The addresses a decision is about. Throws UsageError for one that is not held, lest a slip of the pen pass for success. */
function chosen(mail: HeldMail, decision: Decision): readonly string[] {
  const held = mail.recipients.map(({ address }) => address);
  if (decision.recipients === undefined) return held;
  const known = new Set(held.map((address) => address.toLowerCase()));
  if (decision.recipients.some((address) => !known.has(address.toLowerCase()))) {
    throw new UsageError(`message ${mail.id} is not held for all of the recipients given`);
  }
  return decision.recipients;
}

/** Makes the quarantine over an open spool. */
export function openQuarantine(spool: Spool): Quarantine {
  const { held } = spool;
  const decide = async (
    id: MessageId,
    decision: Decision,
    act: (addresses: readonly string[], operator: Operator, mail: HeldMail) => Promise<readonly string[]>,
  ): Promise<DecisionResult | null> => {
    checkOperator(decision);
    const mail = await held.find(id);
    if (mail === null) return null;
    const { protectedIdentity } = mail;
    // On record until release of protected identity takes two people.
    const purpose = protectedIdentity ? `${decision.purpose}${PROTECTED_MARK}` : decision.purpose;
    const recipients = await act(chosen(mail, decision), { actor: decision.actor, purpose }, mail);
    // somebody else was quicker
    return recipients.length === 0 ? null : { id, recipients, protectedIdentity };
  };

  return {
    list: async (options = {}) => (await held.list(options)).map(summaryOf),
    show: async (id, operator) => {
      checkOperator(operator);
      const isHeld = await held.find(id);
      const mail = isHeld ?? (await held.findOriginal(id));
      if (mail === null) return null;
      await held.noteAccess('quarantine-show', id, operator);
      return descriptionOf(mail, isHeld === null ? 'original' : 'held');
    },
    originals: async (options = {}) => (await held.originals(options)).map(summaryOf),
    export: async (id, operator) => {
      checkOperator(operator);
      const mail = await held.findOriginal(id);
      if (mail === null) return null;
      const purpose = mail.protectedIdentity ? `${operator.purpose}${PROTECTED_MARK}` : operator.purpose;
      await held.noteAccess('quarantine-export', id, { actor: operator.actor, purpose });
      return await spool.readAll(id);
    },
    release: (id, decision) =>
      decide(id, decision, async (addresses, operator, mail) => {
        const wanted = new Set(addresses.map((address) => address.toLowerCase()));
        const recipients = mail.recipients.filter(({ address }) => wanted.has(address.toLowerCase()));
        const way = { hop: decision.hop ?? 'nextHop', edits: decision.edits(mail, recipients) };
        const notices = await decision.notices(mail, addresses);
        return held.release(id, addresses, { way, operator, notices });
      }),
    delete: (id, decision) =>
      decide(id, decision, async (addresses, operator, mail) => {
        const notices = await decision.notices(mail, addresses);
        return held.discard(id, addresses, { state: 'dropped', operator, notices });
      }),
    expire: async (now, writeNotices) => {
      const ended: HeldMail[] = [];
      const troubles: unknown[] = [];
      for (const mail of await held.list({ expiredAt: now, limit: EXPIRY_LIMIT })) {
        try {
          const notices = await writeNotices(mail);
          const addresses = mail.recipients.map(({ address }) => address);
          const gone = await held.discard(mail.id, addresses, { state: 'expired', operator: RETENTION, notices });
          if (gone.length > 0) ended.push(mail);
        } catch (error) {
          troubles.push(error);
        }
      }
      if (troubles.length > 0)
        throw new AggregateError(troubles, `${troubles.length} held messages could not be ended`);
      return ended;
    },
  };
}
