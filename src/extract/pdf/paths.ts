/** Paths of a page: which of them are boxes that can cover something, and their straight lines. */
import { area } from './geometry.ts';
import type { Box } from './geometry.ts';

/**
 * @param data pdf.js' path: codes 0 move, 1 line, 2 curve (six numbers), 3 close, each before its points
 * @returns the rectangles it is made of, corners rounded or not; null when it is any other shape
 */
export function rectanglesOf(data: readonly number[]): readonly Box[] | null {
  const boxes: Box[] = [];
  let points: Point[] = [];
  const finish = (): boolean => {
    const box = points.length < 3 ? null : boxOf(points);
    const fits = box === null || fillsBox(points, box);
    if (box !== null && fits) boxes.push(box);
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

/** By the area of the polygon (its points in order). */
function fillsBox(points: readonly Point[], box: Box): boolean {
  let twice = 0;
  points.forEach(([x, y], i) => {
    const [nextX, nextY] = points[(i + 1) % points.length] ?? [x, y];
    twice += x * nextY - nextX * y;
  });
  return Math.abs(twice) / 2 >= area(box) * ROUNDED;
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

/** Boxes around the parts of a path, and how many numbers describe each. @param data as above */
export function* partsOf(data: readonly number[]): Generator<{ readonly box: Box; readonly points: number }> {
  let [x0, y0, x1, y1] = [Infinity, Infinity, -Infinity, -Infinity];
  let start = 0;
  for (let i = 0; i <= data.length;) {
    const code = i === data.length ? 0 : data[i];
    if (code === 0) {
      if (x1 > x0 || y1 > y0) yield { box: { x0, y0, x1, y1 }, points: i - start };
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
