import fc from 'fast-check';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { docxFiles, docxSample } from '../../testing/docx-sample.ts';
import { extractOne } from '../../testing/extract-one.ts';
import { docx, xlsx } from '../../testing/hostile-files.ts';
import { compoundOf } from '../../testing/ooxml-locker.ts';
import { pptxSample } from '../../testing/pptx-sample.ts';
import { tenorNumber } from '../../testing/test-numbers.ts';
import { xlsxSample } from '../../testing/xlsx-sample.ts';
import { writeZip } from '../../testing/zip-writer.ts';
import type { ExtractLimits } from '../budget.ts';
import type { Extraction, Format } from '../format.ts';
import { compoundFormat, flatOdfFormat, odfFormat, ooxmlFormat, rtfFormat } from './office.ts';

const NUMBER = tenorNumber(950);
const MEGABYTE = 1024 * 1024;
const W = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"';
const S = 'xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"';
const paragraph = (text: string): string => `<w:p><w:r><w:t>${text}</w:t></w:r></w:p>`;
const wordDocument = (body: string, before = ''): string =>
  `${before}<w:document ${W}><w:body>${body}</w:body></w:document>`;
const worksheet = (rows: string, before = ''): string =>
  `${before}<worksheet ${S}><dimension ref="A1:XFD1048576"/><sheetData>${rows}</sheetData></worksheet>`;
const inline = (place: string, text: string): string => `<c r="${place}" t="inlineStr"><is><t>${text}</t></is></c>`;
const entities =
  '<?xml version="1.0"?><!DOCTYPE x [' +
  Array.from({ length: 10 }, (_, i) => `<!ENTITY e${i} "${i === 0 ? 'ha' : `&e${i - 1};`.repeat(10)}">`).join('') +
  ']>';

const read = (bytes: Buffer, format: Format = ooxmlFormat, limits: Partial<ExtractLimits> = {}): Promise<Extraction> =>
  extractOne(format, bytes, 'ond', limits);
const textOf = ({ texts }: Extraction): string => texts.map((each) => each.text).join('\n');
const reasonsOf = ({ uninspected }: Extraction): readonly string[] => uninspected.map((each) => each.reason);

