/** Encrypts packages the way Office does ([MS-OFFCRYPTO] 2.3.4), written from the specification apart from the reader. For tests. */
import * as CFB from 'cfb';
import { createCipheriv, createHash, createHmac, randomBytes } from 'node:crypto';

/** A compound file of the streams given. */
export function compoundOf(streams: Readonly<Record<string, Buffer>>): Buffer {
  const container = CFB.utils.cfb_new();
  for (const [name, bytes] of Object.entries(streams)) CFB.utils.cfb_add(container, `/${name}`, bytes);
  const written = CFB.write(container, { type: 'buffer' });
  return Buffer.isBuffer(written) ? written : Buffer.from(String(written), 'latin1');
}

const digest = (hash: string, ...parts: readonly Buffer[]): Buffer =>
  parts.reduce((sum, part) => sum.update(part), createHash(hash)).digest();
const word = (value: number): Buffer => {
  const bytes = Buffer.alloc(4);
  bytes.writeUInt32LE(value);
  return bytes;
};
const sized = (data: Buffer, encrypted: Buffer): Buffer => Buffer.concat([word(data.length), word(0), encrypted]);
const padded = (data: Buffer): Buffer => Buffer.concat([data, Buffer.alloc((16 - (data.length % 16)) % 16)]);

function encrypt(mode: 'cbc' | 'ecb', data: Buffer, key: Buffer, iv: Buffer | null): Buffer {
  const cipher = createCipheriv(`aes-${key.length * 8}-${mode}`, key, iv).setAutoPadding(false);
  return Buffer.concat([cipher.update(padded(data)), cipher.final()]);
}

function spun(hash: string, salt: Buffer, password: string, rounds: number): Buffer {
  let sum = digest(hash, salt, Buffer.from(password, 'utf16le'));
  for (let round = 0; round < rounds; round++) sum = digest(hash, word(round), sum);
  return sum;
}

/** How a package is locked. */
export interface AgileLock {
  readonly password: string;
  readonly bits: 128 | 256;
  readonly hash: 'SHA1' | 'SHA512';
  readonly rounds: number;
}

/** Agile encryption: Office 2010 and later. */
export function lockAgile(data: Buffer, { password, bits, hash, rounds }: AgileLock): Buffer {
  const [salt, dataSalt, secret, input] = [randomBytes(16), randomBytes(16), randomBytes(bits / 8), randomBytes(16)];
  const name = hash.toLowerCase();
  const base = spun(name, salt, password, rounds);
  const lock = (block: string, plain: Buffer): string => {
    const full = Buffer.concat([digest(name, base, Buffer.from(block, 'hex')), Buffer.alloc(32, 0x36)]);
    return encrypt('cbc', plain, full.subarray(0, bits / 8), salt).toString('base64');
  };
  const segments: Buffer[] = [];
  for (let at = 0; at < data.length; at += 4096) {
    const iv = digest(name, dataSalt, word(at / 4096)).subarray(0, 16);
    segments.push(encrypt('cbc', data.subarray(at, at + 4096), secret, iv));
  }
  const stream = sized(data, Buffer.concat(segments));
  const hmacKey = randomBytes(digest(name).length);
  const seal = (block: string, plain: Buffer): string => {
    const iv = digest(name, dataSalt, Buffer.from(block, 'hex')).subarray(0, 16);
    return encrypt('cbc', plain, secret, iv).toString('base64');
  };
  const integrity =
    `<dataIntegrity encryptedHmacKey="${seal('5fb2ad010cb9e1f6', hmacKey)}" ` +
    `encryptedHmacValue="${seal('a0677f02b22c8433', createHmac(name, hmacKey).update(stream).digest())}"/>`;
  const shape = `saltSize="16" blockSize="16" keyBits="${bits}" hashSize="${digest(name).length}" cipherAlgorithm="AES" cipherChaining="ChainingModeCBC" hashAlgorithm="${hash}"`;
  const xml =
    `<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\r\n<encryption xmlns="http://schemas.microsoft.com/office/2006/encryption" xmlns:p="http://schemas.microsoft.com/office/2006/keyEncryptor/password">` +
    `<keyData ${shape} saltValue="${dataSalt.toString('base64')}"/>${integrity}<keyEncryptors><keyEncryptor uri="http://schemas.microsoft.com/office/2006/keyEncryptor/password">` +
    `<p:encryptedKey spinCount="${rounds}" ${shape} saltValue="${salt.toString('base64')}" encryptedVerifierHashInput="${lock('fea7d2763b4b9e79', input)}" ` +
    `encryptedVerifierHashValue="${lock('d7aa0f6d3061344e', digest(name, input))}" encryptedKeyValue="${lock('146e0be7abacd0d6', secret)}"/></keyEncryptor></keyEncryptors></encryption>`;
  const info = Buffer.concat([Buffer.from('0400040040000000', 'hex'), Buffer.from(xml)]);
  return compoundOf({ EncryptionInfo: info, EncryptedPackage: stream });
}

/** An EncryptionHeader (2.3.2). @param algorithm 0x660E AES-128, 0x6610 AES-256, 0x6801 RC4 */
export function encryptionHeader(algorithm: number, bits: number): Buffer {
  const provider = Buffer.from('Microsoft Enhanced RSA and AES Cryptographic Provider\0', 'utf16le');
  const aes = algorithm !== 0x6801;
  const numbers = [aes ? 0x24 : 4, 0, algorithm, 0x8004, bits, aes ? 0x18 : 1, 0, 0].map(word);
  return Buffer.concat([...numbers, provider]);
}

/** Standard encryption: Office 2007. */
export function lockStandard(data: Buffer, password: string, bits: 128 | 256): Buffer {
  const [salt, verifier] = [randomBytes(16), randomBytes(16)];
  const final = digest('sha1', spun('sha1', salt, password, 50_000), word(0));
  const half = (pad: number): Buffer =>
    digest('sha1', Buffer.from(Array.from({ length: 64 }, (_, i) => (final[i] ?? 0) ^ pad)));
  const key = Buffer.concat([half(0x36), half(0x5c)]).subarray(0, bits / 8);
  const header = encryptionHeader(bits === 128 ? 0x660e : 0x6610, bits);
  const info = Buffer.concat([
    Buffer.from('0400020024000000', 'hex'),
    word(header.length),
    header,
    word(16),
    salt,
    encrypt('ecb', verifier, key, null),
    word(20),
    encrypt('ecb', Buffer.concat([digest('sha1', verifier), Buffer.alloc(12)]), key, null),
  ]);
  return compoundOf({ EncryptionInfo: info, EncryptedPackage: sized(data, encrypt('ecb', data, key, null)) });
}
