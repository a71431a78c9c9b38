import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import yauzl from 'yauzl';
import { writeZip } from '../testing/zip-writer.ts';
import type { ZipFile } from '../testing/zip-writer.ts';
import { Budget, BudgetSpent, DEFAULT_LIMITS } from './budget.ts';
import { ZipSpending, readZipDirectory, readZipEntry, zipNames } from './zip-read.ts';

const budget = (limits: Partial<typeof DEFAULT_LIMITS> = {}): Budget =>
  new Budget({ ...DEFAULT_LIMITS, ...limits }, () => 0);

/** Every entry as text, in the order they are listed. */
function contents(bytes: Buffer): readonly string[] {
  const spent = budget();
  const spending = new ZipSpending(spent, bytes.length);
  return readZipDirectory(bytes, spent).entries.map((entry) => {
    const content = readZipEntry(bytes, entry, spending);
    return content.state === 'read' ? `${entry.name}=${content.bytes.toString()}` : `${entry.name}: ${content.state}`;
  });
}

/** The listing of an independent reader. */
function yauzlListing(bytes: Buffer): Promise<readonly string[]> {
  return new Promise((resolve, reject) => {
    yauzl.fromBuffer(bytes, { lazyEntries: false }, (error, zip) => {
      if (error !== null) {
        reject(error);
        return;
      }
      const listing: string[] = [];
      zip.on('entry', (entry: yauzl.Entry) =>
        listing.push(`${entry.fileName} ${entry.compressionMethod} ${entry.compressedSize} ${entry.uncompressedSize}`),
      );
      zip.on('error', reject);
      zip.on('end', () => resolve(listing));
    });
  });
}

const fileArbitrary: fc.Arbitrary<ZipFile> = fc.record({
  name: fc.stringMatching(/^[a-zåäö]{1,8}\.(?:txt|xml)$/u),
  data: fc.uint8Array({ maxLength: 300 }).map((bytes) => Buffer.from(bytes)),
  deflate: fc.boolean(),
  descriptor: fc.boolean(),
});

describe('readZipDirectory()', () => {
  it('lists what yauzl lists, and every file comes back as it was put in', async () => {
    const zips = fc.uniqueArray(fileArbitrary, { selector: ({ name }) => name, minLength: 1, maxLength: 8 });
    await fc.assert(
      fc.asyncProperty(zips, async (files) => {
        const bytes = writeZip(files);
        const { entries, oddities } = readZipDirectory(bytes, budget());
        const own = entries.map((each) => `${each.name} ${each.method} ${each.compressedSize} ${each.declaredSize}`);
        expect(own).toEqual(await yauzlListing(bytes));
        expect(oddities).toEqual([]);
        expect(contents(bytes)).toEqual(files.map(({ name, data }) => `${name}=${data.toString()}`));
        expect(zipNames(bytes)).toEqual(files.map(({ name }) => name));
      }),
      { numRuns: 100 },
    );
  });

  it('finds the first of two zips glued together, which yauzl does not', async () => {
    const glued = writeZip([{ name: 'second.txt', data: 'b' }], {
      before: writeZip([{ name: 'first.txt', data: 'a', deflate: true }]),
    });
    expect(await yauzlListing(glued)).toEqual(['second.txt 0 1 1']);
    expect(contents(glued)).toEqual(['second.txt=b', 'first.txt=a']);
    expect(readZipDirectory(glued, budget()).oddities).toContain('unlisted-entry');
  });

  it('hands out bytes before the first entry and behind the last', () => {
    const zip = writeZip([{ name: 'a.txt', data: 'a' }], {
      before: Buffer.from('before the zip'),
      after: Buffer.from('behind the zip'),
    });
    const { strays, oddities } = readZipDirectory(zip, budget());
    expect(strays.map(String).join(' ')).toMatch(/before the zip[^]*behind the zip/u);
    expect(oddities).toContain('stray-bytes');
  });

  it('names what two programs may read differently', () => {
    const odd = (files: readonly ZipFile[]): readonly string[] => readZipDirectory(writeZip(files), budget()).oddities;
    expect(odd([{ name: 'a.txt', data: 'a', localName: 'b.txt' }])).toEqual(['local-name-differs']);
    expect(odd([{ name: 'A.TXT', data: 'a', localName: 'a.txt' }])).toEqual([]);
    expect(
      odd([
        { name: 'a.txt', data: 'a' },
        { name: 'a.txt', data: 'b' },
      ]),
    ).toContain('duplicate-name');
    expect(
      odd([
        { name: 'a.txt', data: 'a' },
        { name: 'b.txt', data: 'b', unlisted: true },
      ]),
    ).toContain('unlisted-entry');
    expect(readZipDirectory(Buffer.from('no zip at all'), budget()).oddities).toContain('no-central-directory');
  });

  it('is total over damaged zips', () => {
    const zip = writeZip([
      { name: 'a.txt', data: 'aaaaaaaaaaaaaaaaaaaa', deflate: true, descriptor: true },
      { name: 'b.txt', data: 'b' },
    ]);
    const flips = fc.array(fc.tuple(fc.nat(zip.length - 1), fc.nat(255)), { maxLength: 12 });
    fc.assert(
      fc.property(flips, fc.nat(zip.length), (changes, cut) => {
        const damaged = Buffer.from(zip);
        for (const [at, byte] of changes) damaged[at] = byte;
        expect(Array.isArray(contents(damaged.subarray(cut < 8 ? cut : 0)))).toBe(true);
      }),
      { numRuns: 500 },
    );
  });
});

