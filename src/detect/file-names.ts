/**
 * The names of files as a reader takes them in: "Orosanmälan_Wilma_Skog.pdf" and "OrosanmälanWilmaSkog.pdf" say what "Orosanmälan Wilma Skog.pdf"
 * says. Only those who weigh words read this form; numbers have a reading of their own, in which a hyphen stays what it is.
 */
import type { ExtractedText, Span } from '../core/text.ts';

/** A text in its readable form. */
export interface Readable {
  readonly source: ExtractedText;
  /** index in the readable text of an index of the text as it was written; never goes backwards */
  readonly at: (index: number) => number;
}

/** A piece of a text and what stands in its place. */
interface Edit {
  readonly start: number;
  readonly end: number;
  readonly insert: string;
}
interface Rewritten {
  readonly text: string;
  readonly at: (index: number) => number;
}

/** No file system has longer paths; what is longer is no name. */
const LONGEST = 4096;
/** A word beside a joint is looked at only so far. */
const REACH = 40;

const ESCAPED = /(?:%[\dA-Fa-f]{2})+/g;
/** "beslut.pdf", "beslut.pdf.p7m"; a last word with a capital is no extension. */
const EXTENSION =
  /(?:\.(?:pdf|docx?|xlsx?|pptx?|od[tsp]|rtf|txt|csv|html?|xml|eml|msg|zip|tar|jpe?g|png|tiff?))?\.(?:[a-z][a-z\d]{0,4}|[A-Z][A-Z\d]{1,4}|7z)\s*$/iu;
const LONGEST_EXTENSION = 16;
const CAPITALISED = /\.\p{Lu}\p{Ll}+\s*$/u;
/**
 * Where words may meet: a run of marks, or a place where a capital or a number begins something new. A letter may bear marks of its own, as
 * in the names that some systems write.
 */
const JOINT =
  /[_.+-]+|(?<=\p{Ll}\p{M}{0,2})(?=\p{Lu}\p{M}{0,2}[\p{Lu}\p{Ll}])|(?<=\p{Lu}\p{M}{0,2}\p{Lu}\p{M}{0,2})(?=\p{Lu}\p{M}{0,2}\p{Ll})|(?<=\d)(?=\p{Lu}\p{M}{0,2}\p{Ll})|(?<=\p{Ll}\p{M}{0,2}\p{Ll}\p{M}{0,2})(?=\d{4})/gu;
const WORD_BEFORE = /[\p{L}\p{M}\p{N}]+$/u;
const WORD_BEHIND = /^[\p{L}\p{M}\p{N}]+/u;
/** 'McDonald', 'MacLeod', 'DeLuca' are one word. */
const OF_A_NAME = /^(?:Mc|Mac|Fitz|De|Di|Da|Du|La|Le|Van|Von)$/u;
/** 'ADHD-utredning', 'e-post', '20-åring' */
const SHORT_HEAD = /^(?:\p{Lu}{2,6}|\p{L}|\d{1,3})$/u;
const SMALL = /^\p{Ll}/u;
const INITIAL = /^\p{Lu}\p{M}{0,2}$/u;

function rewritten(text: string, edits: readonly Edit[]): Rewritten {
  let out = '';
  let from = 0;
  // behind edits[i] the text is shifted by shifts[i]
  const shifts: number[] = [];
  for (const { start, end, insert } of edits) {
    out += text.slice(from, start) + insert;
    from = end;
    shifts.push(out.length - end);
  }
  return {
    text: out + text.slice(from),
    at: (index) => {
      let low = 0;
      let high = edits.length;
      while (low < high) {
        const middle = (low + high) >> 1;
        if ((edits[middle]?.end ?? Infinity) <= index) low = middle + 1;
        else high = middle;
      }
      const inside = edits[low];
      const place = inside !== undefined && inside.start < index ? inside.start : index;
      return place + (shifts[low - 1] ?? 0);
    },
  };
}

function unescaped(run: string): string | null {
  try {
    return decodeURIComponent(run);
  } catch (error) {
    if (error instanceof URIError) return null;
    throw error;
  }
}

function escapesIn(text: string): readonly Edit[] {
  if (!text.includes('%')) return [];
  return [...text.matchAll(ESCAPED)].flatMap(({ 0: run, index }) => {
    const letters = unescaped(run);
    return letters === null || /[\p{Cc}]/u.test(letters)
      ? []
      : [{ start: index, end: index + run.length, insert: letters }];
  });
}

