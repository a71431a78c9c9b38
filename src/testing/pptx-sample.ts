/** A hand-written .pptx with a different number in every place that can hold text. For tests. */
import { NS, PACKAGE, chartXml, coreXml, customXml, relationships } from './ooxml-parts.ts';
import { writeZip } from './zip-writer.ts';

type Mark = (place: string) => string;

const ROOT = `xmlns:a="${NS.a}" xmlns:r="${NS.r}" xmlns:p="${NS.p}"`;
const runs = (...texts: string[]): string =>
  `<a:p>${texts.map((text) => `<a:r><a:t>${text}</a:t></a:r>`).join('')}</a:p>`;
const body = (inner: string): string => `<p:txBody><a:bodyPr/><a:lstStyle/>${inner}</p:txBody>`;
let ids = 1;
const shape = (inner: string, x = 100_000, attributes = ''): string =>
  `<p:sp><p:nvSpPr><p:cNvPr id="${++ids}" name="Form"${attributes}/><p:cNvSpPr txBox="1"/><p:nvPr/></p:nvSpPr><p:spPr><a:xfrm><a:off x="${x}" y="100000"/><a:ext cx="3000000" cy="500000"/></a:xfrm><a:prstGeom prst="rect"><a:avLst/></a:prstGeom></p:spPr>${body(inner)}</p:sp>`;
const tree = (inner: string): string =>
  `<p:cSld><p:spTree><p:nvGrpSpPr><p:cNvPr id="1" name=""/><p:cNvGrpSpPr/><p:nvPr/></p:nvGrpSpPr><p:grpSpPr/>${inner}</p:spTree></p:cSld>`;
const frame = (inner: string, attributes = ''): string =>
  `<p:graphicFrame><p:nvGraphicFramePr><p:cNvPr id="${++ids}" name="Ram"${attributes}/><p:cNvGraphicFramePr/><p:nvPr/></p:nvGraphicFramePr><p:xfrm><a:off x="100000" y="900000"/><a:ext cx="3000000" cy="900000"/></p:xfrm><a:graphic>${inner}</a:graphic></p:graphicFrame>`;

function firstSlide(m: Mark): string {
  const split = m('split-run');
  const table =
    `<a:graphicData uri="http://schemas.openxmlformats.org/drawingml/2006/table"><a:tbl><a:tblPr/><a:tblGrid><a:gridCol w="1500000"/><a:gridCol w="1500000"/></a:tblGrid><a:tr h="300000">` +
    `<a:tc><a:txBody><a:bodyPr/>${runs('Namn')}</a:txBody><a:tcPr/></a:tc><a:tc><a:txBody><a:bodyPr/>${runs(m('table'))}</a:txBody><a:tcPr/></a:tc></a:tr></a:tbl></a:graphicData>`;
  const group = `<p:grpSp><p:nvGrpSpPr><p:cNvPr id="${++ids}" name="Grupp"/><p:cNvGrpSpPr/><p:nvPr/></p:nvGrpSpPr><p:grpSpPr><a:xfrm><a:off x="0" y="0"/><a:ext cx="900" cy="900"/><a:chOff x="0" y="0"/><a:chExt cx="900" cy="900"/></a:xfrm></p:grpSpPr>${shape(runs(m('grouped')))}</p:grpSp>`;
  const inner =
    shape(runs(m('slide')), 100_000, ` descr="${m('alt-text')}"`) +
    shape(runs(split.slice(0, 4), split.slice(4, 8), split.slice(8))) +
    shape(
      `<a:p><a:fld id="{B6F15528-21DE-4FAA-801E-634DDDAF4B2B}" type="slidenum"><a:t>${m('field')}</a:t></a:fld></a:p>`,
    ) +
    shape(runs(m('off-slide')), 90_000_000) +
    group +
    frame(table, ` descr="${m('table-alt')}"`) +
    frame(`<a:graphicData uri="${NS.c}"><c:chart xmlns:c="${NS.c}" r:id="rIdC"/></a:graphicData>`);
  return `${PACKAGE}<p:sld ${ROOT}>${tree(inner)}</p:sld>`;
}

