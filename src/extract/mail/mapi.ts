/** MAPI properties: what Outlook's files (.msg, winmail.dat) are made of ([MS-OXPROPS], [MS-OXCDATA]). */
import { decompressRTF } from '@kenjiuno/decompressrtf';
import { TextBuilder, type ExtractedText } from '../../core/text.ts';
import { decodeCharset, decodeWords, parseMessage } from '../../mime/mime.ts';
import { isTechnicalField } from '../readings/technical-fields.ts';
import type { Document, EmbeddedFile } from '../format.ts';
import { linesOf, textOf } from '../plain.ts';
import { withoutFinalNuls } from '../nuls.ts';

/** One property. Strings are decoded; binary stays bytes. */
export interface MapiProperty {
  /** property id, e.g. 0x0037; named properties have ids from 0x8000 */
  readonly id: number;
  readonly text: string | null;
  readonly bytes: Buffer | null;
}

/** Property ids of [MS-OXPROPS]. */
export const MAPI = {
  subject: 0x0037,
  transportHeaders: 0x007d,
  body: 0x1000,
  rtfCompressed: 0x1009,
  html: 0x1013,
  displayName: 0x3001,
  attachData: 0x3701,
  attachExtension: 0x3703,
  attachFileName: 0x3704,
  attachLongFileName: 0x3707,
  attachMimeTag: 0x370e,
  messageClass: 0x001a,
} as const;

/** Machine strings that no person reads: addresses types, message classes, ids, time zones. */
const MACHINE = new Set([
  0x001a, 0x001d, 0x0064, 0x0075, 0x0077, 0x1035, 0x1039, 0x1042, 0x3002, 0x3703, 0x370e, 0x3712,
]);

/** A string property of code page bytes. */
export function ansiText(bytes: Buffer, codePage: number | null): string {
  const text = decodeCharset(
    bytes,
    codePage === null || codePage === 0 ? 'windows-1252' : codePage === 65001 ? 'utf-8' : `cp${codePage}`,
  );
  return withoutFinalNuls(text);
}

const nameOfProperty = (id: number): string => `property ${id.toString(16).padStart(4, '0')}`;

/** Text and files that the properties of one message hold. */
export interface MapiMessage {
  readonly texts: readonly ExtractedText[];
  readonly embedded: readonly EmbeddedFile[];
}

function transportHeaders(text: string, document: Document): readonly ExtractedText[] {
  const builder = new TextBuilder();
  for (const field of parseMessage(Buffer.from(`${text}\r\n\r\n`, 'latin1')).headers) {
    if (isTechnicalField(field.name) || field.name.toLowerCase() === 'subject') continue;
    builder.add(`${field.name}: ${decodeWords(field.value)}\n`, { zone: 'header', locator: field.name.slice(0, 40) });
  }
  return builder.length === 0 ? [] : [builder.build(document.part, document.where, document.path)];
}

function rtfFile(bytes: Buffer): EmbeddedFile | null {
  const rtf = Buffer.from(decompressRTF([...bytes]));
  return rtf.length === 0 ? null : { name: null, declaredType: 'application/rtf', bytes: rtf, internal: true };
}

/**
 * Turns the properties of a message into texts. Every string property comes out: subject and body in their zones, the rest
 * as metadata.
 * @param properties of one message, attachments and recipients left out
 * @param document the file they stand in
 */
export function mapiMessage(properties: readonly MapiProperty[], document: Document): MapiMessage {
  const texts: ExtractedText[] = [];
  const embedded: EmbeddedFile[] = [];
  const metadata = new TextBuilder();
  for (const { id, text, bytes } of properties) {
    if (text !== null && text.trim() !== '') {
      if (id === MAPI.subject)
        texts.push(
          new TextBuilder().add(`${text}\n`, { zone: 'subject' }).build(document.part, document.where, document.path),
        );
      else if (id === MAPI.body) texts.push(textOf(linesOf(text), document));
      else if (id === MAPI.transportHeaders) texts.push(...transportHeaders(text, document));
      else if (id === MAPI.html)
        embedded.push({ name: null, declaredType: 'text/html', bytes: Buffer.from(`\ufeff${text}`), internal: true });
      else if (!MACHINE.has(id)) metadata.add(`${text}\n`, { zone: 'metadata', locator: nameOfProperty(id) });
    } else if (bytes !== null && bytes.length > 0) {
      if (id === MAPI.html) embedded.push({ name: null, declaredType: 'text/html', bytes, internal: true });
      else if (id === MAPI.rtfCompressed) {
        const rtf = rtfFile(bytes);
        if (rtf !== null) embedded.push(rtf);
      }
    }
  }
  if (metadata.length > 0) texts.push(metadata.build(document.part, document.where, document.path));
  return { texts, embedded };
}

/** The name an attachment is shown under. */
export function attachmentName(properties: readonly MapiProperty[]): string | null {
  for (const id of [MAPI.attachLongFileName, MAPI.attachFileName, MAPI.displayName]) {
    const text = properties.find((property) => property.id === id)?.text?.trim();
    if (text !== undefined && text !== '') return text;
  }
  return null;
}
