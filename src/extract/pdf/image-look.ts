/** What decoded image data of pdf.js look like as a whole: is it a patch that hides what lies below? */
import type { PDFPageProxy } from 'pdfjs-dist';

/** pdf.js' ImageKind */
const GRAY_1BPP = 1;
const RGB_24BPP = 2;
const RGBA_32BPP = 3;
const SAMPLES = 97;

/** The look of an opaque image. */
export interface ImageLook {
  /** '#rrggbb' when it has one colour only */
  readonly color: string | null;
  /** mean brightness between 0 and 1 */
  readonly lightness: number;
}

/** Milliseconds after which an image counts as one that never comes. */
const PATIENCE_MS = 5_000;

/** Waits for images of a page that are still being decoded. @param sources image objects or their names */
export async function imagesDecoded(page: PDFPageProxy, sources: readonly unknown[]): Promise<void> {
  const waiting = sources.flatMap((source) => {
    if (typeof source !== 'string') return [];
    const store = source.startsWith('g_') ? page.commonObjs : page.objs;
    return store.has(source) ? [] : [new Promise((resolve) => void store.get(source, resolve))];
  });
  if (waiting.length === 0) return;
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise((resolve) => (timer = setTimeout(resolve, PATIENCE_MS)));
  await Promise.race([Promise.all(waiting), late]);
  clearTimeout(timer);
}

type Bytes = Uint8Array | Uint8ClampedArray;

/** The object behind a name of the operator list. */
function objectOf(page: PDFPageProxy, source: unknown): unknown {
  if (typeof source !== 'string') return source;
  const store = source.startsWith('g_') ? page.commonObjs : page.objs;
  return store.has(source) ? store.get(source) : null;
}

function dataOf(image: unknown): Bytes | null {
  if (typeof image !== 'object' || image === null || !('data' in image)) return null;
  const { data } = image;
  return (data instanceof Uint8Array || data instanceof Uint8ClampedArray) && data.length > 0 ? data : null;
}

/**
 * @param source image object or its name in the operator list
 * @returns null when it is transparent somewhere or cannot be told
 */
export function imageLook(page: PDFPageProxy, source: unknown): ImageLook | null {
  const image = objectOf(page, source);
  const data = dataOf(image);
  if (data === null || typeof image !== 'object' || image === null || !('kind' in image)) return null;
  const { kind } = image;
  if (kind === GRAY_1BPP) return bitsLook(data);
  const step = kind === RGB_24BPP ? 3 : kind === RGBA_32BPP ? 4 : 0;
  return step === 0 ? null : pixelsLook(data, step);
}

/** One bit a pixel; rows end with padding, so only bytes of one value count as one colour. */
function bitsLook(data: Bytes): ImageLook {
  let ones = 0;
  let same = true;
  const samples = sampled(data.length);
  for (const i of samples) {
    const byte = data[i] ?? 0;
    if (byte !== data[0] && i < data.length - 1) same = false;
    for (let bit = 1; bit < 256; bit <<= 1) if ((byte & bit) !== 0) ones++;
  }
  const lightness = ones / (samples.length * 8);
  const [first] = data;
  return { color: same && first === 0 ? '#000000' : same && first === 255 ? '#ffffff' : null, lightness };
}

function pixelsLook(data: Bytes, step: number): ImageLook | null {
  let sum = 0;
  let same = true;
  const at = (i: number): number => ((data[i] ?? 0) << 16) | ((data[i + 1] ?? 0) << 8) | (data[i + 2] ?? 0);
  const samples = sampled(Math.floor(data.length / step));
  for (const pixel of samples) {
    const i = pixel * step;
    if (step === 4 && data[i + 3] !== 255) return null;
    if (at(i) !== at(0)) same = false;
    sum += 0.299 * (data[i] ?? 0) + 0.587 * (data[i + 1] ?? 0) + 0.114 * (data[i + 2] ?? 0);
  }
  const color = same ? `#${at(0).toString(16).padStart(6, '0')}` : null;
  return { color, lightness: sum / (samples.length * 255) };
}

function sampled(length: number): readonly number[] {
  return Array.from({ length: SAMPLES + 1 }, (_, i) => Math.floor(((length - 1) * i) / SAMPLES));
}

/** Whether an image mask paints every pixel; pdf.js clears the bits that are painted. */
export function fillsMask(page: PDFPageProxy, source: unknown): boolean {
  const data = dataOf(source) ?? dataOf(objectOf(page, nameIn(source)));
  return data !== null && sampled(data.length).every((i) => data[i] === 0);
}

/** A mask's data may be the name of an object that holds them. */
const nameIn = (source: unknown): unknown =>
  typeof source === 'object' && source !== null && 'data' in source ? source.data : null;
