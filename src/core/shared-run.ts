/**
 * Makes one run of some work serve all who ask for it before it begins; who asks during a run gets the next one. For syncs: what was
 * written before a sync began is covered by it, what came later is not.
 * @param work never runs twice at once; what it rejects with, all who share that run are told
 */
export function sharedRun(work: () => Promise<void>): () => Promise<void> {
  let next: Promise<void> | null = null;
  let last: Promise<unknown> = Promise.resolve();
  return () => {
    if (next !== null) return next;
    const run = last.then(() => {
      next = null;
      return work();
    });
    next = run;
    last = run.catch(() => undefined);
    return run;
  };
}
