/** A comment that leaves out whom it is about is read with the name it is put at: in cells of workbooks and on pages of PDFs. */
import { utils, write } from '@e965/xlsx';
import type { CellObject } from '@e965/xlsx';
import { describe, expect, it } from 'vitest';
import { mailWith } from '../testing/hostile-files.ts';
import { inspectAsShipped } from '../testing/inspect-as-shipped.ts';
import { PdfBuilder, pdfOf, textAt } from '../testing/pdf-builder.ts';
import { odsOf } from '../testing/small-documents.ts';
import { writeZip } from '../testing/zip-writer.ts';

const SHEET = 'http://schemas.openxmlformats.org/spreadsheetml/2006/main';
const OFFICE = 'http://schemas.openxmlformats.org/officeDocument/2006/relationships';
const PACKAGE = 'http://schemas.openxmlformats.org/package/2006/relationships';

/** A workbook whose first row is `cells`. @param comment the part with the comment @param at its name below xl/ */
const xlsx = (cells: readonly string[], comment: string, at: string): Buffer =>
  writeZip([
    { name: '[Content_Types].xml', data: '<Types/>' },
    { name: 'xl/workbook.xml', data: `<workbook xmlns="${SHEET}" xmlns:r="${OFFICE}"><sheets><sheet name="Blad1" sheetId="1" r:id="rId1"/></sheets></workbook>` }, // prettier-ignore
    { name: 'xl/_rels/workbook.xml.rels', data: `<Relationships xmlns="${PACKAGE}"><Relationship Id="rId1" Type="${OFFICE}/worksheet" Target="worksheets/sheet1.xml"/></Relationships>` }, // prettier-ignore
    { name: 'xl/worksheets/_rels/sheet1.xml.rels', data: `<Relationships xmlns="${PACKAGE}"><Relationship Id="rId1" Type="${OFFICE}/comments" Target="../${at}"/></Relationships>` }, // prettier-ignore
    {
      name: 'xl/worksheets/sheet1.xml',
      data: `<worksheet xmlns="${SHEET}"><sheetData><row r="1">${cells.map((text, i) => `<c r="${String.fromCharCode(65 + i)}1" t="inlineStr"><is><t>${text}</t></is></c>`).join('')}</row>${REST.map((row, at) => `<row r="${at + 2}">${row.map((text, i) => `<c r="${String.fromCharCode(65 + i)}${at + 2}" t="inlineStr"><is><t>${text}</t></is></c>`).join('')}</row>`).join('')}</sheetData></worksheet>`,
    },
    { name: `xl/${at}`, data: comment },
  ]);
const comments = (cell: string, text: string): string =>
  `<comments xmlns="${SHEET}"><authors><author>rektor</author></authors><commentList><comment ref="${cell}" authorId="0"><text><r><rPr><b/></rPr><t>rektor:</t></r><r><t xml:space="preserve">\n${text}</t></r></text></comment></commentList></comments>`;
const thread = (cell: string, text: string): string =>
  `<ThreadedComments xmlns="http://schemas.microsoft.com/office/spreadsheetml/2018/threadedcomments"><threadedComment ref="${cell}" dT="2026-10-02T10:00:00.00" personId="{A}" id="{B}"><text>${text}</text></threadedComment></ThreadedComments>`;

const binary =
  (kind: 'xls' | 'xlsb') =>
  (cells: readonly string[], column: number, text: string): Buffer => {
    const sheet = utils.aoa_to_sheet([[...cells], ...REST]);
    const cell = sheet[`${String.fromCharCode(65 + column)}1`] as CellObject;
    cell.c = [{ a: 'rektor', t: `rektor:\n${text}` }];
    const book = utils.book_new();
    utils.book_append_sheet(book, sheet, 'Blad1');
    return write(book, { type: 'buffer', bookType: kind }) as Buffer;
  };

const ods = (cells: readonly string[], column: number, text: string): Buffer =>
  odsOf(
    `<table:table-row>${cells
      .map((cell, i) => {
        const note = `<office:annotation><dc:creator>rektor</dc:creator><text:p>${text}</text:p></office:annotation>`;
        return `<table:table-cell office:value-type="string">${i === column ? note : ''}<text:p>${cell}</text:p></table:table-cell>`;
      })
      .join(
        '',
      )}</table:table-row>${REST.map((row) => `<table:table-row>${row.map((cell) => `<table:table-cell><text:p>${cell}</text:p></table:table-cell>`).join('')}</table:table-row>`).join('')}`,
  );
