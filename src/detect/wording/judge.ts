/**
 * How a text is put: every sentence, alone and with the one before it, weighed by the model. The lists find what can be listed; most of
 * what a colleague would stop is said in everyday words.
 */
import type { Category } from '../../core/category.ts';
import type { Span } from '../../core/text.ts';
import { mayBeUnreal, unrealAt } from '../context/unreal.ts';
import { within } from '../context/blocks.ts';
import type { Observed } from '../observe.ts';
import type { PersonKind, PersonSign } from '../person/person.ts';
import { isWeighty, someOverlapping } from '../terms/evidence.ts';
import { readSentence, sentenceFeatures, type IsName } from './features.ts';
import type { Features, WordingModel } from './model.ts';
import {
  isSentence,
  LONGEST_PASSAGE,
  LONGEST_SENTENCE,
  sentences,
  SentenceWalk,
  SHORTEST_PASSAGE,
} from './passages.ts';
import { senseFeatures, type Sense } from './sense.ts';

/** A passage with its weight. */
export interface Judged extends Span {
  /** log-odds that it says something sensitive of somebody */
  readonly logOdds: number;
  readonly category: () => Category;
}

/** A sentence with what its features come to. */
interface Read extends Span {
  /** of their weights */
  readonly sum: number;
  readonly count: number;
}

/** The features of a passage as the model was taught: its sentences and what the lists say of the whole. */
export function featuresOf(text: string, span: Span, sense: Sense, isName: IsName): Features {
  const inside = sentences(text.slice(span.start, span.end));
  const read = inside.map(({ start, end }) => sentenceFeatures(text, span.start + start, span.start + end, isName));
  return [...read, senseFeatures(sense, span)];
}

/** A stretch of a text that is judged as a whole. */
export interface Passage extends Span {
  /** the sentences it is made of */
  readonly parts: readonly Span[];
}

/**
 * The passages in which somebody is spoken of or a listed term stands: sentences, and each with the one before it. A text without either
 * is not even divided.
 */
export function passagesToJudge(text: Observed, { signs, terms }: Pick<Sense, 'signs' | 'terms'>): readonly Passage[] {
  const telling = [...signs.filter(isSomebody), ...terms.filter(isWeighty)].sort((a, b) => a.start - b.start);
  if (telling.length === 0) return [];
  const { blocks, source } = text;
  const isLeftOut = (start: number): boolean => within(blocks.disclaimers, start) || within(blocks.headerLines, start);
  const hasBlocks = blocks.disclaimers.length > 0 || blocks.headerLines.length > 0;
  const isBefore = (start: number, end: number): boolean =>
    isSentence(start, end) && (!hasBlocks || (end - start <= LONGEST_SENTENCE && !isLeftOut(start)));
  const tells = (span: Span): boolean => someOverlapping(telling, span, always);
  const out: Passage[] = [];
  const walk = new SentenceWalk(source.text);
  let before: Span | null = null;
  // those that begin ahead of the sentence's end, and how far they reach
  let begun = 0;
  let reach = 0;
  walk.skipTo(telling[0]?.start ?? 0, isBefore);
  for (let sentence = walk.next(); sentence !== null; sentence = walk.next()) {
    if (hasBlocks && isLeftOut(sentence.start)) continue;
    const pair: Passage | null =
      before === null ? null : { start: before.start, end: sentence.end, parts: [before, sentence] };
    const someone = tells(sentence);
    // the pair first: ascending by start, as who looks for the passages around a place expects
    if (pair !== null && pair.end - pair.start <= LONGEST_PASSAGE && (someone || tells(pair))) out.push(pair);
    if (someone && sentence.end - sentence.start >= SHORTEST_PASSAGE) out.push({ ...sentence, parts: [sentence] });
    before = sentence;
    for (let sign = telling[begun]; sign !== undefined && sign.start < sentence.end; sign = telling[++begun]) {
      reach = Math.max(reach, sign.end);
    }
    if (reach > sentence.start) continue;
    // neither this one nor what follows has anybody until the next sign
    const next = telling[begun];
    if (next === undefined) break;
    if (walk.skipTo(next.start, isBefore)) before = null;
  }
  return out;
}

const always = (): boolean => true;

/** Judges passages of a text. */
export function judgeWording(
  model: WordingModel,
  source: string,
  passages: readonly Passage[],
  sense: Sense,
  isName: IsName,
): readonly Judged[] {
  // Each sentence stands in two passages or three, one soon after the other.
  let last: Read | null = null;
  let lastButOne: Read | null = null;
  const read = ({ start, end }: Span): Read => {
    if (last?.start === start) return last;
    if (lastButOne?.start === start) return lastButOne;
    const { slots, count } = readSentence(source, start, end, isName);
    lastButOne = last;
    last = { start, end, sum: model.sum(slots, count), count };
    return last;
  };
  return passages.map(({ start, end, parts }) => judged(model, source, sense, { start, end }, parts.map(read), isName));
}

/** Signs that there may be a case, not of whom. */
const NOBODY_YET: ReadonlySet<PersonKind> = new Set<PersonKind>(['caseref', 'unitname']);

const isSomebody = (sign: PersonSign): boolean => !NOBODY_YET.has(sign.kind);

/** What is said of invented people and of those long dead is told in the same words. */
const OF_NOBODY_ALIVE = 6;
/** Log-odds that a word for a novel, a play, an animal speaks against. */
const OF_A_STORY = 1;

/** '- 12 er faldet fra, typisk på grund af hash': so many are nobody. */
const OF_MANY = 2;
const COUNTED =
  /^[\s>*•–-]{0,8}\d{1,5}\s(?:av|af|of|är|er|has|have|had|har|hade|havde|hadde|fick|fik|fikk|fekk|blev|ble|vart|are|were|was|stycken|stk|personer|elever|deltagare|deltakere|deltagere|unga|unge|barn|brukare|brukere|borgere|ungdomar|ungdommer)(?!\p{L})/u;
const COUNTED_REACH = 40;

function against(text: string, { cues }: Sense, span: Span): number {
  if (COUNTED.test(text.slice(span.start, span.start + COUNTED_REACH))) return OF_MANY;
  if (unrealAt(text, cues, span) !== null) return OF_NOBODY_ALIVE;
  return mayBeUnreal(text, cues, span) ? OF_A_STORY : 0;
}

function judged(
  model: WordingModel,
  text: string,
  sense: Sense,
  span: Span,
  sentencesRead: readonly Read[],
  isName: IsName,
): Judged {
  const listed = senseFeatures(sense, span);
  let sum = model.sum(listed);
  let count = listed.length;
  for (const sentence of sentencesRead) {
    sum += sentence.sum;
    count += sentence.count;
  }
  const odds = model.logOdds(sum, count);
  let category: Category | null = null;
  return {
    start: span.start,
    end: span.end,
    logOdds: odds > 0 ? odds - against(text, sense, span) : odds,
    category: () =>
      (category ??= model.categoryOf([
        ...sentencesRead.map(({ start, end }) => sentenceFeatures(text, start, end, isName)),
        listed,
      ])),
  };
}
