/**
 * The journal: every change of the spool that a mail's fate hangs on, as entries that are written many at a time in one
 * transaction. What an entry needs is prepared before (sealing, JSON), so that the transaction is short.
 */
import type { MessageId } from '../core/brand.ts';
import type { Clock } from '../core/clock.ts';
import type { Envelope } from '../core/envelope.ts';
import type { ClaimedDelivery, RecipientResult, RuledMail, SpooledBytes } from '../core/journal.ts';
import type { Action, PlannedDelivery, Ruling } from '../core/ruling.ts';
import { groupCommit, type Store, type Tx } from '../store/store.ts';
import { sealContext, type RowSealer } from './rows.ts';
import { sealStream } from './sealing.ts';
import type { SpoolFiles } from './spool-files.ts';
import { deleteMessages, forgetSettled, settleDeliveries, type SettleEntry } from './settling.ts';
import type { SettleNext, SpoolOptions } from './spool-types.ts';
import { plainBytes, WriteSet, type KeptBytes } from './write-set.ts';

interface RuledEntry {
  readonly kind: 'ruled';
  readonly mail: RuledMail;
  /** deliveries that this process carries out at once */
  readonly claimed: ReadonlySet<PlannedDelivery>;
  /** null: nothing of it is kept */
  readonly kept: KeptBytes | null;
  readonly details: Uint8Array;
}
interface ToInspectEntry {
  readonly kind: 'to-inspect';
  readonly envelope: Envelope;
  readonly bytes: SpooledBytes;
  readonly details: Uint8Array;
}
type Entry = RuledEntry | ToInspectEntry | SettleEntry;

/** What is known once a batch is on stable storage. */
interface Committed {
  /** files that nobody needs any more: removed earlier, a rollback would want them back */
  readonly paths: readonly string[];
  readonly claims: readonly ClaimedDelivery[];
}

/**
 * How long the result of an attempt may wait for a mail to be written with. Until then a crash means that the mail is sent
 * again, as it does during the attempt itself.
 */
const SETTLE_PATIENCE_MS = 5;
const NOTHING_CLAIMED: ReadonlySet<PlannedDelivery> = new Set();

/** What the journal works with. */
export interface JournalContext {
  readonly store: Store;
  readonly files: SpoolFiles;
  readonly sealer: RowSealer;
  readonly contentKey: Uint8Array;
  readonly clock: Clock;
  readonly retention: SpoolOptions['retention'];
  /** names this process in claims */
  readonly owner: string;
  /** mails with a to-inspect entry */
  readonly early: Set<MessageId>;
  /** Takes note of claims that were written with their mails. */
  readonly adopt: (claims: readonly ClaimedDelivery[]) => void;
  /** Removes files after their rows are gone; never throws. */
  readonly removeFiles: (paths: readonly string[]) => void;
}

export interface Journal {
  readonly commitRuled: (
    mail: RuledMail,
    claimed?: ReadonlySet<PlannedDelivery>,
  ) => Promise<readonly ClaimedDelivery[]>;
  readonly commitToInspect: (envelope: Envelope, bytes: SpooledBytes) => Promise<void>;
  readonly settle: (claim: ClaimedDelivery, results: readonly RecipientResult[], next: SettleNext) => Promise<void>;
  readonly idle: () => Promise<void>;
}

/** Every recipient must be somewhere: P3. Throws TypeError naming the message, for the pipeline to fail safe. */
function checkNobodyLost({ envelope, plan, rejected }: RuledMail): void {
  if (rejected) return;
  const placed = new Set([...plan.held, ...plan.deliveries.flatMap((d) => d.recipients)].map((r) => r.address));
  for (const ruling of plan.rulings) if (ruling.action === 'block') placed.add(ruling.recipient.address);
  if (envelope.recipients.some(({ address }) => !placed.has(address))) {
    throw new TypeError(`message ${envelope.id}: a recipient is neither delivered, held nor blocked`);
  }
}

/** Makes the journal. */
export function openJournal(context: JournalContext): Journal {
  const commits = groupCommit<Entry, Committed>(
    context.store,
    (tx, entries) => applyEntries(context, tx, entries),
    ({ paths, claims }) => {
      context.removeFiles(paths);
      context.adopt(claims);
    },
  );
  return {
    commitRuled: async (mail, claimed = NOTHING_CLAIMED) => {
      checkNobodyLost(mail);
      const { id } = mail.envelope;
      const kept = await keptBytes(context, mail);
      const { envelope, report, plan } = mail;
      const details = context.sealer.details(id, { envelope, ruled: { report, rulings: plan.rulings } });
      let claims: readonly ClaimedDelivery[];
      try {
        ({ claims } = await commits.submit({ kind: 'ruled', mail, claimed, kept, details }));
      } catch (error) {
        if (kept?.sealed === true) await context.files.remove(context.files.sealedPath(id));
        throw error;
      }
      context.early.delete(id);
      // the plain file is needed no more: nothing is kept, or the sealed one serves hold and deliveries alike
      if (mail.bytes.kind === 'file' && kept?.sealed !== false) context.removeFiles([mail.bytes.path]);
      return claims.filter(({ messageId }) => messageId === id);
    },
    commitToInspect: async (envelope, bytes) => {
      const details = context.sealer.details(envelope.id, { envelope, ruled: null });
      await commits.submit({ kind: 'to-inspect', envelope, bytes, details });
      context.early.add(envelope.id);
    },
    settle: async (claim, results, next) => {
      await commits.submit({ kind: 'settle', claim, results, next }, SETTLE_PATIENCE_MS);
    },
    idle: () => commits.idle(),
  };
}

