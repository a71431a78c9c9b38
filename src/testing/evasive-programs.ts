/**
 * Files in which an office program counts, draws or packs what nobody wrote as one number: pages and notes that begin at the last digits,
 * drawings in documents, maps of ideas, boxes of diagrams, formats of cells. Each takes a number as six digits, a hyphen and four; with
 * another number it is a file of the same shape that nobody has to stop.
 */
import { deflateRawSync } from 'node:zlib';
import { bare, docxOf, each, odsOf, odtOf, p, r, rtfOf } from './small-documents.ts';
import { writeZip } from './zip-writer.ts';

type EvasiveFile = readonly [name: string, make: (number: string) => Buffer];

const SLIDE =
  'xmlns:p="http://schemas.openxmlformats.org/presentationml/2006/main" xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main"';
const SHEET = 'xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"';

const day = (t: string): string => t.slice(0, 7);
const rest = (t: string): string => t.slice(7);

/** A slide with one paragraph. @param parts further ones @param attributes of the presentation */
const pptx = (paragraph: string, parts: Readonly<Record<string, string>> = {}, attributes = ''): Buffer =>
  writeZip([
    { name: '[Content_Types].xml', data: '<Types/>' },
    { name: 'ppt/presentation.xml', data: `<p:presentation ${SLIDE} ${attributes}/>` },
    { name: 'ppt/slides/slide1.xml', data: `<p:sld ${SLIDE}><p:cSld><p:spTree><p:sp><p:txBody><a:p>${paragraph}</a:p></p:txBody></p:sp></p:spTree></p:cSld></p:sld>` }, // prettier-ignore
    ...Object.entries(parts).map(([name, data]) => ({ name, data })),
  ]);
/** A drawing whose letters stand in another order than they are seen. */
const drawing = (t: string): string =>
  `<svg xmlns="http://www.w3.org/2000/svg" width="300" height="50">${Array.from(t, (sign, i) => ({ sign, i }))
    .sort((a, b) => ((a.i * 7) % 11) - ((b.i * 7) % 11))
    .map(({ sign, i }) => `<text x="${10 + i * 12}" y="20">${sign}</text>`)
    .join('')}</svg>`;
/** A workbook of one cell. @param code its number format */
const formatted = (code: string, stored: string): Buffer =>
  writeZip([
    { name: '[Content_Types].xml', data: '<Types/>' },
    { name: 'xl/workbook.xml', data: `<workbook ${SHEET}><sheets><sheet name="Blad1" sheetId="1"/></sheets></workbook>` }, // prettier-ignore
    { name: 'xl/styles.xml', data: `<styleSheet ${SHEET}><numFmts count="1"><numFmt numFmtId="170" formatCode="${code}"/></numFmts><cellXfs><xf numFmtId="0"/><xf numFmtId="170"/></cellXfs></styleSheet>` }, // prettier-ignore
    { name: 'xl/worksheets/sheet1.xml', data: `<worksheet ${SHEET}><sheetData><row r="1"><c r="A1" s="1"><v>${stored}</v></c></row></sheetData></worksheet>` }, // prettier-ignore
  ]);
const box = (value: string): string => `<mxGraphModel><root><mxCell id="1" value="${value}"/></root></mxGraphModel>`;

