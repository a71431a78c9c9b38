/** Pictures that are too large to be decoded, and those whose measures cannot be: PDF.js makes room for all that they claim before it has read a bit of it. */
import type { RawPdf } from './raw-objects.ts';
import { isDict, isList, isRef, nameOf, type PdfDict, type PdfValue } from './raw-values.ts';

/** ISO 32000-1 §8.9.5.1 */
const BITS: ReadonlySet<unknown> = new Set([1, 2, 4, 8, 16]);
/** Pixels along a side; annex C of ISO 32000-1 names no limit, and no scanner comes near. */
const LONGEST_SIDE = 200_000;
/** A picture within the instructions of a page (ISO 32000-1 §8.9.7), as far as its data; and a side or row that it claims. */
const INLINE = /(?<![A-Za-z])BI\s([\s\S]{0,600}?)\sID\s/g;
const CLAIMS = /\/(?:W|H|Width|Height|Columns)\s{1,4}(\d{1,12})(?!\d)/g;

/** The value itself where a reference leads to it. */
const followed = ({ current }: RawPdf, value: PdfValue | undefined): PdfValue | undefined =>
  isRef(value) ? current.get(value.ref)?.value : value;

function isTooLong(raw: RawPdf, dict: PdfDict, key: string): boolean {
  const side = followed(raw, dict.get(key));
  return typeof side === 'number' && !(side >= 0 && side <= LONGEST_SIDE);
}

/** What the filters are told (ISO 32000-1 §7.4.4.3, §7.4.6). */
function parametersOf(raw: RawPdf, picture: PdfDict): readonly PdfDict[] {
  const given = followed(raw, picture.get('DecodeParms') ?? picture.get('DP'));
  return (isList(given) ? given : [given]).map((one) => followed(raw, one)).filter(isDict);
}

function isImpossible(raw: RawPdf, picture: PdfDict): boolean {
  const bits = followed(raw, picture.get('BitsPerComponent') ?? picture.get('BPC'));
  return (
    (typeof bits === 'number' && !BITS.has(bits)) ||
    isTooLong(raw, picture, 'Width') ||
    isTooLong(raw, picture, 'Height') ||
    parametersOf(raw, picture).some((parameters) => isTooLong(raw, parameters, 'Columns'))
  );
}

/** Whether the instructions of a page hold such a picture. */
function hasImpossibleInline(instructions: Buffer): boolean {
  if (!instructions.includes('BI')) return false;
  for (const [, claims = ''] of instructions.toString('latin1').matchAll(INLINE)) {
    for (const [, side] of claims.matchAll(CLAIMS)) if (Number(side) > LONGEST_SIDE) return true;
  }
  return false;
}

/** Whether a file holds a picture that claims such measures. */
export const hasImpossiblePicture = (raw: RawPdf): boolean =>
  raw.objects.some(({ value, data }) =>
    isDict(value) && nameOf(value.get('Subtype')) === 'Image'
      ? isImpossible(raw, value)
      : data !== null && hasImpossibleInline(data),
  );

/** Pixels of the largest picture that a file holds; 0 without any. */
export function largestPicture(raw: RawPdf): number {
  let most = 0;
  for (const { value } of raw.objects) {
    if (!isDict(value) || nameOf(value.get('Subtype')) !== 'Image') continue;
    const [width, height] = [followed(raw, value.get('Width')), followed(raw, value.get('Height'))];
    if (typeof width === 'number' && typeof height === 'number') most = Math.max(most, width * height);
  }
  return most;
}
