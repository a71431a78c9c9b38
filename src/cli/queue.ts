/** `brevvakt queue`: what waits, beside a running gateway. */
import type { Command } from 'commander';
import { UsageError } from '../core/outcomes.ts';
import {
  counted,
  operator,
  operatorAskedWhy,
  isNothingYet,
  wallOf,
  printJson,
  printLine,
  printTable,
  settingsFor,
  typedId,
  withSpool,
} from './context.ts';

interface Options {
  readonly config?: string;
  readonly json?: boolean;
  readonly purpose?: string;
}

const nothing = (id: string): UsageError =>
  new UsageError(`${id}: nothing of this mail is in the queue; brevvakt trace ${id} says what became of it`);

/** More than anybody reads, and still not a queue of a million in memory. */
const LISTED = 100_000;

async function list(options: Options): Promise<void> {
  const settings = settingsFor(options.config, 'skip');
  const shown = wallOf(settings);
  if (isNothingYet(settings)) return;
  await withSpool(settings, async (spool) => {
    const found = await spool.queue.list({ limit: LISTED + 1 });
    const entries = found.slice(0, LISTED);
    if (found.length > LISTED) process.stderr.write(`brevvakt: only the oldest ${LISTED} are listed\n`);
    if (options.json === true) {
      for (const entry of entries) printJson({ id: entry.messageId, ...entry });
      return;
    }
    if (entries.length === 0) {
      process.stdout.write('The queue is empty.\n');
      return;
    }
    printTable(
      ['ID', 'STATE', 'HOP', 'SIZE', 'RECEIVED', 'TRIES', 'NEXT', 'LAST', 'RECIPIENTS'],
      entries.map((entry) => [
        entry.messageId,
        entry.state,
        entry.hop ?? '-',
        String(entry.size),
        shown(entry.receivedAt),
        String(entry.attempts),
        entry.nextAttemptAt === null ? '-' : shown(entry.nextAttemptAt),
        entry.lastOutcome === '' ? '-' : entry.lastOutcome,
        entry.recipients.join(' '),
      ]),
    );
  });
}

async function show(id: string, options: Options): Promise<void> {
  const settings = settingsFor(options.config, 'skip');
  const shown = wallOf(settings);
  await withSpool(settings, async (spool) => {
    const found = await spool.queue.show(typedId(id));
    if (found === null) throw nothing(id);
    if (options.json === true) {
      printJson({ id: found.messageId, ...found });
      return;
    }
    printLine(found.messageId);
    for (const { recipient, action, channel, rule } of found.rulings)
      printLine(`  ${recipient}: ${action}${channel === undefined ? '' : ` by ${channel}`} (rule ${rule})`);
    for (const { state, hop, attempts, nextAttemptAt, recipients } of found.deliveries) {
      const next = nextAttemptAt === null ? '-' : shown(nextAttemptAt);
      const tries = counted(attempts, 'try', 'tries');
      printLine(`  ${state} on ${hop ?? '-'}, ${tries}, next ${next}: ${recipients.join(' ')}`);
    }
    for (const step of found.history) printLine(`  ${shown(step.at)} ${step.state} ${step.hop} ${step.code}`.trimEnd());
  });
}

async function retry(id: string, options: Options): Promise<void> {
  await withSpool(settingsFor(options.config, 'skip'), async (spool) => {
    const count = await spool.queue.retry(id === 'all' ? 'all' : typedId(id), operator(options.purpose));
    if (count === 0 && id !== 'all') throw nothing(id);
    if (options.json === true) printJson({ id, deliveries: count });
    else process.stdout.write(`${counted(count, 'delivery is', 'deliveries are')} due now\n`);
  });
}

async function drop(id: string, options: Options): Promise<void> {
  const who = operatorAskedWhy(options.purpose);
  await withSpool(settingsFor(options.config, 'skip'), async (spool) => {
    const count = await spool.queue.drop(typedId(id), who);
    if (count === 0) throw nothing(id);
    if (options.json === true) printJson({ id, recipients: count });
    else
      process.stdout.write(
        `${counted(count, 'recipient', 'recipients')} dropped; nobody is told but the audit trail\n`,
      );
  });
}

/** Adds the commands. */
export function registerQueue(program: Command): void {
  const queue = program.command('queue').description('mail that waits for its next hop');
  const add = (spec: string, description: string): Command =>
    queue
      .command(spec)
      .description(description)
      .option('--config <file>', 'configuration file')
      .option('--json', 'JSON lines');
  add('list', 'what waits').action(list);
  add('show <id>', 'one mail, without its content').action(show);
  add('retry <id>', "try now; 'all' for everything").option('--purpose <text>', 'why, for the journal').action(retry);
  add('drop <id>', 'give up without telling the sender')
    .option('--purpose <text>', 'why, for the journal')
    .action(drop);
}
