/** What argues that digits of the right shape are another kind of number. */
import type { Country } from '../../core/category.ts';
import { isPersonsPath } from './layout/links.ts';
import type { Candidate } from './layout/candidates.ts';
import { FRESH, isFreshDay, isFreshMoment, isLinkedMoment, isOneOfASeries, isScan } from './moments.ts';
import { twoDigits, type Today } from './registers/calendar.ts';
import type { Family } from './registers/check.ts';

/** `veto`: it is something else. `weaken`: it may be; without a keyword the reading is low. */
export interface Counter {
  readonly reason: string;
  readonly effect: 'veto' | 'weaken';
  /** argues against readings as a number of this register only */
  readonly against?: Family;
  /** the country whose telephone numbers look so */
  readonly of?: Country;
}

/** Whether twelve digits read as a moment from 2010 on: YYYYMMDDHHMM. */
export function isClockLike(digits: string): boolean {
  if (digits.length !== 12 || digits < '2010') return false;
  return Number(digits.slice(8, 10)) < 24 && Number(digits.slice(10)) < 60;
}

/** Minutes of appointments; moments of a log have any. */
const isRoundMoment = (hhmm: string): boolean =>
  Number(hhmm.slice(0, 2)) < 24 && Number(hhmm.slice(2)) < 60 && Number(hhmm.slice(2)) % 5 === 0;

/**
 * '270331-0900': a day of this year or the next ones with a round time of day. Read as a number it would be of a child born this
 * year or of somebody near a hundred.
 */
function isAppointment(c: Candidate, today: Today): boolean {
  if (c.form !== 'hyphen' || c.sign === '+' || c.text.length !== 10) return false;
  const year = 2000 + twoDigits(c.text, 0);
  return year >= today.year && year <= today.year + AHEAD && isRoundMoment(c.text.slice(6));
}
const AHEAD = 3;

/** How far a log's next line may be. */
const LOG_REACH = 400;

/** Another moment of the same day near by: lines of a log, numbers of jobs. Two people born on one day are written otherwise. */
function hasSameDayNear(text: string, c: Candidate): boolean {
  const around = text.slice(Math.max(0, c.start - LOG_REACH), c.start) + ' ' + text.slice(c.end, c.end + LOG_REACH);
  const day = c.text.slice(0, 8);
  for (let at = around.indexOf(day); at >= 0; at = around.indexOf(day, at + 8)) {
    const digits = /^\d{12}(?!\d)/.exec(around.slice(at, at + 13))?.[0];
    if (digits !== undefined && isClockLike(digits) && !/\d/.test(around.charAt(at - 1))) return true;
  }
  return false;
}

/** A word for what happens at a moment, in the line of the number: a run that starts, a level of a log. */
function hasTimeWord(text: string, c: Candidate): boolean {
  const before = text.slice(Math.max(0, c.start - 32), c.start);
  const after = /^[^\n]{0,24}/.exec(text.slice(c.end, c.end + 24))?.[0] ?? '';
  return TIME_WORD.test(before.slice(before.lastIndexOf('\n') + 1)) || TIME_WORD.test(after);
}
const TIME_WORD =
  /(?:^|[^a-zåäöæø])(?:get|post|put|delete|rollback|next|previous|since|nästa|neste|næste|forrige|föregående|senast[ea]?|sist[ea]?|seneste?|sedan|siden|start(?:ade|ad|ades|et|ede|er|ed)|omstart(?:ad)?|genstart(?:et)?|restart(?:ed)?|stopp(?:ade|et|ad)?|stopped|avbr(?:öts|uten|ødt|utt|öt)|klar|ferdig|färdig|færdig|kl|tid(?:punkt|spunkt)?|logga?|logg?et|körd(?:es)?|körning(?:en)?|kjørt|kjøring(?:en)?|kørt|backup|import(?:erad|ert|en)?|e[xk]+sport(?:erad|ert|en)?|synk(?:ad|roniser[a-zåäöæø]*)?|info|warn(?:ing)?|error|debug|utc|cet|timestamp|i drift|uppdaterad|oppdatert|opdateret|updated|modified|created|passage|larm|alarm)(?![a-zåäöæø])/i;

