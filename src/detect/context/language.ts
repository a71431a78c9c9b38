import type { Language } from '../../core/category.ts';
import { ALL_LANGS, LANG_BITS } from '../terms/inflection.ts';

// Function words that tell the languages of the region apart; shared ones help nobody and are left out.
const MARKERS: Readonly<Record<Language, readonly string[]>> = {
  sv: [
    'och',
    'att',
    'är',
    'inte',
    'för',
    'jag',
    'från',
    'eller',
    'också',
    'vara',
    'skulle',
    'när',
    'hennes',
    'detta',
    'som',
  ],
  nb: ['og', 'ikke', 'jeg', 'etter', 'av', 'å', 'fra', 'hun', 'noe', 'være', 'deg', 'meg', 'hva', 'nå', 'ble', 'skal'],
  nn: ['og', 'ikkje', 'eg', 'ein', 'frå', 'ho', 'noko', 'vere', 'kva', 'vart', 'berre', 'dei', 'nokre', 'eit', 'mykje'],
  da: [
    'og',
    'ikke',
    'jeg',
    'efter',
    'af',
    'at',
    'fra',
    'hun',
    'noget',
    'være',
    'dig',
    'mig',
    'hvad',
    'blev',
    'også',
    'skal',
  ],
  fi: ['ja', 'on', 'ei', 'että', 'hän', 'ovat', 'tai', 'mutta', 'myös', 'olen', 'kun', 'se'],
  en: ['the', 'and', 'of', 'to', 'is', 'not', 'with', 'for', 'this', 'that', 'are', 'we', 'you', 'be'],
};
const LANGUAGES = Object.entries(MARKERS) as [Language, readonly string[]][];
const LONGEST_MARKER = 8;
/** Bits of the languages that each marker marks, in the order of LANGUAGES; their words in the same order. */
const MARKED = new Map<string, number>();
for (const [index, [, words]] of LANGUAGES.entries()) {
  for (const word of words) MARKED.set(word, (MARKED.get(word) ?? 0) | (1 << index));
}
const LANGUAGES_OF: readonly number[] = [...MARKED.values()];

const LETTER = /\p{L}/u;
/** Beyond these the letters of a sample are told the slow way. */
const LATIN = 0x250;
/** Letters of the Latin alphabets by code: their small letter, 0 for what is none. */
const SMALL_LETTER = Uint16Array.from({ length: LATIN }, (_, code) => {
  const letter = String.fromCharCode(code);
  return LETTER.test(letter) ? letter.toLowerCase().charCodeAt(0) : 0;
});
/** Turns into two units as a small letter. */
const DOTTED_I = 0x130;
const SAMPLE = 1500;
const ENOUGH = 3;
/** A word counts so many times at most: a text may be a list of one of them. */
const MOST_OF_ONE = 3;

/** A marker in the table is found by two numbers that its letters make: four of them in each, a byte for a letter. */
const BYTE = 8;
const PLACES = 512;
const KEYS = new Int32Array(PLACES * 2);
const NUMBERS = new Int16Array(PLACES).fill(-1);
const placeOf = (first: number, second: number): number =>
  Math.imul(first ^ Math.imul(second, 0x9e3779b1), 0x85ebca6b) >>> 23;
for (const [number, word] of [...MARKED.keys()].entries()) {
  let first = 0;
  let second = 0;
  for (let i = 0; i < word.length; i++) {
    first = (first << BYTE) | (second >>> 24);
    second = (second << BYTE) | word.charCodeAt(i);
  }
  let place = placeOf(first, second);
  while ((NUMBERS[place] ?? -1) >= 0) place = (place + 1) % PLACES;
  KEYS[place * 2] = first;
  KEYS[place * 2 + 1] = second;
  NUMBERS[place] = number;
}

/** Number of a marker by its letters; -1 for other words. */
function markerOf(first: number, second: number): number {
  let place = placeOf(first, second);
  for (let number = NUMBERS[place] ?? -1; number >= 0; number = NUMBERS[place] ?? -1) {
    if (KEYS[place * 2] === first && KEYS[place * 2 + 1] === second) return number;
    place = (place + 1) % PLACES;
  }
  return -1;
}

const counts = new Uint8Array(LANGUAGES_OF.length);
const isPunctuation = (code: number): boolean => (code >= 0x2010 && code <= 0x203a) || code === 0x20ac;

