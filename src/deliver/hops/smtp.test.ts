import { createServer } from 'node:net';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import fc from 'fast-check';
import { afterEach, describe, expect, test } from 'vitest';
import { messageId } from '../../core/brand.ts';
import { silentLog } from '../../core/log.ts';
import { sha256 } from '../../testing/smtp-listener.ts';
import { startSmtpSink, type SinkScript, type SmtpSink } from '../../testing/smtp-sink.ts';
import type { OutgoingMail } from './hop.ts';
import { makeHop } from './make-hop.ts';
import type { SmtpHopSettings } from './settings.ts';
import { SmtpHop } from './smtp.ts';

const fixture = (name: string): string =>
  readFileSync(join(import.meta.dirname, '../../../test-fixtures/tls', name), 'utf8');
const TLS = { key: fixture('test-only-server.key'), cert: fixture('test-only-server.crt') };
const CA = fixture('test-only-ca.crt');

const open: { close(): Promise<void> }[] = [];
afterEach(async () => {
  for (const one of open.splice(0).reverse()) await one.close();
});

async function sink(script: SinkScript = {}): Promise<SmtpSink> {
  const one = await startSmtpSink(script);
  open.push(one);
  return one;
}
function hop(port: number, more: Partial<SmtpHopSettings> = {}): SmtpHop {
  const settings = {
    type: 'smtp',
    host: '127.0.0.1',
    port,
    hostname: 'gateway.test.example',
    connections: 3,
    ...more,
  } as const;
  const one = new SmtpHop('nextHop', settings, silentLog);
  open.push(one);
  return one;
}
function mail(content: Buffer | string = 'Subject: x\r\n\r\nhej\r\n', more: Partial<OutgoingMail> = {}): OutgoingMail {
  const bytes = Buffer.from(content);
  return {
    id: messageId('TEST1'),
    sender: 'a@kommun.example',
    recipients: [{ address: 'b@example.org' }],
    size: bytes.length,
    body: '7BIT',
    smtputf8: false,
    requireTls: false,
    dsn: {},
    content: async () => Promise.resolve(Readable.from([bytes], { objectMode: false })),
    ...more,
  };
}
const three = { recipients: ['a', 'b', 'c'].map((name) => ({ address: `${name}@example.org` })) };

