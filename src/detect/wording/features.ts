/**
 * What a passage is made of, as numbers a linear model can weigh: its words, their beginnings and ends, pairs of words, and runs of five
 * letters, which find the parts of a compound and of an inflected word wherever they stand. Letters are folded as in the word lists,
 * so that the neighbouring languages share what they have in common; names and numbers stand for themselves as a kind and are never features by their own letters.
 */
import { CANONICAL, plainLetter } from '../terms/alphabet.ts';
import { isCapital } from '../terms/lexicon.ts';

/** log2 of the number of weights of a class. */
export const FEATURE_BITS = 19;
const MASK = (1 << FEATURE_BITS) - 1;
const FNV = 0x811c9dc5;
const PRIME = 0x01000193;

/** Hash of a token that is a kind instead of a word. */
const NAME = 0x4e414d45;
const NUMBER = 0x4e554d42;
const START = 0x53544152;
const QUESTION = 0x51554553;

/** Letters of the beginnings and ends of a word that count by themselves. */
const PREFIX = 4;
const LONG_PREFIX = 6;
const SUFFIX = 5;
const SHORTEST_WITH_SUFFIX = 9;
const MOST_WORDS = 120;
/** '.', '!', ':', and '?' as well: what follows may begin with a capital without being a name. */
const OPENERS: ReadonlySet<number> = new Set([0x2e, 0x21, 0x3a]);
const QUESTION_MARK = 0x3f;

const mix = (hash: number, value: number): number => Math.imul(hash ^ value, PRIME) >>> 0;

/** Spreads a hash over the weights; FNV's low bits alone are poor. */
function slot(hash: number, salt: number): number {
  let h = mix(hash, salt);
  h ^= h >>> 15;
  h = Math.imul(h, 0x2c1b3c6d) >>> 0;
  h ^= h >>> 12;
  return h & MASK;
}

/** What a unit is to a sentence: nothing, part of a word, part of a number, or a mark that opens the next sentence, of which one asks. */
const LETTER = 1;
const DIGIT = 2;
const OPENER = 3;
const ASKS = 4;

function kindOf(canonical: number): number {
  if (canonical >= 0x61 && (canonical <= 0x7a || canonical >= 0xdf)) return LETTER;
  if (canonical >= 0x30 && canonical <= 0x39) return DIGIT;
  return canonical === QUESTION_MARK ? ASKS : OPENERS.has(canonical) ? OPENER : 0;
}

/** By UTF-16 unit: its kind, and the letter it counts as. */
const KIND: Uint8Array = Uint8Array.from(CANONICAL, kindOf);
const FOLDED: Uint16Array = CANONICAL.map(plainLetter);

/** A run of letters as a number: five bits each, blanks and what stands for itself as 0. */
const BITS_OF_LETTER = 5;
const RUN = 5;
const RUN_MASK = (1 << (RUN * BITS_OF_LETTER)) - 1;
const RUN_SALT = 50;
const OTHER_LETTER = 31;
const BLANK = 32;

/** Slots that were collected, until the next collection takes their place. */
export interface Collected {
  readonly slots: Int32Array;
  readonly count: number;
}

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
  const length = Math.min(end, text.length) - start;
  makeRoom(length);
  unpack(text, start, length);
  const count = distinct(slots, collect(text, start, length, isName));
  return { slots, count };
}

/** The sentence that is read, unit by unit, in a form that is read several times as fast as a string, and what comes of it. */
let kinds = new Uint8Array(0);
let folded = new Uint16Array(0);
let slots = new Int32Array(0);
/** A word of one letter makes the most: two runs, the word, and two pairs. */
const MOST_OF_A_UNIT = 5;

function makeRoom(length: number): void {
  if (length <= kinds.length) return;
  const room = Math.max(512, length);
  kinds = new Uint8Array(room);
  folded = new Uint16Array(room);
  slots = new Int32Array(room * MOST_OF_A_UNIT);
  places = new Int32Array(2 ** Math.ceil(Math.log2(slots.length)));
  collection = 0;
}

function unpack(text: string, start: number, length: number): void {
  for (let i = 0; i < length; i++) {
    const code = text.charCodeAt(start + i);
    kinds[i] = KIND[code] as number;
    folded[i] = FOLDED[code] as number;
  }
}

