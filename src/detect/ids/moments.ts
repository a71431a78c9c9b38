/**
 * Days and times of them, days and counters: '20261128-1433', which one time in ten is right as a Swedish number, the only one that begins
 * with its year. Somebody with such a number would be a new-born child, of whom there are few in mails and whose numbers come with a
 * word or a name, while programs, scanners and links write the day of the mail all the time.
 */
import type { Candidate } from './layout/candidates.ts';
import { twoDigits, type Today } from './registers/calendar.ts';
import { hasLuhnDigit } from './registers/personnummer.ts';

/** Counter of a moment of the last weeks: argues only where nobody stands beside the number. */
export const FRESH = 'recent-moment';

/** Weeks that a mail tells of as a matter of course: a little more than two months. */
const FRESH_DAYS = 70;
/** Years of which documents that links lead to may be. */
const LINKED_YEARS = 4;
const DAY_MS = 86_400_000;

const isTimeOfDay = (hhmm: string): boolean => Number(hhmm.slice(0, 2)) < 24 && Number(hhmm.slice(2)) < 60;

/** Written as a moment may be: with a hyphen between day and time, or as twelve digits. */
const isWrittenSo = (c: Candidate): boolean =>
  !c.lettered &&
  c.sign !== '+' &&
  (c.form === 'hyphen' ? c.text.length !== 11 : c.form === 'bare' && c.text.length === 12);

const yearOf = ({ text }: Candidate): number =>
  text.length === 12 ? Number(text.slice(0, 4)) : 2000 + twoDigits(text, 0);

/** A day of the last weeks. */
export function isFreshDay(c: Candidate, today: Today): boolean {
  if (!isWrittenSo(c)) return false;
  const at = c.text.length - 8;
  const day = Date.UTC(yearOf(c), twoDigits(c.text, at) - 1, twoDigits(c.text, at + 2));
  const age = (Date.UTC(today.year, today.month - 1, today.day) - day) / DAY_MS;
  return age >= 0 && age <= FRESH_DAYS;
}

/** A day of the last weeks and a time of day. */
export const isFreshMoment = (c: Candidate, today: Today): boolean =>
  isFreshDay(c, today) && isTimeOfDay(c.text.slice(-4));

/** A moment of the last years. Links name documents by it, and nobody stands beside a number in a link. */
export const isLinkedMoment = (c: Candidate, today: Today): boolean =>
  isWrittenSo(c) && isTimeOfDay(c.text.slice(-4)) && yearOf(c) <= today.year && yearOf(c) > today.year - LINKED_YEARS;

/** Children, births and those who deal with them, in the line of a number. */
const NEWBORN =
  /född|fødd|født|nyføding|(?:späd|sped|spæd)barn|(?:^|[^\p{L}])(?:barn(?:et)?|bebis(?:en)?|baby(?:en|n)?|flick(?:a|an)|pojk(?:e|en)|jent(?:e|a|en)|gutt(?:en)?|pig(?:e|en)|dreng(?:en)?|dotter(?:n)?|datter(?:en|a)?|son(?:en)?|sønn(?:en)?|søn(?:nen)?|tvilling(?:ar|er|en)?|bvc|bb|mvc|barselsvård|förlossning(?:en)?|födelse|fødsel(?:en)?|barnmorska(?:n)?|jordmor|helsestasjon(?:en)?|helsesykepleier|vauva|newborn|infant)(?![\p{L}])/iu;
const LINE_REACH = 80;

/** Whether the line of a number tells of a new-born child. */
export function tellsOfNewborn(text: string, { start, end }: Candidate): boolean {
  const before = text.slice(Math.max(0, start - LINE_REACH), start);
  const after = text.slice(end, end + LINE_REACH).split('\n', 1)[0] ?? '';
  return NEWBORN.test(before.slice(before.lastIndexOf('\n') + 1)) || NEWBORN.test(after);
}

/** How far the next number of a series may be. */
const REACH = 400;

/**
 * Whether other numbers of the same day stand near by that are no persons': one of a day of the last weeks, two of any day, as a number may
 * be written wrongly once. Twins have two numbers that are both right.
 */
export function isOneOfASeries(text: string, c: Candidate, today: Today): boolean {
  if (c.form !== 'hyphen' || !isWrittenSo(c)) return false;
  const around = `${text.slice(Math.max(0, c.start - REACH), c.start)} ${text.slice(c.end, c.end + REACH)}`;
  const day = `${c.text.slice(0, -4)}-`;
  const wrong = new Set<string>();
  for (let at = around.indexOf(day); at >= 0; at = around.indexOf(day, at + day.length)) {
    const tail = /^\d{4}(?!\d)/.exec(around.slice(at + day.length, at + day.length + 5))?.[0];
    if (tail !== undefined && !/\d/.test(around.charAt(at - 1)) && !hasLuhnDigit(c.text.slice(-10, -4) + tail))
      wrong.add(tail);
  }
  return wrong.size >= 2 || (wrong.size === 1 && isFreshDay(c, today));
}

/** What scanners and copiers call their files. */
const SCANNED =
  /(?:^|[^\p{L}])(?:scan(?:ned|ning)?|scanned document|in?skann(?:ad|at|et|ing)?|skann(?:ad|at|et|ing)?|skannattu|fax|telefax|copy|kopia|kopi|mfp|canon|ricoh|xerox|konica|kyocera)(?: ?[_-] ?| )?$/iu;

/** Whether a number in the name of a file stands behind such a word. */
export const isScan = (name: string, start: number): boolean =>
  SCANNED.test(name.slice(Math.max(0, start - 24), start));
