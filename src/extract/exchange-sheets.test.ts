import { gzipSync } from 'node:zlib';
import { describe, expect, it } from 'vitest';
import { allText, placesOf, readDeep } from '../testing/read-document.ts';
import { tenorNumber } from '../testing/test-numbers.ts';

const [FIRST, SECOND, OTHER] = [tenorNumber(901), tenorNumber(902), tenorNumber(903)];

/** As LibreOffice 7.4 writes it. */
const SYLK = `ID;PCALCOOO32\r\nC;X1;Y1;K"Namn"\r\nC;X2;Y1;K"Fødselsnummer"\r\nC;X1;Y2;K"Kari;; Åse"\r\nC;X2;Y2;K${FIRST}\r\nC;Y3;K"${SECOND}"\r\nE\r\n`;
const DIF = `TABLE\r\n0,1\r\n"t"\r\nVECTORS\r\n0,2\r\n""\r\nTUPLES\r\n0,3\r\n""\r\nDATA\r\n0,0\r\n""\r\n-1,0\r\nBOT\r\n1,0\r\n"Namn"\r\n1,0\r\n"Fødselsnummer"\r\n-1,0\r\nBOT\r\n1,0\r\n"Kari"\r\n0,${FIRST}\r\nV\r\n-1,0\r\nBOT\r\n1,0\r\n"Per"\r\n1,0\r\n"${SECOND}"\r\n-1,0\r\nEOD\r\n`;
const EXCEL = `<?xml version="1.0"?><?mso-application progid="Excel.Sheet"?>
<Workbook xmlns="urn:schemas-microsoft-com:office:spreadsheet" xmlns:ss="urn:schemas-microsoft-com:office:spreadsheet">
<Worksheet ss:Name="Elever"><Table><Column/><Column ss:Hidden="1"/>
<Row><Cell><Data ss:Type="String">Namn</Data></Cell><Cell><Data ss:Type="String">Fødselsnummer</Data></Cell></Row>
<Row ss:Index="5"><Cell ss:Index="2"><Data ss:Type="Number">${FIRST}</Data></Cell></Row></Table></Worksheet>
<Worksheet ss:Name="Dold"><Table><Row><Cell><Data ss:Type="String">${SECOND}</Data><Comment ss:Author="Bo"><ss:Data>granskad</ss:Data></Comment></Cell></Row></Table>
<WorksheetOptions><Visible>SheetHidden</Visible></WorksheetOptions></Worksheet></Workbook>`;
const GNUMERIC = `<?xml version="1.0" encoding="UTF-8"?><gnm:Workbook xmlns:gnm="http://www.gnumeric.org/v10.dtd"><gnm:Sheets>
<gnm:Sheet Visibility="GNM_SHEET_VISIBILITY_VISIBLE"><gnm:Name>Elever</gnm:Name><gnm:Rows><gnm:RowInfo No="4" Hidden="1"/></gnm:Rows><gnm:Cells>
<gnm:Cell Row="0" Col="0" ValueType="60">Namn</gnm:Cell><gnm:Cell Row="0" Col="1" ValueType="60">Fødselsnummer</gnm:Cell>
<gnm:Cell Row="1" Col="1" ValueType="40">${FIRST}</gnm:Cell><gnm:Cell Row="4" Col="1" ValueType="60">${SECOND}</gnm:Cell></gnm:Cells></gnm:Sheet></gnm:Sheets></gnm:Workbook>`;

/** Text of the cell in a row and column. */
async function cellsOf(name: string, text: string): Promise<ReadonlyMap<string, string>> {
  const { texts } = await readDeep(name, Buffer.from(text));
  return new Map(
    texts.flatMap((one) =>
      one.segments.flatMap(({ cell, start, end }) =>
        cell === undefined ? [] : [[`${cell.row} ${cell.column}`, one.text.slice(start, end).trim()] as const],
      ),
    ),
  );
}

