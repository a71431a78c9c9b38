/**
 * Door of `detect`: texts of one message in, findings out. Pure: no files, no clock, no state between messages.
 *
 * In: the texts of a message with their places, and what is known of the mail (sender, date, bulk).
 * Out: findings of every band, most serious first. They say where, never what: only masks leave this folder.
 * Promises: total over any text, linear in its length; equal input gives equal output in any order of parts (P8).
 * Refuses: nothing at run time. Data that cannot be compiled is refused by `loadDetectorData` in config, with its line.
 */
import type { DetectionInput } from '../core/detection.ts';
import type { DetectorData } from '../core/detector-data.ts';
import type { Finding } from '../core/finding.ts';
import type { ExtractedText } from '../core/text.ts';
import { compileEngine } from './engine.ts';

/** The compiled detectors; one instance serves any number of messages. */
export interface Detectors {
  /**
   * Finds everything the detectors know in a message.
   * @returns findings of all bands, most serious first (core `compareFindings`); never throws
   */
  detect(input: DetectionInput): readonly Finding[];
  /**
   * Words that the mail itself seems to give as a password, for opening its encrypted attachments. These are content:
   * they may be tried and must be forgotten.
   * @returns at most 20 candidates, likeliest first
   */
  passwords(texts: readonly ExtractedText[]): readonly string[];
}

/**
 * Compiles all detectors into their run-time form: one automaton for every listed word, linear-time expressions for the rest.
 * @param data as `loadDetectorData` of config returns it
 */
export function compileDetectors(data: DetectorData): Detectors {
  return compileEngine(data);
}

export { registerForm, registerHash } from './register.ts';
