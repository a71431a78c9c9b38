/** What the lists and the wording say together. */
import type { Span } from '../../core/text.ts';
import type { Genre } from '../context/genre.ts';
import { overlapping } from '../terms/evidence.ts';
import type { Judged } from './judge.ts';

/** Log-odds that ten points of the lists are worth. */
const OF_TEN_POINTS = 0.1;
const OF_TEN_DAMPED = 0.3;
/** Log-odds that a listed term needs more where the lists see nobody it is said of; and how many times what the length of the text asks for. */
const OF_NOBODY = 0.4;
const LONG_OF_NOBODY = 2;
/** Log-odds at which a colleague would stop the mail. */
const NEEDED = 2.6;
/** Score there, and points for each unit of log-odds beyond. */
const STOP = 60;
const PER_UNIT = 12;
const LONGEST_JUDGED = 700;

/** What the lists say plainly of somebody by name needs no more than that the wording does not speak against it. */
const PLAIN = 70;
const AGAINST = -0.75;
/** Points for each that the lists give beyond: with all of theirs it is high. */
const OF_PLAIN = 2 / 3;
/** A strong word about somebody, whoever it is, needs some support; less when they are named. */
const STRONG = 60;
const SUPPORTED = { named: 0.5, unnamed: 1 };
/** In a text about a topic names stand beside its words without being said of anybody. */
const FOR = 0;
/** Minutes, newsletters and lists are about topics, and yet one sentence of them may tell plainly what Karl Storm in Storgatan suffers from. */
const DESPITE = 1;
/** With all that the lists can say it is enough that the wording is for it. */
const PLAINEST = 90;
const DESPITE_PLAINEST = 0.1;
/** Log-odds more that a text about a topic needs, a form that nobody has filled in, and any text for each doubling of its passages beyond a letter's. */
const OF_TOPIC = 0.5;
const OF_FORM = 4;
const OF_DOUBLING = 0.2;
const LETTER = 16;

/** What the text around asks for beyond the usual. */
export interface Demand {
  readonly topical: boolean;
  /** log-odds */
  readonly more: number;
  /** the part of it that the length asks for */
  readonly long: number;
}

/** The longer a text, the likelier one of its passages resembles something by chance. @param passages that were judged in it */
export function demandOf({ topical, form }: Pick<Genre, 'topical' | 'form'>, passages: number): Demand {
  const long = OF_DOUBLING * Math.log2(Math.max(1, passages / LETTER));
  return { topical, more: (topical ? OF_TOPIC : 0) + (form ? OF_FORM : 0) + long, long };
}

/** What is known of a passage. */
export interface Weights {
  /** points of the lists, 0–100 */
  readonly listed: number;
  readonly logOdds: number;
  /** what the kind of text took away from the lists, 0 or less: it speaks against the wording too */
  readonly damping: number;
  /** the part of it that speaks of the statement itself: a story, a denial, somebody's trade */
  readonly doubt: number;
  /** do the lists see somebody it is said of? true where they say nothing */
  readonly somebody: boolean;
  /** is it said of them by name? */
  readonly linked: boolean;
}

/** Score of a passage by the lists and the wording, 0–100. */
export function combinedScore({ listed, logOdds, damping, doubt, somebody, linked }: Weights, demand: Demand): number {
  const beyond =
    logOdds +
    (OF_TEN_POINTS * listed + OF_TEN_DAMPED * damping) / 10 -
    (somebody ? 0 : OF_NOBODY + LONG_OF_NOBODY * demand.long) -
    NEEDED -
    demand.more;
  const said = listed - damping;
  const isPlain = linked && said >= PLAIN && doubt === 0 && logOdds > wantedOf(said, damping, demand);
  const isSupported =
    somebody && listed >= STRONG && !demand.topical && logOdds > SUPPORTED[linked ? 'named' : 'unnamed'];
  return Math.max(
    isSupported && damping === 0 ? STOP : 0,
    isPlain ? Math.round(STOP + (Math.max(PLAIN, listed) - PLAIN) * OF_PLAIN) : 0,
    Math.min(100, Math.round(STOP + PER_UNIT * beyond)),
  );
}

/** The log-odds that a plain statement needs: the less, the plainer it is and the less the text is about something else. */
const wantedOf = (said: number, damping: number, { topical }: Demand): number => {
  if (damping < 0) return said >= PLAINEST ? DESPITE_PLAINEST : DESPITE;
  return topical ? FOR : AGAINST;
};

/** The most that the lists can say of a place. */
const MOST_LISTED = 100;

/**
 * Does the wording rule a place out, whatever the lists say of it? Most words of the lists stand in passages that are put as no such
 * matter ever is; those need not be weighed.
 */
export const isRuledOut = (logOdds: number, demand: Demand): boolean =>
  combinedScore({ listed: MOST_LISTED, logOdds, damping: 0, doubt: 0, somebody: true, linked: true }, demand) <= 0;

/** The weightiest passage that a span lies in, or null when none was judged there. */
export function wordingAt(judged: readonly Judged[], span: Span): Judged | null {
  let best: Judged | null = null;
  for (const passage of overlapping(
    judged,
    { start: span.start, end: Math.max(span.end, span.start + 1) },
    LONGEST_JUDGED,
  )) {
    if (best === null || passage.logOdds > best.logOdds) best = passage;
  }
  return best;
}

/** Score of a passage that the lists say nothing of. */
export const wordingScore = (logOdds: number, demand: Demand): number =>
  combinedScore({ listed: 0, logOdds, damping: 0, doubt: 0, somebody: true, linked: false }, demand);