/** Counts how often each marker stands at the head of a text. @returns false for letters that are not those of the region */
function countMarkers(text: string): boolean {
  counts.fill(0);
  const length = Math.min(text.length, SAMPLE);
  let first = 0;
  let second = 0;
  let letters = 0;
  for (let i = 0; i <= length; i++) {
    const code = i < length ? text.charCodeAt(i) : 0;
    if (code === DOTTED_I || (code >= LATIN && !isPunctuation(code))) return false;
    const letter = SMALL_LETTER[code] ?? 0;
    if (letter === 0) {
      if (letters > 0 && letters <= LONGEST_MARKER) count(markerOf(first, second));
      first = second = letters = 0;
      continue;
    }
    letters++;
    first = (first << BYTE) | (second >>> 24);
    // what does not fit into a byte is no letter of a marker
    second = (second << BYTE) | (letter < 0x100 ? letter : 0xff);
  }
  return true;
}

function count(marker: number): void {
  if (marker >= 0) counts[marker] = Math.min(MOST_OF_ONE, (counts[marker] ?? 0) + 1);
}

/** The same for letters of any script. */
function countMarkersSlowly(text: string): void {
  counts.fill(0);
  const words = [...MARKED.keys()];
  const sample = text.slice(0, SAMPLE).toLowerCase();
  for (let i = 0; i < sample.length; i++) {
    const start = i;
    while (i < sample.length && isLetterAt(sample, i)) i++;
    if (i > start && i - start <= LONGEST_MARKER) count(words.indexOf(sample.slice(start, i)));
  }
}

const isLetterAt = (text: string, index: number): boolean =>
  LETTER.test(String.fromCodePoint(text.codePointAt(index) ?? 0));

/** How much speaks for each language at the head of a text, in the order of LANGUAGES. */
function scoresOf(text: string): readonly number[] {
  if (!countMarkers(text)) countMarkersSlowly(text);
  const scores = LANGUAGES.map(() => 0);
  for (const [marker, times] of counts.entries()) {
    if (times === 0) continue;
    const languages = LANGUAGES_OF[marker] ?? 0;
    for (let i = 0; i < scores.length; i++) if ((languages & (1 << i)) !== 0) scores[i] = (scores[i] ?? 0) + times;
  }
  return scores;
}

/**
 * Guesses the language of a text from its first characters.
 * @returns null when too little speaks for any
 */
export function guessLanguage(text: string): Language | null {
  const scores = scoresOf(text);
  const best = Math.max(...scores);
  const language = LANGUAGES[scores.indexOf(best)]?.[0] ?? null;
  const isAlone = scores.indexOf(best) === scores.lastIndexOf(best);
  return best >= ENOUGH && isAlone ? language : null;
}

const NEIGHBOURS: readonly Language[] = ['sv', 'nb', 'nn', 'da'];
const bitsOf = (languages: readonly Language[]): number =>
  languages.reduce((bits, language) => bits | (LANG_BITS[language] ?? 0), 0);

/**
 * A line may be in another language than the text around it: above a disclaimer, below a quotation, on a slide.
 * @param around the language of the text
 * @returns bits of the languages that more speaks for in it than for that one, all when nothing speaks for any; and of those among them that
 * even a weak word may be in: no neighbour of that language, whose words are too much alike
 */
export function languagesOfLine(line: string, around: Language): { readonly bits: number; readonly weak: number } {
  const scores = scoresOf(line);
  const own = scores[LANGUAGES.findIndex(([name]) => name === around)] ?? 0;
  if (scores.every((score) => score === 0)) return { bits: ALL_LANGS, weak: 0 };
  let bits = 0;
  for (const [i, [name]] of LANGUAGES.entries()) if ((scores[i] ?? 0) > own) bits |= compatibleLanguages(name);
  return { bits, weak: NEIGHBOURS.includes(around) ? bits & ~bitsOf(NEIGHBOURS) : bits };
}

/** Languages whose words a text in this language may use: Bokmål and Nynorsk mix; unknown means all. */
export function compatibleLanguages(language: Language | null): number {
  if (language === null) return ALL_LANGS;
  const own = LANG_BITS[language] ?? ALL_LANGS;
  const sami = LANG_BITS['se'] ?? 0;
  return language === 'nb' || language === 'nn' ? (LANG_BITS['nb'] ?? 0) | (LANG_BITS['nn'] ?? 0) | sami : own | sami;
}
