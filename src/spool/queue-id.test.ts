import { describe, expect, it } from 'vitest';
import { handClock } from '../testing/spooled-mail.ts';
import { parseReference, queueIds } from './queue-id.ts';

describe('queueIds()', () => {
  it('makes twelve characters that survive the telephone', () => {
    const next = queueIds(handClock());
    for (let i = 0; i < 1000; i++) expect(next()).toMatch(/^[0-9A-HJKMNP-TV-Z]{12}$/);
  });

  it('never repeats an id within a process, however many mails come at once', () => {
    const next = queueIds(handClock());
    const ids = new Set(Array.from({ length: 50_000 }, next));
    expect(ids.size).toBe(50_000);
  });

  it('sorts by time of arrival, to two seconds', () => {
    const clock = handClock();
    const next = queueIds(clock);
    const ids = Array.from({ length: 200 }, () => {
      clock.advance(2000);
      return next();
    });
    expect([...ids].sort()).toEqual(ids);
  });

  it('tells nobody the next id from the last one', () => {
    const next = queueIds(handClock());
    const tails = Array.from({ length: 200 }, () => next().slice(6));
    expect([...tails].sort()).not.toEqual(tails);
  });

  it('goes on when the clock stands before the epoch of the ids', () => {
    expect(queueIds({ now: () => 0 })()).toMatch(/^0{6}/);
  });
});

describe('parseReference()', () => {
  it('reads what people type', () => {
    expect(parseReference(' 1b0o-lqx 2345 i')).toBe('1B001QX23451');
  });

  it('reads what was pasted with the signs around it', () => {
    for (const text of ['[1B001QX23451]', '1B001QX23451;', '"1b001qx23451",', '(1B001QX23451).'])
      expect(parseReference(text)).toBe('1B001QX23451');
  });

  it('refuses what cannot be a reference of ours', () => {
    for (const text of ['', '1B001QX2345', '1B001QX234511', '1B001QX2345U', "1B001QX2345'", '<x@y>']) {
      expect(parseReference(text)).toBeNull();
    }
  });

  it('reads every id that is made', () => {
    const next = queueIds(handClock());
    for (let i = 0; i < 500; i++) {
      const id = next();
      expect(parseReference(id.toLowerCase())).toBe(id);
    }
  });
});
