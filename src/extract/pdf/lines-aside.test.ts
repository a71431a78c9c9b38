/** Pages whose letters have names that nobody knows: what is turned or pale on them is read too, or its page is ambiguous. */
import { describe, expect, it } from 'vitest';
import { PdfBuilder, pdfOf } from '../../testing/pdf-builder.ts';
import { allText, readDocument } from '../../testing/read-document.ts';
import { pdfFormat } from './pdf.ts';

const SIGNS = Array.from('0123456789-abcdefghijklmnopqrstuvwxyzKPNTSB ');
const OCR = { budgetMs: 120_000, pages: 10 };
/** Helvetica's, roughly: figures are of one width, letters are not. */
const widthOf = (sign = 'x'): number =>
  /[ijl]/.test(sign) ? 222 : /[-frt ]/.test(sign) ? 305 : /[mw]/.test(sign) ? 800 : /[A-Z]/.test(sign) ? 667 : 556;

type Show = (matrix: string, text: string, color?: string, size?: number) => string;

/** A page in a font of pictures of letters under invented names, without a table for copying. */
function drawn(content: (show: Show) => string, page = ''): Buffer {
  const b = new PdfBuilder();
  const plain = b.add('<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>');
  const own = `/Resources << /Font << /H ${plain} 0 R >> >>`;
  const glyphs = SIGNS.map((sign) => b.stream(`${widthOf(sign)} 0 d0\nBT /H 1000 Tf 0 0 Td (${sign}) Tj ET`, own));
  const codeOf = (sign: string): number => 60 + SIGNS.indexOf(sign);
  const font = b.add(
    `<< /Type /Font /Subtype /Type3 /FontBBox [0 -200 900 1000] /FontMatrix [0.001 0 0 0.001 0 0] /FirstChar 60 /LastChar 120 ` +
      `/CharProcs << ${glyphs.map((at, i) => `/zq${i}zq ${at} 0 R`).join(' ')} >> ` +
      `/Widths [${Array.from({ length: 61 }, (_, i) => widthOf(SIGNS[i])).join(' ')}] ` +
      `/Encoding << /Differences [${SIGNS.map((_, i) => `${60 + i} /zq${i}zq`).join(' ')}] >> ${own} >>`,
  );
  const show: Show = (matrix, text, color = '0 g', size = 12) =>
    `q ${color} BT /F9 ${size} Tf ${matrix} Tm <${Array.from(text, (sign) => codeOf(sign).toString(16)).join('')}> Tj ET Q\n`;
  return pdfOf([content(show)], { page, resources: `/Font << /F9 ${font} 0 R >>` }, b);
}

const prose = (show: Show, line: (i: number) => string): string =>
  Array.from({ length: 10 }, (_, i) => show(line(i), 'Kommunen beslutade att parker ska rustas')).join('');
const level = (show: Show): string => prose(show, (i) => `1 0 0 1 60 ${780 - 16 * i}`);

const [C, S] = [Math.cos(Math.PI / 15), Math.sin(Math.PI / 15)];
/** Ways to stand aside. */
const WAYS: readonly ((show: Show, text: string) => string)[] = [
  (show, text) => show('0 1 -1 0 60 60', text),
  (show, text) => show('0 -1 1 0 100 300', text),
  (show, text) => show('-1 0 0 -1 540 60', text),
  (show, text) => show(`${C} ${S} ${-S} ${C} 150 300`, text),
  (show, text) => show('1 0 0 1 150 200', text, '0.87 g'),
  (show, text) => `0.6 g 140 140 350 40 re f\n${show('1 0 0 1 150 155', text, '0.7 g')}`,
];
const NUMBERS = ['811218-9876', '561022-2381', '640823-3234', '780805-2398', '900101-2384', '450712-3323'];

describe('on a page of letters under invented names, what is turned or pale', () => {
  it('is read', async () => {
    const bytes = drawn((show) => level(show) + WAYS.map((way, i) => way(show, `Till ${NUMBERS[i] ?? ''} som sade`)).join('')); // prettier-ignore
    const { texts, uninspected } = await readDocument(pdfFormat, 'a.pdf', bytes, { ocr: OCR });
    const text = allText(texts);
    expect(NUMBERS.filter((number) => !text.includes(number))).toEqual([]);
    expect(uninspected).toEqual([]);
  });

  it('passes when it is read and says nothing', async () => {
    const bytes = drawn((show) => level(show) + WAYS.map((way) => way(show, 'Blankett till nya parker')).join(''));
    const { texts, uninspected } = await readDocument(pdfFormat, 'a.pdf', bytes, { ocr: OCR });
    expect(allText(texts).split('Blankett till nya parker').length - 1).toBeGreaterThanOrEqual(WAYS.length);
    expect(uninspected).toEqual([]);
  });

  it('is read as the page is shown', async () => {
    const bytes = drawn(
      (show) => prose(show, (i) => `0 1 -1 0 ${60 + 16 * i} 60`) + show('1 0 0 1 300 300', 'Till 811218-9876 som sade'),
      '/Rotate 90',
    );
    const { texts, uninspected } = await readDocument(pdfFormat, 'a.pdf', bytes, { ocr: OCR });
    expect(allText(texts)).toContain('811218-9876');
    expect(uninspected).toEqual([]);
  });

  it.each([
    ['makes the page ambiguous when a number is too small to be read', '811218-9876', ['ambiguous']],
    ['passes when a mark is too small to be read', 'Tryck', []],
  ])('%s', async (_what, text, expected) => {
    const bytes = drawn((show) => level(show) + show('0 1 -1 0 60 60', text, '0.8 g', 1));
    const { uninspected } = await readDocument(pdfFormat, 'a.pdf', bytes, { ocr: OCR });
    expect(uninspected.map(({ reason }) => reason)).toEqual(expected);
  });
});
