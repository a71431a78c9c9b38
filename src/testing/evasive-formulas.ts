/**
 * Documents in which only a formula or a field shows a number. Each takes a number as six digits, a hyphen and four; with another
 * number it is a document of the same shape that nobody has to stop.
 */
import { docx, xlsx } from './hostile-files.ts';
import { writeZip } from './zip-writer.ts';

const S = 'xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"';
const W = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"';
const OFFICE = 'urn:oasis:names:tc:opendocument:xmlns';

const escaped = (text: string): string =>
  text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('"', '&quot;');
/** Twelve digits, as a number of somebody born in the last century is written without a hyphen. */
const long = (t: string): string => `19${t.replace('-', '')}`;
const date = (t: string): string => long(t).slice(0, 8);
const tail = (t: string): string => t.slice(7);
const characters = (t: string): string[] => Array.from(t);

/** A sheet of one row. Formulas have no value unless one is given. */
export const sheetOf = (...cells: string[]): Buffer =>
  xlsx(`<worksheet ${S}><sheetData><row r="1">${cells.join('')}</row></sheetData></worksheet>`);
export const formulaCell = (reference: string, formula: string, value?: string): string =>
  `<c r="${reference}"${value === undefined ? '' : ' t="str"'}><f>${escaped(formula)}</f>${value === undefined ? '' : `<v>${value}</v>`}</c>`;
export const numberCell = (reference: string, value: string): string => `<c r="${reference}"><v>${value}</v></c>`;

const alone = (formula: string): Buffer => sheetOf(formulaCell('C1', formula));
/** Halves in A1 and B1. */
const halves = (t: string, formula: string, value?: string): Buffer =>
  sheetOf(numberCell('A1', date(t)), numberCell('B1', tail(t)), formulaCell('C1', formula, value));
const shortHalves = (t: string, formula: string): Buffer =>
  sheetOf(numberCell('A1', t.slice(0, 6)), numberCell('B1', tail(t)), formulaCell('C1', formula));

const ods = (cells: string): Buffer =>
  writeZip([
    { name: 'mimetype', data: 'application/vnd.oasis.opendocument.spreadsheet' },
    {
      name: 'content.xml',
      data: `<office:document-content xmlns:office="${OFFICE}:office:1.0" xmlns:text="${OFFICE}:text:1.0" xmlns:table="${OFFICE}:table:1.0"><office:body><office:spreadsheet><table:table table:name="Blad1"><table:table-row>${cells}</table:table-row></table:table></office:spreadsheet></office:body></office:document-content>`,
    },
  ]);
const odsFormula = (formula: string): string => `<table:table-cell table:formula="${escaped(formula)}"/>`;
const odsNumber = (value: string): string =>
  `<table:table-cell office:value-type="float" office:value="${value}"><text:p>${value}</text:p></table:table-cell>`;
const odsHalves = (t: string, formula: string): Buffer =>
  ods(odsNumber(date(t)) + odsNumber(tail(t)) + odsFormula(formula));

const word = (content: string): Buffer => docx(`<w:document ${W}><w:body><w:p>${content}</w:p></w:body></w:document>`);
const field = (code: string): string =>
  `<w:r><w:fldChar w:fldCharType="begin"/></w:r><w:r><w:instrText>${escaped(code)}</w:instrText></w:r><w:r><w:fldChar w:fldCharType="end"/></w:r>`;
const run = (text: string): string => `<w:r><w:t>${text}</w:t></w:r>`;
const twoSheets = (t: string): Buffer => {
  const types =
    '<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"><Default Extension="xml" ContentType="application/xml"/></Types>';
  const office = 'http://schemas.openxmlformats.org/officeDocument/2006/relationships';
  const sheet = (cells: string): string =>
    `<worksheet ${S}><sheetData><row r="1">${cells}</row></sheetData></worksheet>`;
  const rel = (id: number): string =>
    `<Relationship Id="r${id}" Type="${office}/worksheet" Target="worksheets/sheet${id}.xml"/>`;
  return writeZip([
    { name: '[Content_Types].xml', data: types },
    {
      name: 'xl/workbook.xml',
      data: `<workbook ${S} xmlns:r="${office}"><sheets><sheet name="Data" sheetId="1" r:id="r1"/><sheet name="Ut" sheetId="2" r:id="r2"/></sheets><definedNames><definedName name="slut">Data!$B$1</definedName></definedNames></workbook>`,
    },
    { name: 'xl/_rels/workbook.xml.rels', data: `<Relationships>${rel(1)}${rel(2)}</Relationships>` },
    { name: 'xl/worksheets/sheet1.xml', data: sheet(numberCell('A1', date(t)) + numberCell('B1', tail(t))) },
    { name: 'xl/worksheets/sheet2.xml', data: sheet(formulaCell('A1', 'Data!A1&slut')) },
  ]);
};

