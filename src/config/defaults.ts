/** The embedded defaults: what every key means that a settings file leaves out. */
import type { Country, Language } from '../core/category.ts';

const SECOND = 1000;
const MINUTE = 60 * SECOND;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;
const MB = 1024 ** 2;

/** Pack of a country. */
export const COUNTRY_PACKS: Readonly<Record<Country, string>> = {
  se: 'se-kommun',
  no: 'no-kommune',
  dk: 'dk-kommune',
  fi: 'fi-kunta',
  is: 'is-sveitarfelag',
};

/** What explanations are written in when nothing is set: the country's own language comes first, and so answers when in doubt. */
export const COUNTRY_LANGUAGES: Readonly<Record<Country, readonly [Language, ...Language[]]>> = {
  se: ['sv', 'nb', 'nn', 'da', 'en'],
  no: ['nb', 'nn', 'sv', 'da', 'en'],
  dk: ['da', 'sv', 'nb', 'nn', 'en'],
  fi: ['fi', 'sv', 'nb', 'nn', 'da', 'en'],
  is: ['en', 'da', 'sv', 'nb', 'nn'],
};

/** The clock of a country. */
export const COUNTRY_TIME_ZONES: Readonly<Record<Country, string>> = {
  se: 'Europe/Stockholm',
  no: 'Europe/Oslo',
  dk: 'Europe/Copenhagen',
  fi: 'Europe/Helsinki',
  is: 'Atlantic/Reykjavik',
};

export const DEFAULTS = {
  name: 'Exempel kommun',
  country: 'se',
  internalDomains: ['kommun.example'],
  dataDir: './var',
  rules: './rules',
  listen: { host: '127.0.0.1', port: 2525 },
  allowedClients: ['127.0.0.0/8', '::1'],
  maxMessageBytes: 50 * MB,
  maxRecipients: 1000,
  /** name of the channel that a trial has, the one of brevvakt.example.yaml */
  secureChannel: 'sefos',
  inspection: {
    inspectors: 2,
    timeoutMs: 20 * SECOND,
    memoryBytes: 512 * MB,
    replyAfterMs: 30 * SECOND,
    limits: { depth: 8, entries: 10_000, expandedBytes: 256 * MB, ratio: 200, textLength: 64 * MB },
    ocr: { enabled: true, budgetMs: 5 * MINUTE, pages: 200 },
  },
  delivery: {
    retryDelaysMs: [30 * SECOND, 2 * MINUTE, 10 * MINUTE, 30 * MINUTE, HOUR, 4 * HOUR],
    expireAfterMs: 5 * DAY,
    connections: 10,
  },
  retention: { holdMs: 14 * DAY, originalsMs: 14 * DAY, auditMs: 180 * DAY },
  shutdownGraceMs: 30 * SECOND,
  admin: { host: '127.0.0.1', port: 8025 },
  smtpHop: {
    port: 25,
    connectTimeoutMs: 10 * SECOND,
    greetingTimeoutMs: 30 * SECOND,
    socketTimeoutMs: 5 * MINUTE, // RFC 5321 §4.5.3.2
    idleTimeoutMs: 5 * SECOND,
    messagesPerConnection: 100,
  },
  httpHop: { timeoutMs: MINUTE, connections: 4 },
} as const;
