import { describe, expect, it } from 'vitest';
import { docLists } from './doc-lists.ts';

const long = (value: number): Buffer => {
  const bytes = Buffer.alloc(4);
  bytes.writeInt32LE(value);
  return bytes;
};
const short = (value: number): Buffer => long(value).subarray(0, 2);

/** LVL with a format, in which a character below nine is the place of a number. */
function level(start: number, format: string, follows = 0): Buffer {
  const head = Buffer.alloc(28);
  head.writeInt32LE(start, 0);
  head[15] = follows;
  return Buffer.concat([head, short(format.length), Buffer.from(format, 'utf16le')]);
}
/** Simple lists of one level each, by their ids from one on. */
function kinds(...levels: readonly Buffer[]): Buffer {
  const heads = levels.map((_, at) => {
    const head = Buffer.alloc(28);
    head.writeInt32LE(at + 1, 0);
    head[26] = 1;
    return head;
  });
  return Buffer.concat([short(levels.length), ...heads, ...levels]);
}
/** A use of each list. @param starts where it begins instead, undefined where its kind says it */
function uses(...starts: readonly (number | undefined)[]): Buffer {
  const heads = starts.map((start, at) => {
    const head = Buffer.alloc(16);
    head.writeInt32LE(at + 1, 0);
    head[12] = start === undefined ? 0 : 1;
    return head;
  });
  const data = starts.map((start) =>
    start === undefined ? long(-1) : Buffer.concat([long(-1), long(start), long(0x10)]),
  );
  return Buffer.concat([long(starts.length), ...heads, ...data]);
}

describe('lists of a Word 97–2003 document', () => {
  it('show figures of their format before their number', () => {
    const lists = docLists(kinds(level(9876, '811218-\0')), uses(undefined))?.();
    expect(lists?.next('1', 0, '')).toEqual({ number: '811218-9876', text: '811218-9876 ' });
    expect(lists?.next('1', 0, '').number).toBe('811218-9877');
  });

  it('begin where they or their uses say', () => {
    const lists = docLists(kinds(level(811218, '\0'), level(1, '-\0')), uses(undefined, 9876))?.();
    expect([lists?.next('1', 0, '').number, lists?.next('2', 0, '').number]).toEqual(['811218', '-9876']);
  });

  it('are not counted where they begin at one', () => {
    expect(docLists(kinds(level(1, '\0.'), level(1, '\0)')), uses(undefined, undefined))).toBeNull();
  });

  it('end where their tables do', () => {
    const whole = kinds(level(9876, '811218-\0'), level(5, '\0'));
    const used = uses(7, 8);
    for (let size = 0; size < whole.length; size++) docLists(whole.subarray(0, size), used);
    for (let size = 0; size < used.length; size++) docLists(whole, used.subarray(0, size));
    expect(docLists(Buffer.alloc(0), Buffer.alloc(0))).toBeNull();
    expect(docLists(Buffer.alloc(1000, 0xff), Buffer.alloc(1000, 0xff))).toBeNull();
  });
});
