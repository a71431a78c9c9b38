/** Letters that drawings show as shapes are recognised like those of any picture; icons, codes and charts are not taken for such. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { allText, placesOf, readDocument } from '../../testing/read-document.ts';
import { htmlFormat } from '../html/html.ts';
import { xmlFormat } from '../xml.ts';
import { drawingsIn } from './svg-source.ts';

const stored = (name: string): Buffer =>
  readFileSync(join(import.meta.dirname, '../../../test-fixtures/documents/image/svg', name));
const NUMBER = '811218-9876';
const HARMLESS = '815218-9873';
const OCR = { ocr: { budgetMs: 120_000, pages: 60 } };
const SIGNS = stored('digits.svg').toString();
const DEFS = /<defs>.*<\/defs>/su.exec(SIGNS)?.[0] ?? '';
const pathOf = (sign: string): string => new RegExp(`id="s${sign}".*? d="([^"]*)"`, 'u').exec(SIGNS)?.[1] ?? '';

type Make = (number: string) => string;
const svg = (content: string, more = ''): string =>
  `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 400 80" ${more}>${content}</svg>`;
const each = (number: string, make: (sign: string, x: number) => string): string =>
  Array.from(number, (sign, i) => make(sign, 20 + i * 26 - (i > number.indexOf('-') && number.includes('-') ? 11 : 0))).join(''); // prettier-ignore
const shapes: Make = (number) =>
  each(number, (sign, x) => `<path transform="translate(${x} 60) scale(.02 -.02)" d="${pathOf(sign)}"/>`);
const uses: Make = (number) => DEFS + each(number, (sign, x) => `<use href="#s${sign}" x="${x}" y="60"/>`);
/** All signs in one path. */
const onePath: Make = (number) =>
  `<g transform="translate(20 60) scale(.02 -.02)"><path d="${Array.from(number, (sign, i) => pathOf(sign).replace(/[MLHVQ][^MLHVQZ]*/gu, (part) => shifted(part, i * 1303 - (i > 6 ? 560 : 0)))).join(' ')}"/></g>`; // prettier-ignore

/** A command of a path, moved to the right. */
function shifted(part: string, by: number): string {
  const kind = part.charAt(0);
  const values = (part.slice(1).match(/-?[\d.]+/gu) ?? []).map(Number);
  if (kind === 'V') return part;
  return kind + values.map((value, i) => (kind === 'H' || i % 2 === 0 ? value + by : value)).join(' ');
}

const cases: readonly (readonly [string, Make])[] = [
  ['paths', (number) => svg(shapes(number))],
  ['one path', (number) => svg(onePath(number))],
  ['symbols that are named', (number) => svg(uses(number))],
  ['white shapes on nothing', (number) => svg(`<g fill="#fff">${shapes(number)}</g>`)],
  [
    'white shapes on black',
    (number) => svg(`<rect width="400" height="80"/><g style="fill:white">${shapes(number)}</g>`),
  ],
  ['shapes on their side', (number) => svg(`<g transform="rotate(90 200 40)">${shapes(number)}</g>`, 'overflow="visible"').replace('0 0 400 80', '150 -200 100 500')], // prettier-ignore
  ['tiny shapes on a large sheet', (number) => svg(shapes(number)).replace('0 0 400 80', '0 0 2000 2000')],
  ['colours of a style sheet', (number) => svg(`<style>.a{fill:var(--ink, #123)}</style><g class="a" filter="url(#none)">${shapes(number)}</g>`)], // prettier-ignore
  ['lines that are cut out of a box', (number) => svg(`<clipPath id="c">${shapes(number)}</clipPath><rect width="400" height="80" clip-path="url(#c)"/>`)], // prettier-ignore
  ['elements with a prefix', (number) => svg(shapes(number)).replace(/<(\/?)(\w+)/gu, '<$1s:$2').replace('xmlns=', 'xmlns:s=')], // prettier-ignore
];

describe('a number drawn as', () => {
  it.each(cases)('%s is read in a file and in a page', async (_how, make) => {
    const file = await readDocument(xmlFormat, 'a.svg', Buffer.from(make(NUMBER)), OCR);
    expect(placesOf(file.texts, NUMBER)).toContain('ocr drawing');
    expect(file.uninspected).toEqual([]);
    const page = Buffer.from(`<!doctype html><p>Hej</p>${make(NUMBER)}<br>${make(NUMBER)}<p>Slut`);
    if (!make('').includes('s:svg'))
      expect(placesOf((await readDocument(htmlFormat, 'a.html', page, OCR)).texts, NUMBER)).toContain('ocr drawing');
  });

  it.each(['inkscape.svg', 'pdftocairo.svg', 'rsvg.svg', 'exchanged-font.svg'])('%s does is read', async (name) => {
    const { texts, uninspected } = await readDocument(xmlFormat, name, stored(name), OCR);
    expect(placesOf(texts, NUMBER)).toContain('ocr drawing');
    expect(uninspected).toEqual([]);
  });

  it('paths is another number where it is another', async () => {
    const { texts, uninspected } = await readDocument(xmlFormat, 'a.svg', Buffer.from(svg(shapes(HARMLESS))), OCR);
    expect(allText(texts)).toContain(HARMLESS);
    expect(uninspected).toEqual([]);
  });

  it('paths is listed where recognition is off, spent, or never begins', async () => {
    const bytes = Buffer.from(svg(shapes(NUMBER)));
    const off = await readDocument(xmlFormat, 'a.svg', bytes);
    expect(off.uninspected).toMatchObject([{ reason: 'unsupported', kind: 'image' }]);
    const spent = await readDocument(xmlFormat, 'a.svg', bytes, { ocr: { budgetMs: 1, pages: 1 } });
    expect(spent.uninspected).toMatchObject([{ reason: 'limit', kind: 'image' }]);
  });

  it('paths forty times over is read as often as there is reason to', async () => {
    const page = Array.from({ length: 40 }, (_, i) => svg(shapes(String(1_000_000_000 + i)))).join('');
    const { uninspected } = await readDocument(htmlFormat, 'a.html', Buffer.from(page));
    expect(uninspected.map(({ reason }) => reason).sort()).toEqual(['limit', 'unsupported']);
  });
});

