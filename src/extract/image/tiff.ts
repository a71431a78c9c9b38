/**
 * TIFF (TIFF 6.0) made readable for OCR: faxes and scans have several pages, of which the engine reads the first only, and it
 * knows neither tiles nor JPEG in them nor most pages compressed like PNG. Those are drawn by PDFium (see tiff-pdf.ts).
 */
import { inflateSync } from 'node:zlib';
import type { Picture } from './ocr.ts';
import { readTiff, TAG, valueOf } from './tiff-directory.ts';
import type { TiffDirectory, TiffFile } from './tiff-directory.ts';
import { drawTold } from './drawn.ts';
import { tiffAsPdf } from './tiff-pdf.ts';

export { isTiff } from './tiff-directory.ts';

const DEFLATE = [8, 32_946];
/** Compressions the engine decodes when they stand in strips: none, fax, LZW, PackBits. */
const ENGINE = [1, 2, 3, 4, 5, 32_773];

/** One picture of a TIFF. */
export interface TiffPage {
  readonly width: number;
  readonly height: number;
  /** makes the page a picture of its own; null when it can be decoded neither here nor by the engine */
  picture(): Promise<Picture | null>;
}

/** @returns the pages in order; empty when there is no directory to be read */
export function tiffPages(bytes: Buffer): readonly TiffPage[] {
  const file = readTiff(bytes);
  return file.directories.map((directory) => ({
    width: valueOf(directory, TAG.width, 0),
    height: valueOf(directory, TAG.height, 0),
    picture: () => pictureOf(file, directory),
  }));
}

async function pictureOf(file: TiffFile, directory: TiffDirectory): Promise<Picture | null> {
  const compression = valueOf(directory, TAG.compression, 1);
  const isPlain = !directory.values.has(TAG.tileWidth) && !isPlanar(directory);
  if (isPlain && ENGINE.includes(compression)) return startingAt(file, directory);
  const own = isPlain && DEFLATE.includes(compression) ? inflated(file, directory) : null;
  return own ?? (await drawn(file, directory));
}

const isPlanar = (directory: TiffDirectory): boolean =>
  valueOf(directory, TAG.planar, 1) === 2 && valueOf(directory, TAG.samples, 1) > 1;

async function drawn(file: TiffFile, directory: TiffDirectory): Promise<Picture | null> {
  const told = tiffAsPdf(file, directory);
  return told === null ? null : await drawTold(told, valueOf(directory, TAG.orientation, 1));
}

/** The same file with another first page; the engine turns it as its own tag says. */
function startingAt({ bytes, little, big }: TiffFile, { at }: TiffDirectory): Picture {
  const copy = Buffer.from(bytes);
  if (big && little) copy.writeBigUInt64LE(BigInt(at), 8);
  else if (big) copy.writeBigUInt64BE(BigInt(at), 8);
  else if (little) copy.writeUInt32LE(at, 4);
  else copy.writeUInt32BE(at, 4);
  return { bytes: copy.equals(bytes) ? bytes : copy, orientation: 1 };
}

/** A page whose strips are deflated, as a portable map; null for colours and depths that scanners seldom write. */
function inflated({ bytes, little }: TiffFile, directory: TiffDirectory): Picture | null {
  const one = (tag: number, otherwise: number): number => valueOf(directory, tag, otherwise);
  const [bits, samples] = [one(TAG.bits, 1), one(TAG.samples, 1)];
  const [width, height] = [one(TAG.width, 0), one(TAG.height, 0)];
  const known = bits === 8 || bits === 16 ? samples <= 4 : bits === 1 && samples === 1;
  if (!known || one(TAG.sampleFormat, 1) !== 1 || one(TAG.photometric, 0) > 2 || width === 0 || height === 0)
    return null;
  const rowBytes = bits === 1 ? Math.ceil(width / 8) : (width * samples * bits) / 8;
  const stored = strips(bytes, directory, rowBytes * height);
  if (stored === null) return null;
  const isDifference = one(TAG.predictor, 1) === 2;
  if (isDifference && bits === 8) undoDifferences(stored, rowBytes, samples);
  const rows = bits === 16 ? highBytes(stored, little, isDifference ? width * samples : 0, samples) : stored;
  const isInverted = one(TAG.photometric, 0) === (bits === 1 ? 1 : 0);
  if (isInverted) for (let i = 0; i < rows.length; i++) rows[i] = ~(rows[i] ?? 0) & 0xff;
  const kind = bits === 1 ? 'P4' : samples < 3 ? 'P5' : 'P6';
  const head = Buffer.from(`${kind}\n${width} ${height}\n${bits === 1 ? '' : '255\n'}`, 'latin1');
  const pixels = bits === 1 || samples === 1 || samples === 3 ? rows : withoutExtra(rows, samples);
  return { bytes: Buffer.concat([head, pixels]), orientation: one(TAG.orientation, 1) };
}

