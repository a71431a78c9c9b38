/** Pictures of one HEIC: all that are shown for themselves are read, as far as the usual limit, and the rest is said. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { placesOf, readDocument } from '../../testing/read-document.ts';
import { imageFormat } from './image.ts';

const stored = readFileSync(join(import.meta.dirname, '../../../test-fixtures/documents/image/text.heic'));
const NUMBER = '19780805-2398';
const OCR = { ocr: { budgetMs: 120_000, pages: 30 } };

const u16 = (n: number): Buffer => Buffer.from([n >> 8, n & 0xff]);
const u32 = (n: number): Buffer => Buffer.concat([u16(n >>> 16), u16(n & 0xffff)]);
const box = (kind: string, ...content: readonly Buffer[]): Buffer => {
  const body = Buffer.concat(content);
  return Buffer.concat([u32(body.length + 8), Buffer.from(kind, 'latin1'), body]);
};
const boxOf = (kind: string): Buffer => {
  const at = stored.indexOf(kind, 0, 'latin1') - 4;
  return stored.subarray(at, at + stored.readUInt32BE(at));
};

/** The same picture several times. @param shown heights that are seen of each, from the top; 0 for all of it */
function heic(shown: readonly number[], behind: Buffer = Buffer.alloc(0)): Buffer {
  const ispe = boxOf('ispe');
  const [width, height] = [ispe.readUInt32BE(12), ispe.readUInt32BE(16)];
  const cuts = shown.map((part) => {
    const seen = part === 0 ? height : part;
    // clean aperture (ISO/IEC 14496-12 §12.1.4): width, height, and where the middle is, as fractions
    return box('clap', ...[width, 1, seen, 1, 0, 1].map(u32), u32((seen - height) >>> 0), u32(2));
  });
  const items = shown.map((_, i) => i + 1);
  const data = boxOf('mdat').subarray(8);
  const places = (start: number): Buffer =>
    box('iloc', u32(0), u16(0x4400), u16(items.length), ...items.map((id) => Buffer.concat([u16(id), u16(0), u16(1), u32(start), u32(data.length)]))); // prettier-ignore
  const meta = (start: number): Buffer =>
    box(
      'meta',
      u32(0),
      boxOf('hdlr'),
      box('pitm', u32(0), u16(1)),
      places(start),
      box('iinf', u32(0), u16(items.length), ...items.map((id) => box('infe', u32(0x02000000), u16(id), u16(0), Buffer.from('hvc1\0')))), // prettier-ignore
      box(
        'iprp',
        box('ipco', boxOf('hvcC'), ispe, boxOf('pixi'), ...cuts),
        box('ipma', u32(0), u32(items.length), ...items.map((id) => Buffer.concat([u16(id), Buffer.from([4, 0x81, 2, 3, 0x83 + id])]))), // prettier-ignore
      ),
    );
  const head = boxOf('ftyp');
  const start = head.length + meta(0).length + 8;
  return Buffer.concat([head, meta(start), box('mdat', data), behind]);
}

const read = (bytes: Buffer): ReturnType<typeof readDocument> => readDocument(imageFormat, 'a.heic', bytes, OCR);

describe('a HEIC', () => {
  it('of several pictures is read picture by picture', async () => {
    const { texts, uninspected } = await read(heic([40, 40, 0]));
    expect(placesOf(texts, NUMBER)).toEqual(['ocr picture 3']);
    expect(uninspected).toEqual([]);
  });

  it('of one picture is read as ever', async () => {
    const { texts, uninspected } = await read(heic([0]));
    expect(placesOf(texts, NUMBER)).toEqual(['ocr']);
    expect(uninspected).toEqual([]);
  });

  it('of more than are read says so', async () => {
    const { uninspected } = await read(heic(Array.from({ length: 21 }, () => 40)));
    expect(uninspected).toMatchObject([{ reason: 'limit' }]);
  });

  it('with a film says so', async () => {
    const { uninspected } = await read(heic([0], box('moov', Buffer.alloc(100))));
    expect(uninspected).toMatchObject([{ reason: 'limit' }]);
  });
});
