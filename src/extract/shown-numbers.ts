/**
 * Numbers that a program shows and that stand in no text: of list items, of fields that count, of options that are chosen. Where one digit
 * after the other is shown so, they are put together. Words may stand between them, as in lists and forms they do; numbers that count on
 * are an ordinary list.
 */
import { isIdentifierLength } from './decoys.ts';
import { LABEL } from './readings/odd-characters.ts';

const NUMBER = /^[\d+\u2010-\u2015\u2212-]{1,13}$/u;
const HYPHEN = /^[-+\u2010-\u2015\u2212]$/u;
/** More words than this between two numbers and they do not belong together. */
const REACH = 80;
const LABEL_LENGTH = 60;
const MOST_NOTED = 1_000;
/** A list as long as this is one. */
const MOST_NUMBERS = 64;
/** In a list that counts at least as many of ten steps are steps of one. */
const COUNTING = 0.6;

/** Takes what is shown in its order; create one for each text. */
export class ShownNumbers {
  private readonly found = new Set<string>();
  private run: string[] = [];
  private label = '';
  /** the end of what stands before the run, at least as much as a label may be long */
  private before = '';
  private between = '';

  /** Numbers that were put together, each with the words before it. */
  get lines(): Iterable<string> {
    return this.found;
  }

  /** A number as it is shown; anything else is text. */
  number(value: string): void {
    const shown = value.trim();
    if (!NUMBER.test(shown)) {
      this.text(shown);
      return;
    }
    if (this.run.length > 0 && this.beginsAnother()) {
      const label = this.between;
      this.finish();
      this.label = label;
    } else if (this.run.length === 0) this.label = this.before;
    this.between = '';
    if (this.run.length <= MOST_NUMBERS) this.run.push(shown);
  }

  /** Text that stands before, between and behind. */
  text(value: string): void {
    if (this.run.length > 0) {
      const trimmed = value.trim();
      if (trimmed.length === 1 && HYPHEN.test(trimmed)) this.run.push(trimmed);
      else if (this.between.length + trimmed.length <= REACH) this.between += ` ${trimmed}`;
      else {
        this.finish();
        this.note(value);
      }
    } else this.note(value);
  }

  /** A label in the midst of a run, unless it stands at each of the digits. */
  private beginsAnother(): boolean {
    if (!LABEL.test(this.between)) return false;
    return !LABEL.test(this.label) || leadingLengths(this.run).length > 0;
  }

  /** Joined without looking at it: nearly all text has no such number behind it. */
  private note(value: string): void {
    this.before = value.length >= LABEL_LENGTH ? value : `${this.before} ${value}`;
    if (this.before.length > MOST_NOTED) this.before = this.before.slice(-LABEL_LENGTH);
  }

  /** Ends the run: what it may show is added to the lines. */
  finish(): void {
    const { run } = this;
    this.run = [];
    this.before = this.between;
    this.between = '';
    if (run.length < 2 || run.length > MOST_NUMBERS || isCounting(run)) return;
    const label = this.label.replace(/\s+/gu, ' ').trim().slice(-LABEL_LENGTH);
    const whole = run.join('');
    if (LABEL.test(label)) {
      for (const length of leadingLengths(run)) this.found.add(`${label} ${run.slice(0, length).join('')}`);
    } else if (isIdentifierLength(whole))
      // the detectors look twice at a day and four digits that something else than a hyphen joins
      this.found.add(run.length === 2 && run[0]?.length === 6 ? run.join('/') : whole);
  }
}

/** How many of the first numbers make an identifier's length. */
function leadingLengths(run: readonly string[]): readonly number[] {
  const lengths: number[] = [];
  let whole = '';
  for (const [at, shown] of run.entries()) {
    whole += shown;
    if (isIdentifierLength(whole)) lengths.push(at + 1);
  }
  return lengths;
}

function isCounting(run: readonly string[]): boolean {
  if (run.length < 3) return false;
  const steps = run.slice(1).filter((shown, at) => Number(shown) === Number(run[at]) + 1).length;
  return steps / (run.length - 1) >= COUNTING;
}
