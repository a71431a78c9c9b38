/** The settings as the stages receive them: durations in milliseconds, sizes in bytes, paths absolute, nothing left out. */
import type { Country, Language } from '../core/category.ts';

/** TLS policy of a route. */
export type TlsPolicy = 'none' | 'opportunistic' | 'required' | 'verified';

/** A mail server as next hop or secure channel. */
export interface SmtpHop {
  readonly type: 'smtp';
  readonly host: string;
  readonly port: number;
  readonly tls: TlsPolicy;
  /** TLS from the first byte (port 465) */
  readonly implicitTls: boolean;
  /** PEM of the authorities to trust instead of the system's */
  readonly ca?: string;
  /** name the certificate must bear */
  readonly servername?: string;
  readonly auth?: { readonly user: string; readonly password: string };
  /** our name in EHLO */
  readonly hostname: string;
  readonly connections: number;
  readonly connectTimeoutMs: number;
  readonly greetingTimeoutMs: number;
  readonly socketTimeoutMs: number;
  readonly idleTimeoutMs: number;
  readonly messagesPerConnection: number;
}
/** A folder in Maildir format. */
export interface MaildirHop {
  readonly type: 'maildir';
  readonly path: string;
  readonly hostname: string;
}
/** A web service that takes the message in a signed POST. */
export interface HttpHop {
  readonly type: 'http';
  readonly url: string;
  /** key of the signature */
  readonly secret: string;
  readonly timeoutMs: number;
  readonly connections: number;
}
export type Hop = SmtpHop | MaildirHop | HttpHop;

/** What is done to a message on its way into a secure channel, and how people are led there. */
export interface SecureChannel {
  readonly name: string;
  readonly hop: Hop;
  /** header fields put on top, in this order */
  readonly addHeaders: readonly { readonly name: string; readonly value: string }[];
  /** replaces the subject on hand-over; null leaves it, apart from the secure word */
  readonly subject: string | null;
  /** word put before the subject; null for none */
  readonly subjectTag: string | null;
  /** the word that asked for the channel is taken out of the subject */
  readonly removeSecureWord: boolean;
  /** what people call it, for explanations */
  readonly title: string;
  /** page where a sender finds it; null when there is none */
  readonly link: string | null;
}

/** One SMTP listener. */
export interface ListenerSettings {
  readonly host: string;
  readonly port: number;
  /** 'host:port' unless named */
  readonly name: string;
  /** PEM texts; null: STARTTLS is not offered */
  readonly tls: {
    readonly key: string;
    readonly cert: string;
    readonly ca?: string;
    readonly required: boolean;
  } | null;
  readonly demands: {
    readonly senderDomains: readonly string[];
    readonly clientCertificateNames: readonly string[];
    readonly tenantHeader?: { readonly name: string; readonly values: readonly string[] };
  };
  /** proxies whose XFORWARD is believed */
  readonly xforward: readonly string[];
}

/** Limits of what is expanded and read of one message. */
export interface ReadingLimits {
  readonly depth: number;
  readonly entries: number;
  readonly expandedBytes: number;
  readonly ratio: number;
  readonly textLength: number;
}

/** All settings. */
export interface Settings {
  /** the file they came from; null for the embedded defaults */
  readonly file: string | null;
  /** what an operator should be told at start, e.g. that a key was left at a default that fits trials only */
  readonly warnings: readonly string[];
  readonly organisation: {
    readonly name: string;
    readonly country: Country;
    readonly hostname: string;
    /** address of the data protection officer, told at the end of a hold; null: the postmaster */
    readonly dataProtectionOfficer: string | null;
    /** where staff read more, shown in explanations; null when there is none */
    readonly guide: string | null;
    /** IANA name, e.g. 'Europe/Stockholm': the clock of explanations and of `trace` */
    readonly timeZone: string;
  };
  readonly mode: 'enforce' | 'observe';
  readonly dataDir: string;
  readonly rules: {
    /** directories to read, later ones over earlier ones: the rules that come with the package, then the organisation's */
    readonly directories: readonly string[];
    /** the organisation's, looked at anew on reload; required: it was named or was there, so that it may not be gone */
    readonly own?: { readonly path: string; readonly required: boolean };
    readonly packs: readonly string[];
  };
  readonly listen: readonly ListenerSettings[];
  readonly allowedClients: readonly string[];
  readonly maxMessageBytes: number;
  readonly maxRecipients: number;
  readonly bareNewline: 'normalize' | 'reject';
  readonly nextHop: Hop;
  /** null: nextHop */
  readonly noticeHop: Hop | null;
  /** in the order of the file; the first is the default of `reroute` */
  readonly secureChannels: readonly SecureChannel[];
  readonly postmaster: string;
  /** the first is the default */
  readonly languages: readonly [Language, ...Language[]];
  /** lower case; '*.example.org' stands for the subdomains */
  readonly internalDomains: readonly string[];
  readonly failure: 'tempfail' | 'hold';
  readonly inspection: {
    readonly inspectors: number;
    readonly timeoutMs: number;
    readonly memoryBytes: number;
    readonly replyAfterMs: number;
    readonly limits: ReadingLimits;
    readonly ocr: { readonly enabled: boolean; readonly budgetMs: number; readonly pages: number };
  };
  readonly delivery: {
    readonly retryDelaysMs: readonly number[];
    readonly expireAfterMs: number;
    readonly connections: number;
  };
  readonly retention: { readonly holdMs: number; readonly originalsMs: number; readonly auditMs: number };
  readonly encryption: { readonly keyFile: string };
  readonly shutdownGraceMs: number;
  /** null: no web pages, health or metrics */
  readonly admin: { readonly host: string; readonly port: number } | null;
  readonly store: { readonly kind: 'sqlite' } | { readonly kind: 'postgres'; readonly url: string };
  readonly log: { readonly level: 'debug' | 'info' | 'warn' | 'error' };
}
