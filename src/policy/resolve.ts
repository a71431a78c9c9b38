/** What a matching rule's action comes to on this message: its own, or the first of its fallbacks that can be done. */
import { assertNever } from '../core/brand.ts';
import type { PartPath } from '../core/brand.ts';
import type { InspectionReport } from '../core/inspection.ts';
import type { PolicyRule } from '../core/rules.ts';
import type { Action } from '../core/ruling.ts';
import type { Evidence } from './condition.ts';

/** An action that can be done, with what it needs. */
export interface Resolved {
  readonly action: Action;
  readonly channel?: string;
  readonly strip?: readonly PartPath[];
  readonly tag?: string;
}

/**
 * Goes down the chain action, fallback …, hold.
 * @param evidence what the rule matched: strip must be able to cut out all of it
 * @param channels names of the secure channels, the default first
 */
export function resolve(
  rule: PolicyRule,
  evidence: Evidence,
  report: InspectionReport,
  channels: readonly string[],
): Resolved {
  for (const action of [rule.then.action, ...rule.then.fallback]) {
    const resolved = attempt(action, rule, evidence, report, channels);
    if (resolved !== null) return resolved;
  }
  return { action: 'hold' };
}

function attempt(
  action: Action,
  rule: PolicyRule,
  evidence: Evidence,
  report: InspectionReport,
  channels: readonly string[],
): Resolved | null {
  switch (action) {
    case 'allow':
    case 'hold':
    case 'block':
      return { action };
    case 'tag':
      // A new subject would break a signature that covers it; the header fields alone do not.
      return rule.then.tag === undefined || report.outline.signed !== null
        ? { action }
        : { action, tag: rule.then.tag };
    case 'reroute': {
      const channel = rule.then.channel ?? channels[0];
      return channel !== undefined && channels.includes(channel) ? { action, channel } : null;
    }
    case 'strip': {
      const strip = partsToCut(evidence, report);
      return strip === null ? null : { action, strip };
    }
    default:
      return assertNever(action);
  }
}

/**
 * The attachments that hold everything a rule matched.
 * @returns null when something lies elsewhere (body, subject, a part that cannot be cut), when the mail is signed, or when
 * the rule matched for another reason than its content
 */
export function partsToCut(evidence: Evidence, report: InspectionReport): readonly PartPath[] | null {
  if (report.outline.signed !== null) return null;
  const offending = [
    ...[...evidence.findings].map((index) => report.findings[index]?.part),
    ...[...evidence.uninspected].map((index) => report.uninspected[index]?.part),
  ];
  if (offending.length === 0) return null;
  const cut = new Set<PartPath>();
  for (const part of offending) {
    const home = part === undefined ? undefined : report.outline.removable.find(({ path }) => liesIn(part, path));
    if (home === undefined) return null;
    cut.add(home.path);
  }
  return [...cut].sort((a, b) => a.localeCompare(b, 'en', { numeric: true }));
}

/** Is `part` the attachment itself, or inside it ('2' holds '2', '2.1' and '2!papers.zip!a.docx', not '20')? */
function liesIn(part: PartPath, attachment: PartPath): boolean {
  if (attachment === '') return false;
  return part === attachment || part.startsWith(`${attachment}.`) || part.startsWith(`${attachment}!`);
}
