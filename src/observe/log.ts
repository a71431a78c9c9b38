import { pino, type DestinationStream } from 'pino';
import type { Log } from '../core/log.ts';
import { standardOutput } from './standard-output.ts';

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

/** pino's number of the level 'warn'. */
const WARN = 40;

/** Standard output as pino writes to it: it notes the level of each line beforehand. */
class LevelledOutput implements DestinationStream {
  readonly [pino.symbols.needsMetadataGsym] = true;
  lastLevel = 0;
  private readonly output = standardOutput();

  write(line: string): void {
    this.output.write(line, this.lastLevel >= WARN);
  }
}

/**
 * Makes the log.
 * @param level lines below it are not written
 * @param to for tests; default standard output
 */
export function makeLog(level: LogLevel, to?: DestinationStream): Log {
  const options = {
    level,
    base: null,
    timestamp: () => `,"time":"${new Date().toISOString()}"`,
    formatters: { level: (label: string) => ({ level: label }) },
    redact: { paths: REDACTED, remove: true },
  };
  const log = pino(options, to ?? new LevelledOutput());
  return {
    debug: (fields, message) => log.debug(fields, message),
    info: (fields, message) => log.info(fields, message),
    warn: (fields, message) => log.warn(fields, message),
    error: (fields, message) => log.error(fields, message),
  };
}
