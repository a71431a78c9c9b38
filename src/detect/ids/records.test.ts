import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { read, summary } from '../../testing/id-runs.ts';

const PEOPLE = ['197808052398', '191212121212', '200001012384', '198312182382'];
const NUMBERS = [
  'se-personnummer 197808052398 medium',
  'se-personnummer 191212121212 medium',
  'se-personnummer 200001012384 medium',
  'se-personnummer 198312182382 medium',
];
const lines = (numbers: readonly string[], before = '10', after = 'LUNDGREN KENT  0000234100'): string =>
  numbers.map((number) => `${before}${number}${after}`).join('\n');

describe('findInRecords()', () => {
  it('two of the last century are enough without a word', () => {
    expect(summary(read(lines([PEOPLE[0] ?? '', PEOPLE[3] ?? ''], '21 00 ')))).toBe(
      'se-personnummer 197808052398 medium; se-personnummer 198312182382 medium',
    );
  });

  it('two records are enough where the text says that they hold personal numbers', () => {
    const two = lines(PEOPLE.slice(0, 2));
    expect(summary(read(`personnr pos 3-14\n\n${two}`))).toBe(NUMBERS.slice(0, 2).join('; '));
    expect(read(`kontonr pos 3-14\n\n${two}`)).toEqual([]);
  });

  it.each([
    ['10', 'LUNDGREN KENT'],
    ['TK01', '0000234100'],
    ['LUNDGREN ', 'KENT'],
    ['', 'KENT'],
  ])('four records are enough without a word: %j … %j', (before, after) => {
    expect(summary(read(lines(PEOPLE, before, after)))).toBe(NUMBERS.join('; '));
  });

  it('eleven digits of Norwegian records as well', () => {
    const text = lines(['17912099997', '29822099635', '05840399895', '12829499914'], '42', 'NORMANN');
    expect(summary(read(text, { country: 'no' }))).toMatch(/^no-fodselsnummer 17912099997 medium; /);
  });

  it('ten digits, where three lines have them', () => {
    const danish = ['0707031298', '2205033516', '0304032057'].map((number) => `PD01${number}TEST ANNA   20240901`);
    expect(summary(read(danish.join('\n'), { country: 'dk' }))).toMatch(/^dk-cpr 0707031298 medium; dk-cpr 2205033516/);
    expect(read(danish.slice(0, 2).join('\n'), { country: 'dk' })).toEqual([]);
  });

  it('one number that is wrong among four makes chance of them', () => {
    expect(read(lines([...PEOPLE.slice(0, 3), '198312182383']))).toEqual([]);
  });

  it.each([
    ['a number that stands in all of them', Array.from({ length: 6 }, (_, i) => `SN197808052398R${i}`)],
    ['moments', ['201903010815', '201903010930', '201903010955', '201903011045'].map((at) => `${at}00Z`)],
  ])('%s is nobody', (_, records) => {
    expect(read(`personnummer\n\n${records.join('\n')}`)).toEqual([]);
  });

  it('random digits in records are no numbers', () => {
    const record = fc.stringMatching(/^\d{20}$/);
    fc.assert(
      fc.property(fc.array(record, { minLength: 6, maxLength: 12 }), (records) => {
        expect(read(records.map((digits) => `${digits}X`).join('\n'))).toEqual([]);
      }),
    );
  });
});
