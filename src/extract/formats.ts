/** The registry of file formats: one line each, asked in this order. A new format is its file and a line here. */
import type { Format } from './format.ts';
import { ooxmlFormat } from './office/office.ts';

export const FORMATS: readonly Format[] = [
  ooxmlFormat,
];