describe('a hostile OOXML document', () => {
  it('with a part that expands a thousand times keeps what stood before it and says where it stopped', async () => {
    const bomb = writeZip([
      { name: '[Content_Types].xml', data: '<Types/>', deflate: true },
      { name: 'word/document.xml', data: wordDocument(paragraph(NUMBER)), deflate: true },
      { name: 'word/header1.xml', data: Buffer.alloc(64 * MEGABYTE, 0x20), deflate: true },
    ]);
    const extraction = await read(bomb, ooxmlFormat, { expandedBytes: 32 * MEGABYTE });
    expect(textOf(extraction)).toContain(NUMBER);
    expect(reasonsOf(extraction)).toEqual(['limit']);
  });

  it('whose entities would expand to gigabytes does not expand them, and says that it declares some', async () => {
    const extraction = await read(docx(wordDocument(`${paragraph(NUMBER)}${paragraph('&e9;')}`, entities)));
    expect(textOf(extraction)).toContain(NUMBER);
    expect(textOf(extraction).length).toBeLessThan(10_000);
    expect(reasonsOf(extraction)).toEqual(['ambiguous']);
  });

  it('whose workbook declares entities is listed the same way', async () => {
    const extraction = await read(
      xlsx(worksheet(`<row r="1">${inline('A1', NUMBER)}${inline('B1', '&e9;')}</row>`, entities)),
    );
    expect(textOf(extraction)).toContain(NUMBER);
    expect(reasonsOf(extraction)).toEqual(['ambiguous']);
  });

  it('whose external entity names a file of the machine does not read it', async () => {
    const before = '<?xml version="1.0"?><!DOCTYPE x [<!ENTITY f SYSTEM "file:///etc/passwd">]>';
    const extraction = await read(docx(wordDocument(`${paragraph('&f;')}${paragraph(NUMBER)}`, before)));
    expect(textOf(extraction)).not.toContain('root:');
    expect(textOf(extraction)).toContain(NUMBER);
    expect(reasonsOf(extraction)).toEqual(['ambiguous']);
  });

  it.each([
    ['content controls', '<w:sdt><w:sdtContent>', '</w:sdtContent></w:sdt>'],
    ['tables', '<w:tbl><w:tr><w:tc>', '</w:tc></w:tr></w:tbl>'],
    ['text boxes', '<w:p><w:r><w:pict><w:txbxContent>', '</w:txbxContent></w:pict></w:r></w:p>'],
    ['alternatives', '<mc:AlternateContent><mc:Choice>', '</mc:Choice></mc:AlternateContent>'],
    ['insertions', '<w:ins w:author="A">', '</w:ins>'],
    ['fields', '<w:p><w:r><w:fldChar w:fldCharType="begin"/></w:r>', '</w:p>'],
  ])('with 20,000 %s in each other is read to its core', async (_name, open, close) => {
    const depth = 20_000;
    const extraction = await read(
      docx(wordDocument(`${open.repeat(depth)}${paragraph(NUMBER)}${close.repeat(depth)}`)),
    );
    expect(textOf(extraction)).toContain(NUMBER);
  });

  it('whose XML breaks midway keeps what was before, reads what is after, and says it is damaged', async () => {
    const broken = wordDocument(
      `${paragraph(`före ${NUMBER}`)}<w:p><w:r></w:p></w:tbl><w:t <<& ${paragraph(tenorNumber(951))}`,
    );
    const extraction = await read(docx(broken.slice(0, broken.indexOf('</w:body>'))));
    expect(textOf(extraction)).toContain(`före ${NUMBER}`);
    expect(textOf(extraction)).toContain(tenorNumber(951));
    expect(reasonsOf(extraction)).toEqual(['damaged']);
  });

  it('that ends in the middle of a tag keeps what was before and says it is damaged', async () => {
    const extraction = await read(docx(`<w:document ${W}><w:body>${paragraph(NUMBER)}<w:p><w:r w:rsid="`));
    expect(textOf(extraction)).toContain(NUMBER);
    expect(reasonsOf(extraction)).toEqual(['damaged']);
  });

  it('that says its sheet is 17 thousand million cells large gives the ones it has', async () => {
    const rows = `<row r="1">${inline('A1', 'Namn')}</row><row r="1048576">${inline('XFD1048576', NUMBER)}</row>`;
    const extraction = await read(xlsx(worksheet(rows)));
    expect(textOf(extraction)).toContain(NUMBER);
    expect(textOf(extraction).length).toBeLessThan(100_000);
    expect(reasonsOf(extraction)).toEqual([]);
  });

  it('whose cells, columns and merges bear impossible numbers is read', async () => {
    const rows = `<row r="-5">${inline('ZZZZZZ99999999999', NUMBER)}</row><row r="1e99"><c r="" s="99999999" t="s"><v>4294967296</v></c><c t="s"><v>-1</v></c></row>`;
    const sheet = `<worksheet ${S}><cols><col min="1" max="999999999999" hidden="1"/></cols><sheetData>${rows}</sheetData><mergeCells><mergeCell ref="A1:XFD1048576"/></mergeCells></worksheet>`;
    expect(textOf(await read(xlsx(sheet)))).toContain(NUMBER);
  });

  it('whose relations go in circles and outside the package is read', async () => {
    const relation = (id: string, target: string): string =>
      `<Relationship Id="${id}" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/slide" Target="${target}"/>`;
    const rels = `<Relationships>${relation('rId1', 'presentation.xml')}${relation('rId2', '../../../../etc/passwd')}${relation('rId3', 'slides/slide1.xml')}</Relationships>`;
    const ids = '<p:sldId id="256" r:id="rId1"/><p:sldId id="257" r:id="rId2"/><p:sldId id="258" r:id="rId3"/>';
    const bytes = writeZip([
      { name: '[Content_Types].xml', data: '<Types/>' },
      {
        name: 'ppt/presentation.xml',
        data: `<p:presentation xmlns:p="p" xmlns:r="r"><p:sldIdLst>${ids}</p:sldIdLst></p:presentation>`,
      },
      { name: 'ppt/_rels/presentation.xml.rels', data: rels },
      {
        name: 'ppt/slides/slide1.xml',
        data: `<p:sld xmlns:p="p" xmlns:a="a"><a:p><a:r><a:t>${NUMBER}</a:t></a:r></a:p></p:sld>`,
      },
    ]);
    const extraction = await read(bytes);
    expect(textOf(extraction)).toContain(NUMBER);
    expect(textOf(extraction)).not.toContain('root:');
  });

  it('with two different parts of one name gives the text of both and says so', async () => {
    const bytes = writeZip([
      { name: '[Content_Types].xml', data: '<Types/>' },
      { name: 'word/document.xml', data: wordDocument(paragraph(NUMBER)) },
      { name: 'word/document.xml', data: wordDocument(paragraph(tenorNumber(951))) },
    ]);
    const extraction = await read(bytes);
    expect(textOf(extraction)).toContain(NUMBER);
    expect(textOf(extraction)).toContain(tenorNumber(951));
    expect(reasonsOf(extraction)).toContain('ambiguous');
  });

  it('whose binary workbook cannot be followed is swept and listed', async () => {
    const bytes = writeZip([
      { name: '[Content_Types].xml', data: '<Types/>' },
      { name: 'xl/workbook.bin', data: Buffer.alloc(3000, 0xff) },
      { name: 'xl/worksheets/sheet1.bin', data: Buffer.from(`\u0001${NUMBER}\u0001`, 'utf16le') },
    ]);
    const extraction = await read(bytes);
    expect(textOf(extraction)).toContain(NUMBER);
    expect(reasonsOf(extraction)).toEqual(['damaged']);
  });

  it('in UTF-16 is read', async () => {
    const xml = Buffer.from(
      `\ufeff<?xml version="1.0" encoding="UTF-16"?>${wordDocument(paragraph(NUMBER))}`,
      'utf16le',
    );
    const bytes = writeZip([
      { name: '[Content_Types].xml', data: '<Types/>' },
      { name: 'word/document.xml', data: xml },
    ]);
    expect(textOf(await read(bytes))).toContain(NUMBER);
  });

  it('with more text than the limit says so and keeps what fits', async () => {
    const body = paragraph(NUMBER) + paragraph('fyllning '.repeat(20)).repeat(20_000);
    const extraction = await read(docx(wordDocument(body)), ooxmlFormat, { textLength: MEGABYTE });
    expect(textOf(extraction)).toContain(NUMBER);
    expect(reasonsOf(extraction)).toEqual(['limit']);
  });
});

