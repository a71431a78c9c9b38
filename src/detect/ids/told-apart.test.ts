import { describe, expect, it } from 'vitest';
import { read, summary } from '../../testing/id-runs.ts';

describe('findToldApart()', () => {
  it.each([
    ['Hon är född 780805 och de fyra sista är 2398.', 'se-personnummer 7808052398 high'],
    ['Född 1978-08-05, sista fyra: 2398', 'se-personnummer 197808052398 high'],
    ['Født 07.07.03, sidste fire 1298', 'dk-cpr 0707031298 high'],
    ['Født 7. marts 1903', ''],
    ['Hon är född den 5 augusti 1978, fyra sista 2398', 'se-personnummer 197808052398 high'],
    ['Född 5/8 1978, sista siffrorna 2398', 'se-personnummer 197808052398 high'],
    ['Född 5 aug -78, sista fyra 2398', 'se-personnummer 7808052398 high'],
    ['Födelsedatum 780805, personnumret slutar på 2398', 'se-personnummer 7808052398 high'],
    ['Sista fyra är 2398, född 780805', 'se-personnummer 7808052398 high'],
    ['Hun sagde 07 07 03 og så 1298 til sidst.', 'dk-cpr 0707031298 medium'],
    ['Hun sagde 25 12 48 og så 9996 til sidst.', 'dk-cpr 2512489996 medium'],
    ['Fyra sista: 2398. Född: 1978-08-05', 'se-personnummer 197808052398 high'],
    // since 2007 without a check digit
    ['født 250314, kontrolnummer 9164', 'dk-cpr 2503149164 medium'],
    ['født 25.03.2014 personnummer 9164', 'dk-cpr 2503149164 medium'],
    ['født 250314, slutter på 9164', 'dk-cpr 2503149164 medium'],
    ['Født 7. juli 1903, sidste fire 1298', 'dk-cpr 0707031298 high'],
    ['Född: 780805\nFyra sista: 2398', 'se-personnummer 7808052398 high'],
    ['Född: 780805\n> och de fyra sista 2398', 'se-personnummer 7808052398 high'],
    ['Ho er fødd 179120, dei fem siste siffera 99997.', 'no-fodselsnummer 17912099997 high'],
    ['Per Prøve, født 179120 nr. 99997', 'no-fodselsnummer 17912099997 high'],
  ])('%s', (text, expected) => {
    expect(summary(read(text))).toBe(expected);
  });

  it.each([
    'Född 780805 och de fyra sista är 2399.',
    'Beslut 780805 nr 2398',
    'Sista fyra är 2398, möte 780805',
    'Sista fyra är 2399, född 780805',
    'Konferensen 5 augusti 1978 hade 2398 deltagare',
    'Född 5 augusti 1978, bor på nr 2398',
    'Född 780805, bor på nr 2398',
    'De fyra sista åren såldes 2398 st.',
    'Kort 780805, de fyra sista raderna\n2398',
    'Datum: 1978-08-05\nKortet slutar på 2398',
    'Köpt 780805\nslutar på 2398',
    'Kvittens 05.08.78\nKort **** slutar på 2398',
    'Född 1978-08-05\nKortet slutar på 2398',
  ])('lets %s pass', (text) => {
    expect(read(text).filter(({ level }) => level !== 'low')).toEqual([]);
  });

  it.each([
    ['an answer in a chat', 'Bo: personnummer?\nEva: 19780805\nEva: vänta\nEva: 2398', 'se-personnummer 197808052398'],
    [
      'the answer above the question',
      '2398\n\n> Vad är de sista siffrorna?\n>> Anna är född 19780805',
      'se-personnummer 197808052398',
    ],
    [
      'an answer that says so',
      'Vad är de fyra sista för Anna, född 19780805?\nSvar: 2398',
      'se-personnummer 197808052398',
    ],
    ['an answer in a sentence', 'Fyra sista för Anna, född 19780805?\nDet är 2398.', 'se-personnummer 197808052398'],
    [
      'somebody who is called by a role',
      'Bo: personnummer? Född 19780805\nKurator: 2398',
      'se-personnummer 197808052398',
    ],
    [
      'another sentence',
      'Född 1978/08/05. Ni ville ha hela personnumret, det slutar på 2398.',
      'se-personnummer 197808052398',
    ],
    ['a correction', 'Ska vara 2398 på slutet. Alltså 19780805 där framför.', 'se-personnummer 197808052398'],
    ['behind brackets', 'Personnr: Eva är född 5/8 1978 (2398)', 'se-personnummer 197808052398'],
    ['rows of a form', 'Fødd (6 siffer): 179120   Personnr (5 siffer): 99997', 'no-fodselsnummer 17912099997'],
    ['a Finnish number', 'Hän on syntynyt 24.11.1937 ja loppuosa on -948F.', 'fi-hetu 241137-948F'],
  ])('finds the day of %s', (_, text, expected) => {
    expect(summary(read(text))).toContain(expected);
  });

  it.each([
    'Anna är född 1978-08-05. Portkoden är 2398.',
    'Personnummer lämnar vi inte ut. Bokningen gäller 1978-08-05, rum 2398.',
    'Personnummer behövs. Född 1978-08-05. Lokalen är 2398 kvadratmeter.',
    'Fyll i personnummer. Möte 780805, kostnad: 2398 kr',
    'Kortet slutar på 2398. Hon är född 1978-08-05.',
    'Vi ses 241103, de fyra sista är 2398',
    'Lån:\n780805\n820103\nInventarienr:\n2398\n4411\nSkicka inte personnummer via e-post.',
    'Pärm 780805 saknas.\n- 2398\n- 7926\nSkriv aldrig personnummer i mejl.',
    'Info om personnummer. Född 1978-08-05.\nRum: 2398\nRum: 4571',
    'Barnet är född 5/8 1978.\nMånadsavgiften är 2398.\nVi lagrar ditt personnummer enligt GDPR.',
    'Konferensrum: 2398\nMötesserie 780805\nE-tjänst: logga in med personnummer och BankID.',
    'De fire siste er 1298. Kjøp 070703.',
    'xxxx xxxx xxxx 2398\nDatum: 780805\nBelopp: 906',
    'Slutsiffror 2398 på lotten, dragning 780805',
    'Ange sista fyra: 2398\nKvitto 780805',
    'resten är 2398\nAnslag 780805',
    'Tfn som slutar på 2398. Skriv inte personnummer. Han är född 1978-08-05.',
    'Jf. 05.08.1978 nr. 2398',
    'Svar: 2398 exemplar. Född 1978-08-05. Vad är personnumret?',
    'Vad är personnumret? Född 1978-08-05.\nHyra: 2398',
  ])('takes nothing together in %s', (text) => {
    expect(read(text).filter(({ level }) => level !== 'low')).toEqual([]);
  });
});
