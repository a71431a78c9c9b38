import { MEDIUM_SCORE, HIGH_SCORE } from '../core/category.ts';
import type { DetectionContext, DetectionInput } from '../core/detection.ts';
import type { DetectorData } from '../core/detector-data.ts';
import { compareFindings, type Finding } from '../core/finding.ts';
import { once } from '../core/once.ts';
import type { ExtractedText, Span } from '../core/text.ts';
import type { Detectors } from './detect.ts';
import { codeHits } from './codes.ts';
import { compileCustom, compilePatterns, type CompiledCustom, type CompiledPattern } from './custom.ts';
import { genreOf } from './context/genre.ts';
import { extraWorthy } from './extra-worthy.ts';
import { readableNames } from './file-names.ts';
import { findingAt, identifierFindings, joinRepeated } from './findings.ts';
import { birthsIn, definedWords, findIdentifiers } from './ids/ids.ts';
import { findMarkings } from './markings/markings.ts';
import { findProtected } from './markings/protected-identity.ts';
import { namedFiles } from './named-files.ts';
import { normalise } from './normalise.ts';
import { Observed, readWords, type TextWords } from './observe.ts';
import { ambientSigns, titleCues } from './person/ambient.ts';
import { compileRegister, type Register } from './register.ts';
import { passwordCandidates } from './password-candidates.ts';
import { findPasswords, lonePassword } from './secrets.ts';
import { isWeighty, type Evidence, type TermHit } from './terms/evidence.ts';
import { languageName } from './terms/inflection.ts';
import { serviceFindings } from './terms/service-rows.ts';
import { termFindings } from './terms/term-findings.ts';
import { judgeWording, passagesToJudge } from './wording/judge.ts';
import { compileWording, type WordingModel } from './wording/model.ts';
import { compileVocabulary, givenNameTest, type Vocabulary } from './terms/vocabulary.ts';

interface Compiled {
  readonly data: DetectorData;
  readonly vocabulary: Vocabulary;
  readonly patterns: readonly CompiledPattern[];
  readonly custom: readonly CompiledCustom[];
  readonly register: Register | null;
  readonly wording: WordingModel | null;
  readonly isGivenName: (word: string) => boolean;
}

/** Compiles the detectors; see the door. */
export function compileEngine(data: DetectorData): Detectors {
  const compiled: Compiled = {
    data,
    vocabulary: compileVocabulary(data),
    patterns: compilePatterns(data.patterns),
    custom: compileCustom(data.custom),
    register: compileRegister(data.register),
    wording: data.wording === null || data.options.wording === 'off' ? null : compileWording(data.wording),
    isGivenName: givenNameTest(data.givenNames),
  };
  return {
    detect: (input) => detect(compiled, input),
    passwords: (texts) => passwordCandidates(texts.map((source) => normalise(source.text).text)),
  };
}

function detect(compiled: Compiled, input: DetectionInput): readonly Finding[] {
  const { context } = input;
  const { options } = compiled.data;
  const defined = once(() => definedWords(input.texts.map((source) => source.text)));
  const births = once(() => birthsIn(input.texts.map((source) => source.text)));
  const correspondents = once(() => correspondentWords(input));
  // The words of a mail stand in it twice, as plain text and as HTML: what they are is found once, what they mean where they stand.
  const words = new Map<string, TextWords>();
  const firsts = firstsOf(input.texts);
  const observed: Observed[] = [];
  for (const [index, source] of input.texts.entries()) {
    const first = observed[firsts[index] ?? index];
    if (first === undefined) {
      const seen = words.get(source.text) ?? readWords(source.text, compiled.vocabulary);
      words.set(source.text, seen);
      const readings = findIdentifiers({
        text: seen.normalised,
        source,
        options: { ...options, today: context.today },
        isGivenName: compiled.isGivenName,
        defined,
        births,
      });
      const placed = readings.map((reading) => ({ reading, ...originalSpan(seen, reading.span) }));
      observed.push(new Observed(source, seen, placed, correspondents));
    } else observed.push(first);
  }
  const matters = observed.map((text) => readable(compiled, text, correspondents));
  const found: (readonly Finding[])[] = [];
  for (const [index, { part }] of input.texts.entries()) {
    const first = found[firsts[index] ?? index];
    found.push(
      first?.map((finding) => ({ ...finding, part })) ?? findingsIn(compiled, { observed, matters }, index, context),
    );
  }
  return joinRepeated(found.flat()).sort(compareFindings);
}

