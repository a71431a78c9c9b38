/** `brevvakt rules`: validates rule files, runs their examples, explains one message, prints the JSON Schema. */
import { readFileSync } from 'node:fs';
import type { Command } from 'commander';
import { readRules, ruleFileJsonSchema, type LoadedRules, type Settings } from '../config/config.ts';
import { systemClock } from '../core/clock.ts';
import { silentLog } from '../core/log.ts';
import { withMaskedPlaces } from '../core/masked-places.ts';
import { UsageError } from '../core/outcomes.ts';
import { startInspectors } from '../inspect/inspect.ts';
import { poolSettings } from '../wiring.ts';
import { counted, printJson, settingsFor } from './context.ts';
import { judge, recipientsGiven, senderGiven, type GivenEnvelope } from './judge.ts';
import { asMail, reasonOf } from './mail-files.ts';
import { runExamples, type ExampleResult } from './rule-examples.ts';
import { explanation } from './rule-explain.ts';

interface CheckOptions {
  readonly config?: string;
  readonly json?: boolean;
}

/** Prints every problem; exit code 1 when one of them is an error. */
export function checkRules(options: CheckOptions): void {
  const loaded = readRules(settingsFor(options.config, 'skip'), systemClock);
  if (options.json === true) {
    printJson({ rules: loaded.rules.length, errors: loaded.errors, warnings: loaded.warnings });
  } else {
    for (const warning of loaded.warnings) process.stdout.write(`warning: ${warning}\n`);
    for (const error of loaded.errors) process.stdout.write(`error: ${error}\n`);
    const off = loaded.rules.filter(({ mode }) => mode === 'off').length;
    process.stdout.write(
      `${counted(loaded.rules.length, 'rule', 'rules')} (${off} switched off), ${counted(loaded.errors.length, 'error', 'errors')}, ${counted(loaded.warnings.length, 'warning', 'warnings')}\n`,
    );
  }
  if (loaded.errors.length > 0) process.exitCode = 1;
}

/** Rules in order, or a UsageError that names every mistake. */
function rulesInOrder(settings: Settings): LoadedRules {
  const loaded = readRules(settings, systemClock);
  if (loaded.errors.length > 0) throw new UsageError(loaded.errors.join('\n'));
  return loaded;
}

function failureText({ rule: failed, example, report }: ExampleResult): string {
  const wanted = example.kind === 'hit' ? 'must match and does not' : 'must not match and does';
  const note = example.note === '' ? '' : ` (${example.note})`;
  const found = report.findings.map((one) => `${one.category} ${one.score} by ${one.detector} in ${one.where}`);
  const unread = report.uninspected.map((one) => `${one.reason} ${one.kind}`);
  return [
    `FAIL ${example.source}: rule '${failed.id}', ${example.kind} example${note} ${wanted}`,
    `     found: ${found.join('; ') || 'nothing'}; not read: ${unread.join('; ') || 'nothing'}`,
    '',
  ].join('\n');
}

/** Runs examples and prints those that fail; exit code 1 when one does. @param only ids of rules; empty: all */
export async function testRules(only: readonly string[], options: CheckOptions): Promise<void> {
  const settings = settingsFor(options.config, 'skip');
  const loaded = rulesInOrder(settings);
  const unknown = only.filter((id) => !loaded.rules.some((one) => one.id === id));
  if (unknown.length > 0) throw new UsageError(`there is no rule ${unknown.join(', ')}`);
  const rules = only.length === 0 ? loaded.rules : loaded.rules.filter((one) => only.includes(one.id));
  const around = {
    detectors: loaded.detectors,
    lists: loaded.lists,
    channels: settings.secureChannels.map(({ name }) => name),
    internalDomains: settings.internalDomains,
  };
  let passed = 0;
  let failed = 0;
  for await (const result of runExamples(rules, around)) {
    if (result.passed) passed++;
    else failed++;
    if (options.json === true) {
      const { kind, source, note } = result.example;
      printJson({ rule: result.rule.id, kind, source, note, matched: result.matched, passed: result.passed });
    } else if (!result.passed) process.stdout.write(failureText(result));
  }
  if (options.json !== true)
    process.stdout.write(
      `${counted(rules.length, 'rule', 'rules')}, ${counted(passed, 'example', 'examples')} passed, ${failed} failed\n`,
    );
  if (failed > 0) process.exitCode = 1;
}

interface ExplainOptions extends CheckOptions, GivenEnvelope {
  readonly all?: boolean;
}

/** Prints the verdict about one message with its reasons. The file may be hostile: it is read by an isolated inspector. */
async function explainMessage(file: string, options: ExplainOptions): Promise<void> {
  const settings = settingsFor(options.config, 'skip');
  const loaded = rulesInOrder(settings);
  const bytes = asMail(file, readFile(file));
  const pool = { ...poolSettings(settings, []), inspectors: 1 };
  const inspectors = await startInspectors(pool, loaded.detectors, silentLog);
  try {
    const { report, rulings } = await judge(bytes, options, { settings, loaded, inspectors }, false);
    if (options.json === true) printJson({ report: withMaskedPlaces(report), rulings });
    else process.stdout.write(explanation(report, rulings, loaded.rules, options.all === true));
  } finally {
    await inspectors.close();
  }
}

function readFile(file: string): Buffer {
  try {
    return readFileSync(file === '-' ? 0 : file);
  } catch (error) {
    throw new UsageError(`${file}: ${reasonOf(error)}`, { cause: error });
  }
}

/** Adds the command. */
export function registerRules(program: Command): void {
  const rules = program.command('rules').description('check, test and explain the rule files');
  rules
    .command('check')
    .description('validate the rule files: file, line, column, what is wrong, what would be right')
    .option('--config <file>', 'configuration file')
    .option('--json', 'as JSON')
    .action(checkRules);
  rules
    .command('test')
    .description('run the examples that the rules carry')
    .argument('[rule...]', 'ids of rules; all when left out')
    .option('--config <file>', 'configuration file')
    .option('--json', 'one JSON object per example and line')
    .action(testRules);
  rules
    .command('explain')
    .description('say why one message or document (a file, - for standard input) is ruled as it is')
    .argument('<file>')
    .option('--config <file>', 'configuration file')
    .option('--from <address>', "envelope sender (default: From); '<>' for none", senderGiven)
    .option('--to <address>', 'envelope recipient, repeatable (default: To, Cc, Bcc)', recipientsGiven)
    .option('--all', 'list findings of low confidence and rules that did not match too')
    .option('--json', 'as JSON')
    .action(explainMessage);
  rules
    .command('schema')
    .description('print the JSON Schema of a rule file, for editors')
    .option('--config <file>', 'taken for the sake of scripts; the schema is the same for all')
    .action(() => {
      process.stdout.write(`${JSON.stringify(ruleFileJsonSchema(), null, 2)}\n`);
    });
}
