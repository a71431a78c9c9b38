/** Writes zips byte by byte for tests: ordinary ones, and ones that lie. */
import { crc32, deflateRawSync } from 'node:zlib';

/** One file to be written. */
export interface ZipFile {
  readonly name: string;
  readonly data: Buffer | string;
  /** stored unless set */
  readonly deflate?: boolean;
  /** method number to claim instead of the true one */
  readonly method?: number;
  /** general purpose flags */
  readonly flags?: number;
  /** expanded size to claim */
  readonly claimedSize?: number;
  /** name to claim in the local header instead */
  readonly localName?: string;
  /** extra field of the directory entry */
  readonly extra?: Buffer;
  /** sizes and checksum follow the data (flag bit 3) */
  readonly descriptor?: boolean;
  /** left out of the directory */
  readonly unlisted?: boolean;
}

/** What stands around the files. */
export interface ZipShape {
  readonly before?: Buffer;
  readonly after?: Buffer;
  readonly comment?: string;
}

/**
 * Builds a zip.
 * @param files in order; names may repeat
 */
export function writeZip(files: readonly ZipFile[], shape: ZipShape = {}): Buffer {
  const chunks: Buffer[] = shape.before === undefined ? [] : [shape.before];
  const directory: Buffer[] = [];
  let offset = shape.before?.length ?? 0;
  for (const file of files) {
    const data = typeof file.data === 'string' ? Buffer.from(file.data) : file.data;
    const packed = file.deflate === true ? deflateRawSync(data) : data;
    const flags = (file.flags ?? 0) | 0x800 | (file.descriptor === true ? 8 : 0);
    const sizes = { crc: crc32(data), packed: packed.length, full: file.claimedSize ?? data.length };
    const method = file.method ?? (file.deflate === true ? 8 : 0);
    const extra = file.extra ?? Buffer.alloc(0);
    const local = header(
      file.localName ?? file.name,
      method,
      flags,
      file.descriptor === true ? null : sizes,
      extra.length,
    );
    const body = [Buffer.from([0x50, 0x4b, 3, 4]), local, Buffer.from(file.localName ?? file.name), extra, packed];
    if (file.descriptor === true) body.push(descriptor(sizes));
    const whole = Buffer.concat(body);
    if (file.unlisted !== true) {
      const tail = Buffer.alloc(14);
      tail.writeUInt32LE(offset, 10);
      const central = [
        Buffer.from([0x50, 0x4b, 1, 2, 20, 0]),
        header(file.name, method, flags, sizes, extra.length),
        tail,
      ];
      directory.push(...central, Buffer.from(file.name), extra);
    }
    chunks.push(whole);
    offset += whole.length;
  }
  const central = Buffer.concat(directory);
  const count = files.filter((file) => file.unlisted !== true).length;
  const end = Buffer.alloc(22);
  end.writeUInt32LE(0x06054b50, 0);
  end.writeUInt16LE(count & 0xffff, 8);
  end.writeUInt16LE(count & 0xffff, 10);
  end.writeUInt32LE(central.length, 12);
  end.writeUInt32LE(offset, 16);
  end.writeUInt16LE(Buffer.byteLength(shape.comment ?? ''), 20);
  return Buffer.concat([...chunks, central, end, Buffer.from(shape.comment ?? ''), shape.after ?? Buffer.alloc(0)]);
}

interface Sizes {
  readonly crc: number;
  readonly packed: number;
  readonly full: number;
}

function header(name: string, method: number, flags: number, sizes: Sizes | null, extraLength: number): Buffer {
  const fields = Buffer.alloc(26);
  fields.writeUInt16LE(20, 0);
  fields.writeUInt16LE(flags, 2);
  fields.writeUInt16LE(method, 4);
  fields.writeUInt32LE(sizes?.crc ?? 0, 10);
  fields.writeUInt32LE(sizes?.packed ?? 0, 14);
  fields.writeUInt32LE(sizes?.full ?? 0, 18);
  fields.writeUInt16LE(Buffer.byteLength(name), 22);
  fields.writeUInt16LE(extraLength, 24);
  return fields;
}

function descriptor(sizes: Sizes): Buffer {
  const fields = Buffer.alloc(16);
  fields.writeUInt32LE(0x08074b50, 0);
  fields.writeUInt32LE(sizes.crc, 4);
  fields.writeUInt32LE(sizes.packed, 8);
  fields.writeUInt32LE(sizes.full, 12);
  return fields;
}
