/** Words of a mail that are worth trying on what is encrypted in it, whether or not anybody would call them a password given in clear. */
import { CUE, FILE_ENDING, findPasswords, looksSecret, OPENED_WITH, REACH, tieOf } from './secrets.ts';

/** Texts longer than this are documents, not the words beside one. */
const SHORT_TEXT = 200_000;
/** A text of so few words is little else than the password. */
const FEW_WORDS = 12;
const MOST_CANDIDATES = 200;
const MOST_CUES = 50;
/** Shorter is no password of anybody, and longer a sentence. */
const SHORTEST = 4;
const LONGEST = 40;

/** 'kod: 4711', 'nyckel 4711' */
const SHORT_CUE = /(?<!\p{L})(?:kode?n?|code|pin|nyckeln?|nøkkel(?:en)?|nøglen?|key)(?!\p{L})/giu;
const NUMBER = /(?<![\p{L}\d])\d{4,12}(?![\p{L}\d])/gu;
const WORD = /[^\s"'«»“”„‘’`<>()]{4,40}/gu;

const trimmed = (word: string): string => word.replace(/[.,;:]+$/u, '').replace(FILE_ENDING, '');

/** 'Blå Katt 12.': the rest of a line as a phrase, its first words, and the same without blanks. */
function phrases(rest: string): readonly string[] {
  const line = (/^["'«“„]?([^"'»”\n]{4,60})/u.exec(rest)?.[1] ?? '').trimEnd().replace(/[.,;:!]+$/u, '');
  const words = line.split(/ (?:\+ )?/u);
  if (words.length < 2 || words.length > 6) return [];
  return [line, words.slice(0, 2).join(' '), words.slice(0, 3).join(' '), words.join('')];
}

/** What follows a word for a password or for opening, when it is more or less than findPasswords() takes for one. */
function nearCues(text: string): readonly string[] {
  const out: string[] = [];
  for (const match of [...text.matchAll(CUE)].slice(0, MOST_CUES)) {
    const from = match.index + match[0].length;
    const tie = tieOf(text.slice(from, from + REACH));
    if (tie !== null) out.push(...phrases(text.slice(from + tie.length, from + tie.length + 80)));
    out.push(...(text.slice(from, from + REACH).match(NUMBER) ?? []));
  }
  for (const match of [...text.matchAll(SHORT_CUE)].slice(0, MOST_CUES))
    out.push(...(text.slice(match.index, match.index + LONGEST).match(NUMBER) ?? []));
  for (const match of [...text.matchAll(OPENED_WITH)].slice(0, MOST_CUES)) {
    const from = match.index + match[0].length + 1;
    out.push(trimmed(WORD_HERE.exec(text.slice(from, from + LONGEST))?.[0] ?? ''));
  }
  return out;
}
const WORD_HERE = new RegExp(`^["'«“„]?${WORD.source}`, 'u');

const isMixed = (word: string): boolean => /\d/u.test(word) && /\p{L}/u.test(word) && looksSecret(word);

/** Words that look like a password, whatever is said of them: 'du öppnar filen med Hund#12', 'beslut_Hund12.zip'. */
function secretWords(text: string): readonly string[] {
  const whole: string[] = [];
  const pieces: string[] = [];
  for (const word of text.match(WORD) ?? []) {
    const bare = trimmed(word);
    if (isMixed(bare) && !/[/\\]|\.\p{L}{2,4}$/u.test(bare)) whole.push(bare);
    if (/[_\-.=]/u.test(bare)) pieces.push(...bare.split(/[_\-.=]+/u).filter(isMixed));
  }
  return [...whole, ...pieces];
}

/** All words of a text that has few. */
function fewWords(text: string): readonly string[] {
  if (text.length > FEW_WORDS * LONGEST) return [];
  const words = text.match(WORD) ?? [];
  return words.length > FEW_WORDS ? [] : words.flatMap((word) => [trimmed(word), word]);
}

/**
 * Words worth trying on an encrypted attachment, likeliest first.
 * @param texts of one mail, normalised
 */
export function passwordCandidates(texts: readonly string[]): readonly string[] {
  const found = texts.flatMap((text) => [...findPasswords(text)]);
  const values = [...found.filter((p) => p.certain), ...found.filter((p) => !p.certain)].flatMap(({ value }) => [
    value,
    value.replace(/[!?]$/, ''),
  ]);
  const short = texts.filter((text) => text.length <= SHORT_TEXT);
  const worth = [values, ...[nearCues, secretWords, fewWords].map((from) => short.flatMap((text) => [...from(text)]))];
  const distinct = new Set(worth.flat().filter(({ length }) => length >= SHORTEST && length <= 64));
  return [...distinct].slice(0, MOST_CANDIDATES);
}
