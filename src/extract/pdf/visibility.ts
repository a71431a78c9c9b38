/**
 * Decides for every glyph of a page whether a reader sees it, and if not, why. A redaction that only hides (a box over
 * the text, text in the colour of its background, text cut away by the crop box) leaves the text in the file.
 */
import { area, contains, intersect } from './geometry.ts';
import type { Box } from './geometry.ts';
import { lightness } from './colors.ts';
import type { ImageLook } from './image-look.ts';
import type { Glyph, PageMarks, Paint } from './page-content.ts';

/**
 * How a glyph stands:
 * - visible: a reader sees it
 * - covered: something opaque was drawn over it
 * - same-color: drawn in the colour of what lies below
 * - cropped: outside the page's crop box
 * - unseen: clipped away, in a layer that is off, invisible without an image below: not the sign of a redaction
 * - ocr-layer: invisible text of a scanned image
 */
export type Standing = 'visible' | 'covered' | 'same-color' | 'cropped' | 'unseen' | 'ocr-layer';

/** Share of the page from which an image is a scan or a background rather than a patch. */
const LARGE_IMAGE = 0.5;
/** Share of the page that images fill when invisible text belongs to them. */
const SCAN_SHARE = 0.25;
const STRIPS = 64;
/** Mean brightness of an image that blacks out (of 1). */
const DARK = 0.25;
/** Difference of brightness below which a reader does not see text (of 1). */
const UNSEEN_CONTRAST = 0.06;

/** The paints of a page by horizontal strips, so that each glyph looks only at those near it. */
class PaintIndex {
  private readonly strips: Paint[][] = Array.from({ length: STRIPS }, () => []);
  private readonly page: Box;
  constructor(page: Box, paints: readonly Paint[]) {
    this.page = page;
    for (const paint of paints) {
      for (let i = this.stripOf(paint.box.y0); i <= this.stripOf(paint.box.y1); i++) this.strips[i]?.push(paint);
    }
  }
  private stripOf(y: number): number {
    const share = (y - this.page.y0) / Math.max(1, this.page.y1 - this.page.y0);
    return Math.max(0, Math.min(STRIPS - 1, Math.floor(share * STRIPS)));
  }
  at(y: number): readonly Paint[] {
    return this.strips[this.stripOf(y)] ?? [];
  }
}

/**
 * @param marks of the page
 * @param view the part of the page that is shown (crop box)
 * @param lookOf tells what an image looks like, null when that cannot be told
 * @returns one standing per glyph
 */
export function standings(
  marks: PageMarks,
  view: Box,
  lookOf: (source: unknown) => ImageLook | null,
): readonly Standing[] {
  const pageArea = Math.max(1, area(view));
  const paints = marks.paints.map((paint) => resolveImage(paint, pageArea, lookOf));
  const index = new PaintIndex(view, paints);
  const pictured = paints.reduce((sum, p) => (p.image ? sum + area(intersect(p.box, view)) : sum), 0);
  const hasScan = pictured / pageArea > SCAN_SHARE;
  // a page drawn to another scale has nothing but small letters
  const tiny = marks.glyphs.reduce((sum, glyph) => sum + (isTiny(glyph) ? 1 : 0), 0);
  const someTiny = tiny > 0 && tiny * TINY_SHARE <= marks.glyphs.length;
  return marks.glyphs.map((glyph) =>
    someTiny && isTiny(glyph) && !glyph.layerOff ? 'unseen' : standingOf(glyph, view, index, hasScan, pageArea),
  );
}

/** Letters below this size, or drawn without any width, are dots between others. */
const TINY = 0.6;
const NARROW = 0.02;
const TINY_SHARE = 1.5;

function isTiny({ text, size, x, y, endX, endY }: Glyph): boolean {
  if (size >= TINY && (endX - x > size * NARROW || endY !== y)) return false;
  const advance = Math.hypot(endX - x, endY - y);
  return (size < TINY || (advance > 0 && advance <= size * NARROW)) && /[\p{L}\p{N}]/u.test(text);
}

