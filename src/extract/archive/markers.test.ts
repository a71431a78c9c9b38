import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { describe, expect, it } from 'vitest';
import { writeRar4, writeRar5 } from '../../testing/rar-writer.ts';
import { allText, readDeep } from '../../testing/read-document.ts';
import { writeZip } from '../../testing/zip-writer.ts';

const folder = join(import.meta.dirname, '../../../test-fixtures/documents/archive');

const INSIDE = [
  { name: 'fil.txt', bytes: Buffer.from('Personnummer 19780805-2398\n') },
  { name: 'mapp/akt 19840326-2390.txt', bytes: Buffer.from('Personnummer 19820103-2391\n') },
];
/** Archives that are written here: no program that may be shipped writes them. */
const WRITTEN: Readonly<Record<string, () => Buffer>> = {
  'stored.rar4': () => writeRar4(INSIDE),
  'packed.rar4': () => writeRar4(INSIDE, { packed: true }),
  'packed-aes128.rar4': () => writeRar4(INSIDE, { packed: true, password: 'hemligt1' }),
  'solid.rar4': () => writeRar4(INSIDE, { solid: true }),
  'aes128.rar4': () => writeRar4(INSIDE, { password: 'hemligt1' }),
  'names.rar4': () => writeRar4(INSIDE, { password: 'hemligt1', lockNames: true }),
  'stored.rar5': () => writeRar5(INSIDE),
  'solid.rar5': () => writeRar5(INSIDE, { solid: true }),
  'aes256.rar5': () => writeRar5(INSIDE, { password: 'hemligt1' }),
  'names.rar5': () => writeRar5(INSIDE, { password: 'hemligt1', lockNames: true }),
};
const fixture = (name: string): Buffer => WRITTEN[name]?.() ?? readFileSync(join(folder, name));

/** Every fixture holds these: in a file, in a file inside a folder, and in that file's name. */
const PLACES = {
  'file content': '19780805-2398',
  'file in a folder': '19820103-2391',
  'file name': '19840326-2390',
} as const;

/** Formats and places that are not read, each with its reason. */
const HOLES: ReadonlySet<string> = new Set<string>([]);

const CLEAR = [
  'plain.zip',
  'deflate64.zip',
  'bzip2.zip',
  'lzma.zip',
  'plain.7z',
  'plain.tar',
  'pax.tar',
  'plain.tar.gz',
  'plain.tar.xz',
  'plain.tar.bz2',
  'plain.tar.zst',
  'plain.wim',
  'streamed.zip',
  'zip64.zip',
  'zstd.zip',
  'xz.zip',
  'ppmd.zip',
  'ppmd.7z',
  'solid.7z',
  'plain.cab',
  'mszip.cab',
  'joliet.iso.gz',
  'plain.arj',
  'plain.lzh',
  'plain.tar.Z',
  'plain.tar.lzma',
  'plain.tar.lz',
  'plain.cpio',
  'plain.a',
  'compressed.rar',
  'solid-compressed.rar',
];
const UNLOCKED = ['stored.rar4', 'packed.rar4', 'solid.rar4', 'stored.rar5', 'solid.rar5'];
const LOCKED = [
  { file: 'zipcrypto.zip', algorithm: 'ZipCrypto', bits: null, namesInClear: true },
  { file: 'aes128.zip', algorithm: 'AES-128', bits: 128, namesInClear: true },
  { file: 'aes192.zip', algorithm: 'AES-192', bits: 192, namesInClear: true },
  { file: 'aes256.zip', algorithm: 'AES-256', bits: 256, namesInClear: true },
  { file: 'aes256.7z', algorithm: 'AES-256', bits: 256, namesInClear: true },
  { file: 'names.7z', algorithm: 'AES-256', bits: 256, namesInClear: false },
  { file: 'short-names.7z', algorithm: 'AES-256', bits: 256, namesInClear: false },
  { file: 'aes128.rar4', algorithm: 'AES-128', bits: 128, namesInClear: true },
  { file: 'packed-aes128.rar4', algorithm: 'AES-128', bits: 128, namesInClear: true },
  { file: 'names.rar4', algorithm: 'AES-128', bits: 128, namesInClear: false },
  { file: 'aes256.rar5', algorithm: 'AES-256', bits: 256, namesInClear: true },
  { file: 'names.rar5', algorithm: 'AES-256', bits: 256, namesInClear: false },
  { file: 'encrypted.rar', algorithm: 'AES-256', bits: 256, namesInClear: true },
];

