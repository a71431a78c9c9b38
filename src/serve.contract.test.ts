/** Sentences of the outside surface that only the whole gateway can keep or break, each seen from outside. */
import { spawn, spawnSync } from 'node:child_process';
import { closeSync, existsSync, mkdirSync, openSync, readFileSync, writeFileSync } from 'node:fs';
import { createServer, type AddressInfo } from 'node:net';
import { join } from 'node:path';
import { afterEach, describe, expect, it } from 'vitest';
import {
  CLI,
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
import { inspectorPids } from './testing/inspector-pids.ts';
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

  const PROTECTED = mail('From: Anna <anna@kommun.example>', 'Subject: x', '', 'She has a protected identity.', '');
  const letters = (): string[] => out().map((one) => /^To: (.*)$/mu.exec(String(one))?.[1]?.trim() ?? '');

  it('tells sender and officer of the end of a hold, soon also when the hold is short', async () => {
    const port = await started({
      retention: { hold: '1s' },
      organisation: { dataProtectionOfficer: 'officer@kommun.example' },
    });
    expect(await send(port, PROTECTED)).toMatch(/^250 /);
    await eventually(() => out().length === 3, 'explanation and two letters');
    expect(letters().sort()).toEqual(['anna@kommun.example', 'anna@kommun.example', 'officer@kommun.example']);
    expect(runCli(['quarantine', 'list', '--json', '--config', join(folder, 'brevvakt.yaml')]).stdout).toBe('');
  });

  it('writes an officer who is the sender one letter at the end of a hold', async () => {
    const port = await started({
      retention: { hold: '1s' },
      organisation: { dataProtectionOfficer: 'Anna@kommun.example' },
    });
    const reply = await send(port, PROTECTED);
    await eventually(() => out().length === 2, 'explanation and letter');
    await gateway?.logged((line) => line['held'] === 1);
    expect(letters()).toEqual(['anna@kommun.example', 'anna@kommun.example']);
    const id = reply.trim().split(' ').at(-1) ?? '';
    const shown = runCli(['quarantine', 'show', id.toLowerCase(), '--config', join(folder, 'brevvakt.yaml')]);
    expect(shown.stderr).toContain(`nothing of this mail is held`);
  });

  it('tells an external sender at the end of a hold that the mail did not arrive, without a finding', async () => {
    const port = await started({ retention: { hold: '1s' } });
    const client = await SmtpClient.greeted(port);
    expect(await client.message(PROTECTED, 'ext@other.example', ['b@example.org'])).toMatch(/^250 /);
    client.close();
    await eventually(() => out().length === 2, 'delivery status and letter to the officer');
    expect(letters().sort()).toEqual(['ext@other.example', 'postmaster@kommun.example']);
    const status = String(out().find((one) => /^To: ext@/mu.test(String(one))));
    expect(status).toContain('Content-Type: multipart/report');
    expect(status).toMatch(/^Action: failed\r?\nStatus: 5\.7\.1/mu);
    expect(status).not.toMatch(/protected/iu);
  });

  it('finishes within its grace what it had answered before its ruling', async () => {
    const port = await started({ inspection: { replyAfter: '20ms' }, shutdownGrace: '20s' });
    // what it works at cannot end before it is told to stop
    const inspectors = inspectorPids(gateway?.child.pid);
    for (const pid of inspectors) process.kill(pid, 'SIGSTOP');
    expect(await send(port, LETTER)).toMatch(/^250 /);
    expect(out()).toEqual([]);
    setTimeout(() => inspectors.forEach((pid) => process.kill(pid, 'SIGCONT')), 300);
    expect(gateway === null ? null : await stopGateway(gateway)).toBe(0);
    expect(out()).toHaveLength(1);
  });

  it('takes the rules that were written last, however often it is told to read them', async () => {
    folder = scratchFolder('contract');
    const port = await freePort();
    mkdirSync(join(folder, 'rules'));
    const rule = (action: string): void =>
      writeFileSync(
        join(folder, 'rules/house.yaml'),
        `rules:\n  - { id: house-${action}, name: House, why: A test., examples: { hit: [{ body: a }], miss: [{ body: a, to: internal }] }, when: { recipient: external }, then: ${action} }\n`,
      );
    rule('allow');
    gateway = await startGateway(
      writeConfig({ folder, port, settings: { rules: './rules', inspection: { inspectors: 1 } } }),
    );
    const { child, log } = gateway;
    for (const action of ['hold', 'allow', 'block']) {
      rule(action);
      child.kill('SIGHUP');
      await new Promise((resolve) => setTimeout(resolve, 60));
    }
    // signals that come while one waits to be heard are one
    const isLast = async (): Promise<boolean> => /^550 5\.7\.1 .*rule house-block/.test(await send(port, LETTER));
    await eventually(isLast, 'the last rules');
    const reloads = (): number => log.filter((line) => line['msg'] === 'rules reloaded').length;
    expect(reloads()).toBeGreaterThan(0);
    await new Promise((resolve) => setTimeout(resolve, 200));
    expect(await isLast()).toBe(true);
  });

  it.runIf(existsSync('/dev/full'))('takes and delivers mail, and stops, when its log cannot be written', async () => {
    folder = scratchFolder('contract');
    const port = await freePort();
    const config = writeConfig({ folder, port });
    const full = openSync('/dev/full', 'w');
    const child = spawn(process.execPath, [CLI, 'serve', '--config', config], { stdio: ['ignore', full, 'inherit'] });
    const ended = new Promise<number | null>((resolve) => child.once('exit', resolve));
    try {
      const listens = (): Promise<boolean> =>
        SmtpClient.greeted(port).then(
          (client) => (client.close(), true),
          () => false,
        );
      await eventually(listens, 'the listener');
      expect(await send(port, LETTER)).toMatch(/^250 /);
      await eventually(() => out().length === 1, 'delivery');
      child.kill('SIGTERM');
      expect(await ended).toBe(0);
      const list = spawnSync(process.execPath, [CLI, 'rules', 'schema'], {
        stdio: ['ignore', full, 'pipe'],
        encoding: 'utf8',
      });
      expect(list).toMatchObject({ status: 1, stderr: 'brevvakt: the output could not be written (ENOSPC)\n' });
    } finally {
      child.kill('SIGKILL');
      closeSync(full);
    }
  });

  it('lists a queue of more than a thousand mails in full', async () => {
    const nowhere = { type: 'smtp', host: '127.0.0.1', port: await freePort(), tls: 'none' };
    const port = await started({ nextHop: nowhere, delivery: { retryDelays: ['1h'] } });
    const some = async (count: number): Promise<void> => {
      const client = await SmtpClient.greeted(port);
      for (let i = 0; i < count; i++) expect(await client.message(LETTER)).toMatch(/^250 /);
      client.close();
    };
    await Promise.all(Array.from({ length: 10 }, () => some(101)));
    const config = join(folder, 'brevvakt.yaml');
    expect(runCli(['queue', 'list', '--json', '--config', config]).stdout.trimEnd().split('\n').length).toBe(1010);
    expect(runCli(['queue', 'list', '--config', config]).stdout.trimEnd().split('\n').length).toBe(1011);
  }, 120_000);

  it('knows a queue id however it is typed', async () => {
    const port = await started();
    const id = (await send(port, PROTECTED)).trim().split(' ').at(-1) ?? '';
    const config = join(folder, 'brevvakt.yaml');
    expect(runCli(['quarantine', 'show', id.toLowerCase(), '--json', '--config', config]).status).toBe(0);
    const spelt = `${id.slice(0, 6)}-${id.slice(6)}`.replaceAll('0', 'O');
    expect(runCli(['trace', spelt, '--config', config]).stdout).toContain(id);
    expect(runCli(['quarantine', 'release', ` ${spelt}`, '--config', config]).stdout).toContain(
      'released: b@example.org\n',
    );
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
