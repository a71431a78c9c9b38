/** Start-up recovery, the end of retention times, figures for metrics. */
import { sql } from 'kysely';
import { messageId, type MessageId } from '../core/brand.ts';
import type { Log } from '../core/log.ts';
import type { Store } from '../store/store.ts';
import type { Claims } from './claims.ts';
import type { ShelfContext } from './queue.ts';
import { expirePasswordMemory } from './password-memory.ts';
import { forgetSettled } from './settling.ts';
import type { Expired, Recovery, SpoolStats } from './spool-types.ts';

/** Rows per transaction, so that expiry never keeps mail waiting. */
const EXPIRY_SLICE = 500;

/** To be called by the one gateway before it takes mail: nobody else may be writing files then. */
export async function recover(context: ShelfContext & { readonly log: Log }, claims: Claims): Promise<Recovery> {
  const { store, files, log } = context;
  const releasedClaims = await claims.releaseOthers();
  const rows = await store.read((db) =>
    db.selectFrom('message').select(['id', 'sealed']).where('storage', '=', 'file').execute(),
  );
  const expected = new Map(
    rows.map((row) => {
      const id = messageId(row.id);
      return [row.sealed === 1 ? files.sealedPath(id) : files.plainPath(id), id];
    }),
  );
  let removedFiles = 0;
  for (const { path } of await files.list()) {
    // Either the message was never acknowledged, or this is the other form (plain, sealed) of one that is there.
    if (expected.delete(path)) continue;
    await files.remove(path);
    removedFiles++;
  }
  const missing: readonly MessageId[] = [...expected.values()];
  for (const id of missing) log.error({ id }, 'spool file of an accepted message is missing: restore it from a backup');
  if (removedFiles + releasedClaims > 0) log.info({ removedFiles, releasedClaims }, 'spool recovered');
  return { removedFiles, missing, releasedClaims };
}

async function expireOriginals(context: ShelfContext, now: number): Promise<number> {
  const { store, files } = context;
  let removed = 0;
  for (;;) {
    const { seen, paths } = await store.write(async (tx) => {
      const rows = await tx
        .selectFrom('message')
        .select('id')
        .where('original_until', '<=', now)
        .limit(EXPIRY_SLICE)
        .execute();
      const ids = rows.map((row) => row.id);
      if (ids.length === 0) return { seen: 0, paths: [] };
      const gone = await forgetSettled(tx, files, now, new Set(ids.map(messageId)));
      // what still waits for a delivery goes with it, like any other mail
      await tx.updateTable('message').set({ original_until: null }).where('id', 'in', ids).execute();
      return { seen: ids.length, paths: gone };
    });
    context.removeFiles(paths);
    removed += seen;
    if (seen < EXPIRY_SLICE) return removed;
  }
}

async function expireAudit(store: Store, before: number): Promise<number> {
  let removed = 0;
  for (;;) {
    const seen = await store.write(async (tx) => {
      const rows = await tx
        .selectFrom('audit')
        .select(['id', 'message_id'])
        .where('received_at', '<', before)
        .limit(EXPIRY_SLICE)
        .execute();
      if (rows.length === 0) return 0;
      const ids = rows.map((row) => row.id);
      const messages = [...new Set(rows.map((row) => row.message_id))];
      await tx.deleteFrom('audit').where('id', 'in', ids).execute();
      await tx.deleteFrom('audit_event').where('message_id', 'in', messages).execute();
      return rows.length;
    });
    removed += seen;
    if (seen < EXPIRY_SLICE) break;
  }
  const looks = await store.write((tx) => tx.deleteFrom('access').where('at', '<', before).executeTakeFirst());
  return removed + Number(looks.numDeletedRows);
}

/** Ends retention times and makes the deletions physical. @param now epoch ms */
export async function expire(context: ShelfContext, auditMs: number, now: number): Promise<Expired> {
  const originals = await expireOriginals(context, now);
  const audit = await expireAudit(context.store, now - auditMs);
  await expirePasswordMemory(context.store, now);
  await context.store.scrub();
  return { originals, audit };
}

/** Figures for metrics, a few index reads. */
export async function stats({ store, clock }: ShelfContext): Promise<SpoolStats> {
  const age = (since: number | null): number => (since === null ? 0 : Math.max(0, clock.now() - since));
  return await store.read(async (db) => {
    const hops = await db
      .selectFrom('delivery')
      .select((q) => [
        'hop',
        q.fn.sum<number>('recipient_count').as('recipients'),
        q.fn.countAll<number>().as('deliveries'),
        q.fn.min('received_at').as('oldest'),
      ])
      .groupBy('hop')
      .orderBy('hop')
      .execute();
    const inspect = await db
      .selectFrom('message')
      .select((q) => q.fn.countAll<number>().as('count'))
      .where('state', '=', sql.lit('to-inspect'))
      .executeTakeFirstOrThrow();
    const held = await db
      .selectFrom('held')
      .select((q) => [q.fn.countAll<number>().as('count'), q.fn.min<number | null>('held_at').as('oldest')])
      .executeTakeFirstOrThrow();
    return {
      queue: hops.map(({ hop, recipients, deliveries, oldest }) => ({
        hop,
        recipients: recipients,
        deliveries: deliveries,
        oldestAgeMs: age(oldest),
      })),
      toInspect: inspect.count,
      held: held.count,
      heldOldestAgeMs: age(held.oldest),
    };
  });
}
