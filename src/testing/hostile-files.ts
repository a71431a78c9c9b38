/** Documents and mails made to hurt their reader, for tests. Each holds NUMBER in a place that an honest reader reaches. */
import { gzipSync } from 'node:zlib';
import { PdfBuilder, pdfOf, textAt } from './pdf-builder.ts';
import { compoundOf } from './ooxml-locker.ts';
import { HOSTILE_DRAWINGS } from './hostile-drawings.ts';
import { writeRar5 } from './rar-writer.ts';
import { writeZip } from './zip-writer.ts';

/** Skatteverket's published test number that hostile files carry. */
export const NUMBER = '19780805-2398';

const SENTENCE = `Personnummer ${NUMBER}`;
const MEGABYTE = 1024 * 1024;

/** One attachment. */
export interface Attachment {
  readonly name: string;
  readonly bytes: Buffer;
}

/** A mail with attachments. @param body of its text part */
export function mailWith(attachments: readonly Attachment[], body = 'Hej'): Buffer {
  const lines = [
    'From: Anna <anna@kommun.example>',
    'To: b@example.org',
    'Subject: Underlag',
    'MIME-Version: 1.0',
    'Content-Type: multipart/mixed; boundary="skarv"',
    '',
    '--skarv',
    'Content-Type: text/plain; charset=utf-8',
    '',
    body,
  ];
  for (const { name, bytes } of attachments) {
    lines.push('--skarv', 'Content-Type: application/octet-stream');
    lines.push(`Content-Disposition: attachment; filename="${name}"`, 'Content-Transfer-Encoding: base64', '');
    lines.push(bytes.toString('base64').replace(/.{76}/gu, '$&\r\n'));
  }
  return Buffer.from(`${lines.join('\r\n')}\r\n--skarv--\r\n`);
}

const attached = (name: string, bytes: Buffer | string): Buffer => mailWith([{ name, bytes: Buffer.from(bytes) }]);

/** "Billion laughs": ten entities, each ten times the one before. */
function laughs(root: string): string {
  const entities = Array.from({ length: 10 }, (_, i) => {
    const value = i === 0 ? 'ha' : `&e${i - 1};`.repeat(10);
    return `<!ENTITY e${i} "${value}">`;
  });
  return `<?xml version="1.0"?><!DOCTYPE ${root} [${entities.join('')}]>`;
}

const WORD = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"';
const paragraph = (text: string): string => `<w:p><w:r><w:t>${text}</w:t></w:r></w:p>`;

/** A DOCX of one part. @param xml of word/document.xml */
export function docx(xml: string): Buffer {
  const types =
    '<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"><Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/><Override PartName="/word/document.xml" ContentType="application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"/></Types>';
  const rels =
    '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="rId1" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/officeDocument" Target="word/document.xml"/></Relationships>';
  return writeZip([
    { name: '[Content_Types].xml', data: types, deflate: true },
    { name: '_rels/.rels', data: rels, deflate: true },
    { name: 'word/document.xml', data: xml, deflate: true },
  ]);
}

/** An XLSX of one sheet. @param sheet XML of the worksheet */
export function xlsx(sheet: string): Buffer {
  const main = 'http://schemas.openxmlformats.org/spreadsheetml/2006/main';
  const office = 'http://schemas.openxmlformats.org/officeDocument/2006/relationships';
  const rels = 'http://schemas.openxmlformats.org/package/2006/relationships';
  const type = 'application/vnd.openxmlformats-officedocument.spreadsheetml';
  return writeZip(
    [
      {
        name: '[Content_Types].xml',
        data: `<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"><Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/><Override PartName="/xl/workbook.xml" ContentType="${type}.sheet.main+xml"/><Override PartName="/xl/worksheets/sheet1.xml" ContentType="${type}.worksheet+xml"/></Types>`,
      },
      {
        name: '_rels/.rels',
        data: `<Relationships xmlns="${rels}"><Relationship Id="rId1" Type="${office}/officeDocument" Target="xl/workbook.xml"/></Relationships>`,
      },
      {
        name: 'xl/workbook.xml',
        data: `<workbook xmlns="${main}" xmlns:r="${office}"><sheets><sheet name="Blad1" sheetId="1" r:id="rId1"/></sheets></workbook>`,
      },
      {
        name: 'xl/_rels/workbook.xml.rels',
        data: `<Relationships xmlns="${rels}"><Relationship Id="rId1" Type="${office}/worksheet" Target="worksheets/sheet1.xml"/></Relationships>`,
      },
      { name: 'xl/worksheets/sheet1.xml', data: sheet },
    ].map((file) => ({ ...file, deflate: true })),
  );
}

