import type { ExtractedText, Span } from '../core/text.ts';
import type { IdReading } from './ids/ids.ts';
import type { NormalisedText } from './normalise.ts';
import { findBlocks, mergedSpans, within, type Blocks } from './context/blocks.ts';
import { compatibleLanguages, guessLanguage } from './context/language.ts';
import { Layout } from './context/layout.ts';
import { judgeNames, type NameHit } from './person/names.ts';
import { labelledNames, personShapes, unlistedNames } from './person/shapes.ts';
import type { PersonKind, PersonSign } from './person/person.ts';
import { overlapping, type Cue, type TermHit, type TermMeaning } from './terms/evidence.ts';
import { canonicalForm } from './terms/alphabet.ts';
import { termText } from './terms/term-text.ts';
import type { Meaning, Vocabulary } from './terms/vocabulary.ts';

/** One text with everything the lists and shapes saw in it; all offsets are those of the original. */
export interface Observed {
  readonly source: ExtractedText;
  readonly normalised: NormalisedText;
  readonly layout: Layout;
  readonly blocks: Blocks;
  readonly readings: readonly PlacedReading[];
  /** of all categories, false friends taken out */
  readonly terms: readonly TermHit[];
  readonly cues: readonly Cue[];
  readonly signs: readonly PersonSign[];
  readonly custom: readonly (Span & { readonly detector: number })[];
  readonly anchors: readonly (Span & { readonly pattern: number })[];
}

/** An identifier at its original place. */
export interface PlacedReading extends Span {
  readonly reading: IdReading;
}

const PERSON_SIGNALS: readonly PersonKind[] = ['role', 'kin', 'firstperson', 'addressee', 'pronoun', 'unitname'];
const SIGN_KINDS: ReadonlyMap<string, PersonKind> = new Map(PERSON_SIGNALS.map((kind) => [kind, kind]));
const BLOCK_CUES = new Set(['greeting', 'signoff', 'disclaimer']);
/** Up to this length shapes are looked for in the whole text, beyond it around terms only. */
const WHOLE_TEXT = 3000;
const AROUND_TERM = 350;
const ID_POINTS = 5;

interface RawHit extends Span {
  readonly meaning: Meaning;
  readonly entry: number;
}

/**
 * Runs one text through the automaton and reads the surroundings of what it finds.
 * @param correspondents lower-case words of the names of sender and recipients
 */
export function observe(
  source: ExtractedText,
  normalised: NormalisedText,
  readings: readonly IdReading[],
  vocabulary: Vocabulary,
  correspondents: ReadonlySet<string>,
): Observed {
  const layout = new Layout(source);
  const placed = readings.map((reading) => ({
    reading,
    start: normalised.originalIndex(reading.span.start),
    end: normalised.originalIndex(reading.span.end),
  }));
  const hits = rawHits(normalised, vocabulary);
  const byKind = (kind: Meaning['kind']): readonly RawHit[] => hits.filter((hit) => hit.meaning.kind === kind);
  const signals = byKind('signal');
  const blocks = blocksOf(source, signals);
  const addressed = addressLines(source);
  const terms = wantedTerms(source.text, hits, blocks).filter((hit) => !within(addressed, hit.start));
  const regions = regionsOf(source.text, terms);
  const cues = cuesOf(signals);
  const names = judgeNames(source.text, nameHits(hits, regions), {
    isBoilerplate: (offset) =>
      within(blocks.signatures, offset) ||
      within(blocks.disclaimers, offset) ||
      within(blocks.headerLines, offset) ||
      within(addressed, offset),
    isGreeting: (offset) => within(blocks.greetings, offset),
    officialEnds: cues
      .filter((cue) => cue.kind === 'title' || cue.kind === 'contact')
      .map((cue) => cue.end)
      .sort((a, b) => a - b),
    titleStarts: cues.filter((cue) => cue.kind === 'title').map((cue) => cue.start),
    roleEnds: signals
      .filter((hit) => hit.meaning.kind === 'signal' && hit.meaning.signal === 'role')
      .map((hit) => hit.end)
      .sort((a, b) => a - b),
    correspondents,
  });
  const shapes = regions.flatMap((region) => [
    ...personShapes(source.text, region),
    ...labelledNames(source.text, region),
    ...(terms.length === 0 ? [] : unlistedNames(source.text, region, names)),
  ]);
  const signs: PersonSign[] = [
    ...names,
    ...shapes.filter((sign) => !within(blocks.signatures, sign.start) && !within(blocks.headerLines, sign.start)),
    ...signalSigns(signals, blocks),
    ...placed
      .filter((p) => p.reading.level !== 'low')
      .map(({ start, end }): PersonSign => ({ kind: 'id', points: ID_POINTS, start, end })),
  ];
  signs.sort((a, b) => a.start - b.start || a.end - b.end);
  return {
    source,
    normalised,
    layout,
    blocks,
    readings: placed,
    terms: terms.filter(
      (hit) => !overlapping(names, hit).some((name) => name.kind === 'name' && insideName(name, hit)),
    ),
    cues,
    signs,
    custom: hits.flatMap(({ meaning, start, end }) =>
      meaning.kind === 'custom' ? [{ start, end, detector: meaning.detector }] : [],
    ),
    anchors: hits.flatMap(({ meaning, start, end }) =>
      meaning.kind === 'anchor' ? [{ start, end, pattern: meaning.pattern }] : [],
    ),
  };
}

