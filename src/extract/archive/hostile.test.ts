import { deflateRawSync, deflateSync, gzipSync } from 'node:zlib';
import fc from 'fast-check';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { allText, readDeep, readDocument } from '../../testing/read-document.ts';
import { pdfOf, textAt } from '../../testing/pdf-builder.ts';
import { writeZip } from '../../testing/zip-writer.ts';
import { partPath } from '../../core/brand.ts';
import { fileBehindText } from '../disguise.ts';
import { gzipFormat, sevenZipFormat, tarFormat, zipFormat } from './archives.ts';

const folder = join(import.meta.dirname, '../../../test-fixtures/documents/archive');
const fixture = (name: string): Buffer => readFileSync(join(folder, name));
const NUMBER = '19780805-2398';
const reasons = (uninspected: readonly { reason: string }[]): string[] => uninspected.map((u) => u.reason);

describe('a zip bomb', () => {
  it('of 300 MB of zeros ends at the limit', async () => {
    const bomb = writeZip([{ name: 'stor.txt', data: Buffer.alloc(300 * 1024 * 1024), deflate: true }]);
    expect(bomb.length).toBeLessThan(1_000_000);
    const { uninspected, embedded } = await readDocument(zipFormat, 'bomb.zip', bomb);
    expect(reasons(uninspected)).toEqual(['limit']);
    expect(embedded).toEqual([]);
  });

  it('made of zips in zips ends at the limit of all levels together', async () => {
    let inner = writeZip([{ name: 'x.txt', data: Buffer.alloc(8 * 1024 * 1024), deflate: true }]);
    for (let level = 0; level < 4; level++) {
      const files = Array.from({ length: 8 }, (_, i) => ({ name: `${level}-${i}.zip`, data: inner, deflate: true }));
      inner = writeZip(files);
    }
    const limits = { expandedBytes: 64 * 1024 * 1024 };
    const { uninspected } = await readDeep('kapslad.zip', inner, { limits });
    expect(reasons(uninspected)).toContain('limit');
  });

  it('of one body shared by many overlapping entries ends at the limit and is ambiguous below it', async () => {
    const body = writeZip([{ name: 'a.txt', data: Buffer.alloc(4 * 1024 * 1024), deflate: true }]);
    const directoryAt = body.indexOf('PK\x01\x02');
    const endAt = body.indexOf('PK\x05\x06');
    const record = body.subarray(directoryAt, endAt);
    const build = (count: number): Buffer => {
      const end = Buffer.from(body.subarray(endAt));
      end.writeUInt16LE(count, 8);
      end.writeUInt16LE(count, 10);
      end.writeUInt32LE(record.length * count, 12);
      return Buffer.concat([body.subarray(0, directoryAt), ...Array.from({ length: count }, () => record), end]);
    };
    const many = await readDocument(zipFormat, 'overlapp.zip', build(2000));
    expect(reasons(many.uninspected)).toEqual(['limit']);
    const few = await readDocument(zipFormat, 'overlapp.zip', build(2));
    expect(reasons(few.uninspected)).toEqual(['ambiguous']);
  });

  it('that contains itself ends at the limit of depth', async () => {
    // a real quine is one zip; a file that a reader hands back to itself behaves the same
    let zip = writeZip([{ name: 'slut.txt', data: NUMBER }]);
    for (let level = 0; level < 20; level++) zip = writeZip([{ name: 'igen.zip', data: zip }]);
    const { uninspected } = await readDeep('r.zip', zip);
    expect(reasons(uninspected)).toEqual(['limit']);
  });

  it('with 20,000 entries ends at the limit of entries', async () => {
    const files = Array.from({ length: 20_000 }, (_, i) => ({ name: `${i}.txt`, data: '' }));
    const { uninspected } = await readDocument(zipFormat, 'manga.zip', writeZip(files));
    expect(uninspected).toMatchObject([{ reason: 'limit', detail: 'more than 10000 files inside' }]);
  });

  it('in gzip ends at the limit', async () => {
    const bomb = gzipSync(Buffer.alloc(300 * 1024 * 1024));
    const { uninspected } = await readDocument(gzipFormat, 'bomb.gz', bomb);
    expect(reasons(uninspected)).toEqual(['limit']);
  });

  it('that 7-Zip would open ends at the limit while it is written', async () => {
    const limits = { expandedBytes: 5000 };
    const { uninspected } = await readDocument(sevenZipFormat, 'plain.tar.xz', fixture('plain.tar.xz'), { limits });
    expect(reasons(uninspected)).toEqual(['limit']);
  });
});

