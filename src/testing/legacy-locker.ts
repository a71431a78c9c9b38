/**
 * Locks doc, xls and ppt the way Office 2003 does, written from [MS-OFFCRYPTO], [MS-DOC], [MS-XLS] and [MS-PPT] apart from the
 * reader. For tests. Its files were opened with msoffcrypto-tool when it was written.
 */
import { createHash, randomBytes } from 'node:crypto';
import { readCompoundFile } from '../extract/compound-file.ts';
import { Rc4 } from '../extract/office/rc4.ts';
import { compoundOf, encryptionHeader } from './ooxml-locker.ts';

const sha1 = (...parts: readonly Buffer[]): Buffer =>
  parts.reduce((sum, part) => sum.update(part), createHash('sha1')).digest();
function numbers(bytes: 2 | 4, ...values: readonly number[]): Buffer {
  const out = Buffer.alloc(bytes * values.length);
  values.forEach((value, i) => out.writeUIntLE(value, i * bytes, bytes));
  return out;
}

/** RC4 of CryptoAPI: the header that stands in the file, and the cipher of a block. */
function cryptoApi(password: string, bits: 40 | 128): { header: Buffer; cipher: (block: number) => Rc4 } {
  const [salt, verifier] = [randomBytes(16), randomBytes(16)];
  const base = sha1(salt, Buffer.from(password, 'utf16le'));
  const cipher = (block: number): Rc4 => {
    const key = sha1(base, numbers(4, block)).subarray(0, bits / 8);
    return new Rc4(bits === 40 ? Buffer.concat([key, Buffer.alloc(11)]) : key);
  };
  const first = cipher(0);
  const head = encryptionHeader(0x6801, bits);
  const locked = [first.decrypt(verifier), numbers(4, 20), first.decrypt(sha1(verifier))];
  const header = [
    Buffer.from('0200020004000000', 'hex'),
    numbers(4, head.length),
    head,
    numbers(4, 16),
    salt,
    ...locked,
  ];
  return { header: Buffer.concat(header), cipher };
}

const inBlocks = (bytes: Buffer, size: number, cipher: (block: number) => Rc4): Buffer =>
  Buffer.concat(
    Array.from({ length: Math.ceil(bytes.length / size) }, (_, i) =>
      cipher(i).decrypt(bytes.subarray(i * size, (i + 1) * size)),
    ),
  );

function streamsOf(file: Buffer): Record<string, Buffer> {
  const streams = readCompoundFile(file)?.streams ?? [];
  return Object.fromEntries(streams.map(({ path, bytes }) => [path, Buffer.from(bytes)]));
}

const stream = (streams: Readonly<Record<string, Buffer>>, name: string): Buffer => {
  const bytes = streams[name];
  if (bytes === undefined) throw new Error(`no stream ${name}`);
  return bytes;
};

/** A Word document in clear → locked. */
export function lockDoc(file: Buffer, password: string, bits: 40 | 128 = 128): Buffer {
  const streams = streamsOf(file);
  const { header, cipher } = cryptoApi(password, bits);
  const word = stream(streams, 'WordDocument');
  const table = Buffer.concat([header, stream(streams, '1Table')]);
  // places in the table stream move back by the header that now stands before them
  for (let i = 0; i < word.readUInt16LE(152); i++) {
    const at = 154 + i * 8;
    if (word.readUInt32LE(at + 4) > 0) word.writeUInt32LE(word.readUInt32LE(at) + header.length, at);
  }
  word.writeUInt16LE(word.readUInt16LE(10) | 0x0100, 10);
  word.writeUInt32LE(header.length, 14);
  const lockedTable = inBlocks(table, 512, cipher);
  header.copy(lockedTable);
  const lockedWord = inBlocks(word, 512, cipher);
  word.copy(lockedWord, 0, 0, 68);
  const data = streams['Data'];
  return compoundOf({
    ...streams,
    WordDocument: lockedWord,
    '1Table': lockedTable,
    ...(data === undefined ? {} : { Data: inBlocks(data, 512, cipher) }),
  });
}

const CLEAR = [0x0809, 0x2f, 0x194, 0x195, 0xe1, 0x196, 0x138];

