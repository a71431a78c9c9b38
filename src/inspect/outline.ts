import type { MessageOutline, RemovablePart, SubjectField } from '../core/inspection.ts';
import { maskDigits } from '../core/mask.ts';
import type { ByteRange, MimeMessage, Part } from '../core/message.ts';
import { fieldsNamed, signedStructure } from '../mime/mime.ts';

/** An attachment in the eyes of a mail client: named, declared as one, or no text. Bodies are never cut. */
function isAttachment(part: Part): boolean {
  if (part.multipart || part.removable === null) return false;
  if (part.disposition === 'attachment' || part.fileName !== null) return true;
  return !part.declaredType.startsWith('text/');
}

function subjectField(range: ByteRange, bytes: Buffer): SubjectField {
  const valueStart = bytes.indexOf(':', range.start) + 1;
  const begins = bytes.toString('latin1', valueStart, Math.min(range.end, valueStart + 80)).trimStart();
  return { ...range, valueStart, ...(begins.startsWith('=?') ? { encoded: true } : {}) };
}

/** Ranges and structure that acting on the message needs. */
export function messageOutline(message: MimeMessage, bytes: Buffer): MessageOutline {
  const removable = message.parts.filter(isAttachment).map((part): RemovablePart => ({
    path: part.path,
    range: part.removable ?? part.raw,
    maskedName: maskDigits(part.fileName ?? part.declaredType),
  }));
  const [subject, ...others] = fieldsNamed(message.headers, 'subject').map((header) => header.range);
  return {
    size: bytes.length,
    bodyStart: message.bodyStart,
    subject: subject === undefined ? null : subjectField(subject, bytes),
    otherSubjects: others,
    removable,
    signed: signedStructure(message, bytes),
  };
}
