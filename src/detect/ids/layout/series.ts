/** Numbers in a row: what the word before the first one says holds for those that follow it by a link only. */
import type { Numbered } from '../words/labels.ts';

const LINK =
  /(?<![\dA-Za-z.,+-])(\d[\d-]*)(?: ?[,;/] ?| (?:og|och|and|ja|samt|eller|or|til|till|mot|med|byttes? med|byts mot|byttes mot|byttet med|bytt med|ersätts av|ersatt av|ersattes av|erstattes av|erstattet av|replaced by|with) (?:ny |nytt |nya |new )?)$/;
const REACH = 48;

/** "178120-2398" as "6-4". */
const grouping = (number: string): string =>
  number
    .split('-')
    .map((group) => String(group.length))
    .join('-');

const LONGEST_STEP = 6;

/** Finds the first number of the row that a number stands in; rows are walked back to a number that was asked for before. */
export class Rows {
  private readonly text: string;
  private readonly firsts = new Map<number, Numbered>();

  constructor(text: string) {
    this.text = text;
  }

  /** The first number of the row, written like the number; the number itself where there is no row. */
  firstOf(number: Numbered): Numbered {
    const own = grouping(this.text.slice(number.start, number.end));
    let first = number;
    for (let i = 0; i < LONGEST_STEP; i++) {
      const before = this.linkedBefore(first.start, own);
      if (before === null) break;
      const known = this.firsts.get(before.start);
      first = known ?? before;
      if (known !== undefined) break;
    }
    this.firsts.set(number.start, first);
    return first;
  }

  private linkedBefore(index: number, own: string): Numbered | null {
    const match = LINK.exec(this.text.slice(Math.max(0, index - REACH), index));
    const other = match?.[1];
    if (match === null || other === undefined || grouping(other) !== own) return null;
    const start = index - match[0].length;
    return { start, end: start + other.length };
  }
}
