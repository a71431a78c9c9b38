import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { boxAt, PdfBuilder, pdfOf, textAt } from '../../testing/pdf-builder.ts';
import type { PageExtras } from '../../testing/pdf-builder.ts';
import { placesOf, readDocument } from '../../testing/read-document.ts';
import { pdfFormat } from './pdf.ts';

const fixture = (name: string): Buffer =>
  readFileSync(join(import.meta.dirname, '../../../test-fixtures/documents/pdf', name));

const NUMBER = '19780805-2398';
const LINE = textAt(60, 700, `Personnummer: ${NUMBER}`);

async function read(content: string, extras: PageExtras = {}, builder = new PdfBuilder()) {
  const { texts, signals, uninspected } = await readDocument(
    pdfFormat,
    'beslut.pdf',
    pdfOf([content], extras, builder),
  );
  return { places: placesOf(texts, NUMBER), signals: signals.map((s) => [s.kind, s.locator, s.detail]), uninspected };
}

/** An annotation with an appearance stream. */
function withAnnotation(entries: string, look: string, rect = '140 695 250 715'): [PageExtras, PdfBuilder] {
  const builder = new PdfBuilder();
  const appearance = builder.stream(look, '/Type /XObject /Subtype /Form /BBox [0 0 110 20]');
  const annotation = builder.add(`<< /Type /Annot /Rect [${rect}] ${entries} /AP << /N ${appearance} 0 R >> >>`);
  return [{ page: `/Annots [${annotation} 0 R]` }, builder];
}

const image = (builder: PdfBuilder, pixels: Buffer, width: number, height: number): number =>
  builder.stream(
    pixels,
    `/Type /XObject /Subtype /Image /Width ${width} /Height ${height} /ColorSpace /DeviceGray /BitsPerComponent 8`,
  );

