/** Gathers for every candidate what its digits, edges, words and table say. */
import type { Country, Zone } from '../../core/category.ts';
import { once } from '../../core/once.ts';
import type { ExtractedText } from '../../core/text.ts';
import { guessLanguage } from '../context/language.ts';
import type { NormalisedText } from '../normalise.ts';
import { followsLabel, standsAlone, touchesLetters, touchesThing, type Surroundings } from './layout/boundaries.ts';
import type { Candidate } from './layout/candidates.ts';
import { ColumnStatistics, SILENT, type ColumnVerdict } from './layout/columns.ts';
import { isPersonsPath, labelInPath, linkRole, stepAround, type LinkRole } from './layout/links.ts';
import { ListHeadings } from './layout/lists.ts';
import { Rows } from './layout/series.ts';
import { tablesOf, type TablePlace, type Tables } from './layout/tables.ts';
import { twoDigits, type Today } from './registers/calendar.ts';
import type { IdCheck } from './registers/check.ts';
import { checkCpr, checkLetteredCpr } from './registers/cpr.ts';
import { checkDuf } from './registers/duf.ts';
import { checkNorwegian } from './registers/fodselsnummer.ts';
import { checkHetu } from './registers/hetu.ts';
import { checkKennitala } from './registers/kennitala.ts';
import { checkInterimsnummer, checkReservnummer } from './registers/reservnummer.ts';
import { checkSwedish } from './registers/samordningsnummer.ts';
import { personBeside, precedesName, type NameTest } from './words/beside.ts';
import { definedLabel } from './words/defined.ts';
import { isDated, labelOf, NO_LABEL, type Label, type Numbered, type Reach } from './words/labels.ts';
import { isNoThings } from './words/other-numbers.ts';
import { SOLE_TRADER } from './words/sole-trader.ts';
import { countersOf, followsNordeaClearing, isClockLike } from './counters.ts';
import { FRESH, tellsOfNewborn } from './moments.ts';
import { isAnswer, isWhomItIsAbout } from './words/mentions.ts';
import type { IdInput, IdOptions } from './input.ts';
import type { Evidence } from './levels.ts';

/** Every register a candidate could belong to, by shape and digits alone. */
function checksOf(c: Candidate, today: Today, rule2032: IdOptions['rule2032']): IdCheck[] {
  const { text, sign } = c;
  const checks = c.lettered
    ? [
        checkHetu(text, today),
        checkReservnummer(text, today),
        checkInterimsnummer(text, today),
        checkLetteredCpr(text, today),
      ]
    : text.length === 11
      ? [checkNorwegian(text, today, rule2032)]
      : text.length === 12
        ? [checkSwedish(text, sign, today), checkReservnummer(text, today), checkDuf(text, today)]
        : [
            checkSwedish(text, sign, today),
            checkCpr(text, today),
            checkKennitala(text, today),
            c.form === 'hyphen' ? checkHetu(`${text.slice(0, 6)}${sign}${text.slice(6)}`, today) : null,
          ];
  return checks.filter((check) => check !== null);
}

const MACHINE_ZONES: ReadonlySet<Zone> = new Set<Zone>(['script', 'link', 'attribute']);

/** Zones of a text by normalised index. */
function zoneReader(text: NormalisedText, source: ExtractedText): (index: number) => Zone {
  const { segments } = source;
  if (segments.length <= 1) return () => segments[0]?.zone ?? 'body';
  return (index) => {
    const original = text.originalIndex(index);
    let low = 0;
    let high = segments.length - 1;
    while (low < high) {
      const middle = (low + high) >>> 1;
      if ((segments[middle]?.end ?? Infinity) <= original) low = middle + 1;
      else high = middle;
    }
    return segments[low]?.zone ?? 'body';
  };
}

/** Whether a number has at least two words beside it in its cell. */
const isProse = (text: string, { start, end }: Numbered, { from, to }: Reach): boolean =>
  ((text.slice(Math.max(from, start - PROSE), start) + text.slice(end, Math.min(to, end + PROSE))).match(/\p{L}{2,}/gu)
    ?.length ?? 0) >= 2;
const PROSE = 80;

