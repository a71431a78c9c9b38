/** Areas with holes: a border is often two rectangles, one in the other, of which only the ring between them is painted (ISO 32000-1 §8.5.3.3). */
import { area, intersect } from './geometry.ts';
import type { Box } from './geometry.ts';
import { partsOf, rectanglesOf } from './paths.ts';
import type { Rectangle } from './paths.ts';

/** A rectangle that is painted, and what is left out of it. */
interface Filled {
  readonly box: Box;
  readonly holes: readonly Box[];
}

/** Rectangles of a path, the largest, in which any other is looked for; besides in the ones drawn before and after it. */
const LARGEST = 16;
/** Share of the larger one's size by which a rectangle may stand out of it. */
const SLACK = 1e-4;
export const NO_HOLES: readonly Box[] = [];
/** Numbers of a path of two triangles: a shorter one has no part within another. */
const SHORTEST_PAIR = 18;

function isWithin(inner: Box, outer: Box): boolean {
  const slack = (outer.x1 - outer.x0 + outer.y1 - outer.y0) * SLACK;
  return (
    inner.x0 >= outer.x0 - slack &&
    inner.y0 >= outer.y0 - slack &&
    inner.x1 <= outer.x1 + slack &&
    inner.y1 <= outer.y1 + slack
  );
}

/** How many rectangles lie around each, which turn how, and which of them is the innermost. */
function nestingOf(boxes: readonly Rectangle[]): readonly { around: number; turns: number; within: number | null }[] {
  const bySize = boxes.map((box, at) => ({ at, size: area(box) })).sort((a, b) => b.size - a.size || a.at - b.at);
  const ranks = new Uint32Array(boxes.length);
  bySize.forEach(({ at }, i) => (ranks[at] = i));
  const rankOf = (at: number): number => ranks[at] ?? -1;
  const largest = bySize.slice(0, LARGEST).map(({ at }) => at);
  return boxes.map((box, at) => {
    let [around, turns] = [0, box.turn];
    let within: number | null = null;
    const own = rankOf(at);
    const look = (other: number): void => {
      const outer = boxes[other];
      if (outer === undefined || rankOf(other) >= own || !isWithin(box, outer)) return;
      around++;
      turns += outer.turn;
      if (within === null || rankOf(other) > rankOf(within)) within = other;
    };
    largest.forEach(look);
    for (const beside of [at - 1, at + 1]) if (rankOf(beside) >= LARGEST) look(beside);
    return { around, turns, within };
  });
}

/**
 * @param boxes the rectangles of one path
 * @param evenOdd the rule by which it is filled; by the other one, what turns the other way is a hole
 * @returns those that are painted
 */
export function filledOf(boxes: readonly Rectangle[], evenOdd: boolean): readonly Filled[] {
  const isPlain = evenOdd ? boxes.length < 2 : boxes.every(({ turn }) => turn === boxes[0]?.turn);
  if (isPlain) return boxes.map((box) => ({ box, holes: NO_HOLES }));
  const [one, two] = boxes;
  // neither need lie within the other: a shadow is what of a box stands out from its place
  if (one !== undefined && two !== undefined && boxes.length === 2) {
    const both = intersect(one, two);
    return boxes.map((box) => ({ box, holes: area(both) > 0 ? [both] : [] }));
  }
  const nesting = nestingOf(boxes);
  const isPainted = nesting.map(({ around, turns }) => (evenOdd ? around % 2 === 0 : turns !== 0));
  const holes = boxes.map((): Box[] => []);
  nesting.forEach(({ within }, at) => {
    const hole = boxes[at];
    if (within !== null && hole !== undefined && isPainted[at] === false) holes[within]?.push(hole);
  });
  return boxes.flatMap((box, at) => (isPainted[at] === true ? [{ box, holes: holes[at] ?? [] }] : []));
}

/**
 * Where a clipping path lets nothing through although its box does. Of parts that are no rectangles their boxes count.
 * @param data of the path, see paths.ts
 */
export function clippedOut(data: readonly number[], evenOdd: boolean): readonly Box[] {
  if (data.length < SHORTEST_PAIR) return [];
  const rectangles = rectanglesOf(data);
  // an ellipse of two curves begins and ends on one line
  const boxes =
    rectangles?.every((box) => area(box) > 0) === true
      ? rectangles
      : evenOdd
        ? Array.from(partsOf(data), ({ box }): Rectangle => ({ ...box, turn: 1 }))
        : [];
  return filledOf(boxes, evenOdd).flatMap(({ holes }) => holes);
}

/** Points below which no letter is read through a hole or hidden by a line. */
const LEAST_HOLE = 4;
const LEAST_LINE = 2;
const isAtLeast = ({ x0, y0, x1, y1 }: Box, least: number): boolean => x1 - x0 >= least && y1 - y0 >= least;

/** A part of an area: painted, or some of it. */
interface Piece {
  readonly box: Box;
  readonly solid: boolean;
}

/**
 * What of a box is painted around its holes: four strips, which may overlap, and between several holes who knows.
 * @param holes in the same space as the box, points of the page
 */
export function around(box: Box, holes: readonly Box[]): readonly Piece[] {
  const open = holes.map((hole) => intersect(hole, box)).filter((hole) => isAtLeast(hole, LEAST_HOLE));
  const [first, ...others] = open;
  if (first === undefined) return [{ box, solid: true }];
  let { x0, y0, x1, y1 } = first;
  for (const hole of others) {
    [x0, y0] = [Math.min(x0, hole.x0), Math.min(y0, hole.y0)];
    [x1, y1] = [Math.max(x1, hole.x1), Math.max(y1, hole.y1)];
  }
  const strips = [
    { ...box, x1: x0 },
    { ...box, x0: x1 },
    { ...box, y1: y0 },
    { ...box, y0: y1 },
  ];
  const pieces = strips.filter((strip) => isAtLeast(strip, LEAST_LINE)).map((strip) => ({ box: strip, solid: true }));
  return others.length === 0 ? pieces : [...pieces, { box: { x0, y0, x1, y1 }, solid: false }];
}
