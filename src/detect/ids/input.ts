import type { DetectorOptions } from '../../core/detector-data.ts';
import type { ExtractedText } from '../../core/text.ts';
import type { NormalisedText } from '../normalise.ts';
import type { Births } from './births.ts';
import type { Label } from './words/labels.ts';

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
  /** whether a capitalised word is a listed given name: who stands beside a number decides where nothing else does */
  readonly isGivenName: (word: string) => boolean;
  /** words that the mail itself says are persons' numbers, with what they say; asked only about digits that may be one */
  readonly defined: () => ReadonlyMap<string, Label>;
  /** days of birth that stand anywhere in the mail; asked only about last digits that stand by themselves */
  readonly births: () => Births;
}