/** The label of a number that stands in a table: its own cell, then the cell before it and the header, then the row. */
function labelInTable(
  text: string,
  number: Numbered,
  place: TablePlace,
  tail: TablePlace | null,
  isGivenName: NameTest,
): Label {
  const own = labelOf(text, number, place.cell, isGivenName);
  if (own.polarity === 'strong' || own.polarity === 'negative') return own;
  const written = text.slice(number.start, number.end);
  const isDay = isDated(written);
  const isPersons = isNoThings('', written);
  // what heads a column of notes says nothing of a number in the midst of one
  const head = isProse(text, number, place.cell) && place.header.polarity === 'negative' ? NO_LABEL : place.header;
  const around = [head, place.key, ...(tail === null ? [] : [tail.header])].filter(
    ({ isOfDays, isOfThings }) => !(isOfDays === true && isDay) && !(isOfThings === true && isPersons),
  );
  const decisive =
    around.find(({ polarity }) => polarity === 'strong') ?? around.find(({ polarity }) => polarity === 'negative');
  // the column has organisations' numbers, and the row says that this one is its owner's
  const isOwners = decisive?.polarity === 'negative' && SOLE_TRADER.test(text.slice(place.row.from, place.row.to));
  if (decisive !== undefined && !isOwners) return decisive;
  const row = labelOf(text, number, place.row, isGivenName);
  if (row.polarity === 'strong') return row;
  return [own, row, ...around].find(({ polarity }) => polarity === 'weak') ?? NO_LABEL;
}

/** A candidate that stands by itself and may be something, on its way to evidence. */
interface Suspect {
  readonly candidate: Candidate;
  readonly checks: readonly IdCheck[];
  readonly label: Label;
  readonly column: string;
  readonly inTable: boolean;
  readonly machineText: boolean;
  readonly isInLink: boolean;
  readonly nordea: boolean;
}

const OF_ANYBODY: Label = { polarity: 'strong', kinds: ['se', 'no', 'dk', 'fi', 'is'] };
const EVERYWHERE = { from: 0, to: Infinity };
const A_NAME = { ...EVERYWHERE, isName: true };

const APART: ReadonlySet<Candidate['form']> = new Set(['cells', 'comb', 'marked', 'spaced-date']);
/** Taken apart by more than the blank that many numbers have. */
const isApart = (c: Candidate): boolean =>
  APART.has(c.form) || (c.form === 'space' && (c.dottedDate || c.text.length === 12));
/** More numbers that are taken apart are a table of something. */
const FEW = 3;
/** A full name in the cell before. */
const NAMED = /[A-ZÅÄÖÆØ][a-zåäöæøéü]+ [A-ZÅÄÖÆØ][a-zåäöæøéü-]+ {0,2}[\t;|,:] {0,2}$/;
const RECENT_YEARS = 4;
/** YYMMDDHHMM of this century */
const SHORT_MOMENT = /^[0-4]\d(?:0[1-9]|1[0-2])(?:0[1-9]|[12]\d|3[01])(?:[01]\d|2[0-3])[0-5]\d$/;
/** Ten bare digits that are no moment, in a name without any other number. */
const isOnlyNumber = (name: string, c: Candidate): boolean =>
  c.form === 'bare' && c.text.length === 10 && !SHORT_MOMENT.test(c.text) && name.match(/\d+/g)?.length === 1;

/** So much of a text tells its language. */
const SAMPLE = 4_000;

/** '241103', '20241103': days of the last years are days of something else far more often than days of birth. */
function isRecentDay(c: Candidate, today: Today): boolean {
  const year = c.text.length === 12 ? Number(c.text.slice(0, 4)) : 2000 + Number(c.text.slice(0, 2));
  return year > today.year - RECENT_YEARS && year <= today.year + RECENT_YEARS;
}

/** Danish and Icelandic telephone numbers are shorter: at home ten digits are none. */
const isOwnShort = ({ family }: IdCheck, country: IdOptions['country']): boolean =>
  family === country && (family === 'dk' || family === 'is');

/** Beside a person a telephone number of another country is written with its prefix; beside a child it would have a word of its own. */
const speaksNot = (of: Country, beside: ReturnType<typeof personBeside>, country: Country): boolean =>
  beside === 'child' || (beside === 'person' && of !== country);

/** Parted as other things are too. */
const OFTEN_CHANCE: ReadonlySet<Candidate['form']> = new Set(['marked', 'spaced-date']);
/** Without a hyphen. */
const LOOSE: ReadonlySet<Candidate['form']> = new Set(['bare', 'space']);

/** Right as a Finnish number and no other. */
const isFinnish = (checks: readonly IdCheck[]): boolean =>
  checks.some(({ family, strength }) => family === 'fi' && strength === 'full') &&
  checks.every(({ family, strength }) => family === 'fi' || strength !== 'full');

/** Ten digits with a hyphen that nothing speaks for but their day. */
const isUncheckedDanish = (c: Candidate, checks: readonly IdCheck[]): boolean =>
  c.form === 'hyphen' &&
  checks.some(({ family, strength }) => family === 'dk' && strength === 'unchecked') &&
  checks.every(({ strength }) => strength !== 'full');

