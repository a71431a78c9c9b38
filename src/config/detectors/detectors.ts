/**
 * Reads the detector data of a rule directory: word lists, false friends, signals, patterns, names, detectors of the house.
 *
 * Every folder directly under the rule directory may hold them: `terms/*.tsv`, `false-friends/*.tsv`, `signals/*.tsv`,
 * `patterns/*.tsv`, `names/given*.txt`, `names/surnames*.txt`, `detectors/*.yaml`, `register/*.json`, `wording/*.json`. All are loaded: packs
 * choose rules, never what is looked for. A term file is named after its category: `health.tsv`, `health.medicines.tsv`.
 */
import { readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import type { DetectorData, DetectorOptions } from '../../core/detector-data.ts';
import { readWording } from './wording-file.ts';
import { readHouseDetectors } from './house-detectors.ts';
import { readFalseFriends, readPatterns, readSignals, readTerms, type TableContent } from './tables.ts';

/** Something wrong in a data file. */
export interface DetectorProblem {
  /** relative to the rule directory */
  readonly file: string;
  /** from 1 */
  readonly line: number;
  /** from 1 */
  readonly column: number;
  /** what is wrong and what would be right */
  readonly message: string;
}

/** What was read, and every problem found on the way; entries with a problem are left out of `data`. */
export interface LoadedDetectorData {
  readonly data: DetectorData;
  readonly problems: readonly DetectorProblem[];
}

/** Options when neither settings nor rule files say otherwise. */
export const DEFAULT_DETECTOR_OPTIONS: DetectorOptions = {
  country: 'se',
  rule2032: 'off',
  secureWords: ['[säkert]', '[sikkert]', '[sikker]', '[sefos]', '[secure]'],
  tags: [],
  allowedIdentifiers: [],
  wording: 'on',
  extraWorthy: [],
};

/** Data without a single entry. */
export function emptyDetectorData(options: Partial<DetectorOptions> = {}): DetectorData {
  return {
    terms: [],
    falseFriends: [],
    signals: [],
    patterns: [],
    custom: [],
    givenNames: [],
    surnames: [],
    register: null,
    wording: null,
    options: { ...DEFAULT_DETECTOR_OPTIONS, ...options },
  };
}

/**
 * Joins the data of two rule directories: the package's and the organisation's own.
 * @param own its options, its register and its model of wording win
 */
export function mergeDetectorData(base: DetectorData, own: DetectorData): DetectorData {
  return {
    terms: [...base.terms, ...own.terms],
    falseFriends: [...base.falseFriends, ...own.falseFriends],
    signals: [...base.signals, ...own.signals],
    patterns: [...base.patterns, ...own.patterns],
    custom: [...base.custom, ...own.custom],
    givenNames: [...base.givenNames, ...own.givenNames],
    surnames: [...base.surnames, ...own.surnames],
    register: own.register ?? base.register,
    wording: own.wording ?? base.wording,
    options: own.options,
  };
}

/**
 * Reads all detector data below a rule directory. Synchronous: it runs at start and on reload only.
 * @param rulesDir directory whose folders hold the data
 * @param options settings that the rule files may override (country from the organisation)
 * @returns the data and the problems; an unreadable directory is a problem, never a throw
 */
export function loadDetectorData(rulesDir: string, options: Partial<DetectorOptions> = {}): LoadedDetectorData {
  const problems: DetectorProblem[] = [];
  let data = emptyDetectorData(options);
  const folders = list(rulesDir, '', 'folder', problems);
  for (const folder of folders) {
    for (const kind of list(join(rulesDir, folder), folder, 'folder', problems)) {
      for (const name of list(join(rulesDir, folder, kind), `${folder}/${kind}`, 'file', problems)) {
        const file = `${folder}/${kind}/${name}`;
        if (!isOurs(kind, name)) continue;
        const text = read(join(rulesDir, file), file, problems);
        if (text !== null) data = mergeDetectorData(data, readFile(file, kind, name, text, data.options, problems));
      }
    }
  }
  return { data, problems };
}

const EXTENSIONS: Readonly<Record<string, string>> = {
  terms: '.tsv',
  'false-friends': '.tsv',
  signals: '.tsv',
  patterns: '.tsv',
  names: '.txt',
  detectors: '.yaml',
  register: '.json',
  wording: '.json',
};

const isOurs = (kind: string, name: string): boolean => {
  const extension = EXTENSIONS[kind];
  return extension !== undefined && name.endsWith(extension);
};

function readFile(
  file: string,
  kind: string,
  name: string,
  text: string,
  options: DetectorOptions,
  problems: DetectorProblem[],
): DetectorData {
  const empty = emptyDetectorData(options);
  const entriesOf = <T>(content: TableContent<T>): readonly T[] => {
    problems.push(...content.problems.map((problem) => ({ file, ...problem })));
    return content.entries;
  };
  switch (kind) {
    case 'terms':
      return { ...empty, terms: entriesOf(readTerms(text, name.split('.')[0] ?? name)) };
    case 'false-friends':
      return { ...empty, falseFriends: entriesOf(readFalseFriends(text)) };
    case 'signals':
      return { ...empty, signals: entriesOf(readSignals(text)) };
    case 'patterns':
      return { ...empty, patterns: entriesOf(readPatterns(text)) };
    case 'names':
      return { ...empty, ...(name.startsWith('surnames') ? { surnames: names(text) } : { givenNames: names(text) }) };
    case 'detectors': {
      const house = readHouseDetectors(file, text);
      problems.push(...house.mistakes.map((mistake) => ({ file, ...mistake })));
      return { ...empty, custom: house.custom, options: { ...options, ...house.options } };
    }
    case 'wording':
      return { ...empty, wording: readWording(file, text, problems) };
    default:
      return { ...empty, register: register(file, text, problems) };
  }
}

/** One name a line; '#' starts a comment; 'Sten ?' marks a name that is also a word and needs a surname behind it. */
function names(text: string): readonly string[] {
  return text
    .split(/\r?\n/)
    .map((line) => line.replace(/#.*/, '').trim().normalize('NFC'))
    .filter((line) => line !== '');
}

/** The exact-match register as `brevvakt` wrote it: a key and hashes, nothing readable. */
function register(file: string, text: string, problems: DetectorProblem[]): DetectorData['register'] {
  try {
    const value: unknown = JSON.parse(text);
    if (typeof value === 'object' && value !== null && 'keyBase64' in value && 'hashes' in value) {
      const { keyBase64, hashes } = value;
      if (typeof keyBase64 === 'string' && Array.isArray(hashes) && hashes.every((hash) => typeof hash === 'string')) {
        return { keyBase64, hashes };
      }
    }
  } catch (error) {
    if (!(error instanceof SyntaxError)) throw error;
  }
  problems.push({ file, line: 1, column: 1, message: 'not a register: expected {"keyBase64": …, "hashes": […]}' });
  return null;
}

function list(dir: string, file: string, wanted: 'file' | 'folder', problems: DetectorProblem[]): readonly string[] {
  try {
    return readdirSync(dir, { withFileTypes: true })
      .filter((entry) => (wanted === 'file' ? !entry.isDirectory() : entry.isDirectory()))
      .map((entry) => entry.name)
      .filter((name) => !name.startsWith('.'))
      .sort();
  } catch (error) {
    problems.push({ file: file === '' ? '.' : file, line: 1, column: 1, message: `cannot be read: ${reason(error)}` });
    return [];
  }
}

function read(path: string, file: string, problems: DetectorProblem[]): string | null {
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(readFileSync(path));
  } catch (error) {
    const message =
      error instanceof TypeError ? 'not UTF-8; save the file as UTF-8' : `cannot be read: ${reason(error)}`;
    problems.push({ file, line: 1, column: 1, message });
    return null;
  }
}

const reason = (error: unknown): string => (error instanceof Error ? error.message : 'unknown error');
