/**
 * Parts of a package that are not XML. Pictures and media belong to the document's machinery and go on as internal files;
 * anything a person put in goes on as a file; device settings and fonts are only swept for text.
 */
import { metafileType } from '../image/metafile.ts';
import { sweepText } from './sweep.ts';
import type { Sink } from './sink.ts';

/** Machine parts no reader exists for, whose strings are swept: printer settings, custom properties, vector images of unknown kinds, fonts. */
const SWEPT =
  /(?:printersettings|customproperty|devmode)[^/]*\.(?:bin|xml)$|\.(?:emf|wmf|svm|wdp|odttf|fntdata|sigs|rels)$|(?:^|\/)(?:\[trash\]|theme)\//iu;
const MEDIA = /(?:^|\/)(?:media|pictures|thumbnails|docprops|activex|ctrlprops|ink)\/[^/]+$|vbaproject[^/]*\.bin$/iu;

/** What LibreOffice and Word call the picture of the first page, sheet or slide. */
const PREVIEW = /^(?:thumbnails|docprops)\/thumbnail[^/]*$/iu;

/** State of an ActiveX control ([MS-OFORMS]), strings amid numbers; in a compound file it is read as one. */
const isControl = (name: string, bytes: Buffer): boolean =>
  /(?:^|\/)activex\/[^/]+\.bin$/iu.test(name) && bytes.toString('hex', 0, 4) !== 'd0cf11e0';

/**
 * Hands on a part.
 * @param name path within the package
 */
export function embedBinary(name: string, bytes: Buffer, sink: Sink): void {
  if (bytes.length === 0) return;
  const file = name.slice(name.lastIndexOf('/') + 1);
  if (metafileType(bytes) === null && (SWEPT.test(name) || isControl(name, bytes))) {
    for (const text of sweepText(bytes, sink.budget)) sink.line(text, 'metadata', file.replace(/\d+/gu, ''));
  } else if (PREVIEW.test(name)) sink.embedPreview(file, bytes);
  else sink.embed(file, bytes, MEDIA.test(name) || metafileType(bytes) !== null);
}
