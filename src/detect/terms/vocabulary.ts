import type { DetectorData, TermEntry } from '../../core/detector-data.ts';
import type { Category } from '../../core/category.ts';
import { SHAPE_WORDS } from '../person/shapes.ts';
import { canonicalForm } from './alphabet.ts';
import { ALL_LANGS, langBits } from './inflection.ts';
import { LexiconBuilder, type Lexicon, type Listed, type Mode } from './lexicon.ts';

/** What a listed word means. */
export type Meaning =
  | {
      readonly kind: 'term';
      readonly category: Category;
      readonly group: string;
      readonly strong: boolean;
      readonly langs: number;
      /** equal for spellings and languages of the same word: counts distinct terms */
      readonly key: string;
      readonly term: string;
      readonly capital: boolean;
    }
  | { readonly kind: 'friend'; readonly term: string }
  | { readonly kind: 'signal'; readonly signal: string; readonly points: number }
  /** `shy`: also a word, counts only with a surname behind it */
  | { readonly kind: 'given'; readonly shy: boolean }
  | { readonly kind: 'surname' }
  | { readonly kind: 'anchor'; readonly pattern: number }
  | { readonly kind: 'custom'; readonly detector: number }
  /** a word that a shape of a person stands around: 'årig', 'dnr' */
  | { readonly kind: 'shape'; readonly shape: number };

/** A bit for each kind of meaning; `bits` of the vocabulary holds them by entry, so that hits can be told apart without objects. */
export const KIND_BITS = {
  term: 1,
  friend: 2,
  signal: 4,
  given: 8,
  surname: 16,
  anchor: 32,
  custom: 64,
  shape: 128,
} as const satisfies Readonly<Record<Meaning['kind'], number>>;
/** A term that can weigh by itself: not a mere word of the field. */
export const WEIGHTY_TERM = 256;
/** The name of a union, party or congregation, which weighs once the text says that somebody belongs to it. */
export const BELONGS_TO = 1024;
/** A word of belonging: 'medlem i', 'går i'. */
export const MEMBERSHIP_CUE = 2048;
/** Categories in which belonging is the matter. */
export const MEMBERSHIP_CATEGORIES: ReadonlySet<string> = new Set([
  'trade-union',
  'political-opinion',
  'religion-belief',
]);
/** A word that announces a password. */
export const PASSWORD_CUE = 512;
/** A word that speaks of somebody: a role, kin, 'jag', 'du', 'hon'. */
export const SOMEBODY = 4096;
const SOMEBODY_SIGNALS: ReadonlySet<string> = new Set(['role', 'kin', 'firstperson', 'addressee', 'pronoun']);
/** Group of the words that only say what a text is about. */
export const WORD_OF_THE_FIELD = 'ctx';

/** All listed words, compiled, with their meanings. */
export interface Vocabulary {
  readonly lexicon: Lexicon;
  /** by entry */
  readonly meanings: readonly Meaning[];
  /** KIND_BITS and the two above, by entry */
  readonly bits: Uint16Array;
}

function bitsOf(meaning: Meaning): number {
  const bit = KIND_BITS[meaning.kind];
  if (meaning.kind === 'term') {
    if (meaning.group !== WORD_OF_THE_FIELD) return bit | WEIGHTY_TERM;
    return MEMBERSHIP_CATEGORIES.has(meaning.category) ? bit | BELONGS_TO : bit;
  }
  if (meaning.kind === 'signal' && meaning.signal === 'password') return bit | PASSWORD_CUE;
  if (meaning.kind === 'signal' && meaning.signal === 'membership') return bit | MEMBERSHIP_CUE;
  if (meaning.kind === 'signal' && SOMEBODY_SIGNALS.has(meaning.signal)) return bit | SOMEBODY;
  return bit;
}

const LEXICON_MODE: Readonly<Record<TermEntry['mode'], Mode>> = {
  inflect: 'inflect',
  prefix: 'prefix',
  phrase: 'inflect',
  'phrase-prefix': 'prefix',
  acronym: 'acronym',
  inside: 'inside',
  suffix: 'suffix',
  exact: 'exact',
};

