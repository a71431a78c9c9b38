/**
 * Numbers that stand on two lines, or one digit a line. Put together they are given as lines of their own, behind the label that
 * stands before them. Two short numbers below each other are mostly two numbers: without a label only single ones count, without a
 * hyphen, so that the detectors judge them as bare digits.
 */
import { LABEL } from './odd-characters.ts';

/** A number put together, and where its first part stands. */
export interface Joined {
  readonly line: string;
  readonly at: number;
}

/** How far before a number its label may end. */
const LABEL_BEFORE = 60;
/** More bare pairs than this are a table of numbers. */
const MOST_BARE = 2;
const MOST_JOINED = 2_000;

const TWO_LINES =
  /(?<![\d\p{L}.,/:-])(\d{6}|\d{8})(?:[ \t|]*|[\\%])(?:\r?\n[ \t>|]*){1,2}((?:[-+](?:[ \t]*\r?\n[ \t>|]*)?)?\d{4,5})(?![\d\p{L}]|[.,/:-]\d)/gu;
/** A line that ends in the middle of the date, with or without a mark that the number goes on. */
const BROKEN_DATE =
  /(?<![\d\p{L}.,/:-])(\d{1,7})[ \\%=]?\r?\n(?:> ?| {1,8}|\t)?(\d{1,7}[-+]\d{4})(?![\d\p{L}]|[.,/:-]\d)/gu;
/** The same in the middle of the last four. */
const BROKEN_TAIL =
  /(?<![\d\p{L}.,/:-])((?:\d{6}|\d{8})[-+]\d{1,3})[ \\%=]?\r?\n(?:> ?| {1,8}|\t)?(\d{1,3})(?![\d\p{L}]|[.,/:-]\d)/gu;
/** A Norwegian number cut elsewhere than between day and number. */
const BROKEN_NORWEGIAN =
  /(?<![\d\p{L}.,/:+-]|\d )(\d{1,10})[ \\%=]?\r?\n(?:> ?| {1,8}|\t)?(\d{1,10})(?! ?\d|\p{L}|[.,/:-]\d)/gu;
const DIGIT_A_LINE = /(?<![^\n])(?:[ \t|]*[\d+-][ \t|]*\r?\n(?:[ \t|]*\r?\n)?){9,13}(?![ \t|]*\d)/gu;
/** One digit a cell, behind a label. */
const DIGIT_A_CELL = /(?<![\d\p{L}]|\d[ |]*\t[ |]*)\d(?:[ |]*\t[ |]*[\d+-]){9,12}(?![ |]*\t?[ |]*[\d\p{L}])/gu;
/** Anything of the kind at all: digits at the end of a line and at the beginning of the next. */
const SUSPICION = /\d[-+A-Y]?[ \t|\\%=]*\r?\n[ \t>|\r\n]{0,20}[\d+A-Y-]|\d[ |]*\t[ |]*\d[ |]*\t[ |]*\d[ |]*\t[ |]*\d/u;

const labelBefore = (text: string, at: number): string => {
  const before = text.slice(Math.max(0, at - LABEL_BEFORE), at).replace(/\s+/gu, ' ');
  return LABEL.test(before) ? before.trimStart() : '';
};

/** What stands before a number in its line: the detectors know what that makes of it. */
const lineBefore = (text: string, at: number): string =>
  /[^\n]*$/u.exec(text.slice(Math.max(0, at - LABEL_BEFORE), at))?.[0] ?? '';

/** The letter of control of a Finnish number, with its mark at either side of the line's end. */
const TWO_LINES_FINNISH =
  /(?<![\d\p{L}.,/:-])(\d{6})([-+A-FU-Y]?)[ \t]*\r?\n[ \t>|]*([-+A-FU-Y]?)(\d{3}[0-9A-FHJ-NPR-Y])(?![\p{L}\d])/gu;

