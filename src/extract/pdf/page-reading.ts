/** One page: its visible text, its hidden text, whether it is a scan, and whether something on it was redacted in vain. */
import type { PDFPageProxy } from 'pdfjs-dist';
import { drawsFigures } from './drawn-figures.ts';
import { area, contains, IDENTITY, intersect, toBox, toMatrix } from './geometry.ts';
import type { Box } from './geometry.ts';
import { hasUnnamedLetters } from './glyph-names.ts';
import { linesAside } from './lines-aside.ts';
import type { Aside } from './lines-aside.ts';
import { readingOfColumns } from './page-columns.ts';
import { readingAlongCurves } from './page-curves.ts';
import { readPageMarks } from './page-marks.ts';
import type { Glyph, PageMarks, Paint } from './page-content.ts';
import type { layerVisibility } from './layers.ts';
import { linesAround, otherReadings, readingByCodes, textInDrawingOrder } from './page-text.ts';
import { imageLook, imagesDecoded } from './image-look.ts';
import { standings } from './visibility.ts';
import type { Standing } from './visibility.ts';

/** Why text of a page is hidden in a way that looks like a redaction. */
export type FailedRedaction =
  'text under an opaque box' | 'text in the colour of its background' | 'text outside the crop box';

/** What one page gives. */
export interface PageReading {
  readonly visible: string;
  /** the letters of it */
  readonly shown: readonly Glyph[];
  /** the same glyphs in other orders, where that gives other text */
  readonly otherwise: string;
  readonly ocrLayer: string;
  /** text nobody sees, by reason */
  readonly hidden: readonly { readonly text: string; readonly failed: FailedRedaction | null }[];
  /** an image of noteworthy size whose content no text accounts for: the page is a scan, or has a picture */
  readonly pictures: 'none' | 'picture' | 'scan';
  /** letters of which only what is drawn tells what they are */
  readonly unnamed: boolean;
  /** lines of them that a look at the whole page does not read */
  readonly aside: Aside | null;
  /** a row of shapes may be figures of an identity number */
  readonly figures: boolean;
  /** text still stands where somebody marked an area for redaction */
  readonly textUnderMarks: boolean;
  /** nothing at all is drawn */
  readonly empty: boolean;
}

/** Letters and figures from which hidden text means something; below it is a stray blank or a design's leftover. */
const MEANINGFUL = { covered: 4, 'same-color': 6, cropped: 6 } as const;

/** Share of the page an image must cover to be read as picture; a logo is smaller. */
const PICTURE_SHARE = 0.04;
const SCAN_SHARE = 0.4;
/** Letters from which text is more than what stands in a picture. */
const RUNNING_TEXT = 100;
/** Pictures of a page that are looked at closely. */
const MOST_PICTURES = 50;
/** Letters and figures below which a page with a large image counts as not having its text. */
const SPARSE_TEXT = 20;
/** Small filled shapes from which a page without text may hold letters drawn as outlines. */
const MANY_SHAPES = 20;
const SHAPE_SHARE = 0.002;

const weight = (text: string): number => text.replace(/[^\p{L}\p{N}]/gu, '').length;

/**
 * Reads one page.
 * @param hasCropBox the file mentions a crop box: what lies outside was cut away on purpose
 * @param redactionMarks areas somebody marked for redaction
 */
export async function readPage(
  page: PDFPageProxy,
  operators: Readonly<Record<string, number>>,
  isVisible: Awaited<ReturnType<typeof layerVisibility>>,
  hasCropBox: boolean,
  redactionMarks: readonly Box[],
): Promise<PageReading> {
  const marks = await readPageMarks(page, operators, isVisible);
  const view = toBox(page.view) ?? { x0: 0, y0: 0, x1: 612, y1: 792 };
  const lookOf = (source: unknown): ReturnType<typeof imageLook> => imageLook(page, source);
  const isOpaque = (source: unknown): boolean => lookOf(source) !== null;
  await imagesDecoded(page, picturesOver(marks, view));
  const standing = standings(marks, view, lookOf);
  const of = (...wanted: readonly Standing[]): readonly Glyph[] => select(marks.glyphs, standing, wanted);
  const shown = of('visible');
  const visible = textInDrawingOrder(shown);
  const ocrLayer = textInDrawingOrder(of('ocr-layer'));
  const hidden = [
    hiddenText(of('covered'), of('visible', 'covered'), shown, 'covered', 'text under an opaque box'),
    hiddenText(
      of('same-color'),
      of('visible', 'same-color'),
      shown,
      'same-color',
      'text in the colour of its background',
    ),
    hiddenText(
      of('cropped'),
      of('visible', 'cropped'),
      shown,
      'cropped',
      hasCropBox ? 'text outside the crop box' : null,
    ),
    { text: textInDrawingOrder(of('unseen')), failed: null },
  ];
  const unnamed = hasUnnamedLetters(shown);
  return {
    visible,
    shown,
    otherwise:
      otherReadings(shown, visible) +
      readingByCodes(shown) +
      readingAlongCurves(shown, visible) +
      readingOfColumns(shown, visible) +
      otherReadings(of('ocr-layer'), ocrLayer),
    unnamed,
    aside: unnamed ? asideOf(page, shown) : null,
    figures: drawsFigures(marks.shapes),
    ocrLayer,
    hidden: hidden.filter((h) => h.text !== ''),
    pictures:
      ocrLayer === ''
        ? picturesOf({ marks, view, letters: weight(visible), readable: isReadable(visible), isOpaque })
        : 'none',
    empty: marks.operations === 0,
    textUnderMarks: redactionMarks.some((box) => weight(textInDrawingOrder(shown.filter((g) => isIn(box, g)))) >= 4),
  };
}