/** Puts a FilePass record behind the first BOF and hands each record on to be locked. */
function lockRecords(
  file: Buffer,
  pass: Buffer,
  lock: (whole: Buffer, records: readonly { from: number; start: number; end: number }[]) => Buffer,
): Buffer {
  const streams = streamsOf(file);
  const clear = stream(streams, 'Workbook');
  const bofEnd = 4 + clear.readUInt16LE(2);
  const record = Buffer.concat([numbers(2, 0x2f, pass.length), pass]);
  const whole = Buffer.concat([clear.subarray(0, bofEnd), record, clear.subarray(bofEnd)]);
  const records = [];
  for (let at = 0; at + 4 <= whole.length;) {
    const type = whole.readUInt16LE(at);
    const [start, end] = [at + 4, at + 4 + whole.readUInt16LE(at + 2)];
    if (type === 0x85) whole.writeUInt32LE(whole.readUInt32LE(start) + record.length, start);
    records.push({ from: CLEAR.includes(type) ? end : type === 0x85 ? start + 4 : start, start, end });
    at = end;
  }
  return compoundOf({ ...streams, Workbook: lock(whole, records) });
}

/** A workbook in clear → locked with RC4. */
export function lockXls(file: Buffer, password: string, bits: 40 | 128 = 128): Buffer {
  const { header, cipher } = cryptoApi(password, bits);
  return lockRecords(file, Buffer.concat([numbers(2, 1), header]), (whole, records) => {
    const locked = inBlocks(whole, 1024, cipher);
    for (const { from, start } of records) whole.copy(locked, start - 4, start - 4, from);
    return locked;
  });
}

/**
 * A workbook in clear → obfuscated. @param key, verifier and array of the password, from a table of known answers
 */
export function obfuscateXls(
  file: Buffer,
  known: { readonly key: number; readonly verifier: number; readonly array: readonly number[] },
): Buffer {
  return lockRecords(file, numbers(2, 0, known.key, known.verifier), (whole, records) => {
    for (const { from, start, end } of records) {
      for (let at = from; at < end; at++) {
        const byte = whole[at] ?? 0;
        const turned = ((byte << 5) | (byte >> 3)) & 0xff;
        whole[at] = turned ^ (known.array[(end + at - start) % 16] ?? 0);
      }
    }
    return whole;
  });
}

const atom = (version: number, type: number, body: Buffer): Buffer =>
  Buffer.concat([numbers(2, version, type), numbers(4, body.length), body]);

/** A presentation in clear, saved once → locked. */
export function lockPpt(file: Buffer, password: string, bits: 40 | 128 = 128): Buffer {
  const streams = streamsOf(file);
  const { header, cipher } = cryptoApi(password, bits);
  const user = stream(streams, 'Current User');
  const clear = stream(streams, 'PowerPoint Document');
  const edit = user.readUInt32LE(16);
  const directory = clear.readUInt32LE(edit + 20);
  const offsets = new Map<number, number>();
  for (let at = directory + 8; at < directory + 8 + clear.readUInt32LE(directory + 4);) {
    const entry = clear.readUInt32LE(at);
    at += 4;
    for (let i = 0; i < entry >>> 20; i++, at += 4) offsets.set((entry & 0xfffff) + i, clear.readUInt32LE(at));
  }
  const locked = Buffer.from(clear);
  for (const [number, offset] of offsets) {
    const end = offset + 8 + clear.readUInt32LE(offset + 4);
    cipher(number).decrypt(clear.subarray(offset, end)).copy(locked, offset);
  }
  const session = Math.max(...offsets.keys()) + 1;
  const container = atom(0x000f, 0x2f14, header);
  const places = [...offsets, [session, locked.length] as const];
  const list = Buffer.concat(places.map(([number, offset]) => numbers(4, number | (1 << 20), offset)));
  const persist = atom(0, 0x1772, list);
  const body = Buffer.concat([clear.subarray(edit + 8, edit + 8 + 28), numbers(4, session)]);
  body.writeUInt32LE(0, 8);
  body.writeUInt32LE(locked.length + container.length, 12);
  const newUser = Buffer.from(user);
  newUser.writeUInt32LE(0xf3d1c4df, 12);
  newUser.writeUInt32LE(locked.length + container.length + persist.length, 16);
  return compoundOf({
    ...streams,
    'Current User': newUser,
    'PowerPoint Document': Buffer.concat([locked, container, persist, atom(0, 0x0ff5, body)]),
  });
}
