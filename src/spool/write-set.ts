/** Rows gathered from many mails and inserted together: the statements of a group commit do not grow with its mails. */
import type { Compilable, Insertable } from 'kysely';
import type { MessageId } from '../core/brand.ts';
import type { Envelope, Recipient } from '../core/envelope.ts';
import type { ClaimedDelivery, RuledMail, SpooledBytes } from '../core/journal.ts';
import { OUTCOMES, type OutcomeKey } from '../core/outcomes.ts';
import type { OutgoingNotice, PlannedDelivery, Ruling } from '../core/ruling.ts';
import { insertRows, runCompiled, type Db, type Tables, type Tx } from '../store/store.ts';
import { LEASE_MS, optionsOf, PER_STATEMENT, slices, type RowSealer } from './rows.ts';
import type { AuditState, Operator } from './spool-types.ts';

/** Row lists by table. */
type Rows = { readonly [Table in Exclude<keyof Tables, 'fact' | 'sent_secret'>]: Insertable<Tables[Table]>[] };

/** How the bytes of a message will be kept. */
export interface KeptBytes {
  readonly storage: 'inline' | 'file';
  readonly sealed: boolean;
  readonly size: number;
  /** for storage 'inline' */
  readonly content: Uint8Array | null;
}

/** One step of one recipient's copy, before the time is known. */
export interface Step {
  readonly id: MessageId;
  /** null: none was named */
  readonly address: string | null;
  readonly state: AuditState;
  readonly hop?: string;
  readonly code?: string;
}

/** One recipient's line of the audit trail. */
interface AuditLine {
  readonly id: MessageId;
  readonly about: MessageId | null;
  readonly listener: string;
  readonly sender: string | null;
  /** null: none was named */
  readonly recipient: string | null;
  readonly action: string;
  readonly rule: string;
  readonly detectors: readonly string[];
  readonly categories: readonly string[];
}

/** What a ruling rests on, as ids without values: what its rules matched, else what stood out in the message. */
function evidence(mail: RuledMail, ruling: Ruling): Pick<AuditLine, 'detectors' | 'categories'> {
  const matched = new Set(ruling.matches.flatMap((match) => match.findings));
  const unread = new Set(ruling.matches.flatMap((match) => match.uninspected));
  const findings = mail.report.findings.filter((f, i) => (matched.size > 0 ? matched.has(i) : f.confidence !== 'low'));
  const uninspected = mail.report.uninspected.filter((_, i) => unread.has(i));
  const detectors = [...findings.map((f) => f.detector), ...uninspected.map((u) => `uninspected:${u.reason}`)];
  return {
    detectors: [...new Set(detectors)].sort(),
    categories: [...new Set(findings.map((f) => f.category))].sort(),
  };
}

/** The delivery as its claimant sees it, but for its number. */
const claimOf = (envelope: Envelope, size: number, planned: PlannedDelivery): Omit<ClaimedDelivery, 'id'> => ({
  messageId: envelope.id,
  ...planned,
  size,
  ...optionsOf(envelope),
  attempts: 0,
  receivedAt: envelope.receivedAt,
  notice: false,
});

const is8bit = (bytes: Uint8Array): boolean => bytes.some((byte) => byte >= 0x80);

