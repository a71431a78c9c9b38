import type { Envelope } from '../core/envelope.ts';
import type { Finding } from '../core/finding.ts';
import type { InspectionReport } from '../core/inspection.ts';
import { printable, shownName } from '../core/mask.ts';
import { maskedPlaces, type MaskedPlaces } from '../core/masked-places.ts';
import type { Action, Ruling } from '../core/ruling.ts';

/** One scanned message. */
export interface Scanned {
  readonly mail: { readonly file: string; readonly index?: number };
  readonly envelope: Envelope;
  readonly report: InspectionReport;
  readonly rulings: readonly Ruling[];
  readonly action: Action;
  readonly ms: number;
}

/** What the caller wants to see. */
export interface ReportOptions {
  readonly reveal?: boolean;
  readonly all?: boolean;
}

/** Equal findings of a file that is attached several times are one, counted. */
function joined(findings: readonly Finding[]): Finding[] {
  const byPlace = new Map<string, Finding>();
  for (const finding of findings) {
    const key = JSON.stringify([
      finding.detector,
      finding.category,
      finding.where,
      finding.path,
      finding.zone,
      finding.quoted,
      finding.masked,
      finding.personKey ?? '',
      finding.normalized ?? '',
    ]);
    const before = byPlace.get(key);
    byPlace.set(
      key,
      before === undefined
        ? finding
        : { ...(before.score >= finding.score ? before : finding), count: before.count + finding.count },
    );
  }
  return [...byPlace.values()];
}

/** Whoever asks to see whole numbers sees names as they are. */
const placesOf = (report: InspectionReport, options: ReportOptions): MaskedPlaces =>
  maskedPlaces(options.reveal === true ? [] : report.findings, 'tail');

function jsonFinding(finding: Finding, places: MaskedPlaces, options: ReportOptions): Record<string, unknown> {
  return {
    detector: finding.detector,
    category: finding.category,
    confidence: finding.confidence,
    score: finding.score,
    where: finding.where,
    path: places.path(finding.path),
    zone: finding.zone,
    ...(finding.locator === '' ? {} : { locator: places.locator(finding) }),
    quoted: finding.quoted,
    count: finding.count,
    masked: finding.masked,
    ...(finding.synthetic === true ? { synthetic: true } : {}),
    ...(options.reveal === true && finding.normalized !== undefined ? { normalized: finding.normalized } : {}),
  };
}

function split(report: InspectionReport, options: ReportOptions): { shown: Finding[]; lowCount: number } {
  const findings = joined(report.findings);
  const low = findings.filter((finding) => finding.confidence === 'low');
  return {
    shown: options.all === true ? findings : findings.filter((finding) => finding.confidence !== 'low'),
    lowCount: low.length,
  };
}

/** The line of `scan --json`, contract of the outside surface. */
export function jsonLine(scanned: Scanned, options: ReportOptions): string {
  const { envelope, report, rulings } = scanned;
  const { shown, lowCount } = split(report, options);
  const places = placesOf(report, options);
  return `${JSON.stringify({
    file: scanned.mail.file,
    ...(scanned.mail.index === undefined ? {} : { index: scanned.mail.index }),
    messageId: report.facts.messageId,
    from: envelope.sender,
    to: envelope.recipients.map((recipient) => recipient.address),
    action: scanned.action,
    recipients: rulings.map((ruling) => ({
      address: ruling.recipient.address,
      action: ruling.action,
      rule: ruling.rule,
      ...(ruling.channel === undefined ? {} : { channel: ruling.channel }),
    })),
    findings: shown.map((finding) => jsonFinding(finding, places, options)),
    lowCount,
    uninspected: report.uninspected.map((entry) => ({
      path: places.path(entry.path),
      reason: entry.reason,
      detail: entry.detail,
      kind: entry.kind,
      ...(entry.encryption === undefined ? {} : { encryption: entry.encryption }),
    })),
    ms: Math.round(scanned.ms * 10) / 10,
  })}\n`;
}

const placeOf = (finding: Finding, places: MaskedPlaces): string =>
  [
    finding.where === 'attachment' || finding.where === 'filename'
      ? `${finding.where} ${places.path(finding.path).map(shownName).join(' > ')}`
      : finding.where,
    ['body', 'subject', 'filename'].includes(finding.zone) ? '' : finding.zone,
    places.locator(finding),
    finding.quoted ? 'quoted' : '',
  ]
    .filter((word) => word !== '')
    .join(', ');

/** A report for people: one line for a clean message, a block for another. */
export function textReport(scanned: Scanned, options: ReportOptions): string {
  const { report, rulings, mail } = scanned;
  const { shown, lowCount } = split(report, options);
  const places = placesOf(report, options);
  const name = mail.index === undefined ? mail.file : `${mail.file} (message ${mail.index + 1})`;
  const lines = [`${scanned.action.toUpperCase().padEnd(8)} ${name}`];
  if (scanned.action === 'allow' && shown.length === 0 && report.uninspected.length === 0)
    return `${lines.map(printable).join('')}\n`;
  for (const ruling of rulings) {
    const channel = ruling.channel === undefined ? '' : ` by ${ruling.channel}`;
    lines.push(`         ${ruling.recipient.address}: ${ruling.action}${channel} (rule ${ruling.rule})`);
  }
  for (const finding of shown) {
    const value = options.reveal === true ? (finding.normalized ?? finding.masked) : finding.masked;
    const times = finding.count > 1 ? ` × ${finding.count}` : '';
    const shownValue = value === '' ? '' : ` ${value}`;
    lines.push(
      `         - ${finding.detector}${shownValue}${times}: ${finding.confidence} ${finding.score}, ${placeOf(finding, places)}`,
    );
  }
  for (const entry of report.uninspected) {
    const path = entry.path.length === 0 ? 'message' : places.path(entry.path).map(shownName).join(' > ');
    lines.push(`         - not inspected: ${path}: ${entry.reason}${entry.detail === '' ? '' : ` (${entry.detail})`}`);
  }
  if (lowCount > 0 && options.all !== true) lines.push(`         ${lowCount} of low confidence, shown with --all`);
  return `${lines.map(printable).join('\n')}\n`;
}
