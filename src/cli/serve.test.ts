import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { createServer, type AddressInfo } from 'node:net';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { afterEach, describe, expect, it, test } from 'vitest';
import { loadSettings } from '../config/config.ts';
import {
  eventually,
  freePort,
  maildir,
  removeFolder,
  scratchFolder,
  spawnGateway,
  startGateway,
  stopGateway,
  writeConfig,
  type GatewayProcess,
} from '../testing/gateway.ts';
import { SmtpClient } from '../testing/smtp-client.ts';
import { firstSteps } from './serve.ts';

test('the first mail that serve prints can be pasted into a shell as it stands', () => {
  const text = firstSteps(loadSettings({ env: {}, cwd: '/tmp' }), [{ host: '127.0.0.1', port: 2525 }]);
  const command = text.slice(text.indexOf('curl'), text.indexOf('\n\n', text.indexOf('EOF\n')));
  const shown = spawnSync('sh', ['-c', command.replace(/^curl .* -T -/u, 'cat')], { encoding: 'utf8' });
  expect(shown.stderr).toBe('');
  expect(shown.stdout).toMatch(/^From: Anna <anna@kommun\.example>\nTo: .*\nSubject: .*\n\nPersonnummer .*\n$/u);
});

describe('a signal that comes more than once', () => {
  let folder = '';
  afterEach(() => removeFolder(folder));

  /** A gateway that was told to stop amid a mail whose end it waits for. */
  async function stopping(): Promise<{ gateway: GatewayProcess; client: SmtpClient }> {
    folder = scratchFolder('signals');
    const port = await freePort();
    const gateway = await startGateway(writeConfig({ folder, port }));
    const client = await SmtpClient.greeted(port);
    await client.envelope();
    gateway.child.kill('SIGINT');
    await gateway.logged((line) => line['msg'] === 'stopping: no new mail');
    return { gateway, client };
  }

  it('at once, as Ctrl-C in npm start does, is one: the mail in hand is finished', async () => {
    const { gateway, client } = await stopping();
    gateway.child.kill('SIGINT');
    gateway.child.kill('SIGTERM');
    await client.send('Subject: x\r\n\r\nVi ses.\r\n.\r\n');
    expect(await client.reply()).toMatch(/^250 2\.0\.0 /u);
    client.close();
    expect(await gateway.ended).toBe(0);
  });

  it('later on ends it without waiting: who is sending is told to come again', async () => {
    const { gateway, client } = await stopping();
    await pause(2500);
    gateway.child.kill('SIGINT');
    gateway.child.kill('SIGINT');
    expect(await client.reply()).toMatch(/^421 4\.3\.2 /u);
    expect(await gateway.ended).toBe(1);
    expect(gateway.log.at(-1)).toMatchObject({ msg: 'stopped' });
    client.close();
  });

  it('later on leaves what waits for its hop to the next start, which delivers it once', async () => {
    folder = scratchFolder('signals');
    const port = await freePort();
    const silent = createServer(() => undefined);
    await new Promise<void>((done) => silent.listen(0, '127.0.0.1', done));
    const nextHop = { type: 'smtp', host: '127.0.0.1', port: (silent.address() as AddressInfo).port, tls: 'none' };
    const gateway = await startGateway(writeConfig({ folder, port, settings: { nextHop, shutdownGrace: '60s' } }));
    const client = await SmtpClient.greeted(port);
    expect(await client.message('Subject: x\r\n\r\nVi ses.\r\n')).toMatch(/^250 /u);
    client.close();
    gateway.child.kill('SIGTERM');
    await pause(2500);
    gateway.child.kill('SIGTERM');
    expect(await gateway.ended).toBe(1);
    silent.close();
    const next = await startGateway(writeConfig({ folder, port }));
    await eventually(() => maildir(join(folder, 'out')).length > 0, 'the delivery');
    expect(await stopGateway(next)).toBe(0);
    expect(maildir(join(folder, 'out'))).toHaveLength(1);
  });
});

describe('a signal that comes before "brevvakt ready"', () => {
  let folder = '';
  afterEach(() => removeFolder(folder));

  /** A gateway that has begun to start: its folders are there, it does not take mail yet. */
  async function starting(): Promise<GatewayProcess> {
    folder = scratchFolder('signals');
    const gateway = spawnGateway(writeConfig({ folder, port: await freePort() }));
    await eventually(() => existsSync(join(folder, 'var')), 'the beginning of the start');
    return gateway;
  }
  const said = (gateway: GatewayProcess): unknown[] => gateway.log.map((line) => line['msg']);

  it('SIGHUP reloads once the gateway is there, instead of ending it', async () => {
    const gateway = await starting();
    gateway.child.kill('SIGHUP');
    await gateway.logged((line) => line['msg'] === 'rules reloaded');
    expect(said(gateway)).toContain('brevvakt ready');
    gateway.child.kill('SIGTERM');
    expect(await gateway.ended).toBe(0);
  });

  it.each(['SIGTERM', 'SIGINT'] as const)('%s ends it with 0, and it never says that it is ready', async (signal) => {
    const gateway = await starting();
    gateway.child.kill(signal);
    expect(await gateway.ended).toBe(0);
    expect(said(gateway)).not.toContain('brevvakt ready');
    expect(said(gateway)).toContain('stopped');
    expect(gateway.stderr()).toBe('');
  });
});
