import type { ByteRange, HeaderField, MimeMessage } from '../core/message.ts';
import { decodeWords } from './words.ts';

/**
 * The first field of a name.
 * @param headers of a message or part
 * @param name any case
 */
export function field(headers: readonly HeaderField[], name: string): HeaderField | null {
  const wanted = name.toLowerCase();
  return headers.find((candidate) => candidate.name.toLowerCase() === wanted) ?? null;
}

/** All fields of a name, in order. @param name any case */
export function fieldsNamed(headers: readonly HeaderField[], name: string): readonly HeaderField[] {
  const wanted = name.toLowerCase();
  return headers.filter((candidate) => candidate.name.toLowerCase() === wanted);
}

/** The decoded Subject; several Subject fields are joined by line ends, because clients differ in which they show. '' when absent. */
export function decodedSubject(message: MimeMessage): string {
  return fieldsNamed(message.headers, 'subject')
    .map((subject) => decodeWords(subject.value))
    .join('\n');
}

/** The whole first Subject field including folding and final CRLF; null when absent. */
export function subjectRange(message: MimeMessage): ByteRange | null {
  return field(message.headers, 'subject')?.range ?? null;
}

const SMIME_TYPES = new Set(['application/pkcs7-mime', 'application/x-pkcs7-mime']);

/**
 * Tells whether a message carries a signature (or is an S/MIME envelope) that a change would break: multipart/signed,
 * opaque pkcs7-mime, PGP/MIME, clear-signed text in a body. A plain attachment of such a type inside multipart/mixed counts
 * too, because the signed part would be what is cut.
 */
export function signedStructure(message: MimeMessage, bytes: Buffer): 'smime' | 'pgp' | null {
  for (const part of message.parts) {
    if (part.declaredType === 'multipart/signed') {
      const protocol = (part.parameters['protocol'] ?? '').toLowerCase();
      return protocol.includes('pgp') ? 'pgp' : 'smime';
    }
    if (SMIME_TYPES.has(part.declaredType)) return 'smime';
    if (part.declaredType === 'multipart/encrypted') return 'pgp';
  }
  const inline = Buffer.from('-----BEGIN PGP SIGNED MESSAGE-----');
  for (const part of message.parts) {
    if (part.multipart || !part.declaredType.startsWith('text/')) continue;
    if (bytes.subarray(part.body.start, part.body.end).includes(inline)) return 'pgp';
  }
  return null;
}
