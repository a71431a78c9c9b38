import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { deflateSync } from 'node:zlib';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { allText, placesOf, readDocument } from '../../testing/read-document.ts';
import { writeZip } from '../../testing/zip-writer.ts';
import { pdfFormat } from '../pdf/pdf.ts';
import { readTiff, TAG } from './tiff-directory.ts';
import { tiffAsPdf } from './tiff-pdf.ts';
import { tiffPages } from './tiff.ts';
import { dimensionsOf } from './dimensions.ts';
import { readExif } from './exif.ts';
import { gifFrames } from './gif-frames.ts';
import { imageFormat } from './image.ts';
import { chooseEngine } from './ocr-engine.ts';
import type { Picture } from './ocr-engine.ts';

const folder = join(import.meta.dirname, '../../../test-fixtures/documents');
const picture = (name: string): Buffer => readFileSync(join(folder, 'image', name));
const OCR = { ocr: { budgetMs: 60_000, pages: 10 } };
const asPicture = (bytes: Buffer): Picture => ({ bytes, orientation: 1 });

const NUMBER = '19780805-2398';

function chunk(kind: string, data: Buffer): Buffer {
  const length = Buffer.alloc(4);
  length.writeUInt32BE(data.length);
  return Buffer.concat([length, Buffer.from(kind, 'latin1'), data, Buffer.alloc(4)]);
}

/** A TIFF directory of ASCII fields, optionally with a GPS directory. */
function exif(fields: Readonly<Record<number, string>>, gps = false): Buffer {
  const entries = Object.entries(fields).map(([tag, text]) => ({ tag: Number(tag), data: Buffer.from(`${text}\0`) }));
  const count = entries.length + (gps ? 1 : 0);
  const head = Buffer.alloc(8 + 2 + count * 12 + 4);
  head.write('II*\0', 0, 'latin1');
  head.writeUInt32LE(8, 4);
  head.writeUInt16LE(count, 8);
  const tail: Buffer[] = [];
  let end = head.length;
  const put = (data: Buffer): number => {
    tail.push(data);
    end += data.length;
    return end - data.length;
  };
  entries.forEach(({ tag, data }, i) => {
    const at = 10 + i * 12;
    head.writeUInt16LE(tag, at);
    head.writeUInt16LE(2, at + 2);
    head.writeUInt32LE(data.length, at + 4);
    head.writeUInt32LE(put(data), at + 8);
  });
  if (gps) {
    const degrees = (d: number, m: number): Buffer => {
      const b = Buffer.alloc(24);
      [d, 1, m, 1, 0, 1].forEach((n, i) => b.writeUInt32LE(n, i * 4));
      return b;
    };
    const [latitude, longitude] = [put(degrees(59, 20)), put(degrees(18, 3))];
    const directory = Buffer.alloc(2 + 2 * 12 + 4);
    directory.writeUInt16LE(2, 0);
    [latitude, longitude].forEach((offset, i) => {
      directory.writeUInt16LE(i === 0 ? 2 : 4, 2 + i * 12);
      directory.writeUInt16LE(5, 4 + i * 12);
      directory.writeUInt32LE(3, 6 + i * 12);
      directory.writeUInt32LE(offset, 10 + i * 12);
    });
    const at = 10 + entries.length * 12;
    head.writeUInt16LE(0x8825, at);
    head.writeUInt16LE(4, at + 2);
    head.writeUInt32LE(1, at + 4);
    head.writeUInt32LE(put(directory), at + 8);
  }
  return Buffer.concat([head, ...tail]);
}

/** A JPEG with segments put in behind its start. */
function jpegWith(...segments: readonly (readonly [number, Buffer])[]): Buffer {
  const jpeg = picture('text.jpg');
  const written = segments.map(([marker, data]) => {
    const head = Buffer.from([0xff, marker, 0, 0]);
    head.writeUInt16BE(data.length + 2, 2);
    return Buffer.concat([head, data]);
  });
  return Buffer.concat([jpeg.subarray(0, 2), ...written, jpeg.subarray(2)]);
}