/** 'Anna Parkinson' is no diagnosis. */
const insideName = (name: Span, hit: Span): boolean => hit.start >= name.start && hit.end <= name.end + 1;

function rawHits(normalised: NormalisedText, vocabulary: Vocabulary): readonly RawHit[] {
  const mended = termText(normalised);
  const found = vocabulary.lexicon.find(mended.text);
  const out: RawHit[] = [];
  for (let i = 0; i < found.count; i++) {
    const entry = found.entry[i] ?? 0;
    const meaning = vocabulary.meanings[entry];
    if (meaning === undefined) continue;
    const start = mended.originalIndex(found.start[i] ?? 0);
    out.push({ meaning, entry, start, end: mended.originalIndex(found.end[i] ?? 0) });
  }
  return out.sort((a, b) => a.start - b.start || b.end - a.end);
}

const cuesOf = (signals: readonly RawHit[]): Cue[] =>
  signals.flatMap(({ meaning, start, end, entry }) =>
    meaning.kind === 'signal' && !SIGN_KINDS.has(meaning.signal) && !BLOCK_CUES.has(meaning.signal)
      ? [{ kind: meaning.signal, points: meaning.points, start, end, entry }]
      : [],
  );

function signalSigns(signals: readonly RawHit[], blocks: Blocks): PersonSign[] {
  const out: PersonSign[] = [];
  for (const { meaning, start, end } of signals) {
    if (meaning.kind !== 'signal') continue;
    const kind = SIGN_KINDS.get(meaning.signal);
    if (kind === undefined) continue;
    if (kind !== 'unitname' && (within(blocks.signatures, start) || within(blocks.disclaimers, start))) continue;
    out.push({ kind, points: meaning.points, start, end });
  }
  return out;
}

// Who writes to whom is no matter of the mail; numbers there are found all the same.
const ADDRESS_FIELD =
  /^(?:resent-)?(?:from|to|cc|bcc|sender|reply-to|return-path|x-sender|organization|thread-topic)$/i;

/** Lines of header fields that hold names and addresses. */
const addressLines = (source: ExtractedText): readonly Span[] =>
  mergedSpans(source.segments.filter((s) => s.zone === 'header' && ADDRESS_FIELD.test(s.locator)));

function blocksOf(source: ExtractedText, signals: readonly RawHit[]): Blocks {
  const ofKind = (kind: string): readonly Span[] =>
    signals.filter((hit) => hit.meaning.kind === 'signal' && hit.meaning.signal === kind).slice(0, 5000);
  const quotedChanges: number[] = [];
  for (const [i, segment] of source.segments.entries()) {
    if (i > 0 && source.segments[i - 1]?.quoted !== segment.quoted) quotedChanges.push(segment.start);
  }
  return findBlocks(
    source.text,
    { greetings: ofKind('greeting'), signoffs: ofKind('signoff'), disclaimers: ofKind('disclaimer') },
    quotedChanges,
  );
}

