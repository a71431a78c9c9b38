/** Days of birth that a mail tells, and whether it speaks of persons' numbers: what its last digits by themselves may belong to. */
import { WRITTEN } from './birth-and-tail.ts';
import { BORN } from './words/born.ts';

/** Bare digits, but not behind a word for a meeting, a paper or another day: "Anna 780805", "träff på 780805", not "möte 780805". */
const DIGITS_ALONE =
  /(?<![\p{L}\d.,/:_+-]|(?:kort|kortet|konto|möte|mötet|møte|møtet|møde|mødet|datum|dato|date|den|köpt|kjøpt|købt|kvittens|beslut|beslutet|vedtak|ärende|sak|sag|nr|faktura|order|ordre|dag|kl|till|til|version) {1,2})(?:(?:1[89]|20)\d{6}|\d{6})(?![\p{L}\d]|[.,/:_+-]\d)/giu;
/** The only thing that a line, a subject or a file's name says. */
const WHOLE = /^(?:(?:subject|thread-topic): {0,2})?(\d{6}|\d{8})(?:\.[a-z]{2,4})?[ \r]*$/gim;
const BIRTH = new RegExp(
  String.raw`(?<!\p{L})(?:${BORN})(?!\p{L})(?: ?\(\d \p{L}+\))?[^\d\n]{0,24}?(?<!\d)(${WRITTEN})(?!\d|[./-]\d)`,
  'giu',
);
/** "Anna 780805 född i Umeå" */
const BORN_BEHIND = new RegExp(
  String.raw`(?<![\p{L}\d.,/:_+-])(${WRITTEN}),? (?:född?a?|fødd?t?|born)(?!\p{L})`,
  'giu',
);
const MOST_BIRTHS = 20;
/** Words for a person's number or its last digits. */
const ASKED =
  /personn(?:umm?er|umret|r)|pers\.?n(?:umm?e)?r|\bpnr|f[øö]dsels?n|födelsen|\bcpr|samordningsn|(?:sista|siste|sidste|last) (?:siff|sifr|cifr|digit|fyra|fem|fire|four|five|[45]\b)|(?:\b[45]|fyra|fem|fire) (?:sist[ae]|sidste|siff|sifr|cifr)|tunnuksen|loppuosa/i;

/** What a mail tells of births. */
export interface Births {
  /** said to be somebody's */
  readonly born: readonly string[];
  /** digits that may be the first half of a number */
  readonly alone: readonly string[];
  /** the only thing that a line or field says */
  readonly whole: readonly string[];
  /** the mail speaks of persons' numbers */
  readonly isAsked: boolean;
}

/** @param texts all of a mail's, as they stand */
export function birthsIn(texts: Iterable<string>): Births {
  const born = new Set<string>();
  const alone = new Set<string>();
  const whole = new Set<string>();
  let isAsked = false;
  const take = (days: Set<string>, day: string | undefined): void => {
    if (day !== undefined && days.size < MOST_BIRTHS) days.add(day);
  };
  for (const text of texts) {
    isAsked ||= ASKED.test(text);
    for (const [, day] of [...text.matchAll(BIRTH), ...text.matchAll(BORN_BEHIND)]) take(born, day);
    for (const [day] of text.matchAll(DIGITS_ALONE)) take(alone, day);
    for (const [, day] of text.matchAll(WHOLE)) take(whole, day);
  }
  return { born: [...born], alone: [...alone], whole: [...whole], isAsked };
}
