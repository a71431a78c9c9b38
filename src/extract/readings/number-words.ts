/**
 * Identifiers written in words: digit by digit ("ett nio ett två"), in pairs ("nitton tolv"), with the century ("nittonhundra tolv"), in
 * Swedish, Bokmål, Nynorsk, Danish, English and Finnish. Ten number words in a row are nothing that anybody writes otherwise.
 */

const DIGITS = [
  'noll null nul zero nolla oh',
  'ett en et ein éin én eitt one yksi',
  'två to two kaksi tvo',
  'tre three kolme',
  'fyra fire four neljä',
  'fem five viisi',
  'sex seks six kuusi',
  'sju syv seven seitsemän',
  'åtta åtte otte eight kahdeksan',
  'nio ni nine yhdeksän',
];
const TEENS = [
  'tio ti ten kymmenen',
  'elva elleve eleven',
  'tolv twelve',
  'tretton tretten thirteen',
  'fjorton fjorten fourteen',
  'femton femten fifteen',
  'sexton seksten sixteen',
  'sjutton sytten seventeen',
  'arton atten eighteen',
  'nitton nitten nineteen',
];
const TENS = [
  'tjugo tjue tyve twenty tjugu',
  'trettio tretti tredive thirty',
  'fyrtio førti fyrre forty',
  'femtio femti halvtreds fifty',
  'sextio seksti tres sixty',
  'sjuttio sytti halvfjerds seventy',
  'åttio åtti firs eighty',
  'nittio nitti halvfems ninety',
];
const HUNDREDS = /hundra(?:de)?$|hundred$|hundre$/u;

const values = new Map<string, string>();
DIGITS.forEach((words, digit) => words.split(' ').forEach((word) => values.set(word, String(digit))));
TEENS.forEach((words, ten) => words.split(' ').forEach((word) => values.set(word, String(ten + 10))));
TENS.forEach((words, at) => {
  for (const ten of words.split(' ')) {
    values.set(ten, String(20 + 10 * at));
    DIGITS.slice(1).forEach((ones, digit) => {
      for (const one of ones.split(' '))
        for (const compound of [ten + one, `${one}og${ten}`]) values.set(compound, String(20 + 10 * at + digit + 1));
    });
  }
});
for (const words of [
  'tjugoen tjueen tjueein',
  'trettioen',
  'fyrtioen',
  'femtioen',
  'sextioen',
  'sjuttioen',
  'åttioen',
  'nittioen',
])
  for (const word of words.split(' ')) values.set(word, values.get(word.replace(/en$/u, 'ett')) ?? '21');

const LONGEST_WORD = 16;
/** Tells most other words at once, by their length and first letter. */
const known = new Uint8Array(32 * 64);
const slot = (length: number, first: number): number => length * 64 + (first & 63);
for (const word of values.keys())
  if (word.length <= LONGEST_WORD) known[slot(word.length, word.charCodeAt(0) | 0x20)] = 1;

const LETTERS = new Uint8Array(256);
for (let code = 0; code < 256; code++) LETTERS[code] = Number(/[A-Za-z\u00c0-\u00ff]/u.test(String.fromCharCode(code)));
const isLetter = (code: number): boolean => code < 256 && LETTERS[code] === 1;

/** No run of number words with ten digits is shorter, so that a look at every so many letters meets one of its words. */
const STRIDE = 23;

/** More letters than a word of numbers has. */
const LONG_WORD = -2;

/** The end of the word that begins at an index, -1 when it is no number word, LONG_WORD when it is long. */
function numberWordAt(text: string, start: number): number {
  let end = start;
  while (end - start <= LONGEST_WORD && isLetter(text.charCodeAt(end))) end++;
  const length = end - start;
  if (length > LONGEST_WORD) return LONG_WORD;
  if (length < 2 || known[slot(length, text.charCodeAt(start) | 0x20)] !== 1) return -1;
  return values.has(text.slice(start, end).toLowerCase()) ? end : -1;
}

/** Index of the word around or before an index; at most one word back. */
function wordStart(text: string, at: number): number {
  let start = at;
  for (let i = 0; i < 4 && start > 0 && !isLetter(text.charCodeAt(start)); i++) start--;
  const least = Math.max(0, start - LONGEST_WORD);
  while (start > least && isLetter(text.charCodeAt(start - 1))) start--;
  return start;
}

/** Whether a number word stands beside the number word at a range. */
function hasNeighbour(text: string, start: number, end: number): boolean {
  let next = end;
  while (next < end + 4 && next < text.length && !isLetter(text.charCodeAt(next))) next++;
  if (numberWordAt(text, next) >= 0) return true;
  return start > 1 && numberWordAt(text, wordStart(text, start - 2)) >= 0;
}

/** Between two words of one number; a word for the hyphen is a word like the others. */
const BETWEEN = /^(?:[\s,.:;/|*_-]{1,3}|\s{0,2}[-\u2013]\s{0,2})$/u;
const JOINERS = new Set(
  'streck bindestreck tankstreck minus strek bindestrek bindestreg dash hyphen och og and'.split(' '),
);

/** Digits of a word: 'nitton' 19, 'nittonhundratolv' 1912, 'nittonhundra' 19, '1912' itself; '' for other words. */
function digitsOf(word: string): string {
  if (/^\d+$/u.test(word)) return word;
  const whole = values.get(word);
  if (whole !== undefined) return whole;
  const match = /^(.{2,12}?)(?:hundra(?:de)?|hundred|hundre|tusen|tusind)(?:og|och)?(.{0,18})$/u.exec(word);
  if (match === null) return '';
  const [, high = '', low = ''] = match;
  const before = values.get(high);
  const after = low === '' ? '' : values.get(low);
  if (before === undefined || after === undefined) return '';
  if (low === '') return /tus/u.test(word) ? `${before}0` : before;
  return (/tus/u.test(word) ? `${before}0` : before) + after.padStart(2, '0');
}

