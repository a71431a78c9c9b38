/**
 * Pictures with words where no program looks, as name and content. Each takes a number as six digits, a hyphen and four; with another
 * number nobody has to stop it.
 */
import { crc32, deflateSync, gzipSync } from 'node:zlib';
import { tarOf } from './tar-writer.ts';
import { writeZip } from './zip-writer.ts';

type EvasiveFile = readonly [name: string, make: (number: string) => Buffer];

const latin1 = (text: string): Buffer => Buffer.from(text, 'latin1');
const say = (number: string): Buffer => latin1(`Personnummer ${number}\r\n`);
const wide = (number: string): Buffer => Buffer.from(`\ufeffPersonnummer ${number}\r\n`, 'utf16le');
const page = (number: string): Buffer =>
  latin1(`<html><body>${number.slice(0, 3)}<b>${number.slice(3)}</b></body></html>`);
const mail = (number: string): Buffer =>
  latin1(
    `From: a@b.example\r\nTo: c@d.example\r\nSubject: x\r\nContent-Transfer-Encoding: base64\r\n\r\n${say(number).toString('base64')}\r\n`,
  );

function chunk(kind: string, data: Buffer): Buffer {
  const body = Buffer.concat([latin1(kind), data]);
  const [length, check] = [Buffer.alloc(4), Buffer.alloc(4)];
  length.writeUInt32BE(data.length);
  check.writeUInt32BE(crc32(body));
  return Buffer.concat([length, body, check]);
}
/** Ten by ten pixels. */
function png(inside: Buffer, behind: Buffer = Buffer.alloc(0)): Buffer {
  const head = Buffer.from([0, 0, 0, 10, 0, 0, 0, 10, 8, 0, 0, 0, 0]);
  const data = [
    chunk('IHDR', head),
    inside,
    chunk('IDAT', deflateSync(Buffer.alloc(110))),
    chunk('IEND', Buffer.alloc(0)),
  ];
  return Buffer.concat([latin1('\x89PNG\r\n\x1a\n'), ...data, behind]);
}
const NONE: Buffer = Buffer.alloc(0);

/** A JPEG by its markers; the scan is no picture that anybody decodes. */
function jpeg(segments: readonly (readonly [marker: number, data: Buffer])[], behind = NONE): Buffer {
  const frame = Buffer.from([8, 0, 10, 0, 10, 1, 1, 0x11, 0]);
  const segment = ([marker, data]: readonly [number, Buffer]): Buffer =>
    Buffer.concat([Buffer.from([0xff, marker, (data.length + 2) >> 8, (data.length + 2) & 255]), data]);
  const table = Buffer.concat([Buffer.alloc(17), Buffer.from([0xff, 0xd9])]);
  const scan = Buffer.concat([
    segment([0xda, Buffer.from([1, 1, 0, 0, 63, 0])]),
    Buffer.from([1, 0xff, 0, 2, 0xff, 0xd0, 3]),
  ]);
  const parts = [...segments.map(segment), segment([0xc0, frame]), scan, segment([0xc4, table]), scan];
  return Buffer.concat([Buffer.from([0xff, 0xd8]), ...parts, Buffer.from([0xff, 0xd9]), behind]);
}

const GIF = Buffer.from('R0lGODlhAQABAIAAAAAAAP///yH5BAEAAAAALAAAAAABAAEAAAIBRAA7', 'base64');
const gifWith = (block: Buffer): Buffer => Buffer.concat([GIF.subarray(0, -1), block, Buffer.from([0x3b])]);

function webp(...chunks: readonly (readonly [kind: string, data: Buffer])[]): Buffer {
  const parts = chunks.map(([kind, data]) => {
    const head = Buffer.alloc(8);
    head.write(kind, 'latin1');
    head.writeUInt32LE(data.length, 4);
    return Buffer.concat([head, data, Buffer.alloc(data.length % 2)]);
  });
  const body = Buffer.concat([latin1('WEBP'), ...parts]);
  const head = Buffer.alloc(8);
  head.write('RIFF', 'latin1');
  head.writeUInt32LE(body.length, 4);
  return Buffer.concat([head, body]);
}
/** One pixel, lossless. */
const PIXEL = Buffer.from('2f0000001007108888fe0700', 'hex');

