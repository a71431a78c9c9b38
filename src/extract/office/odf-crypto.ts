/** Encryption of OpenDocument packages (ISO/IEC 26300-2 §3.4.2): per part, described in the manifest. */
import { createDecipheriv, createHash, pbkdf2Sync } from 'node:crypto';
import { inflateRawSync } from 'node:zlib';
import type { Budget } from '../budget.ts';
import { attribute, scanXml } from './xml.ts';

/** How one part is encrypted. */
export interface OdfEncryption {
  /** 'AES-256', 'Blowfish' */
  readonly label: string;
  readonly bits: number | null;
  readonly weak: boolean;
  readonly iv: Buffer;
  readonly salt: Buffer;
  readonly iterations: number;
  readonly keyBytes: number;
  /** hash of the password that the key is derived from */
  readonly startKey: 'sha1' | 'sha256';
  readonly checksum: Buffer;
  readonly checksumAlgorithm: string;
  /** false for key derivations or ciphers that are only named, not followed */
  readonly followed: boolean;
}

type Draft = { -readonly [K in keyof OdfEncryption]: OdfEncryption[K] };

const empty = (): Draft => ({
  label: 'unknown',
  bits: null,
  weak: false,
  iv: Buffer.alloc(0),
  salt: Buffer.alloc(0),
  iterations: 0,
  keyBytes: 16,
  startKey: 'sha1',
  checksum: Buffer.alloc(0),
  checksumAlgorithm: '',
  followed: false,
});

/** Encrypted parts by name; empty for a package that is not encrypted. */
export function readOdfManifest(xml: string): ReadonlyMap<string, OdfEncryption> {
  const found = new Map<string, OdfEncryption>();
  let path = '';
  let draft: Draft | null = null;
  const open = (name: string, raw: string): void => {
    if (name === 'file-entry') path = attribute(raw, 'full-path');
    else if (name === 'encryption-data') {
      draft = empty();
      draft.checksum = Buffer.from(attribute(raw, 'checksum'), 'base64');
      draft.checksumAlgorithm = attribute(raw, 'checksum-type');
      found.set(path, draft);
    } else if (draft !== null) describe(draft, name, raw);
  };
  scanXml(xml, { open, close: () => undefined, text: () => undefined }, () => undefined);
  return found;
}

function describe(draft: Draft, name: string, raw: string): void {
  if (name === 'algorithm') {
    const algorithm = attribute(raw, 'algorithm-name');
    const aes = /aes(128|192|256)/iu.exec(algorithm);
    draft.bits = aes === null ? (/blowfish/iu.test(algorithm) ? 128 : null) : Number(aes[1]);
    draft.label = aes === null ? (/blowfish/iu.test(algorithm) ? 'Blowfish' : 'unknown') : `AES-${aes[1] ?? ''}`;
    draft.weak = draft.label === 'Blowfish';
    draft.iv = Buffer.from(attribute(raw, 'initialisation-vector'), 'base64');
    draft.followed = /aes\d{3}-cbc/iu.test(algorithm);
    draft.keyBytes = (draft.bits ?? 128) / 8;
  } else if (name === 'key-derivation') {
    draft.salt = Buffer.from(attribute(raw, 'salt'), 'base64');
    draft.iterations = Number(attribute(raw, 'iteration-count'));
    if (!/pbkdf2/iu.test(attribute(raw, 'key-derivation-name'))) draft.followed = false;
  } else if (name === 'start-key-generation' && /256/u.test(attribute(raw, 'start-key-generation-name'))) {
    draft.startKey = 'sha256';
  }
}

/**
 * Decrypts and unpacks one part.
 * @returns null when the password is wrong or the method is not followed
 */
export function decryptOdfPart(stored: Buffer, how: OdfEncryption, password: string, budget: Budget): Buffer | null {
  const { iterations } = how;
  if (!how.followed || how.iv.length !== 16 || !(iterations > 0 && iterations <= 1_000_000)) return null;
  if (stored.length === 0 || stored.length % 16 !== 0) return null;
  const start = createHash(how.startKey).update(password, 'utf8').digest();
  const key = pbkdf2Sync(start, how.salt, iterations, how.keyBytes, 'sha1');
  const decipher = createDecipheriv(`aes-${how.keyBytes * 8}-cbc`, key, how.iv).setAutoPadding(false);
  const padded = Buffer.concat([decipher.update(stored), decipher.final()]);
  // W3C padding: the last byte tells its length
  const plain = padded.subarray(0, padded.length - Math.min(16, padded[padded.length - 1] ?? 0));
  if (!isRight(plain, how)) return null;
  try {
    const bytes = inflateRawSync(plain, { maxOutputLength: Math.max(1, budget.remainingBytes()) });
    budget.spendBytes(bytes.length);
    return bytes;
  } catch (error) {
    // zlib's errors for data that is no deflate stream, or one that would pass the limit
    if (error instanceof Error && 'code' in error) return null;
    throw error;
  }
}

/** The checksum covers the first kilobyte of the deflated data; without it the first inflate tells. */
function isRight(plain: Buffer, how: OdfEncryption): boolean {
  if (how.checksum.length === 0) return true;
  const algorithm = /256/u.test(how.checksumAlgorithm) ? 'sha256' : 'sha1';
  const data = /1k/iu.test(how.checksumAlgorithm) ? plain.subarray(0, 1024) : plain;
  return createHash(algorithm).update(data).digest().equals(how.checksum);
}