describe('a redaction that only hides', () => {
  const failed: Readonly<Record<string, string>> = {
    'a black box over the text': LINE + boxAt(138, 695, 110, 16),
    'a white box over the text': LINE + boxAt(138, 695, 110, 16, '1 1 1'),
    'a box over a part of one text run': LINE + boxAt(150, 695, 60, 16),
    'a thick black line over the text': `${LINE}q 14 w 138 703 m 250 703 l S Q\n`,
    'a box under the text in the same colour (a highlighter in black)': boxAt(138, 695, 110, 16) + LINE,
    'white text on white paper': `1 1 1 rg ${LINE}`,
    'several boxes in one path': `${LINE}138 695 40 16 re 178 695 40 16 re 218 695 40 16 re f\n`,
    'a box with rounded corners': `${LINE}142 695 m 244 695 l 248 695 248 699 248 699 c 248 707 l 248 711 244 711 244 711 c 142 711 l 138 711 138 707 138 707 c 138 699 l 138 695 142 695 142 695 c f\n`,
    'a box whose outline begins in the middle of a side, as LibreOffice writes it': `${LINE}190 695 m 138 695 l 138 711 l 248 711 l 248 695 l 190 695 l h f*\n`,
    'a box with a frame in one path, drawn even-odd': `${LINE}130 690 126 26 re 134 694 118 18 re f* ${boxAt(138, 695, 110, 16)}`,
    'two boxes side by side in one path, drawn even-odd': `${LINE}138 695 50 16 re 190 695 58 16 re f*\n`,
    'a box in a ring in a ring': `${LINE}120 685 146 36 re 126 688 134 30 re 134 694 118 18 re f*\n`,
    'a box with a hole that shows no letter': `${LINE}138 695 110 16 re 190 702 3 3 re f*\n`,
    'a box beside the hole of its path': `${LINE}138 695 220 16 re 300 697 50 12 re f*\n`,
    'a box with another in it that turns the same way': `${LINE}138 695 110 16 re 140 697 106 12 re f\n`,
    'a box through a clipping path of two boxes side by side': `${LINE}q 130 690 70 30 re 200 690 70 30 re W* n ${boxAt(138, 695, 110, 16)}Q\n`,
    'a box beside the hole of a clipping path': `${LINE}q 130 690 300 30 re 300 697 50 12 re W* n ${boxAt(138, 695, 110, 16)}Q\n`,
    'a box after a ring through which another was drawn': `${LINE}q 130 690 126 26 re 134 694 118 18 re W* n ${boxAt(130, 690, 126, 26)}Q ${boxAt(138, 695, 110, 16)}`,
    'a gradient over the text': `${LINE}q 138 695 110 16 re W n /S1 sh Q\n`,
    'an inline image over the text': `${LINE}q 110 0 0 16 138 695 cm BI /W 1 /H 1 /CS /G /BPC 8 ID \0 EI Q\n`,
    'a box that lets a tenth through': `${LINE}q /G9 gs ${boxAt(138, 695, 110, 16)}Q\n`,
    'a box painted by a form': LINE + boxAt(138, 695, 110, 16),
    'a box with transparency switched to opaque': `${LINE}/G1 gs ${boxAt(138, 695, 110, 16)}`,
    'rotated page text under a rotated box': `q 0 1 -1 0 595 0 cm ${LINE}${boxAt(138, 695, 110, 16)}Q\n`
      .replaceAll(' 700 ', ' 300 ')
      .replaceAll('138 695', '138 295'),
  };
  for (const [name, content] of Object.entries(failed)) {
    it(`${name} is hidden data, and the number is read`, async () => {
      const gradient = '/ShadingType 2 /ColorSpace /DeviceGray /Coords [0 0 595 0] /Extend [true true]';
      const ramp = '/FunctionType 2 /Domain [0 1] /C0 [0] /C1 [0] /N 1';
      const resources = `/ExtGState << /G1 << /ca 1 >> /G9 << /ca 0.9 >> >> /Shading << /S1 << ${gradient} /Function << ${ramp} >> >> >>`;
      const { places, signals } = await read(content, { resources });
      expect(places).toEqual(['hidden page 1']);
      expect(signals).toHaveLength(1);
      expect(signals[0]?.slice(0, 2)).toEqual(['hidden-data', 'page 1']);
    });
  }

  it('an annotation that is a filled rectangle is hidden data', async () => {
    const [extras, builder] = withAnnotation('/Subtype /Square /IC [0 0 0]', boxAt(0, 0, 110, 20));
    const { signals } = await read(LINE, extras, builder);
    expect(signals).toEqual([['hidden-data', 'page 1', 'text under an opaque box']]);
  });

  it('an area marked for redaction but never redacted is hidden data', async () => {
    const [extras, builder] = withAnnotation('/Subtype /Redact', 'q 1 0 0 RG 0 0 110 20 re S Q');
    const { signals } = await read(LINE, extras, builder);
    expect(signals).toEqual([['hidden-data', 'page 1', 'text marked for redaction but not removed']]);
  });

  it('text outside the crop box is hidden data', async () => {
    const { places, signals } = await read(LINE, { page: '/CropBox [0 0 595 600]' });
    expect(places).toEqual(['hidden page 1']);
    expect(signals).toEqual([['hidden-data', 'page 1', 'text outside the crop box']]);
  });

  it('a black box that was put into a LibreOffice document is hidden data', async () => {
    const { texts, signals } = await readDocument(pdfFormat, 'beslut.pdf', fixture('libreoffice-black-box.pdf'));
    expect(placesOf(texts, '19121212-1212')).toEqual(['hidden page 1']);
    expect(signals.map((s) => s.detail)).toEqual(['text under an opaque box']);
  });

  it('a stencil that lets its black through everywhere is hidden data', async () => {
    const builder = new PdfBuilder();
    const mask = '/Type /XObject /Subtype /Image /ImageMask true /Width 8 /Height 8 /BitsPerComponent 1';
    const resources = `/XObject << /I1 ${builder.stream(Buffer.alloc(8), mask)} 0 R >>`;
    const { signals } = await read(`${LINE}q 110 0 0 16 138 695 cm /I1 Do Q\n`, { resources }, builder);
    expect(signals).toEqual([['hidden-data', 'page 1', 'text under an opaque box']]);
  });

  it.each([
    ['plain', Buffer.alloc(16 * 4)],
    ['noisy', Buffer.from(Array.from({ length: 16 * 4 }, (_, i) => (i * 7) % 40))],
  ])('a %s black image over the text is hidden data', async (_kind, pixels) => {
    const builder = new PdfBuilder();
    const black = image(builder, pixels, 16, 4);
    const resources = `/XObject << /I1 ${black} 0 R >>`;
    const { signals } = await read(`${LINE}q 110 0 0 16 138 695 cm /I1 Do Q\n`, { resources }, builder);
    expect(signals).toEqual([['hidden-data', 'page 1', 'text under an opaque box']]);
  });
});

