import { existsSync } from 'node:fs';
import type { Clock } from '../core/clock.ts';
import type { Language } from '../core/category.ts';
import type { MessageCatalogue } from '../core/messages.ts';
import { loadMessages } from './messages.ts';
import { loadRules, type RuleSet } from './load-rules.ts';
import { directoriesNow, directoryTrouble } from './rule-files.ts';
import type { Settings } from './settings.ts';

/** Everything the rule directories say: rules, lists, detector data and the texts people read. Swapped as a whole on reload. */
export interface LoadedRules extends Pick<RuleSet, 'rules' | 'lists' | 'detectors' | 'fingerprint'> {
  /** what was read */
  readonly directories: readonly string[];
  readonly catalogues: ReadonlyMap<Language, MessageCatalogue>;
  /** 'file:line:column: message' of everything that must be mended before the set may be used */
  readonly errors: readonly string[];
  readonly warnings: readonly string[];
}

/**
 * Reads the rule directories of the settings, as they are now. Never throws for what is in the files.
 * @param before what is in use, on a reload: a directory that was read then may not be gone
 */
export function readRules(settings: Settings, clock: Clock, before?: LoadedRules): LoadedRules {
  const { own, ...rules } = settings.rules;
  const directories = own === undefined ? rules.directories : directoriesNow(own.path);
  // What may be missing may still not be a file.
  const made = own !== undefined && (own.required || existsSync(own.path)) ? [own.path] : [];
  const expected = own?.required === true ? made : [...(before?.directories ?? []), ...made];
  const gone = [...new Set(expected)].flatMap((one) => {
    const trouble = directoryTrouble(one);
    return trouble === null ? [] : [`rules: ${trouble}: ${one}`];
  });
  const today = new Date(clock.now()).toISOString().slice(0, 10);
  const ruleSet = loadRules({ ...settings, rules: { ...rules, directories } }, today);
  const messages = loadMessages(directories);
  const place = (problem: RuleSet['problems'][number]): string =>
    `${problem.file}:${problem.line}:${problem.column}: ${problem.message}`;
  const missing = settings.languages.filter((language) => !messages.catalogues.has(language));
  return {
    rules: ruleSet.rules,
    lists: ruleSet.lists,
    detectors: ruleSet.detectors,
    fingerprint: ruleSet.fingerprint,
    directories,
    catalogues: messages.catalogues,
    errors: [
      ...gone,
      ...ruleSet.problems.filter((problem) => problem.severity === 'error').map(place),
      ...messages.problems,
      ...missing.map((language) => `languages: there is no messages/${language}.yaml in the rule directories`),
    ],
    warnings: ruleSet.problems.filter((problem) => problem.severity !== 'error').map(place),
  };
}
