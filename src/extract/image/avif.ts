/**
 * AVIF pictures made readable for OCR by libavif and libaom compiled to WebAssembly. The decoder knows the first picture of a file and the
 * first frame of its film; others are asked for by a copy of the file that says which one comes first.
 */
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { pathToFileURL } from 'node:url';
import { withLessMemory } from '../bounded-wasm.ts';
import type { Dimensions } from './dimensions.ts';
import { toGrey, type Pixels } from './grey.ts';
import { isAv1, readHeif, shownItems, type HeifFile, type HeifItem } from './heif-boxes.ts';
import type { Picture } from './ocr.ts';

interface Decoder {
  /** @returns null for what it cannot decode */
  decode(bytes: Uint8Array, depth: 8): Pixels | null;
}
type Factory = (options: object) => Promise<unknown>;

/** Memory that the decoder may have, whatever a file claims: a photograph of 12 million pixels takes 280 MB. */
const MOST_MEMORY = 400 * 1024 * 1024;
/** Above this it is given back after each picture. */
const MOST_KEPT = 64 * 1024 * 1024;

const isFactory = (value: unknown): value is Factory => typeof value === 'function';
const isDecoder = (value: unknown): value is Decoder =>
  typeof value === 'object' && value !== null && 'decode' in value && typeof value.decode === 'function';
const memoryOf = (decoder: Decoder): number =>
  'HEAPU8' in decoder && decoder.HEAPU8 instanceof Uint8Array ? decoder.HEAPU8.length : Infinity;

let loaded: Promise<Decoder> | null = null;

async function load(): Promise<Decoder> {
  const require = createRequire(import.meta.url);
  const folder = '@jsquash/avif/codec/dec/';
  const module: unknown = await import(pathToFileURL(require.resolve(`${folder}avif_dec.js`)).href);
  const factory = typeof module === 'object' && module !== null && 'default' in module ? module.default : null;
  if (!isFactory(factory)) throw new TypeError('@jsquash/avif exports no function');
  const wasmBinary = withLessMemory(readFileSync(require.resolve(`${folder}avif_dec.wasm`)), MOST_MEMORY);
  const decoder = await factory({ wasmBinary, print: () => undefined, printErr: () => undefined });
  if (!isDecoder(decoder)) throw new TypeError('@jsquash/avif has no decoder');
  return decoder;
}

/** A picture of a file that is coded with AV1. */
export interface AvifPicture {
  /** as its header says; null when it does not, as of a film */
  readonly size: Dimensions | null;
  /** which one; null for the first frame of the film */
  readonly item: HeifItem | null;
  /** Exif orientation that does to it what the file says */
  readonly orientation: number;
}

/** Pictures of a file that are shown for themselves, in order, the first frame of a film last. */
export function avifPictures(bytes: Buffer): readonly AvifPicture[] {
  const file = readHeif(bytes);
  const pictures: AvifPicture[] = shownItems(file)
    .filter((item) => isAv1(file, item))
    .map((item) => ({ item, size: sizeOf(bytes, item), orientation: orientationOf(bytes, item) }));
  if (file.hasFilm && isFilmOfAv1(bytes)) pictures.push({ item: null, size: null, orientation: 1 });
  return pictures;
}

/** Whether there are pictures that are coded otherwise, or none that is understood. */
export function hasOthers(bytes: Buffer): boolean {
  const file = readHeif(bytes);
  const shown = shownItems(file);
  return shown.length === 0 ? !isFilmOfAv1(bytes) : shown.some((item) => !isAv1(file, item));
}

/** The entry that describes the samples of a track (ISO/IEC 14496-12 §8.5.2). */
const isFilmOfAv1 = (bytes: Buffer): boolean => {
  const at = bytes.indexOf('stsd', 0, 'latin1');
  return at >= 0 && bytes.toString('latin1', at + 16, at + 20) === 'av01';
};

function sizeOf(bytes: Buffer, { properties }: HeifItem): Dimensions | null {
  const box = properties.find(({ kind, start, end }) => kind === 'ispe' && end - start >= 12);
  return box === undefined ? null : { width: bytes.readUInt32BE(box.start + 4), height: bytes.readUInt32BE(box.start + 8) }; // prettier-ignore
}

/** By quarters of a turn against the clock: as it is, mirrored upside down, mirrored left to right. */
const ORIENTATIONS = [
  [1, 4, 2],
  [8, 5, 7],
  [3, 2, 4],
  [6, 7, 5],
] as const;

/** 'irot' and 'imir' (ISO/IEC 23008-12 §6.5.10, §6.5.12). Turning comes first. */
function orientationOf(bytes: Buffer, { properties }: HeifItem): number {
  const valueOf = (wanted: string): number | null => {
    const box = properties.find(({ kind, start, end }) => kind === wanted && end > start);
    return box === undefined ? null : (bytes[box.start] ?? 0);
  };
  const mirror = valueOf('imir');
  return ORIENTATIONS[(valueOf('irot') ?? 0) & 3]?.[mirror === null ? 0 : (mirror & 1) + 1] ?? 1;
}

/** The file so that the decoder takes one picture for the first. */
function shownFirst(bytes: Buffer, { primary }: HeifFile, item: HeifItem | null): Buffer {
  const copy = Buffer.from(bytes);
  copy.write(item === null ? 'avis' : 'avif', 8, 'latin1');
  if (item !== null && primary !== null) copy.writeUIntBE(item.id, primary.at, primary.size);
  return copy;
}

/**
 * @param maxPixels a larger picture is not given
 * @returns it in shades of grey; null when it cannot be decoded or is too large
 */
export async function decodeAvif(bytes: Buffer, picture: AvifPicture, maxPixels: number): Promise<Picture | null> {
  try {
    loaded ??= load();
    const decoder = await loaded;
    const pixels = decoder.decode(shownFirst(bytes, readHeif(bytes), picture.item), 8);
    // its memory never shrinks
    if (memoryOf(decoder) > MOST_KEPT) loaded = null;
    if (pixels === null || pixels.width * pixels.height > maxPixels) return null;
    return { bytes: toGrey(pixels), orientation: picture.orientation };
  } catch (error) {
    // it has run out of memory or stopped itself: nothing of it can be used again
    loaded = null;
    if (error instanceof Error || typeof error === 'string' || typeof error === 'number') return null;
    throw error;
  }
}
