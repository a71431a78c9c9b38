/**
 * Figures that are drawn as shapes instead of written as letters. Shapes of one height at even distances, as wide as each other, some of
 * them different: figures are made so in nearly all fonts, the capitals of a logo, bars, icons, cells and the blocks of a map are not.
 */
import type { Box } from './geometry.ts';
import type { Shape } from './page-content.ts';

/** Shapes in a row from which they may be an identity number. */
const FIGURES = 10;
/** Different ones among them; a chart of people, or of seats, has two or three. */
const DIFFERENT = 4;
/** Those among them that are more than a block, a tick or a triangle. */
const TELLING = 5;
/** Corners of a shape without curves that is more. */
const CORNERS = 8;
/** Parts of a figure: the pieces of a pocket calculator's. */
const PARTS = 7;
/** Holes of a figure. */
const HOLES = 2;
/** Heights in points that figures have; what is higher is a chart. */
const LOWEST = 4;
const HIGHEST = 60;
/** Share of the height by which figures of one line differ in height and base line. */
const UNEVEN = 0.1;
/** Height of a hyphen or a full stop between them. */
const SMALL = 0.4;
/** Width of figures, and of the widest gap between them, in their height. */
const NARROWEST = 0.3;
const WIDEST = 0.8;
const GAP = 1.1;
/** Usual distance between the middles of two, in their width; icons stand further apart. */
const WIDEST_STEP = 1.7;
/** Share of the usual width below which a figure is a one. */
const ONE = 0.89;
/** Shares of the usual width and distance by which they differ at most. */
const WIDER = 0.075;
const UNEQUAL_STEP = 0.05;
/** Blanks and hyphens between them, and how much wider than a step they make it. */
const SEPARATORS = 2;
const SEPARATOR = 0.25;
/** How often a stroke is as long as it is wide. */
const STROKE = 3;
/** Shares of their box by which the same figure drawn twice differs. */
const ALIKE = 0.02;
/** Kinds of figures that are told apart. */
const MOST_KINDS = 32;

/** Shapes that are one figure. */
interface Figure {
  box: Box;
  /** PARTS + HOLES and one more: beyond that it is a drawing */
  readonly shapes: Shape[];
}

/** What stands in a row. */
interface Placed {
  readonly box: Box;
  readonly kind: number;
  readonly telling: boolean;
}

const heightOf = ({ y0, y1 }: Box): number => y1 - y0;
const widthOf = ({ x0, x1 }: Box): number => x1 - x0;
const middleOf = ({ x0, x1 }: Box): number => (x0 + x1) / 2;
const medianOf = (values: readonly number[]): number => [...values].sort((a, b) => a - b)[values.length >> 1] ?? 0;

/** Whether a shape stands over, under or in what was drawn before it. */
function belongsTo(a: Box, b: Box): boolean {
  const across = Math.min(a.x1, b.x1) - Math.max(a.x0, b.x0);
  const apart = Math.max(a.y0, b.y0) - Math.min(a.y1, b.y1);
  return across >= Math.min(widthOf(a), widthOf(b)) / 2 && apart <= 1;
}

function figuresOf(shapes: readonly Shape[]): readonly Figure[] {
  const figures: Figure[] = [];
  for (const shape of shapes) {
    const last = figures.at(-1);
    const { box } = shape;
    if (last === undefined || !belongsTo(last.box, box)) {
      figures.push({ box, shapes: [shape] });
      continue;
    }
    if (last.shapes.length <= 2 * (PARTS + HOLES)) last.shapes.push(shape);
    const { x0, y0, x1, y1 } = last.box;
    last.box = {
      x0: Math.min(x0, box.x0),
      y0: Math.min(y0, box.y0),
      x1: Math.max(x1, box.x1),
      y1: Math.max(y1, box.y1),
    };
  }
  return figures;
}

const isIn = (inner: Box, outer: Box): boolean =>
  inner.x0 >= outer.x0 && inner.x1 <= outer.x1 && inner.y0 >= outer.y0 && inner.y1 <= outer.y1;

/** Outlines that are in no other; of those that are drawn twice, as an area and its rim, one. */
const outlinesOf = (shapes: readonly Shape[]): readonly Shape[] =>
  shapes.filter(
    ({ box }, i) => !shapes.some((other, j) => i !== j && isIn(box, other.box) && (j < i || !isIn(other.box, box))),
  );

const isUpright = ({ box, plain }: Shape): boolean => plain && heightOf(box) >= STROKE * widthOf(box);
const isLying = ({ box, plain }: Shape): boolean => plain && widthOf(box) >= STROKE * heightOf(box);
/** A rectangle that is no stroke. */
const isBlock = (shape: Shape): boolean => shape.plain && !isUpright(shape) && !isLying(shape);

/** Whether outlines are more than blocks, ticks and triangles: round, of many corners, or strokes in both directions. */
function isTelling(outlines: readonly Shape[]): boolean {
  const drawn = outlines.filter(({ plain }) => !plain);
  if (drawn.some(({ curves }) => curves > 0)) return true;
  if (drawn.reduce((sum, { corners }) => sum + corners, 0) >= CORNERS) return true;
  return outlines.some(isUpright) && outlines.some(isLying);
}

