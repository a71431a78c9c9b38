import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
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
import { startSmtpSink } from './testing/smtp-sink.ts';

const ROUNDS = 8;
const CLIENTS = 5;
/** acknowledged mails of one round after which the gateway is killed */
const KILL_AFTER = 25;

const letter = (number: string, body: string): string =>
  mail('From: Anna <anna@kommun.example>', 'To: b@example.org', `X-Number: ${number}`, 'Subject: Nummer', '', body);

/** Sends until the connection breaks; reports what was acknowledged. */
async function sendUntilGone(port: number, prefix: string, acknowledged: (number: string) => void): Promise<void> {
  const client = await SmtpClient.greeted(port).catch(() => null);
  if (client === null) return;
  for (let i = 0; ; i++) {
    const number = `${prefix}-${i}`;
    const big = i % 7 === 3 ? 'Rad med text som gör brevet större.\r\n'.repeat(4_000) : 'Hej';
    const reply = await client.message(letter(number, i % 5 === 0 ? `Personnummer 19121212-1212 ${big}` : big));
    if (!reply.startsWith('250')) break;
    acknowledged(number);
  }
  client.close();
}

const numbersIn = (messages: readonly Buffer[]): string[] =>
  messages.flatMap((message) => /^X-Number: (\S+)/mu.exec(message.toString('latin1'))?.[1] ?? []);

describe('killed again and again under load', () => {
  it('loses no mail it has acknowledged', async () => {
    const folder = scratchFolder('crash');
    const sink = await startSmtpSink();
    const port = await freePort();
    const config = writeConfig({
      folder,
      port,
      settings: {
        nextHop: { type: 'smtp', host: '127.0.0.1', port: sink.port, tls: 'none' },
        delivery: { retryDelays: ['200ms'] },
      },
    });
    const acknowledged = new Set<string>();
    for (let round = 0; round < ROUNDS; round++) {
      const gateway: GatewayProcess = await startGateway(config);
      let count = 0;
      const acknowledge = (number: string): void => {
        acknowledged.add(number);
        if (++count === KILL_AFTER) gateway.child.kill('SIGKILL');
      };
      await Promise.all(
        Array.from({ length: CLIENTS }, (_, client) => sendUntilGone(port, `${round}-${client}`, acknowledge)),
      );
      expect(await gateway.ended).toBe('SIGKILL');
    }
    const last = await startGateway(config);
    const arrived = (): Set<string> =>
      new Set([
        ...numbersIn(sink.messages.map((message) => message.data)),
        ...numbersIn(maildir(join(folder, 'secure'))),
      ]);
    await eventually(
      () => [...acknowledged].every((number) => arrived().has(number)),
      'every acknowledged mail arrives',
      60_000,
    );
    expect(acknowledged.size).toBeGreaterThanOrEqual(ROUNDS * KILL_AFTER);
    expect(await stopGateway(last)).toBe(0);
    await sink.close();
    removeFolder(folder);
  }, 300_000);
});
