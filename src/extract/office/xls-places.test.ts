import { readFileSync } from 'node:fs';
import { gunzipSync } from 'node:zlib';
import { describe, expect, it } from 'vitest';
import { allText, placesOf, readDocument } from '../../testing/read-document.ts';
import { compoundOf } from '../../testing/ooxml-locker.ts';
import { tenorNumber } from '../../testing/test-numbers.ts';
import { drawingTexts } from './drawing-texts.ts';
import { compoundFormat } from './office.ts';

const NUMBER = tenorNumber(900);
const workbook = gunzipSync(
  readFileSync(new URL('../../../test-fixtures/documents/other/places-of-a-workbook.xls.gz', import.meta.url)),
);
const numberAt = (index: number): string => tenorNumber(1040 + index);

const record = (type: number, ...body: readonly Buffer[]): Buffer => {
  const bytes = Buffer.concat(body);
  const head = Buffer.alloc(4);
  head.writeUInt16LE(type, 0);
  head.writeUInt16LE(bytes.length, 2);
  return Buffer.concat([head, bytes]);
};
const words = (...values: readonly number[]): Buffer => Buffer.from(new Uint16Array(values).buffer);
const string = (text: string): Buffer => Buffer.concat([words(text.length), Buffer.from([0]), Buffer.from(text)]);
const start = (kind: number): Buffer => record(0x0809, words(0x0600, kind, 0, 0, 0, 0, 0, 0));
const END = record(0x000a);

/** A workbook of one sheet, S, with records of our own in it. */
function sheetWith(...records: readonly Buffer[]): Buffer {
  const name = Buffer.concat([Buffer.alloc(6), Buffer.from([1, 0]), Buffer.from('S')]);
  const globals = (at: number): Buffer => {
    name.writeUInt32LE(at, 0);
    return Buffer.concat([start(5), record(0x0085, name), END]);
  };
  const first = globals(globals(0).length);
  return compoundOf({ Workbook: Buffer.concat([first, start(0x10), ...records, END]) });
}

const placesIn = async (bytes: Buffer, wanted: string): Promise<readonly string[]> =>
  placesOf((await readDocument(compoundFormat, 'a.xls', bytes)).texts, wanted);

/** Shape with one property of text. */
function shape(property: number, text: string): Buffer {
  const data = Buffer.from(`${text}\0`, 'utf16le');
  const table = Buffer.alloc(6);
  table.writeUInt16LE(property | 0x8000, 0);
  table.writeUInt32LE(data.length, 2);
  const head = Buffer.alloc(8);
  head.writeUInt16LE((1 << 4) | 3, 0);
  head.writeUInt16LE(0xf00b, 2);
  head.writeUInt32LE(6 + data.length, 4);
  return Buffer.concat([head, table, data]);
}

describe('the place of a finding in an Excel 97 workbook', () => {
  it.each([
    ['the header of the first sheet', 0, 'header Första'],
    ['its footer', 1, 'footer Första'],
    ['the header of the second sheet', 2, 'header Andra'],
    ['its footer', 3, 'footer Andra'],
    ['the hint of an input rule', 5, 'form Andra'],
    ['a cell', 6, 'cell Första!A2'],
    ['a text box', 7, 'textbox Andra'],
    ['its second line', 8, 'textbox Andra'],
    ['a note', 11, 'comment Andra!A1'],
    ['a cell of a hidden sheet', 13, 'hidden Gömd!A1'],
  ])('is said right: %s', async (_what, index, expected) => {
    expect(await placesIn(workbook, numberAt(index))).toEqual([expected]);
  });

  it.each([
    [
      'header of first pages',
      [record(0x089c, Buffer.alloc(28), words(0, 0, 0, 13, 0), string(`&L${NUMBER}`))],
      'header S',
    ],
    ['value of another workbook', [record(0x005a, Buffer.alloc(4), Buffer.from([2]), string(NUMBER))], 'link S'],
    [
      'number in a chart',
      [start(0x20), record(0x0203, Buffer.alloc(6), Buffer.from(new Float64Array([Number(NUMBER)]).buffer)), END],
      'chart S',
    ],
    ['label in a chart', [start(0x20), record(0x0204, Buffer.alloc(6), string(NUMBER)), END], 'chart S'],
    ['description of a shape', [record(0x00ec, shape(0x0381, NUMBER))], 'alt-text S'],
    ['decorative lettering', [record(0x00ec, shape(0x00c0, NUMBER))], 'textbox S'],
  ])('is said right: %s', async (_what, records, expected) => {
    expect(await placesIn(sheetWith(...records), NUMBER)).toEqual([expected]);
  });

  it('is told once where a text box is cut into several records', async () => {
    const object = record(0x005d, words(0x15, 0x12, 6));
    const text = record(0x01b6, words(0, 0, 0, 0, 0, NUMBER.length, 16, 0, 0));
    const [first, second] = [NUMBER.slice(0, 4), NUMBER.slice(4)].map((half) =>
      record(0x003c, Buffer.from([0]), Buffer.from(half)),
    );
    const bytes = sheetWith(object, text, first ?? END, second ?? END);
    expect(await placesIn(bytes, NUMBER)).toEqual(['textbox S']);
  });
});

describe('a picture in an Excel 97 workbook', () => {
  it('is handed on whole although it is cut into records of 8 KB', async () => {
    const { embedded } = await readDocument(compoundFormat, 'a.xls', workbook);
    const pictures = embedded.filter(({ bytes }) => bytes.readUInt16BE(0) === 0xffd8);
    expect(pictures).toHaveLength(1);
    expect(pictures[0]?.bytes.length).toBeGreaterThan(8224);
    expect(pictures[0]?.bytes.subarray(-2).toString('hex')).toBe('ffd9');
  });
});

describe('a workbook whose records lie', () => {
  it('keeps what follows them', async () => {
    const lies = [
      record(0x0014, words(0xffff), Buffer.from([1])),
      record(0x0015, words(1)),
      record(0x089c, Buffer.alloc(3)),
      record(0x01be, Buffer.alloc(5)),
      record(0x005a, Buffer.alloc(4), Buffer.from([2, 0xff])),
      record(0x01b6, words(0, 0, 0, 0, 0, 0xffff)),
      record(0x003c, Buffer.from([1])),
      record(0x100d, Buffer.alloc(2)),
      record(0x00ec, Buffer.from('3f000bf0ffffffff', 'hex')),
    ];
    const bytes = sheetWith(...lies, record(0x0014, string(NUMBER)));
    expect(await placesIn(bytes, NUMBER)).toEqual(['header S']);
  });

  it('of another version is swept', async () => {
    const old = compoundOf({
      Book: Buffer.concat([record(0x0809, words(0x0500, 5)), record(0x0014, Buffer.from([11]), Buffer.from(NUMBER))]),
    });
    expect(allText((await readDocument(compoundFormat, 'a.xls', old)).texts)).toContain(NUMBER);
  });
});

describe('drawingTexts()', () => {
  it('reads the texts of shapes inside containers and ends where records lie', () => {
    const inner = shape(0x0380, 'Namn');
    const container = Buffer.alloc(8);
    container.writeUInt16LE(0xf, 0);
    container.writeUInt32LE(inner.length, 4);
    const lie = Buffer.from('f3ff0bf0ffffffff0180ffffffff', 'hex');
    expect(drawingTexts(Buffer.concat([container, inner, lie]))).toEqual([{ text: 'Namn', zone: 'alt-text' }]);
  });
});
