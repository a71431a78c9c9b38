/** S/MIME (CMS, RFC 5652) and OpenPGP (RFC 9580): what is only signed is opened, what is encrypted is named. */
import { inflateRawSync, inflateSync, unzipSync } from 'node:zlib';
import type { Uninspected } from '../../core/finding.ts';
import { TextBuilder } from '../../core/text.ts';
import { childrenOf, elementAt, type Element } from './ber.ts';
import type { Document, EmbeddedFile, Extraction, Format, FormatContext } from '../format.ts';
import { extractPlain } from '../plain.ts';
import { RIGHTS_PROTECTED } from '../sniff.ts';

/** Content of an OCTET STRING, also when it is cut into pieces. */
function octets(bytes: Buffer, element: Element): Buffer {
  if (element.tag === 0x04 || element.tag === 0x80) return bytes.subarray(element.start, element.end);
  return Buffer.concat(childrenOf(bytes, element).map((child) => bytes.subarray(child.start, child.end)));
}

const OID = {
  signed: '2a864886f70d010702',
  enveloped: '2a864886f70d010703',
  compressed: '2a864886f70d0109100109',
  authEnveloped: '2a864886f70d0109100117',
} as const;

/** Content encryption algorithms as they stand in the bytes, strongest knowledge first. */
const CIPHERS: readonly (readonly [string, string, number | null])[] = [
  ['608648016503040102', 'AES-128', 128],
  ['608648016503040106', 'AES-128', 128],
  ['608648016503040116', 'AES-192', 192],
  ['60864801650304011a', 'AES-192', 192],
  ['60864801650304012a', 'AES-256', 256],
  ['60864801650304012e', 'AES-256', 256],
  ['2a864886f70d0307', '3DES', 112],
  ['2a864886f70d0302', 'RC2', null],
  ['2b0e030207', 'DES', 56],
];

function cipherOf(bytes: Buffer): { algorithm: string; bits: number | null } {
  for (const [oid, algorithm, bits] of CIPHERS) if (bytes.includes(Buffer.from(oid, 'hex'))) return { algorithm, bits };
  return { algorithm: 'S/MIME', bits: null };
}

function note(
  document: Document,
  reason: Uninspected['reason'],
  detail: string,
  kind: Uninspected['kind'],
  encryption?: Uninspected['encryption'],
): Extraction {
  const one = {
    part: document.part,
    path: document.path,
    reason,
    detail,
    kind,
    ...(encryption === undefined ? {} : { encryption }),
  };
  return { texts: [], embedded: [], uninspected: [one], signals: [] };
}

const inside = (file: EmbeddedFile): Extraction => ({ texts: [], embedded: [file], uninspected: [], signals: [] });

/** The signed content, a MIME entity. */
function signedContent(bytes: Buffer, signedData: Element): Buffer | null {
  const encapsulated = childrenOf(bytes, signedData).find((child, at) => at > 0 && child.tag === 0x30);
  if (encapsulated === undefined) return null;
  const explicit = childrenOf(bytes, encapsulated)[1];
  if (explicit === undefined) return null;
  const content = childrenOf(bytes, explicit)[0];
  return content === undefined ? null : octets(bytes, content);
}

/** Reads a CMS structure. @param bytes DER or BER */
function extractCms(document: Document, bytes: Buffer, context: FormatContext): Extraction {
  const info = elementAt(bytes, 0);
  const [oid, explicit] = info === null ? [] : childrenOf(bytes, info);
  const content = explicit === undefined ? undefined : childrenOf(bytes, explicit)[0];
  if (oid === undefined || content === undefined) return note(document, 'damaged', 'S/MIME structure', 'message');
  const type = bytes.toString('hex', oid.start, oid.end);
  if (type === OID.signed) {
    const signed = signedContent(bytes, content);
    if (signed === null || signed.length === 0)
      return note(document, 'unsupported', 'detached S/MIME signature', 'signature');
    context.budget.spendBytes(signed.length);
    return inside({ name: 'signed.eml', declaredType: 'message/rfc822', bytes: signed });
  }
  if (type === OID.compressed) {
    const encapsulated = childrenOf(bytes, content).filter((child) => child.tag === 0x30)[1];
    const wrapped = encapsulated === undefined ? undefined : childrenOf(bytes, encapsulated)[1];
    const data = wrapped === undefined ? undefined : childrenOf(bytes, wrapped)[0];
    if (data === undefined) return note(document, 'damaged', 'S/MIME compression', 'message');
    const inflated = inflateSync(octets(bytes, data), { maxOutputLength: context.budget.limits.expandedBytes });
    context.budget.spendBytes(inflated.length, inflated.length, bytes.length);
    return inside({ name: 'compressed.eml', declaredType: 'message/rfc822', bytes: inflated });
  }
  if (type === OID.enveloped || type === OID.authEnveloped) {
    const cipher = cipherOf(bytes);
    return note(document, 'encrypted', `S/MIME ${cipher.algorithm}`, 'message', cipher);
  }
  return note(document, 'unsupported', 'S/MIME structure', 'message');
}

