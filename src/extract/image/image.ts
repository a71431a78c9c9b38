/**
 * image: pictures. In: PNG, JPEG, JPEG 2000, TIFF, GIF, WebP, BMP, HEIC, AVIF. Out: text beside the pixels (zone 'metadata') and text
 * in the pixels (zone 'ocr') as far as the OCR budget reaches; files hidden behind the picture. Where OCR is off, spent or
 * cannot read the format, the picture is uninspected; a logo or icon is too small to hold a text worth reading and is not
 * even listed. Promised: total; nothing is decoded whose header announces more pixels than fit in memory.
 */
import { TextBuilder } from '../../core/text.ts';
import type { ExtractedText } from '../../core/text.ts';
import { BudgetSpent } from '../budget.ts';
import type { Budget } from '../budget.ts';
import type { Document, EmbeddedFile, Extraction, Format, FormatContext } from '../format.ts';
import { firstFrame, furtherFrames } from './animation.ts';
import { avifPictures, decodeAvif, hasOthers } from './avif.ts';
import { cutPicture } from './cut-picture.ts';
import { dimensionsOf, isJpeg2000 } from './dimensions.ts';
import type { Dimensions } from './dimensions.ts';
import { drawTold } from './drawn.ts';
import { readLeftover, sweptText } from '../leftovers.ts';
import { readImageMetadata } from './image-metadata.ts';
import { decodeHeif, hasMovingPictures, heifPictures, isHeif } from './heif.ts';
import { recogniseImage } from './ocr.ts';
import { picturesBehind } from './pictures-behind.ts';
import { unknownRuns } from '../office/sweep.ts';
import { shownBesides } from './preview.ts';
import type { Picture } from './ocr.ts';
import { besidePictures, isTiff, tiffPages } from './tiff.ts';
import { isPng } from './png-chunks.ts';
import { jpeg2000AsPdf } from './tiff-pdf.ts';

export { ocrStatus } from './ocr.ts';

/** About A4 at 600 dpi; more is not decoded. */
const MAX_PIXELS = 40_000_000;
/** A picture of 200 × 60 pixels holds one line of screen text; smaller ones are logos and icons. */
const MIN_PIXELS = 200 * 60;
const MIN_SIDE = 24;

const TYPES = /^image\/(?:png|apng|jpeg|tiff|gif|webp|bmp|x-ms-bmp|heic|heif|heic-sequence|avif|jp2|jpx|jxl|x-icon)$/u;

export const imageFormat: Format = {
  id: 'image',
  recognises: (sniff) => sniff.type !== null && TYPES.test(sniff.type),
  extract: extractImage,
};

