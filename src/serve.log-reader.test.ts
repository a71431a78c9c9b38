/** A log that nobody reads does not stop mail; through the real process and a real pipe. */
import { spawn } from 'node:child_process';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { CLI, eventually, freePort, maildir, removeFolder, scratchFolder, writeConfig } from './testing/gateway.ts';
import { SmtpClient } from './testing/smtp-client.ts';

const MAILS = 400;

it('takes mail, stops in order and gives its log to a reader that comes back', async () => {
  const folder = scratchFolder('log-reader');
  const [port, admin] = [await freePort(), await freePort()];
  const config = writeConfig({ folder, port, settings: { admin: { host: '127.0.0.1', port: admin } } });
  const child = spawn(process.execPath, [CLI, 'serve', '--config', config], { stdio: ['ignore', 'pipe', 'ignore'] });
  const ended = new Promise<number | null>((done) => child.once('close', done));
  const ready = (): Promise<boolean> =>
    fetch(`http://127.0.0.1:${admin}/readyz`).then(
      ({ ok }) => ok,
      () => false,
    );
  await eventually(ready, 'readiness');
  const client = await SmtpClient.greeted(port);
  // Some 1,000 bytes of log each: a pipe holds 64 KB.
  for (let n = 0; n < MAILS; n++) expect(await client.message(`Subject: ${n}\r\n\r\nVi ses.\r\n`)).toMatch(/^250 /u);
  client.close();
  await eventually(() => maildir(join(folder, 'out')).length === MAILS, 'the deliveries');
  const metrics = await (await fetch(`http://127.0.0.1:${admin}/metrics`)).text();
  expect(metrics).toMatch(/^brevvakt_log_lines_dropped_total 0$/mu);
  let text = '';
  child.stdout.setEncoding('utf8').on('data', (chunk: string) => (text += chunk));
  child.kill('SIGTERM');
  expect(await ended).toBe(0);
  const messages = text
    .trimEnd()
    .split('\n')
    .map((line) => (JSON.parse(line) as { msg: string }).msg);
  expect(messages.filter((message) => message === 'Message answered')).toHaveLength(MAILS);
  expect(messages.indexOf('brevvakt ready')).toBeLessThan(messages.indexOf('Message answered'));
  expect(messages.at(-1)).toBe('stopped');
  removeFolder(folder);
});

it('stops although nobody reads', async () => {
  const folder = scratchFolder('log-reader');
  const port = await freePort();
  const config = writeConfig({ folder, port });
  const child = spawn(process.execPath, [CLI, 'serve', '--config', config], { stdio: ['ignore', 'pipe', 'ignore'] });
  const ended = new Promise<number | null>((done) => child.once('exit', done));
  await eventually(
    () =>
      SmtpClient.greeted(port).then(
        (client) => (client.close(), true),
        () => false,
      ),
    'readiness',
  );
  const client = await SmtpClient.greeted(port);
  for (let n = 0; n < MAILS; n++) await client.message(`Subject: ${n}\r\n\r\nVi ses.\r\n`);
  client.close();
  child.kill('SIGTERM');
  expect(await ended).toBe(0);
  child.stdout.destroy();
  removeFolder(folder);
});
