/**
 * Documents that hide a number from programs, or take it apart. Each takes a number as six digits, a hyphen and four; with another
 * number it is a document of the same shape that nobody has to stop.
 */
import { docx, xlsx } from './hostile-files.ts';
import { pdfOf, textAt } from './pdf-builder.ts';
import { writeZip } from './zip-writer.ts';

const W =
  'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main" xmlns:m="http://schemas.openxmlformats.org/officeDocument/2006/math" xmlns:v="urn:schemas-microsoft-com:vml"';
const S = 'xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"';
const OFFICE = 'urn:oasis:names:tc:opendocument:xmlns';
const each = (text: string, to: (character: string, at: number) => string): string => Array.from(text, to).join('');
const rev = (text: string): string => Array.from(text).reverse().join('');
const code = (character: string): number => character.charCodeAt(0);
const d = (body: string): Buffer => docx(`<w:document ${W}><w:body>${body}</w:body></w:document>`);
const p = (content: string): string => `<w:p>${content}</w:p>`;
const r = (text: string, properties = ''): string =>
  `<w:r><w:rPr>${properties}</w:rPr><w:t xml:space="preserve">${text}</w:t></w:r>`;
const x = (rows: string, after = ''): Buffer =>
  xlsx(`<worksheet ${S}><sheetData>${rows}</sheetData>${after}</worksheet>`);
const is = (reference: string, text: string): string => `<c r="${reference}" t="inlineStr"><is><t>${text}</t></is></c>`;
const odt = (body: string): Buffer =>
  writeZip([
    { name: 'mimetype', data: 'application/vnd.oasis.opendocument.text' },
    {
      name: 'content.xml',
      data: `<office:document-content xmlns:office="${OFFICE}:office:1.0" xmlns:text="${OFFICE}:text:1.0"><office:body><office:text>${body}</office:text></office:body></office:document-content>`,
    },
  ]);
const pdf = (content: string): Buffer => pdfOf([content]);

