/** `brevvakt rules explain`: why one message is ruled as it is, rule by rule, with every contribution. */
import type { Finding, Uninspected } from '../core/finding.ts';
import type { InspectionReport } from '../core/inspection.ts';
import { printable, shownName } from '../core/mask.ts';
import { maskedPlaces, type MaskedPlaces } from '../core/masked-places.ts';
import type { PolicyRule } from '../core/rules.ts';
import type { RuleMatch, Ruling } from '../core/ruling.ts';

const place = (path: readonly string[], where: string, zone: string, locator: string): string =>
  [path.length === 0 ? where : path.map(shownName).join(' > '), zone === where ? '' : zone, locator]
    .filter((part) => part !== '')
    .join(', ');

function findingLines(finding: Finding, index: number, places: MaskedPlaces): readonly string[] {
  const times = finding.count > 1 ? ` ×${finding.count}` : '';
  const shown = finding.masked === '' ? '' : ` ${finding.masked}`;
  const marks = [finding.quoted ? 'quoted' : '', finding.synthetic === true ? 'synthetic' : ''].filter(
    (mark) => mark !== '',
  );
  return [
    `  [${index}] ${finding.category} by ${finding.detector}:${shown}${times}`,
    `      in ${place(places.path(finding.path), finding.where, finding.zone, places.locator(finding))}${marks.map((mark) => `, ${mark}`).join('')}`,
    `      score ${finding.score} (${finding.confidence}): ${reasons(finding)}`,
  ];
}

const reasons = (finding: Finding): string =>
  finding.reasons.length === 0
    ? 'by itself'
    : finding.reasons.map(({ reason, points }) => `${reason} ${points >= 0 ? '+' : ''}${points}`).join(', ');

const unreadLine = (one: Uninspected, index: number, places: MaskedPlaces): string =>
  `  (${index}) ${one.path.length === 0 ? 'the message' : places.path(one.path).map(shownName).join(' > ')}: ${one.reason}, ${one.kind}${one.detail === '' ? '' : `, ${one.detail}`}`;

const because = (match: RuleMatch): string =>
  [...match.findings.map((i) => `[${i}]`), ...match.uninspected.map((i) => `(${i})`)].join(' ');

function ruleLines(rule: PolicyRule, ruling: Ruling): readonly string[] {
  const match = ruling.matches.find((one) => one.rule === rule.id);
  if (match === undefined) return [`    ${rule.mode === 'off' ? 'off      ' : 'no match '} ${rule.id}`];
  const verdict = rule.id === ruling.rule ? 'DECIDES  ' : match.mode === 'enforce' ? 'match    ' : 'recorded ';
  const lines = [`    ${verdict} ${rule.id}: ${match.action} because of ${because(match) || 'the message itself'}`];
  if (match.action !== rule.then.action)
    lines.push(`              instead of ${rule.then.action}, which cannot be done here`);
  if (match.excusedBy !== undefined) lines.push(`              excused by ${match.excusedBy}`);
  else if (match.mode !== 'enforce') lines.push(`              mode is ${match.mode}: decides nothing`);
  if (rule.id === ruling.rule)
    lines.push(
      ...[`${rule.name}. ${rule.why}`, rule.law.join('; ')]
        .filter((text) => text !== '')
        .map((text) => `              ${text}`),
    );
  return lines.map((line) => line.trimEnd());
}

function verdictOf(ruling: Ruling): string {
  const details = [
    ruling.channel === undefined ? '' : `to channel ${ruling.channel}`,
    ruling.strip === undefined ? '' : `cutting part ${ruling.strip.join(', ')}`,
    ruling.tag === undefined ? '' : `with ${ruling.tag} before the subject`,
    ruling.explain ? 'the sender is told' : '',
  ].filter((detail) => detail !== '');
  return [ruling.action, ...details].join(', ');
}

/**
 * Writes the explanation of one message.
 * @param all also lists findings of low confidence and rules that did not match
 */
export function explanation(
  report: InspectionReport,
  rulings: readonly Ruling[],
  rules: readonly PolicyRule[],
  all: boolean,
): string {
  const places = maskedPlaces(report.findings, 'tail');
  const findings = report.findings.flatMap((finding, i) =>
    all || finding.confidence !== 'low' ? findingLines(finding, i, places) : [],
  );
  const low = report.findings.filter((finding) => finding.confidence === 'low').length;
  const lines = [
    'Found:',
    ...(findings.length === 0 ? ['  nothing'] : findings),
    ...(low > 0 && !all ? [`  and ${low} of low confidence (--all lists them)`] : []),
    'Not read:',
    ...(report.uninspected.length === 0
      ? ['  nothing: every part was read']
      : report.uninspected.map((one, i) => unreadLine(one, i, places))),
  ];
  if (report.oddities.length > 0)
    lines.push(`Oddities: ${[...new Set(report.oddities.map(({ key }) => key))].join(', ')}`);
  for (const ruling of rulings) {
    lines.push(
      `Recipient ${ruling.recipient.address} (${ruling.internal ? 'internal' : 'external'}): ${verdictOf(ruling)}`,
      `    decided by ${ruling.rule}`,
      ...rules
        .filter((rule) => all || ruling.matches.some((match) => match.rule === rule.id))
        .flatMap((rule) => ruleLines(rule, ruling)),
    );
  }
  const shown = lines.flatMap((line) => line.split('\n')).map(printable);
  return `${shown.join('\n')}\n`;
}
