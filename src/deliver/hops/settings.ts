/** TLS policy of a route. A demand that cannot be met is never answered by clear text. */
export type HopTls = 'none' | 'opportunistic' | 'required' | 'verified';

/** A mail server as next hop or secure channel. */
export interface SmtpHopSettings {
  readonly type: 'smtp';
  readonly host: string;
  readonly port: number;
  /** default 'opportunistic' */
  readonly tls?: HopTls;
  /** TLS from the first byte (port 465) instead of STARTTLS; makes 'opportunistic' mean 'required' */
  readonly implicitTls?: boolean;
  /** PEM of the authorities to trust instead of the system's, for 'verified' */
  readonly ca?: string;
  /** name the certificate must bear and SNI; default: host */
  readonly servername?: string;
  readonly auth?: { readonly user: string; readonly password: string };
  /** our name in EHLO */
  readonly hostname: string;
  /** connections at once */
  readonly connections: number;
  /** default 10 s */
  readonly connectTimeoutMs?: number;
  /** greeting and TLS handshake; default 30 s */
  readonly greetingTimeoutMs?: number;
  /** silence inside a transaction; default 10 min (RFC 5321 §4.5.3.2.6) */
  readonly socketTimeoutMs?: number;
  /** an unused connection is closed after this; default 5 s (shorter than common servers' own limit) */
  readonly idleTimeoutMs?: number;
  /** messages over one connection before it is renewed; default 100 */
  readonly messagesPerConnection?: number;
}

/** A Maildir as next hop: nothing but the message bytes is stored. */
export interface MaildirHopSettings {
  readonly type: 'maildir';
  /** made when missing, 0700 */
  readonly path: string;
  /** our name in file names */
  readonly hostname: string;
}

/** A web service as secure channel; see http.ts for the signature. */
export interface HttpHopSettings {
  readonly type: 'http';
  /** https, or http on loopback only */
  readonly url: string;
  readonly secret: string;
  /** default 60 s */
  readonly timeoutMs?: number;
  /** requests at once; default 4 */
  readonly connections?: number;
}

export type HopSettings = SmtpHopSettings | MaildirHopSettings | HttpHopSettings;
