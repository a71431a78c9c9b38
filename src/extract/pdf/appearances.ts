/**
 * Appearances (ISO 32000-1 §12.5.5) that a page does not show by itself: under the pointer or pressed, of a state that is not the
 * chosen one, of hidden annotations, and of kinds for which pdf.js draws its own.
 */
import { toNumbers } from './geometry.ts';
import { copyWithPages } from './page-copies.ts';
import type { PageCopy } from './page-copies.ts';
import { isDict, isList, isRef, nameOf } from './raw-values.ts';
import type { PdfDict, PdfValue } from './raw-values.ts';
import type { FoundObject, RawPdf } from './raw-objects.ts';

/** An appearance, and the annotation's place. */
interface Appearance {
  readonly stream: number;
  readonly rect: string;
}

/** Appearances read of one file. */
const MOST = 200;
const MOST_DEPTH = 40;
/** Kinds for which pdf.js may draw its own. */
const OWN_DRAWING = /^(?:Highlight|Underline|Squiggly|StrikeOut|Redact)$/u;
/** Flags of an annotation: hidden, and not viewed. */
const UNSEEN = 2 | 32;
/** Bytes of text from which an appearance says more than a tick. */
const SAYS_SOMETHING = 4;

function* annotations(value: PdfValue, depth = 0): Generator<PdfDict> {
  if (depth > MOST_DEPTH) return;
  if (isDict(value) && value.has('AP')) yield value;
  for (const item of isList(value) ? value : isDict(value) ? value.values() : [])
    if (isList(item) || isDict(item)) yield* annotations(item, depth + 1);
}

/** What a stream of instructions shows, by its codes; a form within it counts by its name. */
const shown = (data: Buffer): string =>
  (
    data.toString('latin1').match(/\((?:\\[^]|[^()\\])*\)|<[\da-fA-F\s]+>|\/[^\s/<>()[\]]{1,40}\s{1,4}Do\b/gu) ?? []
  ).join('');

const isHidden = (annotation: PdfDict): boolean => {
  const flags = annotation.get('F');
  return typeof flags === 'number' && (flags & UNSEEN) !== 0;
};

/** Those that show text, each once. */
function unseenAppearances(raw: RawPdf): readonly Appearance[] {
  const found = new Map<number, Appearance>();
  const target = (value: PdfValue | undefined): PdfValue =>
    isRef(value) ? (raw.current.get(value.ref)?.value ?? null) : (value ?? null);
  for (const object of raw.current.values()) {
    for (const annotation of annotations(object.value)) {
      const appearances = target(annotation.get('AP'));
      if (!isDict(appearances)) continue;
      const rest = OWN_DRAWING.test(nameOf(annotation.get('Subtype'))) || isHidden(annotation);
      const known = new Set<string>();
      for (const kind of ['N', 'R', 'D']) {
        for (const [state, reference] of streamsOf(appearances.get(kind), target)) {
          const data = raw.current.get(reference)?.data ?? null;
          const text = data === null ? '' : shown(data);
          const isNew = text.length >= SAYS_SOMETHING + 2 && !known.has(text);
          known.add(text);
          const isDrawn = kind === 'N' && !rest && (state === '' || state === nameOf(annotation.get('AS')));
          if (!isNew || isDrawn || found.has(reference) || found.size >= MOST) continue;
          found.set(reference, { stream: reference, rect: rectOf(target(annotation.get('Rect'))) });
        }
      }
    }
  }
  return [...found.values()];
}

/** The appearance itself, or one of each state. */
function streamsOf(
  value: PdfValue | undefined,
  target: (value: PdfValue | undefined) => PdfValue,
): readonly (readonly [state: string, reference: number])[] {
  const states = target(value);
  if (!isDict(states)) return [];
  if (isRef(value) && states.has('BBox')) return [['', value.ref]];
  return [...states].flatMap(([state, item]) => (isRef(item) ? [[state, item.ref] as const] : []));
}

function rectOf(value: PdfValue): string {
  const corners = toNumbers(value);
  return corners?.length === 4 && corners[0] !== corners[2] && corners[1] !== corners[3]
    ? corners.join(' ')
    : '0 0 500 100';
}

/** @returns a copy of the file with a page for each of them, on which it is the stamp; null when there is none */
export function appearancesFile(bytes: Buffer, raw: RawPdf, found: readonly FoundObject[]): PageCopy | null {
  const pages = unseenAppearances(raw).map(({ stream, rect }) => ({
    entries: `/MediaBox [${rect}] /Annots [<< /Type /Annot /Subtype /Stamp /F 4 /Rect [${rect}] /AP << /N ${stream} 0 R >> >>]`,
  }));
  return pages.length === 0 ? null : copyWithPages(bytes, raw, found, pages);
}