describe('the text of a picture', () => {
  for (const name of ['text.png', 'text.jpg', 'text.gif', 'text.webp', 'text.tiff', 'text.heic', 'text.jp2']) {
    it(`is read from ${name}`, async () => {
      const { texts, uninspected } = await readDocument(imageFormat, name, picture(name), OCR);
      expect(placesOf(texts, NUMBER)).toEqual(['ocr']);
      expect(uninspected).toEqual([]);
    });
  }

  it('is read with Swedish letters, and nothing is made of what is no picture', async () => {
    const engine = chooseEngine();
    const outcome = await engine?.recognise(asPicture(picture('text.png')), 60_000);
    expect(outcome).toMatchObject({ state: 'read', text: expect.stringContaining('Åke Öberg') });
    expect(outcome).toMatchObject({ text: expect.stringContaining(NUMBER) });
    expect(await engine?.recognise(asPicture(Buffer.from('no picture')), 60_000)).toEqual({ state: 'failed' });
  });

  it('is read from every page of a fax, compressed one way or the other, with its page', async () => {
    const { texts, uninspected } = await readDocument(imageFormat, 'fax.tiff', picture('two-pages.tiff'), OCR);
    expect(placesOf(texts, '19820103-2391')).toEqual(['ocr page 1']);
    expect(placesOf(texts, NUMBER)).toEqual(['ocr page 2']);
    expect(uninspected).toEqual([]);
  });

  const ways = readdirSync(join(folder, 'image', 'tiff')).filter((name) => name.endsWith('.tiff'));
  const stored = (name: string): Buffer => readFileSync(join(folder, 'image', 'tiff', name));
  it.each(ways.filter((name) => !/not-read|two-pages/u.test(name)))(
    'is read however a TIFF stores it: %s',
    async (name) => {
      const { texts, uninspected } = await readDocument(imageFormat, name, stored(name), OCR);
      expect(placesOf(texts, '19820103-2391')).toEqual(['ocr']);
      expect(uninspected).toEqual([]);
    },
  );

  it('is read from every page of a BigTIFF', async () => {
    const { texts } = await readDocument(imageFormat, 'stor.tiff', stored('two-pages-big.tiff'), OCR);
    expect(placesOf(texts, '19820103-2391')).toEqual(['ocr page 1', 'ocr page 2']);
  });

  it('is listed where nothing here can decode it', async () => {
    const { texts, uninspected } = await readDocument(imageFormat, 'a.tiff', stored('zstd-not-read.tiff'), OCR);
    expect(texts).toEqual([]);
    expect(uninspected).toMatchObject([
      { reason: 'unsupported', kind: 'image', detail: expect.stringContaining('cannot be decoded') },
    ]);
  });

  it('is listed where a single tile cannot be decoded, not taken for a white patch', async () => {
    const bytes = Buffer.from(stored('tiles-jpeg.tiff'));
    const { directories } = readTiff(bytes);
    const [first = 0] = directories[0]?.values.get(TAG.tileOffsets) ?? [];
    bytes.fill(0, first, first + 40);
    const { uninspected } = await readDocument(imageFormat, 'a.tiff', bytes, OCR);
    expect(uninspected).toMatchObject([{ reason: 'unsupported', kind: 'image' }]);
  });

  it('finds a line in the shadow that lies on a page', async () => {
    const outcome = await chooseEngine()?.recognise(asPicture(picture('shadow.png')), 60_000);
    expect(outcome).toMatchObject({ state: 'read', text: expect.stringContaining(NUMBER) as unknown });
  }, 60_000);

  it.each([1, 3, 6, 8])('is read from a single line, whichever way it was scanned: %s', async (orientation) => {
    const outcome = await chooseEngine()?.recognise({ bytes: picture('one-line.png'), orientation }, 60_000);
    expect(outcome).toMatchObject({ state: 'read', text: expect.stringContaining('811218-9876') });
  });

  it.each(['text.png', 'text.jpg', 'text.gif'])('is read from %s whose end is missing, which is said', async (name) => {
    const bytes = picture(name);
    const { texts, uninspected } = await readDocument(imageFormat, name, bytes.subarray(0, -30), OCR);
    expect(placesOf(texts, NUMBER)).toEqual(['ocr']);
    expect(uninspected).toMatchObject([{ reason: 'unsupported', detail: expect.stringContaining('cut off') }]);
  });

  it('is missed in a file that says it is a picture and holds none', async () => {
    const bytes = Buffer.concat([Buffer.from('89504e470d0a1a0a', 'hex'), Buffer.alloc(100)]);
    expect((await readDocument(imageFormat, 'a.png', bytes)).uninspected).toMatchObject([{ reason: 'damaged' }]);
  });

  it.each(['frames.gif', 'frames.png'])('is read from the frames behind the first: %s', async (name) => {
    const { texts, uninspected } = await readDocument(imageFormat, name, picture(name), OCR);
    expect(placesOf(texts, '811218-9876')).toEqual(['ocr frame 2']);
    expect(uninspected).toEqual([]);
  });

  it('is read from a few of ten thousand frames, and the others are told', async () => {
    const bytes = picture('frames.gif');
    const [first, second, third] = gifFrames(bytes, 3);
    if (first === undefined || second === undefined || third === undefined) throw new Error('three frames');
    const both = bytes.subarray(first.end, third.end);
    const many = Buffer.concat([
      bytes.subarray(0, first.end),
      ...Array.from({ length: 5_000 }, () => both),
      Buffer.from([0x3b]),
    ]);
    const before = process.cpuUsage().user;
    const { texts, uninspected } = await readDocument(imageFormat, 'a.gif', many, OCR);
    expect(process.cpuUsage().user - before).toBeLessThan(8_000_000);
    expect(placesOf(texts, '811218-9876')).toContain('ocr frame 2');
    expect(uninspected).toMatchObject([{ reason: 'limit', kind: 'image' }]);
  });

  it('is given up when the time for it is over, and the next picture is read', async () => {
    const engine = chooseEngine();
    expect(await engine?.recognise(asPicture(picture('text.png')), 1)).toEqual({ state: 'spent' });
    expect(await engine?.recognise(asPicture(picture('text.png')), 60_000)).toMatchObject({ state: 'read' });
  });

  it('of a scanned PDF page is read', async () => {
    const bytes = readFileSync(join(folder, 'pdf', 'scanned.pdf'));
    const { texts, uninspected } = await readDocument(pdfFormat, 'scanned.pdf', bytes, OCR);
    expect(placesOf(texts, '19820103-2391')).toEqual(['ocr page 1']);
    expect(uninspected).toEqual([]);
  });

  for (const name of ['scanned-turned-90.pdf', 'scanned-turned-180.pdf', 'scanned-turned-270.pdf', 'outlines.pdf']) {
    it(`of a page that was put in askew, or whose letters are drawn as shapes, is read: ${name}`, async () => {
      const bytes = readFileSync(join(folder, 'pdf', name));
      const { texts } = await readDocument(pdfFormat, name, bytes, OCR);
      expect(placesOf(texts, '19820103-2391')).toEqual(['ocr page 1']);
    });
  }

  it('is announced before it is begun, so that its time is given', async () => {
    let announced = 0;
    const ocr = { ...OCR.ocr, starting: () => announced++ };
    await readDocument(imageFormat, 'text.png', picture('text.png'), { ocr });
    expect(announced).toBe(1);
    await readDocument(imageFormat, 'text.png', picture('text.png'), { ocr: { ...ocr, budgetMs: 0 } });
    expect(announced).toBe(1);
  });

  it('is not read when OCR is off: the picture is listed, a logo is not', async () => {
    const big = await readDocument(imageFormat, 'text.png', picture('text.png'));
    expect(big.uninspected).toMatchObject([{ reason: 'unsupported', kind: 'image', detail: 'no OCR' }]);
    const gif = Buffer.from('47494638396110001000800000ffffff0000002c00000000100010000002028c8fa9cb3b', 'hex');
    expect((await readDocument(imageFormat, 'logo.gif', gif)).uninspected).toEqual([]);
  });

  it('is not read when the pages are used up', async () => {
    const { uninspected } = await readDocument(imageFormat, 'text.png', picture('text.png'), {
      ocr: { budgetMs: 60_000, pages: 0 },
    });
    expect(uninspected).toMatchObject([{ detail: 'no OCR' }]);
  });

  it('of a picture with more pixels than fit in memory is not decoded', async () => {
    const header = Buffer.alloc(13);
    header.writeUInt32BE(100_000, 0);
    header.writeUInt32BE(100_000, 4);
    header.writeUInt8(8, 8);
    const bomb = Buffer.concat([
      Buffer.from('89504e470d0a1a0a', 'hex'),
      chunk('IHDR', header),
      chunk('IDAT', deflateSync(Buffer.alloc(100_000))),
      chunk('IEND', Buffer.alloc(0)),
    ]);
    const { uninspected } = await readDocument(imageFormat, 'bomb.png', bomb, OCR);
    expect(uninspected).toMatchObject([{ reason: 'limit', kind: 'image' }]);
  });
});

