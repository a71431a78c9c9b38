/**
 * A page of a TIFF as a PDF of one page, its strips and tiles as they are: PDF knows the same compressions (ISO 32000-1 7.4), so
 * that PDFium decodes and joins them. In: a directory. Out: a PDF in which a pixel is a point; null for what PDF has no
 * words for (other compressions, floating point, colours with a subsampling of their own). Pure and total.
 */
import { TAG, valueOf } from './tiff-directory.ts';
import type { TiffDirectory, TiffFile } from './tiff-directory.ts';

const NONE = 1;
const FAX_LINES = 2;
const FAX_3 = 3;
const FAX_4 = 4;
const LZW = 5;
const OLD_JPEG = 6;
const JPEG = 7;
const PACKED = 32_773;
const JPEG_2000 = [34_712, 33_003, 33_005];
const DEFLATE = [8, 32_946];

/** Strips or tiles of a page; a scan has one to some hundred. */
const MOST_PIECES = 20_000;
/** Bytes of all of them, by those of the file: they lie apart, but for the tables that each one of JPEG gets before it. */
const MOST_TIMES = 2;
const TABLES_ALLOWED = 32 * 1024 * 1024;

/** One strip or tile: its place from the upper left corner, and its bytes as stored. */
interface Tile extends Rectangle {
  /** number of the plane when samples are stored apart, else 0 */
  readonly plane: number;
  readonly data: Buffer;
}

interface Layout {
  readonly width: number;
  readonly height: number;
  readonly bits: number;
  /** samples that a strip or tile holds */
  readonly samples: number;
  readonly planes: number;
  readonly compression: number;
  readonly photometric: number;
}

/** A picture told as a PDF. */
export interface ToldAsPdf {
  readonly pdf: Buffer;
  /** of the picture, in pixels */
  readonly width: number;
  /** where its strips and tiles lie, in pixels from the upper left corner */
  readonly pieces: readonly Rectangle[];
}
export interface Rectangle {
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
}

/** Shade of the page below the pieces: where it shows, a piece was not drawn. */
export const BARE = 123;

/** @returns null when the page cannot be told as a PDF */
export function tiffAsPdf(file: TiffFile, directory: TiffDirectory): ToldAsPdf | null {
  const layout = layoutOf(directory);
  const picture = layout === null ? null : dictionaryOf(file, directory, layout);
  if (layout === null || picture === null) return null;
  const tiles = tilesOf(file, directory, layout);
  if (tiles.length === 0 || tiles.length > MOST_PIECES) return null;
  return { pdf: document(layout, picture, tiles), width: layout.width, pieces: tiles };
}

/** A whole JPEG 2000 as a PDF. @param width in pixels */
export function jpeg2000AsPdf(data: Buffer, width: number, height: number): ToldAsPdf {
  const whole: Tile = { x: 0, y: 0, width, height, plane: 0, data };
  const layout: Layout = { width, height, bits: 8, samples: 3, planes: 1, compression: 34_712, photometric: 2 };
  const kind: PictureKind = { colours: '', filter: () => ' /Filter /JPXDecode' };
  return { pdf: document(layout, kind, [whole]), width, pieces: [whole] };
}

/** A whole JPEG as a PDF. @param width in pixels @param components 1 for shades of grey, 4 for inks, otherwise 3 */
export function jpegAsPdf(data: Buffer, width: number, height: number, components: number): ToldAsPdf {
  const whole: Tile = { x: 0, y: 0, width, height, plane: 0, data };
  const layout: Layout = { width, height, bits: 8, samples: 3, planes: 1, compression: JPEG, photometric: 2 };
  const space = components === 1 ? 'DeviceGray' : components === 4 ? 'DeviceCMYK' : 'DeviceRGB';
  const kind: PictureKind = {
    colours: `/BitsPerComponent 8 /ColorSpace /${space}`,
    filter: () => ' /Filter /DCTDecode',
  };
  return { pdf: document(layout, kind, [whole]), width, pieces: [whole] };
}