/** Compiles the word lists of the detector data into one automaton. */
export function compileVocabulary(data: DetectorData): Vocabulary {
  const builder = new LexiconBuilder();
  const meanings: Meaning[] = [];
  const list = (listed: Listed, meaning: Meaning): void => {
    meanings.push(meaning);
    builder.add(listed, meanings.length - 1);
  };
  const sameTerm = (term: TermEntry): string =>
    `${term.category}|${term.strength}|${term.mode}|${term.group}|${term.term}`;
  for (const { one: term, langs } of merged(data.terms, sameTerm)) {
    const mode = LEXICON_MODE[term.mode];
    const capital = mode !== 'acronym' && startsWithOneCapital(term.term);
    const key = `${term.category}:${canonicalForm(term.term)}`;
    const strong = term.strength === 'strong';
    list(
      { form: term.term, mode, langs, capital },
      { kind: 'term', category: term.category, group: term.group, strong, langs, key, term: term.term, capital },
    );
  }
  for (const friend of data.falseFriends) {
    const { form, mode } = starred(friend.phrase);
    list({ form, mode, langs: langBits(friend.lang) }, { kind: 'friend', term: canonicalForm(friend.term) || '*' });
  }
  for (const { one: signal, langs } of merged(data.signals, ({ kind, phrase }) => `${kind}|${canonicalForm(phrase)}`)) {
    const { form, mode } = starred(signal.phrase, 'exact');
    list({ form, mode, langs }, { kind: 'signal', signal: signal.kind, points: signal.points });
  }
  addNames(data, list);
  for (const [pattern, entry] of data.patterns.entries()) {
    for (const near of entry.near) {
      const { form, mode } = starred(near);
      list({ form, mode, langs: langBits(entry.lang) }, { kind: 'anchor', pattern });
    }
  }
  for (const [detector, custom] of data.custom.entries()) {
    for (const word of custom.words) {
      const { form, mode } = starred(word);
      list({ form, mode, langs: ALL_LANGS & ~96 }, { kind: 'custom', detector });
    }
  }
  for (const { word, shape } of SHAPE_WORDS) {
    const { form, mode } = starred(word, 'exact');
    list({ form, mode, langs: GENITIVE_ONLY }, { kind: 'shape', shape });
  }
  return { lexicon: builder.build(), meanings, bits: Uint16Array.from(meanings, bitsOf) };
}

/** Is a word a listed given name, as it is written? */
export function givenNameTest(lines: readonly string[]): (word: string) => boolean {
  const names = new Set(lines.map((line) => line.replace(/\s*\?$/, '')));
  return (word) => names.has(word);
}

const GENITIVE_ONLY = 16;

function addNames(data: DetectorData, list: (listed: Listed, meaning: Meaning) => void): void {
  for (const line of new Set(data.givenNames)) {
    const shy = line.endsWith('?');
    const form = line.replace(/\s*\?$/, '');
    list({ form, mode: 'exact', langs: GENITIVE_ONLY, capital: true }, { kind: 'given', shy });
    // Elsas adhd-diagnos
    if (!/[sxz]$/i.test(form)) {
      list({ form: `${form}s`, mode: 'exact', langs: GENITIVE_ONLY, capital: true }, { kind: 'given', shy });
    }
  }
  for (const form of new Set(data.surnames)) {
    list({ form, mode: 'exact', langs: GENITIVE_ONLY, capital: true }, { kind: 'surname' });
    if (!/[sxz]$/i.test(form)) {
      list({ form: `${form}s`, mode: 'exact', langs: GENITIVE_ONLY, capital: true }, { kind: 'surname' });
    }
  }
}

/** 'litiumbatteri*' begins so, '*krefter' ends so, '*sjuk*' contains it; without a star the word with its endings. */
function starred(phrase: string, plain: Mode = 'inflect'): { readonly form: string; readonly mode: Mode } {
  const first = phrase.startsWith('*');
  const last = phrase.endsWith('*');
  const form = phrase.replace(/^\*|\*$/g, '').trim();
  return { form, mode: first ? (last ? 'inside' : 'suffix') : last ? 'prefix' : plain };
}

const startsWithOneCapital = (term: string): boolean => /^\p{Lu}\p{Ll}/u.test(term);

/** The same word in several languages is one entry with all their endings: who counts different words counts it once. */
function merged<T extends { readonly lang: string }>(
  listed: readonly T[],
  keyOf: (one: T) => string,
): readonly { readonly one: T; readonly langs: number }[] {
  const known = new Map<string, { readonly one: T; langs: number }>();
  for (const one of listed) {
    const key = keyOf(one);
    const same = known.get(key);
    if (same === undefined) known.set(key, { one, langs: langBits(one.lang) });
    else same.langs |= langBits(one.lang);
  }
  return [...known.values()];
}
