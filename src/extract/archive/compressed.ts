/**
 * Single compressed streams and the archives that 7-Zip opens for us. gzip is read with node:zlib; its header's file name
 * and comment are texts too.
 */
import { constants, gunzipSync } from 'node:zlib';
import { BudgetSpent } from '../budget.ts';
import type { Document, Extraction, Format, FormatContext, Sniff } from '../format.ts';
import { ZipSpending } from '../zip-read.ts';
import { ArchiveFindings } from './findings.ts';
import { nameInside } from './names.ts';
import { readWithSevenZip } from './seven-zip.ts';
import type { SevenZipOutcome } from './seven-zip.ts';

export const gzipFormat: Format = {
  id: 'gzip',
  recognises: (sniff) => sniff.type === 'application/gzip' || sniff.type === 'application/x-gzip',
  extract: extractGzip,
};

/** Types by content that 7-Zip reads. */
const SEVEN_ZIP_TYPES: ReadonlySet<string> = new Set([
  'application/x-7z-compressed',
  'application/vnd.rar',
  'application/x-rar-compressed',
  'application/x-xz',
  'application/zstd',
  'application/x-bzip2',
  'application/x-bzip',
  'application/vnd.ms-cab-compressed',
  'application/x-lzh-compressed',
  'application/x-arj',
  'application/x-cpio',
  'application/x-rpm',
  'application/x-deb',
  'application/x-unix-archive',
  'application/x-compress',
  'application/x-iso9660-image',
  'application/x-ms-wim',
  'application/x-msi-cab',
]);

const MAGICS: readonly (readonly [number, Buffer])[] = [
  [0, Buffer.from('7z\xbc\xaf\x27\x1c', 'latin1')],
  [0, Buffer.from('Rar!\x1a\x07', 'latin1')],
  [0, Buffer.from('MSWIM\0\0\0', 'latin1')],
  // ISO 9660 §8.4: the primary volume descriptor in sector 16
  [32_769, Buffer.from('CD001', 'latin1')],
  [2, Buffer.from('-lh5-', 'latin1')],
];

/** LZMA alone has no magic: properties that every program writes, a dictionary that is a power of two, and the name. */
const isLzma = (sniff: Sniff, bytes: Buffer): boolean =>
  /^(?:lzma|tlz)$/u.test(sniff.extension) && bytes.length > 13 && bytes[0] === 0x5d && bytes[1] === 0 && bytes[2] === 0;

/** The "new" ASCII header of cpio: six digits that alone could be a date in a text, then thirteen numbers of eight digits. */
const isCpio = (bytes: Buffer): boolean => /^07070[12][\dA-Fa-f]{104}/u.test(bytes.toString('latin1', 0, 110));

export const sevenZipFormat: Format = {
  id: 'seven-zip',
  recognises: (sniff, document) =>
    isLzma(sniff, document.bytes) ||
    isCpio(document.bytes) ||
    (sniff.type !== null && SEVEN_ZIP_TYPES.has(sniff.type)) ||
    MAGICS.some(([at, magic]) => document.bytes.subarray(at, at + magic.length).equals(magic)),
  extract: extractSevenZip,
};

function extractGzip(document: Document, context: FormatContext): Extraction {
  const findings = new ArchiveFindings(document);
  const header = gzipHeader(document.bytes);
  if (header.comment !== '') findings.comment(header.comment, 'archive comment');
  try {
    const bytes = gunzip(document.bytes, context, findings);
    const name = header.name || nameInside(document.name);
    if (bytes.length > 0) findings.embedded.push({ name, declaredType: null, bytes });
    else findings.name(name);
  } catch (error) {
    if (!(error instanceof BudgetSpent)) throw error;
    findings.miss(null, error.reason, error.limit);
  }
  return findings.build();
}

function gunzip(bytes: Buffer, context: FormatContext, findings: ArchiveFindings): Buffer {
  context.budget.spendEntry(0);
  const spending = new ZipSpending(context.budget, bytes.length);
  const maxOutputLength = spending.allowance();
  for (const finishFlush of [constants.Z_FINISH, constants.Z_SYNC_FLUSH]) {
    try {
      const expanded = gunzipSync(bytes, { maxOutputLength, finishFlush });
      spending.spend(expanded.length);
      if (finishFlush !== constants.Z_FINISH) findings.miss(null, 'damaged', 'stream cannot be read whole');
      return expanded;
    } catch (error) {
      if (error instanceof RangeError) spending.spend(maxOutputLength);
      else if (!(error instanceof Error) || error instanceof BudgetSpent) throw error;
    }
  }
  findings.miss(null, 'damaged', 'stream cannot be read');
  return Buffer.alloc(0);
}

