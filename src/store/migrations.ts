/** The schema as numbered steps. A step that has been released is never changed; a new one is added at the end. */
import { sql, type CreateTableBuilder, type Kysely } from 'kysely';

/** What drivers spell differently. */
export interface ColumnTypes {
  readonly blob: 'blob' | 'bytea';
  /** adds the self-numbering primary key `id` */
  addId<T extends string, C extends string>(table: CreateTableBuilder<T, C>): CreateTableBuilder<T, C | 'id'>;
}

/** One step; runs inside a transaction. */
export type Migration = (db: Kysely<unknown>, types: ColumnTypes) => Promise<void>;

async function createMessages(db: Kysely<unknown>, types: ColumnTypes): Promise<void> {
  await db.schema
    .createTable('message')
    .addColumn('id', 'text', (c) => c.primaryKey())
    .addColumn('kind', 'text', (c) => c.notNull())
    .addColumn('state', 'text', (c) => c.notNull())
    .addColumn('received_at', 'bigint', (c) => c.notNull())
    .addColumn('size', 'bigint', (c) => c.notNull())
    .addColumn('storage', 'text', (c) => c.notNull())
    .addColumn('sealed', 'integer', (c) => c.notNull())
    .addColumn('original_until', 'bigint')
    .execute();
  // Partial indexes cost nothing for the ordinary mail, which is neither kept nor to be inspected.
  await sql`create index message_original on message (original_until) where original_until is not null`.execute(db);
  await sql`create index message_to_inspect on message (state) where state = 'to-inspect'`.execute(db);
  for (const table of ['message_bytes', 'message_details']) {
    await db.schema
      .createTable(table)
      .addColumn('message_id', 'text', (c) => c.primaryKey())
      .addColumn('content', sql.raw(types.blob), (c) => c.notNull())
      .execute();
  }
}

async function createDeliveries(db: Kysely<unknown>, types: ColumnTypes): Promise<void> {
  await types
    .addId(db.schema.createTable('delivery'))
    .addColumn('message_id', 'text', (c) => c.notNull())
    .addColumn('hop', 'text', (c) => c.notNull())
    .addColumn('sender', 'text')
    .addColumn('recipients', 'text', (c) => c.notNull())
    .addColumn('recipient_count', 'integer', (c) => c.notNull())
    .addColumn('edits', 'text', (c) => c.notNull())
    .addColumn('options', 'text', (c) => c.notNull())
    .addColumn('size', 'bigint', (c) => c.notNull())
    .addColumn('received_at', 'bigint', (c) => c.notNull())
    .addColumn('notice', 'integer', (c) => c.notNull())
    .addColumn('attempts', 'integer', (c) => c.notNull())
    .addColumn('due_at', 'bigint', (c) => c.notNull())
    .addColumn('claimed_by', 'text')
    .addColumn('last_outcome', 'text', (c) => c.notNull())
    .execute();
  // hop in the index: skipping the hops out of service reads no row
  await db.schema.createIndex('delivery_due').on('delivery').columns(['due_at', 'hop']).execute();
  await db.schema.createIndex('delivery_message').on('delivery').column('message_id').execute();
  await types
    .addId(db.schema.createTable('held'))
    .addColumn('message_id', 'text', (c) => c.notNull())
    .addColumn('recipient', sql.raw(types.blob), (c) => c.notNull())
    .addColumn('held_at', 'bigint', (c) => c.notNull())
    .addColumn('expires_at', 'bigint', (c) => c.notNull())
    .execute();
  await db.schema.createIndex('held_message').on('held').column('message_id').execute();
  await db.schema.createIndex('held_expiry').on('held').column('expires_at').execute();
}