/** '610911-0801', '610911-0822': moments of one day in a row. */
function hasMomentsNear(text: string, c: Candidate): boolean {
  if (c.form !== 'hyphen' || c.text.length !== 10 || !isMoment(c.text.slice(6))) return false;
  const around = `${text.slice(Math.max(0, c.start - LOG_REACH), c.start)} ${text.slice(c.end, c.end + LOG_REACH)}`;
  const day = `${c.text.slice(0, 6)}-`;
  for (let at = around.indexOf(day); at >= 0; at = around.indexOf(day, at + 7)) {
    const moment = /^\d{4}(?!\d)/.exec(around.slice(at + 7, at + 12))?.[0];
    if (moment !== undefined && moment !== c.text.slice(6) && isMoment(moment)) return true;
  }
  return false;
}
const isMoment = (hhmm: string): boolean => Number(hhmm.slice(0, 2)) < 24 && Number(hhmm.slice(2)) < 60;

/** Groups of a longer number around ours: cards 3782 822463 10005, telephone and account groups. Years and ages are none. */
function isGrouped(text: string, c: Candidate): boolean {
  if (c.form !== 'space') return false;
  const before = /(?:^|[^\d.,-])(\d{3,5}) $/.exec(text.slice(Math.max(0, c.start - 8), c.start))?.[1];
  const isYear = before !== undefined && /^(?:19|20)\d\d$/.test(before);
  return (before !== undefined && !isYear) || /^ \d{2,5}(?![\d./:-])/.test(text.slice(c.end, c.end + 8));
}

/** Two lines in a row, directly above or below, that end in a Norwegian account number: "Speiderne 1234 56 78903". */
function isAmongAccounts(text: string, c: Candidate): boolean {
  if (c.form !== 'bare' || c.text.length !== 11) return false;
  const above = text
    .slice(Math.max(0, c.start - 3 * LINE), c.start)
    .split('\n')
    .slice(-3, -1);
  const below = text
    .slice(c.end, c.end + 3 * LINE)
    .split('\n')
    .slice(1, 3);
  return [above, below].some((lines) => lines.length === 2 && lines.every((line) => ACCOUNT.test(line)));
}
const LINE = 100;
const ACCOUNT = /(?<!\d)\d{4}[. ]\d\d[. ]\d{5}[ \t\r]*$/;

const UNIT_AFTER = /^ ?(?:(?:kr|sek|nok|dkk|eur|usd|isk|st|stk|kwh|[kmg]b|bytes?)(?![\p{L}\d_])|:-|,-|€|\$|%)/iu;
const CURRENCY_BEFORE = /(?:€|\$|£|(?<![\p{L}\d_])(?:kr|sek|nok|dkk|eur|usd)\.?) ?$/iu;

/** A name of an axis or an equals sign, or another decimal number, before a decimal number; a unit or another one behind it. */
const AXIS_BEFORE =
  /(?:=|(?:^|[^\p{L}])(?:[xyen]|nord|north|øst|öst|east|lengde|længde|längd|bredde|bredd|lat|lon|long|koordinat\p{L}*|kurs|sum|summa)) ?:? ?$|\d[.,]\d+[ ,;\t]{1,3}$/iu;
const LENGTH_AFTER = /^ ?(?:m|km|meter)(?!\p{L})|^[ ,;\t]{1,3}(?:\p{L}{1,8}[ =:]{1,2})?\d+[.,]\d/u;

/** '179120.99997' as a coordinate or measure. */
const isDecimal = (text: string, c: Candidate): boolean =>
  c.form === 'marked' &&
  /^\d{6}\.\d+$/.test(text.slice(c.start, c.end)) &&
  (AXIS_BEFORE.test(text.slice(Math.max(0, c.start - 24), c.start)) ||
    LENGTH_AFTER.test(text.slice(c.end, c.end + 16)) ||
    UNIT_AFTER.test(text.slice(c.end, c.end + 8)));

