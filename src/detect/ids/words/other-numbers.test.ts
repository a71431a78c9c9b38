import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { read, summary } from '../../../testing/id-runs.ts';

const NO = '17912099997';
const NO2 = '29822099635';
const SE = '780805-2398';
const SE_MOMENT = '201711230951'; // passes as a personnummer and is a moment

const found = (text: string): string => summary(read(text, { country: 'no' }).filter(({ level }) => level !== 'low'));

describe('the word before a number', () => {
  it.each([
    `Måler nr ${NO}`,
    `Lysmast ${NO} lyser ikke`,
    `Dunk-ID ${NO} er skadet`,
    `Alarmsender ${NO} ga feil`,
    `Måleren med nummer ${NO} viste 12 331`,
    `Depositumskontoen ${NO} er opprettet`,
    `Paller på lager: ${NO}`,
    `Kvittering ${NO} (KID)`,
    `Innbetaling merkes ${NO} (KID)`,
    `{"ordreId": ${NO}, "antall": 2}`,
    `requestId=${NO} duration=120ms`,
    `arkivref ${NO}`,
    `Lev.nr ${SE}`,
    `Nyckel nr ${SE} saknas`,
    `PO number ${SE}`,
    `Art. ${SE} Kontorsstol`,
    `Stelnummer ${SE}`,
    `Avain nro ${SE}`,
    `Avtalenr ${NO}`,
    `Avtale nr ${NO}`,
    `Laitetunnus ${SE}`,
    `Tid: ${SE_MOMENT.slice(0, 8)}-${SE_MOMENT.slice(8)}`,
    `Körning ${SE_MOMENT.slice(0, 8)}-${SE_MOMENT.slice(8)}`,
  ])('makes it the number of a thing: %s', (text) => {
    expect(found(text)).toBe('');
  });

  it.each([
    `Nøkkel utlevert, fødselsnummer ${NO}`,
    `Fødselsnummer kort ${NO}`,
    `Avtaler i dag: ${NO}, ${NO2}`,
    `Avtale: ${NO}`,
    `Faktura til Kari Test, fnr ${NO}`,
    `Kortet gjelder bruker ${NO}`,
    `Hun har nr ${NO} i registeret`,
    `Pat.nr ${NO}`,
    `citizen_id: ${NO}`,
    `hjelpenr ${NO}`,
    `Avtale for: ${NO}`,
    `Jeg sender ${NO} til dere`,
    `Time: ${NO}`,
    `Søknad om tilskudd til bil, vedtak om leilighet: ${NO}`,
    `Søknad om ny rullestol: ${NO}`,
    `Søknad om garanti: ${NO}`,
  ])('leaves it a person\u2019s: %s', (text) => {
    expect(found(text)).toContain('no-fodselsnummer');
  });

  it.each([
    `Passerkort till Anna Test, ${SE}`,
    `Fakturan gäller ${SE}`,
    `Körkort ${SE}`,
    `Timeavtale ${SE}`,
    `Anna Test/${SE}`,
    `Org.nr ${SE} (enskild firma)`,
    `Her coordination number for the invoice is ${SE}`,
    `Säng 4: ${SE}`,
    `Säng ${SE}`,
    `lgh ${SE}`,
    `Tid: ${SE}`,
    `Beställning av rullstol: ${SE}`,
    `ID-kort ${SE}`,
    `LMA-kort ${SE}`,
    `Patientkort ${SE}`,
    'Bokning: 19121212-1212 Anna Test',
    'Nils Kort 19121212-1212',
    '19121212-1212 (telefon)',
  ])('leaves a hyphenated number a person\u2019s: %s', (text) => {
    expect(summary(read(text))).toContain('se-personnummer');
  });

  it.each(['Asunto 131052-308T', 'Potilas tili 131052-308T', 'Oppilas 131052-308T (kirja)'])(
    'says nothing against a Finnish letter of control: %s',
    (text) => {
      expect(summary(read(text))).toContain('fi-hetu');
    },
  );

  it('never hides a number whose own label stands between the thing and it', () => {
    const things = ['Faktura', 'Måler', 'Nyckel', 'Kort', 'Ordre', 'Avtal', 'Stolpe', 'Tilaus', 'Ticket'];
    const labels = ['personnummer', 'pnr', 'fødselsnummer', 'fnr', 'pers.nr'];
    fc.assert(
      fc.property(
        fc.constantFrom(...things),
        fc.constantFrom(...labels),
        fc.constantFrom(' ', ', ', ': '),
        (a, b, gap) => {
          expect(found(`${a}${gap}${b} ${NO}`)).toContain('high');
        },
      ),
    );
  });
});

describe('rows and lists', () => {
  it.each([
    ['linked numbers', `Terminal ${NO} byttes med ${NO2} på fredag`],
    ['a row whose other numbers do not pass', `Kort 17912099998, 17912099996, 17912099995 og ${NO}`],
    ['an announced list', `Følgende kort skal makuleres:\n- ${NO}\n- ${NO2}`],
    [
      'columns set with blanks',
      `Bygg            Måler nr      Stand\nNordbyen skole  ${NO}   45\nSørlia          ${NO2}   12`,
    ],
    [
      'right-aligned columns',
      `Dato            Beløp    Fra konto\n17.11.2026   1 200,00  ${NO}\n18.11.2026     450,00  ${NO2}`,
    ],
  ])('%s are things', (_, text) => {
    expect(found(text)).toBe('');
  });

  it.each([
    ['a person after a thing', `Terminal ${NO2} gjelder Kari Test, fnr ${NO}`],
    ['an announced list of persons', `Følgende elever har fått kort:\n- ${NO}`],
    ['columns set with blanks', `Navn            Fødselsnr     Kort\nKari Test       ${NO}   45`],
    ['a column "ID" beside names', `Navn         ID\nKari Test    ${NO}`],
  ])('%s is a person', (_, text) => {
    expect(found(text)).toContain(`no-fodselsnummer ${NO}`);
  });

  it('a column "id" beside a column of names holds the persons\u2019 numbers', () => {
    expect(summary(read('id;fornamn;efternamn\n7808052398;Anna;Test'))).toBe('se-personnummer 7808052398 high');
    expect(summary(read('id;artikel;pris\n7808052398;stol;120'))).toBe('se-personnummer 7808052398 low');
  });
});

it('the word for an appointment leaves a hyphenated number a person\u2019s', () => {
  expect(found(`Bokning ${SE}`)).toContain('se-personnummer');
});

describe('moments', () => {
  it.each([
    `Jobbet avbröts ${SE_MOMENT}`,
    `Nästa körning ${SE_MOMENT}`,
    `[${SE_MOMENT}] GET /api/v1/objekt`,
    `Uttrekk kjørt ${SE_MOMENT}, linjer: 12`,
  ])('beside a word of time are none of a person: %s', (text) => {
    expect(read(text).filter(({ level }) => level !== 'low')).toEqual([]);
  });

  it('are a person beside a label, and without any word', () => {
    expect(summary(read(`Personnummer ${SE_MOMENT}, startade i dag`))).toContain('high');
    expect(summary(read(`Elsa ${SE_MOMENT}`))).toContain('medium');
  });
});
