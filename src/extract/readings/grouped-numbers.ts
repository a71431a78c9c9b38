/**
 * Numbers written in groups that no register uses, or from the end: "19 81 12 18 98 76", "8112.18-98.76", "1981-1218-9876",
 * "6789-812118". Pure. Behind a label any grouping counts; without one only what has the layout of a person's number and is no
 * telephone number, date with a time, or account: a hyphen before the last four, or twelve digits that begin with a century.
 */
import { LABEL } from './odd-characters.ts';
import { apartBehind, BEHIND_LABEL } from './split-cells.ts';
import type { Joined } from './split-numbers.ts';

/** Between two groups: a mark with blanks around it, blanks, or the end of a line. */
const GAP = String.raw`(?:[ \t]{0,2}[-+.,:;/|_()\u00b7\u2013\\]{1,2}[ \t]{0,2}|[ \t]{1,3}|[ \t]{0,2}\r?\n[ \t>]{0,4})`;
const LABELS = new RegExp(LABEL.source, 'gi');
/** Between label and number: little, or whose it is and a colon. */
const BETWEEN = String.raw`[^\p{L}\d]{0,8}|[^\p{L}\d]{0,4}(?:[Rr]iktig|[Rr]igtig|[Rr]ätt|[Rr]ett|[Kk]orrekt|[Nn]ytt|[Oo]ikea|[Cc]orrect)[^\d\n]{0,24}[^\p{L}\d]{0,4}|[^\p{L}\d]{0,4}(?:är|er|is|on|nr|nummer)[^\p{L}\d]{0,4}|(?:[ (]{1,2}(?:för|for|til|till|på|av|of|hos|\p{Lu}[\p{L}.-]{0,30})\)?){1,5} ?:\s{0,4}`;
const BEHIND = new RegExp(String.raw`^(${BETWEEN})(\d{1,8}(?:${GAP}\d{1,8}){1,13})(?!\d)`, 'u');
/** "24 09 57 - 930 E" */
const FINNISH = new RegExp(
  String.raw`^(?:${BETWEEN})(?!\d{6}[-+A]\d)(\d\d ?\d\d ?\d\d) ?([-+A]) ?(\d{3} ?[A-Y])(?![\p{L}\d])`,
  'u',
);
const ONLY_BETWEEN = new RegExp(`^(?:${BETWEEN})$`, 'u');
const REACH = 64;
const LONGEST_RUN = 120;
const SHORTEST = 10;
const LONGEST = 12;
const MOST_FOUND = 200;
/** Labels without a number behind them whose next lines are looked at. */
const MOST_LOOKED = 5_000;
/** More bare ones than this are a table of numbers. */
const MOST_BARE = 3;

/** What the detectors read as it stands. */
const ORDINARY =
  /^(?:(?:\d\d ?)?\d{6} ?[-+]? ?(?:\d{4,5}|\d\d \d\d)|(?:\d\d)?\d\d([-./ ])\d\d\1\d\d(?: ?[-+] ?| {1,2}|[./])(?:\d{4,5}|\d\d \d\d|\d{3} \d\d)|\d\d(?: \d\d){5}|\d(?: \d){9,11})$/u;

/** "179120/99997" with nothing behind it that joins */
const SLASHED = /^\d{6}[/.]\d{5}$/u;
const isOrdinary = (run: string, end: number): boolean =>
  ORDINARY.test(run.slice(0, end)) || (SLASHED.test(run.slice(0, end)) && !/^[./:]?\d/u.test(run.slice(end)));

const shaped = (digits: string): string =>
  digits.length === 11 ? digits : `${digits.slice(0, -4)}-${digits.slice(-4)}`;

