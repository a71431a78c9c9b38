/**
 * Numbers of pages, slides and notes that begin elsewhere than at one: "811218-" before a page number that begins at 9876 shows a number
 * of which the file holds one half. Pure.
 */

/** Where counting begins; '' where it does at one, or so low that it is no half of a number. */
export interface Begun {
  readonly page: string;
  readonly note: string;
}

const LEAST = 1000;
/** As much of a text as is looked at. */
export const DAY_REACH = 14;
const DAY = /(?<!\d)(?:\d\d)?\d{6}[-+\u2010-\u2015\u2212 ]?$/u;

/** @returns a number as a half, '' when it is none */
export const begunAt = (number: number): string => (number >= LEAST && number < 100_000 ? String(number) : '');

/** @param xml of the text of a Word document */
export function begunIn(xml: string): Begun {
  const find = (start: RegExp): string => begunAt(Number(start.exec(xml)?.[1] ?? 0));
  return {
    page: xml.includes('pgNumType') ? find(/pgNumType\s[^>]{0,200}?start\s?=\s?["'](\d{4,5})["']/u) : '',
    note: xml.includes('numStart') ? find(/numStart\s[^>]{0,200}?val\s?=\s?["'](\d{4,5})["']/u) : '',
  };
}

/** @param before what stands before the place that shows the number @returns the whole that is shown, '' for nearly every place */
export const behindDay = (before: string, number: string): string => {
  const day = number === '' ? undefined : DAY.exec(before.slice(-DAY_REACH))?.[0];
  return day === undefined ? '' : day + number;
};