const sheetOf = (before: string, rows: string): string =>
  `${before}<worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><dimension ref="A1:XFD1048576"/><sheetData>${rows}</sheetData></worksheet>`;
const cell = (place: string, text: string): string => `<c r="${place}" t="inlineStr"><is><t>${text}</t></is></c>`;

const ODF =
  'xmlns:office="urn:oasis:names:tc:opendocument:xmlns:office:1.0" xmlns:text="urn:oasis:names:tc:opendocument:xmlns:text:1.0" xmlns:table="urn:oasis:names:tc:opendocument:xmlns:table:1.0"';
function odf(kind: 'text' | 'spreadsheet', content: string): Buffer {
  return writeZip([
    { name: 'mimetype', data: `application/vnd.oasis.opendocument.${kind}` },
    { name: 'content.xml', data: content, deflate: true },
  ]);
}

function overlapped(): Buffer {
  const body = writeZip([{ name: 'a.txt', data: Buffer.alloc(4 * MEGABYTE), deflate: true }]);
  const directoryAt = body.indexOf('PK\x01\x02');
  const endAt = body.indexOf('PK\x05\x06');
  const record = body.subarray(directoryAt, endAt);
  const end = Buffer.from(body.subarray(endAt));
  end.writeUInt16LE(2000, 8);
  end.writeUInt16LE(2000, 10);
  end.writeUInt32LE(record.length * 2000, 12);
  return Buffer.concat([body.subarray(0, directoryAt), ...Array.from({ length: 2000 }, () => record), end]);
}

function wideAndDeepZip(): Buffer {
  let inner = writeZip([{ name: 'x.txt', data: Buffer.alloc(8 * MEGABYTE), deflate: true }]);
  for (let level = 0; level < 4; level++)
    inner = writeZip(Array.from({ length: 8 }, (_, i) => ({ name: `${level}-${i}.zip`, data: inner, deflate: true })));
  return inner;
}

function zipsInZips(levels: number): Buffer {
  let zip = writeZip([{ name: 'slut.txt', data: SENTENCE }]);
  for (let level = 0; level < levels; level++) zip = writeZip([{ name: 'igen.zip', data: zip }]);
  return zip;
}

/** A page tree that holds itself. */
function circlingPdf(): Buffer {
  const b = new PdfBuilder();
  const tree = b.reserve();
  b.add(`<< /Type /Pages /Count 5 /Kids [${tree} 0 R ${tree} 0 R] >>`, tree);
  return b.build(`/Root ${b.add(`<< /Type /Catalog /Pages ${tree} 0 R >>`)} 0 R`);
}

/** One page and the claim of a million. */
function boastingPdf(): Buffer {
  const b = new PdfBuilder();
  const tree = b.reserve();
  const font = b.add('<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>');
  const content = b.stream(textAt(60, 700, SENTENCE));
  const page = b.add(
    `<< /Type /Page /Parent ${tree} 0 R /MediaBox [0 0 595 842] /Contents ${content} 0 R /Resources << /Font << /F1 ${font} 0 R >> >> >>`,
  );
  b.add(`<< /Type /Pages /Count 1000000 /Kids [${page} 0 R] >>`, tree);
  return b.build(`/Root ${b.add(`<< /Type /Catalog /Pages ${tree} 0 R >>`)} 0 R`);
}

function loopingObjectStreams(): Buffer {
  const b = new PdfBuilder();
  const loop = b.reserve();
  b.stream(`${loop} 0 << /Extends ${loop} 0 R >>`, `/Type /ObjStm /N 1 /First 4 /Extends ${loop} 0 R`, true, loop);
  return pdfOf([textAt(60, 700, SENTENCE)], {}, b);
}

/** A page whose drawing takes far longer than any limit in the tests. */
export const endlessPdf = (): Buffer => pdfOf([`${textAt(60, 700, 'x')}q Q `.repeat(1_500_000)]);

function giantPicturePdf(): Buffer {
  const b = new PdfBuilder();
  const image = b.stream(
    Buffer.alloc(1000),
    '/Type /XObject /Subtype /Image /Width 40000 /Height 40000 /ColorSpace /DeviceRGB /BitsPerComponent 8',
  );
  const content = `${textAt(60, 700, SENTENCE)}q 500 0 0 500 0 0 cm /I1 Do Q`;
  return pdfOf([content], { resources: `/XObject << /I1 ${image} 0 R >>` }, b);
}