function layoutOf(directory: TiffDirectory): Layout | null {
  const one = (tag: number, otherwise: number): number => valueOf(directory, tag, otherwise);
  const samples = one(TAG.samples, 1);
  const planes = one(TAG.planar, 1) === 2 ? samples : 1;
  const [width, height, bits] = [one(TAG.width, 0), one(TAG.height, 0), one(TAG.bits, 1)];
  const known = [1, 2, 4, 8, 16].includes(bits) && samples >= 1 && samples <= 8 && one(TAG.sampleFormat, 1) === 1;
  if (!known || width === 0 || height === 0) return null;
  const [compression, photometric] = [one(TAG.compression, NONE), one(TAG.photometric, 0)];
  return { width, height, bits, samples: samples / planes, planes, compression, photometric };
}

/** How the pieces of a page are described, all but their size; a function of the size for the parameters of their filter. */
interface PictureKind {
  readonly colours: string;
  readonly filter: (width: number, height: number) => string;
}

function dictionaryOf(file: TiffFile, directory: TiffDirectory, layout: Layout): PictureKind | null {
  const { bits, compression } = layout;
  const filter = filterOf(directory, layout);
  const isPacked = compression === LZW || DEFLATE.includes(compression);
  // samples of 16 bits stand with the high byte first in PDF: turned round where they are not packed
  if (filter === null || (bits === 16 && file.little && isPacked)) return null;
  const isJpeg = compression === JPEG || compression === OLD_JPEG;
  if (isJpeg || JPEG_2000.includes(compression)) return { colours: jpegColours(layout), filter };
  const colours = coloursOf(directory, layout);
  return colours === null ? null : { colours, filter };
}

function filterOf(directory: TiffDirectory, layout: Layout): PictureKind['filter'] | null {
  const { compression, samples, bits } = layout;
  const differences = (width: number): string =>
    valueOf(directory, TAG.predictor, 1) === 2
      ? ` /DecodeParms << /Predictor 2 /Colors ${samples} /BitsPerComponent ${bits} /Columns ${width} >>`
      : '';
  const fax = (kind: number, more: string) => (width: number, height: number) =>
    ` /Filter /CCITTFaxDecode /DecodeParms << /K ${kind} /Columns ${width} /Rows ${height} /EndOfBlock false${more} >>`;
  if (compression === NONE) return () => '';
  if (compression === PACKED) return () => ' /Filter /RunLengthDecode';
  if (compression === LZW) return (width) => ` /Filter /LZWDecode${differences(width)}`;
  if (DEFLATE.includes(compression)) return (width) => ` /Filter /FlateDecode${differences(width)}`;
  if (compression === JPEG || compression === OLD_JPEG) {
    const transform = layout.photometric === 2 ? ' /DecodeParms << /ColorTransform 0 >>' : '';
    return () => ` /Filter /DCTDecode${transform}`;
  }
  if (JPEG_2000.includes(compression)) return () => ' /Filter /JPXDecode';
  if (compression === FAX_4) return fax(-1, '');
  if (compression === FAX_3) return fax(valueOf(directory, TAG.faxOptions, 0) & 1, ' /EndOfLine true');
  return compression === FAX_LINES ? fax(0, ' /EncodedByteAlign true') : null;
}

const SPACES: Readonly<Record<number, string>> = { 1: '/DeviceGray', 3: '/DeviceRGB', 4: '/DeviceCMYK' };

const jpegColours = ({ samples }: Layout): string =>
  `/ColorSpace ${SPACES[samples] ?? '/DeviceGray'} /BitsPerComponent 8`;

/** Colour components that a way to tell colours has; shades of grey in two directions, red green blue, a palette, inks. */
const COMPONENTS: Readonly<Record<number, number>> = { 0: 1, 1: 1, 2: 3, 3: 1, 4: 1, 5: 4 };

function coloursOf(directory: TiffDirectory, layout: Layout): string | null {
  const { photometric, samples, bits, planes } = layout;
  const components = COMPONENTS[photometric];
  if (components === undefined || (planes === 1 && samples < components)) return null;
  const depth = ` /BitsPerComponent ${bits}`;
  // a plane by itself is a picture in shades of grey; inks are dark where there is much of them
  if (planes > 1) return `/ColorSpace /DeviceGray${photometric === 5 ? ' /Decode [1 0]' : ''}${depth}`;
  if (photometric === 3) return samples === 1 && bits <= 8 ? `${palette(directory, bits)}${depth}` : null;
  if (samples > components) return `${withoutExtra(samples, components)}${depth}`;
  return `/ColorSpace ${SPACES[components] ?? '/DeviceGray'}${photometric === 0 && !isFax(layout) ? ' /Decode [1 0]' : ''}${
    photometric === 1 && isFax(layout) ? ' /Decode [1 0]' : ''
  }${depth}`;
}

