import type { Span } from '../core/text.ts';
import type { CompiledPattern } from './custom.ts';
import type { Observed } from './observe.ts';
import type { TermHit, TermMeaning } from './terms/evidence.ts';
import { ALL_LANGS } from './terms/inflection.ts';

/** How far a code may stand from its word. */
const REACH = 60;
const POINTS: Readonly<Record<string, number>> = { strong: 4, medium: 3, weak: 1, marking: 4, decisive: 4 };

/**
 * Diagnosis and drug codes, legal citations and register codes, as terms of their category. An expression runs only around a
 * word of its own that the automaton has seen.
 */
export function codeHits(text: Observed, patterns: readonly CompiledPattern[]): readonly TermHit[] {
  const out: TermHit[] = [];
  const seen = new Set<string>();
  for (const anchor of text.sightings.of('anchor')) {
    const pattern = patterns[anchor.meaning.pattern];
    if (pattern === undefined) continue;
    const range: Span = {
      start: Math.max(0, anchor.start - REACH),
      end: Math.min(text.source.text.length, anchor.end + REACH),
    };
    for (const span of pattern.expression.matches(text.source.text, range)) {
      const key = `${anchor.meaning.pattern}:${span.start}`;
      if (seen.has(key)) continue;
      seen.add(key);
      out.push({ ...span, term: meaningOf(pattern), ...pointsOf(pattern) });
    }
    if (out.length >= MOST_CODES) break;
  }
  return out;
}

const MOST_CODES = 5000;

function pointsOf({ entry }: CompiledPattern): { readonly codePoints?: number } {
  return entry.strength === 'medium' || entry.strength === 'weak' ? { codePoints: POINTS[entry.strength] ?? 1 } : {};
}

function meaningOf({ entry }: CompiledPattern): TermMeaning {
  return {
    kind: 'term',
    category: entry.category,
    group: entry.strength === 'marking' ? 'basis' : entry.strength === 'decisive' ? 'decisive' : 'code',
    strong: entry.strength !== 'medium' && entry.strength !== 'weak',
    langs: ALL_LANGS,
    key: `${entry.category}:#${entry.id}`,
    term: entry.id,
    capital: false,
  };
}
