/**
 * Workbooks that show, or keep beside their sheets, a number that no cell holds as it is read: sources of pivot tables, queries, number
 * formats, dates, changes. Each takes a number as six digits, a hyphen and four; with another number it is a workbook of the same shape
 * that nobody has to stop.
 */
import { deflateRawSync } from 'node:zlib';
import { bare, odsOf, twelve } from './small-documents.ts';
import { writeZip } from './zip-writer.ts';

type EvasiveFile = readonly [name: string, make: (number: string) => Buffer];

const SHEET = 'xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"';
const OFFICE = 'http://schemas.openxmlformats.org/officeDocument/2006/relationships';
const RELATIONS = 'xmlns="http://schemas.openxmlformats.org/package/2006/relationships"';
const LABEL = 'Personnummer';

/** @param parts further ones by name @param after the cells */
const workbook = (cells: string, parts: Readonly<Record<string, string>> = {}, after = ''): Buffer =>
  writeZip([
    { name: '[Content_Types].xml', data: '<Types/>' },
    { name: 'xl/workbook.xml', data: `<workbook ${SHEET} xmlns:r="${OFFICE}"><sheets><sheet name="Blad1" sheetId="1" r:id="rId1"/></sheets></workbook>` }, // prettier-ignore
    { name: 'xl/_rels/workbook.xml.rels', data: `<Relationships ${RELATIONS}><Relationship Id="rId1" Type="${OFFICE}/worksheet" Target="worksheets/sheet1.xml"/></Relationships>` }, // prettier-ignore
    { name: 'xl/worksheets/sheet1.xml', data: `<worksheet ${SHEET}><sheetData><row r="1">${cells}</row></sheetData>${after}</worksheet>` }, // prettier-ignore
    ...Object.entries(parts).map(([name, data]) => ({ name, data })),
  ]);

const cacheOf = (fields: string): string =>
  `<pivotCacheDefinition ${SHEET}><cacheFields>${fields}</cacheFields></pivotCacheDefinition>`;
const pivot = (fields: string, records = ''): Buffer =>
  workbook('', {
    'xl/pivotCache/pivotCacheDefinition1.xml': cacheOf(fields),
    'xl/pivotCache/pivotCacheRecords1.xml': `<pivotCacheRecords ${SHEET}>${records}</pivotCacheRecords>`,
  });

/** A query over rows that were typed into the workbook. @param columns their names, as the query declares them */
const query = (rows: readonly (readonly string[])[], columns: string): string =>
  `section Section1; shared Q = let Source = Table.FromRows(Json.Document(Binary.Decompress(Binary.FromText("${deflateRawSync(JSON.stringify(rows)).toString('base64')}", BinaryEncoding.Base64), Compression.Deflate)), let _t = ((type nullable text) meta [Serialized.Text = true]) in type table [${columns}]) in Source;`;
/** The part of a workbook with its queries ([MS-QDEFF]): a version, and fields with their lengths. */
function queries(text: string): Buffer {
  const field = (bytes: Buffer): Buffer => {
    const length = Buffer.alloc(4);
    length.writeUInt32LE(bytes.length);
    return Buffer.concat([length, bytes]);
  };
  const parts = writeZip([{ name: 'Formulas/Section1.m', data: text }]);
  const about = Buffer.concat([Buffer.alloc(4), field(Buffer.from('<LocalPackageMetadataFile/>'))]);
  const bytes = Buffer.concat([Buffer.alloc(4), field(parts), field(Buffer.alloc(0)), field(about)]);
  return workbook('', {
    'customXml/item1.xml': `<DataMashup xmlns="http://schemas.microsoft.com/DataMashup">${bytes.toString('base64')}</DataMashup>`,
  });
}

const escaped = (text: string): string =>
  text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('"', '&quot;');
/** A cell with a number format of its own. */
const formatted = (code: string, stored: string, styles?: string): Buffer =>
  workbook(`<c r="A1" s="1"><v>${stored}</v></c>`, {
    'xl/styles.xml': `<styleSheet ${SHEET}><numFmts count="1"><numFmt numFmtId="170" formatCode="${escaped(code)}"/></numFmts>${styles ?? '<cellXfs><xf numFmtId="0"/><xf numFmtId="170"/></cellXfs>'}</styleSheet>`,
  });
/** A chart of one value. @param code as XML @param labels beside it */
const chartOf = (code: string, stored: string, labels = ''): Buffer =>
  workbook('', {
    'xl/charts/chart1.xml': `<c:chartSpace xmlns:c="http://schemas.openxmlformats.org/drawingml/2006/chart"><c:ser>${labels}<c:val><c:numRef><c:numCache><c:formatCode>${code}</c:formatCode><c:pt idx="0"><c:v>${stored}</c:v></c:pt></c:numCache></c:numRef></c:val></c:ser></c:chartSpace>`,
  });
