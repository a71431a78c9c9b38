/** Columns of text that a program draws line by line across the page: a number that goes on in the next line of its column. */
import type { Glyph } from './page-content.ts';

/** Gap in font sizes from which text may belong to another column. */
const GAP = 0.8;
/** Shift of the base line, in font sizes, that still is the same line. */
const LINE_SHIFT = 0.45;
/** Distance of two lines of a column, and difference of where they begin, in font sizes. */
const LEADING = 2.5;
const INDENT = 2;
/** More cells than these are a drawing. */
const MOST_CELLS = 20_000;
const MOST_HALVES = 100;

/** The first half of an identity number at the end of a line, the last at the beginning; one of them with the separator. */
const HEAD = /(?<![\d.,])(?:\d{2})?\d{6}[-+]?$/u;
const TAIL = /^[-+]?\d{4}(?![.,]?\d)/u;
const HALVES = /(?<!\d)(?:\d{2})?\d{6}[-+]\s|\s[-+]\d{4}(?!\d)/u;

/** A piece of a line. */
interface Cell {
  readonly x: number;
  readonly y: number;
  readonly size: number;
  text: string;
}

/** In the order of drawing. */
function cellsOf(glyphs: readonly Glyph[]): readonly Cell[] {
  const cells: Cell[] = [];
  let last: Glyph | null = null;
  for (const glyph of glyphs) {
    // columns of text are level
    if (glyph.endY !== glyph.y || glyph.text.trim() === '') continue;
    const size = Math.max(glyph.size, last?.size ?? 0, 0.1);
    const gap = last === null ? Infinity : glyph.x - last.endX;
    const isSame = last !== null && Math.abs(glyph.y - last.y) <= size * LINE_SHIFT && gap < size * GAP && gap > -size;
    const cell = cells.at(-1);
    if (!isSame || cell === undefined) {
      if (cells.length >= MOST_CELLS) break;
      cells.push({ x: glyph.x, y: glyph.y, size: glyph.size, text: glyph.text });
    } else cell.text += (gap > size * 0.15 ? ' ' : '') + glyph.text;
    last = glyph;
  }
  return cells;
}

const isBelow = (upper: Cell, lower: Cell): boolean => {
  const size = Math.max(upper.size, lower.size);
  const down = upper.y - lower.y;
  return down > size * LINE_SHIFT && down < size * LEADING && Math.abs(lower.x - upper.x) < size * INDENT;
};

/**
 * @param glyphs of one page and one standing
 * @param known what was read of them already
 * @returns lines of a column with the line that follows, there or at the head of another column, where both together are a number; text ending in '\n', or ''
 */
export function readingOfColumns(glyphs: readonly Glyph[], known: string): string {
  if (!HALVES.test(known)) return '';
  const cells = cellsOf(glyphs);
  const heads = cells.filter(({ text }) => HEAD.test(text)).slice(0, MOST_HALVES);
  const tails = cells.filter(({ text }) => TAIL.test(text)).slice(0, MOST_HALVES);
  const atTop = new Set(heads.length === 0 ? [] : tails.filter((tail) => !cells.some((cell) => isBelow(cell, tail))));
  const lines: string[] = [];
  for (const head of heads) {
    const isLast = !cells.some((cell) => isBelow(head, cell));
    for (const tail of tails) {
      if (/[-+]$/u.test(head.text) === /^[-+]/u.test(tail.text)) continue;
      const isNext = isLast && tail.x > head.x + head.size && atTop.has(tail);
      if (isNext || isBelow(head, tail)) lines.push(head.text + tail.text);
      if (lines.length >= MOST_HALVES) break;
    }
  }
  return lines.map((line) => `${line}\n`).join('');
}
