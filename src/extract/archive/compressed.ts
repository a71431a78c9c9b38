/** Single compressed streams and the archives that 7-Zip opens for us, and what stands behind them. */
import type { Document, Extraction, Format, FormatContext, Sniff } from '../format.ts';
import { addLeftover, ArchiveFindings } from './findings.ts';
import { nameInside } from './names.ts';
import { readWithSevenZip } from './seven-zip.ts';
import type { SevenZipOutcome } from './seven-zip.ts';
import { endOfStream } from './stream-end.ts';

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

async function extractSevenZip(document: Document, context: FormatContext): Promise<Extraction> {
  const findings = new ArchiveFindings(document);
  const stream = endOfStream(document.bytes);
  const bytes = document.bytes.subarray(0, stream.end);
  // passwords cost a key derivation each and are asked for only when something is closed
  let outcome = await readWithSevenZip(bytes, { context, passwords: [] });
  if (isLocked(outcome)) {
    const passwords = context.passwords();
    if (passwords.length > 0) outcome = await readWithSevenZip(bytes, { context, passwords });
  }
  report(outcome, document, findings);
  const tail = outcome.state === 'read' ? outcome.tailSize : 0;
  const behind = tail > 0 ? document.bytes.subarray(-tail) : document.bytes.subarray(stream.end);
  await addLeftover([...stream.skipped, behind], document, context, findings);
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
