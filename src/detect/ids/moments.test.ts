import { describe, expect, it } from 'vitest';
import { luhnDigit } from '../../testing/id-arbitraries.ts';
import { read, summary } from '../../testing/id-runs.ts';
import type { Standing } from '../../testing/id-runs.ts';

/** Of a mail that arrived on this day. */
const TODAY = '2026-11-28';
/** The day and four digits of which the last one makes it right. */
const right = (day: string, three: string): string => `${day}-${three}${luhnDigit(day.slice(-6) + three)}`;
const NOW = right('20261128', '143');
const WEEKS_AGO = right('20261020', '083');
const COUNTER = right('20261128', '735');

const level = (text: string, standing: Standing = {}): string =>
  read(text, { today: TODAY, ...standing })
    .map((reading) => reading.level)
    .join(' ');

describe('a day of the last weeks and a time of it', () => {
  it.each([NOW, WEEKS_AGO, NOW.slice(2), WEEKS_AGO.slice(2), NOW.replace('-', '')])('is a moment: %s', (number) => {
    for (const text of [number, `Skanning klar:\n${number}\n\nMvh\nSkrivaren`, `Körning ${number} utan fel`])
      expect(level(text)).not.toMatch(/medium|high/);
  });

  it.each([
    `personnummer ${NOW}`,
    `Pnr: ${WEEKS_AGO}`,
    `Anna Karlsson ${NOW}`,
    `Barnet ${NOW} är listat`,
    `Flickan föddes och har fått ${WEEKS_AGO}`,
    `BVC-besök ${WEEKS_AGO}`,
    `Angående ${NOW}`,
    `Född ${NOW}`,
  ])('is a child where anything tells of one: %s', (text) => {
    expect(level(text)).toMatch(/medium|high/);
  });

  it.each([right('20261128', '238'), right('20260312', '143'), right('20150312', '143'), right('19850709', '143')])(
    'is a person with other digits or of another day: %s',
    (number) => {
      expect(level(`Se ${number}.`)).toBe('medium');
    },
  );
});

describe('a moment in a link', () => {
  it('names a document', () => {
    for (const number of [NOW, right('20250312', '143'), right('20240917', '002')])
      expect(level(`https://x.example/doc/${number}`)).not.toMatch(/medium|high/);
  });

  it('is a person where it is labelled, where persons are kept, and of other years', () => {
    const child = right('20250312', '143');
    expect(level(`https://x.example/?personnummer=${child}`)).toBe('high');
    expect(level(`https://x.example/elever/${child}`)).toMatch(/medium|high/);
    expect(level(`https://x.example/doc/${right('20120312', '143')}`)).toBe('medium');
    expect(level(`https://x.example/doc/${right('20250312', '738')}`)).toBe('medium');
  });
});

describe('numbers of one day that count on', () => {
  it('are no persons', () => {
    const [day = '', tail = ''] = COUNTER.split('-');
    const next = `${day}-${Number(tail) + 1}`;
    expect(level(`${COUNTER}\n${next}`)).not.toMatch(/medium|high/);
    const old = right('20190604', '735');
    const others = [1, 2].map((step) => `20190604-${Number(old.slice(-4)) + step}`);
    expect(level([old, ...others].join('\n'))).not.toMatch(/medium|high/);
  });

  it('are persons where all are right, and where one is written wrongly', () => {
    expect(level(`${right('20150604', '735')} och ${right('20150604', '737')}`)).toBe('medium medium');
    const old = right('19850709', '735');
    const mistaken = `${old.slice(0, -1)}${(Number(old.slice(-1)) + 1) % 10}`;
    expect(level(`Rättat: ${mistaken} ska vara ${old}`)).toContain('medium');
  });
});

describe('the names of files', () => {
  it.each([`Scan_${COUNTER}.pdf`, `skannat ${COUNTER}.pdf`, `Kopia_${COUNTER}.pdf`])(
    'that scanners give: %s',
    (name) => {
      expect(level(name, { where: 'filename' })).not.toMatch(/medium|high/);
    },
  );

  it('of persons', () => {
    expect(level(`${COUNTER}.pdf`, { where: 'filename' })).toBe('medium');
    expect(level(`Scan_${right('20150604', '735')}.pdf`, { where: 'filename' })).toBe('medium');
    expect(level(`Anna Karlsson ${COUNTER}.pdf`, { where: 'filename' })).toBe('medium');
  });
});

describe('days of the last years with a hyphen', () => {
  it.each([
    'Hej, vi kör 260930-1182 i produktion och den nya i test. När vi kör den hänger den på steg 3, och det är inte bra för oss. Har ni något råd till mig?',
    'Hei, tässä katkot meidän lokista, päivä ja kello:\n261126-0655 alas\n261126-0701 ylös\nKumpi pää se oli? Se oli kuollut, mutta se oli myös pistoke ja niin edelleen.',
  ])('are no Danish numbers of 1930 outside Denmark: %s', (text) => {
    expect(read(text).filter(({ level }) => level !== 'low')).toEqual([]);
  });

  it('are in a Danish mail, and beside somebody', () => {
    expect(summary(read('Hej, borgeren 260930-1182 har ringet og vil gerne høre fra jer.', { country: 'dk' }))).toMatch(
      /^dk-cpr 2609301182 (?:medium|high)$/,
    );
  });
});
