/**
 * The shapes in which identifiers are written. Shape only: dates and check digits are the checkers' business.
 * Every expression begins at a digit that follows no digit and has a bounded length, so the search is linear.
 */
import type { CenturySign } from '../registers/personnummer.ts';

/**
 * How date and tail are joined. `bare`: not at all; `hyphen`: by '-' or '+', blanks or a line break around it; `space`: by one
 * or two blanks; `cells`: a tab, ';', '|' or ',' between them; `marked`: a slash or dot in place
 * of the hyphen; `comb`: every digit by itself; `spaced-date`: blanks in the date or
 * in the middle of four last digits.
 */
export type Form = 'bare' | 'hyphen' | 'space' | 'cells' | 'marked' | 'comb' | 'spaced-date';

/** A place in the text that has the shape of an identifier. */
export interface Candidate {
  readonly start: number;
  readonly end: number;
  /** digits and, in lettered shapes, upper-case letters; separators removed; the century mark of a hetu kept */
  readonly text: string;
  readonly form: Form;
  readonly sign: CenturySign;
  /** letters in the tail or as century mark: hetu, reserve and interim numbers */
  readonly lettered: boolean;
  /** hyphens, dots or slashes inside the date */
  readonly dottedDate: boolean;
  /** where date and tail meet: index of the first character of the tail */
  readonly tailStart: number;
}

/** Where a shape may begin: six digits, three groups with the same mark, or a Danish date. */
const ANCHOR = /(?<!\d)(?:\d{6}|\d\d(?:\d\d)?([-./ ])\d\d\1\d\d|\d\d\/\d\d-\d\d)/g;
/** Where a comb may begin. Its own expression, because together V8 finds both at half the speed. */
const COMB_ANCHOR = /(?<!\d)\d[ \t|]{1,3}\d[ \t|]{1,3}\d[ \t|]{1,3}\d[ \t|]/g;
/** Between date and tail; a line break may follow the hyphen, and the next line may begin with a quotation mark. */
const SEPARATOR = String.raw` {0,2}[-+](?: {0,2}\r?\n[ >]{0,4}| {0,2})| {1,2}|\t ?[-+] ?\t|[\t;|,]|[/.](?=\d{4,5}(?![./:]?\d))`;
/** A tail in two groups stands apart from its date: in "7808052398 25 år" the age is no part of the number. Groups 4 and 5 are the marks inside a date of four- or two-digit year, the same twice; "2501 02 2783", "20 07 11 13-2399" and "24/02-01 1818" have their own. */
const MARKED_DATE = String.raw`\d{4}([-./ ])\d\d\4\d\d|\d\d([-./ ])\d\d\5\d\d|\d{4} \d\d(?= \d{4}(?!\d))|(?:19|20)(?: \d\d){3}(?=[- ]\d{4}(?!\d))|\d\d\/\d\d-\d\d`;
const NUMERIC = new RegExp(
  String.raw`(?:((?:\d\d)?\d{6})(${SEPARATOR})?|(${MARKED_DATE})(${SEPARATOR}))(\d{4,5}|(?<!\d)(?:\d{3} \d\d|\d\d \d\d))(?!\d)`,
  'y',
);
/** Six or eight digits and a tail of four or five characters with a letter, the century mark of a hetu among them. */
const LETTERED =
  /(\d{8}|\d{6})( ?[-+] ?)?(?=\d{0,4}[A-Za-zÆØÅæøå])([0-9A-Za-zÆØÅæøå]{4,5})(?![0-9A-Za-z\u00c0-\u024f])/y;
/** Form combs and spaced type: every digit by itself, evenly. */
const COMB =
  /(?<![0-9A-Za-z]|\d[ \t|]{1,3})\d( {1,3}|\t| ?\| ?)\d(?:\1\d){4}(?:\1\d\1\d)?(?:\1?([-+])\1?|\1)\d(?:\1\d){3,4}(?!\1\d|[0-9A-Za-z])/y;

/** The same of a Finnish number, whose mark and last character may be letters: "1 7 0 7 9 0 - 9 1 6 C". */
const FINNISH_COMB =
  /(?<![0-9A-Za-z]|\d[ \t|]{1,3})(\d( {1,3}|\t| ?\| ?)\d(?:\2\d){4}\2)(?:([-+])\2(\d\2\d\2\d\2[A-FHJ-NPR-Y])|([A-FU-Y]\2\d\2\d\2\d\2[0-9A-FHJ-NPR-Y]))(?![0-9A-Za-zåäöÅÄÖæøÆØ]|\2\d)/y;

function formOf(separator: string): Form {
  if (separator === '') return 'bare';
  // a cell of its own between date and tail
  if (/^\t.*\t$/.test(separator)) return 'cells';
  if (/[-+]/.test(separator)) return 'hyphen';
  if (/^[/.]$/.test(separator)) return 'marked';
  return /^ +$/.test(separator) ? 'space' : 'cells';
}