/** By what is done. */
export const EVASIVE_PROGRAMS: Readonly<Record<string, EvasiveFile>> = {
  'a page number that begins at the last digits': [
    'a.docx',
    (t) =>
      docxOf(
        `${p(`${r(day(t))}<w:fldSimple w:instr="PAGE">${r('1')}</w:fldSimple>`)}<w:sectPr><w:pgNumType w:start="${rest(t)}"/></w:sectPr>`,
      ),
  ],
  'the same in a header': [
    'a.docx',
    (t) =>
      docxOf(`${p(r('Hej'))}<w:sectPr><w:pgNumType w:fmt="decimal" w:start="${rest(t)}"/></w:sectPr>`, {
        hdr: p(
          `${r(day(t))}<w:r><w:fldChar w:fldCharType="begin"/></w:r><w:r><w:instrText> PAGE </w:instrText></w:r><w:r><w:fldChar w:fldCharType="separate"/></w:r>${r('1')}<w:r><w:fldChar w:fldCharType="end"/></w:r>`,
        ),
      }),
  ],
  'a note that is counted from the last digits': [
    'a.docx',
    (t) =>
      docxOf(
        `${p(`${r(day(t))}<w:r><w:footnoteReference w:id="2"/></w:r>`)}<w:sectPr><w:footnotePr><w:numStart w:val="${rest(t)}"/></w:footnotePr></w:sectPr>`,
      ),
  ],
  'a slide number that begins at the last digits': [
    'a.pptx',
    (t) =>
      pptx(
        `<a:r><a:t>${day(t)}</a:t></a:r><a:fld id="{A}" type="slidenum"><a:t>1</a:t></a:fld>`,
        {},
        `firstSlideNum="${rest(t)}"`,
      ),
  ],
  'a page number of ODT': [
    'a.odt',
    (t) =>
      odtOf(
        `<text:p text:style-name="P1">${day(t)}<text:page-number>1</text:page-number></text:p>`,
        `<style:style style:name="P1" style:family="paragraph"><style:paragraph-properties style:page-number="${rest(t)}"/></style:style>`,
      ),
  ],
  'a page number of RTF': ['a.rtf', (t) => rtfOf(`\\pgnstart${rest(t)} ${day(t)}\\chpgn\\par`)],
  'a field for the page in RTF': [
    'a.rtf',
    (t) => rtfOf(`\\pgnstarts${rest(t)} ${day(t)}{\\field{\\*\\fldinst PAGE}{\\fldrslt 1}}\\par`),
  ],
  'a note of RTF': ['a.rtf', (t) => rtfOf(`\\ftnstart${rest(t)} ${day(t)}\\chftn{\\footnote\\chftn x}\\par`)],
  'a drawing in a text': [
    'a.docx',
    (t) =>
      writeZip([
        { name: '[Content_Types].xml', data: '<Types/>' },
        { name: 'word/document.xml', data: '<w:document xmlns:w="w"><w:body><w:p><w:r><w:t>Hej</w:t></w:r></w:p></w:body></w:document>' }, // prettier-ignore
        { name: 'word/media/image1.svg', data: drawing(t) },
      ]),
  ],
  'a drawing on a slide': ['a.pptx', (t) => pptx('<a:r><a:t>Hej</a:t></a:r>', { 'ppt/media/image1.svg': drawing(t) })],
  'a drawing in ODF': [
    'a.odt',
    (t) =>
      writeZip([
        { name: 'mimetype', data: 'application/vnd.oasis.opendocument.text' },
        { name: 'content.xml', data: '<office:document-content xmlns:office="urn:oasis:names:tc:opendocument:xmlns:office:1.0"/>' }, // prettier-ignore
        { name: 'META-INF/manifest.xml', data: '<manifest/>' },
        { name: 'Pictures/a.svg', data: drawing(t) },
      ]),
  ],
  'a map of ideas': ['a.mm', (t) => Buffer.from(`<map version="1.0"><node TEXT="${t}"/></map>`)],
  'the box of a diagram': [
    'a.drawio',
    (t) => Buffer.from(`<mxfile><diagram>${box(`&lt;b&gt;${t.slice(0, 6)}&lt;/b&gt;-${rest(t)}`)}</diagram></mxfile>`),
  ],
  'a diagram that is packed': [
    'a.drawio',
    (t) => Buffer.from(`<mxfile><diagram name="a">${deflateRawSync(encodeURIComponent(box(t))).toString('base64')}</diagram></mxfile>`), // prettier-ignore
  ],
  'a format that spells it': ['a.xlsx', (t) => formatted(each(t, (sign) => `\\${sign}`), '1')], // prettier-ignore
  'the sign of a currency': ['a.xlsx', (t) => formatted(`[$${t.slice(0, 6)}]\\-0000`, rest(t))],
  'the sign of a currency with its language': ['a.xlsx', (t) => formatted(`[$${t.slice(0, 6)}-41D]\\-0000`, rest(t))],
  'a format that leaves thousands out': ['a.xlsx', (t) => formatted('000000\\-0000,', `${bare(t)}000`)],
  'a format of hundredths': ['a.xlsx', (t) => formatted('000000\\-0000%', String(Number(bare(t)) / 100))],
  'a comment on a cell between its halves': [
    'a.ods',
    (t) =>
      odsOf(
        `<table:table-row><table:table-cell><text:p>Personnummer</text:p></table:table-cell><table:table-cell><office:annotation><text:p>kolla</text:p></office:annotation><text:p>${t.slice(0, 6)}</text:p></table:table-cell><table:table-cell><text:p>-${rest(t)}</text:p></table:table-cell></table:table-row>`,
      ),
  ],
};