/** YYMMDD */
const YEAR_FIRST = /^\d\d(?:0[1-9]|1[0-2])(?:0[1-9]|[12]\d|3[01])/;
/** Whether the day of a Danish number is of the last years, also where Swedes and Norwegians would write one so: '250312-4417' is a paper's. */
function isPapers({ text }: Candidate, today: Today, isDanish: boolean): boolean {
  const isLate = (at: number): boolean => Math.abs((today.year % 100) - twoDigits(text, at)) <= RECENT_YEARS;
  return isLate(4) || (!isDanish && YEAR_FIRST.test(text) && isLate(0));
}

class Gatherer {
  private readonly statistics: ColumnStatistics;
  private readonly tables: Tables;
  private readonly headings: ListHeadings;
  private readonly rows: Rows;
  private readonly zoneAt: (index: number) => Zone;
  private readonly isFileName: boolean;
  private apart = 0;
  private readonly text: string;
  private readonly options: IdOptions;
  private readonly isGivenName: NameTest;
  private readonly defined: IdInput['defined'];
  private readonly today: Today;
  private readonly language: Evidence['language'];

  constructor(text: string, { text: normalised, source, options, isGivenName, defined }: IdInput, today: Today) {
    this.text = text;
    this.options = options;
    this.isGivenName = isGivenName;
    this.defined = defined;
    this.today = today;
    this.statistics = new ColumnStatistics(today);
    this.language = once(() => guessLanguage(text.slice(0, SAMPLE)));
    this.tables = tablesOf(normalised, source, defined);
    this.zoneAt = zoneReader(normalised, source);
    this.isFileName = source.where === 'filename';
    this.headings = new ListHeadings(text);
    this.rows = new Rows(text);
  }

  /** Judges a candidate's digits, edges and words; counts it for its column. Null when there is nothing to it. */
  suspect(c: Candidate): Suspect | null {
    const role = this.isFileName ? 'none' : linkRole(this.text, c.start);
    const zone = this.zoneAt(c.start);
    const isName = this.isFileName || zone === 'filename' || role === 'name';
    const surroundings: Surroundings = isName ? 'filename' : role === 'none' ? 'prose' : 'url';
    const nordea = followsNordeaClearing(this.text, c.start);
    const isApart = nordea || standsAlone(this.text, c.start, c.end, surroundings);
    if (
      !isApart &&
      !(
        touchesLetters(this.text, c.start, c.end) &&
        ((isName && !touchesThing(this.text, c.start, c.end)) || followsLabel(this.text, c.start))
      )
    )
      return null;
    const checks = checksOf(c, this.today, this.options.rule2032);
    const place = isName ? null : this.tables.placeOf(c.start);
    const column = place?.column ?? (c.form === 'space' ? 'text:space' : 'text');
    const label = checks.length === 0 ? NO_LABEL : this.labelFor(c, place, role);
    if (!c.lettered && (place !== null || (LOOSE.has(c.form) && label.polarity !== 'negative'))) {
      this.statistics.add(column, c, checks);
    }
    if (checks.length === 0) return null;
    const machineText = role !== 'none' || MACHINE_ZONES.has(zone);
    return {
      candidate: c,
      checks,
      label,
      column,
      inTable: place !== null,
      machineText,
      isInLink: role !== 'none',
      nordea,
    };
  }

  /** What follows from a suspect once all columns are counted. */
  evidence(suspect: Suspect): Evidence[] {
    const { candidate, checks, label, machineText, nordea } = suspect;
    const surrounding = { isFileName: this.isFileName, isInLink: suspect.isInLink };
    const counters = countersOf(this.text, candidate, surrounding, this.today);
    const column: ColumnVerdict = candidate.lettered
      ? SILENT
      : this.statistics.verdictOf(suspect.column, candidate, suspect.inTable);
    const { country } = this.options;
    const beside = this.besides(suspect);
    const isOverruled = (reason: string): boolean =>
      (reason === 'account' && this.isNamed(candidate)) || (reason === FRESH && this.isSomebodys(suspect));
    const held = counters.filter(({ reason }) => !isOverruled(reason));
    return checks.map((check) => ({
      candidate,
      check,
      label,
      counters: held.filter(
        ({ against, of }) =>
          (against === undefined || against === check.family) &&
          !(of !== undefined && (isOwnShort(check, country) || speaksNot(of, beside, country))),
      ),
      column,
      nordea,
      machineText,
      namesFile: this.isFileName && isOnlyNumber(this.text, candidate),
      apart: this.apartOf(candidate),
      isPapers: isPapers(candidate, this.today, false),
      beside: beside !== null,
      language: this.language,
      country,
    }));
  }

