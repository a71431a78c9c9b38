/** Looks at decoded image data of pdf.js: is this image nothing but a patch of one opaque colour? */
import type { PDFPageProxy } from 'pdfjs-dist';

/** pdf.js' ImageKind */
const GRAY_1BPP = 1;
const RGB_24BPP = 2;
const RGBA_32BPP = 3;
const SAMPLES = 97;

/**
 * @param imageId name in the operator list
 * @returns '#rrggbb', or null when it has a pattern, is transparent, or cannot be told
 */
export function patchColor(page: PDFPageProxy, imageId: string): string | null {
  const store = imageId.startsWith('g_') ? page.commonObjs : page.objs;
  if (!store.has(imageId)) return null;
  const image: unknown = store.get(imageId);
  if (typeof image !== 'object' || image === null || !('data' in image) || !('kind' in image)) return null;
  const { data, kind } = image;
  if (!(data instanceof Uint8Array || data instanceof Uint8ClampedArray) || data.length === 0) return null;
  if (kind === GRAY_1BPP) {
    const first = data[0] ?? 0;
    if (first !== 0 && first !== 255) return null;
    // the last byte of a row may be padded: rows are compared by their first bytes only
    return sameEverywhere(data, 1, (i) => (i < data.length - 1 ? (data[i] ?? 0) : first))
      ? first === 0
        ? '#000000'
        : '#ffffff'
      : null;
  }
  const step = kind === RGB_24BPP ? 3 : kind === RGBA_32BPP ? 4 : 0;
  if (step === 0) return null;
  const at = (i: number): number => ((data[i] ?? 0) << 16) | ((data[i + 1] ?? 0) << 8) | (data[i + 2] ?? 0);
  if (step === 4 && !sameEverywhere(data, 4, (i) => data[i + 3] ?? 0)) return null;
  if (step === 4 && data[3] !== 255) return null;
  return sameEverywhere(data, step, at) ? `#${at(0).toString(16).padStart(6, '0')}` : null;
}

function sameEverywhere(data: { readonly length: number }, step: number, at: (index: number) => number): boolean {
  const pixels = Math.floor(data.length / step);
  const first = at(0);
  for (let i = 1; i <= SAMPLES; i++) {
    if (at(Math.floor(((pixels - 1) * i) / SAMPLES) * step) !== first) return false;
  }
  return true;
}
