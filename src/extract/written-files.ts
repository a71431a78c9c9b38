/**
 * Files written as letters (base64) inside any other text: documents in invoices, records and dumps, data: URIs, what a script holds.
 * In: the text of a document as its reader delivered it. Out: the files and texts in it; short texts as the lines of one. Linear, total.
 * Refused: letters that decode to nothing known, which are keys, digests and identifiers.
 */
import { beginsFile } from './beginnings.ts';
import { BudgetSpent, type Budget } from './budget.ts';
import type { EmbeddedFile } from './format.ts';
import { expandedZlib } from './leftovers.ts';
import { isCertificate } from './mail/certificate.ts';
import { numberIn } from './readings/encoded-words.ts';

/** Letters in a run: one line with a number is read where it stands, what has two or is a file takes more. */
const LEAST_LETTERS = 24;
/** Letters that tell what they are the beginning of. */
const SAMPLE = 64;
/** A line that is the last of a run unless it is at least as long: words stand behind as well. */
const SHORTEST_LINE = 16;

/** Lines as programs wrap a file. */
const LONGEST_LINE = 128;

const LETTER = Uint8Array.from({ length: 128 }, (_, code) => (/[\w+/-]/.test(String.fromCharCode(code)) ? 1 : 0));
const isLetter = (text: string, at: number): boolean => LETTER[text.charCodeAt(at)] === 1;