/**
 * By text: the first that says the same in the same place, or itself. Two bodies of one mail in two formats say the same of everybody.
 */
function firstsOf(texts: DetectionInput['texts']): readonly number[] {
  const bodies = new Map<string, number>();
  return texts.map(({ where, path, text, segments }, index) => {
    const [only] = segments;
    if (where !== 'body' || path.length > 0 || only?.zone !== 'body' || only.quoted || segments.length > 1)
      return index;
    const first = bodies.get(text);
    if (first === undefined) bodies.set(text, index);
    return first ?? index;
  });
}

/** The texts of a mail, as they were written and as those read them who weigh words. */
interface Texts {
  readonly observed: readonly Observed[];
  readonly matters: readonly Observed[];
}

/** The names of files with blanks between their words; any other text is itself. */
function readable(compiled: Compiled, text: Observed, correspondents: () => ReadonlySet<string>): Observed {
  return text.source.where === 'filename' ? asNames(compiled, text, correspondents) : text;
}

function asNames(
  { vocabulary, isGivenName }: Compiled,
  text: Observed,
  correspondents: () => ReadonlySet<string>,
): Observed {
  const names = readableNames(text.source, {
    isGivenName,
    fullNames: (names) => fullNamesIn(readWords(names, vocabulary)),
  });
  if (names === null) return text;
  const placed = text.readings.map(({ reading, start, end }) => ({
    reading,
    start: names.at(start),
    end: names.at(end),
  }));
  return new Observed(names.source, readWords(names.source.text, vocabulary), placed, correspondents);
}

/** Listed given names with a listed surname behind them. */
function fullNamesIn({ sightings }: TextWords): readonly Span[] {
  const surnames = new Map(sightings.of('surname').map(({ start, end }) => [start, end]));
  return sightings.of('given').flatMap(({ start, end }) => {
    const last = surnames.get(end + 1);
    return last === undefined ? [] : [{ start, end: last }];
  });
}

/** Everything that one text of a mail gives. */
function findingsIn(
  compiled: Compiled,
  { observed, matters }: Texts,
  index: number,
  context: DetectionContext,
): readonly Finding[] {
  const text = observed[index];
  const matter = matters[index];
  if (text === undefined || matter === undefined) return [];
  const told = mayMatter(compiled, matter) ? matterFindings(compiled, { observed, matters }, index, context) : [];
  const named = mentionedFiles(compiled, text, context);
  return [
    ...identifierFindings(text.source, text.readings, (offset) => text.layout.segmentAt(offset), context),
    ...told.filter(isNotOutdone(named, false)),
    ...named.filter(isNotOutdone(told, true)),
    ...(matter === text ? [] : stampsAsWritten(compiled, observed, index, context).filter(isNotAmong(told))),
    ...passwordFindings(text),
    ...houseFindings(text, compiled),
    ...extraWorthy(text, compiled.data.options.extraWorthy),
  ];
}

/** What the names of files say that a text mentions. A marking in one of them is no stamp of the text. */
function mentionedFiles(compiled: Compiled, { source }: Observed, context: DetectionContext): readonly Finding[] {
  const named = source.where === 'filename' || source.where === 'header' ? null : namedFiles(source);
  if (named === null) return [];
  const nobody = (): ReadonlySet<string> => new Set();
  const written = new Observed(named, readWords(named.text, compiled.vocabulary), [], nobody);
  const matter = asNames(compiled, written, nobody);
  if (!mayMatter(compiled, matter)) return [];
  return matterFindings(compiled, { observed: [written], matters: [matter] }, 0, context).filter(
    ({ category }) => category !== 'secrecy-marking' && category !== 'state-security',
  );
}

/** Fields of a mail's head are titles where they say what it is about, as the subject does; nobody tells anything in the others. */
const isTitle = ({ where, segments }: ExtractedText): boolean => where === 'header' && segments[0]?.zone === 'subject';
const isMachinery = (source: ExtractedText): boolean => source.where === 'header' && !isTitle(source);

/** Texts without a word that weighs and without anybody are most of all texts, and cost no more than the automaton. */
const mayMatter = ({ wording }: Compiled, { sightings, readings, source }: Observed): boolean =>
  sightings.hasMatter || (wording !== null && !isMachinery(source) && (sightings.hasSomebody || readings.length > 0));

