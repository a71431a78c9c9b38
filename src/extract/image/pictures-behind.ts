/**
 * Pictures behind a picture: cameras that take two at once write one JPEG behind the other, and anybody can stick on more. In: the bytes
 * behind the end of the first. Out: the pictures to be read, each for itself, and what is left between and behind them.
 */
import { dimensionsOf } from './dimensions.ts';
import { jpegEnd } from './image-metadata.ts';

/** What stands behind a picture. */
interface Behind {
  readonly pictures: readonly Buffer[];
  /** previews, and bytes that are no picture */
  readonly rest: readonly Buffer[];
  /** there are more than are looked at */
  readonly more: boolean;
}

/** Longer side of the previews that cameras put there, copies of the picture itself. */
const PREVIEW = 300;
const MOST = 8;
const START = Buffer.from('ffd8ff', 'hex');

/** @param trailing bytes behind the end of a picture */
export function picturesBehind(trailing: Buffer): Behind {
  const pictures: Buffer[] = [];
  const rest: Buffer[] = [];
  let left = trailing;
  let more = false;
  for (let start = startOf(left), n = 0; start >= 0; start = startOf(left), n++) {
    if (n === MOST) {
      more = true;
      break;
    }
    const from = left.subarray(start);
    const end = jpegEnd(from);
    const jpeg = from.subarray(0, end);
    const size = dimensionsOf(jpeg);
    const isPreview = size === null || Math.max(size.width, size.height) < PREVIEW;
    (isPreview ? rest : pictures).push(jpeg);
    left = from.subarray(end);
  }
  if (isOtherPicture(left)) return { pictures: [...pictures, left], rest, more };
  return { pictures, rest: [...rest, left], more };
}

/** PNG, GIF or WebP; what stands behind it is found when it is read. */
function isOtherPicture(bytes: Buffer): boolean {
  if (!/^(?:\x89PNG\r\n|GIF8[79]a|RIFF[^]{4}WEBP)/u.test(bytes.toString('latin1', 0, 12))) return false;
  const size = dimensionsOf(bytes);
  return size !== null && Math.max(size.width, size.height) >= PREVIEW;
}

/** Where a JPEG begins behind zeros, with which cameras fill up; -1 when there is something else. */
function startOf(bytes: Buffer): number {
  let at = 0;
  while (bytes[at] === 0) at++;
  return bytes.subarray(at, at + START.length).equals(START) ? at : -1;
}
