/** HEIC pictures, as telephones take them, made readable for OCR by libheif compiled to WebAssembly. */
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
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
interface Libheif {
  readonly HeifDecoder: new () => { decode(bytes: Uint8Array): readonly HeifImage[] };
}
type Factory = (options: object) => Libheif | Promise<Libheif>;

const isFactory = (value: unknown): value is Factory => typeof value === 'function';
const isLibheif = (value: unknown): value is Libheif =>
  typeof value === 'object' && value !== null && 'HeifDecoder' in value;

let loaded: Promise<Libheif> | null = null;

async function load(): Promise<Libheif> {
  const require = createRequire(import.meta.url);
  const factory: unknown = require('libheif-js/libheif-wasm/libheif.js');
  if (!isFactory(factory)) throw new TypeError('libheif-js exports no function');
  const wasmBinary = readFileSync(require.resolve('libheif-js/libheif-wasm/libheif.wasm'));
  const lib: unknown = await factory({ wasmBinary, print: () => undefined, printErr: () => undefined });
  if (!isLibheif(lib)) throw new TypeError('libheif-js has no decoder');
  return lib;
}

/** Brands of files whose pictures are coded with HEVC or AV1 (ISO/IEC 23008-12 §10). */
const BRANDS = /^(?:hei[cmsx]|hev[cmsx]|heif|mif1|msf1|avif|avis)$/u;

/** @returns whether the file says that it is a HEIF picture */
export function isHeif(bytes: Buffer): boolean {
  return bytes.toString('latin1', 4, 8) === 'ftyp' && BRANDS.test(bytes.toString('latin1', 8, 12));
}

/**
 * @param maxPixels a larger picture is not decoded
 * @returns the first picture in shades of grey, upright; null when it cannot be decoded or is too large
 */
export async function decodeHeif(bytes: Buffer, maxPixels: number): Promise<Picture | null> {
  try {
    loaded ??= load();
    const { HeifDecoder } = await loaded;
    const [image] = new HeifDecoder().decode(bytes);
    if (image === undefined) return null;
    const [width, height] = [image.get_width(), image.get_height()];
    if (width * height > maxPixels) return null;
    const target = { data: new Uint8ClampedArray(width * height * 4), width, height };
    const pixels = await new Promise<HeifPixels | null>((resolve) => image.display(target, resolve));
    image.free();
    return pixels === null ? null : { bytes: toGrey(pixels), orientation: 1 };
  } catch (error) {
    // it has run out of memory or stopped itself: nothing of it can be used again
    loaded = null;
    if (error instanceof Error || typeof error === 'string' || typeof error === 'number') return null;
    throw error;
  }
}

/** A portable grey map ("P5"). */
function toGrey({ data, width, height }: HeifPixels): Buffer {
  const head = Buffer.from(`P5\n${width} ${height}\n255\n`, 'latin1');
  const picture = Buffer.alloc(head.length + width * height);
  head.copy(picture);
  for (let i = 0, at = head.length; at < picture.length; i += 4, at++) {
    picture[at] = ((data[i] ?? 0) * 77 + (data[i + 1] ?? 0) * 150 + (data[i + 2] ?? 0) * 29) >> 8;
  }
  return picture;
}
