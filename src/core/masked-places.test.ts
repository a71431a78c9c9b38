import { describe, expect, it } from 'vitest';
import { finding } from '../testing/spooled-mail.ts';
import { maskedPlaces } from './masked-places.ts';

const inName = (name: string, masked: string) =>
  finding('national-id', { where: 'filename', path: ['a.zip', name], masked });
const shown = (name: string, ...masks: string[]): string | undefined =>
  maskedPlaces(
    masks.map((masked) => inName(name, masked)),
    'tail',
  ).path(['a.zip', name])[1];

describe('maskedPlaces()', () => {
  it('hides what was found in a name, however often and however separated it stands there', () => {
    expect(shown('811218-9876.docx', '811218-****')).toBe('811218-****.docx');
    expect(shown('811218-9876 (8112189876).docx', '811218-****')).toBe('811218-**** (811218****).docx');
    expect(shown('131052-308T Ada.pdf', '131052-****')).toBe('131052-**** Ada.pdf');
  });

  it('leaves other numbers of the name, and names in which nothing was found', () => {
    expect(shown('2026-03-01 811218-9876 Dnr 1234-5678.docx', '811218-****')).toBe(
      '2026-03-01 811218-**** Dnr 1234-5678.docx',
    );
    expect(shown('20260301-1011 protokoll.docx')).toBe('20260301-1011 protokoll.docx');
    expect(maskedPlaces([inName('a', '811218-****')], 'tail').path(['811218 protokoll.docx'])).toEqual([
      '811218 protokoll.docx',
    ]);
  });

  it('shows no digit of a name in which the number does not stand as it was found', () => {
    expect(shown('81 12 18 nio8 sju6.docx', '811218-****')).toBe('** ** ** nio* sju*.docx');
  });

  it('hides the number a sheet is named after, and all but two signs of it from others', () => {
    const found = finding('national-id', { path: ['a.xlsx'], locator: '811218-9876!B1048576', masked: '811218-****' });
    expect(maskedPlaces([found], 'tail').locator(found)).toBe('811218-****!B1048576');
    expect(maskedPlaces([found], 'strict').locator(found)).toBe('81****-****!B1048576');
  });

  it('reads a name as long and as full of numbers as an attacker likes without taking its time', () => {
    const numbers = Array.from({ length: 2_000 }, (_, i) => String(811_218_0000 + i * 17));
    const name = numbers.join(' ');
    const masks = numbers.map((number) => `${number.slice(0, 6)}****`);
    const start = performance.now();
    expect(shown(name, ...masks)).not.toContain(numbers[0]);
    expect(performance.now() - start).toBeLessThan(2_000);
  });
});
