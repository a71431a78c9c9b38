import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, describe, expect, test } from 'vitest';
import { GatewayError } from '../core/outcomes.ts';
import { SmtpClient } from '../testing/smtp-client.ts';
import type { SmtpReply } from './smtp-in.ts';
import { sha256, startTestListener, type TestListener } from '../testing/smtp-listener.ts';

const fixture = (name: string): string =>
  readFileSync(join(import.meta.dirname, '../../test-fixtures/tls', name), 'utf8');
const TLS = { key: fixture('test-only-server.key'), cert: fixture('test-only-server.crt') };
const TRUST = { ca: fixture('test-only-ca.crt'), servername: 'localhost' };

let open: TestListener | null = null;
const clients: SmtpClient[] = [];

async function listen(...options: Parameters<typeof startTestListener>): Promise<TestListener> {
  open = await startTestListener(...options);
  return open;
}
async function greet(port: number): Promise<SmtpClient> {
  const client = await SmtpClient.greeted(port);
  clients.push(client);
  return client;
}
const fail = (error: Error) => (): never => {
  throw error;
};

afterEach(async () => {
  for (const client of clients.splice(0)) client.close();
  await open?.listener.close(0);
  open = null;
});

describe('a message', () => {
  test('is accepted with our id as the last word', async () => {
    const { port, taken } = await listen();
    const client = await greet(port);
    expect(await client.message('Subject: hej\r\n\r\nhej')).toBe('250 2.0.0 Ok: queued as TEST1');
    expect(await client.message('Subject: hopp\r\n\r\nhopp')).toBe('250 2.0.0 Ok: queued as TEST2');
    expect(taken.map((one) => one.data.toString())).toEqual([
      'Subject: hej\r\n\r\nhej\r\n',
      'Subject: hopp\r\n\r\nhopp\r\n',
    ]);
    expect(taken[0]?.envelope).toMatchObject({
      id: 'TEST1',
      sender: 'a@kommun.example',
      recipients: [{ address: 'b@example.org' }],
      client: { address: '127.0.0.1', helo: 'client.test.example' },
    });
  });

  test('arrives byte for byte: 8-bit, long lines, dots, NUL, no text at all', async () => {
    const { port, taken } = await listen();
    const client = await greet(port);
    const bytes = Buffer.from(Array.from({ length: 256 }, (_, i) => i).filter((byte) => byte !== 10 && byte !== 13));
    const samples = [
      Buffer.concat([Buffer.from('Subject: x\r\n\r\n'), bytes, Buffer.from('\r\n')]),
      Buffer.from(`Subject: x\r\n\r\n${'å'.repeat(100_000)}\r\n`),
      Buffer.from('.\r\n..\r\n.a\r\n\r\n.\r\n.\r\n'),
      Buffer.alloc(0),
    ];
    for (const sample of samples) {
      const stuffed = Buffer.from(sample.toString('latin1').replace(/^\./gm, '..'), 'latin1');
      await client.envelope();
      await client.send(Buffer.concat([stuffed, Buffer.from('.\r\n')]));
      expect(await client.reply()).toMatch(/^250 /);
    }
    expect(taken.map((one) => sha256(one.data))).toEqual(samples.map(sha256));
  });

  test('keeps the parameters of MAIL and RCPT', async () => {
    const { port, taken } = await listen();
    const client = await greet(port);
    await client.command('MAIL FROM:<> SIZE=3 BODY=8BITMIME SMTPUTF8 RET=FULL ENVID=a+2Bb');
    await client.command('RCPT TO:<å@övik.example> NOTIFY=SUCCESS,FAILURE ORCPT=utf-8;å@övik.example');
    await client.command('RCPT TO:<"b c"@EXAMPLE.org> NOTIFY=NEVER');
    await client.command('DATA');
    await client.send('x\r\n.\r\n');
    expect(await client.reply()).toMatch(/^250 /);
    expect(taken[0]?.envelope).toMatchObject({
      sender: null,
      recipients: [
        { address: 'å@övik.example', notify: ['SUCCESS', 'FAILURE'], orcpt: 'utf-8;å@övik.example' },
        { address: '"b c"@example.org', notify: ['NEVER'] },
      ],
      body: '8BITMIME',
      smtputf8: true,
      dsn: { ret: 'FULL', envid: 'a+2Bb' },
    });
  });

  test('is sent pipelined, the next one begun and QUIT said in one go with the end mark (RFC 2920 §3.1)', async () => {
    const { port, taken } = await listen();
    const client = await greet(port);
    const group = 'MAIL FROM:<a@kommun.example>\r\nRCPT TO:<b@example.org>\r\nDATA\r\n';
    await client.send(group);
    for (const code of ['250', '250', '354']) expect(await client.reply()).toMatch(new RegExp(`^${code}`));
    await client.send(`one\r\n.\r\nRSET\r\n${group}`);
    for (const code of ['250', '250', '250', '250', '354'])
      expect(await client.reply()).toMatch(new RegExp(`^${code}`));
    await client.send('two\r\n.\r\nQUIT\r\n');
    expect(await client.reply()).toMatch(/^250 /);
    expect(await client.reply()).toMatch(/^221 /);
    await client.ended();
    expect(taken.map((one) => one.data.toString())).toEqual(['one\r\n', 'two\r\n']);
  });
});