/** Terms that are none of the false friends, in a language the text may be in, not in boilerplate. */
function wantedTerms(text: string, hits: readonly RawHit[], blocks: Blocks): readonly TermHit[] {
  const friends = hits.filter((hit) => hit.meaning.kind === 'friend');
  if (!hits.some((hit) => hit.meaning.kind === 'term')) return [];
  const compatible = compatibleLanguages(guessLanguage(text));
  const out: TermHit[] = [];
  let friendFrom = 0;
  for (const hit of hits) {
    if (hit.meaning.kind !== 'term') continue;
    while (friendFrom < friends.length && (friends[friendFrom]?.end ?? 0) < hit.start - LONGEST_FRIEND) friendFrom++;
    if (isFalseFriend(hit, hit.meaning, friends, friendFrom)) continue;
    if (!speaksLanguage(hit.meaning, compatible)) continue;
    if (hit.meaning.capital && !hit.meaning.strong && opensSentence(text, hit.start)) continue;
    if (!hit.meaning.strong && (within(blocks.signatures, hit.start) || within(blocks.disclaimers, hit.start)))
      continue;
    if (within(blocks.disclaimers, hit.start) && hit.meaning.category === 'secrecy-marking') continue;
    out.push({ start: hit.start, end: hit.end, term: inCompound(text, hit, hit.meaning) });
  }
  return out;
}

// Houses, teams, offices, days and figures of a field: 'demensboendet', 'rusteamet', 'sygefraværsprocent'.
const OF_THE_FIELD =
  /(?:boende|avdeling|avdelning|afdeling|afsnit|vård|omsorg|hus|team|sköterska|sykepleier|enhet|enhed|mottagning|mottak|utbildning|opplæring|kurs|samordnar|koordinator|konsulent|konsult|rådgiv|sekreter|terapeut|klinik|klinikk|center|centr|senter|sentr|förening|forening|förbund|forbund|dag|vecka|uke|fråg|spørsmål|arbete|arbeid|arbejde|plan|statistik|statistikk|tal|prosent|procent|forskning|forsking|politik|politikk|strategi|program|samtal|gruppe|nätverk|nettverk|netværk|projekt|prosjekt|område|feltet|fältet|lag|lov|rätt|rett|mässa|messe|linje|bidrag|avtal|avtale|aftale|rutin|rutine|policy|blankett|skjema|skema|mall|mal)(?:en|et|n|t|a|an|ar|arna|are|aren|er|erna|erne|ene|ne|s|ens|ets|na|or|orna)?$/iu;

/** A compound that names a house or office of the field says less of a person than the word itself. */
function inCompound(text: string, hit: Span, term: TermMeaning): TermMeaning {
  if (!term.strong || hit.end - hit.start < term.term.length + SHORTEST_TAIL) return term;
  const tail = text.slice(hit.start + term.term.length, hit.end);
  return OF_THE_FIELD.test(tail) ? { ...term, strong: false } : term;
}

const SHORTEST_TAIL = 3;
const LONGEST_FRIEND = 200;

function isFalseFriend(hit: Span, term: TermMeaning, friends: readonly RawHit[], from: number): boolean {
  for (let i = from; i < friends.length; i++) {
    const friend = friends[i];
    if (friend === undefined || friend.start > hit.start) return false;
    if (friend.end < hit.end || friend.meaning.kind !== 'friend') continue;
    if (
      friend.meaning.term === '*' ||
      friend.meaning.term === canonicalForm(term.term) ||
      term.key.endsWith(`:${friend.meaning.term}`)
    )
      return true;
  }
  return false;
}

/** Short and weak words collide between the languages ('vald', 'straf', 'hot', 'fine'); long strong ones do not. */
function speaksLanguage(term: TermMeaning, compatible: number): boolean {
  if ((term.langs & compatible) !== 0) return true;
  return term.strong && term.term.length >= 7;
}

function opensSentence(text: string, start: number): boolean {
  for (let i = start - 1; i >= 0 && i > start - 12; i--) {
    const c = text.charAt(i);
    if (c === ' ' || c === '"' || c === '”' || c === '(' || c === '-') continue;
    return /[.!?:\n\r•*]/.test(c);
  }
  return start < 12;
}

function regionsOf(text: string, terms: readonly TermHit[]): readonly Span[] {
  if (text.length <= WHOLE_TEXT) return [{ start: 0, end: text.length }];
  const around = terms.map((hit) => ({
    start: Math.max(0, hit.start - AROUND_TERM),
    end: Math.min(text.length, hit.end + AROUND_TERM),
  }));
  return mergedSpans([{ start: 0, end: 1000 }, ...around]);
}

function nameHits(hits: readonly RawHit[], regions: readonly Span[]): readonly NameHit[] {
  const out: NameHit[] = [];
  for (const { meaning, start, end } of hits) {
    if (meaning.kind !== 'given' && meaning.kind !== 'surname') continue;
    if (!within(regions, start)) continue;
    out.push({ start, end, kind: meaning.kind, shy: meaning.kind === 'given' && meaning.shy });
  }
  return out;
}
