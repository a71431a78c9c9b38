import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { cpr, fodselsnummer, hetu, kennitala, personnummer } from '../../testing/id-arbitraries.ts';
import { read, readExtracted, sheet } from '../../testing/id-runs.ts';
import { findCandidates } from './layout/candidates.ts';

const MEGABYTE = 1_000_000;
const UNITS = [
  '7',
  '-',
  ' ',
  '1 ',
  '1|',
  '780805 ',
  '780805-\n',
  '78.08.05 ',
  '780805T',
  '780805-2398@',
  'x780805-2398',
  'nummer',
  'personnummer ',
];
const repeated = (unit: string, size: number): string => unit.repeat(Math.ceil(size / unit.length));

describe('hostile text', () => {
  it.each(UNITS)('three megabytes of %j end without a reading of medium or high', (unit) => {
    expect(read(repeated(unit, 3 * MEGABYTE)).filter(({ level }) => level !== 'low')).toEqual([]);
  });

  it.each(['780805-2398,', '7808052398;', '780805-2398\t', '7808052398\n', 'pnr 7808052398 '])(
    'a megabyte of %j gives one reading each',
    (unit) => {
      const text = repeated(unit, MEGABYTE);
      expect(read(text)).toHaveLength(text.length / unit.length);
    },
  );

  it('the number of candidates never exceeds the number of digit runs', () => {
    const alphabet = fc.constantFrom('7', '8', '0', '780805', '-', '+', ' ', '.', '/', '\t', '\n', 'T', 'x', '|', ',');
    fc.assert(
      fc.property(fc.array(alphabet, { maxLength: 80 }), (pieces) => {
        const text = pieces.join('');
        // Connected numbers and combs each begin at a run of their own.
        expect(findCandidates(text).candidates.length).toBeLessThanOrEqual(2 * (text.match(/\d+/g)?.length ?? 0));
      }),
      { numRuns: 2000 },
    );
  });

  it('any text gives readings in order, inside the text, not overlapping, equal each time (P5, P8)', () => {
    const pieces = fc.oneof(
      personnummer.map((digits) => `${digits.slice(0, 6)}-${digits.slice(6)}`),
      personnummer,
      fodselsnummer,
      cpr,
      hetu,
      kennitala,
      fc.constantFrom(
        'pnr ',
        'tel ',
        ' ',
        '\n',
        '\t',
        '-',
        ';',
        ',',
        '19',
        '3300-',
        'https://x.example/?pnr=',
        '\u00ad',
        '\u2013',
        'SE',
        '_',
        '.',
      ),
      fc.string({ maxLength: 6 }),
    );
    fc.assert(
      fc.property(fc.array(pieces, { maxLength: 14 }), fc.constantFrom('body', 'filename'), (parts, where) => {
        const text = parts.join('');
        const readings = read(text, { where: where === 'body' ? 'body' : 'filename' });
        let last = 0;
        for (const { span, raw, score, level, reasons } of readings) {
          expect(span.start).toBeGreaterThanOrEqual(last);
          expect(span.end).toBeGreaterThan(span.start);
          expect(raw).toHaveLength(span.end - span.start);
          expect(score).toBe({ low: 30, medium: 65, high: 90 }[level]);
          expect(reasons.reduce((sum, { points }) => sum + points, 0)).toBe(score);
          last = span.end;
        }
        expect(read(text, { where: where === 'body' ? 'body' : 'filename' })).toEqual(readings);
      }),
      { numRuns: 1000 },
    );
  });

  it('a sheet of a hundred thousand rows keeps its header to the last', () => {
    const rows = Array.from({ length: 100_000 }, (_, i) => [`Person ${i}`, '7808052398']);
    const readings = readExtracted(sheet([['Namn', 'Personnummer'], ...rows]));
    expect(readings).toHaveLength(100_000);
    expect(readings.every(({ level }) => level === 'high')).toBe(true);
  });
});

describe('every separator', () => {
  const separators = ['-', ' - ', '\u2013', '\u2011', '\u2212', '\uff0d', '-\n', ' -', '- ', '\u00ad-', '-\u200b'];
  it('a hyphen in any dress joins date and serial', () => {
    fc.assert(
      fc.property(personnummer, fc.constantFrom(...separators), (digits, separator) => {
        const [reading] = read(`Hej ${digits.slice(0, 6)}${separator}${digits.slice(6)} och tack`);
        // Some also read as a henkilötunnus, which keeps its hyphen.
        return reading?.normalized.replace('-', '') === digits && reading.level === 'medium';
      }),
      { numRuns: 500 },
    );
  });

  it('a keyword makes every valid number of every country high', () => {
    const labelled = fc.oneof(
      personnummer.map((digits) => ({ label: 'Personnummer', digits })),
      fodselsnummer.map((digits) => ({ label: 'fødselsnummer', digits })),
      cpr.map((digits) => ({ label: 'CPR-nr.', digits })),
      hetu.map((digits) => ({ label: 'henkilötunnus', digits })),
      kennitala.map((digits) => ({ label: 'kennitala', digits })),
    );
    fc.assert(
      fc.property(labelled, ({ label, digits }) => {
        const [reading] = read(`${label}: ${digits}.`);
        return reading?.normalized === digits && reading.level === 'high';
      }),
      { numRuns: 1000 },
    );
  });
});
