import { partPath, type PartPath } from '../core/brand.ts';
import type { DetectionContext } from '../core/detection.ts';
import { compareFindings, type Finding, type Uninspected, type UninspectedReason } from '../core/finding.ts';
import type { InspectionReport, MessageOutline } from '../core/inspection.ts';
import { TextBuilder, type ExtractedText } from '../core/text.ts';
import type { Detectors } from '../detect/detect.ts';
import {
  extractMessage,
  numberedMailboxes,
  type ExtractLimits,
  type MessageReading,
  type OcrOptions,
} from '../extract/extract.ts';
import { addressesOf, field } from '../mime/mime.ts';
import { messageFacts } from './facts.ts';
import { messageOutline } from './outline.ts';
import { findingsOfSignals } from './signals.ts';

/** How one mail is to be inspected. */
export interface InspectOptions {
  readonly detectors: Detectors;
  /** words in the subject that ask for the secure channel */
  readonly secureWords: readonly string[];
  /** words of rules to look for in the subject; default none */
  readonly tags?: readonly string[];
  readonly sender: string | null;
  readonly recipients: readonly string[];
  /** ISO 8601 */
  readonly receivedAt: string;
  readonly reveal: boolean;
  readonly limits: ExtractLimits;
  readonly ocr: OcrOptions;
  readonly skip?: ReadonlyMap<PartPath, UninspectedReason>;
  readonly onDocument?: (part: PartPath) => void;
  /** makes Finding.personKey unlinkable between mails */
  readonly personSalt: string;
  /** milliseconds, any epoch */
  readonly now: () => number;
}

function contextOf(
  reading: MessageReading,
  options: InspectOptions,
  bulk: boolean,
  autoSubmitted: boolean,
): DetectionContext {
  const from = field(reading.message.headers, 'from');
  const [author] = from === null ? [] : addressesOf(from.value);
  return {
    today: options.receivedAt,
    senderName: `${author?.name ?? ''} ${(author?.address ?? options.sender ?? '').split('@')[0] ?? ''}`.trim(),
    recipientNames: options.recipients,
    bulk,
    autoSubmitted,
    reveal: options.reveal,
    personSalt: options.personSalt,
  };
}

/** Recipients whose mailbox may be a number and who stand in no header field: a text of its own, as the fields are. */
function envelopeText(reading: MessageReading, recipients: readonly string[]): ExtractedText[] {
  const builder = new TextBuilder();
  for (const recipient of recipients) {
    if (
      !/\d{4}"?@/u.test(recipient) ||
      reading.texts.some(({ where, text }) => where === 'header' && text.includes(recipient))
    )
      continue;
    for (const name of numberedMailboxes(recipient)) builder.add(`${name}\n`, { zone: 'header', locator: 'recipient' });
  }
  return builder.length === 0 ? [] : [builder.build(partPath(''), 'header', [])];
}

/** Control characters that no text has: a header made of them is something else that was never read. Zeros are passed over in another reading. */
const BINARY = /[\x01-\x08\x0e-\x1f]/u;

/** Lines that are no header field and no text either. */
function unreadHeader(reading: MessageReading): Uninspected[] {
  if (!reading.message.headers.some((field) => field.name === '' && BINARY.test(field.value))) return [];
  return [{ part: partPath(''), path: [], reason: 'ambiguous', detail: 'binary data in the header', kind: 'message' }];
}

/** Notes which tags of the rules the subject holds. */
function withTags(outline: MessageOutline, { texts }: MessageReading, tags: readonly string[]): MessageOutline {
  const shown = texts.find((text) => text.where === 'subject' && text.path.length === 0)?.text ?? '';
  const there = tags.filter((tag) => shown.includes(tag));
  return outline.subject === null || there.length === 0
    ? outline
    : { ...outline, subject: { ...outline.subject, tags: there } };
}

/**
 * Reads a mail and says what is in it.
 * @param bytes the mail as spooled
 * @returns findings of all bands, what was not read, ranges and header facts; no text
 */
export async function inspectMessage(bytes: Buffer, options: InspectOptions): Promise<InspectionReport> {
  const reading = await extractMessage(bytes, {
    limits: options.limits,
    ocr: options.ocr,
    skip: options.skip ?? new Map(),
    onDocument: options.onDocument ?? (() => undefined),
    passwords: (texts) => options.detectors.passwords(texts),
    now: options.now,
  });
  const facts = messageFacts(reading, bytes, options.secureWords);
  const detected = options.detectors.detect({
    texts: [...reading.texts, ...envelopeText(reading, options.recipients)],
    context: contextOf(reading, options, facts.bulk, facts.autoSubmitted),
  });
  const findings: Finding[] = [...detected, ...findingsOfSignals(reading.signals)].sort(compareFindings);
  const weighty = findings.filter((finding) => finding.confidence !== 'low');
  return {
    findings,
    uninspected: [...reading.uninspected, ...unreadHeader(reading)],
    oddities: reading.oddities,
    outline: withTags(messageOutline(reading.message, bytes), reading, options.tags ?? []),
    facts: { ...facts, quotedOnly: weighty.length > 0 && weighty.every((finding) => finding.quoted) },
  };
}
