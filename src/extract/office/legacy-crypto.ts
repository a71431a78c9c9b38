/** Encryption of the binary formats: told by their headers ([MS-DOC] 2.5.1, [MS-XLS] 2.4.117, [MS-PPT] 2.3.7). */
import { readEncryptionHeader } from './ooxml-crypto.ts';
import { rootStream } from './ole.ts';
import type { OleStream } from './ole.ts';

/** How a binary document is encrypted. All of these methods are broken or too short today. */
export interface LegacyEncryption {
  readonly label: string;
  readonly bits: number | null;
}

const XOR: LegacyEncryption = { label: 'XOR obfuscation', bits: 16 };
const RC4_40: LegacyEncryption = { label: 'RC4-40', bits: 40 };

/** @returns null for a document that is not encrypted */
export function legacyEncryption(streams: readonly OleStream[]): LegacyEncryption | null {
  const word = rootStream(streams, 'WordDocument');
  if (word !== null) return wordEncryption(word, streams);
  const workbook = rootStream(streams, 'Workbook') ?? rootStream(streams, 'Book');
  if (workbook !== null) return workbookEncryption(workbook);
  const user = rootStream(streams, 'Current User');
  if (user !== null && user.length >= 16 && user.readUInt32LE(12) === 0xf3d1c4df) {
    return presentationEncryption(rootStream(streams, 'PowerPoint Document') ?? Buffer.alloc(0));
  }
  return null;
}

function wordEncryption(word: Buffer, streams: readonly OleStream[]): LegacyEncryption | null {
  if (word.length < 0x20) return null;
  const flags = word.readUInt16LE(0x0a);
  if ((flags & 0x0100) === 0) return null;
  if ((flags & 0x8000) !== 0) return XOR;
  const table = rootStream(streams, (flags & 0x0200) === 0 ? '0Table' : '1Table') ?? Buffer.alloc(0);
  return versioned(table);
}

function workbookEncryption(workbook: Buffer): LegacyEncryption | null {
  for (let at = 0, records = 0; at + 4 <= workbook.length && records < 64; records++) {
    const type = workbook.readUInt16LE(at);
    const length = workbook.readUInt16LE(at + 2);
    if (type === 0x2f) {
      const body = workbook.subarray(at + 4, at + 4 + length);
      return body.length >= 2 && body.readUInt16LE(0) === 1 ? versioned(body.subarray(2)) : XOR;
    }
    at += 4 + length;
  }
  return null;
}

/** [MS-OFFCRYPTO] 2.3.6.1: 1.1 is the forty-bit RC4, x.2 is CryptoAPI with its header. */
function versioned(header: Buffer): LegacyEncryption {
  if (header.length < 4 || (header.readUInt16LE(0) === 1 && header.readUInt16LE(2) === 1)) return RC4_40;
  if (header.readUInt16LE(2) !== 2 || header.length < 12) return { label: 'RC4', bits: null };
  const { label, bits } = readEncryptionHeader(header.subarray(12));
  return { label, bits };
}

/** CryptSession10Container (type 0x2F14) holds the same header. */
function presentationEncryption(stream: Buffer): LegacyEncryption {
  for (
    let at = stream.indexOf(Buffer.from([0x14, 0x2f]));
    at >= 2;
    at = stream.indexOf(Buffer.from([0x14, 0x2f]), at + 1)
  ) {
    const header = stream.subarray(at + 6);
    if (header.length >= 12 && header.readUInt16LE(2) === 2) return versioned(header);
  }
  return { label: 'RC4', bits: null };
}
