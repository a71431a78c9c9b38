/** Speed over ordinary Swedish and Norwegian text: a megabyte in pieces of 10 KB, an identifier in every other piece. */
import { bench, describe } from 'vitest';
import { read } from '../../testing/id-runs.ts';
import { normalise } from '../normalise.ts';

const WORDS =
  'kommunen beslutade att bevilja ansökan om stöd enligt lagen och eleven får plats i skolan från höstterminen handläggaren ringer hälsningar Anna mötet hålls tisdag 14 maj 2024 klockan 13.30 i sal 12 kostnad 12 500 kr telefon 070-174 06 05 vi søker om støtte til barnehage og skole for elever i kommunen vedtaket ble fattet av rådmannen den 12.03.2024'.split(
    ' ',
  );

/** A hundred pieces; the order of words from a fixed linear congruence. */
function pieces(): string[] {
  let state = 1;
  return Array.from({ length: 100 }, (_, piece) => {
    const words = Array.from({ length: 1500 }, () => {
      state = (Math.imul(state, 1103515245) + 12345) & 0x7fffffff;
      return WORDS[(state >> 8) % WORDS.length] ?? '';
    });
    if (piece % 2 === 0) words[700] = '780805-2398';
    return words.join(' ').slice(0, 10_000);
  });
}

describe('a megabyte of office text', () => {
  const text = pieces();
  bench('normalise', () => text.forEach((piece) => normalise(piece)));
  bench('normalise and find identifiers', () => text.forEach((piece) => read(piece)));
});
