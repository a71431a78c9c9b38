import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { wallClock } from './wall-time.ts';

const stockholm = wallClock('Europe/Stockholm');

describe('wallClock()', () => {
  it('shows winter and summer time with their offset', () => {
    expect(stockholm.letter(Date.UTC(2026, 10, 27, 10, 8, 52))).toBe('2026-11-27 11:08 (UTC+1)');
    expect(stockholm.letter(Date.UTC(2026, 6, 1, 22, 30))).toBe('2026-07-02 00:30 (UTC+2)');
    expect(stockholm.exact(Date.UTC(2026, 10, 27, 10, 8, 52, 7))).toBe('2026-11-27T11:08:52.007+01:00');
    expect(wallClock('Atlantic/Reykjavik').letter(Date.UTC(2026, 6, 1, 9, 5))).toBe('2026-07-01 09:05 (UTC)');
    expect(wallClock('America/St_Johns').letter(Date.UTC(2026, 0, 1, 12))).toBe('2026-01-01 08:30 (UTC-3:30)');
    expect(wallClock('America/St_Johns').exact(Date.UTC(2026, 0, 1, 12))).toBe('2026-01-01T08:30:00.000-03:30');
  });

  it('reads what it shows, but for the hour that autumn repeats', () => {
    const whole = fc.integer({ min: Date.UTC(2020, 0, 1), max: Date.UTC(2040, 0, 1) });
    fc.assert(
      fc.property(whole, fc.constantFrom('Europe/Stockholm', 'Europe/Helsinki', 'Atlantic/Reykjavik'), (ms, zone) => {
        const clock = wallClock(zone);
        const shown = clock.exact(ms).slice(0, 23);
        expect([ms, ms - 3_600_000]).toContain(clock.read(shown));
        expect(Date.parse(clock.exact(ms))).toBe(ms);
      }),
    );
    expect(stockholm.read('2026-10-25T02:30')).toBe(Date.UTC(2026, 9, 25, 0, 30));
    expect(stockholm.read('2026-03-01 10:14:05')).toBe(Date.UTC(2026, 2, 1, 9, 14, 5));
  });

  it('reads an hour that spring leaves out, and nothing that is no time', () => {
    expect(stockholm.read('2026-03-29T02:30')).toBe(Date.UTC(2026, 2, 29, 0, 30));
    expect(stockholm.read('2026-13-01T02:30')).toBeNaN();
    expect(stockholm.read('2026-02-31T02:30')).toBeNaN();
  });

  it('knows no zone that there is not', () => {
    expect(() => wallClock('Europe/Storhamn')).toThrow(RangeError);
  });
});