/** The first groups of a run, as many as make a number. */
function leading(run: string): { readonly digits: string; readonly end: number } | null {
  const groups = [...run.matchAll(/\d+/gu)];
  let digits = '';
  for (const [i, group] of groups.entries()) {
    digits += group[0];
    if (digits.length > LONGEST) return null;
    if (digits.length < SHORTEST) continue;
    // ten and two more may be twelve
    const next = groups[i + 1];
    const isMore =
      next !== undefined &&
      ((digits.length + next[0].length === LONGEST && /^(?:19|20)/u.test(digits)) ||
        (digits.length === SHORTEST && next[0].length === 1 && group[0].length === 1));
    const last = isMore ? next : group;
    return { digits: isMore ? digits + next[0] : digits, end: last.index + last[0].length };
  }
  return null;
}

function labelledNumbers(text: string): readonly Joined[] {
  const found: Joined[] = [];
  let looked = 0;
  for (const label of text.matchAll(LABELS)) {
    const end = label.index + label[0].length;
    const behind = text.slice(end, end + LONGEST_RUN);
    const [, date, mark, tail] = FINNISH.exec(behind) ?? [];
    if (tail !== undefined)
      found.push({ line: `${label[0]} ${date?.replaceAll(' ', '')}${mark}${tail.replace(' ', '')}`, at: end });
    const match = BEHIND.exec(behind);
    if (match === null) {
      if (++looked > MOST_LOOKED) continue;
      for (const number of apartBehind(label[0], text.slice(end, end + BEHIND_LABEL)))
        found.push({ line: `${label[0]} ${number}`, at: end });
      continue;
    }
    const [, between = '', run = ''] = match;
    const first = leading(run);
    if (first === null || isOrdinary(run, first.end)) continue;
    const line = `${label[0]}${between} ${shaped(first.digits)}`.replace(/\s+/gu, ' ');
    found.push({ line, at: end + between.length });
    if (found.length > MOST_FOUND) break;
  }
  return found;
}

const isTime = (tail: string): boolean => /^(?:[01]\d|2[0-4])[0-5]\d$/u.test(tail);
/** The end of a span of days: "14.06.10 - 27.06". */
const isDay = (number: string): boolean => /(?:0[1-9]|[12]\d|3[01])[. ](?:0[1-9]|1[0-2])$/u.test(number);
/** Two and two or a year before the hyphen, four or two and two behind it; or twelve digits of a century, evenly parted. */
const HYPHENED = /\d\d(?:\d\d)?([. /])\d\d\1\d\d ?[-+] ?\d\d[. ]?\d\d|(?:1[89]|20)\d\d[. /]\d{4} ?[-+] ?\d{4}/gu;
const EVEN = /(?:19|20)(?:\d\d([-. /])(?:\d{4}\1\d{4}|\d\d\1\d\d\1\d\d(?:\1?\d\d))|([-. /])\d\d(?:\2\d\d){4})/gu;
/**
 * Groups of any size, with blanks, or with any marks before a hyphen and the last four, which may have blanks between: of eleven digits two
 * check, twelve begin with a century, and ten that begin with no zero are no telephone number of Sweden or Finland.
 */
const GROUPS =
  /\d(?<![\d\p{L}.,:/+-]\d|\d \d)\d{0,7}(?:(?: \d{1,8}){1,6}|(?: ?[-./] ?\d{1,6}| \d{1,6}){0,5} ?- ?(?:\d{4}|\d(?:[ -]\d){3}|\d{1,3}(?:[ .-]\d{1,3}){1,2}))(?![\d,:/-]?\d|\.\d)/gu;
const DIGITS_OF_TWO_LINES = /\d[ \t]{0,4}\r?\n[ \t>]{0,4}[-+]?\d/;
/** Lines that hold digits and nothing else, one below the other. */
const LINES =
  /\d(?<=(?<![^\n])[ \t>]{0,4}\d)\d{0,7}(?:[ \t]{0,4}\r?\n[ \t>]{0,4}[-+]?\d{1,8}){1,7}[ \t]{0,4}(?=\r?\n|$)/gu;
