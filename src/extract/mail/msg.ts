/** .msg: an Outlook item as an OLE compound file ([MS-OXMSG]). */
import * as CFB from 'cfb';
import type { ExtractedText } from '../../core/text.ts';
import { TextBuilder } from '../../core/text.ts';
import { readCompoundFile, type CompoundStream } from '../compound-file.ts';
import type { Document, EmbeddedFile, Extraction, Format, FormatContext } from '../format.ts';
import { ansiText, attachmentName, MAPI, mapiMessage, type MapiProperty } from './mapi.ts';
import { withoutFinalNuls } from '../nuls.ts';

const PROPERTY = /^__substg1\.0_([0-9A-F]{4})([0-9A-F]{4})(?:-[0-9A-F]{8})?$/i;
const ATTACHMENT = /^(__attach_version1\.0_#[0-9A-F]{1,8})\//i;
const RECIPIENT = /^(__recip_version1\.0_#[0-9A-F]{1,8})\//i;
const EMBEDDED_STORAGE = '__substg1.0_3701000D/';

/** The code page of the item's 8-bit strings, from its property stream; null when it does not say. */
function codePageOf(streams: readonly CompoundStream[]): number | null {
  const table = streams.find(({ path }) => path === '__properties_version1.0')?.bytes;
  if (table === undefined) return null;
  for (let at = 24; at + 16 <= table.length; at += 8) {
    const tag = table.readUInt32LE(at);
    // PidTagMessageCodepage, PidTagInternetCodepage
    if (tag === 0x3ffd0003 || tag === 0x3fde0003) return table.readUInt32LE(at + 8);
  }
  return null;
}

/** Properties whose streams stand directly in a storage. */
function propertiesIn(
  streams: readonly CompoundStream[],
  prefix: string,
  codePage: number | null,
): readonly MapiProperty[] {
  return streams.flatMap(({ path, bytes }): readonly MapiProperty[] => {
    const match = path.startsWith(prefix) ? PROPERTY.exec(path.slice(prefix.length)) : null;
    if (match === null) return [];
    const id = parseInt(match[1] ?? '0', 16);
    const type = parseInt(match[2] ?? '0', 16) & 0x0fff;
    if (type === 0x1f) return [{ id, text: withoutFinalNuls(bytes.toString('utf16le')), bytes: null }];
    if (type === 0x1e) return [{ id, text: ansiText(bytes, codePage), bytes: null }];
    return [{ id, text: null, bytes }];
  });
}

const storagesOf = (streams: readonly CompoundStream[], pattern: RegExp): readonly string[] => [
  ...new Set(streams.flatMap(({ path }) => pattern.exec(path)?.[1] ?? [])),
];

/** A message inside a message is a storage; written as a file of its own it is read like any other .msg. */
function asFile(streams: readonly CompoundStream[], prefix: string): Buffer {
  const file = CFB.utils.cfb_new();
  for (const { path, bytes } of streams)
    if (path.startsWith(prefix)) CFB.utils.cfb_add(file, `/${path.slice(prefix.length)}`, bytes, { unsafe: true });
  return Buffer.from(CFB.write(file, { type: 'buffer' }) as Uint8Array);
}

function attachmentFile(
  streams: readonly CompoundStream[],
  storage: string,
  codePage: number | null,
): EmbeddedFile | null {
  const prefix = `${storage}/`;
  const properties = propertiesIn(streams, prefix, codePage);
  const name = attachmentName(properties);
  const declaredType = properties.find(({ id }) => id === MAPI.attachMimeTag)?.text ?? null;
  if (streams.some(({ path }) => path.startsWith(prefix + EMBEDDED_STORAGE))) {
    const bytes = asFile(streams, prefix + EMBEDDED_STORAGE);
    return { name: name ?? 'message.msg', declaredType: 'application/vnd.ms-outlook', bytes };
  }
  const bytes = properties.find(({ id }) => id === MAPI.attachData)?.bytes ?? null;
  return bytes === null ? null : { name: name ?? storage, declaredType, bytes };
}

function recipientText(
  streams: readonly CompoundStream[],
  codePage: number | null,
  document: Document,
): readonly ExtractedText[] {
  const builder = new TextBuilder();
  for (const storage of storagesOf(streams, RECIPIENT)) {
    const texts = propertiesIn(streams, `${storage}/`, codePage).flatMap(({ text }) => text ?? []);
    const line = [...new Set(texts)].filter((text) => text.trim() !== '' && text !== 'SMTP' && text !== 'EX').join(' ');
    if (line !== '') builder.add(`${line}\n`, { zone: 'header' });
  }
  return builder.length === 0 ? [] : [builder.build(document.part, document.where, document.path)];
}

/**
 * Reads a .msg file: every string property, the bodies, recipients, attachments; messages in it become files found inside.
 * @param document an OLE compound file that holds a MAPI message
 */
export function extractMsg(document: Document, context: FormatContext): Extraction {
  const { streams, damaged } = readCompoundFile(document.bytes) ?? { streams: [], damaged: true };
  const codePage = codePageOf(streams);
  const message = mapiMessage(propertiesIn(streams, '', codePage), document);
  const embedded = [...message.embedded];
  for (const storage of storagesOf(streams, ATTACHMENT)) {
    context.budget.spendEntry(0);
    const file = attachmentFile(streams, storage, codePage);
    if (file !== null) embedded.push(file);
  }
  return {
    texts: [...message.texts, ...recipientText(streams, codePage, document)],
    embedded,
    uninspected: damaged
      ? [{ part: document.part, path: document.path, reason: 'damaged', detail: 'item is not whole', kind: 'message' }]
      : [],
    signals: [],
  };
}

export const msgFormat: Format = {
  id: 'msg',
  recognises: (sniff) => sniff.oleStreams?.some((path) => path.includes('__properties_version1.0')) === true,
  extract: extractMsg,
};
