/** Paths of a page: which of them are boxes that can cover something, and their straight lines. */
import { area } from './geometry.ts';
import type { Box } from './geometry.ts';

/** A rectangle of a path. */
export interface Rectangle extends Box {
  /** the way around it that its points follow: 1 or -1 */
  readonly turn: number;
}

/**
 * @param data pdf.js' path: codes 0 move, 1 line, 2 curve (six numbers), 3 close, each before its points
 * @returns the rectangles it is made of, corners rounded or not; null when it is any other shape
 */
export function rectanglesOf(data: readonly number[]): readonly Rectangle[] | null {
  const boxes: Rectangle[] = [];
  let points: Point[] = [];
  const finish = (): boolean => {
    const box = points.length < 3 ? null : boxOf(points);
    const turned = box === null ? 0 : areaOf(points);
    const fits = box === null || Math.abs(turned) >= area(box) * ROUNDED;
    if (box !== null && fits) boxes.push({ x0: box.x0, y0: box.y0, x1: box.x1, y1: box.y1, turn: turned < 0 ? -1 : 1 });
    points = [];
    return fits;
  };
  for (let i = 0; i < data.length;) {
    const code = data[i++];
    if (code === 3) {
      if (!finish()) return null;
      continue;
    }
    if (code !== 0 && code !== 1 && code !== 2) return null;
    if (code === 0 && !finish()) return null;
    // of a curve its end alone: a rounded corner becomes a cut one
    const at = code === 2 ? i + 4 : i;
    points.push([data[at] ?? 0, data[at + 1] ?? 0]);
    i = at + 2;
    if (points.length > 64) return null;
  }
  return finish() ? boxes : null;
}

type Point = readonly [number, number];
/** Share of its box that a rectangle fills whose corners are rounded. */
const ROUNDED = 0.85;

function boxOf(points: readonly Point[]): Box {
  const xs = points.map((p) => p[0]);
  const ys = points.map((p) => p[1]);
  return { x0: Math.min(...xs), y0: Math.min(...ys), x1: Math.max(...xs), y1: Math.max(...ys) };
}

/** Of the polygon (its points in order), below zero for one that turns with the clock. */
function areaOf(points: readonly Point[]): number {
  let twice = 0;
  points.forEach(([x, y], i) => {
    const [nextX, nextY] = points[(i + 1) % points.length] ?? [x, y];
    twice += x * nextY - nextX * y;
  });
  return twice / 2;
}

/** Straight segments of a path as boxes. @param data as above */
export function* segmentsOf(data: readonly number[]): Generator<Box> {
  let last: [number, number] | null = null;
  for (let i = 0; i < data.length;) {
    const code = data[i++];
    if (code === 3) continue;
    const skip = code === 2 ? 4 : 0;
    const point: [number, number] = [data[i + skip] ?? 0, data[i + skip + 1] ?? 0];
    i += skip + 2;
    if (code === 1 && last !== null) {
      yield {
        x0: Math.min(last[0], point[0]),
        y0: Math.min(last[1], point[1]),
        x1: Math.max(last[0], point[0]),
        y1: Math.max(last[1], point[1]),
      };
    }
    last = point;
    if (code !== 0 && code !== 1 && code !== 2) return;
  }
}

/** A part of a path: where it stands among the numbers, and its box. */
interface PathPart {
  readonly start: number;
  readonly end: number;
  readonly box: Box;
}

/** The parts of a path. @param data as above */
export function* partsOf(data: readonly number[]): Generator<PathPart> {
  let [x0, y0, x1, y1] = [Infinity, Infinity, -Infinity, -Infinity];
  let start = 0;
  for (let i = 0; i <= data.length;) {
    const code = i === data.length ? 0 : data[i];
    if (code === 0) {
      if (x1 > x0 || y1 > y0) yield { box: { x0, y0, x1, y1 }, start, end: i };
      [x0, y0, x1, y1] = [Infinity, Infinity, -Infinity, -Infinity];
      start = i;
      if (i === data.length) return;
    }
    if (code !== 0 && code !== 1 && code !== 2 && code !== 3) return;
    const end = Math.min(data.length, i + (code === 3 ? 1 : code === 2 ? 7 : 3));
    for (let at = i + 1; at + 1 < end; at += 2) {
      const [x, y] = [data[at] ?? 0, data[at + 1] ?? 0];
      if (x < x0) x0 = x;
      if (x > x1) x1 = x;
      if (y < y0) y0 = y;
      if (y > y1) y1 = y;
    }
    i = end;
  }
}

/** How a part of a path is made. */
export interface PathMake {
  readonly curves: number;
  /** points that its lines lead to */
  readonly corners: number;
  /** straight lines along the axes, no more than a rectangle has */
  readonly plain: boolean;
  /** where its points stand in its box, 0–1: their middle, and the mean of both multiplied */
  readonly middle: readonly [x: number, y: number, both: number];
}

/** Share of a line's length by which it may lean. */
const LEANS = 0.02;
/** Points of a closed rectangle. */
const RECTANGLE = 5;

/** @param data as above @param part of it */
export function makeOf(data: readonly number[], { start, end, box: { x0, y0, x1, y1 } }: PathPart): PathMake {
  const [width, height] = [x1 - x0, y1 - y0];
  let [points, curves, corners] = [0, 0, 0];
  let [sumX, sumY, sumBoth] = [0, 0, 0];
  let [lastX, lastY, straight] = [0, 0, true];
  for (let i = start; i < end;) {
    const code = data[i] ?? 3;
    const next = Math.min(end, i + (code === 3 ? 1 : code === 2 ? 7 : 3));
    if (code === 2) curves++;
    else if (code !== 3) corners++;
    for (let at = i + 1; at + 1 < next; at += 2) {
      const x = (data[at] ?? 0) - x0;
      const y = (data[at + 1] ?? 0) - y0;
      if (points > 0 && straight) {
        const across = Math.abs(x - lastX);
        const up = Math.abs(y - lastY);
        straight = Math.min(across, up) <= LEANS * Math.max(across, up);
      }
      sumX += x;
      sumY += y;
      sumBoth += x * y;
      points++;
      lastX = x;
      lastY = y;
    }
    i = next;
  }
  const share = (sum: number, whole: number, none: number): number => (whole > 0 ? sum / points / whole : none);
  return {
    curves,
    corners,
    plain: curves === 0 && straight && points <= RECTANGLE,
    middle: [share(sumX, width, 0.5), share(sumY, height, 0.5), share(sumBoth, width * height, 0.25)],
  };
}
