/** The registry of file formats: one line each, asked in this order. A new format is its file and a line here. */
import { gzipFormat, lzipFormat, sevenZipFormat, tarFormat, zipFormat } from './archive/archives.ts';
import { activeMimeFormat } from './office/active-mime.ts';
import { appleFormat } from './apple-files.ts';
import { binaryPlistFormat } from './binary-plist.ts';
import { calendarFormat } from './mail/calendar.ts';
import { certificateFormat } from './mail/certificate.ts';
import { csvFormat } from './csv.ts';
import { dbaseFormat } from './dbase.ts';
import { encryptedFormat } from './encrypted-files.ts';
import { exchangeSheetFormat } from './exchange-sheets.ts';
import type { Format } from './format.ts';
import { dxfFormat } from './dxf.ts';
import { edifactFormat } from './edifact.ts';
import { htmlFormat } from './html/html.ts';
import { imageFormat } from './image/image.ts';
import { metafileFormat } from './image/metafile.ts';
import { mboxFormat } from './mail/mbox.ts';
import { msgFormat } from './mail/msg.ts';
import { compoundFormat, flatOdfFormat, odfFormat, ooxmlFormat, rtfFormat } from './office/office.ts';
import { xmlSheetFormat } from './office/xml-sheets.ts';
import { pdfFormat } from './pdf/pdf.ts';
import { plainFormat } from './plain.ts';
import { subtitleFormat } from './subtitles.ts';
import { cmsFormat, pgpFormat, pgpSignatureFormat, rightsProtectedFormat } from './mail/signed.ts';
import { tnefFormat } from './mail/tnef.ts';
import { xmlFormat } from './xml.ts';

export const FORMATS: readonly Format[] = [
  htmlFormat,
  flatOdfFormat, // before any other XML
  xmlSheetFormat,
  xmlFormat,
  exchangeSheetFormat,
  subtitleFormat, // commas in its times make no table
  csvFormat,
  calendarFormat,
  dxfFormat,
  edifactFormat,
  mboxFormat,
  msgFormat,
  tnefFormat,
  cmsFormat,
  certificateFormat,
  pgpFormat,
  pgpSignatureFormat,
  rightsProtectedFormat,
  encryptedFormat,
  appleFormat,
  binaryPlistFormat,
  dbaseFormat,
  ooxmlFormat,
  odfFormat,
  rtfFormat,
  activeMimeFormat,
  compoundFormat, // after the reader of .msg
  pdfFormat,
  metafileFormat,
  imageFormat,
  zipFormat,
  gzipFormat,
  tarFormat,
  lzipFormat,
  sevenZipFormat,
  plainFormat, // takes any text: stays last
];