const signOf = (separator: string): CenturySign => (separator.includes('+') ? '+' : separator.includes('-') ? '-' : '');

function numericCandidate(match: RegExpExecArray): Candidate {
  const [whole, plainDate, plainSeparator, markedDate, , , markedSeparator, tail = ''] = match;
  const date = plainDate ?? markedDate ?? '';
  const separator = plainSeparator ?? markedSeparator ?? '';
  const isSpacedDate = markedDate?.includes(' ') === true || /^\d\d /.test(tail);
  return {
    start: match.index,
    end: match.index + whole.length,
    text: date.replace(/\D/g, '') + tail.replace(' ', ''),
    form: isSpacedDate ? 'spaced-date' : formOf(separator),
    sign: signOf(separator),
    lettered: false,
    dottedDate: markedDate !== undefined && !isSpacedDate,
    tailStart: match.index + whole.length - tail.length,
  };
}

function letteredCandidate(match: RegExpExecArray): Candidate | null {
  const [whole, date = '', separator = '', tail = ''] = match;
  // Five characters follow six digits only as the letter that is a hetu's century mark, its serial and its check character.
  const isMarkedByLetter = tail.length === 5;
  if (isMarkedByLetter && (date.length !== 6 || separator !== '' || !/^[A-Za-z]\d{3}/.test(tail))) return null;
  const isMarkedBySign = separator !== '' && /^\d{3}[A-Za-z]$/.test(tail) && date.length === 6;
  const sign = signOf(separator);
  return {
    start: match.index,
    end: match.index + whole.length,
    text: (date + (isMarkedBySign ? sign : '') + tail).toUpperCase(),
    form: formOf(separator),
    sign,
    lettered: true,
    dottedDate: false,
    tailStart: match.index + whole.length - tail.length,
  };
}

function combCandidate(match: RegExpExecArray): Candidate {
  const [whole] = match;
  return {
    start: match.index,
    end: match.index + whole.length,
    text: whole.replace(/\D/g, ''),
    form: 'comb',
    sign: signOf(match[2] ?? ''),
    lettered: false,
    dottedDate: false,
    tailStart: match.index + whole.length - 1,
  };
}

function finnishComb(match: RegExpExecArray): Candidate {
  const [whole, date = '', , sign = '', afterSign, marked = ''] = match;
  const close = (piece: string): string => piece.replace(/[ \t|]/g, '');
  const tail = close(afterSign ?? marked);
  return {
    start: match.index,
    end: match.index + whole.length,
    text: close(date) + sign + tail,
    form: 'comb',
    sign: signOf(sign),
    lettered: true,
    dottedDate: false,
    tailStart: match.index + whole.length - 1,
  };
}

/** The candidate of connected digits that begins at an index, if any. */
function candidateAt(text: string, index: number): Candidate | null {
  NUMERIC.lastIndex = LETTERED.lastIndex = index;
  const numeric = NUMERIC.exec(text);
  if (numeric !== null) return numericCandidate(numeric);
  const lettered = LETTERED.exec(text);
  return lettered === null ? null : letteredCandidate(lettered);
}

/** Combs, added to what was found. @returns whether there were any */
function addCombs(text: string, found: Candidate[]): boolean {
  const before = found.length;
  COMB_ANCHOR.lastIndex = 0;
  for (let match = COMB_ANCHOR.exec(text); match !== null; match = COMB_ANCHOR.exec(text)) {
    COMB.lastIndex = match.index;
    const comb = COMB.exec(text);
    if (comb !== null) found.push(combCandidate(comb));
    FINNISH_COMB.lastIndex = match.index;
    const finnish = comb === null ? FINNISH_COMB.exec(text) : null;
    if (finnish !== null) found.push(finnishComb(finnish));
    COMB_ANCHOR.lastIndex = match.index + 1;
  }
  return found.length > before;
}

const isDigitAt = (text: string, index: number): boolean => {
  const code = text.charCodeAt(index);
  return code >= 48 && code <= 57;
};

/** What the digits of a text look like. */
export interface Digits {
  readonly candidates: readonly Candidate[];
  /** length of the longest run of digits, of those with six and more */
  readonly longest: number;
}

/**
 * Every place with the shape of an identifier, in text order. They may overlap: the search goes on behind the first run of
 * digits, because what follows may be the beginning of the real number ("123456 850709-9805").
 * @param text normalised text
 */
export function findCandidates(text: string): Digits {
  const found: Candidate[] = [];
  let longest = 0;
  ANCHOR.lastIndex = 0;
  for (let match = ANCHOR.exec(text); match !== null; match = ANCHOR.exec(text)) {
    const candidate = candidateAt(text, match.index);
    if (candidate !== null) found.push(candidate);
    let next = match.index + 1;
    while (isDigitAt(text, next)) next++;
    longest = Math.max(longest, next - match.index);
    ANCHOR.lastIndex = next;
  }
  if (addCombs(text, found)) found.sort((a, b) => a.start - b.start);
  return { candidates: found, longest };
}