const xml = (cells: readonly string[], column: number, text: string): Buffer =>
  Buffer.from(
    `<?xml version="1.0"?><?mso-application progid="Excel.Sheet"?><Workbook xmlns="urn:schemas-microsoft-com:office:spreadsheet" xmlns:ss="urn:schemas-microsoft-com:office:spreadsheet"><Worksheet ss:Name="Blad1"><Table><Row>${cells
      .map(
        (cell, i) =>
          `<Cell><Data ss:Type="String">${cell}</Data>${i === column ? `<Comment ss:Author="rektor"><ss:Data><B>rektor:</B>&#10;${text}</ss:Data></Comment>` : ''}</Cell>`,
      )
      .join(
        '',
      )}</Row>${REST.map((row) => `<Row>${row.map((cell) => `<Cell><Data ss:Type="String">${cell}</Data></Cell>`).join('')}</Row>`).join('')}</Table></Worksheet></Workbook>`,
  );

/** A page with a name, and an annotation. @param entries of it, with its place */
const pdf = (line: string, entries: string, text: string): Buffer => {
  const builder = new PdfBuilder();
  const note = builder.add(`<< /Type /Annot ${entries} /Contents (${text}) /T (rektor) >>`);
  const content =
    textAt(50, 700, 'Grupp 2, lista') +
    textAt(50, 680, line) +
    REST.map(([text = ''], i) => textAt(50, 660 - 15 * i, text)).join('');
  return pdfOf([content], { page: `/Annots [${note} 0 R]` }, builder);
};
const quads = (x: number, width: number): string =>
  `/Rect [${x} 677 ${x + width} 692] /QuadPoints [${x} 692 ${x + width} 692 ${x} 677 ${x + width} 677]`;

const SLIDE = 'xmlns:p="p" xmlns:a="a" xmlns:r="r"';
const BOX = `<p:sp><p:nvSpPr><p:cNvPr id="4" name="Text"/></p:nvSpPr><p:spPr><a:xfrm><a:off x="0" y="0"/><a:ext cx="914400" cy="914400"/></a:xfrm></p:spPr><p:txBody><a:p><a:r><a:t>Grupp 2: Anna Berg</a:t></a:r></a:p></p:txBody></p:sp>`;
/** A slide with a name in a box and a title. @param comments the part with the comment */
const pptx = (title: string, comments: string): Buffer =>
  writeZip([
    { name: '[Content_Types].xml', data: '<Types/>' },
    { name: 'ppt/presentation.xml', data: `<p:presentation ${SLIDE}><p:sldIdLst><p:sldId r:id="rId1"/></p:sldIdLst></p:presentation>` }, // prettier-ignore
    { name: 'ppt/_rels/presentation.xml.rels', data: `<Relationships xmlns="${PACKAGE}"><Relationship Id="rId1" Target="slides/slide1.xml"/></Relationships>` }, // prettier-ignore
    { name: 'ppt/slides/slide1.xml', data: `<p:sld ${SLIDE}><p:cSld><p:spTree><p:sp><p:nvSpPr><p:cNvPr id="2"/><p:nvPr><p:ph type="title"/></p:nvPr></p:nvSpPr><p:txBody><a:p><a:r><a:t>${title}</a:t></a:r></a:p></p:txBody></p:sp>${title === 'Schema' ? BOX : ''}</p:spTree></p:cSld></p:sld>` }, // prettier-ignore
    { name: 'ppt/slides/_rels/slide1.xml.rels', data: `<Relationships xmlns="${PACKAGE}"><Relationship Id="rId2" Target="../comments/comment1.xml"/></Relationships>` }, // prettier-ignore
    { name: 'ppt/commentAuthors.xml', data: `<p:cmAuthorLst ${SLIDE}><p:cmAuthor id="0" name="rektor"/></p:cmAuthorLst>` }, // prettier-ignore
    { name: 'ppt/comments/comment1.xml', data: `<p:cmLst ${SLIDE}>${comments}</p:cmLst>` },
  ]);
const legacy = (text: string): string =>
  `<p:cm authorId="0" idx="1"><p:pos x="20" y="20"/><p:text>${text}</p:text></p:cm>`;
const body = (text: string): string => `<p:txBody><a:p><a:r><a:t>${text}</a:t></a:r></a:p></p:txBody>`;
const modern = (text: string, marked = ''): string =>
  `<p:cm id="{1}" authorId="0"><ac:deMkLst>${marked}<ac:spMk id="4"/></ac:deMkLst>${body(text)}</p:cm>`;
const answer = (text: string): string =>
  `<p:cm id="{1}" authorId="0"><ac:deMkLst><ac:spMk id="4"/></ac:deMkLst><p:replyLst><p:reply authorId="0">${body(text)}</p:reply></p:replyLst>${body('Vad gör vi?')}</p:cm>`;
const odp = (text: string): Buffer =>
  Buffer.from(
    `<?xml version="1.0"?><office:document xmlns:office="urn:oasis:names:tc:opendocument:xmlns:office:1.0" office:mimetype="application/vnd.oasis.opendocument.presentation"><office:body><office:presentation><draw:page><draw:frame svg:x="1cm" svg:y="1cm" svg:width="5cm" svg:height="2cm"><draw:text-box><text:p>Anna Berg</text:p></draw:text-box></draw:frame><office:annotation svg:x="2cm" svg:y="2cm"><dc:creator>rektor</dc:creator><text:p>${text}</text:p></office:annotation></draw:page></office:presentation></office:body></office:document>`,
  );