describe('a table in an exchange format', () => {
  it.each([
    ['a.slk', SYLK],
    ['a.dif', DIF],
    ['a.xml', EXCEL],
    ['a.gnumeric', GNUMERIC],
  ])('has its number under the heading of its column: %s', async (name, text) => {
    const cells = await cellsOf(name, text);
    expect(cells.get('0 1')).toBe('Fødselsnummer');
    expect(Array.from(cells).find(([, value]) => value === FIRST)?.[0]).toMatch(/^\d 1$/u);
  });

  it.each([
    ['a.slk', SYLK, 'cell B2', 'cell B3'],
    ['a.dif', DIF, 'cell B2', 'cell B3'],
    ['a.xml', EXCEL, 'hidden Elever!B5', 'hidden Dold!A1'],
    ['a.gnumeric', GNUMERIC, 'cell Elever!B2', 'hidden Elever!B5'],
  ])('says sheet and cell: %s', async (name, text, first, second) => {
    const { texts, uninspected } = await readDeep(name, Buffer.from(text));
    expect(placesOf(texts, FIRST)).toEqual([first]);
    expect(placesOf(texts, SECOND)).toEqual([second]);
    expect(uninspected).toEqual([]);
  });

  it('is read in the packing that Gnumeric gives it', async () => {
    const { texts } = await readDeep('a.gnumeric', gzipSync(GNUMERIC));
    expect(placesOf(texts, FIRST)).toEqual(['cell Elever!B2']);
  });

  it('keeps what is no cell', async () => {
    const { texts } = await readDeep('a.slk', Buffer.from(`${SYLK}O;${SECOND.slice(1)};X\r\nF;Z${FIRST.slice(1)}\r\n`));
    for (const part of [SECOND.slice(1), FIRST.slice(1), 'Kari; Åse']) expect(allText(texts)).toContain(part);
    const { texts: xml } = await readDeep(
      'a.xml',
      Buffer.from(EXCEL.replace('</Worksheet>', `<x:Note a="${SECOND}">hej ${FIRST} du</x:Note></Worksheet>`)),
    );
    expect(placesOf(xml, SECOND)).toContain('attribute');
    expect(placesOf(xml, FIRST)).toContain('metadata Elever');
    expect(placesOf(xml, 'granskad')).toEqual(['comment Dold!A1']);
  });

  it.each([
    ['a.dif', 'behind the mark of the data', DIF.replace('DATA\r\n0,0\r\n""', `DATA\r\n0,0\r\n"${OTHER}"`)],
    ['a.dif', 'where a number says that a text follows', DIF.replace('1,0\r\n"Kari"', `1,${OTHER}\r\n"Kari"`)],
    ['a.dif', 'where a number says that a row follows', DIF.replace('-1,0', `-1,${OTHER}`)],
    ['a.slk', 'where the column stands', SYLK.replace('C;X1;Y2', `C;X${OTHER};Y2`)],
    ['a.xml', 'in a comment', EXCEL.replace(/ ss:\w+="[^"]*"/gu, '').replace('<Table>', `<!-- ${OTHER} --><Table>`)],
    ['a.xml', 'in an instruction', EXCEL.replace(/ ss:\w+="[^"]*"/gu, '').replace('<Table>', `<?x ${OTHER} ?><Table>`)],
  ])('tells what stands where no program shows it: %s, %s', async (name, _where, text) => {
    expect(allText((await readDeep(name, Buffer.from(text))).texts)).toContain(OTHER);
  });

  it('is not one because a table has a column ID and one with a P', async () => {
    const text = `ID;Personnummer;Namn\r\nC;${FIRST};Kari\r\nF;${SECOND};Per\r\n`;
    const { texts } = await readDeep('elever.csv', Buffer.from(text));
    expect(placesOf(texts, FIRST)).toEqual(['cell B2']);
  });

  it('ends where its positions and counts lie', async () => {
    const lies = `ID;PX\r\nC;X99999999999;Y-1;K"${FIRST}"\r\nC;Y4294967296;K${SECOND}\r\n`;
    expect(allText((await readDeep('a.slk', Buffer.from(lies))).texts)).toContain(FIRST);
    for (const rows of ['No="1e300" Count="1e300"', 'No="0" Count="1e300"', 'No="4" Count="Infinity"']) {
      const endless = GNUMERIC.replace('No="4"', rows);
      expect(placesOf((await readDeep('a.gnumeric', Buffer.from(endless))).texts, FIRST)).toHaveLength(1);
    }
    const again = GNUMERIC.replace(
      '<gnm:RowInfo No="4" Hidden="1"/>',
      '<gnm:RowInfo No="4" Count="19999" Hidden="1"/>'.repeat(20_000),
    );
    expect((await readDeep('a.gnumeric', Buffer.from(again))).uninspected).toEqual([]);
    const columns = EXCEL.replace('<Column/>', '<Column ss:Index="1" ss:Span="999999999" ss:Hidden="1"/>');
    expect(placesOf((await readDeep('a.xml', Buffer.from(columns))).texts, FIRST)).toEqual(['hidden Elever!B5']);
  });
});
