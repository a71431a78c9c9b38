/**
 * Numbers in records of programs whose name stands elsewhere, or that are kept in two fields: JSON with the date and the last four apart,
 * rows of a dumped table under the names of its columns, wide letters of the registry in hexadecimal. Each is given as a line with
 * its name before it. Pure and linear; nothing is looked for in a text without the marks of such a record.
 */
import { LABEL } from './odd-characters.ts';
import type { Joined } from './split-numbers.ts';

const MOST_LINES = 20_000;

const DATE = String.raw`"?(\d{8}|\d{6}|\d{4}-\d\d-\d\d)(?!\d)(?:T[\d:.Z+-]{0,20})?"?`;
const TAIL = String.raw`"?(\d{4})"?`;
const ITS_KEY = String.raw`(?:"[^"\\\n]{1,40}"\s{0,5}:\s{0,5})?`;

/** An object or a list of two under one name. */
const TWO_PARTS = new RegExp(
  String.raw`"([^"\\\n]{2,40})"\s{0,9}:\s{0,9}[[{]\s{0,60}${ITS_KEY}${DATE}\s{0,5},\s{0,60}${ITS_KEY}${TAIL}\s{0,60}[\]}]`,
  'gu',
);
const NAME = /personal.?(?:identity.?)?(?:number|no|id)\b|person.?id|\bnin\b|civic|social.?security/iu;

const BIRTH = new RegExp(
  String.raw`"([\wåäöø-]{0,20}(?:birth|dob|f(?:ö|o|oe)d(?:else|d)|f[øo]dsel)[\w-]{0,20})"\s{0,5}:\s{0,5}${DATE}`,
  'giu',
);
/** The day of a birth, and not of what has to do with birthdays or is born again. */
const DAY_OF_BIRTH =
  /(?:(?<!re)birth|(?<![a-z])dob|f(?:ö|oe?|ø)d(?:else|sel|d)s?)(?:[_-]?(?:dates?|days?|datum|dag|dato|tid|time|at|on|iso|utc|string|value|text|\d))*$/iu;
const LAST_FOUR = /"([\w-]{0,20}(?:last.?(?:4|four)|sista|siste|fyra|kontroll|control.?(?:n|dig)|(?:person|pnr|ident|ssn|birth|civic|number|no)\w{0,12}suffix)[\w-]{0,20})"\s{0,5}:\s{0,5}"?(\d{4})"?(?!\d)/iu; // prettier-ignore
/** The last four of something else. */
const CARD = /card|kort|brand|visa|iban|konto|account|phone|tel/iu;
/** Fields of one object stand within as many letters. */
const FAR = 400;

const bare = (date: string): string => date.replaceAll('-', '');

function* partsOfJson(text: string): Generator<Joined> {
  for (const { 1: name = '', 2: date = '', 3: tail = '', index } of text.matchAll(TWO_PARTS))
    if (LABEL.test(name) || NAME.test(name)) yield { line: `${name}: ${bare(date)}-${tail}`, at: index };
  for (const { 0: all, 1: name = '', 2: date = '', index } of text.matchAll(BIRTH)) {
    if (!DAY_OF_BIRTH.test(name)) continue;
    const end = index + all.length;
    const behind = /^[^{}]*/u.exec(text.slice(end, end + FAR))?.[0] ?? '';
    const before = text.slice(Math.max(0, index - FAR), index);
    const around = [behind, before.slice(Math.max(before.lastIndexOf('{'), before.lastIndexOf('}')) + 1)];
    const last = around.map((part) => LAST_FOUR.exec(part)).find((match) => match !== null);
    if (last === undefined || CARD.test(around.join(' '))) continue;
    yield { line: `${name} ${last[1]}: ${bare(date)}-${last[2]}`, at: index };
  }
}

/** The head of a table in a dump of PostgreSQL; its rows go on to a line with a backslash and a full stop. */
const COPY = /^COPY [^\n(]{1,200}\(([^)\n]{1,2000})\) FROM stdin;?\r?\n/gimu;

function* rowsOfDump(text: string): Generator<Joined> {
  let done = 0;
  for (const { 0: head, 1: names = '', index } of text.matchAll(COPY)) {
    // what looks like a head among rows is a row
    if (index < done) continue;
    const columns = names
      .split(',')
      .map((name, column) => ({ name: name.replace(/[\s"]+/gu, ''), column }))
      .filter(({ name }) => LABEL.test(name.replaceAll('_', ' ')) || NAME.test(name));
    if (columns.length === 0) continue;
    for (let at = index + head.length; at < text.length && !text.startsWith('\\.', at);) {
      const end = text.indexOf('\n', at);
      const cells = text.slice(at, end < 0 ? text.length : end).split('\t');
      for (const { name, column } of columns) {
        // a row costs no more than it is long
        if (column >= cells.length) break;
        const cell = (cells[column] ?? '').trim();
        if (/^\d[\d +-]{8,14}$/u.test(cell)) yield { line: `${name}: ${cell}`, at };
      }
      at = end < 0 ? text.length : end + 1;
      done = at;
    }
  }
}

/** Bytes of which every other is a zero, over the ends of lines. */
const WIDE_BYTES = /(?:[2-7][\da-f],00,(?:\\\r?\n[ \t]{0,8})?){9,2000}(?:[2-7][\da-f])?/giu;

function* wideValues(text: string): Generator<Joined> {
  for (const { 0: run, index } of text.matchAll(WIDE_BYTES)) {
    const hex = run.replace(/[^\da-f]/giu, '');
    yield { line: Buffer.from(hex, 'hex').toString('latin1').replaceAll('\0', ''), at: index };
  }
}

/** @returns numbers of records behind their names; none for nearly every text */
export function namedFields(text: string): readonly Joined[] {
  const found: Joined[] = [];
  const isJson = text.includes('":') || text.includes('" :');
  const readings = [
    ...(isJson ? [partsOfJson(text)] : []),
    ...(/ FROM stdin;?\r?\n/iu.test(text) ? [rowsOfDump(text)] : []),
    ...(text.includes(',00,3') ? [wideValues(text)] : []),
  ];
  for (const reading of readings)
    for (const one of reading) {
      found.push(one);
      if (found.length >= MOST_LINES) return found;
    }
  return found;
}