/** Puts the slots of the unpacked sentence in a row, repeated ones as often as they are met. @returns how many */
function collect(text: string, start: number, length: number, isName: IsName): number {
  const row = slots;
  let count = 0;
  let previous = START;
  let before = START;
  let words = 0;
  let opens = true;
  cutRuns();
  for (let i = 0; i < length && words < MOST_WORDS;) {
    const kind = kinds[i] as number;
    if (kind !== LETTER && kind !== DIGIT) {
      if (kind >= OPENER) opens = true;
      if (kind === ASKS) {
        // what is asked is not told
        row[count++] = slot(QUESTION, 1);
        row[count++] = slot(mix(previous, QUESTION), 2);
      }
      i++;
      continue;
    }
    let stop = i + 1;
    while (stop < length && kinds[stop] === kind) stop++;
    let hash = NUMBER;
    if (kind === LETTER) {
      words++;
      hash = isNamed(text, start + i, start + stop, opens, isName) ? NAME : hashOf(i, stop);
    }
    if (hash === NUMBER || hash === NAME) cutRuns();
    else count = addRuns(row, addParts(row, count, i, stop), i, stop);
    // the token, the pair with the one before it, and with the one before that
    row[count++] = slot(hash, 1);
    row[count++] = slot(mix(previous, hash), 2);
    row[count++] = slot(mix(before, hash), 3);
    before = previous;
    previous = hash;
    opens = false;
    i = stop;
  }
  return count;
}

function hashOf(start: number, end: number): number {
  const letters = folded;
  let hash = FNV;
  for (let i = start; i < end; i++) hash = mix(hash, letters[i] as number);
  return hash;
}

/** Adds the beginnings and the end of a word. @returns how many slots there are */
function addParts(row: Int32Array, known: number, start: number, end: number): number {
  const length = end - start;
  let count = known;
  if (length > PREFIX) row[count++] = slot(hashOf(start, start + PREFIX), 10 + PREFIX);
  if (length > LONG_PREFIX) row[count++] = slot(hashOf(start, start + LONG_PREFIX), 10 + LONG_PREFIX);
  if (length >= SHORTEST_WITH_SUFFIX) row[count++] = slot(hashOf(end - SUFFIX, end), 30);
  return count;
}

/** The last letters read as a number, and how many they are. Runs go on over blanks, not over names and numbers. */
let run = 0;
let runLength = 1;

function cutRuns(): void {
  run = 0;
  runLength = 1;
}

/** Adds every run of letters that a word closes. @returns how many slots there are */
function addRuns(row: Int32Array, known: number, start: number, end: number): number {
  const letters = folded;
  let count = known;
  let last = run;
  let length = runLength;
  for (let i = start; i <= end; i++) {
    const letter = i === end ? BLANK : (letters[i] as number);
    const digit = letter === BLANK ? 0 : letter >= 0x61 && letter <= 0x7a ? letter - 0x60 : OTHER_LETTER;
    last = ((last << BITS_OF_LETTER) | digit) & RUN_MASK;
    if (++length >= RUN) row[count++] = slot(mix(FNV, last), RUN_SALT);
  }
  run = last;
  runLength = length;
  return count;
}

/**
 * A set of slots that is never emptied: a place holds a slot and the number of the collection that put it there. It is small enough to
 * stay in the fastest memory.
 */
let places = new Int32Array(0);
let collection = 0;

/** Moves the first of each slot to the front of the row. @returns how many are left */
function distinct(row: Int32Array, count: number): number {
  collection = (collection + (1 << FEATURE_BITS)) | 0;
  if (collection <= 0) {
    // the counter has gone round
    places.fill(0);
    collection = 1 << FEATURE_BITS;
  }
  const table = places;
  const mark = collection;
  const last = table.length - 1;
  let left = 0;
  for (let i = 0; i < count; i++) {
    const added = row[i] as number;
    const entry = mark | added;
    let place = added & last;
    let there = table[place] as number;
    while (there !== entry && (there & ~MASK) === mark) {
      place = (place + 1) & last;
      there = table[place] as number;
    }
    table[place] = entry;
    row[left] = added;
    left += there === entry ? 0 : 1;
  }
  return left;
}

function isNamed(text: string, start: number, end: number, opens: boolean, isName: IsName): boolean {
  const first = text.charCodeAt(start);
  if (end - start < 2 || CANONICAL[first] === first) return false;
  return isCapital(text, start) && !isCapital(text, start + 1) && (!opens || isName(start, end));
}

/** The slot of a named kind, which no word shares but by accident. Names are few: 'person:kin', 'term:health:strong'. */
export function kindFeature(name: string): number {
  let hash = FNV;
  for (let i = 0; i < name.length; i++) hash = mix(hash, name.charCodeAt(i));
  return slot(hash, 90);
}