/** A letter or figure directly before or behind, with a mark or not, makes it a part of something else. */
const isPart = (text: string, start: number, end: number): boolean =>
  /[\p{L}\d_|\u202e\u2067]$|\d[-./:,+ ]$/u.test(text.slice(Math.max(0, start - 2), start)) ||
  /^(?:[\p{L}\d_]|[-./: ]{1,2}\d)/u.test(text.slice(end, end + 3));

/** Norwegian accounts have four, two and five; addresses of computers four groups of three and fewer; two and two more are a day and a time, or two days. */
const OTHERS = /^(?:\d{4}([ .])\d\d\1\d{5}|\d{1,3}(?:\.\d{1,3}){3}|\d{4}-\d\d-\d\d .*)$/u;
/** Ten digits of a day in the order of Sweden or Denmark, and no telephone number. */
const LIKE_A_NUMBER =
  /^[1-9]\d(?:0[1-9]|1[0-2])(?:0[1-9]|[12]\d|3[01])\d{4}$|^(?:[12]\d|3[01])(?:0[1-9]|1[0-2])\d{6}$/u;
/** What may be said of digits in groups: the right number of them, and not as telephone numbers begin. */
function mayBeGrouped(run: string): boolean {
  const digits = run.replace(/\D/gu, '');
  if (OTHERS.test(run) || ORDINARY.test(run) || SLASHED.test(run)) return false;
  return digits.length === 11 || (digits.length === 12 ? /^(?:19|20)/u.test(digits) : LIKE_A_NUMBER.test(digits));
}
/** What stands before a number in its line: the detectors know what that makes of it. */
const wordsBefore = (text: string, at: number): string =>
  /[^\n\t]*$/u.exec(text.slice(Math.max(0, at - REACH), at))?.[0] ?? '';

function bareNumbers(text: string): readonly Joined[] {
  const found = new Map<number, string>();
  const ungrouped = new Set([...text.matchAll(HYPHENED), ...text.matchAll(EVEN)]);
  for (const match of [...ungrouped, ...text.matchAll(GROUPS)]) {
    if (!ungrouped.has(match) && !mayBeGrouped(match[0])) continue;
    const digits = match[0].replace(/\D/gu, '');
    const tail = digits.slice(-4);
    // a day and a time or another day; and what the detectors read as it stands
    if (
      isTime(tail) ||
      isDay(match[0]) ||
      (!match[0].includes(' ') && ORDINARY.test(match[0])) ||
      isPart(text, match.index, match.index + match[0].length)
    )
      continue;
    // a century, four and a hyphen with blanks is no chance that has to be asked for
    const mark = digits.length === 12 && /\d{4} ?[-+] ?\d{4}$/u.test(match[0]) ? '-' : '/';
    const number = digits.length === 11 ? digits : `${digits.slice(0, -4)}${mark}${tail}`;
    found.set(match.index, ungrouped.has(match) ? number : wordsBefore(text, match.index) + number);
    if (found.size > MOST_BARE) return [];
  }
  for (const { 0: run, index } of DIGITS_OF_TWO_LINES.test(text) ? text.matchAll(LINES) : []) {
    const digits = run.replace(/\D/gu, '');
    if (!/^\s*(?:\d{6}|\d{8})\s+\d+\s*$/u.test(run) && mayBeGrouped(digits.replace(/(?<=^.)/u, ' ')))
      found.set(index, digits.length === 11 ? digits : `${digits.slice(0, -4)}/${digits.slice(-4)}`);
    if (found.size > MOST_BARE) return [];
  }
  return Array.from(found, ([at, line]) => ({ line, at }));
}

/** @returns numbers whose groups are put together, with their label; none for nearly every text */
export const groupedNumbers = (text: string): readonly Joined[] => [...labelledNumbers(text), ...bareNumbers(text)];

