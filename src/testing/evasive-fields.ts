/**
 * Office documents whose fields, formats and boxes show a number that their text does not hold in one place, as users make them: forms, merged
 * letters, labels beside boxes. Each takes a number as six digits, a hyphen and four; with another number it is a file of the same shape that nobody has to stop.
 */
import { bare, docxOf, odtOf, p, r, rtfOf, table } from './small-documents.ts';
import { writeZip } from './zip-writer.ts';

type EvasiveFile = readonly [name: string, make: (number: string) => Buffer];

const field = (code: string, result: string): string =>
  `<w:r><w:fldChar w:fldCharType="begin"/></w:r><w:r><w:instrText xml:space="preserve"> ${code} </w:instrText></w:r><w:r><w:fldChar w:fldCharType="separate"/></w:r>${result}<w:r><w:fldChar w:fldCharType="end"/></w:r>`;
const formField = (about: string, result: string): string =>
  `<w:r><w:fldChar w:fldCharType="begin"><w:ffData>${about}<w:textInput/></w:ffData></w:fldChar></w:r><w:r><w:instrText> FORMTEXT </w:instrText></w:r><w:r><w:fldChar w:fldCharType="separate"/></w:r>${result}<w:r><w:fldChar w:fldCharType="end"/></w:r>`;
const control = (about: string, content: string): string =>
  `<w:sdt><w:sdtPr>${about}<w:text/></w:sdtPr><w:sdtContent>${content}</w:sdtContent></w:sdt>`;
const withPart = (name: string, data: string): Buffer =>
  writeZip([
    { name: '[Content_Types].xml', data: '<Types/>' },
    { name: 'word/document.xml', data: `<w:document>${p(r('Hej'))}</w:document>` },
    { name, data },
  ]);
/** A box of a text at a place of its paragraph, with the name that Word gives it. */
const anchored = (text: string, x: number): string =>
  `<w:r><w:drawing><wp:anchor><wp:positionH><wp:posOffset>${x}</wp:posOffset></wp:positionH><wp:positionV><wp:posOffset>0</wp:posOffset></wp:positionV><wp:extent cx="900000" cy="300000"/><wp:docPr id="1" name="Textruta 1"/><a:graphic><a:graphicData><wps:wsp><wps:spPr><a:xfrm><a:off x="0" y="0"/><a:ext cx="900000" cy="300000"/></a:xfrm></wps:spPr><wps:txbx><w:txbxContent>${p(r(text))}</w:txbxContent></wps:txbx></wps:wsp></a:graphicData></a:graphic></wp:anchor></w:drawing></w:r>`;

const SLIDE = 'xmlns:p="p" xmlns:a="a"';
const box = (text: string, x: number, y = 0): string =>
  `<p:sp><p:spPr><a:xfrm><a:off x="${x}" y="${y}"/><a:ext cx="900000" cy="300000"/></a:xfrm></p:spPr><p:txBody><a:p><a:r><a:t>${text}</a:t></a:r></a:p></p:txBody></p:sp>`;
const slide = (shapes: string): Buffer =>
  writeZip([
    { name: '[Content_Types].xml', data: '<Types/>' },
    { name: 'ppt/presentation.xml', data: `<p:presentation ${SLIDE}/>` },
    {
      name: 'ppt/slides/slide1.xml',
      data: `<p:sld ${SLIDE}><p:cSld><p:spTree>${shapes}</p:spTree></p:cSld></p:sld>`,
    },
  ]);

const workbook = (parts: Readonly<Record<string, string>>): Buffer =>
  writeZip([
    { name: '[Content_Types].xml', data: '<Types/>' },
    { name: 'xl/workbook.xml', data: '<workbook><sheets><sheet name="Blad1" sheetId="1"/></sheets></workbook>' },
    ...Object.entries(parts).map(([name, data]) => ({ name, data })),
  ]);
const sheetAnchor = (text: string, column: number): string =>
  `<xdr:twoCellAnchor><xdr:from><xdr:col>${column}</xdr:col><xdr:colOff>468360</xdr:colOff><xdr:row>2</xdr:row><xdr:rowOff>34920</xdr:rowOff></xdr:from><xdr:sp><xdr:txBody><a:p><a:r><a:t>${text}</a:t></a:r></a:p></xdr:txBody></xdr:sp></xdr:twoCellAnchor>`;
