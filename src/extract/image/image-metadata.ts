/** Text that pictures carry beside their pixels: Exif, IPTC, XMP, PNG texts, comments, and what is stuck on behind the end. */
import { inflateSync } from 'node:zlib';
import { readExif } from './exif.ts';
import { bytesOfItem, readHeif } from './heif-boxes.ts';
import { withoutTags } from '../pdf/xml-text.ts';

/** What was found in one picture. */
export interface ImageMetadata {
  readonly texts: readonly { readonly text: string; readonly locator: string }[];
  /** Exif orientation 1–8, 1 when unknown */
  readonly orientation: number;
  /** bytes behind the end of the picture */
  readonly trailing: Buffer;
  /** blocks between the known ones that no program shows */
  readonly unknown: readonly Buffer[];
}

const NOTHING_BEHIND = Buffer.alloc(0);
const MAX_TEXT = 1 << 20;

class Collector {
  readonly texts: { text: string; locator: string }[] = [];
  orientation = 1;
  trailing: Buffer = NOTHING_BEHIND;
  readonly unknown: Buffer[] = [];
  private readonly seen = new Set<string>();

  add(text: string, locator: string): void {
    const clean = text.replace(/\0/gu, '').trim().slice(0, MAX_TEXT);
    if (clean === '' || this.seen.has(clean)) return;
    this.seen.add(clean);
    this.texts.push({ text: clean, locator });
  }
  exif(block: Buffer): void {
    const found = readExif(block, (kind, data) => {
      if (kind === 'xmp') this.xmp(data);
      else if (kind === 'iptc') this.iptc(data);
      else this.photoshop(data);
    });
    for (const text of found.texts) this.add(text, 'EXIF');
    if (found.position !== null) this.add(found.position, 'EXIF');
    if (found.orientation > 1 && found.orientation <= 8) this.orientation = found.orientation;
  }
  xmp(data: Buffer): void {
    this.add(withoutTags(data.toString('utf8', 0, MAX_TEXT)), 'XMP');
  }
  /** IPTC IIM 4.2 §1.5: records of 0x1c, record, data set, length. */
  iptc(data: Buffer): void {
    let utf8 = false;
    for (let at = 0; at + 5 <= data.length && data[at] === 0x1c;) {
      const length = data.readUInt16BE(at + 3);
      if (length > 0x7fff) return;
      const value = data.subarray(at + 5, at + 5 + length);
      if (data[at + 1] === 1 && data[at + 2] === 90) utf8 = value.toString('latin1') === '\x1b%G';
      else if (data[at + 1] === 2 && data[at + 2] !== 0)
        this.add(utf8 ? value.toString('utf8') : decode(value), 'IPTC');
      at += 5 + length;
    }
  }
  /** Photoshop's resource blocks; number 1028 is IPTC. */
  photoshop(data: Buffer): void {
    for (let at = 0; at + 12 <= data.length && data.toString('latin1', at, at + 4) === '8BIM';) {
      const id = data.readUInt16BE(at + 4);
      const nameLength = (data[at + 6] ?? 0) + 1;
      const sizeAt = at + 6 + nameLength + (nameLength % 2);
      if (sizeAt + 4 > data.length) return;
      const size = data.readUInt32BE(sizeAt);
      const block = data.subarray(sizeAt + 4, sizeAt + 4 + size);
      if (id === 1028) this.iptc(block);
      else if (id === 1060) this.xmp(block);
      else if (WORDED.has(id)) this.add(block.toString('latin1').replace(/\0/gu, ''), 'Photoshop');
      at = sizeAt + 4 + size + (size % 2);
    }
  }
}

/** Photoshop's blocks that hold words: names of channels and slices, caption, address. */
const WORDED: ReadonlySet<number> = new Set([1006, 1008, 1035, 1045, 1050, 1054]);

const decode = (data: Buffer): string => {
  const utf8 = data.toString('utf8');
  return utf8.includes('\ufffd') ? data.toString('latin1') : utf8;
};

/** Reads a picture's metadata; total. */
export function readImageMetadata(bytes: Buffer): ImageMetadata {
  const found = new Collector();
  const head = bytes.toString('latin1', 0, 12);
  if (head.startsWith('\xff\xd8')) readJpeg(bytes, found);
  else if (head.startsWith('\x89PNG')) readPng(bytes, found);
  else if (head.startsWith('GIF8')) readGif(bytes, found);
  else if (head.startsWith('RIFF')) readWebp(bytes, found);
  else if (head.startsWith('II*\0') || head.startsWith('MM\0*')) found.exif(bytes);
  else sweepBlocks(bytes, found);
  if (head.slice(4, 8) === 'ftyp') readHeifItems(bytes, found);
  const end = endOf(bytes, head);
  if (end !== null && end < bytes.length) found.trailing = bytes.subarray(end);
  const { texts, orientation, trailing, unknown } = found;
  return { texts, orientation, trailing, unknown };
}

