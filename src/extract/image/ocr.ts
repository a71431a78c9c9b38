/**
 * Character recognition. Time and pages are counted per message and do not count as time of the inspection. What is
 * recognised is text like any other; nothing is kept, except that a small picture without figures (a logo) was seen before.
 * A tesseract installed on the machine is not used: an inspector may not start programs.
 */
import { createHash } from 'node:crypto';
import type { Budget } from '../budget.ts';
import type { FormatContext } from '../format.ts';
import { chooseEngine } from './ocr-engine.ts';
import type { Glance, Language, OcrEngine, Picture } from './ocr-engine.ts';

export type { Language, Picture, SeenWord } from './ocr-engine.ts';

/** What became of a picture: its text, or why it was not read ('off': by settings; 'spent': budget; 'failed': engine). */
export type OcrOutcome =
  | { readonly state: 'read'; readonly text: string; readonly isPartMissed: boolean }
  | { readonly state: 'off' | 'spent' | 'failed' };

/** The same for a quick look. */
export type GlanceOutcome = Glance | Refused;

interface Spending {
  ms: number;
  pages: number;
}

/** One budget is one message. */
const accounts = new WeakMap<Budget, Spending>();

/** Text of pictures seen before, by hash; only short texts without figures, so that no personal data stay. */
const seen = new Map<string, string>();
const MAX_SEEN = 500;

let engine: OcrEngine | null | undefined;

/**
 * Reads the text of a picture.
 * @param take gives the picture, null when it cannot be had; called only when there is budget left
 */
export async function recogniseImage(take: () => Promise<Picture | null>, context: FormatContext): Promise<OcrOutcome> {
  return spending(context, async ({ engine, account, left }) => {
    const picture = await take();
    if (picture === null) return { state: 'failed' };
    const key = keyOf(picture);
    const known = seen.get(key);
    if (known !== undefined) return { state: 'read', text: known, isPartMissed: false };
    account.pages++;
    if (left() <= 0) return { state: 'spent' };
    const outcome = await engine.recognise(picture, left());
    if (outcome.state === 'read' && !outcome.isPartMissed) remember(key, outcome.text);
    return outcome;
  });
}

/** Looks quickly which words a picture shows; costs time as any other, but no page. */
export async function glanceAt(picture: Picture, language: Language, context: FormatContext): Promise<GlanceOutcome> {
  return spending(context, async ({ engine, left }) => {
    const key = keyOf(picture);
    if (seen.get(key) === '') return { state: 'read', words: [], text: '', lineHeight: 0 };
    const outcome = await engine.glance(picture, left(), language);
    if (outcome.state === 'read' && outcome.words.length === 0) remember(key, '');
    return outcome;
  });
}

interface Purse {
  readonly engine: OcrEngine;
  readonly account: Spending;
  /** milliseconds left for this message */
  readonly left: () => number;
}

type Refused = { readonly state: 'off' | 'spent' };

/** Lets somebody use the engine, unless there is none or nothing left for it, and counts the time. */
async function spending<T>(context: FormatContext, use: (purse: Purse) => Promise<T>): Promise<T | Refused> {
  const { ocr, budget } = context;
  if (ocr.budgetMs <= 0 || ocr.pages <= 0) return { state: 'off' };
  const account = accounts.get(budget) ?? { ms: 0, pages: 0 };
  accounts.set(budget, account);
  if (account.ms >= ocr.budgetMs || account.pages >= ocr.pages) return { state: 'spent' };
  if (engine === undefined) engine = chooseEngine();
  if (engine === null) return { state: 'off' };
  // whoever watches this process gives it the time that is meant for pictures
  ocr.starting?.();
  const start = performance.now();
  const left = (): number => ocr.budgetMs - account.ms - (performance.now() - start);
  try {
    return await use({ engine, account, left });
  } finally {
    const ms = performance.now() - start;
    account.ms += ms;
    budget.extendTime(ms);
  }
}

const keyOf = ({ bytes, orientation }: Picture): string =>
  createHash('sha256').update(bytes).update(`${orientation}`).digest('base64');

function remember(key: string, text: string): void {
  if (text.length > 200 || /\d/u.test(text)) return;
  if (seen.size >= MAX_SEEN) seen.delete(seen.keys().next().value ?? '');
  seen.set(key, text);
}

/** How OCR stands on this machine, for `doctor`. */
interface OcrStatus {
  /** languages it will read, as tesseract names them; none when there is no engine */
  readonly languages: readonly string[];
  /** for people: where the engine comes from, or why there is none */
  readonly detail: string;
}

/** Looks whether there is an engine. */
export function ocrStatus(): OcrStatus {
  const chosen = chooseEngine();
  if (chosen === null) return { languages: [], detail: 'tesseract.js-core or its language data are not installed' };
  return { languages: chosen.languages, detail: chosen.detail };
}
