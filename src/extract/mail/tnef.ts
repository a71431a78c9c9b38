/** winmail.dat: Outlook's Transport Neutral Encapsulation Format ([MS-OXTNEF]). */
import { TextBuilder } from '../../core/text.ts';
import type { Document, EmbeddedFile, Extraction, Format, FormatContext } from '../format.ts';
import { ansiText, attachmentName, MAPI, mapiMessage, type MapiProperty } from './mapi.ts';
import { linesOf, textOf } from '../plain.ts';
import { withoutFinalNuls } from '../nuls.ts';

const SIGNATURE = 0x223e9f78;
/** Attribute ids of [MS-OXTNEF] §2.1.3.2 with their type in the upper half. */
const ATTRIBUTE = {
  subject: 0x8004,
  body: 0x800c,
  attachData: 0x800f,
  attachTitle: 0x8010,
  attachRendering: 0x9002,
  messageProperties: 0x9003,
  attachProperties: 0x9005,
  codePage: 0x9007,
} as const;
const MACHINE_ATTRIBUTES = new Set([
  0x8008, 0x8005, 0x8006, 0x800d, 0x8020, 0x9006, 0x9008, 0x8007, 0x9002, 0x9007, 0x800a, 0x8009,
]);
/** IID_IMessage: the attachment is a message, itself in TNEF */
const EMBEDDED_MESSAGE = Buffer.from('0703020000000000c000000000000046', 'hex');
/** [MS-OXCDATA] §2.11.1: sizes of fixed property values, padded to four bytes */
const FIXED: Readonly<Record<number, number>> = {
  2: 4,
  3: 4,
  4: 4,
  0xa: 4,
  0xb: 4,
  5: 8,
  6: 8,
  7: 8,
  0x14: 8,
  0x40: 8,
  0x48: 16,
};
const VARIABLE = new Set([0x1e, 0x1f, 0x102, 0xd]);

interface Attribute {
  readonly id: number;
  readonly data: Buffer;
}

/** The attribute list; what does not fit the bytes ends it. */
function attributesOf(bytes: Buffer): { attributes: readonly Attribute[]; whole: boolean } {
  const attributes: Attribute[] = [];
  let at = 6;
  while (at + 9 <= bytes.length) {
    const id = bytes.readUInt32LE(at + 1) & 0xffff;
    const length = bytes.readUInt32LE(at + 5);
    const start = at + 9;
    if (start + length > bytes.length) {
      attributes.push({ id, data: bytes.subarray(start) });
      return { attributes, whole: false };
    }
    attributes.push({ id, data: bytes.subarray(start, start + length) });
    at = start + length + 2;
  }
  return { attributes, whole: at >= bytes.length };
}

/** Reads forward and never beyond the end. */
class Cursor {
  at = 0;
  broken = false;
  private readonly bytes: Buffer;
  constructor(bytes: Buffer) {
    this.bytes = bytes;
  }
  isDone(): boolean {
    return this.broken || this.at >= this.bytes.length;
  }
  u16(): number {
    return this.take(2)?.readUInt16LE(0) ?? 0;
  }
  u32(): number {
    return this.take(4)?.readUInt32LE(0) ?? 0;
  }
  take(length: number): Buffer | null {
    if (this.at + length > this.bytes.length) {
      this.broken = true;
      return null;
    }
    const slice = this.bytes.subarray(this.at, this.at + length);
    this.at += length;
    return slice;
  }
}

const padded = (length: number): number => (length + 3) & ~3;

function propertiesOf(bytes: Buffer, codePage: number | null): { properties: readonly MapiProperty[]; whole: boolean } {
  const cursor = new Cursor(bytes);
  const properties: MapiProperty[] = [];
  const count = cursor.u32();
  for (let n = 0; n < count && !cursor.isDone(); n++) {
    const type = cursor.u16();
    const id = cursor.u16();
    if (id >= 0x8000) skipName(cursor);
    const base = type & 0x0fff;
    const fixed = FIXED[base];
    const multiple = (type & 0x1000) !== 0;
    const values = multiple || VARIABLE.has(base) ? cursor.u32() : 1;
    if (fixed === undefined && !VARIABLE.has(base)) {
      cursor.broken = true;
      break;
    }
    for (let v = 0; v < values && !cursor.isDone(); v++) {
      if (fixed !== undefined) {
        cursor.take(fixed);
        continue;
      }
      const length = cursor.u32();
      const value = cursor.take(padded(length))?.subarray(0, length);
      if (value !== undefined) properties.push(propertyOf(id, base, value, codePage));
    }
  }
  return { properties, whole: !cursor.broken };
}

/** A named property: GUID, then a number or a UTF-16 name. */
function skipName(cursor: Cursor): void {
  cursor.take(16);
  const byString = cursor.u32() !== 0;
  const length = cursor.u32();
  if (byString) cursor.take(padded(length));
}

function propertyOf(id: number, type: number, value: Buffer, codePage: number | null): MapiProperty {
  if (type === 0x1f) return { id, text: withoutFinalNuls(value.toString('utf16le')), bytes: null };
  if (type === 0x1e) return { id, text: ansiText(value, codePage), bytes: null };
  return { id, text: null, bytes: value };
}

