/**
 * PDF files that show a number and give programs something else, as name and content. Each takes a number as six digits, a hyphen and
 * four; with another number it is a file of the same shape that nobody has to stop.
 */
import { PdfBuilder, pdfOf, textAt } from './pdf-builder.ts';

type EvasiveFile = readonly [name: string, make: (number: string) => Buffer];

const hex = (text: string): string => Buffer.from(text, 'latin1').toString('hex');

/** A table from codes to text (ISO 32000-1 §9.10.3). @param pairs code and UTF-16BE, both hexadecimal */
function textTable(pairs: readonly (readonly [string, string])[]): string {
  const lines = pairs.map(([code, text]) => `<${code}> <${text}>`).join(' ');
  return `/CIDInit /ProcSet findresource begin 12 dict begin begincmap /CMapName /X def /CMapType 2 def 1 begincodespacerange <00> <FF> endcodespacerange ${pairs.length} beginbfchar ${lines} endbfchar endcmap end end`;
}

/** A page whose letters are drawn by their codes, with a table that says they are others. */
function copiedOtherwise(shown: string, table: string): Buffer {
  const b = new PdfBuilder();
  const map = b.stream(table);
  const font = b.add(
    `<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica /Encoding /WinAnsiEncoding /ToUnicode ${map} 0 R >>`,
  );
  return pdfOf([`BT /F9 12 Tf 60 700 Td (Nr ${shown}) Tj ET`], { resources: `/Font << /F9 ${font} 0 R >>` }, b);
}

function inPattern(text: string): Buffer {
  const b = new PdfBuilder();
  const font = b.add('<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>');
  const pattern = b.stream(
    `BT /F1 12 Tf 5 5 Td (${text}) Tj ET`,
    `/Type /Pattern /PatternType 1 /PaintType 1 /TilingType 1 /BBox [0 0 200 50] /XStep 200 /YStep 50 /Resources << /Font << /F1 ${font} 0 R >> >>`,
  );
  const page = `${textAt(60, 800, 'Hej')}/Pattern cs /P1 scn 0 0 500 500 re f`;
  return pdfOf([page], { resources: `/Pattern << /P1 ${pattern} 0 R >>` }, b);
}

const between = (text: string, decoy: (x: number) => string): Buffer =>
  pdfOf([Array.from(text, (c, i) => `${textAt(60 + i * 7, 700, c)} ${decoy(66 + i * 7)} `).join('')]);

/** By what is done. */
export const EVASIVE_PDF: Readonly<Record<string, EvasiveFile>> = {
  'a table for copying in which digits are letters': [
    'a.pdf',
    (t) => copiedOtherwise(t, textTable(Array.from('0123456789', (c) => [hex(c), `00${hex(String.fromCharCode(97 + Number(c)))}`]))), // prettier-ignore
  ],
  'a table for copying in which one digit is another': [
    'a.pdf',
    (t) => copiedOtherwise(t, textTable([['38', '0033']])),
  ],
  'a table for copying in which digits are nothing': [
    'a.pdf',
    (t) => copiedOtherwise(t, textTable(Array.from('0123456789', (c) => [hex(c), '0000']))),
  ],
  'text in a pattern': ['a.pdf', inPattern],
  'digits too small to be seen between others': [
    'a.pdf',
    (t) => between(t, (x) => `BT /F1 0.1 Tf ${x} 700 Td (7) Tj ET`),
  ],
  'digits without width between others': [
    'a.pdf',
    (t) => between(t, (x) => `BT 0.1 Tz /F1 12 Tf ${x} 700 Td (7) Tj ET 100 Tz`),
  ],
};
