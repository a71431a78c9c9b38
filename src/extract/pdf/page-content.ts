/** What a page draws, as page-marks.ts finds it and the readers of pages judge it. */
import type { Box } from './geometry.ts';
import type { PathMake } from './paths.ts';

/** One drawn character (or ligature). */
export interface Glyph {
  readonly text: string;
  /** start and end of the advance on the base line, default user space */
  readonly x: number;
  readonly y: number;
  readonly endX: number;
  readonly endY: number;
  /** font size in user space, along the normal of the base line */
  readonly size: number;
  /** '#rrggbb'; null for patterns, and for letters filled and outlined differently */
  readonly color: string | null;
  /** drawn with fill or stroke at all (render modes 3 and 7 are invisible, ISO 32000-1 §9.3.6) */
  readonly invisible: boolean;
  /** in a layer that is switched off */
  readonly layerOff: boolean;
  /** outside what the clipping path lets through */
  readonly clipped: boolean;
  /** moment of drawing */
  readonly order: number;
  /** digit or hyphen that its code stands for in ASCII, where the font's table for copying says something else; '' otherwise */
  readonly code: string;
  /** its font, where nothing says what letter it is; '' otherwise */
  readonly unnamed: string;
}

/** A filled area. */
export interface Paint {
  readonly box: Box;
  readonly order: number;
  /** it is opaque and fills its box: what lies below is hidden */
  readonly covers: boolean;
  /** colour of a box that covers; null when it has several or cannot be told */
  readonly color: string | null;
  readonly image: boolean;
  /** it lets a colour through where its bits say so: a picture in one colour, of which nobody knows what it hides */
  readonly stencil: boolean;
  /** image object of pdf.js, or its name; null otherwise */
  readonly source: unknown;
}

/** A part of a path that is drawn, as small as a letter. */
export interface Shape extends PathMake {
  /** where it stands on the page */
  readonly box: Box;
}

/** What one page draws. */
export interface PageMarks {
  readonly glyphs: readonly Glyph[];
  readonly paints: readonly Paint[];
  readonly shapes: readonly Shape[];
  /** length of the operator list: 0 for an empty page and for content that could not be read */
  readonly operations: number;
}
