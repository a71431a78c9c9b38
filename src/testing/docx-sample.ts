/** A hand-written .docx with a different number in every place that can hold text. For tests. */
import { writeZip } from './zip-writer.ts';
import type { ZipFile } from './zip-writer.ts';
import { MAIN, NS, PACKAGE, chartXml, coreXml, customXml, relationships } from './ooxml-parts.ts';

type Mark = (place: string) => string;

const r = (text: string, properties = ''): string =>
  `<w:r>${properties === '' ? '' : `<w:rPr>${properties}</w:rPr>`}<w:t xml:space="preserve">${text}</w:t></w:r>`;
const p = (inner: string): string => `<w:p>${inner}</w:p>`;

function body(m: Mark): string {
  const split = m('split-run');
  const hyphened = m('no-break-hyphen');
  return [
    p(r(`Brödtext ${m('body')} slut`)),
    p(r(split.slice(0, 4)) + r(split.slice(4, 7), '<w:b/>') + r(split.slice(7))),
    p(`<w:r><w:t>${hyphened.slice(0, 6)}</w:t><w:noBreakHyphen/><w:t>${hyphened.slice(6)}</w:t></w:r>`),
    p(`<w:r><w:t>${m('soft-hyphen').slice(0, 6)}</w:t><w:softHyphen/><w:t>${m('soft-hyphen').slice(6)}</w:t></w:r>`),
    p(r(m('hidden'), '<w:vanish/>')),
    p(r(m('hidden-style'), '<w:rStyle w:val="Dold"/>')),
    p(r(m('white'), '<w:color w:val="FFFFFF"/>')),
    p(`<w:ins w:id="1" w:author="${m('author')}" w:date="2026-01-02T03:04:05Z">${r(m('inserted'))}</w:ins>`),
    p(
      `${r('Före ')}<w:del w:id="2" w:author="A"><w:r><w:delText>${m('deleted')}</w:delText></w:r></w:del>${r(' efter')}`,
    ),
    p(`<w:moveFrom w:id="3" w:author="A">${r(m('move-from'))}</w:moveFrom>`),
    p(`<w:moveTo w:id="4" w:author="A">${r(m('move-to'))}</w:moveTo>`),
    p(`<w:bookmarkStart w:id="5" w:name="b${m('bookmark')}"/><w:bookmarkEnd w:id="5"/>${r('bokmärke')}`),
    p(`<w:hyperlink r:id="rIdLink" w:tooltip="${m('link-tooltip')}">${r(m('link-text'))}</w:hyperlink>`),
    p(`<w:fldSimple w:instr=" DOCPROPERTY ${m('field-simple-code')} ">${r(m('field-simple'))}</w:fldSimple>`),
    p(
      `<w:r><w:fldChar w:fldCharType="begin"/></w:r><w:r><w:instrText> QUOTE ${m('field-code').slice(0, 5)}</w:instrText></w:r>` +
        `<w:r><w:instrText>${m('field-code').slice(5)} </w:instrText></w:r><w:r><w:fldChar w:fldCharType="separate"/></w:r>` +
        `${r(m('field-result'))}<w:r><w:fldChar w:fldCharType="end"/></w:r>`,
    ),
    p(
      `<w:r><w:fldChar w:fldCharType="begin"><w:ffData><w:name w:val="${m('form-name')}"/><w:helpText w:type="text" w:val="${m('form-help')}"/>` +
        `<w:textInput><w:default w:val="${m('form-default')}"/></w:textInput><w:ddList><w:listEntry w:val="${m('form-list')}"/></w:ddList></w:ffData></w:fldChar></w:r>` +
        `<w:r><w:instrText> FORMTEXT </w:instrText></w:r><w:r><w:fldChar w:fldCharType="separate"/></w:r>${r(m('form-value'))}<w:r><w:fldChar w:fldCharType="end"/></w:r>`,
    ),
    `<w:sdt><w:sdtPr><w:alias w:val="${m('sdt-alias')}"/><w:tag w:val="${m('sdt-tag')}"/><w:dropDownList><w:listItem w:displayText="${m('sdt-choice')}" w:value="${m('sdt-choice-value')}"/></w:dropDownList></w:sdtPr><w:sdtContent>${p(r(m('sdt-block')))}</w:sdtContent></w:sdt>`,
    p(`<w:sdt><w:sdtPr><w:text/></w:sdtPr><w:sdtContent>${r(m('sdt-inline'))}</w:sdtContent></w:sdt>`),
    p(
      `<w:smartTag w:uri="x" w:element="y"><w:smartTagPr><w:attr w:name="n" w:val="${m('smart-tag-value')}"/></w:smartTagPr>${r(m('smart-tag'))}</w:smartTag>`,
    ),
    p(`<m:oMath><m:r><m:t>${m('math')}</m:t></m:r></m:oMath>`),
    p(`<w:r><w:ruby><w:rt>${r(m('ruby-text'))}</w:rt><w:rubyBase>${r(m('ruby-base'))}</w:rubyBase></w:ruby></w:r>`),
    p(`<w:r>${drawing(m)}</w:r>`),
    p(`<w:r>${textBox(m)}</w:r>`),
    p(
      `<w:r><w:pict><v:shape id="s1" alt="${m('vml-alt')}" style="width:10pt"><v:textbox><w:txbxContent>${p(r(m('vml-textbox')))}</w:txbxContent></v:textbox></v:shape></w:pict></w:r>`,
    ),
    p(
      `${r('Not')}<w:r><w:footnoteReference w:id="2"/></w:r><w:r><w:endnoteReference w:id="2"/></w:r><w:r><w:commentReference w:id="0"/></w:r>`,
    ),
    table(m),
    p(
      `<w:r><w:object><v:shape id="o1" style="width:50pt;height:50pt"/><o:OLEObject Type="Embed" ProgID="Excel.Sheet.12" ShapeID="o1" DrawAspect="Icon" ObjectID="_1" r:id="rIdEmb"/></w:object></w:r>`,
    ),
    '<w:altChunk r:id="rIdAlt"/>',
    `<w:sectPr><w:headerReference w:type="default" r:id="rIdH1"/><w:headerReference w:type="first" r:id="rIdH2"/><w:footerReference w:type="default" r:id="rIdF1"/><w:titlePg/></w:sectPr>`,
  ].join('');
}

