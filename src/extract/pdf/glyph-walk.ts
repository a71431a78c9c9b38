/** Writes the glyphs of one page: where each stands, how large, and what says which letter it is (ISO 32000-1 §9.4). */
import type { PDFPageProxy } from 'pdfjs-dist';
import { IDENTITY, multiply, num, toMatrix, type Matrix } from './geometry.ts';
import { digitOf, exchangedSigns, unnamedCodes } from './glyph-names.ts';
import type { GraphicsState } from './graphics-state.ts';
import type { Glyph } from './page-content.ts';
import { COLUMN_GAP } from './page-text.ts';

/** What the page around a text decides. */
export interface Surroundings {
  readonly layerOff: boolean;
  /** it is drawn into a pattern or a mask, in which nobody reads it */
  readonly unseen: boolean;
  /** number of the next mark of the page */
  readonly order: () => number;
  readonly isFull: () => boolean;
}

/** Where the next glyph stands in text space. */
interface Cursor {
  readonly matrix: Matrix;
  readonly x: number;
  readonly y: number;
  readonly lineX: number;
  readonly lineY: number;
}
/** What is known of how a font names its letters. */
interface FontNames {
  /** for which codes nothing says what letter they are; null when there are none */
  readonly isUnnamed: ((code: unknown) => boolean) | null;
  /** marks the signs that it draws as others; null when there are none */
  readonly exchanged: ((sign: string) => string) | null;
}

const START: Cursor = { matrix: IDENTITY, x: 0, y: 0, lineX: 0, lineY: 0 };

export class GlyphWalk {
  readonly glyphs: Glyph[] = [];
  /** kept while a pattern is drawn */
  cursor = START;
  private readonly page: PDFPageProxy;
  private readonly fonts = new Map<string, FontNames>();

  constructor(page: PDFPageProxy) {
    this.page = page;
  }

  /** Begins a text, or a line with a matrix of its own. */
  begin(matrix: Matrix): void {
    this.cursor = { ...START, matrix };
  }

  /** Goes to another line, from where the last one began. */
  move(dx: number, dy: number): void {
    const { matrix, lineX, lineY } = this.cursor;
    this.cursor = { matrix, x: lineX + dx, y: lineY + dy, lineX: lineX + dx, lineY: lineY + dy };
  }

  font(state: GraphicsState, name: unknown, size: unknown): void {
    state.fontSize = num(size, 0);
    state.fontScale = 0.001;
    state.font = typeof name === 'string' ? name : '';
    if (typeof name !== 'string' || !this.page.commonObjs.has(name)) return;
    const font: unknown = this.page.commonObjs.get(name);
    if (typeof font !== 'object' || font === null || !('fontMatrix' in font)) return;
    const matrix = toMatrix(font.fontMatrix);
    if (matrix !== null && matrix[0] !== 0) state.fontScale = Math.abs(matrix[0]);
  }

  /** @param items of a showText operator */
  show(items: unknown, s: GraphicsState, around: Surroundings): void {
    if (!Array.isArray(items)) return;
    const m = multiply(s.ctm, this.cursor.matrix);
    const { isUnnamed, exchanged } = this.namesOf(s.font);
    let { x } = this.cursor;
    for (const item of items as readonly unknown[]) {
      if (typeof item === 'number') {
        x -= ((item * s.fontSize) / 1000) * s.hScale;
        continue;
      }
      if (typeof item !== 'object' || item === null || !('unicode' in item)) continue;
      const width = 'width' in item ? num(item.width, 0) * s.fontScale * s.fontSize * s.hScale : 0;
      const text = typeof item.unicode === 'string' ? blankFor(item.unicode, width, s) : '';
      const isSpace = 'isSpace' in item && item.isSpace === true;
      const code = 'originalCharCode' in item ? digitOf(item.originalCharCode, text) : '';
      const unnamed =
        isUnnamed !== null && 'originalCharCode' in item && isUnnamed(item.originalCharCode)
          ? s.font
          : (exchanged?.(text) ?? '');
      if (text !== '' || code !== '')
        this.glyphs.push({ text, code, unnamed, ...this.placed(x, width, m, s), ...shownAs(s, around) });
      x += width + (s.charSpacing + (isSpace ? s.wordSpacing : 0)) * s.hScale;
      if (around.isFull()) break;
    }
    this.cursor = { ...this.cursor, x };
  }

  private namesOf(name: string): FontNames {
    let names = this.fonts.get(name);
    if (names === undefined) {
      const font: unknown = name !== '' && this.page.commonObjs.has(name) ? this.page.commonObjs.get(name) : null;
      names = { isUnnamed: unnamedCodes(font), exchanged: exchangedSigns(font, name) };
      this.fonts.set(name, names);
    }
    return names;
  }

  /** @param m from text space to user space */
  private placed(
    x: number,
    width: number,
    m: Matrix,
    s: GraphicsState,
  ): Pick<Glyph, 'x' | 'y' | 'endX' | 'endY' | 'size' | 'clipped'> {
    const y = this.cursor.y + s.rise;
    const startX = m[0] * x + m[2] * y + m[4];
    const startY = m[1] * x + m[3] * y + m[5];
    const endX = startX + m[0] * width;
    const endY = startY + m[1] * width;
    const middleX = (startX + endX) / 2 + m[2] * s.fontSize * 0.3;
    const middleY = (startY + endY) / 2 + m[3] * s.fontSize * 0.3;
    const { clip } = s;
    return {
      x: startX,
      y: startY,
      endX,
      endY,
      size: Math.abs(s.fontSize) * Math.sqrt(m[2] * m[2] + m[3] * m[3]),
      clipped: middleX < clip.x0 || middleX > clip.x1 || middleY < clip.y0 || middleY > clip.y1,
    };
  }
}

/** What stands between words or lines and is drawn as nothing. */
const BLANK_CONTROLS = /^[\t-\r\u0085\u2028\u2029]+$/u;

/**
 * A blank where the table for copying gives a tab or the end of a line: many fonts draw all of them with one glyph, and some programs
 * name it by the first. Whether there is another column or line, its width and what follows tell.
 */
function blankFor(text: string, width: number, { fontSize, hScale }: GraphicsState): string {
  // nearly every letter is none
  const code = text.charCodeAt(0);
  if ((code > 0x0d && code < 0x85) || !BLANK_CONTROLS.test(text)) return text;
  return Math.abs(width) > Math.abs(fontSize * hScale) * COLUMN_GAP ? '\t' : ' ';
}

/** The colour of a glyph, and whether it has none. */
const shownAs = (
  s: GraphicsState,
  { layerOff, unseen, order }: Surroundings,
): Pick<Glyph, 'color' | 'invisible' | 'layerOff' | 'order'> => ({
  color: s.mode === 1 ? s.stroke : s.mode === 2 && s.stroke !== s.fill ? null : s.fill,
  invisible:
    unseen ||
    s.inMask ||
    s.mode === 3 ||
    s.mode === 7 ||
    (s.mode === 0 ? s.fillAlpha : Math.max(s.fillAlpha, s.strokeAlpha)) < 0.02,
  layerOff,
  order: order(),
});
