/** What is written to people after the walk: delivery that was given up, held mail whose time is over. */
import type { Language } from '../core/category.ts';
import type { Clock } from '../core/clock.ts';
import type { ClaimedDelivery, RecipientResult } from '../core/journal.ts';
import type { MessageCatalogue } from '../core/messages.ts';
import type { OutgoingNotice } from '../core/ruling.ts';
import { wantsFailureReport, type Envelope } from '../core/envelope.ts';
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
  /** Sender (when internal) and data protection officer learn that held mail goes. */
  onHoldExpired(held: HeldMail): Promise<OutgoingNotice[]>;
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
    claim: ClaimedDelivery,
    results: readonly RecipientResult[],
    write: typeof deliveryStatus,
  ): Promise<OutgoingNotice[]> => {
    if (claim.sender === null || claim.notice || results.length === 0) return [];
    const facts = (await spool.details(claim.messageId))?.report.facts ?? null;
    const id = spool.newId();
    const content = await write({
      notifier,
      catalogue: chooseCatalogue(options.catalogues(), options.languages, facts?.language ?? null),
      envelope: envelopeOf(claim),
      facts,
      results,
      expireAfterMs: options.expireAfterMs,
      noticeId: id,
      now: new Date(clock.now()).toISOString(),
    });
    return [{ id, to: claim.sender, content }];
  };
  const recipientOf = (claim: ClaimedDelivery, result: RecipientResult) =>
    claim.recipients.find((recipient) => recipient.address === result.address);
  return {
    onGaveUp: (claim, failed) => {
      const told = failed.filter((result) => {
        const recipient = recipientOf(claim, result);
        return recipient === undefined || wantsFailureReport(recipient);
      });
      return status(claim, told, deliveryStatus);
    },
    onRelayedWithoutDsn: (claim, relayed) => status(claim, relayed, relayedStatus),
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
      }
      return notices;
    },
  };
}
