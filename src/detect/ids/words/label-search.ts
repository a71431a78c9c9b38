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

/** The last word of a piece, as a mistyped label stands directly before its number. Looked for at the end only: this is asked for every number. */
const LAST_WORD = new RegExp(`(?<![${WORD}])([pfschk][a-zåäöøæ]{6,17})[^${WORD}]{0,8}$`, 'i');
const FURTHEST = 28;

/** With the last word as a label when it means a personal number and is mistyped; what it was taken for before, any "…nummer", is taken back. */
function withMisspelt(piece: string, hits: readonly LabelHit[]): readonly LabelHit[] {
  const from = Math.max(0, piece.length - FURTHEST);
  const match = LAST_WORD.exec(piece.slice(from));
  if (match === null) return hits;
  const word = match[1] ?? '';
  const start = from + match.index;
  const end = start + word.length;
  const touches = (hit: LabelHit): boolean => hit.start < end && start < hit.end;
  if (hits.some((hit) => hit.polarity !== 'negative' && touches(hit))) return hits;
  const kinds = misspeltLabel(word);
  return kinds === null ? hits : [...hits.filter((hit) => !touches(hit)), { polarity: 'strong', kinds, start, end }];
}

/** All label words of a short piece of text, in order. */
export function labelWords(piece: string): readonly LabelHit[] {
  const hits: LabelHit[] = [];
  collect(piece, WHOLE, WHOLE_GROUPS, hits);
  const whole = hits.length;
  collect(piece, COMPOUND, COMPOUND_GROUPS, hits);
  if (hits.length > whole && whole > 0) hits.sort((a, b) => a.start - b.start);
  return withMisspelt(piece, hits);
}
