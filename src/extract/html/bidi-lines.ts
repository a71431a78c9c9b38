/**
 * Lines whose elements turn the direction of their text: `dir`, `bdo`, `bdi` and what style says of it, in each other. What stands in the
 * source in its order is put between the marks of Unicode that mean the same, and read as a screen shows it.
 */
import { DIRECTION_MARKS, onScreen } from '../readings/bidi.ts';
import type { BoxStyle } from './box-style.ts';

/** What turns the text of an element, and of those around it. */
export interface Turn {
  readonly open: string;
  readonly close: string;
  readonly parent: Turn | null;
  readonly depth: number;
  readonly direction: 'ltr' | 'rtl';
}

/** Anything in a document that may turn text. */
export const MAY_TURN =
  /=\s*["']?(?:rtl|auto)|direction\s*:\s*rtl|bidi-override|isolate-override|plaintext|[\u202a-\u202e\u2066-\u2069]|&#(?:x20[26]|8(?:2[39]|29))/i;

const DEEPEST = 60;
const LONGEST_LINE = 2_000;
const LEAST_DIGITS = 10;

/** How an element stands in the text around it; what changes nothing is what was. */
export function turnOf(name: string, dir: string | undefined, box: BoxStyle | null, parent: Turn | null): Turn | null {
  const bidi = box?.bidi ?? null;
  if (dir === undefined && bidi === null && (box?.direction ?? null) === null && name !== 'bdo' && name !== 'bdi') return parent; // prettier-ignore
  const said = dir === 'rtl' || dir === 'ltr' ? dir : null;
  const direction = box?.direction ?? said ?? parent?.direction ?? 'ltr';
  if ((direction === 'ltr' && parent === null && dir !== 'auto' && bidi !== 'plaintext') || (parent?.depth ?? 0) >= DEEPEST) return parent; // prettier-ignore
  const isAuto = said === null && (bidi === 'plaintext' || (box?.direction ?? null) === null) && (dir === 'auto' || name === 'bdi' || bidi === 'plaintext'); // prettier-ignore
  const overrides = (name === 'bdo' && bidi === null) || bidi?.endsWith('override') === true;
  const isolate = isAuto ? '\u2068' : direction === 'rtl' ? '\u2067' : '\u2066';
  const override = overrides ? (direction === 'rtl' ? '\u202e' : '\u202d') : '';
  const isBare = bidi === 'bidi-override';
  return {
    open: (isBare ? '' : isolate) + override,
    close: (overrides ? '\u202c' : '') + (isBare ? '' : '\u2069'),
    parent,
    depth: (parent?.depth ?? 0) + 1,
    direction,
  };
}

/** Follows the texts of one document. */
export class BidiLines {
  private readonly found = new Set<string>();
  private current: Turn | null = null;
  private line = '';
  private turns = false;

  /** Lines as they are shown. */
  get lines(): Iterable<string> {
    return this.found;
  }

  /** Text that is shown. */
  text(text: string, turn: Turn | null): void {
    if (text === '') return;
    if (turn !== this.current) this.change(turn);
    this.line += text.replace(/\s+/gu, ' ');
    this.turns ||= turn !== null || DIRECTION_MARKS.test(text);
    if (this.line.length > LONGEST_LINE) this.finish();
  }

  /** Ends the line. */
  finish(): void {
    const { line, turns } = this;
    this.line = '';
    this.current = null;
    this.turns = false;
    if (!turns || line.replace(/\D+/gu, '').length < LEAST_DIGITS) return;
    const shown = onScreen(line).trim();
    if (shown !== line.replace(/[\u202a-\u202e\u2066-\u2069]/gu, '').trim()) this.found.add(shown);
  }

  /** Closes what was open and is not any more, and opens what is new. */
  private change(to: Turn | null): void {
    const opened: string[] = [];
    let [from, into] = [this.current, to];
    while (from !== into)
      if (into !== null && (from === null || into.depth > from.depth)) {
        opened.push(into.open);
        into = into.parent;
      } else if (from !== null) {
        this.line += from.close;
        from = from.parent;
      }
    this.line += opened.reverse().join('');
    this.current = to;
  }
}
