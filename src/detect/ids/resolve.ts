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

/** What decides between registers where all else is equal. */
interface Leaning {
  /** the country whose letters the text is written in */
  readonly written: () => Country | null;
  /** the register that most of the text's numbers belong to and no other */
  readonly among: Family | null;
}

/** The register with the most numbers that can be of no other; null where two have as many. */
function mostSole(all: readonly Contender[]): Family | null {
  const at = new Map<number, Contender[]>();
  for (const contender of all) {
    if (contender.level === 'low' || contender.evidence.check.strength !== 'full') continue;
    const { start } = contender.evidence.candidate;
    at.set(start, [...(at.get(start) ?? []), contender]);
  }
  const tally = new Map<Family, number>();
  for (const [only, ...others] of at.values()) {
    if (only === undefined || others.length > 0) continue;
    const { family } = only.evidence.check;
    tally.set(family, (tally.get(family) ?? 0) + 1);
  }
  const most = Math.max(0, ...tally.values());
  const best = [...tally].filter(([, count]) => count === most);
  return best.length === 1 ? (best[0]?.[0] ?? null) : null;
}

/** Higher is better: the country the text is written in, that of its other numbers, the organisation's own, then a hetu, then Sweden and Norway, then the others. */
function familyRank(family: Family, country: Country, { written, among }: Leaning): number {
  if (COUNTRY_OF[family] === written()) return 5;
  if (family === among) return 4;
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

/**
 * Among Danes six digits, a hyphen and four are a Danish number though it lacks its modulus, as those given out since 2007 may; a check character
 * of the Finns fits one in 31 of them.
 */
const danishRank = ({ check, candidate, language }: Evidence, { written }: Leaning): number =>
  check.family === 'fi' && !candidate.lettered && (written() === 'dk' || language() === 'da') ? 0 : 1;

/** The order of contenders for the same digits, best first: longest, keyword, check digits, country, level. */
function compare(a: Contender, b: Contender, leaning: Leaning): number {
  const length = ({ evidence: { candidate } }: Contender): number => candidate.text.length;
  const country = a.evidence.country;
  return (
    length(b) - length(a) ||
    keywordRank(b.evidence) - keywordRank(a.evidence) ||
    danishRank(b.evidence, leaning) - danishRank(a.evidence, leaning) ||
    STRENGTHS.indexOf(b.evidence.check.strength) - STRENGTHS.indexOf(a.evidence.check.strength) ||
    familyRank(b.evidence.check.family, country, leaning) - familyRank(a.evidence.check.family, country, leaning) ||
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
  const leaning: Leaning = { written, among: mostSole(all) };
  for (const contender of all) {
    const last = chosen.at(-1);
    if (last === undefined || contender.evidence.candidate.start >= last.evidence.candidate.end) chosen.push(contender);
    else if (compare(last, contender, leaning) > 0) chosen[chosen.length - 1] = contender;
  }
  return chosen;
}
