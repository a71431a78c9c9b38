/**
 * What a passage is made of, as numbers a linear model can weigh: its words, their beginnings and ends, pairs of words, and runs of five
 * letters, which find the parts of a compound and of an inflected word wherever they stand. Letters are folded as in the word lists,
 * so that the neighbouring languages share what they have in common; names and numbers stand for themselves as a kind and are never features by their own letters.
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
const PREFIX = 4;
const LONG_PREFIX = 6;
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

/** Slots that were collected, until the next collection takes their place. */
export interface Collected {
  readonly slots: Int32Array;
  readonly count: number;
}

/** Collects slots, each once; one collection after the other in the same place. */
class Slots implements Collected {
  readonly slots = new Int32Array(1 << FEATURE_BITS);
  count = 0;
  private run = 0;
  private letters = 1;

  clear(): void {
    this.count = 0;
    this.cut();
    collections = (collections + 1) >>> 0;
    if (collections > 0) return;
    addedIn.fill(0);
    collections = 1;
  }

  add(slot: number): void {
    if (addedIn[slot] === collections) return;
    addedIn[slot] = collections;
    this.slots[this.count++] = slot;
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

  private push(letter: number): void {
    this.run = ((this.run << BITS_OF_LETTER) | letter) & RUN_MASK;
    if (++this.letters >= RUN) this.add(slot(mix(FNV, this.run), RUN_SALT));
  }
}

const runLetter = (code: number): number => (code >= 0x61 && code <= 0x7a ? code - 0x60 : OTHER_LETTER);

const collected = new Slots();

/** Is a word a name? Asked with its place; words at the head of a sentence are capitals too. */
export type IsName = (start: number, end: number) => boolean;

/**
 * The features of a sentence.
 * @param isName says of a capitalised word that opens a sentence whether it is a name; others with a capital are taken for one
 * @returns slots of the model, each at most once
 */
export function sentenceFeatures(text: string, start: number, end: number, isName: IsName): readonly number[] {
  const { slots, count } = readSentence(text, start, end, isName);
  return Array.from(slots.subarray(0, count));
}

/** The same for whoever needs them only until the next sentence is read. */
export function readSentence(text: string, start: number, end: number, isName: IsName): Collected {
  const out = collected;
  out.clear();
  let previous = START;
  let before = START;
  let words = 0;
  let opens = true;
  for (let i = start; i < end && words < MOST_WORDS;) {
    const code = CANONICAL[text.charCodeAt(i)] ?? 32;
    const isWord = isLetterCode(code);
    if (!isWord && !isDigitCode(code)) {
      if (OPENERS.has(code)) opens = true;
      i++;
      continue;
    }
    const stop = endOfRun(text, i, end, isWord);
    const hash = !isWord ? NUMBER : isNamed(text, i, stop, opens, isName) ? NAME : wordFeatures(out, text, i, stop);
    if (hash === NUMBER || hash === NAME) out.cut();
    if (isWord) words++;
    // the token, the pair with the one before it, and with the one before that
    out.add(slot(hash, 1));
    out.add(slot(mix(previous, hash), 2));
    out.add(slot(mix(before, hash), 3));
    before = previous;
    previous = hash;
    opens = false;
    i = stop;
  }
  return out;
}

/** Index behind the letters or digits that begin at `from`. */
function endOfRun(text: string, from: number, end: number, letters: boolean): number {
  const canonical = CANONICAL;
  let stop = from + 1;
  while (stop < end) {
    const code = canonical[text.charCodeAt(stop)] ?? 32;
    if (letters ? !isLetterCode(code) : !isDigitCode(code)) break;
    stop++;
  }
  return stop;
}

function isNamed(text: string, start: number, end: number, opens: boolean, isName: IsName): boolean {
  const first = text.charCodeAt(start);
  if (end - start < 2 || CANONICAL[first] === first) return false;
  const capital = text.charAt(start);
  if (capital === capital.toLowerCase()) return false;
  const second = text.charAt(start + 1);
  return second === second.toLowerCase() && (!opens || isName(start, end));
}

/** Adds the beginnings and the end of a word. @returns hash of the word */
function wordFeatures(out: Slots, text: string, start: number, end: number): number {
  const length = end - start;
  let hash = FNV;
  for (let i = start; i < end; i++) {
    hash = mix(hash, letterAt(text, i));
    const done = i - start + 1;
    if (done < length && (done === PREFIX || done === LONG_PREFIX)) out.add(slot(hash, 10 + done));
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
