/** Commands that look, before any gateway has run. */
import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { CLI, removeFolder, scratchFolder, writeConfig } from '../testing/gateway.ts';

const folder = scratchFolder('first-look');
const config = writeConfig({ folder, port: 2525 });
afterAll(() => removeFolder(folder));

const run = (...words: string[]) => {
  const { status, stdout, stderr } = spawnSync(process.execPath, [CLI, ...words, '--config', config], {
    encoding: 'utf8',
  });
  return { status, stdout, stderr };
};
const SAID = expect.stringContaining(`no gateway has run with this configuration yet: there is no data in ${folder}`);

describe('before the first start', () => {
  it.each([[['queue', 'list']], [['quarantine', 'list', '--json']], [['trace', '--since', '2h']]])(
    '%j says that there is nothing yet, and makes nothing',
    (words) => {
      expect(run(...words)).toEqual({ status: 0, stdout: '', stderr: SAID });
      expect(existsSync(join(folder, 'var'))).toBe(false);
    },
  );

  it('a command about one mail says the same and ends with 2', () => {
    expect(run('queue', 'show', '0123456789AB')).toEqual({ status: 2, stdout: '', stderr: SAID });
    expect(existsSync(join(folder, 'var'))).toBe(false);
  });
});
