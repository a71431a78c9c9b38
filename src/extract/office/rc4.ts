/**
 * The two RC4 methods of the binary office formats ([MS-OFFCRYPTO] 2.3.5, 2.3.6): a password is checked against the verifier
 * and gives a key for each block of a stream. OpenSSL 3 no longer has the cipher, so it stands here.
 */
import { createHash } from 'node:crypto';

/** The key stream of one block; continued by every call of `decrypt`. */
export class Rc4 {
  private readonly state = Uint8Array.from({ length: 256 }, (_, i) => i);
  private i = 0;
  private j = 0;

  constructor(key: Buffer) {
    for (let i = 0, j = 0; i < 256; i++) {
      j = (j + (this.state[i] ?? 0) + (key[i % key.length] ?? 0)) & 255;
      this.swap(i, j);
    }
  }

  /** @returns the bytes decrypted, in a buffer of their own */
  decrypt(bytes: Buffer): Buffer {
    const out = Buffer.alloc(bytes.length);
    for (let at = 0; at < bytes.length; at++) out[at] = (bytes[at] ?? 0) ^ this.next();
    return out;
  }

  private next(): number {
    this.i = (this.i + 1) & 255;
    const a = this.state[this.i] ?? 0;
    this.j = (this.j + a) & 255;
    this.swap(this.i, this.j);
    return this.state[(a + (this.state[this.i] ?? 0)) & 255] ?? 0;
  }

  private swap(i: number, j: number): void {
    const a = this.state[i] ?? 0;
    this.state[i] = this.state[j] ?? 0;
    this.state[j] = a;
  }
}

/** The key of a block, by its number. */
export type BlockKeys = (block: number) => Buffer;

const hash = (name: 'md5' | 'sha1', ...parts: readonly Buffer[]): Buffer =>
  parts.reduce((sum, part) => sum.update(part), createHash(name)).digest();

function word(value: number): Buffer {
  const bytes = Buffer.alloc(4);
  bytes.writeUInt32LE(value >>> 0);
  return bytes;
}

/**
 * Tries a password.
 * @param header EncryptionVersionInfo and what follows it, as it stands in the file
 * @returns keys of the blocks; null when the password does not fit or the header is not one of the two methods
 */
export function rc4Keys(header: Buffer, password: string): BlockKeys | null {
  if (header.length < 12) return null;
  const [major, minor] = [header.readUInt16LE(0), header.readUInt16LE(2)];
  if (major === 1 && minor === 1) return plainKeys(header.subarray(4), password);
  return minor === 2 ? cryptoApiKeys(header, password) : null;
}

/** 2.3.6.2: forty bits of the password's MD5, salted sixteen times over. */
function plainKeys(verifier: Buffer, password: string): BlockKeys | null {
  if (verifier.length < 48) return null;
  const salt = verifier.subarray(0, 16);
  const short = hash('md5', Buffer.from(password, 'utf16le')).subarray(0, 5);
  const base = hash('md5', ...Array.from({ length: 16 }, () => Buffer.concat([short, salt]))).subarray(0, 5);
  const keys: BlockKeys = (block) => hash('md5', base, word(block));
  const cipher = new Rc4(keys(0));
  const expected = hash('md5', cipher.decrypt(verifier.subarray(16, 32)));
  return expected.equals(cipher.decrypt(verifier.subarray(32, 48))) ? keys : null;
}

/** 2.3.5.2: SHA-1; a key of forty bits is filled up with zeros. */
function cryptoApiKeys(header: Buffer, password: string): BlockKeys | null {
  const size = header.readUInt32LE(8);
  const verifier = header.subarray(12 + size);
  if (size < 20 || verifier.length < 60 || header.readUInt32LE(12 + 8) !== 0x6801) return null;
  const bits = header.readUInt32LE(12 + 16) || 40;
  if (bits > 128) return null;
  const salted = hash('sha1', verifier.subarray(4, 20), Buffer.from(password, 'utf16le'));
  const keys: BlockKeys = (block) => {
    const key = hash('sha1', salted, word(block)).subarray(0, bits >> 3);
    return bits === 40 ? Buffer.concat([key, Buffer.alloc(11)]) : key;
  };
  const cipher = new Rc4(keys(0));
  const expected = hash('sha1', cipher.decrypt(verifier.subarray(20, 36)));
  return expected.equals(cipher.decrypt(verifier.subarray(40, 60))) ? keys : null;
}

/**
 * Decrypts a stream whose key changes with every block.
 * @param clear ranges of the stream that were not encrypted, in order; the key stream passes over them
 */
export function decryptBlocks(
  bytes: Buffer,
  keys: BlockKeys,
  blockSize: number,
  clear: readonly (readonly [start: number, end: number])[],
): Buffer {
  const out = Buffer.alloc(bytes.length);
  for (let at = 0; at < bytes.length; at += blockSize)
    new Rc4(keys(at / blockSize)).decrypt(bytes.subarray(at, at + blockSize)).copy(out, at);
  for (const [start, end] of clear) bytes.copy(out, start, start, end);
  return out;
}
