import type { Contribution } from '../../core/finding.ts';
import type { Span } from '../../core/text.ts';

/** One way to read digits as a national identifier, with the reasons for and against. */
export interface IdReading {
  /** detector id of contract.md: 'se-personnummer', 'no-fodselsnummer', … */
  readonly detector: string;
  /** where in the normalised text */
  readonly span: Span;
  /** as written without separators, ASCII digits; hetu upper case with its century sign */
  readonly normalized: string;
  /** as found in the text, for masking */
  readonly raw: string;
  readonly level: 'low' | 'medium' | 'high';
  /** 30, 65 or 90 */
  readonly score: number;
  readonly synthetic: boolean;
  readonly reasons: readonly Contribution[];
}