/** The decoder of faxes gives 0 for black. */
const isFax = ({ compression }: Layout): boolean => [FAX_LINES, FAX_3, FAX_4].includes(compression);

/** Opacity is left out, so that nothing can be transparent to us that is not to others. */
function withoutExtra(samples: number, components: number): string {
  const names = Array.from({ length: samples }, (_, i) => `/C${i}`).join(' ');
  return `/ColorSpace [/DeviceN [${names}] ${SPACES[components] ?? '/DeviceGray'} 5 0 R]`;
}

function palette(directory: TiffDirectory, bits: number): string {
  const map = directory.values.get(TAG.colourMap) ?? [];
  const size = 2 ** bits;
  // TIFF 6.0 section 5: all reds, then all greens, then all blues, of 16 bits
  const isSmall = map.every((value) => value < 256);
  const channel = (at: number): string =>
    Math.min(255, isSmall ? (map[at] ?? 0) : (map[at] ?? 0) >>> 8)
      .toString(16)
      .padStart(2, '0');
  const colours = Array.from({ length: size }, (_, i) => channel(i) + channel(size + i) + channel(2 * size + i));
  return `/ColorSpace [/Indexed /DeviceRGB ${size - 1} <${colours.join('')}>]`;
}

function tilesOf(file: TiffFile, directory: TiffDirectory, layout: Layout): readonly Tile[] {
  const isTiled = directory.values.has(TAG.tileWidth);
  const width = isTiled ? valueOf(directory, TAG.tileWidth, 0) : layout.width;
  const rows = isTiled ? valueOf(directory, TAG.tileHeight, 0) : valueOf(directory, TAG.rowsPerStrip, layout.height);
  const height = Math.min(rows, isTiled ? rows : layout.height);
  if (width === 0 || height === 0) return [];
  if (layout.compression === OLD_JPEG) return oldJpeg(file, directory, layout);
  const offsets = directory.values.get(isTiled ? TAG.tileOffsets : TAG.stripOffsets) ?? [];
  const sizes = directory.values.get(isTiled ? TAG.tileSizes : TAG.stripSizes) ?? [];
  const across = Math.ceil(layout.width / width);
  const perPlane = across * Math.ceil(layout.height / height);
  const [from, to] = layout.compression === JPEG ? (directory.places.get(TAG.jpegTables) ?? [0, 0]) : [0, 0];
  const stored = offsets.reduce((sum, _, i) => sum + Math.min(sizes[i] ?? 0, file.bytes.length) + to - from, 0);
  if (stored > file.bytes.length * MOST_TIMES + TABLES_ALLOWED) return [];
  return offsets.slice(0, MOST_PIECES + 1).map((start, i) => {
    const [plane, at] = [Math.floor(i / perPlane), i % perPlane];
    const [x, y] = [(at % across) * width, Math.floor(at / across) * height];
    const stored = file.bytes.subarray(start, start + (sizes[i] ?? 0));
    const own = isTiled ? height : Math.min(height, layout.height - y);
    return { x, y, width, height: own, plane, data: readable(file, directory, layout, stored) };
  });
}

/** TIFF 6.0 section 22, which nearly every program wrote as one whole JPEG beside the strips. */
function oldJpeg(file: TiffFile, directory: TiffDirectory, layout: Layout): readonly Tile[] {
  const start = valueOf(directory, TAG.oldJpeg, valueOf(directory, TAG.stripOffsets, 0));
  const size = valueOf(directory, TAG.oldJpegSize, valueOf(directory, TAG.stripSizes, 0));
  const data = file.bytes.subarray(start, start + size);
  const { width, height } = layout;
  return data.length > 4 && data.readUInt16BE(0) === 0xffd8 ? [{ x: 0, y: 0, width, height, plane: 0, data }] : [];
}

const TURNED = Uint8Array.from({ length: 256 }, (_, byte) =>
  Number.parseInt(byte.toString(2).padStart(8, '0').split('').reverse().join(''), 2),
);

