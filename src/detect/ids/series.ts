/** Numbers in a row: what the word before the first one says holds for those that follow it by a link only. */
import type { Numbered } from './labels.ts';

const LINK =
  /(?<![\dA-Za-z.,+-])(\d[\d-]*)(?: ?[,;/] ?| (?:og|och|and|ja|samt|eller|or|til|till|mot|med|byttes? med|byts mot|byttes mot|byttet med|bytt med|ersätts av|ersatt av|ersattes av|erstattes av|erstattet av|replaced by|with) (?:ny |nytt |nya |new )?)$/;
const REACH = 48;
const LONGEST_ROW = 20;

/** "178120-2398" as "6-4". */
const grouping = (number: string): string =>
  number
    .split('-')
    .map((group) => String(group.length))
    .join('-');

/** The first number of the row that a number stands in, written like it; the number itself where there is no row. */
export function firstOfRow(text: string, number: Numbered): Numbered {
  const own = grouping(text.slice(number.start, number.end));
  let first = number;
  for (let i = 0; i < LONGEST_ROW; i++) {
    const before = LINK.exec(text.slice(Math.max(0, first.start - REACH), first.start));
    const other = before?.[1];
    if (before === null || other === undefined || grouping(other) !== own) return first;
    const start = first.start - before[0].length;
    first = { start, end: start + other.length };
  }
  return first;
}
