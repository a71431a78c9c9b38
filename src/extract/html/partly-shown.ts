/**
 * Numbers of which a reader sees less than the source has: `<span style="width:6ch;overflow:hidden">811218999999</span>-9876`. How many
 * letters a box has room for depends on the font, which nobody knows here; so widths of letters are tried one after the other, for all
 * boxes of a line alike. What is given are numbers of an identifier's length that end, or begin, where a box cuts.
 */
import { SAYS_NOTHING, widthOf, type BoxStyle, type Length } from './box-style.ts';
import { numbersAt } from './numbers-at.ts';

/** An open box that shows a part of its text. */
interface Box {
  readonly depth: number;
  readonly style: BoxStyle;
  readonly width: Length | null;
  shift: Length | null;
  fromEnd: boolean;
  /** the line it stands in up to its first line end, once that is over */
  line: Group[] | null;
}

/** Text of a line that stands in a box, or in none. */
interface Group {
  text: string;
  readonly box: Box | null;
  /** letters at its beginning that are not shown */
  dropped: number;
  /** there is more of it that is not shown */
  isCut: boolean;
}

const plain = (text: string): Group => ({ text, box: null, dropped: 0, isCut: false });

/** In pixels. */
const WIDTHS_OF_LETTERS: readonly number[] = Array.from({ length: 37 }, (_, at) => 4 + at);
/** Boxes wider than this cut nothing that is a number. */
const WIDEST = 400;
const MOST_GROUPS = 64;
const BEFORE = 60;
const LONGEST_LINE = 400;
const LEAST_DIGITS = 10;
const MOST_LINES = 20_000;
/** Cuts that are looked at in one document. */
const MOST_CUTS = 1_000_000;
/** A letter of which the half is seen is read. */
const READ_FROM = 0.65;
/** More or fewer letters than there is room for digits: hyphens are narrower, and so are the letters of most words. */
const EXACTLY: readonly number[] = [0];
const NUMBERS_ALONE: readonly number[] = [0, 0.4];
const WITH_WORDS: readonly number[] = [0, 0.4, 1, 2, 3, 4, -1, -2];

/** How much of a group is shown where letters have a width. */
type Showing = (group: Group) => readonly [from: number, to: number];

const lettersIn = (length: Length | null, letter: number): number =>
  length === null ? 0 : Math.max(0, length.fixed / letter + length.letters);

/** Follows the elements of one document. Depths are those of the open elements. */
export class PartlyShown {
  private readonly found = new Set<string>();
  private readonly boxes: Box[] = [];
  private readonly turned: boolean;
  private groups: Group[] = [];
  private length = 0;
  private cuts = false;
  private left = MOST_CUTS;

  /** @param turned text may run from the right */
  constructor(turned: boolean) {
    this.turned = turned;
  }

  /** Passages as they may be shown. */
  get lines(): Iterable<string> {
    return this.found;
  }

  /** There were more than are given. */
  get spent(): boolean {
    return this.found.size >= MOST_LINES || this.left < 0;
  }

  /** An element opens. @param room its width, or that of the nearest element around that has one */
  opened(style: BoxStyle | null, room: Length | null, depth: number): void {
    if (style === null) return;
    const around = this.boxes.at(-1);
    if (around !== undefined) {
      around.shift ??= style.shift;
      around.fromEnd ||= style.fromEnd;
    } else if (style.shift !== null) this.covered({ right: style.shift, width: null });
    else if (style.over !== null) this.covered({ right: null, width: style.over });
    const isSmall =
      style.cuts &&
      (style.low || style.left !== null || style.right !== null || (room !== null && widthOf(room) <= WIDEST));
    if (!isSmall && style.first === null) return;
    this.cuts = true;
    const { shift, fromEnd, cuts } = style;
    const width = cuts && (style.first === null || isSmall) ? room : null;
    this.boxes.push({ depth, style, width, shift, fromEnd, line: null });
  }

  closed(depth: number): void {
    const box = this.boxes.at(-1);
    if (box?.depth !== depth) return;
    this.boxes.pop();
    if (box.line === null || !box.style.low) return;
    // what stands behind is on the line that is seen
    this.finish();
    this.groups = box.line;
    this.length = lengthOfAll(box.line);
    this.cuts = true;
  }

  /** Text that is shown. */
  text(text: string): void {
    const box = this.boxes.at(-1) ?? null;
    const last = this.groups.at(-1);
    const begun = this.length === 0 ? text.trimStart() : text;
    const shown = COLLAPSIBLE.test(begun) ? begun.replace(/\s+/gu, ' ') : begun;
    if (shown === '') return;
    if (last !== undefined && last.box === box && !last.isCut) last.text += shown;
    else {
      const isFirst = box?.style.first === 'letter' && !this.groups.some((group) => group.box === box);
      const dropped = isFirst ? (/^[^\p{L}\p{N}]*./u.exec(shown)?.[0].length ?? 0) : 0;
      this.groups.push({ text: shown, box, dropped, isCut: false });
    }
    this.length += shown.length;
    if (!this.cuts) this.keepTail();
    else if (this.length > LONGEST_LINE || this.groups.length > MOST_GROUPS) this.finish();
  }

  /** A cell begins: what stands in the one before is on the same line. */
  cell(): void {
    if (this.cuts) this.text(' ');
    else this.finish();
  }

  /** The line ends. */
  line(): void {
    const box = this.boxes.at(-1);
    const inside = box === undefined ? [] : this.groups.filter((group) => group.box === box);
    if (box === undefined || box.line !== null || inside.length === 0) {
      this.finish();
      return;
    }
    for (const group of inside) group.isCut = true;
    box.line = this.groups;
    if (box.style.first === 'line') for (const group of inside) group.dropped = group.text.length;
    else this.finish();
  }