async function createAudit(db: Kysely<unknown>, types: ColumnTypes): Promise<void> {
  await types
    .addId(db.schema.createTable('audit'))
    .addColumn('message_id', 'text', (c) => c.notNull())
    .addColumn('about', 'text')
    .addColumn('received_at', 'bigint', (c) => c.notNull())
    .addColumn('listener', 'text', (c) => c.notNull())
    .addColumn('sender_hash', 'text', (c) => c.notNull())
    .addColumn('recipient_hash', 'text', (c) => c.notNull())
    .addColumn('action', 'text', (c) => c.notNull())
    .addColumn('rule', 'text', (c) => c.notNull())
    .addColumn('detectors', 'text', (c) => c.notNull())
    .addColumn('categories', 'text', (c) => c.notNull())
    .execute();
  await db.schema.createIndex('audit_message').on('audit').column('message_id').execute();
  await db.schema.createIndex('audit_time').on('audit').column('received_at').execute();
  await db.schema.createIndex('audit_sender').on('audit').columns(['sender_hash', 'received_at']).execute();
  await db.schema.createIndex('audit_recipient').on('audit').columns(['recipient_hash', 'received_at']).execute();
  await types
    .addId(db.schema.createTable('audit_event'))
    .addColumn('message_id', 'text', (c) => c.notNull())
    .addColumn('recipient_hash', 'text', (c) => c.notNull())
    .addColumn('at', 'bigint', (c) => c.notNull())
    .addColumn('state', 'text', (c) => c.notNull())
    .addColumn('hop', 'text', (c) => c.notNull())
    .addColumn('code', 'text', (c) => c.notNull())
    .execute();
  await db.schema.createIndex('audit_event_message').on('audit_event').column('message_id').execute();
  await types
    .addId(db.schema.createTable('access'))
    .addColumn('at', 'bigint', (c) => c.notNull())
    .addColumn('actor', 'text', (c) => c.notNull())
    .addColumn('purpose', 'text', (c) => c.notNull())
    .addColumn('deed', 'text', (c) => c.notNull())
    .addColumn('subject', 'text', (c) => c.notNull())
    .execute();
  await db.schema.createIndex('access_time').on('access').column('at').execute();
}

async function createFacts(db: Kysely<unknown>): Promise<void> {
  await db.schema
    .createTable('fact')
    .addColumn('name', 'text', (c) => c.primaryKey())
    .addColumn('value', 'text', (c) => c.notNull())
    .execute();
}

async function createSentSecrets(db: Kysely<unknown>): Promise<void> {
  await db.schema
    .createTable('sent_secret')
    .addColumn('recipient_hash', 'text', (c) => c.notNull())
    .addColumn('kind', 'text', (c) => c.notNull())
    .addColumn('at', 'bigint', (c) => c.notNull())
    .execute();
  await db.schema.createIndex('sent_secret_recipient').on('sent_secret').columns(['recipient_hash', 'at']).execute();
}

/** Step n stands at index n - 1. */
export const MIGRATIONS: readonly Migration[] = [
  async (db, types) => {
    await createMessages(db, types);
    await createDeliveries(db, types);
    await createAudit(db, types);
    await createFacts(db);
    await createSentSecrets(db);
  },
];

/**
 * Brings the schema up to date.
 * @returns the version found, before any step
 * Throws RangeError when the database is newer than this program; nothing is changed then.
 */
export async function migrate(
  db: Kysely<unknown>,
  types: ColumnTypes,
  steps: readonly Migration[] = MIGRATIONS,
): Promise<number> {
  // Looked at before the transaction, so that opening an up-to-date database takes no write lock.
  const known = await readVersion(db);
  if (known === steps.length) return known;
  return await db.transaction().execute(async (tx) => {
    await sql`create table if not exists schema_version (version integer not null)`.execute(tx);
    const found = await readVersion(tx);
    if (found > steps.length) throw new RangeError(`schema version ${found}, this program knows ${steps.length}`);
    for (const step of steps.slice(found)) await step(tx, types);
    await sql`delete from schema_version`.execute(tx);
    await sql`insert into schema_version (version) values (${steps.length})`.execute(tx);
    return found;
  });
}

async function readVersion(db: Kysely<unknown>): Promise<number> {
  const tables = await db.introspection.getTables();
  if (!tables.some((table) => table.name === 'schema_version')) return 0;
  const { rows } = await sql<{ version: number }>`select version from schema_version`.execute(db);
  return rows[0]?.version ?? 0;
}
