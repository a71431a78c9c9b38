/** A locked file and its password in two mails, through the running gateway, in both orders. */
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import {
  freePort,
  mail,
  REPOSITORY,
  removeFolder,
  scratchFolder,
  startGateway,
  stopGateway,
  writeConfig,
  type GatewayProcess,
} from './testing/gateway.ts';
import { mailWith } from './testing/hostile-files.ts';
import { SmtpClient } from './testing/smtp-client.ts';

const LOCKED = readFileSync(join(REPOSITORY, 'test-fixtures/documents/archive/names.7z'));
const note = (body: string): string =>
  mail('From: Anna <anna@kommun.example>', 'To: x@example.org', 'Subject: Hej', '', body);
/** So vague that a mail of its own passes. */
const VAGUE = note('Lösenord: blåbärssoppa och vi ses');

describe('a locked file and its password in two mails', () => {
  let folder: string;
  let port: number;
  let gateway: GatewayProcess;
  const send = async (data: string | Buffer, to: string): Promise<string> => {
    const client = await SmtpClient.greeted(port);
    const reply = await client.message(data.toString('utf8'), 'anna@kommun.example', [to]);
    client.close();
    return reply;
  };

  beforeAll(async () => {
    folder = scratchFolder('passwords');
    mkdirSync(join(folder, 'rules/local'), { recursive: true });
    // the house allows files locked with AES when their password goes another way
    const allowed = { adjust: [{ rule: 'external-encrypted-aes', mode: 'enforce' }] };
    writeFileSync(join(folder, 'rules/local/aes.yaml'), JSON.stringify(allowed));
    port = await freePort();
    gateway = await startGateway(writeConfig({ folder, port, settings: { rules: './rules' } }));
  });
  afterAll(async () => {
    await stopGateway(gateway);
    removeFolder(folder);
  });

  it('each alone passes', async () => {
    expect(await send(mailWith([{ name: 'avtal.7z', bytes: LOCKED }]), 'a@example.org')).toMatch(/^250/u);
    expect(await send(VAGUE, 'b@example.org')).toMatch(/^250/u);
  });

  it('the password is stopped when the file went before', async () => {
    expect(await send(mailWith([{ name: 'avtal.7z', bytes: LOCKED }]), 'c@example.org')).toMatch(/^250/u);
    expect(await send(VAGUE, 'c@example.org')).toMatch(/^550 5\.7\.1/u);
  });

  it.each(['Sommar2026!', 'Kod: 7Hk29sQx', 'koden är Sommar2026!', 'Hej Bo!\n\n7Hk29sQx\n\nAnna'])(
    'so are short notes, which pass by themselves: %j',
    async (body) => {
      const to = `${Buffer.from(body).toString('hex')}@example.org`.slice(-60);
      expect(await send(note(body), `x${to}`)).toMatch(/^250/u);
      expect(await send(mailWith([{ name: 'avtal.7z', bytes: LOCKED }]), `y${to}`)).toMatch(/^250/u);
      expect(await send(note(body), `y${to}`)).toMatch(/^550 5\.7\.1/u);
      expect(await send(note('Vi ses på måndag kl 10, sal B12.'), `y${to}`)).toMatch(/^250/u);
    },
  );

  it('the file is stopped when the password went before', async () => {
    expect(await send(VAGUE, 'd@example.org')).toMatch(/^250/u);
    expect(await send(mailWith([{ name: 'avtal.7z', bytes: LOCKED }]), 'd@example.org')).toMatch(/^550 5\.7\.1/u);
  });
});
