/** The labelled mails: `<folder>/…/<case>.eml` with `<case>.expected.json` beside it. */
import { readFileSync, readdirSync, statSync } from 'node:fs';
import { basename, join, relative } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { ExtractedText } from '../core/text.ts';
import { DEFAULT_LIMITS, extractMessage } from '../extract/extract.ts';

/** What a careful colleague says of a mail. */
export interface Expected {
  readonly act: boolean;
  readonly categories: readonly string[];
  readonly identifiers: readonly { readonly detector: string; readonly normalized: string }[];
  readonly lang: string;
  readonly note: string;
}

/** One mail with its label. */
export interface LabelledMail {
  /** relative to the corpus */
  readonly name: string;
  readonly bytes: Buffer;
  readonly expected: Expected;
}

/** The labelled mails of this project. */
export const CORPUS: string = fileURLToPath(new URL('../../test-fixtures/corpus', import.meta.url));

/** First folder of a mail's name: who wrote it, and for what. */
export const volumeOf = (name: string): string => name.split('/')[0] ?? '';

const ONLY_MEASURE: ReadonlySet<string> = new Set(['ordinary', 'sample', 'complaints', 'registry', 'desk']);

/**
 * Is a mail only for measuring? Of the subtle ones those with even numbers, and all of five volumes: nothing is learnt from them
 * and no rule is tuned with them in sight.
 */
export function isBlind(name: string): boolean {
  const volume = volumeOf(name);
  return ONLY_MEASURE.has(volume) || (volume === 'subtle' && Number.parseInt(basename(name), 10) % 2 === 0);
}

/** Mails of these mended rules and detectors; what wording is learnt from stayed as it was, since on unseen mail it was no better with them. */
const NOT_TAUGHT: ReadonlySet<string> = new Set([
  'town',
  'identities',
  'month',
  'dresses',
  'office',
  'daily',
  'weekday',
  'longtext',
  'telling',
  'workweek',
  'townhall',
  'publicpapers',
  'registers',
  'mixed',
  'buried',
  'purchaser',
  'alarming',
  'wild',
  'told',
  'postroom',
]);

/** Is wording learnt from a mail? */
export const isTaught = (name: string): boolean => !isBlind(name) && !NOT_TAUGHT.has(volumeOf(name));

function emlFiles(dir: string): string[] {
  return readdirSync(dir)
    .sort()
    .flatMap((name) => {
      const path = join(dir, name);
      if (statSync(path).isDirectory()) return emlFiles(path);
      return name.endsWith('.eml') ? [path] : [];
    });
}

function readExpected(path: string): Expected {
  const value = JSON.parse(readFileSync(path, 'utf8')) as Partial<Expected>; // written by hand beside the mail; checked below
  if (typeof value.act !== 'boolean') throw new TypeError(`${path}: "act" must be true or false`);
  return {
    act: value.act,
    categories: value.categories ?? [],
    identifiers: value.identifiers ?? [],
    lang: value.lang ?? 'any',
    note: value.note ?? '',
  };
}

/** Reads a corpus in order of its file names. @throws TypeError for a label without "act" */
export function readCorpus(corpus: string): readonly LabelledMail[] {
  return emlFiles(corpus).map((file) => ({
    name: relative(corpus, file),
    bytes: readFileSync(file),
    expected: readExpected(file.replace(/\.eml$/, '.expected.json')),
  }));
}

/** The texts of a mail, without character recognition. */
export async function textsOf(bytes: Buffer): Promise<readonly ExtractedText[]> {
  const reading = await extractMessage(bytes, {
    limits: DEFAULT_LIMITS,
    ocr: { budgetMs: 0, pages: 0 },
    skip: new Map(),
    onDocument: () => undefined,
    passwords: () => [],
    now: () => performance.now(),
  });
  return reading.texts;
}