/** Bytes of a piece as PDF wants them. */
function readable(file: TiffFile, directory: TiffDirectory, layout: Layout, stored: Buffer): Buffer {
  const { compression, bits } = layout;
  if (compression === JPEG) {
    const [start, end] = directory.places.get(TAG.jpegTables) ?? [0, 0];
    // the tables that all pieces share stand apart, as a JPEG without a picture
    return end - start > 4 ? Buffer.concat([file.bytes.subarray(start, end - 2), stored.subarray(2)]) : stored;
  }
  if (bits === 16 && file.little && compression === NONE)
    return Buffer.from(stored.subarray(0, stored.length & ~1)).swap16();
  if (valueOf(directory, TAG.fillOrder, 1) === 2) return Buffer.from(stored.map((byte) => TURNED[byte] ?? 0));
  return compression === PACKED ? Buffer.concat([stored, Buffer.from([128])]) : stored;
}

/** The PDF: catalogue, tree, page, content, the function that leaves opacity out, then the pieces. */
function document(layout: Layout, picture: PictureKind, tiles: readonly Tile[]): Buffer {
  const { width, height, planes, samples, photometric } = layout;
  const components = COMPONENTS[photometric] ?? 1;
  const drop = `{${' pop'.repeat(Math.max(0, samples - components))} }`;
  const range = (count: number): string => Array.from({ length: count }, () => '0 1').join(' ');
  // each plane is laid over the ones before with its share, so that all weigh the same
  const shares = Array.from({ length: planes }, (_, i) => `/G${i} << /ca ${(1 / (i + 1)).toFixed(4)} >>`).join(' ');
  const names = tiles.map((_, i) => `/T${i} ${i + 6} 0 R`).join(' ');
  const below = `${BARE / 255} g 0 0 ${width} ${height} re f\n`;
  const content = tiles
    .map(
      ({ x, y, width: w, height: h, plane }, i) =>
        `q /G${Math.min(plane, planes - 1)} gs ${w} 0 0 ${h} ${x} ${height - y - h} cm /T${i} Do Q`,
    )
    .join('\n');
  return writePdf([
    Buffer.from('<< /Type /Catalog /Pages 2 0 R >>'),
    Buffer.from('<< /Type /Pages /Count 1 /Kids [3 0 R] >>'),
    Buffer.from(
      `<< /Type /Page /Parent 2 0 R /MediaBox [0 0 ${width} ${height}] /Contents 4 0 R /Resources << /XObject << ${names} >> /ExtGState << ${shares} >> >> >>`,
    ),
    streamOf('', Buffer.from(below + content)),
    streamOf(`/FunctionType 4 /Domain [${range(samples)}] /Range [${range(components)}]`, Buffer.from(drop)),
    ...tiles.map(({ width: w, height: h, data }) =>
      streamOf(
        `/Type /XObject /Subtype /Image /Width ${w} /Height ${h} ${picture.colours}${picture.filter(w, h)}`,
        data,
      ),
    ),
  ]);
}

const streamOf = (entries: string, data: Buffer): Buffer =>
  Buffer.concat([Buffer.from(`<< ${entries} /Length ${data.length} >>\nstream\n`), data, Buffer.from('\nendstream')]);

function writePdf(objects: readonly Buffer[]): Buffer {
  const chunks: Buffer[] = [Buffer.from('%PDF-1.7\n')];
  let size = chunks[0]?.length ?? 0;
  const push = (chunk: Buffer): void => {
    chunks.push(chunk);
    size += chunk.length;
  };
  const rows = objects.map((object, i) => {
    const row = `${String(size).padStart(10, '0')} 00000 n \n`;
    push(Buffer.concat([Buffer.from(`${i + 1} 0 obj\n`), object, Buffer.from('\nendobj\n')]));
    return row;
  });
  const start = size;
  const count = objects.length + 1;
  push(Buffer.from(`xref\n0 ${count}\n0000000000 65535 f \n${rows.join('')}`));
  push(Buffer.from(`trailer\n<< /Size ${count} /Root 1 0 R >>\nstartxref\n${start}\n%%EOF\n`));
  return Buffer.concat(chunks);
}
