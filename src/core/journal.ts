/** What the spool keeps about a mail between the stages. */
import type { MessageId } from './brand.ts';
import type { Envelope, Recipient } from './envelope.ts';
import type { InspectionReport } from './inspection.ts';
import type { OutcomeKey } from './outcomes.ts';
import type { Edit, Plan } from './ruling.ts';

/** Where the received bytes are: small ones in memory until the journal writes them to the store, others in a synced file. */
export type SpooledBytes =
  | { readonly kind: 'inline'; readonly bytes: Uint8Array; readonly size: number }
  | { readonly kind: 'file'; readonly path: string; readonly size: number };

/** A mail whose rulings are known, ready to be made durable. */
export interface RuledMail {
  readonly envelope: Envelope;
  readonly bytes: SpooledBytes;
  readonly report: InspectionReport;
  readonly plan: Plan;
  /** every recipient blocked before the reply: nothing is kept but audit line and notices */
  readonly rejected: boolean;
}

/** One delivery that is due, claimed by this process. */
export interface ClaimedDelivery {
  readonly id: number;
  readonly messageId: MessageId;
  readonly hop: string;
  readonly sender: string | null;
  readonly recipients: readonly Recipient[];
  readonly edits: readonly Edit[];
  readonly size: number;
  readonly body: '7BIT' | '8BITMIME';
  readonly smtputf8: boolean;
  readonly requireTls: boolean;
  readonly dsn: Envelope['dsn'];
  readonly attempts: number;
  readonly receivedAt: string;
  /** a notice of our own: never answered by another notice */
  readonly notice: boolean;
}

/** What a next hop said about one recipient. */
export interface RecipientResult {
  readonly address: string;
  readonly state: 'delivered' | 'deferred' | 'failed';
  readonly outcome: OutcomeKey;
  /** the hop's reply in full for the delivery status, e.g. '550 5.1.1 User unknown'; '' when there was none */
  readonly reply: string;
  /** the hop did not offer DSN although parameters were to be passed (RFC 3461 §5.2.2: 'relayed') */
  readonly relayedWithoutDsn?: boolean;
}
