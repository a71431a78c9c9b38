/** The sender asks for the secure channel in the subject, the way mail programs write ä; through the real process. */
import { join } from 'node:path';
import { simpleParser } from 'mailparser';
import { afterAll, beforeAll, expect, it } from 'vitest';
import {
  eventually,
  freePort,
  mail,
  maildir,
  removeFolder,
  scratchFolder,
  startGateway,
  stopGateway,
  writeConfig,
  type GatewayProcess,
} from './testing/gateway.ts';
import { SmtpClient } from './testing/smtp-client.ts';

let folder: string;
let port: number;
let gateway: GatewayProcess;
const seen = new Set<string>();
beforeAll(async () => {
  folder = scratchFolder('asked-for');
  port = await freePort();
  gateway = await startGateway(writeConfig({ folder, port }));
});
afterAll(async () => {
  await stopGateway(gateway);
  removeFolder(folder);
});

const base64 = (text: string): string => `=?utf-8?B?${Buffer.from(text).toString('base64')}?=`;

it.each([
  ['quoted-printable', '=?utf-8?Q?=5Bs=C3=A4kert=5D_M=C3=B6te_p=C3=A5_torsdag?='],
  ['Latin-1', '=?iso-8859-1?Q?[s=E4kert]_M=F6te_p=E5_torsdag?='],
  ['base64', base64('[Säkert] Möte på torsdag')],
  ['base64 with the word last', base64('Möte på torsdag [säkert]')],
  ['undeclared UTF-8', '[säkert] Möte på torsdag'],
])('takes the word out of a subject in %s and leaves every other byte', async (_, subject) => {
  const head = ['From: anna@kommun.example', 'To: b@example.org', 'Message-ID: <1@kommun.example>'];
  const data = mail(...head, `Subject: ${subject}`, 'X-Below: kept', '', 'Hej åäö');
  const before = maildir(join(folder, 'secure')).length;
  const client = await SmtpClient.greeted(port);
  expect(await client.message(data)).toMatch(/^250 /u);
  client.close();
  await eventually(() => maildir(join(folder, 'secure')).length > before, 'hand-over');
  const stored = maildir(join(folder, 'secure')).find((one) => !seen.has(one.toString())) ?? Buffer.alloc(0);
  seen.add(stored.toString());
  expect((await simpleParser(stored)).subject?.trim()).toBe('Möte på torsdag');
  const text = stored.toString();
  expect(text.slice(text.indexOf('From: '), text.indexOf('Subject: '))).toBe(`${mail(...head)}\r\n`);
  expect(text.slice(text.indexOf('X-Below'))).toBe(data.slice(data.indexOf('X-Below')) + '\r\n');
});