const EXIF_MARK = Buffer.from('Exif\0\0', 'latin1');
const END_OF_IMAGE = Buffer.from('ffd9', 'hex');
const XMP_MARK = 'http://ns.adobe.com/xap/1.0/\0';

function readJpeg(b: Buffer, found: Collector): void {
  found.trailing = b.subarray(endOfJpeg(b, (marker, data) => readSegment(marker, data, found)));
}

/** Where a JPEG ends. @param take is given its segments */
function endOfJpeg(b: Buffer, take: (marker: number, data: Buffer) => void): number {
  let at = 2;
  while (at + 4 <= b.length && b[at] === 0xff) {
    const marker = b[at + 1] ?? 0;
    if (marker === 0xff) {
      at++;
      continue;
    }
    if (marker === 0xda || marker === 0xd9) break;
    const end = at + 2 + b.readUInt16BE(at + 2);
    take(marker, b.subarray(at + 4, end));
    at = end;
  }
  return endOfScans(b, at, take) ?? likelyEnd(b, at);
}

/** @param bytes from the start of a JPEG on */
export const jpegEnd = (bytes: Buffer): number =>
  Math.min(
    bytes.length,
    endOfJpeg(bytes, () => undefined),
  );

function readSegment(marker: number, data: Buffer, found: Collector): void {
  if (marker === 0xfe) found.add(decode(data), 'comment');
  else if (marker === 0xe1 && data.indexOf(EXIF_MARK) === 0) found.exif(data.subarray(6));
  else if (marker === 0xe1 && data.toString('latin1', 0, 29) === XMP_MARK) found.xmp(data.subarray(29));
  else if (marker === 0xe1 && data.toString('latin1', 0, 35).startsWith('http://ns.adobe.com/xmp/extension'))
    found.xmp(data.subarray(75));
  else if (marker === 0xed && data.toString('latin1', 0, 13) === 'Photoshop 3.0') found.photoshop(data.subarray(14));
  else if (marker >= 0xe0 && marker <= 0xef && !isMachinery(data)) found.unknown.push(data);
}

/** T.81 §B.2.1: what may stand between scans with a length of its own; everything else there is damage, or belongs to the scan. */
const mayFollowScan = (marker: number): boolean =>
  marker === 0xc4 || (marker >= 0xda && marker <= 0xde) || (marker >= 0xe0 && marker <= 0xef) || marker === 0xfe;

/**
 * ITU-T T.81 §B.1.1: behind a scan, whose bytes of ones are followed by a zero, come tables, further scans or the end.
 * @param at of the first scan
 * @param take is given the segments on the way
 * @returns null when a length leads out of the file, or to no end
 */
function endOfScans(b: Buffer, at: number, take: (marker: number, data: Buffer) => void): number | null {
  while (at >= 0 && at + 2 <= b.length) {
    const marker = b[at + 1] ?? 0;
    if (marker === 0xd9) return at + 2;
    if (marker === 0xff) at++;
    else if (!mayFollowScan(marker)) at = b.indexOf(0xff, at + 2);
    else if (at + 4 > b.length) break;
    else {
      const end = at + 2 + b.readUInt16BE(at + 2);
      if (end > b.length) break;
      take(marker, b.subarray(at + 4, end));
      at = b.indexOf(0xff, end);
    }
  }
  return null;
}

/** Where programs stop reading a picture whose segments lead nowhere: at an end mark behind which no other mark stands. */
function likelyEnd(b: Buffer, from: number): number {
  let last = b.length;
  for (let at = b.indexOf(END_OF_IMAGE, from); at >= 0; at = b.indexOf(END_OF_IMAGE, at + 2)) {
    last = at + 2;
    if (b[last] !== 0xff) break;
  }
  return last;
}

/** Segments of JPEG that hold no words: JFIF, Adobe's, colour profiles, previews, indexes of several pictures in one file. */
const isMachinery = (data: Buffer): boolean =>
  /^(?:JFIF|JFXX|Adobe\0|ICC_PROFILE|MPF\0|FPXR|urn:iso:std:iso:ts:21496)/u.test(data.toString('latin1', 0, 28));