/** Terms about somebody, what is said of somebody in other words, and markings. */
function matterFindings(
  { patterns, wording, isGivenName }: Compiled,
  { observed, matters }: Texts,
  index: number,
  context: DetectionContext,
): Finding[] {
  const text = matters[index];
  if (text === undefined) return [];
  const terms = [...text.terms, ...codeHits(text, patterns)].sort((a, b) => a.start - b.start || a.end - b.end);
  if (wording === null && !text.sightings.mayBelong && !terms.some(isWeighty)) return [];
  const passages =
    wording === null || isMachinery(text.source) ? [] : passagesToJudge(text, { signs: text.signs, terms });
  // Of the texts that have a word worth looking at most have nothing else.
  if (terms.length === 0 && passages.length === 0) return [];
  const evidence = evidenceOf(text, terms, matters, index, context);
  const judged =
    wording === null
      ? []
      : judgeWording(wording, text.source.text, passages, evidence, (start, end) =>
          isGivenName(text.source.text.slice(start, end)),
        );
  const isWritten = text === observed[index];
  // a stamp of one word is told by the marks around it, which are blanks here
  const marked = markingFindings(
    text,
    evidence,
    ({ start, end }) => isWritten || text.source.text.slice(start, end).includes(' '),
  );
  // The same told in everyday words beside its own name is one thing; a mere mention of the subject is not its name.
  const isTold = ({ category }: Finding): boolean =>
    category === 'protected-identity' && marked.some((one) => one.category === category && one.confidence !== 'low');
  const told = termFindings(text.source, evidence, judged).filter((one) => !isTold(one));
  return [...told, ...serviceFindings(text.source, evidence, told), ...marked];
}

function evidenceOf(
  text: Observed,
  terms: readonly TermHit[],
  observed: readonly Observed[],
  index: number,
  context: DetectionContext,
): Evidence {
  return {
    layout: text.layout,
    blocks: text.blocks,
    terms,
    signs: text.signs,
    onlyAnimals: text.onlyAnimals,
    cues: text.cues,
    genre: genreOf(
      { cues: text.cues, signs: text.signs, text: text.source.text },
      titleCues(observed, index),
      context.bulk || context.autoSubmitted,
    ),
    ambient: ambientSigns(observed, index, context),
    titles: once(() => titlesOf(observed)),
  };
}

/** In the name of a file a mark beside a word makes a stamp of it: 'Rapport_hemlig' is marked, 'Rapport hemlig' is not. */
function stampsAsWritten(
  compiled: Compiled,
  observed: readonly Observed[],
  index: number,
  context: DetectionContext,
): readonly Finding[] {
  const text = observed[index];
  if (text === undefined || !mayMatter(compiled, text) || text.terms.length === 0) return [];
  return markingFindings(text, evidenceOf(text, text.terms, observed, index, context), () => true);
}

/** One thing in two readings is told once, by the one in which it weighs more. @param byEqual whether as much is more */
const isNotOutdone =
  (others: readonly Finding[], byEqual: boolean) =>
  ({ detector, score }: Finding): boolean =>
    !others.some((one) => one.detector === detector && (byEqual ? one.score >= score : one.score > score));

const isNotAmong =
  (findings: readonly Finding[]) =>
  ({ detector }: Finding): boolean =>
    !findings.some((one) => one.detector === detector);

/** So much of a title tells what a mail is about. */
const LONGEST_TITLE = 200;
const MOST_TITLES = 10;

/** Subject and file names. */
const titlesOf = (observed: readonly Observed[]): string =>
  observed
    .filter(({ source }) => source.where === 'subject' || source.where === 'filename')
    .slice(0, MOST_TITLES)
    .map(({ source }) => source.text.slice(0, LONGEST_TITLE))
    .join('\n');

const TO_FIELD = /^(?:from|to|cc|sender|reply-to)$/i;
const MOST_CORRESPONDENTS = 2000;

/** Lower-case words of the display names of sender and recipients. */
function correspondentWords({ texts, context }: DetectionInput): ReadonlySet<string> {
  const words = new Set<string>();
  const take = (text: string): void => {
    for (const word of text.toLowerCase().split(/[^\p{L}]+/u)) {
      if (word.length > 1 && words.size < MOST_CORRESPONDENTS) words.add(word);
    }
  };
  take(context.senderName);
  for (const source of texts) {
    if (source.where !== 'header') continue;
    for (const segment of source.segments) {
      if (!TO_FIELD.test(segment.locator)) continue;
      // each piece bounded: a field may be one run of a million hyphens or '<' (local parts: RFC 5321 §4.5.3.1.1)
      take(source.text.slice(segment.start, segment.end).replace(/^[\w-]{1,80}:|<[^<>]*>|[\w.+-]{1,64}@\S+/g, ' '));
    }
  }
  return words;
}

