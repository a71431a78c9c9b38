/**
 * Which word is nearest to a number and says what it is.
 * Positive words act from up to 80 characters before and 30 after on the same line; negative ones from up to 40 characters
 * before within the same sentence. The nearest wins; ties go to the positive one.
 */
import { LABEL_GROUPS, type LabelKind, type Polarity } from './label-words.ts';

/** What the surroundings say about a number. */
export interface Label {
  readonly polarity: Polarity | 'none';
  /** registers the deciding strong word speaks of; empty otherwise */
  readonly kinds: readonly LabelKind[];
}
export const NO_LABEL: Label = { polarity: 'none', kinds: [] };

export const POSITIVE_BEFORE = 80;
/** Through one header line of a table that has lost its columns. */
export const POSITIVE_BEFORE_THROUGH_HEADER = 110;
export const NEGATIVE_BEFORE = 40;
export const POSITIVE_AFTER = 30;

const WORD = 'A-Za-z0-9\\u00c0-\\u00d6\\u00d8-\\u00f6\\u00f8-\\u024f';
const LABELS = new RegExp(
  LABEL_GROUPS.map(
    ({ words, inCompound }) => `(${inCompound === true ? '' : `(?<![${WORD}])`}(?:${words})(?![${WORD}]))`,
  ).join('|'),
  'gi',
);
const WORD_CHARACTER = new RegExp(`[${WORD}]`);

/** A label word found in a piece of text. */
interface Hit {
  readonly polarity: Polarity;
  readonly kinds: readonly LabelKind[];
  readonly start: number;
  readonly end: number;
}

/** All label words of a short piece of text, in order. */
function labelWords(piece: string): Hit[] {
  const hits: Hit[] = [];
  LABELS.lastIndex = 0;
  for (let match = LABELS.exec(piece); match !== null; match = LABELS.exec(piece)) {
    const group = LABEL_GROUPS.find((_, index) => match?.[index + 1] !== undefined);
    if (group !== undefined)
      hits.push({
        polarity: group.polarity,
        kinds: group.kinds,
        start: match.index,
        end: match.index + match[0].length,
      });
  }
  return hits;
}

/** Norwegian property numbers: "Gnr. 12 Bnr. 34 Fnr. 0" names a lease, not a person. */
const isLease = (piece: string, hit: Hit): boolean =>
  hit.kinds.includes('no') && /^f\.?n/i.test(piece.slice(hit.start, hit.end)) && /\b[gb]\.?nr\b/i.test(piece);

/** Whether a sentence, paragraph or line ends in the text between a word and the number. */
function endsSentence(gap: string): boolean {
  if (/[.!?]\s+[A-ZÅÄÖÆØ]|[.!?]\s*\n|\n[ \t]*\n/.test(gap)) return true;
  // A label may stand above its number, but a word in the midst of another line speaks of that line.
  return gap.includes('\n') && !/^[^\n\d]{0,25}\n[^\n\d]{0,12}$/.test(gap);
}

const DATES = /\b\d{4}-\d\d-\d\d\b|\b\d{1,2}[./]\d{1,2}[./]?(?:\d{4}|\d\d)?\b/g;

/** Whether another number stands between a negative word and ours, so that the word has had its number. */
function isSpent(gap: string, digits: number): boolean {
  const numbers = gap.replace(DATES, ' ').match(/\d[\d .-]*\d/g);
  return numbers !== null && numbers.some((number) => number.replace(/\D/g, '').length !== digits);
}

/** The number a label is sought for: a range of the normalised text and how many digits it has. */
export interface Numbered {
  readonly start: number;
  readonly end: number;
  readonly digits: number;
}

/** How far to look; the ends of a cell or line where it stands in a table. */
export interface Reach {
  readonly from: number;
  readonly to: number;
}

interface Nearest {
  readonly distance: number;
  readonly kinds: readonly LabelKind[];
}
const NOWHERE: Nearest = { distance: Infinity, kinds: [] };

