/** The schema of the settings file: validation, annotated example and reference come from here. */
import ipaddr from 'ipaddr.js';
import { z } from 'zod';
import { LANGUAGES } from '../core/category.ts';
import { channelSchema, hopSchema, listenerSchema } from './hop-schema.ts';
import {
  address,
  cidr,
  domainPattern,
  duration,
  host,
  hostName,
  line,
  port,
  size,
  thingName,
  timeZone,
  whole,
} from './values.ts';

const COUNTRIES = ['se', 'no', 'dk', 'fi', 'is'] as const;

const distinct = (list: readonly string[]): boolean => new Set(list).size === list.length;

const organisation = z
  .strictObject({
    name: line.optional().describe('as it stands in explanations'),
    country: z.enum(COUNTRIES).optional().describe('se | no | dk | fi | is; chooses the default pack'),
    hostname: hostName.optional().describe('our name in SMTP and in Received fields'),
    dataProtectionOfficer: address.optional().describe('told when held mail runs out; default: postmaster'),
    guide: line.optional().describe('page where staff read more, shown in explanations'),
    timeZone: timeZone
      .optional()
      .describe(
        'clock of letters, `trace`, `queue` and `quarantine`, e.g. America/Nuuk; default: the one of the country',
      ),
  })
  .describe('who we are');

/** An inspector that waits for work holds 120 MB already: with less every mail would be too large. */
const inspectorMemory = size.refine((bytes) => bytes >= 128 * 1024 ** 2, {
  error: 'expected at least 128MB, less than that an inspector needs for itself',
});

const inspection = z
  .strictObject({
    inspectors: whole(1, 64).optional().describe('processes that read mail'),
    timeout: duration.optional().describe('for one message'),
    memory: inspectorMemory.optional().describe('for one inspector, at least 128MB'),
    replyAfter: duration
      .optional()
      .describe(
        'a client is answered after this at the latest; what is ruled later is never delivered by mistake, only held',
      ),
    limits: z
      .strictObject({
        depth: whole(1, 100).optional().describe('containers in containers'),
        entries: whole(1, 10_000_000).optional().describe('files inside containers, all together'),
        expandedBytes: size.optional().describe('bytes unpacked'),
        ratio: whole(2, 1_000_000).optional().describe('unpacked size of one container divided by its own'),
        text: size.optional().describe('characters of text'),
      })
      .optional()
      .describe('limits of one message; what lies beyond is `uninspected: limit`'),
    ocr: z
      .strictObject({
        enabled: z.boolean().optional().describe('read images and scanned pages'),
        budget: duration.optional().describe('time for all pages of a message'),
        pages: whole(1, 100_000).optional().describe('pages of a message'),
      })
      .optional()
      .describe('reading of images'),
  })
  .describe('how a message is read, per message');

const delivery = z
  .strictObject({
    retryDelays: z.array(duration).min(1).max(100).optional().describe('waits; the last one repeats until expireAfter'),
    expireAfter: duration.optional().describe('then the sender gets a delivery status report'),
    connections: whole(1, 1000).optional().describe('connections at once per next hop'),
  })
  .describe('how mail is handed on');

/** Every key of the settings file. All are optional: a missing one has its embedded default. */
export const settingsSchema = z
  .strictObject({
    organisation: organisation.optional(),
    mode: z
      .enum(['enforce', 'observe'])
      .optional()
      .describe('enforce | observe: deliver everything, record what would have been ruled, explain nothing'),
    dataDir: line.optional().describe('spool, queue, quarantine, keys; created 0700'),
    rules: line
      .optional()
      .describe(
        'directory of rule files; laid over the rules of the package, or in their place when it has a folder common',
      ),
    packs: z
      .array(thingName)
      .max(20)
      .refine(distinct, { error: 'the same pack stands here twice' })
      .optional()
      .describe('rule packs; default by country; all detectors always run'),
    listen: z.array(listenerSchema).min(1).max(50).optional().describe('SMTP listeners'),
    allowedClients: z.array(cidr).optional().describe('who may relay; anyone else gets 550 5.7.1'),
    maxMessageBytes: size.optional().describe('larger mail is refused with 552 5.3.4'),
    maxRecipients: whole(1, 100_000).optional().describe('per message; more are put off with 452 4.5.3'),
    bareNewline: z.enum(['normalize', 'reject']).optional().describe('normalize (to CRLF on receipt) | reject'),
    nextHop: hopSchema.optional().describe('clean mail'),
    noticeHop: hopSchema.nullable().optional().describe('where our own messages go; null: nextHop'),
    secureChannels: z
      .record(thingName, channelSchema)
      .optional()
      .describe('where `reroute` sends; the first is the default'),
    postmaster: address.optional().describe('From of explanations; their envelope sender stays <>'),
    languages: z
      .array(z.enum(LANGUAGES))
      .min(1)
      .refine(distinct, { error: 'the same language stands here twice' })
      .optional()
      .describe('of explanations, the first is the default; when left out, the language of the country comes first'),
    internalDomains: z
      .array(domainPattern)
      .optional()
      .describe('our own domains; subdomains count only as *.kommun.example'),
    failure: z
      .enum(['tempfail', 'hold'])
      .optional()
      .describe('a message that cannot be inspected at all; after an early 250 it is always held'),
    inspection: inspection.optional(),
    delivery: delivery.optional(),
    retention: z
      .strictObject({
        hold: duration.optional().describe('held mail; at the end sender and officer are told, then the bytes go'),
        originals: duration.optional().describe('originals of stripped mail'),
        audit: duration.optional().describe('what `trace` answers from'),
      })
      .optional()
      .describe('how long things are kept'),
    encryption: z
      .strictObject({ keyFile: line.optional().describe('generated 0600 when missing') })
      .optional()
      .describe('AES-256-GCM for held mail and kept originals'),
    shutdownGrace: duration.optional().describe('time to finish what is in hand'),
    admin: z
      .strictObject({
        host: host.optional().describe('address to listen on; keep it on loopback'),
        port: port.optional().describe('0 takes any free one'),
      })
      .nullable()
      .optional()
      .describe('local HTTP: /healthz, /readyz, /metrics; null: none'),
    store: z
      .string()
      .regex(/^(?:sqlite|postgres(?:ql)?:\/\/\S+)$/, { error: 'expected sqlite or postgres://user@host/database' })
      .optional()
      .describe('sqlite (embedded); postgres://… is refused in this version'),
    log: z
      .strictObject({
        level: z.enum(['debug', 'info', 'warn', 'error']).optional().describe('debug | info | warn | error'),
      })
      .optional()
      .describe('newline-delimited JSON on standard output'),
  })
  .superRefine(checkTogether);
