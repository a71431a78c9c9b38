/** The mails that are sent and scanned: harmless, so that each of them is delivered. */
import { randomFillSync } from 'node:crypto';
import { PdfBuilder, pdfOf, textAt } from '../testing/pdf-builder.ts';
import { writeZip } from '../testing/zip-writer.ts';
import { plainText } from './nordic-text.ts';

/** A mail with its name in the tables. */
export interface SampleMail {
  readonly name: string;
  readonly bytes: Buffer;
}

const HEAD = [
  'From: Berit Holm <berit.holm@kommun.example>',
  'To: Ola Lund <ola.lund@example.org>',
  'Subject: Underlag till torsdagens m=C3=B6te'.replace('m=C3=B6te', 'genomgang'),
  'Date: Mon, 02 Mar 2026 09:14:00 +0100',
  'Message-ID: <20260302091400.1@kommun.example>',
  'MIME-Version: 1.0',
];

const lines = (...all: readonly string[]): Buffer => Buffer.from(all.join('\r\n'));
const base64 = (bytes: Buffer): string => bytes.toString('base64').replace(/.{76}/gu, '$&\r\n');

/** One text part. @param size of the whole mail in bytes, about */
export function textMail(size: number): Buffer {
  return lines(
    ...HEAD,
    'Content-Type: text/plain; charset=utf-8',
    'Content-Transfer-Encoding: 8bit',
    '',
    plainText(size - 500),
    '',
  );
}

/** Text and HTML of the same letter. */
export function htmlMail(size: number): Buffer {
  const text = plainText((size - 1200) / 2.3);
  const html = text.replaceAll('\r\n', '</p>\r\n<p style="margin:0">');
  return lines(
    ...HEAD,
    'Content-Type: multipart/alternative; boundary="grans"',
    '',
    '--grans',
    'Content-Type: text/plain; charset=utf-8',
    'Content-Transfer-Encoding: 8bit',
    '',
    text,
    '--grans',
    'Content-Type: text/html; charset=utf-8',
    'Content-Transfer-Encoding: 8bit',
    '',
    `<html><head><style>p { font-family: Arial }</style></head><body><p>${html}</p></body></html>`,
    '--grans--',
    '',
  );
}

/** A short letter with one attachment. */
export function attachmentMail(name: string, type: string, content: Buffer): Buffer {
  return lines(
    ...HEAD,
    'Content-Type: multipart/mixed; boundary="grans"',
    '',
    '--grans',
    'Content-Type: text/plain; charset=utf-8',
    'Content-Transfer-Encoding: 8bit',
    '',
    plainText(600),
    '--grans',
    `Content-Type: ${type}; name="${name}"`,
    `Content-Disposition: attachment; filename="${name}"`,
    'Content-Transfer-Encoding: base64',
    '',
    base64(content),
    '--grans--',
    '',
  );
}

const CONTENT_TYPES =
  '<?xml version="1.0"?><Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">' +
  '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>' +
  '<Default Extension="xml" ContentType="application/xml"/>';
const RELATION = 'http://schemas.openxmlformats.org/officeDocument/2006/relationships/officeDocument';
const relations = (target: string): string =>
  '<?xml version="1.0"?><Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">' +
  `<Relationship Id="r1" Type="${RELATION}" Target="${target}"/></Relationships>`;

/** A DOCX. @param textLength characters of text @param ballast bytes that do not compress, as pictures are */
export function docx(textLength: number, ballast = 0): Buffer {
  const body = plainText(textLength)
    .split('\r\n')
    .map(
      (line) =>
        `<w:p><w:pPr><w:spacing w:after="120"/></w:pPr><w:r><w:t xml:space="preserve">${line}</w:t></w:r></w:p>`,
    );
  return writeZip([
    {
      name: '[Content_Types].xml',
      data: `${CONTENT_TYPES}<Override PartName="/word/document.xml" ContentType="application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"/></Types>`,
    },
    { name: '_rels/.rels', data: relations('word/document.xml') },
    {
      name: 'word/document.xml',
      deflate: true,
      data: `<?xml version="1.0"?><w:document xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"><w:body>${body.join('')}</w:body></w:document>`,
    },
    ...(ballast === 0 ? [] : [{ name: 'word/fonts/font1.odttf', data: randomFillSync(Buffer.alloc(ballast)) }]),
  ]);
}

