/** Runs one reader over one file with everything it needs. For tests. */
import { partPath } from '../core/brand.ts';
import { Budget, DEFAULT_LIMITS } from '../extract/budget.ts';
import type { ExtractLimits } from '../extract/budget.ts';
import type { Document, Extraction, Format, FormatContext } from '../extract/format.ts';

/** A document as the walk would hand it over. */
export function documentOf(bytes: Buffer, name: string): Document {
  return { part: partPath('2'), path: [name], where: 'attachment', name, declaredType: null, parameters: {}, bytes };
}

/** What a reader may use. @param passwords words of the mail */
export function contextOf(limits: Partial<ExtractLimits> = {}, passwords: readonly string[] = []): FormatContext {
  const budget = new Budget({ ...DEFAULT_LIMITS, ...limits }, Date.now);
  return { budget, passwords: () => passwords, ocr: { budgetMs: 0, pages: 0 } };
}

/** Extracts with the reader given. */
export async function extractOne(
  format: Format,
  bytes: Buffer,
  name: string,
  limits: Partial<ExtractLimits> = {},
  passwords: readonly string[] = [],
): Promise<Extraction> {
  return format.extract(documentOf(bytes, name), contextOf(limits, passwords));
}
