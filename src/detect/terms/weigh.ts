import type { Contribution } from '../../core/finding.ts';
import type { Span } from '../../core/text.ts';
import { within } from '../context/blocks.ts';
import {
  IDENTIFYING,
  MOST_PERSON_POINTS,
  NAMING,
  SAME_SENTENCE,
  type PersonKind,
  type PersonSign,
} from '../person/person.ts';
import { standTogether } from '../person/standing.ts';
import { overlapping, type Cue, type Evidence, type TermHit, type Weighed } from './evidence.ts';

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
const COUNTERPARTS: ReadonlySet<string> = new Set(['trade-union', 'political-opinion']);
/** No special categories. */
const EXTRA: ReadonlySet<string> = new Set(['extra-worthy', 'financial']);
const MOST_WEAK_ALONE = 3;
const DECISION = 2;
/** Without an identifiable person a text is about a topic: it stays below medium. */
const MOST_WITHOUT_PERSON = 5;

/** Reach of the windows, characters to each side. */
const W1 = 120;
const W2 = 300;
/** A text this short is one window. */
const SHORT_TEXT = 700;
const HEADING = /\n[ \t]*(?:§\s?\d{1,4}\b|\d{1,2}(?:\.\d{1,2}){0,3}[.)]?[ \t]+\p{Lu}|#{1,4} )/gu;

/** Everything near one term. */
interface Window {
  readonly range: Span;
  readonly near: Span;
  readonly row: Span | null;
  readonly terms: readonly TermHit[];
}

/**
 * Weighs the category of one term at its place.
 * @param headerTerms terms in the header row of the table the anchor stands in
 */
export function weigh(evidence: Evidence, anchor: TermHit, headerTerms: readonly TermHit[] = []): Weighed {
  const window = windowOf(evidence, anchor);
  const terms = [...window.terms, ...headerTerms].filter((hit) => hit.term.category === anchor.term.category);
  const person = personPoints(evidence, window, anchor);
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
  for (const damping of dampings(evidence, window, anchor, person, base.strong)) {
    add(damping.reason, damping.points);
    total += damping.points;
  }
  if ((!person.identified || base.onlyContext) && total > MOST_WITHOUT_PERSON) {
    add(base.onlyContext ? 'only-words-of-the-field' : 'no-person', MOST_WITHOUT_PERSON - total);
    total = MOST_WITHOUT_PERSON;
  }
  const score = Math.max(0, Math.min(100, total * POINT));
  return { score, reasons, anchor, hasPerson: person.identified, linked: person.linked };
}

function windowOf(evidence: Evidence, anchor: TermHit): Window {
  const { layout } = evidence;
  const length = layout.text.length;
  const row = layout.rowAt(anchor.start);
  if (row !== null) return { range: row, near: row, row, terms: overlapping(evidence.terms, row) };
  const near = layout.sentence(anchor, W1);
  let range: Span =
    length <= SHORT_TEXT
      ? { start: 0, end: length }
      : { start: Math.max(0, anchor.start - W2), end: Math.min(length, anchor.end + W2) };
  if (length > SHORT_TEXT) range = stopAtHeadings(layout.text, range, anchor);
  return { range, near, row: null, terms: overlapping(evidence.terms, range) };
}

/** A numbered heading begins another matter: § 13 of the minutes has nothing to do with the name in § 12. */
function stopAtHeadings(text: string, range: Span, anchor: Span): Span {
  let { start, end } = range;
  for (const match of text.slice(range.start, range.end).matchAll(HEADING)) {
    const at = range.start + match.index;
    if (at <= anchor.start) start = at;
    else {
      end = at;
      break;
    }
  }
  return { start, end };
}

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

const MEMBERSHIP: ReadonlySet<string> = new Set(['trade-union', 'political-opinion', 'religion-belief']);

/** Does the sentence say that somebody belongs to what the term names? */
const isMembership = (evidence: Evidence, window: Window, anchor: TermHit): boolean =>
  MEMBERSHIP.has(anchor.term.category) &&
  overlapping(evidence.cues, window.near).some(
    (cue) => cue.kind === 'membership' && cue.end <= anchor.end + MEMBER_REACH,
  );
const MEMBER_REACH = 40;

