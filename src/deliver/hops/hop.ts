import { Readable } from 'node:stream';
import type { MessageId } from '../../core/brand.ts';
import type { Envelope, Recipient } from '../../core/envelope.ts';
import type { RecipientResult } from '../../core/journal.ts';

/** One mail for one next hop: same bytes for all its recipients. */
export interface OutgoingMail {
  readonly id: MessageId;
  /** null: <> */
  readonly sender: string | null;
  readonly recipients: readonly Recipient[];
  /** bytes that `content()` yields */
  readonly size: number;
  readonly body: '7BIT' | '8BITMIME';
  readonly smtputf8: boolean;
  readonly requireTls: boolean;
  readonly dsn: Envelope['dsn'];
  /**
   * The bytes from the first one, line ends CRLF, last line ended; whole when they are few. May be called several times; throws
   * when they cannot be read.
   */
  content(): Promise<Buffer | Readable>;
}

/** The bytes of a mail as a stream, however many they are. */
export async function contentStream(mail: OutgoingMail): Promise<Readable> {
  const content = await mail.content();
  return Buffer.isBuffer(content) ? Readable.from(content, { objectMode: false }) : content;
}

/** What `doctor` and /readyz learn about a hop. */
export interface HopCheck {
  readonly ok: boolean;
  /** for the operator: what was reached and how, or what is wrong */
  readonly detail: string;
  /** TLS version in use, null on clear text or where there is no connection */
  readonly tls: string | null;
  /** EHLO keywords, upper case; empty where there is no SMTP */
  readonly extensions: readonly string[];
}

/** A place mail is handed over to. */
export interface Hop {
  readonly name: string;
  /**
   * Hands one mail over.
   * @returns one result per recipient, in any order; expected trouble is a result, never a throw
   */
  send(mail: OutgoingMail): Promise<readonly RecipientResult[]>;
  /** Tries the way to the hop without sending anything. Never throws. */
  check(): Promise<HopCheck>;
  /** Ends everything at once; a mail in hand comes back as one that waits. */
  close(): Promise<void>;
}
