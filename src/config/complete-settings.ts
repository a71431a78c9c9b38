/** Fills in what a settings file leaves out and makes paths absolute: after this nothing is optional. */
import { existsSync } from 'node:fs';
import { join, resolve } from 'node:path';
import ipaddr from 'ipaddr.js';
import type { Language } from '../core/category.ts';
import { COUNTRY_LANGUAGES, COUNTRY_PACKS, COUNTRY_TIME_ZONES, DEFAULTS } from './defaults.ts';
import type { ChannelFile, HopFile, ListenerFile } from './hop-schema.ts';
import { nearest } from './nearest.ts';
import type { Surroundings } from './load-settings.ts';
import { directoriesNow, directoryTrouble, packsIn } from './rule-files.ts';
import type { Hop, ListenerSettings, MaildirHop, SecureChannel, Settings, TlsPolicy } from './settings.ts';
import type { SettingsFile } from './settings-schema.ts';
import type { ValuePath } from './yaml-file.ts';

/** What hops need to know besides their own keys. */
interface HopContext extends Surroundings {
  readonly hostname: string;
  readonly connections: number;
  /** what goes there must not be read on its way: a secure channel */
  readonly secret: boolean;
}

/**
 * @param given the validated file; durations in ms, sizes in bytes
 * @param around files named in the settings, and where mistakes go; the result counts only when there were none
 */
export function completeSettings(given: SettingsFile, around: Surroundings): Settings {
  const warnings: string[] = [];
  const path = (text: string): string => resolve(around.baseDir, text);
  const internalDomains = given.internalDomains ?? DEFAULTS.internalDomains;
  const ownDomain = internalDomains.find((domain) => !domain.startsWith('*.')) ?? 'kommun.example';
  const country = given.organisation?.country ?? DEFAULTS.country;
  const hostname = given.organisation?.hostname ?? `brevvakt.${ownDomain}`;
  const dataDir = path(given.dataDir ?? DEFAULTS.dataDir);
  const connections = given.delivery?.connections ?? DEFAULTS.delivery.connections;
  const context: HopContext = { ...around, hostname, connections, secret: false };
  if (around.file !== null) warnings.push(...missingKeys(given, dataDir));
  return {
    file: around.file,
    warnings,
    organisation: {
      name: given.organisation?.name ?? DEFAULTS.name,
      country,
      hostname,
      dataProtectionOfficer: given.organisation?.dataProtectionOfficer ?? null,
      guide: given.organisation?.guide ?? null,
      timeZone: given.organisation?.timeZone ?? COUNTRY_TIME_ZONES[country],
    },
    mode: given.mode ?? 'enforce',
    dataDir,
    rules: rules(given, country, path, around),
    listen: (given.listen ?? [DEFAULTS.listen]).map((one, i) => listener(one, ['listen', i], around)),
    allowedClients: given.allowedClients ?? DEFAULTS.allowedClients,
    maxMessageBytes: given.maxMessageBytes ?? DEFAULTS.maxMessageBytes,
    maxRecipients: given.maxRecipients ?? DEFAULTS.maxRecipients,
    bareNewline: given.bareNewline ?? 'normalize',
    nextHop:
      given.nextHop === undefined
        ? maildir(join(dataDir, 'outbox'), hostname)
        : hop(given.nextHop, ['nextHop'], context),
    noticeHop: given.noticeHop == null ? null : hop(given.noticeHop, ['noticeHop'], context),
    secureChannels: channels(given.secureChannels, dataDir, context),
    postmaster: given.postmaster ?? `postmaster@${ownDomain}`,
    languages: languages(given.languages, country),
    internalDomains,
    failure: given.failure ?? 'tempfail',
    inspection: inspection(given),
    delivery: {
      retryDelaysMs: given.delivery?.retryDelays ?? DEFAULTS.delivery.retryDelaysMs,
      expireAfterMs: given.delivery?.expireAfter ?? DEFAULTS.delivery.expireAfterMs,
      connections,
    },
    retention: {
      holdMs: given.retention?.hold ?? DEFAULTS.retention.holdMs,
      originalsMs: given.retention?.originals ?? DEFAULTS.retention.originalsMs,
      auditMs: given.retention?.audit ?? DEFAULTS.retention.auditMs,
    },
    encryption: {
      keyFile: given.encryption?.keyFile === undefined ? join(dataDir, 'key') : path(given.encryption.keyFile),
    },
    shutdownGraceMs: given.shutdownGrace ?? DEFAULTS.shutdownGraceMs,
    admin: admin(given.admin, warnings),
    store:
      given.store === undefined || given.store === 'sqlite'
        ? { kind: 'sqlite' }
        : { kind: 'postgres', url: given.store },
    log: { level: given.log?.level ?? 'info' },
  };
}

