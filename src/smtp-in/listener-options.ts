import type { Clock } from '../core/clock.ts';
import type { Envelope } from '../core/envelope.ts';
import type { MessageId } from '../core/brand.ts';
import type { SpooledBytes } from '../core/journal.ts';
import type { Log } from '../core/log.ts';
import type { OutcomeKey } from '../core/outcomes.ts';

/** Where the bytes of one message go while they arrive; the spool's. */
export interface MessageWriter {
  /** Takes the next bytes. A returned promise holds the client back until it settles. The buffer may be reused after that. */
  write(chunk: Uint8Array): void | Promise<void>;
  /** The message is whole: makes it as durable as the spool promises at this point. */
  finish(): Promise<SpooledBytes>;
  /** The message will not be used: frees what was written. Safe to call twice and after finish(). */
  abort(): Promise<void>;
}

/** What the client is told about a whole message. */
export interface SmtpReply {
  /** row of the outcome table: reply code and enhanced code come from there */
  readonly outcome: OutcomeKey;
  /**
   * One line of printable ASCII instead of the table's sentence: reason, rule name and reference of a policy rejection.
   * Anything else in it is replaced by '?'.
   */
  readonly text?: string;
}

/** Certificate and key of a listener, PEM. */
export interface ListenerTls {
  readonly key: string;
  readonly cert: string;
  /** PEM of the authorities that client certificates must come from; needed for `clientCertificateNames` */
  readonly ca?: string;
}

/** What a listener may demand besides a permitted address. An empty list demands nothing. */
export interface ListenerDemands {
  /** domains the envelope sender must belong to, subdomains not included; the null sender passes */
  readonly senderDomains?: readonly string[];
  /** subject CN or DNS name of the client certificate */
  readonly clientCertificateNames?: readonly string[];
  /** header field that must carry one of the values (Exchange Online: X-MS-Exchange-Organization-…, X-OriginatorOrg) */
  readonly tenantHeader?: { readonly name: string; readonly values: readonly string[] };
}

/** Everything a listener is told; all limits are whole numbers. */
export interface ListenerOptions {
  readonly host: string;
  /** 0: any free port */
  readonly port: number;
  /** name in logs and envelopes; 'host:port' when absent */
  readonly name?: string;
  /** our name in the greeting and in answers to EHLO */
  readonly hostname: string;
  /** CIDR ranges and single addresses; IPv4-mapped IPv6 addresses are unwrapped first */
  readonly allowedClients: readonly string[];
  readonly maxMessageBytes: number;
  readonly maxRecipients: number;
  readonly bareNewline: 'normalize' | 'reject';
  /** STARTTLS is offered only when given */
  readonly tls?: ListenerTls;
  /** MAIL before STARTTLS is answered 530 5.7.0 */
  readonly requireTls?: boolean;
  readonly demands?: ListenerDemands;
  /** addresses of proxies whose XFORWARD is believed */
  readonly xforward?: readonly string[];
  /** connections at once; more are answered 421. Default 500 */
  readonly maxConnections?: number;
  /** connections at once from one address that may relay; others have 20 at most. Default 450: often it is the only client */
  readonly maxConnectionsPerClient?: number;
  /** bytes received and not yet answered, over all connections; MAIL is answered 452 above it. Default 2 GiB */
  readonly maxBytesInFlight?: number;
  /** silence of the client after which it gets 421. Default 5 min (RFC 5321 §4.5.3.2.7) */
  readonly idleTimeoutMs?: number;
  /** time for one whole message after DATA, however slowly it trickles. Default 30 min */
  readonly dataTimeoutMs?: number;
  /** more Received fields than this are a loop. Default 50 (RFC 5321 §6.3) */
  readonly maxReceived?: number;
  readonly newId: () => MessageId;
  readonly openWriter: (id: MessageId) => MessageWriter | Promise<MessageWriter>;
  /** Decides about a whole message; what it throws becomes 4xx, never 250 or 550. Owns the bytes from the call on. */
  readonly accept: (envelope: Envelope, bytes: SpooledBytes) => Promise<SmtpReply>;
  /**
   * Told of a message that was refused here after MAIL FROM, for whoever asks later what became of it.
   * The envelope has no recipients where none was named yet.
   */
  readonly refused?: (envelope: Envelope, outcome: OutcomeKey) => void;
  readonly log: Log;
  readonly clock: Clock;
}

/** A running listener. */
export interface Listener {
  readonly name: string;
  readonly host: string;
  /** the real port, also when 0 was asked for */
  readonly port: number;
  /** connections open now */
  readonly connections: () => number;
  /**
   * Takes no new connection, lets transactions in flight end, tells the rest 421.
   * @param graceMs after this long even a message in flight is cut off; default 30 s
   */
  readonly close: (graceMs?: number) => Promise<void>;
}