/** RFC 1952 §2.3: optional file name and comment, ISO 8859-1, ended by zero. */
function gzipHeader(bytes: Buffer): { readonly name: string; readonly comment: string } {
  const flags = bytes[3] ?? 0;
  let at = 10;
  if ((flags & 4) !== 0 && at + 2 <= bytes.length) at += 2 + bytes.readUInt16LE(at);
  const next = (): string => {
    const end = bytes.indexOf(0, at);
    if (end < 0 || end - at > 65_536) return '';
    const text = bytes.subarray(at, end);
    at = end + 1;
    const utf8 = text.toString('utf8');
    return utf8.includes('\ufffd') ? text.toString('latin1') : utf8;
  };
  const name = (flags & 8) !== 0 ? next() : '';
  const comment = (flags & 16) !== 0 ? next() : '';
  return { name, comment };
}

async function extractSevenZip(document: Document, context: FormatContext): Promise<Extraction> {
  const findings = new ArchiveFindings(document);
  // passwords cost a key derivation each and are asked for only when something is closed
  let outcome = await readWithSevenZip(document.bytes, { context, passwords: [] });
  if (isLocked(outcome)) {
    const passwords = context.passwords();
    if (passwords.length > 0) outcome = await readWithSevenZip(document.bytes, { context, passwords });
  }
  report(outcome, document, findings);
  return findings.build();
}

const isLocked = (outcome: SevenZipOutcome): boolean =>
  outcome.state === 'encrypted' || (outcome.state === 'read' && outcome.encrypted.length > 0);

function report(outcome: SevenZipOutcome, document: Document, findings: ArchiveFindings): void {
  if (outcome.state === 'damaged') {
    findings.miss(null, 'damaged', 'not a readable archive');
    return;
  }
  if (outcome.state === 'limit') {
    findings.miss(null, outcome.reason, outcome.detail);
    return;
  }
  if (outcome.state === 'encrypted') {
    const encryption = strengthOf(outcome.method, document.bytes);
    findings.miss(null, 'encrypted', encryption.algorithm, encryption);
    return;
  }
  if (outcome.comment !== '') findings.comment(outcome.comment, 'archive comment');
  const single = outcome.files.length === 1 && isStream(document.bytes);
  for (const file of outcome.files) {
    findings.embedded.push(single ? { ...file, name: nameInside(document.name) } : file);
  }
  if (outcome.openedWith === 'password') {
    findings.signal('opened-with-password', strengthOf(outcome.cipher, document.bytes).algorithm);
  }
  const whole = outcome.files.length === 0;
  for (const entry of outcome.encrypted) {
    const encryption = strengthOf(entry.method, document.bytes);
    findings.name(entry.name);
    findings.miss(whole ? null : entry.name, 'encrypted', encryption.algorithm, encryption);
    if (encryption.bits !== null && encryption.bits < 128) findings.signal('weak-encryption', encryption.algorithm);
  }
  if (outcome.damaged) findings.miss(null, 'damaged', 'archive cannot be read whole');
}

/** xz, zst, bz2 hold one stream without a name. */
function isStream(bytes: Buffer): boolean {
  const head = bytes.toString('latin1', 0, 6);
  return (
    head.startsWith('\xfd7zXZ') ||
    head.startsWith('BZh') ||
    head.startsWith('\x28\xb5\x2f\xfd') ||
    head.startsWith('\x1f\x9d') ||
    head.startsWith('\x5d\0\0')
  );
}

/** 7z has only AES-256; rar 5 AES-256, rar 3 and 4 AES-128, rar 2 a cipher of its own. */
function strengthOf(method: string, bytes: Buffer): { readonly algorithm: string; readonly bits: number | null } {
  const head = bytes.toString('latin1', 0, 8);
  if (/ZipCrypto/u.test(method)) return { algorithm: 'ZipCrypto', bits: null };
  const aes = /AES-(128|192|256)/u.exec(method)?.[1];
  if (aes !== undefined) return { algorithm: `AES-${aes}`, bits: Number(aes) };
  if (head.startsWith('7z')) return { algorithm: 'AES-256', bits: 256 };
  if (head.startsWith('Rar!\x1a\x07\x01')) return { algorithm: 'AES-256', bits: 256 };
  if (head.startsWith('Rar!\x1a\x07\x00')) {
    return /v(?:20|26)|m\d:.*2\.[06]/u.test(method)
      ? { algorithm: 'RAR 2', bits: null }
      : { algorithm: 'AES-128', bits: 128 };
  }
  return { algorithm: 'unknown', bits: null };
}
