/** What people are told when held mail is removed, at the end of its time or by whoever reviewed it, or is sent after all. */
import { fill, spanWords, type MessageCatalogue } from '../core/messages.ts';
import { composeExplanation } from './compose.ts';
import { receivedTime, type Notifier } from './explanation.ts';

/** The end of its time, or a person's decision: removed, sent as ordinary mail or by a secure channel. */
export type HoldEnding =
  { readonly how: 'expired' | 'deleted' } | { readonly how: 'released'; readonly channel: string | null };

/** All that goes into the notice: no finding, no subject. */
export interface HoldEndedInput {
  readonly ending: HoldEnding;
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

function wordsOf(ending: HoldEnding, { status, fates }: MessageCatalogue) {
  switch (ending.how) {
    case 'expired':
      return {
        subject: status.heldExpiredSubject,
        opening: status.heldExpiredOpening,
        fate: fates.stopped,
        todo: status.heldGoneTodo,
      };
    case 'deleted':
      return {
        subject: status.heldDeletedSubject,
        opening: status.heldDeletedOpening,
        fate: fates.stopped,
        todo: status.heldGoneTodo,
      };
    case 'released': {
      const { channel } = ending;
      return {
        subject: status.heldReleasedSubject,
        opening: status.heldReleasedOpening,
        fate: channel === null ? status.heldReleasedFate : fill(fates.rerouted, { channel }),
        todo: status.heldReleasedTodo,
      };
    }
  }
}

/** Writes the notice. */
export async function holdEnded(input: HoldEndedInput): Promise<Buffer> {
  const { catalogue, notifier, reference, recipients, ending } = input;
  const { status, headings } = catalogue;
  const { subject, opening, fate, todo } = wordsOf(ending, catalogue);
  const forTheSender = [
    { heading: headings.fates, lines: recipients.map((address) => fill(fate, { address })) },
    { heading: headings.todo, lines: [fill(todo, { postmaster: notifier.postmaster, reference })] },
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
