import * as CFB from 'cfb';
import fc from 'fast-check';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { compoundOf } from '../testing/ooxml-locker.ts';
import { compoundNames, readCompoundFile } from './compound-file.ts';
import { msgFormat } from './mail/msg.ts';
import { sniff } from './sniff.ts';
import { documentOf, extractOne } from '../testing/extract-one.ts';

const NUMBER = '19780805-2398';
const office = join(import.meta.dirname, '../../test-fixtures/documents/office');
const LONG = Buffer.alloc(9000, Buffer.from(`Nummer ${NUMBER} `));
const SHORT = Buffer.from(`Kort ${NUMBER}`);

/** The item Outlook writes, as far as this test needs it. */
const item = (): Buffer =>
  compoundOf({
    '__properties_version1.0': Buffer.alloc(32),
    '__substg1.0_1000001F': Buffer.from(`Hej ${NUMBER} ${'x'.repeat(3000)}`, 'utf16le'),
  });

/** Where the directory entry of a stream stands. */
function entryOf(bytes: Buffer, name: string): number {
  const at = bytes.indexOf(Buffer.from(`${name}\0`, 'utf16le'));
  expect(at).toBeGreaterThan(0);
  return at;
}

/** Writes the number of the following sector into the sector table. */
const link = (bytes: Buffer, sector: number, next: number): number =>
  bytes.writeInt32LE(next, (bytes.readInt32LE(76) + 1) * 512 + sector * 4);

describe('readCompoundFile()', () => {
  it.each(['places.doc', 'places.xls', 'locked.doc'])('lists what the library lists: %s', (name) => {
    const bytes = readFileSync(join(office, name));
    const { FullPaths, FileIndex } = CFB.read(bytes, { type: 'buffer' });
    const wanted = FullPaths.flatMap((path, i) => {
      const entry = FileIndex[i];
      return entry?.type === 2 && entry.size > 0
        ? [[path.replace(/^[^/]*\//u, ''), Buffer.from(entry.content).toString('hex')]]
        : [];
    });
    const read = readCompoundFile(bytes);
    const got = read?.streams.map(({ path, bytes: content }) => [path, content.toString('hex')]);
    expect(read?.damaged).toBe(false);
    expect(new Map(got as [string, string][])).toEqual(new Map(wanted as [string, string][]));
  });

  it('reads a stream whose chain turns back once, and says it is damaged', () => {
    const bytes = compoundOf({ Workbook: LONG });
    const start = bytes.readInt32LE(entryOf(bytes, 'Workbook') + 116);
    link(bytes, start + 3, start);
    const read = readCompoundFile(bytes);
    expect(read?.damaged).toBe(true);
    expect(read?.streams.find(({ path }) => path === 'Workbook')?.bytes.toString()).toContain(NUMBER);
  });

  it('ends on a directory, a table and small sectors that turn back', () => {
    const bytes = compoundOf({ Kort: SHORT, Workbook: LONG });
    const directory = Buffer.from(bytes);
    link(directory, directory.readInt32LE(48), directory.readInt32LE(48));
    expect(readCompoundFile(directory)?.damaged).toBe(true);
    const table = Buffer.from(bytes);
    table.writeInt32LE(1, 68);
    table.writeInt32LE(1_000_000, 72);
    expect(readCompoundFile(table)?.streams).toHaveLength(3);
    const small = Buffer.from(bytes);
    const smallTable = (small.readInt32LE(60) + 1) * 512;
    small.writeInt32LE(0, smallTable);
    expect(readCompoundFile(small)?.streams.length).toBeGreaterThan(0);
  });

  it('ends on siblings and storages that lead back to each other, and gives each stream once', () => {
    const bytes = compoundOf({ a: SHORT, b: SHORT, c: SHORT });
    for (const name of ['a', 'b', 'c']) {
      const at = entryOf(bytes, name);
      for (const offset of [68, 72, 76]) bytes.writeInt32LE(2, at + offset);
    }
    const paths = readCompoundFile(bytes)?.streams.map(({ path }) => path);
    expect(new Set(paths).size).toBe(paths?.length);
    expect(paths).toEqual(expect.arrayContaining(['a', 'b', 'c']));
  });

  it('reads a stream that no storage shows', () => {
    const bytes = compoundOf({ a: SHORT, gömd: SHORT });
    for (let at = bytes.length - 128; at > 0; at -= 128)
      if ([68, 72, 76].every((offset) => Math.abs(bytes.readInt32LE(at + offset)) < 8))
        for (const offset of [68, 72, 76]) bytes.writeInt32LE(-1, at + offset);
    expect(readCompoundFile(bytes)?.streams.map(({ path }) => path)).toContain('gömd');
  });

  it('does not give a thousand entries of one chain a copy each', () => {
    const many = Object.fromEntries(Array.from({ length: 1000 }, (_, i) => [`s${i}`, Buffer.from('x'.repeat(5000))]));
    const bytes = compoundOf({ ...many, last: Buffer.alloc(400_000, 0x41) });
    const start = bytes.readInt32LE(entryOf(bytes, 'last') + 116);
    for (let i = 0; i < 1000; i++) {
      const at = entryOf(bytes, `s${i}`);
      bytes.writeInt32LE(start, at + 116);
      bytes.writeUInt32LE(400_000, at + 120);
    }
    const read = readCompoundFile(bytes);
    expect(read?.damaged).toBe(true);
    expect(read?.streams.reduce((sum, stream) => sum + stream.bytes.length, 0)).toBeLessThanOrEqual(bytes.length * 2);
  });

  it('never throws, whatever bytes are changed or cut', () => {
    const whole = compoundOf({ Kort: SHORT, Workbook: LONG, 'a/b/c': SHORT });
    fc.assert(
      fc.property(
        fc.array(fc.tuple(fc.nat(whole.length - 1), fc.nat(255)), { maxLength: 12 }),
        fc.nat(whole.length),
        (changes, length) => {
          const bytes = Buffer.from(whole.subarray(0, Math.max(length, 600)));
          for (const [at, value] of changes) if (at < bytes.length) bytes[at] = value;
          const read = readCompoundFile(bytes);
          expect(compoundNames(bytes).length).toBeGreaterThanOrEqual(read?.streams.length ?? 0);
        },
      ),
      { numRuns: 500 },
    );
  });
});

describe('an Outlook item', () => {
  it('whose sectors lead back into themselves is read as far as it goes, and listed', async () => {
    const bytes = item();
    const start = bytes.readInt32LE(entryOf(bytes, '__substg1.0_1000001F') + 116);
    link(bytes, start + 4, start);
    const kind = await sniff(documentOf(bytes, 'a.msg'));
    expect(msgFormat.recognises(kind, documentOf(bytes, 'a.msg'))).toBe(true);
    const { texts, uninspected } = await extractOne(msgFormat, bytes, 'a.msg');
    expect(texts.map(({ text }) => text).join('')).toContain(NUMBER);
    expect(uninspected).toMatchObject([{ reason: 'damaged' }]);
  });

  it('that is whole is not listed', async () => {
    expect((await extractOne(msgFormat, item(), 'a.msg')).uninspected).toEqual([]);
  });
});
