/**
 * The standard security handler of PDF (ISO 32000-1 §7.6, ISO 32000-2 §7.6.4): which cipher with which key length, the
 * file key from a password, and decryption of what raw-objects.ts finds. pdf.js decrypts for itself; this serves the
 * second reading and tells the strength.
 */
import { createCipheriv, createDecipheriv, createHash } from 'node:crypto';
import { isDict, isList, nameOf } from './raw-values.ts';
import type { PdfDict, PdfValue } from './raw-values.ts';

/** Name and true strength of a cipher, as in Uninspected. */
export interface EncryptionStrength {
  readonly algorithm: string;
  readonly bits: number | null;
}

type Method = 'none' | 'rc4' | 'aes128' | 'aes256';

/** What is needed to decrypt the objects of one file. */
export interface FileKey {
  readonly key: Buffer;
  readonly streams: Method;
  readonly strings: Method;
  readonly metadata: boolean;
}

const number = (value: PdfValue | undefined, fallback: number): number =>
  typeof value === 'number' ? value : fallback;
const bytesOf = (value: PdfValue | undefined): Buffer => (Buffer.isBuffer(value) ? value : Buffer.alloc(0));

function methodOf(dict: PdfDict, which: 'StmF' | 'StrF'): Method {
  const version = number(dict.get('V'), 0);
  if (version < 4) return 'rc4';
  const filters = dict.get('CF');
  const filter = isDict(filters) ? filters.get(nameOf(dict.get(which)) || 'StdCF') : undefined;
  const method = isDict(filter) ? nameOf(filter.get('CFM')) : '';
  if (method === 'AESV3') return 'aes256';
  if (method === 'AESV2') return 'aes128';
  return method === 'V2' ? 'rc4' : 'none';
}

function keyLength(dict: PdfDict): number {
  const version = number(dict.get('V'), 0);
  if (version === 1 || version === 0) return 5;
  if (version >= 5) return 32;
  const declared = number(dict.get('Length'), version === 4 ? 128 : 40);
  // some writers give bytes
  const bits = declared < 40 ? declared * 8 : declared;
  return Math.max(5, Math.min(16, version === 4 ? 16 : bits / 8));
}

/**
 * What an encryption dictionary says.
 * @returns e.g. { algorithm: 'RC4-40', bits: 40 }; a public-key handler is named by its cipher and 'certificate'
 */
export function strengthOf(dict: PdfDict): EncryptionStrength {
  const handler = nameOf(dict.get('Filter'));
  const suffix = handler === '' || handler === 'Standard' ? '' : ' (certificate)';
  const method = methodOf(dict, 'StmF');
  if (method === 'aes256') return { algorithm: `AES-256${suffix}`, bits: 256 };
  if (method === 'aes128') return { algorithm: `AES-128${suffix}`, bits: 128 };
  if (method === 'none') return { algorithm: `unknown${suffix}`, bits: null };
  const bits = Math.floor(keyLength(dict)) * 8;
  return { algorithm: `RC4-${bits}${suffix}`, bits };
}

const PADDING = Buffer.from('28bf4e5e4e758a4164004e56fffa01082e2e00b6d0683e802f0ca9fe6453697a', 'hex');
const md5 = (...parts: readonly Buffer[]): Buffer => createHash('md5').update(Buffer.concat(parts)).digest();
const padded = (password: Buffer): Buffer => Buffer.concat([password, PADDING]).subarray(0, 32);

/** RC4; OpenSSL 3 no longer offers it. */
export function rc4(key: Buffer, data: Buffer): Buffer {
  const s = Uint8Array.from({ length: 256 }, (_, i) => i);
  for (let i = 0, j = 0; i < 256; i++) {
    j = (j + (s[i] ?? 0) + (key[i % key.length] ?? 0)) & 255;
    [s[i], s[j]] = [s[j] ?? 0, s[i] ?? 0];
  }
  const out = Buffer.alloc(data.length);
  for (let n = 0, i = 0, j = 0; n < data.length; n++) {
    i = (i + 1) & 255;
    const a = s[i] ?? 0;
    j = (j + a) & 255;
    const b = s[j] ?? 0;
    s[i] = b;
    s[j] = a;
    out[n] = (data[n] ?? 0) ^ (s[(a + b) & 255] ?? 0);
  }
  return out;
}

