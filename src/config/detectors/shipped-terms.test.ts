/** The shipped term tables: nothing listed twice, no stem so short that it begins everyday words, no language left thin. */
import { readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import type { TermEntry } from '../../core/detector-data.ts';
import { PACKAGE_RULES } from '../package-rules.ts';
import { readTerms } from './tables.ts';

const FOLDER = join(PACKAGE_RULES, 'common', 'terms');
const FILES = readdirSync(FOLDER).filter((name) => name.endsWith('.tsv'));

const TERMS: readonly TermEntry[] = FILES.flatMap((name) => {
  const { entries, problems } = readTerms(readFileSync(join(FOLDER, name), 'utf8'), name.split('.')[0] ?? '');
  if (problems.length > 0) throw new Error(`${name}: ${JSON.stringify(problems[0])}`);
  return entries;
});

/** One entry a language, so that 'nb,nn' and 'nn' are seen as the same word listed twice. */
const EACH = TERMS.flatMap((term) => term.lang.split(',').map((lang) => ({ term, lang })));

describe('shipped terms', () => {
  test('no strong word of five letters or fewer takes any continuation', () => {
    const short = TERMS.filter((term) => term.strength === 'strong' && term.mode === 'prefix' && term.term.length <= 5);
    // Names of medicines and words of medicine that begin no other word of the five dictionaries.
    const checked = new Set(['afasi', 'ebixa', 'häätö', 'imdur', 'nepsy', 'stomi', 'voxra', 'xanax', 'xanor']);
    expect(short.map((term) => term.term).filter((term) => !checked.has(term))).toEqual([]);
  });

  test('nothing is listed twice for a language', () => {
    const seen = new Set<string>();
    const twice: string[] = [];
    for (const { term, lang } of EACH) {
      const key = `${term.category} ${lang} ${term.mode} ${term.mode === 'acronym' ? term.term : term.term.toLowerCase()}`;
      if (seen.has(key)) twice.push(key);
      seen.add(key);
    }
    expect(twice).toEqual([]);
  });

  test('no term has blanks at its ends or two together', () => {
    expect(TERMS.filter((term) => /^\s|\s$|\s\s/.test(term.term)).map((term) => term.term)).toEqual([]);
  });

  test.each([
    ['health', 300],
    ['social-services', 120],
    ['criminal', 80],
    ['school-welfare', 70],
    ['religion-belief', 40],
    ['political-opinion', 30],
    ['trade-union', 30],
    ['ethnic-origin', 40],
    ['sex-life', 30],
    ['genetic', 20],
    ['biometric', 6],
  ])('%s has at least %i entries in each of the four first languages', (category, least) => {
    const count = (lang: string): number =>
      EACH.filter((each) => each.lang === lang && each.term.category === category).length;
    for (const lang of ['sv', 'nb', 'nn', 'da']) expect([lang, count(lang) >= least]).toEqual([lang, true]);
  });

  test.each(['en', 'fi'])('%s has strong words in every category of persons', (lang) => {
    const covered = new Set(
      EACH.filter((each) => each.lang === lang && each.term.strength === 'strong').map((each) => each.term.category),
    );
    const wanted = ['health', 'social-services', 'criminal', 'school-welfare', 'religion-belief', 'political-opinion'];
    for (const category of [...wanted, 'trade-union', 'ethnic-origin', 'sex-life', 'genetic', 'biometric']) {
      expect([category, covered.has(category)]).toEqual([category, true]);
    }
  });
});
