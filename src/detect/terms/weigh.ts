import type { Contribution } from '../../core/finding.ts';
import { unrealAt } from '../context/unreal.ts';
import { dampings, isOfTheText } from './dampings.ts';
import { overlapping, type Evidence, type TermHit, type Weighed } from './evidence.ts';
import { personPoints, type PersonPoints } from './person-points.ts';
import { MEMBERSHIP_CATEGORIES } from './vocabulary.ts';
import { windowOf, type Window } from './window.ts';

/** Points of the model; ten of the 0–100 scale each. */
const POINT = 10;
const STRONG = 4;
const MORE_STRONG = 2;
const MOST_MORE_STRONG = 4;
const WEAK_ACTIVATED = 3;
/** An everyday word in the same text as somebody, but not said of them. */
const WEAK_NEAR = 2;
/** Organisations and public roles dominate these fields. */
export const RELUCTANT: ReadonlySet<string> = new Set([
  'political-opinion',
  'religion-belief',
  'trade-union',
  'ethnic-origin',
  'extra-worthy',
  'financial',
  'biometric',
]);
/** No special categories. */
const EXTRA: ReadonlySet<string> = new Set(['extra-worthy', 'financial']);
const MOST_WEAK_ALONE = 3;
const DECISION = 2;
/** Without an identifiable person a text is about a topic: it stays below medium. */
const MOST_WITHOUT_PERSON = 5;

/**
 * Weighs the category of one term at its place.
 * @param headerTerms terms in the header row of the table the anchor stands in
 * @param filledIn it is the answer in a field of a form: that the form is one takes nothing away
 */
export function weigh(
  evidence: Evidence,
  anchor: TermHit,
  headerTerms: readonly TermHit[] = [],
  filledIn = false,
): Weighed {
  const window = windowOf(evidence, anchor);
  const terms = [...window.terms, ...headerTerms].filter((hit) => hit.term.category === anchor.term.category);
  const signed = personPoints(evidence, window, anchor);
  const unreal = signed.identified ? unrealAt(evidence.layout.text, evidence.cues, anchor) : null;
  // what staff belong to is theirs
  const isOnDuty = evidence.layout.isOfStaff(anchor.start) && !isMemberByHead(evidence, anchor);
  const nobody = unreal !== null || evidence.genre.form || isOnDuty;
  const person = singledOut(evidence, signed, nobody);
  const reasons: Contribution[] = [];
  const add = (reason: string, points: number): void => {
    if (points !== 0) reasons.push({ reason, points: points * POINT });
  };
  const base = termPoints(
    terms,
    { ...person, membership: isMembership(evidence, window, anchor), topic: isTopic(evidence) && !person.hasId },
    anchor.term.category,
    add,
  );
  let total = base.points;
  for (const [kind, points] of person.points) add(`person-${kind}`, points);
  total += person.sum;
  const cut = person.sum - [...person.points.values()].reduce((a, b) => a + b, 0);
  add('person-cap', cut);
  const decided = person.decided && base.points > 0;
  if (decided) {
    add('decision', DECISION);
    total += DECISION;
  }
  let damped = 0;
  let doubted = 0;
  for (const damping of dampings(evidence, window, anchor, person, { strong: base.strong, filledIn })) {
    add(damping.reason, damping.points);
    damped += damping.points;
    if (!isOfTheText(damping)) doubted += damping.points;
  }
  total += damped;
  if ((!person.identified || base.onlyContext) && total > MOST_WITHOUT_PERSON) {
    add(
      base.onlyContext ? 'only-words-of-the-field' : unreal === null ? 'no-person' : `person-${unreal}`,
      MOST_WITHOUT_PERSON - total,
    );
    total = MOST_WITHOUT_PERSON;
  }
  const score = Math.max(0, Math.min(100, total * POINT));
  return {
    score,
    damping: damped * POINT,
    doubt: doubted * POINT,
    reasons,
    anchor,
    hasPerson: person.identified,
    linked: person.linked,
  };
}

/**
 * In a letter to everybody of a kind 'ert barn' and 'klass 5' are nobody; a number, or a name of which something is said, is. In a form
 * that nobody has filled in 'barnet' is nobody either, and the names of a roster are of those on duty.
 */
