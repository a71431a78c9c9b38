/**
 * Appearances (ISO 32000-1 §12.5.5) that a page does not show by itself: under the pointer or pressed, of a state that is not the
 * chosen one, of hidden annotations, and of kinds for which pdf.js draws its own.
 */
import type { Budget } from '../budget.ts';
import { toNumbers } from './geometry.ts';
import { copyWithPages } from './page-copies.ts';
import type { PageCopy } from './page-copies.ts';
import { isDict, isRef, nameOf } from './raw-values.ts';
import type { PdfDict, PdfValue } from './raw-values.ts';
import type { FoundObject, RawObject, RawPdf } from './raw-objects.ts';
import { walk } from './raw-sweep.ts';

/** An appearance, and the annotation's place. */
interface Appearance {
  readonly stream: number;
  readonly rect: string;
}

/** Appearances read of one file. */
const MOST = 200;
/** Forms within each other that are looked into. */
const DEEPEST = 8;
/** Kinds for which pdf.js may draw its own. */
const OWN_DRAWING = /^(?:Highlight|Underline|Squiggly|StrikeOut|Redact)$/u;
/** Flags of an annotation: hidden, and not viewed. */
const UNSEEN = 2 | 32;
/** Bytes of text from which an appearance says more than a tick. */
const SAYS_SOMETHING = 4;
/** Strings, and names of what is drawn within. */
const SHOWN = /\([^()\\]*(?:\\[^][^()\\]*)*\)|<[\da-fA-F\s]+>|\/([^\s/<>()[\]]{1,40})[\s\0]{1,40}Do\b/gu;
/** Operators that show a string. */
const SHOWS = /T[jJ]|['"]/u;

type Target = (value: PdfValue | undefined) => PdfValue;

/** What streams of instructions show, by its codes; of each stream once, because many annotations share one. */
class ShownTexts {
  private readonly known = new Map<number, string>();
  private readonly texts = new Map<number, boolean>();
  private readonly raw: RawPdf;
  private readonly target: Target;
  constructor(raw: RawPdf, target: Target) {
    this.raw = raw;
    this.target = target;
  }

  /** @returns '' for a stream without text in it or in the forms that it draws; a form within it counts by its name */
  of(reference: number): string {
    const known = this.known.get(reference);
    if (known !== undefined) return known;
    const data = this.raw.current.get(reference)?.data ?? null;
    const shown =
      data === null || !this.showsText(reference, 0) ? '' : (data.toString('latin1').match(SHOWN) ?? []).join('');
    this.known.set(reference, shown);
    return shown;
  }

  private showsText(reference: number, depth: number): boolean {
    const known = this.texts.get(reference);
    if (known !== undefined) return known;
    // forms that draw each other in circles are for a reader to judge
    this.texts.set(reference, true);
    const object = this.raw.current.get(reference);
    const shows = object !== undefined && object.data !== null && this.isText(object, object.data, depth);
    this.texts.set(reference, shows);
    return shows;
  }

  private isText({ value }: RawObject, data: Buffer, depth: number): boolean {
    const code = data.toString('latin1');
    if (SHOWS.test(code)) return true;
    const resources = isDict(value) ? this.target(value.get('Resources')) : null;
    const forms = isDict(resources) ? this.target(resources.get('XObject')) : null;
    const names = new Set(Array.from(code.matchAll(SHOWN), ([, name]) => name).filter((name) => name !== undefined));
    for (const name of names) {
      const form = isDict(forms) ? forms.get(name) : undefined;
      // what is not found here, or stands too deep, may be found by a reader
      if (!isRef(form) || depth >= DEEPEST) return true;
      if (this.showsText(form.ref, depth + 1)) return true;
    }
    return false;
  }
}

const isHidden = (annotation: PdfDict): boolean => {
  const flags = annotation.get('F');
  return typeof flags === 'number' && (flags & UNSEEN) !== 0;
};

/** Those that show text, each once. */
function unseenAppearances(raw: RawPdf, budget: Budget): readonly Appearance[] {
  const found = new Map<number, Appearance>();
  const target: Target = (value) => (isRef(value) ? (raw.current.get(value.ref)?.value ?? null) : (value ?? null));
  const texts = new ShownTexts(raw, target);
  const look = (annotation: PdfDict, appearances: PdfDict): void => {
    const rest = OWN_DRAWING.test(nameOf(annotation.get('Subtype'))) || isHidden(annotation);
    const known = new Set<string>();
    for (const kind of ['N', 'R', 'D']) {
      for (const [state, reference] of streamsOf(appearances.get(kind), target)) {
        const text = texts.of(reference);
        const isNew = text.length >= SAYS_SOMETHING + 2 && !known.has(text);
        known.add(text);
        const isDrawn = kind === 'N' && !rest && (state === '' || state === nameOf(annotation.get('AS')));
        if (!isNew || isDrawn || found.has(reference) || found.size >= MOST) continue;
        found.set(reference, { stream: reference, rect: rectOf(target(annotation.get('Rect'))) });
      }
    }
  };
  for (const object of raw.current.values()) {
    if (found.size >= MOST) break;
    walk(object.value, 0, (key, value, annotation) => {
      if (key !== 'AP' || found.size >= MOST) return;
      budget.checkTime();
      const appearances = target(value);
      if (isDict(appearances)) look(annotation, appearances);
    });
  }
  return [...found.values()];
}

/** The appearance itself, or one of each state. */
function streamsOf(
  value: PdfValue | undefined,
  target: Target,
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
export function appearancesFile(
  bytes: Buffer,
  raw: RawPdf,
  found: readonly FoundObject[],
  budget: Budget,
): PageCopy | null {
  const pages = unseenAppearances(raw, budget).map(({ stream, rect }) => ({
    entries: `/MediaBox [${rect}] /Annots [<< /Type /Annot /Subtype /Stamp /F 4 /Rect [${rect}] /AP << /N ${stream} 0 R >> >>]`,
  }));
  return pages.length === 0 ? null : copyWithPages(bytes, raw, found, pages);
}
