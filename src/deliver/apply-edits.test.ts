import { Readable } from 'node:stream';
import { buffer } from 'node:stream/consumers';
import { pipeline } from 'node:stream/promises';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { Edit } from '../core/ruling.ts';
import { applyEdits, editedBytes, sizeAfterEdits } from './apply-edits.ts';

/** The same on text, written the obvious way: from the last edit to the first. */
const edited = (bytes: Buffer, edits: readonly Edit[]): Buffer =>
  Buffer.from(
    edits.reduceRight(
      (text, { start, end, insert }) => text.slice(0, start) + insert + text.slice(end),
      bytes.toString('latin1'),
    ),
    'latin1',
  );

const run = (chunks: readonly Buffer[], edits: readonly Edit[]): Promise<Buffer> =>
  buffer(Readable.from(chunks, { objectMode: false }).pipe(applyEdits(edits)));

const plan = fc.uint8Array({ maxLength: 200 }).chain((bytes) =>
  fc.record({
    bytes: fc.constant(Buffer.from(bytes)),
    places: fc.array(fc.nat({ max: bytes.length }), { maxLength: 12 }),
    inserts: fc.array(fc.string({ unit: 'grapheme-ascii', maxLength: 8 }), { minLength: 6, maxLength: 6 }),
    cuts: fc.array(fc.nat({ max: bytes.length }), { maxLength: 10 }),
  }),
);

describe('applyEdits()', () => {
  test('does to a stream what the obvious code does to a buffer, however it is cut', async () => {
    await fc.assert(
      fc.asyncProperty(plan, async ({ bytes, places, inserts, cuts }) => {
        const sorted = [...places].sort((a, b) => a - b);
        const edits: Edit[] = [];
        for (let i = 0; i + 1 < sorted.length; i += 2) {
          edits.push({ start: sorted[i] ?? 0, end: sorted[i + 1] ?? 0, insert: inserts[i / 2] ?? '' });
        }
        const chunks: Buffer[] = [];
        let from = 0;
        for (const cut of [...cuts].sort((a, b) => a - b)) {
          chunks.push(bytes.subarray(from, cut));
          from = cut;
        }
        chunks.push(bytes.subarray(from));
        const result = await run(
          chunks.filter((chunk) => chunk.length > 0),
          edits,
        );
        expect(result.equals(edited(bytes, edits))).toBe(true);
        expect(editedBytes(bytes, edits).equals(result)).toBe(true);
        expect(result.length).toBe(sizeAfterEdits(bytes.length, edits));
      }),
      { numRuns: 500 },
    );
  });

  test('puts fields before the first byte and leaves every other byte', async () => {
    const original = Buffer.from('Subject: x\r\n\r\nhej\r\n');
    const result = await run([original], [{ start: 0, end: 0, insert: 'Received: by us\r\n' }]);
    expect(result.toString()).toBe(`Received: by us\r\n${original.toString()}`);
  });

  test.each([[{ start: 5, end: 5, insert: 'x' }], [{ start: 2, end: 9, insert: '' }]])(
    'fails when an edit lies behind the message: %j',
    async (edit) => {
      await expect(pipeline(Readable.from([Buffer.from('abc')]), applyEdits([edit]), buffer)).rejects.toThrow(
        RangeError,
      );
      expect(() => editedBytes(Buffer.from('abc'), [edit])).toThrow(RangeError);
    },
  );

  test.each([
    [[{ start: 3, end: 2, insert: '' }]],
    [
      [
        { start: 0, end: 4, insert: '' },
        { start: 3, end: 5, insert: '' },
      ],
    ],
    [[{ start: Number.NaN, end: 4, insert: '' }]],
  ])('refuses edits out of order: %j', (edits) => {
    expect(() => applyEdits(edits)).toThrow(RangeError);
    expect(() => editedBytes(Buffer.from('abcdefgh'), edits)).toThrow(RangeError);
  });
});
