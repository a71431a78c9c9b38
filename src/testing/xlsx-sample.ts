/** A hand-written .xlsx with a different number in every place that can hold text. For tests. */
import { NS, PACKAGE, chartXml, coreXml, customXml, relationships } from './ooxml-parts.ts';
import { writeZip } from './zip-writer.ts';

type Mark = (place: string) => string;

const inline = (ref: string, text: string): string => `<c r="${ref}" t="inlineStr"><is><t>${text}</t></is></c>`;
const sheet = (rows: string, after = '', before = ''): string =>
  `${PACKAGE}<worksheet xmlns="${NS.s}" xmlns:r="${NS.r}">${before}<sheetData>${rows}</sheetData>${after}</worksheet>`;

function firstSheet(m: Mark): string {
  const number = m('number');
  const split = m('split-cells');
  const rows = [
    `<row r="1"><c r="A1" t="s"><v>0</v></c><c r="B1" t="s"><v>1</v></c></row>`,
    `<row r="2"><c r="A2" t="s"><v>2</v></c>${inline('B2', m('inline'))}</row>`,
    `<row r="3"><c r="A3" t="str"><f>"${m('formula')}"&amp;A1</f><v>${m('formula-result')}</v></c></row>`,
    `<row r="4"><c r="A4"><v>${number}</v></c></row>`,
    `<row r="5"><c r="A5" s="1"><v>${m('number-format')}</v></c></row>`,
    `<row r="6" hidden="1">${inline('A6', m('hidden-row'))}</row>`,
    `<row r="7">${inline('D7', m('hidden-column'))}</row>`,
    `<row r="8">${inline('A8', split.slice(0, 6))}${inline('B8', split.slice(6))}</row>`,
    `<row r="9">${inline('A9', m('merged'))}</row>`,
    `<row r="10"><c r="A10" t="s"><v>3</v></c></row>`,
    `<row r="11"><c r="B11"><v>${Number(m('scientific')).toExponential(10)}</v></c></row>`,
    `<row r="1048576">${inline('XFD1048576', m('far-cell'))}</row>`,
  ];
  const after =
    `<mergeCells count="1"><mergeCell ref="A9:B9"/></mergeCells>` +
    `<dataValidations count="1"><dataValidation type="list" allowBlank="1" showInputMessage="1" showErrorMessage="1" errorTitle="Fel" error="${m('validation-error')}" promptTitle="Tips" prompt="${m('validation-prompt')}" sqref="C1"><formula1>"${m('validation-list')},annat"</formula1></dataValidation></dataValidations>` +
    `<hyperlinks><hyperlink ref="A2" r:id="rIdL" tooltip="${m('link-tooltip')}"/></hyperlinks>` +
    `<headerFooter><oddHeader>&amp;C${m('page-header')}</oddHeader><oddFooter>&amp;L${m('page-footer')}</oddFooter></headerFooter>` +
    `<drawing r:id="rIdD"/><legacyDrawing r:id="rIdV"/>`;
  return sheet(
    rows.join(''),
    after,
    '<dimension ref="A1:XFD1048576"/><cols><col min="4" max="4" width="9" hidden="1"/></cols>',
  );
}

const drawingXml = (m: Mark): string =>
  `${PACKAGE}<xdr:wsDr xmlns:xdr="${NS.xdr}" xmlns:a="${NS.a}" xmlns:c="${NS.c}" xmlns:r="${NS.r}">` +
  anchor(
    1,
    `<xdr:sp macro="" textlink=""><xdr:nvSpPr><xdr:cNvPr id="2" name="Ruta" descr="${m('alt-text')}"/><xdr:cNvSpPr txBox="1"/></xdr:nvSpPr><xdr:spPr><a:xfrm><a:off x="0" y="0"/><a:ext cx="900000" cy="900000"/></a:xfrm><a:prstGeom prst="rect"><a:avLst/></a:prstGeom></xdr:spPr><xdr:txBody><a:bodyPr/><a:p><a:r><a:t>${m('textbox')}</a:t></a:r></a:p></xdr:txBody></xdr:sp>`,
  ) +
  anchor(
    9,
    `<xdr:graphicFrame macro=""><xdr:nvGraphicFramePr><xdr:cNvPr id="3" name="Diagram"/><xdr:cNvGraphicFramePr/></xdr:nvGraphicFramePr><xdr:xfrm><a:off x="0" y="0"/><a:ext cx="900000" cy="900000"/></xdr:xfrm><a:graphic><a:graphicData uri="${NS.c}"><c:chart r:id="rIdC"/></a:graphicData></a:graphic></xdr:graphicFrame>`,
  ) +
  '</xdr:wsDr>';

