/** What is written to people after the walk: delivery that was given up, held mail that is removed or let go. */
import type { Language } from '../core/category.ts';
import type { Clock } from '../core/clock.ts';
import type { ClaimedDelivery, RecipientResult } from '../core/journal.ts';
import type { OutgoingNotice } from '../core/ruling.ts';
import { wantsFailureReport, type Envelope, type Recipient } from '../core/envelope.ts';
import {
  chooseCatalogue,
  deliveryStatus,
  holdEnded,
  type HoldEnding,
  relayedStatus,
  type Catalogues,
  type Notifier,
} from '../notify/notify.ts';
import { internalMatcher } from '../policy/policy.ts';
import type { HeldMail } from '../quarantine/quarantine.ts';
import type { Spool } from '../spool/spool.ts';

/** What these notices need. */
export interface AfterwardsOptions {
  readonly spool: Spool;
  readonly catalogues: () => Catalogues;
  readonly languages: readonly Language[];
  readonly notifier: Notifier;
  readonly internalDomains: readonly string[];
  readonly officer: string;
  readonly expireAfterMs: number;
  readonly clock: Clock;
}

/** The writers of these notices. */
export interface Afterwards {
  /** Delivery status for recipients that were given up; none for null senders, notices of ours and NOTIFY without FAILURE. */
  onGaveUp(claim: ClaimedDelivery, failed: readonly RecipientResult[]): Promise<OutgoingNotice[]>;
  /** RFC 3461 §5.2.2 'relayed'. */
  onRelayedWithoutDsn(claim: ClaimedDelivery, relayed: readonly RecipientResult[]): Promise<OutgoingNotice[]>;
  /** Sender and data protection officer learn that held mail goes; an external sender by a bare delivery status. */
  onHoldExpired(held: HeldMail): Promise<OutgoingNotice[]>;
  /** The sender learns that a person removed held copies for these addresses; an external one by a bare delivery status. */
  onHoldDeleted(held: HeldMail, addresses: readonly string[]): Promise<OutgoingNotice[]>;
  /**
   * An internal sender, who was told that the mail is held, learns that a person let it go for these addresses.
   * @param channel the secure channel; null: as ordinary mail
   */
  onHoldReleased(held: HeldMail, addresses: readonly string[], channel: string | null): Promise<OutgoingNotice[]>;
}

/** What a bare delivery status says of a recipient whose copy our rules have stopped. */
const stoppedByPolicy = ({ address }: Recipient): RecipientResult => ({
  address,
  state: 'failed',
  outcome: 'rejected-by-policy',
  reply: '550 5.7.1 Message rejected by policy',
});

function heldFor(held: HeldMail, addresses: readonly string[]): readonly Recipient[] {
  const wanted = new Set(addresses.map((address) => address.toLowerCase()));
  return held.recipients.filter(({ address }) => wanted.has(address.toLowerCase()));
}

/** Makes the writers. */
export function afterwards(options: AfterwardsOptions): Afterwards {
  const { spool, notifier, clock } = options;
  const envelopeOf = (claim: ClaimedDelivery): Envelope => ({
    id: claim.messageId,
    sender: claim.sender,
    recipients: claim.recipients,
    receivedAt: claim.receivedAt,
    body: claim.body,
    smtputf8: claim.smtputf8,
    requireTls: claim.requireTls,
    dsn: claim.dsn,
    client: { address: '', helo: '' },
    listener: '',
  });
  const status = async (
    envelope: Envelope,
    results: readonly RecipientResult[],
    write: typeof deliveryStatus,
  ): Promise<OutgoingNotice[]> => {
    if (envelope.sender === null || results.length === 0) return [];
    const facts = (await spool.details(envelope.id))?.report.facts ?? null;
    const id = spool.newId();
    const content = await write({
      notifier,
      catalogue: chooseCatalogue(options.catalogues(), options.languages, facts?.language ?? null),
      envelope,
      facts,
      results,
      expireAfterMs: options.expireAfterMs,
      noticeId: id,
      now: new Date(clock.now()).toISOString(),
    });
    return [{ id, to: envelope.sender, content }];
  };
  const isInternal = internalMatcher(options.internalDomains);
  const isInternalSender = (sender: string | null): sender is string => sender !== null && isInternal(sender);
  /** @param recipients shown to the sender; the officer's letter names nobody */
  const letter = async (
    held: HeldMail,
    ending: HoldEnding,
    to: string,
    language: Language | null,
    recipients: readonly Recipient[],
  ): Promise<OutgoingNotice> => {
    const id = spool.newId();
    const content = await holdEnded({
      ending,
      notifier,
      catalogue: chooseCatalogue(options.catalogues(), options.languages, language),
      reference: held.id,
      receivedAt: held.details.envelope.receivedAt,
      to,
      recipients: recipients.map(({ address }) => address),
      noticeId: id,
      inReplyTo: recipients.length === 0 ? null : held.details.report.facts.messageId,
      now: new Date(clock.now()).toISOString(),
    });
    return { id, to, content };
  };
  const toSender = async (
    held: HeldMail,
    ending: HoldEnding,
    recipients: readonly Recipient[],
  ): Promise<OutgoingNotice[]> => {
    const { envelope, report } = held.details;
    if (isInternalSender(envelope.sender))
      return [await letter(held, ending, envelope.sender, report.facts.language, recipients)];
    // An outsider had a 250 for it and learns that it did not arrive, not why it was held.
    const lost = recipients.filter(wantsFailureReport).map(stoppedByPolicy);
    return status(envelope, lost, deliveryStatus);
  };
  return {
    onGaveUp: async (claim, failed) => {
      if (claim.notice) return [];
      const told = failed.filter(({ address }) => {
        const recipient = claim.recipients.find((one) => one.address === address);
        return recipient === undefined || wantsFailureReport(recipient);
      });
      return status(envelopeOf(claim), told, deliveryStatus);
    },
    onRelayedWithoutDsn: async (claim, relayed) =>
      claim.notice ? [] : status(envelopeOf(claim), relayed, relayedStatus),
    onHoldExpired: async (held) => {
      const { sender } = held.details.envelope;
      const toldAsSender = isInternalSender(sender) && sender.toLowerCase() === options.officer.toLowerCase();
      // An officer who is the sender too needs one letter, the sender's.
      const officer = toldAsSender ? [] : [await letter(held, { how: 'expired' }, options.officer, null, [])];
      return [...officer, ...(await toSender(held, { how: 'expired' }, held.recipients))];
    },
    onHoldDeleted: (held, addresses) => toSender(held, { how: 'deleted' }, heldFor(held, addresses)),
    onHoldReleased: async (held, addresses, channel) => {
      const { envelope, report } = held.details;
      if (!isInternalSender(envelope.sender)) return [];
      const ending = { how: 'released', channel } as const;
      return [await letter(held, ending, envelope.sender, report.facts.language, heldFor(held, addresses))];
    },
  };
}