function manyParts(count: number): Buffer {
  const parts = Array.from({ length: count }, (_, i) => `--b\r\nContent-Type: text/plain\r\n\r\ndel ${i}\r\n`);
  parts.splice(5, 0, `--b\r\n\r\n${SENTENCE}\r\n`);
  return Buffer.from(
    `From: a@kommun.example\r\nContent-Type: multipart/mixed; boundary=b\r\n\r\n${parts.join('')}--b--\r\n`,
  );
}

function deepMultiparts(levels: number): Buffer {
  const open = Array.from(
    { length: levels },
    (_, i) => `Content-Type: multipart/mixed; boundary=b${i}\r\n\r\n--b${i}\r\n`,
  );
  return Buffer.from(`From: a@kommun.example\r\n${open.join('')}\r\n${SENTENCE}\r\n`);
}

function deepMessages(levels: number): Buffer {
  return Buffer.from(
    `${'From: a@kommun.example\r\nContent-Type: message/rfc822\r\n\r\n'.repeat(levels)}Subject: x\r\n\r\n${SENTENCE}\r\n`,
  );
}

/** A compound file with every sector leading back to the one before. */
function circling(name: string): Buffer {
  const bytes = compoundOf({ [name]: Buffer.alloc(200_000, Buffer.from(`${SENTENCE} `)) });
  const table = (bytes.readInt32LE(76) + 1) * 512;
  for (let i = 2; i < 128; i++) bytes.writeInt32LE(i - 1, table + i * 4);
  return bytes;
}

const rarsInRars = (depth: number): Buffer =>
  Array.from({ length: depth }).reduce<Buffer>(
    (inner, _unused, i) => writeRar5([{ name: i === 0 ? 'a.txt' : 'a.rar', bytes: inner }]),
    Buffer.from(SENTENCE),
  );

/** One field of 40 characters, one row, and a count of rows that nobody should believe. */
function boastingTable(): Buffer {
  const header = Buffer.alloc(65);
  header.set([3, 126, 11, 23]);
  header.writeUInt32LE(0xffffffff, 4);
  header.writeUInt16LE(65, 8);
  header.writeUInt16LE(41, 10);
  header.write('NUMMER', 32);
  header.write('C', 43);
  header[48] = 40;
  header[64] = 0x0d;
  return Buffer.concat([header, Buffer.from(` ${SENTENCE.padEnd(40)}`), Buffer.from([0x1a])]);
}

const textMail = (text: string, type = 'text/plain'): Buffer =>
  Buffer.from(`From: a@kommun.example\r\nContent-Type: ${type}; charset=utf-8\r\n\r\n${text}\r\n`);

const REPEATED: readonly (readonly [string, string])[] = [
  ['digits', '1'],
  ['plausible numbers without end', '7808052398'],
  ['hyphens', '-'],
  ['letters', 'a'],
  ['quotes', '"'],
  ['angle brackets', '<'],
  ['blanks', ' '],
  ['tabs', '\t'],
  ['carriage returns', '\r'],
  ['colons', ':'],
  ['quotation marks of replies', '>'],
  ['words without end', 'lösenord '],
  ['base64', 'QUJDRA=='],
  ['equals signs', '='],
  ['commas', ','],
  ['NULs', '\0'],
  ['escapes of JSON', '\\u0031'],
  ['escapes of quoted-printable', '=31'],
  ['UTF-7', '+ADEAMgAzADQ-'],
  ['letters that look like digits', '1O0l'],
  ['changes of direction', '\u202e1'],
  ['marks over digits', '1\u0301'],
  ['passwords', 'lösenordet till filen '],
];

/** Name, mail, and what must come of it: NUMBER found, or something listed for this reason. */
export type HostileCase = readonly [name: string, mail: () => Buffer, expected: 'found' | 'listed' | 'either'];

/** A mail whose structure is odd, so that a second reader is asked, who decodes every one of its lines otherwise. */
function readTwoWays(): Buffer {
  const lines = Array.from({ length: 24_000 }, (_, i) => `r\xf8d m\xf8lle ${i * 7} er ${'gr\xf8nn og '.repeat(8)}${i}`);
  return Buffer.from(
    `Hej\r\n9-1"\r\nMIME-Version: 1.0\r\nContent-Transfer-Encoding: 8bit\r\n\r\n${SENTENCE}\r\n${lines.join('\r\n')}\r\n`,
    'latin1',
  );
}