interface PersonPoints {
  readonly points: ReadonlyMap<PersonKind, number>;
  /** capped */
  readonly sum: number;
  /** someone is singled out */
  readonly identified: boolean;
  /** the term is said of somebody who is named: the kind of text takes little away from that */
  readonly linked: boolean;
  /** said of somebody by name, role, kin, pronoun or to their face */
  readonly direct: boolean;
  readonly hasId: boolean;
  readonly decided: boolean;
}

function personPoints(evidence: Evidence, window: Window, anchor: TermHit): PersonPoints {
  const points = new Map<PersonKind, number>();
  const decided = overlapping(evidence.cues, window.near).some(
    (cue) => cue.kind === 'decision' && !overlaps(cue, anchor),
  );
  const count = (kind: PersonKind, value: number): void => {
    if (value > (points.get(kind) ?? 0)) points.set(kind, value);
  };
  const signs = overlapping(evidence.signs, window.range);
  const pronoun = signs.some((sign) => sign.kind === 'pronoun' && overlaps(sign, window.near));
  const personal = decided || signs.some((sign) => PERSONAL.has(sign.kind));
  const context: SignContext = { evidence, window, anchor, decided, pronoun, personal };
  for (const sign of signs) count(sign.kind, signPoints(context, sign));
  const owner = ownerOf(evidence.layout.text, anchor);
  if (owner !== null) count(owner, owner === 'pronoun' && evidence.genre.topical ? 1 : 2);
  if (isElliptic(evidence.layout.text.slice(window.near.start, window.near.end), anchor.start - window.near.start)) {
    count('firstperson', 2);
  }
  const named = points.get('name') ?? 0;
  for (const sign of evidence.ambient) count(sign.kind, ambientPoints(context, sign, named));
  // The sending unit's name together with a private person addressed reveals the relation by itself.
  const addressed = points.has('greeted-name') || (points.get('name') ?? 0) >= LINKED_NAME || points.has('id');
  if (!addressed || evidence.genre.topical) points.delete('unitname');
  let sum = 0;
  let identified = false;
  let linked = false;
  let direct = false;
  for (const [kind, value] of points) {
    if (value === 0) points.delete(kind);
    sum += value;
    if (value >= 2 && (IDENTIFYING.has(kind) || kind === 'unitname' || kind === 'pronoun')) identified = true;
    if (value >= (kind === 'name' ? LINKED_NAME : 2) && NAMING.has(kind)) linked = true;
    if (value >= 2 && DIRECT.has(kind)) direct = true;
  }
  return {
    points,
    sum: Math.min(MOST_PERSON_POINTS, sum),
    identified,
    linked,
    direct: direct || linked,
    hasId: points.has('id'),
    decided,
  };
}

const DIRECT: ReadonlySet<PersonKind> = new Set<PersonKind>([
  'role',
  'kin',
  'firstperson',
  'addressee',
  'pronoun',
  'caseref',
]);
/** Points of a name of which something is said in the sentence of the term. */
const LINKED_NAME = 3;

const PERSONAL: ReadonlySet<PersonKind> = new Set<PersonKind>(['pronoun', 'kin', 'role', 'age', 'class', 'initials']);

interface SignContext {
  readonly evidence: Evidence;
  readonly window: Window;
  readonly anchor: TermHit;
  readonly decided: boolean;
  /** 'hon', 'hans' in the sentence of the term */
  readonly pronoun: boolean;
  /** the text speaks of somebody in any way: a name in it may be theirs */
  readonly personal: boolean;
}

function signPoints(context: SignContext, sign: PersonSign): number {
  const { evidence, window, decided } = context;
  const { topical } = evidence.genre;
  if (sign.kind === 'name') return namePoints(context, sign);
  if (window.row !== null || sign.kind === 'id' || sign.kind === 'greeted-name' || sign.kind === 'unitname') {
    return sign.kind === 'caseref' && !decided ? 1 : sign.points;
  }
  if (sign.kind === 'caseref') return decided && !topical ? sign.points : 1;
  const sameSentence = overlaps(sign, window.near);
  const close = sameSentence || within120(sign, window);
  if (sign.kind === 'firstperson') return sameSentence && isSaidOfMe(context, sign) ? sign.points : 0;
  if (SAME_SENTENCE.has(sign.kind)) return sameSentence ? sign.points : sign.kind === 'kin' && close ? 1 : 0;
  if (sign.kind === 'role' && topical && !context.pronoun && !decided) return 1;
  if (sign.kind === 'role') return sameSentence || (close && context.pronoun) ? sign.points : 1;
  return close && !(topical && sign.kind === 'age') ? sign.points : Math.max(1, sign.points - 1);
}

