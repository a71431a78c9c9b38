/**
 * Statistics over columns of numbers: a column in which nearly every number passes is a register, one in which a few of many
 * do is chance. Running text counts as one column for ten bare digits, where it can only raise.
 */
import type { Today } from '../registers/calendar.ts';
import type { Family, IdCheck } from '../registers/check.ts';
import type { Candidate } from './candidates.ts';
import { Births } from './column-births.ts';

/** What the column a number stands in says about it. */
export interface ColumnVerdict {
  /** `register`: most pass; `chance`: as few pass as would by chance; `silent`: too few to say */
  readonly verdict: 'register' | 'chance' | 'silent';
  /** the register most of its numbers belong to; null when silent */
  readonly family: Family | null;
  /** large enough to be sure without a keyword */
  readonly isLarge: boolean;
  /** so many pass, with days so far apart, that they are a register whatever its head says */
  readonly isProven: boolean;
}
export const SILENT: ColumnVerdict = { verdict: 'silent', family: null, isLarge: false, isProven: false };

interface Tally {
  numbers: number;
  /** as telephone numbers begin */
  noughts: number;
  readonly passes: Map<Family, number>;
  /** those that begin with a day of birth, as each register writes it */
  readonly births: Map<Family, Births>;
}

/** Twelve bare digits, and days with four digits behind a blank, are moments, and those that begin with a nought telephone numbers, often enough to need one more. */
const SMALLEST_REGISTER = { doubtful: 4, others: 3 };
const LARGE_REGISTER = 10;
const REGISTER_RATE = 0.6;
const LARGE_REGISTER_RATE = 0.8;
const SMALLEST_CHANCE = 10;

/**
 * Above this rate a column is not chance. Three times the pass rate of the worst class with the shape: payment references
 * for ten digits, account numbers for eleven, time stamps for twelve; hyphenated numbers are hardly ever anything else.
 */
function chanceRate(c: Candidate): number {
  if (c.form === 'hyphen') return 0.03;
  return c.text.length === 10 ? 0.24 : c.text.length === 11 ? 0.13 : 0.3;
}

/** Counts the numbers of every column, passing or not. */
export class ColumnStatistics {
  /** of the numbers of a column that are written alike, and of all of it */
  private readonly tallies = new Map<string, Tally>();
  private readonly today: Today;

  constructor(today: Today) {
    this.today = today;
  }

  /** Counts one number. @param checks what the registers say of it; none where it is of none */
  add(column: string, c: Candidate, checks: readonly IdCheck[]): void {
    for (const key of [keyOf(column, c), column]) this.count(key, c, checks);
  }

  /** Whether more than half of a column's numbers written alike pass under one register: few numbers of another kind would. */
  isMostly(column: string, c: Candidate): boolean {
    const tally = this.tallies.get(keyOf(column, c));
    return tally !== undefined && 2 * Math.max(0, ...tally.passes.values()) > tally.numbers;
  }

  /** What a number's column says, once all are counted. @param mayLower false for running text, where numbers of all kinds mix */
  verdictOf(column: string, c: Candidate, mayLower: boolean): ColumnVerdict {
    const tally = this.tallies.get(keyOf(column, c));
    if (tally === undefined) return SILENT;
    const isDoubtful =
      c.form !== 'hyphen' && (c.form === 'space' || c.text.length === 12 || 2 * tally.noughts > tally.numbers);
    const { family, passes, rate, births } = bestOf(tally);
    const fewest = isDoubtful ? SMALLEST_REGISTER.doubtful : SMALLEST_REGISTER.others;
    if (passes >= fewest && rate >= REGISTER_RATE) {
      const isLarge = passes >= LARGE_REGISTER && rate >= LARGE_REGISTER_RATE;
      const isProven = mayLower && (isProvenBy(tally) || this.isProvenAsWhole(column, family));
      return { verdict: 'register', family, isLarge, isProven };
    }
    if (mayLower && this.isProvenAsWhole(column, family))
      return { verdict: 'register', family, isLarge: false, isProven: true };
    const isChance = rate < chanceRate(c) || births?.areChance() === true;
    if (mayLower && tally.numbers >= SMALLEST_CHANCE && isChance)
      return { verdict: 'chance', family, isLarge: false, isProven: false };
    return SILENT;
  }

  private count(key: string, c: Candidate, checks: readonly IdCheck[]): void {
    const tally: Tally = this.tallies.get(key) ?? { numbers: 0, noughts: 0, passes: new Map(), births: new Map() };
    this.tallies.set(key, tally);
    tally.numbers++;
    if (c.text.startsWith('0')) tally.noughts++;
    const passes = checks.filter(({ strength }) => strength === 'full').map(({ family }) => family);
    for (const family of new Set(passes)) tally.passes.set(family, (tally.passes.get(family) ?? 0) + 1);
    for (const check of checks) {
      const births = tally.births.get(check.family) ?? new Births();
      tally.births.set(check.family, births);
      births.add(c.text, check, this.today);
    }
  }

  /** A register that was typed by several people holds numbers with and without a sign or a century. */
  private isProvenAsWhole(column: string, family: Family | null): boolean {
    const whole = this.tallies.get(column);
    return whole !== undefined && family === bestOf(whole).family && isProvenBy(whole);
  }
}

/** The register most of the numbers belong to. */
function bestOf(tally: Tally): {
  readonly family: Family | null;
  readonly passes: number;
  readonly rate: number;
  readonly births: Births | undefined;
} {
  let family: Family | null = null;
  for (const [one, count] of tally.passes) if (family === null || count > (tally.passes.get(family) ?? 0)) family = one;
  const passes = family === null ? 0 : (tally.passes.get(family) ?? 0);
  return {
    family,
    passes,
    rate: passes / tally.numbers,
    births: family === null ? undefined : tally.births.get(family),
  };
}

function isProvenBy(tally: Tally): boolean {
  const { rate, births } = bestOf(tally);
  return rate >= LARGE_REGISTER_RATE && births?.areProven() === true;
}

/** Numbers of one column are compared with those written alike. */
const keyOf = (column: string, c: Candidate): string =>
  `${column}/${c.text.length}/${c.form === 'hyphen' ? 'hyphen' : 'other'}`;
