/** Where compressed streams without a directory end: 7-Zip says that something follows, not where. */

/** What a file of streams consists of besides compressed data. */
export interface StreamEnd {
  /** offset behind the last stream; the length of the bytes when it cannot be told */
  readonly end: number;
  /** what decompressors skip */
  readonly skipped: readonly Buffer[];
}

/** @returns for other files than xz, bzip2 and Zstandard their length */
export function endOfStream(bytes: Buffer): StreamEnd {
  const head = bytes.toString('latin1', 0, 6);
  if (head.startsWith('\xfd7zXZ')) return { end: endOfXz(bytes), skipped: [] };
  if (head.startsWith('BZh')) return { end: endOfBzip2(bytes), skipped: [] };
  if (/^(?:\x28\xb5\x2f\xfd|[\x50-\x5f]\x2a\x4d\x18)/u.test(head)) return endOfZstandard(bytes);
  return { end: bytes.length, skipped: [] };
}

/** The xz file format §2.1.2: the footer ends in 'YZ', its flags are those of the header, its end is on a multiple of four. */
function endOfXz(bytes: Buffer): number {
  for (let at = bytes.lastIndexOf('YZ', undefined, 'latin1'), n = 0; at >= 22 && n < 10_000; n++) {
    if (bytes[at - 2] === 0 && bytes[at - 1] === bytes[7] && (at + 2) % 4 === 0) return at + 2;
    at = bytes.lastIndexOf('YZ', at - 1, 'latin1');
  }
  return bytes.length;
}

/** The end of a bzip2 stream, at each of the eight places that it can have within a byte. */
const END_OF_BZIP2 = 0x177245385090n;

function endOfBzip2(bytes: Buffer): number {
  let end = 0;
  for (let shift = 0; shift < 8; shift++) {
    // of the first and the last byte only some bits belong to the mark
    const wide = END_OF_BZIP2 << BigInt(8 - shift);
    const mark = Buffer.alloc(7);
    mark.writeUIntBE(Number(wide >> 24n), 0, 4);
    mark.writeUIntBE(Number(wide & 0xffffffn), 4, 3);
    const middle = mark.subarray(1, 6);
    for (let at = bytes.indexOf(middle); at >= 1; at = bytes.indexOf(middle, at + 1)) {
      const [first = 0, last = 0] = [bytes[at - 1], bytes[at + 5]];
      const isFirst = (first & (0xff >> shift)) === ((mark[0] ?? 0) & (0xff >> shift));
      const isLast = shift === 0 || last >> (8 - shift) === (mark[6] ?? 0) >> (8 - shift);
      // the checksum of four bytes follows
      if (isFirst && isLast) end = Math.max(end, at - 1 + 10 + (shift === 0 ? 0 : 1));
    }
  }
  return end === 0 ? bytes.length : Math.min(end, bytes.length);
}

/** RFC 8878 §3.1: frames of blocks, and frames that are skipped. */
function endOfZstandard(bytes: Buffer): StreamEnd {
  const skipped: Buffer[] = [];
  let at = 0;
  while (at + 8 <= bytes.length) {
    const magic = bytes.readUInt32LE(at);
    if (magic >>> 4 === 0x184d2a5) {
      const end = at + 8 + bytes.readUInt32LE(at + 4);
      skipped.push(bytes.subarray(at + 8, end));
      at = Math.min(end, bytes.length);
    } else if (magic === 0xfd2fb528) {
      const end = endOfFrame(bytes, at + 4);
      if (end < 0) return { end: bytes.length, skipped };
      at = end;
    } else break;
  }
  return { end: at, skipped };
}

/** §3.1.1: header, blocks, checksum. @returns -1 when the frame is cut */
function endOfFrame(bytes: Buffer, start: number): number {
  const descriptor = bytes[start] ?? 0;
  const isSingle = (descriptor & 0x20) !== 0;
  const sizeField = [isSingle ? 1 : 0, 2, 4, 8][descriptor >> 6] ?? 0;
  let at = start + 1 + (isSingle ? 0 : 1) + ([0, 1, 2, 4][descriptor & 3] ?? 0) + sizeField;
  for (;;) {
    if (at + 3 > bytes.length) return -1;
    const header = bytes.readUIntLE(at, 3);
    // a run is one byte, however long it gets
    at += 3 + ((header & 6) === 2 ? 1 : header >> 3);
    if ((header & 1) !== 0) break;
  }
  at += (descriptor & 4) !== 0 ? 4 : 0;
  return at > bytes.length ? -1 : at;
}
