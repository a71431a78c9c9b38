/** The embedded driver: SQLite through libsql's prebuilt binary. Nothing of SQLite is known outside this file. */
import { closeSync, openSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { Kysely, SqliteDialect, type CreateTableBuilder, type SqliteDatabase, type SqliteStatement } from 'kysely';
import Libsql from 'libsql';
import { codeOf } from '../core/error-code.ts';
import { GatewayError, UsageError } from '../core/outcomes.ts';
import { inFlight } from './in-flight.ts';
import { migrate, type ColumnTypes, type Migration } from './migrations.ts';
import type { Store, StoreOptions, Tx } from './store.ts';
import type { Tables } from './tables.ts';
import { walSync, type SyncFile, type WalSync } from './wal-sync.ts';

/**
 * How long a statement blocks the thread for another process's transaction. The rest of the waiting is done without
 * blocking: a command that rewrites the whole queue must not stop the gateway's sockets.
 */
const BUSY_BLOCK_MS = 20;
const BUSY_PAUSE_MS = 5;
const BUSY_GIVE_UP_MS = 10_000;
/** Statements kept prepared. Group commits of different sizes give different texts, hence more than there are queries. */
const MAX_PREPARED = 256;

const COLUMN_TYPES: ColumnTypes = {
  blob: 'blob',
  addId: <T extends string, C extends string>(table: CreateTableBuilder<T, C>) =>
    // autoincrement: an id is never used again, so a late settlement cannot hit somebody else's delivery
    table.addColumn('id', 'integer', (c) => c.primaryKey().autoIncrement()),
};

/** The driver's binary aborts the whole process on a value it does not know, so nothing else may reach it. */
function bindable(value: unknown): string | number | bigint | Buffer | null {
  if (value === null || typeof value === 'bigint') return value;
  // text comes back cut off at a NUL
  if (typeof value === 'string' && !value.includes('\0')) return value;
  if (typeof value === 'number' && Number.isFinite(value)) return value;
  if (typeof value === 'boolean') return value ? 1 : 0;
  if (value instanceof Uint8Array) return Buffer.from(value.buffer, value.byteOffset, value.byteLength);
  throw new TypeError(`cannot store a value of type ${typeof value}`);
}

/** Blobs come out of the driver as ArrayBuffer; the store's type is Uint8Array. */
function readable(row: unknown): unknown {
  if (typeof row !== 'object' || row === null) return row;
  return Object.fromEntries(
    Object.entries(row).map(([name, value]) => [name, value instanceof ArrayBuffer ? Buffer.from(value) : value]),
  );
}

/** What kysely needs of a database, with prepared statements reused and values checked on both ways. */
class PreparingDatabase implements SqliteDatabase {
  readonly #db: Libsql.Database;
  readonly #prepared = new Map<string, SqliteStatement>();
  #closed = false;

  constructor(db: Libsql.Database) {
    this.#db = db;
  }

  prepare(text: string): SqliteStatement {
    // the driver's binary aborts the process when a closed database is used
    if (this.#closed) throw new GatewayError('cannot-store', 'the database is closed');
    // A deferred transaction that turns into a writing one fails at once when another process wrote in between,
    // without waiting for busy_timeout. Every transaction of ours writes.
    if (text === 'begin') return this.#statement('begin immediate');
    // After a full disk SQLite has rolled back by itself; saying it again would hide the reason.
    if (text === 'rollback' && !this.#db.inTransaction) return NOTHING;
    return this.#statement(text);
  }

  #statement(text: string): SqliteStatement {
    const known = this.#prepared.get(text);
    if (known !== undefined) {
      this.#prepared.delete(text);
      this.#prepared.set(text, known);
      return known;
    }
    const statement = this.#db.prepare(text);
    const reader = statement.reader;
    const made: SqliteStatement = {
      reader,
      all: (parameters) => statement.all(parameters.map(bindable)).map(readable),
      run: (parameters) => statement.run(parameters.map(bindable)),
      iterate: (parameters) => statement.all(parameters.map(bindable)).map(readable).values(),
    };
    this.#prepared.set(text, made);
    if (this.#prepared.size > MAX_PREPARED) {
      const oldest = this.#prepared.keys().next().value;
      if (oldest !== undefined) this.#prepared.delete(oldest);
    }
    return made;
  }

  close(): void {
    this.#closed = true;
    this.#prepared.clear();
    this.#db.close();
  }
}

const NOTHING: SqliteStatement = {
  reader: false,
  all: () => [],
  run: () => ({ changes: 0, lastInsertRowid: 0 }),
  iterate: () => [].values(),
};

/** Trouble of the database as an outcome; mistakes of ours stay what they are. */
function storeError(error: unknown): unknown {
  const code = codeOf(error);
  if (code === 'SQLITE_FULL' || code === 'ENOSPC' || code === 'EDQUOT') {
    return new GatewayError('disk-full', 'no space left for the database', { cause: error });
  }
  if (code.startsWith('SQLITE_')) return new GatewayError('cannot-store', `database: ${code}`, { cause: error });
  return error;
}

function connect(path: string): Libsql.Database {
  try {
    // made by ourselves so that it, and what SQLite puts beside it, is readable for its owner only
    closeSync(openSync(path, 'a', 0o600));
    const db = new Libsql(path, { timeout: BUSY_GIVE_UP_MS });
    db.pragma('journal_mode = WAL');
    // the sync that FULL adds to this is wal-sync.ts's
    db.pragma('synchronous = NORMAL');
    // deleted content is overwritten, so that expired mail is gone from the file as well
    db.pragma('secure_delete = ON');
    db.pragma('temp_store = MEMORY');
    db.pragma('wal_autocheckpoint = 2000');
    return db;
  } catch (error) {
    throw openError(path, error);
  }
}

function openError(path: string, error: unknown): unknown {
  const code = codeOf(error);
  if (code === 'SQLITE_NOTADB' || code === 'SQLITE_CORRUPT') {
    return new UsageError(`${path} is not a database of Brevvakt or is damaged`, { cause: error });
  }
  if (code.startsWith('SQLITE_BUSY') || code === 'SQLITE_LOCKED') {
    return new UsageError(`${path} is locked by another process`, { cause: error });
  }
  if (code === 'SQLITE_FULL' || code === 'ENOSPC') {
    return new UsageError(`cannot open ${path}: no space left on the disk`, { cause: error });
  }
  if (code !== '') return new UsageError(`cannot open the database ${path} (${code})`, { cause: error });
  return error;
}

/** A lock that the operating system gives up with the process, however it ends: an exclusive transaction on a file of its own. */
function lockFile(path: string): () => void {
  let db: Libsql.Database | undefined;
  try {
    closeSync(openSync(path, 'a', 0o600));
    db = new Libsql(path, { timeout: 0 });
    db.exec('begin exclusive');
  } catch (error) {
    db?.close();
    if (codeOf(error).startsWith('SQLITE_BUSY')) {
      throw new UsageError(`another gateway is running on this data directory (${path} is locked)`, { cause: error });
    }
    throw openError(path, error);
  }
  const held = db;
  return () => {
    held.close();
  };
}

/**
 * Opens dataDir/brevvakt.db. Throws UsageError when it cannot be opened, is locked, damaged or newer than this program.
 * @param seams what tests put in the place of the program's own
 */
export async function openSqlite(
  options: StoreOptions,
  { steps, syncFile }: { readonly steps?: readonly Migration[]; readonly syncFile?: SyncFile } = {},
): Promise<Store> {
  const path = join(options.dataDir, 'brevvakt.db');
  const libsql = connect(path);
  const database = new PreparingDatabase(libsql);
  const db = new Kysely<Tables>({ dialect: new SqliteDialect({ database }) });
  try {
    // a second builder over the same connection: the steps know no table types, which change with every version
    await migrate(new Kysely<unknown>({ dialect: new SqliteDialect({ database }) }), COLUMN_TYPES, steps);
  } catch (error) {
    await db.destroy();
    if (error instanceof RangeError) {
      throw new UsageError(`${path} was written by a newer version of Brevvakt: ${error.message}`, { cause: error });
    }
    throw openError(path, error);
  }
  return sqliteStore(options, libsql, db, walSync(`${path}-wal`, syncFile));
}

/** Runs work again while another process holds the write lock. `mayRetry` says whether nothing was done yet. */
async function patiently<T>(work: () => Promise<T>, mayRetry: () => boolean): Promise<T> {
  const giveUpAt = performance.now() + BUSY_GIVE_UP_MS;
  for (;;) {
    try {
      return await work();
    } catch (error) {
      if (!codeOf(error).startsWith('SQLITE_BUSY') || !mayRetry() || performance.now() > giveUpAt) {
        throw storeError(error);
      }
    }
    await pause(BUSY_PAUSE_MS);
  }
}

/** @returns false when another process is reading or writing what should go */
function emptyLog(libsql: Libsql.Database): boolean {
  try {
    const [row] = libsql.pragma('wal_checkpoint(TRUNCATE)') as { busy: number }[];
    return row?.busy === 0;
  } catch (error) {
    if (codeOf(error).startsWith('SQLITE_BUSY') || codeOf(error) === 'SQLITE_LOCKED') return false;
    throw storeError(error);
  }
}

function sqliteStore(options: StoreOptions, libsql: Libsql.Database, db: Kysely<Tables>, log: WalSync): Store {
  let unlock: (() => void) | undefined;
  const flights = inFlight();
  // With `begin immediate` only the beginning can meet the lock, and then nothing has happened yet.
  const transaction = <T>(work: (tx: Tx) => Promise<T>): Promise<T> => {
    let begun = false;
    return patiently(
      () =>
        db.transaction().execute((tx) => {
          begun = true;
          return work(tx);
        }),
      () => !begun,
    );
  };
  libsql.pragma(`busy_timeout = ${BUSY_BLOCK_MS}`);
  return {
    singleNode: true,
    skipLocked: false,
    read: (work) =>
      flights.run(() =>
        patiently(
          () => work(db),
          () => true,
        ),
      ),
    write: (work) =>
      flights.run(async () => {
        log.check();
        const result = await transaction(work);
        await log.sync();
        return result;
      }),
    // order is kept, and the next sync is this one's too
    writeUnsynced: (work) =>
      flights.run(async () => {
        log.check();
        return await transaction(work);
      }),
    lockNode: () => {
      unlock ??= lockFile(join(options.dataDir, 'gateway.lock'));
    },
    // Overwritten pages still have their old selves in the write-ahead log until it is emptied.
    scrub: () =>
      flights.run(() =>
        db.connection().execute(async () => {
          await Promise.resolve();
          return emptyLog(libsql);
        }),
      ),
    close: async () => {
      await flights.end();
      await log.close();
      await db.destroy();
      unlock?.();
      unlock = undefined;
    },
  };
}
