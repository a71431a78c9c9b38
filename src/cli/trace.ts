/** `brevvakt trace`: what happened to a mail, and why, from keyed hashes of addresses. */
import type { Command } from 'commander';
import { ruleTexts } from '../config/config.ts';
import { printable } from '../core/mask.ts';
import { OUTCOMES, UsageError, type OutcomeKey } from '../core/outcomes.ts';
import { isDay, wallClock, type WallClock } from '../core/wall-time.ts';
import type { HistoryEntry, TraceEntry, TraceQuery } from '../spool/spool.ts';
import { isNothingYet, NO_PURPOSE, operator, printJson, settingsFor, typedAddress, withSpool } from './context.ts';

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
  if (span !== null) return Math.max(0, now - Number(span[1]) * (UNITS[span[2] ?? ''] ?? 0));
  const time = /^([01]?\d|2[0-3]):([0-5]\d)$/u.exec(value);
  if (time !== null) {
    const on = (ms: number): number => clock.read(`${clock.exact(ms).slice(0, 10)}T${value.padStart(5, '0')}`);
    // 23:50 asked for at ten past midnight is that of yesterday.
    return on(now) > now ? on(now - DAY_MS) : on(now);
  }
  const date = /^\d{4}-\d{2}-\d{2}/u.exec(value)?.[0];
  if (date !== undefined && !isDay(date)) throw new UsageError(`--since ${value}: the calendar has no day ${date}`);
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

/** What the ids of rules stand for. */
export type RuleTexts = ReadonlyMap<string, { readonly name: string; readonly why: string }>;

/** What stands in the place of a rule when none decided. */
const WITHOUT_RULE: Readonly<Record<string, string>> = {
  default: 'no rule speaks of anything in it',
  'uninspected-without-rule': 'something in it could not be read, and no rule says what to do with that',
  'inspection-failed': 'the mail as a whole could not be inspected',
};

const isOutcome = (text: string): text is OutcomeKey => text in OUTCOMES;

/** Why it was ruled as it was, in a sentence; null for a rule that is no longer there. */
function reasonOf({ action, rule }: Pick<TraceEntry, 'action' | 'rule'>, rules: RuleTexts): string | null {
  if (action === 'refused') return isOutcome(rule) ? OUTCOMES[rule].text : null;
  const known = rules.get(rule);
  return known === undefined ? (WITHOUT_RULE[rule] ?? null) : `${known.name}. ${known.why}`;
}

function stepText({ at, state, hop, code, by, purpose }: HistoryEntry, clock: WallClock): string {
  const words = ['   ', clock.exact(Date.parse(at)), state, hop === '' ? '' : `on ${hop}`];
  if (isOutcome(code)) words.push(`(${OUTCOMES[code].text})`);
  else words.push(code);
  if (by !== undefined) words.push(`by ${by}${purpose === NO_PURPOSE ? ', without a reason' : `: ${purpose ?? ''}`}`);
  return words.filter((word) => word !== '').join(' ');
}

/** What was done, and in observe mode what would have been done. */
function actionText({ action, history }: TraceEntry): string {
  const observed = history.find(({ state }) => state === 'observed')?.code;
  if (action === '') return 'not ruled on yet';
  return observed === undefined ? action : `${action} (mode observe; would have been ${observed})`;
}

/**
 * What is known of one mail and one fate, for people: lines of text.
 * @param recipients whose fate it was
 */
export function traceText(entry: TraceEntry, recipients: number, rules: RuleTexts, clock: WallClock): string {
  const { reference, rule, categories } = entry;
  const about = entry.about === null ? '' : ` (our notice about ${entry.about})`;
  const unread = entry.detectors.filter((one) => one.startsWith(UNREAD)).map((one) => one.slice(UNREAD.length));
  const detectors = entry.detectors.filter((one) => !one.startsWith(UNREAD));
  const reason = reasonOf(entry, rules);
  const lines = [
    `${clock.exact(Date.parse(entry.at))}  ${reference}${about}  ${actionText(entry)}  rule ${rule === '' ? '-' : rule}${recipients === 1 ? '' : `  (${recipients} recipients)`}`,
    ...(reason === null ? [] : [`    because: ${reason}`]),
    ...(categories.length === 0 ? [] : [`    found: ${categories.join(', ')} by ${detectors.join(', ')}`]),
    ...(unread.length === 0 ? [] : [`    not read: ${unread.join(', ')}`]),
    ...entry.history.map((step) => stepText(step, clock)),
  ];
  return lines.map((line) => `${printable(line)}\n`).join('');
}

/** Lines at most, one for each recipient of a mail. */
const SHOWN = 5000;

/** What is looked at when nothing is asked for. */
const LATELY_MS = 86_400_000;

/** The question as the spool understands it. */
function questionOf(reference: string | undefined, options: Options, clock: WallClock): TraceQuery {
  const { from, to } = options;
  const isOpen = reference === undefined && from === undefined && to === undefined && options.since === undefined;
  if (isOpen) process.stderr.write('brevvakt: the last 24 hours; name a reference, --from, --to or --since\n');
  const now = Date.now();
  const since =
    options.since === undefined ? (isOpen ? now - LATELY_MS : undefined) : parseSince(options.since, now, clock);
  return {
    ...operator(options.purpose),
    ...(reference === undefined ? {} : { reference }),
    ...(from === undefined ? {} : { from: typedAddress(from) }),
    ...(to === undefined ? {} : { to: typedAddress(to) }),
    ...(since === undefined ? {} : { since }),
    limit: SHOWN + 1,
  };
}

async function trace(reference: string | undefined, options: Options): Promise<void> {
  const settings = settingsFor(options.config, 'skip');
  const clock = wallClock(settings.organisation.timeZone);
  const question = questionOf(reference, options, clock);
  if (isNothingYet(settings)) return;
  await withSpool(settings, async (spool) => {
    const found = await spool.trace(question);
    const entries = found.slice(0, SHOWN);
    const rules = entries.length === 0 ? new Map<string, never>() : ruleTexts(settings);
    if (options.json === true) for (const entry of entries) printJson(jsonOf(entry, rules));
    else if (entries.length === 0) process.stdout.write('No trace. Mail older than retention.audit is forgotten.\n');
    else
      for (const { entry, recipients } of grouped(entries))
        process.stdout.write(traceText(entry, recipients, rules, clock));
    if (found.length > SHOWN)
      process.stderr.write(`brevvakt: only the newest ${SHOWN} are shown; narrow it with --from, --to or --since\n`);
  });
}

const jsonOf = (entry: TraceEntry, rules: RuleTexts): Readonly<Record<string, unknown>> => ({
  id: entry.reference,
  ...entry,
  queueId: entry.reference,
  reason: reasonOf(entry, rules),
});

/** Adds the command. */
export function registerTrace(program: Command): void {
  program
    .command('trace')
    .description('what happened to a mail, and why, newest first; the look itself is journalled')
    .argument('[reference]', 'reference or queue id')
    .option('--from <address>', "sender; '<>' for none")
    .option('--to <address>', 'recipient')
    .option('--since <time>', 'received since 10:14, 2026-03-01T10:14, 2h or 3d (24h when nothing is named)')
    .option('--purpose <text>', 'why you look, for the journal')
    .option('--config <file>', 'configuration file')
    .option('--json', 'JSON lines')
    .action(trace);
}
