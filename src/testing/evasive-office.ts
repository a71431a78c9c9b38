/**
 * Office documents in which a format, or runs that are not seen, take a number apart; as name and content. Each takes a number as six
 * digits, a hyphen and four; with another number it is a file of the same shape that nobody has to stop.
 */
import { docx, xlsx } from './hostile-files.ts';
import { writeZip } from './zip-writer.ts';

type EvasiveFile = readonly [name: string, make: (number: string) => Buffer];

const WORD = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"';
const SHEET = 'xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"';
const OFFICE = 'http://schemas.openxmlformats.org/officeDocument/2006/relationships';
const RELATIONS = 'xmlns="http://schemas.openxmlformats.org/package/2006/relationships"';

const run = (text: string, properties = ''): string =>
  `<w:r>${properties === '' ? '' : `<w:rPr>${properties}</w:rPr>`}<w:t>${text}</w:t></w:r>`;
const decoyed = (number: string, properties: string): Buffer =>
  docx(
    `<w:document ${WORD}><w:body><w:p>${Array.from(number, (c) => run(c) + run('3', properties)).join('')}</w:p></w:body></w:document>`,
  );

/** A workbook whose first cell format is the given one. */
const formatted = (code: string, cell: string): Buffer =>
  writeZip([
    { name: '[Content_Types].xml', data: '<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"/>' }, // prettier-ignore
    { name: 'xl/workbook.xml', data: `<workbook ${SHEET} xmlns:r="${OFFICE}"><sheets><sheet name="Blad1" sheetId="1" r:id="rId1"/></sheets></workbook>` }, // prettier-ignore
    { name: 'xl/_rels/workbook.xml.rels', data: `<Relationships ${RELATIONS}><Relationship Id="rId1" Type="${OFFICE}/worksheet" Target="worksheets/sheet1.xml"/></Relationships>` }, // prettier-ignore
    { name: 'xl/styles.xml', data: `<styleSheet ${SHEET}><numFmts count="1"><numFmt numFmtId="164" formatCode="${code.replaceAll('"', '&quot;')}"/></numFmts><cellXfs><xf numFmtId="0"/><xf numFmtId="164"/></cellXfs></styleSheet>` }, // prettier-ignore
    { name: 'xl/worksheets/sheet1.xml', data: `<worksheet ${SHEET}><sheetData><row r="1">${cell}</row></sheetData></worksheet>` }, // prettier-ignore
  ]);
const value = (text: string): string => `<c r="A1" s="1"><v>${text}</v></c>`;
/** Days since 1900 as a spreadsheet counts them; the month may be beyond the twelfth. */
const serial = (number: string): string => {
  const [year = 0, month = 0, day = 0] = (number.slice(0, 6).match(/../gu) ?? []).map(Number);
  return String(Math.round((Date.UTC(1900 + year, (month - 1) % 12, day) - Date.UTC(1899, 11, 30)) / 86_400_000));
};

/** A text document with further parts, by name. */
const withParts = (body: string, parts: Readonly<Record<string, string>>): Buffer =>
  writeZip([
    { name: '[Content_Types].xml', data: '<Types/>' },
    { name: 'word/document.xml', data: `<w:document ${WORD}><w:body><w:p>${body}</w:p></w:body></w:document>` },
    ...Object.entries(parts).map(([name, data]) => ({ name, data })),
  ]);
/** A content control that is bound to an element. @param shown the text that stands in it */
const bound = (path: string, shown = ' '): string =>
  `<w:sdt><w:sdtPr><w:dataBinding w:xpath="${path}" w:storeItemID="{1}"/><w:text/></w:sdtPr><w:sdtContent>${run(shown)}</w:sdtContent></w:sdt>`;
const item = (t: string): Readonly<Record<string, string>> => ({
  'customXml/item1.xml': `<r><y>${t.slice(6)}</y><q>annat</q><x>${t.slice(0, 6)}</x></r>`,
});
const simpleField = (code: string, shown = ''): string => `<w:fldSimple w:instr=" ${code} ">${shown}</w:fldSimple>`;
const emptyField = (code: string): string =>
  `<w:r><w:fldChar w:fldCharType="begin"/></w:r><w:r><w:instrText> ${code} </w:instrText></w:r><w:r><w:fldChar w:fldCharType="separate"/></w:r><w:r><w:fldChar w:fldCharType="end"/></w:r>`;

