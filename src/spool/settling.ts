/** What a delivery attempt leaves behind, and when a message is over. */
import { sql } from 'kysely';
import { messageId, type MessageId } from '../core/brand.ts';
import type { Recipient } from '../core/envelope.ts';
import type { ClaimedDelivery, RecipientResult } from '../core/journal.ts';
import type { Clock } from '../core/clock.ts';
import { runCompiled, type Db, type Tx } from '../store/store.ts';
import { PER_STATEMENT, readRecipients, slices } from './rows.ts';
import type { SpoolFiles } from './spool-files.ts';
import type { SettleNext } from './spool-types.ts';
import type { WriteSet } from './write-set.ts';

/** A deferred recipient without a time for the next attempt is a caller's mistake; the copy must wait, not vanish. */
const FALLBACK_DELAY_MS = 60_000;
/** Ids per `in (…)`. */
const IDS_PER_QUERY = 500;

/** The results of one attempt. */
export interface SettleEntry {
  readonly kind: 'settle';
  readonly claim: ClaimedDelivery;
  readonly results: readonly RecipientResult[];
  readonly next: SettleNext;
}

/** Reply code and enhanced code of a reply, nothing of its text: hops like to quote addresses. */
export function replyCodes(reply: string): string {
  const [, code = '', enhanced = ''] = /^([245]\d\d)(?:[ -]([245]\.\d{1,3}\.\d{1,3})(?!\S))?/.exec(reply) ?? [];
  return enhanced === '' ? code : `${code} ${enhanced}`;
}

interface DeliveryRow {
  readonly id: number;
  readonly message_id: string;
  readonly recipients: string;
  readonly claimed_by: string | null;
}

/** Rows of these deliveries, by id; one that an operator dropped meanwhile is missing. */
async function rowsOf(tx: Tx, ids: readonly number[]): Promise<Map<number, DeliveryRow>> {
  const found = new Map<number, DeliveryRow>();
  for (const part of slices(ids, IDS_PER_QUERY)) {
    const rows = await tx
      .selectFrom('delivery')
      .select(['id', 'message_id', 'recipients', 'claimed_by'])
      .where('id', 'in', part)
      .execute();
    for (const row of rows) found.set(row.id, row);
  }
  return found;
}

/**
 * Takes delivered and failed recipients off their deliveries and lets the deferred ones wait.
 * Works on the rows as they are now rather than on the claims: a claim may have lapsed and a copy may have been dropped.
 * @returns messages that may be over
 */
export async function settleDeliveries(
  context: { readonly owner: string; readonly clock: Clock },
  tx: Tx,
  set: WriteSet,
  entries: readonly SettleEntry[],
): Promise<ReadonlySet<MessageId>> {
  const touched = new Set<MessageId>();
  if (entries.length === 0) return touched;
  const whole = entries.filter(isWhole);
  // a row names no recipient that its claim does not name: nothing need be looked up
  const over = whole.map(({ claim }) => claim.id);
  for (const { claim } of whole) touched.add(claim.messageId);
  const parts = entries.filter((entry) => !isWhole(entry));
  const rows = await rowsOf(
    tx,
    parts.map(({ claim }) => claim.id),
  );
  for (const entry of entries) recordSteps(set, entry);
  for (const entry of parts) {
    const row = rows.get(entry.claim.id);
    if (row === undefined) continue;
    const settled = new Set(entry.results.filter((r) => r.state !== 'deferred').map((r) => r.address));
    const left = readRecipients(row.recipients).filter(({ address }) => !settled.has(address));
    if (left.length === 0) {
      over.push(entry.claim.id);
      touched.add(entry.claim.messageId);
    } else {
      await keepWaiting(context, tx, entry, left, row.claimed_by === context.owner);
    }
  }
  await deleteByKey(tx, ['delivery', 'id'], over);
  return touched;
}

/** Every recipient of the claim has an end. */
function isWhole({ claim, results }: SettleEntry): boolean {
  const settled = new Set(results.filter(({ state }) => state !== 'deferred').map(({ address }) => address));
  return claim.recipients.every(({ address }) => settled.has(address));
}

