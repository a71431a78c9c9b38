import { spawnSync } from 'node:child_process';
import { pathToFileURL } from 'node:url';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { REPOSITORY } from '../testing/gateway.ts';

const LOG = pathToFileURL(join(REPOSITORY, 'src/observe/log.ts')).href;

/** @returns messages in standard output of a process that runs this code with a log */
function messages(code: string): unknown[] {
  const program = `import { makeLog } from '${LOG}'; const log = makeLog('info'); ${code}`;
  const run = spawnSync(process.execPath, ['--import', 'tsx', '--input-type=module', '-e', program], {
    cwd: REPOSITORY,
    encoding: 'utf8',
  });
  return run.stdout
    .split('\n')
    .filter((line) => line !== '')
    .map((line) => (JSON.parse(line) as { msg: unknown }).msg);
}

it('loses no line of a process that ends at once, and keeps their order', () => {
  expect(messages("for (const n of [1, 2, 3]) log.info({}, 'line ' + n); process.exit(0);")).toEqual([
    'line 1',
    'line 2',
    'line 3',
  ]);
  expect(messages("log.info({}, 'last'); throw new Error('x');")).toEqual(['last']);
  expect(messages("log.info({}, 'first'); setTimeout(() => log.error({}, 'later'), 50);")).toEqual(['first', 'later']);
});
