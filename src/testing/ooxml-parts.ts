/** What the hand-written OOXML samples of the tests have in common. */

/** XML declaration of every part. */
export const PACKAGE = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n';

/** Namespaces (ECMA-376). */
export const NS = {
  w: 'http://schemas.openxmlformats.org/wordprocessingml/2006/main',
  r: 'http://schemas.openxmlformats.org/officeDocument/2006/relationships',
  a: 'http://schemas.openxmlformats.org/drawingml/2006/main',
  c: 'http://schemas.openxmlformats.org/drawingml/2006/chart',
  dgm: 'http://schemas.openxmlformats.org/drawingml/2006/diagram',
  wp: 'http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing',
  wps: 'http://schemas.microsoft.com/office/word/2010/wordprocessingShape',
  xdr: 'http://schemas.openxmlformats.org/drawingml/2006/spreadsheetDrawing',
  s: 'http://schemas.openxmlformats.org/spreadsheetml/2006/main',
  p: 'http://schemas.openxmlformats.org/presentationml/2006/main',
  ext: 'http://schemas.openxmlformats.org/officeDocument/2006/extended-properties',
} as const;

/** Namespace declarations of a WordprocessingML root. */
export const MAIN = `xmlns:w="${NS.w}" xmlns:r="${NS.r}" xmlns:a="${NS.a}" xmlns:c="${NS.c}" xmlns:wp="${NS.wp}" xmlns:wps="${NS.wps}" xmlns:m="http://schemas.openxmlformats.org/officeDocument/2006/math" xmlns:v="urn:schemas-microsoft-com:vml" xmlns:o="urn:schemas-microsoft-com:office:office" xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006"`;

const RELATION_TYPES: Readonly<Record<string, string>> = {
  core: 'http://schemas.openxmlformats.org/package/2006/relationships/metadata/core-properties',
};

/** A .rels part. Each relation: id, last word of its type, target, target mode when external. */
export function relationships(relations: readonly (readonly [string, string, string, string?])[]): string {
  const items = relations.map(([id, type, target, mode]) => {
    const full = RELATION_TYPES[type] ?? `${NS.r}/${type}`;
    return `<Relationship Id="${id}" Type="${full}" Target="${target}"${mode === undefined ? '' : ` TargetMode="${mode}"`}/>`;
  });
  return `${PACKAGE}<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">${items.join('')}</Relationships>`;
}

/** Core properties with a number in each. */
export function coreXml(m: (place: string) => string): string {
  return `${PACKAGE}<cp:coreProperties xmlns:cp="http://schemas.openxmlformats.org/package/2006/metadata/core-properties" xmlns:dc="http://purl.org/dc/elements/1.1/"><dc:title>${m('title')}</dc:title><dc:creator>${m('creator')}</dc:creator><cp:keywords>${m('keywords')}</cp:keywords><dc:description>${m('description')}</dc:description></cp:coreProperties>`;
}

/** One custom property. */
export function customXml(value: string): string {
  return `${PACKAGE}<Properties xmlns="http://schemas.openxmlformats.org/officeDocument/2006/custom-properties" xmlns:vt="http://schemas.openxmlformats.org/officeDocument/2006/docPropsVTypes"><property fmtid="{D5CDD505-2E9C-101B-9397-08002B2CF9AE}" pid="2" name="Barnets nummer"><vt:lpwstr>${value}</vt:lpwstr></property></Properties>`;
}

/** A bar chart with a title and one category. */
export function chartXml(title: string, category: string): string {
  return `${PACKAGE}<c:chartSpace xmlns:c="${NS.c}" xmlns:a="${NS.a}"><c:chart><c:title><c:tx><c:rich><a:bodyPr/><a:p><a:r><a:t>${title}</a:t></a:r></a:p></c:rich></c:tx></c:title><c:plotArea><c:layout/><c:barChart><c:barDir val="col"/><c:grouping val="clustered"/><c:ser><c:idx val="0"/><c:order val="0"/><c:cat><c:strLit><c:ptCount val="1"/><c:pt idx="0"><c:v>${category}</c:v></c:pt></c:strLit></c:cat><c:val><c:numLit><c:ptCount val="1"/><c:pt idx="0"><c:v>3</c:v></c:pt></c:numLit></c:val></c:ser><c:axId val="1"/><c:axId val="2"/></c:barChart><c:catAx><c:axId val="1"/><c:scaling/><c:axPos val="b"/><c:crossAx val="2"/></c:catAx><c:valAx><c:axId val="2"/><c:scaling/><c:axPos val="l"/><c:crossAx val="1"/></c:valAx></c:plotArea></c:chart></c:chartSpace>`;
}