/** Keys whose embedded default fits a trial only: an operator who wrote a file should hear of them. */
function missingKeys(given: SettingsFile, dataDir: string): readonly string[] {
  const warnings: string[] = [];
  if (given.nextHop === undefined) {
    warnings.push(`nextHop is not set: clean mail is put into the Maildir ${join(dataDir, 'outbox')} and goes nowhere`);
  }
  if (given.secureChannels === undefined) {
    warnings.push(`secureChannels is not set: rerouted mail is put into the Maildir ${join(dataDir, 'secure')}`);
  } else if (Object.keys(given.secureChannels).length === 0) {
    warnings.push('secureChannels is empty: mail that should take the secure channel is held');
  }
  if (given.internalDomains === undefined) {
    warnings.push(`internalDomains is not set: only ${DEFAULTS.internalDomains.join(', ')} is internal`);
  }
  return warnings;
}

/** Where rules come from and which packs count. */
function rules(
  given: SettingsFile,
  country: Settings['organisation']['country'],
  path: (text: string) => string,
  around: Surroundings,
): Settings['rules'] {
  const own = path(given.rules ?? DEFAULTS.rules);
  // The default written out is still the default: it may be missing, and made later.
  const required = existsSync(own) || (given.rules !== undefined && given.rules !== DEFAULTS.rules);
  const trouble = required ? directoryTrouble(own) : null;
  if (trouble !== null) around.refuse(`rules: ${trouble}: ${own}`, ['rules']);
  const directories = directoriesNow(own);
  const known = packsIn(directories);
  given.packs?.forEach((pack, i) => {
    if (known.includes(pack)) return;
    const guess = nearest(pack, known);
    const meant = guess === null ? '' : `, did you mean '${guess}'?`;
    around.refuse(`packs[${i}]: there is no pack '${pack}', known: ${known.join(', ')}${meant}`, ['packs', i]);
  });
  return { directories, own: { path: own, required }, packs: given.packs ?? [COUNTRY_PACKS[country]] };
}

function languages(
  given: readonly Language[] | undefined,
  country: Settings['organisation']['country'],
): readonly [Language, ...Language[]] {
  const [first, ...rest] = given ?? [];
  return first === undefined ? COUNTRY_LANGUAGES[country] : [first, ...rest];
}

function inspection({ inspection: given }: SettingsFile): Settings['inspection'] {
  const fallback = DEFAULTS.inspection;
  return {
    inspectors: given?.inspectors ?? fallback.inspectors,
    timeoutMs: given?.timeout ?? fallback.timeoutMs,
    memoryBytes: given?.memory ?? fallback.memoryBytes,
    replyAfterMs: given?.replyAfter ?? fallback.replyAfterMs,
    limits: {
      depth: given?.limits?.depth ?? fallback.limits.depth,
      entries: given?.limits?.entries ?? fallback.limits.entries,
      expandedBytes: given?.limits?.expandedBytes ?? fallback.limits.expandedBytes,
      ratio: given?.limits?.ratio ?? fallback.limits.ratio,
      textLength: given?.limits?.text ?? fallback.limits.textLength,
    },
    ocr: {
      enabled: given?.ocr?.enabled ?? fallback.ocr.enabled,
      budgetMs: given?.ocr?.budget ?? fallback.ocr.budgetMs,
      pages: given?.ocr?.pages ?? fallback.ocr.pages,
    },
  };
}

function admin(given: SettingsFile['admin'], warnings: string[]): Settings['admin'] {
  if (given === null) return null;
  const host = given?.host ?? DEFAULTS.admin.host;
  if (!isLoopback(host))
    warnings.push(`admin listens on ${host}, beyond this machine: put a proxy with login before it`);
  return { host, port: given?.port ?? DEFAULTS.admin.port };
}

const isLoopback = (host: string): boolean =>
  host === 'localhost' || (ipaddr.isValid(host) && ipaddr.parse(host).range() === 'loopback');

const maildir = (path: string, hostname: string): MaildirHop => ({ type: 'maildir', path, hostname });