describe('an answer', () => {
  test('to a rejection by policy is one ASCII line with what the pipeline wrote', async () => {
    const { port } = await listen({
      reply: () => ({ outcome: 'rejected-by-policy', text: 'Regel åäö\r\n250 ok [x] ref TEST1' }),
    });
    const client = await greet(port);
    expect(await client.message('x')).toBe('550 5.7.1 Regel ?????250 ok [x] ref TEST1');
  });

  test.each([
    ['an unknown error', new Error('boom'), '451 4.3.0'],
    ['an error that wants to refuse for good', new GatewayError('hop-refused', 'no'), '451 4.3.0'],
    ['an error that wants to accept', new GatewayError('accepted', 'yes'), '451 4.3.0'],
    ['a full disk', Object.assign(new Error('full'), { code: 'ENOSPC' }), '452 4.3.1'],
    ['trouble storing', new GatewayError('cannot-store', 'no'), '451 4.3.0'],
    ['trouble inspecting', new GatewayError('cannot-inspect', 'no'), '451 4.3.0'],
  ])('to %s is temporary, wherever it comes from', async (_name, error, answer) => {
    const noop = async (): Promise<void> => Promise.resolve();
    const bytes = { kind: 'inline', bytes: new Uint8Array(), size: 0 } as const;
    const good = { write: noop, finish: async () => Promise.resolve(bytes), abort: noop };
    const hooks = [
      { openWriter: fail(error) },
      { openWriter: () => Promise.reject(error) },
      { openWriter: () => ({ ...good, write: fail(error) }) },
      { openWriter: () => ({ ...good, write: () => Promise.reject(error) }) },
      { openWriter: () => ({ ...good, finish: () => Promise.reject(error) }) },
      { openWriter: () => good, accept: () => Promise.reject(error) },
      { openWriter: () => good, accept: fail(error) },
    ];
    for (const hook of hooks) {
      const { port, listener } = await startTestListener(hook);
      const client = await greet(port);
      const reply = await client.envelope();
      if (reply.startsWith('354')) {
        await client.send('x\r\n.\r\n');
        expect(await client.reply()).toMatch(new RegExp(`^${answer}`));
      } else expect(reply).toMatch(new RegExp(`^${answer}`));
      expect(await client.command('NOOP')).toMatch(/^250/);
      client.close();
      await listener.close(0);
    }
  });

  test('to a client that is not allowed is 550 5.7.1, whatever it tries', async () => {
    const { port, taken } = await listen({ allowedClients: ['192.0.2.0/24'] });
    const client = await greet(port);
    expect(await client.command('MAIL FROM:<a@kommun.example>')).toMatch(/^550 5\.7\.1 /);
    expect(await client.command('RCPT TO:<b@example.org>')).toMatch(/^550 5\.7\.1 /);
    expect(await client.command('DATA')).toMatch(/^550 5\.7\.1 /);
    expect(taken).toEqual([]);
  });

  test('to a size that is too large comes at MAIL, and after the data when it was not declared', async () => {
    const { port, taken, aborted } = await listen({ maxMessageBytes: 1000 });
    const client = await greet(port);
    expect(await client.command('MAIL FROM:<a@kommun.example> SIZE=1001')).toMatch(/^552 5\.3\.4 /);
    expect(await client.message('x'.repeat(998))).toMatch(/^250 /);
    expect(await client.message('x'.repeat(200_000))).toMatch(/^552 5\.3\.4 /);
    expect(await client.message('x')).toMatch(/^250 /);
    expect(taken.length).toBe(2);
    expect(aborted).toEqual(['TEST2']);
  });

  test('to a message after MAIL is told on for whoever asks later, with what was known by then', async () => {
    const refused: unknown[] = [];
    const { port } = await listen({
      maxMessageBytes: 1000,
      refused: ({ sender, recipients }, outcome) => refused.push([sender, recipients, outcome]),
    });
    const client = await greet(port);
    await client.command('MAIL FROM:<a@kommun.example> SIZE=1001');
    await client.message('x'.repeat(2_000));
    await client.message(`${'Received: x\r\n'.repeat(51)}\r\nx`);
    await client.message('x');
    const [sender, recipients] = ['a@kommun.example', [{ address: 'b@example.org' }]];
    expect(refused).toEqual([
      [sender, [], 'message-too-large'],
      [sender, recipients, 'message-too-large'],
      [sender, recipients, 'mail-loop'],
    ]);
  });

  test('to a client that may not relay is told on too, a few times an hour', async () => {
    const refused: unknown[] = [];
    const { port } = await listen({
      allowedClients: ['192.0.2.0/24'],
      refused: ({ sender, recipients }, outcome) => refused.push([sender, recipients, outcome]),
    });
    const client = await greet(port);
    await client.command('MAIL FROM:<nonsense');
    for (let i = 0; i < 30; i++)
      expect(await client.command('MAIL FROM:<printer@kommun.example>')).toMatch(/^550 5\.7\.1 /);
    expect(refused).toEqual(Array.from({ length: 20 }, () => ['printer@kommun.example', [], 'client-not-allowed']));
  });

  test('to nothing is HELO taken for EHLO: the envelope says which it was', async () => {
    const { port, taken } = await listen();
    const client = await greet(port);
    await client.message('x');
    await client.command('HELO client.test.example');
    await client.message('x');
    expect(taken.map(({ envelope }) => envelope.client.plainSmtp)).toEqual([undefined, true]);
  });

  test('to too many recipients is 452 4.5.3, and the others stay', async () => {
    const { port, taken } = await listen({ maxRecipients: 2 });
    const client = await greet(port);
    await client.command('MAIL FROM:<a@kommun.example>');
    for (const code of ['250', '250', '452 4.5.3']) {
      expect(await client.command(`RCPT TO:<b${code.slice(0, 3)}${code.length}${Math.random()}@example.org>`)).toMatch(
        new RegExp(`^${code}`),
      );
    }
    await client.command('DATA');
    await client.send('x\r\n.\r\n');
    expect(await client.reply()).toMatch(/^250 /);
    expect(taken[0]?.envelope.recipients.length).toBe(2);
  });

  test('to more than fifty Received fields is 554 5.4.6', async () => {
    const { port, taken } = await listen();
    const client = await greet(port);
    expect(await client.message(`${'Received: x\r\n'.repeat(50)}\r\nhej`)).toMatch(/^250 /);
    expect(await client.message(`${'Received: x\r\n'.repeat(51)}\r\nhej`)).toMatch(/^554 5\.4\.6 /);
    expect(taken.length).toBe(1);
  });

  test('to commands out of order or malformed is 5xx, and the session goes on', async () => {
    const { port } = await listen();
    const client = await greet(port);
    expect(await client.command('DATA')).toMatch(/^503 5\.5\.1/);
    expect(await client.command('RCPT TO:<b@example.org>')).toMatch(/^503 5\.5\.1/);
    expect(await client.command('MAIL <a@kommun.example>')).toMatch(/^501 5\.5\.4/);
    expect(await client.command('MAIL FROM:<å@kommun.example>')).toMatch(/^553 5\.6\.7/);
    expect(await client.command('MAIL FROM:<a@kommun.example> FOO=1')).toMatch(/^555 5\.5\.4/);
    expect(await client.command('MAIL FROM:<a@kommun.example>')).toMatch(/^250/);
    expect(await client.command('MAIL FROM:<a@kommun.example>')).toMatch(/^503 5\.5\.1/);
    expect(await client.command('AUTH PLAIN x')).toMatch(/^500/);
    await client.send('NOOP\n');
    expect(await client.reply()).toMatch(/^500 5\.5\.2/);
    await client.send('NO\rOP\r\n');
    expect(await client.reply()).toMatch(/^500 5\.5\.2/);
    await client.send(`NOOP ${'x'.repeat(5000)}\r\n`);
    expect(await client.reply()).toMatch(/^500 5\.5\.2/);
    await client.ended();
  });

  test('to MAIL while too much is in flight is temporary', async () => {
    const { port } = await listen({ maxBytesInFlight: 1000 });
    const [first, second] = [await greet(port), await greet(port)];
    await first.envelope();
    await first.send(`${'x'.repeat(2000)}\r\n`);
    // the listener has read these bytes when it answers a later connection's commands only by chance: ask until it has
    let reply = '';
    do {
      await second.command('RSET');
      reply = await second.command('MAIL FROM:<a@kommun.example>');
    } while (reply.startsWith('250'));
    expect(reply).toMatch(/^452 4\.3\.1 /);
    await first.send('.\r\n');
    expect(await first.reply()).toMatch(/^250 /);
    expect(await second.command('MAIL FROM:<a@kommun.example>')).toMatch(/^250 /);
  });
});