describe('a hostile OpenDocument', () => {
  const odf = (body: string, before = ''): Buffer =>
    writeZip([
      { name: 'mimetype', data: 'application/vnd.oasis.opendocument.spreadsheet' },
      {
        name: 'content.xml',
        data: `${before}<office:document-content xmlns:office="o" xmlns:text="t" xmlns:table="b"><office:body>${body}</office:body></office:document-content>`,
        deflate: true,
      },
    ]);

  it('whose cells, rows and blanks are repeated thousands of millions of times is not blown up', async () => {
    const cell = `<table:table-cell table:number-columns-repeated="16384"><text:p>${NUMBER}<text:s text:c="2000000000"/></text:p></table:table-cell>`;
    const row = `<table:table-row table:number-rows-repeated="1048576">${cell}</table:table-row>`;
    const extraction = await read(
      odf(`<office:spreadsheet><table:table table:name="A">${row}</table:table></office:spreadsheet>`),
      odfFormat,
    );
    expect(textOf(extraction)).toContain(NUMBER);
    expect(textOf(extraction).length).toBeLessThan(5 * MEGABYTE);
  });

  it('with entities and 20,000 nested spans is read and listed', async () => {
    const nested = `${'<text:span>'.repeat(20_000)}${NUMBER}${'</text:span>'.repeat(20_000)}`;
    const extraction = await read(
      odf(`<office:text><text:p>&e9;${nested}</text:p></office:text>`, entities),
      odfFormat,
    );
    expect(textOf(extraction)).toContain(NUMBER);
    expect(reasonsOf(extraction)).toEqual(['ambiguous']);
  });
});

