/** What may stand directly before and after an identifier, and what makes the digits part of something else. */
import { gluedLabel } from '../words/labels.ts';
import { isThing } from '../words/other-numbers.ts';
import { followsWordOfPath } from './links.ts';

/** Kind of text the number stands in, as far as its edges are concerned. */
export type Surroundings = 'prose' | 'filename' | 'url';

const WORD = /[0-9A-Za-z_\u00c0-\u00d6\u00d8-\u00f6\u00f8-\u02af\u0370-\u1fff]/;
const LETTER = /[A-Za-z\u00c0-\u00d6\u00d8-\u00f6\u00f8-\u02af\u0370-\u1fff]/;
const DIGIT = /[0-9]/;

/** Length of the run of digits that ends before (`step` -1) or begins at (`step` 1) an index; counted up to 6. */
function digitRun(text: string, index: number, step: 1 | -1): number {
  let length = 0;
  while (length < 6 && DIGIT.test(text.charAt(index + length * step))) length++;
  return length;
}

/** A comma between long numbers separates a list; otherwise it and the dot are decimal marks. */
const isListComma = (mark: string, run: number): boolean => mark === ',' && run >= 4;

/** Commas without blanks, one beside a letter, divide a line into fields: "DK,70118,Bo Test,780805-2398,1.0". */
function isField(text: string, comma: number): boolean {
  const from = text.lastIndexOf('\n', comma) + 1;
  const behind = text.indexOf('\n', comma);
  const line = text.slice(
    Math.max(from, comma - FIELDS_REACH),
    behind < 0 ? comma + FIELDS_REACH : Math.min(behind, comma + FIELDS_REACH),
  );
  return (
    (line.match(/,(?=[^ \n])/g)?.length ?? 0) > 1 && /\p{L}["']?,\S|\S,["']?\p{L}/u.test(line) && !/\S, /.test(line)
  );
}
const FIELDS_REACH = 200;

/** "Elsa Prov/780805-2398" */
const FULL_NAME = /[A-ZÅÄÖÆØ][a-zåäöæøéü]+[ -][A-ZÅÄÖÆØ][a-zåäöæøéü]+$/;

/** "Prov/780805-2398": a capitalised word that is no thing, before a number that is written out. */
function followsNameAndSlash(text: string, start: number): boolean {
  const before = text.slice(Math.max(0, start - 40), start - 1);
  if (FULL_NAME.test(before)) return true;
  const word = LONE_NAME.exec(before)?.[1];
  return word !== undefined && !isThing(word) && WRITTEN_OUT.test(text.slice(start, start + 13));
}
/** "f.780805-2398" */
const BORN = /(?:^|[^\p{L}\d])(?:f|föd|fød|född|født)\.$/iu;
const LONE_NAME = /(?:^|[\s(])([A-ZÅÄÖÆØ][a-zåäöæøéü]{2,})$/;
const WRITTEN_OUT = /^(?:\d\d)?\d{6}[-+]\d{4}/;

/** Written as hardly anything else is. */
const FIRM = /^(?:(?:\d\d)?\d{6} ?[-+] ?\d{4}|\d{6}[-+A-FU-Y]\d{3}[0-9A-Y]|19\d{10}|\d{6} ?\d{5})$/i;
/** "811218-9876s ärende" */
const GENITIVE = /^s(?![\p{L}\d_-])/u;

/** "Berg811218-9876.pdf", "Personnummer 811218-9876Anna": letters alone touch a number that is written out. */
export function touchesLetters(text: string, start: number, end: number): boolean {
  if (!FIRM.test(text.slice(start, end))) return false;
  const before = text.charAt(start - 1);
  const after = text.charAt(end);
  // ".pdf" behind it in a link
  return !/[\d_+#/,@-]/.test(before) && (!/[\d_+#/.:,@-]/.test(after) || /^\.[a-z]{2}/.test(text.slice(end, end + 3)));
}

/** Papers, pictures and what a scanner calls its files. */
const PAPER =
  /(?:ritning|tegning|karta|kart|skiss|plan|foto|bilde?|img|dsc|pxl|scan|skann(?:et|ing)?|doc|dok|fax|ver|rev|v|nr)$/i;
/** Whether the letters before a number in a file's name say that it is the number of a thing. */
export function touchesThing(text: string, start: number, end: number): boolean {
  const word = /\p{L}+$/u.exec(text.slice(Math.max(0, start - 40), start))?.[0] ?? '';
  return /^\d+$/.test(text.slice(start, end)) || (word !== '' && (isThing(word.toLowerCase()) || PAPER.test(word)));
}

/** Whether a label stands directly before a number. */
export const followsLabel = (text: string, start: number): boolean => {
  const before = text.slice(Math.max(0, start - 40), start);
  return (
    gluedLabel(text, start - before.length + before.trimEnd().replace(/[\s:.]+$/, '').length).polarity === 'strong'
  );
};

function mayBegin(text: string, start: number, surroundings: Surroundings): boolean {
  const before = text.charAt(start - 1);
  if (start === 0 || before === '') return true;
  if (before === '#') return surroundings === 'url' && WRITTEN_OUT.test(text.slice(start, start + 13));
  if (before === '+') return false;
  // "pnr850709-9805": the word that a tag or a missing space joined to the number is its label.
  if (LETTER.test(before)) return gluedLabel(text, start).polarity === 'strong';
  if (surroundings === 'filename') return true;
  const beyond = text.charAt(start - 2);
  if (before === ',' && HYPHENED.test(text.slice(start, start + 13))) return true;
  if ((before === '.' || before === ',') && DIGIT.test(beyond))
    return isListComma(before, digitRun(text, start - 2, -1)) || (before === ',' && isField(text, start - 1));
  if (surroundings === 'url' && before === '/') return true;
  if (surroundings === 'url' && before === '-' && WRITTEN_OUT.test(text.slice(start, start + 13)))
    if (followsWordOfPath(text, start)) return true;
  if (before === '.' && BORN.test(text.slice(Math.max(0, start - 8), start))) return true;
  if (before === '/' && followsNameAndSlash(text, start)) return true;
  if ((before === '-' || before === '/' || before === '.') && WORD.test(beyond))
    return gluedLabel(text, start - 1).polarity === 'strong';
  return true;
}

/** Whole numbers that a program wrote as fractions: "198112189876.0", "198112189876,00" */
const ZERO_FRACTION = /^[.,]0{1,2}(?![\d.,])/;
const HYPHENED = /^(?:\d\d)?\d{6}[-+]\d{4}/;
const isHyphened = (text: string, end: number): boolean =>
  /\d{6}[-+]\d{4}$/.test(text.slice(Math.max(0, end - 11), end));

function mayEnd(text: string, end: number, surroundings: Surroundings): boolean {
  const after = text.charAt(end);
  if (after === '') return true;
  if (GENITIVE.test(text.slice(end, end + 2)) && FIRM.test(text.slice(Math.max(0, end - 13), end).replace(/^\D*/, '')))
    return true;
  if (DIGIT.test(after) || LETTER.test(after)) return false;
  const beyond = text.charAt(end + 1);
  if (after === '@') return surroundings === 'url';
  if (surroundings === 'filename') return true;
  if (ZERO_FRACTION.test(text.slice(end, end + 4))) return true;
  if (after === ',' && isHyphened(text, end)) return true;
  if (after === '.' || after === ',')
    return (
      !DIGIT.test(beyond) || isListComma(after, digitRun(text, end + 1, 1)) || (after === ',' && isField(text, end))
    );
  if (after === '-' || after === '+') return !WORD.test(beyond);
  // A percent sign or a second half of a time belongs to the digits before it.
  if (after === '/' || after === ':') return !DIGIT.test(beyond);
  return true;
}

/** Whether a range of the text stands by itself. In file names '_', '-' and '.' count as spaces. */
export function standsAlone(text: string, start: number, end: number, surroundings: Surroundings): boolean {
  return mayBegin(text, start, surroundings) && mayEnd(text, end, surroundings);
}

/** A file name with '_' and '.' as blanks, dots inside a dotted date kept; every position stays where it was. */
export function spaceFileName(name: string): string {
  return name.replace(/_|\.(?!\d\d(?!\d{3}))/g, ' ');
}