const anchor = (row: number, inner: string): string =>
  `<xdr:twoCellAnchor><xdr:from><xdr:col>4</xdr:col><xdr:colOff>0</xdr:colOff><xdr:row>${row}</xdr:row><xdr:rowOff>0</xdr:rowOff></xdr:from><xdr:to><xdr:col>8</xdr:col><xdr:colOff>0</xdr:colOff><xdr:row>${row + 6}</xdr:row><xdr:rowOff>0</xdr:rowOff></xdr:to>${inner}<xdr:clientData/></xdr:twoCellAnchor>`;

const vml =
  '<xml xmlns:v="urn:schemas-microsoft-com:vml" xmlns:o="urn:schemas-microsoft-com:office:office" xmlns:x="urn:schemas-microsoft-com:office:excel"><v:shape id="_x0000_s1025" type="#_x0000_t202" style="visibility:hidden"><x:ClientData ObjectType="Note"><x:Row>1</x:Row><x:Column>0</x:Column></x:ClientData></v:shape></xml>';

/**
 * The workbook.
 * @param m gives the number of a place
 * @param embedded a document to put inside, null for none
 */
export function xlsxSample(m: Mark, embedded: Buffer | null): Buffer {
  const strings = [m('cell'), 'Personnummer', `${m('rich').slice(0, 5)}</t></r><r><t>${m('rich').slice(5)}`, 'x'];
  const files: (readonly [name: string, data: string | Buffer])[] = [
    ['[Content_Types].xml', contentTypes()],
    [
      '_rels/.rels',
      relationships([
        ['rId1', 'officeDocument', 'xl/workbook.xml'],
        ['rId2', 'core', 'docProps/core.xml'],
        ['rId4', 'custom-properties', 'docProps/custom.xml'],
      ]),
    ],
    ['xl/workbook.xml', workbookXml(m)],
    [
      'xl/_rels/workbook.xml.rels',
      relationships([
        ['rId1', 'worksheet', 'worksheets/sheet1.xml'],
        ['rId2', 'worksheet', 'worksheets/sheet2.xml'],
        ['rId3', 'worksheet', 'worksheets/sheet3.xml'],
        ['rId4', 'sharedStrings', 'sharedStrings.xml'],
        ['rId5', 'styles', 'styles.xml'],
        ['rId6', 'externalLink', 'externalLinks/externalLink1.xml'],
      ]),
    ],
    [
      'xl/sharedStrings.xml',
      `${PACKAGE}<sst xmlns="${NS.s}">${strings.map((text, i) => (i === 2 ? `<si><r><t>${text}</t></r></si>` : `<si><t>${text}</t></si>`)).join('')}<si><t>${m('unused-string')}</t></si></sst>`,
    ],
    [
      'xl/styles.xml',
      `${PACKAGE}<styleSheet xmlns="${NS.s}"><numFmts count="1"><numFmt numFmtId="170" formatCode="000000&quot; &quot;00000"/></numFmts><fonts count="1"><font/></fonts><fills count="1"><fill/></fills><borders count="1"><border/></borders><cellStyleXfs count="1"><xf/></cellStyleXfs><cellXfs count="2"><xf numFmtId="0" xfId="0"/><xf numFmtId="170" xfId="0" applyNumberFormat="1"/></cellXfs></styleSheet>`,
    ],
    ['xl/worksheets/sheet1.xml', firstSheet(m)],
    ['xl/worksheets/sheet2.xml', sheet(`<row r="1">${inline('A1', m('hidden-sheet'))}</row>`)],
    ['xl/worksheets/sheet3.xml', sheet(`<row r="1">${inline('A1', m('very-hidden-sheet'))}</row>`)],
    [
      'xl/worksheets/_rels/sheet1.xml.rels',
      relationships([
        ['rIdD', 'drawing', '../drawings/drawing1.xml'],
        ['rIdV', 'vmlDrawing', '../drawings/vmlDrawing1.vml'],
        ['rIdK', 'comments', '../comments1.xml'],
        ['rIdT', 'threadedComment', '../threadedComments/threadedComment1.xml'],
        ['rIdL', 'hyperlink', `https://kommun.example/?fnr=${m('link-target')}`, 'External'],
      ]),
    ],
    [
      'xl/comments1.xml',
      `${PACKAGE}<comments xmlns="${NS.s}"><authors><author>${m('comment-author')}</author></authors><commentList><comment ref="A2" authorId="0"><text><r><t>${m('comment').slice(0, 5)}</t></r><r><t>${m('comment').slice(5)}</t></r></text></comment></commentList></comments>`,
    ],
    [
      'xl/threadedComments/threadedComment1.xml',
      `${PACKAGE}<ThreadedComments xmlns="http://schemas.microsoft.com/office/spreadsheetml/2018/threadedcomments"><threadedComment ref="A2" personId="{1}" id="{2}"><text>${m('threaded-comment')}</text></threadedComment></ThreadedComments>`,
    ],
    ['xl/drawings/drawing1.xml', drawingXml(m)],
    ['xl/drawings/vmlDrawing1.vml', vml],
    ['xl/drawings/_rels/drawing1.xml.rels', relationships([['rIdC', 'chart', '../charts/chart1.xml']])],
    ['xl/charts/chart1.xml', chartXml(m('chart-title'), m('chart-category'))],
    [
      'xl/pivotCache/pivotCacheDefinition1.xml',
      `${PACKAGE}<pivotCacheDefinition xmlns="${NS.s}"><cacheFields count="1"><cacheField name="Nummer"><sharedItems><s v="${m('pivot-cache')}"/></sharedItems></cacheField></cacheFields></pivotCacheDefinition>`,
    ],
    [
      'xl/externalLinks/externalLink1.xml',
      `${PACKAGE}<externalLink xmlns="${NS.s}"><externalBook><sheetDataSet><sheetData sheetId="0"><row r="1"><cell r="A1" t="str"><v>${m('external-link')}</v></cell></row></sheetData></sheetDataSet></externalBook></externalLink>`,
    ],
    ['customXml/item1.xml', `<data xmlns="urn:example"><ref>${m('custom-xml')}</ref></data>`],
    ['docProps/core.xml', coreXml(m)],
    ['docProps/custom.xml', customXml(m('custom-property'))],
  ];
  if (embedded !== null) files.push(['xl/embeddings/Dokument.docx', embedded]);
  return writeZip(files.map(([name, data]) => ({ name, data, deflate: true })));
}

