/**
 * ZIP archives. In: bytes with a zip's structure. Out: every entry any program would show (listed or not), names of those
 * that cannot be opened, comments and stray bytes. Encrypted entries are opened with passwords of the same mail.
 * Where directory and local headers lead to different bytes the archive is also `ambiguous`; different names are all read.
 */
import { constants, inflateRawSync } from 'node:zlib';
import { BudgetSpent } from '../budget.ts';
import type { Document, Extraction, Format, FormatContext } from '../format.ts';
import { readZipDirectory, readZipEntry, ZipSpending } from '../zip-read.ts';
import { joinedPieces } from '../xps.ts';
import { sweptText } from '../leftovers.ts';
import type { ZipDirectory, ZipEntry, ZipOddity } from '../zip-read.ts';
import { addLeftover, ArchiveFindings } from './findings.ts';
import { readWithSevenZip } from './seven-zip.ts';
import { behindDirectory, decode, entryComments } from './zip-comments.ts';
import { openZipEntry } from './zip-decryption.ts';
import type { Expand } from './zip-decryption.ts';

/** Candidates for a password that are tried on an archive. */
const MAX_PASSWORDS = 200;
/** After as many entries that none of them opens the likeliest ones do for the others: each costs a key derivation. */
const ENOUGH_CLOSED = 4;
const LIKELIEST = 10;
/** Share of the time that is left which passwords may take: what follows in the mail is to be read as well. */
const TIME_SHARE = 0.2;

/** Contradictions of which only one side can be read; duplicates, unlisted entries and strays are read both ways. */
const CONTRADICTIONS: readonly ZipOddity[] = [
  'local-header-differs',
  'overlapping-entries',
  'central-directory-damaged',
];

export const zipFormat: Format = {
  id: 'zip',
  // behind the office readers in the registry: epub, jar, kmz and the like are read as the archives they are
  recognises: (sniff, document) =>
    sniff.type === 'application/zip' ||
    startsAsZip(document.bytes) ||
    (sniff.type !== 'text/plain' && endsAsZip(document)),
  extract: extractZip,
};

const startsAsZip = (bytes: Buffer): boolean =>
  /^PK(?:\x03\x04|\x05\x06|\x07\x08)/u.test(bytes.toString('latin1', 0, 4));

/** A self-extracting program, or something else with a zip behind it: only where nothing better is known of it. */
function endsAsZip(document: Document): boolean {
  const { bytes } = document;
  const isProgram = bytes.toString('latin1', 0, 2) === 'MZ' || bytes.toString('latin1', 1, 4) === 'ELF';
  const end = bytes.lastIndexOf('PK\x05\x06', undefined, 'latin1');
  return isProgram && end >= 0 && bytes.length - end < 66_000;
}

/** Reads a zip's entries as files; also for zips that some other reader does not know what to do with. */
export async function extractZip(document: Document, context: FormatContext): Promise<Extraction> {
  const findings = new ArchiveFindings(document);
  try {
    const directory = readZipDirectory(document.bytes, context.budget);
    await readEntries(directory, document, context, findings);
    noteOddities(directory, findings);
    await readBeside(directory, document, context, findings);
    for (const comment of entryComments(document.bytes)) findings.comment(comment, 'archive comment');
  } catch (error) {
    if (!(error instanceof BudgetSpent)) throw error;
    findings.miss(null, error.reason, error.limit);
  }
  return findings.build();
}

async function readEntries(
  directory: ZipDirectory,
  document: Document,
  context: FormatContext,
  findings: ArchiveFindings,
): Promise<void> {
  const spending = new ZipSpending(context.budget, document.bytes.length);
  const locked: ZipEntry[] = [];
  let foreign = false;
  let files = 0;
  for (const entry of directory.entries) {
    if (entry.directory && entry.compressedSize === 0) {
      findings.name(entry.name);
      continue;
    }
    files++;
    const content = readZipEntry(document.bytes, entry, spending);
    if (content.state === 'encrypted') locked.push(entry);
    else if (content.state === 'unsupported') foreign = true;
    else {
      if (content.damaged) findings.miss(entry.name, 'damaged', 'entry cannot be read whole');
      if (content.bytes.length > 0)
        findings.embedded.push({ name: entry.name, declaredType: null, bytes: content.bytes });
      else findings.name(entry.name);
    }
  }
  findings.embedded.push(...joinedPieces(findings.embedded));
  openLocked(locked, files, document, { context, findings, spending });
  // Deflate64, BZip2, LZMA, PPMd, Zstandard, XZ: 7-Zip knows them
  if (foreign) await readForeign(directory.entries, document, context, findings);
}

interface Opening {
  readonly context: FormatContext;
  readonly findings: ArchiveFindings;
  readonly spending: ZipSpending;
}

