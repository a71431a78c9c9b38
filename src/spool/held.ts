/** Held copies: what `quarantine` stands on. */
import { messageId, type MessageId } from '../core/brand.ts';
import type { Recipient } from '../core/envelope.ts';
import { GatewayError } from '../core/outcomes.ts';
import type { Log } from '../core/log.ts';
import type { Db, Tx } from '../store/store.ts';
import type { ShelfContext } from './queue.ts';
import { forgetSettled } from './settling.ts';
import type { HeldMail, HeldStore } from './spool-types.ts';
import type { Trail } from './trail.ts';
import { WriteSet } from './write-set.ts';

const DEFAULT_LIMIT = 1000;

interface HeldCopy {
  readonly rowId: number;
  readonly recipient: Recipient;
  readonly heldAt: number;
  readonly expiresAt: number;
}

type Context = ShelfContext & { readonly log: Log };

async function copiesOf({ sealer }: Context, db: Db | Tx, id: MessageId): Promise<readonly HeldCopy[]> {
  const rows = await db.selectFrom('held').selectAll().where('message_id', '=', id).orderBy('id').execute();
  return rows.map((row) => ({
    rowId: row.id,
    recipient: sealer.readRecipient(id, row.recipient),
    heldAt: row.held_at,
    expiresAt: row.expires_at,
  }));
}

async function rowOf(db: Db, id: MessageId) {
  return await db
    .selectFrom('message')
    .innerJoin('message_details', 'message_details.message_id', 'message.id')
    .select(['message.size', 'message.original_until', 'message_details.content'])
    .where('message.id', '=', id)
    .executeTakeFirst();
}

/** What is common to a held mail and a kept original. */
function mailOf(context: Context, id: MessageId, row: Awaited<ReturnType<typeof rowOf>>) {
  const stored = row === undefined ? null : context.sealer.readDetails(id, row.content);
  if (row === undefined || stored === null || stored.ruled === null) {
    throw new GatewayError('cannot-store', `held message ${id} has lost its details`);
  }
  const { envelope, ruled } = stored;
  const protectedIdentity = ruled.report.findings.some(({ category }) => category === 'protected-identity');
  return { id, details: { envelope, ...ruled }, size: row.size, protectedIdentity };
}

async function find(context: Context, db: Db, id: MessageId): Promise<HeldMail | null> {
  const copies = await copiesOf(context, db, id);
  if (copies.length === 0) return null;
  return {
    ...mailOf(context, id, await rowOf(db, id)),
    recipients: copies.map(({ recipient }) => recipient),
    heldAt: Math.min(...copies.map(({ heldAt }) => heldAt)),
    expiresAt: Math.min(...copies.map(({ expiresAt }) => expiresAt)),
  };
}

/** The whole mail of which parts were cut, or that a rule has kept; every recipient is named. */
async function findOriginal(context: Context, db: Db, id: MessageId): Promise<HeldMail | null> {
  const row = await rowOf(db, id);
  if (row === undefined || row.original_until === null) return null;
  const mail = mailOf(context, id, row);
  const { recipients, receivedAt } = mail.details.envelope;
  return { ...mail, recipients, heldAt: Date.parse(receivedAt), expiresAt: row.original_until };
}

/**
 * Takes held copies of these addresses (any case) out.
 * @returns their recipients; none, and nothing is taken, when one of them is no longer held: the notices name all
 */
async function take(
  context: Context,
  tx: Tx,
  id: MessageId,
  addresses: readonly string[],
): Promise<readonly Recipient[]> {
  const wanted = new Set(addresses.map((address) => address.toLowerCase()));
  const copies = (await copiesOf(context, tx, id)).filter(({ recipient }) =>
    wanted.has(recipient.address.toLowerCase()),
  );
  const found = new Set(copies.map(({ recipient }) => recipient.address.toLowerCase()));
  if (found.size < wanted.size) return [];
  const rowIds = copies.map(({ rowId }) => rowId);
  await tx.deleteFrom('held').where('id', 'in', rowIds).execute();
  return copies.map(({ recipient }) => recipient);
}

const addressesOf = (recipients: readonly Recipient[]): readonly string[] => recipients.map(({ address }) => address);

export function openHeld(context: Context, trail: Trail): HeldStore {
  const { store, sealer, clock, files, log } = context;
  /** One damaged record must not hide all others. */
  const readable = async (
    ids: readonly string[],
    read: (id: MessageId) => Promise<HeldMail | null>,
  ): Promise<readonly HeldMail[]> => {
    const mails: HeldMail[] = [];
    for (const id of ids) {
      try {
        const mail = await read(messageId(id));
        if (mail !== null) mails.push(mail);
      } catch (error) {
        if (!(error instanceof GatewayError)) throw error;
        log.error({ id, outcome: error.outcome }, 'held message cannot be read');
      }
    }
    return mails;
  };
  return {
    list: async ({ expiredAt, limit = DEFAULT_LIMIT } = {}) =>
      await store.read(async (db) => {
        let query = db.selectFrom('held').select('message_id').groupBy('message_id');
        if (expiredAt !== undefined) query = query.where('expires_at', '<=', expiredAt);
        const rows = await query.orderBy('message_id').limit(limit).execute();
        return await readable(
          rows.map((row) => row.message_id),
          (id) => find(context, db, id),
        );
      }),
    originals: async ({ limit = DEFAULT_LIMIT } = {}) =>
      await store.read(async (db) => {
        const query = db.selectFrom('message').select('id').where('original_until', 'is not', null);
        const rows = await query.orderBy('id').limit(limit).execute();
        return await readable(
          rows.map((row) => row.id),
          (id) => findOriginal(context, db, id),
        );
      }),
    findOriginal: (id) => store.read((db) => findOriginal(context, db, id)),
    find: (id) => store.read((db) => find(context, db, id)),
    release: async (id, addresses, { way: { hop, edits }, operator, notices }) =>
      await store.write(async (tx) => {
        const mail = await find(context, tx, id);
        const released = mail === null ? [] : await take(context, tx, id, addresses);
        if (mail === null || released.length === 0) return [];
        const set = new WriteSet(sealer, clock.now());
        const { envelope } = mail.details;
        const planned = { hop, recipients: released, sender: envelope.sender, edits };
        set.delivery(envelope, mail.size, planned, null);
        for (const { address } of released) set.step({ id, address, state: 'released', hop });
        for (const notice of notices) set.notice(notice, id);
        set.access('quarantine-release', id, operator);
        await set.insert(tx);
        return addressesOf(released);
      }),
    discard: async (id, addresses, { state, operator, notices }) => {
      const { paths, gone } = await store.write(async (tx) => {
        const recipients = await take(context, tx, id, addresses);
        if (recipients.length === 0) return { paths: [], gone: [] };
        const set = new WriteSet(sealer, clock.now());
        for (const { address } of recipients) set.step({ id, address, state });
        for (const notice of notices) set.notice(notice, id);
        set.access(state === 'expired' ? 'quarantine-expire' : 'quarantine-delete', id, operator);
        await set.insert(tx);
        return { paths: await forgetSettled(tx, files, clock.now(), new Set([id])), gone: addressesOf(recipients) };
      });
      context.removeFiles(paths);
      if (gone.length > 0) await store.scrub();
      return gone;
    },
    noteAccess: (deed, subject, operator) => trail.note(deed, subject, operator),
  };
}
