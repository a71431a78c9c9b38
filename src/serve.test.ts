import { createHash } from 'node:crypto';
import { readFileSync, readdirSync } from 'node:fs';
import { createServer } from 'node:net';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import {
  eventually,
  freePort,
  mail,
  maildir,
  removeFolder,
  runCli,
  scratchFolder,
  spawnGateway,
  startGateway,
  stopGateway,
  writeConfig,
  type GatewayProcess,
} from './testing/gateway.ts';
import { SmtpClient } from './testing/smtp-client.ts';

const SECRET = '19121212-1212'; // customary test personnummer

function letter(body: string, headers: readonly string[] = []): string {
  return mail(
    'From: Anna <anna@kommun.example>',
    'To: b@example.org',
    'Date: Mon, 23 Nov 2026 09:00:00 +0100',
    'Message-ID: <1@kommun.example>',
    ...headers,
    '',
    body,
  );
}

async function send(
  port: number,
  data: string,
  to: readonly string[] = ['b@example.org'],
  from = 'anna@kommun.example',
): Promise<string> {
  const client = await SmtpClient.greeted(port);
  const reply = await client.message(data, from, to);
  client.close();
  return reply;
}

describe('the gateway', () => {
  let folder: string;
  let port: number;
  let config: string;
  let gateway: GatewayProcess;
  const out = (): Buffer[] => maildir(join(folder, 'out'));
  const secure = (): Buffer[] => maildir(join(folder, 'secure'));
  const notices = (): string[] =>
    out()
      .map(String)
      .filter((text) => text.includes('Auto-Submitted: auto-'));

  beforeAll(async () => {
    folder = scratchFolder('serve');
    port = await freePort();
    config = writeConfig({ folder, port });
    gateway = await startGateway(config);
  });
  afterAll(async () => {
    await stopGateway(gateway);
    removeFolder(folder);
  });

  it('delivers clean mail byte for byte below two fields of its own', async () => {
    const data = letter('Hej!\r\n\r\nMötet är flyttat till torsdag.\r\n..punkt\r\nslut', [
      'Subject: =?utf-8?q?M=C3=B6te?=',
      'DKIM-Signature: v=1; a=rsa-sha256; d=kommun.example; b=AAAA',
    ]);
    const before = out().length;
    expect(await send(port, data)).toMatch(/^250 2\.0\.0 .*[0-9A-Z]{12}$/);
    await eventually(() => out().length > before, 'delivery');
    const stored = out()[before] ?? Buffer.alloc(0);
    const ownFields =
      /^Received: [^\r]*\r\n(?:\t[^\r]*\r\n)*X-Brevvakt-Loop: [^\r]*\r\n/.exec(stored.toString('latin1'))?.[0] ??
      'none';
    const rest = stored.subarray(ownFields.length);
    const sent = Buffer.from(`${data.replace('..punkt', '.punkt')}\r\n`);
    expect(createHash('sha256').update(rest).digest('hex')).toBe(createHash('sha256').update(sent).digest('hex'));
  });

  it('reroutes a personal number to the secure channel and explains it once to the sender', async () => {
    const [before, explained] = [secure().length, notices().length];
    expect(await send(port, letter(`Personnummer ${SECRET}`, ['Subject: Underlag']))).toMatch(/^250 /);
    await eventually(() => secure().length > before && notices().length > explained, 'hand-over and explanation');
    expect(String(secure()[before])).toContain(SECRET);
    const explanation = notices()[explained] ?? '';
    expect(explanation).toContain('To: anna@kommun.example');
    expect(explanation).toContain('19******-****');
    expect(explanation).not.toContain(SECRET);
    expect(explanation).not.toContain('Underlag');
    expect(notices()).toHaveLength(explained + 1);
  });

  it('rules per recipient: an internal colleague gets it tagged, an external one by the secure channel', async () => {
    const outside = secure().length;
    const tagged = (): string | undefined =>
      out()
        .map(String)
        .find((text) => text.includes('X-Brevvakt-Verdict: tag'));
    await send(port, letter(`Personnummer ${SECRET}`, ['Subject: Underlag']), ['b@example.org', 'carl@kommun.example']);
    await eventually(() => secure().length === outside + 1 && tagged() !== undefined, 'both copies');
    expect(tagged()).toContain(SECRET);
  });

  it('refuses in the dialogue what is blocked for everybody, and still explains', async () => {
    const zip =
      'UEsDBBQAAQAAAAAAIQAAAAAAEAAAAAQAAAAFAAAAYS50eHRhYmNkZWZnaGlqa2xtbm9wUEsBAhQAFAABAAAAAAAhAAAAAAAQAAAABAAAAAUAAAAAAAAAAAAAAAAAAAAAAGEudHh0UEsFBgAAAAABAAEAMwAAADMAAAAAAA==';
    const reply = await send(
      port,
      mail(
        'From: Anna <anna@kommun.example>',
        'To: b@example.org',
        'Subject: fil',
        'MIME-Version: 1.0',
        'Content-Type: multipart/mixed; boundary=b',
        '',
        '--b',
        'Content-Type: text/plain',
        '',
        'Hej',
        '--b',
        'Content-Type: application/zip; name=a.zip',
        'Content-Disposition: attachment; filename=a.zip',
        'Content-Transfer-Encoding: base64',
        '',
        zip,
        '--b--',
      ),
    );
    expect(reply).toMatch(/^550 5\.7\.1 .*rule [\w-]+, reference [0-9A-Z]{12}/);

    expect(reply).toMatch(/^[\x00-\x7f]+$/);
    const [, reference = 'none'] = /reference ([0-9A-Z]{12})/.exec(reply) ?? [];
    await eventually(() => notices().filter((text) => text.includes(reference)).length === 1, 'explanation');
  });

  it('holds a protected identity, and releases it when somebody says so', async () => {
    const held = (): { id: string }[] =>
      runCli(['quarantine', 'list', '--json', '--config', config])
        .stdout.split('\n')
        .filter((line) => line !== '')
        .map((line) => JSON.parse(line) as { id: string });
    expect(
      await send(
        port,
        letter('Elin Ek har skyddade personuppgifter, sekretessmarkering i folkbokföringen. Adress: Storgatan 1.', [
          'Subject: Hej',
        ]),
      ),
    ).toMatch(/^250 /);
    await eventually(() => held().length === 1, 'hold');
    const [{ id } = { id: '' }] = held();
    expect(
      readdirSync(join(folder, 'var/spool'))
        .map((name) => readFileSync(join(folder, 'var/spool', name), 'latin1'))
        .join(),
    ).not.toContain('Elin Ek');
    const before = out().length;
    const released = runCli(['quarantine', 'release', id, '--purpose', 'prövat av enhetschef', '--config', config]);
    expect(released).toMatchObject({ status: 0 });
    await eventually(
      () =>
        out()
          .slice(before)
          .some((text) => text.includes('Elin Ek')),
      'released mail',
    );
    expect(held()).toEqual([]);
  });

  it('answers trace by address and by reference', async () => {
    const reply = await send(port, letter('Hej, allt väl?'));
    const id = reply.slice(-12);
    const byReference = runCli(['trace', id, '--json', '--config', config]);
    expect(JSON.parse(byReference.stdout)).toMatchObject({ reference: id, queueId: id, action: 'allow' });
    const byAddress = runCli(['trace', '--from', 'ANNA@kommun.example', '--json', '--config', config]);
    expect(byAddress.stdout).toContain(id);
    expect(runCli(['trace', '--from', 'nobody@kommun.example', '--json', '--config', config]).stdout).toBe('');
  });

  it('never writes content into its log', async () => {
    await send(port, letter(`Hemligheten ${SECRET} om Elin`, ['Subject: Ovanligt ämnesord']));
    const all = JSON.stringify(gateway.log);
    expect(gateway.log.length).toBeGreaterThan(3);
    for (const word of [SECRET, 'Ovanligt', 'Hemligheten', 'anna@', 'b@example.org']) expect(all).not.toContain(word);
  });

  it('stops on SIGTERM with exit code 0 and takes up again where it was', async () => {
    const own = scratchFolder('stop');
    const file = writeConfig({ folder: own, port: await freePort() });
    const first = await startGateway(file);
    expect(await stopGateway(first)).toBe(0);
    const second = await startGateway(file);
    expect(await stopGateway(second)).toBe(0);
    removeFolder(own);
  });

  it('refuses to start beside a running one on the same folder, with one message', async () => {
    const second = spawnGateway(writeConfig({ folder, port: await freePort() }));
    expect(await second.ended).toBe(2);
    expect(second.stderr()).toMatch(/^brevvakt: .*(?:already|running|in use|lock)/i);
    expect(second.stderr()).not.toMatch(/\n\s+at /);
    writeConfig({ folder, port });
  });
});

