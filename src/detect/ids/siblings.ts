/** Numbers that others of their text speak for. */
import type { Family } from './registers/check.ts';
import type { Contender } from './resolve.ts';

/** A number that needed nobody: labelled, hyphenated or otherwise no other number's way to be written. */
const isSure = ({ evidence, level }: Contender): boolean =>
  level !== 'low' && evidence.check.strength === 'full' && evidence.column.verdict !== 'chance';

const isLoose = ({ evidence: { check, counters, column }, level }: Contender): boolean =>
  level === 'low' && check.strength === 'full' && counters.length === 0 && column.verdict !== 'chance';

/**
 * Who writes one number of a register without its hyphen writes others so too: beside one that is sure, bare digits of the same register count.
 * By chance one in two hundred numbers of ten digits would.
 * @param all contenders of one text
 */
export function withSiblings(all: readonly Contender[]): readonly Contender[] {
  const sure = new Set<Family>(all.filter(isSure).map(({ evidence }) => evidence.check.family));
  if (sure.size === 0) return all;
  return all.map((one) => (isLoose(one) && sure.has(one.evidence.check.family) ? { ...one, level: 'medium' } : one));
}
