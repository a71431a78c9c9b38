/**
 * What a passage is made of, as numbers a linear model can weigh: its words, their beginnings and ends, pairs of words, and runs of five
 * letters, which find the parts of a compound and of an inflected word wherever they stand. Letters are folded as in the word lists, so that the neighbouring languages share what they have in common; names and numbers stand for
 * themselves as a kind and are never features by their own letters.
 */
import { CANONICAL, plainLetter } from '../terms/alphabet.ts';

/** log2 of the number of weights of a class. */
export const FEATURE_BITS = 19;
const MASK = (1 << FEATURE_BITS) - 1;
const FNV = 0x811c9dc5;
const PRIME = 0x01000193;

/** Hash of a token that is a kind instead of a word. */
const NAME = 0x4e414d45;
const NUMBER = 0x4e554d42;
const START = 0x53544152;

/** Letters of the beginnings and ends of a word that count by themselves. */
const PREFIXES = [4, 6];
const SUFFIX = 5;
const SHORTEST_WITH_SUFFIX = 9;
const MOST_WORDS = 120;
/** '.', '!', '?', ':': what follows may begin with a capital without being a name. */
const OPENERS: ReadonlySet<number> = new Set([0x2e, 0x21, 0x3f, 0x3a]);

const mix = (hash: number, value: number): number => Math.imul(hash ^ value, PRIME) >>> 0;

/** Spreads a hash over the weights; FNV's low bits alone are poor. */
function slot(hash: number, salt: number): number {
  let h = mix(hash, salt);
  h ^= h >>> 15;
  h = Math.imul(h, 0x2c1b3c6d) >>> 0;
  h ^= h >>> 12;
  return h & MASK;
}

const isLetterCode = (code: number): boolean => code >= 0x61 && (code <= 0x7a || code >= 0xdf);
const isDigitCode = (code: number): boolean => code >= 0x30 && code <= 0x39;

/** A run of letters as a number: five bits each, blanks and what stands for itself as 0. */
const BITS_OF_LETTER = 5;
const RUN = 5;
const RUN_MASK = (1 << (RUN * BITS_OF_LETTER)) - 1;
const RUN_SALT = 50;
const OTHER_LETTER = 31;

/** In which collection each slot was added last: a set that costs no more than an array. */
const addedIn = new Uint32Array(1 << FEATURE_BITS);
let collections = 0;

/** Collects slots, each once. Only the newest collection may be added to. */
class Slots {
  readonly slots: number[] = [];

  constructor() {
    collections = (collections + 1) >>> 0;
    if (collections > 0) return;
    addedIn.fill(0);
    collections = 1;
  }

  add(slot: number): void {
    if (addedIn[slot] === collections) return;
    addedIn[slot] = collections;
    this.slots.push(slot);
  }

  /** Adds every run of letters of a word that it closes; runs go on over blanks, not over names and numbers. */
  addRuns(text: string, start: number, end: number): void {
    for (let i = start; i < end; i++) this.push(runLetter(letterAt(text, i)));
    this.push(0);
  }

  /** Begins runs anew. */
  cut(): void {
    this.run = 0;
    this.letters = 1;
  }

  private run = 0;
  private letters = 1;

  private push(letter: number): void {
    this.run = ((this.run << BITS_OF_LETTER) | letter) & RUN_MASK;
    if (++this.letters >= RUN) this.add(slot(mix(FNV, this.run), RUN_SALT));
  }
}

const runLetter = (code: number): number => (code >= 0x61 && code <= 0x7a ? code - 0x60 : OTHER_LETTER);

/** Is a word a name? Asked with its place; words at the head of a sentence are capitals too. */
export type IsName = (start: number, end: number) => boolean;

/**
 * The features of a sentence.
 * @param isName says of a capitalised word that opens a sentence whether it is a name; others with a capital are taken for one
 * @returns slots of the model, each at most once
 */
export function sentenceFeatures(text: string, start: number, end: number, isName: IsName): readonly number[] {
  const out = new Slots();
  let previous = START;
  let before = START;
  let words = 0;
  let opens = true;
  for (let i = start; i < end && words < MOST_WORDS;) {
    const code = CANONICAL[text.charCodeAt(i)] ?? 32;
    if (isDigitCode(code)) {
      while (i < end && isDigitCode(CANONICAL[text.charCodeAt(i)] ?? 32)) i++;
      ({ previous, before } = pair(out, NUMBER, previous, before));
      out.cut();
      opens = false;
      continue;
    }
    if (!isLetterCode(code)) {
      if (OPENERS.has(code)) opens = true;
      i++;
      continue;
    }
    let stop = i;
    while (stop < end && isLetterCode(CANONICAL[text.charCodeAt(stop)] ?? 32)) stop++;
    words++;
    const capital =
      CANONICAL[text.charCodeAt(i)] !== text.charCodeAt(i) && text.charAt(i) !== text.charAt(i).toLowerCase();
    const second = text.charAt(i + 1);
    const named = capital && stop - i > 1 && second === second.toLowerCase() && (opens ? isName(i, stop) : true);
    if (named) out.cut();
    const hash = named ? NAME : wordFeatures(out, text, i, stop);
    ({ previous, before } = pair(out, hash, previous, before));
    opens = false;
    i = stop;
  }
  return out.slots;
}

/** Adds a token with the one before it and the one before that. */
function pair(
  out: Slots,
  hash: number,
  previous: number,
  before: number,
): { readonly previous: number; readonly before: number } {
  out.add(slot(hash, 1));
  out.add(slot(mix(previous, hash), 2));
  out.add(slot(mix(before, hash), 3));
  return { previous: hash, before: previous };
}

/** Adds the beginnings and the end of a word. @returns hash of the word */
function wordFeatures(out: Slots, text: string, start: number, end: number): number {
  const length = end - start;
  let hash = FNV;
  for (let i = start; i < end; i++) {
    hash = mix(hash, letterAt(text, i));
    const done = i - start + 1;
    if (done < length && PREFIXES.includes(done)) out.add(slot(hash, 10 + done));
  }
  if (length >= SHORTEST_WITH_SUFFIX) {
    let tail = FNV;
    for (let i = end - SUFFIX; i < end; i++) tail = mix(tail, letterAt(text, i));
    out.add(slot(tail, 30));
  }
  out.addRuns(text, start, end);
  return hash;
}

const letterAt = (text: string, index: number): number => plainLetter(CANONICAL[text.charCodeAt(index)] ?? 32);

/** The slot of a named kind, which no word shares but by accident. Names are few: 'person:kin', 'term:health:strong'. */
export function kindFeature(name: string): number {
  let hash = FNV;
  for (let i = 0; i < name.length; i++) hash = mix(hash, name.charCodeAt(i));
  return slot(hash, 90);
}
