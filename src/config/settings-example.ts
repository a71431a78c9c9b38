/** The annotated example and the reference of the settings, written from the schema: neither can go stale unnoticed. */
import { stringify } from 'yaml';
import { z } from 'zod';
import { fieldsOf, unwrap } from './schema-walk.ts';
import { channelSchema, listenerSchema } from './hop-schema.ts';
import { duration, size } from './values.ts';
import { settingsSchema } from './settings-schema.ts';

/** A complete settings file as a municipality might write it; mostly the embedded defaults. */
const EXAMPLE = {
  organisation: { name: 'Exempel kommun', country: 'se', hostname: 'brevvakt.kommun.example' },
  mode: 'enforce',
  dataDir: './var',
  packs: ['se-kommun'],
  listen: [{ host: '127.0.0.1', port: 2525 }],
  allowedClients: ['127.0.0.0/8', '::1'],
  maxMessageBytes: 52_428_800,
  maxRecipients: 1000,
  bareNewline: 'normalize',
  nextHop: { host: '127.0.0.1', port: 25 },
  noticeHop: null,
  secureChannels: { sefos: { type: 'smtp', host: '127.0.0.1', port: 10025, tls: 'required' } },
  postmaster: 'postmaster@kommun.example',
  languages: ['sv', 'nb', 'nn', 'da', 'en'],
  internalDomains: ['kommun.example'],
  failure: 'tempfail',
  inspection: {
    inspectors: 2,
    timeout: '20s',
    memory: '512MB',
    replyAfter: '30s',
    ocr: { enabled: true, budget: '5m', pages: 200 },
  },
  delivery: { retryDelays: ['30s', '2m', '10m', '30m', '1h', '4h'], expireAfter: '5d', connections: 10 },
  retention: { hold: '14d', originals: '14d', audit: '180d' },
  encryption: { keyFile: './var/key' },
  shutdownGrace: '30s',
  admin: { host: '127.0.0.1', port: 8025 },
  store: 'sqlite',
  log: { level: 'info' },
} as const;

type Values = Readonly<Record<string, unknown>>;
const isMap = (value: unknown): value is Values => typeof value === 'object' && value !== null && !Array.isArray(value);

/** What a schema says about itself, or the schema inside its wrappers. */
function descriptionOf(schema: z.core.$ZodType): string {
  if (schema instanceof z.ZodType && schema.description !== undefined) return schema.description;
  if (schema instanceof z.ZodOptional || schema instanceof z.ZodNullable || schema instanceof z.ZodDefault) {
    return descriptionOf(schema.unwrap());
  }
  return '';
}

const inline = (value: unknown): string =>
  stringify(value, { collectionStyle: 'flow', lineWidth: 0, flowCollectionPadding: true }).trim();

/** The annotated example as YAML text. */
export function settingsExample(): string {
  return [
    '# Settings of Brevvakt. Every key may be left out; then its embedded default counts, which is the value shown here',
    '# except that without nextHop and secureChannels mail goes into Maildirs below dataDir.',
    '# Durations: 500ms 5s 10m 4h 5d. Sizes: KB MB GB (1 KB = 1024 bytes). ${NAME} inside a value reads the environment.',
    '# Relative paths start at this file.',
    ...exampleLines(settingsSchema, EXAMPLE, ''),
    '',
  ].join('\n');
}

function exampleLines(schema: z.core.$ZodType, values: Values, indent: string): readonly string[] {
  return fieldsOf(schema).flatMap(([key, child]) => {
    const value = values[key];
    const inner = unwrap(child);
    const gap = indent === '' ? [''] : [];
    const comment = `${indent}# ${descriptionOf(child)}`;
    if (!(key in values)) return [...gap, comment, `${indent}# ${key}:`];
    const nested = inner instanceof z.ZodObject && isMap(value) && !('type' in inner.shape);
    if (nested) return [...gap, comment, `${indent}${key}:`, ...exampleLines(inner, value, `${indent}  `)];
    if (inner instanceof z.ZodRecord && isMap(value)) {
      const entries = Object.entries(value).map(([name, one]) => `${indent}  ${name}: ${inline(one)}`);
      return [...gap, comment, `${indent}${key}:`, ...entries];
    }
    return [...gap, comment, `${indent}${key}: ${inline(value)}`];
  });
}

/** The reference of all keys as Markdown. */
export function settingsReference(): string {
  return [
    '# Settings',
    '',
    'Every key of `brevvakt.yaml`. All may be left out; what then counts stands in `brevvakt.example.yaml`. Written from the schema; do not edit.',
    '',
    ...table(referenceRows(settingsSchema, '')),
    '',
    '## A secure channel (`secureChannels.<name>`), and without the last rows a hop (`nextHop`, `noticeHop`)',
    '',
    ...table(referenceRows(channelSchema, '')),
    '',
    '## A listener (`listen[]`)',
    '',
    ...table(referenceRows(listenerSchema, '')),
    '',
  ].join('\n');
}

type Row = readonly [key: string, type: string, meaning: string];

const table = (rows: readonly Row[]): readonly string[] => [
  '| key | value | meaning |',
  '| --- | --- | --- |',
  ...rows.map((row) => `| ${row.map((cell) => cell.replaceAll('|', '\\|')).join(' | ')} |`),
];

function referenceRows(schema: z.core.$ZodType, prefix: string): readonly Row[] {
  return fieldsOf(schema).flatMap(([key, child]): readonly Row[] => {
    const inner = unwrap(child);
    const row: Row = [`\`${prefix}${key}\``, typeText(inner), descriptionOf(child)];
    const apart = inner instanceof z.ZodObject && 'type' in inner.shape;
    return inner instanceof z.ZodObject && !apart ? [row, ...referenceRows(inner, `${prefix}${key}.`)] : [row];
  });
}

function typeText(schema: z.core.$ZodType): string {
  const inner = unwrap(schema);
  if (inner === unwrap(duration)) return 'time span';
  if (inner === unwrap(size)) return 'size';
  if (inner instanceof z.ZodEnum) return inner.options.join(', ');
  if (inner instanceof z.ZodArray) return `list of: ${typeText(inner.element)}`;
  if (inner instanceof z.ZodRecord) return 'names and values';
  if (inner instanceof z.ZodObject) return 'keys';
  if (inner instanceof z.ZodBoolean) return 'true, false';
  if (inner instanceof z.ZodNumber) return `whole number ${String(inner.minValue)}–${String(inner.maxValue)}`;
  if (inner instanceof z.ZodUnion) return [...new Set(inner.options.map(typeText))].join(' or ');
  return 'text';
}
