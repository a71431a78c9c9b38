import { spawnSync } from 'node:child_process';
import { expect, test } from 'vitest';
import { loadSettings } from '../config/config.ts';
import { firstSteps } from './serve.ts';

test('the first mail that serve prints can be pasted into a shell as it stands', () => {
  const text = firstSteps(loadSettings({ env: {}, cwd: '/tmp' }), [{ host: '127.0.0.1', port: 2525 }]);
  const command = text.slice(text.indexOf('curl'), text.indexOf('\n\n', text.indexOf('EOF\n')));
  const shown = spawnSync('sh', ['-c', command.replace(/^curl .* -T -/u, 'cat')], { encoding: 'utf8' });
  expect(shown.stderr).toBe('');
  expect(shown.stdout).toMatch(/^From: Anna <anna@kommun\.example>\nTo: .*\nSubject: .*\n\nPersonnummer .*\n$/u);
});
