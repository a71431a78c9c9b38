/**
 * Endings and stem changes of the languages of the region. No stemmer: Snowball reduces 'demens' to the pronoun 'dem' and
 * 'menighet' to 'men'; a listed stem followed by a listed ending does neither.
 */

/** Bits for sets of languages. */
export const LANG_BITS: Readonly<Record<string, number>> = { sv: 1, nb: 2, nn: 4, da: 8, en: 16, fi: 32, se: 64 };
export const ALL_LANGS = 127;

/** Bits of 'sv', 'nb,nn', 'any'; unknown names count as any. */
export function langBits(lang: string): number {
  let bits = 0;
  for (const name of lang.split(',')) bits |= LANG_BITS[name.trim()] ?? ALL_LANGS;
  return bits;
}

const ENDINGS: Readonly<Record<string, string>> = {
  sv: 'n en et t r ar er or na arna erna orna a e ade at ad an ande ande ats as',
  nb: 'er r e en a et ene ne te de ende t',
  nn: 'ar er r e en a et ane ene i te de ande inga',
  da: 'er e r en et erne ene ne ede te ende t',
  en: 'es ed ing d',
  fi: 'n a an in ssa sta lla lle lta ksi t en ia ita iden ien ista issa illa ille ja jen',
  se: 'a i in s t at id',
};

function endingsOf(lang: string): string[] {
  const own = (ENDINGS[lang] ?? '').split(' ').filter((e) => e !== '');
  const genitive = lang === 'fi' || lang === 'se' ? [] : ['s', ...own.map((e) => `${e}s`)];
  return [...own, ...genitive];
}

const LONGEST_ENDING = Math.max(
  ...Object.keys(LANG_BITS)
    .flatMap(endingsOf)
    .map((ending) => ending.length),
);
/** Kinds of letters: those of an ending are digits of one number. */
const LETTERS = 64;

/** The letters of a piece of a word as a number; 0 for what is no ending. */
function packed(letters: Uint16Array, from: number, to: number): number {
  if (to - from > LONGEST_ENDING) return 0;
  let number = 0;
  for (let i = from; i < to; i++) number = number * LETTERS + codeOf(letters[i] ?? 0);
  return number;
}

/** a–z as 1–26, å, ä and ö behind them; all others are in no ending. */
function codeOf(letter: number): number {
  if (letter >= 0x61 && letter <= 0x7a) return letter - 0x60;
  return letter === 0xe5 ? 27 : letter === 0xe4 ? 28 : letter === 0xf6 ? 29 : 63;
}

/** Bits of the languages that have an ending, by its packed letters. */
const LANGS_OF = new Map<number, number>();
for (const [lang, bit] of Object.entries(LANG_BITS)) {
  for (const ending of endingsOf(lang)) {
    const letters = Uint16Array.from(ending, (letter) => letter.charCodeAt(0));
    const key = packed(letters, 0, letters.length);
    LANGS_OF.set(key, (LANGS_OF.get(key) ?? 0) | bit);
  }
}

const hasEnding = (letters: Uint16Array, from: number, to: number, langs: number): boolean =>
  ((LANGS_OF.get(packed(letters, from, to)) ?? 0) & langs) !== 0;

const codesOf = (letters: string): ReadonlySet<number> =>
  new Set(Uint16Array.from(letters.split(''), (letter) => letter.charCodeAt(0)));
const VOWELS = codesOf('aeiouyåäö');
const DOUBLING = codesOf('mnltskgpdb');

/**
 * Is what follows a stem in its word a listed ending? Asked for every word that begins as a listed one, so it makes no strings.
 * @param last last canonical letter of the listed form, as UTF-16 unit
 * @param rest canonical letters from the end of the form to the end of the word
 * @param length how many of them count
 * @param langs bits of the form's languages
 * @param changed the form is a changed stem: it needs an ending that begins with a vowel
 */
export function isEnding(last: number, rest: Uint16Array, length: number, langs: number, changed: boolean): boolean {
  if (length === 0) return !changed;
  const first = rest[0] ?? 0;
  if (changed) return VOWELS.has(first) && hasEnding(rest, 0, length, langs);
  if (hasEnding(rest, 0, length, langs)) return true;
  // dom → dommen, medlem → medlemmar
  return first === last && DOUBLING.has(last) && VOWELS.has(rest[1] ?? 0) && hasEnding(rest, 1, length, langs);
}

/** Longest ending with a doubled consonant before it; a longer rest is no inflection. */
export const MAX_REST = 9;

/**
 * Stems that a word has beside its dictionary form; each stands before an ending that begins with a vowel.
 * @param word canonical letters; for a phrase its last word counts
 */
export function changedStems(word: string, bits: number): string[] {
  const out: string[] = [];
  const scandinavian = (bits & (1 | 2 | 4 | 8)) !== 0;
  if (!scandinavian || word.length < 4) return out;
  // diagnose → diagnosen, smärta → smärtor
  if (/[^aeiouyåäö][ea]$/.test(word)) out.push(word.slice(0, -1));
  // middel → midler, nummer → numre, fengsel → fengsler, trussel → truslen
  const syncope = /^(.*?)([^aeiouyåäö ])(\2?)e([lrn])$/.exec(word);
  if (syncope !== null) {
    const [, head = '', consonant = '', , liquid = ''] = syncope;
    if (head !== '') out.push(head + consonant + liquid);
  }
  return out;
}

/** Whole other forms that no ending reaches: sv anmälan → anmälning-, en allergy → allergies. */
export function otherForms(word: string, bits: number): string[] {
  const out: string[] = [];
  if ((bits & 1) !== 0 && /[^aeiouyåäö]an$/.test(word) && word.length >= 6) {
    out.push(`${word.slice(0, -2)}ning`, `${word.slice(0, -2)}ningar`);
  }
  if (bits === 16 && /[^aeiou]y$/.test(word)) out.push(`${word.slice(0, -1)}ies`);
  return out;
}

/** The language of a set when it is only one; 'any' otherwise. @param bits from langBits() */
export function languageName(bits: number): string {
  return Object.entries(LANG_BITS).find(([, bit]) => bit === bits)?.[0] ?? 'any';
}