describe('the places of an archive', () => {
  it('are all read in every format, or listed as holes', async () => {
    const rows: string[] = [];
    const missed: string[] = [];
    for (const file of [...CLEAR, ...UNLOCKED, ...LOCKED.map((l) => l.file)]) {
      const { texts, uninspected } = await readDeep(file, fixture(file), { passwords: ['hemligt1'] });
      const text = allText(texts);
      const cells = Object.entries(PLACES).map(([place, number]) => {
        const found = text.includes(number);
        if (!found && !HOLES.has(`${file} ${place}`)) missed.push(`${file} ${place}`);
        return found ? 'yes' : '–';
      });
      rows.push(`  ${file.padEnd(16)} ${cells.map((c) => c.padEnd(16)).join(' ')}`);
      expect([file, uninspected]).toEqual([file, []]);
    }
    console.log(
      [
        `  ${''.padEnd(16)} ${Object.keys(PLACES)
          .map((p) => p.padEnd(16))
          .join(' ')}`,
        ...rows,
      ].join('\n'),
    );
    expect(missed).toEqual([]);
  });

  it('include the comment of a zip', async () => {
    const { texts } = await readDeep('plain.zip', fixture('plain.zip'));
    expect(allText(texts)).toContain('Kommentar 19860721-2399');
  });

  it('include the comment of a rar, all its lines', async () => {
    const { texts } = await readDeep('compressed.rar', fixture('compressed.rar'));
    expect(allText(texts)).toContain('Kommentar rad ett\nKommentar 19860721-2399');
  });
});

describe('archives in archives', () => {
  it('are read down to the last, of whatever kind', async () => {
    const names = ['plain.cab', 'plain.arj', 'plain.7z', 'plain.tar.xz', 'joliet.iso.gz', 'stored.rar5', 'plain.lzh'];
    for (const name of names) {
      const inRar = writeRar4([{ name, bytes: fixture(name) }]);
      const inZip = writeZip([{ name: 'a.rar', data: inRar }]);
      const inGzip = gzipSync(writeRar5([{ name: 'b.zip', bytes: inZip }]));
      const { texts, uninspected } = await readDeep('c.rar.gz', inGzip);
      expect([name, uninspected]).toEqual([name, []]);
      for (const number of Object.values(PLACES)) expect([name, allText(texts).includes(number)]).toEqual([name, true]);
    }
  });

  it('in volumes: what the first one holds is read, and it is listed that more is missing', async () => {
    const { texts, uninspected } = await readDeep('a.part1.rar', writeRar5(INSIDE, { volume: true }));
    expect(allText(texts)).toContain(PLACES['file content']);
    expect(uninspected.map(({ reason }) => reason)).toEqual(['damaged']);
  });
});

describe('an lzip file', () => {
  it('of several members is read as one, and one that is cut off is listed', async () => {
    const member = fixture('plain.tar.lz');
    const twice = await readDeep('a.tar.lz', Buffer.concat([member, member]));
    expect(twice.uninspected).toEqual([]);
    for (const number of Object.values(PLACES)) expect(allText(twice.texts)).toContain(number);
    const cut = await readDeep('a.tar.lz', member.subarray(0, -3));
    expect(cut.uninspected.map(({ reason }) => reason)).toEqual(['damaged']);
    const broken = Buffer.from(member);
    broken.fill(0x55, 40, 80);
    const { uninspected } = await readDeep('a.tar.lz', broken);
    expect(uninspected.map(({ reason }) => reason)).toContain('damaged');
  });
});

describe('a text that begins as an archive might', () => {
  it('is a text', async () => {
    const text = `070701 möte om ${PLACES['file content']}, ${'anteckningar '.repeat(20)}`;
    const { texts, uninspected } = await readDeep('a.txt', Buffer.from(text));
    expect(uninspected).toEqual([]);
    expect(allText(texts)).toContain(PLACES['file content']);
  });
});

describe('an encrypted archive', () => {
  for (const { file, algorithm, bits, namesInClear } of LOCKED) {
    it(`${file} is uninspected with its strength, its clear file names are read`, async () => {
      const { texts, uninspected, signals } = await readDeep(file, fixture(file), { passwords: ['fel', 'Sommar2026'] });
      expect(uninspected).toEqual([
        expect.objectContaining({
          path: [file],
          reason: 'encrypted',
          detail: algorithm,
          encryption: { algorithm, bits },
        }),
      ]);
      expect(allText(texts).includes(PLACES['file name'])).toBe(namesInClear);
      expect(allText(texts)).not.toContain(PLACES['file content']);
      expect(signals.map((s) => s.kind)).toEqual(algorithm === 'ZipCrypto' ? ['weak-encryption'] : []);
    });

    it(`${file} is opened with the password of the same mail`, async () => {
      const { texts, uninspected, signals } = await readDeep(file, fixture(file), { passwords: ['fel', 'hemligt1'] });
      expect(uninspected).toEqual([]);
      expect(allText(texts)).toContain(PLACES['file content']);
      expect(signals.map((s) => s.kind)).toContain('opened-with-password');
    });
  }
});
