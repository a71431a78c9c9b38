/**
 * Further frames of an animated GIF or PNG. In: the bytes. Out: the few that are worth reading, one at a time, each made when it is asked
 * for: of those that differ the last and some between; and whether there were more. What cannot hold a line of figures is passed over.
 */
import { digestOf } from '../digest.ts';
import { GifCanvas, gifFrames, type GifFrame } from './gif-frames.ts';
import { chunksOf, isPng, pngOf } from './png-chunks.ts';

/** A frame to be read; none in place of those that are not. */
interface Frame {
  readonly width: number;
  readonly height: number;
  readonly locator: string;
  /** as the engine of character recognition reads it; null stands for further ones that are not read */
  readonly bytes: Buffer | null;
}

/** Frames that are read beside the first. */
const MOST_READ = 4;
const MOST_FRAMES = 2_000;
/** Pixels that may be drawn to tell which frames differ. */
const MOST_DRAWN = 60_000_000;
/** Smaller changes show no whole number; what many of them add up to is seen at the end. */
const MIN_WIDTH = 60;
const MIN_HEIGHT = 8;

const isTooSmall = (width: number, height: number): boolean => width < MIN_WIDTH || height < MIN_HEIGHT;
const isGif = (bytes: Buffer): boolean => /^GIF8[79]a/u.test(bytes.toString('latin1', 0, 6));

/** The file with its first frame alone, which programs that take in a whole file at once would not be the worse for. */
export function firstFrame(bytes: Buffer): Buffer {
  const [first, second] = isGif(bytes) ? gifFrames(bytes, 2) : [];
  if (first === undefined || second === undefined) return bytes;
  return Buffer.concat([bytes.subarray(0, first.end), Buffer.from([0x3b])]);
}

/** @returns nothing for a picture that does not move */
export function* furtherFrames(bytes: Buffer): Generator<Frame> {
  if (isGif(bytes)) yield* gifChanges(bytes);
  else if (isPng(bytes)) yield* pngChanges(bytes);
}

function* gifChanges(bytes: Buffer): Generator<Frame> {
  const frames = gifFrames(bytes, MOST_FRAMES);
  if (frames.length < 2) return;
  const [width, height] = [bytes.readUInt16LE(6), bytes.readUInt16LE(8)];
  const { changes, whole } = gifDifferences(bytes, frames);
  const chosen = someOf(changes);
  const canvas = new GifCanvas(bytes);
  for (let i = 0; i <= Math.max(...chosen); i++) {
    const frame = frames[i];
    if (frame !== undefined) canvas.draw(frame);
    if (chosen.has(i)) yield { width, height, locator: `frame ${i + 1}`, bytes: canvas.toPicture() };
  }
  if (!whole || chosen.size < changes.length) yield { width, height, locator: '', bytes: null };
}

/** Numbers of the frames after which the canvas shows what it did not show before. @returns whole: all were looked at */
function gifDifferences(
  bytes: Buffer,
  frames: readonly GifFrame[],
): { readonly changes: readonly number[]; readonly whole: boolean } {
  const canvas = new GifCanvas(bytes);
  const seen = new Set<string>();
  const changes: number[] = [];
  let drawn = 0;
  let at = 0;
  for (; at < frames.length; at++) {
    const frame = frames[at];
    const pixels = frame === undefined ? 0 : frame.width * frame.height;
    drawn += pixels + canvas.pixels.length;
    if (frame === undefined || drawn > MOST_DRAWN) break;
    canvas.draw(frame);
    if (at > 0 && at < frames.length - 1 && isTooSmall(frame.width, frame.height)) continue;
    const digest = digestOf(canvas.pixels);
    if (at > 0 && !seen.has(digest)) changes.push(at);
    seen.add(digest);
  }
  return { changes, whole: at === frames.length && frames.length < MOST_FRAMES };
}

/** APNG: each frame for itself, not laid over the others. */
function* pngChanges(bytes: Buffer): Generator<Frame> {
  const chunks = chunksOf(bytes);
  const head = chunks.find(({ kind }) => kind === 'IHDR')?.data;
  if (head?.length !== 13 || !chunks.some(({ kind }) => kind === 'acTL')) return;
  const beside = chunks.filter(({ kind }) => kind === 'PLTE' || kind === 'tRNS');
  const frames: { readonly control: Buffer; readonly data: Buffer[] }[] = [];
  for (const { kind, data } of chunks) {
    if (kind === 'fcTL' && data.length >= 12) frames.push({ control: data, data: [] });
    else if (kind === 'fdAT') frames.at(-1)?.data.push(data.subarray(4));
  }
  const seen = new Set<string>();
  const changes = frames.flatMap(({ control, data }, i) => {
    const digest = digestOf(Buffer.concat(data));
    if (data.length === 0 || seen.has(digest) || isTooSmall(control.readUInt32BE(4), control.readUInt32BE(8)))
      return [];
    seen.add(digest);
    return [i];
  });
  const chosen = someOf(changes);
  // of a frame that covers a part of the picture it takes the other frames to know what is shown
  let isWhole = true;
  for (const i of chosen) {
    const { control, data = [] } = frames[i] ?? {};
    if (control === undefined) continue;
    const size = control.subarray(4, 12);
    const png = pngOf([
      { kind: 'IHDR', data: Buffer.concat([size, head.subarray(8)]) },
      ...beside,
      { kind: 'IDAT', data: Buffer.concat(data) },
    ]);
    const [width, height] = [size.readUInt32BE(0), size.readUInt32BE(4)];
    isWhole &&= width === head.readUInt32BE(0) && height === head.readUInt32BE(4);
    yield { width, height, locator: `frame ${i + 1}`, bytes: png };
  }
  if (!isWhole || chosen.size < changes.length) yield { width: 0, height: 0, locator: '', bytes: null };
}

/** The last, and others at equal distances before it. */
function someOf(changes: readonly number[]): ReadonlySet<number> {
  if (changes.length <= MOST_READ) return new Set(changes);
  const step = changes.length / MOST_READ;
  return new Set(Array.from({ length: MOST_READ }, (_, i) => changes[Math.ceil((i + 1) * step) - 1] ?? 0));
}