const WORD_BEHIND = /^ \p{L}/u;
/** The two halves with a blank between and the words of their lines around. */
function besideWords(text: string, at: number, length: number, date: string, tail: string): string {
  const before = text.slice(Math.max(0, at - LABEL_BEFORE), at);
  const behind = text.slice(at + length, at + length + LABEL_BEFORE);
  const line =
    before.slice(before.lastIndexOf('\n') + 1) + `${date.slice(-6)} ${tail}` + (behind.split('\n', 1)[0] ?? '');
  return line.trim();
}

/** @returns the numbers of a text that its line ends cut, put together; none for nearly every text */
export function splitNumbers(text: string): readonly Joined[] {
  if (!SUSPICION.test(text)) return [];
  const joined: Joined[] = [];
  const bare: Joined[] = [];
  for (const match of text.matchAll(TWO_LINES)) {
    const label = labelBefore(text, match.index);
    // a percent sign joins lines of LaTeX, and is a percent sign elsewhere
    if (/%\r?\n/u.test(match[0]) && !/\\[a-z]{3,}/iu.test(text)) continue;
    const [, date = '', rest = ''] = match;
    const tail = rest.replace(/[\s>|]/gu, '');
    // five are of a Norwegian number, which has no century
    const isNorwegian = /\d{5}$/u.test(tail);
    if (isNorwegian && date.length > 6) continue;
    if (/^[-+]/u.test(tail))
      joined.push({ line: `${label || lineBefore(text, match.index)} ${date}${tail}`.trimStart(), at: match.index });
    else if (
      label === '' &&
      WORD_BEHIND.test(text.slice(match.index + match[0].length, match.index + match[0].length + 40))
    )
      // "4500 resenärer" is a number of its own, unless a person stands beside it: the detectors know
      joined.push({ line: besideWords(text, match.index, match[0].length, date, tail), at: match.index });
    else if (label === '')
      // the detectors look twice at a day and four digits that something else than a hyphen joins
      bare.push({ line: `${date}${isNorwegian ? ' ' : date.length === 6 ? '/' : ''}${tail}`, at: match.index });
    else joined.push({ line: `${label} ${date}-${tail}`, at: match.index });
    if (joined.length + bare.length > MOST_JOINED) break;
  }
  for (const match of text.matchAll(TWO_LINES_FINNISH)) {
    const [, date = '', mark = '', other = '', tail = ''] = match;
    if ((mark + other).length !== 1) continue;
    joined.push({ line: `${lineBefore(text, match.index)}${date}${mark}${other}${tail}`.trimStart(), at: match.index });
    if (joined.length > MOST_JOINED) break;
  }
  for (const match of text.matchAll(BROKEN_NORWEGIAN)) {
    const [, first = '', rest = ''] = match;
    if (first.length !== 6 && first.length + rest.length === 11)
      bare.push({ line: `${labelBefore(text, match.index)} ${first}${rest}`.trimStart(), at: match.index });
    if (bare.length > MOST_JOINED) break;
  }
  if (bare.length <= MOST_BARE) joined.push(...bare);
  for (const match of [...text.matchAll(BROKEN_DATE), ...text.matchAll(BROKEN_TAIL)]) {
    const [, first = '', rest = ''] = match;
    const whole = first + rest;
    if (/^(?:\d{6}|\d{8})[-+]\d{4}$/u.test(whole))
      joined.push({ line: `${labelBefore(text, match.index)} ${whole}`.trimStart(), at: match.index });
    if (joined.length > MOST_JOINED) break;
  }
  for (const match of [...text.matchAll(DIGIT_A_LINE), ...text.matchAll(DIGIT_A_CELL)]) {
    const whole = match[0].replace(/[^\d+-]/gu, '');
    if (/^\d{6}(?:\d\d)?[-+]?\d{4,5}$/u.test(whole))
      joined.push({ line: `${labelBefore(text, match.index)} ${whole}`.trimStart(), at: match.index });
    if (joined.length > MOST_JOINED) break;
  }
  return joined;
}
