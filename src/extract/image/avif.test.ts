/** AVIF as libavif, Pillow and libheif write it, and files that lie: what is shown is read, and what is not is said. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { placesOf, readDocument } from '../../testing/read-document.ts';
import { avifPictures, decodeAvif } from './avif.ts';
import { readHeif } from './heif-boxes.ts';
import { imageFormat } from './image.ts';

const stored = (name: string): Buffer =>
  readFileSync(join(import.meta.dirname, '../../../test-fixtures/documents/image', name));
const NUMBER = '19780805-2398';
const OCR = { ocr: { budgetMs: 120_000, pages: 30 } };
const read = (bytes: Buffer): ReturnType<typeof readDocument> => readDocument(imageFormat, 'a.avif', bytes, OCR);

/** The file with a number of four bytes written over another, behind the name of a box. */
function lying(name: string, box: string, offset: number, ...numbers: readonly number[]): Buffer {
  const bytes = Buffer.from(stored(name));
  const at = bytes.indexOf(box, 0, 'latin1') + 4 + offset;
  numbers.forEach((number, i) => bytes.writeUInt32BE(number, at + 4 * i));
  return bytes;
}

describe('an AVIF', () => {
  it.each([
    ['text.avif', 'ocr'],
    ['turned.avif', 'ocr'],
    ['transparent.avif', 'ocr'],
    ['grid.avif', 'ocr'],
    ['ten-bits.avif', 'ocr'],
    ['two.avif', 'ocr picture 2'],
  ])('as %s is read', async (name, place) => {
    const { texts, uninspected } = await read(stored(name));
    expect(placesOf(texts, NUMBER)).toEqual([place]);
    expect(uninspected).toEqual([]);
  });

  it('tells what is said of it', async () => {
    const { texts } = await readDocument(imageFormat, 'a.avif', stored('text.avif'));
    expect(placesOf(texts, '640823-3234')).toEqual(['metadata EXIF']);
    expect(placesOf(texts, '670919-9530')).toEqual(['metadata XMP']);
  });

  it('that moves says that its film is not read', async () => {
    const { texts, uninspected } = await read(stored('film.avif'));
    expect(placesOf(texts, 'Vi ses')).toEqual(['ocr', 'ocr first frame']);
    expect(uninspected).toMatchObject([{ reason: 'limit', kind: 'image' }]);
  });

  it('is listed where recognition is off', async () => {
    const { uninspected } = await readDocument(imageFormat, 'a.avif', stored('text.avif'));
    expect(uninspected).toMatchObject([{ reason: 'unsupported', kind: 'image' }]);
  });
});

describe('an AVIF that lies', () => {
  it.each([
    ['is cut off', stored('text.avif').subarray(0, 3_000), 'unsupported'],
    ['ends in its head', stored('text.avif').subarray(0, 60), 'unsupported'],
    ['is called enormous', lying('text.avif', 'ispe', 4, 60_000, 60_000), 'limit'],
    ['is called an icon', lying('text.avif', 'ispe', 4, 16, 16), 'unsupported'],
    ['has its picture elsewhere', lying('text.avif', 'iloc', 14, 0x7fff_ffff), 'unsupported'],
  ])('and %s is listed', async (_how, bytes, reason) => {
    const { uninspected } = await read(bytes);
    expect(uninspected).toMatchObject([{ reason, kind: 'image' }]);
  });

  it('takes no more memory than it may have', async () => {
    // libaom sees the frame that its code tells of, here 16,000 pixels on each side
    const bytes = stored('enormous-in-code.avif');
    const before = process.memoryUsage().rss;
    const { uninspected } = await read(bytes);
    expect(uninspected).toMatchObject([{ reason: 'unsupported', kind: 'image' }]);
    expect(process.memoryUsage().rss - before).toBeLessThan(600 * 1024 * 1024);
  });

  it('in any byte is no reason to fail', { timeout: 60_000 }, async () => {
    const bytes = stored('text.avif');
    const damages = fc.array(fc.tuple(fc.nat(bytes.length - 1), fc.nat(255)), { minLength: 1, maxLength: 6 });
    await fc.assert(
      fc.asyncProperty(damages, async (places) => {
        const damaged = Buffer.from(bytes);
        for (const [at, value] of places) damaged[at % (at % 2 === 0 ? 700 : bytes.length)] = value;
        for (const picture of avifPictures(damaged)) await decodeAvif(damaged, picture, 1_000_000);
      }),
      { numRuns: 60 },
    );
  });

  it('in any byte of a head is no reason to fail', () => {
    fc.assert(fc.property(fc.uint8Array({ maxLength: 300 }), (bytes) => void readHeif(Buffer.from(bytes))));
    const head = stored('two.avif').subarray(0, 700);
    fc.assert(
      fc.property(fc.nat(699), fc.nat(255), (at, value) => {
        const damaged = Buffer.from(head);
        damaged[at] = value;
        expect(readHeif(damaged).items.length).toBeLessThan(1_001);
      }),
    );
  });
});
