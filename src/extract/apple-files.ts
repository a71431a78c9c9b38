/**
 * What macOS puts beside files: AppleDouble and AppleSingle (RFC 1740), in every zip that Finder makes (`__MACOSX/._name`) and in
 * multipart/appledouble mail, and .DS_Store. They hold names, comments, where a file was downloaded from; a data fork is a file.
 */
import { TextBuilder } from '../core/text.ts';
import type { Document, EmbeddedFile, Extraction, Format, FormatContext } from './format.ts';
import { sweepText } from './office/sweep.ts';

export const APPLE_FILE = 'application/applefile';
export const DS_STORE = 'application/x-ds-store';

/** Tells the files of macOS by their beginning. @returns null for any other bytes */
export function appleType(bytes: Buffer): string | null {
  const start = bytes.toString('hex', 0, 8);
  if (/^0005160[07]0002/u.test(start)) return APPLE_FILE;
  return start === '0000000142756431' ? DS_STORE : null;
}

const DATA_FORK = 1;
const MOST_ENTRIES = 64;

function dataFork(bytes: Buffer): Buffer | null {
  const count = bytes.length >= 26 ? Math.min(bytes.readUInt16BE(24), MOST_ENTRIES) : 0;
  for (let at = 26; at + 12 <= bytes.length && at < 26 + count * 12; at += 12) {
    if (bytes.readUInt32BE(at) !== DATA_FORK) continue;
    const start = bytes.readUInt32BE(at + 4);
    return bytes.subarray(start, start + bytes.readUInt32BE(at + 8));
  }
  return null;
}

/** Reads one. Every string comes out as metadata; .DS_Store writes its own in UTF-16 with the high byte first. */
function extractApple(document: Document, context: FormatContext): Extraction {
  const { bytes, part, where, path } = document;
  const builder = new TextBuilder();
  for (const text of sweepText(bytes, context.budget)) builder.add(`${text}\n`, { zone: 'metadata' });
  const fork = appleType(bytes) === APPLE_FILE ? dataFork(bytes) : null;
  const embedded: EmbeddedFile[] =
    fork === null || fork.length === 0 ? [] : [{ name: document.name, declaredType: null, bytes: fork }];
  return { texts: [builder.build(part, where, path)], embedded, uninspected: [], signals: [] };
}

export const appleFormat: Format = {
  id: 'apple',
  recognises: (sniff) => sniff.type === APPLE_FILE || sniff.type === DS_STORE,
  extract: extractApple,
};
