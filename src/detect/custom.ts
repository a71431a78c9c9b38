/** Expressions that IT staff wrote. RE2: the time grows only linearly with the text, whatever the expression. */
import { RE2JS } from 're2js';
import type { CustomDetector, PatternEntry } from '../core/detector-data.ts';
import type { Span } from '../core/text.ts';
import { isWordAt } from './terms/alphabet.ts';

/** A compiled expression. */
export interface Expression {
  /** matches in a range of the text, at most MOST_MATCHES */
  matches(text: string, range: Span): readonly Span[];
}

const MOST_MATCHES = 1000;

/** Compiles an expression; one that RE2 does not know never matches (config refuses it with its line). */
export function compileExpression(expression: string, flags: string, wholeWords: boolean): Expression {
  let compiled: RE2JS;
  try {
    compiled = RE2JS.compile(expression, flagBits(flags));
  } catch {
    return { matches: () => [] };
  }
  return {
    matches: (text, range) => {
      const slice = range.start === 0 && range.end >= text.length ? text : text.slice(range.start, range.end);
      const out: Span[] = [];
      // Answered by an automaton many times faster than where the matches stand.
      if (!compiled.test(slice)) return out;
      for (const match of compiled.matchAll(slice)) {
        const start = range.start + (match.index ?? 0);
        const end = start + match[0].length;
        if (end === start) continue;
        if (wholeWords && (isWordAt(text, start - 1) || isWordAt(text, end))) continue;
        out.push({ start, end });
        if (out.length >= MOST_MATCHES) break;
      }
      return out;
    },
  };
}

function flagBits(flags: string): number {
  let bits = 0;
  if (flags.includes('i')) bits |= RE2JS.CASE_INSENSITIVE;
  if (flags.includes('m')) bits |= RE2JS.MULTILINE;
  if (flags.includes('s')) bits |= RE2JS.DOTALL;
  return bits;
}

/** Expressions of one detector of the house. */
export interface CompiledCustom {
  readonly detector: CustomDetector;
  readonly expressions: readonly Expression[];
}

/** Compiles the detectors that IT staff wrote. */
export const compileCustom = (custom: readonly CustomDetector[]): readonly CompiledCustom[] =>
  custom.map((detector) => ({
    detector,
    expressions: detector.expressions.map((expression) => compileExpression(expression, '', false)),
  }));

/** A pattern of the pattern files. */
export interface CompiledPattern {
  readonly entry: PatternEntry;
  readonly expression: Expression;
}

/** Compiles the pattern files. */
export const compilePatterns = (patterns: readonly PatternEntry[]): readonly CompiledPattern[] =>
  patterns.map((entry) => ({ entry, expression: compileExpression(entry.expression, entry.flags, true) }));