/** A name counts by what is said of it: beside the term or its subject, carried on by a pronoun, near, or merely present. */
function namePoints({ evidence, window, anchor, pronoun, personal }: SignContext, sign: PersonSign): number {
  const { text } = evidence.layout;
  if (window.row !== null) return sign.points;
  // 'Fagforbundet Per Nes' is who Per speaks for.
  if (!COUNTERPARTS.has(anchor.term.category) && standTogether(text, anchor, sign)) return sign.points;
  const before = sign.end <= anchor.start;
  if (sign.labelled === true && before) return sign.points;
  if (sign.by === true && (evidence.genre.topical || !personal)) return 1;
  if (overlaps(sign, window.near))
    return sign.said === true ? sign.points : evidence.genre.topical || !personal ? 1 : 2;
  if (before && pronoun) return sign.said === true || !evidence.genre.topical ? sign.points : 2;
  if (sign.said === true && within120(sign, window) && hasDecision(evidence, window)) return sign.points;
  if (evidence.genre.topical) return 1;
  return sign.said === true || (personal && within120(sign, window)) ? 2 : 1;
}

const hasDecision = (evidence: Evidence, { near }: Window): boolean =>
  overlapping(evidence.cues, { start: near.start - W1, end: near.end + W1 }).some((cue) => cue.kind === 'decision');

/** Signs of the subject line, a file name, the short letter around an attachment. */
function ambientPoints({ evidence, pronoun }: SignContext, sign: PersonSign, named: number): number {
  if (sign.kind === 'id') return sign.points;
  if (sign.kind === 'name' && evidence.genre.topical && !pronoun && sign.said !== true) return 1;
  return sign.kind === 'name' && pronoun && named === 0 ? sign.points : Math.max(1, sign.points - 1);
}

const MINE = /(?<!\p{L})(?:min|mitt|mina|mi|mitt|mine|mit|my)\s(?:\p{Ll}{3,12}\s)?$/iu;
const YOURS = /(?<!\p{L})(?:din|ditt|dina|di|dine|dit|your)\s(?:\p{Ll}{3,12}\s)?$/iu;
const THEIRS =
  /(?<!\p{L})(?:hans|hennes|hens|hendes|hennar|his|her|dennes|vedkommendes|vedkomande sin|pågældendes|hänen)\s(?:\p{Ll}{3,12}\s)?$/iu;

/** 'min skleros', 'din sjukskrivning', 'hennes depression': whose it is, by the word before it. */
function ownerOf(text: string, anchor: Span): 'firstperson' | 'addressee' | 'pronoun' | null {
  const before = text.slice(Math.max(0, anchor.start - 30), anchor.start);
  if (MINE.test(before)) return 'firstperson';
  if (YOURS.test(before)) return 'addressee';
  return THEIRS.test(before) ? 'pronoun' : null;
}

const ELLIPSIS =
  /^[\s>]*(?:Är|Er|Blev|Ble|Blei|Vart|Har|Fick|Fikk|Fik|Fekk|Ligger|Går på)\s(?!du|ni|han|hon|hun|hen|det|den|vi|de|dei|dere|jer|någon|nokon|noen|nogen|man|alla|alle|barn|elev|en\s|et\s|ett\s|I\s)\p{Ll}/u;

/** 'Är sjukskriven från imorgon': a sentence without a subject is its writer's; a question is not. */
const isElliptic = (sentence: string, anchor: number): boolean =>
  anchor >= 0 && anchor <= OF_ME && ELLIPSIS.test(sentence) && !sentence.trimEnd().endsWith('?');

/** Farther behind 'jag har' a word of the field is the writer's work, not their illness. */
const OF_ME = 45;

function isSaidOfMe({ anchor }: SignContext, sign: PersonSign): boolean {
  const gap = anchor.start - sign.end;
  return gap >= 0 && gap <= OF_ME;
}

const overlaps = (a: Span, b: Span): boolean => a.start < b.end && b.start < a.end;
const within120 = (sign: Span, window: Window): boolean =>
  sign.end > window.near.start - W1 / 2 && sign.start < window.near.end + W1 / 2;

interface Damping {
  readonly reason: string;
  readonly points: number;
}

