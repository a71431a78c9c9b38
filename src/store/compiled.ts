/** Queries that run for every mail: kysely builds and compiles their text once instead of every time. */
import type { CompiledQuery, Insertable } from 'kysely';
import type { Db, Tx } from './store.ts';
import type { Tables } from './tables.ts';

type Compilable<R> = { compile(): CompiledQuery<R> };

/** By the driver's own way of writing SQL, then by key. */
const known = new WeakMap<object, Map<string, CompiledQuery>>();

/**
 * Runs a query whose text depends on nothing but `key`.
 * @param build makes the query, with any values; asked the first time only
 * @param parameters all values of the query, in the order they stand in its text
 * @returns the rows, none for a query that returns nothing
 * @throws RangeError when the text has another number of parameters
 */
export async function runCompiled<R>(
  db: Db | Tx,
  key: string,
  build: (db: Db | Tx) => Compilable<R>,
  parameters: readonly unknown[],
): Promise<readonly R[]> {
  const { adapter } = db.getExecutor();
  let texts = known.get(adapter);
  if (texts === undefined) known.set(adapter, (texts = new Map<string, CompiledQuery>()));
  // a key stands for one query, hence for one type of rows
  let compiled = texts.get(key) as CompiledQuery<R> | undefined;
  if (compiled === undefined) {
    compiled = build(db).compile();
    texts.set(key, compiled);
  }
  if (compiled.parameters.length !== parameters.length) {
    throw new RangeError(`query ${key} takes ${compiled.parameters.length} values, not ${parameters.length}`);
  }
  return (await db.executeQuery<R>({ ...compiled, parameters })).rows;
}

/**
 * Inserts rows that all have the same columns in the same order.
 * @param table its name
 */
export async function insertRows<T extends keyof Tables>(
  tx: Tx,
  table: T,
  rows: readonly Insertable<Tables[T]>[],
): Promise<void> {
  const [first] = rows;
  if (first === undefined) return;
  const key = `insert ${table} ${rows.length} ${Object.keys(first).join()}`;
  await runCompiled(
    tx,
    key,
    (db) => db.insertInto(table).values(rows),
    rows.flatMap((row) => Object.values(row)),
  );
}
