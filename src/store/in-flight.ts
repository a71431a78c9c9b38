import { GatewayError } from '../core/outcomes.ts';

/** Counts what is under way, so that closing can wait for it. */
export function inFlight(): { run<T>(work: () => Promise<T>): Promise<T>; end(): Promise<void> } {
  const running = new Set<Promise<unknown>>();
  let ended = false;
  return {
    run: (work) => {
      if (ended) return Promise.reject(new GatewayError('cannot-store', 'the database is closed'));
      const result = work();
      running.add(result);
      const done = (): void => void running.delete(result);
      result.then(done, done);
      return result;
    },
    end: async () => {
      ended = true;
      await Promise.allSettled(running);
    },
  };
}
