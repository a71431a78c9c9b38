import { describe, expect, it } from 'vitest';
import { read, summary } from '../../testing/id-runs.ts';

describe('findToldApart()', () => {
  it.each([
    ['Hon är född 780805 och de fyra sista är 2398.', 'se-personnummer 7808052398 high'],
    ['Född 1978-08-05, sista fyra: 2398', 'se-personnummer 197808052398 high'],
    ['Født 07.07.03, sidste fire 1298', 'dk-cpr 0707031298 high'],
    ['Født 7. marts 1903', ''],
    ['Per Prøve, født 179120 nr. 99997', 'no-fodselsnummer 17912099997 high'],
  ])('%s', (text, expected) => {
    expect(summary(read(text))).toBe(expected);
  });

  it.each([
    'Född 780805 och de fyra sista är 2399.',
    'Beslut 780805 nr 2398',
    'De fyra sista åren såldes 2398 st.',
    'Kort 780805, de fyra sista raderna\n2398',
  ])('lets %s pass', (text) => {
    expect(read(text).filter(({ level }) => level !== 'low')).toEqual([]);
  });
});