const CALENDAR = `<path d="M3 5h18v16H3z"/><path d="M3 9h18M8 3v4M16 3v4" fill="none" stroke="#000"/><circle cx="8" cy="13" r="1"/><circle cx="12" cy="13" r="1"/>`;
const LANDSCAPE = Array.from({ length: 60 }, (_, i) => `<path d="M${i * 6} ${80 - i} q${i % 7} -${20 + ((i * 13) % 40)} ${8 + ((i * 5) % 30)} ${i % 11} z" fill="hsl(${i * 6},50%,50%)"/>`).join(''); // prettier-ignore

describe('nothing is made, and nothing asked, of', () => {
  it.each([
    ['an icon', svg(CALENDAR)],
    ['a page of icons', `<!doctype html>${svg(CALENDAR).repeat(50)}`],
    ['a drawing without anything like letters', svg(LANDSCAPE)],
    ['a chart whose words are text', svg(`${'<rect width="9" height="30"/>'.repeat(4)}<text x="9" y="9">Antal</text>`)],
    ['shapes that nobody names', svg(DEFS)],
    ['a code for telephones', stored('qr-code.svg').toString()],
  ])('%s', async (_what, source) => {
    const format = source.startsWith('<!doctype') ? htmlFormat : xmlFormat;
    const { texts, uninspected } = await readDocument(format, 'a.svg', Buffer.from(source));
    expect(uninspected).toEqual([]);
    expect(texts.flatMap(({ segments }) => segments.filter(({ zone }) => zone === 'ocr'))).toEqual([]);
  });
});

describe('a drawing that would be endless', () => {
  const bomb = Array.from({ length: 12 }, (_, i) => `<g id="u${i + 1}">${`<use href="#u${i}"/>`.repeat(10)}</g>`).join(
    '',
  );
  it.each([
    ['names itself over and over', svg(`<g id="u0">${shapes(NUMBER)}</g>${bomb}`), 'limit'],
    ['names itself', svg(`<g id="a">${shapes(NUMBER)}<use href="#a"/></g>`), null],
    ['is painted ten thousand times over', svg('<rect width="400" height="80"/>'.repeat(30_000)), 'limit'],
    ['has a picture for each group', svg('<g opacity=".5"><rect width="400" height="80"/><rect width="3" height="3"/></g>'.repeat(3_000)), 'limit'], // prettier-ignore
    ['is nested', svg(`${'<g>'.repeat(5_000)}${shapes(NUMBER)}`), null],
    ['is far too large', svg(shapes(NUMBER)).replace('0 0 400 80', '-1e300 -1e300 1e308 1e308'), null],
    ['has endless dashes', svg(`<path stroke-dasharray="1e-9" stroke="#000" d="M0 0${'h9'.repeat(9_000)}"/>`.repeat(20)), null], // prettier-ignore
    ['is blurred', svg(`<filter id="f"><feGaussianBlur stdDeviation="9999"/></filter><g filter="url(#f)">${shapes(NUMBER)}</g>`), null], // prettier-ignore
    ['has very long paths', svg(`<path d="M0 0${'l1 1m2 2'.repeat(600_000)}"/>`), 'limit'],
  ])('and %s ends', { timeout: 60_000 }, async (_how, source, reason) => {
    const start = performance.now();
    const { uninspected } = await readDocument(xmlFormat, 'a.svg', Buffer.from(source), OCR);
    expect(performance.now() - start).toBeLessThan(20_000);
    if (reason !== null) expect(uninspected.map((one) => one.reason)).toContain(reason);
  });

  it('never leads elsewhere', () => {
    const source = svg(`<image href="http://127.0.0.1/a.png"/><use href="file:///etc/passwd#a"/><style>@import url(http://127.0.0.1/);</style><script>alert(1)</script>${shapes(NUMBER)}`); // prettier-ignore
    expect(drawingsIn(source, true, () => undefined)[0]?.content).not.toMatch(/127\.0\.0\.1\/a|passwd|alert/u);
  });

  it('or damaged is no reason to fail', { timeout: 60_000 }, async () => {
    const source = stored('inkscape.svg').toString().replaceAll('Personnummer', '');
    await fc.assert(
      fc.asyncProperty(
        fc.array(fc.tuple(fc.nat(source.length), fc.string({ maxLength: 3 })), { maxLength: 8 }),
        async (cuts) => {
          // prettier-ignore
          let damaged = source;
          for (const [at, text] of cuts) damaged = damaged.slice(0, at) + text + damaged.slice(at + text.length);
          await readDocument(xmlFormat, 'a.svg', Buffer.from(damaged));
        },
      ),
      { numRuns: 60 },
    );
  });
});
