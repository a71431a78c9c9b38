/**
 * Group commit: whatever is asked for while a sync is under way, within one turn of the event loop, or, where items come close together,
 * within a few milliseconds, shares the next one. Who has time waits for the next one that somebody else needs.
 */
import { setImmediate as nextTurn, setTimeout as pause } from 'node:timers/promises';
import type { Store, Tx } from './store.ts';

/** Takes items that are written together. */
export interface GroupCommit<T, R> {
  /**
   * Resolves when the item is on stable storage, with what `apply` returned for its batch; rejects with the trouble of this
   * item alone.
   * @param patienceMs how long it may wait for others to be written with; 0: no longer than a batch gathers
   */
  submit(item: T, patienceMs?: number): Promise<R>;
  /** Resolves when nothing is under way. */
  idle(): Promise<void>;
}

/** Where items come closer together than this, a batch waits so long for company: a commit with its sync costs as much as several items. */
const GATHER_MS = 3;
/** Enough company to wait no longer. */
const ENOUGH = 8;
/** Weight of the latest gap in the running mean, and the longest that counts. */
const LATEST = 0.2;
const LONGEST_GAP_MS = 100;

interface Waiting<T, R> {
  readonly item: T;
  readonly resolve: (result: R) => void;
  readonly reject: (error: unknown) => void;
}

/**
 * @param apply writes a batch; called again with single items when a batch failed, so that one bad item harms nobody else.
 * It must not keep anything from a call that failed.
 * @param committed told what `apply` returned, once that is on stable storage
 * @param maxBatch bounds the transaction; with inline bytes of 256 KiB a batch stays below 20 MiB
 */
export function groupCommit<T, R>(
  store: Store,
  apply: (tx: Tx, items: readonly T[]) => Promise<R>,
  committed: (result: R) => void,
  maxBatch = 64,
): GroupCommit<T, R> {
  let queue: Waiting<T, R>[] = [];
  let running: Promise<void> | null = null;
  /** runs out for the one who has waited longest */
  let patience: NodeJS.Timeout | undefined;
  /** somebody in the queue waits no longer */
  let inHaste = false;
  /** when the last item came that cannot wait, and the running mean of the gaps between them, ms */
  let lastAt = 0;
  let gap = LONGEST_GAP_MS;

  const commitBatch = async (batch: readonly Waiting<T, R>[]): Promise<void> => {
    let result: R;
    try {
      const items = batch.map(({ item }) => item);
      result = await store.write((tx) => apply(tx, items));
      committed(result);
    } catch (error) {
      const [only] = batch;
      if (batch.length === 1) only?.reject(error);
      else for (const one of batch) await commitBatch([one]);
      return;
    }
    for (const one of batch) one.resolve(result);
  };

  /** Lets the sockets speak, whose mails are the next batch. */
  const gather = async (): Promise<void> => {
    await nextTurn();
    if (gap < GATHER_MS && queue.length < ENOUGH) await pause(GATHER_MS);
  };

  const run = async (): Promise<void> => {
    await gather();
    while (inHaste) {
      const batch = queue.slice(0, maxBatch);
      queue = queue.slice(maxBatch);
      inHaste = queue.length > 0;
      await commitBatch(batch);
      await gather();
    }
    running = null;
  };
  const go = (): void => {
    clearTimeout(patience);
    patience = undefined;
    inHaste = queue.length > 0;
    if (inHaste) running ??= run();
  };

  return {
    submit: (item, patienceMs = 0) =>
      new Promise((resolve, reject) => {
        queue.push({ item, resolve, reject });
        if (patienceMs === 0) {
          const now = performance.now();
          gap += LATEST * (Math.min(now - lastAt, LONGEST_GAP_MS) - gap);
          lastAt = now;
          go();
        } else patience ??= setTimeout(go, patienceMs);
      }),
    idle: async () => {
      for (;;) {
        go();
        if (running === null) return;
        await running;
      }
    },
  };
}
