/**
 * Lines of which style shows a part here and another there: what only a printer or a narrow screen shows, or hides, and what rules say that
 * contradict each other or ask for more of an element than is looked at. Each line is read with and without such parts.
 */
import { numbersAt } from './numbers-at.ts';

/** Whether an element is shown: always, unless some rule holds, only if some rule holds, never. */
export type Times = 'always' | 'unless' | 'if' | 'never';

/** Of an element in another one. */
export function timesOf(hidden: boolean, mayBeHidden: boolean, mayBeShown: boolean, around: Times): Times {
  if (around === 'never') return 'never';
  if (hidden) return mayBeShown ? 'if' : 'never';
  if (around !== 'always') return around;
  return mayBeHidden ? 'unless' : 'always';
}

interface Part {
  text: string;
  readonly times: Times;
}

/** With 'unless', with 'if'; as it stands in the source with the first and without the second it is read anyway. */
const READINGS: readonly (readonly [unless: boolean, only: boolean])[] = [
  [false, false],
  [false, true],
  [true, true],
];
const BEFORE = 60;
const LONGEST_LINE = 600;
const MOST_PARTS = 64;
const LEAST_DIGITS = 10;
const MOST_FOUND = 20_000;

/** Follows the texts of one document. */
export class AtTimes {
  private readonly found = new Set<string>();
  private parts: Part[] = [];
  private length = 0;
  private isPlain = true;

  /** Passages as they may be shown. */
  get lines(): Iterable<string> {
    return this.found;
  }

  /** There were more than are given. */
  get spent(): boolean {
    return this.found.size >= MOST_FOUND;
  }

  /** Text, shown or not. */
  text(written: string, times: Times): void {
    if (times === 'never' || written === '') return;
    const text = /[\t\r\n\f]| {2}/u.test(written) ? written.replace(/\s+/gu, ' ') : written;
    const last = this.parts.at(-1);
    if (last?.times === times) last.text += text;
    else this.parts.push({ text, times });
    this.length += text.length;
    this.isPlain &&= times === 'always';
    if (this.isPlain) {
      if (last !== undefined && this.length > 2 * BEFORE) {
        last.text = last.text.slice(-BEFORE);
        this.length = BEFORE;
      }
    } else if (this.length > LONGEST_LINE || this.parts.length > MOST_PARTS) this.finish();
  }

  /** Ends the line: what it may show is added. */
  finish(): void {
    const { parts, isPlain } = this;
    this.parts = [];
    this.length = 0;
    this.isPlain = true;
    if (isPlain || this.spent) return;
    if (parts.map(({ text }) => text).join('').replace(/\D+/gu, '').length < LEAST_DIGITS) return; // prettier-ignore
    for (const [unless, only] of READINGS) {
      let line = '';
      const joints = new Set<number>();
      for (const { text, times } of parts) {
        if (times !== 'always') joints.add(line.length);
        if (times === 'always' || (times === 'unless' ? unless : only)) line += text;
        if (times !== 'always') joints.add(line.length);
      }
      for (const joint of joints) for (const number of numbersAt(line, joint)) this.found.add(number);
    }
  }
}
