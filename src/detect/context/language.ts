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
/** By word: bits of the languages it marks, in the order of LANGUAGES. */
const MARKED = new Map<string, number>();
for (const [index, [, words]] of LANGUAGES.entries()) {
  for (const word of words) MARKED.set(word, (MARKED.get(word) ?? 0) | (1 << index));
}
const LETTER = /\p{L}/u;
/** Letters of the Latin alphabets by code; asked for each unit of the sample, and many times as fast as the expression. */
const IS_LATIN_LETTER = Uint8Array.from({ length: 0x250 }, (_, code) =>
  LETTER.test(String.fromCharCode(code)) ? 1 : 0,
);
const SAMPLE = 1500;
const ENOUGH = 3;
/** A word counts so many times at most: a text may be a list of one of them. */
const MOST_OF_ONE = 3;

function isLetterAt(text: string, index: number): boolean {
  const code = text.charCodeAt(index);
  return code < IS_LATIN_LETTER.length
    ? IS_LATIN_LETTER[code] === 1
    : LETTER.test(String.fromCodePoint(text.codePointAt(index) ?? code));
}

/** How often each marker stands in a text in small letters. */
function countMarkers(sample: string): ReadonlyMap<string, number> {
  const counts = new Map<string, number>();
  for (let i = 0; i < sample.length; i++) {
    const start = i;
    while (i < sample.length && isLetterAt(sample, i)) i++;
    if (i === start || i - start > LONGEST_MARKER) continue;
    const word = sample.slice(start, i);
    if (MARKED.has(word)) counts.set(word, (counts.get(word) ?? 0) + 1);
  }
  return counts;
}

/**
 * Guesses the language of a text from its first characters.
 * @returns null when too little speaks for any
 */
export function guessLanguage(text: string): Language | null {
  const scores = LANGUAGES.map(() => 0);
  for (const [word, count] of countMarkers(text.slice(0, SAMPLE).toLowerCase())) {
    const languages = MARKED.get(word) ?? 0;
    for (let i = 0; i < scores.length; i++) {
      if ((languages & (1 << i)) !== 0) scores[i] = (scores[i] ?? 0) + Math.min(MOST_OF_ONE, count);
    }
  }
  const best = Math.max(...scores);
  const language = LANGUAGES[scores.indexOf(best)]?.[0] ?? null;
  const isAlone = scores.indexOf(best) === scores.lastIndexOf(best);
  return best >= ENOUGH && isAlone ? language : null;
}

/** Languages whose words a text in this language may use: Bokmål and Nynorsk mix; unknown means all. */
export function compatibleLanguages(language: Language | null): number {
  if (language === null) return ALL_LANGS;
  const own = LANG_BITS[language] ?? ALL_LANGS;
  const sami = LANG_BITS['se'] ?? 0;
  return language === 'nb' || language === 'nn' ? (LANG_BITS['nb'] ?? 0) | (LANG_BITS['nn'] ?? 0) | sami : own | sami;
}