describe('a mail', () => {
  test('leaves byte for byte: signed, 8-bit, long lines, dots, nothing', async () => {
    const { port, received } = await sink();
    const next = hop(port);
    const bytes = Buffer.from(Array.from({ length: 256 }, (_, i) => i).filter((b) => b !== 10 && b !== 13));
    const samples = [
      Buffer.from(
        'DKIM-Signature: v=1; a=rsa-sha256;\r\n\tbh=abc=;\r\n  b=x y\r\nSubject:  two  blanks \r\n\r\nhej \t\r\n\r\n\r\n',
      ),
      Buffer.from(
        'Content-Type: multipart/signed; boundary="b"\r\n\r\n--b\r\n\r\n text=20\r\n--b\r\nContent-Type: application/pkcs7-signature\r\n\r\nMIIB\r\n--b--\r\n',
      ),
      Buffer.concat([Buffer.from('Subject: x\r\n\r\n'), bytes, Buffer.from('\r\n')]),
      Buffer.from(`Subject: x\r\n\r\n${'å'.repeat(50_000)}\r\n`),
      Buffer.from('.\r\n..\r\n.a\r\n\r\n.\r\n...\r\n.\r\n'),
      Buffer.alloc(0),
      Buffer.from('\r\n'),
    ];
    for (const sample of samples) {
      expect(await next.send(mail(sample))).toMatchObject([{ state: 'delivered' }]);
    }
    const messages = await received(samples.length);
    expect(messages.map((one) => sha256(one.data))).toEqual(samples.map(sha256));
  });

  test('leaves byte for byte however the stream is cut', async () => {
    const { port, messages } = await sink();
    const next = hop(port, { connections: 1, messagesPerConnection: 1000 });
    const words = fc.array(fc.constantFrom('\r\n', '\r\n.', '.', 'a', '\r\n\r\n'), { maxLength: 30 });
    await fc.assert(
      fc.asyncProperty(words, fc.integer({ min: 1, max: 5 }), async (list, step) => {
        const bytes = Buffer.from(`${list.join('')}\r\n`);
        const chunks: Buffer[] = [];
        for (let at = 0; at < bytes.length; at += step) chunks.push(bytes.subarray(at, at + step));
        const results = await next.send(
          mail(bytes, { content: async () => Promise.resolve(Readable.from(chunks, { objectMode: false })) }),
        );
        expect(results).toMatchObject([{ state: 'delivered' }]);
        expect(messages.at(-1)?.data.equals(bytes)).toBe(true);
      }),
      { numRuns: 200 },
    );
  });

  test('carries its options, DSN parameters per recipient as they came', async () => {
    const { port, received } = await sink({
      extensions: ['PIPELINING', '8BITMIME', 'SMTPUTF8', 'DSN', 'SIZE 1000000'],
    });
    const results = await hop(port).send(
      mail('x\r\n', {
        sender: null,
        body: '8BITMIME',
        smtputf8: true,
        dsn: { ret: 'HDRS', envid: 'a+2Bb' },
        recipients: [
          { address: 'b@example.org', notify: ['SUCCESS', 'DELAY'], orcpt: 'rfc822;x+2By@example.org' },
          { address: 'å@övik.example', notify: ['NEVER'] },
          { address: 'c@example.org' },
        ],
      }),
    );
    expect(results.every((one) => one.state === 'delivered' && one.relayedWithoutDsn === undefined)).toBe(true);
    const [message] = await received(1);
    expect(message?.mail.split(' ').sort()).toEqual([
      '<>',
      'BODY=8BITMIME',
      'ENVID=a+2Bb',
      'RET=HDRS',
      'SIZE=3',
      'SMTPUTF8',
    ]);
    expect(message?.rcpt).toEqual([
      '<b@example.org> NOTIFY=SUCCESS,DELAY ORCPT=rfc822;x+2By@example.org',
      '<å@övik.example> NOTIFY=NEVER',
      '<c@example.org>',
    ]);
  });

  test('says so when the hop has no DSN, and asks nothing of it', async () => {
    const { port, received } = await sink({ extensions: [] });
    const recipients = [{ address: 'b@example.org', notify: ['SUCCESS'] as const }, { address: 'c@example.org' }];
    const results = await hop(port).send(mail('å\r\n', { recipients, body: '8BITMIME' }));
    expect(results).toMatchObject([{ state: 'delivered', relayedWithoutDsn: true }, { state: 'delivered' }]);
    expect(results[1]?.relayedWithoutDsn).toBeUndefined();
    const [message] = await received(1);
    expect([message?.mail, message?.rcpt]).toEqual(['<a@kommun.example>', ['<b@example.org>', '<c@example.org>']]);
    expect(message?.data.toString()).toBe('å\r\n');
  });

  test('that needs SMTPUTF8 is not given to a hop without it', async () => {
    const { port, messages } = await sink({ extensions: ['PIPELINING'] });
    const refused = [{ state: 'failed', outcome: 'hop-lacks-smtputf8' }];
    const route = hop(port);
    expect(await route.send(mail('Subject: å\r\n\r\nx\r\n', { smtputf8: true }))).toMatchObject(refused);
    expect(await route.send(mail('x\r\n', { smtputf8: true, sender: 'å@kommun.example' }))).toMatchObject(refused);
    const recipients = [{ address: 'å@exempel.example' }];
    expect(await route.send(mail('x\r\n', { smtputf8: true, recipients }))).toMatchObject(refused);
    expect(messages).toEqual([]);
  });

  test('that asks for SMTPUTF8 without any need is given to a hop without it', async () => {
    const { port, messages } = await sink({ extensions: ['PIPELINING'] });
    const text = Buffer.from('Subject: x\r\n\r\nå\r\n');
    const cut = [...text].map((byte) => Buffer.from([byte]));
    const stream = { content: async () => Promise.resolve(Readable.from(cut, { objectMode: false })) };
    for (const changes of [{}, stream])
      expect(await hop(port).send(mail(text, { smtputf8: true, ...changes }))).toMatchObject([{ state: 'delivered' }]);
    expect(messages.map((one) => one.mail)).toEqual(['<a@kommun.example>', '<a@kommun.example>']);
  });

  test('that is larger than the hop takes is failed without being sent', async () => {
    const { port } = await sink({ extensions: ['SIZE 10'] });
    expect(await hop(port).send(mail())).toMatchObject([{ state: 'failed', outcome: 'message-too-large' }]);
  });

  test.each([['PIPELINING'], []])('is answered for each recipient by itself (%s)', async (...extensions) => {
    const { port, received } = await sink({
      extensions,
      rcpt: (to) => (to.startsWith('<a') ? '550 5.1.1 Nobody' : to.startsWith('<b') ? '450 4.2.1 Later' : undefined),
    });
    const results = await hop(port).send(mail('x\r\n', three));
    expect(results).toEqual([
      { address: 'a@example.org', state: 'failed', outcome: 'hop-refused', reply: '550 5.1.1 Nobody' },
      { address: 'b@example.org', state: 'deferred', outcome: 'hop-refused-later', reply: '450 4.2.1 Later' },
      { address: 'c@example.org', state: 'delivered', outcome: 'accepted', reply: '250 2.0.0 Ok: stored as 1' },
    ]);
    expect((await received(1))[0]?.rcpt).toEqual(['<c@example.org>']);
  });

  test('refused to all is answered for each, and the connection serves the next', async () => {
    const next = await sink({ rcpt: (to) => (to.startsWith('<a') ? '550 5.1.1 Nobody' : '450 4.2.1 Later') });
    const route = hop(next.port, { connections: 1 });
    expect((await route.send(mail('x\r\n', three))).map((one) => one.state)).toEqual([
      'failed',
      'deferred',
      'deferred',
    ]);
    next.script({});
    expect(await route.send(mail())).toMatchObject([{ state: 'delivered' }]);
    expect(next.connections).toBe(1);
  });
});

