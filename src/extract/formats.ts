/** The registry of file formats: one line each, asked in this order. A new format is its file and a line here. */
import { gzipFormat, sevenZipFormat, tarFormat, zipFormat } from './archive/archives.ts';
import type { Format } from './format.ts';
import { htmlFormat } from './html.ts';
import { compoundFormat, odfFormat, ooxmlFormat, rtfFormat } from './office/office.ts';
import { pdfFormat } from './pdf/pdf.ts';
import { plainFormat } from './plain.ts';

export const FORMATS: readonly Format[] = [
  htmlFormat,
  ooxmlFormat,
  odfFormat,
  rtfFormat,
  compoundFormat, // after the reader of .msg
  pdfFormat,
  zipFormat,
  gzipFormat,
  tarFormat,
  sevenZipFormat,
  plainFormat, // takes any text: stays last
];
