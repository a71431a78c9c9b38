import { isUtf8 } from 'node:buffer';
import { existsSync, readFileSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
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
  const name = settingsFile(source);
  if (name === null) return fromText('', null, source);
  return fromText(readOrRefuse(name, source.cwd), name, source);
}

/** The file to read, as it was named; null for the embedded defaults. */
function settingsFile(source: SettingsSource): string | null {
  const named = source.file ?? (source.env['BREVVAKT_CONFIG'] === '' ? undefined : source.env['BREVVAKT_CONFIG']);
  if (named !== undefined) return named;
  return existsSync(join(source.cwd, 'brevvakt.yaml')) ? 'brevvakt.yaml' : null;
}

function readOrRefuse(name: string, cwd: string): string {
  let bytes: Buffer;
  try {
    bytes = readFileSync(resolve(cwd, name));
  } catch (error) {
    throw new UsageError(`${name}: cannot read the settings file (${systemReason(error)})`, { cause: error });
  }
  if (!isUtf8(bytes)) throw new UsageError(`${name}:${wrongByte(bytes)}: not UTF-8; save the file as UTF-8`);
  // A byte order mark is no column of the first line.
  return bytes.toString('utf8').replace(/^\uFEFF/u, '');
}

/** 'line:column' of the first byte that is no UTF-8. */
function wrongByte(bytes: Buffer): string {
  const decoder = new TextDecoder('utf-8');
  // Up to the replacement character the text is what stands in the file.
  const [before = ''] = decoder.decode(bytes).split('\ufffd', 1);
  const lines = before.split('\n');
  return `${lines.length}:${(lines.at(-1) ?? '').length + 1}`;
}

function fromText(text: string, name: string | null, source: SettingsSource): Settings {
  const yaml = readYaml(text, source.env);
  const file = name === null ? null : resolve(source.cwd, name);
  const checked = checkFile(yaml, settingsSchema);
  if (checked.mistakes.length > 0 || !('value' in checked)) throw refusal(checked.mistakes, name);
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
  if (mistakes.length > 0) throw refusal(mistakes, name);
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
    // Nor is a byte order mark part of a password.
    const text = readFileSync(path, 'utf8').replace(/^\uFEFF/u, '');
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

function refusal(mistakes: readonly Mistake[], file: string | null): UsageError {
  const name = file ?? 'embedded defaults';
  return new UsageError(mistakes.map((one) => `${name}:${one.line}:${one.column}: ${one.message}`).join('\n'));
}