describe('smuggling', () => {
  const secondMail =
    'MAIL FROM:<boss@kommun.example>\r\nRCPT TO:<b@example.org>\r\nDATA\r\nSubject: two\r\n\r\ntwo\r\n.\r\n';

  test.each(['\n.\n', '\n.\r\n', '\r.\r\n', '\r.\r', '\r\n.\n', '\r\n.\r', '\r\n\0.\r\n', '\n.\r'])(
    'by %j makes no second mail: it stays text of the first, with CRLF line ends',
    async (mark) => {
      const { port, taken } = await listen();
      const client = await greet(port);
      expect(await client.message(`Subject: one\r\n\r\none${mark}${secondMail.slice(0, -5)}`)).toMatch(/^250 /);
      expect(await client.command('NOOP')).toMatch(/^250/);
      expect(taken.length).toBe(1);
      const text = taken[0]?.data.toString() ?? '';
      expect(text).toContain('MAIL FROM:<boss@kommun.example>\r\n');
      expect(text.replaceAll('\r\n', '')).not.toMatch(/[\r\n]/);
    },
  );

  test.each(['\n.\n', '\n.\r\n', '\r.\r\n', 'a\nb', 'a\rb'])(
    'by %j is refused with 554 5.5.2 when set so',
    async (mark) => {
      const { port, taken, aborted } = await listen({ bareNewline: 'reject' });
      const client = await greet(port);
      expect(await client.message(`Subject: one\r\n\r\none${mark}MAIL FROM:<boss@kommun.example>`)).toMatch(
        /^554 5\.5\.2 /,
      );
      expect(await client.message('Subject: two\r\n\r\ntwo')).toMatch(/^250 /);
      expect(taken.length).toBe(1);
      expect(aborted).toEqual(['TEST1']);
    },
  );

  test.each(['normalize', 'reject'] as const)(
    'by a whole mail behind the real end mark makes none at all (%s)',
    async (bareNewline) => {
      const { port, taken } = await listen({ bareNewline });
      const client = await greet(port);
      await client.envelope();
      await client.send(`Subject: one\r\n\r\none\r\n.\r\n${secondMail}`);
      expect(await client.reply()).toMatch(/^554 5\.5\.2 /);
      await client.ended();
      expect(taken).toEqual([]);
    },
  );

  test('by text behind the end mark is refused', async () => {
    const { port, taken } = await listen();
    const client = await greet(port);
    await client.envelope();
    await client.send('Subject: one\r\n\r\none\r\n.\r\nand more text\r\n');
    expect(await client.reply()).toBe('554 5.5.2 Data after the end of the message not accepted');
    expect(taken).toEqual([]);
  });

  test('by data sent together with DATA is refused', async () => {
    const { port, taken } = await listen();
    const client = await greet(port);
    await client.send(secondMail);
    expect(await client.reply()).toMatch(/^250/);
    expect(await client.reply()).toMatch(/^250/);
    expect(await client.reply()).toMatch(/^554 5\.5\.0/);
    await client.ended();
    expect(taken).toEqual([]);
  });

  test('by commands in clear text before the handshake is dropped', async () => {
    const { port, taken } = await listen({ tls: TLS });
    const client = await greet(port);
    await client.send('STARTTLS\r\nMAIL FROM:<boss@kommun.example>\r\n');
    expect(await client.reply()).toMatch(/^220/);
    expect(taken).toEqual([]);
  });
});

