/** `brevvakt trace`: moments, and mails with many recipients. */
import { describe, expect, it, test } from 'vitest';
import { messageId } from '../core/brand.ts';
import { wallClock } from '../core/wall-time.ts';
import { parseSince, traceText } from './trace.ts';

const clock = wallClock('Europe/Stockholm');
const NOW = Date.UTC(2026, 2, 5, 8, 30); // half past nine in Stockholm
const since = (text: string): number => parseSince(text, NOW, clock);

describe('parseSince()', () => {
  it('reads a time as the last moment the clock showed it', () => {
    expect(since('9:14')).toBe(Date.UTC(2026, 2, 5, 8, 14));
    expect(since('09:30')).toBe(NOW);
    expect(since('23:50')).toBe(Date.UTC(2026, 2, 4, 22, 50));
    expect(parseSince('23:50', Date.UTC(2026, 2, 4, 23, 30), clock)).toBe(Date.UTC(2026, 2, 4, 22, 50));
  });

  it('reads dates and times by the clock that letters speak of, unless they say otherwise', () => {
    expect(since('2026-03-01')).toBe(Date.UTC(2026, 1, 28, 23));
    expect(since('2026-03-01T10:14')).toBe(Date.UTC(2026, 2, 1, 9, 14));
    expect(since('2026-03-01 10:14:05')).toBe(Date.UTC(2026, 2, 1, 9, 14, 5));
    expect(since('2026-07-01T10:14')).toBe(Date.UTC(2026, 6, 1, 8, 14));
    expect(since('2026-03-01T10:14:00+05:00')).toBe(Date.UTC(2026, 2, 1, 5, 14));
    expect(since('2026-03-01T10:14:00Z')).toBe(Date.UTC(2026, 2, 1, 10, 14));
    expect(since('2h')).toBe(NOW - 7_200_000);
  });

  it.each(['25:00', '10:60', '1:2', 'hello 5', '5', '', '2026-13-01', '3w'])('refuses %j', (value) => {
    expect(() => since(value)).toThrow(/^--since .*give a time/u);
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
  expect(traceText(entry, clock)).toBe(
    [
      '2026-11-27T08:03:35.393+01:00  1BQ5B3R3SXZY  block  rule external-uninspected',
      '    not read: encrypted',
      '    2026-11-27T08:03:35.478+01:00 rejected',
      '',
    ].join('\n'),
  );
  const both = { ...entry, categories: ['weak-encryption'], detectors: ['uninspected:encrypted', 'weak-encryption'] };
  expect(traceText(both, clock)).toContain('    found: weak-encryption by weak-encryption\n    not read: encrypted\n');
});
