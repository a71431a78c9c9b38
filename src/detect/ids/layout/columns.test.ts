import { describe, expect, it } from 'vitest';
import { luhnDigit } from '../../../testing/id-arbitraries.ts';
import { readExtracted, sheet } from '../../../testing/id-runs.ts';

/** How many of a column's numbers are found. */
function found(head: string, numbers: readonly string[], country: 'se' | 'no' | 'dk' = 'se'): number {
  const rows = [['Namn', head, 'Belopp'], ...numbers.map((number, i) => ['Anna Test', number, String(1000 + i)])];
  return readExtracted(sheet(rows), { country }).filter(({ level }) => level !== 'low').length;
}

const luhn = (nine: string): string => `${nine.slice(0, 6)}-${nine.slice(6)}${luhnDigit(nine)}`;
const SWEDISH = ['780805-2398', '820103-2391', '840326-2390', '860721-2399', '880812-2397'];
const LONG = SWEDISH.map((number) => `19${number}`);
const bare = (numbers: readonly string[]): string[] => numbers.map((number) => number.replace('-', ''));
const NORWEGIAN = ['17912099997', '01010750160', '15845912065', '29029600013', '13116900216'];
const DANISH = ['070703-1298', '230997-6102', '030403-2057', '170402-1123', '080901-2034'];
const COMPANIES = ['556036-0793', '556703-7485', '212000-0142', '556012-5790', '556074-7569'];

describe('a column of persons under a head for other numbers', () => {
  it.each([
    ...['Kundnr', 'Medlemsnr', 'Ärendenr', 'Referens', 'Fakturareferens', 'Org.nr', 'Telefon', 'Lev.nr', 'Kund-ID'].map(
      (head) => [head, SWEDISH, 'se'] as const,
    ),
    ['Kundnr', bare(SWEDISH), 'se'],
    ['Kundnr', LONG, 'se'],
    ['Faktura', bare(LONG), 'se'],
    ['Kundenr', DANISH, 'dk'],
    ['Sagsnr', bare(DANISH), 'dk'],
    ['Kundnr', SWEDISH.slice(0, 4), 'se'],
    ['Kundnr', [...SWEDISH.slice(0, 2), ...LONG.slice(2, 4)], 'se'],
    ['Kundnr', [...bare(SWEDISH).slice(0, 2), ...LONG.slice(2, 4)], 'se'],
    ['Kundenr', [...bare(DANISH).slice(0, 2), ...DANISH.slice(2)], 'dk'],
    ['Kundnr', [...SWEDISH, '910101-2391'], 'se'],
  ] as const)('%s: %j', (head, numbers, country) => {
    expect(found(head, numbers, country)).toBeGreaterThanOrEqual(4);
  });

  it('three of twelve digits that are no moments are enough', () => {
    expect(found('KID', bare(LONG).slice(0, 3))).toBe(3);
    expect(found('KID', bare(SWEDISH).slice(0, 3))).toBe(0);
  });

  it.each(['Kundenr', 'Saksnr', 'Konto', 'Ref'])('%s of Norwegian numbers', (head) => {
    const right = NORWEGIAN.filter((number) => found('Fødselsnummer', [number], 'no') === 1);
    expect(right.length).toBeGreaterThanOrEqual(4);
    expect(found(head, right, 'no')).toBe(right.length);
  });

  it.each([
    ['too few', 'Kundnr', SWEDISH.slice(0, 3)],
    ['sole traders among suppliers', 'Org.nr', [...COMPANIES, ...SWEDISH.slice(0, 4)]],
    ['two, each written twice', 'Kundnr', [...SWEDISH.slice(0, 2), ...LONG.slice(0, 2)]],
    ['one of forty', 'Kundnr', Array.from({ length: 40 }, () => SWEDISH[0] ?? '')],
    [
      'numbered by the days of one year',
      'Ordernr',
      bare(['230105001', '230217002', '230322003', '230411004', '230530005'].map(luhn)),
    ],
    [
      'with a digit of control and days of one month',
      'Kundnr',
      ['780801001', '780801002', '780801003', '780801004', '780801005'].map(luhn),
    ],
    [
      'with wrong digits',
      'Kundnr',
      ['780805-2398', '820103-2391', '840326-2390', '860721-2399', '880812-2391', '880812-2392', '880812-2393'],
    ],
  ])('lets others pass: %s', (_, head, numbers) => {
    expect(found(head, numbers)).toBe(0);
  });
});

describe('a column of codes that look like days', () => {
  /** Every tenth is right. */
  const codes = (count: number): string[] =>
    Array.from({ length: count }, (_, i) => {
      const nine = `${50 + (i % 50)}${String(1 + (i % 12)).padStart(2, '0')}${String(1 + (i % 28)).padStart(2, '0')}${String(101 + ((i * 37) % 890))}`;
      return `${nine.slice(0, 6)}-${nine.slice(6)}${(luhnDigit(nine) + (i % 10)) % 10}`;
    });

  it.each(
    ['Könr', '', 'Kod', 'ID', 'Prov', 'Etikett', 'Plats'].flatMap(
      (head) =>
        [
          [head, 40],
          [head, 200],
        ] as const,
    ),
  )('%j, %d rows', (head, count) => {
    const rows = [['Rad', head, 'Antal'], ...codes(count).map((code, i) => [String(i + 1), code, '7'])];
    expect(readExtracted(sheet(rows)).filter(({ level }) => level !== 'low')).toEqual([]);
  });

  it('does not hide people', () => {
    expect(found('Kod', [...codes(10).slice(1), ...SWEDISH])).toBeGreaterThanOrEqual(5);
  });
});
