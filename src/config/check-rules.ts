/** Checks that only all rules together allow: names that must exist, dates, chains, examples. */
import { CATEGORIES } from '../core/category.ts';
import type { DetectorData } from '../core/detector-data.ts';
import type { AddressTest, Condition, PolicyRule, RuleProblem } from '../core/rules.ts';
import { milderFallback } from './compile-rule.ts';
import type { RulePlace, RuleSettings, RuleSource } from './load-rules.ts';
import { nearest } from './nearest.ts';

/** What rules may refer to. */
export interface RuleSurroundings {
  readonly settings: RuleSettings;
  readonly lists: ReadonlyMap<string, readonly string[]>;
  readonly detectors: DetectorData;
  readonly places: ReadonlyMap<string, RuleSource>;
  /** 'YYYY-MM-DD' */
  readonly today: string;
}

/** @returns what is wrong (error) or doubtful (warning), where it is written, else at the rule's id */
export function checkRules(rules: readonly PolicyRule[], around: RuleSurroundings): readonly RuleProblem[] {
  return [...rules.flatMap((rule) => remarksOn(rule, around)), ...unheardDetectors(rules, around.detectors)];
}

function remarksOn(rule: PolicyRule, around: RuleSurroundings): readonly RuleProblem[] {
  const source = around.places.get(rule.id);
  const remarks = [
    ...unknownNames(rule, around),
    ...doubtfulAction(rule, around),
    ...doubtfulDates(rule, around.today),
    ...missingExamples(rule),
  ];
  return remarks.map(({ severity, message, written }): RuleProblem => {
    const place = placeOf(source, written) ?? { file: rule.source, line: 1, column: 1 };
    return { severity, ...place, message: `rule '${rule.id}': ${message}` };
  });
}

/** Own detectors of which no rule speaks: what they find has no consequence, and whoever wrote one did not mean that. */
function unheardDetectors(rules: readonly PolicyRule[], { custom }: DetectorData): readonly RuleProblem[] {
  const tests = rules
    .filter(({ mode }) => mode !== 'off')
    .flatMap(({ when }) => nodes(when))
    .flatMap((node) => (node.kind === 'finding' ? [node.test] : []));
  const names = (patterns: readonly string[] | undefined, name: string): boolean =>
    patterns === undefined || patterns.some((pattern) => isKnown(pattern, [name]));
  return custom
    .filter(({ id, category }) => !tests.some((test) => names(test.category, category) && names(test.detector, id)))
    .map(({ id, category, source }) => {
      const [, file = source, line = 1, column = 1] = /^(.*):(\d+):(\d+)$/u.exec(source) ?? [];
      const message = `detector '${id}': no rule speaks of it or of its category '${category}': nothing is done about what it finds`;
      return { severity: 'warning', file, line: Number(line), column: Number(column), message };
    });
}

/** Where a word of a rule is written; the rule's id when it cannot be found. */
function placeOf(source: RuleSource | undefined, written: string | undefined): RulePlace | undefined {
  if (source === undefined || written === undefined) return source?.at;
  return source.written.map((find) => find(written)).find((place) => place !== null) ?? source.at;
}

interface Remark extends Pick<RuleProblem, 'severity' | 'message'> {
  /** the value in the file that it is about */
  readonly written?: string;
}
const error = (message: string, written?: string): Remark => remark('error', message, written);
const warning = (message: string, written?: string): Remark => remark('warning', message, written);
const remark = (severity: RuleProblem['severity'], message: string, written?: string): Remark => ({
  severity,
  message,
  ...(written === undefined ? {} : { written }),
});

/** All nodes of a condition tree. */
function nodes(condition: Condition): readonly Condition[] {
  switch (condition.kind) {
    case 'all':
    case 'any':
      return [condition, ...condition.of.flatMap(nodes)];
    case 'not':
      return [condition, ...nodes(condition.of)];
    default:
      return [condition];
  }
}

