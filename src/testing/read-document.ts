/** Runs one format reader over bytes, as the walk would, for tests of readers. */
import { partPath } from '../core/brand.ts';
import type { ExtractedText } from '../core/text.ts';
import { Budget, DEFAULT_LIMITS } from '../extract/budget.ts';
import type { ExtractLimits } from '../extract/budget.ts';
import type { Extraction, Format, FormatContext } from '../extract/format.ts';

/** What a test may change. */
export interface ReadOptions {
  readonly passwords?: readonly string[];
  readonly limits?: Partial<ExtractLimits>;
  readonly ocr?: FormatContext['ocr'];
  readonly scratch?: string;
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
    scratch: options.scratch ?? null,
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
