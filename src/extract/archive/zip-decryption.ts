/**
 * Opens encrypted zip entries with a password: the old PKWARE cipher ("ZipCrypto", APPNOTE.TXT §6.1) and WinZip's AES
 * (AE-1 and AE-2). A wrong password is told from a right one by checksum or authentication code, never by hope.
 */
import { createCipheriv, createHmac, pbkdf2Sync, timingSafeEqual } from 'node:crypto';
import { crc32 } from 'node:zlib';
import type { ZipEntry } from '../zip-read.ts';

const CRC_TABLE = Uint32Array.from({ length: 256 }, (_, n) => {
  let c = n;
  for (let k = 0; k < 8; k++) c = (c & 1) !== 0 ? 0xedb88320 ^ (c >>> 1) : c >>> 1;
  return c >>> 0;
});
const step = (crc: number, byte: number): number => ((CRC_TABLE[(crc ^ byte) & 255] ?? 0) ^ (crc >>> 8)) >>> 0;

/** Bytes of random header before the data (APPNOTE §6.1.3). */
const HEADER = 12;

/**
 * Decrypts with the PKWARE cipher. Any password gives bytes; whether they are right only the checksum tells.
 * @param limit decrypt only so many bytes behind the header
 * @returns compressed data without the header
 */
export function zipCryptoDecrypt(data: Buffer, password: Buffer, limit = data.length): Buffer {
  let [a, b, c] = [0x12345678, 0x23456789, 0x34567890];
  const update = (byte: number): void => {
    a = step(a, byte);
    b = (Math.imul((b + (a & 255)) >>> 0, 134775813) + 1) >>> 0;
    c = step(c, b >>> 24);
  };
  for (const byte of password) update(byte);
  const end = Math.min(data.length, HEADER + limit);
  const out = Buffer.alloc(Math.max(0, end - HEADER));
  for (let i = 0; i < end; i++) {
    const k = (c | 2) & 0xffff;
    const plain = (data[i] ?? 0) ^ ((Math.imul(k, k ^ 1) >>> 8) & 255);
    update(plain);
    if (i >= HEADER) out[i - HEADER] = plain;
  }
  return out;
}

/**
 * Decrypts WinZip AES.
 * @param bits 128, 192 or 256
 * @returns compressed data, or null when the password is wrong or the data were changed
 */
export function aesDecrypt(data: Buffer, password: Buffer, bits: number): Buffer | null {
  const keyLength = bits / 8;
  const saltLength = keyLength / 2;
  if (data.length < saltLength + 2 + 10) return null;
  const derived = pbkdf2Sync(password, data.subarray(0, saltLength), 1000, keyLength * 2 + 2, 'sha1');
  if (!derived.subarray(keyLength * 2).equals(data.subarray(saltLength, saltLength + 2))) return null;
  const body = data.subarray(saltLength + 2, data.length - 10);
  const code = createHmac('sha1', derived.subarray(keyLength, keyLength * 2))
    .update(body)
    .digest()
    .subarray(0, 10);
  if (!timingSafeEqual(code, data.subarray(data.length - 10))) return null;
  return littleEndianCounter(body, derived.subarray(0, keyLength), bits);
}

/** Counter mode whose counter grows from its first byte, unlike OpenSSL's. */
function littleEndianCounter(body: Buffer, key: Buffer, bits: number): Buffer {
  const cipher = createCipheriv(`aes-${bits}-ecb`, key, null).setAutoPadding(false);
  const out = Buffer.alloc(body.length);
  const blocks = 4096;
  for (let at = 0, counter = 1; at < body.length; at += blocks * 16) {
    const counters = Buffer.alloc(Math.min(blocks, Math.ceil((body.length - at) / 16)) * 16);
    for (let i = 0; i < counters.length; i += 16) counters.writeUInt32LE(counter++, i);
    const stream = cipher.update(counters);
    const end = Math.min(body.length, at + stream.length);
    for (let i = at; i < end; i++) out[i] = (body[i] ?? 0) ^ (stream[i - at] ?? 0);
  }
  return out;
}

/** Expands compressed bytes of an entry; null when that fails. */
export type Expand = (method: number, compressed: Buffer, isSample: boolean) => Buffer | null;

/**
 * Tries one password on one entry.
 * @param data the entry's bytes in the container
 * @param expand expands decrypted bytes, counting what comes out; null when they are not what the method says
 * @returns the content, or null when the password does not fit
 */
export function openZipEntry(entry: ZipEntry, data: Buffer, password: string, expand: Expand): Buffer | null {
  const algorithm = entry.encryption?.algorithm ?? '';
  // 7-Zip and WinZip encode passwords as UTF-8 or in the local code page: Nordic letters differ
  const encodings = [Buffer.from(password, 'utf8'), Buffer.from(password, 'latin1')];
  const forms = encodings[0]?.equals(encodings[1] ?? Buffer.alloc(0)) === true ? encodings.slice(0, 1) : encodings;
  for (const form of forms) {
    if (algorithm === 'ZipCrypto') {
      // a beginning is enough to refuse nearly every wrong password
      if (entry.method === 8 && expand(8, zipCryptoDecrypt(data, form, 4096), true) === null) continue;
      const content = expand(entry.method, zipCryptoDecrypt(data, form), false);
      if (content !== null && crc32(content) === entry.crc32) return content;
    } else if (algorithm.startsWith('AES-')) {
      const compressed = aesDecrypt(data, form, entry.encryption?.bits ?? 256);
      if (compressed !== null) return expand(entry.method, compressed, false);
    }
  }
  return null;
}
