import type { Span } from '../../core/text.ts';
import { within } from '../context/blocks.ts';
import { isPlainlyUnreal, mayBeUnreal } from '../context/unreal.ts';
import { isWeighty, overlapping, type Cue, type Evidence, type TermHit } from './evidence.ts';
import type { PersonPoints } from './person-points.ts';
import { overlaps, type Window } from './window.ts';

/** Something that makes a term weigh less. */
export interface Damping {
  readonly reason: string;
  readonly points: number;
}

/** Those that only tell what kind of text it is; the others say something of the statement itself. */
const OF_THE_TEXT: ReadonlySet<string> = new Set([
  'damping-policy',
  'damping-bulk',
  'damping-job-advert',
  'damping-meeting',
  'damping-generic',
  'damping-signature',
]);
export const isOfTheText = ({ reason }: Damping): boolean => OF_THE_TEXT.has(reason);

/** Most that the kind of text takes away; less when an identifier or a named case file stands there. */
const MOST_DAMPING = -6;
const MOST_DAMPING_OF_A_CASE = -2;

/** Collects what makes a term weigh less: the kind of text, a question, a denial, somebody's trade. */
export function dampings(
  evidence: Evidence,
  window: Window,
  anchor: TermHit,
  person: PersonPoints,
  { strong, filledIn }: { readonly strong: number; readonly filledIn: boolean },
): readonly Damping[] {
  const out: Damping[] = [];
  const { genre } = evidence;
  const { linked } = person;
  // 'fingerprint templates' are no templates
  const cues = overlapping(evidence.cues, window.range).filter((cue) => !overlaps(cue, anchor));
  const closeTo = (kind: string): boolean => cues.some((cue) => cue.kind === kind && overlaps(cue, window.near));
  const nearby = (kind: string): boolean => cues.some((cue) => cue.kind === kind);
  const either = (said: number, otherwise: number): number => (linked ? said : otherwise);
  // 'Blankett' and 'Skema' are names of forms that somebody has filled in, too
  if (!filledIn) {
    if (genre.policy) out.push({ reason: 'damping-policy', points: either(-2, -4) });
    else if (closeTo('policy')) out.push({ reason: 'damping-policy-beside', points: either(-1, -3) });
    else if (nearby('policy')) out.push({ reason: 'damping-policy-beside', points: either(0, -2) });
  }
  if (genre.bulk) out.push({ reason: 'damping-bulk', points: -4 });
  else if (nearby('bulk')) out.push({ reason: 'damping-bulk', points: either(0, -2) });
  if (genre.jobad) out.push({ reason: 'damping-job-advert', points: linked || person.points.has('pronoun') ? -1 : -3 });
  if (genre.meeting) out.push({ reason: 'damping-meeting', points: either(0, -2) });
  if (isAskedOfNobody(evidence, anchor)) out.push({ reason: 'damping-question', points: -4 });
  if (closeTo('generic')) out.push({ reason: 'damping-generic', points: either(0, -2) });
  if (mayBeUnreal(evidence.layout.text, evidence.cues, anchor)) {
    // ill people have pets too
    const isPlain = !linked && isPlainlyUnreal(evidence.layout.text, evidence.cues, anchor);
    out.push({ reason: 'damping-story', points: isPlain ? MOST_DAMPING : -2 });
  }
  if (isPublicRole(evidence, window, anchor, cues)) out.push({ reason: 'damping-public-role', points: -3 });
  const { text } = evidence.layout;
  const follows = BLANK.test(text.charAt(anchor.start - 1));
  if (follows && isDenied(text, anchor)) out.push({ reason: 'damping-denied', points: -2 });
  if (follows && isWork(text, anchor)) out.push({ reason: 'damping-work', points: -3 });
  if (within(evidence.blocks.signatures, anchor.start)) out.push({ reason: 'damping-signature', points: -3 });
  const isCase = person.hasId || (strong >= 2 && linked && !genre.bulk);
  return capped(out, isCase ? MOST_DAMPING_OF_A_CASE : MOST_DAMPING);
}

// What stands before a term says something of it only across a blank.
const BLANK = /\s/;

