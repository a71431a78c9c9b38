/** Packets of OpenPGP (RFC 9580 §4), and what they say of the cipher without being opened. */
import type { Uninspected } from '../../core/finding.ts';

/** What stands between the lines of an armour (RFC 9580 §6.2), or the bytes as they are when there is none. */
export function unarmoured(bytes: Buffer): Buffer {
  const text = bytes.toString('latin1');
  const begin = text.indexOf('-----BEGIN ');
  if (begin < 0) return bytes;
  const headerEnd = text.indexOf('\n', begin);
  const end = text.indexOf('\n-----END ', headerEnd);
  const block = text.slice(headerEnd, end < 0 ? text.length : end);
  // RFC 9580 §6.2: armour headers, an empty line, base64, a checksum line beginning with '='
  const blank = /\r?\n[ \t]*\r?\n/.exec(block);
  const body = blank === null ? block : block.slice(blank.index + blank[0].length);
  const checksum = body.search(/\n=[A-Za-z0-9+/]{4}\s*$/);
  return Buffer.from(checksum < 0 ? body : body.slice(0, checksum), 'base64');
}

/** An OpenPGP packet; partial lengths joined. */
export interface Packet {
  readonly tag: number;
  readonly body: Buffer;
  readonly next: number;
}

/** The packet at an offset, null when there is none. */
export function packetAt(bytes: Buffer, start: number): Packet | null {
  const first = bytes[start];
  if (first === undefined || (first & 0x80) === 0) return null;
  if ((first & 0x40) === 0) {
    const kind = first & 3;
    const size = kind === 3 ? 0 : 1 << kind;
    if (start + 1 + size > bytes.length) return null;
    const length = size === 0 ? bytes.length - start - 1 : bytes.readUIntBE(start + 1, size);
    const from = start + 1 + size;
    return { tag: (first >> 2) & 15, body: bytes.subarray(from, from + length), next: from + length };
  }
  const pieces: Buffer[] = [];
  let at = start + 1;
  for (;;) {
    const l = bytes[at];
    if (l === undefined) break;
    let length = l;
    let partial = false;
    if (l < 192) at += 1;
    else if (l < 224) {
      length = ((l - 192) << 8) + (bytes[at + 1] ?? 0) + 192;
      at += 2;
    } else if (l === 255) {
      if (at + 5 > bytes.length) break;
      length = bytes.readUInt32BE(at + 1);
      at += 5;
    } else {
      length = 1 << (l & 31);
      partial = true;
      at += 1;
    }
    pieces.push(bytes.subarray(at, at + length));
    at += length;
    if (!partial) break;
  }
  return { tag: first & 63, body: Buffer.concat(pieces), next: at };
}

type Encryption = NonNullable<Uninspected['encryption']>;

/** RFC 9580 §9.3 */
const CIPHERS: ReadonlyMap<number, Encryption> = new Map([
  [1, { algorithm: 'IDEA', bits: 128 }],
  [2, { algorithm: '3DES', bits: 112 }],
  [3, { algorithm: 'CAST5', bits: 128 }],
  [4, { algorithm: 'Blowfish', bits: 128 }],
  [7, { algorithm: 'AES-128', bits: 128 }],
  [8, { algorithm: 'AES-192', bits: 192 }],
  [9, { algorithm: 'AES-256', bits: 256 }],
  [10, { algorithm: 'Twofish', bits: 256 }],
  [11, { algorithm: 'Camellia-128', bits: 128 }],
  [12, { algorithm: 'Camellia-192', bits: 192 }],
  [13, { algorithm: 'Camellia-256', bits: 256 }],
]);
const UNTOLD: Encryption = { algorithm: 'PGP', bits: null };
const MOST_PACKETS = 50;
/** Bytes of the ways in which a key comes from a password, behind version and cipher (§3.7.1). */
const S2K_LENGTHS = new Map([[0, 2], [1, 10], [3, 11]]); // prettier-ignore

/** The cipher number that a packet tells; null when it does not. */
function cipherIn({ tag, body }: Packet): number | null {
  const version = body[0];
  // §5.3: without a session key of its own the password's cipher is that of the content
  if (tag === 3 && version === 4) return body.length === 2 + (S2K_LENGTHS.get(body[2] ?? -1) ?? -1) ? (body[1] ?? null) : null; // prettier-ignore
  // §5.13.2, and the draft that GnuPG writes
  return (tag === 18 && version === 2) || (tag === 20 && version === 1) ? (body[1] ?? null) : null;
}

