/**
 * Pictures whose end is missing, as transfers that break off leave them. Programs show what there is of them; the engine of character
 * recognition takes no part for the whole. In: the bytes. Out: a picture that the engine can decode, blank where nothing came.
 */
import { constants, deflateSync, inflateSync } from 'node:zlib';
import { dimensionsOf } from './dimensions.ts';
import { drawTold } from './drawn.ts';
import { GifCanvas, gifFrames } from './gif-frames.ts';
import type { Picture } from './ocr.ts';
import { chunksOf, isPng, pngOf } from './png-chunks.ts';
import { jpegAsPdf } from './tiff-pdf.ts';

/** Bytes of pixels that are put back into a PNG: those of a colour page at 300 dpi. */
const MOST_PIXEL_BYTES = 40_000_000;

/** @returns null for what is no JPEG, PNG or GIF, or has nothing to show */
export async function cutPicture(bytes: Buffer, orientation: number): Promise<Picture | null> {
  if (isPng(bytes)) {
    const whole = wholePng(bytes);
    return whole === null ? null : { bytes: whole, orientation };
  }
  if (bytes.toString('latin1', 0, 4) === 'GIF8') return cutGif(bytes);
  const size = bytes[0] === 0xff && bytes[1] === 0xd8 ? dimensionsOf(bytes) : null;
  if (size === null || size.width === 0 || size.height === 0) return null;
  return drawTold(jpegAsPdf(bytes, size.width, size.height, componentsOf(bytes)), orientation);
}

function cutGif(bytes: Buffer): Picture | null {
  const size = dimensionsOf(bytes);
  const [frame] = gifFrames(bytes, 1);
  if (size === null || frame === undefined || frame.width * frame.height > MOST_PIXEL_BYTES) return null;
  const canvas = new GifCanvas(bytes);
  canvas.draw(frame);
  return { bytes: canvas.toPicture(), orientation: 1 };
}

/** ITU-T T.81 §B.2.2: how many components the frame has. */
function componentsOf(b: Buffer): number {
  for (let at = 2; at + 10 <= b.length && b[at] === 0xff; at += 2 + b.readUInt16BE(at + 2)) {
    const marker = b[at + 1] ?? 0;
    if (marker >= 0xc0 && marker <= 0xcf && ![0xc4, 0xc8, 0xcc].includes(marker)) return b[at + 9] ?? 3;
  }
  return 3;
}

/** PNG §11.2.1: kinds of colour, and the samples that each has. */
const PALETTE = 3;
const CHANNELS: Readonly<Record<number, number>> = { 0: 1, 2: 3, 3: 1, 4: 2, 6: 4 };

/** A PNG with the rows that came, and white ones, stored as they are, in place of the others; with a palette ones of its first colour. */
function wholePng(bytes: Buffer): Buffer | null {
  const chunks = chunksOf(bytes);
  const head = chunks.find(({ kind }) => kind === 'IHDR')?.data;
  const data = Buffer.concat(chunks.filter(({ kind }) => kind === 'IDAT').map((chunk) => chunk.data));
  if (head?.length !== 13 || data.length === 0 || head[12] !== 0) return null;
  const bits = (head[8] ?? 8) * (CHANNELS[head[9] ?? 0] ?? 4);
  const rowBytes = 1 + Math.ceil((head.readUInt32BE(0) * bits) / 8);
  const size = rowBytes * head.readUInt32BE(4);
  if (size > MOST_PIXEL_BYTES) return null;
  const pixels = Buffer.alloc(size, head[9] === PALETTE ? 0 : 0xff);
  for (let row = 0; row < size; row += rowBytes) pixels[row] = 0;
  try {
    inflateSync(data, { finishFlush: constants.Z_SYNC_FLUSH, maxOutputLength: size + 65_536 }).copy(pixels);
  } catch (error) {
    if (error instanceof Error) return null;
    throw error;
  }
  const beside = chunks.filter(({ kind }) => kind === 'PLTE' || kind === 'tRNS');
  const image = { kind: 'IDAT', data: deflateSync(pixels, { level: 1 }) };
  return pngOf([{ kind: 'IHDR', data: head }, ...beside, image]);
}
