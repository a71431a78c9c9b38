/**
 * Numbers whose halves, or digits, stand in neighbouring cells and lines with other words beside them. Pure. What is put together is judged
 * by the detectors; where tables of numbers would give much of it, nothing is.
 */
import { LABEL } from './odd-characters.ts';
import type { Joined } from './split-numbers.ts';

/** More numbers than this that no label tells of are a table. */
const MOST_BARE = 2;
const MOST_LINES = 2_000;
/** How far before a number its label may end. */
const LABEL_BEFORE = 60;

const labelBefore = (text: string, at: number): string => {
  const before = text.slice(Math.max(0, at - LABEL_BEFORE), at).replace(/\s+/gu, ' ');
  return LABEL.test(before) ? `${before.trim()} ` : '';
};

/** A border of cells inside a number that has its hyphen: "8112 | 18-9876", "811218-98 | 76", "81 | 12 | 18 | -9876". */
const CUT_BY_CELL = /\d ?\t ?\d{0,7}[-+]\d{0,4}(?= ?(?:[\t\n]|$))|\d[-+]\d{0,3} ?\t ?\d{1,4}(?= ?(?:[\t\n]|$))/gu;
const WITH_HYPHEN = /^(\d{0,7})([-+])(\d{0,4})$/u;
const LONGEST_DAY = 8;
const DAY = /^(?:\d{6}|(?:1[89]|20)\d{6})$/u;

/** The number that the cells around one with a hyphen make. A negative sum behind a date makes none. */
function aroundHyphen(cells: readonly string[], at: number): string {
  const [, before = '', hyphen = '', behind = ''] = WITH_HYPHEN.exec(cells[at] ?? '') ?? [];
  if (hyphen === '' || (DAY.test(before) && behind.length === 4)) return '';
  let day = before;
  let first = at;
  while (day.length < LONGEST_DAY && !DAY.test(day) && /^\d{1,7}$/u.test(cells[first - 1] ?? ''))
    day = (cells[--first] ?? '') + day;
  let tail = behind;
  for (let next = at + 1; tail.length < 4 && /^\d{1,4}$/u.test(cells[next] ?? ''); next++) tail += cells[next] ?? '';
  const isSum = before === '' && first === at - 1;
  return DAY.test(day) && tail.length === 4 && !isSum ? day + hyphen + tail : '';
}

/** Tables of payments and telephone numbers have hyphens too: words that say so, above them or beside. */
const OF_OTHERS =
  /bank-?giro|plus-?giro|(?<!\p{L})[bp]g(?!\p{L})|konto|belopp|beløp|summa?(?!\p{L})|saldo|pris|hyra|tele?f?o?n?(?!\p{L})|(?<!\p{L})tlf|mobil|rikt(?:nr|nummer)|fakt?ura|amount|account|phone/iu;
const OTHERS_REACH = 200;

function inCells(line: string): readonly string[] {
  const cells = line.split('\t').map((cell) => cell.trim());
  return cells.map((_cell, at) => aroundHyphen(cells, at)).filter((number) => number !== '');
}

function cutByCells(text: string): readonly Joined[] {
  const labelled: Joined[] = [];
  const bare: Joined[] = [];
  let done = -1;
  let lines = 0;
  for (const { index } of text.matchAll(CUT_BY_CELL)) {
    if (index < done || ++lines > MOST_LINES) continue;
    const start = text.lastIndexOf('\n', index) + 1;
    const end = text.indexOf('\n', index);
    done = end < 0 ? text.length : end;
    const label = labelBefore(text, index);
    const numbers = inCells(text.slice(start, done));
    if (numbers.length === 0) continue;
    const isOther = label === '' && OF_OTHERS.test(text.slice(Math.max(0, start - OTHERS_REACH), done));
    if (isOther) continue;
    for (const number of numbers) (label === '' ? bare : labelled).push({ line: label + number, at: start });
  }
  return bare.length > MOST_BARE ? labelled : [...labelled, ...bare];
}

/** What is counted or measured is no half of a number. */
const UNIT = String.raw`(?!(?:kr|kronor|kroner|st|stk|styck|kg|km|m|m2|kvm|tim|timmar|timer|min|h|personer|elever|invånare|innbyggere|dagar|dager|år|procent|prosent|sek|nok|dkk|euro?|exemplar|platser|poäng)(?!\p{L}))`;
const WORD = String.raw` ${UNIT}\p{Ll}`;
/** "Anna 811218 | 9876 skola" */
const HALVES = new RegExp(
  String.raw`\d(?<!\d\d)\d{5}(?:\d\d)?[ |]{0,3}\t[ |]{0,3}(\d{4,5}(?=${WORD})[^\t\n]{0,40})`,
  'gu',
);
const WORDS_BEFORE = /\p{L}[^\t\n\d]{0,60} $/u;
const WORDS_LENGTH = 64;