/** Four digits, a hyphen and the rest; or all of them bare. */
const BACKWARDS = /\d(?<!\d\d)\d{3}(?:[-+]\d{6}(?:\d\d)?|\d{6}(?:\d\d)?)(?!\d|[-./:]\d)/gu;
const SAYS_SO = /bak(?:länges|lengs|vendt?|från)|baglæns|bagfra|omvän[dt]|reversed?|backwards/i;
/** "nummer" from its end, or two other words that are none this way round. */
const REVERSED_NUMBER = /remmun/i;
const REVERSED_WORDS =
  /(?<![A-Za-z\u00c0-\u00ff])(?:hco|tta|röf|rä|råv|gej|llit|lliv|eht|htiw|ekki|nøs)(?![A-Za-z\u00c0-\u00ff])/gi;
/** Numbers of this shape that are looked at: a list of accounts has more. */
const MOST_TRIED = 2_000;

const turned = (text: string): string => Array.from(text).reverse().join('');

/** Whether a passage is written from its end. */
const isTurned = (passage: string): boolean =>
  REVERSED_NUMBER.test(passage) ||
  new Set((passage.match(REVERSED_WORDS) ?? []).map((word) => word.toLowerCase())).size > 1;

/** The label that ends a passage, with what stands behind it. */
function labelAtEnd(before: string): string | null {
  const last = [...before.matchAll(LABELS)].at(-1);
  if (last === undefined || !ONLY_BETWEEN.test(before.slice(last.index + last[0].length))) return null;
  return before.slice(last.index);
}

/** What a number between two passages says from its end, null when nothing tells that it is written so. */
function turnedBetween(before: string, number: string, behind: string): string | null {
  const around = before + behind;
  if (isTurned(around)) return turned(before + number + behind);
  const isSaid = SAYS_SO.test(around);
  const label = labelAtEnd(before) ?? (isSaid ? (LABEL.exec(around)?.[0] ?? null) : null);
  return label !== null && (isSaid || /[-+]/u.test(number)) ? `${label} ${turned(number)}` : null;
}

/** The last four before the day, where something tells of it: "9876-811218 (omkastat)" */
const SWAPPED = /\d(?<![\p{L}\d.,/:+|\u202e\u2067-]\d|\d \d)\d{3}[- ](?:19|20)?\d\d[01]\d[0-3]\d(?!\d|[-./:,]\d| \d)/gu;
const SAYS_SWAPPED =
  /omkast|ombytt|bak(?:vänd|vendt)|(?:fyra|fire|fem|siffrorna|sifrene|cifre|sista|siste|sidste) (?:först|først)/i;
const swapped = (number: string): string => number.replace(/^(\d{4})[- ](\d+)$/u, '$2/$1');

/** Four digits that no dialling code begins with, a hyphen and a day from its end. */
const LIKE_A_DAY = /^[1-9]\d{3}[-+]\d[0-3]\d[01]\d\d$/u;

/** @returns numbers that are written from the end, each turned round with its label; none for nearly every text */
export function turnedNumbers(text: string): readonly Joined[] {
  const found: Joined[] = [];
  const bare: Joined[] = [];
  let tried = 0;
  for (const match of text.matchAll(BACKWARDS)) {
    const end = match.index + match[0].length;
    const before = text.slice(Math.max(0, match.index - REACH), match.index);
    const line = turnedBetween(before, match[0], text.slice(end, end + REACH));
    if (line !== null) found.push({ line: line.replace(/\s+/gu, ' '), at: match.index });
    // what an override of direction turns is turned already
    else if (LIKE_A_DAY.test(match[0]) && !/[\u202e\u2067]/u.test(before))
      bare.push({ line: wordsBefore(text, match.index) + turned(match[0]).replace('-', '/'), at: match.index });
    if (++tried > MOST_TRIED || found.length > MOST_FOUND) break;
  }
  for (const { 0: number, index } of text.matchAll(SWAPPED)) {
    const around = text.slice(Math.max(0, index - REACH), index + number.length + REACH);
    if (SAYS_SWAPPED.test(around)) bare.push({ line: wordsBefore(text, index) + swapped(number), at: index });
    if (bare.length > MOST_BARE) break;
  }
  return bare.length > MOST_BARE ? found : [...found, ...bare];
}
