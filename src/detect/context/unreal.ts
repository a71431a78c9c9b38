/**
 * Persons who are none: invented for a course or a test, or whoever may ask in a list of questions and answers; a mail that says so plainly is not stopped for them. And persons
 * who may be none, in a play or dead for a hundred years and more (the law protects living people, GDPR recital 27): that only weighs against. Identifiers are not touched by this.
 */
import type { Span } from '../../core/text.ts';
import { overlapping, type Cue } from '../terms/evidence.ts';
import { faqOf } from './faq.ts';
import { hasYears, isLongAgo } from './long-ago.ts';

export type Unreal = 'invented' | 'anybody' | 'long-dead';

/** A text this short is invented as a whole or not at all. */
const WHOLE_TEXT = 2500;
const REACH = 500;
/** What stands here is said of the whole text. */
const TITLE: Span = { start: 0, end: 300 };
const YEAR_REACH = 400;
/**
 * Years up to 1899 where only a year can stand: '(1799–1871)', '1800-talet', 'f. 1801', 'fra 1703', '1872-1876'. Amounts and times
 * of day are written otherwise. And years of a source: 'fattigprotokollen 1889', 'årtal 1882'.
 */
const OLD_YEAR =
  /(?<!\d)1[5-8]\d\d-?tal|(?<![\d.,])1[5-8]\d\d\s?[–-]\s?1[5-9]\d\d(?!\d)|(?<!\p{L})(?:\p{L}{0,20}(?:bok|boken|bog|bogen|book|protokoll|protokollen|protokollet|årtal|årstal)|i|år|anno|fra|från|frå|f\.|född|født|fødd|d\.|död|død|dog|døde|daud|of|in|since|born|died|vuonna|ca\.?|omkring|dömdes|dømt|dømdes|dømd|avrättades|halshöggs|brändes|henrettet|henrettes|brent|brændt|convicted|executed)\s1[5-8]\d\d(?!\d|:\d|\s?(?:kr|sek|nok|dkk|:-|,-|€|m2|kvm|stk|st\b|mm|cm))/iu;
/** What all of them have; most places have none, and this is the faster question. */
const OLD_DIGITS = /1[5-8]\d\d/;

/** Minutes have so many numbered points: one of them is a revue and the next one a resident. */
const POINT = /(?:^|\n)[ \t]*(?:\d{1,3}[.)]|§)[ \t]*[^\n]/gu;
const OF_MINUTES = 3;
const LONGEST_MATTER = 500;
/** Where the next matter begins: an empty line, a number, a paragraph's mark. */
const NEXT_MATTER = /\n[ \t]*(?:\n|\d{1,3}[.)]|§)/gu;

/** A text is asked about one place after the other; what was found goes with its cues, and nothing of a mail stays behind. */
interface Known {
  readonly faq: Span | null;
  readonly hasPoints: boolean;
  readonly hasYears: boolean;
}
const found = new WeakMap<readonly Cue[], Known>();
function known(cues: readonly Cue[], text: string): Known {
  let of = found.get(cues);
  if (of === undefined) {
    const points = text.matchAll(POINT);
    const hasPoints = Array.from({ length: OF_MINUTES }, () => points.next()).every(({ done }) => done !== true);
    found.set(cues, (of = { faq: faqOf(text), hasPoints, hasYears: hasYears(text) }));
  }
  return of;
}

/** The matter that a place belongs to, as far as it is near. */
function matterAround(text: string, { start, end }: Span): Span {
  const from = Math.max(0, start - LONGEST_MATTER);
  const before = [...text.slice(from, start).matchAll(NEXT_MATTER)].at(-1);
  const behind = text.slice(end, end + LONGEST_MATTER).search(NEXT_MATTER);
  return {
    start: before === undefined ? from : from + before.index,
    end: behind < 0 ? Math.min(text.length, end + LONGEST_MATTER) : end + behind,
  };
}

/** Does a cue of a kind speak of a place: in its matter, in the whole of a short text, in a longer one near by or at its head? */
function isSpokenOf(kind: 'invented' | 'story', text: string, cues: readonly Cue[], span: Span): boolean {
  const range: Span =
    text.length <= WHOLE_TEXT
      ? { start: 0, end: text.length }
      : { start: Math.max(0, span.start - REACH), end: Math.min(text.length, span.end + REACH) };
  const isOfKind = (cue: Cue): boolean => cue.kind === kind;
  if (!overlapping(cues, range).some(isOfKind) && !overlapping(cues, TITLE).some(isOfKind)) return false;
  return (
    kind === 'invented' || !known(cues, text).hasPoints || overlapping(cues, matterAround(text, span)).some(isOfKind)
  );
}

/**
 * May the people of a place be of a novel, a play or the past, or animals? A word for one stands there; so it does where a pupil cannot
 * take part because of an illness, and then it only speaks against.
 */
export const mayBeUnreal = (text: string, cues: readonly Cue[], span: Span): boolean =>
  isSpokenOf('story', text, cues, span) || isOld(text, span);

/** Words for the same from which on it is hardly anything else: a neutered, chipped tomcat at the vet's. */
const PLAINLY = 3;
/** Do several words for one, each another one, stand near? Several lists may have the same word. */
export function isPlainlyUnreal(text: string, cues: readonly Cue[], { start, end }: Span): boolean {
  const near = overlapping(cues, { start: Math.max(0, start - REACH), end: Math.min(text.length, end + REACH) });
  const words = near.filter(({ kind }) => kind === 'story').map((cue) => text.slice(cue.start, cue.end).toLowerCase());
  return new Set(words).size >= PLAINLY;
}

/** Does a year of the centuries before the last one stand near? Houses are old too, with people in them. */
function isOld(text: string, span: Span): boolean {
  const around = text.slice(Math.max(0, span.start - YEAR_REACH), span.end + YEAR_REACH);
  return OLD_DIGITS.test(around) && OLD_YEAR.test(around);
}

/** Are the people of a place in the text no living people? @param cues of the text, ascending */
export function unrealAt(text: string, cues: readonly Cue[], span: Span): Unreal | null {
  if (isSpokenOf('invented', text, cues, span)) return 'invented';
  const { faq, hasYears: isDated } = known(cues, text);
  if (isDated && isLongAgo(text, span)) return 'long-dead';
  return faq !== null && span.start >= faq.start && span.end <= faq.end ? 'anybody' : null;
}
