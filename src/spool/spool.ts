/**
 * The spool: a mail on disk and its state (received, to inspect, ruled, leaving, held, done).
 *
 * In: bytes of a message while they arrive; rulings with everything that follows from them; results of delivery attempts;
 * operators' decisions. Out: due deliveries, original bytes, queue, held mail, audit trail.
 * Promises: what was committed survives pulling the plug; a recipient's copy is queued, held or settled, never two of them
 * and never none; bytes go when nobody needs them; held mail, kept originals and all details are encrypted.
 * Refuses: a second ruling on the same message, a key that does not fit the database, a second gateway on the same folder.
 *
 * In clear on disk: bytes of mail that waits for its delivery or inspection; sender, recipients, hop and changes of a
 * waiting delivery; ids, sizes, times, states. Sealed: bytes of held and kept mail, held recipients, envelope, findings and
 * rulings. Hashed with a key: addresses of the audit trail.
 */
import { join } from 'node:path';
import { sql } from 'kysely';
import { messageId, type MessageId } from '../core/brand.ts';
import type { ClaimedDelivery, SpooledBytes } from '../core/journal.ts';
import { GatewayError, UsageError } from '../core/outcomes.ts';
import { openStore, type Store } from '../store/store.ts';
import { newOwner, openClaims, type Claims } from './claims.ts';
import { openContent, type Content } from './content.ts';
import { openHeld } from './held.ts';
import { openJournal, type Journal } from './journal.ts';
import { loadKeys, type Keys } from './keys.ts';
import { openPasswordMemory } from './password-memory.ts';
import { openQueue, type ShelfContext } from './queue.ts';
import { queueIds } from './queue-id.ts';
import { rowSealer } from './rows.ts';
import { errorCode, openSpoolFiles, privateFolder, type SpoolFiles } from './spool-files.ts';
import type { MailDetails, Spool, SpoolOptions, ToInspect } from './spool-types.ts';
import { openTrail } from './trail.ts';
import { WriteSet } from './write-set.ts';
import { expire, recover, stats } from './upkeep.ts';

export type * from './spool-types.ts';
export { AUDIT_STATES, PROTECTED_MARK } from './spool-types.ts';
export { loadKeys } from './keys.ts';
export { errorCode, makeFolder, syncFolder } from './spool-files.ts';
export { parseReference } from './queue-id.ts';

const INLINE_MAX_BYTES = 256 * 1024;
const DEFAULT_LIST_LIMIT = 1000;

/** Opens the spool, creating folder, key and database when missing. Throws UsageError for anything an operator must mend. */
export async function openSpool(options: SpoolOptions): Promise<Spool> {
  await privateFolder(options.dataDir, 'dataDir');
  const files = await openSpoolFiles(join(options.dataDir, 'spool'));
  const store = await openStore(options);
  try {
    if (options.role === 'gateway') store.lockNode();
    const keys = await fittingKeys(store, options);
    return assemble(options, store, files, keys);
  } catch (error) {
    await store.close();
    throw error;
  }
}

/** Loads the key and ties the database to it, so that a wrong key is noticed at start and not when held mail is wanted. */
async function fittingKeys(store: Store, { keyFile, log }: SpoolOptions): Promise<Keys> {
  const known = await store.read((db) =>
    db.selectFrom('fact').select('value').where('name', '=', 'key-fingerprint').executeTakeFirst(),
  );
  const { keys, tooOpen } = await loadKeys(keyFile, known?.value ?? null);
  if (tooOpen) log.warn({ path: keyFile }, 'key file can be read by others than its owner: chmod 600');
  if (known === undefined) {
    await store.write((tx) =>
      tx
        .insertInto('fact')
        .values({ name: 'key-fingerprint', value: keys.fingerprint })
        .onConflict((conflict) => conflict.column('name').doNothing())
        .execute(),
    );
  }
  return keys;
}

interface Removal {
  readonly removeFiles: (paths: readonly string[]) => void;
  readonly idle: () => Promise<void>;
}

/**
 * Removes files in the background: their rows are gone, and a file left behind is removed at the next start.
 * @returns the remover, and how to wait for it
 */
function backgroundRemoval(files: SpoolFiles, { log }: SpoolOptions): Removal {
  const running = new Set<Promise<void>>();
  return {
    removeFiles: (paths) => {
      for (const path of paths) {
        const removal: Promise<void> = files
          .remove(path)
          .catch((error: unknown) => {
            log.warn({ code: errorCode(error) }, 'cannot remove a settled spool file');
          })
          .finally(() => running.delete(removal));
        running.add(removal);
      }
    },
    idle: async () => {
      await Promise.all(running);
    },
  };
}

interface Parts {
  readonly options: SpoolOptions;
  readonly context: ShelfContext & { readonly log: SpoolOptions['log'] };
  readonly keys: Keys;
  readonly claims: Claims;
  readonly content: Content;
  readonly journal: Journal;
  /** mails with a to-inspect entry */
  readonly early: Set<MessageId>;
  readonly removal: Removal;
}

