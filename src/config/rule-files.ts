/** Which files of the rule directories hold rules, and in which order they count. */
import { existsSync, readFileSync, readdirSync, statSync, type Dirent } from 'node:fs';
import { basename, join } from 'node:path';
import type { RuleProblem } from '../core/rules.ts';
import { PACKAGE_RULES } from './package-rules.ts';

const COMMON = 'common';

/**
 * The rule directories as they are now: the package's, then the organisation's; one with a folder `common` is a whole set and
 * stands alone, and the package's alone where there is none.
 */
export function directoriesNow(own: string): readonly string[] {
  if (!isDirectory(own)) return [PACKAGE_RULES];
  return existsSync(join(own, COMMON)) ? [own] : [PACKAGE_RULES, own];
}

const isDirectory = (path: string): boolean => directoryTrouble(path) === null;

/** Why a path is no directory to read from, in words that go before it; null when it is one. */
export function directoryTrouble(path: string): string | null {
  try {
    const found = statSync(path, { throwIfNoEntry: false });
    return found === undefined ? 'no such directory' : found.isDirectory() ? null : 'not a directory';
  } catch (error) {
    // a folder above that may not be entered, links in a circle
    return `cannot be reached (${error instanceof Error && 'code' in error ? String(error.code) : 'unknown reason'})`;
  }
}

/** A rule file as found. */
export interface FoundFile {
  /** below its rule directory, with '/': 'common/national-id.yaml' */
  readonly name: string;
  readonly path: string;
  readonly text: string;
  /** the organisation's own, not one of common or of a pack */
  readonly own: boolean;
}

/** Folder for the organisation's own rules; files directly in the rule directory are its own too. */
const OWN_FOLDERS = ['local', ''];

/**
 * Reads the rule files: common, then each pack, then the organisation's own; inside a folder by name. Where two directories
 * hold a file of the same name, that of the later directory counts.
 * @param directories the package's rules first
 */
export function findRuleFiles(
  directories: readonly string[],
  packs: readonly string[],
  problems: RuleProblem[],
): readonly FoundFile[] {
  for (const pack of packs) {
    if (directories.some((directory) => existsSync(join(directory, pack)))) continue;
    problems.push(noPack(pack, directories));
  }
  const folders = [COMMON, ...packs.filter((pack) => pack !== COMMON), ...OWN_FOLDERS];
  for (const directory of directories) problems.push(...passedOver(directory, packs));
  return folders.flatMap((folder) => filesOf(folder, directories, problems));
}

function filesOf(folder: string, directories: readonly string[], problems: RuleProblem[]): readonly FoundFile[] {
  const byName = new Map<string, FoundFile>();
  for (const directory of directories) {
    const inside = join(directory, folder);
    if (!existsSync(inside)) continue;
    for (const file of yamlFilesIn(inside, folder, problems)) {
      const name = folder === '' ? file : `${folder}/${file}`;
      const text = readText(join(inside, file), name, problems);
      if (text !== null) {
        byName.set(name, { name, path: join(inside, file), text, own: OWN_FOLDERS.includes(folder) });
      }
    }
  }
  return [...byName.values()].sort((a, b) => (a.name < b.name ? -1 : 1));
}

function yamlFilesIn(folder: string, shown: string, problems: RuleProblem[]): readonly string[] {
  try {
    return readdirSync(folder, { withFileTypes: true })
      .filter((entry) => !entry.isDirectory() && /^[^.].*\.ya?ml$/.test(entry.name))
      .map((entry) => entry.name);
  } catch (error) {
    problems.push(unreadable(shown, error));
    return [];
  }
}

/** What somebody may have meant as a rule file: '.YAML', '.yaml.txt'. */
const LIKE_A_RULE_FILE = /^[^.].*\.ya?ml(?:\.\w{1,8})?$/i;
const RULE_FILE = /^[^.].*\.ya?ml$/;
/** Folders of rule files, and those with files of another kind in them. */
const NO_PACKS: ReadonlySet<string> = new Set([COMMON, 'local', 'messages']);
/** Folders within each other that are looked into. */
const DEEPEST = 2;

/** Files that look like rule files and are not read, because of their name or their place. */
function passedOver(directory: string, packs: readonly string[]): readonly RuleProblem[] {
  const known = new Set([...NO_PACKS, ...packs, ...packsIn([PACKAGE_RULES])]);
  const inFolder = (folder: string, isRead: boolean): readonly RuleProblem[] =>
    entriesOf(join(directory, folder)).flatMap((entry) => {
      const name = folder === '' ? entry.name : `${folder}/${entry.name}`;
      // mounted volumes and repositories keep copies of their own there
      if (entry.name.startsWith('.')) return [];
      if (entry.isDirectory()) {
        // a rule directory may hold more than rules: what lies deep in it was hardly meant as one
        if (name.split('/').length > DEEPEST) return [];
        return inFolder(name, known.has(name) || (isRead && entry.name === 'detectors'));
      }
      if (!LIKE_A_RULE_FILE.test(entry.name) || (isRead && RULE_FILE.test(entry.name))) return [];
      return [notRead(name, isRead)];
    });
  return inFolder('', true);
}

const notRead = (file: string, isPlaced: boolean): RuleProblem => ({
  severity: 'warning',
  file,
  line: 1,
  column: 1,
  message: isPlaced
    ? "is not read: the name of a rule file ends in '.yaml' or '.yml'"
    : "is not read: rule files lie in 'local', in 'common' or in the folder of a pack that 'packs' names, not below",
});

function readText(path: string, shown: string, problems: RuleProblem[]): string | null {
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(readFileSync(path));
  } catch (error) {
    problems.push(
      error instanceof TypeError
        ? { severity: 'error', file: shown, line: 1, column: 1, message: 'not UTF-8; save the file as UTF-8' }
        : unreadable(shown, error),
    );
    return null;
  }
}

const unreadable = (file: string, error: unknown): RuleProblem => ({
  severity: 'error',
  file: file === '' ? '.' : file,
  line: 1,
  column: 1,
  message: `cannot be read: ${error instanceof Error ? error.message : 'unknown reason'}`,
});

/** The packs of these rule directories, in the order of names. */
export function packsIn(directories: readonly string[]): readonly string[] {
  const known = directories.flatMap((directory) =>
    entriesOf(directory)
      .filter((entry) => entry.isDirectory() && !['messages', COMMON, 'local'].includes(entry.name))
      .map((entry) => entry.name),
  );
  return [...new Set(known)].sort();
}

/** None where it cannot be read: reading the rule files says so. */
function entriesOf(directory: string): readonly Dirent[] {
  try {
    return readdirSync(directory, { withFileTypes: true });
  } catch {
    return [];
  }
}

function noPack(pack: string, directories: readonly string[]): RuleProblem {
  return {
    severity: 'error',
    file: basename(pack),
    line: 1,
    column: 1,
    message: `there is no pack '${pack}', known: ${packsIn(directories).join(', ') || 'none, this rule directory has no folder of a pack'}`,
  };
}
