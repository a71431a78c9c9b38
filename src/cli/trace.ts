/** `brevvakt trace`: what happened to a mail, and why, from keyed hashes of addresses. */
import type { Command } from 'commander';
import { UsageError } from '../core/outcomes.ts';
import { wallClock, type WallClock } from '../core/wall-time.ts';
import type { TraceEntry } from '../spool/spool.ts';
import { isNothingYet, operator, printJson, settingsFor, withSpool } from './context.ts';

interface Options {
  readonly config?: string;
  readonly json?: boolean;
  readonly from?: string;
  readonly to?: string;
  readonly since?: string;
  readonly purpose?: string;
}

const UNITS: Readonly<Record<string, number>> = { s: 1_000, m: 60_000, h: 3_600_000, d: 86_400_000 };

const MOMENT = /^\d{4}-\d{2}-\d{2}(?:[T ]\d{2}:\d{2}(?::\d{2}(?:\.\d+)?)?(?:Z|[+-]\d{2}:?\d{2})?)?$/u;

const DAY_MS = 86_400_000;

function readMoment(value: string, clock: WallClock): number {
  if (/(?:Z|[+-]\d{2}:?\d{2})$/u.test(value.slice(10))) return Date.parse(value);
  return clock.read(value.length === 10 ? `${value}T00:00` : value);
}

/**
 * Reads a moment: ISO 8601 ('2026-03-01', '2026-03-01T10:14'; by the clock that letters speak of unless an offset is given), the
 * last time that clock showed '10:14', or a span back from now ('2h', '3d').
 * @returns milliseconds since the epoch
 * @throws UsageError
 */
export function parseSince(value: string, now: number, clock: WallClock): number {
  const span = /^(\d+)([smhd])$/u.exec(value);
  if (span !== null) return now - Number(span[1]) * (UNITS[span[2] ?? ''] ?? 0);
  const time = /^([01]?\d|2[0-3]):([0-5]\d)$/u.exec(value);
  if (time !== null) {
    const on = (ms: number): number => clock.read(`${clock.exact(ms).slice(0, 10)}T${value.padStart(5, '0')}`);
    // 23:50 asked for at ten past midnight is that of yesterday.
    return on(now) > now ? on(now - DAY_MS) : on(now);
  }
  const parsed = MOMENT.test(value) ? readMoment(value, clock) : NaN;
  if (Number.isNaN(parsed))
    throw new UsageError(`--since ${value}: give a time (10:14), a date (2026-03-01T10:14) or a span (2h, 3d)`);
  return parsed;
}

/** Recipients of one mail with whom the same was done, as one: a mail to a thousand is not a thousand paragraphs. */
function grouped(
  entries: readonly TraceEntry[],
): readonly { readonly entry: TraceEntry; readonly recipients: number }[] {
  const groups = new Map<string, { entry: TraceEntry; recipients: number }>();
  for (const entry of entries) {
    const key = JSON.stringify(entry);
    const group = groups.get(key);
    if (group === undefined) groups.set(key, { entry, recipients: 1 });
    else group.recipients++;
  }
  return [...groups.values()];
}

/** How the trail notes a part that was not read, among the detectors. */
const UNREAD = 'uninspected:';

/** What is known of one mail and one fate, for people: lines of text. @param recipients whose fate it was */
export function traceText(entry: TraceEntry, clock: WallClock, recipients = 1): string {
  const { reference, action, rule, categories } = entry;
  const shown = (iso: string): string => clock.exact(Date.parse(iso));
  const about = entry.about === null ? '' : ` (our notice about ${entry.about})`;
  const unread = entry.detectors.filter((one) => one.startsWith(UNREAD)).map((one) => one.slice(UNREAD.length));
  const detectors = entry.detectors.filter((one) => !one.startsWith(UNREAD));
  const lines = [
    `${shown(entry.at)}  ${reference}${about}  ${action === '' ? 'not ruled on yet' : action}  rule ${rule === '' ? '-' : rule}${recipients === 1 ? '' : `  (${recipients} recipients)`}`,
    ...(categories.length === 0 ? [] : [`    found: ${categories.join(', ')} by ${detectors.join(', ')}`]),
    ...(unread.length === 0 ? [] : [`    not read: ${unread.join(', ')}`]),
    ...entry.history.map(({ at, state, hop, code }) =>
      ['   ', shown(at), state, hop === '' ? '' : `on ${hop}`, code].filter((word) => word !== '').join(' '),
    ),
  ];
  return lines.map((line) => `${line}\n`).join('');
}

/** Lines at most, one for each recipient of a mail. */
const SHOWN = 5000;

async function trace(reference: string | undefined, options: Options): Promise<void> {
  if (
    reference === undefined &&
    options.from === undefined &&
    options.to === undefined &&
    options.since === undefined
  ) {
    throw new UsageError('trace: name a reference, --from, --to or --since');
  }
  const settings = settingsFor(options.config, 'skip');
  const clock = wallClock(settings.organisation.timeZone);
  const since = options.since === undefined ? undefined : parseSince(options.since, Date.now(), clock);
  if (isNothingYet(settings)) return;
  await withSpool(settings, async (spool) => {
    const found = await spool.trace({
      ...operator(options.purpose),
      ...(reference === undefined ? {} : { reference }),
      ...(options.from === undefined ? {} : { from: options.from }),
      ...(options.to === undefined ? {} : { to: options.to }),
      ...(since === undefined ? {} : { since }),
      limit: SHOWN + 1,
    });
    const entries = found.slice(0, SHOWN);
    if (options.json === true)
      for (const entry of entries) printJson({ id: entry.reference, ...entry, queueId: entry.reference });
    else if (entries.length === 0) process.stdout.write('No trace. Mail older than retention.audit is forgotten.\n');
    else
      for (const { entry, recipients } of grouped(entries)) process.stdout.write(traceText(entry, clock, recipients));
    if (found.length > SHOWN)
      process.stderr.write(`brevvakt: only the newest ${SHOWN} are shown; narrow it with --from, --to or --since\n`);
  });
}

/** Adds the command. */
export function registerTrace(program: Command): void {
  program
    .command('trace')
    .description('what happened to a mail, and why; the look itself is journalled')
    .argument('[reference]', 'reference or queue id')
    .option('--from <address>', 'sender')
    .option('--to <address>', 'recipient')
    .option('--since <time>', '10:14, 2026-03-01T10:14, 2h, 3d')
    .option('--purpose <text>', 'why, for the journal')
    .option('--config <file>', 'configuration file')
    .option('--json', 'JSON lines')
    .action(trace);
}
