/**
 * One client's SMTP session. smtp-server keeps the connection (greeting, EHLO, STARTTLS, XFORWARD, time-outs, teardown); what
 * decides about mail (MAIL, RCPT, DATA, the parser) is ours, because its own alters addresses and xtext values, accepts
 * unknown parameters and lets undeclared UTF-8 pass. Written against smtp-server 3.21.6, pinned exactly; every override is of
 * a typed member, so a change of its insides fails the type check.
 */
import { TLSSocket } from 'node:tls';
import type { Socket } from 'node:net';
import { SMTPConnection, type SMTPConnectionOptions } from 'smtp-server/lib/smtp-connection';
import type { SMTPServer } from 'smtp-server';
import type { Envelope, Recipient } from '../core/envelope.ts';
import { OUTCOMES, type OutcomeKey } from '../core/outcomes.ts';
import type { ListenerOptions, MessageWriter, SmtpReply } from './listener-options.ts';
import { hasCertificateName } from './client-certificate.ts';
import { isCommandError, readMail, readRcpt, type MailCommand } from './mail-command.ts';
import { hookOutcome, Transaction } from './transaction.ts';
import { WireParser } from './wire-parser.ts';

/** What the sessions of one listener share. */
export interface ListenerState {
  readonly options: ListenerOptions &
    Required<
      Pick<
        ListenerOptions,
        'name' | 'maxConnections' | 'maxConnectionsPerClient' | 'maxBytesInFlight' | 'dataTimeoutMs' | 'maxReceived'
      >
    >;
  readonly isAllowed: (address: string) => boolean;
  /** open connections by client address */
  readonly perClient: Map<string, number>;
  closing: boolean;
  bytesInFlight: number;
  /** hour (since 1970) of the last refused client, and how many refusals were left for `trace` in it */
  strangers: { hour: number; recorded: number };
}

/** Clients that may not relay still wait smtp-server's usual time for the greeting: it shows up early talkers. */
const GREETING_DELAY_MS = 100;
/** One of them may have so many connections at once. */
const STRANGER_CONNECTIONS = 20;
/** And they have this long to read their refusals. */
const STRANGER_SESSION_MS = 30_000;
/** Refused clients an hour that `trace` knows of: enough for a printer nobody thought of, too little to be filled up with. */
const STRANGERS_AN_HOUR = 20;
/** Replies are one line of at most 512 octets (RFC 5321 §4.5.3.1.5). */
const MAX_REPLY_TEXT = 400;

/** One printable ASCII line. */
const asciiLine = (text: string): string => text.replace(/[^\x20-\x7e]/gu, '?').slice(0, MAX_REPLY_TEXT);

/** A connection of a client. */
export class Session extends SMTPConnection {
  private readonly state: ListenerState;
  private readonly allowed: boolean;
  private mail: MailCommand | null = null;
  private recipients = new Map<string, Recipient>();
  private transaction: Transaction | null = null;
  private counted = false;
  private cutOffTimer: NodeJS.Timeout | undefined;

  constructor(
    server: SMTPServer,
    socket: Socket,
    options: SMTPConnectionOptions | null | undefined,
    state: ListenerState,
  ) {
    super(server, socket, options);
    this.state = state;
    // XFORWARD changes the address that is shown, never who is trusted.
    this.allowed = state.isAllowed(this._originalRemoteAddress);
  }

  /** A message is being received or decided about. */
  get busy(): boolean {
    return this.transaction !== null;
  }

  /** Ends the session with a reply of the outcome table. */
  dismiss(outcome: OutcomeKey): void {
    this.reply(outcome);
    this.close();
  }