const NAMES: ReadonlySet<number> = new Set([MAPI.attachLongFileName, MAPI.attachFileName, MAPI.displayName]);

interface Attachment {
  title: string | null;
  data: Buffer | null;
  properties: readonly MapiProperty[];
}

function fileOf(attachment: Attachment): EmbeddedFile | null {
  const name = attachmentName(attachment.properties) ?? attachment.title;
  let bytes = attachment.data;
  let declaredType = attachment.properties.find((property) => property.id === MAPI.attachMimeTag)?.text ?? null;
  const object = attachment.properties.find((property) => property.id === MAPI.attachData)?.bytes;
  if (object !== undefined && object !== null) {
    const isMessage = object.subarray(0, 16).equals(EMBEDDED_MESSAGE);
    const content = isMessage || object.length > 16 ? object.subarray(16) : object;
    if (isMessage || bytes === null || bytes.length === 0) bytes = content;
    if (isMessage) declaredType = 'application/ms-tnef';
  }
  if (bytes === null || bytes.length === 0) return null;
  return { name: name ?? 'attachment', declaredType, bytes };
}

/** Names that an attachment bears besides the one it is shown under. */
const otherNames = ({ title, properties }: Attachment, shown: string | null): readonly string[] => {
  const names = [title, ...properties.filter(({ id }) => NAMES.has(id)).map(({ text }) => text)];
  return [...new Set(names.map((name) => (name ?? '').trim()))].filter((name) => name !== '' && name !== shown);
};

/**
 * Reads a TNEF file: subject, body, all string properties, attachments (messages in it are TNEF again).
 * @param document begins with the TNEF signature
 */
export function extractTnef(document: Document, context: FormatContext): Extraction {
  const { bytes } = document;
  const damaged = (detail: string): Extraction => ({
    texts: [],
    embedded: [],
    uninspected: [{ part: document.part, path: document.path, reason: 'damaged', detail, kind: 'message' }],
    signals: [],
  });
  if (bytes.length < 6 || bytes.readUInt32LE(0) !== SIGNATURE) return damaged('no TNEF signature');
  const { attributes, whole } = attributesOf(bytes);
  const page = attributes.find(({ id }) => id === ATTRIBUTE.codePage)?.data;
  const codePage = page !== undefined && page.length >= 4 ? page.readUInt32LE(0) : null;
  const attachments: Attachment[] = [];
  const texts = [];
  const embedded: EmbeddedFile[] = [];
  let complete = whole;
  const metadata = new TextBuilder();
  for (const { id, data } of attributes) {
    context.budget.checkTime();
    const current = attachments[attachments.length - 1];
    if (id === ATTRIBUTE.attachRendering) {
      context.budget.spendEntry(0);
      attachments.push({ title: null, data: null, properties: [] });
    } else if (id === ATTRIBUTE.subject)
      texts.push(
        new TextBuilder()
          .add(`${ansiText(data, codePage)}\n`, { zone: 'subject' })
          .build(document.part, document.where, document.path),
      );
    else if (id === ATTRIBUTE.body) texts.push(textOf(linesOf(ansiText(data, codePage)), document));
    else if (id === ATTRIBUTE.messageProperties) {
      const read = propertiesOf(data, codePage);
      complete &&= read.whole;
      const message = mapiMessage(read.properties, document);
      texts.push(...message.texts);
      embedded.push(...message.embedded);
    } else if (id === ATTRIBUTE.attachProperties) {
      const read = propertiesOf(data, codePage);
      complete &&= read.whole;
      if (current !== undefined) current.properties = read.properties;
    } else if (id === ATTRIBUTE.attachTitle && current !== undefined) current.title = ansiText(data, codePage);
    else if (id === ATTRIBUTE.attachData && current !== undefined) current.data = data;
    else if (!MACHINE_ATTRIBUTES.has(id)) addPrintable(metadata, data, codePage);
  }
  for (const attachment of attachments) {
    const file = fileOf(attachment);
    if (file !== null) embedded.push(file);
    for (const other of otherNames(attachment, file?.name ?? null))
      metadata.add(`${other}\n`, { zone: 'metadata', locator: 'name of attachment' });
  }
  if (metadata.length > 0) texts.push(metadata.build(document.part, document.where, document.path));
  return { texts, embedded, uninspected: complete ? [] : damaged('TNEF ends early').uninspected, signals: [] };
}

/** Attributes that are rarely used: their printable runs (sender, date text, recipients). */
function addPrintable(builder: TextBuilder, data: Buffer, codePage: number | null): void {
  for (const run of ansiText(data, codePage).split(/[\u0000-\u001f\u007f]+/))
    if (run.trim().length >= 4) builder.add(`${run}\n`, { zone: 'metadata' });
}

export const tnefFormat: Format = {
  id: 'tnef',
  recognises: (sniff) => sniff.type === 'application/ms-tnef',
  extract: extractTnef,
};
