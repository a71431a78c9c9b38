/** Runs one format reader over bytes, as the walk would, for tests of readers. */
import { partPath } from '../core/brand.ts';
import { TextBuilder } from '../core/text.ts';
import type { ExtractedText } from '../core/text.ts';
import { Budget, BudgetSpent, DEFAULT_LIMITS } from '../extract/budget.ts';
import type { ExtractLimits } from '../extract/budget.ts';
import type { Document, EmbeddedFile, Extraction, Format, FormatContext } from '../extract/format.ts';
import { FORMATS } from '../extract/formats.ts';
import { sniff } from '../extract/sniff.ts';

/** What a test may change. */
export interface ReadOptions {
  readonly passwords?: readonly string[];
  readonly limits?: Partial<ExtractLimits>;
  readonly ocr?: FormatContext['ocr'];
}

/** Reads a document with one reader. @param name file name */
export async function readDocument(
  format: Format,
  name: string,
  bytes: Buffer,
  options: ReadOptions = {},
): Promise<Extraction> {
  const part = partPath('1');
  const document = {
    part,
    path: [name],
    where: 'attachment',
    name,
    declaredType: null,
    parameters: {},
    bytes,
  } as const;
  return format.extract(document, {
    budget: new Budget({ ...DEFAULT_LIMITS, ...options.limits }, () => performance.now()),
    passwords: () => options.passwords ?? [],
    ocr: options.ocr ?? { budgetMs: 0, pages: 0 },
  });
}

/** All texts, one after the other. */
export const allText = (texts: readonly ExtractedText[]): string => texts.map((t) => t.text).join('\n');

/** Zones and locators in which a text occurs. */
export function placesOf(texts: readonly ExtractedText[], wanted: string): readonly string[] {
  return texts.flatMap((t) =>
    t.segments.filter((s) => t.text.slice(s.start, s.end).includes(wanted)).map((s) => `${s.zone} ${s.locator}`.trim()),
  );
}

/** Everything found in a file and in the files inside it. */
export interface DeepReading {
  readonly texts: readonly ExtractedText[];
  readonly uninspected: Extraction['uninspected'];
  readonly signals: Extraction['signals'];
}

/** Reads a file and what is inside it, as the walk does, down to eight levels under one budget. */
export async function readDeep(name: string, bytes: Buffer, options: ReadOptions = {}): Promise<DeepReading> {
  const texts: ExtractedText[] = [];
  const uninspected: Extraction['uninspected'][number][] = [];
  const signals: Extraction['signals'][number][] = [];
  const context: FormatContext = {
    budget: new Budget({ ...DEFAULT_LIMITS, ...options.limits }, () => performance.now()),
    passwords: () => options.passwords ?? [],
    ocr: options.ocr ?? { budgetMs: 0, pages: 0 },
  };
  const waiting: { file: EmbeddedFile; path: readonly string[] }[] = [
    { file: { name, declaredType: null, bytes }, path: [] },
  ];
  for (let next = waiting.pop(); next !== undefined; next = waiting.pop()) {
    const path = [...next.path, next.file.name ?? 'unnamed'];
    const part = partPath(path.join('!'));
    const { name: own, bytes: content } = next.file;
    const about = { part, path, name: own, declaredType: null, parameters: {}, bytes: content };
    const document: Document = { ...about, where: 'attachment' };
    texts.push(new TextBuilder().add(`${own ?? ''}\n`, { zone: 'filename' }).build(part, 'filename', path));
    const kind = await sniff(document);
    const format = FORMATS.find((f) => f.recognises(kind, document));
    if (format === undefined || path.length > 8) {
      uninspected.push({
        part,
        path,
        reason: path.length > 8 ? 'limit' : 'unsupported',
        detail: kind.type ?? '',
        kind: 'unknown',
      });
      continue;
    }
    try {
      const found = await format.extract(document, context);
      texts.push(...found.texts);
      uninspected.push(...found.uninspected);
      signals.push(...found.signals);
      waiting.push(...[...found.embedded].reverse().map((file) => ({ file, path })));
    } catch (error) {
      if (!(error instanceof BudgetSpent)) throw error;
      uninspected.push({ part, path, reason: error.reason, detail: error.limit, kind: 'unknown' });
      break;
    }
  }
  return { texts, uninspected, signals };
}
