/**
 * Files of programs that do nothing but encrypt: named with their strength, because nobody without the password sees more of them.
 * In: bytes. Out: that they are encrypted. Promised: total. Refused: trying passwords.
 */
import type { Uninspected } from '../core/finding.ts';
import type { Format } from './format.ts';

type Strength = NonNullable<Uninspected['encryption']>;

/** Weaker than AES with 128 bits. What does not tell its strength is not called weak. */
export const isWeak = ({ bits }: Strength): boolean => bits !== null && bits < 128;

/** By how they begin, as latin1. OpenSSL and GnuPG do not write the cipher where it can be read. */
const BEGINNINGS: readonly (readonly [RegExp, type: string, Strength])[] = [
  [/^Salted__/, 'application/x-openssl-encrypted', { algorithm: 'OpenSSL', bits: null }],
  [/^age-encryption\.org\/v1/, 'application/x-age-encrypted', { algorithm: 'ChaCha20', bits: 256 }],
  [/^\$ANSIBLE_VAULT;[\d.]+;AES256/, 'application/x-ansible-vault', { algorithm: 'AES-256', bits: 256 }],
  [/^AES[\x00-\x03]\0/, 'application/x-aescrypt', { algorithm: 'AES-256', bits: 256 }],
  [/^\xc0\xb9\x07\x2e\x4f\x93\xf1\x46\xa0\x15\x79\x2c\xa1\xd9\xe8\x21/, 'application/x-axcrypt', { algorithm: 'AES-128', bits: 128 }],
  [/^\x03\xd9\xa2\x9a[\x65\x67]\xfb\x4b\xb5/, 'application/x-keepass', { algorithm: 'AES-256', bits: 256 }],
  [/^LUKS\xba\xbe/, 'application/x-luks', { algorithm: 'LUKS', bits: null }],
  [/^scrypt\0/, 'application/x-scrypt', { algorithm: 'AES-256', bits: 256 }],
  [/^encrcdsa|^cdsaencr/, 'application/x-apple-diskimage-encrypted', { algorithm: 'AES', bits: null }],
]; // prettier-ignore
const HEAD = 64;

/** The type of a file that only its password opens; null for any other. */
export function encryptedType(bytes: Buffer): string | null {
  const head = bytes.toString('latin1', 0, HEAD);
  return BEGINNINGS.find(([begins]) => begins.test(head))?.[1] ?? (isPgp(bytes) ? 'application/pgp-encrypted' : null);
}

const PUBLIC_KEY_ALGORITHMS = new Set([1, 2, 16, 18, 25, 26]);

/**
 * An OpenPGP message in its binary form: a session key for a recipient (RFC 9580 §5.1) or from a password (§5.3), which is what
 * every encrypted message begins with.
 */
function isPgp(bytes: Buffer): boolean {
  const first = bytes[0] ?? 0;
  const isNew = (first & 0xc0) === 0xc0;
  const tag = isNew ? first & 0x3f : (first & 0x3c) >> 2;
  if ((first & 0x80) === 0 || (tag !== 1 && tag !== 3)) return false;
  // the length of such a packet takes one byte or two
  return [2, 3].some((at) => {
    const version = bytes[at] ?? 0;
    return tag === 1
      ? version === 3 && PUBLIC_KEY_ALGORITHMS.has(bytes[at + 9] ?? 0) && (bytes[1] ?? 0) < 224
      : version >= 4 && version <= 6 && (bytes[at + 1] ?? 99) <= 13 && [0, 1, 3, 4].includes(bytes[at + 2] ?? 99);
  });
}

export const encryptedFormat: Format = {
  id: 'encrypted-file',
  recognises: (sniff) => BEGINNINGS.some(([, type]) => type === sniff.type),
  extract: ({ part, path, bytes }) => {
    const head = bytes.toString('latin1', 0, HEAD);
    const encryption = BEGINNINGS.find(([begins]) => begins.test(head))?.[2] ?? { algorithm: 'unknown', bits: null };
    const closed: Uninspected = { part, path, reason: 'encrypted', detail: encryption.algorithm, kind: 'document', encryption }; // prettier-ignore
    return { texts: [], embedded: [], uninspected: [closed], signals: [] };
  },
};
