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