const chart = (code: string, stored: string, labels = ''): Buffer => chartOf(escaped(code), stored, labels);

/** By what is done. */
export const EVASIVE_SHEETS: Readonly<Record<string, EvasiveFile>> = {
  'a number among the values of a pivot table': [
    'a.xlsx',
    (t) =>
      pivot(
        `<cacheField name="${LABEL}"><sharedItems containsNumber="1"><n v="${bare(t)}"/></sharedItems></cacheField>`,
      ),
  ],
  'the records of a pivot table': [
    'a.xlsx',
    (t) =>
      pivot(
        `<cacheField name="Namn"><sharedItems><s v="Anna"/></sharedItems></cacheField><cacheField name="${LABEL}"><sharedItems/></cacheField>`,
        `<r><x v="0"/><n v="${bare(t)}"/></r>`,
      ),
  ],
  'the caption of a field of a pivot table': [
    'a.xlsx',
    (t) => pivot(`<cacheField name="P" caption="${t}"><sharedItems/></cacheField>`),
  ],
  'the text of a query': ['a.xlsx', (t) => queries(`section Section1; shared Q = Table.FromRows({{"${t}"}});`)],
  'rows typed into a query': ['a.xlsx', (t) => queries(query([['Anna', t]], 'Namn = _t, Nr = _t'))],
  'rows typed into a query, named by it': [
    'a.xlsx',
    (t) =>
      queries(
        query(
          [
            ['Anna', bare(t)],
            ['Bo', '12'],
          ],
          `Namn = _t, #"${LABEL}" = _t`,
        ),
      ),
  ],
  'rows typed into a query that stands for itself': [
    'a.pq',
    (t) => Buffer.from(query([['Anna', t]], 'N = _t, P = _t')),
  ],
  'a number format of placeholders for digits that are there': ['a.xlsx', (t) => formatted('######-####', bare(t))],
  'the same with an escaped hyphen': ['a.xlsx', (t) => formatted('######\\-####', bare(t))],
  'a number format that fills up in front': ['a.xlsx', (t) => formatted('0#####-####', bare(t))],
  'a number format for negative numbers': ['a.xlsx', (t) => formatted('0;000000"-"0000', `-${bare(t)}`)],
  'a number format with conditions': ['a.xlsx', (t) => formatted(`[<5]0;[>=5]"${t.slice(0, 7)}"0000`, t.slice(7))],
  'a number format of a cell style': [
    'a.xlsx',
    (t) =>
      formatted(
        '000000-0000',
        bare(t),
        '<cellStyleXfs><xf/><xf numFmtId="170"/></cellStyleXfs><cellXfs><xf numFmtId="0"/><xf xfId="1"/></cellXfs>',
      ),
  ],
  'a number format of a condition': [
    'a.xlsx',
    (t) =>
      formatted(
        'General',
        t.slice(7),
        `<cellXfs><xf/><xf/></cellXfs><dxfs><dxf><numFmt numFmtId="171" formatCode="${escaped(`"${t.slice(0, 7)}"0000`)}"/></dxf></dxfs>`,
      ),
  ],
  'a date format without anything between, before the rest': [
    'a.xlsx',
    (t) =>
      workbook(
        `<c r="A1" s="1"><v>${t.startsWith('811218') ? '29938' : '30100'}</v></c><c r="B1" t="inlineStr"><is><t>${t.slice(6)}</t></is></c>`,
        {
          'xl/styles.xml': `<styleSheet ${SHEET}><numFmts count="1"><numFmt numFmtId="170" formatCode="yymmdd"/></numFmts><cellXfs><xf numFmtId="0"/><xf numFmtId="170"/></cellXfs></styleSheet>`,
        },
      ),
  ],
  'the number format of a chart': ['a.xlsx', (t) => chart('000000\\-0000', bare(t))],
  'the number format of a chart in two pieces': [
    'a.xlsx',
    (t) => {
      const [before, behind] = ['000000\\-', '0000'].map(escaped);
      return chartOf(`${before}<!-- -->${behind}`, bare(t));
    },
  ],
  'a number format of a chart that brings the date': ['a.xlsx', (t) => chart(`"${t.slice(0, 7)}"0000`, t.slice(7))],
  'labels of a chart that bring the date': [
    'a.xlsx',
    (t) =>
      chart('General', t.slice(7), `<c:dLbls><c:numFmt formatCode="${escaped(`"${t.slice(0, 7)}"0000`)}"/></c:dLbls>`),
  ],
  'what a cell held before a change': [
    'a.ods',
    (t) =>
      odsOf(
        `<table:tracked-changes><table:cell-content-change><table:previous><table:change-track-table-cell office:value-type="float" office:value="${twelve(t)}"/></table:previous></table:cell-content-change></table:tracked-changes>`,
      ),
  ],
};