/** Names that cameras and telephones give their pictures. */
const PICTURE_BEFORE =
  /(?:^|[^a-z])(?:img|dscn?|pxl|vid|mvi|pano|dji|screenshot|skärmbild|skjermbilde|skærmbillede)[_-]$/i;

/** Numbers of ten digits that begin as mobile numbers do. */
const SWEDISH_MOBILE = /^07[02369]/;
const FINNISH_MOBILE = /^(?:04[0145]|050)/;
/** International call prefixes written without a plus sign: Sweden and Finland. */
const INTERNATIONAL = /^(?:467[02369]|3584|3585)/;

/** What a number stands in. */
export interface Surrounding {
  /** of a part */
  readonly isFileName: boolean;
  readonly isInLink: boolean;
}

/** Everything that speaks against a candidate without looking at words. @param text normalised; @param today arrival date */
export function countersOf(text: string, c: Candidate, surrounding: Surrounding, today: Today): Counter[] {
  const { isFileName, isInLink } = surrounding;
  const counters: Counter[] = [];
  const isGlued = text.charAt(c.start - 1) === '_' || text.charAt(c.end) === '_';
  if (
    !c.lettered &&
    isClockLike(c.text) &&
    (isFileName || isGlued || (c.form === 'bare' && (hasSameDayNear(text, c) || hasTimeWord(text, c))))
  )
    counters.push({ reason: 'clock', effect: 'weaken' });
  // A moment is written with its year first, as only the Swedish number is.
  if (isAppointment(c, today) || hasMomentsNear(text, c))
    counters.push({ reason: 'clock', effect: 'weaken', against: 'se' });
  const isStamp =
    isOneOfASeries(text, c, today) ||
    (isInLink && isLinkedMoment(c, today) && !isPersonsPath(text, c.start)) ||
    (isFileName && isFreshDay(c, today) && isScan(text, c.start));
  if (isStamp) counters.push({ reason: 'time-stamp', effect: 'weaken', against: 'se' });
  else if (isFreshMoment(c, today)) counters.push({ reason: FRESH, effect: 'weaken', against: 'se' });
  if (!c.lettered && PICTURE_BEFORE.test(text.slice(Math.max(0, c.start - 14), c.start)))
    counters.push({ reason: 'picture-number', effect: 'weaken' });
  if (isDecimal(text, c)) counters.push({ reason: 'decimal', effect: 'weaken' });
  if (isGrouped(text, c)) counters.push({ reason: 'digit-groups', effect: 'weaken' });
  if (c.form === 'bare' && !c.lettered) {
    if (UNIT_AFTER.test(text.slice(c.end, c.end + 8))) counters.push({ reason: 'amount', effect: 'veto' });
    if (CURRENCY_BEFORE.test(text.slice(Math.max(0, c.start - 6), c.start)))
      counters.push({ reason: 'amount', effect: 'veto' });
    if (isAmongAccounts(text, c)) counters.push({ reason: 'account', effect: 'weaken' });
    if (INTERNATIONAL.test(c.text)) counters.push({ reason: 'telephone', effect: 'weaken' });
  }
  if (c.form !== 'hyphen' && c.form !== 'marked' && c.text.length === 10) {
    if (SWEDISH_MOBILE.test(c.text)) counters.push({ reason: 'telephone', effect: 'weaken', of: 'se' });
    if (FINNISH_MOBILE.test(c.text)) counters.push({ reason: 'telephone', effect: 'weaken', of: 'fi' });
  }
  return counters;
}

const NORDEA = /(?:^|\D)3300[ ,.-]{0,3}(?:konto(?:nr|nummer)?[:. ]{0,3})?$/i;

/** Digits after clearing number 3300 (Nordea personkonto) are the holder's personnummer. */
export function followsNordeaClearing(text: string, start: number): boolean {
  return NORDEA.test(text.slice(Math.max(0, start - 24), start));
}
