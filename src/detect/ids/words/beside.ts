/** Persons directly beside a number: a full name before or behind it, a role before it, a surname that is also a thing. */
import { NOT_A_PERSON } from '../../person/names.ts';

/** Whether a capitalised word is a listed given name. */
export type NameTest = (word: string) => boolean;

const WORD = "\\p{Lu}[\\p{L}'\\u2019-]*";
const PARTICLE = '(?:(?:von|van|de|af|al|el|bin) )?';
/** What may stand between a name and its number. */
const LINK = '[)"]?[ \\t]{0,2}[,:;|(/\\u2013-]?[ \\t]{0,3}[("]?';
const BEFORE = new RegExp(`(?<![\\p{L}-])(${WORD}(?:,? ${PARTICLE}${WORD}\\.?){1,3})${LINK}$`, 'u');
const AFTER = new RegExp(`^${LINK}(${WORD}(?: ${PARTICLE}${WORD}\\.?){1,3})`, 'u');
const REACH = 64;

/** "Anna-Lena": a double name is told by its first half. */
const isGiven = (word: string, isGivenName: NameTest): boolean =>
  isGivenName(word) || isGivenName(word.split('-')[0] ?? '');

/** Whether words in a row are somebody's name: a listed given name with another one behind it, or behind a surname and a comma. */
function isFullName(words: string, isGivenName: NameTest): boolean {
  const parts = words.split(' ');
  return parts.some(
    (part, i) =>
      isGiven(part.replace(/[.,]$/, ''), isGivenName) &&
      (i < parts.length - 1 ? !part.endsWith(',') : parts[i - 1]?.endsWith(',') === true),
  );
}

/** Whether what stands before an index ends in a full name. */
export function followsName(text: string, index: number, isGivenName: NameTest): boolean {
  const name = BEFORE.exec(text.slice(Math.max(0, index - REACH), index))?.[1];
  return name !== undefined && isFullName(name, isGivenName);
}

/** Whether a full name follows directly, of no street, company or place named after somebody. */
export function precedesName(text: string, index: number, isGivenName: NameTest): boolean {
  const after = text.slice(index, index + REACH);
  const [whole = '', name] = AFTER.exec(after) ?? [];
  if (name === undefined || !isFullName(name, isGivenName)) return false;
  const given = whole.length - name.length + (/^[^ ]*/.exec(name)?.[0].length ?? 0);
  return !NOT_A_PERSON.test(after.slice(given)) && !NOT_A_PERSON.test(after.slice(whole.length));
}

/** "Nils Kort", "Anna Ring": whether a word is the surname of the given name directly before it. */
export function isSurname(text: string, start: number, isGivenName: NameTest): boolean {
  if (!/^\p{Lu}\p{Ll}/u.test(text.slice(start, start + 2))) return false;
  const before = /(?<![\p{L}-])(\p{Lu}[\p{L}-]*) $/u.exec(text.slice(Math.max(0, start - 32), start))?.[1];
  return before !== undefined && isGiven(before, isGivenName);
}

/** "Eleven 7808052398", "Elev 2: …", "født …": the role or birth of somebody directly before. */
const ROLE_BEFORE =
  /(?<![\p{L}-])(?:född[ae]?|fødd?e?t?|født|f\.|born|syntynyt|fædd(?:ur)?|elev(?:en|ens)?|patient(?:en)?|pasient(?:en)?|potilas|oppilas|brukare(?:n)?|bruker(?:en)?|klient(?:en)?|vårdtagare(?:n)?|barn(?:et)?|borger(?:en)?|sökande(?:n)?|søker(?:en)?|huvudman(?:nen)?|pupil|student|sjúkling[a-zíúá]{0,3})(?: \d\d?)?[ \t]{0,2}[:,(-]?[ \t]{1,3}\(?$/iu;

/** Whether a person stands directly beside a number, so that digits of the right shape are theirs. */
export const isBesidePerson = (text: string, start: number, end: number, isGivenName: NameTest): boolean =>
  ROLE_BEFORE.test(text.slice(Math.max(0, start - 28), start)) ||
  followsName(text, start, isGivenName) ||
  precedesName(text, end, isGivenName);