function hop(given: HopFile, at: ValuePath, context: HopContext): Hop {
  switch (given.type) {
    case 'maildir':
      return maildir(resolve(context.baseDir, given.path ?? ''), context.hostname);
    case 'http':
      return {
        type: 'http',
        url: given.url ?? '',
        secret: secret(given.secret, given.secretFile, [...at, 'secretFile'], context),
        timeoutMs: given.socketTimeout ?? DEFAULTS.httpHop.timeoutMs,
        connections: given.connections ?? DEFAULTS.httpHop.connections,
      };
    case 'smtp':
      return smtpHop(given, at, context);
  }
}

function smtpHop(given: HopFile, at: ValuePath, context: HopContext): Hop {
  const { user } = given;
  return {
    type: 'smtp',
    host: given.host ?? '',
    port: given.port ?? DEFAULTS.smtpHop.port,
    tls: given.tls ?? defaultTls(given, context),
    implicitTls: given.implicitTls ?? false,
    ...(given.ca === undefined ? {} : { ca: context.readText(given.ca, [...at, 'ca']) }),
    ...(given.servername === undefined ? {} : { servername: given.servername }),
    ...(user === undefined
      ? {}
      : { auth: { user, password: secret(given.password, given.passwordFile, [...at, 'passwordFile'], context) } }),
    hostname: context.hostname,
    connections: given.connections ?? context.connections,
    connectTimeoutMs: given.connectTimeout ?? DEFAULTS.smtpHop.connectTimeoutMs,
    greetingTimeoutMs: given.greetingTimeout ?? DEFAULTS.smtpHop.greetingTimeoutMs,
    socketTimeoutMs: given.socketTimeout ?? DEFAULTS.smtpHop.socketTimeoutMs,
    idleTimeoutMs: given.idleTimeout ?? DEFAULTS.smtpHop.idleTimeoutMs,
    messagesPerConnection: given.messagesPerConnection ?? DEFAULTS.smtpHop.messagesPerConnection,
  };
}

/** A password, and what takes a secure channel, never go in clear text unless somebody wrote so; on this machine nobody listens. */
const defaultTls = (given: HopFile, context: HopContext): TlsPolicy =>
  given.user !== undefined || (context.secret && !isLoopback(given.host ?? '')) ? 'required' : 'opportunistic';

/** The secret itself, or the first line of its file. */
function secret(value: string | undefined, file: string | undefined, at: ValuePath, around: Surroundings): string {
  if (value !== undefined) return value;
  return file === undefined ? '' : (around.readText(file, at).split(/\r?\n/, 1)[0] ?? '');
}

function channels(
  given: SettingsFile['secureChannels'],
  dataDir: string,
  context: HopContext,
): readonly SecureChannel[] {
  if (given === undefined) {
    return [channel(DEFAULTS.secureChannel, {}, maildir(join(dataDir, 'secure'), context.hostname))];
  }
  return Object.entries(given).map(([name, one]) =>
    channel(name, one, hop(one, ['secureChannels', name], { ...context, secret: true })),
  );
}

const channel = (name: string, given: Partial<ChannelFile>, to: Hop): SecureChannel => ({
  name,
  hop: to,
  addHeaders: Object.entries(given.addHeaders ?? {}).map(([header, value]) => ({ name: header, value })),
  subject: given.subject ?? null,
  subjectTag: given.subjectTag ?? null,
  removeSecureWord: given.removeSecureWord ?? true,
  title: given.title ?? name,
  link: given.link ?? null,
});

function listener(given: ListenerFile | typeof DEFAULTS.listen, at: ValuePath, around: Surroundings): ListenerSettings {
  const one: Partial<ListenerFile> = given;
  const { tls, tenantHeader } = one;
  return {
    host: given.host,
    port: given.port,
    name: one.name ?? `${given.host}:${given.port}`,
    tls:
      tls === undefined
        ? null
        : {
            key: around.readText(tls.keyFile, [...at, 'tls', 'keyFile']),
            cert: around.readText(tls.certFile, [...at, 'tls', 'certFile']),
            ...(tls.caFile === undefined ? {} : { ca: around.readText(tls.caFile, [...at, 'tls', 'caFile']) }),
            required: tls.required,
          },
    demands: {
      senderDomains: one.senderDomains ?? [],
      clientCertificateNames: one.clientCertificates ?? [],
      ...(tenantHeader === undefined
        ? {}
        : { tenantHeader: { name: tenantHeader.name, values: [tenantHeader.value].flat() } }),
    },
    xforward: one.xforward ?? [],
  };
}