const drawing = (m: Mark): string =>
  `<w:drawing><wp:inline><wp:extent cx="100000" cy="100000"/><wp:docPr id="1" name="${m('picture-name')}" descr="${m('alt-text')}" title="${m('alt-title')}"/>` +
  `<a:graphic><a:graphicData uri="${NS.c}"><c:chart r:id="rIdChart"/></a:graphicData></a:graphic></wp:inline></w:drawing>`;

const textBox = (m: Mark): string =>
  `<mc:AlternateContent><mc:Choice Requires="wps"><w:drawing><wp:inline><wp:extent cx="914400" cy="914400"/><wp:docPr id="2" name="Ruta" descr="${m('textbox-alt')}"/><a:graphic><a:graphicData uri="${NS.wps}">` +
  `<wps:wsp><wps:cNvSpPr txBox="1"/><wps:spPr><a:xfrm><a:off x="0" y="0"/><a:ext cx="914400" cy="914400"/></a:xfrm><a:prstGeom prst="rect"><a:avLst/></a:prstGeom></wps:spPr><wps:txbx><w:txbxContent>${p(r(m('textbox')))}</w:txbxContent></wps:txbx><wps:bodyPr/></wps:wsp></a:graphicData></a:graphic></wp:inline></w:drawing></mc:Choice>` +
  `<mc:Fallback><w:pict><v:rect style="width:72pt;height:72pt"><v:textbox><w:txbxContent>${p(r(m('textbox')))}${p(r(m('textbox-fallback')))}</w:txbxContent></v:textbox></v:rect></w:pict></mc:Fallback></mc:AlternateContent>`;

