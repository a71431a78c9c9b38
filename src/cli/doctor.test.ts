/** `brevvakt doctor` says before the start what the start would refuse. */
import { existsSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { removeFolder, runCli, scratchFolder, writeConfig } from '../testing/gateway.ts';

const tlsFile = (name: string): string => fileURLToPath(new URL(`../../test-fixtures/tls/${name}`, import.meta.url));

describe('brevvakt doctor', () => {
  let folder = '';
  beforeEach(() => {
    folder = scratchFolder('doctor');
  });
  afterEach(() => removeFolder(folder));

  function doctor(settings: Readonly<Record<string, unknown>>): { status: number | null; mend: string[] } {
    const { status, stdout } = runCli(['doctor', '--json', '--config', writeConfig({ folder, port: 2525, settings })]);
    const lines = stdout.split('\n').filter((line) => line !== '');
    const checks = lines.map((line) => JSON.parse(line) as { grade: string; what: string; detail: string });
    return {
      status,
      mend: checks.filter(({ grade }) => grade === 'mend').map(({ what, detail }) => `${what}: ${detail}`),
    };
  }

  it('has nothing to mend in a new installation, and makes nothing', () => {
    expect(doctor({})).toEqual({ status: 0, mend: [] });
    expect(existsSync(join(folder, 'out'))).toBe(false);
    expect(existsSync(join(folder, 'var'))).toBe(false);
  });

  it('names a key, a store and a certificate that serve would refuse', () => {
    writeFileSync(join(folder, 'key'), 'no key', { mode: 0o600 });
    const tls = { keyFile: './key', certFile: './key' };
    const settings = {
      encryption: { keyFile: './key' },
      store: 'postgres://brevvakt@db.example/brevvakt',
      listen: [{ host: '127.0.0.1', port: 2525, tls }],
    };
    expect(doctor(settings)).toEqual({
      status: 1,
      mend: [
        expect.stringMatching(/^encryption\.keyFile: .*key does not hold 32 bytes in base64$/u),
        "store: only 'sqlite' is available in this version",
        expect.stringMatching(/^listen 127\.0\.0\.1:2525: tls: key and certificate cannot be used \(ERR_OSSL/u),
      ] as string[],
    });
  });

  it('takes a certificate that works', () => {
    const tls = { keyFile: tlsFile('test-only-server.key'), certFile: tlsFile('test-only-server.crt') };
    expect(doctor({ listen: [{ host: '127.0.0.1', port: 2525, tls }] })).toEqual({ status: 0, mend: [] });
  });
});
