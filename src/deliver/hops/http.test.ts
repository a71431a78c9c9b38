import { createHash } from 'node:crypto';
import { createServer, type IncomingHttpHeaders, type Server } from 'node:http';
import { Readable } from 'node:stream';
import { buffer } from 'node:stream/consumers';
import { afterEach, describe, expect, test } from 'vitest';
import { messageId } from '../../core/brand.ts';
import { silentLog } from '../../core/log.ts';
import type { OutgoingMail } from './hop.ts';
import { HttpHop, signRequest } from './http.ts';

let server: Server | null = null;
afterEach(() => {
  server?.closeAllConnections();
  server?.close();
  server = null;
});

interface Posted {
  readonly headers: IncomingHttpHeaders;
  readonly body: Buffer;
}

/** A web service that answers with a status; 'hang' never answers, 'drop' closes the connection. */
async function service(status: number | 'hang' | 'drop'): Promise<{ url: string; posted: Posted[] }> {
  const posted: Posted[] = [];
  server = createServer((request, response) => {
    void buffer(request).then((body) => {
      posted.push({ headers: request.headers, body });
      if (status === 'drop') request.socket.destroy();
      else if (status !== 'hang')
        response.writeHead(status, status === 302 ? { Location: '/elsewhere' } : {}).end('ok');
    });
  });
  await new Promise<void>((resolve) => server?.listen(0, '127.0.0.1', resolve));
  const address = server.address();
  return { url: `http://127.0.0.1:${address !== null && typeof address === 'object' ? address.port : 0}/in`, posted };
}

const content = Buffer.from('Subject: x\r\n\r\nhej\r\n');
const mail: OutgoingMail = {
  id: messageId('TEST1'),
  sender: 'a@kommun.example',
  recipients: [{ address: 'b@example.org' }, { address: 'å@övik.example' }],
  size: content.length,
  body: '7BIT',
  smtputf8: false,
  requireTls: false,
  dsn: {},
  content: async () => Promise.resolve(Readable.from([content], { objectMode: false })),
};
const hop = (url: string, timeoutMs = 5000): HttpHop =>
  new HttpHop(
    'sefos',
    { type: 'http', url, secret: 'hemlig', timeoutMs },
    { log: silentLog, clock: { now: () => 1_800_000_000_500 } },
  );

describe('HttpHop', () => {
  test('posts the very bytes with an envelope and a signature that can be checked', async () => {
    const { url, posted } = await service(202);
    expect(await hop(url).send(mail)).toEqual([
      { address: 'b@example.org', state: 'delivered', outcome: 'accepted', reply: 'HTTP 202' },
      { address: 'å@övik.example', state: 'delivered', outcome: 'accepted', reply: 'HTTP 202' },
    ]);
    const [one] = posted;
    expect(one?.body.equals(content)).toBe(true);
    const header = (name: string): string => String(one?.headers[name]);
    expect(header('content-type')).toBe('message/rfc822');
    expect(header('x-brevvakt-timestamp')).toBe('1800000000');
    const envelope = header('x-brevvakt-envelope');
    expect(JSON.parse(Buffer.from(envelope, 'base64url').toString())).toEqual({
      id: 'TEST1',
      sender: 'a@kommun.example',
      recipients: ['b@example.org', 'å@övik.example'],
      smtputf8: false,
      requireTls: false,
    });
    const digest = createHash('sha256').update(content).digest('hex');
    expect(header('x-brevvakt-signature')).toBe(signRequest('hemlig', '1800000000', envelope, digest));
    expect(header('idempotency-key')).toMatch(/^TEST1-[0-9a-f]{16}$/);
  });

  test.each([
    [400, 'failed', 'hop-refused'],
    [413, 'failed', 'hop-refused'],
    [302, 'deferred', 'hop-refused-later'],
    [401, 'deferred', 'hop-refused-later'],
    [404, 'deferred', 'hop-refused-later'],
    [429, 'deferred', 'hop-refused-later'],
    [500, 'deferred', 'hop-refused-later'],
    ['drop', 'deferred', 'hop-unreachable'],
    ['hang', 'deferred', 'hop-timeout'],
  ] as const)('takes %s for %s %s', async (status, state, outcome) => {
    const { url } = await service(status);
    expect(await hop(url, status === 'hang' ? 200 : 30_000).send(mail)).toMatchObject([
      { state, outcome },
      { state, outcome },
    ]);
  });

  test('tells whether the service is there', async () => {
    const { url } = await service(200);
    expect(await hop(url).check()).toMatchObject({ ok: true });
    server?.close();
    server = null;
    expect(await hop('http://127.0.0.1:1/in').check()).toMatchObject({ ok: false });
  });

  test.each(['http://example.org/in', 'ftp://127.0.0.1/in', 'nonsense'])('refuses the URL %j', (url) => {
    expect(() => hop(url)).toThrow();
  });
});
