/** Rules as policy evaluates them: what config makes of the rule files. Plain data, every optional thing filled in. */
import type { Category, Confidence, Where, Zone } from './category.ts';
import type { RuleId } from './brand.ts';
import type { Action } from './ruling.ts';
import type { Uninspected, UninspectedReason } from './finding.ts';

/** off: not evaluated; observe: recorded; notify: recorded and told to the sender, decides nothing; enforce: decides. */
export const RULE_MODES = ['off', 'observe', 'notify', 'enforce'] as const;
export type RuleMode = (typeof RULE_MODES)[number];

export type UninspectedKind = Uninspected['kind'];
export const UNINSPECTED_KINDS = [
  'archive',
  'document',
  'image',
  'audio-video',
  'signature',
  'message',
  'harmless',
  'executable',
  'unknown',
] as const satisfies readonly UninspectedKind[];

export const MESSAGE_TYPES = ['auto-reply', 'bulk', 'dsn', 'quoted-only'] as const;
export type MessageType = (typeof MESSAGE_TYPES)[number];

/** Narrows findings; a list means "one of these", an absent field means "any". */
export interface FindingTest {
  /** names may end in '*' */
  readonly category?: readonly Category[];
  /** names may end in '*' */
  readonly detector?: readonly string[];
  /** at least this band */
  readonly confidence: Confidence;
  /** at least this score, 0–100 */
  readonly score?: number;
  readonly where?: readonly Where[];
  readonly zone?: readonly Zone[];
  readonly quoted?: boolean;
  readonly synthetic?: boolean;
  /** at least so many occurrences over all findings that pass the rest */
  readonly count: number;
}

/** Narrows what was not inspected. */
export interface UninspectedTest {
  readonly reason?: readonly UninspectedReason[];
  readonly kind?: readonly UninspectedKind[];
  readonly encryption?: {
    /** names may end in '*', e.g. 'AES*' */
    readonly algorithm?: readonly string[];
    /** unknown strength never passes */
    readonly bitsAtLeast?: number;
  };
}

/** Narrows an address; fields that are given must all hold, a list means "one of these". */
export interface AddressTest {
  readonly internal?: boolean;
  /** whole addresses */
  readonly addresses?: readonly string[];
  /** 'example.org' is that domain alone, '*.example.org' its subdomains */
  readonly domains?: readonly string[];
  /** names of lists of addresses and domains */
  readonly lists?: readonly string[];
}

/** A tree over what is known of a message and one recipient. */
export type Condition =
  | { readonly kind: 'all'; readonly of: readonly Condition[] }
  | { readonly kind: 'any'; readonly of: readonly Condition[] }
  | { readonly kind: 'not'; readonly of: Condition }
  | { readonly kind: 'finding'; readonly test: FindingTest }
  /** at least so many different people, counted by identifiers of at least this band */
  | { readonly kind: 'distinct-persons'; readonly atLeast: number; readonly confidence: Confidence }
  | { readonly kind: 'uninspected'; readonly test: UninspectedTest }
  | { readonly kind: 'recipient'; readonly test: AddressTest }
  /** the envelope sender; the null sender passes no test */
  | { readonly kind: 'sender'; readonly test: AddressTest }
  /** any address of the From field */
  | { readonly kind: 'from'; readonly test: AddressTest }
  | { readonly kind: 'listener'; readonly names: readonly string[] }
  /** the sender asked for the secure channel by a word in the subject */
  | { readonly kind: 'secure-word'; readonly present: boolean }
  /** classification labels, upper and lower case alike; names may end in '*' */
  | { readonly kind: 'label'; readonly names: readonly string[] }
  | { readonly kind: 'size'; readonly atLeastBytes: number }
  | { readonly kind: 'attachments'; readonly atLeast: number }
  | { readonly kind: 'recipients'; readonly atLeast: number }
  | { readonly kind: 'message-type'; readonly types: readonly MessageType[] }
  | { readonly kind: 'signed'; readonly signed: boolean };

/** What a rule demands, and what instead when that cannot be done. */
export interface RuleThen {
  readonly action: Action;
  /** secure channel of reroute, also as fallback; absent: the first one configured */
  readonly channel?: string;
  /** word for the subject, for tag; absent: only header fields are added */
  readonly tag?: string;
  /** tried in this order when `action` cannot be done; never milder than what went before; ends in hold */
  readonly fallback: readonly Action[];
  /** the sender is told */
  readonly explain: boolean;
  /** an encrypted copy of the original is kept; always so for strip */
  readonly keepOriginal: boolean;
}

/** A written, owned and dated way round a rule. */
export interface RuleException {
  readonly owner: string;
  readonly reason: string;
  /** last day it counts, 'YYYY-MM-DD', UTC */
  readonly expires: string;
  /** when it names findings or uninspected parts only those are excused, otherwise the whole rule is */
  readonly when: Condition;
}

/** A small mail a rule must or must not match. */
export interface RuleExample {
  readonly kind: 'hit' | 'miss' | 'near';
  /** what it shows, for the report; '' when not given */
  readonly note: string;
  readonly from?: string;
  readonly to: string;
  readonly subject: string;
  readonly body: string;
  /** text attachments */
  readonly attachments: readonly { readonly name: string; readonly text?: string; readonly base64?: string }[];
  /** further header fields */
  readonly headers: Readonly<Record<string, string>>;
  /** 'file:line:column' */
  readonly source: string;
}

/** One rule, ready to evaluate. */
export interface PolicyRule {
  readonly id: RuleId;
  /** short, ASCII, also used in SMTP replies */
  readonly name: string;
  readonly why: string;
  /** laws, agency guidance and local policy it rests on */
  readonly law: readonly string[];
  readonly mode: RuleMode;
  readonly when: Condition;
  readonly then: RuleThen;
  /** rules that do not see the findings and uninspected parts this one matched (while it is enforced) */
  readonly insteadOf: readonly RuleId[];
  readonly exceptions: readonly RuleException[];
  readonly examples: readonly RuleExample[];
  /** 'file:line:column' */
  readonly source: string;
}

/** Something wrong or doubtful in a rule file. */
export interface RuleProblem {
  readonly severity: 'error' | 'warning';
  /** as shown to people: relative to the rule directory it lies in */
  readonly file: string;
  /** from 1 */
  readonly line: number;
  /** from 1 */
  readonly column: number;
  readonly message: string;
}

/** One line for people: 'file:line:column: message'. */
export const problemText = (p: RuleProblem): string =>
  `${p.file}:${p.line}:${p.column}: ${p.severity === 'warning' ? 'warning: ' : ''}${p.message}`;
