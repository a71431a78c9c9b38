/** What recognition saw of figures that are drawn as shapes. */
import { describe, expect, it } from 'vitest';
import { missesFigures, signsOf } from './seen-figures.ts';

const WRITTEN = signsOf('Ring 070-123 45 67 under kontorstid. Sid 2 (4), 2026-11-28');

describe('figures that recognition looked for', () => {
  it.each([
    ['a row that is read', 'Underlag\n811218-9876\n'],
    ['a row that is written too', '0701234567\nRing 070-123 45 67 under kontorstid.\n'],
    ['a line that is written with letters beside', 'Sid 2 (4), 2026-11-28'],
    ['no figures', 'Underlag till motet\n~~ @ || -- OO DODO\n'],
    ['few figures', 'Hus 12 B, hus 14 D'],
  ])('%s: nothing is missing', (_what, seen) => {
    expect(missesFigures(seen, WRITTEN)).toBe(false);
  });

  it.each([
    ['letters among the first', 'B I Ild 18-386'],
    ['letters among the last', '19550505 Id34'],
    ['letters amid, beside a number that is written', '0309 le 1654\n0701234567'.replace('le', 'Ie')],
  ])('a row with %s is missing', (_what, seen) => {
    expect(missesFigures(seen, WRITTEN)).toBe(true);
  });
});
