import { z } from 'zod';
import { duration, headerName, headerValue, host, hostName, line, port, whole } from './values.ts';

const TLS = ['none', 'opportunistic', 'required', 'verified'] as const;
export const HOP_TYPES = ['smtp', 'maildir', 'http'] as const;
type HopType = (typeof HOP_TYPES)[number];

const hopShape = {
  type: z.enum(HOP_TYPES).default('smtp').describe('smtp: a mail server; maildir: a folder; http: a web service'),
  host: host.optional().describe('smtp: name or address of the server'),
  port: whole(1, 65_535).optional().describe('smtp: port'),
  tls: z
    .enum(TLS)
    .optional()
    .describe(
      'smtp: none | opportunistic | required | verified; a demand is never answered by clear text; default: opportunistic, but required with a password and for a secure channel on another machine',
    ),
  implicitTls: z.boolean().optional().describe('smtp: TLS from the first byte (port 465)'),
  ca: line.optional().describe('smtp: file with the authorities to trust instead of the system’s'),
  servername: hostName.optional().describe('smtp: name the certificate must bear'),
  user: line.optional().describe('smtp: user name'),
  password: line.optional().describe('smtp: password; better ${ENV_NAME} or passwordFile'),
  passwordFile: line.optional().describe('smtp: file whose first line is the password'),
  connections: whole(1, 1000).optional().describe('smtp, http: connections at once'),
  connectTimeout: duration.optional().describe('smtp: time to connect'),
  greetingTimeout: duration.optional().describe('smtp: time to greet and to agree on TLS'),
  socketTimeout: duration.optional().describe('smtp: silence inside a transaction; http: whole request'),
  idleTimeout: duration.optional().describe('smtp: an unused connection is closed after this'),
  messagesPerConnection: whole(1, 100_000).optional().describe('smtp: messages before a connection is renewed'),
  path: line.optional().describe('maildir: the folder'),
  url: line.optional().describe('http: https address (http on loopback only)'),
  secret: line.optional().describe('http: key of the signature; better ${ENV_NAME} or secretFile'),
  secretFile: line.optional().describe('http: file with the key of the signature'),
};

/** Which keys belong to which type; the others are refused there. */
const KEYS: Readonly<Record<HopType, readonly string[]>> = {
  smtp: [
    'host',
    'port',
    'tls',
    'implicitTls',
    'ca',
    'servername',
    'user',
    'password',
    'passwordFile',
    'connections',
    'connectTimeout',
    'greetingTimeout',
    'socketTimeout',
    'idleTimeout',
    'messagesPerConnection',
  ],
  maildir: ['path'],
  http: ['url', 'secret', 'secretFile', 'connections', 'socketTimeout'],
};
const REQUIRED: Readonly<Record<HopType, readonly string[]>> = { smtp: ['host'], maildir: ['path'], http: ['url'] };
const HOP_KEYS: readonly string[] = Object.values(KEYS).flat();

const isSafeUrl = (text: string): boolean => {
  const url = URL.canParse(text) ? new URL(text) : null;
  if (url === null || url.username !== '') return false;
  return (
    url.protocol === 'https:' ||
    (url.protocol === 'http:' && ['127.0.0.1', '[::1]', 'localhost'].includes(url.hostname))
  );
};

type HopInput = Readonly<Partial<Record<keyof typeof hopShape, unknown>>> & { readonly type: HopType };

function checkHop(hop: HopInput, context: z.core.$RefinementCtx): void {
  const refuse = (message: string, key?: string): void => {
    context.addIssue({ code: 'custom', message, path: key === undefined ? [] : [key] });
  };
  const given = Object.entries(hop).flatMap(([key, value]) => (value === undefined ? [] : [key]));
  for (const key of given) {
    if (HOP_KEYS.includes(key) && !KEYS[hop.type].includes(key)) refuse(`does not belong to type ${hop.type}`, key);
  }
  for (const key of REQUIRED[hop.type]) {
    if (!given.includes(key)) refuse(`key '${key}' is missing, type ${hop.type} needs it`);
  }
  if (hop.password !== undefined && hop.passwordFile !== undefined) refuse('give password or passwordFile, not both');
  if (hop.secret !== undefined && hop.secretFile !== undefined) refuse('give secret or secretFile, not both');
  const hasPassword = hop.password !== undefined || hop.passwordFile !== undefined;
  if (hop.type === 'smtp' && (hop.user !== undefined) !== hasPassword) refuse('user and password belong together');
  if (hasPassword && (hop.tls === 'none' || hop.tls === 'opportunistic') && hop.implicitTls !== true) {
    refuse('a password must not travel in clear text: tls must be required or verified', 'tls');
  }
  if (hop.type === 'http' && hop.secret === undefined && hop.secretFile === undefined) {
    refuse("key 'secret' is missing, type http needs it (or secretFile)");
  }
  if (typeof hop.url === 'string' && !isSafeUrl(hop.url))
    refuse('expected an https address (http on loopback only)', 'url');
}

/** Where mail goes next. */
export const hopSchema = z.strictObject(hopShape).superRefine(checkHop);
export type HopFile = z.output<typeof hopSchema>;

/** A secure channel: a hop, and how a message is made ready for it. */
export const channelSchema = z
  .strictObject({
    ...hopShape,
    title: line.optional().describe('what staff call the channel; default: its name'),
    link: line.optional().describe('page where staff find it, shown in explanations'),
    addHeaders: z
      .record(headerName, headerValue)
      .optional()
      .describe('header fields put on top of what is handed over, e.g. a marker the channel looks for'),
    subject: line.optional().describe('neutral subject that replaces the real one on hand-over'),
    subjectTag: line.optional().describe('word put before the subject, e.g. [sikker]'),
    removeSecureWord: z
      .boolean()
      .optional()
      .describe('the word that asked for the channel is taken out of the subject; default true'),
  })
  .superRefine(checkHop);
export type ChannelFile = z.output<typeof channelSchema>;

/** One SMTP listener. */
export const listenerSchema = z
  .strictObject({
    host: host.default('127.0.0.1').describe('address to listen on'),
    port: port.default(2525).describe('port; 0 takes any free one'),
    name: line.optional().describe('name in logs and rules; default host:port'),
    tls: z
      .strictObject({
        keyFile: line.describe('PEM file with the private key'),
        certFile: line.describe('PEM file with the certificate and its chain'),
        caFile: line.optional().describe('PEM file with the authorities of client certificates'),
        required: z.boolean().default(false).describe('mail is taken after STARTTLS only'),
      })
      .optional()
      .describe('STARTTLS is offered when given'),
    clientCertificates: z.array(line).min(1).optional().describe('names (CN or DNS) a client certificate must bear'),
    senderDomains: z.array(hostName).min(1).optional().describe('domains the envelope sender must belong to'),
    tenantHeader: z
      .strictObject({
        name: headerName.describe('name of the field'),
        value: z
          .union([line, z.array(line).min(1)], { error: 'expected text or a list' })
          .describe('one value or a list of them'),
      })
      .optional()
      .describe('header field that must carry one of the values, e.g. of Exchange Online'),
    xforward: z.array(host).optional().describe('addresses of proxies whose XFORWARD is believed'),
  })
  .superRefine((listener, context) => {
    if (listener.clientCertificates !== undefined && listener.tls?.caFile === undefined) {
      context.addIssue({
        code: 'custom',
        message: 'needs tls with caFile: without it no client certificate can be checked',
        path: ['clientCertificates'],
      });
    }
  });
export type ListenerFile = z.output<typeof listenerSchema>;