/** An XLSX with texts and numbers. */
export function xlsx(rows: number): Buffer {
  const words = plainText(rows * 8).split(/\s+/u);
  const sheet = Array.from({ length: rows }, (_, row) => {
    const cells = Array.from({ length: 8 }, (_unused, column) => {
      const at = `${String.fromCharCode(65 + column)}${row + 1}`;
      if (column > 4) return `<c r="${at}"><v>${row * column}</v></c>`;
      const word = words[(row * 5 + column) % words.length] ?? '';
      return `<c r="${at}" t="inlineStr"><is><t>${word}</t></is></c>`;
    });
    return `<row r="${row + 1}">${cells.join('')}</row>`;
  });
  const main = 'http://schemas.openxmlformats.org/spreadsheetml/2006/main';
  return writeZip([
    {
      name: '[Content_Types].xml',
      data: `${CONTENT_TYPES}<Override PartName="/xl/workbook.xml" ContentType="application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml"/><Override PartName="/xl/worksheets/sheet1.xml" ContentType="application/vnd.openxmlformats-officedocument.spreadsheetml.worksheet+xml"/></Types>`,
    },
    { name: '_rels/.rels', data: relations('xl/workbook.xml') },
    {
      name: 'xl/workbook.xml',
      data: `<?xml version="1.0"?><workbook xmlns="${main}" xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships"><sheets><sheet name="Blad1" sheetId="1" r:id="r1"/></sheets></workbook>`,
    },
    {
      name: 'xl/_rels/workbook.xml.rels',
      data: relations('worksheets/sheet1.xml').replace('/officeDocument"', '/worksheet"'),
    },
    {
      name: 'xl/worksheets/sheet1.xml',
      deflate: true,
      data: `<?xml version="1.0"?><worksheet xmlns="${main}"><sheetData>${sheet.join('')}</sheetData></worksheet>`,
    },
  ]);
}

/** A PDF of text pages, about 4.6 KB each. */
export function pdf(pages: number): Buffer {
  const text = plainText(pages * 4_600)
    .replace(/[()\\]/gu, '')
    .split('\r\n')
    .map((line) => line.slice(0, 95));
  const perPage = 45;
  return pdfOf(
    Array.from({ length: pages }, (_, page) =>
      Array.from({ length: perPage }, (_unused, line) =>
        textAt(40, 800 - line * 17, text[(page * perPage + line) % text.length] ?? '', 10),
      ).join(''),
    ),
    {},
    new PdfBuilder(),
  );
}

export const DOCX_TYPE = 'application/vnd.openxmlformats-officedocument.wordprocessingml.document';

/** The four mails of the throughput table. */
export function relayMails(): readonly SampleMail[] {
  return [
    { name: '2 KB text', bytes: textMail(2_000) },
    { name: '10 KB text+HTML', bytes: htmlMail(10_000) },
    { name: '100 KB with DOCX', bytes: attachmentMail('beslut.docx', DOCX_TYPE, docx(60_000, 66_000)) },
    { name: '1 MB with PDF', bytes: pdfMail() },
  ];
}

/** A mail of about 1 MB with a PDF of 150 pages of text. */
export const pdfMail = (): Buffer => attachmentMail('rapport.pdf', 'application/pdf', pdf(150));

/** A mail of so many bytes with an attachment that is text. */
export const largeMail = (size: number): Buffer =>
  attachmentMail('logg.txt', 'text/plain; charset=utf-8', Buffer.from(plainText((size / 1.37) * 0.98)));

const OPEN_DOCUMENT =
  'xmlns:office="urn:oasis:names:tc:opendocument:xmlns:office:1.0" xmlns:text="urn:oasis:names:tc:opendocument:xmlns:text:1.0" xmlns:table="urn:oasis:names:tc:opendocument:xmlns:table:1.0"';

/** An OpenDocument file. @param kind 'text' or 'spreadsheet' @param body what stands in it */
function openDocument(kind: string, body: string): Buffer {
  const type = `application/vnd.oasis.opendocument.${kind}`;
  return writeZip([
    { name: 'mimetype', data: type },
    {
      name: 'META-INF/manifest.xml',
      data: `<?xml version="1.0"?><manifest:manifest xmlns:manifest="urn:oasis:names:tc:opendocument:xmlns:manifest:1.0"><manifest:file-entry manifest:full-path="/" manifest:media-type="${type}"/><manifest:file-entry manifest:full-path="content.xml" manifest:media-type="text/xml"/></manifest:manifest>`,
    },
    { name: 'styles.xml', data: `<?xml version="1.0"?><office:document-styles ${OPEN_DOCUMENT}/>` },
    {
      name: 'content.xml',
      deflate: true,
      data: `<?xml version="1.0"?><office:document-content ${OPEN_DOCUMENT}><office:body><office:${kind}>${body}</office:${kind}></office:body></office:document-content>`,
    },
  ]);
}

/** An ODT. @param textLength characters of text */
export function odt(textLength: number): Buffer {
  const paragraphs = plainText(textLength)
    .split('\r\n')
    .map((line) => `<text:p text:style-name="P1"><text:span text:style-name="T1">${line}</text:span></text:p>`);
  return openDocument('text', paragraphs.join(''));
}

/** An ODS with texts and numbers. */
export function ods(rows: number): Buffer {
  const words = plainText(rows * 8).split(/\s+/u);
  const lines = Array.from({ length: rows }, (_, row) => {
    const cells = Array.from({ length: 8 }, (_unused, column) => {
      const number = row * column;
      if (column > 4)
        return `<table:table-cell office:value-type="float" office:value="${number}"><text:p>${number}</text:p></table:table-cell>`;
      const word = words[(row * 5 + column) % words.length] ?? '';
      return `<table:table-cell office:value-type="string"><text:p>${word}</text:p></table:table-cell>`;
    });
    return `<table:table-row>${cells.join('')}</table:table-row>`;
  });
  return openDocument('spreadsheet', `<table:table table:name="Blad1">${lines.join('')}</table:table>`);
}
