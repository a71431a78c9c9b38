import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { read, summary } from '../../testing/id-runs.ts';

const found = (text: string): string => summary(read(text).filter(({ level }) => level !== 'low'));

describe('findToldInColumns()', () => {
  it.each([
    ['a head that says so', 'Född;Namn;Sista fyra\n19780805;Anna Test;2398', 'se-personnummer 197808052398 high'],
    ['the last digits first', 'Fyra sista;Född\n2398;780805', 'se-personnummer 7808052398 high'],
    [
      'blanks between',
      'Född        Namn        Sista 4\n1978-08-05  Anna Test   2398',
      'se-personnummer 197808052398 high',
    ],
    [
      'Norwegian numbers',
      'Fødselsdato\tNavn\tPersonnummer\n179120\tKari Test\t99997',
      'no-fodselsnummer 17912099997 high',
    ],
    ['Danish numbers', 'Født,Navn,Sidste fire\n07-07-03,Kaj Test,1298', 'dk-cpr 0707031298 high'],
    ['Danish running numbers', 'Navn\tFødselsdag\tLøbenummer\nIda Bak\t2002-04-17\t1123', 'dk-cpr 1704021123 high'],
    ['Danish ones named after the register', 'CPR dato;CPR løbenr\n17-04-2002;1123', 'dk-cpr 1704021123 high'],
    ['beside any day', 'Dato;CPR løbenr\n17-04-2002;1123', 'dk-cpr 1704021123 high'],
    ['beside the name of the register', 'CPR;Løbenr\n170402;1123', 'dk-cpr 1704021123 high'],
    ['Finnish numbers', 'Synt.     Nimi        Loppuosa\n24.11.37  Toivo Testi  -948F', 'fi-hetu 241137-948F high'],
    ['year, month and day', '1978;08;05;2398', 'se-personnummer 197808052398 medium'],
  ])('%s', (_, text, expected) => {
    expect(found(text)).toBe(expected);
  });

  it('rows that are all right need no head', () => {
    const rows = ['2398 780805  Anna  SKOL', '2391 820103  Bo    SKOL', '2390 840326  Cia   VUX'];
    expect(found(rows.join('\n')).split('; ')).toHaveLength(3);
    expect(found(rows.slice(0, 2).join('\n'))).toBe('');
    expect(found([...rows, '2399 900101  Dan   VUX'].join('\n'))).toBe('');
  });

  it.each([
    'Datum;Text;Belopp\n1978-08-05;Hyra;2398',
    'Född;Namn;Sista fyra\n19780805;Anna Test;2399',
    'Född;Namn;Postnr\n19780805;Anna Test;2398',
    '2026;08;05;2398',
    'Fødselsdag;Løbenummer\n2002-04-17;1124\n2001-09-08;1126',
    'Dato;Løbenr\n2002-04-17;1123',
    'Dato;Løbenummer;Beløb\n2002-04-17;1123;100',
    'Datum;Kontrollsiffra;Belopp\n1978-08-05;2398;100',
    'Kort sista fyra;Datum\n2398;1978-08-05',
    'Kontrollnr  Objekt     Datum\n2398        Lekplats   1978-08-05',
    'Personnr;Ansatt fra;Avd\n2398;1978-08-05;Skole',
    'Gnr;Bnr;Fnr;Dato\n12;3;2398;1978-08-05',
    'Sal;År;Mån;Dag;Nr\nA;1978;8;5;2398',
    '1978\t8\t5\t2398',
    'Datum\tTid\n780805\t2122\n820103\t1015\n840326\t0930',
  ])('lets %j pass', (text) => {
    expect(found(text)).toBe('');
  });

  it('tables of days and amounts are none', () => {
    const day = fc.date({ min: new Date('1950-01-01'), max: new Date('2020-12-31'), noInvalidDate: true });
    const row = fc.tuple(day, fc.integer({ min: 1000, max: 9999 }));
    fc.assert(
      fc.property(fc.array(row, { minLength: 8, maxLength: 20 }), (rows) => {
        const table = rows.map(([at, sum]) => `${at.toISOString().slice(0, 10)};Hyra;${sum}`).join('\n');
        expect(found(`Datum;Text;Summa\n${table}`)).toBe('');
      }),
    );
  });
});