describe('TLS', () => {
  test('is offered when there is a certificate, and goes into the envelope', async () => {
    const { port, taken } = await listen({ tls: TLS });
    const client = await SmtpClient.connect(port);
    clients.push(client);
    await client.reply();
    expect(await client.command('EHLO x')).toMatch(/STARTTLS/);
    await client.startTls(TRUST);
    const offered = await client.command('EHLO x');
    expect(offered).toMatch(/REQUIRETLS/);
    expect(offered).not.toMatch(/STARTTLS/);
    await client.command('MAIL FROM:<a@kommun.example> REQUIRETLS');
    await client.command('RCPT TO:<b@example.org>');
    await client.command('DATA');
    await client.send('x\r\n.\r\n');
    expect(await client.reply()).toMatch(/^250 /);
    expect(taken[0]?.envelope).toMatchObject({ requireTls: true, client: { tls: 'TLSv1.3' } });
  });

  test('is not offered without one, and demanded when set so', async () => {
    const { port } = await listen();
    const client = await SmtpClient.connect(port);
    clients.push(client);
    await client.reply();
    expect(await client.command('EHLO x')).not.toMatch(/STARTTLS/);
    await open?.listener.close(0);
    const demanding = await listen({ tls: TLS, requireTls: true });
    const second = await greet(demanding.port);
    expect(await second.command('MAIL FROM:<a@kommun.example>')).toMatch(/^530 5\.7\.0 /);
  });

  test('tells clients apart by the name in their certificate', async () => {
    const tls = { ...TLS, ca: TRUST.ca };
    const { port } = await listen({ tls, demands: { clientCertificateNames: ['Client.Test.example'] } });
    const own = { cert: fixture('test-only-client.crt'), key: fixture('test-only-client.key') };
    const other = { cert: TLS.cert, key: TLS.key };
    for (const [certificate, answer] of [
      [own, /^250/],
      [other, /^550 5\.7\.1/],
      [{}, /^550 5\.7\.1/],
    ] as const) {
      const client = await greet(port);
      expect(await client.command('MAIL FROM:<a@kommun.example>')).toMatch(/^530 5\.7\.0/);
      await client.startTls({ ...TRUST, ...certificate });
      await client.command('EHLO x');
      expect(await client.command('MAIL FROM:<a@kommun.example>')).toMatch(answer);
    }
  });
});