function asideOf(page: PDFPageProxy, shown: readonly Glyph[]): Aside | null {
  const { transform, width } = page.getViewport({ scale: 1 });
  return linesAside(shown, { matrix: toMatrix(transform) ?? IDENTITY, width });
}

/** Most pages have visible glyphs only, and the same list serves for them. */
function select(
  glyphs: readonly Glyph[],
  standing: readonly Standing[],
  wanted: readonly Standing[],
): readonly Glyph[] {
  const [only] = standing;
  if (only === undefined || standing.every((s) => s === only)) return only && wanted.includes(only) ? glyphs : [];
  return glyphs.filter((_, i) => wanted.includes(standing[i] ?? 'visible'));
}

const isIn = (box: Box, g: Glyph): boolean => contains(box, (g.x + g.endX) / 2, (g.y + g.endY) / 2 + g.size * 0.3);

/**
 * @param glyphs that are hidden for one reason
 * @param together these and the visible ones, in drawing order
 * @param shown glyphs a reader sees; text that was drawn again on top of its cover is not hidden
 */
function hiddenText(
  glyphs: readonly Glyph[],
  together: readonly Glyph[],
  shown: readonly Glyph[],
  why: keyof typeof MEANINGFUL,
  name: FailedRedaction | null,
): { text: string; failed: FailedRedaction | null } {
  if (glyphs.length === 0) return { text: '', failed: null };
  const places = new Set(shown.map(placeOf));
  const gone = glyphs.filter((g) => !places.has(placeOf(g)));
  const text = textInDrawingOrder(gone);
  // the longest line counts: single letters at the rim of many boxes are no redaction
  const meaningful = text.split('\n').some((line) => weight(line) >= MEANINGFUL[why]);
  // the line as a whole: a label beside a covered number, the other half of a number covered in part
  const lines = linesAround(together, new Set(gone));
  return { text: lines + otherReadings(gone, text), failed: meaningful ? name : null };
}

const placeOf = (g: Glyph): string => `${g.text}@${Math.round(g.x / 2)},${Math.round(g.y / 2)}`;

interface PicturedPage {
  readonly marks: PageMarks;
  readonly view: Box;
  /** letters and figures that are read */
  readonly letters: number;
  readonly readable: boolean;
  readonly isOpaque: (source: unknown) => boolean;
}

const isPicture = (paint: Paint): boolean => paint.image || paint.stencil;

function picturesOf(page: PicturedPage): PageReading['pictures'] {
  const { marks, view, letters, readable } = page;
  const pageArea = Math.max(1, area(view));
  let total = 0;
  let largest = 0;
  for (const paint of marks.paints) {
    if (!isPicture(paint)) continue;
    const share = area(intersect(paint.box, view)) / pageArea;
    total += share;
    largest = Math.max(largest, share);
  }
  if (letters < SPARSE_TEXT || !readable) {
    // scanners cut pages into strips: the sum counts
    if (total >= SCAN_SHARE || (!readable && letters >= SPARSE_TEXT)) return 'scan';
    const shapes = marks.paints.filter((p) => !p.image && !p.covers && area(p.box) < pageArea * SHAPE_SHARE);
    if (shapes.length >= MANY_SHAPES) return 'picture';
  }
  return largest >= PICTURE_SHARE && !isUnderText(page) ? 'picture' : 'none';
}

const isLarge = (paint: Paint, view: Box): boolean =>
  isPicture(paint) && area(intersect(paint.box, view)) / area(view) >= PICTURE_SHARE;

function lettersIn(picture: Paint, glyphs: readonly Glyph[]): { readonly before: number; readonly after: number } {
  const inside = glyphs.filter((g) => contains(picture.box, g.x, g.y));
  const before = inside.filter((g) => g.order < picture.order).length;
  return { before, after: inside.length - before };
}

/** Sources of large pictures that are drawn over running text. */
function picturesOver({ paints, glyphs }: PageMarks, view: Box): readonly unknown[] {
  const pictures = paints.filter((p) => p.image && p.source !== null && isLarge(p, view)).slice(0, MOST_PICTURES);
  return pictures.filter((p) => lettersIn(p, glyphs).before > RUNNING_TEXT).map(({ source }) => source);
}

/** A picture behind running text is a background or a scan with its text layer; one drawn over text hides it, unless light comes through. */
function isUnderText({ marks, view, isOpaque }: PicturedPage): boolean {
  return marks.paints
    .filter((p) => isLarge(p, view))
    .every((picture) => {
      const { before, after } = lettersIn(picture, marks.glyphs);
      if (after > RUNNING_TEXT || before + after <= RUNNING_TEXT) return after > RUNNING_TEXT;
      return !picture.image || picture.source === null || !isOpaque(picture.source);
    });
}

/** Fonts without a character map give private-use or control characters: then only OCR can read. */
function isReadable(text: string): boolean {
  let letters = 0;
  let odd = 0;
  for (let i = 0; i < text.length; i++) {
    const code = text.charCodeAt(i);
    if (code === 0x20 || code === 0x09 || code === 0x0a) continue;
    letters++;
    if (code < 0x20 || (code >= 0x7f && code < 0xa0) || (code >= 0x300 && ODD.test(text.charAt(i)))) odd++;
  }
  return letters < SPARSE_TEXT || odd / letters < 0.5;
}

/** Private use (also the surrogates that lead to it), unassigned, replaced. */
const ODD = /[\p{Co}\p{Cn}\ufffd\udb80-\udbff]/u;