/** All rows one after the other; what is missing at the end is 0. */
function strips(bytes: Buffer, directory: TiffDirectory, length: number): Buffer | null {
  const rows = Buffer.alloc(length);
  const sizes = directory.values.get(TAG.stripSizes) ?? [];
  let end = 0;
  for (const [i, start] of (directory.values.get(TAG.stripOffsets) ?? []).entries()) {
    if (end >= length) break;
    try {
      const data = inflateSync(bytes.subarray(start, start + (sizes[i] ?? 0)), {
        maxOutputLength: length - end + 4_096,
      });
      data.copy(rows, end);
      end += data.length;
    } catch (error) {
      if (error instanceof Error) return end === 0 ? null : rows;
      throw error;
    }
  }
  return end === 0 ? null : rows;
}

/** TIFF 6.0 section 14: each sample was stored as its difference from the one before. */
function undoDifferences(rows: Buffer, rowBytes: number, samples: number): void {
  for (let row = 0; row < rows.length; row += rowBytes) {
    for (let i = row + samples; i < row + rowBytes; i++) rows[i] = ((rows[i] ?? 0) + (rows[i - samples] ?? 0)) & 0xff;
  }
}

/** Samples of 16 bits as 8. @param rowSamples of a row stored as differences, 0 for samples stored as they are */
function highBytes(stored: Buffer, little: boolean, rowSamples: number, samples: number): Buffer {
  const result = Buffer.alloc(stored.length >>> 1);
  const before = new Uint16Array(samples);
  for (let i = 0; i < result.length; i++) {
    let value = little ? stored.readUInt16LE(i * 2) : stored.readUInt16BE(i * 2);
    if (rowSamples > 0) {
      if (i % rowSamples === 0) before.fill(0);
      value = (value + (before[i % samples] ?? 0)) & 0xffff;
      before[i % samples] = value;
    }
    result[i] = value >>> 8;
  }
  return result;
}

/** Drops opacity: of two samples the second, of four the fourth. */
function withoutExtra(rows: Buffer, samples: number): Buffer {
  const kept = samples - 1;
  const result = Buffer.alloc((rows.length / samples) * kept);
  for (let i = 0, at = 0; at < result.length; i += samples, at += kept) rows.copy(result, at, i, i + kept);
  return result;
}

/** Bytes of a TIFF that are no picture: its fields, what stands between and behind them. */
export function besidePictures(bytes: Buffer): readonly Buffer[] {
  const ranges: (readonly [start: number, end: number])[] = [];
  for (const { values } of readTiff(bytes).directories) {
    for (const [offsets, sizes] of DATA) {
      const lengths = values.get(sizes) ?? [];
      values.get(offsets)?.forEach((start, i) => ranges.push([start, start + (lengths[i] ?? 0)]));
    }
  }
  ranges.sort((a, b) => a[0] - b[0]);
  const beside: Buffer[] = [];
  let at = 0;
  for (const [start, end] of ranges) {
    if (start - at >= 4) beside.push(bytes.subarray(at, start));
    at = Math.max(at, end);
  }
  beside.push(bytes.subarray(Math.min(at, bytes.length)));
  return beside;
}

const DATA = [
  [TAG.stripOffsets, TAG.stripSizes],
  [TAG.tileOffsets, TAG.tileSizes],
  [TAG.oldJpeg, TAG.oldJpegSize],
] as const;
