import { existsSync, mkdirSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import { describe, expect, it } from 'vitest';
import setup from './one-temporary-folder.ts';

describe('the temporary folder of a test run', () => {
  it('is where these tests work', () => {
    expect(basename(tmpdir())).toMatch(/^brevvakt-tests-/u);
  });

  it('goes with everything in it', () => {
    const before = process.env['TMPDIR'];
    try {
      const remove = setup();
      const folder = tmpdir();
      mkdirSync(join(folder, 'left'));
      writeFileSync(join(folder, 'left', 'over'), 'x');
      remove();
      expect(existsSync(folder)).toBe(false);
    } finally {
      if (before !== undefined) process.env['TMPDIR'] = before;
    }
  });
});
