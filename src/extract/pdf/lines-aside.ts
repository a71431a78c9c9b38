/**
 * Lines that recognition of a whole page does not read, on pages whose letters have names that nobody knows: turned, or pale beside
 * darker print. Where they stand is known from what draws them, so that each can be turned upright and darkened by itself.
 */
import { lightness } from './colors.ts';
import type { Matrix } from './geometry.ts';
import { areFigures, NUMBER_LENGTH } from './glyph-names.ts';
import type { Glyph } from './page-content.ts';
import { separatorBetween } from './page-text.ts';

/** A line, in points of the page as it is shown, from its upper left corner. */
export interface LineAside {
  /** where its base line begins */
  readonly x: number;
  readonly y: number;
  /** the way it runs, of length 1 */
  readonly alongX: number;
  readonly alongY: number;
  readonly length: number;
  readonly size: number;
  /** 0 black, 1 white; null where nobody knows */
  readonly light: number | null;
  readonly letters: number;
  /** some of its letters may be the figures of a number */
  readonly hasNumber: boolean;
}

/** What stands aside on a page. */
export interface Aside {
  /** of the page as it is shown, in points */
  readonly width: number;
  readonly lines: readonly LineAside[];
}

/** How a page is shown. */
interface View {
  readonly matrix: Matrix;
  readonly width: number;
}

/** Letters below which a line says nothing, and lines together. */
const LEAST_IN_LINE = 4;
const LEAST_LETTERS = 20;
/** A line that leans less than this is read as level (sine of three degrees). */
const LEVEL = 0.05;
/** One threshold for the whole page takes lighter letters for paper. */
const PALE = 0.5;
/** More lines than these are a drawing. */
const MOST_LINES = 500;

/** @param glyphs that a reader sees, in the order of drawing @returns null when there are none worth a look */
export function linesAside(glyphs: readonly Glyph[], view: View): Aside | null {
  const lines: LineAside[] = [];
  let run: Glyph[] = [];
  const finish = (): void => {
    const line = run.length < LEAST_IN_LINE || lines.length >= MOST_LINES ? null : lineOf(run, view.matrix);
    if (line !== null) lines.push(line);
    run = [];
  };
  for (const glyph of glyphs) {
    const last = run.at(-1);
    if (last !== undefined) {
      const separator = separatorBetween(last, glyph);
      if (separator === null || separator === '\t' || last.color !== glyph.color) finish();
    }
    run.push(glyph);
  }
  finish();
  const letters = lines.reduce((sum, line) => sum + line.letters, 0);
  const isWorth = letters >= LEAST_LETTERS || lines.some(({ hasNumber }) => hasNumber);
  return isWorth ? { width: view.width, lines } : null;
}

/** @returns null for a line that is read with the page, or of which the file names the letters */
function lineOf(run: readonly Glyph[], [a, b, c, d, e, f]: Matrix): LineAside | null {
  const [first, last] = [run[0], run.at(-1)];
  if (first === undefined || last === undefined || !run.some(({ unnamed }) => unnamed !== '')) return null;
  const [x, y] = [a * first.x + c * first.y + e, b * first.x + d * first.y + f];
  const [toX, toY] = [a * last.endX + c * last.endY + e - x, b * last.endX + d * last.endY + f - y];
  const length = Math.hypot(toX, toY);
  if (length === 0) return null;
  const [alongX, alongY] = [toX / length, toY / length];
  const light = first.color === null ? null : lightness(first.color);
  if (alongX > 0 && Math.abs(alongY) < LEVEL && (light === null || light <= PALE)) return null;
  const size = run.reduce((most, glyph) => Math.max(most, glyph.size), 0) * Math.sqrt(Math.abs(a * d - b * c));
  const hasNumber = run.some((_, i) => areFigures(run.slice(Math.max(0, i + 1 - NUMBER_LENGTH), i + 1)));
  return { x, y, alongX, alongY, length, size, light, letters: run.length, hasNumber };
}
