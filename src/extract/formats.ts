/** The registry of file formats: one line each, asked in this order. A new format is its file and a line here. */
import type { Format } from './format.ts';
import { htmlFormat } from './html.ts';
import { plainFormat } from './plain.ts';

export const FORMATS: readonly Format[] = [
  htmlFormat,
  plainFormat, // takes any text: stays last
];