describe('a hostile flat OpenDocument', () => {
  const flat = (body: string): Buffer =>
    Buffer.from(
      `<?xml version="1.0"?><office:document xmlns:office="o" xmlns:text="t" xmlns:table="b" office:mimetype="application/vnd.oasis.opendocument.spreadsheet"><office:body><office:spreadsheet>${body}</office:spreadsheet></office:body></office:document>`,
    );
  const cell = (text: string): string =>
    `<table:table table:name="A"><table:table-row><table:table-cell><text:p>${text}</text:p></table:table-cell></table:table-row></table:table>`;

  it.each([
    ['a thousand deep', `${'<office:document>'.repeat(1000)}${cell(NUMBER)}${'</office:document>'.repeat(1000)}`],
    ['that never end', `${'<office:document>'.repeat(20)}${cell(NUMBER)}`],
    ['that end too often', `${'</office:document>'.repeat(20)}${cell(NUMBER)}`],
    ['in a comment', `<!-- <office:document> -->${cell(NUMBER)}<!-- </office:document> -->`],
  ])('with objects %s is read to its core', async (_how, body) => {
    expect(textOf(await read(flat(body), flatOdfFormat))).toContain(NUMBER);
  });
});

describe('a hostile RTF', () => {
  it('with 50,000 nested groups is read to its core', async () => {
    const depth = 50_000;
    const extraction = await read(Buffer.from(`{\\rtf1 ${'{'.repeat(depth)}${NUMBER}${'}'.repeat(depth)}}`), rtfFormat);
    expect(textOf(extraction)).toContain(NUMBER);
  });

  it('that never closes its groups, or claims a binary block beyond its end, keeps what was before', async () => {
    const open = await read(Buffer.from(`{\\rtf1 ${NUMBER} {\\b {\\i `), rtfFormat);
    expect(textOf(open)).toContain(NUMBER);
    const binary = await read(Buffer.from(`{\\rtf1 ${NUMBER} {\\pict\\bin2147483647 abc}}`), rtfFormat);
    expect(textOf(binary)).toContain(NUMBER);
  });
});

describe('a hostile compound file', () => {
  it('of random streams under the names of office programs is swept', async () => {
    for (const name of ['WordDocument', 'Workbook', 'PowerPoint Document']) {
      const bytes = compoundOf({
        [name]: Buffer.concat([Buffer.alloc(5000, 0xfe), Buffer.from(` ${NUMBER} `, 'utf16le')]),
      });
      expect([name, textOf(await read(bytes, compoundFormat)).includes(NUMBER)]).toEqual([name, true]);
    }
  });

  it('whose sectors lead back into themselves is swept and listed as damaged', async () => {
    const bytes = compoundOf({ Workbook: Buffer.alloc(9000, Buffer.from(`Nummer ${NUMBER} `)) });
    const table = (bytes.readInt32LE(76) + 1) * 512;
    const links = Array.from({ length: 128 }, (_, i) => bytes.readInt32LE(table + i * 4));
    const last = links.findIndex((link, i) => link === -2 && links[i - 1] === i && links[i - 2] === i - 1);
    bytes.writeInt32LE(last - 1, table + last * 4);
    const extraction = await read(bytes, compoundFormat);
    expect(textOf(extraction)).toContain(NUMBER);
    expect(reasonsOf(extraction)).toEqual(['damaged']);
  });

  it('without a directory is swept and listed as damaged', async () => {
    const bytes = Buffer.concat([Buffer.from('d0cf11e0a1b11ae1', 'hex'), Buffer.from(` Nummer ${NUMBER} `)]);
    const extraction = await read(bytes, compoundFormat);
    expect(textOf(extraction)).toContain(NUMBER);
    expect(reasonsOf(extraction)).toEqual(['damaged']);
  });
});

/** What a mutation does to bytes: at a place between 0 and 1, a span overwritten, cut out, doubled or filled. */
type Edit = readonly [place: number, span: number, kind: 'fill' | 'cut' | 'double', value: number];