// 'har arbetat på BUP med unga med ätstörningar', 'bakgrunn fra rusomsorgen': somebody's trade.
const WORK =
  /(?<!\p{L})(?:arbetat|jobbat|arbetar|jobbar|arbeidet|arbeider|jobbet|jobber|arbejdet|arbejder|arbeidd|forskar|forsker|forsket|undervis\p{L}{2,4}|worked|works|erfarenhet|erfaring|utbildning|utdanning|uddannelse|bakgrund|bakgrunn|baggrund|kompetens|kompetanse|kompetence|experience|skrevet|skrivit|föreläs\p{L}{2,4}|ansvarig|ansvarlig)\s(?:\p{L}{1,14}\s){0,2}(?:med|på|inom|innen|inden for|i|av|af|fra|från|som|om|for|för|with|in|of)\s(?:\p{L}{1,20}\s){0,4}$/iu;
const isWork = (text: string, anchor: Span): boolean =>
  WORK.test(text.slice(Math.max(0, anchor.start - 90), anchor.start));

const LONGEST_QUESTION = 70;
const LONGEST_ANSWER = 24;
// 'ADHD? Ja, utredd i våras.'; 'Ja / Nej' is still to be ticked.
const YES =
  /^[\s\]–-]{0,4}(?:ja(?:pp|darå|vel|visst)?|jo|jepp|yes|kyllä)(?![\p{L}-])(?![\s/|_.☐□]{0,8}(?:ne[ji]|no|ei)(?!\p{L}))/iu;
/** 'Mye sykefravær?': a short question in which nobody is named, and which nobody has answered with a yes. */
function isAskedOfNobody({ layout, signs }: Evidence, anchor: Span): boolean {
  const { text } = layout;
  const sentence = layout.sentence(anchor, LONGEST_QUESTION);
  return (
    sentence.end - sentence.start <= LONGEST_QUESTION &&
    text.charAt(sentence.end - 1) === '?' &&
    overlapping(signs, sentence).length === 0 &&
    !YES.test(text.slice(sentence.end, sentence.end + LONGEST_ANSWER))
  );
}

const DENIAL = /(?<!\p{L})(?:ingen|inga|inget|inte|ej|ikke|ikkje|ingen form for|utan|uten|uden|no|not|without|ei)\s$/iu;

/** 'har ingen allergi', 'er ikke syg' */
const isDenied = (text: string, anchor: Span): boolean =>
  DENIAL.test(text.slice(Math.max(0, anchor.start - 18), anchor.start));

/** Party and union roles of elected people are public; their health, crime and social matters are not. */
function isPublicRole(evidence: Evidence, { near }: Window, anchor: TermHit, cues: readonly Cue[]): boolean {
  const { category } = anchor.term;
  if (category !== 'political-opinion' && category !== 'trade-union') return false;
  if (cues.some((cue) => cue.kind === 'publicrole')) return true;
  const belongs = (): boolean => overlapping(evidence.cues, near).some((cue) => cue.kind === 'membership');
  return category === 'political-opinion' && isDebate(evidence) && !belongs();
}

/** Parties that a debate speaks of at least, and words for a parliament where nobody is called by their office. */
const MANY_PARTIES = 2;
const MANY_WORDS = 3;
const OF_PARLIAMENT =
  /(?<!\p{L})(?:folketinget|folketingets|folketingsgruppe\p{L}{0,4}|stortinget|stortingets|riksdagen|riksdagens|eduskun\p{L}{1,8}|lovforslag\p{L}{0,3}|lagförslag\p{L}{0,3}|statsminister\p{L}{0,4}|ministeren|finansloven|representantforslag\p{L}{0,3})(?!\p{L})/giu;
const debates = new WeakMap<readonly TermHit[], boolean>();

/** Do elected people speak of one party after the other? What a text is stays with its terms, so that it is found out once. */
function isDebate({ terms, cues, layout }: Evidence): boolean {
  let is = debates.get(terms);
  if (is === undefined) {
    const parties = new Set<number | string>();
    for (const hit of terms) {
      if (hit.term.category === 'political-opinion' && !hit.term.strong && isWeighty(hit)) parties.add(hit.term.key);
    }
    is =
      parties.size >= MANY_PARTIES && (cues.some(({ kind }) => kind === 'publicrole') || isOfParliament(layout.text));
    debates.set(terms, is);
  }
  return is;
}

function isOfParliament(text: string): boolean {
  const words = text.matchAll(OF_PARLIAMENT);
  return Array.from({ length: MANY_WORDS }, () => words.next()).every(({ done }) => done !== true);
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
