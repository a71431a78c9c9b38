/** Plane geometry of a PDF page: matrices [a b c d e f] as in ISO 32000-1 §8.3.3, boxes in default user space. */

export type Matrix = readonly [number, number, number, number, number, number];
export const IDENTITY: Matrix = [1, 0, 0, 1, 0, 0];

/** Axis-parallel box; x0 <= x1, y0 <= y1. */
export interface Box {
  readonly x0: number;
  readonly y0: number;
  readonly x1: number;
  readonly y1: number;
}

export const EVERYWHERE: Box = { x0: -Infinity, y0: -Infinity, x1: Infinity, y1: Infinity };

/** A number among an operator's arguments, which anybody may have written. */
export const num = (value: unknown, fallback: number): number =>
  typeof value === 'number' && Number.isFinite(value) ? value : fallback;

/** The matrix that applies `inner` first and `outer` then. */
export function multiply(outer: Matrix, inner: Matrix): Matrix {
  return [
    outer[0] * inner[0] + outer[2] * inner[1],
    outer[1] * inner[0] + outer[3] * inner[1],
    outer[0] * inner[2] + outer[2] * inner[3],
    outer[1] * inner[2] + outer[3] * inner[3],
    outer[0] * inner[4] + outer[2] * inner[5] + outer[4],
    outer[1] * inner[4] + outer[3] * inner[5] + outer[5],
  ];
}

/** The box around a transformed box. */
export function transformBox(m: Matrix, box: Box): Box {
  const xs = [box.x0, box.x1, box.x0, box.x1].map((x, i) => m[0] * x + m[2] * (i < 2 ? box.y0 : box.y1) + m[4]);
  const ys = [box.x0, box.x1, box.x0, box.x1].map((x, i) => m[1] * x + m[3] * (i < 2 ? box.y0 : box.y1) + m[5]);
  return { x0: Math.min(...xs), y0: Math.min(...ys), x1: Math.max(...xs), y1: Math.max(...ys) };
}

/** True when axis-parallel lines stay axis-parallel. */
export function keepsAxes(m: Matrix): boolean {
  const size = Math.abs(m[0]) + Math.abs(m[1]) + Math.abs(m[2]) + Math.abs(m[3]);
  const small = size * 1e-3;
  return (Math.abs(m[1]) < small && Math.abs(m[2]) < small) || (Math.abs(m[0]) < small && Math.abs(m[3]) < small);
}

/** The common part; may be empty (x0 > x1 or y0 > y1). */
export function intersect(a: Box, b: Box): Box {
  return {
    x0: Math.max(a.x0, b.x0),
    y0: Math.max(a.y0, b.y0),
    x1: Math.min(a.x1, b.x1),
    y1: Math.min(a.y1, b.y1),
  };
}

/** Area; 0 for an empty box. */
export function area(box: Box): number {
  return Math.max(0, box.x1 - box.x0) * Math.max(0, box.y1 - box.y0);
}

/** True when the point lies in the box. */
export function contains(box: Box, x: number, y: number): boolean {
  return x >= box.x0 && x <= box.x1 && y >= box.y0 && y <= box.y1;
}

/** Six numbers from anything array-like, or null. */
export function toMatrix(value: unknown): Matrix | null {
  const n = toNumbers(value);
  if (n === null || n.length < 6) return null;
  return [n[0] ?? 1, n[1] ?? 0, n[2] ?? 0, n[3] ?? 1, n[4] ?? 0, n[5] ?? 0];
}

/** Four numbers as a box from anything array-like, corners in any order, or null. */
export function toBox(value: unknown): Box | null {
  const n = toNumbers(value);
  if (n === null || n.length < 4) return null;
  const [a = 0, b = 0, c = 0, d = 0] = n;
  return { x0: Math.min(a, c), y0: Math.min(b, d), x1: Math.max(a, c), y1: Math.max(b, d) };
}

/** Finite numbers from an array or a float array; null when anything else is in it or it is empty. */
export function toNumbers(value: unknown): readonly number[] | null {
  if (value instanceof Float32Array || value instanceof Float64Array) {
    return value.length > 0 && value.every((n) => Number.isFinite(n)) ? Array.from(value) : null;
  }
  if (!Array.isArray(value) || value.length === 0) return null;
  const numbers: number[] = [];
  for (const n of value as readonly unknown[]) {
    if (typeof n !== 'number' || !Number.isFinite(n)) return null;
    numbers.push(n);
  }
  return numbers;
}
