/** S/MIME (CMS, RFC 5652) and OpenPGP (RFC 9580): what is only signed is opened, what is encrypted is named. */
import { inflateRawSync, inflateSync, unzipSync } from 'node:zlib';
import type { Uninspected } from '../../core/finding.ts';
import { TextBuilder } from '../../core/text.ts';
import type { ExtractedText } from '../../core/text.ts';
import { stringsOf } from './certificate.ts';
import { isKeyOrSignature, packetAt, pgpEncryption, pgpLabel, pgpWords, unarmoured } from './pgp-packets.ts';
import { childrenOf, elementAt, type Element } from './ber.ts';
import { isWeak } from '../encrypted-files.ts';
import type { Document, DocumentSignal, EmbeddedFile, Extraction, Format, FormatContext, Sniff } from '../format.ts';
import { extractPlain } from '../plain.ts';
import { RIGHTS_PROTECTED } from '../sniff.ts';

/** Content of an OCTET STRING, also when it is cut into pieces. */
function octets(bytes: Buffer, element: Element): Buffer {
  if (element.tag === 0x04 || element.tag === 0x80) return bytes.subarray(element.start, element.end);
  return Buffer.concat(childrenOf(bytes, element).map((child) => bytes.subarray(child.start, child.end)));
}

type Encryption = NonNullable<Uninspected['encryption']>;

const OID = {
  data: '2a864886f70d010701',
  signed: '2a864886f70d010702',
  enveloped: '2a864886f70d010703',
  digested: '2a864886f70d010705',
  encrypted: '2a864886f70d010706',
  authenticated: '2a864886f70d0109100102',
  compressed: '2a864886f70d0109100109',
  authEnveloped: '2a864886f70d0109100117',
} as const;

/** Content encryption algorithms (RFC 3370, 3565, 3657, 5084). */
const CIPHERS: ReadonlyMap<string, Encryption> = new Map([
  ['608648016503040102', { algorithm: 'AES-128', bits: 128 }],
  ['608648016503040106', { algorithm: 'AES-128', bits: 128 }],
  ['608648016503040116', { algorithm: 'AES-192', bits: 192 }],
  ['60864801650304011a', { algorithm: 'AES-192', bits: 192 }],
  ['60864801650304012a', { algorithm: 'AES-256', bits: 256 }],
  ['60864801650304012e', { algorithm: 'AES-256', bits: 256 }],
  ['2a83088c9a4b3d01010102', { algorithm: 'Camellia-128', bits: 128 }],
  ['2a83088c9a4b3d01010103', { algorithm: 'Camellia-192', bits: 192 }],
  ['2a83088c9a4b3d01010104', { algorithm: 'Camellia-256', bits: 256 }],
  ['2a831a8c9a440104', { algorithm: 'SEED', bits: 128 }],
  ['2a864886f70d0307', { algorithm: '3DES', bits: 112 }],
  ['2b0e030207', { algorithm: 'DES', bits: 56 }],
]);
const RC2 = '2a864886f70d0302';
/** RFC 3370 §5.2: numbers that stand for key lengths. */
const RC2_BITS: ReadonlyMap<number, number> = new Map([[160, 40], [120, 64], [58, 128]]); // prettier-ignore

/** The cipher of an EnvelopedData, AuthEnvelopedData or EncryptedData: that of its content, not of keys or certificates in it. */
function cipherOf(bytes: Buffer, data: Element): Encryption {
  const info = childrenOf(bytes, data).findLast(({ tag }) => tag === 0x30);
  const algorithm = info === undefined ? undefined : childrenOf(bytes, info)[1];
  const [oid, parameters] = algorithm === undefined ? [] : childrenOf(bytes, algorithm);
  const name = oid === undefined ? '' : bytes.toString('hex', oid.start, oid.end);
  if (name !== RC2) return CIPHERS.get(name) ?? { algorithm: 'S/MIME', bits: null };
  const [version] = parameters === undefined ? [] : childrenOf(bytes, parameters);
  const number =
    version === undefined ? 0 : bytes.readUIntBE(version.start, Math.min(version.end - version.start, 2) || 1);
  return { algorithm: 'RC2', bits: RC2_BITS.get(number) ?? null };
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
  const weak: DocumentSignal[] = encryption !== undefined && isWeak(encryption)
    ? [{ kind: 'weak-encryption', part: document.part, path: document.path, zone: 'body', locator: '', detail }]
    : []; // prettier-ignore
  return { texts: [], embedded: [], uninspected: [one], signals: weak };
}

const inside = (file: EmbeddedFile): Extraction => ({ texts: [], embedded: [file], uninspected: [], signals: [] });

