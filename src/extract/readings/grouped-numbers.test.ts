import { describe, expect, it } from 'vitest';
import { groupedNumbers, turnedNumbers } from './grouped-numbers.ts';

const lines = (text: string): readonly string[] => groupedNumbers(text).map(({ line }) => line);
const turned = (text: string): readonly string[] => turnedNumbers(text).map(({ line }) => line);

describe('groupedNumbers()', () => {
  it.each([
    ['Personnummer: 191 212 121 212', 'Personnummer: 19121212-1212'],
    ['pnr 19/12/12/12/12/12', 'pnr 19121212-1212'],
    ['Personnummer för Anna Berg: 1912 1212 1212', 'Personnummer för Anna Berg: 19121212-1212'],
    ['fødselsnummer 010 285 123 45', 'fødselsnummer 01028512345'],
    ['CPR:\n12 12 12\n12 12', 'CPR: 121212-1212'],
    ['Personnummer är 12.12.12.12.12 och mer 5', 'Personnummer är 121212-1212'],
  ])('puts the groups behind a label together: %s', (text, line) => {
    expect(lines(text)).toEqual([line]);
  });

  it.each([
    ['Det är 12.12.12-98.76 i dag', 'Det är 121212/9876'],
    ['Det är 19 12 12 12 98 76 i dag', '19121212/9876'],
    ['Det är 1912-1212-9876 i dag', 'Det är 19121212-9876'],
  ])('puts together what has the layout of a number: %s', (text, line) => {
    expect(lines(text)).toEqual([line]);
  });

  it.each([
    'Personnummer: 19121212-1212',
    'Fnr 179120/99997',
    'Personnummer: 121212-1212, 200001-2384',
    'Personnummer saknas. Telefon: 070-123 45 67',
    'Personnummer eller telefon: 070-123 45 67',
    'CPR-kontoret, tlf. 33 12 12 12 12',
    'Telefon 070-123 45 67, +45 33 12 12 12',
    'Mötet är 14.06.10-14.30',
    'Läger 14.06.10 - 27.06',
    'Kort 1912 1212 9876 1234',
    'Konto 1912 12 98765',
    'Belopp 12 500, 13 400 och 19 800 kr',
    'v1.19.12.12.12.98.76',
  ])('leaves alone what is none, or is read as it stands: %s', (text) => {
    expect(lines(text)).toEqual([]);
  });

  it('takes many bare ones for a table of numbers', () => {
    expect(lines('1912-1212-9876\n'.repeat(20))).toEqual([]);
  });
});

describe('turnedNumbers()', () => {
  it.each([
    ['Personnummer 2121-212121', 'Personnummer 121212-1212'],
    ['Personnummer baklänges: 212121212191', 'Personnummer 191212121212'],
    ['relläg 2121-212121 remmunnosreP', 'Personnummer 121212-1212 gäller'],
    ['annA llit 2121-212121 räh rä teD', 'Det är här 121212-1212 till Anna'],
  ])('turns round what is written from its end: %s', (text, line) => {
    expect(turned(text)).toEqual([line]);
  });

  it.each([
    ['Order 2121-212121', 'Order 121212/1212'],
    ['Personnummer krävs. Ärende 2121-212121', 'Personnummer krävs. Ärende 121212/1212'],
  ])('keeps the words before one that nothing tells of: %s', (text, line) => {
    expect(turned(text)).toEqual([line]);
  });

  it.each(['Telefon 0411-577000', 'Konto 212121212191'])('leaves other numbers alone: %s', (text) => {
    expect(turned(text)).toEqual([]);
  });
});
