/**
 * Forms with a box for each letter or figure. What stands in them has gaps as wide as the letters, which recognition takes for the
 * gaps between words and guesses at each letter alone: "3 1 0 1 8 8" becomes something else. Letters that stand alone between
 * two upright lines are moved together before they are read.
 */
import type { Box, Run, Shape } from './bitmap.ts';

/** Fewer boxes in a row are cells of a table. */
const ENOUGH_BOXES = 4;
/** Farther apart (in heights of a letter) they are columns of a table. */
const FARTHEST = 5;

/** Upright lines by the row of dots in which they are met. */
export class Uprights {
  private readonly rows = new Map<number, Run[]>();

  constructor(runs: readonly Run[]) {
    for (const run of runs) {
      const row = this.rows.get(run.y);
      if (row === undefined) this.rows.set(run.y, [run]);
      else row.push(run);
    }
  }

  /** How many lines cross a row between two places. */
  between(y: number, from: number, to: number): number {
    const row = this.rows.get(Math.round(y)) ?? [];
    return row.filter((run) => run.from >= from && run.to <= to).length;
  }
}

/** A letter with its dots. */
interface Glyph {
  readonly shapes: Shape[];
  left: number;
  top: number;
  right: number;
  bottom: number;
}

/** @returns the shapes, those in boxes moved together */
export function closeUp(shapes: readonly Shape[], uprights: Uprights, unit: number): readonly Shape[] {
  const glyphs = glyphsOf(shapes, unit);
  const followers = new Map<Glyph, { readonly glyph: Glyph; readonly isApart: boolean }>();
  const before = new Map<Glyph, Glyph>();
  glyphs.forEach((glyph, i) => {
    const next = followerOf(glyph, glyphs, i, unit);
    if (next === null) return;
    followers.set(glyph, { glyph: next, isApart: isApart(glyph, next, uprights, unit) });
    before.set(next, glyph);
  });
  // alone in its box: what stands before it and behind it is behind a line
  const isAlone = (glyph: Glyph): boolean => {
    const [next, previous] = [followers.get(glyph), before.get(glyph)];
    return next?.isApart !== false && (previous === undefined || followers.get(previous)?.isApart === true);
  };
  const moved = new Map<Shape, number>();
  const done = new Set<Glyph>();
  for (const first of glyphs) {
    const chain: Glyph[] = [];
    for (let at: Glyph | undefined = first; at !== undefined && !done.has(at) && isAlone(at);) {
      done.add(at);
      chain.push(at);
      at = followers.get(at)?.glyph;
    }
    if (chain.length < ENOUGH_BOXES) continue;
    let by = 0;
    chain.forEach((glyph, i) => {
      const previous = chain[i - 1];
      if (previous !== undefined) by += Math.max(0, glyph.left - previous.right - Math.round(unit * 0.25));
      for (const shape of glyph.shapes) moved.set(shape, by);
    });
  }
  return shapes.map((shape) => moveLeft(shape, moved.get(shape) ?? 0));
}

const moveLeft = (shape: Shape, by: number): Shape =>
  by === 0
    ? shape
    : {
        ...shape,
        left: shape.left - by,
        right: shape.right - by,
        runs: shape.runs.map(({ y, from, to }) => ({ y, from: from - by, to: to - by })),
      };

/** Puts dots and rings to the letters below them, and the pieces of a letter together. In the order of their left edges. */
function glyphsOf(shapes: readonly Shape[], unit: number): readonly Glyph[] {
  const glyphs: Glyph[] = [];
  // of those that were begun, the ones that may still get a piece
  let open: Glyph[] = [];
  for (const shape of [...shapes].sort((a, b) => a.left - b.left)) {
    open = open.filter(({ right }) => right > shape.left);
    const home = open.find((glyph) => belongsTo(shape, glyph, unit));
    if (home === undefined) {
      const { left, top, right, bottom } = shape;
      const glyph = { shapes: [shape], left, top, right, bottom };
      glyphs.push(glyph);
      open.push(glyph);
      continue;
    }
    home.shapes.push(shape);
    home.right = Math.max(home.right, shape.right);
    home.top = Math.min(home.top, shape.top);
    home.bottom = Math.max(home.bottom, shape.bottom);
  }
  return glyphs;
}

function belongsTo(shape: Box, glyph: Box, unit: number): boolean {
  const common = Math.min(shape.right, glyph.right) - Math.max(shape.left, glyph.left);
  const narrower = Math.min(shape.right - shape.left, glyph.right - glyph.left);
  const gap = Math.max(shape.top, glyph.top) - Math.min(shape.bottom, glyph.bottom);
  return common * 2 >= narrower && gap < unit * 0.6;
}

function followerOf(glyph: Glyph, sorted: readonly Glyph[], at: number, unit: number): Glyph | null {
  for (let i = at + 1; i < sorted.length; i++) {
    const next = sorted[i];
    if (next === undefined || next.left > glyph.right + unit * FARTHEST) return null;
    if (next.left > (glyph.left + glyph.right) / 2 && standsBeside(glyph, next, unit)) return next;
  }
  return null;
}

/** In one line: the middle of one is at the height of the other. */
function standsBeside(a: Box, b: Box, unit: number): boolean {
  const [middleA, middleB] = [(a.top + a.bottom) / 2, (b.top + b.bottom) / 2];
  const slack = unit * 0.2;
  return (
    (middleB > a.top - slack && middleB < a.bottom + slack) || (middleA > b.top - slack && middleA < b.bottom + slack)
  );
}

function isApart(a: Box, b: Box, uprights: Uprights, unit: number): boolean {
  const middle = (a.top + a.bottom) / 2;
  const step = unit / 4;
  return [middle - step, middle, middle + step].some((y) => uprights.between(y, a.right - 1, b.left + 1) > 0);
}
