/** Shapes of one page that are as small as letters: text may be drawn as outlines. */
import { intersect, transformBox, type Box } from './geometry.ts';
import type { GraphicsState } from './graphics-state.ts';
import type { Shape } from './page-content.ts';
import { makeOf, partsOf } from './paths.ts';

/** Kept per page, and their longest side, in points. */
const MOST_SHAPES = 50_000;
const LETTER = 60;

export class LetterShapes {
  readonly shapes: Shape[] = [];

  /** Takes the parts of a path that may be letters. @param half of the width of a line */
  add(data: readonly number[] | null, bounds: Box, { ctm, clip }: GraphicsState, half = 0): void {
    if (data === null || this.isFull()) return;
    const seen = intersect(transformBox(ctm, bounds), clip);
    if (seen.x0 > seen.x1 || seen.y0 > seen.y1) return;
    for (const part of partsOf(data)) {
      const { x0, y0, x1, y1 } = transformBox(ctm, part.box);
      if (x1 - x0 > LETTER || y1 - y0 > LETTER || this.isFull()) continue;
      this.shapes.push({ box: { x0: x0 - half, y0: y0 - half, x1: x1 + half, y1: y1 + half }, ...makeOf(data, part) });
    }
  }

  private isFull(): boolean {
    return this.shapes.length > MOST_SHAPES;
  }
}
