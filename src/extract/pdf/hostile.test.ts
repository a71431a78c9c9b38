import { deflateSync } from 'node:zlib';
import fc from 'fast-check';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { PdfBuilder, pdfOf, textAt } from '../../testing/pdf-builder.ts';
import { allText, placesOf, readDocument } from '../../testing/read-document.ts';
import type { ReadOptions } from '../../testing/read-document.ts';
import { pdfFormat } from './pdf.ts';

const NUMBER = '19780805-2398';
const read = (bytes: Buffer, options: ReadOptions = {}) => readDocument(pdfFormat, 'ond.pdf', bytes, options);
const reasonsOf = async (bytes: Buffer, options: ReadOptions = {}): Promise<string[]> =>
  (await read(bytes, options)).uninspected.map((u) => u.reason);

describe('a hostile PDF', () => {
  it('whose page tree goes in circles ends, and is not silent', async () => {
    const b = new PdfBuilder();
    const tree = b.reserve();
    b.add(`<< /Type /Pages /Count 5 /Kids [${tree} 0 R ${tree} 0 R] >>`, tree);
    const root = b.add(`<< /Type /Catalog /Pages ${tree} 0 R >>`);
    expect(await reasonsOf(b.build(`/Root ${root} 0 R`))).not.toEqual([]);
  });

  it('that defines one unclosed object thousands of times is swept and listed before anything reads it so often', async () => {
    const b = new PdfBuilder();
    const page = b.build(`/Root ${b.add('<< /Type /Catalog >>')} 0 R`).toString('latin1');
    const broken = `7 0 obj\n<< /Contents (${NUMBER}) /O <${'00'.repeat(60)} /K [ 1 2 3 ] >\nendobj\n`;
    const bytes = Buffer.from(page.replace('startxref', `${broken.repeat(3_000)}startxref`), 'latin1');
    const before = process.cpuUsage().user;
    const { texts, uninspected } = await read(bytes);
    expect(process.cpuUsage().user - before).toBeLessThan(2_000_000);
    expect(uninspected.map((u) => `${u.reason}: ${u.detail}`)).toContain('limit: the same objects over and over');
    expect(allText(texts)).toContain(NUMBER);
  });

  it('that names a root with an unclosed string in two hundred trailers is listed before anything looks for its end', async () => {
    const b = new PdfBuilder();
    const page = b.build(`/Root ${b.add('<< /Type /Catalog >>')} 0 R`).toString('latin1');
    const filling = `8 0 obj\n<< /Contents (${'x'.repeat(1_000)}) >>\nendobj\n`;
    const again = `15 0 obj\n<</Type/Catalog/Lang(en-US+ >>\nendobj\n${filling}trailer\n<</Root 15 0 R>>\n`;
    const bytes = Buffer.from(page.replace('startxref', `${again.repeat(200)}startxref`), 'latin1');
    const { uninspected } = await read(bytes);
    expect(uninspected.map((u) => `${u.reason}: ${u.detail}`)).toContain('limit: the same objects over and over');
  });

  it.each([
    ['one stream', (depth: number) => pdfOf([`${'q '.repeat(depth)}${textAt(60, 700, NUMBER)}${'Q '.repeat(depth)}`])],
    [
      'many parts of one page',
      (depth: number) => {
        const b = new PdfBuilder();
        const part = b.stream('q '.repeat(depth / 50));
        const contents = `/Contents [${`${part} 0 R `.repeat(50)}]`;
        return pdfOf(['q Q'], { page: contents }, b);
      },
    ],
  ])('that saves the state of drawing without end in %s is listed before anything draws it', async (_where, make) => {
    expect((await read(make(40_000))).uninspected.map((u) => `${u.reason}: ${u.detail}`)).toContain(
      'limit: states of drawing within each other without end',
    );
    expect((await read(make(500))).uninspected).toEqual([]);
  });

  it('whose font or table of letters holds the bytes that save a state is none of them', async () => {
    const b = new PdfBuilder();
    b.stream('\0q'.repeat(40_000), '/Length1 80000');
    b.stream(' q '.repeat(40_000));
    expect((await read(pdfOf([textAt(60, 700, 'text')], {}, b))).uninspected).toEqual([]);
  });

  it('with thousands of attached files that differ in their last bytes costs no comparison of each with each', async () => {
    const b = new PdfBuilder();
    for (let i = 0; i < 2_000; i++) {
      const file = b.stream(Buffer.concat([Buffer.alloc(20_000, 'abc '), Buffer.from(String(i).padStart(4, '0'))]));
      b.add(`<< /Type /Filespec /F (a${i}.txt) /EF << /F ${file} 0 R >> >>`);
      b.add(`<< /Type /Filespec /F (b${i}.txt) /EF << /F ${file} 0 R >> >>`);
    }
    const bytes = pdfOf([textAt(60, 700, 'text')], {}, b);
    const before = process.cpuUsage().user;
    expect((await read(bytes)).embedded).toHaveLength(2_000);
    expect(process.cpuUsage().user - before).toBeLessThan(2_500_000);
  });

  it('that claims a million pages gives the page it has', async () => {
    const b = new PdfBuilder();
    const tree = b.reserve();
    const font = b.add('<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>');
    const content = b.stream(textAt(60, 700, NUMBER));
    const page = b.add(
      `<< /Type /Page /Parent ${tree} 0 R /MediaBox [0 0 595 842] /Contents ${content} 0 R /Resources << /Font << /F1 ${font} 0 R >> >> >>`,
    );
    b.add(`<< /Type /Pages /Count 1000000 /Kids [${page} 0 R] >>`, tree);
    const root = b.add(`<< /Type /Catalog /Pages ${tree} 0 R >>`);
    expect(allText((await read(b.build(`/Root ${root} 0 R`))).texts)).toContain(NUMBER);
  });

  it('whose object streams refer to themselves ends', async () => {
    const b = new PdfBuilder();
    const loop = b.reserve();
    b.stream(`${loop} 0 << /Extends ${loop} 0 R >>`, `/Type /ObjStm /N 1 /First 4 /Extends ${loop} 0 R`, true, loop);
    const bytes = pdfOf([textAt(60, 700, NUMBER)], {}, b);
    expect(allText((await read(bytes)).texts)).toContain(NUMBER);
  });

  it('whose form draws itself ends, and what was drawn is read', async () => {
    const b = new PdfBuilder();
    const form = b.reserve();
    b.stream(
      '/X1 Do /X1 Do',
      `/Type /XObject /Subtype /Form /BBox [0 0 9 9] /Resources << /XObject << /X1 ${form} 0 R >> >>`,
      false,
      form,
    );
    const bytes = pdfOf([`${textAt(60, 700, NUMBER)}/X1 Do`], { resources: `/XObject << /X1 ${form} 0 R >>` }, b);
    expect(allText((await read(bytes)).texts)).toContain(NUMBER);
  });

  it('whose streams expand a thousand times ends at the limit', async () => {
    const bomb = deflateSync(deflateSync(Buffer.alloc(200 * 1024 * 1024, 0x20)));
    const b = new PdfBuilder();
    b.stream(bomb, '/Filter [/FlateDecode /FlateDecode]');
    expect(await reasonsOf(pdfOf([textAt(60, 700, NUMBER)], {}, b))).toEqual(['limit']);
  });

  it('with an image of a billion pixels is read without decoding it', async () => {
    const b = new PdfBuilder();
    const image = b.stream(
      deflateSync(Buffer.alloc(1000)),
      '/Type /XObject /Subtype /Image /Width 40000 /Height 40000 /ColorSpace /DeviceRGB /BitsPerComponent 8 /Filter /FlateDecode',
    );
    const content = `${textAt(60, 700, NUMBER)}q 500 0 0 500 0 0 cm /I1 Do Q`;
    const { texts } = await read(pdfOf([content], { resources: `/XObject << /I1 ${image} 0 R >>` }, b));
    expect(allText(texts)).toContain(NUMBER);
  });

  it.each([
    '/BitsPerComponent 2147483647',
    '/BitsPerComponent 8 /Width 2147483647',
    '/BitsPerComponent 8 /Height -1',
    '/BitsPerComponent 1 /Filter [/CCITTFaxDecode] /DecodeParms [<< /K -1 /Columns 2147483647 >>]',
    '/BitsPerComponent 1 /Filter /CCITTFaxDecode /DecodeParms << /K -1 /Columns 2147483647 >>',
  ])('with a picture that claims %s is listed, and the rest of the file is swept', async (claim) => {
    const b = new PdfBuilder();
    b.stream('', `/Type /XObject /Subtype /Image /ColorSpace /DeviceGray /Width 3 /Height 3 ${claim}`);
    b.add(`<< /Title (${NUMBER}) >>`);
    const { texts, uninspected } = await read(pdfOf([textAt(60, 700, 'text')], {}, b));
    expect(uninspected.map((u) => `${u.reason}: ${u.detail}`)).toContain('damaged: a picture of impossible measures');
    expect(allText(texts)).toContain(NUMBER);
  });

  it('with such a claim behind a reference, or in a picture amid the instructions of a page, is listed as well', async () => {
    const b = new PdfBuilder();
    const columns = b.add('2147483647');
    const parameters = b.add(`<< /K -1 /Columns ${columns} 0 R >>`);
    b.stream('', `/Subtype /Image /Width 3 /Height 3 /Filter /CCITTFaxDecode /DecodeParms ${parameters} 0 R`);
    const inline = 'q BI /W 3 /H 3 /BPC 1 /F /CCF /DP << /K -1 /Columns 2147483647 >> ID \u00ff\u00ff EI Q';
    for (const file of [pdfOf([textAt(60, 700, 'text')], {}, b), pdfOf([textAt(60, 700, 'text') + inline])]) {
      const { uninspected } = await read(file);
      expect(uninspected.map((u) => `${u.reason}: ${u.detail}`)).toContain('damaged: a picture of impossible measures');
    }
  });

  it('with a page that never ends is cut at the time limit, and what was read before stays', async () => {
    const endless = `${textAt(60, 700, 'x')}q Q `.repeat(400_000);
    const bytes = pdfOf([textAt(60, 700, NUMBER), endless]);
    const { texts, uninspected } = await read(bytes, { limits: { timeMs: 1500 } });
    expect(allText(texts)).toContain(NUMBER);
    expect(uninspected.map((u) => u.reason)).toEqual(['timeout']);
  });

  it('with thousands of pages is read or cut at the limit, never silently', async () => {
    const bytes = pdfOf(Array.from({ length: 3000 }, (_, i) => textAt(60, 700, i === 0 ? NUMBER : `sida ${i}`)));
    const { texts, uninspected } = await read(bytes, { limits: { timeMs: 5000 } });
    expect(allText(texts)).toContain(NUMBER);
    if (!allText(texts).includes('sida 2999')) expect(uninspected.map((u) => u.reason)).toEqual(['timeout']);
  });

  it('with nested arrays thousands deep ends', async () => {
    const b = new PdfBuilder();
    b.add('['.repeat(200_000));
    b.add('<< /A '.repeat(20_000));
    expect(allText((await read(pdfOf([textAt(60, 700, NUMBER)], {}, b))).texts)).toContain(NUMBER);
  });

  it('that is cut in the middle is damaged or still gives its text', async () => {
    const whole = pdfOf([textAt(60, 700, NUMBER)]);
    const { texts, uninspected } = await read(whole.subarray(0, whole.length - 300));
    expect(allText(texts).includes(NUMBER) || uninspected.length > 0).toBe(true);
  });

  it('that is only its header is damaged', async () => {
    expect(await reasonsOf(Buffer.from('%PDF-1.7\n'))).toEqual(['damaged']);
  });

  it('with text of an earlier version gives that text as hidden', async () => {
    const first = pdfOf([textAt(60, 700, 'kvar')]);
    const note = `\n900 0 obj\n<< /Type /Annot /Subtype /Text /Contents (${NUMBER}) >>\nendobj\n`;
    const later = '900 0 obj\n<< /Type /Annot /Subtype /Text /Contents (borttaget) >>\nendobj\n';
    const { texts } = await read(Buffer.concat([first, Buffer.from(note), Buffer.from(later)]));
    const hidden = texts.flatMap((t) =>
      t.segments.filter((s) => s.zone === 'hidden').map((s) => t.text.slice(s.start, s.end)),
    );
    expect(hidden.join('')).toContain(NUMBER);
  });
});

