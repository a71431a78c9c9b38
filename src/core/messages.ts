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
  readonly identifiers: Readonly<Record<string, string>>;
  readonly categories: Readonly<Record<string, CategoryText>>;
  readonly unknownCategory: CategoryText;
  /** {path} {detail} */
  readonly uninspected: Readonly<Record<string, string>>;
  readonly uninspectedWhy: string;
  readonly uninspectedRemedy: string;
  readonly encryptedRemedy: string;
  /** {address} {channel} */
  readonly fates: Readonly<Record<RecipientFate, string>>;
  /** {channel} {link} {days} */
  readonly advice: Readonly<
    Record<'stopped' | 'held' | 'rerouted' | 'stripped' | 'tagged' | 'quoted' | 'attachment' | 'resend', string>
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
    /** {address} {reply} */
    failed: string;
    /** {address} {days} */
    expired: string;
    /** {address} */
    relayed: string;
    relayedSubject: string;
    relayedOpening: string;
    /** held mail removed after {days} */
    heldExpiredSubject: string;
    heldExpiredOpening: string;
    policy: string;
  }>;
}

/** Fills `{word}` places of a text. A word without a value stays as it is, so that a mistake shows. */
export function fill(text: string, values: Readonly<Record<string, string | number>>): string {
  return text.replace(/\{(\w+)\}/gu, (whole, name: string) => String(values[name] ?? whole));
}
