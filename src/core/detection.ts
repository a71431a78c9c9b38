import type { ExtractedText } from './text.ts';
import type { Language } from './category.ts';

/** What the detectors are told about the mail besides its texts. */
export interface DetectionContext {
  /** arrival date of the message, ISO 8601: "today" for calendar windows */
  readonly today: string;
  /** From display name and local part, for the sending unit's name */
  readonly senderName: string;
  readonly recipientNames: readonly string[];
  readonly bulk: boolean;
  readonly autoSubmitted: boolean;
  /** set: findings carry `normalized` */
  readonly reveal: boolean;
  /** key for Finding.personKey, random per message */
  readonly personSalt: string;
}

/** All texts of one message, in document order. */
export interface DetectionInput {
  readonly texts: readonly ExtractedText[];
  readonly context: DetectionContext;
}
export type { Language };
