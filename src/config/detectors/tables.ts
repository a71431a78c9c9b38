import type { FalseFriend, PatternEntry, Signal, TermEntry } from '../../core/detector-data.ts';
import { LANGUAGES } from '../../core/category.ts';
import { expressionProblem } from './expressions.ts';
import { readTable, type Row, type RowProblem } from './tsv.ts';

const MODES = ['inflect', 'prefix', 'phrase', 'phrase-prefix', 'acronym', 'inside', 'suffix', 'exact'] as const;
const STRENGTHS = ['strong', 'weak'] as const;
const PATTERN_STRENGTHS = ['strong', 'medium', 'weak', 'marking', 'decisive'] as const;
const LANGS: readonly string[] = [...LANGUAGES, 'se', 'any'];
/** Longest listed word or phrase; longer ones are surely a broken line. */
const MAX_PHRASE = 120;
/** Below this, a match inside words hits everyday words by the thousand. */
const SHORTEST_INSIDE = 6;

/** Entries of one table and what was wrong with it. */
export interface TableContent<T> {
  readonly entries: readonly T[];
  readonly problems: readonly RowProblem[];
}

type Check = (row: Row, column: string, message: string) => void;

function readEntries<T>(text: string, columns: readonly string[], one: (row: Row, wrong: Check) => T): TableContent<T> {
  const table = readTable(text, columns);
  const problems = [...table.problems];
  const entries: T[] = [];
  for (const row of table.rows) {
    const before = problems.length;
    const entry = one(row, (r, column, message) => {
      problems.push({ line: r.line, column: r.columnOf(column), message });
    });
    if (problems.length === before) entries.push(entry);
  }
  return { entries, problems };
}

function oneOf<T extends string>(row: Row, column: string, values: readonly T[], fallback: T, wrong: Check): T {
  const value = row.cells[column] ?? '';
  const found = values.find((v) => v === value);
  if (found === undefined) wrong(row, column, `'${value}' is not a ${column}; expected ${values.join(', ')}`);
  return found ?? fallback;
}

function lang(row: Row, wrong: Check): string {
  const value = row.cells['lang'] ?? '';
  for (const name of value.split(',')) {
    if (!LANGS.includes(name.trim())) {
      wrong(row, 'lang', `'${name.trim()}' is not a language; expected ${LANGS.join(', ')}, or several with commas`);
    }
  }
  return value;
}

function phrase(row: Row, column: string, wrong: Check): string {
  const value = row.cells[column] ?? '';
  if (value === '') wrong(row, column, `the ${column} is empty`);
  if (value.length > MAX_PHRASE) wrong(row, column, `longer than ${MAX_PHRASE} characters`);
  return value.normalize('NFC');
}

/** Reads a term table. @param category taken from the file name */
export function readTerms(text: string, category: string): TableContent<TermEntry> {
  return readEntries(text, ['lang', 'strength', 'mode', 'group', 'term'], (row, wrong) => {
    const mode = oneOf(row, 'mode', MODES, 'inflect', wrong);
    const term = phrase(row, 'term', wrong);
    if (mode === 'inside' && term.length < SHORTEST_INSIDE) {
      wrong(row, 'term', `'${term}' is too short for mode inside; use inflect, or at least ${SHORTEST_INSIDE} letters`);
    }
    const strength = oneOf(row, 'strength', STRENGTHS, 'weak', wrong);
    return { category, group: row.cells['group'] ?? '', lang: lang(row, wrong), term, strength, mode };
  });
}

/** Reads a table of false friends. */
export function readFalseFriends(text: string): TableContent<FalseFriend> {
  return readEntries(text, ['lang', 'term', 'phrase'], (row, wrong) => ({
    lang: lang(row, wrong),
    term: phrase(row, 'term', wrong),
    phrase: phrase(row, 'phrase', wrong),
  }));
}

/** Reads a table of signals. */
export function readSignals(text: string): TableContent<Signal> {
  return readEntries(text, ['kind', 'lang', 'points', 'phrase'], (row, wrong) => {
    const points = Number(row.cells['points']);
    if (!Number.isInteger(points) || Math.abs(points) > 10)
      wrong(row, 'points', 'expected a whole number from -10 to 10');
    return { kind: phrase(row, 'kind', wrong), lang: lang(row, wrong), phrase: phrase(row, 'phrase', wrong), points };
  });
}

/** Reads a table of patterns. */
export function readPatterns(text: string): TableContent<PatternEntry> {
  const columns = ['id', 'category', 'lang', 'strength', 'flags', 'near', 'expression'];
  return readEntries(text, columns, (row, wrong) => {
    const expression = row.cells['expression'] ?? '';
    const flags = row.cells['flags'] ?? '';
    const trouble = expressionProblem(expression, flags);
    if (trouble !== null) wrong(row, 'expression', trouble);
    return {
      id: phrase(row, 'id', wrong),
      category: phrase(row, 'category', wrong),
      lang: lang(row, wrong),
      strength: oneOf(row, 'strength', PATTERN_STRENGTHS, 'weak', wrong),
      expression,
      flags,
      near: (row.cells['near'] ?? '').split('|').filter((word) => word !== ''),
    };
  });
}
