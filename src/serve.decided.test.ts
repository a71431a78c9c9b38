/** What becomes of held mail that an operator deletes or releases: who is told, how, and what the trail says. */
import { join } from 'node:path';
import { simpleParser } from 'mailparser';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import {
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

const HELD = mail(
  'From: Anna <anna@kommun.example>',
  'Subject: Flytt',
  'Message-ID: <flytt-1@kommun.example>',
  '',
  'Hej! Anna Berg har skyddad folkbokföring, så skriv inte ut adressen till henne eller barnen.',
  '',
);

describe('a decision on held mail', () => {
  let folder = '';
  let port = 0;
  let gateway: GatewayProcess;
  beforeAll(async () => {
    folder = scratchFolder('deleted');
    port = await freePort();
    gateway = await startGateway(writeConfig({ folder, port }));
  });
  afterAll(async () => {
    await stopGateway(gateway);
    removeFolder(folder);
  });

  const config = (): string => join(folder, 'brevvakt.yaml');
  const letters = async () => Promise.all(maildir(join(folder, 'out')).map((bytes) => simpleParser(bytes)));
  async function hold(sender: string, to: readonly string[]): Promise<string> {
    const client = await SmtpClient.greeted(port);
    const reply = await client.message(HELD, sender, to);
    client.close();
    expect(reply).toMatch(/^250 /);
    return reply.trim().split(' ').at(-1) ?? '';
  }
  const remove = (id: string, ...more: string[]) =>
    runCli(['quarantine', 'delete', id, '--purpose', 'skickat av misstag', ...more, '--config', config()]);
  /** Subjects of what was written about a mail, once there are as many. */
  async function about(id: string, count: number): Promise<Awaited<ReturnType<typeof letters>>> {
    const found = async () => (await letters()).filter(({ subject }) => subject?.includes(id));
    await eventually(async () => (await found()).length >= count, `${count} letters about ${id}`);
    return found();
  }

  it('tells an internal sender in the language of the mail, for the recipients it was deleted for', async () => {
    const id = await hold('anna@kommun.example', ['b@example.org', 'c@example.net']);
    const { status, stdout } = remove(id, '--recipient', 'c@example.net');
    expect(stdout).toBe('deleted: c@example.net\nthe sender is told: anna@kommun.example\n');
    expect(status).toBe(0);
    const letter = (await about(id, 2)).find(({ subject }) => subject?.includes('togs bort'));
    expect(letter?.subject).toBe(`Ditt kvarhållna meddelande togs bort och skickades inte [${id}]`);
    expect(letter?.to).toMatchObject({ text: 'anna@kommun.example' });
    expect(letter?.inReplyTo).toBe('<flytt-1@kommun.example>');
    expect(letter?.text).toContain('c@example.net: inte levererat');
    expect(letter?.text).toContain('Skicka det inte igen');
    expect(letter?.text).not.toMatch(/b@example\.org|skydd|Flytt/u);
  });

  it('shows the reason in trace as it was given', async () => {
    const id = await hold('anna@kommun.example', ['b@example.org']);
    remove(id);
    const { stdout } = runCli(['trace', id, '--config', config()]);
    expect(stdout).toMatch(/ dropped by \S+: skickat av misstag$/mu);
    expect(stdout).not.toContain('[protected');
  });

  it('tells an external sender by a bare delivery status, and a null sender nothing', async () => {
    const id = await hold('ext@other.example', ['b@example.org']);
    expect(JSON.parse(remove(id, '--json').stdout)).toMatchObject({ told: ['ext@other.example'] });
    const [status] = await about(id, 1);
    expect(status?.to).toMatchObject({ text: 'ext@other.example' });
    expect(status?.headers.get('content-type')).toMatchObject({ value: 'multipart/report' });
    expect(status?.text).not.toMatch(/skydd|Flytt/u);
    const silent = await hold('', ['b@example.org']);
    expect(remove(silent).stdout).toBe('deleted: b@example.org\nnobody is told\n');
  });

  const release = (id: string, ...more: string[]) =>
    runCli(['quarantine', 'release', id, '--purpose', 'prövat', ...more, '--config', config()]);

  it('tells an internal sender that it was released, for whom and by which way', async () => {
    const id = await hold('anna@kommun.example', ['b@example.org', 'c@example.net']);
    expect(release(id, '--recipient', 'c@example.net', '--channel', 'sefos').stdout).toBe(
      'released: c@example.net\nthe sender is told: anna@kommun.example\n',
    );
    expect(release(id).stdout).toContain('released: b@example.org\n');
    const released = (await about(id, 3)).filter(({ subject }) => subject?.includes('har släppts'));
    const lines = released.map(({ text = '' }) =>
      text
        .split('\n')
        .filter((line) => /b@|c@/u.test(line))
        .join(' '),
    );
    expect(lines.sort()).toEqual([
      expect.stringContaining('b@example.org: på väg'),
      expect.stringContaining('c@example.net: går genom den säkra kanalen (sefos)'),
    ]);
    for (const { to, text, inReplyTo } of released) {
      expect(to).toMatchObject({ text: 'anna@kommun.example' });
      expect(inReplyTo).toBe('<flytt-1@kommun.example>');
      expect(text).toContain('Du behöver inte skicka igen');
      expect(text).not.toMatch(/skyddad|Flytt/u);
    }
  });

  it('tells an external sender, who never heard of a hold, nothing of a release', async () => {
    const id = await hold('ext@other.example', ['b@example.org']);
    expect(JSON.parse(release(id, '--json').stdout)).toMatchObject({ recipients: ['b@example.org'], told: [] });
  });
});
