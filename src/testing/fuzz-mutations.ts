/** Seeded changes to mails and documents for the fuzz run: the same seed makes the same cases. Pure. */
import { inflateRawSync } from 'node:zlib';
import { writeZip, type ZipFile } from './zip-writer.ts';

/** A small seeded generator (mulberry32): repeatable everywhere, quality is of no matter here. */
export class Dice {
  private state: number;

  constructor(seed: number) {
    this.state = seed >>> 0;
  }

  /** @returns a number from 0 up to, not including, `end` */
  below(end: number): number {
    this.state = (this.state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(this.state ^ (this.state >>> 15), 1 | this.state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return Math.floor((((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296) * Math.max(1, end));
  }

  /** @returns one of a list that is not empty */
  pick<T>(list: readonly T[]): T {
    const one = list[this.below(list.length)];
    if (one === undefined) throw new RangeError('nothing to pick from');
    return one;
  }
}

type Change = (bytes: Buffer, dice: Dice, other: Buffer) => Buffer;

/** A random range, mostly short. */
function range(bytes: Buffer, dice: Dice): readonly [number, number] {
  const start = dice.below(bytes.length);
  const length = 1 + dice.below(dice.pick([4, 32, 256, 4096, bytes.length]));
  return [start, Math.min(bytes.length, start + length)];
}

/** A whole line, its end included. */
function line(bytes: Buffer, dice: Dice): readonly [number, number] {
  const at = dice.below(bytes.length);
  const start = bytes.lastIndexOf(0x0a, at - 1) + 1;
  const end = bytes.indexOf(0x0a, at);
  return [start, end < 0 ? bytes.length : end + 1];
}

const without = (bytes: Buffer, [start, end]: readonly [number, number]): Buffer =>
  Buffer.concat([bytes.subarray(0, start), bytes.subarray(end)]);
const inserted = (bytes: Buffer, at: number, what: Buffer): Buffer =>
  Buffer.concat([bytes.subarray(0, at), what, bytes.subarray(at)]);

const EXTREMES = ['0', '-1', '1', '255', '65535', '65536', '1048577', '2147483647', '4294967295', '99999999999', '1e9'];
const WORDS = [
  '<', '>', '</', '<!--', ']]>', '<![CDATA[', '&#0;', '&#x10FFFF;', '<<', '>>', '[', '(', '{\\', '}', '\\', '\0', '"', "'",
  '=?utf-8?B?', '?=', '=\r\n', '--', '\r', '\n', '\r\n\r\n', ';', '/Kids', ' 0 R', 'endobj', 'stream\n', 'PK\x03\x04', 'PK\x05\x06',
  '\xd0\xcf\x11\xe0', '\xff\xfe', '\xef\xbb\xbf', '%PDF-', 'begin 644 a\n', '=ybegin line=128 size=9 name=a\n', 'From a@b\n', '19121212-1212',
  '__proto__', 'constructor', 'toString', '\u202e', 'aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa', '--------------------------------', '1111111111111111111111111111',
].map((word) => Buffer.from(word, 'latin1')); // prettier-ignore
const FIELDS = [
  'Content-Type: multipart/mixed; boundary=x', 'Content-Type: text/html; charset=utf-7', 'Content-Type:', 'Content-Type: message/rfc822',
  'Content-Type: text/plain; charset="__proto__"', 'Content-Transfer-Encoding: base64', 'Content-Transfer-Encoding: quoted-printable',
  'Content-Transfer-Encoding: x-uuencode', 'Content-Disposition: attachment; filename*0*=utf-16\'\'%FF; filename*1=b',
  'Content-Disposition: attachment; filename="=?utf-8?B?w7/=?="', 'Content-Type: application/pkcs7-mime', 'Content-Type: application/ms-tnef',
  'Content-Type: message/partial; id=a; number=1', 'Content-Type: text/calendar', 'Content-Type: application/octet-stream; name=a.pdf',
  'Subject: =?utf-8?Q?=?=', 'From: "a" <b', ' continued', ': nameless', 'constructor: 1', 'MIME-Version: 1.0',
].map((field) => Buffer.from(`${field}\r\n`)); // prettier-ignore

const CHANGES: readonly Change[] = [
  // a bit
  (bytes, dice) => {
    const copy = Buffer.from(bytes);
    const at = dice.below(copy.length);
    copy[at] = (copy[at] ?? 0) ^ (1 << dice.below(8));
    return copy;
  },
  // a byte
  (bytes, dice) => {
    const copy = Buffer.from(bytes);
    copy[dice.below(copy.length)] = dice.pick([0, 0xff, 0x7f, 0x80, 0x0a, 0x3c, dice.below(256)]);
    return copy;
  },
  // a length field
  (bytes, dice) => {
    const copy = Buffer.from(bytes);
    if (copy.length < 8) return copy;
    const value = dice.pick([0, 1, 0x7fffffff, 0xffffffff, copy.length, copy.length * 2, dice.below(65536)]);
    const at = dice.below(copy.length - 4);
    if (dice.below(2) === 0) copy.writeUInt32LE(value >>> 0, at);
    else copy.writeUInt16BE(value & 0xffff, at);
    return copy;
  },
  // a number in digits
  (bytes, dice) => {
    const text = bytes.toString('latin1');
    const numbers = [...text.slice(0, 200_000).matchAll(/\d{1,12}/gu)];
    if (numbers.length === 0) return bytes;
    const one = dice.pick(numbers);
    return Buffer.from(
      text.slice(0, one.index) + dice.pick(EXTREMES) + text.slice(one.index + one[0].length),
      'latin1',
    );
  },
  (bytes, dice) => without(bytes, range(bytes, dice)),
  (bytes, dice) => bytes.subarray(0, 1 + dice.below(bytes.length)),
  (bytes, dice) => {
    const [start, end] = range(bytes, dice);
    const times = dice.pick([1, 1, 2, 50, 1000]);
    const chunk = bytes.subarray(start, Math.min(end, start + Math.ceil(2_000_000 / times)));
    return inserted(bytes, dice.below(bytes.length), Buffer.concat(Array.from({ length: times }, () => chunk)));
  },
  (bytes, dice, other) => {
    const [start, end] = range(other, dice);
    return inserted(bytes, dice.below(bytes.length), other.subarray(start, end));
  },
  (bytes, dice, other) => Buffer.concat([bytes.subarray(0, dice.below(bytes.length)), other.subarray(dice.below(other.length))]),
  (bytes, dice) => inserted(bytes, dice.below(bytes.length), dice.pick(WORDS)),
  (bytes, dice) => {
    const word = dice.pick(WORDS);
    const times = dice.pick([10, 1000, 100_000]);
    return inserted(bytes, dice.below(bytes.length), Buffer.concat(Array.from({ length: Math.min(times, 1_000_000 / Math.max(1, word.length)) }, () => word)));
  },
  (bytes, dice) => without(bytes, line(bytes, dice)),
  (bytes, dice) => {
    const [start, end] = line(bytes, dice);
    return inserted(bytes, line(bytes, dice)[0], bytes.subarray(start, end));
  },
  (bytes, dice) => inserted(bytes, line(bytes, dice)[0], dice.pick(FIELDS)),
  (bytes, dice) => {
    const head = Math.max(1, bytes.indexOf('\r\n\r\n'));
    return inserted(bytes, line(bytes.subarray(0, head), dice)[0], dice.pick(FIELDS));
  },
]; // prettier-ignore

/** Changes bytes in one to six ways. @param other bytes to splice from */
export function mutate(bytes: Buffer, dice: Dice, other: Buffer): Buffer {
  let changed = bytes;
  for (let left = 1 + dice.below(dice.pick([1, 2, 6])); left > 0 && changed.length > 0; left--)
    changed = dice.pick(CHANGES)(changed, dice, other.length === 0 ? bytes : other);
  return changed.subarray(0, 8_000_000);
}

/** Files of an ordinary zip (no zip64, no encryption); null for anything else. */
function unpack(zip: Buffer): ZipFile[] | null {
  const end = zip.lastIndexOf('PK\x05\x06', undefined, 'latin1');
  if (end < 0 || end + 22 > zip.length) return null;
  const files: ZipFile[] = [];
  let at = zip.readUInt32LE(end + 16);
  try {
    while (zip.readUInt32LE(at) === 0x02014b50) {
      const nameLength = zip.readUInt16LE(at + 28);
      const local = zip.readUInt32LE(at + 42);
      const start = local + 30 + zip.readUInt16LE(local + 26) + zip.readUInt16LE(local + 28);
      const packed = zip.subarray(start, start + zip.readUInt32LE(at + 20));
      const method = zip.readUInt16LE(at + 10);
      if ((zip.readUInt16LE(at + 8) & 1) !== 0 || (method !== 0 && method !== 8)) return null;
      files.push({
        name: zip.toString('utf8', at + 46, at + 46 + nameLength),
        data: method === 0 ? packed : inflateRawSync(packed, { maxOutputLength: 16_000_000 }),
      });
      at += 46 + nameLength + zip.readUInt16LE(at + 30) + zip.readUInt16LE(at + 32);
    }
  } catch (error) {
    if (error instanceof Error) return null; // a golden that is damaged on purpose: changed as plain bytes
    throw error;
  }
  return files.length === 0 ? null : files;
}

/**
 * Changes a document; of a zip (office documents) mostly one file inside it, because changed compressed bytes seldom get
 * past the checksum.
 */
export function mutateDocument(bytes: Buffer, dice: Dice, other: Buffer): Buffer {
  const files = dice.below(4) === 0 ? null : unpack(bytes);
  if (files === null) return mutate(bytes, dice, other);
  for (let left = 1 + dice.below(2); left > 0; left--) {
    const at = dice.below(files.length);
    const file = files[at];
    if (file === undefined) continue;
    if (dice.below(12) === 0) files.splice(at, 1);
    else if (dice.below(12) === 0) files.push({ ...file, name: dice.pick([file.name, `x/${file.name}`, '__proto__']) });
    else files[at] = { ...file, data: mutate(Buffer.from(file.data), dice, other) };
    if (files.length === 0) break;
  }
  return writeZip(files.map((file) => ({ ...file, deflate: true })));
}

/** A mail with one document attached. @param declared media type to claim */
export function wrap(name: string, bytes: Buffer, declared = 'application/octet-stream'): Buffer {
  const head = [
    'From: Anna <anna@kommun.example>', 'To: b@example.org', 'Subject: Underlag', 'MIME-Version: 1.0',
    'Content-Type: multipart/mixed; boundary="skarv"', '', '--skarv', 'Content-Type: text/plain; charset=utf-8', '',
    'Hej, underlaget är bifogat. Lösenord: hemligt1', '--skarv', `Content-Type: ${declared}`,
    `Content-Disposition: attachment; filename="${name}"`, 'Content-Transfer-Encoding: base64', '', '',
  ].join('\r\n'); // prettier-ignore
  const body = bytes.toString('base64').replace(/.{76}/gu, '$&\r\n');
  return Buffer.from(`${head}${body}\r\n--skarv--\r\n`);
}