/** What tells figures apart: how their outlines are made, and where the points of these stand in the figure. */
class Kinds {
  private readonly made = new Map<string, (readonly number[])[]>();
  private count = 0;
  private readonly numbers = new Map<readonly number[], number>();

  of(box: Box, outlines: readonly Shape[]): number {
    const key = outlines.map(({ curves, corners }) => `${curves} ${corners}`).join();
    const places = placesOf(box, outlines);
    const alike = this.made.get(key) ?? [];
    this.made.set(key, alike);
    const known = alike.find((other) => other.every((place, i) => Math.abs(place - (places[i] ?? 0)) < ALIKE));
    if (known !== undefined) return this.numbers.get(known) ?? 0;
    if (alike.length >= MOST_KINDS) return 0;
    alike.push(places);
    this.numbers.set(places, ++this.count);
    return this.count;
  }
}

/** Middle of the points in the figure's box and the mean of their places multiplied: the latter tells a two from a five. */
function placesOf(box: Box, outlines: readonly Shape[]): readonly number[] {
  const sums = [0, 0, 0];
  for (const { box: own, middle } of outlines) {
    const [left, below] = [(own.x0 - box.x0) / widthOf(box), (own.y0 - box.y0) / heightOf(box)];
    const [width, height] = [widthOf(own) / widthOf(box), heightOf(own) / heightOf(box)];
    const [x, y, both] = middle;
    const means = [left + width * x, below + height * y, left * below + left * height * y + below * width * x + width * height * both]; // prettier-ignore
    means.forEach((mean, i) => (sums[i] = (sums[i] ?? 0) + mean / outlines.length));
  }
  return sums;
}

/** Whether so many shapes of one row are even enough. */
function areFigures(row: readonly Placed[]): boolean {
  if (row.filter(({ telling }) => telling).length < TELLING) return false;
  if (new Set(row.map(({ kind }) => kind)).size < DIFFERENT) return false;
  const width = medianOf(row.map(({ box }) => widthOf(box)));
  const height = heightOf(row[0]?.box ?? { x0: 0, y0: 0, x1: 0, y1: 0 });
  if (width < height * NARROWEST || width > height * WIDEST) return false;
  if (row.some(({ box }) => widthOf(box) > width * (1 + WIDER))) return false;
  const wide = row.flatMap(({ box }, place) => (widthOf(box) >= width * ONE ? [{ place, x: middleOf(box) }] : []));
  if (wide.length < FIGURES / 2) return false;
  const steps = wide.flatMap(({ place, x }, i) => {
    const next = wide[i + 1];
    return next === undefined ? [] : [{ places: next.place - place, distance: next.x - x }];
  });
  const step = medianOf(steps.map(({ places, distance }) => distance / places));
  if (step > width * WIDEST_STEP) return false;
  const off = steps.filter(({ places, distance }) => Math.abs(distance / step - places) > UNEQUAL_STEP);
  // a hyphen or a blank stands between some of them
  return off.length <= SEPARATORS && off.every(({ places, distance }) => distance / step - places > SEPARATOR);
}

function hasRow(shapes: readonly Shape[]): boolean {
  if (shapes.length < FIGURES) return false;
  const kinds = new Kinds();
  let row: Placed[] = [];
  let last: Box | undefined;
  for (const { box, shapes: parts } of figuresOf(shapes)) {
    const height = last === undefined ? 0 : heightOf(last);
    const isBehind = last !== undefined && box.x0 - last.x1 < height * GAP && box.x0 > last.x0;
    const isInLine = last !== undefined && box.y0 > last.y0 - height * UNEVEN && box.y1 < last.y1 + height * UNEVEN;
    if (isBehind && isInLine && heightOf(box) < height * SMALL) continue;
    const isEven =
      last !== undefined &&
      Math.abs(box.y0 - last.y0) <= height * UNEVEN &&
      Math.abs(heightOf(box) - height) <= height * UNEVEN;
    if (!isBehind || !isEven) row = [];
    last = undefined;
    if (heightOf(box) < LOWEST || heightOf(box) > HIGHEST) continue;
    const outlines = outlinesOf(parts);
    const holes = parts.length - outlines.length;
    if (outlines.length > PARTS || holes > 2 * HOLES) {
      row = [];
      continue;
    }
    last = box;
    row.push({ box, kind: kinds.of(box, outlines), telling: isTelling(outlines) });
    if (row.length > FIGURES) row.shift();
    if (row.length === FIGURES && areFigures(row)) return true;
  }
  return false;
}

/**
 * @param shapes of one page, in the order in which they are drawn
 * @returns whether a row of them may be an identity number, also one of which each figure stands in a cell
 */
export function drawsFigures(shapes: readonly Shape[]): boolean {
  if (hasRow(shapes)) return true;
  const others = shapes.filter((shape) => !isBlock(shape));
  return others.length < shapes.length && hasRow(others);
}