const table = (m: Mark): string =>
  `<w:tbl><w:tblPr><w:tblCaption w:val="${m('table-caption')}"/><w:tblDescription w:val="${m('table-description')}"/></w:tblPr><w:tblGrid><w:gridCol w:w="2000"/><w:gridCol w:w="2000"/></w:tblGrid>` +
  `<w:tr><w:tc><w:tcPr/>${p(r('Namn'))}</w:tc><w:tc><w:tcPr/>${p(r('Nummer'))}</w:tc></w:tr>` +
  `<w:tr><w:tc><w:tcPr/>${p(r('Elias'))}</w:tc><w:tc><w:tcPr/>${p(r(m('table')))}</w:tc></w:tr>` +
  `<w:tr><w:tc><w:tcPr/><w:tbl><w:tblPr/><w:tblGrid><w:gridCol w:w="900"/></w:tblGrid><w:tr><w:tc><w:tcPr/>${p(r(m('nested-table')))}</w:tc></w:tr></w:tbl>${p('')}</w:tc><w:tc><w:tcPr/>${p('')}</w:tc></w:tr></w:tbl>`;

const story = (root: string, inner: string): string => `${PACKAGE}<w:${root} ${MAIN}>${inner}</w:${root}>`;
const watermark = (m: Mark): string =>
  p(
    `<w:r><w:pict><v:shape id="wm" type="#_x0000_t136" style="width:400pt;height:100pt"><v:textpath style="font-family:Arial" string="${m('watermark')}"/></v:shape></w:pict></w:r>`,
  );

/** @param m gives the number of a place. @param embedded a workbook to put inside */
export function docxFiles(m: Mark, embedded: Buffer): readonly ZipFile[] {
  const files: readonly (readonly [name: string, data: string | Buffer])[] = [
    ['[Content_Types].xml', contentTypes()],
    [
      '_rels/.rels',
      relationships([
        ['rId1', 'officeDocument', 'word/document.xml'],
        ['rId2', 'core', 'docProps/core.xml'],
        ['rId3', 'extended-properties', 'docProps/app.xml'],
        ['rId4', 'custom-properties', 'docProps/custom.xml'],
      ]),
    ],
    ['word/document.xml', story('document', `<w:body>${body(m)}</w:body>`)],
    ['word/_rels/document.xml.rels', documentRelations(m)],
    [
      'word/styles.xml',
      story(
        'styles',
        '<w:style w:type="character" w:styleId="Dold"><w:name w:val="Dold"/><w:rPr><w:vanish/></w:rPr></w:style>',
      ),
    ],
    [
      'word/settings.xml',
      story('settings', `<w:docVars><w:docVar w:name="ref" w:val="${m('document-variable')}"/></w:docVars>`),
    ],
    ['word/header1.xml', story('hdr', p(r(m('header'))) + watermark(m))],
    ['word/header2.xml', story('hdr', p(r(m('first-header'))))],
    ['word/footer1.xml', story('ftr', p(r(m('footer'))))],
    ['word/footnotes.xml', notes('footnote', m)],
    ['word/endnotes.xml', notes('endnote', m)],
    [
      'word/comments.xml',
      story(
        'comments',
        `<w:comment w:id="0" w:author="${m('comment-author')}" w:initials="A">${p(r(m('comment')))}</w:comment>`,
      ),
    ],
    [
      'word/glossary/document.xml',
      story(
        'glossaryDocument',
        `<w:docParts><w:docPart><w:docPartBody>${p(r(m('glossary')))}</w:docPartBody></w:docPart></w:docParts>`,
      ),
    ],
    ['word/charts/chart1.xml', chartXml(m('chart-title'), m('chart-category'))],
    [
      'word/diagrams/data1.xml',
      `${PACKAGE}<dgm:dataModel xmlns:dgm="${NS.dgm}" xmlns:a="${NS.a}"><dgm:ptLst><dgm:pt><dgm:t><a:bodyPr/><a:p><a:r><a:t>${m('smart-art')}</a:t></a:r></a:p></dgm:t></dgm:pt></dgm:ptLst></dgm:dataModel>`,
    ],
    ['word/afchunk.html', `<html><body><p>${m('alt-chunk')}</p></body></html>`],
    ['word/embeddings/Kalkyl.xlsx', embedded],
    ['customXml/item1.xml', `<?xml version="1.0"?><data xmlns="urn:example"><ref>${m('custom-xml')}</ref></data>`],
    ['docProps/core.xml', coreXml(m)],
    ['docProps/app.xml', `${PACKAGE}<Properties xmlns="${NS.ext}"><Company>${m('company')}</Company></Properties>`],
    ['docProps/custom.xml', customXml(m('custom-property'))],
  ];
  return files.map(([name, data]) => ({ name, data, deflate: true }));
}