interface Sides {
  strong: Nearest;
  weak: Nearest;
  negative: Nearest;
}

/** Positive words act from 80 characters before, through the line break behind a table's header from a little further. */
const isWithinReach = (distance: number, gap: string): boolean =>
  distance <= POSITIVE_BEFORE || (distance <= POSITIVE_BEFORE_THROUGH_HEADER && gap.split('\n').length === 2);

function lookLeft(text: string, number: Numbered, reach: Reach, near: Sides): void {
  const furthest = number.start - POSITIVE_BEFORE_THROUGH_HEADER;
  let from = Math.max(reach.from, furthest);
  // Not beginning in the middle of a word, where a fragment could pass for a label.
  while (from > reach.from && from > furthest - 24 && WORD_CHARACTER.test(text.charAt(from - 1))) from--;
  const piece = text.slice(from, number.start);
  for (const hit of labelWords(piece)) {
    const distance = piece.length - hit.end;
    const gap = piece.slice(hit.end);
    const found: Nearest = { distance, kinds: hit.kinds };
    if (hit.polarity === 'negative') {
      if (distance <= NEGATIVE_BEFORE && !endsSentence(gap) && !isSpent(gap, number.digits)) near.negative = found;
    } else if (isWithinReach(distance, gap) && !isLease(piece, hit)) near[hit.polarity] = found;
  }
}

function lookRight(text: string, number: Numbered, reach: Reach, near: Sides): void {
  const line = /^[^\n]*/.exec(text.slice(number.end, Math.min(reach.to, number.end + POSITIVE_AFTER)))?.[0] ?? '';
  const whole = text.slice(number.end, Math.min(reach.to, number.end + POSITIVE_AFTER + 24));
  for (const hit of labelWords(whole)) {
    if (hit.polarity === 'negative' || hit.start >= line.length) continue;
    // A label with a number of its own behind it speaks of that one.
    if (/^[\s:.)=-]{0,5}\d{4}/.test(text.slice(number.end + hit.end, number.end + hit.end + 9))) continue;
    if (hit.start < near[hit.polarity].distance) near[hit.polarity] = { distance: hit.start, kinds: hit.kinds };
  }
}

/**
 * The label of a number in running text or in a cell.
 * @param reach the part of the text that may speak for it; the windows apply within it
 */
export function labelOf(text: string, number: Numbered, reach: Reach): Label {
  const near: Sides = { strong: NOWHERE, weak: NOWHERE, negative: NOWHERE };
  lookLeft(text, number, reach, near);
  lookRight(text, number, reach, near);
  return decide(near);
}

function decide({ strong, weak, negative }: Sides): Label {
  if (negative.distance < strong.distance && negative.distance < weak.distance)
    return { polarity: 'negative', kinds: [] };
  if (strong.distance <= negative.distance && strong.distance < Infinity)
    return { polarity: 'strong', kinds: strong.kinds };
  return weak.distance < Infinity ? { polarity: 'weak', kinds: weak.kinds } : NO_LABEL;
}

/** What a short text that is a label by itself (a header cell, a key before a value) says; strong before negative before weak. */
export function labelOfCell(cell: string): Label {
  const hits = labelWords(cell.slice(0, 120));
  const hit =
    hits.find(({ polarity }) => polarity === 'strong') ??
    hits.find(({ polarity }) => polarity === 'negative') ??
    hits[0];
  return hit === undefined ? NO_LABEL : { polarity: hit.polarity, kinds: hit.kinds };
}

/** The strong label that a word glued to a number is ("pnr850709-9805", "Pnr.850709-9805"), or none. @param end end of the word */
export function gluedLabel(text: string, end: number): Label {
  let start = end;
  while (start > end - 40 && start > 0 && WORD_CHARACTER.test(text.charAt(start - 1))) start--;
  const word = text.slice(start, end);
  const hit = labelWords(word).find(({ end: hitEnd }) => hitEnd === word.length);
  return hit?.polarity === 'strong' ? { polarity: 'strong', kinds: hit.kinds } : NO_LABEL;
}
