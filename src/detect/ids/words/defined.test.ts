import { describe, expect, it } from 'vitest';
import { read, readExtracted, sheet, summary } from '../../../testing/id-runs.ts';
import { definedWords } from './defined.ts';

describe('definedWords()', () => {
  it.each([
    ['The externalId is their personnummer.', 'externalid'],
    ['Kolonnen modtager_id er CPR undtagen sidste række.', 'modtager_id'],
    ['pid i loggen under er innbyggerens fødselsnummer, ikke prosess-id', 'pid'],
    ['Fältet kundref innehåller personnummer', 'kundref'],
    ['uid on henkilötunnus', 'uid'],
    ['Värdet i kundref är personnummer.', 'kundref'],
    ['Kundref nedan är personnummer.', 'kundref'],
    ['Observera att medlemsnumret är personnumret', 'medlemsnummer'],
    ['Kundnumret är samma som personnumret', 'kundnumret'],
    ["caseRef is the pupil's personnummer", 'caseref'],
  ])('%s', (text, name) => {
    expect(definedWords([text]).get(name)?.polarity).toBe('strong');
  });

  it.each([
    'Det er personnummer',
    'Hon är personnummerlös',
    'externalId is the key',
    'Kundref är fakturanummer',
    'Kundnr är inte personnummer',
    'ordernumret inte är personnummer',
    'Kundenr er ikke CPR',
    'customerId is never the personnummer',
    'Fakturan är utan personnummer',
    'Hej Anders är personnummer nödvändigt?',
    'I systemet är personnummer obligatoriskt',
    'Fakturanummer är personnummer plus 3 siffror',
    'OCR är personnummer + kontrollsiffra',
    'Kundnumret är något annat än personnumret',
    'Ordern är kopplad till personnummer',
    'Referensen är inget personnummer',
    'Kundenr er hverken cpr eller cvr',
    'KID er uavhengig av fødselsnummer',
    'viite on ilman henkilötunnusta',
    'The ticket is about personnummer handling',
  ])('%s explains no word', (text) => {
    expect([...definedWords([text]).keys()]).toEqual([]);
  });

  it.each([
    ['Nytt i blanketten är personnummer.', 'blanketten'],
    ['Det viktigaste på fakturan är personnummer och namn.', 'fakturan'],
    ['Uppgiften vi saknar på order är personnummer.', 'order'],
    ['Det eneste vi mangler på ordre er cpr.', 'ordre'],
    ['Bara undrar om tel är personnr.', 'tel'],
  ])('%s says nothing of %s', (text, word) => {
    expect(definedWords([text]).has(word)).toBe(false);
  });

  it('a word that is explained below its numbers is their label', () => {
    const log = 'upsert externalId=7808052398 reason=dupe\n\nThe externalId is their personnummer.';
    expect(summary(read(log))).toBe('se-personnummer 7808052398 high');
    expect(read(log.replace('personnummer', 'order'))).toEqual([]);
  });

  it('heads of columns may have quotation marks', () => {
    const text = 'modtager_id er cpr\n\n"modtager_id";"beløb"\n"0707031298";"400"\n';
    expect(summary(read(text))).toBe('dk-cpr 0707031298 high');
  });

  it('an explained head of a column is the label of the column', () => {
    const rows = [
      ['mottagar_id', 'belopp'],
      ['7808052398', '4000'],
    ];
    const explained = new Map(definedWords(['mottagar_id är personnummer']));
    expect(summary(readExtracted(sheet(rows), {}, explained))).toBe('se-personnummer 7808052398 high');
    expect(readExtracted(sheet(rows)).filter(({ level }) => level !== 'low')).toEqual([]);
  });
});