describe('readZipEntry()', () => {
  const only = (file: Omit<ZipFile, 'name'>, limits: Partial<typeof DEFAULT_LIMITS> = {}) => {
    const zip = writeZip([{ name: 'a.txt', ...file }]);
    const spent = budget(limits);
    const entry = readZipDirectory(zip, spent).entries[0]!;
    return readZipEntry(zip, entry, new ZipSpending(spent, zip.length));
  };

  it('names the strength of encryption', () => {
    const aes = Buffer.from([0x01, 0x99, 7, 0, 2, 0, 0x41, 0x45, 3, 8, 0]);
    expect(only({ data: 'x', flags: 1 })).toMatchObject({ encryption: { algorithm: 'ZipCrypto' } });
    expect(only({ data: 'x', flags: 1, method: 99, extra: aes })).toMatchObject({
      encryption: { algorithm: 'AES-256', bits: 256 },
    });
  });

  it('says which method it does not follow', () => {
    expect(only({ data: 'x', method: 14 })).toEqual({ state: 'unsupported', method: 14 });
  });

  it('inflates by what is there, not by the size that is claimed', () => {
    const content = only({ data: Buffer.alloc(50_000, 0x61), deflate: true, claimedSize: 10 });
    expect(content).toMatchObject({ state: 'read' });
    expect(content.state === 'read' ? content.bytes.length : 0).toBe(50_000);
  });

  it('stops at the limit of expanded bytes and at the ratio', () => {
    const bomb = { data: Buffer.alloc(20_000_000), deflate: true };
    expect(() => only(bomb, { expandedBytes: 1_000_000 })).toThrow(BudgetSpent);
    expect(() => only(bomb)).toThrow(/expands more than 200 times/u);
  });

  it('keeps the beginning of data that is damaged further on', () => {
    const text = Array.from({ length: 4000 }, (_, i) => `rad ${i}`).join('\n');
    const zip = writeZip([{ name: 'a.txt', data: text, deflate: true }]);
    const spent = budget();
    const entry = readZipDirectory(zip, spent).entries[0]!;
    zip.fill(0xff, entry.dataStart + Math.floor(entry.compressedSize * 0.7), entry.dataStart + entry.compressedSize);
    const content = readZipEntry(zip, entry, new ZipSpending(spent, zip.length));
    expect(content).toMatchObject({ state: 'read', damaged: true });
    expect(content.state === 'read' ? content.bytes.toString() : '').toMatch(/^rad 0\nrad 1\n/u);
  });
});
