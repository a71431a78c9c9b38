/**
 * Lines that stand beside each other: `<td>811218<br>Anna</td><td>-9876<br>Berg</td>`. The source has the lines of one cell, box or column
 * after the other; a reader sees the first line of each, then the second. Where digits meet so, the two lines are given as one.
 */
import { isIdentifierLength } from '../decoys.ts';

/** Style and markup that put boxes beside each other, or text in columns; cells of tables stand so anyway. */
export const BESIDE =
  /flex|grid|inline-(?:block|table)|table-cell|float\s*:|column(?:s|-count)\s*:|\balign\s*=\s*["']?(?:left|right)/i;
export const COLUMNS = /column(?:s|-count)\s*:/i;

/** An open box, and the lines in it: those without a digit are kept empty. */
interface Box {
  readonly depth: number;
  readonly lines: string[];
  current: string;
  isOver: boolean;
}

/** Boxes of more lines are not looked at: what belongs together in them is too far apart to be read so. */
const MOST_LINES = 60;
const LONGEST_LINE = 4_000;
const KEPT = 40;

const ENDS_SO = /[\d+\u2010-\u2015\u2212-]{1,12}$/u;
const BEGINS_SO = /^[\d+\u2010-\u2015\u2212-]{1,12}(?![\d])/u;
const DAY = /(?:^|\D)\d{6}(?:\d\d)?$/u;
const REST = /^[-+]\d{4}(?!\d)/u;
/** A day of birth before 2000, or without its century; the last digits without a sign before them. */
const BORN = /(?:^|\D)(?:19)?\d{6}$/u;
const LAST_DIGITS = /^\d{4,5}(?!\d)/u;
const SIGN_AT_END = /[+\u2010-\u2015\u2212-]$/u;
const SIGN_AT_BEGINNING = /^[+\u2010-\u2015\u2212-]/u;

/** Lines of a column that is no list yet: of days, or of amounts and years. */
const LIST = 3;
/** Days of a list lie within as many years; people are born in others. */
const YEARS = 12;
const LISTED_DAY = /(?:^|\D)(?:\d{6}|\d{8}|\d{4}-\d\d-\d\d)$/u;
const LISTED_NUMBER = /^\d{4}(?!\d)/u;

const shortened = (line: string): string =>
  line.length <= 2 * KEPT ? line : `${line.slice(0, KEPT)} ${line.slice(-KEPT)}`;

/** Whether every line that says a number says one of a kind. @param most lines that are no list yet */
function isList(lines: readonly string[], kind: RegExp, most: number): boolean {
  const filled = lines.filter((line) => line !== '');
  return filled.length > most && filled.every((line) => kind.test(line));
}

/** Whether days are further apart than those on which things happen. */
function areOfPeople(days: readonly string[]): boolean {
  const years = days.filter((day) => LISTED_DAY.test(day)).map((day) => Number(day.replaceAll('-', '').slice(-6, -4)));
  return Math.max(...years) - Math.min(...years) > YEARS;
}

/** Follows the boxes of one document. Depths are those of the open elements. */
export class LinesBeside {
  private readonly found = new Set<string>();
  private readonly open: Box[] = [];
  /** the box that was closed last among the children of each open element, by their depth */
  private readonly before: (Box | null)[] = [];
  private readonly columns: boolean;

  /** @param columns the document may set text in columns */
  constructor(columns: boolean) {
    this.columns = columns;
  }

  /** Lines that stand beside each other, joined. */
  get lines(): Iterable<string> {
    return this.found;
  }

  opened(depth: number, isBox: boolean): void {
    if (this.before.length > depth + 1) this.before.length = depth + 1;
    if (isBox) this.open.push({ depth, lines: [], current: '', isOver: false });
  }

  /** Text that is shown. */
  text(text: string): void {
    const box = this.open.at(-1);
    if (box === undefined) return;
    const line = box.current === '' ? text.trimStart() : box.current + text;
    box.current = line.length > LONGEST_LINE ? shortened(line) : line;
  }

  /** The line ends. @param empty even when there is nothing in it */
  line(empty: boolean): void {
    const box = this.open.at(-1);
    if (box === undefined || (!empty && box.current === '')) return;
    this.push(box, /\d/.test(box.current) ? shortened(box.current.trim()) : '');
    box.current = '';
  }

  closed(depth: number): void {
    const box = this.open.at(-1);
    if (box?.depth !== depth) return;
    this.line(false);
    this.open.pop();
    const { lines } = box;
    if (!box.isOver) {
      const before = this.before[depth];
      if (before?.isOver === false) this.compare(before.lines, lines);
      const half = lines.length / 2;
      if (this.columns && half > 1 && Number.isInteger(half)) this.compare(lines.slice(0, half), lines.slice(half));
    }
    this.before[depth] = box;
    const around = this.open.at(-1);
    if (around === undefined) return;
    this.line(false);
    if (box.isOver) around.isOver = true;
    else for (const line of lines) this.push(around, line);
  }

  private push(box: Box, line: string): void {
    if (box.lines.length < MOST_LINES) box.lines.push(line);
    else box.isOver = true;
  }

  private compare(left: readonly string[], right: readonly string[]): void {
    if (left.length < 2 && right.length < 2) return;
    const isEven = left.length === right.length;
    // twelve dates beside twelve amounts, and even two of them when the dates are written in full
    const isLong = isList(left, LISTED_DAY, LIST) || isList(right, LISTED_NUMBER, LIST);
    const isTable = isLong && !areOfPeople(left);
    const isShortTable = isLong || (isList(left, LISTED_DAY, 1) && isList(right, LISTED_NUMBER, 1));
    for (let at = 0; at < Math.min(left.length, right.length); at++) {
      const [a = '', b = ''] = [left[at], right[at]];
      const ends = ENDS_SO.exec(a)?.[0];
      const begins = ends === undefined ? undefined : BEGINS_SO.exec(b)?.[0];
      if (ends === undefined || begins === undefined || !isIdentifierLength(ends + begins)) continue;
      // in boxes of other heights only what can hardly be anything else
      const isSure = DAY.test(a) && REST.test(b);
      const isSigned = isEven && (SIGN_AT_END.test(ends) || SIGN_AT_BEGINNING.test(begins));
      const isBare = isEven && LAST_DIGITS.test(b) && (BORN.test(a) ? !isTable : DAY.test(a) && !isShortTable);
      if (isSure || isSigned || isBare) this.found.add(a.slice(-KEPT) + b.slice(0, KEPT));
    }
  }
}
