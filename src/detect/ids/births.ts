/** Days of birth that a mail tells, and whether it speaks of persons' numbers: what its last digits by themselves may belong to. */
import { WRITTEN } from './birth-and-tail.ts';
import { BORN } from './words/born.ts';
import { wants } from './words/mentions.ts';

/** Bare digits in running text or a list; in the line of a paper, a purchase or a meeting they are a day of that. */
const DIGITS_ALONE = /(?<![\p{L}\d.,/:_+-])(?:(?:1[89]|20)\d{6}|\d{6})(?![\p{L}\d]|[.,/:_+-]\d)/gu;
const OF_THINGS =
  /möte|møte|møde|datum|dato|date(?!\p{L})|(?<!\p{L})(?:in)?köp(?:t|te|et|a)?(?!\p{L})|kjøp|(?<!\p{L})(?:ind)?køb(?:t|te|et|e)?(?!\p{L})|kvitt|beslut|vedtak|ärende|(?<!\p{L})sak|faktura|order|ordre|version|utgåva|utgave|protokoll|ritning|tegning|foto|bild|kort|konto|visa|lott|dragning|match|belopp|beløp|referen|bokning|booking|anslag|blankett|mal(?!\p{L})|giltig|gyldig|revid/iu;
/** What somebody says in a chat or on a line of its own: nothing but the day. */
const SPOKEN =
  /(?:^|[\n>]|^[^\n]{0,40}(?:\d\d[.:]\d\d\]?|\p{Lu}\p{Ll}+)(?: [^\n\d:]{2,30})?(?::| {2})) ?((?:1[89]|20)?\d{6})[ \r]*$/gmu;
/** The only thing that a subject or a file's name says. */
const WHOLE =
  /^(?:[^]*\n)?(?:subject|thread-topic): {0,2}(\d{6}|\d{8})[ \r]*(?:\n|$)|^\s*(\d{6}|\d{8})(?:\.[a-z]{2,4})?\s*$/i;
const BIRTH = new RegExp(
  String.raw`(?<!\p{L})(?:${BORN})(?!\p{L})(?: ?\(\d \p{L}+\))?[^\d\n]{0,24}?(?<!\d)(${WRITTEN})(?!\d|[./-]\d)`,
  'giu',
);
/** "Anna 780805 född i Umeå" */
const BORN_BEHIND = new RegExp(
  String.raw`(?<![\p{L}\d.,/:_+-])(${WRITTEN}),? (?:född?a?|fødd?t?|born)(?!\p{L})`,
  'giu',
);
const MOST_BIRTHS = 40;
/** Words for a person's number or its last digits. */
const NUMBER =
  /personn(?:umm?er|umret|r)|pers\.?n(?:umm?e)?r|\bpnr|f[øö]dsels?n|födelsen|\bcpr|samordningsn|(?:sista|siste|sidste|last) (?:siff|sifr|cifr|digit|fyra|fem|fire|four|five|[45]\b)|(?:\b[45]|fyra|fem|fire) (?:sist[ae]|sidste|siff|sifr|cifr)|tunnuksen|loppuosa/i;
/** Whether any line asks for one; a disclaimer mentions them without. */
const isAskedIn = (text: string): boolean =>
  NUMBER.test(text) &&
  text.split('\n', MOST_LINES).some((line) => NUMBER.test(line) && wants(line, (clause) => NUMBER.test(clause)));
const MOST_LINES = 5_000;

/** What a mail tells of births. */
export interface Births {
  /** said to be somebody's */
  readonly born: readonly string[];
  /** digits that may be the first half of a number */
  readonly alone: readonly string[];
  /** those of them that are all somebody says */
  readonly spoken: readonly string[];
  /** the only thing that a subject or a file's name says */
  readonly whole: readonly string[];
  /** a line of the mail asks for a person's number */
  readonly isAsked: boolean;
}

const LONGEST_HEAD = 4_000;
const REACH = 200;
/** The line around an index, so far as it matters. */
const lineAround = (text: string, at: number): string =>
  (/[^\n]*$/.exec(text.slice(Math.max(0, at - REACH), at))?.[0] ?? '') +
  (/^[^\n]*/.exec(text.slice(at, at + REACH))?.[0] ?? '');

/** @param texts all of a mail's, as they stand */
export function birthsIn(texts: Iterable<string>): Births {
  const born = new Set<string>();
  const alone = new Set<string>();
  const spoken = new Set<string>();
  const whole = new Set<string>();
  let isAsked = false;
  const take = (days: Set<string>, day: string | undefined): void => {
    if (day !== undefined && days.size < MOST_BIRTHS) days.add(day);
  };
  for (const text of texts) {
    isAsked ||= isAskedIn(text);
    for (const [, day] of [...text.matchAll(BIRTH), ...text.matchAll(BORN_BEHIND)]) take(born, day);
    for (const { 0: day, index } of text.matchAll(DIGITS_ALONE))
      if (!OF_THINGS.test(lineAround(text, index))) take(alone, day);
    for (const [, day] of text.matchAll(SPOKEN)) take(spoken, day);
    const [, subject, name] = WHOLE.exec(text.slice(0, LONGEST_HEAD)) ?? [];
    take(whole, subject ?? (text.length <= LONGEST_HEAD ? name : undefined));
  }
  return { born: [...born], alone: [...alone], spoken: [...spoken], whole: [...whole], isAsked };
}