/** The signed content, a MIME entity. */
function signedContent(bytes: Buffer, signedData: Element): Buffer | null {
  // SignedData, DigestedData and AuthenticatedData differ in what stands before it
  const explicit = childrenOf(bytes, signedData)
    .filter(({ tag }) => tag === 0x30)
    .map((child) => childrenOf(bytes, child)[1])
    .find((child) => child?.tag === 0xa0);
  if (explicit === undefined) return null;
  const content = childrenOf(bytes, explicit)[0];
  return content === undefined ? null : octets(bytes, content);
}

/** Tags of the certificates and revocation lists of a SignedData, and of the set of its signers (RFC 5652 §5.1). */
const OF_SIGNERS: ReadonlySet<number> = new Set([0xa0, 0xa1, 0x31]);

/** Names in what goes with a signature: certificates often hold the identity number of their holder. */
function namesOfSigners(
  { part, where, path }: Document,
  bytes: Buffer,
  signedData: Element,
  { budget }: FormatContext,
): readonly ExtractedText[] {
  const names = childrenOf(bytes, signedData)
    .filter(({ tag }) => OF_SIGNERS.has(tag))
    .flatMap((element) => stringsOf(bytes, () => budget.checkTime(), element).strings);
  if (names.length === 0) return [];
  const text = `${[...new Set(names)].join('\n')}\n`;
  return [new TextBuilder().add(text, { zone: 'metadata', locator: 'certificate' }).build(part, where, path)];
}

/** Reads a CMS structure. @param bytes DER or BER */
function extractCms(document: Document, bytes: Buffer, context: FormatContext): Extraction {
  const info = elementAt(bytes, 0);
  const [oid, explicit] = info === null ? [] : childrenOf(bytes, info);
  const content = explicit === undefined ? undefined : childrenOf(bytes, explicit)[0];
  if (oid === undefined || content === undefined) return note(document, 'damaged', 'S/MIME structure', 'message');
  const type = bytes.toString('hex', oid.start, oid.end);
  if (type === OID.signed || type === OID.digested || type === OID.authenticated || type === OID.data) {
    const texts = namesOfSigners(document, bytes, content, context);
    const signed = type === OID.data ? octets(bytes, content) : signedContent(bytes, content);
    if (signed === null || signed.length === 0)
      return { ...note(document, 'unsupported', 'detached S/MIME signature', 'signature'), texts };
    context.budget.spendBytes(signed.length);
    return { ...inside({ name: 'signed.eml', declaredType: 'message/rfc822', bytes: signed }), texts };
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
  if (type === OID.enveloped || type === OID.authEnveloped || type === OID.encrypted) {
    const cipher = cipherOf(bytes, content);
    return note(document, 'encrypted', `S/MIME ${cipher.algorithm}`, 'message', cipher);
  }
  return note(document, 'unsupported', 'S/MIME structure', 'message');
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
    if (PGP_ENCRYPTED.has(packet.tag)) {
      const encryption = pgpEncryption(bytes);
      return note(document, 'encrypted', pgpLabel(encryption), 'message', encryption);
    }
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

/** Keys and signatures without armour are told by being nothing else. */
const isBarePgp = (sniff: Sniff, bytes: Buffer): boolean =>
  sniff.type === null && bytes.length < 1_000_000 && isKeyOrSignature(bytes);

/** Detached signatures and keys: nothing to read but their comments, holders and signers, and nothing to hide a text in. */
export const pgpSignatureFormat: Format = {
  id: 'pgp-signature',
  recognises: (sniff, { bytes }) =>
    sniff.type === 'application/pgp-signature' || sniff.type === 'application/pgp-keys' || isBarePgp(sniff, bytes),
  extract: (document, context) => {
    const isArmoured = document.bytes.subarray(0, 65_536).includes('-----BEGIN PGP ');
    const read = isArmoured ? extractPlain(document, context) : bareWords(document);
    const isSignature = isArmoured
      ? document.bytes.includes('-----BEGIN PGP SIGNATURE')
      : packetAt(document.bytes, 0)?.tag === 2;
    const { uninspected } = isSignature
      ? note(document, 'unsupported', 'detached PGP signature', 'signature')
      : { uninspected: [] };
    return { ...read, uninspected };
  },
};

function bareWords({ bytes, part, where, path }: Document): Extraction {
  const { lines, pictures } = pgpWords(bytes);
  const text = new TextBuilder().add(lines.map((line) => `${line}\n`).join(''), { zone: 'metadata' });
  const embedded = pictures.map((picture) => ({ name: null, declaredType: null, bytes: picture, internal: true }));
  return { texts: [text.build(part, where, path)], embedded, uninspected: [], signals: [] };
}

/** A mail under Microsoft's rights management: encrypted for whoever the server lets open it. */
export const rightsProtectedFormat: Format = {
  id: 'rights-protected',
  recognises: (sniff) => sniff.type === RIGHTS_PROTECTED,
  extract: (document) =>
    note(document, 'encrypted', 'rights management', 'message', { algorithm: 'rights management', bits: null }),
};
