/** The original of a mail that left without a part can be looked at and taken out, on record; through the real process. */
import { mkdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
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

const MAIL = mail(
  'From: Anna <anna@kommun.example>',
  'To: b@example.org',
  'Subject: Underlag',
  'MIME-Version: 1.0',
  'Content-Type: multipart/mixed; boundary=b',
  '',
  '--b',
  'Content-Type: text/plain',
  '',
  'Vi ses.',
  '--b',
  'Content-Type: text/plain; name="811218-9876.txt"',
  'Content-Disposition: attachment; filename="811218-9876.txt"',
  '',
  'Zebrafink.',
  '--b--',
  '',
);
const RULES = `rules:
  - id: house
    name: House
    why: A test.
    when: { finding: { category: house } }
    then: { action: strip, fallback: [hold] }
    examples: { hit: [{ body: Zebrafink }], miss: [{ body: Lunch }] }
adjust:
  - { rule: external-national-id, mode: off }
`;

let folder: string;
let gateway: GatewayProcess;
let id = '';
const cli = (...args: readonly string[]) =>
  runCli(['quarantine', ...args, '--config', join(folder, 'brevvakt.yaml')], { cwd: folder });

beforeAll(async () => {
  folder = scratchFolder('originals');
  const port = await freePort();
  mkdirSync(join(folder, 'rules/local/detectors'), { recursive: true });
  writeFileSync(join(folder, 'rules/local/house.yaml'), RULES);
  writeFileSync(
    join(folder, 'rules/local/detectors/house.yaml'),
    'detectors: [{ id: house, category: house, score: 90, words: [Zebrafink] }]\n',
  );
  gateway = await startGateway(writeConfig({ folder, port, settings: { rules: './rules' } }));
  const client = await SmtpClient.greeted(port);
  const reply = await client.message(MAIL.slice(0, -2), 'anna@kommun.example', ['b@example.org']);
  id = reply.split(' ').at(-1) ?? '';
  client.close();
  await eventually(() => maildir(join(folder, 'out')).some((text) => text.includes('Vi ses.')), 'the delivery');
});
afterAll(async () => {
  await stopGateway(gateway);
  removeFolder(folder);
});

it('lists it, apart from what is held, and shows it without content', () => {
  expect(cli('list', '--json').stdout).toBe('');
  const [listed] = cli('list', '--originals', '--json').stdout.trimEnd().split('\n');
  expect(JSON.parse(listed ?? '')).toMatchObject({ id, sender: 'anna@kommun.example', recipients: ['b@example.org'] });
  const shown = cli('show', id, '--purpose', 'a test').stdout;
  expect(shown).toContain(', original kept until ');
  expect(shown).toContain('81****-****.txt');
  expect(shown).not.toMatch(/811218|Zebrafink/u);
});

it('writes it out for a purpose only, byte for byte, and to no file that is there', () => {
  expect(cli('export', id)).toMatchObject({ status: 2, stdout: '' });
  expect(cli('export', id, '--purpose', 'asked for by the sender').stdout).toBe(MAIL);
  const file = join(folder, 'original.eml');
  expect(cli('export', id, '--purpose', 'a test', '--output', file).status).toBe(0);
  expect(readFileSync(file, 'utf8')).toBe(MAIL);
  expect(statSync(file).mode & 0o777).toBe(0o600);
  expect(cli('export', id, '--purpose', 'a test', '--output', file)).toMatchObject({
    status: 2,
    stderr: `brevvakt: --output ${file}: the file exists already\n`,
  });
});

it('neither releases nor deletes it, and exports nothing else', () => {
  for (const deed of ['release', 'delete'])
    expect(cli(deed, id, '--purpose', 'a test').stderr).toContain('nothing of this mail is held');
  expect(cli('export', '7KQ2M9XD4TAB', '--purpose', 'a test').status).toBe(2);
});
