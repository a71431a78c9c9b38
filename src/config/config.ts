/**
 * Door of `config`: settings and rule files, read once at start and again on reload.
 *
 * In: a YAML file, the environment, the rule directories.
 * Out: `Settings` and a `RuleSet`, complete and checked; the annotated example, the reference and the JSON Schema, all from
 * the same schema.
 * Promises: every mistake is named with file:line:column, what was found and what would be right. A broken rule file never
 * yields a smaller rule set in silence: it is an error in `problems`, and the caller refuses to start or keeps the old set.
 * Refuses: unknown keys, wrong types, impossible combinations, missing environment variables (`UsageError`).
 */
export type * from './settings.ts';
export { loadSettings } from './load-settings.ts';
export type { SettingsSource } from './load-settings.ts';
export { loadRules, ruleTexts } from './load-rules.ts';
export type { RuleSet, RuleSettings } from './load-rules.ts';
export { EXAMPLE_ADDRESSES } from './compile-rule.ts';
export { ruleFileJsonSchema } from './rule-schema.ts';
export { PACKAGE_RULES } from './package-rules.ts';
export { loadMessages, type LoadedMessages } from './messages.ts';
export { readRules, type LoadedRules } from './read-rules.ts';
