import { describe, expect, it } from 'vitest';
import { isBlankForm } from './blank-form.ts';

const blank = (text: string): boolean => isBlankForm(text, []);

describe('a blank form', () => {
  it.each([
    'Navn: ______\nAdresse: ______\nHar barnet sykdommer? ______',
    'Namn ........\nAdress ........\nMediciner ........\nUnderskrift ........',
    'Hej {fornamn}!\nDin ansökan om {insats} har avslagits.\n{handlaggare}',
    'Har han/hon allergi? ☐ Ja ☐ Nej ☐ Vet ej',
  ])('has places to fill in: %j', (text) => {
    expect(blank(text)).toBe(true);
  });

  it.each([
    'Har han/hon allergi? ☒ Ja ☐ Nej ☐ Vet ej ☐ Lite',
    'Barnets namn: Xhuljana Qirjazi\nAdress: ______\nTelefon: ______\nSkola: ______',
    'Underskrift ______ Datum ______ Ort ______ Namnförtydligande ______',
    'Hej Ngozi!\nDin ansökan har avslagits.\n{handlaggare} {enhet} {telefon}',
    'Vi hörs.\n\n[image]\n[Facebook] [Instagram]\n<Ekstad kommun>',
    'Hon dricker........ och slår........ och han........ vet inte',
  ])('is none when filled in, or without any: %j', (text) => {
    expect(blank(text)).toBe(false);
  });

  it('is looked for in linear time', () => {
    const start = performance.now();
    for (const part of ['.', '…', '_', '[ab]', '<aaaa', 'Namn: Aa ', ' '])
      blank(part.repeat(Math.floor(29_000 / part.length)) + 'x');
    expect(performance.now() - start).toBeLessThan(500);
  });
});