/** File name and maker, by what is done. */
export const EVASIVE_DOCUMENTS: Readonly<Record<string, readonly [file: string, make: (number: string) => Buffer]>> = {
  'each run': ['a.docx', (t) => d(p(each(t, (c) => r(c))))],
  'vanish decoys': ['a.docx', (t) => d(p(each(t, (c) => r(c) + r('7', '<w:vanish/>'))))],
  'white decoys': ['a.docx', (t) => d(p(each(t, (c) => r(c) + r('7', '<w:color w:val="FFFFFF"/>'))))],
  'deleted decoys': [
    'a.docx',
    (t) => d(p(each(t, (c) => r(c) + `<w:del w:id="1"><w:r><w:delText>7</w:delText></w:r></w:del>`))),
  ],
  'inserted after deleted': [
    'a.docx',
    (t) =>
      d(
        p(
          r(t.slice(0, 4)) +
            `<w:del w:id="1"><w:r><w:delText>55</w:delText></w:r></w:del><w:ins w:id="2"><w:r><w:t>${t.slice(4)}</w:t></w:r></w:ins>`,
        ),
      ),
  ],
  noBreakHyphen: [
    'a.docx',
    (t) => d(p(`<w:r><w:t>${t.slice(0, 6)}</w:t><w:noBreakHyphen/><w:t>${t.slice(7)}</w:t></w:r>`)),
  ],
  softHyphen: ['a.docx', (t) => d(p(`<w:r>${each(t, (c) => `<w:t>${c}</w:t><w:softHyphen/>`)}</w:r>`))],
  'sym digits': [
    'a.docx',
    (t) => d(p(`<w:r>${each(t, (c) => `<w:sym w:font="Arial" w:char="00${code(c).toString(16)}"/>`)}</w:r>`)),
  ],
  'sym F0': [
    'a.docx',
    (t) => d(p(`<w:r>${each(t, (c) => `<w:sym w:font="Symbol" w:char="F0${code(c).toString(16)}"/>`)}</w:r>`)),
  ],
  'sym of Wingdings': [
    'a.docx',
    (t) =>
      d(
        p(
          `<w:r>${each(t, (c) => (c === '-' ? '<w:t>-</w:t>' : `<w:sym w:font="Wingdings" w:char="F0${(0x80 + Number(c)).toString(16)}"/>`))}</w:r>`,
        ),
      ),
  ],
  'a run in Wingdings 2': [
    'a.docx',
    (t) =>
      d(
        p(
          `<w:r><w:rPr><w:rFonts w:ascii="Wingdings 2" w:hAnsi="Wingdings 2"/></w:rPr><w:t>${each(t, (c) => (c === '-' ? '-' : String.fromCharCode(0x74 + Number(c))))}</w:t></w:r>`,
        ),
      ),
  ],
  'letters of a font of symbols': [
    'a.docx',
    (t) => d(p(`<w:r><w:t>${each(t, (c) => (c === '-' ? '-' : `&#${0xf08b + Number(c)};`))}</w:t></w:r>`)),
  ],
  'pua letters': [
    'a.docx',
    (t) =>
      d(
        p(
          r(
            each(t, (c) => String.fromCharCode(0xf000 + code(c))),
            '<w:rFonts w:ascii="Symbol"/>',
          ),
        ),
      ),
  ],
  'paragraph per digit': ['a.docx', (t) => d(p(r('Personnummer')) + each(t, (c) => p(r(c))))],
  'paragraph two': ['a.docx', (t) => d(p(r('Personnummer')) + p(r(t.slice(0, 6))) + p(r(t.slice(7))))],
  'br between': ['a.docx', (t) => d(p(r('Personnummer ' + t.slice(0, 6)) + '<w:r><w:br/></w:r>' + r(t.slice(7))))],
  'tab between': ['a.docx', (t) => d(p(r('Personnummer ' + t.slice(0, 6)) + '<w:r><w:tab/></w:r>' + r(t.slice(7))))],
  'cells digits': [
    'a.docx',
    (t) => d(p(r('Personnummer')) + `<w:tbl><w:tr>${each(t, (c) => `<w:tc>${p(r(c))}</w:tc>`)}</w:tr></w:tbl>`),
  ],
  'cells hyphen': [
    'a.docx',
    (t) =>
      d(
        `<w:tbl><w:tr>${[t.slice(0, 6), '-', t.slice(7)].map((c) => `<w:tc>${p(r(c))}</w:tc>`).join('')}</w:tr></w:tbl>`,
      ),
  ],
  rows: [
    'a.docx',
    (t) =>
      d(
        `<w:tbl>${['Personnummer', t.slice(0, 6), t.slice(7)].map((c) => `<w:tr><w:tc>${p(r(c))}</w:tc></w:tr>`).join('')}</w:tbl>`,
      ),
  ],
  'bdo rtl': ['a.docx', (t) => d(p(`<w:bdo w:val="rtl">${r(rev(t))}</w:bdo>`))],
  ruby: [
    'a.docx',
    (t) =>
      d(
        p(
          r(t.slice(0, 4)) +
            `<w:r><w:ruby><w:rt><w:r><w:t>x</w:t></w:r></w:rt><w:rubyBase><w:r><w:t>${t.slice(4)}</w:t></w:r></w:rubyBase></w:ruby></w:r>`,
        ),
      ),
  ],
  math: ['a.docx', (t) => d(p(`<m:oMath>${each(t, (c) => `<m:r><m:t>${c}</m:t></m:r>`)}</m:oMath>`))],
  'field quote': [
    'a.docx',
    (t) =>
      d(
        p(
          `<w:r><w:fldChar w:fldCharType="begin"/></w:r><w:r><w:instrText>QUOTE "${t.slice(0, 4)}</w:instrText></w:r><w:r><w:instrText>${t.slice(4)}"</w:instrText></w:r><w:r><w:fldChar w:fldCharType="end"/></w:r>`,
        ),
      ),
  ],
  'field quote codes': [
    'a.docx',
    (t) =>
      d(
        p(
          `<w:r><w:fldChar w:fldCharType="begin"/></w:r><w:r><w:instrText>QUOTE ${each(t, (c) => `${String(code(c))} `)}</w:instrText></w:r><w:r><w:fldChar w:fldCharType="end"/></w:r>`,
        ),
      ),
  ],
  'field eq overstrike': [
    'a.docx',
    (t) =>
      d(
        p(
          r(t.slice(0, 4)) +
            `<w:r><w:fldChar w:fldCharType="begin"/></w:r><w:r><w:instrText>EQ</w:instrText></w:r><w:r><w:fldChar w:fldCharType="separate"/></w:r>${r(t.slice(4))}<w:r><w:fldChar w:fldCharType="end"/></w:r>`,
        ),
      ),
  ],
  wordart: ['a.docx', (t) => d(p(`<w:r><w:pict><v:shape><v:textpath string="${t}"/></v:shape></w:pict></w:r>`))],
  'two text boxes': [
    'a.docx',
    (t) =>
      d(
        p(
          r('Personnummer') +
            [t.slice(0, 6), t.slice(6)]
              .map(
                (c) =>
                  `<w:r><w:pict><v:shape><v:textbox><w:txbxContent>${p(r(c))}</w:txbxContent></v:textbox></v:shape></w:pict></w:r>`,
              )
              .join(''),
        ),
      ),
  ],
  'sdt placeholder': [
    'a.docx',
    (t) => d(`<w:sdt><w:sdtPr><w:alias w:val="${t}"/></w:sdtPr><w:sdtContent>${p(r('x'))}</w:sdtContent></w:sdt>`),
  ],
  lvlText: [
    'a.docx',
    (t) =>
      writeZip([
        { name: '[Content_Types].xml', data: '<Types/>' },
        { name: 'word/document.xml', data: `<w:document ${W}><w:body>${p(r('x'))}</w:body></w:document>` },
        {
          name: 'word/numbering.xml',
          data: `<w:numbering ${W}><w:abstractNum><w:lvl><w:lvlText w:val="${t}"/></w:lvl></w:abstractNum></w:numbering>`,
        },
      ]),
  ],
  'entity refs': ['a.docx', (t) => d(p(r(each(t, (c) => `&#${code(c)};`))))],
  cdata: ['a.docx', (t) => d(p(`<w:r><w:t>${t.slice(0, 4)}<![CDATA[${t.slice(4)}]]></w:t></w:r>`))],
  'comment in t': ['a.docx', (t) => d(p(`<w:r><w:t>${t.slice(0, 4)}<!-- -->${t.slice(4)}</w:t></w:r>`))],
  'pi in t': ['a.docx', (t) => d(p(`<w:r><w:t>${t.slice(0, 4)}<?x y?>${t.slice(4)}</w:t></w:r>`))],
  'other ns prefix': [
    'a.docx',
    (t) =>
      docx(
        `<q:document xmlns:q="http://schemas.openxmlformats.org/wordprocessingml/2006/main"><q:body><q:p><q:r><q:t>${t.slice(0, 4)}</q:t></q:r><q:r><q:t>${t.slice(4)}</q:t></q:r></q:p></q:body></q:document>`,
      ),
  ],
  'strict ns': [
    'a.docx',
    (t) =>
      docx(
        `<w:document xmlns:w="http://purl.oclc.org/ooxml/wordprocessingml/main"><w:body>${p(r(t.slice(0, 4)) + r(t.slice(4)))}</w:body></w:document>`,
      ),
  ],
  'alternate choice': [
    'a.docx',
    (t) =>
      d(
        p(
          `<mc:AlternateContent xmlns:mc="x"><mc:Choice><w:r><w:t>${t.slice(0, 4)}</w:t></w:r></mc:Choice><mc:Fallback/></mc:AlternateContent>${r(t.slice(4))}`,
        ),
      ),
  ],
  'list numbers start': [
    'a.docx',
    (t) => d(p(r(t.slice(0, 6)) + `<w:r><w:footnoteReference w:id="1"/></w:r>` + r(t.slice(6)))),
  ],
  'comment anchors': [
    'a.docx',
    (t) => d(p(r(t.slice(0, 4)) + '<w:commentRangeStart w:id="0"/>' + r(t.slice(4)) + '<w:commentRangeEnd w:id="0"/>')),
  ],
  'x _x escapes': [
    'a.xlsx',
    (t) =>
      x(
        `<row r="1">${is(
          'A1',
          each(t, (c) => `_x00${code(c).toString(16)}_`),
        )}</row>`,
      ),
  ],
  'x rich runs': [
    'a.xlsx',
    (t) => x(`<row r="1"><c r="A1" t="inlineStr"><is>${each(t, (c) => `<r><t>${c}</t></r>`)}</is></c></row>`),
  ],
  'x formula concat': [
    'a.xlsx',
    (t) => x(`<row r="1"><c r="A1"><f>"${t.slice(0, 4)}"&amp;"${t.slice(4)}"</f></c></row>`),
  ],
  'x cells 2 header': [
    'a.xlsx',
    (t) =>
      x(
        `<row r="1">${is('A1', 'Födelsedatum')}${is('B1', 'Sista fyra')}</row><row r="2"><c r="A2"><v>${t.slice(0, 6)}</v></c><c r="B2"><v>${t.slice(7)}</v></c></row>`,
      ),
  ],
  'x cells pnr header': [
    'a.xlsx',
    (t) =>
      x(
        `<row r="1">${is('A1', 'Personnummer')}</row><row r="2"><c r="A2"><v>${t.slice(0, 6)}</v></c><c r="B2"><v>${t.slice(7)}</v></c></row>`,
      ),
  ],
  'x date + last4': [
    'a.xlsx',
    (t) =>
      x(
        `<row r="1">${is('A1', 'Personnummer')}${is('B1', 'Sista')}</row><row r="2">${is('A2', '1981-12-18')}<c r="B2"><v>${t.slice(7)}</v></c></row>`,
      ),
  ],
  'x vertical digits': [
    'a.xlsx',
    (t) =>
      x(
        `<row r="1">${is('A1', 'Personnummer')}</row>` +
          each(t, (c, i) => `<row r="${i + 2}">${is(`A${String(i + 2)}`, c)}</row>`),
      ),
  ],
  'x rows2': [
    'a.xlsx',
    (t) =>
      x(
        `<row r="1">${is('A1', 'Personnummer')}</row><row r="2">${is('A2', t.slice(0, 6))}</row><row r="3">${is('A3', t.slice(7))}</row>`,
      ),
  ],
  'x exp': [
    'a.xlsx',
    (t) =>
      x(
        `<row r="1">${is('A1', 'Personnummer')}</row><row r="2"><c r="A2"><v>${t.replace('-', '').replace(/(.)(.*)/, '$1.$2')}E9</v></c></row>`,
      ),
  ],
  'x negative': [
    'a.xlsx',
    (t) =>
      x(`<row r="1">${is('A1', 'Personnummer')}</row><row r="2"><c r="A2"><v>-${t.replace('-', '')}</v></c></row>`),
  ],
  'x condformat': [
    'a.xlsx',
    (t) =>
      x(
        `<row r="1">${is('A1', 'x')}</row>`,
        `<conditionalFormatting sqref="A1"><cfRule type="containsText" text="${t}"><formula>NOT(ISERROR(SEARCH("${t}",A1)))</formula></cfRule></conditionalFormatting>`,
      ),
  ],
  'odt spans': [
    'a.odt',
    (t) => odt(`<text:p>${each(t, (c) => `<text:span>${c}</text:span><text:soft-page-break/>`)}</text:p>`),
  ],
  'odt s': ['a.odt', (t) => odt(`<text:p>Personnummer ${t.slice(0, 6)}<text:s text:c="1"/>${t.slice(7)}</text:p>`)],
  'odt tracked': [
    'a.odt',
    (t) =>
      odt(
        `<text:tracked-changes><text:changed-region><text:deletion><text:p>${t}</text:p></text:deletion></text:changed-region></text:tracked-changes><text:p>x</text:p>`,
      ),
  ],
  'odt hidden cond': [
    'a.odt',
    (t) =>
      odt(
        `<text:p><text:conditional-text text:string-value-if-true="${t}" text:condition="x">x</text:conditional-text><text:hidden-text text:string-value="${t}"/></text:p>`,
      ),
  ],
  'odt variable': [
    'a.odt',
    (t) =>
      odt(
        `<text:user-field-decls><text:user-field-decl office:string-value="${t}" text:name="a"/></text:user-field-decls><text:p>x</text:p>`,
      ),
  ],
  'odt ruby': [
    'a.odt',
    (t) =>
      odt(
        `<text:p>${t.slice(0, 4)}<text:ruby><text:ruby-base>${t.slice(4)}</text:ruby-base><text:ruby-text>x</text:ruby-text></text:ruby></text:p>`,
      ),
  ],
  'odt two p': [
    'a.odt',
    (t) => odt(`<text:p>Personnummer</text:p><text:p>${t.slice(0, 6)}</text:p><text:p>${t.slice(7)}</text:p>`),
  ],
  'pdf random order': [
    'a.pdf',
    (t) =>
      pdf(
        Array.from(t, (c, i) => [i, c] as const)
          .sort(([a], [b]) => ((a * 7) % 11) - ((b * 7) % 11))
          .map(([i, c]) => textAt(60 + i * 7, 700, c))
          .join(' '),
      ),
  ],
  'pdf reverse order': [
    'a.pdf',
    (t) =>
      pdf(
        Array.from(t, (c, i) => textAt(60 + i * 7, 700, c))
          .reverse()
          .join(' '),
      ),
  ],
  'pdf vertical': ['a.pdf', (t) => pdf(Array.from(t, (c, i) => textAt(60, 700 - i * 14, c)).join(' '))],
  'pdf wide kern': [
    'a.pdf',
    (t) => pdf(`BT /F1 12 Tf 60 700 Td [${Array.from(t, (c) => `(${c}) -2000`).join(' ')}] TJ ET`),
  ],
  'pdf two lines': [
    'a.pdf',
    (t) =>
      pdf(textAt(60, 720, 'Personnummer') + ' ' + textAt(60, 700, t.slice(0, 6)) + ' ' + textAt(60, 686, t.slice(7))),
  ],
  'pdf mirrored text': ['a.pdf', (t) => pdf(`BT /F1 12 Tf -1 0 0 1 200 700 Tm (${rev(t)}) Tj ET`)],
  'pdf overlapping decoys': [
    'a.pdf',
    (t) =>
      pdf(
        Array.from(
          t,
          (c, i) => textAt(60 + i * 7, 700, c) + ' ' + `BT 3 Tr /F1 12 Tf ${60 + i * 7} 690 Td (7) Tj ET 0 Tr`,
        ).join(' '),
      ),
  ],
  'pdf rotated chars': [
    'a.pdf',
    (t) => pdf(Array.from(t, (c, i) => `BT /F1 12 Tf 0 1 -1 0 60 ${600 + i * 8} Tm (${c}) Tj ET`).join(' ')),
  ],
  'rtf each': ['a.rtf', (t) => Buffer.from(`{\\rtf1 ${each(t, (c) => `{\\b ${c}}{\\*\\bkmkstart x}`)}}`)],
  'rtf u': ['a.rtf', (t) => Buffer.from(`{\\rtf1 ${each(t, (c) => `\\u${code(c)}?`)}}`)],
  'rtf par': ['a.rtf', (t) => Buffer.from(`{\\rtf1 Personnummer\\par ${t.slice(0, 6)}\\par ${t.slice(7)}\\par}`)],
  'rtf hidden decoys': ['a.rtf', (t) => Buffer.from(`{\\rtf1 ${each(t, (c) => `${c}{\\v 7}`)}}`)],
};
