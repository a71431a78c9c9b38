/** `brevvakt register`: the exact-match register of numbers, names and addresses that must never leave; keyed hashes only. */
import { randomBytes } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import type { Command } from 'commander';
import { PACKAGE_RULES, type Settings } from '../config/config.ts';
import { UsageError } from '../core/outcomes.ts';
import { registerForm, registerHash } from '../detect/detect.ts';
import { settingsFor } from './context.ts';

interface Register {
  readonly keyBase64: string;
  readonly hashes: readonly string[];
}

/** Values shorter than this would match by chance. */
const SHORTEST = 4;

function registerFile(settings: Settings): string {
  const own = settings.rules.directories.filter((directory) => directory !== PACKAGE_RULES).at(-1);
  if (own === undefined) {
    throw new UsageError('the register lives in a rule directory of your own: set `rules:` in the configuration');
  }
  return join(own, 'local', 'register', 'register.json');
}

function readRegister(file: string): Register {
  if (!existsSync(file)) return { keyBase64: randomBytes(32).toString('base64'), hashes: [] };
  return JSON.parse(readFileSync(file, 'utf8')) as Register;
}

/** All forms a value is looked up in: a Swedish number with century is found without it too. */
export function formsOf(value: string): string[] {
  const form = registerForm(value);
  return /^(?:18|19|20)\d{10}$/u.test(form) ? [form, form.slice(2)] : [form];
}

function readValues(path: string): string[] {
  let text: string;
  try {
    text = readFileSync(path === '-' ? 0 : path, 'utf8');
  } catch (error) {
    throw new UsageError(
      `${path}: cannot be read (${error instanceof Error && 'code' in error ? String(error.code) : 'unknown'})`,
    );
  }
  const values = text.split(/\r?\n/u).map((line) => line.trim());
  const short = values.findIndex((value) => value !== '' && registerForm(value).length < SHORTEST);
  if (short >= 0)
    throw new UsageError(`${path}:${short + 1}:1: too short: a value needs at least ${SHORTEST} letters or digits`);
  return values.filter((value) => value !== '');
}

function add(path: string, options: { config?: string }): void {
  const file = registerFile(settingsFor(options.config, 'skip'));
  const { keyBase64, hashes } = readRegister(file);
  const key = Buffer.from(keyBase64, 'base64');
  const values = readValues(path);
  const all = new Set([...hashes, ...values.flatMap(formsOf).map((form) => registerHash(key, form))]);
  mkdirSync(dirname(file), { recursive: true, mode: 0o700 });
  // Whole file at once: a reader never sees half a register.
  writeFileSync(`${file}.new`, JSON.stringify({ keyBase64, hashes: [...all].sort() }), { mode: 0o600 });
  renameSync(`${file}.new`, file);
  process.stdout.write(`${values.length} values read, ${all.size} hashes in ${file}\n`);
  process.stdout.write('Delete the list you imported from; reload the rules (SIGHUP) to use the register.\n');
}

/** Adds the command. */
export function registerRegister(program: Command): void {
  const register = program
    .command('register')
    .description('numbers, names and addresses that must never leave, as keyed hashes');
  register
    .command('add <file>')
    .description("one value per line ('-' for standard input); stores hashes only")
    .option('--config <file>', 'configuration file')
    .action(add);
}
