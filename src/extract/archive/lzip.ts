/**
 * lzip (draft-diaz-lzip): LZMA streams with a header of six bytes and a trailer of twenty. 7-Zip does not know it, but it knows the
 * older .lzma file, which is the same stream behind another header: each member is rewritten as one.
 */
import type { FormatContext } from '../format.ts';
import { ArchiveFindings } from './findings.ts';
import { readWithSevenZip } from './seven-zip.ts';
import type { Document, Extraction, Format } from '../format.ts';
import { nameInside } from './names.ts';

const HEADER = 6;
const TRAILER = 20;
/** More members than this are not told apart. */
const MOST_MEMBERS = 1_000;

/** A stream that reaches further back than this cannot be read, and is listed. */
const LARGEST_DICTIONARY = 2 ** 26;

const isMember = (bytes: Buffer): boolean => bytes.toString('latin1', 0, 4) === 'LZIP' && bytes[4] === 1;

/** The members of a file, found by the size that stands at the end of each; null where that leads nowhere. */
function membersOf(bytes: Buffer): readonly Buffer[] | null {
  const members: Buffer[] = [];
  for (let end = bytes.length; end > 0;) {
    if (end < HEADER + TRAILER || members.length >= MOST_MEMBERS) return null;
    const size = Number(bytes.readBigUInt64LE(end - 8));
    if (size < HEADER + TRAILER || size > end) return null;
    const member = bytes.subarray(end - size, end);
    if (!isMember(member)) return null;
    members.unshift(member);
    end -= size;
  }
  return members;
}

/** The same stream as an .lzma file of unknown length: properties lc=3 lp=0 pb=2, the size of the dictionary, and the end mark. */
function asLzma(member: Buffer): Buffer {
  const head = Buffer.alloc(13, 0xff);
  head[0] = 0x5d;
  // the power of two that the member's fraction of it lies below: 7-Zip takes no odd sizes
  head.writeUInt32LE(Math.min(LARGEST_DICTIONARY, 2 ** ((member[5] ?? 0) & 0x1f)), 1);
  return Buffer.concat([head, member.subarray(HEADER, -TRAILER)]);
}

async function extractLzip(document: Document, context: FormatContext): Promise<Extraction> {
  const findings = new ArchiveFindings(document);
  const members = membersOf(document.bytes);
  if (members === null) {
    findings.miss(null, 'damaged', 'not a readable archive');
    return findings.build();
  }
  const pieces: Buffer[] = [];
  for (const member of members) {
    const outcome = await readWithSevenZip(asLzma(member), { context, passwords: [] });
    if (outcome.state === 'limit') {
      findings.miss(null, outcome.reason, outcome.detail);
      break;
    }
    if (outcome.state !== 'read' || outcome.damaged) findings.miss(null, 'damaged', 'archive cannot be read whole');
    if (outcome.state === 'read') pieces.push(...outcome.files.map((file) => file.bytes));
  }
  const bytes = Buffer.concat(pieces);
  if (bytes.length > 0) findings.embedded.push({ name: nameInside(document.name), declaredType: null, bytes });
  return findings.build();
}

export const lzipFormat: Format = {
  id: 'lzip',
  recognises: (_sniff, document) => isMember(document.bytes),
  extract: extractLzip,
};
