import type { Span } from '../core/text.ts';
import type { NormalisedText } from './normalise.ts';
import { termText, type TermText } from './terms/term-text.ts';
import type { Hits } from './terms/lexicon.ts';
import {
  BELONGS_TO,
  KIND_BITS,
  MEMBERSHIP_CUE,
  PASSWORD_CUE,
  SOMEBODY,
  WEIGHTY_TERM,
  type Meaning,
  type Vocabulary,
} from './terms/vocabulary.ts';

/** A listed word where it stands in the original text. */
export interface Sighting<M extends Meaning = Meaning> extends Span {
  readonly meaning: M;
  /** equal for the same listed word */
  readonly entry: number;
}

type OfKind<K extends Meaning['kind']> = Sighting<Extract<Meaning, { readonly kind: K }>>;

/**
 * What the automaton saw in one text, told apart by kind only when somebody asks: most texts hold nothing that is worth looking at.
 */
export class Sightings {
  private readonly hits: Hits;
  private readonly vocabulary: Vocabulary;
  private readonly mended: TermText;
  /** bits of all kinds seen */
  private readonly seen: number;

  constructor(normalised: NormalisedText, vocabulary: Vocabulary) {
    this.mended = termText(normalised);
    this.hits = vocabulary.lexicon.find(this.mended.text);
    this.vocabulary = vocabulary;
    const { bits } = vocabulary;
    let seen = 0;
    for (let i = 0; i < this.hits.count; i++) seen |= bits[this.hits.entry[i] ?? 0] ?? 0;
    this.seen = seen;
  }

  /** Is there a term that can weigh, or a word that a code pattern looks around? */
  get hasMatter(): boolean {
    return (this.seen & (WEIGHTY_TERM | KIND_BITS.anchor)) !== 0 || this.mayBelong;
  }

  /** Does the text name a union, party or congregation, and say that somebody belongs somewhere? */
  get mayBelong(): boolean {
    return (this.seen & BELONGS_TO) !== 0 && (this.seen & MEMBERSHIP_CUE) !== 0;
  }

  /** Does a word speak of somebody? */
  get hasSomebody(): boolean {
    return (this.seen & (SOMEBODY | KIND_BITS.given | KIND_BITS.surname)) !== 0;
  }

  /** Does a word announce a password? */
  get hasPasswordCue(): boolean {
    return (this.seen & PASSWORD_CUE) !== 0;
  }

  /** All of a kind, ascending by start, the longer of two first. */
  of<K extends Meaning['kind']>(kind: K): readonly OfKind<K>[] {
    const bit = KIND_BITS[kind];
    if ((this.seen & bit) === 0) return [];
    const { bits, meanings } = this.vocabulary;
    const { start, end, entry } = this.hits;
    const wanted: number[] = [];
    for (let i = 0; i < this.hits.count; i++) if (((bits[entry[i] ?? 0] ?? 0) & bit) !== 0) wanted.push(i);
    const out: OfKind<K>[] = [];
    for (const i of wanted.sort((a, b) => compare(this.hits, a, b))) {
      const number = entry[i] ?? 0;
      const meaning = meanings[number];
      if (meaning === undefined || !isOfKind(meaning, kind)) continue;
      const from = this.mended.originalIndex(start[i] ?? 0);
      out.push({ meaning, entry: number, start: from, end: this.mended.originalIndex(end[i] ?? 0) });
    }
    return out;
  }
}

/** By start; at the same start the longer first, of equals the one whose listed form is shorter, then the higher in rank. */
const compare = ({ start, end, formEnd, rank }: Hits, a: number, b: number): number =>
  (start[a] ?? 0) - (start[b] ?? 0) ||
  (end[b] ?? 0) - (end[a] ?? 0) ||
  (formEnd[a] ?? 0) - (formEnd[b] ?? 0) ||
  (rank[b] ?? 0) - (rank[a] ?? 0);

const isOfKind = <K extends Meaning['kind']>(
  meaning: Meaning,
  kind: K,
): meaning is Extract<Meaning, { readonly kind: K }> => meaning.kind === kind;
