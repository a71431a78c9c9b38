import type { MessageOutline, RemovablePart } from '../core/inspection.ts';
import { maskDigits } from '../core/mask.ts';
import type { MimeMessage, Part } from '../core/message.ts';
import { fieldsNamed, signedStructure } from '../mime/mime.ts';

/** An attachment in the eyes of a mail client: named, declared as one, or no text. Bodies are never cut. */
function isAttachment(part: Part): boolean {
  if (part.multipart || part.removable === null) return false;
  if (part.disposition === 'attachment' || part.fileName !== null) return true;
  return !part.declaredType.startsWith('text/');
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
    subject: subject === undefined ? null : { ...subject, valueStart: bytes.indexOf(':', subject.start) + 1 },
    otherSubjects: others,
    removable,
    signed: signedStructure(message, bytes),
  };
}