async function extractImage(document: Document, context: FormatContext): Promise<Extraction> {
  const { part, path, where, bytes } = document;
  const metadata = readImageMetadata(bytes);
  const builder = new TextBuilder();
  const add = (text: string, zone: 'metadata' | 'ocr', locator: string): void => {
    builder.add(text, { zone, locator }).breakLine();
  };
  for (const { text, locator } of metadata.texts) add(text, 'metadata', locator);
  const behind = picturesBehind(metadata.trailing);
  const embedded: EmbeddedFile[] = behind.pictures.map((jpeg) => ({
    name: null,
    declaredType: 'image/jpeg',
    bytes: jpeg,
    internal: true,
  }));
  for (const trailing of behind.rest) {
    const plain = readsAsText(trailing) ? trailing.toString('utf8') : '';
    const isPlain = plain !== '' && !/^\s*(?:[<{%#]|[A-Za-z-]{1,40}:)/u.test(plain);
    if (isPlain) add(plain, 'metadata', 'behind the picture');
    const rest = isPlain ? null : await readLeftover(trailing, { document, budget: context.budget, inPicture: true });
    if (rest !== null && rest.text !== '') add(rest.text, 'metadata', 'behind the picture');
    if (rest !== null && rest.file !== null) embedded.push(rest.file);
  }
  const known = metadata.texts.map(({ text }) => text).join('\n');
  for (const block of [...metadata.unknown, ...(isTiff(bytes) ? besidePictures(bytes) : [])]) {
    const words = unknownRuns(sweptText(block, context.budget).split('\n'), known);
    if (words.length > 0) add(words.join('\n'), 'metadata', 'between the parts of the picture');
  }
  const besides =
    document.previewOf === undefined
      ? null
      : await besidesWhatIsSaid({ bytes, orientation: metadata.orientation }, document.previewOf, context);
  const take = (text: string, locator: string): void => add(text, 'ocr', locator);
  const missed: (Missed | null)[] = [
    besides === null
      ? await recognise(bytes, metadata.orientation, context, take)
      : tell(besides, '', context.budget, take),
    behind.more ? { reason: 'limit', detail: 'more pictures in one file than are read' } : null,
  ];
  const text = builder.build(part, where, path);
  return {
    texts: text.text === '' ? [] : [text],
    embedded,
    uninspected: missed.flatMap((one) => (one === null ? [] : [{ part, path, ...one, kind: 'image' }])),
    signals: [],
  };
}

/** What the preview of a document shows that the document does not say; null when it is to be read like any picture. */
function besidesWhatIsSaid(
  picture: Picture,
  said: readonly ExtractedText[],
  context: FormatContext,
): Promise<string | null> {
  const size = dimensionsOf(picture.bytes);
  if (isTiff(picture.bytes) || isHeif(picture.bytes)) return Promise.resolve(null);
  return size !== null && isTooSmall(size) ? Promise.resolve('') : shownBesides(picture, size, said, context);
}

interface Missed {
  readonly reason: 'limit' | 'unsupported' | 'timeout' | 'damaged';
  readonly detail: string;
}

/** The pictures of a file: one, the pages of a TIFF, or some frames of an animation; each is made when the one before was read. */
interface Sheet {
  readonly size: Dimensions | null;
  readonly locator: string;
  readonly picture: () => Promise<Picture | null>;
  /** what there is of it, for when it cannot be decoded */
  readonly mend?: () => Promise<Picture | null>;
  /** why there is nothing to read */
  readonly left?: Missed | null;
}

async function* sheetsOf(bytes: Buffer, orientation: number): AsyncGenerator<Sheet> {
  const pages = isTiff(bytes) ? tiffPages(bytes) : [];
  if (pages.length > 0) {
    yield* pages.map((page, i) => ({
      size: page.width > 0 && page.height > 0 ? page : null,
      locator: pages.length > 1 ? `page ${i + 1}` : '',
      picture: () => page.picture(),
    }));
    return;
  }
  if (isHeif(bytes)) {
    yield* heifSheets(bytes);
    return;
  }
  const size = dimensionsOf(bytes);
  if (size !== null && isJpeg2000(bytes)) {
    const told = (): Promise<Picture | null> => drawTold(jpeg2000AsPdf(bytes, size.width, size.height), orientation);
    yield { size, locator: '', picture: told };
    return;
  }
  const picture = (): Promise<Picture | null> => Promise.resolve({ bytes: firstFrame(bytes), orientation });
  yield { size, locator: '', picture, mend: () => cutPicture(bytes, orientation) };
  if (size === null || isTooSmall(size) || size.width * size.height > MAX_PIXELS) return;
  for (const { bytes: frame, locator, ...frameSize } of furtherFrames(bytes)) {
    const left: Missed | null = frame === null ? { reason: 'limit', detail: 'more frames than are read' } : null;
    const shown = (): Promise<Picture | null> => Promise.resolve(frame === null ? null : { bytes: frame, orientation });
    yield { size: frameSize, locator, picture: shown, left };
  }
}

/** Pictures of one HEIC or AVIF that are read; a telephone stores a few at most. */
const MOST_HEIF = 20;
/** Decoding AV1 takes more memory than anything else: a larger picture would cost the inspector. */
const MAX_PIXELS_AV1 = 16_000_000;

async function* heifSheets(bytes: Buffer): AsyncGenerator<Sheet> {
  const pictures = avifPictures(bytes);
  for (const [i, picture] of pictures.slice(0, MOST_HEIF).entries()) {
    const { size, item } = picture;
    const isTooLarge = size !== null && size.width * size.height > MAX_PIXELS_AV1;
    const left: Missed = { reason: 'limit', detail: `more than ${MAX_PIXELS_AV1 / 1_000_000} million pixels` };
    const locator = i === 0 ? '' : item === null ? 'first frame' : `picture ${i + 1}`;
    const decoded = (): Promise<Picture | null> => decodeAvif(bytes, picture, MAX_PIXELS_AV1);
    // what the header says is not asked of the code: one that claims to be an icon is looked at all the same
    yield { size: null, locator, picture: decoded, left: isTooLarge ? left : null };
  }
  if (hasOthers(bytes)) yield* heicSheets(bytes);
  const left: Missed = { reason: 'limit', detail: 'more pictures than are read' };
  if (pictures.length > MOST_HEIF || hasMovingPictures(bytes))
    yield { size: null, locator: '', picture: () => Promise.resolve(null), left };
}

async function* heicSheets(bytes: Buffer): AsyncGenerator<Sheet> {
  yield { size: dimensionsOf(bytes), locator: '', picture: () => decodeHeif(bytes, MAX_PIXELS) };
  // asked for only when the first could be read: the decoder takes a while to load
  const sizes = await heifPictures(bytes);
  for (const [i, size] of sizes.slice(0, MOST_HEIF).entries())
    if (i > 0) yield { size, locator: `picture ${i + 1}`, picture: () => decodeHeif(bytes, MAX_PIXELS, i) };
  const left: Missed = { reason: 'limit', detail: 'more pictures than are read' };
  if (sizes.length > MOST_HEIF) yield { size: null, locator: '', picture: () => Promise.resolve(null), left };
}

async function recognise(
  bytes: Buffer,
  orientation: number,
  context: FormatContext,
  take: (text: string, locator: string) => void,
): Promise<Missed | null> {
  let missed: Missed | null = null;
  for await (const { size, locator, picture, mend, left = null } of sheetsOf(bytes, orientation)) {
    if (left !== null) {
      missed = left;
      continue;
    }
    if (isPng(bytes) && (size === null || size.width === 0 || size.height === 0)) {
      missed = { reason: 'damaged', detail: 'there is no picture in it' };
      continue;
    }
    if (size !== null && isTooSmall(size)) continue;
    if (size !== null && size.width * size.height > MAX_PIXELS) {
      missed = { reason: 'limit', detail: `more than ${MAX_PIXELS / 1_000_000} million pixels` };
      continue;
    }
    let outcome = await recogniseImage(picture, context);
    if (outcome.state === 'failed' && mend !== undefined) {
      outcome = await recogniseImage(mend, context);
      if (outcome.state === 'read') missed = { reason: 'unsupported', detail: 'cut off; read as far as it goes' };
    }
    if (outcome.state !== 'read') {
      const detail = outcome.state === 'failed' ? 'no OCR: the picture cannot be decoded' : 'no OCR';
      missed = { reason: outcome.state === 'spent' ? 'limit' : 'unsupported', detail };
      // what stops one page for lack of time or by settings stops all
      if (outcome.state !== 'failed') return missed;
      continue;
    }
    if (outcome.isPartMissed)
      missed = { reason: 'unsupported', detail: 'what stands between ruled lines cannot be read' };
    const spent = tell(outcome.text, locator, context.budget, take);
    if (spent !== null) return spent;
  }
  return missed;
}

/** Hands on what was recognised. @returns why not, when there is no room left for text */
function tell(
  text: string,
  locator: string,
  budget: Budget,
  take: (text: string, locator: string) => void,
): Missed | null {
  try {
    budget.spendText(text.length);
  } catch (error) {
    if (error instanceof BudgetSpent) return { reason: error.reason, detail: error.limit };
    throw error;
  }
  if (text !== '') take(text, locator);
  return null;
}

const isTooSmall = ({ width, height }: Dimensions): boolean =>
  width * height < MIN_PIXELS || width < MIN_SIDE || height < MIN_SIDE;

/** At least a few letters, no control characters. */
function readsAsText(bytes: Buffer): boolean {
  const sample = bytes.subarray(0, 65_536);
  return (
    sample.length >= 4 &&
    sample.every((b) => b >= 0x20 || b === 9 || b === 10 || b === 13) &&
    /[\p{L}\d]{3}/u.test(sample.toString('utf8'))
  );
}
