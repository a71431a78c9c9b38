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
const ALL_MARKERS: ReadonlySet<string> = new Set(Object.values(MARKERS).flat());
const NO_LETTERS = /\P{L}+/u;
/** The same for a text without letters of other scripts, which V8 runs several times faster than the Unicode property. */
const NO_LATIN_LETTERS = /[^a-zªµºß-öø-ʯ]+/;
const LATIN = /^[\0-ʯ\u2000-\u206f]*$/;
const SAMPLE = 1500;
const ENOUGH = 3;

/**
 * Guesses the language of a text from its first characters.
 * @returns null when too little speaks for any
 */
export function guessLanguage(text: string): Language | null {
  const counts = new Map<string, number>();
  const sample = text.slice(0, SAMPLE).toLowerCase();
  for (const word of sample.split(LATIN.test(sample) ? NO_LATIN_LETTERS : NO_LETTERS)) {
    if (ALL_MARKERS.has(word)) counts.set(word, (counts.get(word) ?? 0) + 1);
  }
  let best: Language | null = null;
  let bestScore = 0;
  let second = 0;
  for (const [language, words] of LANGUAGES) {
    let score = 0;
    for (const word of words) score += Math.min(3, counts.get(word) ?? 0);
    if (score > bestScore) {
      second = bestScore;
      best = language;
      bestScore = score;
    } else second = Math.max(second, score);
  }
  return bestScore >= ENOUGH && bestScore > second ? best : null;
}

/** Languages whose words a text in this language may use: Bokmål and Nynorsk mix; unknown means all. */
export function compatibleLanguages(language: Language | null): number {
  if (language === null) return ALL_LANGS;
  const own = LANG_BITS[language] ?? ALL_LANGS;
  const sami = LANG_BITS['se'] ?? 0;
  return language === 'nb' || language === 'nn' ? (LANG_BITS['nb'] ?? 0) | (LANG_BITS['nn'] ?? 0) | sami : own | sami;
}
