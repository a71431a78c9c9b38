/** `brevvakt doctor` says before the start what the start would refuse. */
import { existsSync, mkdirSync, writeFileSync } from 'node:fs';
import { createServer, type AddressInfo } from 'node:net';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import Database from 'libsql';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import {
  freePort,
  mail,
  removeFolder,
  runCli,
  scratchFolder,
  startGateway,
  stopGateway,
  writeConfig,
} from '../testing/gateway.ts';
import { SmtpClient } from '../testing/smtp-client.ts';

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

  it('tells a store that cannot be used now as a finding among the others', async () => {
    const gateway = await startGateway(writeConfig({ folder, port: await freePort() }));
    await stopGateway(gateway);
    const database = new Database(join(folder, 'var', 'brevvakt.db'));
    database.exec('BEGIN EXCLUSIVE');
    try {
      expect(doctor({ secureChannels: {} })).toEqual({
        status: 1,
        mend: [
          expect.stringMatching(/^secureChannels: there is none/u),
          expect.stringMatching(/^store: Cannot store the message now, try again later: /u),
        ] as string[],
      });
    } finally {
      database.close();
    }
  }, 60_000);

  it('names mail that waits for a channel that has gone from the settings', async () => {
    const gone = { host: '127.0.0.1', port: await freePort(), tls: 'none' };
    const port = await freePort();
    const secureChannels = { sefos: { type: 'smtp', ...gone } };
    const gateway = await startGateway(writeConfig({ folder, port, settings: { secureChannels } }));
    const client = await SmtpClient.greeted(port);
    const letter = mail('From: anna@kommun.example', 'To: b@example.org', 'Subject: nr', '', '19121212-1212', '');
    await client.message(letter, 'anna@kommun.example', ['b@example.org']);
    client.close();
    await gateway.logged(({ msg, hop }) => msg === 'Delivery attempted' && hop === 'sefos');
    await stopGateway(gateway);
    const renamed = { saker: { type: 'maildir', path: './secure' } };
    expect(doctor({ secureChannels: renamed }).mend).toContain(
      'queue: one delivery waits for sefos, which the settings do not name: give a channel that name again, or see brevvakt queue list',
    );
  });

  it('says that a file stands where the data folder should be', () => {
    writeFileSync(join(folder, 'taken'), '');
    expect(doctor({ dataDir: './taken' }).mend).toEqual([`dataDir: ${join(folder, 'taken')} is a file, not a folder`]);
  });

  it('names ports that another program has, while no gateway runs', async () => {
    const servers = [createServer(), createServer()];
    for (const server of servers) await new Promise<void>((done) => server.listen(0, '127.0.0.1', done));
    const [port = 0, taken = 0] = servers.map((server) => (server.address() as AddressInfo).port);
    const mend = (admin: number): string[] =>
      doctor({ listen: [{ host: '127.0.0.1', port }], admin: { host: '127.0.0.1', port: admin } }).mend;
    expect(mend(await freePort())).toEqual([`listen: 127.0.0.1:${port} is already in use by another program`]);
    expect(mend(taken)).toEqual([
      `admin: 127.0.0.1:${taken} is already in use by another program`,
      `listen: 127.0.0.1:${port} is already in use by another program`,
    ]);
    for (const server of servers) await new Promise((done) => server.close(done));
  }, 60_000);

  it('says that no inspector starts within the memory it is given', () => {
    mkdirSync(join(folder, 'rules/local/terms'), { recursive: true });
    const terms = Array.from(
      { length: 400_000 },
      (_, i) => `sv\tstrong\tinflect\tdx\tzebrafink${i.toString(36)}tall\n`,
    );
    writeFileSync(
      join(folder, 'rules/local/terms/health.many.tsv'),
      `lang\tstrength\tmode\tgroup\tterm\n${terms.join('')}`,
    );
    expect(doctor({ rules: './rules', inspection: { memory: '128MB' } }).mend).toEqual([
      expect.stringMatching(/^inspectors: none starts with these rules within inspection\.memory: /u),
    ]);
  }, 60_000);

  it('takes a certificate that works', () => {
    const tls = { keyFile: tlsFile('test-only-server.key'), certFile: tlsFile('test-only-server.crt') };
    expect(doctor({ listen: [{ host: '127.0.0.1', port: 2525, tls }] })).toEqual({ status: 0, mend: [] });
  });
});
