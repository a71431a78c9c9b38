/**
 * Whether the numbers of one column that begin with a day of birth are a register's or another kind's that looks alike: how many of
 * them have the right check digit, and how far their days lie apart.
 */
import { TIME_OF_DAY, twoDigits, type Today } from '../registers/calendar.ts';
import type { IdCheck } from '../registers/check.ts';

/** One in ten check digits is right by chance, where register and country have one; where they have two, other numbers bear the second. */
const BY_CHANCE = 0.1;
/** Four of four, or one that is wrong among six: once in ten thousand columns by chance. */
const FEWEST = 4;
/** Of twelve digits that are no moment three: their century has to be right too. */
const FEWEST_LONG = 3;
const RATE = 0.8;
/** Fewer that begin with a day tell nothing of chance. */
const FEWEST_BY_CHANCE = 10;
const DEVIATIONS = 3;
/** Years and days of so many tell how far they lie apart. */
const MOST = 200;
const FEWEST_YEARS = 2;
/** Papers are numbered by their days, which are those of the last years. */
const RECENT_YEARS = 4;

/** Two digits of the year, and month and day together, of a number of a register. */
function dayOf(text: string, { family }: IdCheck): { readonly year: number; readonly day: string } {
  if (family === 'se') return { year: twoDigits(text.slice(-10), 0), day: text.slice(-8, -4) };
  return { year: twoDigits(text, 4), day: text.slice(0, 4) };
}

/** Numbers of one column that have the day of one register. */
export class Births {
  private right = 0;
  private wrong = 0;
  private old = 0;
  private long = 0;
  private readonly numbers = new Set<string>();
  private readonly years = new Set<number>();
  private readonly days = new Set<string>();

  /** Counts a number with a day. */
  add(text: string, check: IdCheck, today: Today): void {
    if (check.strength !== 'full') {
      this.wrong++;
      return;
    }
    this.right++;
    // Swedish numbers are the same with and without their century
    const number = text.slice(check.family === 'se' ? -10 : 0);
    if (check.needsKeyword || this.numbers.size >= MOST || this.numbers.has(number)) return;
    const { year, day } = dayOf(text, check);
    this.numbers.add(number);
    if (text.length === 12 && !TIME_OF_DAY.test(text)) this.long++;
    this.years.add(year);
    this.days.add(day);
    if (Math.abs((today.year % 100) - year) > RECENT_YEARS) this.old++;
  }

  /** Whether nearly all are right, of different people born in different years: many numbers bear the same check digit, without such days. */
  areProven(): boolean {
    const { size } = this.numbers;
    const fewest = this.long === size ? FEWEST_LONG : FEWEST;
    const isRight = size >= fewest + Math.min(this.wrong, 1) && this.right >= RATE * (this.right + this.wrong);
    return isRight && this.years.size >= FEWEST_YEARS && 2 * this.days.size >= size && 2 * this.old > size;
  }

  /** Whether no more are right than of numbers that have days and anything behind. */
  areChance(): boolean {
    const count = this.right + this.wrong;
    const most = BY_CHANCE * count + DEVIATIONS * Math.sqrt(BY_CHANCE * (1 - BY_CHANCE) * count);
    return count >= FEWEST_BY_CHANCE && this.right <= most;
  }
}
