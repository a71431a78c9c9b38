/** OCR (placeholder until the engines stand). */
import type { FormatContext } from '../format.ts';

export type OcrOutcome =
  { readonly state: 'read'; readonly text: string } | { readonly state: 'off' | 'spent' | 'failed' };

export async function recogniseImage(
  picture: () => Promise<Buffer | null>,
  context: FormatContext,
): Promise<OcrOutcome> {
  void picture;
  void context;
  return Promise.resolve({ state: 'off' });
}
