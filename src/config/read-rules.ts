import type { Clock } from '../core/clock.ts';
import type { Language } from '../core/category.ts';
import type { MessageCatalogue } from '../core/messages.ts';
import { loadMessages } from './messages.ts';
import { loadRules, type RuleSet } from './load-rules.ts';
import type { Settings } from './settings.ts';

/** Everything the rule directories say: rules, lists, detector data and the texts people read. Swapped as a whole on reload. */
export interface LoadedRules extends Pick<RuleSet, 'rules' | 'lists' | 'detectors' | 'fingerprint'> {
  readonly catalogues: ReadonlyMap<Language, MessageCatalogue>;
  /** 'file:line:column: message' of everything that must be mended before the set may be used */
  readonly errors: readonly string[];
  readonly warnings: readonly string[];
}

/** Reads the rule directories of the settings. Never throws for what is in the files. */
export function readRules(settings: Settings, clock: Clock): LoadedRules {
  const ruleSet = loadRules(settings, new Date(clock.now()).toISOString().slice(0, 10));
  const messages = loadMessages(settings.rules.directories);
  const place = (problem: RuleSet['problems'][number]): string =>
    `${problem.file}:${problem.line}:${problem.column}: ${problem.message}`;
  const missing = settings.languages.filter((language) => !messages.catalogues.has(language));
  return {
    rules: ruleSet.rules,
    lists: ruleSet.lists,
    detectors: ruleSet.detectors,
    fingerprint: ruleSet.fingerprint,
    catalogues: messages.catalogues,
    errors: [
      ...ruleSet.problems.filter((problem) => problem.severity === 'error').map(place),
      ...messages.problems,
      ...missing.map((language) => `languages: there is no messages/${language}.yaml in the rule directories`),
    ],
    warnings: ruleSet.problems.filter((problem) => problem.severity !== 'error').map(place),
  };
}
