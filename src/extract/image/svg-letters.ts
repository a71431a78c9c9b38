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
import { SvgPicture } from './svg-picture.ts';
import type { Drawing } from './svg-source.ts';

/** Drawings of one document that are looked at. */
const MOST_LOOKED_AT = 30;
/** Pixels of the longer side of the picture in which letters are looked for, and of one that is read. */
const LOOKED_AT = 1_400;
const LARGEST = 3_600;
/** Height of letters that the engine of character recognition reads best, and heights that it reads as well. */
const BEST_HEIGHT = 24;
const [LEAST_HEIGHT, MOST_HEIGHT] = [16, 60];

const NO_FONT = Buffer.alloc(0);

type Missed = Pick<Uninspected, 'reason' | 'detail'>;

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
  // prettier-ignore
  return drawings.length === 0 ? read : withLettersOf(read, drawings, document, context);
}

async function withLettersOf(
  extraction: Extraction,
  drawings: readonly Drawing[],
  document: Document,
  context: FormatContext,
): Promise<Extraction> {
  // prettier-ignore
  const { part, path, where } = document;
  const builder = new TextBuilder();
  const missed = new Map<string, Missed>();
  const seen = new Set<string>();
  for (const drawing of drawings) {
    const digest = digestOf(Buffer.concat([Buffer.from(drawing.content), drawing.font ?? NO_FONT]));
    if (seen.has(digest)) continue;
    seen.add(digest);
    const outcome = seen.size > MOST_LOOKED_AT ? { reason: 'limit' as const, detail: 'more drawings than are read' } : await read(drawing, context); // prettier-ignore
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

/** @returns its text, null when there is none to be read */
async function read(drawing: Drawing, context: FormatContext): Promise<string | Missed | null> {
  context.budget.checkTime();
  const drawn = new SvgPicture(drawing);
  const state = await drawn.begin();
  if (state === 'empty') return null;
  const look = state === 'drawn' ? await drawn.inGrey(LOOKED_AT) : null;
  if (look === null) return { reason: 'unsupported', detail: 'no OCR: the drawing cannot be drawn' };
  const height = heightOfLetters(look.bytes);
  if (height === null) return null;
  const picture = async (): Promise<Picture | null> => {
    if (height >= LEAST_HEIGHT && height <= MOST_HEIGHT) return { bytes: look.bytes, orientation: 1 };
    const better = await drawn.inGrey(Math.min(LARGEST, Math.round((look.side * BEST_HEIGHT) / height)));
    return { bytes: (better ?? look).bytes, orientation: 1 };
  };
  const outcome = await recogniseImage(picture, context);
  if (outcome.state !== 'read')
    return { reason: outcome.state === 'spent' ? 'limit' : 'unsupported', detail: outcome.state === 'failed' ? 'no OCR: the drawing cannot be drawn' : 'no OCR' }; // prettier-ignore
  try {
    context.budget.spendText(outcome.text.length);
  } catch (error) {
    if (error instanceof BudgetSpent) return { reason: error.reason, detail: error.limit };
    throw error;
  }
  return outcome.text;
}