  override init(): void {
    const { options, perClient } = this.state;
    // A client may close its side behind the last dot; without its answer it would send the mail again.
    this._socket.allowHalfOpen = true;
    this._setListeners(() => {
      const client = this._originalRemoteAddress;
      const already = perClient.get(client) ?? 0;
      if (this.state.closing) {
        this.dismiss('shutting-down');
        return;
      }
      const most = Math.min(options.maxConnectionsPerClient, this.allowed ? Infinity : STRANGER_CONNECTIONS);
      if (this._server.connections.size > options.maxConnections || already >= most) {
        options.log.warn({ listener: options.name, client, outcome: 'busy' }, 'Too many connections');
        this.dismiss('busy');
        return;
      }
      perClient.set(client, already + 1);
      this.counted = true;
      if (this.allowed) {
        this.connectionReady();
        return;
      }
      options.log.warn({ listener: options.name, client, outcome: 'client-not-allowed' }, 'Client may not relay');
      setTimeout(() => this.connectionReady(), GREETING_DELAY_MS).unref();
      const end = setTimeout(() => this.dismiss('busy'), STRANGER_SESSION_MS).unref();
      this._socket.once('close', () => clearTimeout(end));
    });
  }

  /** Amid the handshake who has closed its side is gone. */
  override upgrade(callback: () => void, secureCallback?: () => void): void {
    this._socket.allowHalfOpen = false;
    super.upgrade(callback, () => {
      this._socket.allowHalfOpen = true;
      secureCallback?.();
    });
  }

  /** smtp-server writes to whoever can still send only. */
  override send(code: number, data?: string | string[] | null, context?: string | false): void {
    const { readyState } = this._socket;
    if (readyState === 'writeOnly' && !this._upgrading && typeof data === 'string')
      this._socket.write(`${code} ${data}\r\n`);
    super.send(code, data, context);
  }

  override _createParser(): WireParser {
    const parser = new WireParser({
      socket: () => this._socket,
      command: (line, done) => this._onCommand(line, done),
      malformedLine: (done) => this.malformedLine(done),
      clientEnded: () => this.close(),
    });
    parser.on('error', () => {
      this.send(500, '5.5.2 Command line too long', false);
      this.close();
    });
    return parser;
  }

  override _onCommand(command: Buffer, callback?: () => void): void {
    if (this.state.closing && !this._upgrading) this.dismiss('shutting-down');
    else super._onCommand(command, callback);
  }

  override _resetSession(): void {
    super._resetSession();
    this.mail = null;
    this.recipients = new Map();
  }

  override _onClose(): void {
    if (this.counted) {
      this.counted = false;
      const { perClient } = this.state;
      const left = (perClient.get(this._originalRemoteAddress) ?? 1) - 1;
      if (left > 0) perClient.set(this._originalRemoteAddress, left);
      else perClient.delete(this._originalRemoteAddress);
    }
    // A message that was received in full is decided about although nobody waits for the answer (RFC 5321 §4.1.1.10).
    if (this._parser !== false && this._parser._dataMode) void this.endTransaction();
    super._onClose();
  }

  override handler_MAIL(command: Buffer, callback: () => void): void {
    const { options } = this.state;
    const argument = commandArgument(command, 'MAIL', 'FROM');
    const refusal = this.refusalOfMail();
    if (refusal !== null) {
      if (refusal === 'client-not-allowed') this.recordStranger(argument);
      this.reply(refusal);
    } else if (argument === null) this.send(501, '5.5.4 Syntax: MAIL FROM:<address>', false);
    else if (this.mail !== null) this.send(503, '5.5.1 Sender already given', false);
    else {
      const mail = readMail(argument, this.secure);
      if (isCommandError(mail)) this.send(mail.code, mail.text, false);
      else if (mail.size > options.maxMessageBytes) this.refuseMail(mail, 'message-too-large');
      else if (this.state.bytesInFlight + mail.size > options.maxBytesInFlight) {
        this.reply('disk-full', 'Too much mail in flight, try again later');
      } else if (!this.senderIsAllowed(mail.sender))
        this.refuseMail(mail, 'client-not-allowed', 'Sender domain not accepted here');
      else {
        this.mail = mail;
        this.send(250, '2.1.0 Sender ok', false);
      }
    }
    callback();
  }

