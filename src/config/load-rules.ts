import { createHash } from 'node:crypto';
import type { DetectorData } from '../core/detector-data.ts';
import type { PolicyRule, RuleProblem } from '../core/rules.ts';
import { checkRules } from './check-rules.ts';
import { compileException, compileExamples, compileRule, compileThen } from './compile-rule.ts';
import { emptyDetectorData, loadDetectorData, mergeDetectorData } from './detectors/detectors.ts';
import { checkFile } from './mistakes.ts';
import { nearest } from './nearest.ts';
import { findRuleFiles } from './rule-files.ts';
import type { FoundFile } from './rule-files.ts';
import { ruleFileSchema } from './rule-schema.ts';
import type { AdjustmentFile } from './rule-schema.ts';
import type { Settings } from './settings.ts';
import { readYaml } from './yaml-file.ts';
import type { Position, ValuePath, YamlFile } from './yaml-file.ts';

/** Everything read from the rule directories, swapped as a whole on reload. */
export interface RuleSet {
  /** in the order of ties: common, packs in their order, the organisation's own; inside by file name and position */
  readonly rules: readonly PolicyRule[];
  /** named lists of addresses and domains */
  readonly lists: Readonly<Record<string, readonly string[]>>;
  /** what the inspectors compile */
  readonly detectors: DetectorData;
  /** any 'error' in here: the set must not be used */
  readonly problems: readonly RuleProblem[];
  /** SHA-256 over rules, lists and detector data, hex: tells which set a ruling was made by */
  readonly fingerprint: string;
}

/** The settings that choose and check rules. */
export type RuleSettings = Pick<Settings, 'rules' | 'organisation' | 'secureChannels' | 'listen'>;

/**
 * Reads the rule directories of the settings: rules of common, of the packs and of the organisation, lists and detector data.
 * Synchronous: runs at start and on reload only. Never throws for what is in the files.
 * @param today 'YYYY-MM-DD', for exceptions that have run out
 */
export function loadRules(settings: RuleSettings, today: string): RuleSet {
  const reading = new Reading();
  const files = findRuleFiles(settings.rules.directories, settings.rules.packs, reading.problems);
  const adjustments = files.flatMap((file) => reading.read(file));
  adjustments.forEach((one) => {
    reading.adjust(one);
  });
  const rules = [...reading.rules.values()].map(({ rule }) => rule);
  const tags = [...new Set(rules.flatMap(({ then }) => then.tag ?? []))];
  const read = readDetectors(settings, reading.problems);
  const detectors = { ...read, options: { ...read.options, tags } };
  const lists = Object.fromEntries(reading.lists);
  const places = new Map([...reading.rules].map(([id, { at, written }]) => [id, { at, written }]));
  reading.problems.push(...checkRules(rules, { settings, lists: reading.lists, detectors, places, today }));
  const fingerprint = createHash('sha256')
    .update(JSON.stringify([rules, lists, detectors]))
    .digest('hex');
  return { rules, lists, detectors, problems: sorted(reading.problems), fingerprint };
}

/** The rules alone, as far as their files can be read: to say what an id stands for, not to rule with. Never throws. */
export function ruleTexts(settings: RuleSettings): ReadonlyMap<string, Pick<PolicyRule, 'name' | 'why'>> {
  const reading = new Reading();
  for (const file of findRuleFiles(settings.rules.directories, settings.rules.packs, reading.problems))
    reading.read(file);
  return new Map([...reading.rules].map(([id, { rule }]) => [id, rule]));
}

const sorted = (problems: readonly RuleProblem[]): readonly RuleProblem[] =>
  [...problems].sort((a, b) => a.file.localeCompare(b.file) || a.line - b.line || a.column - b.column);

/** Detector data of all directories; the organisation's own is added to the package's. */
function readDetectors(settings: RuleSettings, problems: RuleProblem[]): DetectorData {
  return settings.rules.directories.reduce(
    (data, directory) => {
      const loaded = loadDetectorData(directory, data.options);
      problems.push(...loaded.problems.map((problem): RuleProblem => ({ severity: 'error', ...problem })));
      return mergeDetectorData(data, loaded.data);
    },
    emptyDetectorData({ country: settings.organisation.country }),
  );
}