const editsArb: fc.Arbitrary<readonly Edit[]> = fc.array(
  fc.tuple(
    // doubles would nearly all lie beside zero
    fc.nat(1_000_000).map((n) => n / 1_000_000),
    fc.nat(64),
    fc.constantFrom('fill', 'cut', 'double'),
    fc.constantFrom(0, 0x20, 0x22, 0x26, 0x2f, 0x3c, 0x3e, 0x5c, 0x7b, 0x7d, 0x80, 0xff),
  ),
  { minLength: 1, maxLength: 8 },
);

function mutate(bytes: Buffer, edits: readonly Edit[]): Buffer {
  return edits.reduce((current, [place, span, kind, value]) => {
    const at = Math.floor(place * current.length);
    const end = Math.min(current.length, at + span + 1);
    const parts = {
      fill: [current.subarray(0, at), Buffer.alloc(end - at, value), current.subarray(end)],
      cut: [current.subarray(0, at), current.subarray(end)],
      double: [current.subarray(0, end), current.subarray(at)],
    };
    return Buffer.concat(parts[kind]);
  }, bytes);
}

describe('a damaged document', () => {
  const same = (): string => NUMBER;
  const folder = join(import.meta.dirname, '../../../test-fixtures/documents/office');
  const fixture = (name: string): Buffer => readFileSync(join(folder, name));
  const small = xlsxSample(same, null);
  const samples: readonly (readonly [name: string, bytes: Buffer, format: Format])[] = [
    ['docx', docxSample(same, small), ooxmlFormat],
    ['xlsx', small, ooxmlFormat],
    ['xlsb', fixture('places.xlsb'), ooxmlFormat],
    ['pptx', pptxSample(same, null), ooxmlFormat],
    ['odt', fixture('places.odt'), odfFormat],
    ['fodt', fixture('places.fodt'), flatOdfFormat],
    ['rtf', fixture('places.rtf'), rtfFormat],
    ['doc', fixture('places.doc'), compoundFormat],
    ['xls', fixture('places.xls'), compoundFormat],
    ['locked odt', fixture('locked.odt'), odfFormat],
    ['locked xls', fixture('locked.xls'), compoundFormat],
  ];

  it.each(samples)('never makes the reader throw, and always ends: %s', async (name, bytes, format) => {
    await fc.assert(
      fc.asyncProperty(editsArb, async (edits) => {
        const { texts } = await read(mutate(bytes, edits), format, { timeMs: 5000, expandedBytes: 32 * MEGABYTE });
        for (const { text, segments } of texts) {
          for (const { start, end } of segments) expect(start >= 0 && start <= end && end <= text.length).toBe(true);
        }
      }),
      // the workbooks are read by a library whose memory only the process around it can bound: always the same mutations
      { numRuns: 15, ...(name.includes('xls') ? { seed: 20_261_123 } : {}) },
    );
  });

  it('never makes the reader throw when the XML inside a whole package is damaged', async () => {
    const files = docxFiles(same, small);
    await fc.assert(
      fc.asyncProperty(editsArb, fc.nat(files.length - 1), async (edits, chosen) => {
        const damaged = files.map((file, i) =>
          i === chosen ? { ...file, data: mutate(Buffer.from(file.data), edits) } : file,
        );
        const extraction = await read(writeZip(damaged));
        expect(textOf(extraction)).toContain(NUMBER);
      }),
      { numRuns: 30 },
    );
  });

  it('never loses what follows the damage without a word', async () => {
    const whole = docxFiles(() => 'x', small).find((file) => file.name === 'word/document.xml');
    const xml = Buffer.from(whole?.data ?? '');
    const cut = xml.indexOf('<w:sectPr>');
    await fc.assert(
      fc.asyncProperty(editsArb, async (edits) => {
        const after = `${paragraph('').repeat(3)}${paragraph(NUMBER)}</w:body></w:document>`;
        const extraction = await read(docx(`${mutate(xml.subarray(0, cut), edits).toString('latin1')}${after}`));
        const handedOn = extraction.embedded.some((file) => file.bytes.includes(NUMBER));
        const found = handedOn || textOf(extraction).includes(NUMBER);
        expect(found || reasonsOf(extraction).includes('damaged')).toBe(true);
      }),
      { numRuns: 30 },
    );
  });
});
