import { describe, expect, it } from 'vitest';
import { formulaCell, numberCell, sheetOf } from '../../testing/evasive-formulas.ts';
import { readDeep } from '../../testing/read-document.ts';
import { calculate, NO_CELLS, readReference, type FormulaWorld } from './formula.ts';
import { UNKNOWN, type Scalar } from './formula-values.ts';

const CELLS: Readonly<Record<string, Scalar>> = { '0 0': 19121212, '0 1': 1212, '1 0': 'Anna' };
const world: FormulaWorld = { ...NO_CELLS, cell: (_sheet, row, column) => CELLS[`${row} ${column}`] };

describe('calculate()', () => {
  it.each([
    ['"1912"&"1212"&"1212"', '191212121212'],
    ['A1&B1', '191212121212'],
    ['A1*10000+B1', '191212121212'],
    ['-2^2+10/4%', '254'],
    ['TEXT(A1*10000+B1,"00000000-0000")', '19121212-1212'],
    ['TEXTJOIN("-";TRUE;A1:B1)', '19121212-1212'],
    ['REPLACE("19xx1212",3,2,"12")', '19121212'],
    ['SUBSTITUTE("1-9-1-2","-","",2)', '1-91-2'],
    ['CONCAT(CHAR({49;57}))', '19'],
    ['IF(A2="anna",LEFT("1912",2),"x")', '19'],
    ['IFERROR(VLOOKUP(1,A1:B2,2),"7")', '7'],
    ['"a""b"', 'a"b'],
    ['[.A1]&[Blad1.B1]', '191212121212'],
  ])('gives what %s shows', (formula, shown) => {
    expect(calculate(formula, world)).toBe(shown);
  });

  it('says where something could not be calculated', () => {
    expect(calculate('"19121212"&VLOOKUP(A1,A1:B9,2)', world)).toBe(`19121212${UNKNOWN}`);
    expect(calculate('A1 A2', world)).toBe(UNKNOWN);
    expect(calculate('Table1[[#This Row],[Namn]]&"x"', world)).toContain(UNKNOWN);
  });

  it.each([
    ['brackets within brackets', '('.repeat(8_000) + '1'],
    ['a text that grows', 'REPT(REPT("1234567890",200),200)'],
    ['a very large area', 'SUM(A1:XFD1048576)'],
    ['areas of areas', Array.from({ length: 300 }, () => 'SUM(A1:J100)').join('+')],
    [
      'lists that double',
      `LET(a,{1,2}${Array.from('bcdefghijklmnopqrstuvwxy', (name, i) => `,${name},{${'abcdefghijklmnopqrstuvwxy'.charAt(i)},${'abcdefghijklmnopqrstuvwxy'.charAt(i)}}`).join('')},y)`,
    ],
    ['a division by nothing', '1/0&"x"'],
    ['only marks', '&&&,;)('],
  ])('ends soon with %s', (_what, formula) => {
    expect(calculate(formula, world).length).toBeLessThan(2_001);
  });

  it('moves the references of a shared formula, but not the fixed ones', () => {
    expect(readReference('$A1:B$2', { rows: 3, columns: 1 })).toEqual({
      sheet: '', row: 3, column: 0, lastRow: 1, lastColumn: 2,
    }); // prettier-ignore
  });
});

describe('a workbook without stored values', () => {
  const read = (...cells: string[]) => readDeep('a.xlsx', sheetOf(...cells));

  it('as programs write it is read without a word', async () => {
    const ordinary = [
      'SUM(A1:A10)', 'VLOOKUP(A1,Blad2!A1:B1000,2,FALSE)', 'IF(A1>1000000,"Ja","Nej")', 'TEXT(A1,"yyyy-mm-dd")&" "&B1',
      '"Faktura 2026"&TEXT(ROW(),"0000")', 'LOOKUP(A1,{0,10000,20000,50000,100000},{"A","B","C","D","E"})',
      'DATE(2026,11,27)+30', 'IFERROR(INDEX(A1:A9,MATCH(1234567,B1:B9,0)),"")', 'ROUND(SUM(A1:A9)*1.25,2)', 'A1*10000',
      'SUMIFS(C1:C99,A1:A99,">="&DATE(2026,1,1))', '"Tel "&B1&", bankgiro 123-4567, plusgiro 12 34 56-7 "&VLOOKUP(1,A1:B2,2)',
      'Tabell1[[#This Row],[Antal]]*Tabell1[[#This Row],[Pris]]', "'Blad 2'!A1+[1]Bok!$A$1", 'C1', 'RANDBETWEEN(1000000000,9999999999)',
    ]; // prettier-ignore
    const { uninspected } = await read(
      numberCell('A1', '46000'),
      ...ordinary.map((formula, i) => formulaCell(`${String.fromCharCode(66 + i)}1`, formula)),
    );
    expect(uninspected).toEqual([]);
  });

  it('is ambiguous when a function that nobody knows puts ten digits together', async () => {
    const { uninspected } = await read(formulaCell('A1', 'REDUCE("",{"1912","1212","1212"},LAMBDA(a,b,a&b))'));
    expect(uninspected.map(({ reason }) => reason)).toEqual(['ambiguous']);
  });

  it('is ambiguous when something unknown stands behind a day of birth', async () => {
    const { uninspected } = await read(formulaCell('A1', '"19121212-"&VLOOKUP("Anna",Blad2!A1:B9,2)'));
    expect(uninspected.map(({ reason }) => reason)).toEqual(['ambiguous']);
  });

  it('gives each number under the heading of its column', async () => {
    const { texts } = await readDeep('a.csv', Buffer.from('Personnummer;Del 1;Del 2\n=B2&C2;121212;1212\n'));
    expect(texts.map(({ text }) => text).join('')).toContain('Personnummer: 1212121212');
  });
});