/** Thirty rows of six hundred cells, with a name and a word of care in each: every head counts in every row. */
function wideTable(): string {
  const words = ['diabetes', 'depression', 'demens', 'missbruk', 'hemtjänst', 'epilepsi', 'autism'];
  const row = (at: number): string =>
    Array.from({ length: 600 }, (_, i) => `Anna Berg ${words[(i * at + i) % words.length] ?? ''}`).join(';');
  return `${Array.from({ length: 30 }, (_, at) => row(at)).join('\r\n')}\r\n${SENTENCE}\r\n`;
}

export const HOSTILE: readonly HostileCase[] = [
  ['an odd mail that two readers decode otherwise, line by line', readTwoWays, 'found'],
  [
    'a zip bomb of 300 MB',
    () => attached('a.zip', writeZip([{ name: 'x', data: Buffer.alloc(300 * MEGABYTE), deflate: true }])),
    'listed',
  ],
  ['a gzip bomb of 300 MB', () => attached('a.gz', gzipSync(Buffer.alloc(300 * MEGABYTE))), 'listed'],
  ['a zip bomb of zips in zips', () => attached('a.zip', wideAndDeepZip()), 'listed'],
  ['a zip bomb of overlapping entries', () => attached('a.zip', overlapped()), 'listed'],
  [
    'an Outlook item whose sectors go in circles',
    () => attached('a.msg', circling('__properties_version1.0')),
    'either',
  ],
  ['a DOC whose sectors go in circles', () => attached('a.doc', circling('WordDocument')), 'listed'],
  ['a RAR in a RAR in a RAR', () => attached('a.rar', rarsInRars(12)), 'listed'],
  ['a dBASE table that claims four thousand million rows', () => attached('a.dbf', boastingTable()), 'found'],
  ['twenty zips inside each other', () => attached('a.zip', zipsInZips(20)), 'listed'],
  ['six zips inside each other', () => attached('a.zip', zipsInZips(6)), 'found'],
  [
    'entity expansion in DOCX',
    () =>
      attached(
        'a.docx',
        docx(
          `${laughs('w:document')}<w:document ${WORD}><w:body>${paragraph(SENTENCE)}${paragraph('&e9;')}</w:body></w:document>`,
        ),
      ),
    'either',
  ],
  [
    'entity expansion in XLSX',
    () =>
      attached('a.xlsx', xlsx(sheetOf(laughs('worksheet'), `<row>${cell('A1', SENTENCE)}${cell('B1', '&e9;')}</row>`))),
    'either',
  ],
  [
    'entity expansion in ODT',
    () =>
      attached(
        'a.odt',
        odf(
          'text',
          `${laughs('x')}<office:document-content ${ODF}><office:body><office:text><text:p>${SENTENCE}</text:p><text:p>&e9;</text:p></office:text></office:body></office:document-content>`,
        ),
      ),
    'either',
  ],
  [
    'entity expansion in SVG',
    () =>
      attached(
        'a.svg',
        `${laughs('svg')}<svg xmlns="http://www.w3.org/2000/svg"><text>${SENTENCE}</text><text>&e9;</text></svg>`,
      ),
    'either',
  ],
  ['9,000 parts', () => manyParts(9_000), 'found'],
  ['30,000 parts', () => manyParts(30_000), 'listed'],
  [
    'a header of one megabyte',
    () => Buffer.from(`From: a@kommun.example\r\nX-Lang: ${'x'.repeat(MEGABYTE)} ${SENTENCE}\r\n\r\nHej\r\n`),
    'found',
  ],
  [
    'a folded header of one megabyte',
    () => Buffer.from(`From: a@kommun.example\r\nX-Lang: ${'x\r\n '.repeat(MEGABYTE / 4)} ${SENTENCE}\r\n\r\nHej\r\n`),
    'found',
  ],
  [
    'fifty thousand header fields',
    () => Buffer.from(`From: a@kommun.example\r\n${'X-A: b\r\n'.repeat(50_000)}\r\n${SENTENCE}\r\n`),
    'either',
  ],
  [
    'a header of encoded words',
    () => Buffer.from(`From: a@kommun.example\r\nSubject: ${'=?utf-8?Q?=C3?= '.repeat(60_000)}\r\n\r\n${SENTENCE}\r\n`),
    'found',
  ],
  [
    'a parameter in 20,000 pieces',
    () =>
      Buffer.from(
        `From: a@kommun.example\r\nContent-Type: text/plain${Array.from({ length: 20_000 }, (_, i) => `; name*${i}=x`).join('')}\r\n\r\n${SENTENCE}\r\n`,
      ),
    'found',
  ],
  ['multiparts 90 deep', () => deepMultiparts(90), 'found'],
  ['multiparts 5,000 deep', () => deepMultiparts(5_000), 'either'],
  ['messages 2,000 deep', () => deepMessages(2_000), 'listed'],
  ['HTML 200,000 deep', () => textMail(`${'<div>'.repeat(200_000)}${SENTENCE}`, 'text/html'), 'found'],
  ['HTML of unclosed tags', () => textMail(`<p>${SENTENCE}</p>${'<a href="'.repeat(100_000)}`, 'text/html'), 'found'],
  [
    'content controls 20,000 deep',
    () =>
      attached(
        'a.docx',
        docx(
          `<w:document ${WORD}><w:body>${paragraph(SENTENCE)}${'<w:sdt><w:sdtContent>'.repeat(20_000)}${paragraph('x')}${'</w:sdtContent></w:sdt>'.repeat(20_000)}</w:body></w:document>`,
        ),
      ),
    'either',
  ],
  ['a PDF whose page tree goes in circles', () => attached('a.pdf', circlingPdf()), 'listed'],
  ['a PDF that claims a million pages', () => attached('a.pdf', boastingPdf()), 'found'],
  ['a PDF whose object streams hold each other', () => attached('a.pdf', loopingObjectStreams()), 'found'],
  ['a PDF with a picture of a billion pixels', () => attached('a.pdf', giantPicturePdf()), 'found'],
  [
    'a sheet that claims every cell there is',
    () =>
      attached(
        'a.xlsx',
        xlsx(
          sheetOf('', `<row r="1">${cell('A1', SENTENCE)}</row><row r="1048576">${cell('XFD1048576', 'slut')}</row>`),
        ),
      ),
    'found',
  ],
  [
    'a sheet of cells repeated a million times',
    () =>
      attached(
        'a.ods',
        odf(
          'spreadsheet',
          `<office:document-content ${ODF}><office:body><office:spreadsheet><table:table table:name="a"><table:table-row table:number-rows-repeated="1048576"><table:table-cell table:number-columns-repeated="16384"><text:p>${SENTENCE}</text:p></table:table-cell></table:table-row></table:table></office:spreadsheet></office:body></office:document-content>`,
        ),
      ),
    'either',
  ],
  [
    'a table of 300,000 cells',
    () => attached('a.csv', `namn,nummer\r\n${'x,1\r\n'.repeat(150_000)}y,${SENTENCE}\r\n`),
    'either',
  ],
  ...HOSTILE_DRAWINGS.map(([what, name, make]): HostileCase => [what, () => attached(name, make(NUMBER)), 'found']),
  ['a table whose six hundred heads are words of care', () => attached('a.csv', wideTable()), 'found'],
  ...REPEATED.map(([name, piece]): HostileCase => [
    `a megabyte of ${name}`,
    () => textMail(`${SENTENCE}.\r\n\r\n${piece.repeat(Math.ceil(MEGABYTE / piece.length))} x`),
    'either',
  ]),
  ...REPEATED.map(([name, piece]): HostileCase => [
    `a megabyte of ${name} in HTML`,
    () => textMail(`<p>${SENTENCE}.</p><p>${piece.repeat(Math.ceil(MEGABYTE / piece.length))}</p>`, 'text/html'),
    'either',
  ]),
  ...REPEATED.map(([name, piece]): HostileCase => [
    `a header with half a megabyte of ${name}`,
    () =>
      Buffer.from(
        `From: a@kommun.example\r\nSubject: x ${piece.repeat(Math.ceil(MEGABYTE / 2 / piece.length))}y\r\nContent-Type: text/plain; name="${piece.repeat(2_000)}\r\n\r\n${SENTENCE}\r\n`,
      ),
    'either',
  ]),
  ...REPEATED.map(([name, piece]): HostileCase => [
    `an address field with a quarter of a megabyte of ${name}`,
    () =>
      Buffer.from(
        `From: a@kommun.example\r\nTo: d${piece.repeat(Math.ceil(MEGABYTE / 4 / piece.length))}\r\n\r\n${SENTENCE}\r\n`,
      ),
    'either',
  ]),
];
