/** Where one file ends and another begins: the first bytes of files that programs find behind text. */
import { isTarHeader } from './archive/tar.ts';

interface Beginning {
  readonly magic: Buffer;
  /** whether what follows is what such a file goes on with: four bytes may come about by chance */
  readonly goesOn: (bytes: Buffer, at: number) => boolean;
}

const latin1 = (text: string): Buffer => Buffer.from(text, 'latin1');
const always = (): boolean => true;

/** Methods of APPNOTE 4.4.5 that programs write. */
const ZIP_METHODS: ReadonlySet<number> = new Set([0, 8, 9, 12, 14, 93, 95, 98, 99]);

function isZipEntry(bytes: Buffer, at: number): boolean {
  if (at + 30 > bytes.length) return false;
  const nameLength = bytes.readUInt16LE(at + 26);
  return ZIP_METHODS.has(bytes.readUInt16LE(at + 8)) && nameLength > 0 && nameLength < 2048;
}

/** RFC 1952 §2.3.1: reserved flags are zero, and few values are in use for the rest. */
function isGzip(bytes: Buffer, at: number): boolean {
  const [flags = 255, extra = 255, system = 254] = [bytes[at + 3], bytes[at + 8], bytes[at + 9]];
  return flags < 0x20 && (extra === 0 || extra === 2 || extra === 4) && (system <= 13 || system === 255);
}

const GZIP: Beginning = { magic: latin1('\x1f\x8b\x08'), goesOn: isGzip };

const BEGINNINGS: readonly Beginning[] = [
  { magic: latin1('PK\x03\x04'), goesOn: isZipEntry },
  GZIP,
  { magic: latin1('7z\xbc\xaf\x27\x1c'), goesOn: always },
  { magic: latin1('Rar!\x1a\x07'), goesOn: always },
  { magic: latin1('\xfd7zXZ\0'), goesOn: always },
  { magic: latin1('BZh'), goesOn: (b, at) => /^[1-9]1AY&SY/u.test(b.toString('latin1', at + 3, at + 10)) },
  { magic: latin1('\x28\xb5\x2f\xfd'), goesOn: always },
  { magic: latin1('MSCF\0\0\0\0'), goesOn: always },
  { magic: latin1('\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1'), goesOn: always },
  { magic: latin1('\x89PNG\r\n\x1a\n'), goesOn: always },
  { magic: latin1('\xff\xd8\xff'), goesOn: (b, at) => (b[at + 3] ?? 0) >= 0xc0 },
  { magic: latin1('GIF8'), goesOn: (b, at) => /^[79]a/u.test(b.toString('latin1', at + 4, at + 6)) },
];

/** Files that nobody puts behind a text, but programs into one. */
const OTHERS = /^(?:%PDF-|\{\\rtf|II\*\0|MM\0\*|RIFF....WEBP|bplist0|\x78\x9f\x3e\x22)/su;

/** Whether bytes begin as a file that programs put into others. */
export const beginsFile = (bytes: Buffer): boolean =>
  OTHERS.test(bytes.toString('latin1', 0, 12)) ||
  BEGINNINGS.some(({ magic, goesOn }) => magic.compare(bytes, 0, magic.length) === 0 && goesOn(bytes, 0));

/** Places at which the mark of a tape archive is looked at. */
const MOST_MARKS = 10_000;

const isControl = (byte: number): boolean =>
  byte < 0x20 && byte !== 9 && byte !== 10 && byte !== 12 && byte !== 13 && byte !== 27;

function firstPlace(bytes: Buffer, { magic, goesOn }: Beginning, from: number, before: number): number {
  for (let at = bytes.indexOf(magic, from); at >= 0 && at < before; at = bytes.indexOf(magic, at + 1))
    if (goesOn(bytes, at)) return at;
  return before;
}

/** Where a member of a gzip file begins behind an offset; the length of the bytes when none does. */
export const nextGzip = (bytes: Buffer, from: number): number => firstPlace(bytes, GZIP, from, bytes.length);

/** A PDF whose streams are compressed; one that is all text is read with the text. */
function firstPdf(bytes: Buffer, before: number): number {
  const at = bytes.indexOf('%PDF-', 1, 'latin1');
  if (at < 0 || at >= before || !bytes.includes('obj', at) || !bytes.subarray(at).some(isControl)) return before;
  return at;
}

/** The first block of a tape archive: its mark stands in the middle of it. */
function firstTar(bytes: Buffer, from: number, before: number): number {
  let mark = bytes.indexOf('ustar', from + 257, 'latin1');
  for (let n = 0; mark >= 0 && mark - 257 < before && n < MOST_MARKS; n++) {
    if (isTarHeader(bytes, mark - 257)) return mark - 257;
    mark = bytes.indexOf('ustar', mark + 1, 'latin1');
  }
  return before;
}

/** The longest archive comment and the end record itself (APPNOTE 4.3.16). */
const ZIP_TAIL = 65_535 + 22;

/** Start of a zip archive that ends the file, -1 when there is none or the file itself is one. */
export function zipStart(bytes: Buffer): number {
  const tail = Math.max(0, bytes.length - ZIP_TAIL);
  const end = bytes.lastIndexOf('PK\u0005\u0006', undefined, 'latin1');
  if (end < tail || end + 22 > bytes.length) return -1;
  const size = bytes.readUInt32LE(end + 12);
  const offset = bytes.readUInt32LE(end + 16);
  const start = end - size - offset;
  if (start <= 0 || bytes.toString('latin1', end - size, end - size + 4) !== 'PK\u0001\u0002') return -1;
  return bytes.toString('latin1', start, start + 4) === 'PK\u0003\u0004' ? start : -1;
}

/**
 * Where a file that programs know, other than a PDF, begins inside bytes.
 * @param from offset at which it may begin
 * @returns -1 when none does
 */
export function fileInside(bytes: Buffer, from: number): number {
  let first = firstTar(bytes, from, bytes.length);
  for (const beginning of BEGINNINGS) first = firstPlace(bytes, beginning, from, first);
  return first < bytes.length ? first : -1;
}

/**
 * A file behind text: what a shell or a person put before an archive.
 * @returns the text and the rest; null when no file begins in the bytes, or what stands before is more than text
 */
export function textThenFile(bytes: Buffer): { readonly text: Buffer; readonly rest: Buffer } | null {
  const other = fileInside(bytes, 1);
  const at = firstPdf(bytes, other < 0 ? bytes.length : other);
  if (at >= bytes.length) return null;
  const text = bytes.subarray(0, at);
  const isWide = /^(?:\xff\xfe|\xfe\xff)/u.test(bytes.toString('latin1', 0, 2));
  return text.some((byte) => isControl(byte) && !(isWide && byte === 0)) ? null : { text, rest: bytes.subarray(at) };
}
