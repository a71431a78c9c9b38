/** Letters that do not stand in lines: each turned by itself, along a circle, in steps. */
import type { Glyph } from './page-content.ts';
import { separatorBetween } from './page-text.ts';

/** More letters of a page than these in lines of their own are a drawing, of which the first are put together. */
const MOST_LOOSE = 5_000;
/** Letters of a line that may be part of something that is no line. */
const LOOSE_LINE = 3;
/** Distance between the middles of two letters, in their size, up to which they follow each other. */
const NEAR = 2.2;
/** Distance from the end of a turned letter to the beginning of the next, in its size. */
const TOUCHING = 0.9;
/** Lines that are put together of fewer letters are left as they are. */
const SHORTEST = 6;

/** Nearly all text is level and goes on where it was. */
const goesOn = (a: Glyph, b: Glyph): boolean =>
  a.y === b.y && a.y === a.endY && b.y === b.endY && b.x >= a.x && b.x - a.endX < a.size;

/** Letters whose line has no more than three. */
function looseOf(glyphs: readonly Glyph[]): Glyph[] {
  const loose: Glyph[] = [];
  let run: Glyph[] = [];
  let last: Glyph | null = null;
  for (const glyph of glyphs) {
    if (glyph.text === ' ' || glyph.text === '\u00a0') continue;
    if (last !== null && !goesOn(last, glyph)) {
      const separator = separatorBetween(last, glyph);
      if (separator === null || separator === '\t') {
        if (run.length <= LOOSE_LINE) loose.push(...run);
        if (loose.length > MOST_LOOSE) return loose;
        run = [];
      }
    }
    // of a longer line it is enough to know that it is longer
    if (run.length <= LOOSE_LINE) run.push(glyph);
    last = glyph;
  }
  if (run.length <= LOOSE_LINE) loose.push(...run);
  return loose;
}

const middleOf = (g: Glyph): readonly [number, number] => {
  const [dx, dy] = [g.endX - g.x, g.endY - g.y];
  const length = Math.hypot(dx, dy);
  const [ux, uy] = length > 0 ? [dx / length, dy / length] : [1, 0];
  return [g.x + dx / 2 - uy * g.size * 0.35, g.y + dy / 2 + ux * g.size * 0.35];
};

/** Letters one behind the other in the order of drawing, wherever the next one stands. */
function drawnTogether(loose: readonly Glyph[]): string[] {
  const lines: string[] = [];
  let line = '';
  let last: Glyph | null = null;
  for (const glyph of loose) {
    const [a, b] = [last === null ? null : middleOf(last), middleOf(glyph)];
    const size = Math.max(glyph.size, last?.size ?? 0, 0.1);
    if (a === null || Math.hypot(b[0] - a[0], b[1] - a[1]) > size * NEAR) {
      lines.push(line);
      line = '';
    }
    line += glyph.text;
    last = glyph;
  }
  return [...lines, line];
}

/** Letters each of which ends where the next begins, in whatever order they are drawn. */
function touching(loose: readonly Glyph[]): string[] {
  // one huge letter must not put all others into one cell
  const cell = Math.max(1, loose.map(({ size }) => size).sort((a, b) => a - b)[loose.length >> 1] ?? 1);
  const key = (x: number, y: number): string => `${Math.floor(x / cell)},${Math.floor(y / cell)}`;
  const cells = new Map<string, Glyph[]>();
  for (const glyph of loose) {
    const place = key(glyph.x, glyph.y);
    const there = cells.get(place);
    // a heap of letters on one spot is no line
    if (there === undefined) cells.set(place, [glyph]);
    else if (there.length < 32) there.push(glyph);
  }
  const next = new Map<Glyph, Glyph>();
  const taken = new Map<Glyph, number>();
  const links = loose.flatMap((glyph) => nearest(glyph, cells, cell, key)).sort((a, b) => a.distance - b.distance);
  for (const { from, to, distance } of links) {
    if (next.has(from) || taken.has(to)) continue;
    next.set(from, to);
    taken.set(to, distance);
  }
  const lines: string[] = [];
  const done = new Set<Glyph>();
  // a closed circle begins anywhere: those with a beginning first
  for (const start of [...loose.filter((glyph) => !taken.has(glyph)), ...loose]) {
    let line = '';
    for (let at: Glyph | undefined = start; at !== undefined && !done.has(at); at = next.get(at)) {
      done.add(at);
      line += at.text;
    }
    lines.push(line);
  }
  return lines;
}

interface Link {
  readonly from: Glyph;
  readonly to: Glyph;
  readonly distance: number;
}

function nearest(
  from: Glyph,
  cells: ReadonlyMap<string, readonly Glyph[]>,
  cell: number,
  key: (x: number, y: number) => string,
): readonly Link[] {
  const links: Link[] = [];
  for (const dx of [-cell, 0, cell]) {
    for (const dy of [-cell, 0, cell]) {
      for (const to of cells.get(key(from.endX + dx, from.endY + dy)) ?? []) {
        const distance = Math.hypot(to.x - from.endX, to.y - from.endY);
        if (to !== from && distance <= Math.max(from.size, to.size) * TOUCHING) links.push({ from, to, distance });
      }
    }
  }
  return links.sort((a, b) => a.distance - b.distance).slice(0, 4);
}

/**
 * Lines with figures that only come about when letters standing alone are put together.
 * @param glyphs of one page and one standing
 * @param known what was read of them already
 * @returns text ending in '\n', or ''
 */
export function readingAlongCurves(glyphs: readonly Glyph[], known: string): string {
  const loose = looseOf(glyphs);
  if (loose.length < SHORTEST || loose.length > MOST_LOOSE) return '';
  const seen = new Set(known.split('\n').map((line) => line.replace(/\s/gu, '')));
  const lines = [...drawnTogether(loose), ...touching(loose)].filter((line) => {
    const isNew = line.length >= SHORTEST && /\d.*\d.*\d.*\d/u.test(line) && !seen.has(line);
    seen.add(line);
    return isNew;
  });
  return lines.map((line) => `${line}\n`).join('');
}