describe('a PDF saved over its earlier version', () => {
  it('gives the text that was taken out of the page as hidden', async () => {
    const first = pdfOf([textAt(60, 700, `Personnummer ${NUMBER}`)]);
    const contents = /\/Contents (\d+) 0 R/u.exec(first.toString('latin1'))?.[1] ?? '';
    const startxref = first.toString('latin1').lastIndexOf('xref\n0 ');
    const root = /\/Root (\d+) 0 R/u.exec(first.toString('latin1'))?.[1] ?? '';
    const content = textAt(60, 700, 'Personnummer borttaget');
    const object = `${contents} 0 obj\n<< /Length ${content.length} >>\nstream\n${content}\nendstream\nendobj\n`;
    const table = `xref\n${contents} 1\n${String(first.length).padStart(10, '0')} 00000 n \n`;
    const trailer = `trailer\n<< /Size 99 /Root ${root} 0 R /Prev ${startxref} >>\nstartxref\n${first.length + object.length}\n%%EOF\n`;
    const { texts, uninspected } = await read(Buffer.concat([first, Buffer.from(object + table + trailer)]));
    expect(uninspected).toEqual([]);
    expect(placesOf(texts, 'borttaget')).toEqual(['body page 1']);
    expect(placesOf(texts, NUMBER)).toEqual(['hidden page 1, earlier version']);
  });
});

