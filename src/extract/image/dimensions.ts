/** Width and height of a picture from its header, so that a bomb is known before anything decodes it. */

/** Pixels. */
export interface Dimensions {
  readonly width: number;
  readonly height: number;
}

/**
 * @param bytes PNG, JPEG, GIF, WebP, BMP, TIFF or HEIC/AVIF
 * @returns null when the header does not tell
 */
export function dimensionsOf(bytes: Buffer): Dimensions | null {
  try {
    return read(bytes);
  } catch (error) {
    // a header that ends too early
    if (error instanceof RangeError) return null;
    throw error;
  }
}

function read(b: Buffer): Dimensions | null {
  const head = b.toString('latin1', 0, 16);
  if (head.startsWith('\x89PNG')) return { width: b.readUInt32BE(16), height: b.readUInt32BE(20) };
  if (head.startsWith('GIF8')) return { width: b.readUInt16LE(6), height: b.readUInt16LE(8) };
  if (head.startsWith('BM')) return { width: Math.abs(b.readInt32LE(18)), height: Math.abs(b.readInt32LE(22)) };
  if (head.startsWith('\xff\xd8')) return jpeg(b);
  if (head.startsWith('RIFF') && head.slice(8, 12) === 'WEBP') return webp(b);
  if (head.startsWith('II*\0') || head.startsWith('MM\0*')) return tiff(b);
  if (isJpeg2000(b)) return jpeg2000(b);
  if (head.startsWith('\0\0\x01\0')) return icons(b);
  return head.slice(4, 8) === 'ftyp' ? isoMedia(b) : null;
}

/** ISO/IEC 15444-1: in its boxes, or the bare stream of code. */
export const isJpeg2000 = (b: Buffer): boolean =>
  b.toString('latin1', 4, 8) === 'jP  ' || b.toString('latin1', 0, 4) === '\xff\x4f\xff\x51';

/** Annex A.5.1: size of the grid without its offset; the marker SIZ is the first. */
function jpeg2000(b: Buffer): Dimensions | null {
  const at = b.subarray(0, 1_000_000).indexOf('ff4fff51', 'hex');
  if (at < 0) return null;
  return {
    width: b.readUInt32BE(at + 8) - b.readUInt32BE(at + 16),
    height: b.readUInt32BE(at + 12) - b.readUInt32BE(at + 20),
  };
}

/** ITU-T T.81 §B.1.1: segments until a start of frame. */
function jpeg(b: Buffer): Dimensions | null {
  for (let at = 2; at + 9 < b.length;) {
    if (b[at] !== 0xff) {
      at++;
      continue;
    }
    const marker = b[at + 1] ?? 0;
    if (marker === 0xff || marker === 0 || (marker >= 0xd0 && marker <= 0xd8)) {
      at += marker === 0xff ? 1 : 2;
      continue;
    }
    const isFrame = marker >= 0xc0 && marker <= 0xcf && ![0xc4, 0xc8, 0xcc].includes(marker);
    if (isFrame) return { width: b.readUInt16BE(at + 7), height: b.readUInt16BE(at + 5) };
    at += 2 + b.readUInt16BE(at + 2);
  }
  return null;
}

/** The largest picture of an icon file; 0 stands for 256. */
function icons(b: Buffer): Dimensions | null {
  const count = b.readUInt16LE(4);
  let largest: Dimensions | null = null;
  for (let at = 6; at < 6 + count * 16; at += 16) {
    const size = { width: b.readUInt8(at) || 256, height: b.readUInt8(at + 1) || 256 };
    if (largest === null || size.width * size.height > largest.width * largest.height) largest = size;
  }
  return largest;
}

function webp(b: Buffer): Dimensions | null {
  const kind = b.toString('latin1', 12, 16);
  if (kind === 'VP8X') return { width: 1 + b.readUIntLE(24, 3), height: 1 + b.readUIntLE(27, 3) };
  if (kind === 'VP8 ') return { width: b.readUInt16LE(26) & 0x3fff, height: b.readUInt16LE(28) & 0x3fff };
  if (kind !== 'VP8L') return null;
  const bits = b.readUInt32LE(21);
  return { width: (bits & 0x3fff) + 1, height: ((bits >>> 14) & 0x3fff) + 1 };
}

/** TIFF 6.0: tags 256 and 257 of the first directory. */
function tiff(b: Buffer): Dimensions | null {
  const little = b[0] === 0x49;
  const u16 = (at: number): number => (little ? b.readUInt16LE(at) : b.readUInt16BE(at));
  const u32 = (at: number): number => (little ? b.readUInt32LE(at) : b.readUInt32BE(at));
  const start = u32(4);
  let [width, height] = [0, 0];
  for (let i = 0, count = u16(start); i < count; i++) {
    const at = start + 2 + i * 12;
    const value = u16(at + 2) === 3 ? u16(at + 8) : u32(at + 8);
    if (u16(at) === 256) width = value;
    if (u16(at) === 257) height = value;
  }
  return width > 0 && height > 0 ? { width, height } : null;
}

/** ISO/IEC 23008-12: the largest 'ispe' property; tiles have smaller ones. */
function isoMedia(b: Buffer): Dimensions | null {
  let largest: Dimensions | null = null;
  for (let at = b.indexOf('ispe'), n = 0; at >= 0 && n < 100; at = b.indexOf('ispe', at + 4), n++) {
    const found = { width: b.readUInt32BE(at + 8), height: b.readUInt32BE(at + 12) };
    if (largest === null || found.width * found.height > largest.width * largest.height) largest = found;
  }
  return largest;
}
