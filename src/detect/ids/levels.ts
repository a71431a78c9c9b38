/** From checks and surroundings to a level: low, medium, high, or nothing to report. */
import type { Country, Language } from '../../core/category.ts';
import type { Contribution } from '../../core/finding.ts';
import type { Candidate } from './layout/candidates.ts';
import type { ColumnVerdict } from './layout/columns.ts';
import { TIME_OF_DAY } from './registers/calendar.ts';
import type { Family, IdCheck } from './registers/check.ts';
import { isKnownWithoutModulus } from './registers/cpr.ts';
import { isCompanyKennitala } from './registers/kennitala.ts';
import type { LabelKind } from './words/label-words.ts';
import type { Label } from './words/labels.ts';
import type { Counter } from './counters.ts';
import type { IdReading } from './reading.ts';

export type Level = IdReading['level'];
export const LEVEL_SCORES: Readonly<Record<Level, number>> = { low: 30, medium: 65, high: 90 };

/** All that is known about one way to read a candidate. */
export interface Evidence {
  readonly candidate: Candidate;
  readonly check: IdCheck;
  readonly label: Label;
  readonly counters: readonly Counter[];
  readonly column: ColumnVerdict;
  /** the digits follow Nordea's clearing number 3300 */
  readonly nordea: boolean;
  /** a person stands directly beside it, and what is written like it passes mostly */
  readonly beside: boolean;
  /** the text has few numbers that are taken apart like this one, and something beside it may stand for a person */
  readonly apart: 'alone' | 'named' | 'many';
  /** the only digits of a file's name, ten and no moment: "pasfoto_…", "skannet …" */
  readonly namesFile: boolean;
  /** its day is one of the last years, in one of the orders in which papers are numbered */
  readonly isPapers: boolean;
  /** script, link or attribute: only labelled or hyphenated numbers count */
  readonly machineText: boolean;
  /** of the text; guessed when asked */
  readonly language: () => Language | null;
  readonly country: Country;
}

/**
 * Digits that something takes apart: by chance one pair in two hundred makes a number, so that one or two in a text speak for
 * themselves and many do not. Two cells are two things unless a name stands before them or the whole column is such pairs.
 */
function apartLevel(evidence: Evidence): Level | null {
  const { candidate: c, check, counters, column, apart } = evidence;
  if (check.strength !== 'full' || counters.length > 0) return null;
  if (evidence.beside && c.form === 'marked') return 'medium';
  if (column.verdict === 'register' && column.family === check.family) return 'medium';
  if (c.sign !== '') return 'medium';
  return apart === 'named' || (apart === 'alone' && c.form !== 'cells') ? 'medium' : null;
}

/**
 * Six digits, a hyphen and four: a hetu whose check character is a digit looks as the numbers of the neighbours do, and a day with anything behind
 * it passes once in a hundred times. Only among Finns it speaks for itself.
 */
const isAnyDate = ({ candidate: c, check, country, beside, language }: Evidence): boolean =>
  check.family === 'fi' &&
  !c.lettered &&
  country !== 'fi' &&
  !beside &&
  (language() === null ? TIME_OF_DAY.test(c.text) : language() !== 'fi');

/** '260930-1182' in a Swedish mail about versions: a Danish number of 1930 only for those who write the day first. */
const isPapersAbroad = ({ candidate: c, check, country, beside, isPapers, language }: Evidence): boolean =>
  check.family === 'dk' &&
  c.form === 'hyphen' &&
  isPapers &&
  !beside &&
  country !== 'dk' &&
  ![null, 'da'].includes(language());

const HOME: ReadonlyMap<Language | null, Country> = new Map<Language, Country>([
  ['sv', 'se'],
  ['da', 'dk'],
]);
/** Of the organisation's own country, or of the one whose language the text is in. */
const isOfHere = ({ family }: IdCheck, country: Country, language: Language | null): boolean =>
  family === country || family === HOME.get(language);

/** Blanks in the date: somebody stands beside it, a hyphen is in it, or few numbers of the text are written so and it is one of the own country. */
const isSpokenFor = ({ beside, candidate: c, apart, check, country, language }: Evidence): boolean =>
  beside || c.sign !== '' || (apart !== 'many' && isOfHere(check, country, language()) && !TIME_OF_DAY.test(c.text));

/** '19470626 2385', '83-12-04 2388': a day of birth that is written out as one, and four digits that are no time of day. */
const isDatedPair = ({ candidate: c, apart }: Evidence): boolean =>
  (c.dottedDate || c.text.length === 12) && apart !== 'many' && !TIME_OF_DAY.test(c.text);

/** A day and a time of it; who was born on it would be a hundred years old. */
const isMoment = (cpr: string): boolean => TIME_OF_DAY.test(cpr) && Number(cpr.slice(4, 6)) < 30;

/**
 * A Danish number without its modulus: beside a person, at home, in Danish or in too few words to tell, it is theirs; by itself it may be of one of the
 * few days that have such.
 */
function uncheckedLevel({ candidate: c, check, beside, counters, country, language }: Evidence): Level | null {
  if (check.family !== 'dk' || c.form !== 'hyphen') return null;
  const isHere = isOfHere(check, country, language()) || language() === null;
  if (beside && counters.length === 0 && isHere && !isMoment(c.text)) return 'medium';
  return isKnownWithoutModulus(c.text) ? 'low' : null;
}

