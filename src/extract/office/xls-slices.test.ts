/** A binary workbook read in slices of rows says what it says when it is read at once. */
import { readFileSync } from 'node:fs';
import { gunzipSync } from 'node:zlib';
import { describe, expect, it } from 'vitest';
import { documentOf } from '../../testing/extract-one.ts';
import { Budget, DEFAULT_LIMITS } from '../budget.ts';
import { readOle, rootStream } from './ole.ts';
import { readInParts } from './sheetjs.ts';
import { Sink } from './sink.ts';
import { xlsSlices } from './xls-slices.ts';

const fixture = (name: string): Buffer =>
  readFileSync(new URL(`../../../test-fixtures/documents/${name}`, import.meta.url));
const WORKBOOKS: Readonly<Record<string, Buffer>> = {
  'of four sheets with formulas, comments and hidden rows': fixture('office/rows-of-a-workbook.xls'),
  'with a number in every place': fixture('office/places.xls'),
  'with charts': gunzipSync(fixture('other/places-of-a-workbook.xls.gz')),
};
const streamOf = (workbook: Buffer): Buffer =>
  rootStream(readOle(workbook)?.streams ?? [], 'Workbook') ?? Buffer.alloc(0);

/** Everything that is said, with its place; comments and links follow the rows of their slice, so that the order may differ. */
async function read(stream: Buffer, most: number): Promise<readonly string[]> {
  const sink = new Sink(documentOf(stream, 'a.xls'), new Budget(DEFAULT_LIMITS, () => 0));
  const slices = xlsSlices(stream, most) ?? [];
  const parts = slices.map((slice) => ({ rows: slice.rows, bytes: slice.stream }));
  const whole = [{ rows: null, bytes: () => stream }];
  expect(await readInParts(parts.length > 0 ? parts : whole, sink, stream.length)).toBe(true);
  const { texts, uninspected } = sink.build();
  expect(uninspected).toEqual([]);
  return texts
    .flatMap(({ text, segments }) =>
      segments.map(({ start, end, ...place }) => JSON.stringify([text.slice(start, end).trim(), place])),
    )
    .sort();
}

describe('a binary workbook in slices', () => {
  for (const [what, workbook] of Object.entries(WORKBOOKS))
    it.each([1, 5, 40, 200])(`${what}, of %i cells, says the same in the same places`, async (most) => {
      const stream = streamOf(workbook);
      expect(await read(stream, most)).toEqual(await read(stream, Infinity));
    });

  it('is cut where it is large only', () => {
    const stream = streamOf(WORKBOOKS['of four sheets with formulas, comments and hidden rows'] ?? Buffer.alloc(0));
    expect(xlsSlices(stream)).toBeNull();
    expect(xlsSlices(stream, 100)?.length).toBeGreaterThan(3);
  });

  it('keeps every byte where it was', () => {
    const stream = streamOf(WORKBOOKS['with a number in every place'] ?? Buffer.alloc(0));
    for (const slice of xlsSlices(stream, 3) ?? []) expect(slice.stream().length).toBe(stream.length);
  });

  it('whatever the bytes are, it ends', () => {
    const stream = streamOf(WORKBOOKS['with charts'] ?? Buffer.alloc(0));
    for (let cut = 0; cut < stream.length; cut += 97) {
      for (const slice of xlsSlices(stream.subarray(0, cut), 2) ?? []) slice.stream();
      const wrong = Buffer.from(stream);
      wrong[cut] = 0xff;
      for (const slice of xlsSlices(wrong, 20) ?? []) slice.stream();
    }
  });
});
