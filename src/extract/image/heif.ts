/** HEIC pictures, as telephones take them, made readable for OCR by libheif compiled to WebAssembly. */
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import type { Dimensions } from './dimensions.ts';
import { toGrey } from './grey.ts';
import type { Picture } from './ocr.ts';

interface HeifImage {
  get_width(): number;
  get_height(): number;
  /** @param target where the pixels go (RGBA), turned as the file says */
  display(target: HeifPixels, done: (result: HeifPixels | null) => void): void;
  free(): void;
}
interface HeifPixels {
  readonly data: Uint8ClampedArray;
  readonly width: number;
  readonly height: number;
}
interface HeifDecoder {
  /** frees what it read before, but for pictures that were not */
  decode(bytes: Uint8Array): readonly HeifImage[];
}
interface Libheif {
  readonly HeifDecoder: new () => HeifDecoder;
}
type Factory = (options: object) => Libheif | Promise<Libheif>;

const isFactory = (value: unknown): value is Factory => typeof value === 'function';
const isLibheif = (value: unknown): value is Libheif =>
  typeof value === 'object' && value !== null && 'HeifDecoder' in value;

let loaded: Promise<HeifDecoder> | null = null;

async function load(): Promise<HeifDecoder> {
  const require = createRequire(import.meta.url);
  const factory: unknown = require('libheif-js/libheif-wasm/libheif.js');
  if (!isFactory(factory)) throw new TypeError('libheif-js exports no function');
  const wasmBinary = readFileSync(require.resolve('libheif-js/libheif-wasm/libheif.wasm'));
  const lib: unknown = await factory({ wasmBinary, print: () => undefined, printErr: () => undefined });
  if (!isLibheif(lib)) throw new TypeError('libheif-js has no decoder');
  return new lib.HeifDecoder();
}

/** Brands of files whose pictures are coded with HEVC or AV1 (ISO/IEC 23008-12 §10). */
const BRANDS = /^(?:hei[cmsx]|hev[cmsx]|heif|mif1|msf1|avif|avis)$/u;

/** @returns whether the file says that it is a HEIF picture */
export function isHeif(bytes: Buffer): boolean {
  return bytes.toString('latin1', 4, 8) === 'ftyp' && BRANDS.test(bytes.toString('latin1', 8, 12));
}

/** Holds a film, of which only what stands beside it is read (ISO/IEC 23008-12 §7). */
export function hasMovingPictures(bytes: Buffer): boolean {
  for (let at = 0, boxes = 0; at + 8 <= bytes.length && boxes < 1000; boxes++) {
    if (bytes.toString('latin1', at + 4, at + 8) === 'moov') return true;
    const size = bytes.readUInt32BE(at);
    if (size === 1 && at + 16 <= bytes.length) at += Number(bytes.readBigUInt64BE(at + 8));
    else if (size >= 8) at += size;
    else return false;
  }
  return false;
}

/** @returns how large the pictures of a file are that are shown for themselves, in its order; none when it cannot be read */
export async function heifPictures(bytes: Buffer): Promise<readonly Dimensions[]> {
  const sizes = await withPictures(bytes, (images) =>
    images.map((image) => ({ width: image.get_width(), height: image.get_height() })),
  );
  return sizes ?? [];
}

/**
 * @param maxPixels a larger picture is not decoded
 * @param which of the pictures of the file
 * @returns it in shades of grey, upright; null when it cannot be decoded or is too large
 */
export function decodeHeif(bytes: Buffer, maxPixels: number, which = 0): Promise<Picture | null> {
  return withPictures(bytes, async (images) => {
    const image = images[which];
    if (image === undefined) return null;
    const [width, height] = [image.get_width(), image.get_height()];
    if (width * height > maxPixels) return null;
    const target = { data: new Uint8ClampedArray(width * height * 4), width, height };
    const pixels = await new Promise<HeifPixels | null>((resolve) => image.display(target, resolve));
    return pixels === null ? null : { bytes: toGrey(pixels), orientation: 1 };
  });
}

async function withPictures<T>(
  bytes: Buffer,
  use: (images: readonly HeifImage[]) => T | Promise<T>,
): Promise<T | null> {
  try {
    loaded ??= load();
    const images = (await loaded).decode(bytes);
    const result = await use(images);
    for (const image of images) image.free();
    return result;
  } catch (error) {
    // it has run out of memory or stopped itself: nothing of it can be used again
    loaded = null;
    if (error instanceof Error || typeof error === 'string' || typeof error === 'number') return null;
    throw error;
  }
}
