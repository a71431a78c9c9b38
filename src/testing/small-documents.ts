/** Documents of one part, as little as their readers need, for tests. */
import { xlsx } from './hostile-files.ts';
import { writeZip } from './zip-writer.ts';

const WORD =
  'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main" xmlns:v="urn:schemas-microsoft-com:vml"';
const SHEET = 'xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"';
const SLIDE =
  'xmlns:p="http://schemas.openxmlformats.org/presentationml/2006/main" xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main"';
const OFFICE = 'urn:oasis:names:tc:opendocument:xmlns';
const ODF = ['office', 'text', 'table', 'form', 'style']
  .map((name) => `xmlns:${name}="${OFFICE}:${name}:1.0"`)
  .join(' ');

/** Each character of a text in something of its own. */
export const each = (text: string, to: (character: string, at: number) => string): string =>
  Array.from(text, to).join('');
/** The ten digits of a number. */
export const bare = (number: string): string => number.replace('-', '');
/** Its twelve digits, of the twentieth century. */
export const twelve = (number: string): string => `19${bare(number)}`;

/** A paragraph of a DOCX. @param properties inside w:pPr */
export const p = (content: string, properties = ''): string =>
  `<w:p>${properties === '' ? '' : `<w:pPr>${properties}</w:pPr>`}${content}</w:p>`;
export const r = (text: string): string => `<w:r><w:t xml:space="preserve">${text}</w:t></w:r>`;
/** A row of a DOCX table for each list of cells. */
export const table = (...rows: readonly (readonly string[])[]): string =>
  `<w:tbl>${rows.map((row) => `<w:tr>${row.map((cell) => `<w:tc>${p(cell)}</w:tc>`).join('')}</w:tr>`).join('')}</w:tbl>`;
/** @param parts further ones: their names below word/, and what stands inside their root */
export const docxOf = (body: string, parts: Readonly<Record<string, string>> = {}): Buffer =>
  writeZip([
    { name: '[Content_Types].xml', data: '<Types/>' },
    { name: 'word/document.xml', data: `<w:document ${WORD}><w:body>${body}</w:body></w:document>` },
    ...Object.entries(parts).map(([root, xml]) => ({
      name: `word/${root}.xml`,
      data: `<w:${root} ${WORD}>${xml}</w:${root}>`,
    })),
  ]);

export const sheetOf = (rows: readonly (readonly string[])[], after = ''): Buffer =>
  xlsx(
    `<worksheet ${SHEET}><sheetData>${rows
      .map((row, at) => {
        const cells = row.map((text, column) => {
          const reference = `${String.fromCharCode(65 + column)}${at + 1}`;
          return `<c r="${reference}" t="inlineStr"><is><t>${text}</t></is></c>`;
        });
        return `<row r="${at + 1}">${cells.join('')}</row>`;
      })
      .join('')}</sheetData>${after}</worksheet>`,
  );

/** A slide with a box for each list of paragraphs (a:p). */
export const slideOf = (...boxes: readonly string[]): Buffer =>
  writeZip([
    { name: '[Content_Types].xml', data: '<Types/>' },
    { name: 'ppt/presentation.xml', data: `<p:presentation ${SLIDE}/>` },
    {
      name: 'ppt/slides/slide1.xml',
      data: `<p:sld ${SLIDE}><p:cSld><p:spTree>${boxes.map((box) => `<p:sp><p:txBody>${box}</p:txBody></p:sp>`).join('')}</p:spTree></p:cSld></p:sld>`,
    },
  ]);

const odf = (kind: string, body: string, automatic: string, master: string): Buffer =>
  writeZip([
    { name: 'mimetype', data: `application/vnd.oasis.opendocument.${kind}` },
    {
      name: 'content.xml',
      data: `<office:document-content ${ODF}><office:automatic-styles>${automatic}</office:automatic-styles><office:body><office:${kind}>${body}</office:${kind}></office:body></office:document-content>`,
    },
    {
      name: 'styles.xml',
      data: `<office:document-styles ${ODF}><office:master-styles>${master}</office:master-styles></office:document-styles>`,
    },
    { name: 'META-INF/manifest.xml', data: '<manifest/>' },
  ]);
export const odtOf = (body: string, automatic = ''): Buffer => odf('text', body, automatic, '');
/** @param master styles of pages */
export const odsOf = (rows: string, master = ''): Buffer =>
  odf('spreadsheet', `<table:table table:name="a">${rows}</table:table>`, '', master);

export const rtfOf = (body: string): Buffer => Buffer.from(`{\\rtf1\\ansi ${body}}`, 'latin1');
export const htmlOf = (body: string): Buffer => Buffer.from(`<html><meta charset="utf-8"><body>${body}</body></html>`);
export const textOf = (text: string): Buffer => Buffer.from(text);