function unknownNames(rule: PolicyRule, around: RuleSurroundings): readonly Remark[] {
  const { settings, detectors } = around;
  const categories = [
    ...new Set<string>([
      ...CATEGORIES,
      ...detectors.custom.map((one) => one.category),
      ...detectors.terms.map((one) => one.category),
      ...detectors.patterns.map((one) => one.category),
    ]),
  ];
  const channels = settings.secureChannels.map((one) => one.name);
  const listeners = settings.listen.map((one) => one.name);
  const remarks: Remark[] = [];
  const require = (what: string, name: string, known: readonly string[]): void => {
    if (!isKnown(name, known)) remarks.push(error(`there is no ${what} '${name}'${hint(name, known)}`, name));
  };
  for (const node of [rule.when, ...rule.exceptions.map((one) => one.when)].flatMap(nodes)) {
    if (node.kind === 'finding') node.test.category?.forEach((name) => require('category', name, categories));
    if (node.kind === 'listener') node.names.forEach((name) => require('listener', name, listeners));
    if (node.kind === 'recipient' || node.kind === 'sender' || node.kind === 'from') {
      listsOf(node.test).forEach((name) => require('list', name, [...around.lists.keys()]));
    }
  }
  if (rule.then.channel !== undefined) require('secure channel', rule.then.channel, channels);
  rule.insteadOf.forEach((name) => require('rule', name, [...around.places.keys()]));
  return remarks;
}

const listsOf = (test: AddressTest): readonly string[] => test.lists ?? [];

const isKnown = (name: string, known: readonly string[]): boolean =>
  name.endsWith('*') ? known.some((one) => one.startsWith(name.slice(0, -1))) : known.includes(name);

function hint(name: string, known: readonly string[]): string {
  const guess = nearest(name, known);
  if (guess !== null) return `, did you mean '${guess}'?`;
  return known.length > 0 && known.length <= 30 ? `, known: ${known.join(', ')}` : '';
}

function doubtfulAction(rule: PolicyRule, around: RuleSurroundings): readonly Remark[] {
  const remarks: Remark[] = [];
  const milder = milderFallback(rule.then);
  if (milder !== null) {
    remarks.push(
      error(`fallback '${milder}' is milder than what it stands in for; a fallback may only be stricter`, milder),
    );
  }
  const reroutes = [rule.then.action, ...rule.then.fallback].includes('reroute');
  if (rule.then.channel !== undefined && !reroutes) {
    remarks.push(error(`a channel is named, but the action is ${rule.then.action}, not reroute`, rule.then.channel));
  }
  if (rule.then.tag !== undefined && ![rule.then.action, ...rule.then.fallback].includes('tag')) {
    remarks.push(error(`a tag is given, but the action is ${rule.then.action}, not tag`, rule.then.tag));
  }
  if (rule.then.action === 'reroute' && rule.mode === 'enforce' && around.settings.secureChannels.length === 0) {
    remarks.push(warning('the settings have no secure channel: its mail is held'));
  }
  if (rule.insteadOf.some((id) => id === rule.id)) remarks.push(error('stands in insteadOf of itself'));
  return remarks;
}

function doubtfulDates(rule: PolicyRule, today: string): readonly Remark[] {
  return rule.exceptions.flatMap((one) => {
    if (one.expires < today)
      return [warning(`the exception of ${one.owner} ran out on ${one.expires} and counts no more`, one.expires)];
    const years = Number(one.expires.slice(0, 4)) - Number(today.slice(0, 4));
    return years > 2
      ? [warning(`the exception of ${one.owner} lasts until ${one.expires}: nobody will remember it`, one.expires)]
      : [];
  });
}

function missingExamples(rule: PolicyRule): readonly Remark[] {
  const lacks = (['hit', 'miss'] as const).filter((kind) => !rule.examples.some((one) => one.kind === kind));
  return lacks.length === 0 ? [] : [warning(`has no ${lacks.join(' and no ')} example`)];
}