/** A patch of one colour, or a dark one (a noisy black bar), hides what lies below; what a picture hides is no redaction. */
function resolveImage(paint: Paint, pageArea: number, lookOf: (source: unknown) => ImageLook | null): Paint {
  if (!paint.image || paint.source === null || area(paint.box) / pageArea > LARGE_IMAGE) return paint;
  const look = lookOf(paint.source);
  if (look === null || (look.color === null && look.lightness > DARK)) return paint;
  return { ...paint, covers: true, color: look.color, image: look.color === null };
}

function standingOf(glyph: Glyph, view: Box, index: PaintIndex, hasScan: boolean, pageArea: number): Standing {
  const { x, y } = middleOf(glyph);
  if (glyph.layerOff) return 'unseen';
  const slack = glyph.size * 0.3;
  if (x < view.x0 - slack || x > view.x1 + slack || y < view.y0 - slack || y > view.y1 + slack) return 'cropped';
  if (glyph.invisible) return hasScan ? 'ocr-layer' : 'unseen';
  if (glyph.clipped) return 'unseen';
  let below: string | null = '#ffffff';
  for (const paint of index.at(y)) {
    if (!contains(paint.box, x, y)) continue;
    if (paint.order > glyph.order) {
      if (paint.covers && coversHeight(paint.box, glyph, y)) return 'covered';
      // text drawn first and its scan over it: the other way of making a searchable scan
      if (paint.image && area(paint.box) / pageArea > LARGE_IMAGE) return 'ocr-layer';
    } else below = paint.color;
  }
  return below !== null && glyph.color !== null && looksSame(below, glyph.color) ? 'same-color' : 'visible';
}

/** An underline or a table rule crosses text without hiding it. */
function coversHeight(box: Box, glyph: Glyph, y: number): boolean {
  if (Math.abs(glyph.endX - glyph.x) >= Math.abs(glyph.endY - glyph.y)) {
    return box.y0 <= y - glyph.size * 0.2 && box.y1 >= y + glyph.size * 0.2;
  }
  const { x } = middleOf(glyph);
  return box.x0 <= x - glyph.size * 0.2 && box.x1 >= x + glyph.size * 0.2;
}

/** A point inside the letter: half its advance along the base line, a third of its size above it. */
function middleOf(glyph: Glyph): { readonly x: number; readonly y: number } {
  const dx = glyph.endX - glyph.x;
  const dy = glyph.endY - glyph.y;
  if (dy === 0 && dx > 0) return { x: glyph.x + dx / 2, y: glyph.y + glyph.size * 0.3 };
  const length = Math.hypot(dx, dy);
  const [ux, uy] = length > 0 ? [dx / length, dy / length] : [1, 0];
  return { x: glyph.x + dx / 2 - uy * glyph.size * 0.3, y: glyph.y + dy / 2 + ux * glyph.size * 0.3 };
}

let last = { a: '', b: '', same: true };

/** Neighbouring glyphs nearly always have the same pair of colours. */
function looksSame(a: string, b: string): boolean {
  if (a === b) return true;
  if (last.a !== a || last.b !== b) last = { a, b, same: isNear(a, b) };
  return last.same;
}

function isNear(a: string, b: string): boolean {
  const [p, q] = [Number.parseInt(a.slice(1, 7), 16), Number.parseInt(b.slice(1, 7), 16)];
  const apart = Math.max(
    Math.abs((p >> 16) - (q >> 16)),
    Math.abs(((p >> 8) & 255) - ((q >> 8) & 255)),
    Math.abs((p & 255) - (q & 255)),
  );
  return apart / 255 < UNSEEN_CONTRAST && Math.abs(lightness(a) - lightness(b)) < UNSEEN_CONTRAST;
}
