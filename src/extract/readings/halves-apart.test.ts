import { describe, expect, it } from 'vitest';
import { halvesApart } from './halves-apart.ts';

const read = (text: string): readonly string[] => halvesApart(text).map(({ line }) => line);

describe('halvesApart()', () => {
  it.each([
    ['811218 (9876)', '811218/9876'],
    ['(811218) [9876]', '(811218/9876'],
    ['Hon är 811218 och sedan 9876.', 'Hon är 811218/9876'],
    ['811218 Anna Berg 9876', '811218/9876'],
    ['811218\nAnna Berg\n9876', '811218/9876'],
    ['18.12.1981-9876', '19811218/9876'],
    ['född 18 december 1981 (9876)', 'född 19811218/9876'],
    ['Personnummer 811218 och 9876', 'Personnummer 811218-9876'],
    ['158459 (12065)', '158459 12065'],
    // a person beside it decides
    ['Anna 811218 (9876)', 'Anna 811218 9876'],
  ])('puts %j together', (text, line) => {
    expect(read(text)).toEqual([line]);
  });

  it.each([
    'Mätningar 890605 samt 2868 till',
    'Beslut 560902 (§ 4665)',
    'Matchen 27 februari 1968 (5211 åskådare)',
    'Negativ 2355, taget 7 juli 1935 (4619)',
    'Stormen 9 februari 2015 - 3162 strömlösa',
    'Flyttade 26 augusti 1993, 2725 Oslo',
    '811218 (0930)',
    '811218 (2015)',
    'url?d=811218?9876',
    '080209: 5836\n020708: 6771\n171208: 2710\n000828: 7453',
    'Datum:\n811218\nAntal:\n9876',
  ])('leaves %j alone', (text) => {
    expect(read(text)).toEqual([]);
  });

  it('reads what a label tells of behind many others', () => {
    const lines = [...Array.from({ length: 9 }, (_, i) => `81121${i} (987${i})`), 'Personnummer 780805 (2398)'];
    expect(read(lines.join('\n'))).toEqual([expect.stringMatching(/Personnummer 780805-2398$/)]);
  });
});
