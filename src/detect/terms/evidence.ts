import type { Contribution } from '../../core/finding.ts';
import type { Span } from '../../core/text.ts';
import type { Blocks } from '../context/blocks.ts';
import type { Genre } from '../context/genre.ts';
import type { Layout } from '../context/layout.ts';
import type { PersonSign } from '../person/person.ts';
import { WORD_OF_THE_FIELD, type Meaning } from './vocabulary.ts';

/** A listed term or a code where it stands in the original text. */
export interface TermHit extends Span {
  readonly term: TermMeaning;
  /** points of a code pattern instead of those of a term */
  readonly codePoints?: number;
}
/** Can the term weigh by itself, or does it only say what the text is about? */
export const isWeighty = ({ term }: TermHit): boolean => term.group !== WORD_OF_THE_FIELD;
export type TermMeaning = Extract<Meaning, { readonly kind: 'term' }>;

/** A signal about the text where it stands. */
export interface Cue extends Span {
  /** equal for the same listed phrase */
  readonly entry: number;
  readonly kind: string;
  readonly points: number;
}

/** Everything that was seen in one text, in original offsets, each list ascending by start. */
export interface Evidence {
  readonly layout: Layout;
  readonly blocks: Blocks;
  readonly terms: readonly TermHit[];
  readonly signs: readonly PersonSign[];
  /** an animal is named, and nobody else is spoken of */
  readonly onlyAnimals: boolean;
  /** decision, policy, bulk, jobad, meeting, publicrole, generic */
  readonly cues: readonly Cue[];
  readonly genre: Genre;
  /** signs from other texts of the same message that speak about this one too */
  readonly ambient: readonly PersonSign[];
  /** subject and file names */
  readonly titles: () => string;
}

/** A category's weight at one place. */
export interface Weighed {
  /** 0–100 */
  readonly score: number;
  /** what the kind of text, a denial or somebody's trade took away; 0 or less */
  readonly damping: number;
  /** the part of it that speaks of the statement itself, not of the kind of text around */
  readonly doubt: number;
  readonly reasons: readonly Contribution[];
  readonly anchor: TermHit;
  readonly hasPerson: boolean;
  /** it is said of somebody who is named */
  readonly linked: boolean;
}

/** Elements of an ascending list that overlap a range. @param widest longest element, for the lower bound */
export function overlapping<T extends Span>(list: readonly T[], range: Span, widest = 200): readonly T[] {
  const out: T[] = [];
  someOverlapping(list, range, (item) => out.push(item) >= MOST_IN_WINDOW, widest);
  return out;
}

/** Does one of the elements that overlap a range pass a test? They are asked in order, and none behind the first that does. */
export function someOverlapping<T extends Span>(
  list: readonly T[],
  range: Span,
  test: (item: T) => boolean,
  widest = 200,
): boolean {
  let low = 0;
  let high = list.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((list[middle]?.start ?? 0) < range.start - widest) low = middle + 1;
    else high = middle;
  }
  for (let i = low; i < list.length; i++) {
    const item = list[i];
    if (item === undefined || item.start >= range.end) return false;
    if (item.end > range.start && test(item)) return true;
  }
  return false;
}

/** A window holds a few dozen things; a hostile one is cut off here. */
const MOST_IN_WINDOW = 300;
