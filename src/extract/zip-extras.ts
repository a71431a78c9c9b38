/** Extra fields of zip entries (APPNOTE.TXT §4.5): sizes beyond four bytes, ciphers, other names, and what nobody reads. */
import type { ZipEntry } from './zip-read.ts';

const ZIP64 = 0x0001;
const AES = 0x9901;
/** Info-ZIP's other name and comment (APPNOTE 4.6.9, 4.6.8): a version, a checksum of the one meant, UTF-8. */
const UNICODE_PATH = 0x7075;
const UNICODE_COMMENT = 0x6375;
/** Times, owners, sizes, keys and filling: APPNOTE 4.5.2, Info-ZIP's extrafld.txt, Android's alignment, marks of Java archives. */
const MACHINERY: ReadonlySet<number> = new Set([
  ZIP64, AES, 0x000a, 0x000d, 0x0014, 0x0015, 0x0016, 0x0017, 0x0019, 0x5455, 0x5855, 0x7855, 0x7875, 0xa220, 0xcafe, 0xd935,
]); // prettier-ignore

/** What extra fields say besides sizes and ciphers. */
export interface ExtraWords {
  /** another name of the entry; null when there is none */
  readonly name: string | null;
  /** comments in UTF-8 */
  readonly comment: string | null;
  /** fields that no program knows, and what is no field */
  readonly unknown: readonly Buffer[];
}

const NO_WORDS: ExtraWords = { name: null, comment: null, unknown: [] };

/** Reads the words in extra fields; total, an id that claims too much ends where the bytes do. */
export function extraWords(extra: Buffer): ExtraWords {
  if (extra.length === 0) return NO_WORDS;
  let name: string | null = null;
  let comment: string | null = null;
  const unknown: Buffer[] = [];
  let at = 0;
  for (; at + 4 <= extra.length;) {
    const id = extra.readUInt16LE(at);
    const end = at + 4 + extra.readUInt16LE(at + 2);
    if (end > extra.length) break;
    const field = extra.subarray(at + 4, end);
    if (id === UNICODE_PATH) name = field.toString('utf8', 5);
    else if (id === UNICODE_COMMENT) comment = field.toString('utf8', 5);
    else if (!MACHINERY.has(id)) unknown.push(field);
    at = end;
  }
  if (extra.length - at >= 4) unknown.push(extra.subarray(at));
  return { name, comment, unknown };
}

/** APPNOTE 4.5.3: the zip64 extra field holds only those values that are all ones in the header, in this order. */
export function wideSizes(
  extra: Buffer,
  expanded: number,
  compressed: number,
  offset: number,
): { readonly expanded: number; readonly compressed: number; readonly offset: number } {
  const sizes = { expanded, compressed, offset };
  const field = extraField(extra, ZIP64);
  if (field === null) return sizes;
  let at = 0;
  const next = (): number => {
    if (at + 8 > field.length) return 0;
    at += 8;
    return Number(field.readBigUInt64LE(at - 8));
  };
  if (expanded === 0xffffffff) sizes.expanded = next();
  if (compressed === 0xffffffff) sizes.compressed = next();
  if (offset === 0xffffffff) sizes.offset = next();
  return sizes;
}

function extraField(extra: Buffer, id: number): Buffer | null {
  for (let at = 0; at + 4 <= extra.length; at += 4 + extra.readUInt16LE(at + 2)) {
    if (extra.readUInt16LE(at) === id) return extra.subarray(at + 4, at + 4 + extra.readUInt16LE(at + 2));
  }
  return null;
}

/** How an entry is encrypted, and the compression below it; null when it is not. */
export function encryptionOf(
  flags: number,
  method: number,
  extra: Buffer,
): { encryption: NonNullable<ZipEntry['encryption']>; method: number } | null {
  const aes = extraField(extra, AES);
  if (aes !== null && aes.length >= 7) {
    const bits = [0, 128, 192, 256][aes.readUInt8(4)] ?? 0;
    return {
      encryption: { algorithm: bits === 0 ? 'AES' : `AES-${bits}`, bits: bits === 0 ? null : bits },
      method: aes.readUInt16LE(5),
    };
  }
  if ((flags & 0x40) !== 0 && (flags & 1) !== 0) {
    return { encryption: { algorithm: 'PKWARE strong encryption', bits: null }, method };
  }
  return (flags & 1) === 0 ? null : { encryption: { algorithm: 'ZipCrypto', bits: null }, method };
}
