/** Text in Exif blocks and TIFF directories (Exif 2.32 / CIPA DC-008, TIFF 6.0), GPS position included. */
import { withoutFinalNuls } from '../nuls.ts';

/** What a block says. */
export interface ExifText {
  readonly texts: readonly string[];
  /** 'GPS position 59.32900, 18.06800' or null */
  readonly position: string | null;
  /** Exif orientation 1–8 */
  readonly orientation: number;
}

const EXIF_DIRECTORY = 0x8769;
const GPS_DIRECTORY = 0x8825;
const SUB_DIRECTORIES = 0x014a;
const ORIENTATION = 0x0112;
const USER_COMMENT = 0x9286;
/** GPSProcessingMethod and GPSAreaInformation: written like a user comment (Exif 2.32 §4.6.6) */
const GPS_WORDS: ReadonlySet<number> = new Set([0x1b, 0x1c]);
/** Windows' XPTitle, XPComment, XPAuthor, XPKeywords, XPSubject: UTF-16LE bytes */
const XP_FIRST = 0x9c9b;
const XP_LAST = 0x9c9f;
/** XMP, IPTC and Photoshop blocks inside TIFF: read elsewhere */
export const BLOCK_TAGS: ReadonlyMap<number, 'xmp' | 'iptc' | 'photoshop'> = new Map([
  [700, 'xmp'],
  [33_723, 'iptc'],
  [34_377, 'photoshop'],
]);
const SIZES: readonly number[] = [0, 1, 1, 2, 4, 8, 1, 1, 2, 4, 8, 4, 8];
const MAX_DIRECTORIES = 64;
const MAX_TEXT = 65_536;

interface Field {
  readonly tag: number;
  readonly type: number;
  readonly data: Buffer;
}

/** Byte order and bounds of one block. */
class TiffBlock {
  readonly bytes: Buffer;
  readonly little: boolean;
  constructor(bytes: Buffer) {
    this.bytes = bytes;
    this.little = bytes[0] === 0x49;
  }
  u16(at: number): number {
    if (at < 0 || at + 2 > this.bytes.length) return 0;
    return this.little ? this.bytes.readUInt16LE(at) : this.bytes.readUInt16BE(at);
  }
  u32(at: number): number {
    if (at < 0 || at + 4 > this.bytes.length) return 0;
    return this.little ? this.bytes.readUInt32LE(at) : this.bytes.readUInt32BE(at);
  }
  fields(start: number): Field[] {
    const count = Math.min(this.u16(start), 4096);
    const fields: Field[] = [];
    for (let i = 0; i < count; i++) {
      const at = start + 2 + i * 12;
      const type = this.u16(at + 2);
      const length = (SIZES[type] ?? 0) * this.u32(at + 4);
      const from = length <= 4 ? at + 8 : this.u32(at + 8);
      if (length > 0) fields.push({ tag: this.u16(at), type, data: this.bytes.subarray(from, from + length) });
    }
    return fields;
  }
  numberOf(field: Field): number {
    const block = new TiffBlock(Buffer.concat([Buffer.from(this.little ? 'II' : 'MM'), field.data]));
    return field.type === 3 ? block.u16(2) : block.u32(2);
  }
  next(start: number): number {
    return this.u32(start + 2 + this.u16(start) * 12);
  }
}

/**
 * Reads a TIFF structure.
 * @param bytes beginning with 'II*\0' or 'MM\0*'
 * @param onBlock told of embedded XMP, IPTC and Photoshop blocks
 * @returns what it says; nothing for bytes of another kind
 */
export function readExif(bytes: Buffer, onBlock: (kind: 'xmp' | 'iptc' | 'photoshop', data: Buffer) => void): ExifText {
  const texts = new Set<string>();
  const block = new TiffBlock(bytes);
  let orientation = 1;
  let position: string | null = null;
  if (block.u16(2) !== 42) return { texts: [], position, orientation };
  const waiting = [block.u32(4)];
  const seen = new Set<number>();
  for (let start = waiting.pop(); start !== undefined && seen.size < MAX_DIRECTORIES; start = waiting.pop()) {
    if (start === 0 || seen.has(start) || start >= bytes.length) continue;
    seen.add(start);
    for (const field of block.fields(start)) {
      const kind = BLOCK_TAGS.get(field.tag);
      if (kind !== undefined) onBlock(kind, field.data);
      else if (field.tag === EXIF_DIRECTORY || field.tag === SUB_DIRECTORIES) waiting.push(block.numberOf(field));
      else if (field.tag === GPS_DIRECTORY) {
        const start = block.numberOf(field);
        position = positionOf(block, start) ?? position;
        for (const { tag, data } of block.fields(start))
          if (GPS_WORDS.has(tag)) texts.add(userComment(data.subarray(0, MAX_TEXT)).trim());
      } else if (field.tag === ORIENTATION) orientation = block.numberOf(field);
      else {
        const text = textOf(field).trim();
        if (text !== '') texts.add(text);
      }
    }
    waiting.push(block.next(start));
  }
  texts.delete('');
  return { texts: [...texts], position, orientation };
}

function textOf(field: Field): string {
  const data = field.data.subarray(0, MAX_TEXT);
  if (field.tag === USER_COMMENT) return userComment(data);
  if (field.tag >= XP_FIRST && field.tag <= XP_LAST) return withoutFinalNuls(data.toString('utf16le'));
  if (field.type !== 2) return '';
  return decode(data).replace(/\0/gu, ' ');
}

/** Exif §4.6.5: eight bytes name the character code. */
function userComment(data: Buffer): string {
  const code = data.toString('latin1', 0, 8);
  const text = data.subarray(8);
  if (code.startsWith('UNICODE')) {
    const big = Buffer.from(text.subarray(0, text.length - (text.length % 2))).swap16();
    const [le, be] = [text.toString('utf16le'), big.toString('utf16le')];
    // the byte order is that of the file by the book and anything in practice
    return /^[\0\u0009-\u024f\u2010-\u2030]*$/u.test(le) ? le.replace(/\0/gu, '') : be.replace(/\0/gu, '');
  }
  return decode(text).replace(/\0/gu, '');
}

const decode = (data: Buffer): string => {
  const utf8 = data.toString('utf8');
  return utf8.includes('\ufffd') ? data.toString('latin1') : utf8;
};

function positionOf(block: TiffBlock, start: number): string | null {
  const fields = new Map(block.fields(start).map((field) => [field.tag, field]));
  const [latitude, longitude] = [degrees(block, fields.get(2)), degrees(block, fields.get(4))];
  if (latitude === null || longitude === null) return null;
  const south = fields.get(1)?.data.toString('latin1', 0, 1) === 'S';
  const west = fields.get(3)?.data.toString('latin1', 0, 1) === 'W';
  return `GPS position ${(south ? -latitude : latitude).toFixed(5)}, ${(west ? -longitude : longitude).toFixed(5)}`;
}

function degrees(block: TiffBlock, field: Field | undefined): number | null {
  if (field === undefined || field.type !== 5 || field.data.length < 24) return null;
  const values = new TiffBlock(Buffer.concat([Buffer.from(block.little ? 'II' : 'MM'), field.data]));
  const parts = [0, 1, 2].map((i) => values.u32(2 + i * 8) / Math.max(1, values.u32(6 + i * 8)));
  const [d = 0, m = 0, s = 0] = parts;
  return d + m / 60 + s / 3600;
}
