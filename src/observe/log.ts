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

/** Lines that come within this time are written together. */
const GATHER_MS = 10;

/** Standard output. Each write there is a job for another thread, and every mail has several lines. */
function gatheringOutput(): DestinationStream {
  let lines = '';
  const write = (): void => {
    if (lines !== '') output.write(lines);
    lines = '';
  };
  // before pino's own listener, which writes what its stream holds
  process.on('exit', write);
  const output = destination(1);
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
  const log = pino(options, to ?? gatheringOutput());
  return {
    debug: (fields, message) => log.debug(fields, message),
    info: (fields, message) => log.info(fields, message),
    warn: (fields, message) => log.warn(fields, message),
    error: (fields, message) => log.error(fields, message),
  };
}
