/**
 * The symbols the automaton runs over: every UTF-16 unit falls into one of 41 classes. Case and diacritics are folded here;
 * whether a folded letter was allowed is checked on the (rare) hit.
 */

/** Ends a word and a phrase: punctuation, brackets, tabs. */
export const BREAK = 0;
/** Ends a word, joins a phrase: blanks, hyphens, a line end. */
export const SPACE = 1;
/** A letter or digit that no list uses (Cyrillic, Greek, CJK …); part of a word. */
export const OTHER = 2;
/** Number of classes: the three above, a–z, 0–9, '§'. */
export const CLASSES = 40;

const LETTER_A = 3;
const DIGIT_0 = 29;
/** The paragraph sign: no letter, but part of "§ 4". */
export const SECTION = 39;

const WORD = /[\p{L}\p{M}\p{N}]/u;
const LETTERS_WITHOUT_DECOMPOSITION: Readonly<Record<string, string>> = {
  æ: 'a',
  ø: 'o',
  đ: 'd',
  ð: 'd',
  ŧ: 't',
  þ: 't',
  ł: 'l',
  ŋ: 'n',
  ß: 's',
  ı: 'i',
};

function classOf(character: string): number {
  if (/[\s\-\u2010-\u2015\u00a0]/u.test(character)) return character === '\t' ? BREAK : SPACE;
  if (character === '§') return SECTION;
  if (!WORD.test(character)) return BREAK;
  const lower = character.toLowerCase();
  const base = LETTERS_WITHOUT_DECOMPOSITION[lower] ?? lower.normalize('NFD').charAt(0);
  if (base >= 'a' && base <= 'z') return LETTER_A + base.charCodeAt(0) - 97;
  if (base >= '0' && base <= '9') return DIGIT_0 + base.charCodeAt(0) - 48;
  return OTHER;
}

function buildClasses(): Uint8Array {
  const classes = new Uint8Array(65536);
  for (let code = 0; code < 65536; code++) {
    // The folded alphabets end below U+0250; beyond it a word character is just that.
    if (code < 0x250 || (code >= 0x1e00 && code < 0x1f00) || (code >= 0x2000 && code < 0x2070)) {
      classes[code] = classOf(String.fromCharCode(code));
    } else if (code >= 0xd800 && code < 0xe000) {
      classes[code] = BREAK;
    } else {
      classes[code] = WORD.test(String.fromCharCode(code)) ? OTHER : BREAK;
    }
  }
  return classes;
}

/** Class of every UTF-16 unit. */
export const CLASS_OF: Uint8Array = buildClasses();

/** Is the unit at this index part of a word? Outside the text: no. */
export function isWordAt(text: string, index: number): boolean {
  if (index < 0 || index >= text.length) return false;
  return isWordClass(CLASS_OF[text.charCodeAt(index)] ?? BREAK);
}

const isWordClass = (c: number): boolean => c >= OTHER && c !== SECTION;

/** How many units of a word stand from an index on; counted up to `most`. @param step 1 to the right, -1 to the left */
export function wordLength(text: string, from: number, step: 1 | -1, most: number): number {
  const classes = CLASS_OF;
  let length = 0;
  for (let i = from; length < most && i >= 0 && i < text.length; i += step) {
    if (!isWordClass(classes[text.charCodeAt(i)] ?? BREAK)) break;
    length++;
  }
  return length;
}

/** The symbols of a listed form; blanks and hyphens run together into one SPACE, none at the ends. */
export function symbolsOf(form: string): number[] {
  const out: number[] = [];
  for (let i = 0; i < form.length; i++) {
    const c = CLASS_OF[form.charCodeAt(i)] ?? BREAK;
    if (c === SPACE && (out.length === 0 || out[out.length - 1] === SPACE)) continue;
    out.push(c);
  }
  if (out[out.length - 1] === SPACE) out.pop();
  return out;
}

const NORDIC: Readonly<Record<string, string>> = { æ: 'ä', ø: 'ö', á: 'å', à: 'å' };
const MARKED = new Set(['å', 'ä', 'ö']);

function canonicalOf(character: string): string {
  const lower = character.toLowerCase();
  if (lower <= 'z') return lower.charAt(0);
  const nordic = NORDIC[lower] ?? lower.charAt(0);
  if (MARKED.has(nordic)) return nordic;
  return LETTERS_WITHOUT_DECOMPOSITION[nordic] ?? nordic.normalize('NFD').charAt(0);
}

function buildCanonical(): Uint16Array {
  const table = new Uint16Array(65536);
  for (let code = 0; code < 65536; code++) {
    const folds = code < 0x250 || (code >= 0x1e00 && code < 0x1f00);
    table[code] = CLASS_OF[code] === SPACE ? 32 : folds ? canonicalOf(String.fromCharCode(code)).charCodeAt(0) : code;
  }
  return table;
}

/**
 * Same letter in the spellings of the region, as UTF-16 unit: lower case, æ as ä, ø as ö, other accents dropped, every kind of
 * blank and hyphen as a blank.
 */
export const CANONICAL: Uint16Array = buildCanonical();

/** A form or piece of text in canonical letters. */
export function canonicalForm(text: string): string {
  let out = '';
  for (let i = 0; i < text.length; i++) out += String.fromCharCode(CANONICAL[text.charCodeAt(i)] ?? 32);
  return out.replace(/ +/g, ' ').trim();
}

/** The letter someone types who has no Nordic keyboard: å and ä as a, ö as o; others as they are. UTF-16 units. */
export function plainLetter(canonical: number): number {
  return canonical === 0xe5 || canonical === 0xe4 ? 97 : canonical === 0xf6 ? 111 : canonical;
}