/** With the words beside them and a blank between: who is a person, the detectors know. */
function halvesInCells(text: string): readonly Joined[] {
  const found: Joined[] = [];
  for (const match of text.matchAll(HALVES)) {
    const words = WORDS_BEFORE.exec(text.slice(Math.max(0, match.index - WORDS_LENGTH), match.index))?.[0];
    const [whole, rest = ''] = match;
    const date = /^\d+/u.exec(whole)?.[0] ?? '';
    if (words === undefined || !DAY.test(date)) continue;
    found.push({ line: `${words}${date.slice(-6)} ${rest}`, at: match.index });
    if (found.length > MOST_BARE) return [];
  }
  return found;
}

/** Halves of numbers in neighbouring cells. @returns none for nearly every text */
export const splitCells = (text: string): readonly Joined[] =>
  text.includes('\t') ? [...cutByCells(text), ...halvesInCells(text)] : [];

/**
 * Behind a label: a day, words, and the rest at the beginning of the next line or cell, with other words behind it. Where the rest is crossed
 * out there is none, and a Danish number has no check digit that would tell it from a day of birth and a postal code.
 */
const APART = new RegExp(
  String.raw`^[ \t:.]{0,4}(\d{6}|(?:1[89]|20)\d{6})(?!\d)([^\d\n\t]{0,40})[ |]{0,3}[\n\t][ |]{0,3}(?!19|20)(\d{4,5})(?=${WORD})`,
  'u',
);
const CROSSED_OUT = /[xX*_#•?]{2}|-/u;
/** Lines or cells of which each holds one digit. */
const LEAST_DIGITS = 10;
const MOST_DIGITS = 12;
const MOST_TOKENS = 40;
const LONGEST_TOKEN = 60;
const FIRST = /^[^\p{L}\d]{0,4}(\d)(?![.,:/-]?\d)/u;
const LAST = /(?<!\d|\d[.,:/-])(\d)[^\p{L}\d]{0,4}$/u;
/** Numbers that count on are an ordinary list. */
const COUNTING = 0.6;

/** How much behind a label is looked at. */
export const BEHIND_LABEL = 800;

/** What stands behind a label, line by line, or cell by cell in a row of many. */
function tokensBehind(behind: string): readonly string[] {
  const tokens: string[] = [];
  for (const [at, line] of behind.split('\n', MOST_TOKENS).entries()) {
    const cells = line.split(/[\t|;]/u);
    const isRow = cells.filter((cell) => /^\s*\d\s*$/u.test(cell)).length >= LEAST_DIGITS;
    for (const token of isRow ? cells : [line]) {
      const trimmed = token.trim();
      // the rest of the label's own line, empty lines and marks between the digits
      if (trimmed === '' || (!/\d/u.test(trimmed) && (at === 0 || trimmed.length < 4))) continue;
      if (trimmed.length > LONGEST_TOKEN || !/\d/u.test(trimmed)) return tokens;
      tokens.push(trimmed);
    }
  }
  return tokens;
}

function digitOfEach(tokens: readonly string[], place: RegExp): string | null {
  let digits = '';
  for (const token of tokens) {
    const digit = place.exec(token)?.[1];
    if (digit === undefined) break;
    digits += digit;
  }
  if (digits.length < LEAST_DIGITS || digits.length > MOST_DIGITS) return null;
  const steps = Array.from(digits).filter((digit, at) => at > 0 && Number(digit) === Number(digits[at - 1]) + 1);
  return steps.length / (digits.length - 1) < COUNTING ? digits : null;
}

/**
 * What lines and cells behind a label say together.
 * @param label the word itself
 * @param behind it, BEHIND_LABEL characters
 * @returns numbers; none behind nearly every label
 */
export function apartBehind(label: string, behind: string): readonly string[] {
  const halves = /^cpr/iu.test(label) ? null : APART.exec(behind);
  if (halves !== null && !CROSSED_OUT.test(halves[2] ?? '')) return [`${halves[1] ?? ''}-${halves[3] ?? ''}`];
  const tokens = tokensBehind(behind);
  if (tokens.length < LEAST_DIGITS) return [];
  // each by itself, or below what it is called
  const below = tokens.filter((_token, at) => at % 2 === 1);
  return [FIRST, LAST].flatMap((place) => digitOfEach(tokens, place) ?? digitOfEach(below, place) ?? []);
}
