/**
 * Directories of a TIFF (TIFF 6.0 section 2, and BigTIFF): the numbers of the fields that say how a picture is stored. Pure; total
 * for any bytes.
 */

/** Fields that are read, by their number. */
export const TAG = {
  width: 256,
  height: 257,
  bits: 258,
  compression: 259,
  photometric: 262,
  fillOrder: 266,
  stripOffsets: 273,
  orientation: 274,
  samples: 277,
  rowsPerStrip: 278,
  stripSizes: 279,
  planar: 284,
  faxOptions: 292,
  predictor: 317,
  colourMap: 320,
  tileWidth: 322,
  tileHeight: 323,
  tileOffsets: 324,
  tileSizes: 325,
  inside: 330,
  sampleFormat: 339,
  jpegTables: 347,
  oldJpeg: 513,
  oldJpegSize: 514,
} as const;

const KNOWN: ReadonlySet<number> = new Set(Object.values(TAG));
/** Strips, tiles and colours of one picture that are looked at. */
const MOST_VALUES = 200_000;
/** The same of a whole file, whose fields may all point to the same bytes. */
const MOST_IN_FILE = 2_000_000;
/** Pages that are looked for; the OCR budget allows fewer. */
const MAX_PAGES = 1_000;
/** Size of a value by its type. */
const SIZES: Readonly<Record<number, number>> = { 1: 1, 3: 2, 4: 4, 7: 1, 13: 4, 16: 8, 18: 8 };

/** One directory: a picture. */
export interface TiffDirectory {
  /** where it stands in the file */
  readonly at: number;
  readonly values: ReadonlyMap<number, readonly number[]>;
  /** where the bytes of a field stand */
  readonly places: ReadonlyMap<number, readonly [start: number, end: number]>;
}

/** A file and its pictures. */
export interface TiffFile {
  readonly bytes: Buffer;
  readonly little: boolean;
  readonly big: boolean;
  readonly directories: readonly TiffDirectory[];
}

/** @returns whether the bytes begin as a TIFF does */
export function isTiff(bytes: Buffer): boolean {
  const head = bytes.toString('latin1', 0, 4);
  return head === 'II*\0' || head === 'MM\0*' || head === 'II+\0' || head === 'MM\0+';
}

/** The first value of a field. */
export const valueOf = (directory: TiffDirectory, tag: number, otherwise: number): number =>
  directory.values.get(tag)?.[0] ?? otherwise;

/**
 * @returns the pictures in order, the last one without any field when there are more numbers than any file has; those inside others (reduced or full ones)
 *   behind them
 */
export function readTiff(bytes: Buffer): TiffFile {
  const little = bytes[0] === 0x49;
  const big = bytes[little ? 2 : 3] === 0x2b;
  const reader = new Reader(bytes, little, big);
  const directories: TiffDirectory[] = [];
  const seen = new Set<number>();
  const starts = [reader.place(big ? 8 : 4)];
  for (let i = 0; i < starts.length; i++) {
    for (let at = starts[i] ?? 0; at !== 0 && !seen.has(at) && directories.length < MAX_PAGES;) {
      seen.add(at);
      const found = reader.directory(at);
      if (found === null) break;
      if (reader.isSpent)
        return { bytes, little, big, directories: [...directories, { at, values: new Map(), places: new Map() }] };
      directories.push(found.directory);
      starts.push(...(found.directory.values.get(TAG.inside) ?? []).slice(0, MAX_PAGES));
      at = found.next;
    }
  }
  return { bytes, little, big, directories };
}

class Reader {
  private readonly bytes: Buffer;
  private readonly little: boolean;
  private readonly big: boolean;
  private left = MOST_IN_FILE;

  constructor(bytes: Buffer, little: boolean, big: boolean) {
    this.bytes = bytes;
    this.little = little;
    this.big = big;
  }

  /** True once there were more numbers than are looked at. */
  get isSpent(): boolean {
    return this.left < 0;
  }

  /** An offset: four bytes, of a big file eight. */
  place(at: number): number {
    return this.big ? this.number(at, 8) : this.number(at, 4);
  }

  directory(at: number): { readonly directory: TiffDirectory; readonly next: number } | null {
    const count = this.number(at, this.big ? 8 : 2);
    const first = at + (this.big ? 8 : 2);
    const size = this.big ? 20 : 12;
    if (count === 0 || first + count * size > this.bytes.length) return null;
    const values = new Map<number, readonly number[]>();
    const places = new Map<number, readonly [number, number]>();
    for (let i = 0; i < count; i++) {
      const tag = this.number(first + i * size, 2);
      if (KNOWN.has(tag)) this.field(tag, first + i * size, values, places);
    }
    return { directory: { at, values, places }, next: this.place(first + count * size) };
  }

  private field(
    tag: number,
    entry: number,
    values: Map<number, readonly number[]>,
    places: Map<number, readonly [number, number]>,
  ): void {
    const size = SIZES[this.number(entry + 2, 2)] ?? 0;
    const count = this.big ? this.number(entry + 4, 8) : this.number(entry + 4, 4);
    if (size === 0 || count * size > this.bytes.length) return;
    const own = entry + (this.big ? 12 : 8);
    const start = count * size <= (this.big ? 8 : 4) ? own : this.place(own);
    places.set(tag, [start, start + count * size]);
    const length = Math.min(count, MOST_VALUES);
    this.left -= length;
    if (this.isSpent) return;
    values.set(
      tag,
      Array.from({ length }, (_, i) => this.number(start + i * size, size)),
    );
  }

  private number(at: number, size: number): number {
    if (at < 0 || at + size > this.bytes.length) return 0;
    if (size === 1) return this.bytes[at] ?? 0;
    if (size === 2) return this.little ? this.bytes.readUInt16LE(at) : this.bytes.readUInt16BE(at);
    if (size === 4) return this.little ? this.bytes.readUInt32LE(at) : this.bytes.readUInt32BE(at);
    const value = this.little ? this.bytes.readBigUInt64LE(at) : this.bytes.readBigUInt64BE(at);
    return value > BigInt(Number.MAX_SAFE_INTEGER) ? 0 : Number(value);
  }
}