  /** A mail of a client that may not relay: the log has them all, `trace` the first of every hour. */
  private recordStranger(argument: string | null): void {
    const { options, strangers } = this.state;
    const hour = Math.floor(options.clock.now() / 3_600_000);
    if (strangers.hour !== hour) this.state.strangers = { hour, recorded: 0 };
    if (argument === null || this.state.strangers.recorded >= STRANGERS_AN_HOUR) return;
    const mail = readMail(argument, this.secure);
    if (isCommandError(mail)) return;
    this.state.strangers.recorded++;
    options.refused?.(this.envelope(mail), 'client-not-allowed');
  }

  private refuseMail(mail: MailCommand, outcome: OutcomeKey, text?: string): void {
    this.state.options.refused?.(this.envelope(mail), outcome);
    this.reply(outcome, text);
  }

  override handler_RCPT(command: Buffer, callback: () => void): void {
    const { options } = this.state;
    const argument = commandArgument(command, 'RCPT', 'TO');
    if (!this.allowed) this.reply('client-not-allowed');
    else if (this.mail === null) this.send(503, '5.5.1 Need MAIL first', false);
    else if (argument === null) this.send(501, '5.5.4 Syntax: RCPT TO:<address>', false);
    else {
      const recipient = readRcpt(argument, this.mail.smtputf8);
      if (isCommandError(recipient)) this.send(recipient.code, recipient.text, false);
      else if (this.recipients.size >= options.maxRecipients && !this.recipients.has(recipient.address)) {
        this.reply('too-many-recipients');
      } else {
        this.recipients.set(recipient.address, recipient);
        this.send(250, '2.1.5 Recipient ok', false);
      }
    }
    callback();
  }

  override handler_DATA(command: Buffer, callback: () => void): void {
    const { options } = this.state;
    if (!this.allowed) this.reply('client-not-allowed');
    else if (command.toString('latin1').trim().length > 4) this.send(501, '5.5.4 DATA takes no argument', false);
    else if (this.mail === null || this.recipients.size === 0) this.send(503, '5.5.1 Need MAIL and RCPT first', false);
    else if (this._parser instanceof WireParser && this._parser.pendingBytes() > 0) {
      // RFC 2920 §3.1: DATA ends a group. What came with it is what another server took for part of the message before.
      options.log.warn({ listener: options.name, client: this.remoteAddress }, 'Client sent data before the go-ahead');
      this.send(554, '5.5.0 Data sent before the go-ahead', false);
      this.close();
    } else {
      void this.openTransaction(this.mail, this._parser).then(callback);
      return;
    }
    callback();
  }

  private async openTransaction(mail: MailCommand, parser: SMTPConnection['_parser']): Promise<void> {
    const { options } = this.state;
    const envelope = this.envelope(mail);
    let writer: MessageWriter;
    try {
      writer = await options.openWriter(envelope.id);
    } catch (error) {
      const cause = error instanceof Error ? error.message : 'unknown error';
      options.log.error({ id: envelope.id, outcome: hookOutcome(error), cause }, 'Cannot open a spool entry');
      this.reply(hookOutcome(error));
      return;
    }
    const transaction = new Transaction(envelope, writer, options);
    if (!(parser instanceof WireParser) || parser !== this._parser || parser.isClosed) return transaction.abort();
    this.transaction = transaction;
    this.cutOffTimer = setTimeout(() => this.cutOff(), options.dataTimeoutMs);
    this.cutOffTimer.unref();
    const startedAt = performance.now();
    parser.startData({
      write: (content, bareNewline) => {
        if (this.transaction !== transaction) return; // cut off
        this.state.bytesInFlight += content.length;
        return transaction.write(content, bareNewline);
      },
      end: async (cleanEnd) => {
        clearTimeout(this.cutOffTimer);
        this._handlerPending = true; // the client is not idle while it waits for us
        const reply = await transaction.end(cleanEnd);
        this._handlerPending = false;
        if (transaction.refusedFor !== null) options.refused?.(envelope, transaction.refusedFor);
        this.answer(envelope, transaction, reply, performance.now() - startedAt);
        if (!cleanEnd) this.close();
        return cleanEnd && !this.state.closing;
      },
    });
    this.send(354, 'End data with <CR><LF>.<CR><LF>', false);
  }

