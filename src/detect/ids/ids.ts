/**
 * The door of the identifier detectors.
 *
 * In: one text as the detectors see it (NormalisedText) with the extracted text it came from, and the switches of detection.
 * Out: one IdReading per occurrence of a national identifier, in text order, never overlapping, each with a level and its reasons.
 * Promised: total over any text, time linear in its length, no state between calls, the same input gives the same readings.
 * Refused: counting persons, deciding actions, masking. Callers join equal readings and map spans back with the offset map.
 *
 * The walk: candidates (shapes) → checks (one file per type) → boundaries, counters, labels, tables → levels → siblings → resolve.
 * `registers` holds what a number is by its digits alone, `words` what the words around say, `layout` shapes, edges, tables, lists.
 */
import { spaceFileName } from './layout/boundaries.ts';
import { findCandidates } from './layout/candidates.ts';
import { findInRecords, SHORTEST_RUN } from './records.ts';
import { readToday } from './registers/calendar.ts';
import { isAllowed } from './allowed.ts';
import { findEmbedded } from './embedded.ts';
import { gatherEvidence } from './evidence.ts';
import type { IdInput } from './input.ts';
import { LEVEL_SCORES, reasonsOf } from './levels.ts';
import type { IdReading } from './reading.ts';
import { contenders, resolve, type Contender } from './resolve.ts';
import { withSiblings } from './siblings.ts';
import { findToldApart } from './told-apart.ts';
import { writtenIn } from './written-in.ts';

export type { IdInput, IdOptions } from './input.ts';
export type { IdReading } from './reading.ts';
export { birthsIn } from './births.ts';
export { definedWords } from './words/defined.ts';

/** The digits as written; a hetu keeps its century sign, which tells persons apart. */
function normalizedOf({ candidate, check }: Contender['evidence']): string {
  const { text, sign, lettered } = candidate;
  return check.family === 'fi' && !lettered ? text.slice(0, 6) + sign + text.slice(6) : text;
}

function toReading({ evidence, level }: Contender, text: string): IdReading {
  const { candidate, check } = evidence;
  return {
    detector: check.detector,
    span: { start: candidate.start, end: candidate.end },
    normalized: normalizedOf(evidence),
    raw: text.slice(candidate.start, candidate.end),
    level,
    score: LEVEL_SCORES[level],
    synthetic: check.synthetic,
    reasons: reasonsOf(evidence, level),
  };
}

/** Joins two lists of readings in text order; where they overlap, the one that begins first stays, of two at one place the stronger. */
function merge(first: readonly IdReading[], second: readonly IdReading[]): IdReading[] {
  if (second.length === 0) return [...first];
  const sorted = [...first, ...second].sort((a, b) => a.span.start - b.span.start || b.score - a.score);
  return sorted.filter((reading, i) => i === 0 || reading.span.start >= (sorted[i - 1]?.span.end ?? 0));
}

/**
 * Finds every national identifier in one text.
 * @returns readings in text order, not overlapping; spans are half-open ranges of the normalised text
 */
export function findIdentifiers(input: IdInput): IdReading[] {
  const { source, options } = input;
  const isFileName = source.where === 'filename';
  const text = isFileName ? spaceFileName(input.text.text) : input.text.text;
  const { candidates, longest } = findCandidates(text);
  const today = readToday(options.today);
  const evidence = candidates.length === 0 ? [] : gatherEvidence(text, candidates, input, today);
  const readings = resolve(withSiblings(contenders(evidence)), writtenIn(text, options.country)).map((contender) =>
    toReading(contender, input.text.text),
  );
  const all = [
    findEmbedded(text, today),
    findToldApart(text, today, options.rule2032, input),
    longest < SHORTEST_RUN ? [] : findInRecords(text, today, options.rule2032),
  ].reduce<readonly IdReading[]>(merge, readings);
  return options.allowedIdentifiers.length === 0
    ? [...all]
    : all.filter(({ normalized }) => !isAllowed(normalized, options.allowedIdentifiers));
}
