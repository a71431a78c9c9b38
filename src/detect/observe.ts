import { once } from '../core/once.ts';
import type { ExtractedText, Span } from '../core/text.ts';
import { findBlocks, mergedSpans, within, type Blocks } from './context/blocks.ts';
import { Layout } from './context/layout.ts';
import type { IdReading } from './ids/ids.ts';
import { normalise, type NormalisedText } from './normalise.ts';
import { capitalsIn } from './person/letters.ts';
import { withoutAnimals, type WithoutAnimals } from './person/animals.ts';
import { judgeNames, type NameHit } from './person/names.ts';
import type { PersonKind, PersonSign } from './person/person.ts';
import { initials, personShapes, unlistedNames } from './person/shapes.ts';
import { Sightings, type Sighting } from './sightings.ts';
import { overlapping, type Cue, type TermHit } from './terms/evidence.ts';
import type { Meaning, Vocabulary } from './terms/vocabulary.ts';
import { wantedTerms } from './terms/wanted.ts';

/** An identifier at its original place. */
export interface PlacedReading extends Span {
  readonly reading: IdReading;
}

type Signal = Sighting<Extract<Meaning, { readonly kind: 'signal' }>>;

const PERSON_SIGNALS: readonly PersonKind[] = ['role', 'kin', 'firstperson', 'addressee', 'pronoun', 'unitname'];
const SIGN_KINDS: ReadonlyMap<string, PersonKind> = new Map(PERSON_SIGNALS.map((kind) => [kind, kind]));
const BLOCK_CUES = new Set(['greeting', 'signoff', 'disclaimer']);
/** Up to this length shapes are looked for in the whole text, beyond it around terms only. */
const WHOLE_TEXT = 3000;
const AROUND_TERM = 350;
const HEAD = 1000;
const ID_POINTS = 5;

/** What a text says by itself, wherever it stands. */
export interface TextWords {
  readonly normalised: NormalisedText;
  readonly sightings: Sightings;
}

/** Runs the automaton. */
export function readWords(text: string, vocabulary: Vocabulary): TextWords {
  const normalised = normalise(text);
  return { normalised, sightings: new Sightings(normalised, vocabulary) };
}

/**
 * One text with everything the lists and shapes see in it; all offsets are those of the original. Only the automaton runs at
 * once: whatever costs more is worked out when a detector asks, and for most texts none does.
 */
export class Observed {
  readonly source: ExtractedText;
  readonly normalised: NormalisedText;
  readonly readings: readonly PlacedReading[];
  readonly sightings: Sightings;
  readonly layout: Layout;

  /**
   * @param words of the text of the source
   * @param readings identifiers of this text
   * @param correspondents lower-case words of the names of sender and recipients
   */
  constructor(
    source: ExtractedText,
    { normalised, sightings }: TextWords,
    readings: readonly PlacedReading[],
    correspondents: () => ReadonlySet<string>,
  ) {
    this.source = source;
    this.normalised = normalised;
    this.layout = new Layout(source);
    this.readings = readings;
    this.sightings = sightings;
    this.correspondents = correspondents;
  }

  private readonly correspondents: () => ReadonlySet<string>;

  /** Of all categories, false friends and parts of names taken out. */
  get terms(): readonly TermHit[] {
    return this.termsOnce();
  }

  /** Words that speak about the text. */
  get cues(): readonly Cue[] {
    return this.cuesOnce();
  }

  /** Signs of persons, ascending. */
  get signs(): readonly PersonSign[] {
    return this.signsOnce().signs;
  }

  /** Is an animal named, and nobody else? */
  get onlyAnimals(): boolean {
    return this.signsOnce().onlyAnimals;
  }

  /** Greetings, signatures, disclaimers, quoted header lines. */
  get blocks(): Blocks {
    return this.blocksOnce();
  }

  private readonly signals = once(() => this.sightings.of('signal'));
  private readonly blocksOnce = once(() => blocksOf(this.source, this.signals()));
  private readonly cuesOnce = once(() => cuesOf(this.signals()));
  private readonly addressed = once(() => addressLines(this.source));
  /** Terms before it is known whether one is part of a name. */
  private readonly candidates = once(() => {
    const addressed = this.addressed();
    return wantedTerms(this.source.text, this.sightings, this.blocks).filter((hit) => !within(addressed, hit.start));
  });
  private readonly regions = once(() => regionsOf(this.source.text, this.candidates()));
  private readonly names = once(() => this.judgedNames());
  private readonly termsOnce = once(() => {
    const names = this.candidates().length === 0 ? [] : this.names();
    return this.candidates().filter(
      (hit) => !overlapping(names, hit).some((name) => name.kind === 'name' && insideName(name, hit)),
    );
  });
  private readonly signsOnce = once((): WithoutAnimals => withoutAnimals(this.source.text, this.allSigns()));

