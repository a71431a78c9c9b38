/** Pictures whose measures cannot be: PDF.js goes through all bits that they claim. */
import type { RawPdf } from './raw-objects.ts';
import { isDict, isList, nameOf, type PdfDict } from './raw-values.ts';

/** ISO 32000-1 §8.9.5.1 */
const BITS: ReadonlySet<unknown> = new Set([1, 2, 4, 8, 16]);
/** Pixels along a side; annex C of ISO 32000-1 names no limit, and no scanner comes near. */
const LONGEST_SIDE = 200_000;

function isImpossible(picture: PdfDict): boolean {
  const bits = picture.get('BitsPerComponent') ?? picture.get('BPC');
  if (typeof bits === 'number' && !BITS.has(bits)) return true;
  return (
    isTooLong(picture, 'Width') ||
    isTooLong(picture, 'Height') ||
    parametersOf(picture).some((one) => isTooLong(one, 'Columns'))
  );
}

const isTooLong = (dict: PdfDict, key: string): boolean => {
  const side = dict.get(key);
  return typeof side === 'number' && !(side >= 0 && side <= LONGEST_SIDE);
};

/** What the filters are told; a decoder makes room for a row before it has read any (ISO 32000-1 §7.4.4.3, §7.4.6). */
function parametersOf(picture: PdfDict): readonly PdfDict[] {
  const given = picture.get('DecodeParms') ?? picture.get('DP');
  return (isList(given) ? given : [given]).filter(isDict);
}

/** Whether a file holds a picture that claims such measures. */
export const hasImpossiblePicture = ({ objects }: RawPdf): boolean =>
  objects.some(({ value }) => isDict(value) && nameOf(value.get('Subtype')) === 'Image' && isImpossible(value));
