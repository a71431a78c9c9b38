/** PNG §5.3: a signature, then chunks of length, kind, data and checksum. */
import { crc32 } from 'node:zlib';

interface Chunk {
  readonly kind: string;
  readonly data: Buffer;
}

const SIGNATURE = Buffer.from('89504e470d0a1a0a', 'hex');
/** A picture in pieces of 4 KiB that is as large as a mail may be; more are not looked at. */
const MOST_CHUNKS = 20_000;

export const isPng = (bytes: Buffer): boolean => bytes.subarray(0, 8).equals(SIGNATURE);

/** The chunks of a file up to its end, the last one as far as it goes. */
export function chunksOf(bytes: Buffer): readonly Chunk[] {
  const chunks: Chunk[] = [];
  for (let at = 8; at + 8 <= bytes.length && chunks.length < MOST_CHUNKS;) {
    const length = bytes.readUInt32BE(at);
    const kind = bytes.toString('latin1', at + 4, at + 8);
    if (kind === 'IEND') break;
    chunks.push({ kind, data: bytes.subarray(at + 8, at + 8 + length) });
    at += 12 + length;
  }
  return chunks;
}

/** A file of some chunks, with its end. */
export function pngOf(chunks: readonly Chunk[]): Buffer {
  const written = [...chunks, { kind: 'IEND', data: Buffer.alloc(0) }].flatMap(({ kind, data }) => {
    const head = Buffer.alloc(8);
    head.writeUInt32BE(data.length);
    head.write(kind, 4, 'latin1');
    const check = Buffer.alloc(4);
    check.writeUInt32BE(crc32(data, crc32(head.subarray(4))));
    return [head, data, check];
  });
  return Buffer.concat([SIGNATURE, ...written]);
}