/** 'tjugo ett' is one number; 'nitton hundra' a century. */
function joinedWords(words: readonly string[]): readonly string[] {
  const joined: string[] = [];
  for (const word of words) {
    const last = joined[joined.length - 1];
    if (last !== undefined && HUNDREDS.test(word) && word.length <= 8) joined[joined.length - 1] = `${last}hundra`;
    else if (last !== undefined && TENS.some((tens) => tens.split(' ').includes(last)) && values.has(last + word))
      joined[joined.length - 1] = last + word;
    else joined.push(word);
  }
  return joined;
}

const LEAST_WORDS = 3;
const TOKEN = /[a-zåäöæøé]{2,32}|\d{1,8}/giu;

/** The words of a window in runs of number words, each with the place of its first. */
function* runsOf(window: string): Generator<{ readonly words: readonly string[]; readonly at: number }> {
  let words: string[] = [];
  let at = 0;
  let end = -1;
  for (const match of window.matchAll(TOKEN)) {
    const word = match[0].toLowerCase();
    const follows = words.length > 0 && BETWEEN.test(window.slice(end, match.index));
    end = match.index + word.length;
    if (follows && JOINERS.has(word)) continue;
    const counts = digitsOf(word) !== '' || (HUNDREDS.test(word) && word.length <= 8);
    if (words.length > 0 && !(follows && counts)) {
      yield { words, at };
      words = [];
    }
    if (!counts) continue;
    if (words.length === 0) at = match.index;
    words.push(word);
  }
  yield { words, at };
}

/** The identifier that a run of number words spells, null for any other run. */
function spelled(words: readonly string[]): string | null {
  if (words.filter((word) => !/^\d/u.test(word)).length < LEAST_WORDS) return null;
  const digits = joinedWords(words).map(digitsOf).join('');
  if (digits.length < 10 || digits.length > 12) return null;
  return shaped(digits);
}

const shaped = (digits: string): string =>
  digits.length === 11 ? digits : `${digits.slice(0, -4)}-${digits.slice(-4)}`;

/** Ten number words of two letters; the longest that is taken apart, and how many readings of it are told. */
const SHORTEST_GLUED = 20;
const LONGEST_GLUED = 160;
const MOST_READINGS = 4;
const SHORTEST_VALUE = 2;

/** The letters around an index. */
function longWordAround(text: string, at: number): { readonly start: number; readonly end: number } {
  let start = at;
  let end = at;
  while (at - start < LONGEST_GLUED && isLetter(text.charCodeAt(start - 1))) start--;
  while (end - start <= LONGEST_GLUED && isLetter(text.charCodeAt(end))) end++;
  return { start, end };
}

/**
 * Identifiers that number words without blanks between them spell ("åttaettett…"), the readings of long words first. Only what
 * can be reached from the beginning is looked at, so that other long words end at once.
 */
function gluedReadings(word: string): readonly string[] {
  const seen = new Map<number, readonly string[]>([[word.length, ['']]]);
  const from = (at: number): readonly string[] => {
    const before = seen.get(at);
    if (before !== undefined) return before;
    const found: string[] = [];
    for (let end = Math.min(word.length, at + LONGEST_WORD); end >= at + SHORTEST_VALUE; end--) {
      const value = valueAt(word, at, end);
      if (value === undefined) continue;
      for (const rest of from(end)) if (found.length < MOST_READINGS) found.push(value + rest);
    }
    seen.set(at, found);
    return found;
  };
  return from(0).filter((digits) => digits.length >= 10 && digits.length <= 12);
}

const valueAt = (word: string, start: number, end: number): string | undefined =>
  known[slot(end - start, word.charCodeAt(start) | 0x20)] === 1 ? values.get(word.slice(start, end)) : undefined;

/** Half as long as the longest run. */
const REACH = 250;
const MOST_FOUND = 200;
const SHORTEST = 22;

/** @returns numbers that a text spells in words, and where each run begins; none for nearly every text */
export function spelledNumbers(text: string): readonly { readonly line: string; readonly at: number }[] {
  const found: { line: string; at: number }[] = [];
  if (text.length < SHORTEST) return found;
  for (let at = STRIDE - 1; at < text.length && found.length < MOST_FOUND; at += STRIDE) {
    const start = wordStart(text, at);
    const end = numberWordAt(text, start);
    if (end === LONG_WORD || isLetter(text.charCodeAt(start - 1))) {
      const { start: first, end: last } = longWordAround(text, start);
      const fits = last - first >= SHORTEST_GLUED && last - first <= LONGEST_GLUED;
      for (const digits of fits ? gluedReadings(text.slice(first, last).toLowerCase()) : [])
        found.push({ line: shaped(digits), at: first });
      at = Math.max(at, last);
    }
    if (end < 0 || !hasNeighbour(text, start, end)) continue;
    const from = Math.max(0, start - REACH);
    for (const run of runsOf(text.slice(from, end + REACH))) {
      const number = spelled(run.words);
      if (number !== null) found.push({ line: number, at: from + run.at });
    }
    // what begins beyond the middle of the second half is seen again, and told once more at worst
    at += REACH / 2;
  }
  return found;
}