describe('a hop that takes few recipients at once', () => {
  test('says of a full mailbox what it means, in the one attempt', async () => {
    const { port } = await sink({ rcpt: (to) => (to.includes('full') ? '552 5.2.2 Mailbox full' : undefined) });
    const recipients = [{ address: 'a@example.org' }, { address: 'full@example.org' }];
    expect(await hop(port).send(mail('x\r\n', { recipients }))).toMatchObject([
      { state: 'delivered' },
      { state: 'failed', outcome: 'hop-refused' },
    ]);
  });

  test.each(['452 4.5.3 Too many recipients', '552 5.5.3 Too many recipients'])(
    'gets the others in further transactions (%s, RFC 5321 §4.5.3.1.10)',
    async (refusal) => {
      let inTransaction = 0;
      const { port, messages } = await sink({
        mail: () => {
          inTransaction = 0;
          return undefined;
        },
        rcpt: () => (++inTransaction > 2 ? refusal : undefined),
      });
      const recipients = Array.from({ length: 5 }, (_, i) => ({ address: `r${i}@example.org` }));
      const results = await hop(port).send(mail('x\r\n', { recipients }));
      expect(results.map((one) => [one.address, one.state])).toEqual(recipients.map((r) => [r.address, 'delivered']));
      expect(messages.map((one) => one.rcpt.length)).toEqual([2, 2, 1]);
    },
  );
});

