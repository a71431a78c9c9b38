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

const cache = new Map<number, ReadonlySet<string>>();

/** All endings of a set of languages, without diacritics, the empty one left out. @param bits from langBits() */
export function endings(bits: number): ReadonlySet<string> {
  let set = cache.get(bits);
  if (set === undefined) {
    set = new Set(
      Object.entries(LANG_BITS)
        .filter(([, bit]) => (bits & bit) !== 0)
        .flatMap(([lang]) => endingsOf(lang)),
    );
    cache.set(bits, set);
  }
  return set;
}

const VOWEL = /^[aeiouyåäö]/;
const DOUBLING = 'mnltskgpdb';

/**
 * Is what follows a stem in its word a listed ending?
 * @param stem canonical letters of the listed form
 * @param rest canonical letters from the end of the form to the end of the word
 * @param set endings of the form's languages
 * @param changed the form is a changed stem: it needs an ending that begins with a vowel
 */
export function isEnding(stem: string, rest: string, set: ReadonlySet<string>, changed: boolean): boolean {
  if (rest === '') return !changed;
  if (changed) return VOWEL.test(rest) && set.has(rest);
  if (set.has(rest)) return true;
  // dom → dommen, medlem → medlemmar
  const last = stem.charAt(stem.length - 1);
  return rest.startsWith(last) && DOUBLING.includes(last) && VOWEL.test(rest.slice(1)) && set.has(rest.slice(1));
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
