/** Delivery status notifications for what a next hop refused, what expired, and what was relayed (RFC 3464, RFC 3461). */
import type { Envelope } from '../core/envelope.ts';
import type { MessageFacts } from '../core/inspection.ts';
import type { RecipientResult } from '../core/journal.ts';
import { fill, spanWords, type MessageCatalogue } from '../core/messages.ts';
import { OUTCOMES } from '../core/outcomes.ts';
import { composeReport, type StatusGroup } from './compose.ts';
import { receivedTime, type Notifier } from './explanation.ts';
import type { Letter, LetterSection } from './letter.ts';

/** All a delivery status is made from. */
export interface StatusInput {
  readonly notifier: Notifier;
  readonly catalogue: MessageCatalogue;
  readonly envelope: Envelope;
  readonly facts: MessageFacts | null;
  /** what the hop said, one per recipient to report */
  readonly results: readonly RecipientResult[];
  readonly expireAfterMs: number;
  readonly noticeId: string;
  readonly now: string;
}

const ENHANCED = /^\d{3}[ -](\d\.\d{1,3}\.\d{1,3})/u;

/** The enhanced code of the hop's own reply, else of our outcome; the class says what became of it, not what the hop hoped. */
function statusCode(result: RecipientResult): string {
  const said = ENHANCED.exec(result.reply)?.[1];
  const code = said ?? OUTCOMES[result.outcome].enhanced;
  if (result.state === 'delivered') return `2${code.slice(1)}`;
  return result.outcome === 'expired' ? code : `5${code.slice(1)}`;
}

/** A reply as it may stand in a sentence: words from outside never begin a line. */
const oneLine = (reply: string): string => reply.replace(/\s+/gu, ' ').trim().slice(0, 400) || '–';

/** What the hop said; what we made of it where it was not even asked (it cannot take such an address, or a mail of that size). */
const answerOf = ({ reply, outcome }: RecipientResult): string =>
  oneLine(reply === '' && outcome !== 'expired' ? OUTCOMES[outcome].text : reply);

function letterOf(
  input: StatusInput,
  [subject, opening]: readonly [string, string],
  lines: readonly string[],
  todo: readonly string[],
): Letter {
  const { catalogue, envelope, notifier } = input;
  const about = fill(catalogue.status.about, { time: receivedTime(notifier, envelope.receivedAt) });
  const sections: LetterSection[] = [
    { heading: catalogue.headings.fates, lines },
    { heading: catalogue.headings.todo, lines: todo },
  ];
  return {
    language: catalogue.language,
    subject: fill(subject, { reference: envelope.id }),
    opening: [opening, about, fill(catalogue.referenceLine, { reference: envelope.id })],
    sections: sections.filter((section) => section.lines.length > 0),
    signOff: fill(catalogue.signOff, { organisation: notifier.organisation }),
  };
}

function groupsOf(input: StatusInput, action: StatusGroup['action']): StatusGroup[] {
  return input.results.map((result) => ({
    recipient: input.envelope.recipients.find((r) => r.address === result.address) ?? { address: result.address },
    action,
    status: action === 'relayed' ? '2.0.0' : statusCode(result),
    diagnostic: result.reply === '' ? '' : `smtp; ${result.reply}`,
  }));
}

function frameOf(input: StatusInput, sender: string): Parameters<typeof composeReport>[1] {
  return {
    id: input.noticeId,
    to: sender,
    from: input.notifier.postmaster,
    organisation: input.notifier.organisation,
    hostname: input.notifier.hostname,
    now: input.now,
    inReplyTo: input.facts?.messageId ?? null,
  };
}

async function compose(input: StatusInput, letter: Letter, action: StatusGroup['action']): Promise<Buffer> {
  const { sender } = input.envelope;
  if (sender === null) throw new RangeError('a null sender gets no delivery status');
  return composeReport(letter, frameOf(input, sender), {
    envelope: input.envelope,
    facts: input.facts,
    removedSubject: input.catalogue.removedSubject,
    recipients: groupsOf(input, action),
  });
}

/**
 * Reports recipients that were given up: refused by the next hop, expired, or stopped by policy for a sender who gets no
 * explanation (outcome 'rejected-by-policy').
 * @throws RangeError for a null sender (RFC 5321 §4.5.5)
 */
export async function deliveryStatus(input: StatusInput): Promise<Buffer> {
  const { status } = input.catalogue;
  const span = spanWords(input.catalogue, input.expireAfterMs);
  const lines = input.results.map((result) => {
    const values = { address: result.address, span, reply: answerOf(result) };
    if (result.outcome === 'rejected-by-policy') return fill(status.policy, values);
    return fill(result.outcome === 'expired' ? status.expired : status.failed, values);
  });
  // What a policy stopped is not mended by sending it again.
  const mayTryAgain = input.results.some((result) => result.outcome !== 'rejected-by-policy');
  const contact = { postmaster: input.notifier.postmaster, reference: input.envelope.id };
  const todo = mayTryAgain ? [fill(status.todo, contact)] : [];
  return compose(input, letterOf(input, [status.subject, status.opening], lines, todo), 'failed');
}

/** Reports recipients handed to a hop that cannot confirm delivery although the sender asked for it (RFC 3461 §5.2.2). */
export async function relayedStatus(input: StatusInput): Promise<Buffer> {
  const { status } = input.catalogue;
  const lines = input.results.map((result) => fill(status.relayed, { address: result.address }));
  return compose(input, letterOf(input, [status.relayedSubject, status.relayedOpening], lines, []), 'relayed');
}
