/** Finds the words that say what a number is. */
import { LABEL_GROUPS, type LabelGroup, type LabelKind, type Polarity } from './label-words.ts';
import { misspeltLabel } from './misspelt.ts';

const WORD = 'A-Za-z0-9\\u00c0-\\u00d6\\u00d8-\\u00f6\\u00f8-\\u024f';
/** A letter or digit: what a label word may not be glued to. */
export const WORD_CHARACTER = new RegExp(`[${WORD}]`);

const WHOLE_GROUPS = LABEL_GROUPS.filter(({ inCompound }) => inCompound !== true);
const COMPOUND_GROUPS = LABEL_GROUPS.filter(({ inCompound }) => inCompound === true);
const alternation = (groups: readonly LabelGroup[]): string => groups.map(({ words }) => `(${words})`).join('|');
/** Whole words; one look-behind for all, so that only the beginnings of words are tried. */
const WHOLE = new RegExp(`(?<![${WORD}])(?:${alternation(WHOLE_GROUPS)})(?![${WORD}])`, 'gi');
/** Words that may end a compound. */
const COMPOUND = new RegExp(`(?:${alternation(COMPOUND_GROUPS)})(?![${WORD}])`, 'gi');

/** A label word found in a piece of text. */
export interface LabelHit {
  readonly polarity: Polarity;
  readonly kinds: readonly LabelKind[];
  readonly start: number;
  readonly end: number;
}

function collect(piece: string, expression: RegExp, groups: readonly LabelGroup[], hits: LabelHit[]): void {
  expression.lastIndex = 0;
  for (let match = expression.exec(piece); match !== null; match = expression.exec(piece)) {
    const start = match.index;
    const end = start + match[0].length;
    const index = match.indexOf(match[0], 1) - 1;
    const group = groups[index];
    if (group === undefined || hits.some((hit) => hit.start <= start && end <= hit.end)) continue;
    hits.push({ polarity: group.polarity, kinds: group.kinds, start, end });
  }
}

/** What a mistyped word for a personal number looks like at least. */
const MAY_BE_MISSPELT = new RegExp(`(?<![${WORD}])[pfschk][a-zåäöøæ]{5,16}(?:r|et|s|a)(?![${WORD}])`, 'gi');

/** Words that mean a personal number and are mistyped; what they were taken for before, any "…nummer", is taken back. */
function withMisspelt(piece: string, hits: readonly LabelHit[]): readonly LabelHit[] {
  const found: LabelHit[] = [];
  for (const match of piece.matchAll(MAY_BE_MISSPELT)) {
    const start = match.index;
    const end = start + match[0].length;
    const isKnown = hits.some((hit) => hit.polarity !== 'negative' && hit.start < end && start < hit.end);
    const kinds = isKnown ? null : misspeltLabel(match[0]);
    if (kinds !== null) found.push({ polarity: 'strong', kinds, start, end });
  }
  return found.length === 0
    ? hits
    : [...hits.filter((hit) => !found.some(({ start, end }) => hit.start < end && start < hit.end)), ...found];
}

/** All label words of a short piece of text, in order. */
export function labelWords(piece: string): LabelHit[] {
  const hits: LabelHit[] = [];
  collect(piece, WHOLE, WHOLE_GROUPS, hits);
  collect(piece, COMPOUND, COMPOUND_GROUPS, hits);
  return [...withMisspelt(piece, hits)].sort((a, b) => a.start - b.start);
}
