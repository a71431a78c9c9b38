/**
 * extract: everything in a message that can be read, as text with its place.
 *
 * In: the bytes of one message and the limits it may cost. Out: its texts (subject, header, bodies, file names, attachments
 * to any depth), what could not be read and why, signals of documents, and the MIME structure. Promises: content never makes
 * it throw; what was not read is `uninspected`; one budget holds for all that is expanded. Refuses nothing. Runs inside an
 * inspector: it writes nothing.
 */
import type { PartPath } from '../core/brand.ts';
import type { Uninspected, UninspectedReason } from '../core/finding.ts';
import type { MimeMessage, Oddity } from '../core/message.ts';
import type { ExtractedText } from '../core/text.ts';
import type { ExtractLimits } from './budget.ts';
import type { DocumentSignal, OcrOptions } from './format.ts';

export { DEFAULT_LIMITS, type ExtractLimits } from './budget.ts';
export type { DocumentSignal, OcrOptions } from './format.ts';

/** How one message is to be read. */
export interface ExtractOptions {
  readonly limits: ExtractLimits;
  readonly ocr: OcrOptions;
  /** documents that killed an inspector before: listed as uninspected for this reason, not opened */
  readonly skip: ReadonlyMap<PartPath, UninspectedReason>;
  /** told before each document is opened, so that the parent knows what was being worked on */
  onDocument(part: PartPath): void;
  /** words that may be passwords, from the texts read so far (bodies come before attachments); asked only when something is encrypted */
  passwords(texts: readonly ExtractedText[]): readonly string[];
  /** milliseconds, any epoch */
  now(): number;
}

/** What was read, and what was not. */
export interface MessageReading {
  /** strict reading of the structure */
  readonly message: MimeMessage;
  /** subject, header, bodies, then file names and attachments in document order */
  readonly texts: readonly ExtractedText[];
  readonly uninspected: readonly Uninspected[];
  readonly signals: readonly DocumentSignal[];
  readonly oddities: readonly Oddity[];
}

export { extractMessage } from './walk.ts';
export { numberedMailboxes } from './readings/technical-fields.ts';
export { ocrStatus } from './image/image.ts';
