import { describe, expect, test } from 'vitest';
import { clientList } from './client-list.ts';

describe('clientList()', () => {
  const isAllowed = clientList(['127.0.0.0/8', '::1', '192.0.2.7', '2001:db8::/32', '::ffff:198.51.100.0/120']);

  test.each([
    '127.0.0.1',
    '127.9.9.9',
    '::1',
    '0:0:0:0:0:0:0:1',
    '192.0.2.7',
    '::ffff:192.0.2.7',
    '2001:db8:1::2',
    '198.51.100.9',
  ])('lets %s in', (address) => {
    expect(isAllowed(address)).toBe(true);
  });

  test.each(['128.0.0.1', '::2', '192.0.2.8', '::ffff:192.0.2.8', '2001:db9::1', '198.51.101.1', '', 'localhost', '1'])(
    'keeps %j out',
    (address) => {
      expect(isAllowed(address)).toBe(false);
    },
  );

  test('names the entry that is no range', () => {
    expect(() => clientList(['127.0.0.0/8', 'mail.example'])).toThrow(/"mail\.example"/);
  });
});