/** Seals what is held or kept beyond its delivery, before the transaction: a crash in between leaves a file nobody knows. */
async function keptBytes(context: JournalContext, mail: RuledMail): Promise<KeptBytes | null> {
  const { envelope, bytes, plan } = mail;
  const { id } = envelope;
  const seal = plan.held.length > 0 || plan.keepOriginal;
  if (mail.rejected || (plan.deliveries.length === 0 && !seal)) return null;
  if (!seal) return plainBytes(bytes);
  const { size } = bytes;
  if (bytes.kind === 'inline') {
    return { storage: 'inline', sealed: true, size, content: context.sealer.content(id, bytes.bytes) };
  }
  const { files, contentKey } = context;
  await files.write(files.sealedPath(id), sealStream(contentKey, sealContext('content', id), files.read(bytes.path)));
  return { storage: 'file', sealed: true, size, content: null };
}

async function applyEntries(context: JournalContext, tx: Tx, entries: readonly Entry[]): Promise<Committed> {
  const set = new WriteSet(context.sealer, context.clock.now());
  const ruled = entries.filter((entry) => entry.kind === 'ruled');
  await forgetToInspect(
    tx,
    ruled.map(({ mail }) => mail.envelope.id).filter((id) => context.early.has(id)),
  );
  for (const entry of entries) {
    if (entry.kind === 'ruled') addRuled(context, set, entry);
    if (entry.kind !== 'to-inspect') continue;
    set.message(entry.envelope, 'to-inspect', plainBytes(entry.bytes), entry.details, null);
    set.auditToInspect(entry.envelope);
  }
  const settles = entries.filter((entry) => entry.kind === 'settle');
  const touched = await settleDeliveries(context, tx, set, settles);
  // before the inserts, which then use the same pages: each is written once instead of emptied and filled in turn
  const paths = await forgetSettled(tx, context.files, context.clock.now(), touched);
  return { claims: await set.insert(tx), paths };
}

/** The ruling replaces the to-inspect entry; a message that is ruled already stays and makes the insert fail. */
async function forgetToInspect(tx: Tx, ids: readonly string[]): Promise<void> {
  if (ids.length === 0) return;
  const rows = await tx
    .selectFrom('message')
    .select('id')
    .where('id', 'in', ids)
    .where('state', '=', 'to-inspect')
    .execute();
  if (rows.length === 0) return;
  const known = rows.map((row) => row.id);
  await deleteMessages(tx, known);
  // its audit lines had no action yet; the steps recorded under them stay
  await tx.deleteFrom('audit').where('message_id', 'in', known).execute();
}

/** What the deciding rule asked for where `mode: observe` let the mail pass; null when it was done as ruled. */
function observedAction({ action, rule, matches }: Ruling): Action | null {
  if (action !== 'allow') return null;
  const deciding = matches.find((match) => match.rule === rule && match.mode === 'observe');
  return deciding === undefined || deciding.action === 'allow' ? null : deciding.action;
}

function addRuled(context: JournalContext, set: WriteSet, { mail, claimed, kept, details }: RuledEntry): void {
  const { envelope, plan } = mail;
  const { id } = envelope;
  const now = context.clock.now();
  if (kept !== null) {
    set.message(envelope, 'ruled', kept, details, plan.keepOriginal ? now + context.retention.originalsMs : null);
    for (const planned of plan.deliveries) {
      set.delivery(envelope, kept.size, planned, claimed.has(planned) ? context.owner : null);
    }
    for (const recipient of plan.held) set.held(id, recipient, now + context.retention.holdMs);
  }
  for (const notice of plan.notices) set.notice(notice, id);
  set.auditRuled(mail);
  for (const ruling of plan.rulings) {
    const code = observedAction(ruling);
    if (code !== null) set.step({ id, address: ruling.recipient.address, state: 'observed', code });
  }
  for (const { hop, recipients } of mail.rejected ? [] : plan.deliveries) {
    for (const { address } of recipients) set.step({ id, address, state: 'queued', hop });
  }
  for (const { address } of mail.rejected ? [] : plan.held) set.step({ id, address, state: 'held' });
  const placed = new Set([...plan.held, ...plan.deliveries.flatMap((d) => d.recipients)].map((r) => r.address));
  for (const { address } of envelope.recipients) {
    if (mail.rejected || !placed.has(address)) set.step({ id, address, state: 'rejected' });
  }
}
