/**
 * Two halves of a number in two files, or as the names of two: a day of birth is all that the one says, and four digits all that the other
 * does. Pure. Dates and order numbers are names of files too: given with a slash, which the detectors count only where the day is none of
 * the last years, and only where few files say so little.
 */
import { TextBuilder, type ExtractedText } from '../../core/text.ts';

const DAY =
  /^(?:(?:1[89]|20)?\d\d(?:0[1-9]|1[0-2])(?:0[1-9]|[12]\d|3[01]|[67]\d|8\d|9[01])|(?:0[1-9]|[12]\d|3[01])(?:0[1-9]|1[0-2])\d\d)$/u;
const TAIL = /^([-+A-FU-Y]?)(\d{4,5}|\d{3}[0-9A-FHJ-NPR-Y])$/u;
/** A year, or a time of day. */
const ANOTHER = /^(?:(?:19|20)\d\d|(?:[01]\d|2[0-3])[0-5]\d)$/u;
/** More files of this kind are a series. */
const MOST = 2;
const LONGEST = 200;
/** Zones of what a file says, or is called; a property of a document is neither. */
const OWN: ReadonlySet<string> = new Set(['body', 'cell', 'ocr', 'filename', 'textbox']);

/** All that a text says when that is as short as half a number; a file name without its ending. */
function wholeOf({ text, segments, where }: ExtractedText): string {
  if (text.length > LONGEST || !/\d{3}/u.test(text)) return '';
  const own = segments.filter(({ zone }) => OWN.has(zone)).map(({ start, end }) => text.slice(start, end));
  const lines = new Set(
    own
      .join('')
      .trim()
      .split(/\s*\n\s*/u),
  );
  const [whole = ''] = lines;
  if (lines.size > 1) return '';
  return where === 'filename' ? whole.replace(/\.\w{1,5}$/u, '') : whole;
}

/** @param texts of one mail @returns texts with a number put together; none for nearly every mail */
export function halvesInFiles(texts: readonly ExtractedText[]): readonly ExtractedText[] {
  const days = new Map<string, ExtractedText>();
  const tails = new Map<string, ExtractedText>();
  for (const text of texts) {
    if (text.where !== 'attachment' && text.where !== 'filename') continue;
    const whole = wholeOf(text);
    if (DAY.test(whole)) days.set(whole, text);
    else if (TAIL.test(whole) && !ANOTHER.test(whole)) tails.set(whole, text);
  }
  if (days.size === 0 || tails.size === 0 || days.size > MOST || tails.size > MOST) return [];
  return [...days].flatMap(([day, { part, path, where, segments }]) =>
    [...tails.keys()].map((tail) => {
      const [, mark = '', digits = ''] = TAIL.exec(tail) ?? [];
      const between = /\D$/u.test(digits) ? mark || '-' : digits.length === 5 ? ' ' : '/';
      const zone = segments[0]?.zone ?? 'body';
      return new TextBuilder().add(`${day}${between}${digits}\n`, { zone }).build(part, where, path);
    }),
  );
}