const singledOut = ({ genre }: Evidence, person: PersonPoints, nobody: boolean): PersonPoints =>
  nobody && !person.hasId
    ? { ...person, identified: false, direct: false, linked: false }
    : genre.mass && !person.linked && !person.hasId
      ? { ...person, identified: false, direct: false }
      : person;

/** What is known of the person when the terms are counted. */
interface AboutPerson {
  readonly identified: boolean;
  /** the term is said of them, by name, role, kin or pronoun */
  readonly direct: boolean;
  readonly membership: boolean;
  /** the text treats a topic: more words of it are not more about anybody */
  readonly topic: boolean;
}

const isTopic = ({ genre }: Evidence): boolean => genre.policy || genre.bulk || genre.jobad || genre.meeting;

function termPoints(
  terms: readonly TermHit[],
  { identified, direct, membership, topic }: AboutPerson,
  category: string,
  add: (reason: string, points: number) => void,
): { readonly points: number; readonly strong: number; readonly onlyContext: boolean } {
  const strong = new Set<string>();
  const weak = new Set<string>();
  const context = new Set<string>();
  let code = 0;
  // 'diagnoser' is a form of sv diagnos and of nb diagnose: one word of the text counts once.
  const counted = new Set(terms.filter((hit) => hit.term.strong).map((hit) => hit.start));
  for (const hit of terms) {
    if (!hit.term.strong) {
      if (counted.has(hit.start) && hit.codePoints === undefined) continue;
      counted.add(hit.start);
    }
    if (hit.codePoints !== undefined) code = Math.max(code, hit.codePoints);
    else if (hit.term.strong) strong.add(hit.term.key);
    else if (hit.term.group === 'ctx') context.add(hit.term.key);
    else weak.add(hit.term.key);
  }
  for (const key of strong) weak.delete(key);
  // 'medlem i Kommunal': the name of a union or party says it all, once somebody belongs to it.
  if (membership) for (const key of [...weak, ...context]) strong.add(key);
  for (const key of strong) {
    weak.delete(key);
    context.delete(key);
  }
  let points = 0;
  const count = (reason: string, value: number): void => {
    add(reason, value);
    points += value;
  };
  if (strong.size > 0) {
    count('strong-term', STRONG);
    if (identified && !topic) count('more-strong-terms', Math.min(MOST_MORE_STRONG, MORE_STRONG * (strong.size - 1)));
    if (identified && weak.size > 0) count('weak-term', 1);
  } else if (weak.size > 0) {
    const first =
      direct && !EXTRA.has(category) ? WEAK_ACTIVATED : RELUCTANT.has(category) && !EXTRA.has(category) ? 1 : WEAK_NEAR;
    if (identified) count('weak-term', first + (weak.size > 1 ? 1 : 0));
    else count('weak-term', Math.min(MOST_WEAK_ALONE, weak.size));
  }
  if (code > 0) count('code', points > 0 ? Math.min(code, 2) : code);
  if (context.size > 0 && (identified || points === 0)) count('word-of-the-field', 1);
  return { points, strong: strong.size, onlyContext: strong.size + weak.size + code === 0 };
}

/** Does the sentence say that somebody belongs to what the term names, or the head of its column? */
const isMembership = (evidence: Evidence, window: Window, anchor: TermHit): boolean =>
  MEMBERSHIP_CATEGORIES.has(anchor.term.category) &&
  (overlapping(evidence.cues, window.near).some(
    (cue) => cue.kind === 'membership' && cue.end <= anchor.end + MEMBER_REACH,
  ) ||
    isHeadedMember(evidence, anchor));

/** 'Medlem i' above 'Kommunal': a cell that tells nothing in words. */
export const isMemberByHead = (evidence: Evidence, anchor: TermHit): boolean =>
  MEMBERSHIP_CATEGORIES.has(anchor.term.category) && isHeadedMember(evidence, anchor);

function isHeadedMember({ layout, cues }: Evidence, anchor: TermHit): boolean {
  const cell = layout.segmentAt(anchor.start)?.cell;
  const head = cell === undefined ? undefined : layout.headerRows().get(cell.table);
  if (cell === undefined || head === undefined) return false;
  return overlapping(cues, head).some(
    ({ kind, start }) => kind === 'membership' && layout.segmentAt(start)?.cell?.column === cell.column,
  );
}
const MEMBER_REACH = 40;