/** Most that the kind of text takes away; less when an identifier or a named case file stands there. */
const MOST_DAMPING = -6;
const MOST_DAMPING_OF_A_CASE = -2;

function dampings(
  evidence: Evidence,
  window: Window,
  anchor: TermHit,
  person: PersonPoints,
  strong: number,
): readonly Damping[] {
  const out: Damping[] = [];
  const { genre } = evidence;
  const { linked } = person;
  const cues = overlapping(evidence.cues, window.range);
  const closeTo = (kind: string): boolean => cues.some((cue) => cue.kind === kind && overlaps(cue, window.near));
  const nearby = (kind: string): boolean => cues.some((cue) => cue.kind === kind);
  const either = (said: number, otherwise: number): number => (linked ? said : otherwise);
  if (genre.policy) out.push({ reason: 'damping-policy', points: either(-2, -4) });
  else if (closeTo('policy')) out.push({ reason: 'damping-policy', points: either(-1, -3) });
  else if (nearby('policy')) out.push({ reason: 'damping-policy', points: either(0, -2) });
  if (genre.bulk) out.push({ reason: 'damping-bulk', points: -4 });
  else if (nearby('bulk')) out.push({ reason: 'damping-bulk', points: either(0, -2) });
  if (genre.jobad) out.push({ reason: 'damping-job-advert', points: linked || person.points.has('pronoun') ? -1 : -3 });
  if (genre.meeting) out.push({ reason: 'damping-meeting', points: either(0, -2) });
  if (closeTo('generic')) out.push({ reason: 'damping-generic', points: either(0, -2) });
  if (isPublicRole(anchor, cues)) out.push({ reason: 'damping-public-role', points: -3 });
  if (isDenied(evidence.layout.text, anchor)) out.push({ reason: 'damping-denied', points: -2 });
  if (isWork(evidence.layout.text, anchor)) out.push({ reason: 'damping-work', points: -3 });
  if (within(evidence.blocks.signatures, anchor.start)) out.push({ reason: 'damping-signature', points: -3 });
  const isCase = person.hasId || (strong >= 2 && linked && !genre.bulk);
  return capped(out, isCase ? MOST_DAMPING_OF_A_CASE : MOST_DAMPING);
}

// 'har arbetat på BUP med unga med ätstörningar', 'bakgrunn fra rusomsorgen': somebody's trade.
const WORK =
  /(?<!\p{L})(?:arbetat|jobbat|arbetar|jobbar|arbeidet|arbeider|jobbet|jobber|arbejdet|arbejder|arbeidd|forskar|forsker|forsket|undervis\p{L}{2,4}|worked|works|erfarenhet|erfaring|utbildning|utdanning|uddannelse|bakgrund|bakgrunn|baggrund|kompetens|kompetanse|kompetence|experience|skrevet|skrivit|föreläs\p{L}{2,4}|ansvarig|ansvarlig)\s(?:\p{L}{1,14}\s){0,2}(?:med|på|inom|innen|inden for|i|av|af|fra|från|som|om|for|för|with|in|of)\s(?:\p{L}{1,20}\s){0,4}$/iu;
const isWork = (text: string, anchor: Span): boolean =>
  WORK.test(text.slice(Math.max(0, anchor.start - 90), anchor.start));

const DENIAL = /(?<!\p{L})(?:ingen|inga|inget|inte|ej|ikke|ikkje|ingen form for|utan|uten|uden|no|not|without|ei)\s$/iu;

/** 'har ingen allergi', 'er ikke syg' */
const isDenied = (text: string, anchor: Span): boolean =>
  DENIAL.test(text.slice(Math.max(0, anchor.start - 18), anchor.start));

/** Party and union roles of elected people are public; their health, crime and social matters are not. */
function isPublicRole(anchor: TermHit, cues: readonly Cue[]): boolean {
  const { category } = anchor.term;
  if (category !== 'political-opinion' && category !== 'trade-union') return false;
  return cues.some((cue) => cue.kind === 'publicrole');
}

function capped(dampings: readonly Damping[], most: number): readonly Damping[] {
  const out: Damping[] = [];
  let sum = 0;
  for (const damping of dampings) {
    const points = Math.max(damping.points, most - sum);
    if (points < 0) out.push({ reason: damping.reason, points });
    sum += points;
  }
  return out;
}
