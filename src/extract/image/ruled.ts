/**
 * Tables and forms with ruled lines. Recognition takes a grid of lines for a picture and drops everything in it, or reads the boxes
 * of a form (one for each figure) as letters. Here the lines are found (long straight runs of dots, also a little askew, that
 * reach across each other), what stands between them is looked up among the words that were read, and what was not read is
 * drawn again without the lines. What is no grid (an underline, a frame around words that were read, a drawing, a photograph)
 * gives nothing and costs one pass over the dots.
 */
import { drawShapes, shapesOf, shapesOfRuns } from './bitmap.ts';
import type { Bitmap, Box, Run, Shape } from './bitmap.ts';
import { closeUp, Uprights } from './boxes.ts';
import type { PlacedWord } from './placed-words.ts';

/** Something between lines that was not read. */
export interface Unread {
  /** where on the page */
  readonly box: Box;
  /** first some rows to see whether it is writing, then the rest */
  readonly sheets: readonly Sheet[];
}

/** A picture of what stands between lines, without them, and how many shapes like letters it shows. */
export interface Sheet {
  readonly picture: Buffer;
  readonly letters: number;
}

/** Letters from which it can be seen whether it is writing. */
const SAMPLE = 60;

/** Fewer letters than a short number has are no text. */
const ENOUGH_LETTERS = 5;
/** A line is as long as two letters are high, or longer; what holds one is a little larger. */
const LINE = 2;
/** More shapes than this are grain, and more letters than this are not in one table. */
const MOST_SHAPES = 40_000;
const MOST_LETTERS = 6_000;
/** A shape that fills its box is a stone or a module of a code; print has few of those (dots, and 'l' and '-', which are thin). */
const FULL = 0.8;
const MOST_BLOCKS = 0.25;
/** Shapes with lines on a page; a drawing has more. */
const MOST_RULED = 600;
/** Dots that are looked at closely, for each dot of the page; shapes with lines may lie within each other. */
const MOST_CLOSELY = 4;
/** Confidence (of 100) of words that are read; what a line makes of a letter is below. */
const READ = 50;

/** Finds what was not read. @param words what was read */
export function unreadBetweenLines(bitmap: Bitmap, words: readonly PlacedWord[]): readonly Unread[] {
  const shapes = shapesOf(bitmap);
  if (shapes === null || shapes.length > MOST_SHAPES) return [];
  const unit = letterHeight(shapes);
  if (unit === null) return [];
  const grids = gridsOf(shapes, unit, bitmap.width * bitmap.height * MOST_CLOSELY);
  if (grids.length === 0) return [];
  return grids.flatMap((grid) => {
    const unread = unreadIn(grid, shapes, words, unit);
    return unread === null ? [] : [unread];
  });
}

/** Half of the letters are smaller: about the height of an 'x'. */
function letterHeight(shapes: readonly Shape[]): number | null {
  const heights: number[] = [];
  for (const shape of shapes) if (isLetterOf(shape, 8, 120)) heights.push(shape.bottom - shape.top);
  heights.sort((a, b) => a - b);
  return heights.length < ENOUGH_LETTERS ? null : (heights[heights.length >> 1] ?? null);
}

function isLetterOf(shape: Shape, low: number, high: number): boolean {
  const [width, height] = sizeOf(shape);
  return height >= low && height <= high && width <= height * 5 && width >= 2 && shape.ink >= width * height * 0.08;
}

function isBlock(shape: Shape): boolean {
  const [width, height] = sizeOf(shape);
  return shape.ink > width * height * FULL && width > height * 0.4;
}

const sizeOf = ({ left, top, right, bottom }: Box): readonly [number, number] => [right - left, bottom - top];

/** Lines that belong together. */
interface Grid {
  readonly box: Box;
  /** the shapes that hold its lines */
  readonly lines: ReadonlySet<Shape>;
  /** upright lines, to see which words they cross */
  readonly uprights: Uprights;
  /** what hung on the lines: letters that touch them */
  readonly rest: readonly Shape[];
}

/** A shape of lines: its upright ones, how much lies across, and what is left without both. */
interface Ruled {
  readonly shape: Shape;
  readonly uprights: readonly Run[];
  readonly across: number;
  readonly upright: number;
  readonly rest: readonly Run[];
}