/** With what a message is encrypted, as far as its packets tell. @param bytes without armour */
export function pgpEncryption(bytes: Buffer): Encryption {
  let at = 0;
  for (let n = 0; n < MOST_PACKETS; n++) {
    const packet = packetAt(bytes, at);
    if (packet === null || packet.next <= at) break;
    const cipher = CIPHERS.get(cipherIn(packet) ?? 0);
    if (cipher !== undefined) return cipher;
    at = packet.next;
  }
  return UNTOLD;
}

/** 'PGP AES-256', or 'PGP' alone. */
export const pgpLabel = ({ algorithm }: Encryption): string => (algorithm === 'PGP' ? algorithm : `PGP ${algorithm}`);

/** Packets of keys and signatures (§5): signature, key, trust, name, secret-free subkey, picture. */
const OF_KEYS: ReadonlySet<number> = new Set([2, 6, 12, 13, 14, 17]);
const MOST_WORDS = 1000;

/** Words in a key or a signature, and the picture of a key's holder. */
export interface PgpWords {
  readonly lines: readonly string[];
  readonly pictures: readonly Buffer[];
}

/**
 * Reads keys and signatures without armour. Packets of other kinds are passed over, and one that is cut ends the reading: programs
 * that list a key show its names all the same.
 * @returns names of holders and signers, notations and addresses; none for bytes that are no packets
 */
export function pgpWords(bytes: Buffer): PgpWords {
  const lines: string[] = [];
  const pictures: Buffer[] = [];
  let at = 0;
  for (let n = 0; at < bytes.length && n < MOST_WORDS; n++) {
    const packet = packetAt(bytes, at);
    if (packet === null) break;
    const { tag, body } = packet;
    if (tag === 13) lines.push(body.subarray(0, 10_000).toString('utf8'));
    if (tag === 2) lines.push(...wordsOfSignature(body));
    // §5.12.1: a header, then a JPEG
    const picture = tag === 17 ? body.indexOf('ffd8ff', 0, 'hex') : -1;
    if (picture >= 0) pictures.push(body.subarray(picture));
    if (packet.next <= at) break;
    at = packet.next;
  }
  return { lines, pictures };
}

/** Whether bytes are whole packets of keys and signatures, and nothing else. */
export function isKeyOrSignature(bytes: Buffer): boolean {
  let at = 0;
  for (let n = 0; at < bytes.length && n < MOST_WORDS; n++) {
    const packet = packetAt(bytes, at);
    if (packet === null || !OF_KEYS.has(packet.tag) || (n === 0 && packet.tag !== 2 && packet.tag !== 6)) return false;
    if (packet.next > bytes.length || packet.next <= at) return false;
    at = packet.next;
  }
  return true;
}

/** Subpackets that are words: notation, servers, policy, reason, who signed (§5.2.3.7). */
const WORDED: ReadonlySet<number> = new Set([20, 24, 26, 28, 29]);

function wordsOfSignature(body: Buffer): readonly string[] {
  const version = body[0];
  if (version !== 4 && version !== 5 && version !== 6) return [];
  const size = version === 6 ? 4 : 2;
  const words: string[] = [];
  let at = 4;
  for (let area = 0; area < 2 && at + size <= body.length; area++) {
    const end = Math.min(body.length, at + size + body.readUIntBE(at, size));
    for (at += size; at < end && words.length < MOST_WORDS;) {
      const [first = 0, second = 0] = [body[at], body[at + 1]];
      const lengthSize = first < 192 ? 1 : first < 255 ? 2 : 5;
      if (at + lengthSize > end) break;
      const length =
        first < 192 ? first : first < 255 ? ((first - 192) << 8) + second + 192 : body.readUInt32BE(at + 1);
      const type = (body[at + lengthSize] ?? 0) & 0x7f;
      const content = body.subarray(at + lengthSize + 1, Math.min(end, at + lengthSize + Math.max(1, length)));
      if (WORDED.has(type)) words.push(...(type === 20 ? notation(content) : [content.toString('utf8')]));
      at += lengthSize + Math.max(1, length);
    }
    at = end;
  }
  return words.map((text) => text.replace(/[\0-\x1f]+/gu, ' ').trim()).filter((text) => text !== '');
}

/** §5.2.3.24: flags, two lengths, name, value. */
function notation(content: Buffer): readonly string[] {
  if (content.length < 8) return [];
  const value = 8 + content.readUInt16BE(4);
  return [content.subarray(8, value).toString('utf8'), content.subarray(value).toString('utf8')];
}
