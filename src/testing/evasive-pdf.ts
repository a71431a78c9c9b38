/**
 * PDF files that show a number and give programs something else, as name and content. Each takes a number as six digits, a hyphen and
 * four; with another number it is a file of the same shape that nobody has to stop.
 */
import { PdfBuilder, pdfOf, textAt } from './pdf-builder.ts';
import type { PageExtras } from './pdf-builder.ts';

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

const GREETING = textAt(60, 700, 'Underlag till motet');

/** A file that is in no list of the document. @param extras what leads to it @param entries of its specification */
function withFile(text: string, extras: (file: string) => PageExtras, entries = ''): Buffer {
  const b = new PdfBuilder();
  const data = b.stream(`<r><p>${text}</p></r>`);
  const file = b.add(`<< /Type /Filespec /F (a.xml) /EF << /F ${data} 0 R >> ${entries} >>`);
  return pdfOf([GREETING], extras(`${file} 0 R`), b);
}

function appearing(text: string, annotation: string, when: 'N' | 'R'): Buffer {
  const b = new PdfBuilder();
  const form = (shown: string): number =>
    b.stream(
      `BT /F1 12 Tf 2 5 Td (${shown}) Tj ET`,
      `/Type /XObject /Subtype /Form /BBox [0 0 200 20] /Resources << /Font << /F1 ${font} 0 R >> >>`,
    );
  const font = b.add('<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>');
  const appearances = when === 'N' ? `/N ${form(text)} 0 R` : `/N ${form('x')} 0 R /R ${form(text)} 0 R`;
  const note = `<< /Type /Annot ${annotation} /Rect [50 500 250 520] /AP << ${appearances} >> >>`;
  return pdfOf([GREETING], { page: `/Annots [${note}]` }, b);
}

/** Rows of a page with two columns, from top to bottom. */
const rows = (...lines: readonly (readonly [left: string, right: string])[]): Buffer =>
  pdfOf([lines.map(([left, right], i) => textAt(50, 600 - 14 * i, left) + textAt(350, 600 - 14 * i, right)).join('')]);

/** Letters through which a filled page is seen. */
function inMask(text: string): Buffer {
  const b = new PdfBuilder();
  const font = b.add('<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>');
  const letters = b.stream(
    `1 g BT /F1 30 Tf 50 600 Td (${text}) Tj ET`,
    `/Type /XObject /Subtype /Form /BBox [0 0 595 842] /Group << /S /Transparency /CS /DeviceGray >> /Resources << /Font << /F1 ${font} 0 R >> >>`,
  );
  const resources = `/ExtGState << /G1 << /SMask << /S /Luminosity /G ${letters} 0 R >> >> >>`;
  return pdfOf([`${GREETING}q /G1 gs 0 0 595 842 re f Q`], { resources }, b);
}

function withScript(script: string): Buffer {
  const b = new PdfBuilder();
  const field = b.add(
    `<< /Type /Annot /Subtype /Widget /FT /Tx /T (k) /Rect [50 500 250 520] /AA << /F << /S /JavaScript /JS (${script}) >> >> >>`,
  );
  return pdfOf([GREETING], { page: `/Annots [${field} 0 R]`, catalogue: `/AcroForm << /Fields [${field} 0 R] >>` }, b);
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
  'a file that belongs to a page': ['a.pdf', (t) => withFile(t, (file) => ({ page: `/AF [${file}]` }))],
  'a file that belongs to the whole document': [
    'a.pdf',
    (t) => withFile(t, (file) => ({ catalogue: `/AF [${file}]` })),
  ],
  'a file that belongs to an element of the structure': [
    'a.pdf',
    (t) => withFile(t, (file) => ({ catalogue: `/StructTreeRoot << /K << /S /Formula /AF [${file}] >> >>` })),
  ],
  'a file of rich media': [
    'a.pdf',
    (t) =>
      withFile(t, (file) => ({
        page: `/Annots [<< /Type /Annot /Subtype /RichMedia /Rect [0 0 9 9] /RichMediaContent << /Assets << /Names [(a) ${file}] >> >> >>]`,
      })),
  ],
  'a link to a file in a folder': [
    'a.pdf',
    (t) => pdfOf([GREETING], { page: `/Annots [<< /Type /Annot /Subtype /Link /Rect [0 0 9 9] /A << /S /GoToR /F (C:/akter/${t}.pdf) /D [0 /Fit] >> >>]` }), // prettier-ignore
  ],
  'the appearance of a highlight': ['a.pdf', (t) => appearing(t, '/Subtype /Highlight', 'N')],
  'the appearance of a crossing out': ['a.pdf', (t) => appearing(t, '/Subtype /StrikeOut', 'N')],
  'the appearance of a hidden note': ['a.pdf', (t) => appearing(t, '/Subtype /FreeText /F 2', 'N')],
  'an appearance under the pointer': ['a.pdf', (t) => appearing(t, '/Subtype /Widget /FT /Btn', 'R')],
  'a script that formats a field': ['a.pdf', (t) => withScript(`event.value="${t}";`)],
  'a script that puts strings together': [
    'a.pdf',
    (t) => withScript(`event.value="${t.slice(0, 6)}" + '${t.slice(6)}';`),
  ],
  'the name of a destination': ['a.pdf', (t) => pdfOf([GREETING], { catalogue: `/Dests << /${t} [3 0 R /Fit] >>` })],
  'the name of a font': [
    'a.pdf',
    (t) => pdfOf([GREETING], { resources: `/Properties << /P << /BaseFont /${t} >> >>` }),
  ],
  'the name of a colour': [
    'a.pdf',
    (t) => pdfOf([GREETING], { resources: `/ColorSpace << /C [/Separation /${t} /DeviceGray << /FunctionType 2 /Domain [0 1] /N 1 >>] >>` }), // prettier-ignore
  ],
  'a number in a collection of files': [
    'a.pdf',
    (t) => withFile('x', (file) => ({ page: `/AF [${file}]` }), `/CI << /nr 19${t.replace('-', '')} >>`),
  ],
  'halves in a collection of files': [
    'a.pdf',
    (t) => withFile('x', (file) => ({ page: `/AF [${file}]` }), `/CI << /nr << /P (${t.slice(0, 7)}) /D (${t.slice(7)}) >> >>`), // prettier-ignore
  ],
  'two columns drawn line by line': [
    'a.pdf',
    (t) => rows([`text till ${t.slice(0, 7)}`, 'till höger'], [`${t.slice(7)} text`, 'annat']),
  ],
  'two columns with the hyphen in the second line': [
    'a.pdf',
    (t) => rows([`text till ${t.slice(0, 6)}`, 'till höger'], [`${t.slice(6)} text`, 'annat']),
  ],
  'the foot of one column and the head of the next': [
    'a.pdf',
    (t) => rows(['text', `${t.slice(7)} till höger`], [`annat ${t.slice(0, 7)}`, 'annat']),
  ],
  'text in a mask': ['a.pdf', inMask],
  'a page outside the tree': ['a.pdf', (t) => outsideTree(t, true)],
  'a page outside tree and table': ['a.pdf', (t) => outsideTree(t, false)],
};