/** A chart of the newer kind with one value. */
const chart = (code: string, stored: string): Buffer =>
  workbook({
    'xl/charts/chartEx1.xml': `<cx:chartSpace><cx:chartData><cx:data id="0"><cx:numDim type="val"><cx:lvl ptCount="1" formatCode="${code}"><cx:pt idx="0">${stored}</cx:pt></cx:lvl></cx:numDim></cx:data></cx:chartData></cx:chartSpace>`,
  });

const par = (content: string): string => `<text:p>${content}</text:p>`;
const frame = (text: string, x: number): string =>
  `<draw:frame draw:name="Ram${x}" svg:x="${x}cm" svg:y="1cm" svg:width="3cm" svg:height="1cm"><draw:text-box>${par(text)}</draw:text-box></draw:frame>`;
/** A user field. @param value in the attribute that its type has */
const declared = (name: string, value: string): string =>
  `<text:user-field-decls><text:user-field-decl text:name="${name}" ${value}/></text:user-field-decls>`;
const ods = (style: string, cell: string): Buffer =>
  writeZip([
    { name: 'mimetype', data: 'application/vnd.oasis.opendocument.spreadsheet' },
    { name: 'META-INF/manifest.xml', data: '<manifest/>' },
    {
      name: 'content.xml',
      data: `<office:document-content><office:automatic-styles>${style}<style:style style:name="ce1" style:data-style-name="N1"/></office:automatic-styles><office:body><office:spreadsheet><table:table table:name="a"><table:table-row>${cell}</table:table-row></table:table></office:spreadsheet></office:body></office:document-content>`,
    },
  ]);
const day = (t: string): string => t.slice(0, 6);
const rest = (t: string): string => t.slice(7);