describe('damaged PDFs', () => {
  const folder = join(import.meta.dirname, '../../../test-fixtures/documents/pdf');
  for (const file of ['object-streams.pdf', 'owner-aes-256.pdf', 'user-rc4-40.pdf', 'libreoffice.pdf']) {
    it(`${file} with bytes changed, cut or put in never throws and always ends`, async () => {
      const original = readFileSync(join(folder, file));
      const mutation = fc.tuple(
        fc.array(fc.tuple(fc.nat(original.length - 1), fc.nat(255)), { maxLength: 20 }),
        fc.nat(original.length),
        fc.constantFrom('', ' ', '<<', '>>', ' 0 R', 'endobj', 'stream\n', '/Kids', '99999999999', '('),
      );
      await fc.assert(
        fc.asyncProperty(mutation, async ([changes, cut, inserted]) => {
          const bytes = Buffer.from(original);
          for (const [at, value] of changes) bytes[at] = value;
          const mutated = Buffer.concat([bytes.subarray(0, cut), Buffer.from(inserted), bytes.subarray(cut)]);
          const limits = { timeMs: 3000, expandedBytes: 20_000_000 };
          for (const one of [mutated, bytes.subarray(0, cut)]) {
            const result = await read(one, { passwords: ['hemligt1'], limits });
            expect(result.texts.length + result.uninspected.length).toBeGreaterThan(0);
          }
        }),
        { numRuns: 12 },
      );
    });
  }
});