function recordSteps(set: WriteSet, { claim, results, next }: SettleEntry): void {
  for (const { address, state, reply, outcome } of results) {
    const codes = replyCodes(reply);
    // Without an answer the outcome is all there is to say why it still waits.
    const code = codes === '' && state !== 'delivered' ? outcome : codes;
    set.step({ id: claim.messageId, address, state, hop: claim.hop, code });
  }
  for (const notice of next.notices) set.notice(notice, claim.messageId);
}

async function keepWaiting(
  { clock }: { readonly clock: Clock },
  tx: Tx,
  { claim, results, next }: SettleEntry,
  left: readonly Recipient[],
  stillOurs: boolean,
): Promise<void> {
  const deferred = results.find((result) => result.state === 'deferred');
  const update = tx
    .updateTable('delivery')
    .set({ recipients: JSON.stringify(left), recipient_count: left.length })
    .where('id', '=', claim.id);
  // Another process has the lapsed claim: it goes on with what it read, and its own settlement follows.
  const waiting = stillOurs
    ? update.set({
        claimed_by: null,
        due_at: next.nextAttemptAt ?? clock.now() + FALLBACK_DELAY_MS,
        attempts: claim.attempts + 1,
        last_outcome: deferred?.outcome ?? 'unexpected',
      })
    : update;
  await waiting.execute();
}

/** Deletes what is named by these keys. */
async function deleteByKey(
  tx: Tx,
  [table, column]:
    readonly ['delivery' | 'message', 'id'] | readonly ['message_bytes' | 'message_details', 'message_id'],
  keys: readonly (string | number)[],
): Promise<void> {
  for (const part of slices(keys, PER_STATEMENT)) {
    await runCompiled(
      tx,
      `delete ${table} ${part.length}`,
      (db) => db.deleteFrom(table).where(column, 'in', part),
      part,
    );
  }
}

/** Removes messages with bytes and details. */
export async function deleteMessages(tx: Tx, ids: readonly string[]): Promise<void> {
  await deleteByKey(tx, ['message', 'id'], ids);
  await deleteBelongings(tx, ids);
}

async function deleteBelongings(tx: Tx, ids: readonly string[]): Promise<void> {
  await deleteByKey(tx, ['message_bytes', 'message_id'], ids);
  await deleteByKey(tx, ['message_details', 'message_id'], ids);
}

/** The rows of messages that nobody waits for any more. */
const settledOnes = (db: Db, ids: readonly string[], now: number) =>
  db
    .deleteFrom('message')
    .where('id', 'in', ids)
    .where('state', '=', sql.lit('ruled'))
    .where((is) => is.or([is('original_until', 'is', null), is('original_until', '<=', now)]))
    .where((is) =>
      is.not(
        is.exists(is.selectFrom('delivery').select('delivery.id').whereRef('delivery.message_id', '=', 'message.id')),
      ),
    )
    .where((is) =>
      is.not(is.exists(is.selectFrom('held').select('held.id').whereRef('held.message_id', '=', 'message.id'))),
    )
    .returning(['id', 'storage', 'sealed']);

/**
 * Forgets those of the given messages that nobody waits for any more: no delivery, no held copy, no original to keep.
 * @returns paths of their files, to be removed after the commit
 */
export async function forgetSettled(
  tx: Tx,
  files: SpoolFiles,
  now: number,
  ids: ReadonlySet<MessageId>,
): Promise<readonly string[]> {
  const paths: string[] = [];
  for (const part of slices([...ids], PER_STATEMENT)) {
    const build = (db: Db) => settledOnes(db, part, now);
    const gone = await runCompiled(tx, `forget ${part.length}`, build, [...part, now]);
    await deleteBelongings(
      tx,
      gone.map((row) => row.id),
    );
    for (const row of gone.filter(({ storage }) => storage === 'file')) {
      const id = messageId(row.id);
      paths.push(row.sealed === 1 ? files.sealedPath(id) : files.plainPath(id));
    }
  }
  return paths;
}