  private judgedNames(): readonly PersonSign[] {
    const hits = this.nameHits();
    if (hits.length === 0) return [];
    const { blocks, cues } = this;
    const addressed = this.addressed();
    const titles = cues.filter((cue) => cue.kind === 'title');
    return judgeNames(this.source.text, hits, {
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
      titleStarts: titles.map((cue) => cue.start),
      roleEnds: this.signals()
        .filter((hit) => hit.meaning.signal === 'role')
        .map((hit) => hit.end)
        .sort((a, b) => a - b),
      correspondents: this.correspondents(),
    });
  }

  private nameHits(): readonly NameHit[] {
    const regions = this.regions();
    const given = this.sightings
      .of('given')
      .map(({ start, end, meaning }): NameHit => ({ start, end, kind: 'given', shy: meaning.shy }));
    const surnames = this.sightings
      .of('surname')
      .map(({ start, end }): NameHit => ({ start, end, kind: 'surname', shy: false }));
    return [...given, ...surnames]
      .filter((hit) => within(regions, hit.start))
      .sort((a, b) => a.start - b.start || b.end - a.end);
  }

  private allSigns(): readonly PersonSign[] {
    const { source, blocks } = this;
    const regions = this.regions();
    const names = this.names();
    const shapeHits = this.sightings.of('shape').filter((hit) => within(regions, hit.start));
    const shapes = [
      ...personShapes(
        source.text,
        shapeHits.map(({ start, end, meaning }) => ({ start, end, shape: meaning.shape })),
      ),
      ...regions.flatMap((region) => {
        const capitals = capitalsIn(source.text, region.start, region.end);
        return [
          ...initials(source.text, region, capitals),
          ...(this.candidates().length === 0 ? [] : unlistedNames(source.text, region, names, capitals)),
        ];
      }),
    ];
    return [
      ...names,
      ...shapes.filter((sign) => !within(blocks.signatures, sign.start) && !within(blocks.headerLines, sign.start)),
      ...signalSigns(this.signals(), blocks),
      ...this.readings
        .filter((placed) => placed.reading.level !== 'low')
        .map(({ start, end }): PersonSign => ({ kind: 'id', points: ID_POINTS, start, end })),
    ].sort((a, b) => a.start - b.start || a.end - b.end);
  }
}

/** 'Anna Parkinson' is no diagnosis. */
const insideName = (name: Span, hit: Span): boolean => hit.start >= name.start && hit.end <= name.end + 1;

function cuesOf(signals: readonly Signal[]): Cue[] {
  const out: Cue[] = [];
  for (const { meaning, start, end, entry } of signals) {
    if (SIGN_KINDS.has(meaning.signal) || BLOCK_CUES.has(meaning.signal)) continue;
    out.push({ kind: meaning.signal, points: meaning.points, start, end, entry });
  }
  return out;
}

function signalSigns(signals: readonly Signal[], blocks: Blocks): PersonSign[] {
  const out: PersonSign[] = [];
  for (const { meaning, start, end } of signals) {
    const kind = SIGN_KINDS.get(meaning.signal);
    if (kind === undefined) continue;
    if (kind !== 'unitname' && (within(blocks.signatures, start) || within(blocks.disclaimers, start))) continue;
    out.push({ kind, points: meaning.points, start, end });
  }
  return out;
}

// Who writes to whom is no matter of the mail, and copies of the subject say nothing new; numbers there are found all the same.
const ADDRESS_FIELD =
  /^(?:resent-)?(?:from|to|cc|bcc|sender|reply-to|return-path|x-sender|organization|(?:thread|conversation)-topic|[\w-]{1,40}-subject)$/i;

/** Lines of header fields that hold names and addresses. */
const addressLines = (source: ExtractedText): readonly Span[] =>
  mergedSpans(source.segments.filter((s) => s.zone === 'header' && ADDRESS_FIELD.test(s.locator)));

function blocksOf(source: ExtractedText, signals: readonly Signal[]): Blocks {
  const ofKind = (kind: string): readonly Span[] => signals.filter((hit) => hit.meaning.signal === kind).slice(0, 5000);
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

function regionsOf(text: string, terms: readonly TermHit[]): readonly Span[] {
  if (text.length <= WHOLE_TEXT) return [{ start: 0, end: text.length }];
  const around = terms.map((hit) => ({
    start: Math.max(0, hit.start - AROUND_TERM),
    end: Math.min(text.length, hit.end + AROUND_TERM),
  }));
  return mergedSpans([{ start: 0, end: HEAD }, ...around]);
}
