/**
 * People whose name or address must not become known: sekretessmarkering, skyddad folkbokföring, fortrolig adresse, adressebeskyttelse.
 * Never quoted anywhere: findings carry an empty mask. A policy about such people must still pass.
 */
import type { Contribution } from '../../core/finding.ts';
import type { Span } from '../../core/text.ts';
import type { Where } from '../../core/category.ts';
import { MEDIUM_SCORE } from '../../core/category.ts';
import type { PersonKind } from '../person/person.ts';
import { overlapping, type Evidence, type TermHit } from '../terms/evidence.ts';
import { isCapital } from '../terms/lexicon.ts';
import { weigh } from '../terms/weigh.ts';
import { markingPlace } from './position.ts';

/** A protected identity that was found. */
export interface ProtectedIdentity extends Span {
  /** § 28 of the Danish CPR Act is common and milder: rules may treat it apart */
  readonly detector: 'protected-identity' | 'pid-dk-28';
  readonly score: number;
  readonly reasons: readonly Contribution[];
  readonly hit: TermHit;
}

const DANISH_SECTION_28 = 'dk28';
/** Register extracts carry them by machine: nothing else is needed. */
const DECISIVE = 'decisive';
const PROTECTED_SCORE = 95;
const TOPIC_SCORE = 40;
const NEAR = 120;
// 'Familjen har …', 'hon har …': people without a name, of whom it is said as a fact.
const SAID_OF =
  /(?<!\p{L})(?:familjen|familien|kvinnan|kvinnen|kvinden|kvinna|mamman|moren|mora|moderen|barnen|barna|børnene|hushållet|hon|han|hun|ho|hen|de|dei|the family|she|he|eleven|gutten|guten|jenta|pojken|flickan|drengen|pigen|barnet|borgeren|klienten|brukaren|brukeren|hyresgästen|hän\p{L}{0,3}|perhe\p{L}{1,4}|lapsella|asiakkaalla|oppilaalla)\s(?:\p{L}{1,20}\s){0,3}(?:har|fick|får|fikk|fik|lever|bor|flyttat|flyttet|flyttede|bur|on|er|är|has|have|lives|on)(?!\p{L})/iu;
// 'Mathilde og lillebroren har strengt fortrolig adresse': somebody by name, of whom it is said.
const NAMED_HAS =
  /\p{Lu}\p{Ll}{1,20}(?:\s(?:og|och|and|ja|&)\s[\p{L}]{2,20}(?:\s\p{L}{2,20})?){0,2},?(?:\s(?:og|och|and|ja|som|who|joka))?\s(?:har|fick|får|fikk|fik|lever|bor|flyttat|flyttet|bur|on|er|är|has|have|lives)\s(?:\p{Ll}{1,20}\s){0,4}$/u;
