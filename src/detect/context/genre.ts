import type { Cue } from '../terms/evidence.ts';

/** What kind of text it is, as far as that makes its words weigh less. */
export interface Genre {
  /** a policy, course, plan, law or price list: talks about, not about a person */
  readonly policy: boolean;
  /** newsletter, campaign, list mail */
  readonly bulk: boolean;
  readonly jobad: boolean;
  /** agenda or minutes */
  readonly meeting: boolean;
  /** written to everybody of a kind: 'till alla vårdnadshavare' */
  readonly mass: boolean;
  /** some sign of a topic, however weak: a name in such a text is not its subject by standing there */
  readonly topical: boolean;
}

const TOPIC = ['policy', 'bulk', 'jobad', 'meeting', 'generic', 'publicrole', 'mass'];
/** An address to everybody stands at the beginning. */
const SALUTATION = 300;

const POLICY_WORDS = 3;
const PER_CHARACTERS = 900;
const TITLE = 160;

/**
 * Judges a text from the cues in it.
 * @param titleCues cues in subject and file name
 * @param bulkMail the mail's own headers say so
 */
export function genreOf(cues: readonly Cue[], length: number, titleCues: readonly Cue[], bulkMail: boolean): Genre {
  const kinds = new Map<string, Set<number>>();
  let policyInTitle = titleCues.some((cue) => cue.kind === 'policy');
  let policyCount = 0;
  for (const cue of cues) {
    let set = kinds.get(cue.kind);
    if (set === undefined) kinds.set(cue.kind, (set = new Set()));
    if (set.size < 50) set.add(cue.entry);
    if (cue.kind === 'policy') {
      policyCount++;
      if (cue.start < TITLE && length > 4 * TITLE) policyInTitle = true;
    }
  }
  const distinct = (kind: string): number => kinds.get(kind)?.size ?? 0;
  const inTitle = (kind: string): number => (titleCues.some((cue) => cue.kind === kind) ? 1 : 0);
  const dense = distinct('policy') >= POLICY_WORDS && policyCount * PER_CHARACTERS >= length;
  return {
    policy: policyInTitle || dense,
    bulk: bulkMail || distinct('bulk') + inTitle('bulk') >= 2,
    jobad: distinct('jobad') + inTitle('jobad') >= 2,
    meeting: distinct('meeting') + inTitle('meeting') >= 2,
    mass: inTitle('mass') > 0 || cues.some((cue) => cue.kind === 'mass' && cue.start < SALUTATION),
    topical: TOPIC.some((kind) => distinct(kind) + inTitle(kind) > 0) || bulkMail,
  };
}
