import { destination, pino, type DestinationStream } from 'pino';
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

/** Lines that come within this time are written together: every mail has several. */
const GATHER_MS = 10;
/** Lines that wait for a disk with room again; then older ones stay and newer ones are dropped. */
const MAX_WAITING = 1_048_576;

/** Standard output. A log that cannot be written (full disk, reader gone) must never stop mail: pino's own throws into the caller then. */
function standardOutput(): DestinationStream {
  const output = destination({ fd: 1, sync: true, maxLength: MAX_WAITING });
  output.on('error', () => undefined);
  let lines = '';
  const write = (): void => {
    if (lines !== '') output.write(lines);
    lines = '';
  };
  process.on('exit', write);
  return {
    write: (line) => {
      if (lines === '') setTimeout(write, GATHER_MS);
      lines += line;
    },
  };
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
  const log = pino(options, to ?? standardOutput());
  return {
    debug: (fields, message) => log.debug(fields, message),
    info: (fields, message) => log.info(fields, message),
    warn: (fields, message) => log.warn(fields, message),
    error: (fields, message) => log.error(fields, message),
  };
}
