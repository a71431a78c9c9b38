/** The words people read, one catalogue per language, from rules/messages/<language>.yaml. */
import type { Language } from './category.ts';

/** Kinds of explanation; they choose subject and opening sentence. */
export const EXPLANATION_KINDS = ['stopped', 'held', 'rerouted', 'stripped', 'tagged', 'mixed'] as const;
export type ExplanationKind = (typeof EXPLANATION_KINDS)[number];

/** What may have become of one recipient's copy. */
export const RECIPIENT_FATES = ['delivered', 'tagged', 'stripped', 'rerouted', 'held', 'stopped'] as const;
export type RecipientFate = (typeof RECIPIENT_FATES)[number];

/** Texts about one kind of finding. */
export interface CategoryText {
  /** for a list: 'uppgift om hälsa' */
  readonly name: string;
  /** the law, in one sentence */
  readonly why: string;
  /** what to do about it beside the action's own advice; '' when there is none */
  readonly remedy: string;
}

/** All texts of one language. `{word}` stands for a value filled in. */
export interface MessageCatalogue {
  readonly language: Language;
  /** {reference} */
  readonly subjects: Readonly<Record<ExplanationKind, string>>;
  readonly openings: Readonly<Record<ExplanationKind, string>>;
  /** opening of a rerouted mail whose sender asked for the channel */
  readonly askedOpening: string;
  readonly headings: Readonly<Record<'found' | 'why' | 'fates' | 'todo' | 'wrong', string>>;
  /** {time} {recipients} */
  readonly sentLine: string;
  /** {reference} */
  readonly referenceLine: string;
  readonly andMore: string;
  /** {path} in filename and attachment */
  readonly places: Readonly<Record<'subject' | 'header' | 'body' | 'filename' | 'attachment', string>>;
  readonly zones: Readonly<Record<string, string>>;
  /** words of locators: 'page 3' becomes 'sida 3' */
  readonly locators: Readonly<Record<string, string>>;
  readonly quoted: string;
  /** {count} */
  readonly times: string;
  /** lengths of time as they stand in a sentence; {count} */
  readonly spans: Readonly<Record<'minute' | 'minutes' | 'hour' | 'hours' | 'day' | 'days', string>>;
  readonly identifiers: Readonly<Record<string, string>>;
  readonly categories: Readonly<Record<string, CategoryText>>;
  readonly unknownCategory: CategoryText;
  /** {path} of `uninspected` where it is the message itself that was not read */
  readonly messageText: string;
  /** {path} {detail} */
  readonly uninspected: Readonly<Record<string, string>>;
  readonly uninspectedWhy: string;
  readonly uninspectedRemedy: string;
  readonly encryptedRemedy: string;
  /** {guide} */
  readonly readMore: string;
  /** {address} {channel} */
  readonly fates: Readonly<Record<RecipientFate, string>>;
  /** {channel} {link} {span} */
  readonly advice: Readonly<
    Record<
      | 'stopped'
      | 'held'
      | 'rerouted'
      | 'asked'
      | 'stripped'
      | 'tagged'
      | 'quoted'
      | 'attachment'
      | 'resend'
      | 'onlyMissed',
      string
    >
  >;
  /** {postmaster} {reference} */
  readonly wrong: string;
  readonly signOff: string;
  /** in the place of a part that was cut: {name} {reference} */
  readonly stripNote: string;
  readonly neutralSubject: string;
  readonly removedSubject: string;
  readonly status: Readonly<{
    /** delivery status to the sender: subject, {reference} */
    subject: string;
    opening: string;
    /** which mail a delivery status or the end of a hold is about: {time} */
    about: string;
    /** {address} {reply} */
    failed: string;
    /** {address} {span} {reply} */
    expired: string;
    /** {address} */
    relayed: string;
    relayedSubject: string;
    relayedOpening: string;
    /** held mail removed after {span} */
    heldExpiredSubject: string;
    heldExpiredOpening: string;
    /** held mail removed by a person */
    heldDeletedSubject: string;
    heldDeletedOpening: string;
    /** held mail that a person lets go */
    heldReleasedSubject: string;
    heldReleasedOpening: string;
    /** {address} */
    heldReleasedFate: string;
    heldReleasedTodo: string;
    /** to the sender of held mail that has gone: {postmaster} {reference} */
    heldGoneTodo: string;
    policy: string;
    /** what to do about a failed delivery: {postmaster} {reference} */
    todo: string;
  }>;
}

/** Fills `{word}` places of a text. A word without a value stays as it is, so that a mistake shows. */
export function fill(text: string, values: Readonly<Record<string, string | number>>): string {
  return text.replace(/\{(\w+)\}/gu, (whole, name: string) => String(values[name] ?? whole));
}

const MINUTE_MS = 60_000;
const HOUR_MS = 3_600_000;
const DAY_MS = 86_400_000;

/**
 * A length of time in the words of a language, in the largest unit that says it well: '14 dagar', 'en timme'.
 * @param ms less than a minute counts as one
 */
export function spanWords(catalogue: MessageCatalogue, ms: number): string {
  const { spans } = catalogue;
  const words = (unit: number, one: string, several: string): string => {
    const count = Math.max(1, Math.round(ms / unit));
    return count === 1 ? one : fill(several, { count });
  };
  if (ms % DAY_MS === 0 || ms > 3 * DAY_MS) return words(DAY_MS, spans.day, spans.days);
  if (ms % HOUR_MS === 0 || ms > 3 * HOUR_MS) return words(HOUR_MS, spans.hour, spans.hours);
  return words(MINUTE_MS, spans.minute, spans.minutes);
}