/** Chunks of PNG and APNG that hold no words. */
const PNG_MACHINERY = new Set(
  'IHDR PLTE IDAT acTL fcTL fdAT bKGD cHRM cICP cLLI mDCv dSIG gAMA hIST iCCP oFFs pCAL pHYs sBIT sCAL sPLT sRGB sTER tIME tRNS vpAg gIFg gIFx orNT iDOT CgBI caBX'.split(
    ' ',
  ),
);

function readPng(b: Buffer, found: Collector): void {
  for (let at = 8; at + 12 <= b.length;) {
    const length = b.readUInt32BE(at);
    const kind = b.toString('latin1', at + 4, at + 8);
    const data = b.subarray(at + 8, at + 8 + length);
    if (kind === 'tEXt') found.add(decode(data).replace('\0', ': '), 'comment');
    else if (kind === 'zTXt') {
      const split = data.indexOf(0);
      found.add(`${data.toString('latin1', 0, split)}: ${inflate(data.subarray(split + 2))}`, 'comment');
    } else if (kind === 'iTXt') readInternationalText(data, found);
    else if (kind === 'eXIf') found.exif(data);
    else if (kind === 'IEND') {
      found.trailing = b.subarray(at + 12);
      return;
    } else if (!PNG_MACHINERY.has(kind)) found.unknown.push(data);
    at += 12 + length;
  }
}

/** PNG §11.3.4.5: keyword, compression flag and method, language, translated keyword, text. */
function readInternationalText(data: Buffer, found: Collector): void {
  const keywordEnd = data.indexOf(0);
  const languageEnd = data.indexOf(0, keywordEnd + 3);
  const translatedEnd = data.indexOf(0, languageEnd + 1);
  if (keywordEnd < 0 || languageEnd < 0 || translatedEnd < 0) return;
  const rest = data.subarray(translatedEnd + 1);
  const text = data[keywordEnd + 1] === 1 ? inflate(rest) : rest.toString('utf8');
  const keyword = data.toString('latin1', 0, keywordEnd);
  if (keyword === 'XML:com.adobe.xmp') found.xmp(Buffer.from(text));
  else found.add(`${keyword}: ${data.toString('utf8', languageEnd + 1, translatedEnd)} ${text}`, 'comment');
}

function inflate(data: Buffer): string {
  try {
    return decode(inflateSync(data, { maxOutputLength: MAX_TEXT }));
  } catch (error) {
    if (error instanceof Error) return '';
    throw error;
  }
}

/** GIF89a §23–26: sub-blocks of at most 255 bytes, ended by an empty one. */
function readGif(b: Buffer, found: Collector): void {
  const tableSize = (flags: number): number => ((flags & 0x80) !== 0 ? 3 * 2 ** ((flags & 7) + 1) : 0);
  let at = 13 + tableSize(b[10] ?? 0);
  const subBlocks = (): Buffer => {
    const blocks: Buffer[] = [];
    while (at < b.length) {
      const size = b[at] ?? 0;
      at++;
      if (size === 0) break;
      blocks.push(b.subarray(at, at + size));
      at += size;
    }
    return Buffer.concat(blocks);
  };
  while (at < b.length) {
    const kind = b[at];
    if (kind === 0x3b) {
      found.trailing = b.subarray(at + 1);
      return;
    }
    if (kind === 0x21) {
      const label = b[at + 1];
      at += 2;
      // an application's XMP is written raw, made to look like sub-blocks
      const start = at;
      const data = subBlocks();
      if (label === 0xfe || label === 0x01) found.add(decode(data), 'comment');
      else if (label === 0xff && data.toString('latin1', 0, 8) === 'XMP Data') found.xmp(b.subarray(start + 12, at));
      else if (label !== 0xf9) found.unknown.push(data.subarray(label === 0xff ? 11 : 0));
    } else if (kind === 0x2c) {
      at += 10 + tableSize(b[at + 9] ?? 0) + 1;
      subBlocks();
    } else return;
  }
}

const WEBP_MACHINERY = new Set(['VP8 ', 'VP8L', 'VP8X', 'ALPH', 'ANIM', 'ANMF', 'ICCP']);