describe('a listener', () => {
  test('may demand a sender domain', async () => {
    const { port } = await listen({ demands: { senderDomains: ['Kommun.example'] } });
    const client = await greet(port);
    expect(await client.command('MAIL FROM:<a@sub.kommun.example>')).toMatch(/^550 5\.7\.1/);
    expect(await client.command('MAIL FROM:<>')).toMatch(/^250/);
    await client.command('RSET');
    expect(await client.command('MAIL FROM:<a@KOMMUN.example>')).toMatch(/^250/);
  });

  test('may demand a tenant header, exactly one with the right value', async () => {
    const { port, taken } = await listen({ demands: { tenantHeader: { name: 'X-Tenant', values: ['one'] } } });
    const client = await greet(port);
    expect(await client.message('X-Tenant: ONE\r\n\r\nx')).toMatch(/^250/);
    expect(await client.message('X-Tenant: two\r\n\r\nx')).toMatch(/^550 5\.7\.1/);
    expect(await client.message('X-Tenant: two\r\nX-Tenant: one\r\n\r\nx')).toMatch(/^550 5\.7\.1/);
    expect(await client.message('Subject: x\r\n\r\nX-Tenant: one')).toMatch(/^550 5\.7\.1/);
    expect(taken.length).toBe(1);
  });

  test('believes XFORWARD of listed proxies only, and for show only', async () => {
    const { port, taken } = await listen({ xforward: ['127.0.0.1'] });
    const client = await greet(port);
    expect(await client.command('XFORWARD ADDR=203.0.113.9 NAME=mx.example')).toMatch(/^250/);
    expect(await client.message('x')).toMatch(/^250 /);
    expect(taken[0]?.envelope.client.address).toBe('203.0.113.9');
    await open?.listener.close(0);
    const other = await listen();
    const stranger = await greet(other.port);
    expect(await stranger.command('XFORWARD ADDR=203.0.113.9')).toMatch(/^5/);
  });

  test('survives clients that reset their connection at any point, and forgets what they sent', async () => {
    const { port, aborted, untilAborted, taken, listener } = await listen();
    const at: ((client: SmtpClient) => Promise<unknown>)[] = [
      async () => Promise.resolve(),
      async (client) => client.send('MAIL FR'),
      async (client) => client.command('MAIL FROM:<a@kommun.example>'),
      async (client) => client.envelope(),
      async (client) => {
        await client.envelope();
        await client.send('x'.repeat(100_000));
      },
    ];
    for (const stop of at) {
      const client = await greet(port);
      await stop(client);
      client.reset();
    }
    await untilAborted(2);
    expect(aborted.length).toBe(2);
    const last = await greet(port);
    expect(await last.message('still here')).toMatch(/^250/);
    expect(taken.length).toBe(1);
    expect(listener.connections()).toBe(1);
  });

  test('ends clients that say nothing, and those whose message never ends', async () => {
    const { port, untilAborted } = await listen({ idleTimeoutMs: 400 });
    const silent = await greet(port);
    expect(await silent.reply()).toMatch(/^421 /);
    const stuck = await greet(port);
    await stuck.envelope();
    await stuck.send('x');
    expect(await stuck.reply()).toMatch(/^421 /);
    await untilAborted(1);
    await open?.listener.close(0);

    const slow = await listen({ dataTimeoutMs: 300 });
    const trickling = await greet(slow.port);
    await trickling.envelope();
    const drip = setInterval(() => void trickling.send('x\r\n'), 10);
    expect(await trickling.reply()).toMatch(/^421 /);
    clearInterval(drip);
    await slow.untilAborted(1);
  });

  test('does not count waiting for our own decision as silence', async () => {
    const { port } = await listen({
      idleTimeoutMs: 1500,
      reply: async () => {
        await new Promise((resolve) => setTimeout(resolve, 3000));
        return { outcome: 'accepted' };
      },
    });
    const client = await greet(port);
    expect(await client.message('x')).toMatch(/^250 /);
  });

  test('leaves a client that may relay nearly all connections, and a stranger few', async () => {
    const trusted = await listen();
    const ours = await Promise.all(Array.from({ length: 200 }, () => SmtpClient.connect(trusted.port)));
    clients.push(...ours);
    const greetings = await Promise.all(ours.map((client) => client.reply()));
    expect(greetings.filter((reply) => !reply.startsWith('220 '))).toEqual([]);
    await open?.listener.close(0);
    const wary = await listen({ allowedClients: ['192.0.2.0/24'] });
    const strangers = await Promise.all(Array.from({ length: 21 }, () => SmtpClient.connect(wary.port)));
    clients.push(...strangers);
    const answers = await Promise.all(strangers.map((client) => client.reply()));
    expect(answers.filter((reply) => reply.startsWith('421 4.3.2')).length).toBe(1);
  });

  test('takes no more connections than it may', async () => {
    const { port } = await listen({ maxConnections: 2 });
    await greet(port);
    await greet(port);
    const third = await SmtpClient.connect(port);
    clients.push(third);
    expect(await third.reply()).toMatch(/^421 4\.3\.2/);
    await open?.listener.close(0);
    const perClient = await listen({ maxConnectionsPerClient: 1 });
    const only = await greet(perClient.port);
    const more = await SmtpClient.connect(perClient.port);
    clients.push(more);
    expect(await more.reply()).toMatch(/^421 4\.3\.2/);
    await only.command('QUIT');
    await only.ended();
    let reply = '';
    do {
      const again = await SmtpClient.connect(perClient.port);
      clients.push(again);
      reply = await again.reply();
    } while (reply.startsWith('421'));
    expect(reply).toMatch(/^220/);
  });

  test('closes gracefully: idle sessions at once, a message in flight after its answer', async () => {
    const { port, taken, listener } = await listen();
    const [idle, busy] = [await greet(port), await greet(port)];
    await busy.envelope();
    await busy.send('half');
    const closing = listener.close(10_000);
    expect(await idle.reply()).toMatch(/^421 4\.3\.2/);
    await expect(SmtpClient.connect(port)).rejects.toThrow();
    await busy.send(' a message\r\n.\r\n');
    expect(await busy.reply()).toMatch(/^250 /);
    expect(await busy.reply()).toMatch(/^421 4\.3\.2/);
    await closing;
    expect(taken[0]?.data.toString()).toBe('half a message\r\n');
  });

  test('cuts off what is not over when the grace is', async () => {
    const { port, listener, untilAborted } = await listen();
    const busy = await greet(port);
    await busy.envelope();
    await busy.send('half');
    await listener.close(10);
    await untilAborted(1);
  });

  test('says which port is taken', async () => {
    const { port } = await listen();
    await expect(startTestListener({ port })).rejects.toMatchObject({ code: 'EADDRINUSE' });
  });

  test('holds a fast client back while the writer is slow', async () => {
    let written = 0;
    let most = 0;
    let sent = 0;
    const { port } = await listen({
      openWriter: () => ({
        write: async (chunk) => {
          most = Math.max(most, sent - written);
          await new Promise((resolve) => setImmediate(resolve));
          written += chunk.length;
        },
        finish: async () => Promise.resolve({ kind: 'inline', bytes: new Uint8Array(), size: written }),
        abort: async () => Promise.resolve(),
      }),
    });
    const client = await greet(port);
    await client.envelope();
    const block = Buffer.from(`${'x'.repeat(998)}\r\n`.repeat(64));
    for (let i = 0; i < 400; i++) {
      await client.send(block);
      sent += block.length;
    }
    await client.send('.\r\n');
    expect(await client.reply()).toMatch(/^250 /);
    expect(written).toBe(block.length * 400);
    // what is on its way is in socket buffers of the system, not in ours
    expect(most).toBeLessThan(16 * 1024 * 1024);
  });
});