/** What a settings file says after validation: durations in ms, sizes in bytes, paths as written. */
export type SettingsFile = z.output<typeof settingsSchema>;

interface Listening {
  readonly host: string;
  readonly port: number;
}

interface Target {
  readonly type?: string | undefined;
  readonly host?: string | undefined;
  readonly port?: number | undefined;
}

/** Combinations no single key can see. */
function checkTogether(
  file: {
    readonly listen?: readonly (Listening & { readonly name?: string | undefined })[] | undefined;
    readonly admin?: { readonly host?: string | undefined; readonly port?: number | undefined } | null | undefined;
    readonly nextHop?: Target | undefined;
    readonly noticeHop?: Target | null | undefined;
    readonly secureChannels?: Readonly<Record<string, Target>> | undefined;
    readonly delivery?:
      { readonly retryDelays?: readonly number[] | undefined; readonly expireAfter?: number | undefined } | undefined;
  },
  context: z.core.$RefinementCtx,
): void {
  const refuse = (path: (string | number)[], message: string): void => {
    context.addIssue({ code: 'custom', path, message });
  };
  const listen = file.listen ?? [{ host: '127.0.0.1', port: 2525 }];
  const taken: Listening[] = [];
  listen.forEach((one, i) => {
    if (taken.some((other) => collide(one, other)))
      refuse(['listen', i, 'port'], `${one.host}:${one.port} is taken twice`);
    taken.push(one);
  });
  const names = listen.map((one) => ('name' in one ? (one.name ?? null) : null));
  names.forEach((name, i) => {
    if (name !== null && names.indexOf(name) !== i) refuse(['listen', i, 'name'], `'${name}' names two listeners`);
  });
  if (file.admin !== null) {
    const admin = { host: file.admin?.host ?? '127.0.0.1', port: file.admin?.port ?? 8025 };
    if (taken.some((other) => collide(admin, other))) {
      refuse(
        file.admin === undefined ? ['listen'] : ['admin', 'port'],
        `${admin.host}:${admin.port} is taken by a listener too`,
      );
    }
  }
  for (const name of Object.keys(file.secureChannels ?? {})) {
    if (name === 'nextHop' || name === 'noticeHop') refuse(['secureChannels', name], 'this name is taken');
  }
  const targets: [(string | number)[], Target | null | undefined][] = [
    [['nextHop'], file.nextHop],
    [['noticeHop'], file.noticeHop],
    ...Object.entries(file.secureChannels ?? {}).map(([name, one]): [string[], Target] => [
      ['secureChannels', name],
      one,
    ]),
  ];
  for (const [path, to] of targets) {
    if (to != null && to.host !== undefined && listen.some((one) => leadsTo(to, one)))
      refuse(path, `${to.host}:${to.port ?? SMTP_PORT} is our own listener: mail would go round in circles`);
  }
  const first = file.delivery?.retryDelays?.[0];
  const expire = file.delivery?.expireAfter;
  if (first !== undefined && expire !== undefined && expire < first) {
    refuse(['delivery', 'expireAfter'], 'is shorter than the first of retryDelays: nothing would ever be tried again');
  }
}

const isAnyAddress = (text: string): boolean => ipaddr.isValid(text) && ipaddr.parse(text).range() === 'unspecified';

/** Two listeners that cannot both have their port. */
const collide = (a: Listening, b: Listening): boolean =>
  a.port !== 0 && a.port === b.port && (a.host === b.host || isAnyAddress(a.host) || isAnyAddress(b.host));

/** Port of a hop that names none (RFC 5321 §4.5.4.2). */
const SMTP_PORT = 25;

const ownName = (host: string): string => (host === 'localhost' ? '127.0.0.1' : host);

/** What is handed to the hop arrives at the listener: the same address, or loopback where the listener takes every address. */
const leadsTo = (hop: Target, one: Listening): boolean =>
  (hop.port ?? SMTP_PORT) === one.port &&
  (ownName(hop.host ?? '') === ownName(one.host) ||
    (isAnyAddress(one.host) && isLoopbackAddress(ownName(hop.host ?? ''))));

const isLoopbackAddress = (text: string): boolean => ipaddr.isValid(text) && ipaddr.parse(text).range() === 'loopback';
