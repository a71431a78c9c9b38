import { describe, expect, it } from 'vitest';
import { wideNumbers } from './wide-digits.ts';

/** A generator of numbers below 2^32 that gives the same ones each time (Numerical Recipes). */
function generator(seed: number): () => number {
  let state = seed;
  return () => (state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0);
}

describe('wideNumbers()', () => {
  it.each([
    ['EUC', '\xa3\xb8\xa3\xb1\xa3\xb1\xa3\xb2\xa3\xb1\xa3\xb8-\xa3\xb9\xa3\xb8\xa3\xb7\xa3\xb6'],
    ['Shift_JIS', '\x82\x57\x82\x50\x82\x50\x82\x51\x82\x50\x82\x57\x81\x7c\x82\x58\x82\x57\x82\x56\x82\x55'],
    ['ISO-2022-JP', '\x1b$B#8#1#1#2#1#8!]#9#8#7#6\x1b(B'],
    ['ISO-2022-KR', '\x1b$)C\x0e#8#1#1#2#1#8\x0f-\x0e#9#8#7#6\x0f'],
    ['HZ', '~{#8#1#1#2#1#8~}-~{#9#8#7#6~}'],
  ])('reads digits of %s', (_charset, bytes) => {
    expect(wideNumbers(`Nr ${bytes} ok`).map((number) => number.trim())).toContain('Nr 811218-9876');
  });

  it('gives nothing that stands there in plain digits', () => {
    expect(wideNumbers('811218-9876 \xa3\xb8')).toEqual([]);
  });

  it.each(['', 'Hej', 'M\xf6te \xa35 000', 'pris \x80 5', 'caf\xe9 12\xbd', 'a~{b', '\x0e#'])(
    'gives nothing for %j',
    (bytes) => {
      expect(wideNumbers(bytes)).toEqual([]);
    },
  );

  it('gives nothing for a megabyte of random bytes', () => {
    const next = generator(7);
    const bytes = Buffer.from(Array.from({ length: 1_000_000 }, () => next() >>> 24)).toString('latin1');
    expect(wideNumbers(bytes)).toEqual([]);
  });
});