describe('a start that cannot succeed says so in one clear message', () => {
  async function startFails(settings: Record<string, unknown>): Promise<string> {
    const folder = scratchFolder('fail');
    const gateway = spawnGateway(writeConfig({ folder, port: await freePort(), settings }));
    expect(await gateway.ended).toBe(2);
    removeFolder(folder);
    expect(gateway.stderr()).not.toMatch(/\n\s+at /);
    return gateway.stderr();
  }

  it('port in use', async () => {
    const taken = createServer();
    const port = await freePort();
    await new Promise<void>((done) => taken.listen(port, '127.0.0.1', done));
    const message = await startFails({ listen: [{ host: '127.0.0.1', port }] });
    taken.close();
    expect(message).toMatch(new RegExp(`127\\.0\\.0\\.1:${port}.*in use`));
  });

  it('unknown key, with the nearest valid one', async () => {
    expect(await startFails({ nexthop: { type: 'maildir', path: './x' } })).toMatch(
      /brevvakt\.yaml:\d+:\d+.*nexthop.*nextHop/s,
    );
  });

  it('certificate that is none', async () => {
    const pem = fileURLToPath(import.meta.url);
    const listen = [{ host: '127.0.0.1', port: await freePort(), tls: { keyFile: pem, certFile: pem } }];
    expect(await startFails({ listen })).toMatch(
      /^brevvakt: listen: 127\.0\.0\.1:\d+ cannot offer TLS: .* is no PEM file/,
    );
  });

  it('name to listen on that nobody knows', async () => {
    expect(await startFails({ listen: [{ host: 'nowhere.invalid', port: 2525 }] })).toMatch(/cannot be resolved/);
  });

  it('broken rule directory', async () => {
    expect(await startFails({ rules: '/nowhere/at/all' })).toMatch(/\/nowhere\/at\/all/);
  });

  it('folder that cannot be written', async () => {
    expect(await startFails({ dataDir: '/dev/null/brevvakt' })).toMatch(/\/dev\/null\/brevvakt/);
    // Node's own way of making folders never comes back from here.
    expect(await startFails({ dataDir: '/proc/brevvakt/var' })).toMatch(/^brevvakt: dataDir: cannot write to \/proc\//);
  });
});