/** A place in a rule file. */
export interface RulePlace extends Position {
  readonly file: string;
}
/** Where a rule stands, and finds what is written in it or in adjustments of it. */
export interface RuleSource {
  readonly at: RulePlace;
  readonly written: readonly ((text: string) => RulePlace | null)[];
}

interface PlacedAdjustment {
  readonly change: AdjustmentFile;
  readonly file: FoundFile;
  readonly yaml: YamlFile;
  readonly at: ValuePath;
}

/** Collects rules over all files. */
class Reading {
  readonly rules = new Map<string, RuleSource & { readonly rule: PolicyRule }>();
  readonly lists = new Map<string, readonly string[]>();
  readonly problems: RuleProblem[] = [];

  /** @returns the adjustments of the file, to be made when all rules are known */
  read(file: FoundFile): readonly PlacedAdjustment[] {
    const yaml = readYaml(file.text);
    const checked = checkFile(yaml, ruleFileSchema);
    if (!('value' in checked)) {
      this.problems.push(
        ...checked.mistakes.map((mistake): RuleProblem => ({ severity: 'error', file: file.name, ...mistake })),
      );
      return [];
    }
    for (const [name, entries] of Object.entries(checked.value.lists ?? {})) {
      if (this.lists.has(name))
        this.error(file, yaml.positionOfKey(['lists'], name), `list '${name}' stands elsewhere too`);
      this.lists.set(name, entries);
    }
    checked.value.rules?.forEach((one, i) => {
      const at: RulePlace = { file: file.name, ...yaml.positionOf(['rules', i, 'id']) };
      const before = this.rules.get(one.id);
      if (before !== undefined) {
        this.error(
          file,
          at,
          `rule '${one.id}' stands already in ${before.at.file}:${before.at.line}:${before.at.column}`,
        );
        return;
      }
      const written = [writtenIn(file, yaml, ['rules', i])];
      this.rules.set(one.id, { rule: compileRule(one, ['rules', i], sourceIn(file, yaml)), at, written });
    });
    return (checked.value.adjust ?? []).map((change, i) => ({ change, file, yaml, at: ['adjust', i] }));
  }

  /** Makes a change to the rules it names. */
  adjust(adjustment: PlacedAdjustment): void {
    const { change, file, yaml, at } = adjustment;
    const begin = change.rule.endsWith('*') ? change.rule.slice(0, -1) : null;
    const ids = [...this.rules.keys()].filter((id) => (begin === null ? id === change.rule : id.startsWith(begin)));
    if (ids.length === 0) {
      const guess = nearest(change.rule, [...this.rules.keys()]);
      const hint = guess === null ? '' : `, did you mean '${guess}'?`;
      this.error(file, yaml.positionOf([...at, 'rule']), `there is no rule '${change.rule}'${hint}`);
    }
    for (const id of ids) {
      const target = this.rules.get(id);
      if (target === undefined) continue;
      const written = [...target.written, writtenIn(file, yaml, at)];
      this.rules.set(id, { rule: adjusted(target.rule, adjustment), at: target.at, written });
    }
  }

  private error(file: FoundFile, { line, column }: Position, message: string): void {
    this.problems.push({ severity: 'error', file: file.name, line, column, message });
  }
}

function adjusted(rule: PolicyRule, { change, file, yaml, at }: PlacedAdjustment): PolicyRule {
  const then = change.then === undefined ? rule.then : compileThen(change.then);
  return {
    ...rule,
    mode: change.mode ?? rule.mode,
    then: change.tag === undefined ? then : { ...then, tag: change.tag },
    law: [...rule.law, ...(change.law ?? [])],
    exceptions: [...rule.exceptions, ...(change.exceptions ?? []).map(compileException)],
    examples: [...rule.examples, ...compileExamples(change.examples, [...at, 'examples'], sourceIn(file, yaml))],
  };
}

const writtenIn =
  (file: FoundFile, yaml: YamlFile, path: ValuePath) =>
  (text: string): RulePlace | null => {
    const position = yaml.positionOfText(path, text);
    return position === null ? null : { file: file.name, ...position };
  };

const sourceIn =
  (file: FoundFile, yaml: YamlFile) =>
  (path: ValuePath): string => {
    const { line, column } = yaml.positionOf(path);
    return `${file.name}:${line}:${column}`;
  };