function unarmoured(bytes: Buffer): Buffer {
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
interface Packet {
  readonly tag: number;
  readonly body: Buffer;
  readonly next: number;
}

function packetAt(bytes: Buffer, start: number): Packet | null {
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

const PGP_ENCRYPTED = new Set([1, 3, 9, 18, 20]);
/** Compression inside compression; more is not written by any program. */
const MAX_PGP_LAYERS = 4;

function extractPgp(document: Document, context: FormatContext): Extraction {
  let bytes = unarmoured(document.bytes);
  let layers = 0;
  let at = 0;
  for (let n = 0; n < 1000; n++) {
    const packet = packetAt(bytes, at);
    if (packet === null) break;
    if (PGP_ENCRYPTED.has(packet.tag))
      return note(document, 'encrypted', 'PGP', 'message', { algorithm: 'PGP', bits: null });
    if (packet.tag === 11) {
      const nameLength = packet.body[1] ?? 0;
      const name = packet.body.toString('utf8', 2, 2 + nameLength);
      const content = packet.body.subarray(6 + nameLength);
      return inside({ name: name === '' ? 'signed.txt' : name, declaredType: null, bytes: content });
    }
    if (packet.tag === 8 && layers < MAX_PGP_LAYERS) {
      const algorithm = packet.body[0];
      const options = { maxOutputLength: context.budget.limits.expandedBytes };
      const data = packet.body.subarray(1);
      if (algorithm !== 0 && algorithm !== 1 && algorithm !== 2)
        return note(document, 'unsupported', 'PGP compression', 'message');
      const inflated =
        algorithm === 1 ? inflateRawSync(data, options) : algorithm === 2 ? unzipSync(data, options) : data;
      context.budget.spendBytes(inflated.length, inflated.length, document.bytes.length);
      bytes = inflated;
      at = 0;
      layers++;
    } else at = packet.next;
  }
  return note(document, 'encrypted', 'PGP', 'message', { algorithm: 'PGP', bits: null });
}

export const cmsFormat: Format = {
  id: 'cms',
  recognises: (sniff) => sniff.type === 'application/pkcs7-mime',
  extract: (document, context) => {
    const armoured = document.bytes.subarray(0, 100).includes('-----BEGIN');
    return extractCms(document, armoured ? unarmoured(document.bytes) : document.bytes, context);
  },
};

export const pgpFormat: Format = {
  id: 'pgp',
  recognises: (sniff) => sniff.type === 'application/pgp-encrypted',
  extract: extractPgp,
};

/** Names of the holders of a public key (RFC 9580 §5.11), which the letters of its armour hide. */
function userIds(bytes: Buffer): string {
  const ids: string[] = [];
  let at = 0;
  for (let n = 0; n < 1000; n++) {
    const packet = packetAt(bytes, at);
    if (packet === null) break;
    if (packet.tag === 13) ids.push(packet.body.subarray(0, 1000).toString('utf8'));
    at = packet.next;
  }
  return ids.length === 0 ? '' : `${ids.join('\n')}\n`;
}

function withUserIds(document: Document, extraction: Extraction): Extraction {
  const ids = document.bytes.includes('PUBLIC KEY BLOCK') ? userIds(unarmoured(document.bytes)) : '';
  if (ids === '') return extraction;
  const text = new TextBuilder().add(ids, { zone: 'metadata' }).build(document.part, document.where, document.path);
  return { ...extraction, texts: [...extraction.texts, text] };
}

/** Detached signatures and keys: nothing to read but their comments and holders, and nothing to hide a text in. */
export const pgpSignatureFormat: Format = {
  id: 'pgp-signature',
  recognises: (sniff) => sniff.type === 'application/pgp-signature' || sniff.type === 'application/pgp-keys',
  extract: (document, context) => ({
    ...withUserIds(document, extractPlain(document, context)),
    ...(document.bytes.includes('-----BEGIN PGP SIGNATURE')
      ? { uninspected: note(document, 'unsupported', 'detached PGP signature', 'signature').uninspected }
      : {}),
  }),
};

/** A mail under Microsoft's rights management: encrypted for whoever the server lets open it. */
export const rightsProtectedFormat: Format = {
  id: 'rights-protected',
  recognises: (sniff) => sniff.type === RIGHTS_PROTECTED,
  extract: (document) =>
    note(document, 'encrypted', 'rights management', 'message', { algorithm: 'rights management', bits: null }),
};
