import type { PersonSign } from '../person/person.ts';
import type { Cue } from '../terms/evidence.ts';
import { isBlankForm } from './blank-form.ts';

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
  /** a form or template that nobody has filled in */
  readonly form: boolean;
  /** it is about a topic: several signs, or its title says so */
  readonly topical: boolean;
  /** some sign of a topic, however weak: a name in such a text is not its subject by standing there */
  readonly touchesTopic: boolean;
}

const TOPIC = ['bulk', 'jobad', 'meeting', 'generic', 'publicrole', 'mass'];
/** An address to everybody stands at the beginning. */
const SALUTATION = 300;

const POLICY_WORDS = 3;
const PER_CHARACTERS = 900;
const TITLE = 160;
const LONGEST_TITLE = 110;

/** Near the head of a text, in a line that is no sentence. The further columns of a table are not titled: 'Artikel | Antal' is about neither. */
function isInTitle(text: string, { start, end }: Cue): boolean {
  if (start >= TITLE) return false;
  const from = text.lastIndexOf('\n', start) + 1;
  if (/\S\s*\t/.test(text.slice(from, start))) return false;
  const stop = text.indexOf('\n', end);
  const line = text.slice(from, stop < 0 ? text.length : stop).trim();
  return line.length <= LONGEST_TITLE && !/[.!?:,]$/.test(line);
}

/** A text with its cues and its signs of persons. */
interface Seen {
  readonly text: string;
  readonly cues: readonly Cue[];
  readonly signs: readonly PersonSign[];
}

/**
 * Judges a text from what is seen in it.
 * @param titleCues cues in subject and file name
 * @param bulkMail the mail's own headers say so
 */
export function genreOf({ cues, signs, text }: Seen, titleCues: readonly Cue[], bulkMail: boolean): Genre {
  const { length } = text;
  const kinds = new Map<string, Set<number>>();
  let policyInTitle = titleCues.some((cue) => cue.kind === 'policy');
  let policyCount = 0;
  for (const cue of cues) {
    let set = kinds.get(cue.kind);
    if (set === undefined) kinds.set(cue.kind, (set = new Set()));
    if (set.size < 50) set.add(cue.entry);
    if (cue.kind === 'policy') {
      policyCount++;
      if (length > 4 * TITLE && isInTitle(text, cue)) policyInTitle = true;
    }
  }
  const distinct = (kind: string): number => kinds.get(kind)?.size ?? 0;
  const inTitle = (kind: string): number => (titleCues.some((cue) => cue.kind === kind) ? 1 : 0);
  // 'Du kan överklaga' stands in every decision
  const decides = distinct('decision') > 1 && signs.some(({ kind }) => kind === 'greeted-name' || kind === 'addressee');
  const topics = TOPIC.reduce(
    (sum, kind) => sum + (kind === 'generic' && decides ? 0 : distinct(kind) + inTitle(kind)),
    0,
  );
  const isTopic = policyInTitle || distinct('policy') > 1 || bulkMail;
  const dense = distinct('policy') >= POLICY_WORDS && policyCount * PER_CHARACTERS >= length;
  return {
    policy: policyInTitle || dense,
    bulk: bulkMail || distinct('bulk') + inTitle('bulk') >= 2,
    jobad: distinct('jobad') + inTitle('jobad') >= 2,
    meeting: distinct('meeting') + inTitle('meeting') >= 2,
    mass: inTitle('mass') > 0 || cues.some((cue) => cue.kind === 'mass' && cue.start < SALUTATION),
    form: isBlankForm(text, signs),
    topical: isTopic || topics > 1,
    touchesTopic: isTopic || topics > 0,
  };
}
