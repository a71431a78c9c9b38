import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { misspeltLabel } from './misspelt.ts';

describe('misspeltLabel()', () => {
  it.each([
    ['persnummr', 'se'],
    ['Persoonr', 'dk'],
    ['fødslsnummer', 'no'],
    ['fødelsnummer', 'no'],
    ['personnumer', 'se'],
    ['samordningnumer', 'se'],
    ['henkilötunus', 'fi'],
  ])('knows %s', (word, kind) => {
    expect(misspeltLabel(word)).toContain(kind);
  });

  it.each([
    'personer',
    'personen',
    'personalnummer',
    'passnummer',
    'postnummer',
    'portnummer',
    'prisnummer',
    'partnummer',
    'fødselsår',
    'fødselsdag',
    'fordonsnummer',
    'fakturanummer',
    'patientnummer',
    'skannummer',
    'serienummer',
    'cprregister',
    'kommunenummer',
  ])('takes %s for none', (word) => {
    expect(misspeltLabel(word)).toBeNull();
  });

  it('knows every word with two neighbours swapped inside', () => {
    fc.assert(
      fc.property(
        fc.constantFrom('personnummer', 'fødselsnummer', 'samordningsnummer'),
        fc.integer({ min: 1, max: 9 }),
        (word, at) => {
          const swapped = `${word.slice(0, at)}${word.charAt(at + 1)}${word.charAt(at)}${word.slice(at + 2)}`;
          expect(misspeltLabel(swapped)).not.toBeNull();
        },
      ),
    );
  });
});
