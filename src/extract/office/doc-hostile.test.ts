import { describe, expect, it } from 'vitest';
import { compoundOf } from '../../testing/ooxml-locker.ts';
import { allText, readDocument } from '../../testing/read-document.ts';
import { compoundFormat } from './office.ts';

const TEXT_AT = 1024;
const PAGE = 512;
const CHARACTERS = 12;
const PARAGRAPHS = 13;
const PIECES = 33;

interface Made {
  readonly text: string;
  /** pages of properties, and the table that names them */
  readonly pages?: readonly Buffer[];
  readonly table?: number;
  /** properties of quick saves, which every piece has */
  readonly quick?: Buffer;
  readonly pieces?: number;
  readonly data?: Buffer;
}

const longs = (values: readonly number[]): Buffer => Buffer.from(new Uint32Array(values).buffer);

/** A Word 97 document of one story, in which every piece but the last is empty. */
function docOf({ text, pages = [], table = CHARACTERS, quick, pieces = 1, data = Buffer.alloc(0) }: Made): Buffer {
  const firstPage = Math.ceil((TEXT_AT + text.length) / PAGE);
  const word = Buffer.concat([Buffer.alloc(firstPage * PAGE), ...pages]);
  word.write(text, TEXT_AT, 'latin1');
  word.writeUInt16LE(0xa5ec, 0);
  word.writeInt32LE(text.length, 0x4c);
  const list = quick === undefined ? [] : [Buffer.from([1, quick.length & 0xff, quick.length >>> 8]), quick];
  const descriptor = Buffer.alloc(8);
  descriptor.writeUInt32LE(0x40000000 | (TEXT_AT * 2), 2);
  descriptor.writeUInt16LE(quick === undefined ? 0 : 1, 6);
  const plc = Buffer.concat([
    longs([...Array.from({ length: pieces }, () => 0), text.length]),
    ...Array.from({ length: pieces }, () => descriptor),
  ]);
  const clx = Buffer.concat([...list, Buffer.from([2]), longs([plc.length]), plc]);
  const names = longs([...pages.map(() => 0), 0, ...pages.map((_, i) => firstPage + i)]);
  word.writeUInt32LE(clx.length, 154 + PIECES * 8 + 4);
  if (pages.length > 0) {
    word.writeUInt32LE(clx.length, 154 + table * 8);
    word.writeUInt32LE(names.length, 154 + table * 8 + 4);
  }
  return compoundOf({ WordDocument: word, '0Table': Buffer.concat([clx, names]), Data: data });
}

/** A page of paragraphs, each with its properties in the same place of the data stream. */
function pageOfHuge(): Buffer {
  const count = 0x1d;
  const page = Buffer.alloc(PAGE);
  page[PAGE - 1] = count;
  for (let i = 0; i < count; i++) page[(count + 1) * 4 + i * 13] = 249;
  // 2.6.2 sprmPHugePapx
  Buffer.from([6, 0, 0, 0x46, 0x66, 0, 0, 0, 0]).copy(page, 498);
  return page;
}
function huge(): Made {
  const data = Buffer.alloc(0x10001);
  data.writeUInt16LE(0xffff, 0);
  return { text: 'a\r', pages: Array.from({ length: 1500 }, pageOfHuge), table: PARAGRAPHS, data };
}

/** Marks that all belong to the same form field with as many choices as fit. */
function forms(): Made {
  const page = Buffer.alloc(PAGE);
  page[PAGE - 1] = 1;
  page.writeUInt32LE(TEXT_AT, 0);
  page.writeUInt32LE(TEXT_AT + 5000, 4);
  page[8] = 100;
  Buffer.from([9, 0x06, 0x08, 1, 0x03, 0x6a, 0, 0, 0, 0]).copy(page, 200);
  const choices = Buffer.alloc(6 + 20_000 * 4);
  choices.writeUInt16LE(0xffff, 0);
  choices.writeUInt16LE(20_000, 2);
  for (let at = 6; at < choices.length; at += 4) choices.write('\u0001x', at, 'utf16le');
  const data = Buffer.concat([
    Buffer.alloc(68),
    Buffer.from('ffffffff02000000000000000000', 'hex'),
    Buffer.alloc(20),
    choices,
  ]);
  data.writeUInt32LE(data.length, 0);
  data.writeUInt16LE(68, 4);
  return { text: '\u0001'.repeat(5000), pages: [page], data };
}

describe('a hostile Word 97 document', () => {
  it.each([
    ['results of fields in one another', (): Made => ({ text: '\u0013\u0014a'.repeat(300_000) })],
    ['codes of fields in one another', (): Made => ({ text: '\u0013a'.repeat(300_000) })],
    ['nothing but ends of paragraphs', (): Made => ({ text: '\r'.repeat(500_000) })],
    [
      'pieces that all have the same properties',
      (): Made => ({ text: 'a', quick: Buffer.alloc(65_535), pieces: 60_000 }),
    ],
    ['paragraphs whose properties all stand in one place', huge],
    ['marks of one form', forms],
  ])('is read soon and says everything once: %s', async (_what, made) => {
    const bytes = docOf(made());
    const before = process.cpuUsage().user;
    const { texts, uninspected } = await readDocument(compoundFormat, 'a.doc', bytes);
    expect(process.cpuUsage().user - before).toBeLessThan(6_000_000);
    expect(uninspected).toEqual([]);
    expect(allText(texts).length).toBeLessThan(1_000_000);
  });

  it('tells the code and the result of a field in another one', async () => {
    const text =
      '\u0013 IF \u0013 REF x \u0014inner result\u0015 = 1 \u0014outer \u0013 PAGE \u0014seven\u0015 end\u0015 after\r';
    const { texts } = await readDocument(compoundFormat, 'a.doc', docOf({ text }));
    const all = allText(texts);
    for (const part of ['outer seven end after', 'inner result', 'REF x', 'PAGE']) expect(all).toContain(part);
  });
});
