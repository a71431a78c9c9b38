import { ruleId } from '../core/brand.ts';
import type { RuleId } from '../core/brand.ts';
import type { Envelope, Recipient } from '../core/envelope.ts';
import type { InspectionReport } from '../core/inspection.ts';
import type { PolicyRule, RuleMode } from '../core/rules.ts';
import { severityOf } from '../core/ruling.ts';
import type { RuleMatch, Ruling } from '../core/ruling.ts';
import { internalMatcher } from './address.ts';
import { evaluate } from './condition.ts';
import type { Evidence, View } from './condition.ts';
import { resolve } from './resolve.ts';
import type { Resolved } from './resolve.ts';

/** All a ruling depends on. */
export interface PolicyInput {
  readonly envelope: Envelope;
  readonly report: InspectionReport;
  readonly rules: readonly PolicyRule[];
  /** named lists of addresses and domains */
  readonly lists: Readonly<Record<string, readonly string[]>>;
  /** names of the secure channels, the default first */
  readonly channels: readonly string[];
  readonly internalDomains: readonly string[];
  /** 'YYYY-MM-DD', for exceptions */
  readonly today: string;
}

/** No rule matched and everything was read: nothing is in the way. */
export const DEFAULT_RULE: RuleId = ruleId('default');
/** Something was not read and no rule says what then: held. */
export const UNREAD_RULE: RuleId = ruleId('uninspected-without-rule');

/**
 * One ruling per recipient, in the order of the envelope.
 *
 * Order: every rule is weighed. Of those that are enforced and match, the most severe action wins
 * (block > hold > reroute > strip > tag > allow); between equals the rule that stands first: common, packs in the order of
 * the settings, the organisation's own, inside by file name and position. Actions that cannot be done give way to their
 * fallbacks before they are compared.
 */
export function rule(input: PolicyInput): readonly Ruling[] {
  const isInternal = internalMatcher(input.internalDomains);
  return input.envelope.recipients.map((recipient) => ruleFor(recipient, input, isInternal));
}

interface Weighed {
  readonly rule: PolicyRule;
  readonly match: RuleMatch;
  readonly resolved: Resolved;
  /** indexes into report.uninspected that the rule or its exceptions speak of */
  readonly spokenOf: ReadonlySet<number>;
}

function ruleFor(recipient: Recipient, input: PolicyInput, isInternal: (address: string) => boolean): Ruling {
  const view: View = {
    envelope: input.envelope,
    report: input.report,
    lists: input.lists,
    recipient: recipient.address,
    isInternal,
    hiddenFindings: new Set(),
    hiddenUninspected: new Set(),
  };
  const takenOver = evidenceTakenOver(input, view);
  const weighed = input.rules
    .map((one) => weigh(one, input, view, takenOver.get(one.id) ?? []))
    .filter((one) => one !== null);
  return settle(recipient, isInternal(recipient.address), weighed, input.report);
}

/** The decision of one recipient. Starts at hold; milder only by what the rules said about everything that was not read. */
function settle(
  recipient: Recipient,
  internal: boolean,
  weighed: readonly Weighed[],
  report: InspectionReport,
): Ruling {
  const matches = weighed.map(({ match }) => match);
  // Only an enforced rule settles what was not read; one that observes or notifies decides nothing.
  // An exception takes its rule's match away and speaks in its place.
  const spokenOf = new Set(weighed.filter((one) => one.rule.mode === 'enforce').flatMap((one) => [...one.spokenOf]));
  const allSpokenOf = report.uninspected.every((_, index) => spokenOf.has(index));
  let decided: { readonly resolved: Resolved; readonly rule: RuleId } = {
    resolved: { action: 'hold' },
    rule: UNREAD_RULE,
  };
  const enforced = weighed.filter(({ match }) => match.mode === 'enforce');
  if (allSpokenOf) decided = { resolved: { action: 'allow' }, rule: DEFAULT_RULE };
  const severest = Math.max(...enforced.map(({ resolved }) => severityOf(resolved.action)), 0);
  const winners = enforced.filter(({ resolved }) => severityOf(resolved.action) === severest);
  const winner = winners[0];
  if (winner !== undefined && (allSpokenOf || severest >= severityOf('hold'))) {
    decided = { resolved: withAllCuts(winners, winner.resolved), rule: winner.rule.id };
  }
  const { resolved } = decided;
  const told = weighed.some((one) => one.match.mode !== 'observe' && one.rule.then.explain);
  const keep = resolved.action === 'strip' || enforced.some((one) => one.rule.then.keepOriginal);
  return {
    recipient,
    internal,
    ...resolved,
    rule: decided.rule,
    explain: told || decided.rule === UNREAD_RULE,
    ...(keep ? { keepOriginal: true } : {}),
    matches,
  };
}

