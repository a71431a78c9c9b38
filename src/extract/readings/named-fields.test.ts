/** Fields of records that make a number: which are put together, and what that costs. */
import { describe, expect, it } from 'vitest';
import { namedFields } from './named-fields.ts';

const read = (text: string): readonly string[] => namedFields(text).map(({ line }) => line);

describe('fields of a record', () => {
  it.each([
    ['{"pnr": ["811218", "9876"]}', 'pnr: 811218-9876'],
    ['{"lastFour":"9876","birthDate":"1981-12-18"}', 'birthDate lastFour: 19811218-9876'],
    ['{"date_of_birth":"1981-12-18","pnr_suffix":"9876"}', 'date_of_birth pnr_suffix: 19811218-9876'],
    ['{"födelsedatum":"19811218","kontrollnummer":"9876"}', 'födelsedatum kontrollnummer: 19811218-9876'],
    ['{"födelsedag":"19811218","sista":"9876"}', 'födelsedag sista: 19811218-9876'],
    ['COPY p (id, pnr) FROM stdin;\n1\t8112189876\n2\t\\N\n\\.\n3\t8112189876\n', 'pnr: 8112189876'],
    ['"a"=hex(1):38,00,31,00,31,00,32,00,31,00,\\\n  38,00,2d,00,39,00,38,00,37,00,36,00,00,00', '811218-9876'],
  ])('are put together in %j', (text, line) => {
    expect(read(text)).toEqual([line]);
  });

  it.each([
    '{"size": ["811218", "9876"]}',
    '{"birthDate":"1981-12-18","card":{"last4":"9876"}}',
    '{"birthDate":"1981-12-18","cardLast4":"9876"}',
    '{"rebirth":"2026-01-14","lastFour":"9876"}',
    '{"birthday_campaign":"2026-01-14","lastFour":"9876"}',
    '{"birthDate":"1981-12-18","control":"9876"}',
    '{"birthDate":"1981-12-18","suffix":"9876"}',
    'Pris 30,00 31,00 32,00',
  ])('are left alone in %j', (text) => {
    expect(read(text)).toEqual([]);
  });

  it('are looked for soon under a head of columns', () => {
    const before = process.cpuUsage();
    namedFields(`COPY p (${'pnr,'.repeat(490)}pnr) FROM stdin;\n${'1\n'.repeat(500_000)}`);
    expect(process.cpuUsage(before).user).toBeLessThan(1_000_000);
  });

  it('are looked for soon in a text made of them', () => {
    const before = process.cpuUsage();
    for (const part of [
      '"pnr":[',
      '"pnr":{"a":811218,',
      '"birth":811218,',
      '":38,00,3',
      'COPY p (pnr) FROM stdin;\n',
      '":',
      '"":   ',
    ])
      namedFields(part.repeat(1_000_000 / part.length));
    expect(process.cpuUsage(before).user).toBeLessThan(8_000_000);
  });
});