/** Borders and shadows as programs write them: two boxes in one path, of which only what lies between is painted. */
const rings: Readonly<Record<string, string>> = Object.fromEntries(
  [true, false].flatMap((isAfter) =>
    Object.entries({
      'a border': '130 690 126 26 re 131 691 124 24 re f*',
      'a border whose inner box comes first': '131 691 124 24 re 130 690 126 26 re f*',
      'a fat border': '40 680 226 46 re 52 692 202 22 re f*',
      'a border whose inner box turns the other way': '130 690 126 26 re 131 691 m 131 715 l 255 715 l 255 691 l h f',
      'a double border': '120 680 146 46 re 122 682 142 42 re 130 690 126 26 re 131 691 124 24 re f*',
      'a border around cells': '50 685 300 40 re 51 686 79 38 re 131 686 125 38 re 257 686 92 38 re f*',
      'a border with rounded corners': `134 690 m 252 690 l 256 690 256 694 256 694 c 256 712 l 256 716 252 716 252 716 c 134 716 l 130 716 130 712 130 712 c 130 694 l 130 690 134 690 134 690 c h 134 692 m 252 692 l 254 692 254 694 254 694 c 254 712 l 254 714 252 714 252 714 c 134 714 l 132 714 132 712 132 712 c 132 694 l 132 692 134 692 134 692 c h f*`,
      'a border that is clipped': 'q 130 690 126 26 re 131 691 124 24 re W* n 130 690 126 26 re f Q',
      'a round border that is clipped':
        'q 130 703 m 130 680 256 680 256 703 c 256 726 130 726 130 703 c h 132 703 m 132 682 254 682 254 703 c 254 724 132 724 132 703 c h W* n 130 680 126 46 re f Q',
      'a border clipped twice': 'q 130 690 126 26 re 131 691 124 24 re W* n 0 0 595 842 re W n 130 690 126 26 re f Q',
      'a shadow': 'q 130 690 126 26 re 134 686 126 26 re W* n 134 686 126 26 re f Q',
      'a border in another scale': 'q 0.1 0 0 -0.1 0 842 cm 1300 1260 1260 260 re 1310 1270 1240 240 re f* Q',
    }).map(([name, path]) => [
      `${name} ${isAfter ? 'after' : 'before'} the text`,
      isAfter ? `${LINE}${path}\n` : `${path}\n${LINE}`,
    ]),
  ),
);

