/** Records of text in pictures of Windows that end where they may, and earlier. */
import { describe, expect, it } from 'vitest';
import { Budget, DEFAULT_LIMITS } from '../budget.ts';
import { metafileLines } from './metafile.ts';

/** A picture of one record. @param words of four bytes behind its type and size */
function picture(type: number, words: readonly number[]): Buffer {
  const header = Buffer.alloc(108);
  header.writeUInt32LE(1, 0);
  header.writeUInt32LE(header.length, 4);
  header.write(' EMF', 40, 'latin1');
  const record = [type, 8 + words.length * 4, ...words];
  const bytes = Buffer.alloc(record.length * 4);
  record.forEach((word, at) => bytes.writeUInt32LE(word, at * 4));
  return Buffer.concat([header, bytes]);
}
const lines = (bytes: Buffer): readonly string[] => metafileLines(bytes, new Budget(DEFAULT_LIMITS, () => Date.now()));

const WIDE = 84;
const SMALL = 108;
const WITHOUT_RECTANGLE = 0x100;

describe('the last record of a picture', () => {
  it.each([WIDE, SMALL])('may end at any place (type %i)', (type) => {
    const words = [0, 0, 1, WITHOUT_RECTANGLE, 0, 0, 0, 1, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0];
    for (let length = 0; length <= words.length; length++)
      expect(() => lines(picture(type, words.slice(0, length)))).not.toThrow();
  });

  it('may be one letter', () => {
    expect(lines(picture(SMALL, [0, 0, 1, WITHOUT_RECTANGLE, 0, 0, 0, 0x41]))).toContain('A');
  });
});