describe('a hop', () => {
  const cases: [string, SinkScript, string, string][] = [
    ['451 at MAIL', { mail: () => '451 4.3.0 Later' }, 'deferred', 'hop-refused-later'],
    ['550 at MAIL', { mail: () => '550 5.7.1 No' }, 'failed', 'hop-refused'],
    ['503 at MAIL', { mail: () => '503 5.5.1 Muddle' }, 'deferred', 'hop-refused-later'],
    ['421 at MAIL', { mail: () => '421 4.3.2 Closing' }, 'deferred', 'hop-refused-later'],
    ['451 at DATA', { data: () => '451 4.3.0 Later' }, 'deferred', 'hop-refused-later'],
    ['451 after the end mark', { endOfData: () => '451 4.3.0 Later' }, 'deferred', 'hop-refused-later'],
    ['554 after the end mark', { endOfData: () => '554 5.6.0 Bad' }, 'failed', 'hop-refused'],
    ['a 3xx after the end mark', { endOfData: () => '354 Go on' }, 'deferred', 'hop-refused-later'],
    ['words without a code after the end mark', { endOfData: () => 'well' }, 'deferred', 'hop-refused-later'],
    ['a 3xx at MAIL', { mail: () => '354 Go on' }, 'deferred', 'hop-refused-later'],
    ['421 after the end mark', { endOfData: () => '421 4.3.2 Closing' }, 'deferred', 'hop-refused-later'],
    ['554 as greeting', { greeting: () => '554 5.3.2 Not today' }, 'deferred', 'hop-refused-later'],
    ['hanging up at the greeting', { greeting: () => 'HANGUP' }, 'deferred', 'hop-unreachable'],
    ['hanging up at MAIL', { mail: () => 'HANGUP' }, 'deferred', 'hop-connection-lost'],
    ['hanging up at RCPT', { rcpt: () => 'HANGUP' }, 'deferred', 'hop-connection-lost'],
    ['hanging up at DATA', { data: () => 'HANGUP' }, 'deferred', 'hop-connection-lost'],
    ['hanging up in the data', { hangUpInData: () => 1 }, 'deferred', 'hop-connection-lost'],
    ['hanging up after the end mark', { endOfData: () => 'HANGUP' }, 'deferred', 'hop-connection-lost'],
    ['silence at the greeting', { greeting: () => 'STALL' }, 'deferred', 'hop-unreachable'],
    ['silence at MAIL', { mail: () => 'STALL' }, 'deferred', 'hop-timeout'],
    ['silence after the end mark', { endOfData: () => 'STALL' }, 'deferred', 'hop-timeout'],
  ];
  test.each(cases)('with %s never loses a mail', async (name, script, state, outcome) => {
    const next = await sink(script);
    // long enough for the mail after the silence, on a busy machine too
    const patience = name.startsWith('silence') ? 2_000 : 30_000;
    const route = hop(next.port, { greetingTimeoutMs: patience, socketTimeoutMs: patience, connections: 1 });
    expect(await route.send(mail('x\r\n', three))).toMatchObject(three.recipients.map(() => ({ state, outcome })));
    next.script({});
    expect(await route.send(mail())).toMatchObject([{ state: 'delivered' }]);
  });

  test('that is not there is unreachable', async () => {
    const server = createServer();
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    const address = server.address();
    const port = address !== null && typeof address === 'object' ? address.port : 0;
    await new Promise((resolve) => server.close(resolve));
    const route = hop(port);
    expect(await route.send(mail())).toMatchObject([{ state: 'deferred', outcome: 'hop-unreachable' }]);
    expect(await route.check()).toMatchObject({ ok: false });
  });

  test('keeps its connections, no more than it may, and closes idle ones', async () => {
    const next = await sink();
    const route = hop(next.port, { connections: 3, idleTimeoutMs: 30 });
    const results = await Promise.all(Array.from({ length: 30 }, () => route.send(mail())));
    expect(results.flat().every((one) => one.state === 'delivered')).toBe(true);
    expect(next.connections).toBe(3);
    await next.until(() => next.open() === 0);
    expect(next.commands.filter((line) => line === 'QUIT').length).toBe(3);
    expect(await route.send(mail())).toMatchObject([{ state: 'delivered' }]);
  });

  test('that closed an idle connection gets the mail over a new one', async () => {
    let mails = 0;
    const next = await sink({ mail: () => (++mails === 2 ? 'HANGUP' : mails === 4 ? '421 4.3.2 Enough' : undefined) });
    const route = hop(next.port, { connections: 1 });
    for (let i = 0; i < 3; i++) expect(await route.send(mail())).toMatchObject([{ state: 'delivered' }]);
    expect(next.messages.length).toBe(3);
    expect(next.connections).toBe(3);
  });

  test('that never answers is left at once when the route closes, and the mail waits', async () => {
    const next = await sink({ endOfData: () => 'STALL' });
    const route = hop(next.port, { connections: 1 });
    const [first, second] = [route.send(mail()), route.send(mail())];
    await next.until(() => next.commands.includes('DATA'));
    await route.close();
    expect(await first).toMatchObject([{ state: 'deferred', outcome: 'hop-connection-lost' }]);
    expect(await second).toMatchObject([{ state: 'deferred' }]);
  });

  test('gets a new connection after so many mails', async () => {
    const next = await sink();
    const route = hop(next.port, { connections: 1, messagesPerConnection: 2 });
    for (let i = 0; i < 5; i++) await route.send(mail());
    expect(next.messages.map((one) => one.connection)).toEqual([1, 1, 2, 2, 3]);
  });

  test('never gets the end mark of a mail that could not be read to its end', async () => {
    const next = await sink();
    const broken = mail('x', {
      content: async () =>
        Promise.resolve(
          Readable.from(
            (function* () {
              yield Buffer.from('first half\r\n'.repeat(20_000));
              throw new Error('disk');
            })(),
            { objectMode: false },
          ),
        ),
    });
    const route = hop(next.port, { connections: 1 });
    expect(await route.send(broken)).toMatchObject([{ state: 'deferred', outcome: 'unexpected' }]);
    expect(await route.send(mail())).toMatchObject([{ state: 'delivered' }]);
    expect(next.messages.length).toBe(1);
  });
});