const workbookXml = (m: Mark): string =>
  `${PACKAGE}<workbook xmlns="${NS.s}" xmlns:r="${NS.r}"><sheets><sheet name="S${m('sheet-name')}" sheetId="1" r:id="rId1"/><sheet name="Dolt" sheetId="2" state="hidden" r:id="rId2"/><sheet name="Helt dolt" sheetId="3" state="veryHidden" r:id="rId3"/></sheets>` +
  `<definedNames><definedName name="Nr${m('defined-name')}">"${m('defined-value')}"</definedName></definedNames></workbook>`;

function contentTypes(): string {
  const s = 'application/vnd.openxmlformats-officedocument.spreadsheetml';
  const overrides: readonly (readonly [string, string])[] = [
    ['xl/workbook.xml', `${s}.sheet.main+xml`],
    ['xl/worksheets/sheet1.xml', `${s}.worksheet+xml`],
    ['xl/worksheets/sheet2.xml', `${s}.worksheet+xml`],
    ['xl/worksheets/sheet3.xml', `${s}.worksheet+xml`],
    ['xl/sharedStrings.xml', `${s}.sharedStrings+xml`],
    ['xl/styles.xml', `${s}.styles+xml`],
    ['xl/comments1.xml', `${s}.comments+xml`],
    ['xl/drawings/drawing1.xml', 'application/vnd.openxmlformats-officedocument.drawing+xml'],
    ['xl/charts/chart1.xml', 'application/vnd.openxmlformats-officedocument.drawingml.chart+xml'],
    ['docProps/core.xml', 'application/vnd.openxmlformats-package.core-properties+xml'],
    ['docProps/custom.xml', 'application/vnd.openxmlformats-officedocument.custom-properties+xml'],
  ];
  return `${PACKAGE}<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"><Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/><Default Extension="xml" ContentType="application/xml"/><Default Extension="vml" ContentType="application/vnd.openxmlformats-officedocument.vmlDrawing"/><Default Extension="docx" ContentType="application/vnd.openxmlformats-officedocument.wordprocessingml.document"/>${overrides.map(([part, type]) => `<Override PartName="/${part}" ContentType="${type}"/>`).join('')}</Types>`;
}