function readWebp(b: Buffer, found: Collector): void {
  if (b.length < 12) return;
  const end = Math.min(b.length, 8 + b.readUInt32LE(4));
  let at = 12;
  while (at + 8 <= end) {
    const kind = b.toString('latin1', at, at + 4);
    const length = b.readUInt32LE(at + 4);
    const data = b.subarray(at + 8, at + 8 + length);
    if (kind === 'EXIF') found.exif(data.indexOf(EXIF_MARK) === 0 ? data.subarray(6) : data);
    else if (kind === 'XMP ') found.xmp(data);
    else if (!WEBP_MACHINERY.has(kind)) found.unknown.push(data);
    at += 8 + length + (length % 2);
  }
  found.trailing = b.subarray(Math.min(b.length, end));
}

/** Where a picture of a kind without chunks ends by what its header says; null when that cannot be told. */
function endOf(b: Buffer, head: string): number | null {
  if (head.startsWith('BM') && b.length > 54) {
    const size = b.readUInt32LE(2);
    return size >= 54 ? size : null;
  }
  if (head.startsWith('\0\0\x01\0') && b.length > 22) return endOfIcons(b);
  return /^.{4}(?:ftyp|JXL |jP {2})/su.test(head) ? endOfBoxes(b) : null;
}

/** An icon file: a directory of pictures, 16 bytes each. */
function endOfIcons(b: Buffer): number | null {
  const count = b.readUInt16LE(4);
  let end = 6 + count * 16;
  if (count === 0 || end > b.length) return null;
  for (let at = 6; at < 6 + count * 16; at += 16) end = Math.max(end, b.readUInt32LE(at + 8) + b.readUInt32LE(at + 12));
  return end;
}

/** ISO/IEC 14496-12 §4.2: boxes follow each other to the end of the file; what is none of them is something else. */
function endOfBoxes(b: Buffer): number | null {
  let at = 0;
  while (at + 8 <= b.length) {
    if (!/^[\x20-\x7e]{4}$/u.test(b.toString('latin1', at + 4, at + 8))) return at;
    const size = b.readUInt32BE(at);
    if (size === 0) return null;
    const whole = size === 1 && at + 16 <= b.length ? Number(b.readBigUInt64BE(at + 8)) : size;
    if (whole < 8) return at;
    at += whole;
    // a box that claims more than there is: the file is cut, or its first bytes are something else
    if (at > b.length) return null;
  }
  return at;
}

/** What encoders call the parts of every picture. */
const HEIF_NAMES = /^(?:Color|Alpha|Depth|Exif|XMP|G(?:ain)?Map)?$/u;

/** What a HEIC or AVIF says of its pictures: Exif without a mark, XMP and other words, names, descriptions (ISO/IEC 23008-12 §6.5.20). */
function readHeifItems(b: Buffer, found: Collector): void {
  for (const item of readHeif(b).items) {
    if (!HEIF_NAMES.test(item.name)) found.add(item.name, 'name');
    for (const { kind, start, end } of item.properties)
      if (kind === 'udes' || kind === 'altt')
        found.add(b.toString('utf8', start + 4, end).replaceAll('\0', '\n'), 'comment');
    if (item.type === 'Exif') readHeifExif(bytesOfItem(b, item, MAX_TEXT), found);
    else if (item.type === 'uri ' || item.type === 'mime') {
      const content = bytesOfItem(b, item, MAX_TEXT);
      if (item.contentType === 'application/rdf+xml') found.xmp(content);
      else if (/^text\/|[/+](?:xml|json)$/u.test(item.contentType)) found.add(withoutTags(decode(content)), 'comment');
      else found.unknown.push(content);
    }
  }
}

/** Before it stands how far the head of its TIFF is away. */
function readHeifExif(block: Buffer, found: Collector): void {
  if (block.length < 8) return;
  const start = 4 + block.readUInt32BE(0);
  if (/^(?:II\*\0|MM\0\*)/u.test(block.toString('latin1', start, start + 4))) found.exif(block.subarray(start));
}

/** HEIC, AVIF, BMP and others: Exif and XMP are found by their marks. */
function sweepBlocks(b: Buffer, found: Collector): void {
  for (let at = b.indexOf(EXIF_MARK), n = 0; at >= 0 && n < 16; at = b.indexOf(EXIF_MARK, at + 6), n++) {
    found.exif(b.subarray(at + 6));
  }
  for (let at = b.indexOf('<x:xmpmeta'), n = 0; at >= 0 && n < 16; at = b.indexOf('<x:xmpmeta', at + 10), n++) {
    const end = b.indexOf('</x:xmpmeta>', at);
    found.xmp(b.subarray(at, end < 0 ? at + MAX_TEXT : end));
  }
}
