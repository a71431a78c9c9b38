import type { Span } from '../../core/text.ts';
import {
  IDENTIFYING,
  MOST_PERSON_POINTS,
  NAMING,
  SAME_SENTENCE,
  type PersonKind,
  type PersonSign,
} from '../person/person.ts';
import { isNoPerson } from '../person/shapes.ts';
import { standTogether } from '../person/standing.ts';
import { overlapping, type Evidence, type TermHit } from './evidence.ts';
import { overlaps, W1, within120, type Window } from './window.ts';

/** Fields in which an organisation beside a name is whom the person speaks for. */
const COUNTERPARTS: ReadonlySet<string> = new Set(['trade-union', 'political-opinion']);

/** What the signs of persons around a term come to. */
export interface PersonPoints {
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

/** Counts the signs of persons around a term, each by how it stands to it. */
export function personPoints(evidence: Evidence, window: Window, anchor: TermHit): PersonPoints {
  const points = new Map<PersonKind, number>();
  const decided = overlapping(evidence.cues, window.near).some(
    (cue) => cue.kind === 'decision' && !overlaps(cue, anchor),
  );
  const count = (kind: PersonKind, value: number): void => {
    if (value > (points.get(kind) ?? 0)) points.set(kind, value);
  };
  const signs = overlapping(evidence.signs, window.range);
  const isOfOne = (sign: PersonSign): boolean => !isOfEither(evidence.layout.text, sign);
  const pronoun = signs.some((sign) => sign.kind === 'pronoun' && overlaps(sign, window.near) && isOfOne(sign));
  const personal = decided || signs.some((sign) => PERSONAL.has(sign.kind));
  const context: SignContext = { evidence, window, anchor, decided, pronoun, personal };
  for (const sign of signs) if (sign.kind !== 'pronoun' || isOfOne(sign)) count(sign.kind, signPoints(context, sign));
  const owner = ownerOf(evidence.layout.text, anchor);
  if (owner !== null) count(owner, owner === 'pronoun' && evidence.genre.touchesTopic ? 1 : 2);
  if (isElliptic(evidence.layout.text.slice(window.near.start, window.near.end), anchor.start - window.near.start)) {
    count('firstperson', 2);
  }
  const named = points.get('name') ?? 0;
  for (const sign of evidence.ambient) count(sign.kind, ambientPoints(context, sign, named));
  // 'Hej Stig, bidraget beviljas … sjukdomen gör att du': a decision told to its subject.
  if (points.has('greeted-name') && !evidence.genre.touchesTopic && isToldToYou(evidence, window))
    count('addressee', 2);
  // The sending unit's name together with a private person addressed reveals the relation by itself.
  const addressed = points.has('greeted-name') || (points.get('name') ?? 0) >= LINKED_NAME || points.has('id');
  if (!addressed || evidence.genre.touchesTopic) points.delete('unitname');
  if (pronoun && !points.has('name') && hasNameBefore(evidence, window)) count('name', 2);
  const redacted = isRedacted(evidence.layout.text.slice(window.range.start, window.range.end));
  if (redacted && !points.has('name') && !points.has('id')) points.clear();
  let sum = 0;
  let identified = false;
  let linked = false;
  let direct = false;
  for (const [kind, value] of points) {
    if (value === 0) points.delete(kind);
    sum += value;
    if (value >= 2 && (IDENTIFYING.has(kind) || kind === 'unitname' || kind === 'pronoun')) identified = true;
    if (value >= (kind === 'name' ? LINKED_NAME : 2) && NAMING.has(kind)) linked = true;
    // A decision under a case number of the committee is about one person, known to whoever has the file.
    if (kind === 'caseref' && value >= COMMITTEE_CASE && decided) linked = true;
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

// 'han eller hon', 'hans eller hennes', 'hun/han', 'he or she': whoever it may be.
const OR_SHE =
  /^\s?(?:\/|(?:och\/|og\/)?(?:eller|or))\s?(?:han|hon|hen|hun|ho|hans|hennes|hens|hendes|hennar|honom|henne|ham|hende|ham|he|she|his|hers?|him)(?!\p{L})/iu;
const HE_OR =
  /(?<!\p{L})(?:han|hon|hen|hun|ho|hans|hennes|hens|hendes|hennar|honom|henne|ham|hende|he|she|his|hers?|him)\s?(?:\/|(?:och\/|og\/)?(?:eller|or))\s?$/iu;
/** Is a pronoun one of two that leave open who is meant? */
const isOfEither = (text: string, { start, end }: Span): boolean =>
  OR_SHE.test(text.slice(end, end + 20)) || HE_OR.test(text.slice(Math.max(0, start - 24), start));

// '[sladdet]', '[maskerat]': whoever it was about has been taken out.
const REDACTED =
  /\[(?:sladda|sladdet|maskerat|maskerad|maskeret|maskert|borttaget|borttagen|fjernet|anonymisert|anonymiserat|anonymiseret|redacted|namn|navn)\]|█{3,}/iu;
const isRedacted = (text: string): boolean => (text.includes('[') || text.includes('█')) && REDACTED.test(text);

const CAPITALS = /(?<![\p{L}.@/-])\p{Lu}\p{Ll}{1,15} \p{Lu}\p{Ll}{2,20}(?![\p{L}-])/gu;

/** 'Vi kan inte ta emot Ronald Sande. Det visade sig att han är dömd': the pronoun makes the two capitals somebody. */
function hasNameBefore({ layout, genre }: Evidence, { range, near }: Window): boolean {
  if (genre.touchesTopic) return false;
  const before = layout.text.slice(Math.max(range.start, near.start - W1), near.end);
  for (const match of before.matchAll(CAPITALS)) if (!isNoPerson(match[0])) return true;
  return false;
}

const YOU = /(?<!\p{L})(?:du|dig|deg|din|ditt|dina|di|dine|dit|you|your)(?!\p{L})/iu;
const LETTER = 3000;
/** Is a sentence in 'you' part of a decision, or of a letter that speaks of the addressee's own case ('din ansökan') elsewhere? */
const isToldToYou = ({ layout, cues, signs }: Evidence, { near, range }: Window): boolean =>
  YOU.test(layout.text.slice(near.start, near.end)) &&
  (overlapping(cues, range).some((cue) => cue.kind === 'decision') ||
    (layout.text.length <= LETTER && signs.some((sign) => sign.kind === 'addressee')));

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
const COMMITTEE_CASE = 3;

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
  const { touchesTopic } = evidence.genre;
  if (sign.kind === 'name') return namePoints(context, sign);
  if (window.row !== null || sign.kind === 'id' || sign.kind === 'greeted-name' || sign.kind === 'unitname') {
    return sign.kind === 'caseref' && !decided ? 1 : sign.points;
  }
  if (sign.kind === 'caseref') return decided && !touchesTopic ? sign.points : 1;
  const sameSentence = overlaps(sign, window.near);
  const close = sameSentence || within120(sign, window);
  if (sign.kind === 'firstperson') return sameSentence && isSaidOfMe(context, sign) ? sign.points : 0;
  if (SAME_SENTENCE.has(sign.kind)) return sameSentence ? sign.points : sign.kind === 'kin' && close ? 1 : 0;
  if (sign.kind === 'role' && touchesTopic && !context.pronoun && !decided) return 1;
  if (sign.kind === 'role') return sameSentence || (close && context.pronoun) ? sign.points : 1;
  return close && !(touchesTopic && sign.kind === 'age') ? sign.points : Math.max(1, sign.points - 1);
}

/** A name counts by what is said of it: beside the term or its subject, carried on by a pronoun, near, or merely present. */
function namePoints({ evidence, window, anchor, pronoun, personal }: SignContext, sign: PersonSign): number {
  const { text } = evidence.layout;
  if (window.row !== null) return sign.points;
  // 'Union Membership' in a heading is what it says, and nobody.
  if (sign.unlisted === true && overlaps(sign, anchor)) return 0;
  // 'Fagforbundet Per Nes' is who Per speaks for.
  if (!COUNTERPARTS.has(anchor.term.category) && standTogether(text, anchor, sign)) return sign.points;
  const before = sign.end <= anchor.start;
  if (before && isSaidOfThem(text, anchor)) return sign.points;
  if (sign.labelled === true && before) return sign.points;
  if (sign.by === true && (evidence.genre.touchesTopic || !personal)) return 1;
  if (overlaps(sign, window.near))
    return sign.said === true ? sign.points : evidence.genre.touchesTopic || !personal ? 1 : 2;
  if (before && pronoun) return sign.said === true || !evidence.genre.touchesTopic ? sign.points : 2;
  if (sign.said === true && within120(sign, window) && hasDecision(evidence, window)) return sign.points;
  if (evidence.genre.touchesTopic) return 1;
  return sign.said === true || (personal && within120(sign, window)) ? 2 : 1;
}

const OF_THEM =
  /(?<!\p{L})(?:hon|hun|ho|han|hen|she|he|hän)\s(?:är|er|is|on|var|was|blev|ble|blei|vart|became|har|has)\s(?:(?:blivit|blevet|blitt|vorte|vorten|fått|fået|become|been|got)\s)?(?:(?!ikk?j?e|inte|ej|not|ingen|aldri)\p{L}{2,12}\s){0,2}$/iu;
/** 'Bodil …, hun er blevet rigtig dement': who was named before is meant. */
const isSaidOfThem = (text: string, anchor: Span): boolean =>
  OF_THEM.test(text.slice(Math.max(0, anchor.start - 48), anchor.start));

const hasDecision = (evidence: Evidence, { near }: Window): boolean =>
  overlapping(evidence.cues, { start: near.start - W1, end: near.end + W1 }).some((cue) => cue.kind === 'decision');

/** Signs of the subject line, a file name, the short letter around an attachment. */
function ambientPoints({ evidence, pronoun }: SignContext, sign: PersonSign, named: number): number {
  if (sign.kind === 'id') return sign.points;
  if (sign.kind === 'name' && evidence.genre.touchesTopic && !pronoun && sign.said !== true) return 1;
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
