/**
 * Encryption of OOXML packages ([MS-OFFCRYPTO] 2.3.4): what it is, and opening it with a known password. In: the two
 * streams of the compound file. Out: the method with its strength, the package when a password fits.
 */
import { createDecipheriv, createHash } from 'node:crypto';
import type { Budget } from '../budget.ts';
import { attribute, attributes, scanXml } from './xml.ts';

/** How a package is encrypted. */
export interface OoxmlEncryption {
  /** 'AES-256', 'RC4-40' */
  readonly label: string;
  readonly bits: number | null;
  readonly weak: boolean;
  readonly method: AgileMethod | StandardMethod | null;
}

interface AgileMethod {
  readonly kind: 'agile';
  readonly key: KeyData;
  readonly password: KeyData;
  readonly spinCount: number;
  readonly verifierInput: Buffer;
  readonly verifierHash: Buffer;
  readonly encryptedKey: Buffer;
}

interface KeyData {
  readonly salt: Buffer;
  readonly blockSize: number;
  readonly keyBytes: number;
  readonly hash: string;
  readonly cipher: string;
}

interface StandardMethod {
  readonly kind: 'standard';
  readonly salt: Buffer;
  readonly keyBytes: number;
  readonly verifier: Buffer;
  readonly verifierHash: Buffer;
}

/** Passwords are tried for at most this share of the time that is left. */
const TIME_SHARE = 0.4;
const HIGHEST_SPIN_COUNT = 1_000_000;
const HASHES: ReadonlySet<string> = new Set(['sha1', 'sha256', 'sha384', 'sha512', 'md5']);

const INPUT_KEY = Buffer.from('fea7d2763b4b9e79', 'hex');
const VALUE_KEY = Buffer.from('d7aa0f6d3061344e', 'hex');
const PACKAGE_KEY = Buffer.from('146e0be7abacd0d6', 'hex');

/** Reads the EncryptionInfo stream. @returns method null for what is only named */
export function readEncryptionInfo(info: Buffer): OoxmlEncryption {
  if (info.length < 12) return { label: 'unknown', bits: null, weak: false, method: null };
  const major = info.readUInt16LE(0);
  const minor = info.readUInt16LE(2);
  if (major === 4 && minor === 4) return readAgile(info.toString('utf8', 8));
  if (minor === 2 && major >= 2 && major <= 4) return readStandard(info);
  return { label: 'extensible encryption', bits: null, weak: false, method: null };
}

/** Algorithm and key length of an EncryptionHeader structure, also used by RC4 CryptoAPI of the old binary formats. */
export function readEncryptionHeader(header: Buffer): { label: string; bits: number | null; weak: boolean } {
  if (header.length < 20) return { label: 'unknown', bits: null, weak: false };
  const algorithm = header.readUInt32LE(8);
  const size = header.readUInt32LE(16);
  if (algorithm === 0x6801) {
    // 2.3.2: 0 means 40 bits
    const bits = size === 0 ? 40 : size;
    return { label: `RC4-${bits}`, bits, weak: true };
  }
  const aes = new Map([
    [0x660e, 128],
    [0x660f, 192],
    [0x6610, 256],
  ]).get(algorithm);
  if (aes === undefined) return { label: 'unknown', bits: null, weak: false };
  return { label: `AES-${aes}`, bits: aes, weak: false };
}

function readStandard(info: Buffer): OoxmlEncryption {
  const headerSize = info.readUInt32LE(8);
  const header = info.subarray(12, 12 + headerSize);
  const strength = readEncryptionHeader(header);
  const verifier = info.subarray(12 + headerSize);
  if (!strength.label.startsWith('AES') || strength.bits === null || verifier.length < 72) {
    return { ...strength, method: null };
  }
  const method: StandardMethod = {
    kind: 'standard',
    salt: verifier.subarray(4, 20),
    keyBytes: strength.bits / 8,
    verifier: verifier.subarray(20, 36),
    verifierHash: verifier.subarray(40, 72),
  };
  return { ...strength, method };
}

function readAgile(xml: string): OoxmlEncryption {
  let key: KeyData | null = null;
  let method: AgileMethod | null = null;
  const open = (name: string, raw: string): void => {
    if (name === 'keyData') key = keyData(raw);
    else if (name === 'encryptedKey' && key !== null && method === null) {
      method = {
        kind: 'agile',
        key,
        password: keyData(raw),
        spinCount: Number(attribute(raw, 'spinCount')),
        verifierInput: Buffer.from(attribute(raw, 'encryptedVerifierHashInput'), 'base64'),
        verifierHash: Buffer.from(attribute(raw, 'encryptedVerifierHashValue'), 'base64'),
        encryptedKey: Buffer.from(attribute(raw, 'encryptedKeyValue'), 'base64'),
      };
    }
  };
  scanXml(xml, { open, close: () => undefined, text: () => undefined }, () => undefined);
  return nameAgile(key, method);
}

function nameAgile(key: KeyData | null, method: AgileMethod | null): OoxmlEncryption {
  if (key === null) return { label: 'agile encryption', bits: null, weak: false, method: null };
  const bits = key.keyBytes * 8;
  const weak = bits < 128 || !/^AES$/iu.test(key.cipher);
  return { label: `${key.cipher.toUpperCase()}-${bits}`, bits, weak, method: weak ? null : method };
}