/** @param isStamp whether a listed word may be a marking where it stands */
function markingFindings(text: Observed, evidence: Evidence, isStamp: (hit: TermHit) => boolean): Finding[] {
  const where = isTitle(text.source) ? 'subject' : text.source.where;
  const markings = findMarkings({ ...evidence, terms: evidence.terms.filter(isStamp) }, where).map((marking) => ({
    ...marking,
    masked: marking.category,
  }));
  const protectedPeople = findProtected(evidence, where).map((found) => ({
    ...found,
    category: 'protected-identity',
    masked: '',
  }));
  return bestOfEach([...markings, ...protectedPeople], text).map(({ best, count }) =>
    findingAt(text.source, text.layout.segmentAt(best.start), {
      ...best,
      count,
      maskedStrictly: best.masked,
      language: languageName(best.hit.term.langs),
    }),
  );
}

/** One finding per detector, zone and quotation: the highest score, with the number of places. */
function bestOfEach<T extends Span & { readonly detector: string; readonly score: number }>(
  items: readonly T[],
  text: Observed,
): readonly { readonly best: T; readonly count: number }[] {
  const groups = new Map<string, { best: T; count: number }>();
  for (const item of items) {
    const segment = text.layout.segmentAt(item.start);
    const key = `${item.detector}|${segment?.zone ?? ''}|${segment?.quoted === true}|${item.score >= MEDIUM_SCORE}`;
    const group = groups.get(key);
    if (group === undefined) groups.set(key, { best: item, count: 1 });
    else {
      group.count++;
      if (item.score > group.best.score) group.best = item;
    }
  }
  return [...groups.values()];
}

const UNCERTAIN_PASSWORD = 40;
const CERTAIN_PASSWORD = 90;

function passwordFindings(text: Observed): Finding[] {
  // The automaton has seen whether there is anything to look at.
  const given = text.sightings.hasPasswordCue ? findPasswords(text.source.text) : [];
  const lone = given.length === 0 && text.source.where === 'body' ? lonePassword(text.source.text) : null;
  const found = [...given, ...(lone === null ? [] : [lone])].map(({ start, end, certain }) => ({
    detector: 'password-in-clear',
    start,
    end,
    score: certain ? CERTAIN_PASSWORD : UNCERTAIN_PASSWORD,
  }));
  return bestOfEach(found, text).map(({ best, count }) =>
    findingAt(text.source, text.layout.segmentAt(best.start), {
      ...best,
      category: 'password-in-clear',
      reasons: [{ reason: best.score >= HIGH_SCORE ? 'value-given' : 'value-unclear', points: best.score }],
      count,
      masked: 'password-in-clear',
      maskedStrictly: 'password-in-clear',
    }),
  );
}

/** Detectors of the house and the exact-match register. */
function houseFindings(text: Observed, compiled: Compiled): Finding[] {
  const whole = { start: 0, end: text.normalised.text.length };
  const found = compiled.custom.flatMap(({ detector, expressions }, index) => {
    const words = text.sightings.of('custom').filter((hit) => hit.meaning.detector === index);
    const matches = expressions
      .flatMap((expression) => expression.matches(text.normalised.text, whole))
      .map((span) => originalSpan(text, span));
    return [...words, ...matches].map((span) => ({
      ...span,
      detector: detector.id,
      category: detector.category,
      score: detector.score,
      reason: 'house-detector',
    }));
  });
  const registered = (compiled.register?.find(text.normalised.text) ?? []).map((span) => ({
    ...originalSpan(text, span),
    detector: 'register',
    category: 'protected-identity',
    score: 100,
    reason: 'exact-match',
  }));
  return bestOfEach([...found, ...registered], text).map(({ best, count }) => {
    const masked = best.detector === 'register' ? '' : best.category;
    return findingAt(text.source, text.layout.segmentAt(best.start), {
      ...best,
      reasons: [{ reason: best.reason, points: best.score }],
      count,
      masked,
      maskedStrictly: masked,
    });
  });
}

const originalSpan = (text: Pick<TextWords, 'normalised'>, span: Span): Span => ({
  start: text.normalised.originalIndex(span.start),
  end: text.normalised.originalIndex(span.end),
});