describe('a client that closes its side', () => {
  test('behind the last dot is answered, however long the decision takes', async () => {
    let decide: (reply: SmtpReply) => void = () => undefined;
    const reply = (): Promise<SmtpReply> => new Promise((resolve) => (decide = resolve));
    const { port, taken, listener } = await listen({ reply, idleTimeoutMs: 200 });
    const client = await greet(port);
    await client.envelope();
    await client.send('Subject: x\r\n\r\nx\r\n.\r\n');
    client.halfClose();
    await expect.poll(() => taken.length).toBe(1);
    await new Promise((resolve) => setTimeout(resolve, 500));
    decide({ outcome: 'accepted' });
    expect(await client.reply()).toBe('250 2.0.0 Ok: queued as TEST1');
    expect(await client.reply()).toBe('CLOSED');
    await expect.poll(() => listener.connections()).toBe(0);
  });

  test('inside TLS is answered too', async () => {
    const { port, taken } = await listen({
      tls: TLS,
      reply: async () => {
        await new Promise((resolve) => setTimeout(resolve, 100));
        return { outcome: 'accepted' };
      },
    });
    const client = await greet(port);
    await client.startTls(TRUST);
    await client.command('EHLO x');
    await client.envelope();
    await client.send('x\r\n.\r\n');
    client.halfClose();
    expect(await client.reply()).toBe('250 2.0.0 Ok: queued as TEST1');
    expect(taken).toHaveLength(1);
    await client.ended();
  });

  test('behind a group of commands has them all answered', async () => {
    const { port, taken } = await listen();
    const client = await greet(port);
    await client.envelope();
    await client.send('x\r\n.\r\nMAIL FROM:<a@kommun.example>\r\nRCPT TO:<b@example.org>\r\nDATA\r\n');
    client.halfClose();
    const replies = [];
    for (let reply = await client.reply(); reply !== 'CLOSED'; reply = await client.reply()) replies.push(reply);
    expect(replies.map((reply) => reply.slice(0, 3))).toEqual(['250', '250', '250', '354']);
    expect(taken).toHaveLength(1);
  });

  test('amid a message loses it, and idle just goes', async () => {
    const { port, taken, untilAborted, listener } = await listen();
    const client = await greet(port);
    await client.envelope();
    await client.send('Subject: x\r\n\r\nhalf');
    client.halfClose();
    expect(await client.reply()).toBe('CLOSED');
    await untilAborted(1);
    expect(taken).toEqual([]);
    const idle = await greet(port);
    idle.halfClose();
    expect(await idle.reply()).toBe('CLOSED');
    await expect.poll(() => listener.connections()).toBe(0);
  });

  test('before the greeting or amid the TLS handshake does not stay', async () => {
    const { port, listener } = await listen({ tls: TLS, idleTimeoutMs: 1_000 });
    const early = await SmtpClient.connect(port);
    early.halfClose();
    const secure = await greet(port);
    expect(await secure.command('STARTTLS')).toMatch(/^220 /u);
    secure.halfClose();
    await Promise.all([early.ended(), secure.ended()]);
    await expect.poll(() => listener.connections()).toBe(0);
  });
});