/** The whole document. */
export function docxSample(m: Mark, embedded: Buffer): Buffer {
  return writeZip(docxFiles(m, embedded));
}

const notes = (kind: string, m: Mark): string =>
  story(
    `${kind}s`,
    `<w:${kind} w:type="separator" w:id="0">${p('<w:r><w:separator/></w:r>')}</w:${kind}><w:${kind} w:type="continuationSeparator" w:id="1">${p('<w:r><w:continuationSeparator/></w:r>')}</w:${kind}><w:${kind} w:id="2">${p(r(m(kind)))}</w:${kind}>`,
  );

const documentRelations = (m: Mark): string =>
  relationships([
    ['rIdSt', 'styles', 'styles.xml'],
    ['rIdSe', 'settings', 'settings.xml'],
    ['rIdH1', 'header', 'header1.xml'],
    ['rIdH2', 'header', 'header2.xml'],
    ['rIdF1', 'footer', 'footer1.xml'],
    ['rIdFn', 'footnotes', 'footnotes.xml'],
    ['rIdEn', 'endnotes', 'endnotes.xml'],
    ['rIdCo', 'comments', 'comments.xml'],
    ['rIdGl', 'glossaryDocument', 'glossary/document.xml'],
    ['rIdChart', 'chart', 'charts/chart1.xml'],
    ['rIdDgm', 'diagramData', 'diagrams/data1.xml'],
    ['rIdAlt', 'aFChunk', 'afchunk.html'],
    ['rIdEmb', 'package', 'embeddings/Kalkyl.xlsx'],
    ['rIdLink', 'hyperlink', `https://kommun.example/?pnr=${m('link-target')}`, 'External'],
  ]);

function contentTypes(): string {
  const word = 'application/vnd.openxmlformats-officedocument.wordprocessingml';
  const overrides = [
    ['word/document.xml', `${word}.document.main+xml`],
    ['word/styles.xml', `${word}.styles+xml`],
    ['word/settings.xml', `${word}.settings+xml`],
    ['word/header1.xml', `${word}.header+xml`],
    ['word/header2.xml', `${word}.header+xml`],
    ['word/footer1.xml', `${word}.footer+xml`],
    ['word/footnotes.xml', `${word}.footnotes+xml`],
    ['word/endnotes.xml', `${word}.endnotes+xml`],
    ['word/comments.xml', `${word}.comments+xml`],
    ['word/glossary/document.xml', `${word}.document.glossary+xml`],
    ['word/charts/chart1.xml', 'application/vnd.openxmlformats-officedocument.drawingml.chart+xml'],
    ['docProps/core.xml', 'application/vnd.openxmlformats-package.core-properties+xml'],
    ['docProps/app.xml', 'application/vnd.openxmlformats-officedocument.extended-properties+xml'],
    ['docProps/custom.xml', 'application/vnd.openxmlformats-officedocument.custom-properties+xml'],
  ].map(([part, type]) => `<Override PartName="/${part ?? ''}" ContentType="${type ?? ''}"/>`);
  return `${PACKAGE}<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"><Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/><Default Extension="xml" ContentType="application/xml"/><Default Extension="html" ContentType="text/html"/><Default Extension="xlsx" ContentType="application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"/>${overrides.join('')}</Types>`;
}
