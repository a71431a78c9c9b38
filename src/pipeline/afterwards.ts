/** What is written to people after the walk: delivery that was given up, held mail whose time is over. */
import type { Language } from '../core/category.ts';
import type { Clock } from '../core/clock.ts';
import type { ClaimedDelivery, RecipientResult } from '../core/journal.ts';
import type { MessageCatalogue } from '../core/messages.ts';
import type { OutgoingNotice } from '../core/ruling.ts';
import { wantsFailureReport, type Envelope, type Recipient } from '../core/envelope.ts';
import {
  chooseCatalogue,
  deliveryStatus,
  holdExpired,
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
}

/** What a bare delivery status says of a recipient whose copy our rules have stopped. */
const stoppedByPolicy = ({ address }: Recipient): RecipientResult => ({
  address,
  state: 'failed',
  outcome: 'rejected-by-policy',
  reply: '550 5.7.1 Message rejected by policy',
});

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
      const isInternal = internalMatcher(options.internalDomains);
      const inLanguage = (language: Language | null): MessageCatalogue =>
        chooseCatalogue(options.catalogues(), options.languages, language);
      const now = new Date(clock.now()).toISOString();
      const write = async (
        to: string,
        catalogue: MessageCatalogue,
        recipients: readonly string[],
      ): Promise<OutgoingNotice> => {
        const id = spool.newId();
        const content = await holdExpired({
          notifier,
          catalogue,
          reference: held.id,
          receivedAt: held.details.envelope.receivedAt,
          to,
          recipients,
          noticeId: id,
          now,
        });
        return { id, to, content };
      };
      const tellSender = sender !== null && isInternal(sender);
      const notices: OutgoingNotice[] = [];
      // An officer who is the sender too needs one letter, the sender's.
      if (!tellSender || sender.toLowerCase() !== options.officer.toLowerCase())
        notices.push(await write(options.officer, inLanguage(null), []));
      if (tellSender) {
        const addresses = held.recipients.map((recipient) => recipient.address);
        notices.push(await write(sender, inLanguage(held.details.report.facts.language), addresses));
        return notices;
      }
      // An outsider had a 250 for it and learns that it did not arrive, not why it was held.
      const lost = held.recipients.filter(wantsFailureReport).map(stoppedByPolicy);
      return [...notices, ...(await status(held.details.envelope, lost, deliveryStatus))];
    },
  };
}
