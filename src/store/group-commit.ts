/** Group commit: whatever is asked for while a sync is under way, or within one turn of the event loop, shares the next one. */
import { setImmediate as nextTurn } from 'node:timers/promises';
import type { Store, Tx } from './store.ts';

/** Takes items that are written together. */
export interface GroupCommit<T> {
  /** Resolves when the item is on stable storage; rejects with the trouble of this item alone. */
  submit(item: T): Promise<void>;
  /** Resolves when nothing is under way. */
  idle(): Promise<void>;
}

interface Waiting<T> {
  readonly item: T;
  readonly resolve: () => void;
  readonly reject: (error: unknown) => void;
}

/**
 * @param apply writes a batch; called again with single items when a batch failed, so that one bad item harms nobody else.
 * It must not keep anything from a call that failed.
 * @param committed told what `apply` returned, once that is on stable storage
 * @param maxBatch bounds the transaction; with inline bytes of 64 KiB a batch stays below 10 MiB
 */
export function groupCommit<T, R>(
  store: Store,
  apply: (tx: Tx, items: readonly T[]) => Promise<R>,
  committed: (result: R) => void,
  maxBatch = 128,
): GroupCommit<T> {
  let queue: Waiting<T>[] = [];
  let running: Promise<void> | null = null;

  const commit = async (batch: readonly Waiting<T>[]): Promise<void> => {
    const items = batch.map(({ item }) => item);
    committed(await store.write((tx) => apply(tx, items)));
  };

  const commitBatch = async (batch: readonly Waiting<T>[]): Promise<void> => {
    try {
      await commit(batch);
    } catch (error) {
      const [only] = batch;
      if (batch.length === 1) only?.reject(error);
      else for (const one of batch) await commitBatch([one]);
      return;
    }
    for (const one of batch) one.resolve();
  };

  const run = async (): Promise<void> => {
    await nextTurn();
    while (queue.length > 0) {
      const batch = queue.slice(0, maxBatch);
      queue = queue.slice(maxBatch);
      await commitBatch(batch);
      // lets the sockets speak, whose mails are the next batch
      await nextTurn();
    }
    running = null;
  };

  return {
    submit: (item) =>
      new Promise((resolve, reject) => {
        queue.push({ item, resolve, reject });
        running ??= run();
      }),
    idle: async () => {
      while (running !== null) await running;
    },
  };
}
