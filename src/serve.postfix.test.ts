/** The gateway between real Postfix servers: one sends through it, one receives, one is the secure channel. */
import { spawnSync } from 'node:child_process';
import { chmodSync, copyFileSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import {
  eventually,
  freePort,
  mail,
  missingPrograms,
  removeFolder,
  REPOSITORY,
  scratchFolder,
  startGateway,
  stopGateway,
  writeConfig,
  type GatewayProcess,
} from './testing/gateway.ts';
import { startPostfix, type Postfix } from './testing/postfix.ts';
import { SmtpClient } from './testing/smtp-client.ts';

const missing = missingPrograms('postfix', 'smtp-source');
const isRoot = process.getuid?.() === 0;
const reason = missing ?? (isRoot ? null : 'skipped: Postfix instances need root');

describe.skipIf(reason !== null)(`between Postfix servers${reason === null ? '' : ` (${reason})`}`, () => {
  let folder: string;
  let gateway: GatewayProcess;
  let sending: Postfix;
  let receiving: Postfix;
  let secure: Postfix;

  beforeAll(async () => {
    folder = scratchFolder('postfix');
    chmodSync(folder, 0o755); // Postfix's own users pass through it
    const port = await freePort();
    receiving = await startPostfix(join(folder, 'receiving'), 'receiving');
    secure = await startPostfix(join(folder, 'secure'), 'secure');
    sending = await startPostfix(join(folder, 'sending'), 'sending', { relayPort: port });
    const smtp = (to: Postfix) => ({ type: 'smtp', host: '127.0.0.1', port: to.port, tls: 'none' });
    gateway = await startGateway(
      writeConfig({
        folder,
        port,
        settings: {
          nextHop: smtp(receiving),
          secureChannels: { sefos: smtp(secure) },
          delivery: { retryDelays: ['1s'] },
        },
      }),
    );
  });
  afterAll(async () => {
    await stopGateway(gateway);
    for (const postfix of [sending, receiving, secure]) postfix.stop();
    removeFolder(folder);
  });

  async function send(data: string, to: readonly string[]): Promise<void> {
    const client = await SmtpClient.greeted(sending.port);
    expect(await client.message(data, 'anna@kommun.example', to)).toMatch(/^250 /);
    client.close();
  }
  const withMark = (postfix: Postfix, mark: string): string[] =>
    postfix.delivered().filter((text) => text.includes(mark));
  const explanations = (): string[] =>
    receiving.delivered().filter((text) => text.includes('Auto-Submitted: auto-generated'));

  it('passes plain mail on', async () => {
    await send(mail('From: anna@kommun.example', 'To: b@example.org', 'Subject: Hej', '', 'plain-mail-mark'), [
      'b@example.org',
    ]);
    await eventually(() => withMark(receiving, 'plain-mail-mark').length === 1, 'delivery');
    expect(withMark(secure, 'plain-mail-mark')).toEqual([]);
  });

  it('reroutes a DOCX that holds a Norwegian synthetic number, and explains it in Norwegian', async () => {
    const docx = readFileSync(join(REPOSITORY, 'test-fixtures/documents/serve/vedtak.docx'))
      .toString('base64')
      .replace(/.{76}/gu, '$&\r\n');
    const before = explanations().length;
    await send(
      mail(
        'From: anna@kommun.example',
        'To: b@example.org',
        'Subject: docx-mail-mark',
        'MIME-Version: 1.0',
        'Content-Type: multipart/mixed; boundary=b',
        '',
        '--b',
        'Content-Type: text/plain; charset=utf-8',
        'Content-Transfer-Encoding: 8bit',
        '',
        'Hei, her er vedtaket som du ikke har fått ennå. Vennlig hilsen Anna',
        '--b',
        'Content-Type: application/vnd.openxmlformats-officedocument.wordprocessingml.document',
        'Content-Disposition: attachment; filename=vedtak.docx',
        'Content-Transfer-Encoding: base64',
        '',
        docx,
        '--b--',
      ),
      ['b@example.org'],
    );
    await eventually(
      () => withMark(secure, 'docx-mail-mark').length === 1 && explanations().length === before + 1,
      'hand-over and explanation',
    );
    expect(withMark(receiving, 'docx-mail-mark')).toEqual([]);
    expect(explanations().some((text) => text.includes('vedtak.docx') && text.includes('sikker kanal'))).toBe(true);
  });

  it('rules one internal and two external recipients apart', async () => {
    await send(
      mail(
        'From: anna@kommun.example',
        'To: b@example.org',
        'Subject: split-mail-mark',
        '',
        'Personnummer 19121212-1212',
      ),
      ['b@example.org', 'c@example.net', 'carl@kommun.example'],
    );
    await eventually(
      () => withMark(secure, 'split-mail-mark').length === 2 && withMark(receiving, 'split-mail-mark').length === 1,
      'three copies',
    );
    expect(withMark(receiving, 'split-mail-mark')[0]).toContain('X-Brevvakt-Verdict: tag');
  });

  it('carries a thousand mails, none lost, none doubled', async () => {
    const { status } = spawnSync('smtp-source', [
      '-s',
      '10',
      '-m',
      '1000',
      '-N',
      '-l',
      '2000',
      '-f',
      'anna@kommun.example',
      '-t',
      'burst@example.org',
      '-S',
      'burst',
      `127.0.0.1:${sending.port}`,
    ]);
    expect(status).toBe(0);
    const recipients = (): string[] =>
      receiving.delivered().flatMap((text) => /^X-Original-To: (\d+burst@\S+)/mu.exec(text)?.[1] ?? []);
    await eventually(() => recipients().length >= 1000, 'a thousand deliveries', 120_000);
    expect(new Set(recipients()).size).toBe(1000);
    expect(recipients()).toHaveLength(1000);
  }, 180_000);
});

const noPostconf = missingPrograms('postconf');

describe.skipIf(noPostconf !== null)(`the trial's Postfix${noPostconf === null ? '' : ` (${noPostconf})`}`, () => {
  it('runs outside the chroot, where the name of the next host is unknown', () => {
    const folder = scratchFolder('trial');
    try {
      writeFileSync(join(folder, 'main.cf'), 'compatibility_level = 3.6\n');
      copyFileSync('/usr/share/postfix/master.cf.dist', join(folder, 'master.cf'));
      writeFileSync(join(folder, 'postfix'), '#!/bin/sh\n', { mode: 0o755 });
      const env = { PATH: `${folder}:${process.env['PATH'] ?? ''}`, MAIL_CONFIG: folder };
      const started = spawnSync('sh', [join(REPOSITORY, 'docker/postfix/start.sh')], { env, encoding: 'utf8' });
      expect(started).toMatchObject({ status: 0 });
      const chroots = spawnSync('postconf', ['-F', '*/*/chroot'], { env, encoding: 'utf8' }).stdout.trim().split('\n');
      expect(chroots.length).toBeGreaterThan(10);
      expect(chroots.filter((line) => !line.endsWith('= n'))).toEqual([]);
    } finally {
      removeFolder(folder);
    }
  });
});
