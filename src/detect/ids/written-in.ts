/** Whose alphabet a text is written in: it decides between two registers whose numbers look the same. */
import type { Country } from '../../core/category.ts';
import { once } from '../../core/once.ts';
import { guessLanguage } from '../context/language.ts';

const SAMPLE = 4000;
/** A name from a neighbouring country stands in any text. */
const MANY_TIMES = 3;

const countOf = (text: string, letters: RegExp): number => text.match(letters)?.length ?? 0;

function read(text: string, own: Country): Country | null {
  const sample = text.slice(0, SAMPLE);
  const eastern = countOf(sample, /[äöÄÖ]/g);
  const western = countOf(sample, /[æøÆØ]/g);
  const icelandic = countOf(sample, /[þðÞÐ]/g);
  if (2 * icelandic > eastern + western && guessLanguage(sample) === null) return 'is';
  if (eastern > MANY_TIMES * western) return guessLanguage(sample) === 'fi' ? 'fi' : own === 'fi' ? null : 'se';
  if (western <= MANY_TIMES * eastern || own === 'no') return null;
  const language = guessLanguage(sample);
  return language === 'nb' || language === 'nn' ? null : 'dk';
}

/**
 * The country whose letters a text uses: þ and ð are Icelandic, ä and ö Swedish, æ and ø Danish where nothing says Norwegian. Norway's numbers have a length of
 * their own and need no such help.
 * @param own country of the organisation
 * @returns to be asked only where it matters; reads once
 */
export const writtenIn = (text: string, own: Country): (() => Country | null) => once(() => read(text, own));