describe('ordinary design', () => {
  const harmless: Readonly<Record<string, string>> = {
    'white text on a dark heading': `${boxAt(40, 690, 500, 30, '0.1 0.2 0.5')}1 1 1 rg ${LINE}`,
    'text on a light background': boxAt(40, 690, 500, 30, '0.9 0.9 0.8') + LINE,
    'a highlighter over the text': `${LINE}q /G1 gs 1 1 0 rg 138 695 110 16 re f Q\n`,
    'a half-transparent box over the text': `${LINE}q /G2 gs 0 0 0 rg 138 695 110 16 re f Q\n`,
    'an underline': `${LINE}q 1 w 138 698 m 250 698 l S Q\n`,
    'a strike-through line': `${LINE}q 1 w 138 704 m 250 704 l S Q\n`,
    'a table rule drawn as a thin box': LINE + boxAt(60, 697, 400, 0.8),
    'a frame around the text': `${LINE}138 695 110 16 re S\n`,
    ...rings,
    'text drawn again on top of its cover': LINE + boxAt(55, 690, 300, 30, '1 1 1') + LINE,
    'white text on a picture': `q 500 0 0 300 40 500 cm /I1 Do Q 1 1 1 rg ${LINE}`,
    'white letters with a black outline': `1 1 1 rg 0 0 0 RG 2 Tr ${LINE}0 Tr 0 g\n`,
    'white text in a box with rounded corners': `0 0 0.5 rg 44 690 m 496 690 l 500 690 500 694 500 694 c 500 714 l 500 718 496 718 496 718 c 44 718 l 40 718 40 714 40 714 c 40 694 l 40 690 44 690 44 690 c f 1 1 1 rg ${LINE}`,
    'a pale watermark under the text': `0.93 g q 0.7 0.7 -0.7 0.7 0 0 cm ${textAt(600, 60, 'UTKAST')}Q 0 g ${LINE}`,
    'a stray white letter': `1 1 1 rg ${textAt(60, 600, 'x')}0 g ${LINE}`,
    'a properly redacted page': textAt(60, 700, 'Personnummer:') + boxAt(138, 695, 110, 16),
  };
  for (const [name, content] of Object.entries(harmless)) {
    it(`${name} is no hidden data`, async () => {
      const builder = new PdfBuilder();
      const pixels = Buffer.from(Array.from({ length: 64 }, (_, i) => (i * 37) % 256));
      const photo = image(builder, pixels, 8, 8);
      const resources = `/XObject << /I1 ${photo} 0 R >> /ExtGState << /G1 << /BM /Multiply >> /G2 << /ca 0.4 >> >>`;
      const { places, signals } = await read(content, { resources }, builder);
      expect(signals).toEqual([]);
      expect(places).toEqual(content.includes(NUMBER) ? ['body page 1'] : []);
    });
  }

  it('white letters in the dark table headings of LibreOffice are no hidden data', async () => {
    const { signals } = await readDocument(pdfFormat, 'rapport.pdf', fixture('libreoffice-white-on-dark.pdf'));
    expect(signals).toEqual([]);
  });

  it('the invisible text layer of a scan in strips is text read by OCR', async () => {
    const builder = new PdfBuilder();
    const scan = image(builder, Buffer.from(Array.from({ length: 64 }, (_, i) => (i * 37) % 256)), 8, 8);
    const strips = Array.from({ length: 10 }, (_, i) => `q 595 0 0 84.2 0 ${84.2 * i} cm /I1 Do Q `).join('');
    const content = `${strips}BT 3 Tr /F1 12 Tf 60 700 Td (Beslut om vard ${NUMBER}) Tj ET`;
    const extras = { resources: `/XObject << /I1 ${scan} 0 R >>` };
    expect(await read(content, extras, builder)).toEqual({ places: ['ocr page 1'], signals: [], uninspected: [] });
  });

  it('the invisible text layer of a scan is text read by OCR, not hidden data', async () => {
    const builder = new PdfBuilder();
    const scan = image(builder, Buffer.from(Array.from({ length: 64 }, (_, i) => (i * 37) % 256)), 8, 8);
    const content = `q 595 0 0 842 0 0 cm /I1 Do Q BT 3 Tr /F1 12 Tf 60 700 Td (Beslut om vard ${NUMBER}) Tj ET`;
    const { places, signals, uninspected } = await read(
      content,
      { resources: `/XObject << /I1 ${scan} 0 R >>` },
      builder,
    );
    expect(places).toEqual(['ocr page 1']);
    expect(signals).toEqual([]);
    expect(uninspected).toEqual([]);
  });

  it('a page that is only a picture is a scan without OCR when OCR is off', async () => {
    const builder = new PdfBuilder();
    const scan = image(builder, Buffer.from(Array.from({ length: 64 }, (_, i) => (i * 37) % 256)), 8, 8);
    const { uninspected } = await read(
      'q 595 0 0 842 0 0 cm /I1 Do Q',
      { resources: `/XObject << /I1 ${scan} 0 R >>` },
      builder,
    );
    expect(uninspected).toMatchObject([
      { reason: 'unsupported', kind: 'document', detail: 'scanned page without OCR' },
    ]);
  });
});
