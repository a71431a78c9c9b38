/** The queue as operators see it. */
import { sql, type Selectable } from 'kysely';
import { messageId, type MessageId } from '../core/brand.ts';
import type { Clock } from '../core/clock.ts';
import type { Db, DeliveryTable, Store } from '../store/store.ts';
import { isoTime, readRecipients, type RowSealer } from './rows.ts';
import { forgetSettled } from './settling.ts';
import type { SpoolFiles } from './spool-files.ts';
import type { QueueDetails, QueueEntry, Spool } from './spool-types.ts';
import { historyOf } from './trail.ts';
import { WriteSet } from './write-set.ts';

const DEFAULT_LIMIT = 1000;

/** What the operators' side of the spool works with. */
export interface ShelfContext {
  readonly store: Store;
  readonly files: SpoolFiles;
  readonly sealer: RowSealer;
  readonly clock: Clock;
  readonly removeFiles: (paths: readonly string[]) => void;
}

function queueEntry(row: Selectable<DeliveryTable>, now: number): QueueEntry {
  // a claim whose lease is over is nobody's any more
  const active = row.claimed_by !== null && row.due_at > now;
  return {
    messageId: messageId(row.message_id),
    deliveryId: row.id,
    state: active ? 'active' : 'waiting',
    hop: row.hop,
    sender: row.sender,
    recipients: readRecipients(row.recipients).map(({ address }) => address),
    size: row.size,
    receivedAt: isoTime(row.received_at),
    attempts: row.attempts,
    nextAttemptAt: active ? null : isoTime(row.due_at),
    lastOutcome: row.last_outcome,
    notice: row.notice === 1,
  };
}

/** Messages accepted before their inspection, of one id or all. */
async function toInspect(db: Db, sealer: RowSealer, limit: number, only?: MessageId): Promise<readonly QueueEntry[]> {
  const query = db
    .selectFrom('message')
    .innerJoin('message_details', 'message_details.message_id', 'message.id')
    .select(['message.id', 'message.size', 'message_details.content'])
    .where('message.state', '=', sql.lit('to-inspect'))
    .orderBy('message.id')
    .limit(limit);
  const rows = await (only === undefined ? query : query.where('message.id', '=', only)).execute();
  return rows.map((row): QueueEntry => {
    const id = messageId(row.id);
    const { envelope } = sealer.readDetails(id, row.content);
    return {
      messageId: id,
      deliveryId: null,
      state: 'to-inspect',
      hop: null,
      sender: envelope.sender,
      recipients: envelope.recipients.map(({ address }) => address),
      size: row.size,
      receivedAt: envelope.receivedAt,
      attempts: 0,
      nextAttemptAt: null,
      lastOutcome: '',
      notice: false,
    };
  });
}

/** Everything about one message; null when it is not queued, held or kept. */
async function show({ store, sealer, clock }: ShelfContext, id: MessageId): Promise<QueueDetails | null> {
  return await store.read(async (db) => {
    const message = await db.selectFrom('message').select('id').where('id', '=', id).executeTakeFirst();
    if (message === undefined) return null;
    const rows = await db.selectFrom('delivery').selectAll().where('message_id', '=', id).orderBy('id').execute();
    const held = await db.selectFrom('held').select('id').where('message_id', '=', id).execute();
    const sealed = await db
      .selectFrom('message_details')
      .select('content')
      .where('message_id', '=', id)
      .executeTakeFirst();
    const ruled = sealed === undefined ? null : sealer.readDetails(id, sealed.content).ruled;
    return {
      messageId: id,
      deliveries: [...(await toInspect(db, sealer, 1, id)), ...rows.map((row) => queueEntry(row, clock.now()))],
      heldRecipients: held.length,
      rulings: (ruled?.rulings ?? []).map(({ recipient, action, rule, channel }) => ({
        recipient: recipient.address,
        action,
        rule,
        ...(channel === undefined ? {} : { channel }),
      })),
      history: await historyOf(db, id),
    };
  });
}

/** Backs `queue list|show|retry|drop`. */
export function openQueue(context: ShelfContext): Spool['queue'] {
  const { store, sealer, clock, files } = context;
  return {
    list: async ({ hop, limit = DEFAULT_LIMIT } = {}) =>
      await store.read(async (db) => {
        const query = db.selectFrom('delivery').selectAll().orderBy('received_at').orderBy('id').limit(limit);
        const rows = await (hop === undefined ? query : query.where('hop', '=', hop)).execute();
        const waiting = hop === undefined ? await toInspect(db, sealer, limit) : [];
        return [...waiting, ...rows.map((row) => queueEntry(row, clock.now()))].slice(0, limit);
      }),
    show: (id) => show(context, id),
    retry: async (id, operator) =>
      await store.write(async (tx) => {
        const now = clock.now();
        const update = tx
          .updateTable('delivery')
          .set({ due_at: now, claimed_by: null })
          // not what is being tried at this moment: a second attempt beside the first would deliver twice
          .where((is) => is.or([is('claimed_by', 'is', null), is('due_at', '<=', now)]));
        const result = await (id === 'all' ? update : update.where('message_id', '=', id)).executeTakeFirst();
        const set = new WriteSet(sealer, now);
        set.access('queue-retry', id, operator);
        await set.insert(tx);
        return Number(result.numUpdatedRows);
      }),
    drop: async (id, operator) => {
      const { paths, dropped } = await store.write(async (tx) => {
        const rows = await tx.selectFrom('delivery').selectAll().where('message_id', '=', id).execute();
        const set = new WriteSet(sealer, clock.now());
        const copies = rows.flatMap(({ hop, recipients }) =>
          readRecipients(recipients).map(({ address }) => ({ hop, address })),
        );
        for (const { hop, address } of copies) set.step({ id, address, state: 'dropped', hop });
        set.access('queue-drop', id, operator);
        await tx.deleteFrom('delivery').where('message_id', '=', id).execute();
        await set.insert(tx);
        return { paths: await forgetSettled(tx, files, clock.now(), new Set([id])), dropped: copies.length };
      });
      context.removeFiles(paths);
      return dropped;
    },
  };
}
