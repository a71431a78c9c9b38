/** The part of the graphics state (ISO 32000-1 §8.4) that tells what a page shows. */
import { EVERYWHERE, IDENTITY } from './geometry.ts';
import type { Box, Matrix } from './geometry.ts';

/** Colours are '#rrggbb', null for patterns; changed in place while a page is walked. */
export interface GraphicsState {
  ctm: Matrix;
  clip: Box;
  /** what of its box the clipping path leaves out; few at a time */
  clipHoles: readonly Box[];
  fill: string | null;
  stroke: string | null;
  fillAlpha: number;
  strokeAlpha: number;
  blend: string;
  softMask: boolean;
  /** what is drawn is a mask, through which something else is seen */
  inMask: boolean;
  lineWidth: number;
  /** name of the font in pdf.js, '' for none */
  font: string;
  fontSize: number;
  fontScale: number;
  charSpacing: number;
  wordSpacing: number;
  hScale: number;
  leading: number;
  rise: number;
  mode: number;
}

/** The state at the start of a page. */
export const initialState = (): GraphicsState => ({
  ctm: IDENTITY,
  clip: EVERYWHERE,
  clipHoles: [],
  fill: '#000000',
  stroke: '#000000',
  fillAlpha: 1,
  strokeAlpha: 1,
  blend: 'source-over',
  softMask: false,
  inMask: false,
  lineWidth: 1,
  font: '',
  fontSize: 0,
  fontScale: 0.001,
  charSpacing: 0,
  wordSpacing: 0,
  hScale: 1,
  leading: 0,
  rise: 0,
  mode: 0,
});
