/** What sender and data protection officer are told when held mail reaches the end of its time and is removed. */
import { fill, spanWords, type MessageCatalogue } from '../core/messages.ts';
import { composeExplanation } from './compose.ts';
import { receivedTime, type Notifier } from './explanation.ts';

/** All that goes into the notice: no finding, no subject. */
export interface HoldExpiredInput {
  readonly notifier: Notifier;
  readonly catalogue: MessageCatalogue;
  readonly reference: string;
  /** ISO 8601; when the mail came */
  readonly receivedAt: string;
  /** who is told */
  readonly to: string;
  /** whose copies were held; shown to the sender only */
  readonly recipients: readonly string[];
  readonly noticeId: string;
  readonly now: string;
}

/** Writes the notice. */
export async function holdExpired(input: HoldExpiredInput): Promise<Buffer> {
  const { catalogue, notifier, reference, recipients } = input;
  return composeExplanation(
    {
      language: catalogue.language,
      subject: fill(catalogue.status.heldExpiredSubject, { reference }),
      opening: [
        fill(catalogue.status.heldExpiredOpening, { span: spanWords(catalogue, notifier.holdMs) }),
        fill(catalogue.status.about, { time: receivedTime(notifier, input.receivedAt) }),
        fill(catalogue.referenceLine, { reference }),
      ],
      sections:
        recipients.length === 0
          ? []
          : [
              {
                heading: catalogue.headings.fates,
                lines: recipients.map((address) => fill(catalogue.fates.stopped, { address })),
              },
            ],
      signOff: fill(catalogue.signOff, { organisation: notifier.organisation }),
    },
    {
      id: input.noticeId,
      to: input.to,
      from: notifier.postmaster,
      organisation: notifier.organisation,
      hostname: notifier.hostname,
      now: input.now,
      inReplyTo: null,
    },
  );
}
