/** Blanks of a PDF that are named tabs or ends of lines, as Qt names them: words of prose are no cells. */
import { describe, expect, it } from 'vitest';
import { pdfFormat } from '../extract/pdf/pdf.ts';
import { mailWith } from '../testing/hostile-files.ts';
import { inspectAsShipped } from '../testing/inspect-as-shipped.ts';
import { PdfBuilder, pdfOf } from '../testing/pdf-builder.ts';
import { allText, readDocument } from '../testing/read-document.ts';

const NUMBER = '19561022-2381';
const HARMLESS = '19561022-2382';

/** A page in a font that names its blank otherwise, and has a tab of its own. @param tab its width, of 1000 */
function page(content: string, blank: string, tab = 278): Buffer {
  const b = new PdfBuilder();
  const names = b.stream(
    `/CIDInit /ProcSet findresource begin 12 dict begin begincmap /CMapName /N def /CMapType 2 def\n` +
      `1 begincodespacerange <00> <FF> endcodespacerange\n2 beginbfchar <09> <0009> <20> <${blank}> endbfchar\n` +
      `1 beginbfrange <21> <FF> <0021> endbfrange\nendcmap end end`,
  );
  const widths = Array.from({ length: 256 }, (_, code) => (code === 9 ? tab : code === 32 ? 278 : 556)).join(' ');
  const font = b.add(
    `<< /Type /Font /Subtype /TrueType /BaseFont /Sans /Encoding /WinAnsiEncoding /FirstChar 0 /LastChar 255 ` +
      `/Widths [${widths}] /ToUnicode ${names} 0 R >>`,
  );
  return pdfOf([content], { resources: `/Font << /Q ${font} 0 R >>` }, b);
}
const line = (x: number, y: number, text: string): string => `BT /Q 11 Tf ${x} ${y} Td (${text}) Tj ET\n`;

describe.each([
  ['a tab', '0009'],
  ['the end of a line', '000A'],
  ['a return', '000D'],
  ['a line separator', '2028'],
])('blanks that are named %s', (_name, blank) => {
  it.each([
    ['is found', NUMBER, ['national-id']],
    ['passes without a number of a person', HARMLESS, []],
  ])('stand between words: the letter %s', async (_what, number, expected) => {
    const letter = [
      'V\\345rt diarienummer \\344r KS 2026/123.',
      `S\\366kande ${number} bor p\\345 Storgatan 4.`,
      'Beslutet kan \\366verklagas.',
    ];
    const bytes = page(letter.map((text, i) => line(50, 780 - 20 * i, text)).join(''), blank);
    const { findings, uninspected } = await inspectAsShipped(mailWith([{ name: 'brev.pdf', bytes }]));
    expect(uninspected).toEqual([]);
    expect(findings.filter(({ confidence }) => confidence !== 'low').map(({ category }) => category)).toEqual(expected);
  });

  it('leave columns where there is room for them', async () => {
    const rows = [
      ['Diarienummer', 'Datum'],
      ['KS 2026/123', 'i morgon'],
    ];
    const content = rows.flatMap((row, i) => row.map((cell, j) => line(50 + 150 * j, 780 - 20 * i, cell))).join('');
    const { texts } = await readDocument(pdfFormat, 'a.pdf', page(content, blank));
    expect(allText(texts)).toContain('Diarienummer\tDatum\nKS 2026/123\ti morgon\n');
  });
});

it.each([
  ['as wide as a blank is one', 278, 'Antal stolar'],
  ['as wide as several is a tab', 4000, 'Antal\tstolar'],
])('a tab %s', async (_how, width, expected) => {
  const { texts } = await readDocument(pdfFormat, 'a.pdf', page(line(50, 780, 'Antal\\tstolar'), '0020', width));
  expect(allText(texts)).toContain(`${expected}\n`);
});