describe('a zip that lies', () => {
  it('about its sizes gives what is there', async () => {
    const zip = writeZip([{ name: 'a.txt', data: `Personnummer ${NUMBER}`, deflate: true, claimedSize: 3 }]);
    const { texts } = await readDeep('lognen.zip', zip);
    expect(allText(texts)).toContain(NUMBER);
  });

  it('by a local name other than the listed one is read under both, which lead to the same bytes', async () => {
    const zip = writeZip([{ name: 'a.txt', localName: 'b.exe', data: `Personnummer ${NUMBER}`, deflate: true }]);
    const { texts, uninspected } = await readDeep('tva.zip', zip);
    expect(allText(texts)).toContain(NUMBER);
    expect(allText(texts)).toContain('b.exe');
    expect(uninspected).toEqual([]);
  });

  it.each([
    ['size', 18],
    ['method', 8],
    ['encryption', 6],
  ])('by another %s in its local header is ambiguous', async (_what, field) => {
    const zip = writeZip([{ name: 'a.txt', data: `Personnummer ${NUMBER}` }]);
    zip.writeUInt8((zip[field] ?? 0) ^ 1, field);
    expect(reasons((await readDeep('tva.zip', zip)).uninspected)).toContain('ambiguous');
  });

  it('by hiding an entry from its directory is read all the same', async () => {
    const zip = writeZip([
      { name: 'synlig.txt', data: 'inget' },
      { name: 'dold.txt', data: `Personnummer ${NUMBER}`, unlisted: true },
    ]);
    expect(allText((await readDeep('dold.zip', zip)).texts)).toContain(NUMBER);
  });

  it('by standing behind another zip: both are read and nothing is called unknown', async () => {
    const first = writeZip([{ name: 'ett.txt', data: `Personnummer ${NUMBER}` }]);
    const second = writeZip([{ name: 'tva.txt', data: 'Personnummer 19820103-2391' }]);
    const { texts, uninspected } = await readDeep('dubbel.zip', Buffer.concat([first, second]));
    expect(allText(texts)).toContain(NUMBER);
    expect(allText(texts)).toContain('19820103-2391');
    expect(uninspected).toEqual([]);
  });

  it.each(['zip', 'tar'] as const)(
    'by holding a PDF in its first kilobyte: a %s is read whole all the same',
    async (kind) => {
      const pdf = pdfOf([textAt(60, 700, 'hej')]);
      const zip = writeZip([
        { name: 'ett.pdf', data: pdf },
        { name: 'tva.txt', data: `Personnummer ${NUMBER}` },
      ]);
      const tar = fixture('plain.tar');
      // the first entry of the tar is its own member, put before the golden's
      const header = Buffer.from(tar.subarray(0, 512));
      header.write('ett.pdf\0', 0, 'latin1');
      header.write(`${pdf.length.toString(8).padStart(11, '0')}\0`, 124, 'latin1');
      header.fill(0x20, 148, 156);
      header.write(
        `${header
          .reduce((sum, byte) => sum + byte, 0)
          .toString(8)
          .padStart(6, '0')}\0 `,
        148,
        'latin1',
      );
      const padded = Buffer.concat([pdf, Buffer.alloc((512 - (pdf.length % 512)) % 512)]);
      const file = kind === 'zip' ? zip : Buffer.concat([header, padded, tar]);
      expect(allText((await readDeep(`a.${kind}`, file)).texts)).toContain(NUMBER);
    },
  );

  it('by ending within the header of its first entry: it is damaged', async () => {
    const cut = fixture('pax.tar').subarray(0, 520);
    const { uninspected } = await readDocument(tarFormat, 'pax.tar', cut);
    expect(uninspected).toMatchObject([{ reason: 'damaged', detail: 'header cannot be read whole' }]);
  });

  it('by ending behind a header that speaks of the entry after it: it is damaged', async () => {
    const cut = fixture('pax.tar').subarray(0, 1_024);
    const { uninspected } = await readDocument(tarFormat, 'pax.tar', cut);
    expect(uninspected).toMatchObject([{ reason: 'damaged', detail: 'header without the file that it speaks of' }]);
  });

  it('with names that climb out of the folder has only odd names', async () => {
    const zip = writeZip([{ name: '../../etc/passwd', data: `Personnummer ${NUMBER}` }]);
    expect(allText((await readDeep('klattra.zip', zip)).texts)).toContain(NUMBER);
  });

  it('with text before and after it: the text is read', async () => {
    const zip = writeZip([{ name: 'a.txt', data: 'inget' }], {
      before: Buffer.from(`Personnummer ${NUMBER}\n`),
      comment: 'Personnummer 19820103-2391',
    });
    const text = allText((await readDocument(zipFormat, 'runtom.zip', zip)).texts);
    expect(text).toContain(NUMBER);
    expect(text).toContain('19820103-2391');
  });
});

describe('a tar', () => {
  it('is read behind its end mark', async () => {
    const tar = fixture('plain.tar');
    const { texts } = await readDeep('dubbel.tar', Buffer.concat([fixture('pax.tar').subarray(0, 0), tar, tar]));
    expect(allText(texts).split(NUMBER)).toHaveLength(3);
  });
});