describe('text beside the pixels', () => {
  const png = picture('text.png');
  const end = png.length - 12;
  const iptc = Buffer.concat([Buffer.from([0x1c, 2, 120, 0, 13]), Buffer.from(NUMBER.slice(0, 13))]);
  const photoshop = Buffer.concat([
    Buffer.from('Photoshop 3.0\x008BIM\x04\x04\x00\x00', 'latin1'),
    Buffer.from([0, 0, 0, iptc.length]),
    iptc,
  ]);
  const samples: Readonly<Record<string, Buffer>> = {
    'PNG tEXt': Buffer.concat([
      png.subarray(0, end),
      chunk('tEXt', Buffer.from(`Comment\0${NUMBER}`)),
      png.subarray(end),
    ]),
    'PNG zTXt': Buffer.concat([
      png.subarray(0, end),
      chunk('zTXt', Buffer.concat([Buffer.from('Comment\0\0'), deflateSync(NUMBER)])),
      png.subarray(end),
    ]),
    'PNG iTXt': Buffer.concat([
      png.subarray(0, end),
      chunk('iTXt', Buffer.from(`Title\0\0\0sv\0Titel\0${NUMBER}`)),
      png.subarray(end),
    ]),
    'PNG eXIf': Buffer.concat([png.subarray(0, end), chunk('eXIf', exif({ 0x010e: NUMBER })), png.subarray(end)]),
    'JPEG comment': jpegWith([0xfe, Buffer.from(NUMBER)]),
    'JPEG Exif': jpegWith([0xe1, Buffer.concat([Buffer.from('Exif\0\0'), exif({ 0x010e: NUMBER })])]),
    'JPEG XMP': jpegWith([
      0xe1,
      Buffer.from(`http://ns.adobe.com/xap/1.0/\0<x:xmpmeta><a b="${NUMBER}"/></x:xmpmeta>`),
    ]),
    'JPEG IPTC': jpegWith([0xed, photoshop]),
    'JPEG address of Photoshop': jpegWith([
      0xed,
      Buffer.concat([
        Buffer.from('Photoshop 3.0\x008BIM\x04\x0b\0\0\0\0\0', 'latin1'),
        Buffer.from([NUMBER.length]),
        Buffer.from(NUMBER),
      ]),
    ]),
    'behind the picture': Buffer.concat([png, Buffer.from(`Personnummer ${NUMBER}`)]),
  };
  for (const [place, bytes] of Object.entries(samples)) {
    it(`is read: ${place}`, async () => {
      const { texts } = await readDocument(imageFormat, 'bild', bytes);
      expect(placesOf(texts, NUMBER).map((p) => p.split(' ')[0])).toEqual(['metadata']);
    });
  }

  it('says where a picture was taken', async () => {
    const bytes = jpegWith([0xe1, Buffer.concat([Buffer.from('Exif\0\0'), exif({}, true)])]);
    expect(allText((await readDocument(imageFormat, 'bild.jpg', bytes)).texts)).toContain(
      'GPS position 59.33333, 18.05000',
    );
  });

  it('reads how and in what area a position was found, which Exif writes as undefined bytes', () => {
    const words = Buffer.from(`ASCII\0\0\0${NUMBER}`, 'latin1');
    const block = Buffer.alloc(44);
    block.write('II*\0', 0, 'latin1');
    block.writeUInt32LE(8, 4);
    block.writeUInt16LE(1, 8); // one field: where the GPS directory stands
    [0x8825, 4].forEach((value, i) => block.writeUInt16LE(value, 10 + i * 2));
    [1, 26, 0].forEach((value, i) => block.writeUInt32LE(value, 14 + i * 4));
    block.writeUInt16LE(1, 26); // one field: GPSProcessingMethod, undefined bytes
    [0x1b, 7].forEach((value, i) => block.writeUInt16LE(value, 28 + i * 2));
    [words.length, 44, 0].forEach((value, i) => block.writeUInt32LE(value, 32 + i * 4));
    expect(readExif(Buffer.concat([block, words]), () => undefined).texts).toEqual([NUMBER]);
  });

  it('an archive stuck on behind a picture is handed on to be read', async () => {
    const zip = writeZip([{ name: 'a.txt', data: NUMBER }]);
    const { embedded } = await readDocument(imageFormat, 'bild.jpg', Buffer.concat([picture('text.jpg'), zip]));
    expect(embedded.map((f) => f.bytes.equals(zip))).toEqual([true]);
  });

  it('every picture behind a picture is handed on to be read, without the previews', async () => {
    const jpeg = picture('text.jpg');
    const preview = Buffer.from(jpeg);
    const frame = preview.indexOf('ffc0', 0, 'hex');
    preview.writeUInt16BE(120, frame + 5);
    preview.writeUInt16BE(160, frame + 7);
    const bytes = Buffer.concat([jpeg, preview, Buffer.alloc(100), jpeg, picture('text.png')]);
    const { embedded, uninspected } = await readDocument(imageFormat, 'a.jpg', bytes);
    expect(embedded.map((file) => file.bytes.length)).toEqual([jpeg.length, picture('text.png').length]);
    expect(uninspected).toMatchObject([{ detail: 'no OCR' }]);
  });

  it('a thousand pictures behind each other are told, and a few of them read', async () => {
    const bytes = Buffer.concat(Array.from({ length: 1000 }, () => picture('text.jpg')));
    const { embedded, uninspected } = await readDocument(imageFormat, 'a.jpg', bytes);
    expect(embedded.length).toBeLessThan(10);
    expect(uninspected).toMatchObject([{ detail: 'no OCR' }, { reason: 'limit', kind: 'image' }]);
  });

  describe('behind the scan of a JPEG', () => {
    const whole = picture('text.jpg');
    const scans = whole.subarray(0, -2);
    const END = Buffer.from('ffd9', 'hex');
    const readWith = (...behind: readonly (string | Buffer)[]): ReturnType<typeof readDocument> => {
      const parts = behind.map((part) => (typeof part === 'string' ? Buffer.from(part, 'hex') : part));
      return readDocument(imageFormat, 'bild.jpg', Buffer.concat([scans, ...parts]));
    };
    const words = Buffer.from(`Personnummer ${NUMBER}\r\n`);

    it.each([
      ['a segment that leads out of the file', 'ffe1ffff'],
      ['a comment that leads out of the file', 'fffe0300'],
      ['a mark that may not stand there', 'ffc00040'],
      ['a mark without a length', 'ff010040'],
    ])('%s hides nothing of what stands behind the end', async (_what, segment) => {
      const { texts, embedded } = await readWith(segment, END, words);
      expect(allText(texts) + embedded.map((file) => file.bytes.toString('latin1')).join()).toContain(NUMBER);
    });

    it('a comment is read', async () => {
      const { texts } = await readWith(`fffe00${(words.length + 2).toString(16)}`, words, END);
      expect(allText(texts)).toContain(NUMBER);
    });

    it('nothing is left over of one that is cut', async () => {
      const { embedded, texts } = await readWith('ffe1ffff');
      expect(embedded).toEqual([]);
      expect(allText(texts)).toBe('');
    });
  });
});

