import { readFileSync, mkdirSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { removeFolder, runCli, scratchFolder } from '../testing/gateway.ts';
import { formsOf } from './register.ts';

describe('brevvakt register', () => {
  const folder = scratchFolder('register');
  const config = join(folder, 'brevvakt.yaml');
  mkdirSync(join(folder, 'own'));
  writeFileSync(config, 'rules: ./own\n');
  afterAll(() => removeFolder(folder));

  it('stores hashes only, and scan then finds the value without showing it', () => {
    writeFileSync(join(folder, 'list.txt'), 'Zinnia Quist\n19121212-1212\n\n');
    const added = runCli(['register', 'add', join(folder, 'list.txt'), '--config', config]);
    expect(added).toMatchObject({ status: 0, stderr: '' });
    const file = join(folder, 'own/local/register/register.json');
    expect(readFileSync(file, 'utf8')).not.toMatch(/Zinnia|1212/u);
    expect(statSync(file).mode & 0o077).toBe(0);
    const scanned = runCli(['scan', '--json', '--all', '--config', config, '-'], {
      input: 'From: a@kommun.example\nTo: b@example.org\nSubject: Hej\n\nVi träffar Zinnia Quist på torsdag.\n',
    });
    const result = JSON.parse(scanned.stdout) as { action: string; findings: { detector: string; masked: string }[] };
    expect(result.findings.map(({ detector }) => detector)).toContain('register');
    expect(result.action).not.toBe('allow');
    expect(scanned.stdout).not.toContain('Zinnia');
  });

  it('names the line of a value that is too short', () => {
    const added = runCli(['register', 'add', '-', '--config', config], { input: 'Anna Berg\nBo\n' });
    expect(added).toMatchObject({ status: 2 });
    expect(added.stderr).toContain('-:2:1');
  });

  it('finds a Swedish number with and without century', () => {
    expect(formsOf('19121212-1212')).toEqual(['191212121212', '1212121212']);
  });
});
