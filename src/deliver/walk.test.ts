import { Readable } from 'node:stream';
import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { SmtpClient } from '../testing/smtp-client.ts';
import { startTestListener, type TestListener } from '../testing/smtp-listener.ts';
import { startSmtpSink, type SmtpSink } from '../testing/smtp-sink.ts';
import { makeHop, type Hop } from './deliver.ts';

/** From client to next hop with nothing in between: what is inspected is what is sent (P2). */
describe('a mail from client to next hop', () => {
  let sink: SmtpSink;
  let hop: Hop;
  let listener: TestListener;
  let client: SmtpClient;

  beforeAll(async () => {
    sink = await startSmtpSink();
    const settings = { type: 'smtp', host: sink.host, port: sink.port, hostname: 'gateway.test.example' } as const;
    hop = makeHop('nextHop', { ...settings, connections: 1, messagesPerConnection: 10_000 });
    listener = await startTestListener({
      reply: async ({ envelope, data }) => {
        const [result] = await hop.send({
          ...envelope,
          size: data.length,
          content: async () => Promise.resolve(Readable.from([data], { objectMode: false })),
        });
        return { outcome: result?.state === 'delivered' ? 'accepted' : 'unexpected' };
      },
    });
    client = await SmtpClient.greeted(listener.port);
  });
  afterAll(async () => {
    client.close();
    await listener.listener.close(0);
    await hop.close();
    await sink.close();
  });

  test('is one mail, the one we saw, whatever newlines and dots it is made of', async () => {
    const words = fc.constantFrom(
      '\r\n',
      '\n',
      '\r',
      '.',
      '..',
      '\r\n.',
      '\n.\n',
      '\r.\r',
      '\n.\r\n',
      'MAIL FROM:<x@y.example>',
      'å',
      '\0',
    );
    await fc.assert(
      fc.asyncProperty(fc.array(words, { maxLength: 40 }), async (list) => {
        const text = list.join('');
        // the true end mark stands at the end only; a message begins like a line
        fc.pre(!`\r\n${text}\r\n`.includes('\r\n.\r\n'));
        const [before, seen] = [sink.messages.length, listener.taken.length];
        expect(await client.message(text)).toMatch(/^250 /);
        expect(listener.taken.length).toBe(seen + 1);
        expect(sink.messages.length).toBe(before + 1);
        expect(sink.messages.at(-1)?.data.equals(listener.taken.at(-1)?.data ?? Buffer.alloc(0))).toBe(true);
        expect(sink.messages.at(-1)?.data.toString('latin1').replaceAll('\r\n', '')).not.toMatch(/[\r\n]/);
      }),
      { numRuns: 500 },
    );
  });
});