function assemble(options: SpoolOptions, store: Store, files: SpoolFiles, keys: Keys): Spool {
  const { clock, log, retention } = options;
  const owner = newOwner();
  const sealer = rowSealer(keys);
  const removal = backgroundRemoval(files, options);
  const context = { store, files, sealer, clock, log, removeFiles: removal.removeFiles };
  const contentKey = keys.derive('content');
  const claims = openClaims(store, clock, owner, (error) => {
    log.error({ code: errorCode(error) }, 'cannot renew claims of running deliveries');
  });
  const adopt = (given: readonly ClaimedDelivery[]): void => claims.adopt(given.map(({ id }) => id));
  const early = new Set<MessageId>();
  const journal = openJournal({ ...context, contentKey, retention, owner, early, adopt });
  const content = openContent(store, files, contentKey);
  return spoolOf({ options, context, keys, claims, content, journal, early, removal });
}

function spoolOf({ options, context, keys, claims, content, journal, early, removal }: Parts): Spool {
  const { store, files, sealer, clock } = context;
  const trail = openTrail(store, sealer, clock);
  return {
    newId: queueIds(clock),
    writer: (id) => files.writer(id, options.inlineMaxBytes ?? INLINE_MAX_BYTES),
    discard: (id, bytes) => discard(context, id, bytes),
    commitRuled: async (mail, claimed) => {
      const given = await journal.commitRuled(mail, claimed);
      const { bytes } = mail;
      if (bytes.kind === 'inline') for (const { messageId: id } of given) content.keep(id, bytes.bytes);
      return given;
    },
    commitToInspect: journal.commitToInspect,
    recordRefusal: async (envelope, outcome) => {
      const set = new WriteSet(sealer, clock.now());
      set.refusal(envelope, outcome);
      await store.write((tx) => set.insert(tx));
    },
    listToInspect: async () => {
      const waiting = await listToInspect(context, content);
      for (const { envelope } of waiting) early.add(envelope.id);
      return waiting;
    },
    claimDue: (limit, { exceptHops = [] } = {}) => claims.claimDue(limit, exceptHops),
    nextDueAt: ({ exceptHops = [] } = {}) => claims.nextDueAt(exceptHops),
    settle: async (claim, results, next) => {
      await journal.settle(claim, results, next);
      claims.forget(claim.id);
      content.free(claim.messageId);
    },
    unclaim: async (given, dueAt) => {
      for (const claim of given) content.free(claim.messageId);
      const ids = given.map(({ id }) => id);
      await claims.unclaim(ids, dueAt ?? clock.now());
    },
    open: content.open,
    readAll: content.readAll,
    path: content.path,
    details: (id) => details(context, id),
    queue: openQueue(context),
    held: openHeld(context, trail),
    passwords: openPasswordMemory(store, sealer, clock),
    trace: trail.trace,
    accesses: ({ limit = DEFAULT_LIST_LIMIT } = {}) => trail.accesses(limit),
    stats: () => stats(context),
    expire: (now) => expire(context, options.retention.auditMs, now),
    recover: async () => {
      if (options.role !== 'gateway') throw new UsageError('only the gateway itself may recover its spool');
      return await recover(context, claims);
    },
    deriveKey: (purpose) => keys.derive(purpose),
    check: async () => {
      await files.hasRoom();
      await check(store, clock.now());
    },
    close: async () => {
      await journal.idle();
      // On a full disk a claim cannot be given back; the next start releases it. The lock must go in any case.
      try {
        await claims.close();
        await removal.idle();
        await store.scrub();
      } catch (error) {
        if (!(error instanceof GatewayError)) throw error;
        options.log.warn({ outcome: error.outcome }, 'spool closed without tidying up');
      } finally {
        await store.close();
      }
    },
  };
}

async function discard({ store, removeFiles }: ShelfContext, id: MessageId, bytes: SpooledBytes): Promise<void> {
  if (bytes.kind === 'inline') return;
  const row = await store.read((db) => db.selectFrom('message').select('id').where('id', '=', id).executeTakeFirst());
  if (row === undefined) removeFiles([bytes.path]);
}

async function listToInspect({ store, files, sealer }: ShelfContext, content: Content): Promise<readonly ToInspect[]> {
  const rows = await store.read((db) =>
    db
      .selectFrom('message')
      .innerJoin('message_details', 'message_details.message_id', 'message.id')
      .select(['message.id', 'message.storage', 'message.size', 'message_details.content'])
      .where('message.state', '=', sql.lit('to-inspect'))
      .orderBy('message.id')
      .execute(),
  );
  const found: ToInspect[] = [];
  for (const row of rows) {
    const id = messageId(row.id);
    const { envelope } = sealer.readDetails(id, row.content);
    const size = row.size;
    const bytes: SpooledBytes =
      row.storage === 'file'
        ? { kind: 'file', path: files.plainPath(id), size }
        : { kind: 'inline', bytes: await content.readAll(id), size };
    found.push({ envelope, bytes });
  }
  return found;
}

async function details({ store, sealer }: ShelfContext, id: MessageId): Promise<MailDetails | null> {
  const row = await store.read((db) =>
    db.selectFrom('message_details').select('content').where('message_id', '=', id).executeTakeFirst(),
  );
  if (row === undefined) return null;
  const { envelope, ruled } = sealer.readDetails(id, row.content);
  return ruled === null ? null : { envelope, ...ruled };
}

/** Writes, because a full or read-only disk still reads well. */
async function check(store: Store, now: number): Promise<void> {
  await store.writeUnsynced((tx) =>
    tx
      .insertInto('fact')
      .values({ name: 'checked', value: String(now) })
      .onConflict((conflict) => conflict.column('name').doUpdateSet({ value: String(now) }))
      .execute(),
  );
}