/** What form and check are worth without any word about them. */
function plainLevel(evidence: Evidence): Level | null {
  const { candidate: c, check, counters } = evidence;
  if (check.needsKeyword || check.strength === 'wrong') return null;
  if (c.form === 'cells' || c.form === 'comb' || c.form === 'marked') return apartLevel(evidence);
  // 'DD MM YY NNNNN' is a Norwegian way to write; the two check digits speak for it. In the others it is chance.
  if (c.form === 'spaced-date' && check.family !== 'no')
    return check.strength === 'full' && counters.length === 0 && isSpokenFor(evidence) ? 'medium' : null;
  if (check.strength === 'unchecked') return uncheckedLevel(evidence);
  if (isAnyDate(evidence) || isPapersAbroad(evidence)) return 'low';
  const isCanonical =
    check.family === 'no' ||
    check.family === 'fi' ||
    c.form === 'hyphen' ||
    (c.form === 'bare' && c.text.length === 12) ||
    (c.form === 'space' && isDatedPair(evidence)) ||
    (evidence.namesFile && check.family === evidence.country) ||
    evidence.beside;
  return isCanonical && counters.length === 0 ? 'medium' : 'low';
}

/** Words that are a type's own: without a check digit only they can vouch for it. */
function isOwnKeyword({ check, label, country }: Evidence): boolean {
  const { kinds } = label;
  const isOwn = (...own: LabelKind[]): boolean => own.some((kind) => kinds.includes(kind));
  if (check.detector === 'dk-erstatnings-cpr') return isOwn('erstatning') || kinds[0] === 'dk';
  if (check.family === 'dk') return kinds[0] === 'dk' || (country === 'dk' && isOwn('dk'));
  if (check.family === 'is') return isOwn('kerfis') || kinds[0] === 'is';
  return isOwn(check.family);
}

/** What a keyword beside the number makes of it. */
function keywordLevel(evidence: Evidence): Level | null {
  const { check, label, candidate } = evidence;
  // A company's kennitala passes as a Swedish number once in sixteen times.
  if (label.kinds[0] === 'is' && check.family !== 'is' && isCompanyKennitala(candidate.text)) return null;
  if (check.strength === 'full') return !check.needsKeyword || isOwnKeyword(evidence) ? 'high' : null;
  if (!isOwnKeyword(evidence)) return plainLevel(evidence);
  return check.strength === 'wrong' ? 'low' : 'medium';
}

/** What a column of the same kind of numbers makes of one without a word of its own. */
function columnLevel(evidence: Evidence, level: Level | null): Level | null {
  const { column, check, candidate } = evidence;
  if (level === null || check.strength !== 'full') return level;
  if (column.verdict === 'chance') return 'low';
  if (column.verdict !== 'register' || column.family !== check.family) return level;
  return column.isLarge && candidate.form === 'hyphen' ? 'high' : level === 'low' ? 'medium' : level;
}

/** Under the head of a column for other numbers: those of a register that is sure of itself are persons' all the same. */
const isProvenByColumn = ({ check, column, counters, machineText }: Evidence): boolean =>
  column.isProven &&
  column.family === check.family &&
  REGISTERS_OF_PERSONS.has(check.family) &&
  check.strength === 'full' &&
  !check.needsKeyword &&
  counters.length === 0 &&
  !machineText;
/** The others number companies too, or have no check that chance does not pass. */
const REGISTERS_OF_PERSONS: ReadonlySet<Family> = new Set<Family>(['se', 'no', 'dk', 'fi']);

/**
 * The level of one reading; null when it is not reported.
 * Nordea's personkonto overrides the label; a word for another number hides everything else but what its whole column proves; a
 * keyword decides; then form and column.
 */
export function levelOf(evidence: Evidence): Level | null {
  const { label, counters, nordea, check, candidate, machineText } = evidence;
  if (nordea && check.family === 'se' && check.strength === 'full') return 'medium';
  if (label.polarity === 'negative') return isProvenByColumn(evidence) ? 'medium' : null;
  if (label.polarity === 'strong') return keywordLevel(evidence);
  if (counters.some(({ effect }) => effect === 'veto')) return null;
  if (machineText && candidate.form !== 'hyphen' && !candidate.text.includes('-')) return null;
  const level = columnLevel(evidence, plainLevel(evidence));
  // whoever made loose digits a number of medium weight does not lift it again; a hyphened one needed nobody
  const isLoose = evidence.beside && (candidate.form !== 'hyphen' || check.strength !== 'full');
  const mayLift = label.polarity === 'weak' && !isLoose && evidence.column.verdict !== 'chance';
  return level === 'medium' && mayLift ? 'high' : level;
}

/** The reasons for and against, with points that add up to the score of the level. */
export function reasonsOf(evidence: Evidence, level: Level): Contribution[] {
  const { check, label, counters, column, candidate, nordea } = evidence;
  const reasons: Contribution[] = [{ reason: 'shape', points: 10 }];
  if (check.strength === 'full') reasons.push({ reason: 'checksum', points: 20 });
  else reasons.push({ reason: check.strength === 'wrong' ? 'checksum-wrong' : 'no-checksum', points: 0 });
  for (const { reason } of counters) reasons.push({ reason, points: -15 });
  if (candidate.form === 'hyphen' || candidate.text.length > 10) reasons.push({ reason: 'form', points: 20 });
  if (label.polarity === 'strong' || label.polarity === 'weak')
    reasons.push({ reason: label.polarity === 'strong' ? 'label' : 'weak-label', points: 25 });
  if (nordea) reasons.push({ reason: 'nordea-personkonto', points: 25 });
  if (column.verdict === 'register') reasons.push({ reason: 'column-register', points: 25 });
  if (column.verdict === 'chance') reasons.push({ reason: 'column-chance', points: -25 });
  const sum = reasons.reduce((total, { points }) => total + points, 0);
  return sum === LEVEL_SCORES[level]
    ? reasons
    : [...reasons, { reason: `level-${level}`, points: LEVEL_SCORES[level] - sum }];
}
