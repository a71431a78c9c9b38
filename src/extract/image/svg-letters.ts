/**
 * Letters that drawings show as shapes, recognised like those of any picture. In: drawings of one document. Out: their text (zone 'ocr'), and
 * those that were not read. A drawing without anything like letters is nothing to read, as a small picture is.
 */
import type { Uninspected } from '../../core/finding.ts';
import { TextBuilder } from '../../core/text.ts';
import { BudgetSpent } from '../budget.ts';
import { digestOf } from '../digest.ts';
import type { Document, Extraction, FormatContext } from '../format.ts';
import { heightOfLetters } from './letter-like.ts';
import { recogniseImage } from './ocr.ts';
import type { Picture } from './ocr.ts';
import { busyMs, SvgPicture } from './svg-picture.ts';
import type { Drawing } from './svg-source.ts';

/** Drawings of one document that are looked at. */
const MOST_LOOKED_AT = 30;
/** Milliseconds for all small pictures of them; what is recognised has its own time. */
const MOST_MS = 1_000;
/** Pixels of the longer side of the picture in which letters are looked for, and of one that is read. */
const LOOKED_AT = 1_400;
const LARGEST = 3_600;
/** Height of letters that the engine of character recognition reads best, and heights that it reads as well. */
const BEST_HEIGHT = 24;
const [LEAST_HEIGHT, MOST_HEIGHT] = [16, 60];

const NO_FONT = Buffer.alloc(0);

type Missed = Pick<Uninspected, 'reason' | 'detail'>;
const MORE: Missed = { reason: 'limit', detail: 'more drawings than are read' };
const NOT_DRAWN: Missed = { reason: 'unsupported', detail: 'no OCR: the drawing cannot be drawn' };

/**
 * @param read what else there is in a document
 * @param drawings of it, in order
 */
export function withLetters(
  read: Extraction,
  drawings: readonly Drawing[],
  document: Document,
  context: FormatContext,
): Extraction | Promise<Extraction> {
  return drawings.length === 0 ? read : withLettersOf(read, drawings, document, context);
}

async function withLettersOf(
  extraction: Extraction,
  drawings: readonly Drawing[],
  document: Document,
  context: FormatContext,
): Promise<Extraction> {
  const { part, path, where } = document;
  const builder = new TextBuilder();
  const missed = new Map<string, Missed>();
  const seen = new Set<string>();
  let left = MOST_MS;
  for (const drawing of drawings) {
    const digest = digestOf(Buffer.concat([Buffer.from(drawing.content), drawing.font ?? NO_FONT]));
    if (seen.has(digest)) continue;
    seen.add(digest);
    const isTooMuch = seen.size > MOST_LOOKED_AT || left <= 0;
    const start = busyMs();
    const look = isTooMuch ? MORE : await lookAt(drawing);
    left -= busyMs() - start;
    const outcome = look === null || 'reason' in look ? look : await read(look, context);
    if (typeof outcome === 'string') builder.add(outcome, { zone: 'ocr', locator: 'drawing' }).breakLine();
    else if (outcome !== null) missed.set(outcome.detail, outcome);
    if (drawing.isCut) missed.set('cut', { reason: 'limit', detail: 'more in a drawing than is drawn' });
  }
  const text = builder.build(part, where, path);
  return {
    ...extraction,
    texts: text.text === '' ? extraction.texts : [...extraction.texts, text],
    uninspected: [
      ...extraction.uninspected,
      ...[...missed.values()].map((one) => ({ part, path, ...one, kind: 'image' as const })),
    ],
  };
}

/** A drawing that shows what could be letters. */
interface Look {
  readonly drawn: SvgPicture;
  /** the small picture of it, and the height of the letters there */
  readonly bytes: Buffer;
  readonly side: number;
  readonly height: number;
}

/** @returns null when there is nothing to be read */
async function lookAt(drawing: Drawing): Promise<Look | Missed | null> {
  const drawn = new SvgPicture(drawing);
  const state = await drawn.begin();
  if (state === 'empty') return null;
  const look = state === 'drawn' ? await drawn.inGrey(LOOKED_AT) : null;
  if (look === null) return NOT_DRAWN;
  const height = heightOfLetters(look.bytes);
  return height === null ? null : { drawn, ...look, height };
}

async function read({ drawn, bytes, side, height }: Look, context: FormatContext): Promise<string | Missed> {
  const picture = async (): Promise<Picture | null> => {
    if (height >= LEAST_HEIGHT && height <= MOST_HEIGHT) return { bytes, orientation: 1 };
    const better = await drawn.inGrey(Math.min(LARGEST, Math.round((side * BEST_HEIGHT) / height)));
    return { bytes: better?.bytes ?? bytes, orientation: 1 };
  };
  const outcome = await recogniseImage(picture, context);
  if (outcome.state === 'failed') return NOT_DRAWN;
  if (outcome.state !== 'read')
    return { reason: outcome.state === 'spent' ? 'limit' : 'unsupported', detail: 'no OCR' };
  try {
    context.budget.spendText(outcome.text.length);
  } catch (error) {
    if (error instanceof BudgetSpent) return { reason: error.reason, detail: error.limit };
    throw error;
  }
  return outcome.text;
}
