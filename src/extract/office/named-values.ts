/**
 * Numbers whose name stands with the place they are filled in at, not beside them: merge fields, form fields, content controls, columns of a
 * database. Only numbers are told with it; words stand in their sentence. Pure.
 */
import { shortCode } from './references.ts';

/** Letters of a value that are looked at: enough to see that it is no number. */
export const LONGEST_NUMBER = 20;
const LONG_NUMBER = /^(?=(?:\D*\d){6})[\d +-]{6,20}$/u;
const LONGEST_NAME = 80;
/** Fields of Word that name what they show (ECMA-376 part 1, 17.16.5). */
const NAMING = /^(?:MERGEFIELD|DOCPROPERTY|DOCVARIABLE|FILLIN|ASK \S{1,60}) (?:"([^"]{1,80})"|([^\s"\\]{1,80}))/iu;

/** The name that the code of a field gives its value, '' for none. */
export const nameIn = (code: string): string => {
  const [, quoted, word] = NAMING.exec(shortCode(code)) ?? [];
  return (quoted ?? word ?? '').replace(/_/gu, ' ');
};

/** A name with one more: title and tag of a control, name and help of a field. */
export const furtherName = (name: string, more: string): string =>
  name.length < LONGEST_NAME ? `${name} ${more}`.trim() : name;

/** What is collected of a value. */
export const furtherValue = (value: string, more: string): string =>
  value.length > LONGEST_NUMBER ? value : value + more.slice(0, LONGEST_NUMBER + 1);

/** @returns 'Personnummer: 8112189876', or '' when the value is no long number or has no name */
export const namedNumber = (name: string, value: string): string =>
  /\p{L}/u.test(name) && LONG_NUMBER.test(value.trim()) ? `${name.trim()}: ${value.trim()}` : '';
