import type { MessageId } from './brand.ts';

/** One RCPT TO with its DSN parameters (RFC 3461 §4.1, §4.2). */
export interface Recipient {
  /** Address as given, domain lower-cased; UTF-8 when the transaction used SMTPUTF8. */
  readonly address: string;
  readonly notify?: readonly ('NEVER' | 'SUCCESS' | 'FAILURE' | 'DELAY')[];
  /** ORCPT value as received, e.g. 'rfc822;a@example.org'. */
  readonly orcpt?: string;
}

/** Whether a delivery that failed is reported: without NOTIFY yes, with it only when FAILURE is named (RFC 3461 §4.1). */
export const wantsFailureReport = ({ notify }: Recipient): boolean =>
  notify === undefined || notify.includes('FAILURE');

/** What was settled in the SMTP dialogue before DATA. */
export interface Envelope {
  readonly id: MessageId;
  /** null: the null reverse-path <>, RFC 5321 §4.5.5 */
  readonly sender: string | null;
  readonly recipients: readonly Recipient[];
  /** ISO 8601, UTC */
  readonly receivedAt: string;
  readonly body: '7BIT' | '8BITMIME';
  readonly smtputf8: boolean;
  readonly requireTls: boolean;
  /** RFC 3461 §4.3, §4.4 */
  readonly dsn: { readonly ret?: 'FULL' | 'HDRS'; readonly envid?: string };
  readonly client: {
    readonly address: string;
    readonly helo: string;
    /** it greeted with HELO: no extension of SMTP was negotiated */
    readonly plainSmtp?: true;
    /** e.g. 'TLSv1.3'; absent on a clear-text connection */
    readonly tls?: string;
  };
  /** name of the listener that took the mail, 'host:port' unless it was named */
  readonly listener: string;
}
