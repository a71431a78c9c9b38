/**
 * Writes RAR archives (WinRAR's technical notes for 5.0; unrar's headers for 4.x) whose files are stored, or packed in 4.x, plain, with
 * encrypted contents, and with encrypted names. For tests: no program that may be shipped writes this format.
 */
import { createCipheriv, createHash, pbkdf2Sync } from 'node:crypto';
import { crc32 } from 'node:zlib';
import { packRar3 } from './rar-packing.ts';

/** One file. */
export interface RarFile {
  readonly name: string;
  readonly bytes: Buffer;
}

/** How an archive is written. */
export interface RarOptions {
  readonly password?: string;
  /** names are locked too */
  readonly lockNames?: boolean;
  readonly solid?: boolean;
  /** compressed; version 4 only */
  readonly packed?: boolean;
  /** the first of several volumes, its last file going on in the next */
  readonly volume?: boolean;
}

const le = (bytes: number, value: number): Buffer => {
  const out = Buffer.alloc(bytes);
  out.writeUIntLE(value >>> 0, 0, bytes);
  return out;
};
const padded = (data: Buffer): Buffer => Buffer.concat([data, Buffer.alloc((16 - (data.length % 16)) % 16)]);

function encrypt(data: Buffer, key: Buffer, iv: Buffer): Buffer {
  const cipher = createCipheriv(`aes-${key.length * 8}-cbc`, key, iv).setAutoPadding(false);
  return Buffer.concat([cipher.update(padded(data)), cipher.final()]);
}

/** Salts and vectors need not be random here; the same archive is the same bytes. */
const filled = (length: number, by: number): Buffer => Buffer.alloc(length, by);

function vint(value: number): Buffer {
  const out: number[] = [];
  for (let left = value; ; left = Math.floor(left / 128)) {
    out.push(left < 128 ? left : (left % 128) + 128);
    if (left < 128) return Buffer.from(out);
  }
}

/** A header of 5.0: checksum, size, what follows. */
function block5(...fields: readonly Buffer[]): Buffer {
  const body = Buffer.concat(fields);
  const sized = Buffer.concat([vint(body.length), body]);
  return Buffer.concat([le(4, crc32(sized)), sized]);
}

const ROUNDS_LOG = 10;

/** Key and check value of a password (5.0): the value is what sixteen and again sixteen rounds more would give. */
function key5(password: string, salt: Buffer): { key: Buffer; check: Buffer } {
  const derive = (rounds: number): Buffer => pbkdf2Sync(password, salt, rounds, 32, 'sha256');
  const long = derive(2 ** ROUNDS_LOG + 32);
  const check = Buffer.alloc(8);
  long.forEach((byte, i) => (check[i % 8] = (check[i % 8] ?? 0) ^ byte));
  return {
    key: derive(2 ** ROUNDS_LOG),
    check: Buffer.concat([check, createHash('sha256').update(check).digest().subarray(0, 4)]),
  };
}

/** An archive of version 5. */
export function writeRar5(files: readonly RarFile[], options: RarOptions = {}): Buffer {
  const { password, lockNames = false, solid = false, volume = false } = options;
  const salt = filled(16, 0x51);
  const secret = password === undefined ? null : key5(password, salt);
  const parts: Buffer[] = [Buffer.from('Rar!\x1a\x07\x01\x00', 'latin1')];
  if (secret !== null && lockNames)
    parts.push(block5(vint(4), vint(0), vint(0), vint(1), Buffer.from([ROUNDS_LOG]), salt, secret.check));
  let header = 0;
  const put = (block: Buffer): void => {
    const iv = filled(16, ++header);
    if (secret === null || !lockNames) parts.push(block);
    else parts.push(iv, encrypt(block, secret.key, iv));
  };
  put(block5(vint(1), vint(0), vint((solid ? 4 : 0) | (volume ? 1 : 0))));
  files.forEach(({ name, bytes }, i) => {
    const iv = filled(16, 0x40 + i);
    const data = secret === null ? bytes : encrypt(bytes, secret.key, iv);
    const record =
      secret === null ? [] : [vint(1), vint(0), vint(1), Buffer.from([ROUNDS_LOG]), salt, iv, secret.check];
    const extra = record.length === 0 ? [] : [vint(Buffer.concat(record).length), ...record];
    const goesOn = volume && i === files.length - 1;
    const flags = 2 | (extra.length > 0 ? 1 : 0) | (goesOn ? 0x10 : 0);
    const sizes = [...(extra.length > 0 ? [vint(Buffer.concat(extra).length)] : []), vint(data.length)];
    const about = [vint(4), vint(bytes.length), vint(0o100644), le(4, crc32(bytes)), vint(solid && i > 0 ? 0x40 : 0)];
    const text = Buffer.from(name);
    put(block5(vint(2), vint(flags), ...sizes, ...about, vint(1), vint(text.length), text, ...extra));
    parts.push(data);
  });
  put(block5(vint(5), vint(0), vint(volume ? 1 : 0)));
  return Buffer.concat(parts);
}

/** A header of 4.x: sixteen bits of checksum, type, flags, size. */
function block4(type: number, flags: number, body: Buffer): Buffer {
  const rest = Buffer.concat([Buffer.from([type]), le(2, flags), le(2, body.length + 7), body]);
  return Buffer.concat([le(2, crc32(rest) & 0xffff), rest]);
}

/** Key and vector of a password (3.x and 4.x): SHA-1 of 262,144 rounds, the vector picked on the way. */
function key4(password: string, salt: Buffer): { key: Buffer; iv: Buffer } {
  const raw = Buffer.concat([Buffer.from(password, 'utf16le'), salt]);
  const hash = createHash('sha1');
  const iv = Buffer.alloc(16);
  for (let i = 0; i < 0x40000; i++) {
    hash.update(raw).update(le(3, i));
    if (i % 0x4000 === 0) iv[i / 0x4000] = hash.copy().digest()[19] ?? 0;
  }
  return { key: hash.digest().subarray(0, 16).swap32(), iv };
}

/** An archive of version 4. */
export function writeRar4(files: readonly RarFile[], options: RarOptions = {}): Buffer {
  const { password, lockNames = false, solid = false, packed = false } = options;
  const salt = filled(8, 0x33);
  const secret = password === undefined ? null : key4(password, salt);
  const main = block4(0x73, (solid ? 8 : 0) | (secret !== null && lockNames ? 0x80 : 0), Buffer.alloc(6));
  const parts: Buffer[] = [Buffer.from('Rar!\x1a\x07\x00', 'latin1'), main];
  const put = (block: Buffer): void => {
    if (secret === null || !lockNames) parts.push(block);
    else parts.push(salt, encrypt(block, secret.key, secret.iv));
  };
  files.forEach(({ name, bytes }, i) => {
    const text = Buffer.from(name);
    const plain = packed ? packRar3(bytes) : bytes;
    const data = secret === null ? plain : encrypt(plain, secret.key, secret.iv);
    const flags = 0x8000 | (secret === null ? 0 : 0x404) | (solid && i > 0 ? 0x10 : 0);
    const sizes = [le(4, data.length), le(4, bytes.length), Buffer.from([3]), le(4, crc32(bytes))];
    const about = [
      le(4, 0x5a215a21),
      Buffer.from([29, packed ? 0x33 : 0x30]),
      le(2, text.length),
      le(4, 0o100644),
      text,
    ];
    put(block4(0x74, flags, Buffer.concat([...sizes, ...about, ...(secret === null ? [] : [salt])])));
    parts.push(data);
  });
  put(block4(0x7b, 0x4000, Buffer.alloc(0)));
  return Buffer.concat(parts);
}
