/**
 * Figures that are drawn as shapes instead of written as letters. Shapes of one height at even distances, as wide as each other, some of
 * them different: figures are made so in nearly all fonts, the capitals of a logo, bars, icons, cells and the blocks of a map are not.
 */
import type { Box } from './geometry.ts';
import type { Shape } from './page-content.ts';

/** Shapes in a row from which they may be an identity number. */
const FIGURES = 10;
/** Different ones among them. */
const DIFFERENT = 3;
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

/** Shapes that are one figure. */
interface Figure {
  box: Box;
  parts: number;
  points: number;
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
  for (const { box, points } of shapes) {
    const last = figures.at(-1);
    if (last === undefined || !belongsTo(last.box, box)) {
      figures.push({ box, parts: 1, points });
      continue;
    }
    last.parts++;
    last.points += points;
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

/** Whether so many shapes of one row are even enough. */
function areFigures(row: readonly Figure[]): boolean {
  if (new Set(row.map(({ parts, points }) => `${parts} ${points}`)).size < DIFFERENT) return false;
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

/**
 * @param shapes of one page, in the order in which they are drawn
 * @returns whether a row of them may be an identity number
 */
export function drawsFigures(shapes: readonly Shape[]): boolean {
  if (shapes.length < FIGURES) return false;
  let row: Figure[] = [];
  for (const figure of figuresOf(shapes)) {
    const last = row.at(-1)?.box;
    const { box } = figure;
    const height = last === undefined ? 0 : heightOf(last);
    const isBehind = last !== undefined && box.x0 - last.x1 < height * GAP && box.x0 > last.x0;
    const isInLine = last !== undefined && box.y0 > last.y0 - height * UNEVEN && box.y1 < last.y1 + height * UNEVEN;
    if (isBehind && isInLine && heightOf(box) < height * SMALL) continue;
    const isEven =
      last !== undefined &&
      Math.abs(box.y0 - last.y0) <= height * UNEVEN &&
      Math.abs(heightOf(box) - height) <= height * UNEVEN;
    if (!isBehind || !isEven) row = [];
    if (heightOf(box) >= LOWEST && heightOf(box) <= HIGHEST) row.push(figure);
    if (row.length > FIGURES) row.shift();
    if (row.length === FIGURES && areFigures(row)) return true;
  }
  return false;
}