/** By what is done. */
export const EVASIVE_FIELDS: Readonly<Record<string, EvasiveFile>> = {
  'a merge field': ['a.docx', (t) => docxOf(p(r('Hej ') + field('MERGEFIELD Personnummer', r(bare(t)))))],
  'a merge field of RTF': [
    'a.rtf',
    (t) => rtfOf(`{\\field{\\*\\fldinst MERGEFIELD Personnummer}{\\fldrslt ${bare(t)}}}\\par`),
  ],
  'the name of a form field': ['a.docx', (t) => docxOf(p(formField('<w:name w:val="Personnummer"/>', r(bare(t)))))],
  'the help of a form field': [
    'a.docx',
    (t) => docxOf(p(formField('<w:name w:val="Text1"/><w:statusText w:val="Ange personnummer"/>', r(bare(t))))),
  ],
  'the title of a content control': [
    'a.docx',
    (t) => docxOf(p(control('<w:alias w:val="Personnummer"/>', r(bare(t))))),
  ],
  'an element of somebody’s own XML': [
    'a.docx',
    (t) => withPart('customXml/item1.xml', `<elev><personnummer>${bare(t)}</personnummer></elev>`),
  ],
  'an attribute of somebody’s own XML': [
    'a.docx',
    (t) => withPart('customXml/item1.xml', `<elev personnummer="${bare(t)}"/>`),
  ],
  'a field within a quotation': [
    'a.docx',
    (t) =>
      docxOf(
        p(
          `<w:r><w:fldChar w:fldCharType="begin"/></w:r><w:r><w:instrText> QUOTE "${t.slice(0, 7)}</w:instrText></w:r>${field('MERGEFIELD s', r(rest(t)))}<w:r><w:instrText>" </w:instrText></w:r><w:r><w:fldChar w:fldCharType="end"/></w:r>`,
        ),
      ),
  ],
  'a field for each sign': [
    'a.docx',
    (t) => docxOf(p(Array.from(t, (sign) => field(`SYMBOL ${sign.charCodeAt(0)}`, '')).join(''))),
  ],
  'columns from right to left': [
    'a.docx',
    (t) => docxOf(table([r(t.slice(6)), r(day(t))]).replace('<w:tbl>', '<w:tbl><w:tblPr><w:bidiVisual/></w:tblPr>')),
  ],
  'two boxes of a letter': ['a.docx', (t) => docxOf(p(anchored(t.slice(6), 900_000) + anchored(day(t), 0)))],
  'a label that stands behind its number': ['a.pptx', (t) => slide(box(bare(t), 900_000) + box('Personnummer', 0))],
  'a label above its number': ['a.pptx', (t) => slide(box(bare(t), 0, 300_000) + box('Skola', 5_000_000) + box('Personnummer', 0))], // prettier-ignore
  'a format with all digits': [
    'a.xlsx',
    (t) =>
      workbook({
        'xl/styles.xml': `<styleSheet><numFmts><numFmt numFmtId="165" formatCode="&quot;${t.slice(0, 7)}&quot;General"/></numFmts><cellXfs><xf numFmtId="0"/><xf numFmtId="165"/></cellXfs></styleSheet>`,
        'xl/worksheets/sheet1.xml': `<worksheet><sheetData><row r="1"><c r="A1" s="1"><v>${rest(t)}</v></c></row></sheetData></worksheet>`,
      }),
  ],
  'two drawings on a sheet': [
    'a.xlsx',
    (t) => workbook({ 'xl/drawings/drawing1.xml': `<xdr:wsDr>${sheetAnchor(t.slice(0, 7), 0)}${sheetAnchor(rest(t), 1)}</xdr:wsDr>` }), // prettier-ignore
  ],
  'the format of a newer chart': ['a.xlsx', (t) => chart('000000\\-0000', bare(t))],
  'a user field that shows something else': [
    'a.odt',
    (t) => odtOf(declared('a', `office:string-value="${day(t)}"`) + par(`Nr <text:user-field-get text:name="a">x</text:user-field-get>${t.slice(6)}`)), // prettier-ignore
  ],
  'a user field of a number': [
    'a.odt',
    (t) => odtOf(declared('a', `office:value="${bare(t)}"`) + par('Personnummer: <text:user-field-get text:name="a">0</text:user-field-get>')), // prettier-ignore
  ],
  'a user field by its name': [
    'a.odt',
    (t) => odtOf(declared('Personnummer', `office:string-value="${bare(t)}"`) + par(`<text:user-field-get text:name="Personnummer">${bare(t)}</text:user-field-get>`)), // prettier-ignore
  ],
  'a variable that is set unseen': [
    'a.odt',
    (t) => odtOf(par(`<text:variable-set text:name="v" text:display="none" office:string-value="${day(t)}"/>`) + par(`Nr <text:variable-get text:name="v">x</text:variable-get>${t.slice(6)}`)), // prettier-ignore
  ],
  'an expression': [
    'a.odt',
    (t) => odtOf(par(`Nr <text:expression text:formula="ooow:${day(t)}" office:value="${day(t)}">?</text:expression>${t.slice(6)}`)), // prettier-ignore
  ],
  'a number of a sequence': [
    'a.odt',
    (t) => odtOf(par(`Nr ${t.slice(0, 7)}<text:sequence text:name="T" text:formula="ooow:${rest(t)}">1</text:sequence>`)), // prettier-ignore
  ],
  'a text by condition': [
    'a.odt',
    (t) => odtOf(par(`Nr <text:conditional-text text:condition="ooow:1==1" text:string-value-if-true="${t.slice(0, 7)}" text:string-value-if-false="-">-</text:conditional-text>${rest(t)}`)), // prettier-ignore
  ],
  'a reference': [
    'a.odt',
    (t) => odtOf(par(`<text:bookmark-start text:name="a"/>${day(t)}<text:bookmark-end text:name="a"/> ok`) + par(`Nr <text:bookmark-ref text:reference-format="text" text:ref-name="a">x</text:bookmark-ref>${t.slice(6)}`)), // prettier-ignore
  ],
  'a column of a database': [
    'a.odt',
    (t) => odtOf(par(`<text:database-display text:table-name="E" text:column-name="Personnummer">${bare(t)}</text:database-display>`)), // prettier-ignore
  ],
  'the prompt of an input field': [
    'a.odt',
    (t) => odtOf(par(`<text:text-input text:description="Personnummer">${bare(t)}</text:text-input>`)),
  ],
  'frames of a text side by side': ['a.odt', (t) => odtOf(par(frame(t.slice(7), 5) + frame(t.slice(0, 7), 2)))],
  'a frame behind its label': ['a.odt', (t) => odtOf(par(frame(bare(t), 5) + frame('Personnummer', 2)))],
  'a data style before a value': [
    'a.ods',
    (t) =>
      ods(
        `<number:number-style style:name="N1"><number:text>${t.slice(0, 7)}</number:text><number:number number:min-integer-digits="4"/></number:number-style>`,
        `<table:table-cell table:style-name="ce1" office:value-type="float" office:value="${rest(t)}"><text:p>x</text:p></table:table-cell>`,
      ),
  ],
  'a data style behind a text': [
    'a.ods',
    (t) =>
      ods(
        `<number:text-style style:name="N1"><number:text-content/><number:text>${t.slice(6)}</number:text></number:text-style>`,
        `<table:table-cell table:style-name="ce1" office:value-type="string">${par(day(t))}</table:table-cell>`,
      ),
  ],
};
