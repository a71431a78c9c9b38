/** Several readings of overlapping digits become one finding under the best. */
import type { Country } from '../../core/category.ts';
import type { Family } from './registers/check.ts';
import { levelOf, type Evidence, type Level } from './levels.ts';

/** A reading that would be reported if no better one overlapped it. */
export interface Contender {
  readonly evidence: Evidence;
  readonly level: Level;
}

const COUNTRY_OF: Readonly<Record<Family, Country>> = {
  se: 'se',
  reserve: 'se',
  no: 'no',
  duf: 'no',
  dk: 'dk',
  fi: 'fi',
  is: 'is',
};
const STRENGTHS: readonly string[] = ['wrong', 'unchecked', 'full'];
const LEVELS: readonly Level[] = ['low', 'medium', 'high'];

/** Higher is better: the country the text is written in, the organisation's own, then a hetu, then Sweden and Norway, then the others. */
function familyRank(family: Family, country: Country, written: Country | null): number {
  if (COUNTRY_OF[family] === written) return 4;
  if (COUNTRY_OF[family] === country) return 3;
  if (family === 'fi') return 2; // its check character is strong by itself
  return family === 'se' || family === 'no' ? 1 : 0;
}

/** Whether the keyword speaks of the reading's register alone or before others. */
function keywordRank({ label, check, column }: Evidence): number {
  if (label.polarity !== 'strong') return column.verdict === 'register' && column.family === check.family ? 1 : 0;
  if (!label.kinds.includes(check.family)) return check.needsKeyword ? 1 : 0;
  // A word of one or two countries says more than "personnummer", which three use.
  return label.kinds.length <= 2 ? 2 : 1;
}

/** The order of contenders for the same digits, best first: longest, keyword, check digits, country, level. */
function compare(a: Contender, b: Contender, written: () => Country | null): number {
  const length = ({ evidence: { candidate } }: Contender): number => candidate.text.length;
  const country = a.evidence.country;
  return (
    length(b) - length(a) ||
    keywordRank(b.evidence) - keywordRank(a.evidence) ||
    STRENGTHS.indexOf(b.evidence.check.strength) - STRENGTHS.indexOf(a.evidence.check.strength) ||
    familyRank(b.evidence.check.family, country, written()) - familyRank(a.evidence.check.family, country, written()) ||
    LEVELS.indexOf(b.level) - LEVELS.indexOf(a.level)
  );
}

/** Those of the evidence that are to be reported, with their levels. */
export function contenders(evidence: readonly Evidence[]): Contender[] {
  return evidence.flatMap((one) => {
    const level = levelOf(one);
    return level === null ? [] : [{ evidence: one, level }];
  });
}

/**
 * Leaves the best of every group of overlapping contenders.
 * @param all in text order of their candidates
 * @param written the country whose language the text is in, asked where everything else is equal
 */
export function resolve(all: readonly Contender[], written: () => Country | null): Contender[] {
  const chosen: Contender[] = [];
  for (const contender of all) {
    const last = chosen.at(-1);
    if (last === undefined || contender.evidence.candidate.start >= last.evidence.candidate.end) chosen.push(contender);
    else if (compare(last, contender, written) > 0) chosen[chosen.length - 1] = contender;
  }
  return chosen;
}