const xored = (key: Buffer, with_: number): Buffer => Buffer.from(key.map((b) => b ^ with_));

/**
 * Finds the file key.
 * @param dict the encryption dictionary
 * @param fileId first string of the trailer's ID, empty when there is none
 * @param password as typed; '' for the empty user password
 * @returns null when the password is neither user nor owner password, or the handler is not the standard one
 */
export function fileKey(dict: PdfDict, fileId: Buffer, password: string): FileKey | null {
  const handler = nameOf(dict.get('Filter'));
  if (handler !== '' && handler !== 'Standard') return null;
  const modern = number(dict.get('V'), 0) >= 5;
  const key = modern
    ? modernKey(dict, Buffer.from(password, 'utf8').subarray(0, 127))
    : classicKey(dict, fileId, password);
  if (key === null) return null;
  return {
    key,
    streams: methodOf(dict, 'StmF'),
    strings: methodOf(dict, 'StrF'),
    metadata: dict.get('EncryptMetadata') !== false,
  };
}

function classicKey(dict: PdfDict, fileId: Buffer, password: string): Buffer | null {
  const raw = Buffer.from(password, 'latin1');
  return (
    classicUserKey(dict, fileId, padded(raw)) ?? classicUserKey(dict, fileId, padded(userFromOwner(dict, padded(raw))))
  );
}

/** Algorithm 2 and its check, algorithm 6. */
function classicUserKey(dict: PdfDict, fileId: Buffer, password: Buffer): Buffer | null {
  const revision = number(dict.get('R'), 2);
  const length = Math.floor(keyLength(dict));
  const permissions = Buffer.alloc(4);
  permissions.writeInt32LE(number(dict.get('P'), 0) | 0);
  const extra = revision >= 4 && dict.get('EncryptMetadata') === false ? Buffer.alloc(4, 255) : Buffer.alloc(0);
  let key = md5(password, bytesOf(dict.get('O')).subarray(0, 32), permissions, fileId, extra);
  if (revision >= 3) for (let i = 0; i < 50; i++) key = md5(key.subarray(0, length));
  key = key.subarray(0, length);
  const user = bytesOf(dict.get('U'));
  if (revision < 3) return rc4(key, PADDING).equals(user.subarray(0, 32)) ? key : null;
  let check = rc4(key, md5(PADDING, fileId));
  for (let i = 1; i < 20; i++) check = rc4(xored(key, i), check);
  return check.subarray(0, 16).equals(user.subarray(0, 16)) ? key : null;
}

/** Algorithm 7. */
function userFromOwner(dict: PdfDict, owner: Buffer): Buffer {
  const revision = number(dict.get('R'), 2);
  let key = md5(owner);
  if (revision >= 3) for (let i = 0; i < 50; i++) key = md5(key);
  key = key.subarray(0, Math.floor(keyLength(dict)));
  let user = bytesOf(dict.get('O')).subarray(0, 32);
  if (revision < 3) return rc4(key, user);
  for (let i = 19; i >= 0; i--) user = rc4(xored(key, i), user);
  return user;
}

/** Algorithm 2.A of ISO 32000-2. */
function modernKey(dict: PdfDict, password: Buffer): Buffer | null {
  const revision = number(dict.get('R'), 6);
  const none = Buffer.alloc(0);
  const [u, o] = [bytesOf(dict.get('U')).subarray(0, 48), bytesOf(dict.get('O')).subarray(0, 48)];
  const hash = (salt: Buffer, user: Buffer): Buffer =>
    revision >= 6
      ? hardenedHash(password, salt, user)
      : createHash('sha256')
          .update(Buffer.concat([password, salt, user]))
          .digest();
  let wrapped: Buffer | null = null;
  let by: Buffer = none;
  if (hash(u.subarray(32, 40), none).equals(u.subarray(0, 32))) {
    wrapped = bytesOf(dict.get('UE'));
    by = hash(u.subarray(40, 48), none);
  } else if (hash(o.subarray(32, 40), u).equals(o.subarray(0, 32))) {
    wrapped = bytesOf(dict.get('OE'));
    by = hash(o.subarray(40, 48), u);
  }
  if (wrapped === null || wrapped.length < 32) return null;
  const cipher = createDecipheriv('aes-256-cbc', by, Buffer.alloc(16)).setAutoPadding(false);
  return Buffer.concat([cipher.update(wrapped.subarray(0, 32)), cipher.final()]);
}