  /** Writes the final reply of a message and makes ready for the next. */
  private answer(envelope: Envelope, transaction: Transaction, reply: SmtpReply, ms: number): void {
    const { options } = this.state;
    options.log[OUTCOMES[reply.outcome].level](
      {
        id: envelope.id,
        listener: options.name,
        client: envelope.client.address,
        outcome: reply.outcome,
        size: transaction.size,
        recipients: envelope.recipients.length,
        ms: Math.round(ms),
      },
      'Message answered',
    );
    if (reply.outcome === 'accepted') this.reply('accepted', `${reply.text ?? 'Ok: queued as'} ${envelope.id}`);
    else this.reply(reply.outcome, reply.text);
    void this.endTransaction();
    this._resetSession();
    this._unrecognizedCommands = 0;
    if (this.state.closing) this.dismiss('shutting-down');
  }

  private async endTransaction(): Promise<void> {
    const transaction = this.transaction;
    if (transaction === null) return;
    this.transaction = null;
    clearTimeout(this.cutOffTimer);
    this.state.bytesInFlight -= transaction.size;
    await transaction.abort();
  }

  /** The message takes longer than any honest client needs. */
  private cutOff(): void {
    if (this._parser === false || !this._parser._dataMode) return;
    this.send(421, '4.4.2 Message took too long', false);
    void this.endTransaction();
    this._socket.destroy();
  }

  private malformedLine(done: () => void): void {
    this._unrecognizedCommands++;
    this.send(500, '5.5.2 Command lines must end in CR LF', false);
    if (this._unrecognizedCommands >= 10) this.close();
    done();
  }

  /** Sends the row of the outcome table, with another sentence if one is given. 421 closes the connection. */
  private reply(outcome: OutcomeKey, text?: string): void {
    const row = OUTCOMES[outcome];
    this.send(row.code, `${row.enhanced} ${asciiLine(text ?? row.text)}`, false);
  }

  private refusalOfMail(): OutcomeKey | null {
    const { requireTls, demands } = this.state.options;
    if (!this.allowed) return 'client-not-allowed';
    const names = demands?.clientCertificateNames ?? [];
    if ((requireTls === true || names.length > 0) && !this.secure) return 'tls-required';
    if (names.length > 0 && !hasCertificateName(this._socket, names)) {
      return 'client-not-allowed';
    }
    return null;
  }

  private senderIsAllowed(sender: string | null): boolean {
    const domains = this.state.options.demands?.senderDomains ?? [];
    if (domains.length === 0 || sender === null) return true;
    const domain = sender.slice(sender.lastIndexOf('@') + 1);
    return domains.some((allowed) => allowed.toLowerCase() === domain);
  }

  private envelope(mail: MailCommand): Envelope {
    const { options } = this.state;
    const protocol = this._socket instanceof TLSSocket ? this._socket.getProtocol() : null;
    return {
      id: options.newId(),
      sender: mail.sender,
      recipients: [...this.recipients.values()],
      receivedAt: new Date(options.clock.now()).toISOString(),
      body: mail.body,
      smtputf8: mail.smtputf8,
      requireTls: mail.requireTls,
      dsn: mail.dsn,
      client: {
        address: this.remoteAddress,
        helo: this.hostNameAppearsAs === false ? '' : this.hostNameAppearsAs,
        ...(this.openingCommand === 'HELO' ? { plainSmtp: true as const } : {}),
        ...(protocol === null ? {} : { tls: protocol }),
      },
      listener: options.name,
    };
  }
}

/** The text after 'MAIL FROM:' or 'RCPT TO:', read as UTF-8; null when the command is not written that way. */
function commandArgument(command: Buffer, verb: string, preposition: string): string | null {
  const text = command.toString('utf8');
  const match = /^([A-Za-z]+)\s+([A-Za-z]+)\s*:/.exec(text);
  if (match?.[1]?.toUpperCase() !== verb || match[2]?.toUpperCase() !== preposition) return null;
  return text.slice(match[0].length);
}
