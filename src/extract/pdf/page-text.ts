/**
 * Puts glyphs together to lines of text: letters that touch become words, a wide gap becomes a tab, a new base line a
 * new line. Two more readings follow where they differ: lines sorted by place (digits drawn in any order), and letter-
 * spaced figures closed up (a number spread over the fields of a form).
 */
import type { Glyph } from './page-content.ts';

/** Gap in font sizes from which two letters belong to different words; pdftotext uses 0.1, LaTeX sets 0.2 and more. */
const WORD_GAP = 0.15;
/** Gap in font sizes that separates columns. */
export const COLUMN_GAP = 1.8;
/** Shift of the base line, in font sizes, that still is the same line (superscripts). */
const LINE_SHIFT = 0.45;

interface Line {
  text: string;
  /** a wanted glyph is in it */
  wanted: boolean;
}

/**
 * The text in the order it is drawn, ending in '\n' unless empty.
 * @param glyphs of one page and one standing
 */
export function textInDrawingOrder(glyphs: readonly Glyph[]): string {
  const lines = linesOf(glyphs).map((line) => line.text.trimEnd());
  return joined(lines.filter((line) => line !== ''));
}

/**
 * Whole lines in which a wanted glyph stands: a number half of which is hidden, or hidden beside its label.
 * @param wanted subset of glyphs
 */
export function linesAround(glyphs: readonly Glyph[], wanted: ReadonlySet<Glyph>): string {
  const lines = linesOf(glyphs, wanted).filter((line) => line.wanted);
  return joined(lines.map((line) => line.text.trimEnd()).filter((line) => line !== ''));
}

/**
 * Lines that only come about when glyphs are sorted by place, and letter-spaced figures closed up.
 * @param glyphs as above
 * @param first what textInDrawingOrder gave
 * @returns text ending in '\n', or ''
 */
export function otherReadings(glyphs: readonly Glyph[], first: string): string {
  const known = new Set(first.split('\n').map(compact));
  const extra: string[] = [];
  for (const line of isSorted(glyphs) ? [] : linesOf(sortedByPlace(glyphs))) {
    const text = line.text.trim();
    if (!/\d/.test(text) || known.has(compact(text))) continue;
    known.add(compact(text));
    extra.push(text);
  }
  const closed = [...first.split('\n'), ...extra].map(closeSpacedFigures).filter((line) => line !== null);
  return joined([...extra, ...closed]);
}

/** What could be an identifier of a person. */
const IDENTIFIER = /(?<!\d)(?:\d{6}|\d{8})[-+]?\d{4}(?!\d)/u;

/**
 * Lines in which the letters that are drawn say something else than what would be copied: the font's table from codes to text may be
 * wrong, or wrong on purpose. Codes mean what they like in many fonts, so that only what could be an identifier counts.
 * @param glyphs as above
 * @returns text ending in '\n', or ''
 */
export function readingByCodes(glyphs: readonly Glyph[]): string {
  if (!glyphs.some(({ code }) => code !== '')) return '';
  const drawn = glyphs.map((glyph) => (glyph.code === '' ? glyph : { ...glyph, text: glyph.code }));
  return joined(
    linesOf(drawn)
      .map((line) => line.text.trimEnd())
      .filter((line) => IDENTIFIER.test(line)),
  );
}

const joined = (lines: readonly string[]): string => (lines.length === 0 ? '' : `${lines.join('\n')}\n`);
const compact = (text: string): string => text.replace(/\s/gu, '');

function linesOf(glyphs: readonly Glyph[], wanted: ReadonlySet<Glyph> = new Set()): Line[] {
  const lines: Line[] = [];
  let line: Line | null = null;
  let last: Glyph | null = null;
  for (const glyph of glyphs) {
    const separator: string | null = last === null ? null : separatorBetween(last, glyph);
    if (line === null || separator === null) {
      line = { text: '', wanted: false };
      lines.push(line);
    } else if (separator !== '' && !/\s$/u.test(line.text) && !/^\s/u.test(glyph.text)) {
      line.text += separator;
    } else if (separator === '\t' && /\s$/u.test(line.text)) {
      line.text = `${line.text.trimEnd()}\t`;
    }
    line.text += glyph.text;
    if (wanted.has(glyph)) line.wanted = true;
    last = glyph;
  }
  return lines;
}

const directionOf = (g: Glyph): number =>
  g.endX === g.x && g.endY === g.y ? 0 : Math.atan2(g.endY - g.y, g.endX - g.x);

/** What stands between two glyphs drawn one after the other; null for a new line. */
export function separatorBetween(a: Glyph, b: Glyph): string | null {
  // nearly all text is level
  if (a.endY === a.y && a.endX >= a.x && b.endY === b.y && b.endX >= b.x) {
    return separatorFor(a, b, Math.abs(b.y - a.endY), b.x - a.endX);
  }
  const direction = directionOf(a);
  const width = Math.hypot(b.endX - b.x, b.endY - b.y);
  const turn = width === 0 ? 0 : Math.abs(Math.sin(directionOf(b) - direction));
  if (turn > 0.1) return null;
  const [ux, uy] = [Math.cos(direction), Math.sin(direction)];
  const [dx, dy] = [b.x - a.endX, b.y - a.endY];
  return separatorFor(a, b, Math.abs(-dx * uy + dy * ux), dx * ux + dy * uy);
}

/** @param across distance between the base lines @param gap distance along the base line */
function separatorFor(a: Glyph, b: Glyph, across: number, gap: number): string | null {
  const size = Math.max(a.size, b.size, 0.1);
  if (across > size * LINE_SHIFT) return null;
  if (gap < -size * 0.6) return gap < -size * 2 ? null : ' ';
  const smaller = Math.max(Math.min(a.size, b.size), 0.1);
  return gap > size * COLUMN_GAP ? '\t' : gap > smaller * WORD_GAP ? ' ' : '';
}

/** True for text drawn line by line from top to bottom, as most programs do. */
function isSorted(glyphs: readonly Glyph[]): boolean {
  let last: Glyph | undefined;
  for (const g of glyphs) {
    if (g.endY !== g.y) return false;
    if (last !== undefined && (g.y > last.y || (last.y - g.y < last.size * LINE_SHIFT && g.x < last.x))) return false;
    last = g;
  }
  return true;
}

/** Top to bottom, left to right; glyphs whose base lines lie close together share a line. */
function sortedByPlace(glyphs: readonly Glyph[]): Glyph[] {
  const level = glyphs.filter((g) => Math.abs(Math.sin(directionOf(g))) < 0.1).sort((a, b) => b.y - a.y);
  const result: Glyph[] = [];
  let row: Glyph[] = [];
  const flush = (): void => {
    row.sort((a, b) => a.x - b.x);
    for (const g of row) result.push(g);
    row = [];
  };
  for (const g of level) {
    const top = row[0];
    if (top !== undefined && Math.abs(top.y - g.y) > Math.max(top.size, g.size) * LINE_SHIFT) flush();
    row.push(g);
  }
  flush();
  return result;
}

/** '1 9 1 2 1 2' in a line becomes '191212'; null when the line holds no such row of at least six figures. */
function closeSpacedFigures(line: string): string | null {
  if (line.length > 10_000) return null;
  const closed = line.replace(/(?<![\p{L}\d])\d(?:[ \t]+[-+\d]){5,}(?![\p{L}\d])/gu, (run) => compact(run));
  return closed === line ? null : closed;
}
