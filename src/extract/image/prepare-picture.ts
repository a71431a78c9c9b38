/** Makes a picture ready for OCR where it is not: upright, in a format every engine reads. */
import { createRequire } from 'node:module';
import type { Dimensions } from './dimensions.ts';

/** What the canvas decodes; it must not see anything else (a TIFF ends the whole process). */
const DRAWABLE = /^(?:\x89PNG|\xff\xd8\xff|GIF8|RIFF|BM)/u;

interface Canvas {
  getContext(kind: '2d'): {
    fillStyle: unknown;
    fillRect(x: number, y: number, w: number, h: number): void;
    transform(a: number, b: number, c: number, d: number, e: number, f: number): void;
    drawImage(image: unknown, x: number, y: number, w: number, h: number): void;
  };
  toBuffer(type: 'image/png'): Buffer;
}
interface CanvasModule {
  createCanvas(width: number, height: number): Canvas;
  loadImage(bytes: Buffer): Promise<unknown>;
}

function isCanvasModule(value: unknown): value is CanvasModule {
  return typeof value === 'object' && value !== null && 'createCanvas' in value && 'loadImage' in value;
}

/** pdfjs-dist and pdf-parse bring it; without it (or without leave to load addons) pictures go to OCR as they are. */
function canvasModule(): CanvasModule | null {
  try {
    const loaded: unknown = createRequire(import.meta.url)('@napi-rs/canvas');
    return isCanvasModule(loaded) ? loaded : null;
  } catch (error) {
    if (error instanceof Error) return null;
    throw error;
  }
}

/**
 * @param size from its header, null when unknown
 * @param orientation Exif orientation, 1–8
 * @returns PNG, or the picture itself when nothing needs doing or can be done
 */
export async function preparePicture(
  bytes: Buffer,
  size: Dimensions | null,
  orientation: number,
): Promise<Buffer | null> {
  const head = bytes.toString('latin1', 0, 4);
  // native tesseract knows no BMP
  if (orientation === 1 && !head.startsWith('BM')) return bytes;
  // an unknown size could be any size
  if (size === null || !DRAWABLE.test(head)) return bytes;
  const canvas = canvasModule();
  if (canvas === null) return bytes;
  try {
    const image = await canvas.loadImage(bytes);
    const { width, height } = size;
    const upright = orientation < 5;
    const sheet = canvas.createCanvas(upright ? width : height, upright ? height : width);
    const context = sheet.getContext('2d');
    context.fillStyle = '#ffffff';
    context.fillRect(0, 0, Math.max(width, height), Math.max(width, height));
    context.transform(...turn(orientation, width, height));
    context.drawImage(image, 0, 0, width, height);
    return sheet.toBuffer('image/png');
  } catch (error) {
    // a picture the canvas refuses: perhaps the engine does not
    if (error instanceof Error) return bytes;
    throw error;
  }
}

/** Exif 2.32 §4.6.4: where row 0 and column 0 lie. */
function turn(orientation: number, w: number, h: number): [number, number, number, number, number, number] {
  switch (orientation) {
    case 2:
      return [-1, 0, 0, 1, w, 0];
    case 3:
      return [-1, 0, 0, -1, w, h];
    case 4:
      return [1, 0, 0, -1, 0, h];
    case 5:
      return [0, 1, 1, 0, 0, 0];
    case 6:
      return [0, 1, -1, 0, h, 0];
    case 7:
      return [0, -1, -1, 0, h, w];
    case 8:
      return [0, -1, 1, 0, 0, w];
    default:
      return [1, 0, 0, 1, 0, 0];
  }
}
