/**
 * The database behind one interface.
 *
 * In: queries of the typed builder, the same for every driver. Out: rows; blobs as Uint8Array, whole numbers, counts and sums
 * as number.
 * Promises: what `write` resolved with survives pulling the plug; a transaction happens wholly or not at all; driver
 * trouble is GatewayError disk-full or cannot-store. Refuses: a database newer than the program (UsageError).
 * Only `spool` builds queries on it. A second driver is a second file beside sqlite.ts that passes store.test.ts.
 */
import type { Kysely, Transaction } from 'kysely';
import { UsageError } from '../core/outcomes.ts';
import { openSqlite } from './sqlite.ts';
import type { Tables } from './tables.ts';

export { insertRows, runCompiled } from './compiled.ts';
export { groupCommit, type GroupCommit } from './group-commit.ts';
export type * from './tables.ts';
export type Db = Kysely<Tables>;
export type Tx = Transaction<Tables>;

/** Where the database is. */
export interface StoreOptions {
  /** setting `store`: 'sqlite' or 'postgres://…' */
  readonly store: string;
  /** existing folder, absolute; used by the embedded database */
  readonly dataDir: string;
}

/** An open database. */
export interface Store {
  /** one gateway at a time: every claim of another process is a dead one's */
  readonly singleNode: boolean;
  /** claims must add `for update skip locked` */
  readonly skipLocked: boolean;
  /** Queries that only read. */
  read<T>(work: (db: Db) => Promise<T>): Promise<T>;
  /** A transaction that is on stable storage when this resolves, and undone when `work` throws. */
  write<T>(work: (tx: Tx) => Promise<T>): Promise<T>;
  /** A transaction that may be forgotten when the power fails (never when the process dies): claims. */
  writeUnsynced<T>(work: (tx: Tx) => Promise<T>): Promise<T>;
  /** Makes this process the one gateway of an embedded database until it ends. Throws UsageError when there is one already. */
  lockNode(): void;
  /** Makes deletions physical. @returns false when another process stood in the way: try again later */
  scrub(): Promise<boolean>;
  close(): Promise<void>;
}

/** Opens the database and brings its schema up to date. Throws UsageError with one clear message when that cannot be. */
export async function openStore(options: StoreOptions): Promise<Store> {
  if (options.store === 'sqlite') return await openSqlite(options);
  // No word of the value: a connection string carries a password.
  throw new UsageError("store: only 'sqlite' is available in this version");
}
