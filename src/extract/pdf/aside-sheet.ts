/** A picture of the lines of a page that stand aside (see lines-aside.ts): each turned upright, black on white, one below the other. */
import type { FormatContext } from '../format.ts';
import { recogniseImage } from '../image/ocr.ts';
import type { Picture } from '../image/ocr.ts';
import type { Aside, LineAside } from './lines-aside.ts';

/** Of the size of its letters, what a strip shows above its base line, below it, before and behind it. */
const ABOVE = 1.15;
const BELOW = 0.4;
const BESIDE = 0.5;
/** Pixels of a letter's size that are enough, and from which it is drawn larger, at most twice. */
const LARGE = 60;
const SMALL = 24;
/** Pixels between the strips and around them; of the longest strip; of the whole. */
const GAP = 14;
const LONGEST = 4_000;
const MOST_PIXELS = 16_000_000;
const WHITE = 255;
/** Difference of brightness that can be told; what differs from the paper by this much more than the letters is something else. */
const LEAST_CONTRAST = 6;
const OTHER_CONTRAST = 1.5;
const OTHER_SHADE = 20;

interface Page {
  readonly width: number;
  readonly height: number;
  readonly pixels: Uint8Array;
  /** pixels for a point */
  readonly scale: number;
}

interface Strip {
  readonly line: LineAside;
  readonly width: number;
  readonly height: number;
  /** pixels for a point */
  readonly scale: number;
}

function pageOf(picture: Picture, points: number): Page | null {
  const head = /^P5\n(\d+) (\d+)\n255\n/u.exec(picture.bytes.toString('latin1', 0, 40));
  if (head === null || !(points > 0)) return null;
  const [width, height] = [Number(head[1]), Number(head[2])];
  return { width, height, pixels: picture.bytes.subarray(head[0].length), scale: width / points };
}

function stripOf(line: LineAside, page: Page): Strip {
  const pixels = line.size * page.scale;
  const wanted = pixels > LARGE ? LARGE / line.size : pixels < SMALL ? page.scale * 2 : page.scale;
  const points = line.length + 2 * BESIDE * line.size;
  const scale = Math.min(wanted, LONGEST / points);
  const height = Math.min(LONGEST, Math.ceil((ABOVE + BELOW) * line.size * scale));
  return { line, scale, width: Math.min(LONGEST, Math.ceil(points * scale)), height };
}

/** The strip as it is on the page. */
function take(page: Page, { line, width, height, scale }: Strip): Uint8Array {
  const strip = new Uint8Array(width * height);
  const { alongX, alongY, size } = line;
  for (let j = 0; j < height; j++) {
    const up = ABOVE * size - (j + 0.5) / scale;
    for (let i = 0; i < width; i++) {
      const along = (i + 0.5) / scale - BESIDE * size;
      const x = (line.x + alongX * along + alongY * up) * page.scale - 0.5;
      const y = (line.y + alongY * along - alongX * up) * page.scale - 0.5;
      strip[j * width + i] = shadeAt(page, x, y);
    }
  }
  return strip;
}

/** Between four pixels; beyond the page it is white. */
function shadeAt({ pixels, width, height }: Page, x: number, y: number): number {
  const [left, top] = [Math.floor(x), Math.floor(y)];
  if (left < 0 || top < 0 || left + 1 >= width || top + 1 >= height) return WHITE;
  const [right, down] = [x - left, y - top];
  const at = top * width + left;
  const upper = (pixels[at] ?? WHITE) * (1 - right) + (pixels[at + 1] ?? WHITE) * right;
  const lower = (pixels[at + width] ?? WHITE) * (1 - right) + (pixels[at + width + 1] ?? WHITE) * right;
  return Math.round(upper * (1 - down) + lower * down);
}

/** Makes the letters black and all else white. */
function darken(strip: Uint8Array, light: number | null): void {
  const counts = new Uint32Array(256);
  for (const shade of strip) counts[shade] = (counts[shade] ?? 0) + 1;
  const paper = counts.indexOf(Math.max(...counts));
  const most = counts.findIndex((count) => count > 0);
  const least = counts.findLastIndex((count) => count > 0);
  const ink = light === null ? (paper - most > least - paper ? most : least) : Math.round(light * WHITE);
  const contrast = Math.abs(ink - paper);
  if (contrast < LEAST_CONTRAST) return;
  const way = Math.sign(ink - paper);
  for (let i = 0; i < strip.length; i++) {
    const apart = ((strip[i] ?? WHITE) - paper) * way;
    const isOther = apart < 0 || apart > contrast * OTHER_CONTRAST + OTHER_SHADE;
    strip[i] = isOther ? WHITE : Math.round(WHITE * (1 - Math.min(1, apart / contrast)));
  }
}

/** @param picture of the page, shades of grey @returns null for one that is none, and of lines that have no room */
export function sheetOf(picture: Picture, { width: points, lines }: Aside): Picture | null {
  const page = pageOf(picture, points);
  if (page === null) return null;
  const strips = lines.filter(({ size }) => size > 0).map((line) => stripOf(line, page));
  const width = Math.max(0, ...strips.map((strip) => strip.width)) + 2 * GAP;
  const shown: Strip[] = [];
  let height = GAP;
  for (const strip of strips) {
    if (width * (height + strip.height + GAP) > MOST_PIXELS) break;
    height += strip.height + GAP;
    shown.push(strip);
  }
  if (shown.length === 0) return null;
  const head = Buffer.from(`P5\n${width} ${height}\n255\n`, 'latin1');
  const sheet = Buffer.alloc(head.length + width * height, WHITE);
  head.copy(sheet);
  let top = GAP;
  for (const strip of shown) {
    const pixels = take(page, strip);
    darken(pixels, strip.line.light);
    for (let row = 0; row < strip.height; row++) {
      const start = head.length + (top + row) * width + GAP;
      sheet.set(pixels.subarray(row * strip.width, (row + 1) * strip.width), start);
    }
    top += strip.height + GAP;
  }
  return { bytes: sheet, orientation: 1 };
}

/** Share of the letters that must be recognised: blanks are letters too here. */
const ENOUGH_SEEN = 0.5;
/** Letters that are no mark or margin. */
const MANY_LETTERS = 100;

/** What stands aside on a page, and whether something of it may say more than was read. */
export async function readAside(
  picture: Picture,
  aside: Aside,
  context: FormatContext,
): Promise<{ readonly text: string; readonly isMissed: boolean }> {
  const outcome = await recogniseImage(() => Promise.resolve(sheetOf(picture, aside)), context);
  const text = outcome.state === 'read' ? outcome.text : '';
  const letters = aside.lines.reduce((sum, line) => sum + line.letters, 0);
  const matters = letters >= MANY_LETTERS || aside.lines.some(({ hasNumber }) => hasNumber);
  const seen = text.match(/[\p{L}\p{N}]/gu)?.length ?? 0;
  return { text, isMissed: matters && seen < letters * ENOUGH_SEEN };
}
