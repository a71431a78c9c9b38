/** `brevvakt trace`: moments, and mails with many recipients. */
import { describe, expect, it, test } from 'vitest';
import { messageId } from '../core/brand.ts';
import { parseSince, traceText } from './trace.ts';

const NOW = new Date(2026, 2, 5, 9, 30).getTime();

describe('parseSince()', () => {
  it('reads a time as the last moment the clock showed it', () => {
    expect(parseSince('9:14', NOW)).toBe(new Date(2026, 2, 5, 9, 14).getTime());
    expect(parseSince('23:50', NOW)).toBe(new Date(2026, 2, 4, 23, 50).getTime());
  });

  it('reads dates and times as the machine counts them, unless they say otherwise', () => {
    expect(parseSince('2026-03-01', NOW)).toBe(new Date(2026, 2, 1).getTime());
    expect(parseSince('2026-03-01T10:14', NOW)).toBe(new Date(2026, 2, 1, 10, 14).getTime());
    expect(parseSince('2026-03-01 10:14:05', NOW)).toBe(new Date(2026, 2, 1, 10, 14, 5).getTime());
    expect(parseSince('2026-03-01T10:14:00+01:00', NOW)).toBe(Date.UTC(2026, 2, 1, 9, 14));
    expect(parseSince('2h', NOW)).toBe(NOW - 7_200_000);
  });

  it.each(['25:00', '10:60', '1:2', 'hello 5', '5', '', '2026-13-01', '3w'])('refuses %j', (value) => {
    expect(() => parseSince(value, NOW)).toThrow(/^--since .*give a time/u);
  });
});

test('traceText() says what could not be read, with its reason, beside what was found', () => {
  const entry = {
    reference: messageId('1BQ5B3R3SXZY'),
    about: null,
    at: '2026-11-27T07:03:35.393Z',
    listener: '127.0.0.1:2525',
    action: 'block',
    rule: 'external-uninspected',
    detectors: ['uninspected:encrypted'],
    categories: [],
    history: [{ at: '2026-11-27T07:03:35.478Z', state: 'rejected', hop: '', code: '' } as const],
  };
  expect(traceText(entry)).toBe(
    [
      '2026-11-27T07:03:35.393Z  1BQ5B3R3SXZY  block  rule external-uninspected',
      '    not read: encrypted',
      '    2026-11-27T07:03:35.478Z rejected',
      '',
    ].join('\n'),
  );
  const both = { ...entry, categories: ['weak-encryption'], detectors: ['uninspected:encrypted', 'weak-encryption'] };
  expect(traceText(both)).toContain('    found: weak-encryption by weak-encryption\n    not read: encrypted\n');
});
