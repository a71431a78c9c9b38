/** Persons directly beside a number: a full name before or behind it, a role before it, a surname that is also a thing. */
import { NOT_A_PERSON } from '../../person/names.ts';
import { isThing } from './other-numbers.ts';

/** Whether a capitalised word is a listed given name. */
export type NameTest = (word: string) => boolean;

const WORD = "\\p{Lu}[\\p{L}'\\u2019-]*";
const PARTICLE = '(?:(?:von|van|de|af|al|el|bin) )?';
/** A class behind the name of a pupil. */
const CLASS = '(?: (?:klass )?[A-ZÅÄÖ]{0,3}\\d{1,2}[A-Za-z]{0,2})?';
/** What may stand between a name and its number. */
const LINK = '(?:[)"]?[ \\t]{0,2}[,:;|(/\\u2013-]?[ \\t]{0,3}[("]?|[ \\t]?[._\\u2026\\u00b7]{3,30}[ \\t]?)';
const BEFORE = new RegExp(
  `(?<![\\p{L}-])(${WORD}(?:,? ${PARTICLE}${WORD}\\.?){1,3})(?:${CLASS}${LINK}|\\r?\\n[> \\t]{0,6}[(])$`,
  'u',
);
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

/** "Öberg Kerstin       780805 2398", "4   Öberg, Kerstin   780805 2398": a line that begins with surname and given name, and columns set with blanks. */
const SURNAME_FIRST = new RegExp(
  `(?:^|\\n)[ \\t>]{0,4}(?:\\d{1,4}[.:]?[ \\t]{1,8})?(${WORD}),? (${WORD})(?: {2,24}|\\t)$`,
  'u',
);
function followsSurnameFirst(before: string, isGivenName: NameTest): boolean {
  const [, surname = '', given = ''] = SURNAME_FIRST.exec(before) ?? [];
  return given !== '' && isGiven(given, isGivenName) && !NOT_A_PERSON.test(surname) && !isThing(surname);
}

/** Whether what stands before an index ends in a full name. */
export function followsName(text: string, index: number, isGivenName: NameTest): boolean {
  const name = BEFORE.exec(text.slice(Math.max(0, index - REACH), index))?.[1];
  return name !== undefined && isFullName(name, isGivenName);
}