/** What stands for a joint of a name; null when it stays. @param spaced whether the name has other marks between its words than hyphens */
function inPlaceOf(marks: string, before: string, behind: string, spaced: boolean, isGivenName: IsName): string | null {
  if (marks === '') return OF_A_NAME.test(before) ? null : ' ';
  if (marks.includes('_')) return marks.includes('-') ? ' - ' : ' ';
  const numbers = /\d$/u.test(before) && /^\d/u.test(behind);
  if (before === '' || behind === '' || numbers || marks.length > 1) return null;
  if (marks === '.') return INITIAL.test(before) ? '. ' : before.length > 1 ? ' ' : null;
  if (marks === '+') return ' ';
  if (isGivenName(before) && isGivenName(behind)) return null;
  return SMALL.test(behind) && (spaced || SHORT_HEAD.test(before)) ? null : ' ';
}

function jointsIn(text: string, isGivenName: IsName): readonly Edit[] {
  const edits: Edit[] = [];
  let start = 0;
  for (const line of text.split('\n')) {
    if (line.length <= LONGEST) {
      const tail = line.slice(-LONGEST_EXTENSION);
      const extension = CAPITALISED.test(tail) ? '' : (EXTENSION.exec(tail)?.[0] ?? '');
      const name = line.slice(0, line.length - extension.length);
      const spaced = /[\s_]/u.test(name.trim());
      for (const { 0: marks, index } of name.matchAll(JOINT)) {
        const behindMarks = index + marks.length;
        const before = WORD_BEFORE.exec(name.slice(Math.max(0, index - REACH), index))?.[0] ?? '';
        const behind = WORD_BEHIND.exec(name.slice(behindMarks, behindMarks + REACH))?.[0] ?? '';
        const insert = inPlaceOf(marks, before, behind, spaced, isGivenName);
        if (insert !== null) edits.push({ start: start + index, end: start + behindMarks, insert });
      }
      // what program opens a file says nothing of anybody, and the wording has learnt what stands beside 'pdf'
      const end = start + line.length;
      if (extension !== '') edits.push({ start: start + name.length, end, insert: '' });
    }
    start += line.length + 1;
  }
  return edits;
}

type IsName = (word: string) => boolean;

/** What the reading of a name needs to know of words. */
export interface NameWords {
  readonly isGivenName: IsName;
  /** full names in a text in which every word begins with a capital */
  readonly fullNames: (text: string) => readonly Span[];
}

/** Three words at least: what something is, and two names. */
const SMALL_WORDS = /^[^\p{Lu}]*\p{Ll}{3,}[^\p{Lu}\p{Ll}]+\p{Ll}{2,}[^\p{Lu}\p{Ll}]+\p{Ll}{2,}[^\p{Lu}]*$/u;
const FIRST_LETTER = /(?<![\p{L}\p{M}])\p{Ll}/gu;

/** 'läkarintyg maria holm': where nothing has a capital, names have none either. */
function withCapitals(text: string, fullNames: NameWords['fullNames']): string {
  if (text.length > LONGEST || !SMALL_WORDS.test(text)) return text;
  const capitals = text.replace(FIRST_LETTER, capital);
  let out = text;
  for (const { start, end } of fullNames(capitals))
    out = out.slice(0, start) + capitals.slice(start, end) + out.slice(end);
  return out;
}

/** As long as the letter, so that nothing moves. */
const capital = (letter: string): string => {
  const upper = letter.toUpperCase();
  return upper.length === letter.length ? upper : letter;
};

/**
 * The readable form of names of files; null when it is the form in which they were written.
 * @param source a text of names, one a line
 */
export function readableNames(source: ExtractedText, { isGivenName, fullNames }: NameWords): Readable | null {
  const plain = rewritten(source.text, escapesIn(source.text));
  const read = rewritten(plain.text, jointsIn(plain.text, isGivenName));
  const text = read.text
    .split('\n')
    .map((line) => withCapitals(line, fullNames))
    .join('\n');
  if (text === source.text) return null;
  const at = (index: number): number => read.at(plain.at(index));
  const segments = source.segments.map(({ start, end, zone, quoted, locator }) => ({
    start: at(start),
    end: at(end),
    zone,
    quoted,
    locator,
  }));
  return { source: { ...source, text, segments }, at };
}
