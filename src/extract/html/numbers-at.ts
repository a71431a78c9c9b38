/** Numbers at a place of a line where something stands beside each other that does not in the source. */
import { isIdentifierLength } from '../decoys.ts';

/** What may stand before and behind, with blanks in it and without. */
const BEFORE: readonly RegExp[] = [/[\d+\u2010-\u2015\u2212-]+$/u, /(?:[\d+\u2010-\u2015\u2212-] ?)+$/u];
const BEHIND: readonly RegExp[] = [/^[\d+\u2010-\u2015\u2212-]+/u, /^(?: ?[\d+\u2010-\u2015\u2212-])+/u];
const REACH = 60;

/** A line up to its number there, as far as that is as long as an identifier. */
export function numbersAt(line: string, at: number): readonly string[] {
  const before = line.slice(Math.max(0, at - REACH), at);
  const rest = line.slice(at, at + REACH);
  const numbers = BEFORE.map((number) => number.exec(before)?.[0] ?? '');
  return BEHIND.map((number) => number.exec(rest)?.[0] ?? '')
    .filter((behind) => numbers.some((number) => isIdentifierLength(number + behind)))
    .map((behind) => (before + behind).trim());
}
