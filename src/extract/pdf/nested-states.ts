/** Pages that save the state of drawing over and over (ISO 32000-1 §8.4.2): each look at it costs pdf.js as many steps as were saved. */
import { isDict, isList, isRef, nameOf } from './raw-values.ts';
import type { PdfValue } from './raw-values.ts';
import type { RawObject, RawPdf } from './raw-objects.ts';

/** Readers need not follow more than 28 (annex C); no program comes near this. */
const DEEPEST = 1_000;
/** Parts of pages that are followed. */
const MOST_PARTS = 1_000_000;
const SAVE = 0x71;
const RESTORE = 0x51;

/** How deep a stream goes at most, and where it ends, from where it began. */
interface Depth {
  readonly most: number;
  readonly end: number;
}

const LEVEL: Depth = { most: 0, end: 0 };
const isBlank = (byte: number | undefined): boolean =>
  byte === undefined || byte === 0x20 || (byte >= 0x09 && byte <= 0x0d) || byte === 0;

function depthOf(data: Buffer): Depth {
  let [depth, most] = [0, 0];
  for (let i = 0; i < data.length; i++) {
    const byte = data[i];
    if ((byte !== SAVE && byte !== RESTORE) || !isBlank(data[i + 1]) || !isBlank(data[i - 1])) continue;
    depth += byte === SAVE ? 1 : -1;
    if (depth > most) most = depth;
  }
  return { most, end: depth };
}

/** Forms, patterns and appearances have a box, pages lead to theirs; fonts and tables hold the same bytes by chance. */
const isDrawing = ({ value }: RawObject): boolean =>
  isDict(value) && (nameOf(value.get('Subtype')) === 'Form' || value.has('BBox') || value.has('PatternType'));

/** Whether the instructions of a page, of a form, a pattern or a drawn letter go deeper than any program's. */
export function nestsTooDeep(raw: RawPdf): boolean {
  const depths = new Map<number, Depth>();
  const depthIn = (number: number): Depth => {
    const object = raw.current.get(number);
    const depth = depths.get(number) ?? (object === undefined || object.data === null ? LEVEL : depthOf(object.data));
    depths.set(number, depth);
    return depth;
  };
  let followed = 0;
  const goesTooDeep = (parts: readonly PdfValue[]): boolean => {
    let depth = 0;
    for (const part of parts) {
      if (++followed > MOST_PARTS) return false;
      const { most, end } = isRef(part) ? depthIn(part.ref) : LEVEL;
      if (depth + most > DEEPEST) return true;
      depth = Math.max(0, depth + end);
    }
    return false;
  };
  const target = (value: PdfValue | undefined): PdfValue =>
    isRef(value) ? (raw.current.get(value.ref)?.value ?? null) : (value ?? null);
  for (const object of raw.current.values()) {
    // a shorter stream cannot hold as many
    if (object.data !== null && object.data.length > 2 * DEEPEST && isDrawing(object))
      if (depthIn(object.number).most > DEEPEST) return true;
    if (!isDict(object.value)) continue;
    const contents = object.value.get('Contents') ?? null;
    const parts = target(contents);
    if (goesTooDeep(isList(parts) ? parts : [contents])) return true;
    const letters = target(object.value.get('CharProcs'));
    for (const letter of isDict(letters) ? letters.values() : []) if (goesTooDeep([letter])) return true;
    if (followed > MOST_PARTS) return false;
  }
  return false;
}
