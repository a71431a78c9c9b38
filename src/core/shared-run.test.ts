import { expect, it } from 'vitest';
import { sharedRun } from './shared-run.ts';

/** Work that is finished by hand. */
function byHand(): { readonly work: () => Promise<void>; readonly runs: ((error?: Error) => void)[] } {
  const runs: ((error?: Error) => void)[] = [];
  const work = (): Promise<void> =>
    new Promise((resolve, reject) => {
      runs.push((error) => {
        if (error === undefined) resolve();
        else reject(error);
      });
    });
  return { work, runs };
}
const turn = (): Promise<void> => new Promise((resolve) => setImmediate(resolve));

it('serves all who ask before a run begins with one run, and who asks during it with the next', async () => {
  const { work, runs } = byHand();
  const run = sharedRun(work);
  let done = 0;
  const count = (): number => done++;
  const early = [run().then(count), run().then(count)];
  await turn();
  expect(runs).toHaveLength(1);
  const late = [run().then(count), run().then(count)];
  await turn();
  expect(runs).toHaveLength(1);
  runs[0]?.();
  await Promise.all(early);
  await turn();
  expect({ done, runs: runs.length }).toEqual({ done: 2, runs: 2 });
  runs[1]?.();
  await Promise.all(late);
  expect({ done, runs: runs.length }).toEqual({ done: 4, runs: 2 });
});

it('tells a failure to those who shared the run, and to nobody else', async () => {
  const { work, runs } = byHand();
  const run = sharedRun(work);
  const first = run();
  await turn();
  const second = run();
  runs[0]?.(new Error('no'));
  await expect(first).rejects.toThrow('no');
  await turn();
  runs[1]?.();
  await expect(second).resolves.toBeUndefined();
});