/** A TIFF of one pixel: its directory, then what is given. */
function tiff(behind: Buffer): Buffer {
  const fields = [[256, 1], [257, 1], [258, 8], [259, 1], [262, 1], [273, 200], [278, 1], [279, 1]]; // prettier-ignore
  const bytes = Buffer.alloc(201);
  bytes.write('II*\0\x08\0\0\0', 'latin1');
  bytes.writeUInt16LE(fields.length, 8);
  fields.forEach(([tag = 0, value = 0], i) => {
    bytes.writeUInt16LE(tag, 10 + i * 12);
    bytes.writeUInt16LE(3, 12 + i * 12);
    bytes.writeUInt32LE(1, 14 + i * 12);
    bytes.writeUInt16LE(value, 18 + i * 12);
  });
  return Buffer.concat([bytes, behind]);
}
function icon(behind: Buffer): Buffer {
  const bytes = Buffer.alloc(22 + 40 + 8);
  bytes.set([0, 0, 1, 0, 1, 0, 1, 1, 0, 0, 1, 0, 24, 0, 48, 0, 0, 0, 22, 0, 0, 0, 40]);
  return Buffer.concat([bytes, behind]);
}

/** By what is done. */
export const EVASIVE_PICTURES: Readonly<Record<string, EvasiveFile>> = {
  'wide text behind a PNG': ['a.png', (t) => png(NONE, wide(t))],
  'a page behind a PNG': ['a.png', (t) => png(NONE, page(t))],
  'a mail behind a PNG': ['a.png', (t) => png(NONE, mail(t))],
  'a tar behind a PNG': ['a.png', (t) => png(NONE, tarOf('a.txt', say(t)))],
  'bytes and text behind a PNG': ['a.png', (t) => png(NONE, Buffer.concat([Buffer.from([0, 1, 2, 3]), say(t)]))],
  'a chunk of a PNG that nobody knows': ['a.png', (t) => png(chunk('prVt', say(t)))],
  'text before a PNG': ['a.png', (t) => Buffer.concat([say(t), png(NONE)])],
  'text behind a JPEG': ['a.jpg', (t) => jpeg([], say(t))],
  'wide text behind a JPEG': ['a.jpg', (t) => jpeg([], wide(t))],
  'a gzip behind a JPEG': ['a.jpg', (t) => jpeg([], gzipSync(say(t)))],
  'a segment of a JPEG that nobody knows': ['a.jpg', (t) => jpeg([[0xe9, say(t)]])],
  'a page in the comment of a JPEG': ['a.jpg', (t) => jpeg([[0xfe, page(t)]])],
  'a second JPEG': ['a.jpg', (t) => jpeg([], jpeg([[0xfe, say(t)]]))],
  'text before a JPEG': ['a.jpg', (t) => Buffer.concat([say(t), jpeg([])])],
  'a zip behind a GIF': [
    'a.gif',
    (t) => Buffer.concat([GIF, writeZip([{ name: 'h.txt', data: say(t), deflate: true }])]),
  ],
  "a program's block in a GIF": [
    'a.gif',
    (t) => gifWith(Buffer.concat([latin1('\x21\xff\x0bNETSCAPE9.9'), Buffer.from([t.length]), latin1(`${t}\0`)])),
  ],
  'a chunk of a WebP that nobody knows': ['a.webp', (t) => webp(['VP8L', PIXEL], ['TEXT', say(t)])],
  'text behind a WebP': ['a.webp', (t) => Buffer.concat([webp(['VP8L', PIXEL]), wide(t)])],
  'text behind a TIFF': ['a.tif', (t) => tiff(say(t))],
  'text behind an icon': ['a.ico', (t) => icon(say(t))],
};
