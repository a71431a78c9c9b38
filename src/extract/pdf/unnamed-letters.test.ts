/** Letters of which only what is drawn tells what they are, and those of which the file tells by convention. */
import { describe, expect, it } from 'vitest';
import { PdfBuilder, pdfOf, textAt } from '../../testing/pdf-builder.ts';
import { allText, readDocument } from '../../testing/read-document.ts';
import { pdfFormat } from './pdf.ts';

const NUMBER = '811218-9876';
const HARMLESS = '815218-9873';
const SIGNS = Array.from('0123456789-abcdefghijklmnopqrstuvwxyz ');
const OCR = { budgetMs: 60_000, pages: 5 };

interface Naming {
  readonly name: (sign: string, i: number) => string;
  readonly code: (sign: string, i: number) => number;
}

/** A line in a font whose glyphs are drawn one by one, under any name and code, without a table for copying. */
function drawn(text: string, { name, code }: Naming, again = 1, isScan = false): Buffer {
  const b = new PdfBuilder();
  const plain = b.add('<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>');
  const own = `/Resources << /Font << /H ${plain} 0 R >> >>`;
  const glyphs = SIGNS.map((sign) => b.stream(`700 0 0 0 700 1000 d1\nBT /H 1000 Tf 0 0 Td (${sign}) Tj ET`, own));
  const names = SIGNS.map(name);
  const codes = SIGNS.map(code);
  const font = b.add(
    `<< /Type /Font /Subtype /Type3 /FontBBox [0 0 700 1000] /FontMatrix [0.001 0 0 0.001 0 0] /FirstChar 0 /LastChar 255 ` +
      `/CharProcs << ${names.map((own, i) => `/${own} ${glyphs[i] ?? 0} 0 R`).join(' ')} >> /Widths [${'700 '.repeat(256)}] ` +
      `/Encoding << /Differences [${codes.map((own, i) => `${own} /${names[i] ?? ''}`).join(' ')}] >> ${own} >>`,
  );
  const hex = Array.from(text, (c) => (codes[SIGNS.indexOf(c)] ?? 0).toString(16).padStart(2, '0')).join('');
  const lines = Array.from({ length: again }, (_, i) => `BT /F9 24 Tf 60 ${700 - i * 30} Td <${hex}> Tj ET\n`);
  const look = '/Type /XObject /Subtype /Image /Width 8 /Height 8 /BitsPerComponent 8 /ColorSpace /DeviceGray';
  const scan = b.stream(String.fromCharCode(...Array.from({ length: 64 }, (_, i) => (i * 37) % 128)), look);
  const page = (isScan ? 'q 595 0 0 842 0 0 cm /I1 Do Q ' : textAt(60, 800, 'Hej')) + lines.join('');
  return pdfOf([page], { resources: `/XObject << /I1 ${scan} 0 R >> /Font << /F9 ${font} 0 R >>` }, b);
}

const inventions: readonly (readonly [string, Naming])[] = [
  ['numbered', { name: (_, i) => `a${i + 1}`, code: (_, i) => 97 + i }],
  ['of letters', { name: (_, i) => `zq${i}zq`, code: (_, i) => 97 + i }],
  ['of glyphs', { name: (_, i) => `glyph${i + 300}`, code: (_, i) => 60 + i }],
];

describe('letters under invented names', () => {
  it.each(inventions)('%s make the page ambiguous where it cannot be looked at', async (_kind, naming) => {
    const { uninspected } = await readDocument(pdfFormat, 'a.pdf', drawn(NUMBER, naming));
    expect(uninspected).toMatchObject([{ reason: 'ambiguous', kind: 'document' }]);
  });

  it('do not hide that their page is a scan', async () => {
    const [, naming] = inventions[0] ?? ['', { name: () => '', code: () => 0 }];
    for (const isScan of [true, false]) {
      const { uninspected } = await readDocument(pdfFormat, 'a.pdf', drawn('---', naming, 1, isScan));
      const details = uninspected.map(({ detail }) => detail);
      expect(details.includes('scanned page without OCR')).toBe(isScan);
    }
  });

  it('are read from what is drawn, and a page with another number passes', async () => {
    const [, naming] = inventions[0] ?? ['', { name: () => '', code: () => 0 }];
    for (const number of [NUMBER, HARMLESS]) {
      const { texts, uninspected } = await readDocument(pdfFormat, 'a.pdf', drawn(number, naming), { ocr: OCR });
      // recognition sets a blank where a monospaced letter stands far from the next
      expect(allText(texts).replace(/ /gu, '')).toContain(number);
      expect(uninspected).toEqual([]);
    }
  });
});

const byCode = (sign: string): number => sign.charCodeAt(0);
const conventions: readonly (readonly [string, Naming])[] = [
  ['TeX gives to pictures of letters', { name: (sign) => `a${byCode(sign)}`, code: byCode }],
  ['are hexadecimal codes', { name: (sign) => `x${byCode(sign).toString(16)}`, code: byCode }],
  ['are known', { name: (sign) => (sign === '-' ? 'hyphen' : sign === ' ' ? 'space' : /\d/u.test(sign) ? ['zero', 'one', 'two', 'three', 'four', 'five', 'six', 'seven', 'eight', 'nine'][Number(sign)] ?? '' : sign), code: byCode }], // prettier-ignore
];

describe('letters under names that', () => {
  it.each(conventions)('%s are read by their codes', async (_kind, naming) => {
    const { texts, uninspected } = await readDocument(pdfFormat, 'a.pdf', drawn(NUMBER, naming));
    expect(allText(texts)).toContain(NUMBER);
    expect(uninspected).toEqual([]);
  });

  it('are numbers of glyphs are read by their codes where these make words', async () => {
    const naming: Naming = { name: (_, i) => `g${i + 3}`, code: byCode };
    const { texts, uninspected } = await readDocument(
      pdfFormat,
      'a.pdf',
      drawn('kommunens parker och torg', naming, 3),
    );
    expect(allText(texts)).toContain('kommunens parker och torg');
    expect(uninspected).toEqual([]);
  });
});