function gridsOf(shapes: readonly Shape[], unit: number, allowance: number): readonly Grid[] {
  const ruled: Ruled[] = [];
  let left = allowance;
  for (const shape of shapes) {
    const [width, height] = sizeOf(shape);
    if (Math.max(width, height) < unit * (LINE + 0.2) || shape.ink > width * height * 0.5) {
      if (Math.min(width, height) > unit * 0.5) continue;
      if (Math.max(width, height) < unit * (LINE + 0.2)) continue;
    }
    left -= width * height;
    if (left < 0 || ruled.length > MOST_RULED) return [];
    const found = linesIn(shape, Math.ceil(unit * LINE));
    if (found !== null) ruled.push(found);
  }
  return joined(ruled, unit).flatMap((group) => {
    const [across, upright] = [sum(group, (one) => one.across), sum(group, (one) => one.upright)];
    if (Math.min(across, upright) < unit * LINE * 4) return [];
    const box = boxAround(group.map(({ shape }) => shape));
    return [
      {
        box,
        lines: new Set(group.map(({ shape }) => shape)),
        uprights: new Uprights(group.flatMap(({ uprights }) => uprights)),
        rest: group.flatMap(({ rest }) => shapesOfRuns(rest)).filter((one) => isWorthKeeping(one)),
      },
    ];
  });
}

const sum = <T>(all: readonly T[], of: (one: T) => number): number => all.reduce((total, one) => total + of(one), 0);

/** What is left of a line beside those that were taken out is thin. */
const isWorthKeeping = (shape: Shape): boolean => Math.min(...sizeOf(shape)) > 3 && shape.ink > 12;

const ACROSS = 2;
const UPRIGHT = 4;

/** @returns null for a shape that does not mostly consist of thin long lines */
function linesIn(shape: Shape, length: number): Ruled | null {
  const [width, height] = sizeOf(shape);
  const dots = new Uint8Array(width * height);
  for (const { y, from, to } of shape.runs) {
    const row = (y - shape.top) * width - shape.left;
    dots.fill(1, row + from, row + to);
    if (to - from >= length) for (let x = from; x < to; x++) dots[row + x] = 1 | ACROSS;
  }
  markUprights(dots, width, height, length);
  let [across, upright, both] = [0, 0, 0];
  for (const dot of dots) {
    if ((dot & ACROSS) !== 0) across++;
    if ((dot & UPRIGHT) !== 0) upright++;
    if ((dot & (ACROSS | UPRIGHT)) === (ACROSS | UPRIGHT)) both++;
  }
  // a blot, or a shape of curves
  if (both > shape.ink * 0.3 || across + upright - both < shape.ink * 0.5) return null;
  return { shape, across, upright, uprights: uprightRuns(dots, shape), rest: withoutLines(dots, shape) };
}

function markUprights(dots: Uint8Array, width: number, height: number, length: number): void {
  for (let x = 0; x < width; x++) {
    let from = -1;
    for (let y = 0; y <= height; y++) {
      const isDark = y < height && (dots[y * width + x] ?? 0) !== 0;
      if (isDark && from < 0) from = y;
      else if (!isDark && from >= 0) {
        if (y - from >= length)
          for (let i = from; i < y; i++) dots[i * width + x] = (dots[i * width + x] ?? 0) | UPRIGHT;
        from = -1;
      }
    }
  }
}

function uprightRuns(dots: Uint8Array, shape: Shape): readonly Run[] {
  const [width, height] = sizeOf(shape);
  const runs: Run[] = [];
  for (let y = 0; y < height; y++) {
    let from = -1;
    for (let x = 0; x <= width; x++) {
      const dot = x < width ? (dots[y * width + x] ?? 0) : 0;
      const isUpright = (dot & UPRIGHT) !== 0 && (dot & ACROSS) === 0;
      if (isUpright && from < 0) from = x;
      else if (!isUpright && from >= 0) {
        runs.push({ y: y + shape.top, from: from + shape.left, to: x + shape.left });
        from = -1;
      }
    }
  }
  return runs;
}

/** How far beside a line its ragged edge reaches. */
const EDGE = 2;

/** The dots that are neither in a line nor beside one. */
function withoutLines(dots: Uint8Array, shape: Shape): readonly Run[] {
  const [width, height] = sizeOf(shape);
  const isFree = (x: number, y: number): boolean => {
    const at = y * width + x;
    for (let i = -EDGE; i <= EDGE; i++) {
      if (y + i >= 0 && y + i < height && ((dots[at + i * width] ?? 0) & ACROSS) !== 0) return false;
      if (x + i >= 0 && x + i < width && ((dots[at + i] ?? 0) & UPRIGHT) !== 0) return false;
    }
    return true;
  };
  const runs: Run[] = [];
  for (const { y, from, to } of shape.runs) {
    let start = -1;
    for (let x = from; x <= to; x++) {
      const isKept = x < to && isFree(x - shape.left, y - shape.top);
      if (isKept && start < 0) start = x;
      else if (!isKept && start >= 0) {
        runs.push({ y, from: start, to: x });
        start = -1;
      }
    }
  }
  return runs;
}

