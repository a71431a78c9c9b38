/** From a report to everything that follows from it: rulings, deliveries, holds, notices. No effects. */
import { fill } from '../core/messages.ts';
import type { Language } from '../core/category.ts';
import { ruleId } from '../core/brand.ts';
import type { MessageId } from '../core/brand.ts';
import { wantsFailureReport, type Envelope } from '../core/envelope.ts';
import type { InspectionReport } from '../core/inspection.ts';
import type { RecipientResult } from '../core/journal.ts';
import type { PolicyRule } from '../core/rules.ts';
import type { OutgoingNotice, Plan, Ruling } from '../core/ruling.ts';
import { planDeliveries, type ActSettings } from '../act/act.ts';
import { chooseCatalogue, deliveryStatus, explain, type Catalogues, type Notifier } from '../notify/notify.ts';
import { internalMatcher, observed, rule } from '../policy/policy.ts';

/** What the rule directories say, as far as the pipeline uses it; swapped as a whole on reload. */
export interface Rules {
  readonly rules: readonly PolicyRule[];
  readonly lists: Readonly<Record<string, readonly string[]>>;
  readonly catalogues: Catalogues;
}

/** The settings a decision depends on. */
export interface DecideSettings {
  readonly mode: 'enforce' | 'observe';
  readonly channels: readonly string[];
  readonly internalDomains: readonly string[];
  readonly languages: readonly Language[];
  readonly act: ActSettings;
  readonly notifier: Notifier;
}

/** What a decision needs besides. */
export interface DecideInput {
  readonly settings: DecideSettings;
  readonly rules: Rules;
  readonly envelope: Envelope;
  readonly report: InspectionReport;
  /** the reply is still open: a mail that is blocked for everybody may be refused in the dialogue */
  readonly mayReject: boolean;
  /** the inspection failed as a whole, or the mail goes round in circles: everybody's copy is held; only a loop under `mode: observe` too */
  readonly failed: false | 'inspection' | 'loop';
  readonly newId: () => MessageId;
  readonly now: string;
  readonly loopMark: (recipients: readonly string[]) => string;
}

/** The decision about one mail. */
export interface Decided {
  readonly plan: Plan;
  /** what the rules said, also where `mode: observe` lets everything pass */
  readonly ruled: readonly Ruling[];
  readonly rejected: boolean;
}

/** Rule name of mail that is held because its inspection failed. */
export const FAILED_RULE = ruleId('inspection-failed');

function holdForEverybody(envelope: Envelope, isInternal: (address: string) => boolean): Ruling[] {
  return envelope.recipients.map((recipient) => ({
    recipient,
    internal: isInternal(recipient.address),
    action: 'hold',
    rule: FAILED_RULE,
    explain: true,
    matches: [{ rule: FAILED_RULE, action: 'hold', mode: 'enforce', findings: [], uninspected: [0] }],
  }));
}

/** The sender is told when something else happened than asked for, or a rule wants it said. */
function mayExplain(rulings: readonly Ruling[], report: InspectionReport): boolean {
  if (!rulings.some((ruling) => ruling.explain)) return false;
  // An automatic reply is answered by nobody unless somebody misses a mail because of us (RFC 3834 §2).
  return (
    !report.facts.autoSubmitted ||
    rulings.some(({ action }) => action === 'hold' || action === 'block' || action === 'strip')
  );
}

async function noticesFor(
  input: DecideInput,
  rulings: readonly Ruling[],
  rejected: boolean,
): Promise<OutgoingNotice[]> {
  const { envelope, report, settings, rules } = input;
  const { sender } = envelope;
  if (sender === null) return [];
  const catalogue = chooseCatalogue(rules.catalogues, settings.languages, report.facts.language);
  const id = input.newId();
  if (internalMatcher(settings.internalDomains)(sender)) {
    if (!mayExplain(rulings, report)) return [];
    const content = await explain({
      notifier: settings.notifier,
      catalogue,
      envelope,
      report,
      rulings,
      rejected,
      noticeId: id,
      now: input.now,
    });
    return [{ id, to: sender, content }];
  }
  // Outsiders learn that it failed, not what was found. In the dialogue the reply has said it already.
  const blocked = rejected
    ? []
    : rulings.filter((ruling) => ruling.action === 'block' && wantsFailureReport(ruling.recipient));
  if (blocked.length === 0) return [];
  const results = blocked.map(({ recipient }): RecipientResult => ({
    address: recipient.address,
    state: 'failed',
    outcome: 'rejected-by-policy',
    reply: '550 5.7.1 Message rejected by policy',
  }));
  const content = await deliveryStatus({
    notifier: settings.notifier,
    catalogue,
    envelope,
    facts: report.facts,
    results,
    expireAfterMs: 0,
    noticeId: id,
    now: input.now,
  });
  return [{ id, to: sender, content }];
}

/** Decides about one mail. Throws only for mistakes of ours. */
export async function decide(input: DecideInput): Promise<Decided> {
  const { envelope, report, settings, rules } = input;
  const isInternal = internalMatcher(settings.internalDomains);
  const ruled =
    input.failed !== false
      ? holdForEverybody(envelope, isInternal)
      : rule({
          envelope,
          report,
          rules: rules.rules,
          lists: rules.lists,
          channels: settings.channels,
          internalDomains: settings.internalDomains,
          today: input.now.slice(0, 10),
        });
  const observing = settings.mode === 'observe' && input.failed !== 'loop';
  const rulings = observing ? observed(ruled) : ruled;
  const rejected = input.mayReject && rulings.every((ruling) => ruling.action === 'block');
  const catalogue = chooseCatalogue(rules.catalogues, settings.languages, report.facts.language);
  const planned = planDeliveries({
    envelope,
    report: input.failed === false ? report : null,
    rulings,
    settings: settings.act,
    stripNote: (name) => fill(catalogue.stripNote, { name, reference: envelope.id }),
    neutralSubject: catalogue.neutralSubject,
    loopMark: input.loopMark,
  });
  const notices = observing ? [] : await noticesFor(input, rulings, rejected);
  return { plan: { rulings, ...planned, notices }, ruled, rejected };
}