/** "fakturan till Anna, …": whether a text ends in a given name and a mark behind it. */
export function endsInNameAndMark(text: string, isGivenName: NameTest): boolean {
  const name = /(?<![\p{L}-])(\p{Lu}[\p{L}-]*)[,:(] ?\(?$/u.exec(text.slice(-REACH))?.[1];
  return name !== undefined && isGiven(name, isGivenName);
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

/** Births, roles in a case and kin, in all languages; not those whose numbers are of a kind of their own (customers, members, employees). */
const ROLES =
  'född[ae]?|fødd?e?t?|f|born|syntynyt|fædd(?:ur)?|(?:(?:med)?sökande|søker|ansøger|umsækjandi|elev|nemandi|pupil|student|studerande|oppilas|' +
  'patient|pasient|potilas|sjúkling[a-zíúá]{0,3}|brukare|bruker|klient|vårdtagare|boende|beboer|borger|person|barn|hyresgäst|leietaker|lejer|' +
  'låntagare|låntaker|låner|deltagare|deltaker|deltager|huvudman|vårdnadshavare|foresatt|förälder|forelder|forælder|avlidn[ae]|avdøde|afdøde|' +
  'mamma|mor|mother|pappa|far|father|son|sønn|søn|dotter|datter|maka|make|ektefelle|ægtefælle|sambo|samboer|syster|søster|bror)(?:n|en|et|nen|s|ens|ets)?';
/** "Eleven 7808052398", "Elev 2: …", "född …": a role or birth of somebody directly before. */
const ROLE_BEFORE = new RegExp(
  `(?<![\\p{L}-])(?:${ROLES}|(?:hon|hun|ho|han|hen|hän|she|he) (?:e|är|er|is|on))(?: \\d\\d?|\\.)?${LINK}(?<=[ \\t(])$`,
  'iu',
);
/** Children's numbers may begin as telephone numbers do, but hardly anybody notes theirs without a word for it. */
const CHILD_BEFORE = new RegExp(
  `(?<![\\p{L}-])(?:elev|barn|pupil|oppilas|nemandi|son|sønn|søn|dotter|datter)(?:en|et|s|n)?(?: \\d\\d?)?${LINK}(?<=[ \\t(])$`,
  'iu',
);
/** "Fru Test …" */
const TITLED = new RegExp(
  `(?<![\\p{L}-])(?:[Hh]err|[Ff]ru|[Ff]röken|[Ff]rk\\.?|[Hh]r\\.?|Mr\\.?|Mrs\\.?) ${WORD}${LINK}(?<=[ \\t(])$`,
  'u',
);

/** Given names that are everyday words too often to stand alone. */
const ALSO_WORDS: ReadonlySet<string> = new Set(['Max', 'Per', 'Dag', 'My', 'Line', 'Are', 'Even', 'Mark', 'Sol']);
const LONE = new RegExp(`(?<![\\p{L}-])(${WORD})${LINK}(?<=[ \\t(])$`, 'u');
/** One given name: telephone numbers, which begin with a nought, stand beside it as well. */
function followsGivenName(text: string, start: number, isGivenName: NameTest): boolean {
  if (text.charAt(start) === '0') return false;
  const name = LONE.exec(text.slice(Math.max(0, start - 32), start))?.[1];
  return name !== undefined && !ALSO_WORDS.has(name) && isGiven(name, isGivenName);
}

/** "2708010939 er vikar, hun skal ikke med": the number is the subject, and a pronoun says that it is somebody. */
const SAID_OF =
  /^ (?:är|er|is|on|har|has|skal|ska|skall|vil|vill|kommer|bor|bur|flytter|flyttar|starter|startar|begynder|begynner|börjar|mangler|saknar)(?: (?!(?:st|stk|kr|kg|km|m2)(?![\p{L}]))[^.!?\n\d]{0,60}?)?[ ,](?:hun|han|hon|hen|ho|hendes|hans|hennes|hennar|she|he|her|his|hän|hänen)(?![\p{L}])/iu;
const BEGINS = /(?:^|[.!?:]\s{1,2}|\n)[ \t>]{0,4}(?:[-*•–]\s{0,2})?$/u;
const isSubject = (text: string, start: number, end: number): boolean =>
  SAID_OF.test(text.slice(end, end + 96)) && BEGINS.test(text.slice(Math.max(0, start - 12), start));

const LINE_ABOVE = /(?:^|\n)[ \t]*([^\n]{5,48}?)[ \t\r]*\n[ \t]*$/;
/** A line with nothing but the number, under one with nothing but a full name. */
function standsUnderName(text: string, start: number, end: number, isGivenName: NameTest): boolean {
  if (text.charAt(start) === '0' || !/^[ \t\r]*(?:\n|$)/.test(text.slice(end, end + 16))) return false;
  const above = LINE_ABOVE.exec(text.slice(Math.max(0, start - REACH), start))?.[1];
  const [whole, name] = above === undefined ? [] : (AFTER.exec(above) ?? []);
  return above !== undefined && whole === above && name !== undefined && isFullName(name, isGivenName);
}

/** Who stands directly beside a number, so that digits of the right shape are theirs; null for nobody. */
export function personBeside(
  text: string,
  start: number,
  end: number,
  isGivenName: NameTest,
): 'child' | 'person' | null {
  if (CHILD_BEFORE.test(text.slice(Math.max(0, start - 32), start))) return 'child';
  return isBesidePerson(text, start, end, isGivenName) ? 'person' : null;
}

const isBesidePerson = (text: string, start: number, end: number, isGivenName: NameTest): boolean =>
  ROLE_BEFORE.test(text.slice(Math.max(0, start - 32), start)) ||
  TITLED.test(text.slice(Math.max(0, start - 48), start)) ||
  followsName(text, start, isGivenName) ||
  followsSurnameFirst(text.slice(Math.max(0, start - REACH), start), isGivenName) ||
  followsGivenName(text, start, isGivenName) ||
  standsUnderName(text, start, end, isGivenName) ||
  isSubject(text, start, end) ||
  precedesName(text, end, isGivenName);
