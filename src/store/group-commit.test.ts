import { setImmediate as turn, setTimeout as pause } from 'node:timers/promises';
import { expect, it } from 'vitest';
import { groupCommit } from './group-commit.ts';
import type { Store, Tx } from './store.ts';

/** A store that takes no time, so that only what group commit itself waits for counts. */
function committer() {
  const batches: (readonly string[])[] = [];
  const store: Pick<Store, 'write'> = { write: (work) => work({} as unknown as Tx) };
  const commits = groupCommit<string, null>(
    store,
    (_tx, names) => {
      batches.push(names);
      return Promise.resolve(null);
    },
    () => undefined,
  );
  return { commits, batches };
}

it('gathers for some milliseconds where several come at once', async () => {
  const { commits, batches } = committer();
  await Promise.all(['a', 'b'].map((name) => commits.submit(name)));
  const third = commits.submit('c');
  await turn();
  await turn();
  expect(batches).toEqual([['a', 'b']]);
  await Promise.all([third, commits.submit('d')]);
  expect(batches).toEqual([
    ['a', 'b'],
    ['c', 'd'],
  ]);
});

it('lets nobody wait who comes alone, whoever had time and came along', async () => {
  const { commits, batches } = committer();
  const patient = commits.submit('patient', 10_000);
  await Promise.all([commits.submit('a'), patient]);
  const next = commits.submit('b');
  for (let turns = 0; turns < 4; turns++) await turn();
  expect(batches).toEqual([['patient', 'a'], ['b']]);
  await next;
});

it('does not wait after a pause', async () => {
  const { commits, batches } = committer();
  await Promise.all(['a', 'b'].map((name) => commits.submit(name)));
  await pause(20);
  const next = commits.submit('c');
  for (let turns = 0; turns < 4; turns++) await turn();
  expect(batches).toEqual([['a', 'b'], ['c']]);
  await next;
});
