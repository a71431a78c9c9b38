/**
 * One connection to a mail server: nodemailer's SMTPConnection with what a relay needs besides. DSN parameters differ per
 * recipient (RFC 3461 §4) where nodemailer has one set for all; values in xtext pass as they came; SMTPUTF8 can be demanded for
 * the sake of the header (RFC 6531 §3.4); mail data is stuffed with dots by searching, not byte by byte.
 *
 * The members named below are nodemailer 10.6.0's own and not in its types. The version is pinned exactly; assertKnown()
 * refuses to load beside another one that lacks them.
 */
import type { Socket } from 'node:net';
import type { Readable } from 'node:stream';
import { TLSSocket } from 'node:tls';
import NodemailerConnection, { type SMTPConnectionOptions } from 'nodemailer/lib/smtp-connection';
import type { OutgoingMail } from './hop.ts';
import { DotStuffing } from './dot-stuffing.ts';

type Reply = (reply: string) => void;

/** What nodemailer's errors carry. */
export interface SmtpError extends Error {
  readonly code?: string | undefined;
  /** the code before nodemailer set its own, e.g. ECONNREFUSED */
  readonly originalCode?: string | undefined;
  /** the server's reply, all lines */
  readonly response?: string | undefined;
  readonly responseCode?: number | undefined;
  /** 'CONN', 'MAIL FROM', 'RCPT TO', 'DATA', 'STARTTLS', 'API' … */
  readonly command?: string | undefined;
  readonly recipient?: string | undefined;
}

/** What the server said in one transaction. */
export interface TransactionReplies {
  /** recipients it took at RCPT */
  readonly accepted: readonly string[];
  /** those it refused at RCPT, with the reply */
  readonly rejected: readonly SmtpError[];
  /** reply to the whole message; null when there was none or it was no success */
  readonly final: string | null;
  /** what ended the transaction otherwise */
  readonly error: SmtpError | null;
}

/** Lists are missing until the envelope was found well-formed. */
interface TrackedEnvelope {
  readonly accepted?: string[];
  readonly rejectedErrors?: SmtpError[];
}

interface Internals {
  _sendCommand(line: string, logged?: string): void;
  _sendRcpt(recipient: string, callback: unknown): void;
  _getDsnRcptToArgs(): string;
  _createSendStream(callback: unknown): unknown;
  _actionSMTPStream(reply: string, callback: unknown): void;
}

const KNOWN: readonly (keyof Internals)[] = [
  '_sendCommand',
  '_sendRcpt',
  '_getDsnRcptToArgs',
  '_createSendStream',
  '_actionSMTPStream',
];
// A checked cast: the loop below looks whether each is there.
const base = NodemailerConnection.prototype as unknown as Internals;
for (const name of KNOWN) {
  if (typeof base[name] !== 'function')
    throw new TypeError(`nodemailer has no ${name}: not the version this was written for`);
}

/** A connection that knows the mail it is sending. */
export class HopConnection extends NodemailerConnection {
  declare _socket: Socket | false | null;
  declare _supportedExtensions: string[];
  declare _responseActions: Reply[];
  declare _envelope: TrackedEnvelope | false;
  /** transactions begun over this connection */
  transactions = 0;
  private mail: OutgoingMail | null = null;
  private recipient = '';
  private stuffing: DotStuffing | null = null;

  constructor(options: SMTPConnectionOptions) {
    super(options);
    // Errors outside a transaction end the connection; the pool sees 'end'. Without a listener they would end the process.
    this.on('error', () => undefined);
  }

  offers(extension: string): boolean {
    return this._supportedExtensions.includes(extension);
  }

  get usable(): boolean {
    return !this.destroyed && this._socket instanceof Object && this._socket.writable;
  }

  /** Version of TLS in use, null on clear text. */
  get tlsVersion(): string | null {
    const socket = this._socket;
    return socket instanceof TLSSocket ? socket.getProtocol() : null;
  }

  /**
   * Runs one transaction. Never throws.
   * @param content the mail's bytes; a stream is destroyed when it is not wanted
   */
  transact(mail: OutgoingMail, content: Buffer | Readable): Promise<TransactionReplies> {
    this.mail = mail;
    this.stuffing = null;
    this._envelope = false;
    this.transactions++;
    return new Promise((resolve) => {
      this.send(
        {
          from: mail.sender ?? false,
          to: mail.recipients.map((recipient) => recipient.address),
          size: mail.size,
          use8BitMime: mail.body === '8BITMIME',
          requireTLSExtensionEnabled: mail.requireTls,
        },
        content,
        (error, info) => {
          const tracked = this._envelope;
          // Answered in the middle of the data, or the data could not be read: nothing sensible can follow on this connection.
          if (this.stuffing !== null && !this.stuffing.complete) this.abandon();
          if (!Buffer.isBuffer(content)) content.destroy();
          resolve({
            accepted: tracked === false ? [] : [...(tracked.accepted ?? [])],
            rejected: tracked === false ? [] : [...(tracked.rejectedErrors ?? [])],
            final: error === null ? info.response : null,
            error,
          });
        },
      );
    });
  }

  /** Breaks the connection off without a farewell, so that a message without its end mark is never taken for whole. */
  abandon(): void {
    const socket = this._socket;
    this.close();
    if (socket instanceof Object) socket.destroy();
  }

  /** As if the hop had hung up: a transaction in hand ends as one that waits. */
  breakOff(): void {
    if (this._socket instanceof Object) this._socket.destroy(new Error('broken off by us'));
  }

  /** Ends the transaction that a refused envelope leaves open. @returns false when the connection is of no more use */
  clear(): Promise<boolean> {
    return new Promise((resolve) => {
      this.once('end', () => resolve(false));
      this.reset((error) => resolve(error === null));
    });
  }

  _sendCommand(line: string, logged?: string): void {
    const more = this.mail !== null && line.startsWith('MAIL FROM:') ? this.mailParameters(this.mail, line) : '';
    base._sendCommand.call(this, line + more, logged);
  }

  _sendRcpt(recipient: string, callback: unknown): void {
    this.recipient = recipient;
    base._sendRcpt.call(this, recipient, callback);
  }

  _getDsnRcptToArgs(): string {
    if (this.mail === null || !this.offers('DSN')) return '';
    const { notify, orcpt } = this.mail.recipients.find((one) => one.address === this.recipient) ?? {};
    return `${notify === undefined ? '' : ` NOTIFY=${notify.join(',')}`}${orcpt === undefined ? '' : ` ORCPT=${orcpt}`}`;
  }

  _createSendStream(callback: unknown): DotStuffing {
    if (!(this._socket instanceof Object)) throw new TypeError('no socket');
    this._responseActions.push((reply) => {
      base._actionSMTPStream.call(this, reply, callback);
    });
    const stuffing = new DotStuffing(this._socket);
    // The connection reports its own end; the stream only must not throw.
    stuffing.on('error', () => undefined);
    this.stuffing = stuffing;
    return Object.assign(stuffing, { outByteCount: 0 });
  }

  private mailParameters(mail: OutgoingMail, line: string): string {
    const parameters: string[] = [];
    if (mail.smtputf8 && this.offers('SMTPUTF8') && !/ SMTPUTF8\b/.test(line)) parameters.push('SMTPUTF8');
    if (this.offers('DSN')) {
      if (mail.dsn.ret !== undefined) parameters.push(`RET=${mail.dsn.ret}`);
      if (mail.dsn.envid !== undefined) parameters.push(`ENVID=${mail.dsn.envid}`);
    }
    return parameters.map((parameter) => ` ${parameter}`).join('');
  }
}
