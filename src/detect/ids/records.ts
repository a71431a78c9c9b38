/**
 * Records of fixed length, as exports and payment files have them: "10195207182386LUNDGREN KENT". The number has no edges there; that
 * it stands in the same place of line after line, and is right in all of them, tells it from chance.
 */
import type { Span } from '../../core/text.ts';
import { isClockLike } from './counters.ts';
import type { IdOptions } from './input.ts';
import { LEVEL_SCORES } from './levels.ts';
import type { IdReading } from './reading.ts';
import type { Today } from './registers/calendar.ts';
import type { IdCheck } from './registers/check.ts';
import { checkCpr } from './registers/cpr.ts';
import { checkNorwegian } from './registers/fodselsnummer.ts';
import { checkSwedish } from './registers/samordningsnummer.ts';
import { namesOtherNumbers, namesPersonNumbers } from './words/mentions.ts';

/** Digits that cannot be a number of their own: more than twelve, or letters directly before or behind. */
const RUN = /(?<![0-9])(?:\d{13,40}|\d{11,12}(?=[A-Za-zÅÄÖÆØåäöæø])|(?<=[A-Za-zÅÄÖÆØåäöæø])\d{11,12})(?![0-9])/g;
/** Digits of a run that may hold a number. */
export const SHORTEST_RUN = 11;
/** Lines with a right number in one place where the text says that it has persons' numbers. */
const FEWEST_SAID = 2;
/** And where it does not, by the digits of a number: chance makes one of eleven in three thousand, of ten in three hundred; twelve are moments too. */
const FEWEST_UNSAID: ReadonlyMap<number, number> = new Map([
  [10, 3],
  [11, 2],
  [12, 3],
]);
/** No moment that a log has lies in the last century, and a century, a day and a check digit are right together once in a thousand times. */
const FEWEST_OF_LAST_CENTURY = 2;
const LAST_CENTURY = /^19\d{10}$/;
const RATE = 0.9;
const MOST_RUNS = 20_000;
const CENTURY = /^(?:19|20)/;

interface Place {
  readonly hits: { readonly span: Span; readonly check: IdCheck }[];
  lines: number;
}

/** What a window of digits would be; eleven are Norwegian, twelve Swedish, ten Danish or Swedish. */
function checkOf(digits: string, today: Today, rule2032: IdOptions['rule2032']): IdCheck | null {
  const check =
    digits.length === 11
      ? checkNorwegian(digits, today, rule2032)
      : digits.length === 10
        ? [checkCpr(digits, today), checkSwedish(digits, '', today)].find((one) => one?.strength === 'full')
        : CENTURY.test(digits)
          ? checkSwedish(digits, '', today)
          : null;
  return check?.strength === 'full' && !check.needsKeyword ? check : null;
}

/** The places of all windows in the runs of a text, by their column and length. */
function placesOf(text: string, today: Today, rule2032: IdOptions['rule2032']): Map<string, Place> {
  const places = new Map<string, Place>();
  let runs = 0;
  RUN.lastIndex = 0;
  for (let run = RUN.exec(text); run !== null && runs < MOST_RUNS; run = RUN.exec(text)) {
    runs++;
    const from = Math.max(0, run.index - LONGEST_LINE);
    const lineStart = from + text.slice(from, run.index).lastIndexOf('\n') + 1;
    for (const length of FEWEST_UNSAID.keys()) {
      for (let at = 0; at + length <= run[0].length; at++) {
        const key = `${length}:${run.index + at - lineStart}`;
        const place = places.get(key) ?? { hits: [], lines: 0 };
        places.set(key, place);
        const digits = run[0].slice(at, at + length);
        // lines of another kind have no century there
        if (length !== 12 || CENTURY.test(digits)) place.lines++;
        const check = checkOf(digits, today, rule2032);
        const start = run.index + at;
        if (check !== null) place.hits.push({ span: { start, end: start + length }, check });
      }
    }
  }
  return places;
}
const LONGEST_LINE = 2_000;
/** "PNR196901132388EKLUND": the name of the field before its content. */
const LABELLED_RUN = /(?<![A-Za-z])(?:pnr|persnr|personnr|personnummer|fnr|fødselsnr|fødselsnummer)\d{11}/i;

/** Whether a place holds several people: one number in all lines is that of a thing, moments of days alone are a log. */
function isOfPeople(text: string, hits: Place['hits'], isSaid: boolean): boolean {
  const [first] = hits;
  if (first === undefined) return false;
  const digits = first.span.end - first.span.start;
  const isOld =
    !namesOtherNumbers(text) && hits.every(({ span }) => LAST_CENTURY.test(text.slice(span.start, span.end)));
  const unsaid = isOld ? FEWEST_OF_LAST_CENTURY : (FEWEST_UNSAID.get(digits) ?? Infinity);
  const fewest = isSaid && digits > 10 ? FEWEST_SAID : unsaid;
  if (hits.length < fewest || hits.some(({ check }) => check.family !== first.check.family)) return false;
  const numbers = new Set(hits.map(({ span }) => text.slice(span.start, span.end)));
  return numbers.size >= fewest && [...numbers].some((number) => !isClockLike(number));
}

/**
 * Finds numbers that stand in one place of several records.
 * @param text normalised text
 */
export function findInRecords(text: string, today: Today, rule2032: IdOptions['rule2032']): IdReading[] {
  RUN.lastIndex = 0;
  if (!RUN.test(text)) return [];
  const isSaid = namesPersonNumbers(text) || LABELLED_RUN.test(text);
  return [...placesOf(text, today, rule2032).values()]
    .filter(({ hits, lines }) => hits.length >= RATE * lines && isOfPeople(text, hits, isSaid))
    .flatMap(({ hits }) => hits)
    .sort((a, b) => a.span.start - b.span.start || b.span.end - a.span.end)
    .map(({ span, check }) => {
      const raw = text.slice(span.start, span.end);
      return {
        detector: check.detector,
        span,
        normalized: raw,
        raw,
        level: 'medium',
        score: LEVEL_SCORES.medium,
        synthetic: check.synthetic,
        reasons: [
          { reason: 'checksum', points: 30 },
          { reason: 'records', points: LEVEL_SCORES.medium - 30 },
        ],
      };
    });
}