const part = (root: string, inner: string, attributes = ''): string =>
  `${PACKAGE}<p:${root} ${ROOT}${attributes}>${tree(inner)}</p:${root}>`;
const COLOURS =
  '<p:clrMap bg1="lt1" tx1="dk1" bg2="lt2" tx2="dk2" accent1="accent1" accent2="accent2" accent3="accent3" accent4="accent4" accent5="accent5" accent6="accent6" hlink="hlink" folHlink="folHlink"/>';

/** The presentation. @param embedded a workbook to put inside, null for none */
export function pptxSample(m: Mark, embedded: Buffer | null): Buffer {
  ids = 1;
  const files: (readonly [name: string, data: string | Buffer])[] = [
    ['[Content_Types].xml', contentTypes()],
    [
      '_rels/.rels',
      relationships([
        ['rId1', 'officeDocument', 'ppt/presentation.xml'],
        ['rId2', 'core', 'docProps/core.xml'],
        ['rId3', 'extended-properties', 'docProps/app.xml'],
        ['rId4', 'custom-properties', 'docProps/custom.xml'],
      ]),
    ],
    [
      'ppt/presentation.xml',
      `${PACKAGE}<p:presentation ${ROOT}><p:sldMasterIdLst><p:sldMasterId id="2147483648" r:id="rIdM"/></p:sldMasterIdLst><p:notesMasterIdLst><p:notesMasterId r:id="rIdN"/></p:notesMasterIdLst><p:sldIdLst><p:sldId id="256" r:id="rId1"/><p:sldId id="257" r:id="rId2"/></p:sldIdLst><p:sldSz cx="9144000" cy="6858000"/><p:notesSz cx="6858000" cy="9144000"/></p:presentation>`,
    ],
    [
      'ppt/_rels/presentation.xml.rels',
      relationships([
        ['rId1', 'slide', 'slides/slide2.xml'],
        ['rId2', 'slide', 'slides/slide1.xml'],
        ['rIdM', 'slideMaster', 'slideMasters/slideMaster1.xml'],
        ['rIdN', 'notesMaster', 'notesMasters/notesMaster1.xml'],
        ['rIdA', 'commentAuthors', 'commentAuthors.xml'],
      ]),
    ],
    ['ppt/slides/slide2.xml', firstSlide(m)],
    ['ppt/slides/slide1.xml', part('sld', shape(runs(m('hidden-slide'))), ' show="0"')],
    [
      'ppt/slides/_rels/slide2.xml.rels',
      relationships([
        ['rIdY', 'slideLayout', '../slideLayouts/slideLayout1.xml'],
        ['rIdN', 'notesSlide', '../notesSlides/notesSlide1.xml'],
        ['rIdK', 'comments', '../comments/comment1.xml'],
        ['rIdC', 'chart', '../charts/chart1.xml'],
        ['rIdG', 'diagramData', '../diagrams/data1.xml'],
        ['rIdE', 'package', '../embeddings/Kalkyl.xlsx'],
      ]),
    ],
    ['ppt/slides/_rels/slide1.xml.rels', relationships([['rIdY', 'slideLayout', '../slideLayouts/slideLayout1.xml']])],
    ['ppt/notesSlides/notesSlide1.xml', part('notes', shape(runs(m('notes'))))],
    [
      'ppt/notesSlides/_rels/notesSlide1.xml.rels',
      relationships([
        ['rId1', 'notesMaster', '../notesMasters/notesMaster1.xml'],
        ['rId2', 'slide', '../slides/slide2.xml'],
      ]),
    ],
    [
      'ppt/comments/comment1.xml',
      `${PACKAGE}<p:cmLst ${ROOT}><p:cm authorId="0" dt="2026-01-02T03:04:05" idx="1"><p:pos x="10" y="10"/><p:text>${m('comment')}</p:text></p:cm></p:cmLst>`,
    ],
    [
      'ppt/commentAuthors.xml',
      `${PACKAGE}<p:cmAuthorLst ${ROOT}><p:cmAuthor id="0" name="${m('comment-author')}" initials="A" lastIdx="1" clrIdx="0"/></p:cmAuthorLst>`,
    ],
    [
      'ppt/slideMasters/slideMaster1.xml',
      `${PACKAGE}<p:sldMaster ${ROOT}>${tree(shape(runs(m('master'))))}${COLOURS}<p:sldLayoutIdLst><p:sldLayoutId id="2147483649" r:id="rId1"/></p:sldLayoutIdLst></p:sldMaster>`,
    ],
    [
      'ppt/slideMasters/_rels/slideMaster1.xml.rels',
      relationships([
        ['rId1', 'slideLayout', '../slideLayouts/slideLayout1.xml'],
        ['rId2', 'theme', '../theme/theme1.xml'],
      ]),
    ],
    ['ppt/slideLayouts/slideLayout1.xml', part('sldLayout', shape(runs(m('layout'))))],
    [
      'ppt/slideLayouts/_rels/slideLayout1.xml.rels',
      relationships([['rId1', 'slideMaster', '../slideMasters/slideMaster1.xml']]),
    ],
    [
      'ppt/notesMasters/notesMaster1.xml',
      `${PACKAGE}<p:notesMaster ${ROOT}>${tree(shape(runs(m('notes-master'))))}${COLOURS}</p:notesMaster>`,
    ],
    [
      'ppt/theme/theme1.xml',
      `${PACKAGE}<a:theme xmlns:a="${NS.a}" name="Tema"><a:themeElements><a:clrScheme name="F"/></a:themeElements></a:theme>`,
    ],
    ['ppt/charts/chart1.xml', chartXml(m('chart-title'), m('chart-category'))],
    [
      'ppt/diagrams/data1.xml',
      `${PACKAGE}<dgm:dataModel xmlns:dgm="${NS.dgm}" xmlns:a="${NS.a}"><dgm:ptLst><dgm:pt modelId="1"><dgm:t><a:bodyPr/>${runs(m('smart-art'))}</dgm:t></dgm:pt></dgm:ptLst></dgm:dataModel>`,
    ],
    ['customXml/item1.xml', `<data xmlns="urn:example"><ref>${m('custom-xml')}</ref></data>`],
    ['docProps/core.xml', coreXml(m)],
    ['docProps/app.xml', `${PACKAGE}<Properties xmlns="${NS.ext}"><Company>${m('company')}</Company></Properties>`],
    ['docProps/custom.xml', customXml(m('custom-property'))],
  ];
  if (embedded !== null) files.push(['ppt/embeddings/Kalkyl.xlsx', embedded]);
  return writeZip(files.map(([name, data]) => ({ name, data, deflate: true })));
}