describe('TLS', () => {
  const states = async (script: SinkScript, settings: Partial<SmtpHopSettings>): Promise<string> => {
    const next = await sink(script);
    const [result] = await hop(next.port, settings).send(mail());
    if (result?.state !== 'delivered') {
      expect(next.messages).toEqual([]);
      return result?.outcome ?? '';
    }
    return next.messages[0]?.tls === true ? 'encrypted' : 'clear';
  };
  const offered: SinkScript = { tls: TLS };
  const refused: SinkScript = { starttls: () => '454 4.7.0 Not now' };
  const broken: SinkScript = { starttls: () => '220 Go\r\nthis is no TLS' };
  test.each<[string, SinkScript, Partial<SmtpHopSettings>, string]>([
    ['none, offered', offered, { tls: 'none' }, 'clear'],
    ['opportunistic, not offered', {}, { tls: 'opportunistic' }, 'clear'],
    ['opportunistic, offered', offered, { tls: 'opportunistic' }, 'encrypted'],
    ['opportunistic, refused', refused, { tls: 'opportunistic' }, 'clear'],
    ['opportunistic, broken', broken, { tls: 'opportunistic', greetingTimeoutMs: 2_000 }, 'clear'],
    ['required, not offered', {}, { tls: 'required' }, 'hop-tls-failed'],
    ['required, offered', offered, { tls: 'required' }, 'encrypted'],
    ['required, refused', refused, { tls: 'required' }, 'hop-tls-failed'],
    ['required, broken', broken, { tls: 'required', greetingTimeoutMs: 2_000 }, 'hop-tls-failed'],
    ['verified, not offered', {}, { tls: 'verified', ca: CA }, 'hop-tls-failed'],
    ['verified, unknown authority', offered, { tls: 'verified', servername: 'localhost' }, 'hop-tls-failed'],
    ['verified, wrong name', offered, { tls: 'verified', ca: CA, servername: 'other.example' }, 'hop-tls-failed'],
    ['verified, right', offered, { tls: 'verified', ca: CA, servername: 'hop.test.example' }, 'encrypted'],
  ])('%s', async (_name, script, settings, expected) => {
    expect(await states(script, settings)).toBe(expected);
  });

  test('REQUIRETLS is passed on, and a hop without it does not get the mail (RFC 8689)', async () => {
    const able = await sink({ tls: TLS, extensions: ['PIPELINING', 'REQUIRETLS'] });
    expect(await hop(able.port).send(mail('x\r\n', { requireTls: true }))).toMatchObject([{ state: 'delivered' }]);
    expect(able.messages[0]?.mail).toContain(' REQUIRETLS');
    const unable = await sink({ tls: TLS });
    expect(await hop(unable.port).send(mail('x\r\n', { requireTls: true }))).toMatchObject([
      { state: 'failed', reply: expect.stringContaining('5.7.30') },
    ]);
    expect(unable.messages).toEqual([]);
  });

  test('credentials are not sent in clear text', async () => {
    const next = await sink({ extensions: ['AUTH PLAIN LOGIN'] });
    const auth = { user: 'gateway', password: 'hemligt' };
    expect(await hop(next.port, { auth }).send(mail())).toMatchObject([
      { state: 'deferred', outcome: 'hop-tls-failed' },
    ]);
    expect(next.commands.join('\n')).not.toMatch(/AUTH/);
  });

  test('check() tells what it found', async () => {
    const next = await sink(offered);
    expect(await hop(next.port).check()).toMatchObject({ ok: true, tls: 'TLSv1.3' });
  });
});

test('makeHop() refuses a web service without https', () => {
  const settings = { type: 'http', url: 'http://example.org/in', secret: 'x' } as const;
  expect(() => makeHop('sefos', settings)).toThrow(/https/);
});
