/** What people are told when held mail is removed: at the end of its time, or by whoever reviewed it. */
import { fill, spanWords, type MessageCatalogue } from '../core/messages.ts';
import { composeExplanation } from './compose.ts';
import { receivedTime, type Notifier } from './explanation.ts';

/** All that goes into the notice: no finding, no subject. */
export interface HoldEndedInput {
  /** 'expired': the end of its time; 'deleted': a person's decision */
  readonly ending: 'expired' | 'deleted';
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
  /** Message-ID of the mail, for the sender's mail program; null: none, or not the sender's to see */
  readonly inReplyTo: string | null;
  readonly now: string;
}

/** Writes the notice. */
export async function holdEnded(input: HoldEndedInput): Promise<Buffer> {
  const { catalogue, notifier, reference, recipients, ending } = input;
  const { status, headings } = catalogue;
  const [subject, opening] =
    ending === 'expired'
      ? [status.heldExpiredSubject, status.heldExpiredOpening]
      : [status.heldDeletedSubject, status.heldDeletedOpening];
  const forTheSender = [
    { heading: headings.fates, lines: recipients.map((address) => fill(catalogue.fates.stopped, { address })) },
    { heading: headings.todo, lines: [fill(status.heldGoneTodo, { postmaster: notifier.postmaster, reference })] },
  ];
  return composeExplanation(
    {
      language: catalogue.language,
      subject: fill(subject, { reference }),
      opening: [
        fill(opening, { span: spanWords(catalogue, notifier.holdMs) }),
        fill(status.about, { time: receivedTime(notifier, input.receivedAt) }),
        fill(catalogue.referenceLine, { reference }),
      ],
      sections: recipients.length === 0 ? [] : forTheSender,
      signOff: fill(catalogue.signOff, { organisation: notifier.organisation }),
    },
    {
      id: input.noticeId,
      to: input.to,
      from: notifier.postmaster,
      organisation: notifier.organisation,
      hostname: notifier.hostname,
      now: input.now,
      inReplyTo: input.inReplyTo,
    },
  );
}
