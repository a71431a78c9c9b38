/**
 * ActiveMime: what Word puts beside the HTML of a mail (oledata.mso) and into documents of macros: a compound file under a head of its own,
 * compressed with zlib. In: bytes with that head. Out: the compound file, to be read as what it is, and what stands behind it.
 */
import { inflateSync } from 'node:zlib';
import { TextBuilder } from '../../core/text.ts';
import type { Document, EmbeddedFile, Extraction, Format, FormatContext } from '../format.ts';
import { expandedBy, readLeftover } from '../leftovers.ts';

export const ACTIVE_MIME = 'application/x-mso';

export const isActiveMime = (bytes: Buffer): boolean => bytes.toString('latin1', 0, 12) === 'ActiveMime\0\0';

/** The head has some fields of which programs leave out one or the other: 46 bytes and as many more as it says, mostly four. */
const HEAD = 46;
const MOST_OF_HEAD = 1024;

/** Streams that are tried: two such bytes come about by chance in few heads. */
const MOST_TRIES = 8;

/** Places where a stream of zlib may begin: method and window as programs write them, and the check of both (RFC 1950 §2.2). */
function* streams(bytes: Buffer): Generator<number> {
  const told = HEAD + (bytes.length > 32 ? bytes.readUInt16LE(30) : 0);
  if (told < bytes.length) yield told;
  const head = bytes.subarray(0, MOST_OF_HEAD);
  for (let at = head.indexOf(0x78, 12); at >= 0; at = head.indexOf(0x78, at + 1))
    if (at !== told && at + 1 < bytes.length && bytes.readUInt16BE(at) % 31 === 0) yield at;
}

interface Packed {
  readonly content: Buffer;
  /** offset behind the stream */
  readonly end: number;
}

function unpack(bytes: Buffer, { budget }: FormatContext): Packed | null {
  let tries = 0;
  for (const start of streams(bytes)) {
    if (++tries > MOST_TRIES) break;
    let used = 0;
    const expand = (packed: Buffer, options: { readonly maxOutputLength: number }): Buffer => {
      // with `info` the result tells how much of the bytes the stream took, of which the types know nothing
      const { buffer, engine } = inflateSync(packed, { ...options, info: true }) as unknown as Inflated;
      used = engine.bytesWritten;
      return buffer;
    };
    const content = expandedBy([expand], bytes.subarray(start), budget, Infinity);
    if (content !== null) return { content, end: start + used };
  }
  return null;
}

interface Inflated {
  readonly buffer: Buffer;
  readonly engine: { readonly bytesWritten: number };
}

async function extractActiveMime(document: Document, context: FormatContext): Promise<Extraction> {
  const { bytes, part, where, path } = document;
  const packed = unpack(bytes, context);
  if (packed === null)
    return { texts: [], embedded: [], uninspected: [{ part, path, reason: 'damaged', detail: 'ActiveMime', kind: 'document' }], signals: [] }; // prettier-ignore
  const embedded: EmbeddedFile[] = [{ name: null, declaredType: null, bytes: packed.content, internal: true }];
  const rest = await readLeftover(bytes.subarray(packed.end), { document, budget: context.budget });
  if (rest.file !== null) embedded.push(rest.file);
  const text = new TextBuilder().add(rest.text, { zone: 'hidden' }).build(part, where, path);
  return { texts: text.text === '' ? [] : [text], embedded, uninspected: [], signals: [] };
}

export const activeMimeFormat: Format = {
  id: 'active-mime',
  recognises: (sniff) => sniff.type === ACTIVE_MIME,
  extract: extractActiveMime,
};