/** Shapes that touch, or nearly: lines with gaps, boxes side by side, also with a hyphen between them. */
function joined(ruled: readonly Ruled[], unit: number): readonly (readonly Ruled[])[] {
  const groups: { box: Box; all: Ruled[] }[] = [];
  for (const one of ruled) {
    const mine = { box: wider(one.shape, unit * 0.5, unit), all: [one] };
    // what a new one touches becomes one group, so that there is one less; there are few to begin with
    for (let i = groups.length - 1; i >= 0; i--) {
      const other = groups[i];
      if (other === undefined || !touches(other.box, mine.box)) continue;
      mine.box = boxAround([mine.box, other.box]);
      mine.all.push(...other.all);
      groups.splice(i, 1);
      // it has become larger, and may touch those that were passed
      i = groups.length;
    }
    groups.push(mine);
  }
  return groups.map(({ all }) => all);
}

const wider = ({ left, top, right, bottom }: Box, by: number, aside = by): Box => ({
  left: left - aside,
  top: top - by,
  right: right + aside,
  bottom: bottom + by,
});

const touches = (a: Box, b: Box): boolean =>
  a.left < b.right && b.left < a.right && a.top < b.bottom && b.top < a.bottom;

const isWithin = (shape: Box, box: Box): boolean => {
  const [x, y] = [(shape.left + shape.right) / 2, (shape.top + shape.bottom) / 2];
  return x > box.left && x < box.right && y > box.top && y < box.bottom;
};

function boxAround(boxes: readonly Box[]): Box {
  const box = { left: Infinity, top: Infinity, right: 0, bottom: 0 };
  for (const { left, top, right, bottom } of boxes) {
    box.left = Math.min(box.left, left);
    box.top = Math.min(box.top, top);
    box.right = Math.max(box.right, right);
    box.bottom = Math.max(box.bottom, bottom);
  }
  return box;
}

function unreadIn(grid: Grid, shapes: readonly Shape[], words: readonly PlacedWord[], unit: number): Unread | null {
  const within = [...shapes.filter((one) => isWithin(one, grid.box) && !grid.lines.has(one)), ...grid.rest];
  const letters = within.filter((one) => isLetterOf(one, unit * 0.5, unit * 4));
  if (letters.length < ENOUGH_LETTERS || letters.length > MOST_LETTERS) return null;
  const read = words.filter(
    (word) =>
      word.confidence >= READ && touches(word, grid.box) && /[\p{L}\p{N}]/u.test(word.text) && !isCrossed(word, grid),
  );
  const unread = letters.filter((letter) => !read.some((word) => isWithin(letter, word)));
  if (unread.length < ENOUGH_LETTERS || unread.filter(isBlock).length > unread.length * MOST_BLOCKS) return null;
  const rows = rowsOf(unread, unit);
  const shown = within.flatMap((shape) => {
    const [width, height] = sizeOf(shape);
    const middle = (shape.top + shape.bottom) / 2;
    const row = rows.findIndex(({ top, bottom }) => middle > top && middle < bottom);
    return row >= 0 && width < unit * 20 && height < unit * 4 ? [{ shape, row }] : [];
  });
  const isLetter = (shape: Shape): boolean => isLetterOf(shape, unit * 0.5, unit * 4);
  const sampled = rowsOfSample(shown.filter(({ shape }) => isLetter(shape)).map(({ row }) => row));
  const sheets = [shown.filter(({ row }) => row <= sampled), shown.filter(({ row }) => row > sampled)];
  return {
    box: boxAround(shown.map(({ shape }) => shape)),
    sheets: sheets.flatMap((sheet) => {
      const all = sheet.map(({ shape }) => shape);
      return all.length === 0 ? [] : [{ picture: draw(all, grid, unit), letters: all.filter(isLetter).length }];
    }),
  };
}

/** @returns the last row of a sample; rows of letters in any order */
function rowsOfSample(rows: readonly number[]): number {
  const sorted = [...rows].sort((a, b) => a - b);
  return sorted[Math.min(SAMPLE, sorted.length) - 1] ?? 0;
}

function draw(shapes: readonly Shape[], grid: Grid, unit: number): Buffer {
  const around = wider(boxAround(shapes), Math.ceil(unit));
  return drawShapes(closeUp(shapes, grid.uprights, unit), {
    ...around,
    left: Math.max(0, around.left),
    top: Math.max(0, around.top),
  });
}

/** Where letters stand one beside the other. */
function rowsOf(letters: readonly Shape[], unit: number): readonly { readonly top: number; readonly bottom: number }[] {
  const rows: { top: number; bottom: number }[] = [];
  for (const { top, bottom } of [...letters].sort((a, b) => a.top - b.top)) {
    const last = rows.at(-1);
    if (last !== undefined && top < last.bottom) last.bottom = Math.max(last.bottom, bottom + unit / 2);
    else rows.push({ top: top - unit / 2, bottom: bottom + unit / 2 });
  }
  return rows;
}

/** Whether two upright lines or more run through a word: then it was read out of boxes. */
function isCrossed(word: Box, { uprights }: Grid): boolean {
  // a box that was taken for brackets is part of the word
  return uprights.between((word.top + word.bottom) / 2, word.left - EDGE, word.right + EDGE) >= 2;
}