/** File name and maker, by what is done. */
export const EVASIVE_FORMULAS: Readonly<Record<string, readonly [file: string, make: (number: string) => Buffer]>> = {
  'digits joined': ['a.xlsx', (t) => alone(characters(long(t)).map((c) => `"${c}"`).join('&'))], // prettier-ignore
  'numbers joined': ['a.xlsx', (t) => alone(`${date(t).slice(0, 4)}&${date(t).slice(4)}&${tail(t)}`)],
  'two cells joined': ['a.xlsx', (t) => halves(t, 'A1&B1')],
  'cells that come later': [
    'a.xlsx',
    (t) => sheetOf(formulaCell('A1', 'C1&B1'), numberCell('B1', tail(t)), numberCell('C1', date(t))),
  ],
  'cells joined by a hyphen': ['a.xlsx', (t) => shortHalves(t, '$A$1&"-"&$B$1')],
  'a sum of cells': ['a.xlsx', (t) => halves(t, 'A1*10000+B1')],
  'a value that is not what the formula shows': ['a.xlsx', (t) => halves(t, 'A1&B1', '0')],
  'cells of another sheet and a name': ['a.xlsx', twoSheets],
  'a shared formula': [
    'a.xlsx',
    (t) =>
      sheetOf(
        numberCell('A1', '1'), numberCell('B1', '2'), numberCell('C1', date(t)), numberCell('D1', tail(t)),
        '<c r="E1"><f t="shared" ref="E1:G1" si="0">A1&amp;B1</f><v>12</v></c>',
        '<c r="G1"><f t="shared" si="0"/></c>',
      ), // prettier-ignore
  ],
  CONCATENATE: ['a.xlsx', (t) => halves(t, `CONCATENATE(A1,"${tail(t)}")`)],
  CONCAT: ['a.xlsx', (t) => halves(t, '_xlfn.CONCAT(A1:B1)')],
  TEXTJOIN: ['a.xlsx', (t) => shortHalves(t, '_xlfn.TEXTJOIN("-",TRUE,A1:B1)')],
  'CHAR and CHAR': ['a.xlsx', (t) => alone(characters(long(t)).map((c) => `CHAR(${c.charCodeAt(0)})`).join('&'))], // prettier-ignore
  'CHAR of a list': [
    'a.xlsx',
    (t) => alone(`_xlfn.CONCAT(CHAR({${characters(long(t)).map((c) => c.charCodeAt(0)).join(';')}}))`), // prettier-ignore
  ],
  'LEFT, MID and RIGHT': [
    'a.xlsx',
    (t) => alone(`LEFT("${date(t)}xx",8)&MID("ab${tail(t).slice(0, 2)}",3,2)&RIGHT("q${tail(t).slice(2)}",2)`),
  ],
  'TEXT of halves': ['a.xlsx', (t) => shortHalves(t, 'TEXT(A1,"000000")&"-"&TEXT(B1,"0000")')],
  'TEXT with a pattern': ['a.xlsx', (t) => shortHalves(t, 'TEXT(A1*10000+B1,"000000-0000")')],
  SUM: ['a.xlsx', (t) => alone(`SUM(${date(t)}0000,${Number(tail(t))})`)],
  'powers of ten': ['a.xlsx', (t) => alone(`${long(t).slice(0, 5)}*10^7+${Number(long(t).slice(5))}`)],
  SUBSTITUTE: ['a.xlsx', (t) => alone(`SUBSTITUTE("${characters(t).join('x')}","x","")`)],
  HYPERLINK: ['a.xlsx', (t) => alone(`HYPERLINK("http://x.example","${t.slice(0, 4)}"&"${t.slice(4)}")`)],
  IF: ['a.xlsx', (t) => alone(`IF(1=1,"${t.slice(0, 4)}","")&"${t.slice(4)}"`)],
  LET: ['a.xlsx', (t) => alone(`_xlfn.LET(a,"${t.slice(0, 4)}",b,"${t.slice(4)}",a&b)`)],
  BASE: ['a.xlsx', (t) => alone(`_xlfn.BASE(${date(t)},10)&"${tail(t)}"`)],
  'ods two cells joined': ['a.ods', (t) => odsHalves(t, 'of:=[.A1]&[.B1]')],
  'ods a sum of cells': ['a.ods', (t) => odsHalves(t, 'of:=[.A1]*10000+[.B1]')],
  'ods CONCATENATE': ['a.ods', (t) => odsHalves(t, 'of:=CONCATENATE([.A1];[$Blad1.$B$1])')],
  'Word a calculation': ['a.docx', (t) => word(field(` = ${date(t)} * 10000 + ${tail(t)} `))],
  'Word SUM with a picture': ['a.docx', (t) => word(field(` =SUM(${date(t)}0000;${tail(t)}) \\# "0" `))],
  'Word two QUOTE': ['a.docx', (t) => word(field(` QUOTE "${t.slice(0, 4)}" `) + field(` QUOTE "${t.slice(4)}" `))],
  'Word QUOTE before text': ['a.docx', (t) => word(field(` QUOTE "${t.slice(0, 4)}" `) + run(t.slice(4)))],
  'Word IF': ['a.docx', (t) => word(field(` IF 1 = 1 "${t.slice(0, 4)}" "" `) + run(t.slice(4)))],
  'RTF a calculation': [
    'a.rtf',
    (t) => Buffer.from(`{\\rtf1 x {\\field{\\*\\fldinst { =${date(t)}*10000+${tail(t)}}}{\\fldrslt 0}}}`, 'latin1'),
  ],
  'CSV numbers joined': ['a.csv', (t) => Buffer.from(`a,b\n=${date(t)}&${tail(t)},2\n`)],
  'CSV cells joined': ['a.csv', (t) => Buffer.from(`a;b;c\n${date(t)};${tail(t)};=A2&B2\n`)],
  'CSV a sum': ['a.csv', (t) => Buffer.from(`a;b\n=${date(t)}*10000+${tail(t)};2\n`)],
};