function contentTypes(): string {
  const p = 'application/vnd.openxmlformats-officedocument.presentationml';
  const overrides: readonly (readonly [string, string])[] = [
    ['ppt/presentation.xml', `${p}.presentation.main+xml`],
    ['ppt/slides/slide1.xml', `${p}.slide+xml`],
    ['ppt/slides/slide2.xml', `${p}.slide+xml`],
    ['ppt/notesSlides/notesSlide1.xml', `${p}.notesSlide+xml`],
    ['ppt/comments/comment1.xml', `${p}.comments+xml`],
    ['ppt/commentAuthors.xml', `${p}.commentAuthors+xml`],
    ['ppt/slideMasters/slideMaster1.xml', `${p}.slideMaster+xml`],
    ['ppt/slideLayouts/slideLayout1.xml', `${p}.slideLayout+xml`],
    ['ppt/notesMasters/notesMaster1.xml', `${p}.notesMaster+xml`],
    ['ppt/theme/theme1.xml', 'application/vnd.openxmlformats-officedocument.theme+xml'],
    ['ppt/charts/chart1.xml', 'application/vnd.openxmlformats-officedocument.drawingml.chart+xml'],
    ['docProps/core.xml', 'application/vnd.openxmlformats-package.core-properties+xml'],
    ['docProps/app.xml', 'application/vnd.openxmlformats-officedocument.extended-properties+xml'],
    ['docProps/custom.xml', 'application/vnd.openxmlformats-officedocument.custom-properties+xml'],
  ];
  return `${PACKAGE}<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"><Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/><Default Extension="xml" ContentType="application/xml"/><Default Extension="xlsx" ContentType="application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"/>${overrides.map(([file, type]) => `<Override PartName="/${file}" ContentType="${type}"/>`).join('')}</Types>`;
}
