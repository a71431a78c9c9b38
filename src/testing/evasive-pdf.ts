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

type Place = readonly [x: number, y: number, turn: number];

/** Each character by a matrix of its own. @param order in which they are drawn */
function scattered(text: string, place: (i: number) => Place, order = (i: number): number => i): Buffer {
  const letters = Array.from(text, (c, i) => {
    const [x, y, turn] = place(i);
    const [cos, sin] = [Math.cos(turn).toFixed(4), Math.sin(turn).toFixed(4)];
    return {
      rank: order(i),
      drawn: `BT /F1 12 Tf ${cos} ${sin} ${-Number(sin)} ${cos} ${x.toFixed(2)} ${y.toFixed(2)} Tm (${c}) Tj ET\n`,
    };
  });
  letters.sort((a, b) => a.rank - b.rank);
  return pdfOf([textAt(60, 800, 'Hej') + letters.map(({ drawn }) => drawn).join('')]);
}
/** Along a circle, clockwise from its top. */
const onCircle =
  (step: number, radius: number) =>
  (i: number): Place => [300 + radius * Math.sin(i * step), 400 + radius * Math.cos(i * step), -i * step];
const upright =
  (place: (i: number) => Place) =>
  (i: number): Place => [place(i)[0], place(i)[1], 0];
const shuffled = (i: number): number => (i * 7) % 11;

const standsFor = (drawn: string, text: string): string =>
  `/Span << /ActualText (${text}) >> BDC ${textAt(60, 700, drawn)} EMC\n`;

/** A page in the file that is in no tree. @param listed in the table of the file too */
function outsideTree(text: string, listed: boolean): Buffer {
  const b = new PdfBuilder();
  const font = b.add('<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>');
  const content = b.stream(textAt(60, 700, `Nr ${text}`), '', true);
  b.add(
    `<< /Type /Page /MediaBox [0 0 595 842] /Contents ${content} 0 R /Resources << /Font << /F1 ${font} 0 R >> >> >>`,
  );
  const file = pdfOf([textAt(60, 700, 'Hej')], {}, b).toString('latin1');
  const free = '0000000000 00001 f \n'.repeat(3);
  return Buffer.from(listed ? file : file.replace(/(?:\d{10} 00000 n \n){3}/u, free), 'latin1');
}

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
  'letters on a circle': ['a.pdf', (t) => scattered(t, onCircle(0.3, 40))],
  'letters on a circle in any order': ['a.pdf', (t) => scattered(t, onCircle(0.15, 50), shuffled)],
  'upright letters on a circle': ['a.pdf', (t) => scattered(t, upright(onCircle(0.35, 35)))],
  'letters in steps': ['a.pdf', (t) => scattered(t, (i) => [60 + i * 7, 700 - i * 7, 0])],
  'letters up and down': ['a.pdf', (t) => scattered(t, (i) => [60 + i * 8, 700 + (i % 2) * 8, 0])],
  'letters turned each by itself': ['a.pdf', (t) => scattered(t, (i) => [60 + i * 8, 700, i % 2 ? 0.3 : -0.3])],
  'halves in two replacement texts': [
    'a.pdf',
    (t) => pdfOf([standsFor('abc', t.slice(0, 6)) + standsFor('def', t.slice(6))]),
  ],
  'halves with words in two replacement texts': [
    'a.pdf',
    (t) => pdfOf([standsFor('abc', `Nr ${t.slice(0, 6)}`) + standsFor('def', `${t.slice(6)} Anna`)]),
  ],
  'halves in two elements of the structure': [
    'a.pdf',
    (t) => {
      const b = new PdfBuilder();
      const kids = [t.slice(0, 6), t.slice(6)].map((half) => `${b.add(`<< /S /Span /ActualText (${half}) >>`)} 0 R`);
      return pdfOf([textAt(60, 700, 'Hej')], { catalogue: `/StructTreeRoot << /K [${kids.join(' ')}] >>` }, b);
    },
  ],
  'a page outside the tree': ['a.pdf', (t) => outsideTree(t, true)],
  'a page outside tree and table': ['a.pdf', (t) => outsideTree(t, false)],
};