/** The letters that JSON and URLs escape. */
const ESCAPED = /\\\/|\\u002[bf]|%2[bf]/iy;
/** What a program puts between lines of letters: line ends, also escaped ones, and strings that end and begin. */
const BETWEEN =
  /(?:\\\r?\n|\\[nrt]|\\u000[ad]|%0[ad]|&#(?:10|13|x[ad]);|&\r?\n|["'`][\s+.&,|_\\]{0,80}["'`]|\s[\s>#*]{0,80}){1,8}/iy;
/** What is left of an escape before the first letter, by the sign with which it began. */
const REST_OF_ESCAPE = { '\\': /[nrt]|u[\da-f]{4}/iy, '%': /(?!2[bf])[\da-f]{2}/iy } as const;

const plainLetters = (piece: string): string =>
  /[\\%]/.test(piece)
    ? piece.replace(/\\u002b|%2b/gi, '+').replace(/\\u002f|%2f|\\\//gi, '/') // prettier-ignore
    : piece;

const decoded = (letters: string): Buffer => Buffer.from(letters, 'base64');

/** Where letters of both alphabets (RFC 4648 §4 and §5) end, some of them escaped. No expression goes over as many as a file has. */
function endOfLetters(text: string, start: number): number {
  for (let at = start; ;) {
    while (isLetter(text, at)) at++;
    const sign = text.charAt(at);
    if (sign !== '\\' && sign !== '%') return at;
    ESCAPED.lastIndex = at;
    const escape = ESCAPED.exec(text)?.[0];
    if (escape === undefined) return at;
    at += escape.length;
  }
}

/** Runs of letters as long as any that is looked at, by looking at one character of so many. */
function* runs(text: string): Generator<number, void, number> {
  for (let at = LEAST_LETTERS - 1; at < text.length; at += LEAST_LETTERS) {
    if (!isLetter(text, at)) continue;
    let start = at;
    const least = at - LEAST_LETTERS + 1;
    while (start > least && isLetter(text, start - 1)) start--;
    let end = at + 1;
    while (end < start + LEAST_LETTERS && isLetter(text, end)) end++;
    if (end - start < LEAST_LETTERS) continue;
    // the next is looked for behind what was made of this one
    at = yield start;
  }
}

/** How a text may begin: as UTF-8, as UTF-16 with and without its mark, in the charset of Windows. */
function readsAsText(bytes: Buffer): boolean {
  const sample = bytes.subarray(0, 512);
  const single = sample.toString('latin1');
  if (/^(?:\xff\xfe|\xfe\xff|(?:[\t\n\r\x20-\xff]\0){6,}.?$|(?:\0[\t\n\r\x20-\xff]){6,}.?$)/su.test(single))
    return true;
  if (!/^[\t\n\r\x20-\x7e\x80-\xff]+$/u.test(single)) return false;
  const beyond = single.replace(/[\x00-\x7f]+/gu, '').length;
  // the sample may end inside a character
  return beyond === 0 || !sample.toString('utf8').slice(0, -4).includes('\ufffd') || beyond * 8 < single.length;
}

/** A word that decodes to a line with a number in it is read where it stands (readings/encoded-words.ts). */
const isReadInPlace = (text: string, start: number, { letters, end }: Run, bytes: Buffer): boolean =>
  letters.length === end - start &&
  letters.length < 2000 &&
  !/[=\w+/]/u.test(text.charAt(start - 1)) &&
  !bytes.some((byte) => byte < 0x20) &&
  numberIn(bytes) !== null &&
  // what holds letters in turn is not
  !/[\w+/-]{40}/u.test(bytes.toString('latin1'));

const LEAST_WORDS = 18;
const LEAST_NUMBER = 11;
const LEAST_DIGITS = /(?:\d\D*){6}/u;

/** Whether bytes are text in which something may be said. */
function saysSomething(bytes: Buffer): boolean {
  if (bytes.length < LEAST_NUMBER || !readsAsText(bytes)) return false;
  return bytes.length >= LEAST_WORDS || LEAST_DIGITS.test(bytes.toString('latin1'));
}

const isFile = (bytes: Buffer): boolean => beginsFile(bytes) || isCertificate(bytes);

interface Run {
  readonly letters: string;
  readonly end: number;
}

/** All letters of a run that begins at a place, over the ends of its lines. */
function wholeRun(text: string, start: number): Run {
  const pieces: string[] = [];
  let end = start;
  for (let at = start; ;) {
    const endOfPiece = endOfLetters(text, at);
    if (endOfPiece === at) break;
    const letters = plainLetters(text.slice(at, endOfPiece));
    // another file begins: a list of them; a line as long as those before it goes on with a file of files
    const last = pieces[pieces.length - 1];
    const mayEnd = last !== undefined && (last.length !== pieces[0]?.length || last.length > LONGEST_LINE);
    if (mayEnd && letters.length >= SAMPLE && isFile(decoded(letters.slice(0, SAMPLE)))) break;
    pieces.push(letters);
    end = endOfPiece;
    BETWEEN.lastIndex = end;
    const between = letters.length < SHORTEST_LINE ? undefined : BETWEEN.exec(text)?.[0];
    if (between === undefined) break;
    at = end + between.length;
  }
  return { letters: pieces.join(''), end };
}

/** An escape among the first letters is looked back across for as many. */
const LOOK_BACK = 40;

/** Where the letters of a run begin: before the escapes among them, behind one that is not of them. */
function startOf(text: string, run: number): number {
  let start = run;
  const least = Math.max(0, run - LOOK_BACK);
  const isEscaped = (at: number): boolean =>
    (text.charAt(at - 1) === '\\' && (text.charAt(at) === '/' || text.startsWith('u002', at))) ||
    (text.charAt(at - 1) === '%' && text.charAt(at) === '2');
  while (start > least && isEscaped(start)) {
    const before = start - 1;
    start = before;
    while (start > least && isLetter(text, start - 1)) start--;
    if (start === before) break;
  }
  const sign = text.charAt(start - 1);
  if (sign !== '\\' && sign !== '%') return start;
  const rest = REST_OF_ESCAPE[sign];
  rest.lastIndex = start;
  return start + (rest.exec(text)?.[0].length ?? 0);
}

/** Runs that begin as zlib and are none: each costs as much as a page of text, and two such bytes do not come about so often. */
const MOST_TRIES = 1000;
/** Method and window as programs write them, and the check of both (RFC 1950 §2.2). */
const mayBeZlib = (bytes: Buffer): boolean => bytes[0] === 0x78 && bytes.length > 1 && bytes.readUInt16BE(0) % 31 === 0;

/** Mixed letters: what prose, paths and digests in hexadecimal do not show together. */
const looksEncoded = (letters: string): boolean =>
  /[a-z]/u.test(letters) && /[A-Z]/u.test(letters) && /[\d+/]|[A-Z][a-z]+[A-Z]/u.test(letters);

/** A text of one line that no reader takes for more than a line: thousands of them are records of a log. */
const LONGEST_NOTE = 1000;
const NO_NOTE = /[<\r\n\0\ufffd]|^\s*(?:%!|UN[AB][+:]|-----BEGIN|BEGIN:)/u;

/** @returns null for what is a file of its own */
function noteOf(bytes: Buffer): string | null {
  if (bytes.length > LONGEST_NOTE || isFile(bytes)) return null;
  const note = bytes.toString('utf8').trim();
  return NO_NOTE.test(note) ? null : note;
}

export interface Written {
  readonly files: readonly EmbeddedFile[];
  /** the limit at which the search ended, or what it left out */
  readonly spent: BudgetSpent | null;
}

const internal = (bytes: Buffer): EmbeddedFile => ({ name: null, declaredType: null, bytes, internal: true });

function* search(text: string, budget: Budget): Generator<Buffer> {
  const places = runs(text);
  let tries = 0;
  for (let next = places.next(); next.done !== true;) {
    const start = startOf(text, next.value);
    let end = Math.max(endOfLetters(text, start), next.value + LEAST_LETTERS);
    const head = plainLetters(text.slice(start, Math.min(end, start + SAMPLE * 3))).slice(0, SAMPLE);
    const sample = decoded(head);
    if (looksEncoded(head) && (isFile(sample) || saysSomething(sample) || mayBeZlib(sample))) {
      budget.checkTime();
      const run = wholeRun(text, start);
      end = Math.max(end, run.end);
      const raw = decoded(run.letters);
      const expanded = mayBeZlib(raw) && tries <= MOST_TRIES ? expandedZlib(raw, budget, Infinity) : null;
      if (expanded === null && mayBeZlib(raw)) tries++;
      const bytes = expanded ?? raw;
      if (isFile(bytes) || (saysSomething(bytes) && !isReadInPlace(text, start, run, bytes))) {
        budget.spendBytes(bytes === raw ? raw.length : 0);
        yield bytes;
      }
    }
    next = places.next(end);
  }
  // what stands among so many that are none is not passed over in silence
  if (tries > MOST_TRIES) throw new BudgetSpent(`more than ${MOST_TRIES} compressed texts`);
}

/**
 * @param text of a document, as its reader delivered it
 * @param budget that pays for what is decoded
 * @returns what was found before a limit as well
 */
export function writtenFiles(text: string, budget: Budget): Written {
  const notes = new Set<string>();
  const files: EmbeddedFile[] = [];
  let spent: BudgetSpent | null = null;
  try {
    for (const bytes of search(text, budget)) {
      const note = noteOf(bytes);
      if (note === null) files.push(internal(bytes));
      else notes.add(note);
    }
  } catch (error) {
    if (!(error instanceof BudgetSpent)) throw error;
    spent = error;
  }
  // what one of them says does not go on in the next
  if (notes.size > 0) files.unshift(internal(Buffer.from([...notes].join('\n\n'))));
  return { files, spent };
}
