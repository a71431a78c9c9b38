/** The boolean tree of a rule: does it hold for this message and recipient, and because of which findings? */
import { assertNever } from '../core/brand.ts';
import type { Confidence } from '../core/category.ts';
import type { Envelope } from '../core/envelope.ts';
import type { Finding, Uninspected } from '../core/finding.ts';
import type { InspectionReport } from '../core/inspection.ts';
import type { AddressTest, Condition, FindingTest, MessageType, UninspectedTest } from '../core/rules.ts';
import { passesAddressTest } from './address.ts';

/** What one recipient's evaluation looks at. */
export interface View {
  readonly envelope: Envelope;
  readonly report: InspectionReport;
  readonly lists: Readonly<Record<string, readonly string[]>>;
  readonly recipient: string;
  readonly isInternal: (address: string) => boolean;
  /** indexes of findings that are out of sight for the rule at hand */
  readonly hiddenFindings: ReadonlySet<number>;
  readonly hiddenUninspected: ReadonlySet<number>;
}

/** Why a condition holds: indexes into the report. Both empty when it holds for another reason. */
export interface Evidence {
  readonly findings: ReadonlySet<number>;
  readonly uninspected: ReadonlySet<number>;
}

const NO_ITEMS: ReadonlySet<number> = new Set();
const NO_EVIDENCE: Evidence = { findings: NO_ITEMS, uninspected: NO_ITEMS };

/** Evidence of several conditions together. */
export function joinEvidence(all: readonly Evidence[]): Evidence {
  const only = all[0];
  if (all.length === 1 && only !== undefined) return only;
  return {
    findings: new Set(all.flatMap((one) => [...one.findings])),
    uninspected: new Set(all.flatMap((one) => [...one.uninspected])),
  };
}

/**
 * Evaluates a condition.
 * @returns the evidence, or null when it does not hold
 */
export function evaluate(condition: Condition, view: View): Evidence | null {
  const { report, envelope } = view;
  switch (condition.kind) {
    case 'all': {
      const parts: Evidence[] = [];
      for (const one of condition.of) {
        const evidence = evaluate(one, view);
        if (evidence === null) return null;
        parts.push(evidence);
      }
      return joinEvidence(parts);
    }
    case 'any': {
      // Every branch is looked at: strip must know all that offends, not the first thing.
      const parts = condition.of.map((one) => evaluate(one, view)).filter((one) => one !== null);
      return parts.length === 0 ? null : joinEvidence(parts);
    }
    case 'not':
      return holds(evaluate(condition.of, view) === null);
    case 'finding':
      return findingEvidence(condition.test, view);
    case 'distinct-persons':
      return personEvidence(condition.atLeast, condition.confidence, view);
    case 'uninspected': {
      const found = visible(report.uninspected, view.hiddenUninspected, (one) =>
        passesUninspectedTest(one, condition.test),
      );
      return found.length === 0 ? null : { findings: NO_ITEMS, uninspected: new Set(found) };
    }
    case 'recipient':
      return holds(passes(view.recipient, condition.test, view));
    case 'sender':
      return holds(envelope.sender !== null && passes(envelope.sender, condition.test, view));
    case 'from':
      return holds(report.facts.from.some((address) => passes(address, condition.test, view)));
    case 'listener':
      return holds(condition.names.includes(envelope.listener));
    case 'secure-word':
      return holds((report.facts.secureWord !== null) === condition.present);
    case 'label':
      return holds(report.facts.labels.some((label) => condition.names.some((name) => matchesName(label, name))));
    case 'size':
      return holds(report.outline.size >= condition.atLeastBytes);
    case 'attachments':
      return holds(report.facts.attachmentCount >= condition.atLeast);
    case 'recipients':
      return holds(envelope.recipients.length >= condition.atLeast);
    case 'message-type':
      return holds(condition.types.some((type) => isOfType(type, view)));
    case 'signed':
      return holds((report.outline.signed !== null) === condition.signed);
    default:
      return assertNever(condition);
  }
}

const holds = (is: boolean): Evidence | null => (is ? NO_EVIDENCE : null);

const passes = (address: string, test: AddressTest, view: View): boolean =>
  passesAddressTest(address, test, view.isInternal(address), view.lists);

function visible<T>(all: readonly T[], hidden: ReadonlySet<number>, test: (one: T) => boolean): readonly number[] {
  const found: number[] = [];
  all.forEach((one, index) => {
    if (!hidden.has(index) && test(one)) found.push(index);
  });
  return found;
}

/** Compares a name with a pattern that may end in '*'; upper and lower case are one. */
export function matchesName(value: string, pattern: string): boolean {
  const name = value.toLowerCase();
  const wanted = pattern.toLowerCase();
  return wanted.endsWith('*') ? name.startsWith(wanted.slice(0, -1)) : name === wanted;
}

const BANDS: readonly Confidence[] = ['low', 'medium', 'high'];
const reaches = (is: Confidence, wanted: Confidence): boolean => BANDS.indexOf(is) >= BANDS.indexOf(wanted);

function passesFindingTest(finding: Finding, test: FindingTest): boolean {
  return (
    reaches(finding.confidence, test.confidence) &&
    (test.score === undefined || finding.score >= test.score) &&
    (test.category === undefined || test.category.some((name) => matchesName(finding.category, name))) &&
    (test.detector === undefined || test.detector.some((name) => matchesName(finding.detector, name))) &&
    (test.where === undefined || test.where.includes(finding.where)) &&
    (test.zone === undefined || test.zone.includes(finding.zone)) &&
    (test.quoted === undefined || test.quoted === finding.quoted) &&
    (test.synthetic === undefined || test.synthetic === (finding.synthetic ?? false))
  );
}

function findingEvidence(test: FindingTest, view: View): Evidence | null {
  const found = visible(view.report.findings, view.hiddenFindings, (finding) => passesFindingTest(finding, test));
  const occurrences = found.reduce((sum, index) => sum + (view.report.findings[index]?.count ?? 0), 0);
  if (found.length === 0 || occurrences < test.count) return null;
  return { findings: new Set(found), uninspected: NO_ITEMS };
}

function personEvidence(atLeast: number, confidence: Confidence, view: View): Evidence | null {
  const found = visible(
    view.report.findings,
    view.hiddenFindings,
    (finding) => finding.personKey !== undefined && reaches(finding.confidence, confidence),
  );
  const persons = new Set(found.map((index) => view.report.findings[index]?.personKey));
  return persons.size < atLeast ? null : { findings: new Set(found), uninspected: NO_ITEMS };
}

function passesUninspectedTest(one: Uninspected, test: UninspectedTest): boolean {
  if (test.reason !== undefined && !test.reason.includes(one.reason)) return false;
  if (test.kind !== undefined && !test.kind.includes(one.kind)) return false;
  if (test.encryption === undefined) return true;
  const { algorithm, bitsAtLeast } = test.encryption;
  const is = one.encryption;
  if (is === undefined) return false;
  if (algorithm !== undefined && !algorithm.some((name) => matchesName(is.algorithm, name))) return false;
  return bitsAtLeast === undefined || (is.bits !== null && is.bits >= bitsAtLeast);
}

function isOfType(type: MessageType, view: View): boolean {
  switch (type) {
    case 'auto-reply':
      return view.report.facts.autoSubmitted;
    case 'bulk':
      return view.report.facts.bulk;
    case 'dsn':
      return view.envelope.sender === null; // RFC 5321 §4.5.5
    case 'quoted-only':
      return view.report.facts.quotedOnly;
    default:
      return assertNever(type);
  }
}