function keyData(raw: string): KeyData {
  const values = new Map(attributes(raw).map(({ name, value }) => [name, value]));
  return {
    salt: Buffer.from(values.get('saltValue') ?? '', 'base64'),
    blockSize: Number(values.get('blockSize')) || 16,
    keyBytes: Math.floor((Number(values.get('keyBits')) || 0) / 8),
    hash: (values.get('hashAlgorithm') ?? '').toLowerCase().replace('-', ''),
    cipher: values.get('cipherAlgorithm') ?? '',
  };
}

/**
 * Tries passwords.
 * @param stream the EncryptedPackage stream
 * @returns the decrypted zip and the password that fitted; null when none did in the time there is
 */
export function openOoxml(
  stream: Buffer,
  encryption: OoxmlEncryption,
  passwords: readonly string[],
  budget: Budget,
): { readonly bytes: Buffer; readonly password: string } | null {
  const { method } = encryption;
  if (method === null || stream.length < 24) return null;
  const stopBelowMs = budget.remainingMs() * (1 - TIME_SHARE);
  for (const password of passwords) {
    if (budget.remainingMs() <= stopBelowMs) return null;
    const bytes =
      method.kind === 'agile' ? openAgile(stream, method, password) : openStandard(stream, method, password);
    if (bytes !== null) {
      budget.spendBytes(bytes.length);
      return { bytes, password };
    }
  }
  return null;
}

function spin(hash: string, salt: Buffer, password: string, count: number): Buffer {
  let digest = createHash(hash).update(salt).update(Buffer.from(password, 'utf16le')).digest();
  const step = Buffer.alloc(4 + digest.length);
  for (let i = 0; i < count; i++) {
    step.writeUInt32LE(i, 0);
    digest.copy(step, 4);
    digest = createHash(hash).update(step).digest();
  }
  return digest;
}

/** 2.3.4.11: cut or filled up with 0x36. */
function fit(bytes: Buffer, length: number): Buffer {
  return bytes.length >= length
    ? bytes.subarray(0, length)
    : Buffer.concat([bytes, Buffer.alloc(length - bytes.length, 0x36)]);
}

function decryptCbc(data: Buffer, key: Buffer, iv: Buffer): Buffer {
  const whole = data.subarray(0, data.length - (data.length % 16));
  const decipher = createDecipheriv(`aes-${key.length * 8}-cbc`, key, iv).setAutoPadding(false);
  return Buffer.concat([decipher.update(whole), decipher.final()]);
}

const isUsable = (key: KeyData): boolean =>
  [16, 24, 32].includes(key.keyBytes) && key.blockSize === 16 && HASHES.has(key.hash) && key.salt.length > 0;

function openAgile(stream: Buffer, method: AgileMethod, password: string): Buffer | null {
  const { key, password: own, spinCount } = method;
  if (!isUsable(key) || !isUsable(own) || !(spinCount >= 0 && spinCount <= HIGHEST_SPIN_COUNT)) return null;
  const spun = spin(own.hash, own.salt, password, spinCount);
  const unlock = (block: Buffer, data: Buffer): Buffer => {
    const derived = fit(createHash(own.hash).update(spun).update(block).digest(), own.keyBytes);
    return decryptCbc(data, derived, fit(own.salt, own.blockSize));
  };
  const input = unlock(INPUT_KEY, method.verifierInput).subarray(0, own.salt.length);
  const expected = createHash(own.hash).update(input).digest();
  const value = unlock(VALUE_KEY, method.verifierHash).subarray(0, expected.length);
  if (value.length === 0 || !expected.equals(value)) return null;
  const secret = unlock(PACKAGE_KEY, method.encryptedKey).subarray(0, key.keyBytes);
  if (secret.length !== key.keyBytes) return null;
  return decryptSegments(stream, key, secret);
}

function decryptSegments(stream: Buffer, key: KeyData, secret: Buffer): Buffer {
  const size = Math.min(Number(stream.readBigUInt64LE(0)), stream.length - 8);
  const chunks: Buffer[] = [];
  const number = Buffer.alloc(4);
  for (let at = 8, i = 0; at < stream.length; at += 4096, i++) {
    number.writeUInt32LE(i, 0);
    const iv = fit(createHash(key.hash).update(key.salt).update(number).digest(), 16);
    chunks.push(decryptCbc(stream.subarray(at, at + 4096), secret, iv));
  }
  return Buffer.concat(chunks).subarray(0, size);
}

/** 2.3.4.7: SHA-1, 50,000 rounds, then the two halves of an HMAC-like expansion. */
function openStandard(stream: Buffer, method: StandardMethod, password: string): Buffer | null {
  const spun = spin('sha1', method.salt, password, 50_000);
  const final = createHash('sha1').update(spun).update(Buffer.alloc(4)).digest();
  const half = (pad: number): Buffer => {
    const block = Buffer.alloc(64, pad);
    final.forEach((byte, i) => (block[i] = byte ^ pad));
    return createHash('sha1').update(block).digest();
  };
  const key = Buffer.concat([half(0x36), half(0x5c)]).subarray(0, method.keyBytes);
  const decrypt = (data: Buffer): Buffer => {
    const decipher = createDecipheriv(`aes-${key.length * 8}-ecb`, key, null).setAutoPadding(false);
    return Buffer.concat([decipher.update(data.subarray(0, data.length - (data.length % 16))), decipher.final()]);
  };
  const expected = createHash('sha1').update(decrypt(method.verifier)).digest();
  if (!expected.equals(decrypt(method.verifierHash).subarray(0, 20))) return null;
  const size = Math.min(Number(stream.readBigUInt64LE(0)), stream.length - 8);
  return decrypt(stream.subarray(8)).subarray(0, size);
}
