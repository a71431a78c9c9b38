/** Sentences of the outside surface that only the whole gateway can keep or break, each seen from outside. */
import { spawn } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { createServer, type AddressInfo } from 'node:net';
import { join } from 'node:path';
import { afterEach, describe, expect, it } from 'vitest';
import {
  REPOSITORY,
  eventually,
  freePort,
  mail,
  maildir,
  removeFolder,
  runCli,
  scratchFolder,
  startGateway,
  stopGateway,
  writeConfig,
  type GatewayProcess,
} from './testing/gateway.ts';
import { SmtpClient } from './testing/smtp-client.ts';

const LETTER = mail('From: Anna <anna@kommun.example>', 'To: b@example.org', 'Subject: Lunch', '', 'Vi ses.', '');

describe('the gateway', () => {
  let folder = '';
  let gateway: GatewayProcess | null = null;
  afterEach(async () => {
    if (gateway !== null) await stopGateway(gateway);
    gateway = null;
    removeFolder(folder);
  });

  async function started(settings: Readonly<Record<string, unknown>> = {}): Promise<number> {
    folder = scratchFolder('contract');
    const port = await freePort();
    gateway = await startGateway(writeConfig({ folder, port, settings }));
    return port;
  }
  const out = (): Buffer[] => maildir(join(folder, 'out'));

  async function send(port: number, data: string, to: readonly string[] = ['b@example.org']): Promise<string> {
    const client = await SmtpClient.greeted(port);
    const reply = await client.message(data, 'anna@kommun.example', to);
    client.close();
    return reply;
  }

  it('refuses with 554 5.4.6 what it has handed on and gets back for the same recipients', async () => {
    const port = await started();
    expect(await send(port, LETTER)).toMatch(/^250 /);
    await eventually(() => out().length === 1, 'delivery');
    const again = String(out()[0]);
    expect(await send(port, again)).toMatch(/^554 5\.4\.6 /);
    expect(await send(port, again, ['somebody.else@example.net'])).toMatch(/^250 /);
  });

  it('stops within its grace and with exit code 0 while the next hop keeps a mail waiting for its answer', async () => {
    const hop = createServer((socket) => {
      socket.on('error', () => undefined).write('220 hop ESMTP\r\n');
      socket.on('data', (data) => {
        if (!String(data).startsWith('MAIL')) socket.write('250 hop\r\n'); // and then nothing more
      });
    });
    await new Promise<void>((done) => hop.listen(0, '127.0.0.1', done));
    const { port: hopPort } = hop.address() as AddressInfo;
    const nextHop = { host: '127.0.0.1', port: hopPort, tls: 'none' };
    const port = await started({ nextHop, shutdownGrace: '500ms' });
    const connected = new Promise((done) => hop.once('connection', done));
    expect(await send(port, LETTER)).toMatch(/^250 /);
    await connected;
    const since = Date.now();
    expect(gateway === null ? null : await stopGateway(gateway)).toBe(0);
    expect(Date.now() - since).toBeLessThan(60_000); // the silence of a hop is endured for ten minutes
    hop.close();
    const queue = runCli(['queue', 'list', '--json', '--config', join(folder, 'brevvakt.yaml')]);
    expect(JSON.parse(queue.stdout)).toMatchObject({ state: 'waiting', recipients: ['b@example.org'] });
  });

  it('says that it is ready at any log level, and nothing else below it', async () => {
    await started({ log: { level: 'error' } });
    expect(gateway?.log).toMatchObject([{ msg: 'brevvakt ready', mode: 'enforce' }]);
  });

  it('lets held mail be looked at and released by reference alone, and says that a reason was not given', async () => {
    const port = await started();
    const held = mail('From: anna@kommun.example', 'Subject: Flytt', '', 'Anna Berg har skyddad folkbokföring.', '');
    const id = (await send(port, held)).split(' ').at(-1) ?? '';
    const command = (deed: string) =>
      runCli(['quarantine', deed, id, '--json', '--config', join(folder, 'brevvakt.yaml')]);
    expect(command('show')).toMatchObject({
      status: 0,
      stderr: expect.stringMatching(/without a purpose; give one with --purpose TEXT\n$/u) as string,
    });
    const released = command('release');
    expect(released.status).toBe(0);
    expect(JSON.parse(released.stdout)).toMatchObject({ recipients: ['b@example.org'] });
    const releasedMail = (): string => String(out().find((bytes) => bytes.includes('skyddad folkbokföring')));
    await eventually(() => releasedMail().includes('skyddad'), 'delivery');
    // as any other mail of ours, so that a loop is seen and a transport rule spares it
    expect(releasedMail()).toMatch(
      new RegExp(`^Received: from [^]*? id ${id};[^]*?\r\nX-Brevvakt-Loop: v1; [^]*?\r\nFrom: anna@`, 'u'),
    );
  });

  it('started as `npm start` does ends when its shell is told to', async () => {
    folder = scratchFolder('contract');
    const file = writeConfig({ folder, port: await freePort() });
    const { scripts } = JSON.parse(readFileSync(join(REPOSITORY, 'package.json'), 'utf8')) as {
      scripts: { start: string };
    };
    const command = scripts.start.split('&&').at(-1) ?? '';
    const env = { ...process.env, BREVVAKT_CONFIG: file };
    const shell = spawn('sh', ['-c', `true && ${command}`], {
      cwd: REPOSITORY,
      env,
      stdio: ['ignore', 'pipe', 'inherit'],
    });
    const ended = new Promise((done) => shell.once('close', (code, signal) => done(code ?? signal)));
    let log = '';
    shell.stdout.setEncoding('utf8').on('data', (chunk: string) => (log += chunk));
    await eventually(() => log.includes('brevvakt ready'), 'start');
    shell.kill('SIGTERM');
    expect(await ended).toBe(0);
    expect(log).toContain('"msg":"stopped"');
  });
});