/** Algorithm 2.B of ISO 32000-2. */
function hardenedHash(password: Buffer, salt: Buffer, user: Buffer): Buffer {
  let k = createHash('sha256')
    .update(Buffer.concat([password, salt, user]))
    .digest();
  for (let i = 0, last = 0; i < 64 || last > i - 32; i++) {
    const block = Buffer.concat([password, k, user]);
    const cipher = createCipheriv('aes-128-cbc', k.subarray(0, 16), k.subarray(16, 32)).setAutoPadding(false);
    const e = cipher.update(Buffer.concat(Array.from({ length: 64 }, () => block)));
    const remainder = e.subarray(0, 16).reduce((sum, b) => sum + b, 0) % 3;
    k = createHash(remainder === 0 ? 'sha256' : remainder === 1 ? 'sha384' : 'sha512')
      .update(e)
      .digest();
    last = e[e.length - 1] ?? 0;
  }
  return k.subarray(0, 32);
}

/** Decrypts the strings and the stream of one object that is not inside an object stream. */
export function decryptObject(
  key: FileKey,
  object: {
    readonly number: number;
    readonly generation: number;
    readonly value: PdfValue;
    readonly stream: Buffer | null;
  },
): { readonly value: PdfValue; readonly stream: Buffer | null } {
  const type = isDict(object.value) ? nameOf(object.value.get('Type')) : '';
  if (type === 'XRef') return object;
  const value = mapStrings(
    object.value,
    (text) => decrypt(key, key.strings, object.number, object.generation, text),
    0,
  );
  const clear = object.stream === null || (type === 'Metadata' && !key.metadata);
  const stream = clear ? object.stream : decrypt(key, key.streams, object.number, object.generation, object.stream);
  return { value, stream };
}

function mapStrings(value: PdfValue, change: (text: Buffer) => Buffer, depth: number): PdfValue {
  if (depth > 80) return null;
  if (Buffer.isBuffer(value)) return change(value);
  if (isList(value)) return value.map((item) => mapStrings(item, change, depth + 1));
  if (isDict(value)) return new Map([...value].map(([k, v]) => [k, mapStrings(v, change, depth + 1)]));
  return value;
}

function decrypt(key: FileKey, method: Method, object: number, generation: number, data: Buffer): Buffer {
  if (method === 'none' || data.length === 0) return data;
  const own = method === 'aes256' ? key.key : objectKey(key.key, method, object, generation);
  if (method === 'rc4') return rc4(own, data);
  if (data.length < 32) return Buffer.alloc(0);
  const whole = data.subarray(16, data.length - (data.length % 16));
  const name = method === 'aes256' ? 'aes-256-cbc' : 'aes-128-cbc';
  const cipher = createDecipheriv(name, own, data.subarray(0, 16)).setAutoPadding(false);
  const plain = Buffer.concat([cipher.update(whole), cipher.final()]);
  const pad = plain[plain.length - 1] ?? 0;
  return pad >= 1 && pad <= 16 ? plain.subarray(0, plain.length - pad) : plain;
}

/** Algorithm 1: the file key made different for each object. */
function objectKey(key: Buffer, method: Method, object: number, generation: number): Buffer {
  const place = Buffer.alloc(5);
  place.writeUIntLE(object & 0xffffff, 0, 3);
  place.writeUIntLE(generation & 0xffff, 3, 2);
  const salt = method === 'aes128' ? Buffer.from('sAlT') : Buffer.alloc(0);
  return md5(key, place, salt).subarray(0, Math.min(16, key.length + 5));
}