/** By what is done. */
export const EVASIVE_OFFICE: Readonly<Record<string, EvasiveFile>> = {
  'runs that are never shown between digits': ['a.docx', (t) => decoyed(t, '<w:specVanish/>')],
  'runs without width between digits': ['a.docx', (t) => decoyed(t, '<w:w w:val="1"/>')],
  'tiny runs between digits': ['a.docx', (t) => decoyed(t, '<w:sz w:val="1"/>')],
  'runs nearly white between digits': ['a.docx', (t) => decoyed(t, '<w:color w:val="FEFEFE"/>')],
  'runs pushed off the line between digits': ['a.docx', (t) => decoyed(t, '<w:position w:val="-3000"/>')],
  'a number format that brings the last four': ['a.xlsx', (t) => formatted(`0"${t.slice(6)}"`, value(t.slice(0, 6)))],
  'a number format that brings the date': ['a.xlsx', (t) => formatted(`"${t.slice(0, 7)}"0000`, value(t.slice(7)))],
  'a text format that brings the last four': [
    'a.xlsx',
    (t) => formatted(`@"${t.slice(6)}"`, `<c r="A1" s="1" t="inlineStr"><is><t>${t.slice(0, 6)}</t></is></c>`),
  ],
  'a date format that brings the last four': ['a.xlsx', (t) => formatted(`yymmdd"${t.slice(6)}"`, value(serial(t)))],
  'a date format with escaped digits': [
    'a.xlsx',
    (t) => formatted(`yymmdd\\-${t.slice(7).replace(/./gu, '\\$&')}`, value(serial(t))),
  ],
  'a piece of a page in a letter': [
    'a.docx',
    (t) =>
      writeZip([
        { name: '[Content_Types].xml', data: '<Types/>' },
        { name: 'word/document.xml', data: `<w:document ${WORD}><w:body><w:p>${run('x')}</w:p></w:body></w:document>` },
        { name: 'word/afchunk.dat', data: `<p>${t.slice(0, 3)}<b>${t.slice(3, 8)}</b>${t.slice(8)}</p>` },
      ]),
  ],
  'a variable of a letter': ['a.rtf', (t) => Buffer.from(`{\\rtf1{\\*\\docvar{a}{${t}}}x}`)],
  'a reading aid above a word': [
    'a.xlsx',
    (t) =>
      xlsx(
        `<worksheet ${SHEET}><sheetData><row r="1"><c r="A1" t="inlineStr"><is><t>x</t><rPh sb="0" eb="1"><t>${t}</t></rPh></is></c></row></sheetData></worksheet>`,
      ),
  ],
  'two controls bound to elements': [
    'a.docx',
    (t) => withParts(bound('/r[1]/x[1]') + bound('/ns0:r[1]/ns0:y[1]'), item(t)),
  ],
  'two bound controls with other text in them': [
    'a.docx',
    (t) => withParts(bound('/r[1]/x[1]', 'gammalt') + bound('/r[1]/y[1]', 'text'), item(t)),
  ],
  'controls bound to properties': [
    'a.docx',
    (t) =>
      withParts(bound('/c:coreProperties[1]/d:title[1]') + bound('/c:coreProperties[1]/d:subject[1]'), {
        'docProps/core.xml': `<cp:coreProperties xmlns:cp="a" xmlns:dc="b"><dc:title>${t.slice(0, 6)}</dc:title><dc:creator>Anna</dc:creator><dc:subject>${t.slice(6)}</dc:subject></cp:coreProperties>`,
      }),
  ],
  'fields of properties without results': [
    'a.docx',
    (t) =>
      withParts(simpleField('DOCPROPERTY Dag') + simpleField('DOCPROPERTY &quot;Resten&quot; \\* MERGEFORMAT'), {
        'docProps/custom.xml': `<Properties><property name="Resten"><lpwstr>${t.slice(6)}</lpwstr></property><property name="Mellan"><lpwstr>ord</lpwstr></property><property name="Dag"><lpwstr>${t.slice(0, 6)}</lpwstr></property></Properties>`,
      }),
  ],
  'fields of variables with blank results': [
    'a.docx',
    (t) =>
      withParts(simpleField('DOCVARIABLE d1', run(' ')) + simpleField('DOCVARIABLE d2', run(' ')), {
        'word/settings.xml': `<w:settings ${WORD}><w:docVars><w:docVar w:name="d2" w:val="${t.slice(6)}"/><w:docVar w:name="z" w:val="ord"/><w:docVar w:name="d1" w:val="${t.slice(0, 6)}"/></w:docVars></w:settings>`,
      }),
  ],
  'a field that repeats a bookmark': [
    'a.docx',
    (t) =>
      withParts(
        `${run('År ')}<w:bookmarkStart w:id="1" w:name="bb"/>${run(t.slice(0, 6))}<w:bookmarkEnd w:id="1"/>${run(' ok')}</w:p><w:p>${run('mellan')}</w:p><w:p>${simpleField('REF bb')}${run(t.slice(6))}`,
        {},
      ),
  ],
  'a field that sets and one that repeats': [
    'a.docx',
    (t) =>
      withParts(
        `${emptyField(`SET qq ${t.slice(0, 6)}`)}</w:p><w:p>${run('ord')}</w:p><w:p>${emptyField('REF qq')}${run(t.slice(6))}`,
        {},
      ),
  ],
};