  /** Ends the line: what it may show is added. */
  finish(): void {
    const { groups, cuts } = this;
    this.groups = [];
    this.length = 0;
    this.cuts = this.boxes.length > 0;
    if (!cuts || this.spent) return;
    if (groups.map(({ text }) => text).join('').replace(/\D+/gu, '').length < LEAST_DIGITS) return; // prettier-ignore
    const known = new Set<string>();
    const add = (showing: Showing): void => this.add(groups, showing, known);
    if (!groups.some(({ box }) => box?.style.cuts === true)) {
      add(({ text, dropped }) => [dropped, text.length]);
      return;
    }
    // of widths in pixels any number of letters is tried anyway
    const inLetters = groups.filter(({ box }) => box !== null && (box.width?.letters ?? 0) > 0);
    const more = inLetters.some(({ text }) => /\p{L}[^]*\d/u.test(text)) ? WITH_WORDS : inLetters.length > 0 ? NUMBERS_ALONE : EXACTLY; // prettier-ignore
    const fromEnd = this.turned || groups.some(({ box }) => box?.fromEnd === true || box?.shift != null);
    for (const letter of WIDTHS_OF_LETTERS)
      for (const slack of more) {
        add((group) => shownOf(group, letter, slack, false));
        if (fromEnd) add((group) => shownOf(group, letter, slack, true));
      }
    // where lines of a low box are broken, nobody knows either
    if (groups.some(({ box }) => box?.style.low === true))
      for (const blank of [1, 2]) add(({ text, box, dropped }) => [dropped, box?.style.low === true ? nthBlank(text, blank) : text.length]); // prettier-ignore
  }

  /** What comes is drawn over the end of what is there. */
  private covered({ right, width }: Pick<BoxStyle, 'right' | 'width'>): void {
    const text = this.groups.map((group) => group.text).join('');
    if (this.cuts || !/\d\s*$/u.test(text)) return;
    const style: BoxStyle = { ...SAYS_NOTHING, cuts: true, right, width };
    this.groups = [{ ...plain(text), box: { depth: 0, style, width, shift: null, fromEnd: false, line: null }, isCut: true }]; // prettier-ignore
    this.cuts = true;
  }

  private keepTail(): void {
    if (this.length <= 2 * BEFORE) return;
    const text = this.groups.map((group) => group.text).join('').slice(-BEFORE); // prettier-ignore
    this.groups = [plain(text)];
    this.length = text.length;
  }

  /** @param known what is shown of each group of this line, as it was tried before */
  private add(groups: readonly Group[], showing: Showing, known: Set<string>): void {
    const parts = groups.map(showing);
    let key = '';
    for (const [from, to] of parts) key += String.fromCharCode(from, to);
    if (known.has(key)) return;
    known.add(key);
    if (!groups.some((group, at) => cutsNumber(group, parts[at] ?? [0, 0]))) return;
    let shown = '';
    const cuts = new Set<number>();
    for (const [at, { text, isCut, box }] of groups.entries()) {
      const [from = 0, to = 0] = parts[at] ?? [];
      if (from > 0) cuts.add(shown.length);
      shown += text.slice(from, to);
      if (to >= text.length && !isCut) continue;
      cuts.add(shown.length);
      if (to < text.length) shown += box?.style.instead ?? '';
    }
    this.left -= cuts.size;
    for (const cut of cuts) for (const number of numbersAt(shown, cut)) if (!this.spent) this.found.add(number);
  }
}

/** White space that is not a single blank. */
const COLLAPSIBLE = /[\t\r\n\f]| {2}/u;
const IN_NUMBER = /[\d+\u2010-\u2015\u2212-]/u;

/** Whether what is shown of a group begins or ends in a number where there is more of it, or all of it is gone. */
function cutsNumber({ text, isCut, box }: Group, [from, to]: readonly [number, number]): boolean {
  if (to < text.length || isCut)
    return to === from || IN_NUMBER.test(text.charAt(to - 1)) || (box !== null && box.style.instead !== '');
  return from > 0 && IN_NUMBER.test(text.charAt(from));
}

/** The part of a group that its box shows. @param end the box shows the end of its text */
function shownOf({ text, box, dropped }: Group, letter: number, slack: number, end: boolean): [number, number] {
  if (box === null || !box.style.cuts) return [Math.min(dropped, text.length), text.length];
  const whole = text.length;
  const from = Math.min(whole, Math.max(dropped, Math.round(lettersIn(box.style.left, letter) + lettersIn(box.shift, letter)))); // prettier-ignore
  const to = Math.max(from, whole - Math.round(lettersIn(box.style.right, letter)));
  if (box.width === null) return [from, to];
  const own = slack === NUMBERS_ALONE[1] && !/[-\u2010-\u2015\u2212]/u.test(text) ? 0 : slack;
  const room = Math.max(0, Math.floor(lettersIn(box.width, letter) + 1 - READ_FROM + own));
  if (end) return [Math.max(dropped, to - room), to];
  return [from, Math.min(to, from + room)];
}

const lengthOfAll = (groups: readonly Group[]): number => groups.reduce((sum, { text }) => sum + text.length, 0);

function nthBlank(text: string, n: number): number {
  let at = -1;
  for (let i = 0; i < n; i++) {
    const next = text.indexOf(' ', at + 1);
    if (next < 0) return text.length;
    at = next;
  }
  return at;
}