const gnumeric = (text: string): Buffer =>
  Buffer.from(
    `<?xml version="1.0"?><gnm:Workbook xmlns:gnm="http://www.gnumeric.org/v10.dtd"><gnm:Sheets><gnm:Sheet><gnm:Name>Blad1</gnm:Name><gnm:Objects><gnm:CellComment Author="rektor" Text="${text}" ObjectBound="B1"/></gnm:Objects><gnm:Cells>${[ROW, ...REST].map((row, at) => row.map((cell, i) => `<gnm:Cell Row="${at}" Col="${i}" ValueType="60">${cell}</gnm:Cell>`).join('')).join('')}</gnm:Cells></gnm:Sheet></gnm:Sheets></gnm:Workbook>`,
  );

/** Rows that stand between the name and what is told behind the cells. */
const REST = Array.from({ length: 30 }, (_, i) => [`Lokal B${i + 1}`, `${i + 2} stolar`, 'Bokad']);
const ROW = ['Anna Berg', 'Grupp 2', 'Ja'];
const letter = (column: number): string => `${String.fromCharCode(65 + column)}1`;

type Make = (text: string) => readonly [name: string, bytes: Buffer];
const WAYS: readonly (readonly [string, Make])[] = [
  ...[0, 2].flatMap((column): (readonly [string, Make])[] => [
    [`a comment at ${letter(column)} of xlsx`, (t) => ['a.xlsx', xlsx(ROW, comments(letter(column), t), 'comments1.xml')]],
    [`a thread at ${letter(column)} of xlsx`, (t) => ['a.xlsx', xlsx(ROW, thread(letter(column), t), 'threadedComments/threadedComment1.xml')]],
    [`a comment at ${letter(column)} of ods`, (t) => ['a.ods', ods(ROW, column, t)]],
    [`a comment at ${letter(column)} of xls`, (t) => ['a.xls', binary('xls')(ROW, column, t)]],
    [`a comment at ${letter(column)} of xlsb`, (t) => ['a.xlsb', binary('xlsb')(ROW, column, t)]],
    [`a comment at ${letter(column)} of XML`, (t) => ['a.xml', xml(ROW, column, t)]],
  ]), // prettier-ignore
  ['a comment at an empty cell of xlsx', (t) => ['a.xlsx', xlsx(ROW, comments('D1', t), 'comments1.xml')]],
  ['a comment of Gnumeric', (t) => ['a.gnumeric', gnumeric(t)]],
  ['a comment at a box of a slide', (t) => ['a.pptx', pptx('Schema', legacy(t))]],
  ['a comment on a slide with a title', (t) => ['a.pptx', pptx('Anna Berg', legacy(t))]],
  ['a newer comment at a box of a slide', (t) => ['a.pptx', pptx('Schema', modern(t))]],
  ['a newer comment at words of a slide', (t) => ['a.pptx', pptx('Schema', modern(t, '<ac:txMk cp="9" len="9"/>'))]],
  ['an answer to a comment on a slide', (t) => ['a.pptx', pptx('Schema', answer(t))]],
  ['a comment on a slide of ODP', (t) => ['a.fodp', odp(t)]],
  ['a highlight', (t) => ['a.pdf', pdf('Anna Berg', `/Subtype /Highlight /C [1 1 0] ${quads(50, 60)}`, t)]],
  ['words struck out', (t) => ['a.pdf', pdf('Anna Berg', `/Subtype /StrikeOut ${quads(50, 60)}`, t)]],
  ['a highlight of what stands behind a name', (t) => ['a.pdf', pdf('Anna Berg, grupp 2', `/Subtype /Underline ${quads(105, 60)}`, t)]], // prettier-ignore
  ['a note behind a name', (t) => ['a.pdf', pdf('Anna Berg', '/Subtype /Text /Rect [120 675 138 693]', t)]],
  ['a note before a name', (t) => ['a.pdf', pdf('Anna Berg', '/Subtype /Text /Rect [20 675 38 693]', t)]],
];

const found = async (make: Make, text: string): Promise<readonly string[]> => {
  const [name, bytes] = make(text);
  const { findings, uninspected } = await inspectAsShipped(mailWith([{ name, bytes }]));
  expect(uninspected).toEqual([]);
  return findings.filter(({ confidence }) => confidence !== 'low').map(({ category }) => category);
};

describe.each(WAYS)('%s', (_how, make) => {
  it('is about the person it stands at', async () => {
    expect(await found(make, 'Har fått autism')).toContain('health');
  });

  it('says nothing about anybody', async () => {
    expect(await found(make, 'Ring om bokningen')).toEqual([]);
  });
});
