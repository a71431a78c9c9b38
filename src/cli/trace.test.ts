/** `brevvakt trace`: moments, and mails with many recipients. */
import { describe, expect, it } from 'vitest';
import { parseSince } from './trace.ts';

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