// 'Rutan "Skyddad identitet" går att bocka ur': what a program shows.
const SHOWN =
  /(?<!\p{L})(?:(?:kryss)?rut(?:an?|en)|(?:check)?box|fält(?:et)?|felt(?:et)?|field|kolumn(?:en)?|kolonnen?|column|flagg(?:an?|et)|flag|flik(?:en)?|fanen?|knapp(?:en)?|meny(?:n|en)?|kryss(?:et)?|texten?|teksten?|label|etikett(?:en)?|kenttä|valinta)\s["'\u201c\u201d\u2018\u2019«»]?$/iu;
// 'NB strengt fortrolig adresse (kode 6).': a sentence of nothing else.
const NOTE =
  /^[\s>]*(?:(?:NB|OBS|Merk|Märk|Bemærk|Viktigt?|Vigtigt|Note|HUOM)[!:.]?\s{1,2})?(?:(?:har|er|är|is)\s)?$/iu;
const NOTE_END = /^(?:\s?\([^()]{1,24}\))?[\s.!]*$/u;
const NAME_AHEAD = 250;
// 'ska alltid', 'når eleven', 'hvordan', '?': a rule or a question.
const NO_FACT =
  /(?<!\p{L})(?:ska|skall|skal|skulle|måste|må|bör|bør|alltid|altid|aldrig|aldri|om en|när|når|hvis|dersom|vid|ved|hur|hvordan|korleis|personer|elever|elevar|de som|den som|alle|alla|must|should|how|when|if|anyone)(?!\p{L})/iu;

/** Finds protected identities among the terms of one text. */
export function findProtected(evidence: Evidence, where: Where): readonly ProtectedIdentity[] {
  const out: ProtectedIdentity[] = [];
  for (const hit of evidence.terms) {
    if (hit.term.category !== 'protected-identity') continue;
    const detector = hit.term.group === DANISH_SECTION_28 ? 'pid-dk-28' : 'protected-identity';
    const reason = whyProtected(evidence, where, hit);
    const score = reason === null ? TOPIC_SCORE : PROTECTED_SCORE;
    out.push({
      detector,
      score,
      reasons: [{ reason: reason ?? 'no-person', points: score }],
      hit,
      start: hit.start,
      end: hit.end,
    });
    if (out.length >= MOST) break;
  }
  return out;
}

const MOST = 200;

/** The reason to believe that somebody is meant, or null. */
function whyProtected(evidence: Evidence, where: Where, hit: TermHit): string | null {
  if (hit.term.group === DECISIVE) return 'register-code';
  const { genre, layout } = evidence;
  const weighed = weigh(evidence, hit);
  if (weighed.linked && (hit.term.strong || weighed.score >= MEDIUM_SCORE)) return 'person';
  if (SHOWN.test(layout.text.slice(Math.max(0, hit.start - 24), hit.start))) return null;
  if (genre.policy || genre.jobad || genre.meeting || genre.bulk || genre.mass) return null;
  // A box of a form asks in small letters; who stamps it writes capitals.
  if (genre.form && !isUpper(layout.text, hit)) return null;
  if (isQuestion(layout.text, hit)) return null;
  if (hit.term.strong && !genre.touchesTopic && isStamp(evidence, where, hit)) return 'marking-position';
  const sentence = layout.sentence(hit, NEAR);
  const before = layout.text.slice(sentence.start, hit.start);
  if (!hit.term.strong || NO_FACT.test(before)) return null;
  if (!genre.touchesTopic && NAMED_HAS.test(before)) return 'person';
  // A line break ends no sentence, but a capital behind it begins a note.
  const opening = isCapital(layout.text, hit.start) ? before.slice(before.lastIndexOf('\n') + 1) : before;
  const isNote = NOTE.test(opening) && NOTE_END.test(layout.text.slice(hit.end, sentence.end));
  if (isNote && isNamedAhead(evidence, hit)) return 'person';
  if (SAID_OF.test(before)) return 'person';
  const isFact = !genre.touchesTopic && !NO_FACT.test(layout.text.slice(hit.end, sentence.end));
  return weighed.hasPerson && isFact ? 'person' : null;
}

/** Is somebody named in what stands before? */
const isNamedAhead = ({ signs }: Evidence, { start }: Span): boolean =>
  overlapping(signs, { start: Math.max(0, start - NAME_AHEAD), end: start }).some(({ kind }) => kind === 'name');

/** 'Finns skyddade personuppgifter?' asks everybody. */
const isQuestion = (text: string, { end }: Span): boolean => /^[^.!\n]{0,60}\?/u.test(text.slice(end, end + 64));

/** Alone in its place; in a subject, where topics stand alone too, only in brackets or capitals. */
function isStamp(evidence: Evidence, where: Where, hit: TermHit): boolean {
  const { layout } = evidence;
  if (isCell(layout.text, hit)) return true;
  if (markingPlace(layout, where, hit) !== 'alone' || isOneOfMany(evidence, hit)) return false;
  if (where !== 'subject' && where !== 'filename') return true;
  return isUpper(layout.text, hit) || /[[(]\s?$/.test(layout.text.slice(0, hit.start));
}

const BULLET = /^[\t ]*[-•*–][\t ]/u;
/** More things in a list are kinds of things. */
const MANY = 4;
const LONGEST_LIST = 1000;
const SOMEBODY: ReadonlySet<PersonKind> = new Set<PersonKind>(['id', 'name', 'initials', 'age', 'class', 'caseref']);

const isUpper = (text: string, { start, end }: Span): boolean =>
  text.slice(start, end) === text.slice(start, end).toUpperCase();

/**
 * An item of a list of several kinds of information, in small letters: '- mistanke, sikting, dom' above, '- hemmeleg adresse' here.
 * A list that says who somebody is ('- flicka, 9 år') tells of them.
 */
function isOneOfMany({ layout, signs }: Evidence, hit: Span): boolean {
  const { text } = layout;
  const { start, end } = hit;
  if (isUpper(text, hit)) return false;
  const from = text.lastIndexOf('\n', start) + 1;
  const above = text
    .slice(Math.max(0, from - LONGEST_LIST), from)
    .split('\n')
    .slice(0, -1)
    .reverse();
  const below = text.slice(from, end + LONGEST_LIST).split('\n');
  if (!BULLET.test(below[0] ?? '')) return false;
  const run = (lines: readonly string[]): number => {
    const other = lines.findIndex((line) => !BULLET.test(line));
    return other < 0 ? lines.length : other;
  };
  const [before, after] = [run(above), run(below)];
  if (before + after < MANY) return false;
  const lengthOf = (lines: readonly string[]): number => lines.reduce((sum, line) => sum + line.length + 1, 0);
  const list = { start: from - lengthOf(above.slice(0, before)), end: from + lengthOf(below.slice(0, after)) };
  return !overlapping(signs, list).some(({ kind }) => SOMEBODY.has(kind));
}

/** '…;*** SKYDDAD FOLKBOKFÖRING ***;Lind Novalie;…': a field of a line of data by itself, in capitals. */
function isCell(text: string, { start, end }: Span): boolean {
  if (!isUpper(text, { start, end })) return false;
  return (
    /[;|\t][\s*_!#-]*$/.test(text.slice(Math.max(0, start - 12), start)) &&
    /^[\s*_!#-]*[;|\t]/.test(text.slice(end, end + 12))
  );
}