  /** Counts the candidates that are taken apart. */
  countApart(candidates: readonly Candidate[]): void {
    for (const candidate of candidates) if (isApart(candidate)) this.apart++;
  }

  private apartOf(c: Candidate): Evidence['apart'] {
    if (!isApart(c) || this.apart > FEW || isRecentDay(c, this.today)) return 'many';
    return NAMED.test(this.text.slice(Math.max(0, c.start - 60), c.start)) ? 'named' : 'alone';
  }

  /** Digits with nothing of their own to say that they are a person's, but with a person beside them. */
  private besides({ candidate: c, checks, column, label }: Suspect): ReturnType<typeof personBeside> {
    if (c.lettered || label.polarity === 'negative') return null;
    const isLoose = c.form === 'space' ? c.text.length !== 11 : c.form === 'bare' && c.text.length === 10;
    const needsPerson = OFTEN_CHANCE.has(c.form) || isFinnish(checks) || this.mayBeDanish(c, checks);
    if (isLoose ? !this.statistics.isMostly(column, c) : !needsPerson) return null;
    const isTold = isAnswer(this.text, c) || isWhomItIsAbout(this.text, c);
    return personBeside(this.text, c.start, c.end, this.isGivenName) ?? (isTold ? 'person' : null);
  }

  private mayBeDanish(c: Candidate, checks: readonly IdCheck[]): boolean {
    if (!isUncheckedDanish(c, checks)) return false;
    const language = this.language();
    const isDanish = language === 'da' || (language === null && this.options.country === 'dk');
    return !isPapers(c, this.today, isDanish);
  }

  /** A person stands beside it: among the accounts of clubs the number of one who is paid without. */
  private isNamed({ start, end }: Candidate): boolean {
    return personBeside(this.text, start, end, this.isGivenName) !== null;
  }

  /** Anything tells of a person: a day of the last weeks may be a child's after all. */
  private isSomebodys({ candidate: c, label }: Suspect): boolean {
    return (
      label.polarity === 'weak' ||
      this.isNamed(c) ||
      isAnswer(this.text, c) ||
      isWhomItIsAbout(this.text, c) ||
      tellsOfNewborn(this.text, c)
    );
  }

  private labelFor(c: Candidate, place: TablePlace | null, role: LinkRole): Label {
    if (role === 'parameter') return OF_ANYBODY;
    // ten digits in a path are the number of a row, a moment that of a picture
    if (role !== 'none' && c.text.length > 10 && !isClockLike(c.text) && isPersonsPath(this.text, c.start))
      return OF_ANYBODY;
    if (role !== 'none') {
      const glued = labelInPath(this.text, c.start);
      if (glued.polarity !== 'none') return glued;
      const label = labelOf(this.text, c, { ...stepAround(this.text, c.start), isName: true }, this.isGivenName);
      return role === 'name' || label.polarity === 'negative' ? label : NO_LABEL;
    }
    const explained = definedLabel(this.text, c.start, this.defined());
    if (explained !== undefined) return explained;
    const number: Numbered = { start: c.start, end: c.end };
    if (place === null) {
      const label = labelOf(this.text, number, this.isFileName ? A_NAME : EVERYWHERE, this.isGivenName);
      if (label.polarity !== 'none') return label;
      const first = this.rows.firstOf(number);
      if (first.start < number.start) {
        const ofFirst = labelOf(this.text, first, EVERYWHERE, this.isGivenName);
        if (ofFirst.polarity === 'negative') return ofFirst;
      }
      const heading = this.headings.labelOf(c.start);
      const isSomebodys = c.form === 'hyphen' && precedesName(this.text, c.end, this.isGivenName);
      return heading.polarity === 'negative' && isSomebodys ? NO_LABEL : heading;
    }
    const tail = c.form === 'cells' ? this.tables.placeOf(c.tailStart) : null;
    const label = labelInTable(this.text, number, place, tail, this.isGivenName);
    if (label.polarity !== 'none') return label;
    // "Linjerne (cpr, vejkode, navn):" above rows that begin with the number; what else they are of says nothing of a column
    const heading = this.headings.labelOf(c.start);
    return heading.polarity === 'strong' ? heading : label;
  }
}

/**
 * Everything known about every candidate that has a check to its name.
 * @param text what the candidates' positions refer to: the normalised text, or a file name with its marks as blanks
 */
export function gatherEvidence(
  text: string,
  candidates: readonly Candidate[],
  input: IdInput,
  today: Today,
): Evidence[] {
  const gatherer = new Gatherer(text, input, today);
  gatherer.countApart(candidates);
  const suspects = candidates.map((c) => gatherer.suspect(c)).filter((suspect) => suspect !== null);
  return suspects.flatMap((suspect) => gatherer.evidence(suspect));
}
