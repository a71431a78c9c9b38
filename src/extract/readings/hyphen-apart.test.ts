import { describe, expect, it } from 'vitest';
import { hyphenApart } from './hyphen-apart.ts';

const read = (text: string): readonly string[] => hyphenApart(text).map(({ line }) => line);

describe('halves of numbers apart, one with the hyphen', () => {
  it.each([
    ['811218\t-9876\n', '811218/9876'],
    ['19811218 | -9876\n', '19811218/9876'],
    ['Anna;811218;-9876\n', 'Anna 811218 9876'],
    ['811218-,9876\n', '811218/9876'],
    ['811218     -9876', '811218/9876'],
    ['311218\t+9876', '311218+9876'],
    ['Personnummer: 811218 | -9876', 'Personnummer: 811218-9876'],
  ])('are put together in %j', (text, line) => {
    expect(read(text)).toEqual([line]);
  });

  it.each([
    '811218 -9876',
    '811218\t-9876,50',
    '811218\t-9876 kr',
    'Datum;Belopp\n811218;-9876',
    '819918\t-9876',
    '0811218\t-9876',
    '811218\t-98765',
    '811211\t-4501\n811212\t-4502\n811213\t-4503\n',
  ])('are not seen in %j', (text) => {
    expect(read(text)).toEqual([]);
  });

  it('are looked for soon in a text without end', () => {
    const before = process.cpuUsage();
    for (const text of ['811218\t', '811218  ', '811218-\t', '811218 | -987', '\t', '811218,-98765\t'])
      hyphenApart(`${text.repeat(100_000)}811218\t-9876`);
    expect(process.cpuUsage(before).user / 1000).toBeLessThan(3_000);
  });
});
