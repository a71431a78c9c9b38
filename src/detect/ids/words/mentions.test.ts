import { describe, expect, it } from 'vitest';
import { read, summary } from '../../../testing/id-runs.ts';

describe('isAnswer()', () => {
  it.each([
    'oj, det är 780805 2398 :-)\nKaj\n\n> hej Kaj du glömde personnumret på vikarien',
    '7808052398\n\n> vad är hennes personnr?',
    'Her kommer det: 780805 2398\n> Kan du sende personnummer?',
  ])('%j answers the question for a number', (text) => {
    expect(summary(read(text))).toBe('se-personnummer 7808052398 medium');
  });

  it.each([
    'oj, det är 780805 2398 :-)\n\n> vad är numret på paketet?',
    'det är 780805 2398\n\nSkicka aldrig personnummer med e-post.',
    'Vi betalade 780805 2398.\n> vad är hennes personnr?',
    'det är 780805 2398\n\nPersonnummer hanteras enligt GDPR.',
    '7808052398\n\nAnge personnummer via Mina sidor.',
    '780805 2398\n\nVänliga hälsningar\nKim\nPersonnummer skickas med säker post',
    '7808052398\n> Uppge personnummer vid kontakt',
    '7808052398\n> Vilket telefonnummer har ni? Personnummer har jag redan.',
    'Her er det: 780805 2398\n> Kan du sende kundenummer og fødselsnummer?',
  ])('%j does not', (text) => {
    expect(read(text).filter(({ level }) => level !== 'low')).toEqual([]);
  });
});

describe('isWhomItIsAbout()', () => {
  it.each(['Vedr. 7808052398', 'Sv: gäller 780805 2398', 'Hei\nGjelder: 7808052398'])(
    '%j is about a person',
    (text) => {
      expect(summary(read(text))).toBe('se-personnummer 7808052398 medium');
    },
  );

  it.each(['Fakturan gäller 7808052398', 'vedr. faktura 7808052398', 'Ring ang 7808052398'])('%j is not', (text) => {
    expect(read(text).filter(({ level }) => level !== 'low')).toEqual([]);
  });
});
