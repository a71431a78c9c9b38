import { mkdtemp, readdir, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { messageId } from '../../core/brand.ts';
import { silentLog } from '../../core/log.ts';
import type { OutgoingMail } from './hop.ts';
import { MaildirHop } from './maildir.ts';

let folder = '';
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'brevvakt-maildir-'));
});
afterEach(async () => {
  await rm(folder, { recursive: true, force: true });
});

const mail = (content: () => Readable): OutgoingMail => ({
  id: messageId('TEST1'),
  sender: 'a@kommun.example',
  recipients: [{ address: 'b@example.org' }, { address: 'c@example.org' }],
  size: 3,
  body: '7BIT',
  smtputf8: false,
  requireTls: false,
  dsn: {},
  content: async () => Promise.resolve(content()),
});
const hopAt = (path: string): MaildirHop =>
  new MaildirHop('nextHop', { type: 'maildir', path, hostname: 'gateway/test.example' }, silentLog);

describe('MaildirHop', () => {
  test('stores the very bytes in new, one file a mail, readable by us only', async () => {
    const path = join(folder, 'deep', 'outbox');
    const hop = hopAt(path);
    const results = await Promise.all(
      Array.from({ length: 20 }, (_, i) => hop.send(mail(() => Readable.from([Buffer.from(`mail ${i}\r\n.\r\n`)])))),
    );
    expect(results.flat().every((one) => one.state === 'delivered')).toBe(true);
    const files = await readdir(join(path, 'new'));
    expect(files.length).toBe(20);
    expect(await readdir(join(path, 'tmp'))).toEqual([]);
    for (const file of files) expect(file).toMatch(/^\d+\.M\d+P\d+Q\d+\.gateway_test\.example$/);
    const texts = await Promise.all(files.map((file) => readFile(join(path, 'new', file), 'utf8')));
    expect(texts.sort()).toEqual(Array.from({ length: 20 }, (_, i) => `mail ${i}\r\n.\r\n`).sort());
    expect((await stat(join(path, 'new', files[0] ?? ''))).mode & 0o777).toBe(0o600);
    expect((await stat(path)).mode & 0o777).toBe(0o700);
  });

  test('takes the first mails at once, however their making of the folders meets', async () => {
    for (let round = 0; round < 100; round++) {
      const hop = hopAt(join(folder, String(round), 'var', 'outbox'));
      const results = await Promise.all(
        Array.from({ length: 8 }, () => hop.send(mail(() => Readable.from([Buffer.from('x')])))),
      );
      expect(results.flat().filter((one) => one.state !== 'delivered')).toEqual([]);
    }
  });

  test('leaves nothing behind when the mail cannot be read to its end, and waits', async () => {
    const broken = mail(() =>
      Readable.from(
        (function* () {
          yield Buffer.from('half');
          throw new Error('disk');
        })(),
      ),
    );
    const hop = hopAt(folder);
    expect(await hop.send(broken)).toMatchObject([{ state: 'deferred' }, { state: 'deferred' }]);
    expect(await readdir(join(folder, 'tmp'))).toEqual([]);
    expect(await readdir(join(folder, 'new'))).toEqual([]);
  });

  test('defers while the folder cannot be had, and makes it again when it was taken away', async () => {
    const path = join(folder, 'outbox');
    const hop = hopAt(path);
    await writeFile(path, 'in the way');
    expect(await hop.check()).toMatchObject({ ok: false });
    expect(await hop.send(mail(() => Readable.from([Buffer.from('x')])))).toMatchObject([
      { outcome: 'hop-unreachable' },
      {},
    ]);
    await rm(path);
    expect(await hop.check()).toMatchObject({ ok: true });
    await expect(stat(path)).rejects.toThrow('ENOENT'); // a look makes nothing
    expect(await hop.send(mail(() => Readable.from([Buffer.from('x')])))).toMatchObject([{ state: 'delivered' }, {}]);
    await rm(path, { recursive: true });
    await hop.send(mail(() => Readable.from([Buffer.from('x')])));
    expect(await hop.send(mail(() => Readable.from([Buffer.from('x')])))).toMatchObject([{ state: 'delivered' }, {}]);
  });
});
