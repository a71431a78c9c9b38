import { pino, type DestinationStream } from 'pino';
import type { Log } from '../core/log.ts';

export type LogLevel = 'debug' | 'info' | 'warn' | 'error';

/** Names under which content could slip in; the second net behind the allow-list of LogFields. */
const REDACTED = [
  'subject',
  'body',
  'text',
  'content',
  'from',
  'to',
  'sender',
  'address',
  'normalized',
  'masked',
  'err',
];

/**
 * Makes the log.
 * @param level lines below it are not written
 * @param destination for tests; default standard output
 */
export function makeLog(level: LogLevel, destination?: DestinationStream): Log {
  const options = {
    level,
    base: null,
    timestamp: () => `,"time":"${new Date().toISOString()}"`,
    formatters: { level: (label: string) => ({ level: label }) },
    redact: { paths: REDACTED, remove: true },
  };
  const log = destination === undefined ? pino(options) : pino(options, destination);
  return {
    debug: (fields, message) => log.debug(fields, message),
    info: (fields, message) => log.info(fields, message),
    warn: (fields, message) => log.warn(fields, message),
    error: (fields, message) => log.error(fields, message),
  };
}
