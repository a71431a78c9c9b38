import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { simpleParser } from 'mailparser';
import { describe, expect, it, test } from 'vitest';
import { LANGUAGES, type Language } from '../core/category.ts';
import { guessLanguage } from './language.ts';

describe('guessLanguage()', () => {
  it.each<[Language, string]>([
    ['sv', 'Hej! Här kommer underlaget vi pratade om. Hör av dig om något saknas. Mvh Anna'],
    [
      'nb',
      'Hei! Søkerens fødselsnummer er 17912099997, se vedlegg. Vi må avklare dette før møtet på torsdag. Hilsen Kari',
    ],
    ['nb', 'Eleven har fått astmamedisin og skal ta den før gym. Si fra om det er noe.'],
    ['nn', 'Hei! Fødselsnummeret til søkjaren er 17912099997, sjå vedlegg. Eg veit ikkje kva vi skal gjere no.'],
    ['da', 'Hej! Borgerens CPR-nummer står i det vedhæftede. Jeg ved ikke, hvad vi skal gøre nu. Hilsen Kirsten'],
    ['fi', 'Hei! Liitteenä on pyytämäsi lista. Terveisin Aino'],
    ['en', 'Hello! The number of the applicant is in the attached file. We should talk before the meeting.'],
  ])('reads %s in an ordinary short mail', (language, text) => {
    expect(guessLanguage(text)).toBe(language);
  });

  it('says nothing about numbers, names and empty text', () => {
    for (const text of ['', '19121212-1212', 'Anna Berg 08-123 45 67']) expect(guessLanguage(text)).toBeNull();
  });
});

test('senders of the labelled corpus are answered in their language, and very few in another', async () => {
  const corpus = fileURLToPath(new URL('../../test-fixtures/corpus/first', import.meta.url));
  const guesses: { readonly language: Language; readonly guess: Language | null }[] = [];
  for (const language of LANGUAGES) {
    const folder = join(corpus, language);
    for (const name of readdirSync(folder).filter((file) => file.endsWith('.eml'))) {
      const { text } = await simpleParser(readFileSync(join(folder, name)));
      guesses.push({ language, guess: guessLanguage((text ?? '').slice(0, 4000)) });
    }
  }
  const share = (of: (one: (typeof guesses)[number]) => boolean): number => guesses.filter(of).length / guesses.length;
  expect(guesses.length).toBeGreaterThan(500);
  expect(share(({ language, guess }) => guess === language)).toBeGreaterThan(0.85);
  expect(share(({ language, guess }) => guess !== null && guess !== language)).toBeLessThan(0.06);
});
