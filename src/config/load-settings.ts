import { existsSync, readFileSync } from 'node:fs';
import { dirname, join, relative, resolve } from 'node:path';
import { UsageError } from '../core/outcomes.ts';
import { checkFile } from './mistakes.ts';
import { settingsSchema } from './settings-schema.ts';
import { completeSettings } from './complete-settings.ts';
import type { Settings } from './settings.ts';
import { readYaml } from './yaml-file.ts';
import type { Mistake, ValuePath } from './yaml-file.ts';

/** Where the settings come from. */
export interface SettingsSource {
  /** `--config` */
  readonly file?: string;
  readonly env: Readonly<Record<string, string | undefined>>;
  /** directory for `./brevvakt.yaml` and for relative paths of the embedded defaults */
  readonly cwd: string;
  /** 'skip': password, secret and certificate files are not opened (for `scan`); default 'read' */
  readonly secrets?: 'read' | 'skip';
}

/**
 * Reads the settings: `file`, else `$BREVVAKT_CONFIG`, else `./brevvakt.yaml`, else the embedded defaults.
 * @throws UsageError with one `file:line:column: message` line per mistake
 */
export function loadSettings(source: SettingsSource): Settings {
  const file = settingsFile(source);
  if (file === null) return fromText('', null, source);
  return fromText(readOrRefuse(file, source.cwd), file, source);
}

/** The file to read, absolute; null for the embedded defaults. */
function settingsFile(source: SettingsSource): string | null {
  const named = source.file ?? (source.env['BREVVAKT_CONFIG'] === '' ? undefined : source.env['BREVVAKT_CONFIG']);
  if (named !== undefined) return resolve(source.cwd, named);
  const beside = join(source.cwd, 'brevvakt.yaml');
  return existsSync(beside) ? beside : null;
}

function readOrRefuse(file: string, cwd: string): string {
  try {
    return readFileSync(file, 'utf8');
  } catch (error) {
    throw new UsageError(`${shown(file, cwd)}: cannot read the settings file (${systemReason(error)})`, {
      cause: error,
    });
  }
}

function fromText(text: string, file: string | null, source: SettingsSource): Settings {
  const yaml = readYaml(text, source.env);
  const checked = checkFile(yaml, settingsSchema);
  if (checked.mistakes.length > 0 || !('value' in checked)) throw refusal(checked.mistakes, file, source.cwd);
  const mistakes: Mistake[] = [];
  const baseDir = file === null ? resolve(source.cwd) : dirname(file);
  const settings = completeSettings(checked.value, {
    file,
    baseDir,
    readText: (path, at) =>
      readSecret(resolve(baseDir, path), source, (message) => {
        mistakes.push({ ...yaml.positionOf(at), message });
      }),
    refuse: (message, at) => {
      mistakes.push({ ...yaml.positionOf(at), message });
    },
  });
  if (mistakes.length > 0) throw refusal(mistakes, file, source.cwd);
  return settings;
}

/** What completing the settings may ask of the outside. */
export interface Surroundings {
  readonly file: string | null;
  /** relative paths start here */
  readonly baseDir: string;
  /** Text of a file named in the settings; '' when it is not to be read or cannot be. */
  readText(path: string, at: ValuePath): string;
  /** Notes a mistake at a place of the file. */
  refuse(message: string, at: ValuePath): void;
}

function readSecret(path: string, source: SettingsSource, refuse: (message: string) => void): string {
  if (source.secrets === 'skip') return '';
  try {
    const text = readFileSync(path, 'utf8');
    if (text.trim() === '') refuse(`${path} is empty`);
    return text;
  } catch (error) {
    refuse(`cannot read ${path} (${systemReason(error)})`);
    return '';
  }
}

const systemReason = (error: unknown): string => {
  const code: unknown = error instanceof Error && 'code' in error ? error.code : undefined;
  switch (code) {
    case 'ENOENT':
      return 'no such file';
    case 'EACCES':
      return 'permission denied';
    case 'EISDIR':
      return 'it is a directory';
    default:
      return typeof code === 'string' ? code : 'unknown reason';
  }
};

/** Path as people typed it where that is shorter. */
function shown(file: string, cwd: string): string {
  const near = relative(cwd, file);
  return near === '' || near.startsWith('..') ? file : near;
}

function refusal(mistakes: readonly Mistake[], file: string | null, cwd: string): UsageError {
  const name = file === null ? 'embedded defaults' : shown(file, cwd);
  return new UsageError(mistakes.map((one) => `${name}:${one.line}:${one.column}: ${one.message}`).join('\n'));
}
