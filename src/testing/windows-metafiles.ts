/** Files that programs write of calls and values, built for tests: EMF ([MS-EMF]), WMF ([MS-WMF]) and binary property lists. */

interface Drawn {
  readonly x: number;
  readonly y: number;
  readonly text: string;
}

/** A text as programs draw it that place each letter. */
export const letterByLetter = (text: string): readonly Drawn[] =>
  Array.from(text, (letter, at) => ({ x: 10 + at * 8, y: 10, text: letter }));

const words = (...values: readonly number[]): Buffer => {
  const out = Buffer.alloc(values.length * 2);
  values.forEach((value, at) => out.writeUInt16LE(value, at * 2));
  return out;
};
const longs = (...values: readonly number[]): Buffer => {
  const out = Buffer.alloc(values.length * 4);
  values.forEach((value, at) => out.writeUInt32LE(value, at * 4));
  return out;
};

/** A record of EMF with its size. */
const emfRecord = (type: number, content: Buffer): Buffer => Buffer.concat([longs(type, content.length + 8), content]);

/** A picture with wide texts (EMR_EXTTEXTOUTW). */
export function emfOf(texts: readonly Drawn[]): Buffer {
  const drawn = texts.map(({ x, y, text }) => {
    const letters = Buffer.from(text.padEnd(text.length + (text.length % 2), '\0'), 'utf16le');
    return emfRecord(84, Buffer.concat([Buffer.alloc(28), longs(x, y, text.length, 76, 0, 0, 0, 0, 0, 0), letters]));
  });
  const header = Buffer.concat([Buffer.alloc(32), Buffer.from(' EMF'), Buffer.alloc(44)]);
  return Buffer.concat([emfRecord(1, header), ...drawn, emfRecord(14, longs(0, 16, 20))]);
}

/** A picture without the header that says how large it is (META_TEXTOUT). */
export function wmfOf(texts: readonly Drawn[]): Buffer {
  const records = texts.map(({ x, y, text }) => {
    const letters = Buffer.from(text.padEnd(text.length + (text.length % 2), '\0'), 'latin1');
    const content = Buffer.concat([words(0x0521, text.length), letters, words(y, x)]);
    return Buffer.concat([longs(content.length / 2 + 2), content]);
  });
  const all = Buffer.concat([...records, longs(3), words(0)]);
  return Buffer.concat([words(1, 9, 0x300), longs(9 + all.length / 2), words(0, 10, 0, 0), all]);
}

/** A list of texts and data, each with its key, all of them shorter than 256 bytes. */
export function binaryPlist(values: Readonly<Record<string, string | Buffer>>): Buffer {
  const keys = Object.keys(values);
  const object = (value: string | Buffer): Buffer => {
    const content = Buffer.from(value);
    return Buffer.concat([Buffer.from([typeof value === 'string' ? 0x5f : 0x4f, 0x10, content.length]), content]);
  };
  const numbers = [...keys.keys(), ...keys.keys()].map((at, i) => 1 + at + (i < keys.length ? 0 : keys.length));
  const dictionary = Buffer.from([0xd0 | keys.length, ...numbers]);
  const objects = [dictionary, ...keys.map(object), ...Object.values(values).map(object)];
  const offsets: number[] = [];
  let at = 8;
  for (const { length } of objects) {
    offsets.push(at);
    at += length;
  }
  const table = Buffer.alloc(offsets.length * 2);
  offsets.forEach((offset, i) => table.writeUInt16BE(offset, i * 2));
  const trailer = Buffer.alloc(32);
  trailer[6] = 2;
  trailer[7] = 1;
  trailer.writeBigUInt64BE(BigInt(objects.length), 8);
  trailer.writeBigUInt64BE(BigInt(at), 24);
  return Buffer.concat([Buffer.from('bplist00'), ...objects, table, trailer]);
}