describe('damaged archives', () => {
  const formats = [
    ['plain.zip', zipFormat],
    ['zipcrypto.zip', zipFormat],
    ['aes256.zip', zipFormat],
    ['plain.tar.gz', gzipFormat],
    ['pax.tar', tarFormat],
    ['plain.7z', sevenZipFormat],
    ['plain.tar.bz2', sevenZipFormat],
    ['mszip.cab', sevenZipFormat],
    ['plain.arj', sevenZipFormat],
  ] as const;
  for (const [file, format] of formats) {
    it(`${file} with bytes changed, cut or put in never throws and always ends`, async () => {
      const original = fixture(file);
      const mutation = fc.tuple(
        fc.array(fc.tuple(fc.nat(original.length - 1), fc.nat(255)), { maxLength: 12 }),
        fc.nat(original.length),
        fc.uint8Array({ maxLength: 20 }),
      );
      await fc.assert(
        fc.asyncProperty(mutation, async ([changes, cut, inserted]) => {
          const bytes = Buffer.from(original);
          for (const [at, value] of changes) bytes[at] = value;
          const mutated = Buffer.concat([bytes.subarray(0, cut), inserted, bytes.subarray(cut)]);
          const limits = { expandedBytes: 8_000_000, timeMs: 5000 };
          for (const one of [mutated, bytes.subarray(0, cut)]) {
            const result = await readDocument(format, file, one, { passwords: ['hemligt1'], limits });
            expect(Array.isArray(result.embedded)).toBe(true);
          }
        }),
        { numRuns: 40 },
      );
    });
  }
});

describe('what stands around the files of a zip', () => {
  const files = [{ name: 'a.txt', data: 'hej' }];
  const noise = Buffer.from(Array.from({ length: 60 }, (_, i) => 1 + ((i * i * 31 + i * 7) % 251)));
  const descriptor = Buffer.from('504b0708112233440300000003000000', 'hex');

  it.each([
    ['a few letters packed by gzip', '', gzipSync(NUMBER)],
    ['a stream of zlib', '', deflateSync(`Personnummer ${NUMBER}`)],
  ])('is read: %s', async (_what, before, after) => {
    const { texts } = await readDeep('a.zip', writeZip(files, { before: Buffer.from(before), after }));
    expect(allText(texts)).toContain(NUMBER);
  });

  it.each([
    ['a few bytes that are nothing known', noise],
    ['a stream without a head', deflateRawSync(`Personnummer ${NUMBER}`)],
  ])('is listed: %s', async (_what, after) => {
    const { uninspected } = await readDeep('a.zip', writeZip(files, { after }));
    expect(uninspected).toMatchObject([{ reason: 'unsupported' }]);
  });

  it.each([
    ['zeros', Buffer.alloc(5000)],
    ['ones', Buffer.alloc(5000, 0xff)],
    ['ends of lines', Buffer.from('\r\n\r\n\r\n\r\n')],
    ['a data descriptor', descriptor],
    ["the signatures of Android's packages", Buffer.concat([noise, Buffer.from('APK Sig Block 42')])],
  ])('is no matter: %s', async (_what, after) => {
    expect((await readDeep('a.zip', writeZip(files, { after }))).uninspected).toEqual([]);
  });
});

it.each([
  ['joined', Buffer.from(NUMBER.slice(8)), NUMBER],
  ['left apart from what is no text', Buffer.from('\x01\x02\x03'), NUMBER.slice(0, 8)],
])('text before a zip and behind it is %s', (_what, after, expected) => {
  const bytes = writeZip([{ name: 'a.txt', data: 'hej' }], { before: Buffer.from(NUMBER.slice(0, 8)), after });
  const [text] = fileBehindText(
    { type: null, extension: 'zip', oleStreams: null },
    {
      part: partPath('1'),
      path: [],
      where: 'attachment',
      name: 'a.zip',
      declaredType: null,
      parameters: {},
      bytes,
    },
  );
  expect(text?.bytes.toString()).toBe(expected);
});

describe('members of gzip behind one that is broken', () => {
  const broken = gzipSync('Hej hej hej hej hej hej hej hej hej');
  broken.fill(0xff, 12, 18);

  it('are read, and the file is damaged', async () => {
    const bytes = Buffer.concat([broken, gzipSync(`Personnummer ${NUMBER}`)]);
    const { texts, uninspected } = await readDeep('a.gz', bytes);
    expect(allText(texts)).toContain(NUMBER);
    expect(reasons(uninspected)).toContain('damaged');
  });

  it('are given up when there are many of them', async () => {
    const bytes = Buffer.concat([...Array.from({ length: 2000 }, () => broken), gzipSync('Hej')]);
    const { uninspected } = await readDeep('a.gz', bytes);
    expect(reasons(uninspected)).toContain('damaged');
  });

  it('are no matter where all are whole', async () => {
    const { texts, uninspected } = await readDeep('a.gz', Buffer.concat([gzipSync('Hej '), gzipSync(NUMBER)]));
    expect(allText(texts)).toContain(NUMBER);
    expect(uninspected).toEqual([]);
  });
});
