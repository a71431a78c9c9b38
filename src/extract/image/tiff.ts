/**
 * TIFF (TIFF 6.0) made readable for OCR: faxes and scans have several pages, of which the engine reads the first only, and
 * it does not know pages compressed like PNG.
 */
import { inflateSync } from 'node:zlib';
import type { Picture } from './ocr.ts';

/** Pages that are looked for; the OCR budget allows fewer. */
const MAX_PAGES = 1_000;
const DEFLATE = [8, 32_946];
const TAG = {
  width: 256,
  height: 257,
  bits: 258,
  compression: 259,
  photometric: 262,
  stripOffsets: 273,
  samples: 277,
  stripSizes: 279,
  orientation: 274,
  planar: 284,
  predictor: 317,
} as const;

/** One picture of a TIFF. */
export interface TiffPage {
  readonly width: number;
  readonly height: number;
  /** makes the page a picture of its own; null when it cannot be decoded here or by the engine */
  picture(): Picture | null;
}

/** @returns whether the bytes begin as a TIFF does */
export function isTiff(bytes: Buffer): boolean {
  const head = bytes.toString('latin1', 0, 4);
  return head === 'II*\0' || head === 'MM\0*';
}

/** @returns the pages in order; empty when there is no directory to be read */
export function tiffPages(bytes: Buffer): readonly TiffPage[] {
  const pages: TiffPage[] = [];
  const seen = new Set<number>();
  const reader = new Reader(bytes);
  for (let at = reader.long(4); at !== 0 && !seen.has(at) && pages.length < MAX_PAGES;) {
    seen.add(at);
    const directory = reader.directory(at);
    if (directory === null) break;
    const { tags, next } = directory;
    const first = at;
    const [width = 0] = tags.get(TAG.width) ?? [];
    const [height = 0] = tags.get(TAG.height) ?? [];
    const isDeflated = DEFLATE.includes(tags.get(TAG.compression)?.[0] ?? 1);
    pages.push({
      width,
      height,
      picture: () => (isDeflated ? inflated(bytes, tags, width, height) : startingAt(bytes, reader, first)),
    });
    at = next;
  }
  return pages;
}

type Tags = ReadonlyMap<number, readonly number[]>;

class Reader {
  readonly bytes: Buffer;
  readonly little: boolean;
  constructor(bytes: Buffer) {
    this.bytes = bytes;
    this.little = bytes[0] === 0x49;
  }
  short(at: number): number {
    if (at + 2 > this.bytes.length) return 0;
    return this.little ? this.bytes.readUInt16LE(at) : this.bytes.readUInt16BE(at);
  }
  long(at: number): number {
    if (at + 4 > this.bytes.length) return 0;
    return this.little ? this.bytes.readUInt32LE(at) : this.bytes.readUInt32BE(at);
  }

  /** Whole numbers of one image file directory, and where the next one stands. */
  directory(at: number): { readonly tags: Tags; readonly next: number } | null {
    const count = this.short(at);
    if (count === 0 || at + 2 + count * 12 > this.bytes.length) return null;
    const tags = new Map<number, readonly number[]>();
    for (let i = 0; i < count; i++) {
      const entry = at + 2 + i * 12;
      tags.set(this.short(entry), this.values(entry));
    }
    return { tags, next: this.long(at + 2 + count * 12) };
  }

  private values(entry: number): readonly number[] {
    const size = { 1: 1, 3: 2, 4: 4 }[this.short(entry + 2)] ?? 0;
    const count = this.long(entry + 4);
    if (size === 0 || count * size > this.bytes.length) return [];
    const start = count * size <= 4 ? entry + 8 : this.long(entry + 8);
    return Array.from({ length: count }, (_, i) => {
      const at = start + i * size;
      return size === 4 ? this.long(at) : size === 2 ? this.short(at) : (this.bytes[at] ?? 0);
    });
  }
}

/** The same file with another first page; the engine turns it as its own tag says. */
function startingAt(bytes: Buffer, reader: Reader, directory: number): Picture {
  if (reader.long(4) === directory) return { bytes, orientation: 1 };
  const copy = Buffer.from(bytes);
  if (reader.little) copy.writeUInt32LE(directory, 4);
  else copy.writeUInt32BE(directory, 4);
  return { bytes: copy, orientation: 1 };
}

/** A page whose strips are deflated, as a portable map; null for tiles, planes and depths that scanners do not write. */
function inflated(bytes: Buffer, tags: Tags, width: number, height: number): Picture | null {
  const one = (tag: number, otherwise: number): number => tags.get(tag)?.[0] ?? otherwise;
  const [bits, samples] = [one(TAG.bits, 1), one(TAG.samples, 1)];
  const known = bits === 8 ? samples <= 4 : bits === 1 && samples === 1;
  if (!known || one(TAG.planar, 1) !== 1 || one(TAG.photometric, 0) > 2 || width === 0 || height === 0) return null;
  const rowBytes = bits === 1 ? Math.ceil(width / 8) : width * samples;
  const rows = strips(bytes, tags, rowBytes * height);
  if (rows === null) return null;
  if (one(TAG.predictor, 1) === 2 && bits === 8) undoDifferences(rows, rowBytes, samples);
  const isInverted = one(TAG.photometric, 0) === (bits === 1 ? 1 : 0);
  if (isInverted) for (let i = 0; i < rows.length; i++) rows[i] = ~(rows[i] ?? 0) & 0xff;
  const kind = bits === 1 ? 'P4' : samples < 3 ? 'P5' : 'P6';
  const head = Buffer.from(`${kind}\n${width} ${height}\n${bits === 1 ? '' : '255\n'}`, 'latin1');
  const pixels = bits === 1 || samples === 1 || samples === 3 ? rows : withoutExtra(rows, samples);
  return { bytes: Buffer.concat([head, pixels]), orientation: one(TAG.orientation, 1) };
}

/** All rows one after the other; what is missing at the end is 0. */
function strips(bytes: Buffer, tags: Tags, length: number): Buffer | null {
  const rows = Buffer.alloc(length);
  const sizes = tags.get(TAG.stripSizes) ?? [];
  let end = 0;
  for (const [i, start] of (tags.get(TAG.stripOffsets) ?? []).entries()) {
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

/** Drops opacity: of two samples the second, of four the fourth. */
function withoutExtra(rows: Buffer, samples: number): Buffer {
  const kept = samples - 1;
  const result = Buffer.alloc((rows.length / samples) * kept);
  for (let i = 0, at = 0; at < result.length; i += samples, at += kept) rows.copy(result, at, i, i + kept);
  return result;
}
