import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { HeaderWatch } from './header-watch.ts';

describe('HeaderWatch', () => {
  test('counts Received in the header only, and notes the watched field', () => {
    const text = 'Received: a\r\nRECEIVED : b\r\nX-Tenant:  One \r\n\tReceived: folded\r\n\r\nReceived: body\r\n';
    fc.assert(
      fc.property(fc.nat({ max: text.length }), fc.nat({ max: text.length }), (a, b) => {
        const watch = new HeaderWatch('x-tenant');
        const [first, second] = [Math.min(a, b), Math.max(a, b)];
        for (const piece of [text.slice(0, first), text.slice(first, second), text.slice(second)]) {
          watch.push(Buffer.from(piece));
        }
        expect(watch.received).toBe(2);
        expect(watch.values).toEqual(['One']);
      }),
    );
  });

  test('keeps two values however often the field stands there', () => {
    const watch = new HeaderWatch('x-tenant');
    watch.push(Buffer.from('X-Tenant: one\r\n'.repeat(10_000)));
    expect(watch.values).toEqual(['one', 'one']);
  });

  test('keeps no more than one line of an endless header', () => {
    const watch = new HeaderWatch(null);
    for (let i = 0; i < 100; i++) watch.push(Buffer.alloc(100_000, 'x'));
    watch.push(Buffer.from('\r\nReceived: a\r\n\r\n'));
    expect(watch.received).toBe(1);
  });
});