function openLocked(locked: readonly ZipEntry[], files: number, document: Document, opening: Opening): void {
  if (locked.length === 0) return;
  const { context, findings, spending } = opening;
  const closed: ZipEntry[] = [];
  let order = context.passwords().slice(0, MAX_PASSWORDS);
  const isWithin = context.budget.within(TIME_SHARE);
  for (const entry of locked) {
    const algorithm = entry.encryption?.algorithm ?? '';
    if (algorithm === 'ZipCrypto') findings.signal('weak-encryption', algorithm);
    const data = document.bytes.subarray(entry.dataStart, entry.dataStart + entry.compressedSize);
    let content: Buffer | null = null;
    // the password of the neighbour first
    for (const password of order) {
      context.budget.checkTime();
      if (!isWithin()) break;
      content = entry.dataStart < 0 ? null : openZipEntry(entry, data, password, expander(spending));
      if (content === null) continue;
      order = [password, ...order.filter((other) => other !== password)];
      findings.signal('opened-with-password', algorithm);
      findings.embedded.push({ name: entry.name, declaredType: null, bytes: content });
      break;
    }
    if (content === null) closed.push(entry);
    if (closed.length >= ENOUGH_CLOSED) order = order.slice(0, LIKELIEST);
  }
  listClosed(closed, closed.length === files, findings);
}

/** One line for an archive that is closed as a whole, one per entry otherwise. */
function listClosed(closed: readonly ZipEntry[], whole: boolean, findings: ArchiveFindings): void {
  for (const entry of closed) {
    const { encryption } = entry;
    findings.name(entry.name);
    findings.miss(whole ? null : entry.name, 'encrypted', encryption?.algorithm ?? 'unknown', encryption);
  }
}

const SAMPLE_OUTPUT = 1 << 20;

function expander(spending: ZipSpending): Expand {
  return (method, compressed, isSample) => {
    if (method === 0) {
      if (!isSample) spending.spend(compressed.length);
      return compressed;
    }
    if (method !== 8) return null;
    const maxOutputLength = isSample ? SAMPLE_OUTPUT : spending.allowance();
    try {
      const bytes = inflateRawSync(compressed, { finishFlush: constants.Z_SYNC_FLUSH, maxOutputLength });
      if (!isSample) spending.spend(bytes.length);
      return bytes;
    } catch (error) {
      // wrong password: not deflate data. Too much output: a right one for a sample, a limit otherwise.
      if (!(error instanceof RangeError)) return null;
      if (!isSample) spending.spend(maxOutputLength);
      return Buffer.alloc(0);
    }
  };
}

async function readForeign(
  entries: readonly ZipEntry[],
  document: Document,
  context: FormatContext,
  findings: ArchiveFindings,
): Promise<void> {
  const wanted = new Set(
    entries.filter((e) => e.encryption === null && e.method !== 0 && e.method !== 8).map((e) => e.name),
  );
  const empty = new Set(entries.filter((e) => e.declaredSize === 0 && e.crc32 === 0).map((e) => e.name));
  const outcome = await readWithSevenZip(document.bytes, { context, passwords: [] });
  if (outcome.state === 'read') {
    // of an entry that it cannot open 7-Zip leaves an empty file
    for (const file of outcome.files) {
      if (file.name === null || (file.bytes.length === 0 && !empty.has(file.name))) continue;
      if (wanted.delete(file.name)) findings.embedded.push(file);
    }
    if (outcome.damaged && wanted.size === 0) findings.miss(null, 'damaged', 'archive cannot be read whole');
  }
  for (const name of wanted) {
    findings.name(name);
    findings.miss(name, outcome.state === 'limit' ? 'limit' : 'unsupported', 'compression method');
  }
}

function noteOddities(directory: ZipDirectory, findings: ArchiveFindings): void {
  const contradiction = CONTRADICTIONS.find((oddity) => directory.oddities.includes(oddity));
  if (contradiction !== undefined) findings.miss(null, 'ambiguous', contradiction.replaceAll('-', ' '));
  if (directory.oddities.includes('local-header-missing')) findings.miss(null, 'damaged', 'local header missing');
  if (directory.oddities.includes('no-central-directory')) findings.miss(null, 'damaged', 'no central directory');
}

/** Comments are short and hold no control characters but line ends; the end record before one is skipped. */
function looksLikeText(bytes: Buffer): boolean {
  return bytes.length <= 0xffff && bytes.every((b) => b >= 0x20 || b === 9 || b === 10 || b === 13);
}

/** What stands around the files, in their extra fields, and under which other names they go. */
async function readBeside(
  directory: ZipDirectory,
  document: Document,
  context: FormatContext,
  findings: ArchiveFindings,
): Promise<void> {
  for (const { otherNames } of directory.entries) for (const name of otherNames) findings.name(name);
  const notes = directory.notes.map((note) => sweptText(note, context.budget)).filter((text) => text !== '');
  if (notes.length > 0) findings.comment(notes.join('\n'), 'extra field');
  for (const stray of directory.strays.map(behindDirectory)) {
    if (looksLikeComment(stray)) findings.comment(decode(stray), 'archive comment');
    else await addLeftover([stray], document, context, findings, isStowaway);
  }
  if (directory.scraps.length > 1) findings.comment(decode(Buffer.concat(directory.scraps)), 'between the files');
}

/** Bytes that no program which makes archives leaves there: not the signatures of Android's packages nor a data descriptor. */
const isStowaway = (bytes: Buffer): boolean =>
  !bytes.includes('APK Sig Block 42') && !(bytes.length <= 24 && bytes.toString('latin1', 0, 4) === 'PK\x07\x08');

/** Plain words that no other reader takes for something else. */
const looksLikeComment = (bytes: Buffer): boolean =>
  bytes.length >= 6 &&
  looksLikeText(bytes) &&
  !/^\s*(?:[<{%#]|[A-Za-z-]{1,40}:)/u.test(bytes.toString('latin1', 0, 60));