describe('dimensionsOf()', () => {
  for (const name of ['text.png', 'text.jpg', 'text.gif', 'text.webp', 'text.tiff', 'text.jp2']) {
    it(`reads the header of ${name}`, () => expect(dimensionsOf(picture(name))).toEqual({ width: 420, height: 110 }));
  }
});

/** A TIFF of one directory. @param entries tag, type, count, value */
function tiffOf(entries: readonly (readonly [number, number, number, number])[], behind: Buffer): Buffer {
  const head = Buffer.alloc(8 + 2 + entries.length * 12 + 4);
  head.write('II*\0\u0008\0\0\0', 'latin1');
  head.writeUInt16LE(entries.length, 8);
  entries.forEach(([tag, type, count, value], i) => {
    head.writeUInt16LE(tag, 10 + i * 12);
    head.writeUInt16LE(type, 12 + i * 12);
    head.writeUInt32LE(count, 14 + i * 12);
    head.writeUInt32LE(value, 18 + i * 12);
  });
  return Buffer.concat([head, behind]);
}

describe('a TIFF whose directory lies', () => {
  it('is not followed into the same bytes for every one of its fields', async () => {
    const fields = Array.from({ length: 65_000 }, () => [TAG.stripOffsets, 1, 190_000, 10] as const);
    const bytes = tiffOf([[TAG.width, 3, 1, 400], [TAG.height, 3, 1, 100], ...fields], Buffer.alloc(1000));
    const before = process.cpuUsage().user;
    const { uninspected } = await readDocument(imageFormat, 'a.tif', bytes, { ocr: { budgetMs: 1000, pages: 1 } });
    expect(process.cpuUsage().user - before).toBeLessThan(5_000_000);
    expect(uninspected.map(({ reason }) => reason)).toEqual(['unsupported']);
  });

  it('does not become a PDF many times as large', () => {
    const count = 2_000;
    const places = Buffer.alloc(8 * count);
    const tables = 10 + 9 * 12 + 4 + places.length;
    for (let i = 0; i < count; i++) {
      places.writeUInt32LE(tables, i * 4);
      places.writeUInt32LE(100, (count + i) * 4);
    }
    const at = tables - places.length;
    const entries = [
      [TAG.width, 4, 1, 100], [TAG.height, 4, 1, count], [TAG.bits, 3, 1, 8], [TAG.compression, 3, 1, 7], [TAG.photometric, 3, 1, 1],
      [TAG.rowsPerStrip, 4, 1, 1], [TAG.stripOffsets, 4, count, at], [TAG.stripSizes, 4, count, at + count * 4], [TAG.jpegTables, 7, 100_000, tables],
    ] as const; // prettier-ignore
    const file = readTiff(tiffOf(entries, Buffer.concat([places, Buffer.alloc(100_000)])));
    const [directory] = file.directories;
    expect(directory === undefined ? undefined : tiffAsPdf(file, directory)).toBeNull();
  });

  it('never throws and always ends, whatever way it is stored', async () => {
    const samples = ['tiles-jpeg', 'palette-tiles-lzw', 'planes-lzw', 'grey-16-bits-deflate', 'two-pages-big'].map(
      (name) => readFileSync(join(folder, 'image', 'tiff', `${name}.tiff`)),
    );
    const edits = fc.array(fc.tuple(fc.nat(400), fc.nat(255)), { minLength: 1, maxLength: 4 });
    await fc.assert(
      fc.asyncProperty(fc.constantFrom(...samples), edits, fc.boolean(), async (sample, all, atEnd) => {
        const bytes = Buffer.from(sample);
        // libtiff writes its directory behind the picture
        for (const [at, value] of all) bytes[atEnd ? bytes.length - 1 - at : at % bytes.length] = value;
        for (const page of tiffPages(bytes)) {
          if (page.width * page.height < 200_000) await page.picture();
        }
      }),
      { numRuns: 150 },
    );
  });
});

describe('damaged pictures', () => {
  it('never throw and always end', async () => {
    const names = ['text.png', 'text.jpg', 'text.gif', 'text.webp', 'text.tiff', 'text.jp2'];
    const mutation = fc.tuple(
      fc.constantFrom(...names),
      fc.array(fc.tuple(fc.nat(600), fc.nat(255)), { maxLength: 20 }),
      fc.nat(3000),
    );
    await fc.assert(
      fc.asyncProperty(mutation, async ([name, changes, cut]) => {
        const bytes = Buffer.from(picture(name));
        for (const [at, value] of changes) bytes[at % bytes.length] = value;
        const { embedded } = await readDocument(imageFormat, name, bytes.subarray(0, cut));
        expect(embedded.length).toBeLessThan(2);
      }),
      { numRuns: 300 },
    );
  });
});