/** Rows to be written by one transaction. `now` is its time, epoch ms. */
export class WriteSet {
  readonly #sealer: RowSealer;
  readonly #now: number;
  readonly #rows: Rows = {
    message: [],
    message_bytes: [],
    message_details: [],
    delivery: [],
    held: [],
    audit: [],
    audit_event: [],
    access: [],
  };

  /** deliveries whose number must be known afterwards */
  readonly #claimed: { readonly row: Insertable<Tables['delivery']>; readonly claim: Omit<ClaimedDelivery, 'id'> }[] =
    [];

  constructor(sealer: RowSealer, now: number) {
    this.#sealer = sealer;
    this.#now = now;
  }

  message(
    envelope: Envelope,
    state: 'to-inspect' | 'ruled',
    bytes: KeptBytes,
    sealedDetails: Uint8Array,
    originalUntil: number | null,
  ): void {
    this.#rows.message.push({
      id: envelope.id,
      kind: 'mail',
      state,
      received_at: Date.parse(envelope.receivedAt),
      size: bytes.size,
      storage: bytes.storage,
      sealed: bytes.sealed ? 1 : 0,
      original_until: originalUntil,
    });
    if (bytes.content !== null) this.#rows.message_bytes.push({ message_id: envelope.id, content: bytes.content });
    this.#rows.message_details.push({ message_id: envelope.id, content: sealedDetails });
  }

  /** @param claimedBy process that carries it out at once; null: it waits in the queue */
  delivery(envelope: Envelope, size: number, planned: PlannedDelivery, claimedBy: string | null): void {
    const row: Insertable<Tables['delivery']> = {
      message_id: envelope.id,
      hop: planned.hop,
      sender: planned.sender,
      recipients: JSON.stringify(planned.recipients),
      recipient_count: planned.recipients.length,
      edits: JSON.stringify(planned.edits),
      options: JSON.stringify(optionsOf(envelope)),
      size,
      received_at: Date.parse(envelope.receivedAt),
      notice: 0,
      attempts: 0,
      due_at: claimedBy === null ? this.#now : this.#now + LEASE_MS,
      claimed_by: claimedBy,
      last_outcome: '',
    };
    if (claimedBy === null) this.#rows.delivery.push(row);
    else this.#claimed.push({ row, claim: claimOf(envelope, size, planned) });
  }

  held(id: MessageId, recipient: Recipient, expiresAt: number): void {
    this.#rows.held.push({
      message_id: id,
      recipient: this.#sealer.recipient(id, recipient),
      held_at: this.#now,
      expires_at: expiresAt,
    });
  }

  /** A message of our own: null sender, next to nothing in the details, never held. */
  notice(notice: OutgoingNotice, about: MessageId): void {
    const { id, to, content } = notice;
    this.#rows.message.push({
      id,
      kind: 'notice',
      state: 'ruled',
      received_at: this.#now,
      size: content.length,
      storage: 'inline',
      sealed: 0,
      original_until: null,
    });
    this.#rows.message_bytes.push({ message_id: id, content });
    this.#rows.delivery.push({
      message_id: id,
      hop: 'noticeHop',
      sender: null,
      recipients: JSON.stringify([{ address: to }]),
      recipient_count: 1,
      edits: '[]',
      options: JSON.stringify({
        body: is8bit(content) ? '8BITMIME' : '7BIT',
        smtputf8: /[^\0-\x7f]/.test(to),
        requireTls: false,
        dsn: {},
      }),
      size: content.length,
      received_at: this.#now,
      notice: 1,
      attempts: 0,
      due_at: this.#now,
      claimed_by: null,
      last_outcome: '',
    });
    const line = { id, about, listener: '', sender: null, recipient: to, action: 'notice', rule: '' };
    this.#audit({ ...line, detectors: [], categories: [] }, this.#now);
    this.step({ id, address: to, state: 'queued', hop: 'noticeHop' });
  }

  #audit(line: AuditLine, receivedAt: number): void {
    this.#rows.audit.push({
      message_id: line.id,
      about: line.about,
      received_at: receivedAt,
      listener: line.listener,
      sender_hash: this.#sealer.hash(line.sender),
      recipient_hash: this.#sealer.hash(line.recipient),
      action: line.action,
      rule: line.rule,
      detectors: JSON.stringify(line.detectors),
      categories: JSON.stringify(line.categories),
    });
  }

  /** Lines of a mail that has no ruling yet. */
  auditToInspect(envelope: Envelope): void {
    for (const { address } of envelope.recipients) {
      const { id, listener, sender } = envelope;
      const line = { id, about: null, listener, sender, recipient: address, action: '', rule: '' };
      this.#audit({ ...line, detectors: [], categories: [] }, Date.parse(envelope.receivedAt));
      this.step({ id, address, state: 'to-inspect' });
    }
  }

  /** Lines of a message that was refused before it was ruled on; one without a recipient where none was named yet. */
  refusal(envelope: Envelope, outcome: OutcomeKey): void {
    const { id, listener, sender, recipients, receivedAt } = envelope;
    const { code, enhanced } = OUTCOMES[outcome];
    const addresses: readonly (string | null)[] = recipients.length > 0 ? recipients.map((one) => one.address) : [null];
    for (const recipient of addresses) {
      const line = { id, about: null, listener, sender, recipient, action: 'refused', rule: outcome };
      this.#audit({ ...line, detectors: [], categories: [] }, Date.parse(receivedAt));
      this.step({ id, address: recipient, state: 'rejected', code: `${code} ${enhanced}` });
    }
  }

  auditRuled(mail: RuledMail): void {
    const { id, listener, sender } = mail.envelope;
    for (const ruling of mail.plan.rulings) {
      const { recipient, action, rule } = ruling;
      const line = { id, about: null, listener, sender, recipient: recipient.address, action, rule };
      this.#audit({ ...line, ...evidence(mail, ruling) }, Date.parse(mail.envelope.receivedAt));
    }
  }

  step(step: Step): void {
    this.#rows.audit_event.push({
      message_id: step.id,
      recipient_hash: this.#sealer.hash(step.address),
      at: this.#now,
      state: step.state,
      hop: step.hop ?? '',
      code: step.code ?? '',
    });
  }

  access(deed: string, subject: string, operator: Operator): void {
    this.#rows.access.push({ at: this.#now, actor: operator.actor, purpose: operator.purpose, deed, subject });
  }

  /** Inserts everything. @returns the deliveries that are claimed already */
  async insert(tx: Tx): Promise<readonly ClaimedDelivery[]> {
    const rows = this.#rows;
    await inSlices(tx, 'message', rows.message);
    await inSlices(tx, 'message_bytes', rows.message_bytes);
    await inSlices(tx, 'message_details', rows.message_details);
    await inSlices(tx, 'delivery', rows.delivery);
    await inSlices(tx, 'held', rows.held);
    await inSlices(tx, 'audit', rows.audit);
    await inSlices(tx, 'audit_event', rows.audit_event);
    await inSlices(tx, 'access', rows.access);
    const claims: ClaimedDelivery[] = [];
    for (const { row, claim } of this.#claimed) {
      const returning = (db: Db): Compilable<{ id: number }> => db.insertInto('delivery').values(row).returning('id');
      const [inserted] = await runCompiled(tx, 'insert delivery, returning', returning, Object.values(row));
      if (inserted === undefined) throw new TypeError('an inserted delivery has no number');
      claims.push({ id: inserted.id, ...claim });
    }
    return claims;
  }
}

async function inSlices<T extends keyof Tables>(tx: Tx, table: T, rows: readonly Insertable<Tables[T]>[]) {
  for (const part of slices(rows, PER_STATEMENT)) await insertRows(tx, table, part);
}

/** Bytes as they are when nothing needs sealing. */
export const plainBytes = (bytes: SpooledBytes): KeptBytes => ({
  storage: bytes.kind,
  sealed: false,
  size: bytes.size,
  content: bytes.kind === 'inline' ? bytes.bytes : null,
});
