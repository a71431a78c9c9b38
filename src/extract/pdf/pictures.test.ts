/** Which pictures of a page with text of its own must be looked at. */
import { describe, expect, it } from 'vitest';
import { PdfBuilder, pdfOf, textAt } from '../../testing/pdf-builder.ts';
import { readDocument } from '../../testing/read-document.ts';
import { pdfFormat } from './pdf.ts';

const RUNNING = Array.from({ length: 20 }, (_, i) =>
  textAt(50, 780 - 14 * i, `Detta ar en vanlig rad i ett protokoll fran motet ${i}`, 10),
).join('');
/** Light, with some grains. */
const LIGHT = String.fromCharCode(...Array.from({ length: 1024 }, (_, i) => 200 + ((i * 37) % 50)));
const SIZE = '/Type /XObject /Subtype /Image /Width 32 /Height 32';
const PLACED = 'q 350 0 0 60 50 500 cm /I Do Q\n';

/** @param entries of the picture @param mask of its transparency */
function page(content: string, entries: string, mask = false): Buffer {
  const b = new PdfBuilder();
  const soft = mask ? `/SMask ${b.stream(LIGHT, `${SIZE} /BitsPerComponent 8 /ColorSpace /DeviceGray`)} 0 R` : '';
  const picture = b.stream(LIGHT, `${SIZE} ${entries} ${soft}`, true);
  return pdfOf([content], { resources: `/XObject << /I ${picture} 0 R >>` }, b);
}

const GRAY = '/BitsPerComponent 8 /ColorSpace /DeviceGray';
const STENCIL = '/BitsPerComponent 1 /ImageMask true';

describe('a picture on a page with text', () => {
  it.each([
    ['that hides running text', page(RUNNING + PLACED, GRAY)],
    ['in one colour', page(textAt(50, 700, 'Underlag till motet om budgeten') + PLACED, STENCIL)],
    ['in one colour on a page of its own', page(PLACED, STENCIL)],
  ])('%s is looked at', async (_how, bytes) => {
    const { uninspected } = await readDocument(pdfFormat, 'a.pdf', bytes);
    expect(uninspected).toMatchObject([{ reason: 'unsupported', kind: 'image' }]);
  });

  it.each([
    ['behind running text', page(PLACED + RUNNING, GRAY)],
    ['through which running text is seen', page(RUNNING + PLACED, GRAY, true)],
    ['in one colour over running text', page(RUNNING + PLACED, STENCIL)],
  ])('%s is none', async (_how, bytes) => {
    expect((await readDocument(pdfFormat, 'a.pdf', bytes)).uninspected).toEqual([]);
  });
});

describe('a picture that is larger than what is decoded', () => {
  /** @param side pixels of a square picture in one bit each, of which the data are a few */
  function large(side: number, content: string): Buffer {
    const b = new PdfBuilder();
    const entries = `/Type /XObject /Subtype /Image /Width ${side} /Height ${side} /BitsPerComponent 1 /ColorSpace /DeviceGray`;
    const picture = b.stream('\x00\x01', entries, true);
    return pdfOf([content], { resources: `/XObject << /I ${picture} 0 R >>` }, b);
  }

  it.each([
    ['is a scan on a page of its own', PLACED, 'document'],
    ['is a picture beside text', RUNNING + PLACED, 'image'],
  ])('%s', async (_how, content, kind) => {
    const { uninspected } = await readDocument(pdfFormat, 'a.pdf', large(9_000, content));
    expect(uninspected).toMatchObject([{ reason: 'unsupported', kind }]);
  });

  it('is not drawn when it is too large for that, too', async () => {
    const { uninspected } = await readDocument(pdfFormat, 'a.pdf', large(60_000, PLACED));
    expect(uninspected).toMatchObject([{ reason: 'limit', kind: 'document' }]);
  });
});