/** Several rules that strip: everything any of them wants out goes. */
function withAllCuts(winners: readonly Weighed[], resolved: Resolved): Resolved {
  if (resolved.action !== 'strip') return resolved;
  const parts = new Set(winners.flatMap((one) => one.resolved.strip ?? []));
  return { ...resolved, strip: [...parts].sort((a, b) => a.localeCompare(b, 'en', { numeric: true })) };
}

/** Something that takes evidence away from a rule: a written exception, or another rule's `insteadOf`. */
interface Excuse {
  readonly by: string;
  readonly evidence: Evidence;
  /** an exception: what it names may pass. A rule that takes evidence over speaks for itself */
  readonly written: boolean;
}

const isEmpty = (evidence: Evidence): boolean => evidence.findings.size === 0 && evidence.uninspected.size === 0;

/** Evidence that enforced rules with `insteadOf` take over, by the rule that no longer sees it. */
function evidenceTakenOver(input: PolicyInput, view: View): ReadonlyMap<RuleId, readonly Excuse[]> {
  const taken = new Map<RuleId, Excuse[]>();
  for (const one of input.rules) {
    if (one.mode !== 'enforce' || one.insteadOf.length === 0) continue;
    const { evidence, excuse } = evaluateWithExcuses(one, view, exceptionsOf(one, input, view));
    if (evidence === null || excuse !== null) continue;
    for (const target of one.insteadOf) {
      taken.set(target, [...(taken.get(target) ?? []), { by: one.id, evidence, written: false }]);
    }
  }
  return taken;
}

function exceptionsOf(one: PolicyRule, input: PolicyInput, view: View): readonly Excuse[] {
  return one.exceptions.flatMap((exception) => {
    if (exception.expires < input.today) return [];
    const evidence = evaluate(exception.when, view);
    return evidence === null
      ? []
      : [{ by: `exception of ${exception.owner} until ${exception.expires}`, evidence, written: true }];
  });
}

interface Judged {
  /** null: does not match */
  readonly evidence: Evidence | null;
  /** who took everything away; `evidence` is what the rule would have had then */
  readonly excuse: string | null;
  /** everything unread that the rule speaks of, or its exceptions where they excuse it */
  readonly spokenOf: ReadonlySet<number>;
}

/** What exceptions say may pass of what was not read: all that the rule speaks of, or what they name of it. */
function letPass(full: Evidence, excuses: readonly Excuse[]): ReadonlySet<number> {
  const exceptions = excuses.filter(({ written }) => written);
  if (exceptions.some(({ evidence }) => isEmpty(evidence))) return full.uninspected;
  return new Set(exceptions.flatMap(({ evidence }) => [...evidence.uninspected]));
}

/** Evaluates a rule without what its excuses take away. */
function evaluateWithExcuses(one: PolicyRule, view: View, excuses: readonly Excuse[]): Judged {
  const full = evaluate(one.when, view);
  if (full === null || excuses.length === 0) {
    return { evidence: full, excuse: null, spokenOf: full?.uninspected ?? new Set() };
  }
  const excused = (excuse: string): Judged => ({ evidence: full, excuse, spokenOf: letPass(full, excuses) });
  const whole = excuses.find(({ evidence }) => isEmpty(evidence));
  if (whole !== undefined) return excused(whole.by);
  const left = evaluate(one.when, {
    ...view,
    hiddenFindings: new Set(excuses.flatMap(({ evidence }) => [...evidence.findings])),
    hiddenUninspected: new Set(excuses.flatMap(({ evidence }) => [...evidence.uninspected])),
  });
  if (left === null) return excused(excuses.map(({ by }) => by).join(', '));
  return { evidence: left, excuse: null, spokenOf: full.uninspected };
}

function weigh(one: PolicyRule, input: PolicyInput, view: View, takenOver: readonly Excuse[]): Weighed | null {
  if (one.mode === 'off') return null;
  const { evidence, excuse, spokenOf } = evaluateWithExcuses(one, view, [
    ...takenOver,
    ...exceptionsOf(one, input, view),
  ]);
  if (evidence === null) return null;
  const resolved = resolve(one, evidence, input.report, input.channels);
  const mode: Exclude<RuleMode, 'off'> = excuse === null ? one.mode : 'observe';
  const match: RuleMatch = {
    rule: one.id,
    action: resolved.action,
    mode,
    findings: [...evidence.findings].sort((a, b) => a - b),
    uninspected: [...evidence.uninspected].sort((a, b) => a - b),
    ...(excuse === null ? {} : { excusedBy: excuse }),
  };
  return { rule: one, match, resolved, spokenOf };
}

/** Rulings under `mode: observe`: everything is allowed, nothing explained, what would have been ruled stays in `matches`. */
export function observed(rulings: readonly Ruling[]): readonly Ruling[] {
  return rulings.map(({ recipient, internal, rule: decided, matches }) => ({
    recipient,
    internal,
    action: 'allow',
    rule: decided,
    explain: false,
    matches: matches.map((match) => ({ ...match, mode: 'observe' })),
  }));
}
