/** What the lists and the wording say together. */
import type { Span } from '../../core/text.ts';
import { overlapping } from '../terms/evidence.ts';
import type { Judged } from './judge.ts';

/** Log-odds that ten points of the lists are worth. */
const OF_TEN_POINTS = 0.2;
const OF_TEN_DAMPED = 0.3;
/** Log-odds at which a colleague would stop the mail. */
const NEEDED = 2.2;
/** Score there, and points for each unit of log-odds beyond. */
const STOP = 60;
const PER_UNIT = 12;
const LONGEST_JUDGED = 700;

/**
 * Score of a passage.
 * @param listed points of the lists, 0–100
 * @param damping what the kind of text took away from them, 0 or less: it speaks against the wording too
 */
export function combinedScore(listed: number, logOdds: number, damping = 0): number {
  const beyond = logOdds + (OF_TEN_POINTS * listed + OF_TEN_DAMPED * damping) / 10 - NEEDED;
  return Math.max(0, Math.min(100, Math.round(STOP + PER_UNIT * beyond)));
}

/** The weightiest passage that a span lies in, or null when none was judged there. */
export function wordingAt(judged: readonly Judged[], span: Span): Judged | null {
  let best: Judged | null = null;
  for (const passage of overlapping(judged, { start: span.start, end: Math.max(span.end, span.start + 1) }, LONGEST_JUDGED)) {
    if (best === null || passage.logOdds > best.logOdds) best = passage;
  }
  return best;
}
