/** End tags with more than a name: where they end, and what that costs. */
import { describe, expect, it } from 'vitest';
import { tokenizeHtml } from './events.ts';

function read(html: string): string {
  let said = '';
  const add = (text: string): void => {
    said += text;
  };
  tokenizeHtml(html, false, { open: () => undefined, close: () => undefined, text: add, comment: add, other: add }, () => undefined); // prettier-ignore
  return said;
}

describe('an end tag', () => {
  it('ends behind the values of its attributes', () => {
    expect(read('a</b x="1>2">c')).toBe('a x="1>2"c');
  });

  it.each([
    ['that never ends', '</b =">="'],
    ['that ends late', '</b a=">">'],
    ['without a quotation mark', '</b a='],
  ])('%s is read soon among many', (_what, tag) => {
    const start = Date.now();
    read(`${tag.repeat(100_000)}"`);
    expect(Date.now() - start).toBeLessThan(2000);
  });
});
