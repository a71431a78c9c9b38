/**
 * Character recognition. A native tesseract is used when one is installed and the process may start programs, else
 * tesseract.js with the language data of its npm packages. Time and pages are counted per message and do not count as
 * time of the inspection. What is recognised is text like any other; nothing is kept, except that a small picture without
 * figures (a logo) was seen before.
 */
import { createHash } from 'node:crypto';
import type { Budget } from '../budget.ts';
import type { FormatContext } from '../format.ts';
import { chooseEngine } from './ocr-engines.ts';
import type { OcrEngine } from './ocr-engines.ts';

/** What became of a picture: its text, or why it was not read ('off': by settings; 'spent': budget; 'failed': engine). */
export type OcrOutcome =
  { readonly state: 'read'; readonly text: string } | { readonly state: 'off' | 'spent' | 'failed' };

interface Spending {
  ms: number;
  pages: number;
}

/** One budget is one message. */
const spendings = new WeakMap<Budget, Spending>();

/** Text of pictures seen before, by hash; only short texts without figures, so that no personal data stay. */
const seen = new Map<string, string>();
const MAX_SEEN = 500;

let engine: Promise<OcrEngine | null> | null = null;

/**
 * Reads the text of a picture.
 * @param picture PNG, JPEG or what the engine knows; called only when there is budget left; null when it cannot be had
 */
export async function recogniseImage(
  picture: () => Promise<Buffer | null>,
  context: FormatContext,
): Promise<OcrOutcome> {
  const { ocr, budget } = context;
  if (ocr.budgetMs <= 0 || ocr.pages <= 0) return { state: 'off' };
  const spending = spendings.get(budget) ?? { ms: 0, pages: 0 };
  spendings.set(budget, spending);
  if (spending.ms >= ocr.budgetMs || spending.pages >= ocr.pages) return { state: 'spent' };
  engine ??= chooseEngine(context.scratch);
  const chosen = await engine;
  if (chosen === null) return { state: 'off' };
  const start = performance.now();
  try {
    const bytes = await picture();
    if (bytes === null) return { state: 'failed' };
    const key = createHash('sha256').update(bytes).digest('base64');
    const known = seen.get(key);
    if (known !== undefined) return { state: 'read', text: known };
    spending.pages++;
    const left = ocr.budgetMs - spending.ms - (performance.now() - start);
    if (left <= 0) return { state: 'spent' };
    const outcome = await chosen.recognise(bytes, left);
    if (outcome.state === 'read') remember(key, outcome.text);
    return outcome;
  } finally {
    const ms = performance.now() - start;
    spending.ms += ms;
    budget.extendTime(ms);
  }
}

function remember(key: string, text: string): void {
  if (text.length > 200 || /\d/u.test(text)) return;
  if (seen.size >= MAX_SEEN) seen.delete(seen.keys().next().value ?? '');
  seen.set(key, text);
}

/** How OCR stands on this machine, for `doctor`. */
export interface OcrStatus {
  readonly engine: 'tesseract' | 'tesseract.js' | 'none';
  /** languages it will read, as tesseract names them */
  readonly languages: readonly string[];
  /** for people, e.g. the program's path or why there is none */
  readonly detail: string;
}

/** Looks which engine would be used. */
export async function ocrStatus(): Promise<OcrStatus> {
  const chosen = await chooseEngine(null);
  if (chosen === null)
    return { engine: 'none', languages: [], detail: 'neither tesseract nor its npm package can be used' };
  const { engine: name, languages, detail } = chosen;
  return { engine: name, languages, detail };
}
