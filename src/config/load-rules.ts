import type { DetectorData } from '../core/detector-data.ts';
import type { PolicyRule, RuleProblem } from '../core/rules.ts';
import type { Settings } from './settings.ts';

/** Everything read from the rule directories, swapped as a whole on reload. */
export interface RuleSet {
  /** in the order of evaluation and of ties: common, packs in their order, the organisation's own; inside by file name */
  readonly rules: readonly PolicyRule[];
  /** named lists of addresses and domains */
  readonly lists: Readonly<Record<string, readonly string[]>>;
  /** what the inspectors compile */
  readonly detectors: DetectorData;
  /** any 'error' in here: the set must not be used */
  readonly problems: readonly RuleProblem[];
  /** SHA-256 over all files read, hex: tells which rules a ruling was made by */
  readonly fingerprint: string;
}

/**
 * Reads the rule directories of the settings: rules of common, of the packs and of the organisation, lists and detector data.
 * Synchronous: runs at start and on reload only. Never throws for what is in the files.
 * @param today 'YYYY-MM-DD', for exceptions that have run out
 */
export function loadRules(
  settings: Pick<Settings, 'rules' | 'organisation' | 'secureChannels'>,
  today: string,
): RuleSet {
  throw new TypeError(`not written yet ${today} ${settings.rules.packs.join()}`);
}
