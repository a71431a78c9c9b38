import { afterEach, expect, it } from 'vitest';
import { startAdmin, type Admin } from './admin.ts';

let admin: Admin | null = null;
afterEach(async () => {
  await admin?.close();
  admin = null;
});

async function asked(path: string, method: string): Promise<Response> {
  admin ??= await startAdmin({
    host: '127.0.0.1',
    port: 0,
    ready: async () => ({ ready: false, problems: ['the disk is full'], mode: 'enforce' }),
    metrics: async () => ({
      contentType: 'text/plain; version=0.0.4; charset=utf-8',
      text: 'brevvakt_mails_total 1\n',
    }),
  });
  return fetch(`http://127.0.0.1:${admin.port}${path}`, { method });
}

it('answers GET and HEAD alike, HEAD without the body', async () => {
  for (const [path, code] of [
    ['/healthz', 200],
    ['/readyz', 503],
    ['/metrics?name=x', 200],
    ['/', 200],
    ['/nothing', 404],
  ] as const) {
    const [get, head] = [await asked(path, 'GET'), await asked(path, 'HEAD')];
    expect([path, get.status, head.status]).toEqual([path, code, code]);
    expect(head.headers.get('content-length')).toBe(String((await get.text()).length));
    expect(await head.text()).toBe('');
  }
});

it('names the methods it knows when it is asked with another one', async () => {
  const answer = await asked('/healthz', 'POST');
  expect([answer.status, answer.headers.get('allow')]).toEqual([405, 'GET, HEAD']);
});
