/** `brevvakt scan`: the same inspection and policy as the gateway's, over mails and documents on disk; sends nothing, opens no dataDir. */
import { availableParallelism } from 'node:os';
import type { Command } from 'commander';
import { readRules, type LoadedRules, type Settings } from '../config/config.ts';
import { systemClock } from '../core/clock.ts';
import { silentLog } from '../core/log.ts';
import { printable } from '../core/mask.ts';
import { UsageError } from '../core/outcomes.ts';
import { ACTIONS, moreSevere, severityOf, type Action } from '../core/ruling.ts';
import { prepareInspectors, type Inspectors, type PoolSettings } from '../inspect/inspect.ts';
import { poolSettings } from '../wiring.ts';
import { counted, settingsFor } from './context.ts';
import { judge, recipientsGiven, senderGiven, type Bench, type GivenEnvelope } from './judge.ts';
import { countFiles, findMails, type FoundMail } from './mail-files.ts';
import { jsonLine, textReport, type Scanned } from './scan-report.ts';
import { Progress } from './progress.ts';

interface ScanOptions extends GivenEnvelope {
  readonly config?: string;
  readonly json?: boolean;
  readonly reveal?: boolean;
  readonly all?: boolean;
  readonly failOn?: string;
}

/** Never rejects: a failed inspection is a report that says so. */
async function scanOne(mail: FoundMail, options: ScanOptions, bench: Bench): Promise<Scanned> {
  const judged = await judge(mail.bytes, options, bench, options.reveal === true);
  return {
    ...judged,
    mail: { file: mail.file, ...(mail.index === undefined ? {} : { index: mail.index }) },
    action: judged.rulings.reduce<Action>((severest, ruling) => moreSevere(severest, ruling.action), 'allow'),
  };
}

/** Runs `work` over all mails, at most `width` at once, and hands the results on in input order. */
async function inOrder<T>(
  mails: AsyncIterable<FoundMail>,
  width: number,
  work: (mail: FoundMail) => Promise<T>,
  give: (result: T) => void,
): Promise<void> {
  const running: Promise<T>[] = [];
  const take = async (): Promise<void> => {
    const first = running.shift();
    if (first !== undefined) give(await first);
  };
  for await (const mail of mails) {
    const result = work(mail);
    result.catch(() => undefined); // awaited in its turn
    running.push(result);
    if (running.length >= width) await take();
  }
  while (running.length > 0) await take();
}

function parseFailOn(value: string | undefined): Action | null {
  if (value === undefined) return null;
  const action = ACTIONS.find((candidate) => candidate === value);
  if (action === undefined) throw new UsageError(`--fail-on ${value}: must be one of ${ACTIONS.join(', ')}`);
  return action;
}

/** With more files than this all inspectors start at once. */
const MANY_FILES = 50;

/** Reads the rules while the first inspector starts. */
async function rulesAndInspectors(
  settings: Settings,
  width: number,
  others: PoolSettings['others'],
): Promise<{ loaded: LoadedRules; inspectors: Inspectors }> {
  const pool = { ...poolSettings(settings, []), inspectors: width, others };
  const prepared = await prepareInspectors(pool);
  try {
    const loaded = readRules(settings, systemClock);
    if (loaded.errors.length > 0) throw new UsageError(loaded.errors.join('\n'));
    return { loaded, inspectors: await prepared.start(loaded.detectors, silentLog) };
  } catch (error) {
    await prepared.close();
    throw error;
  }
}

async function scan(paths: readonly string[], options: ScanOptions): Promise<void> {
  const failOn = parseFailOn(options.failOn);
  const settings = settingsFor(options.config, 'skip');
  let progress = new Progress(0, false);
  let unread = 0;
  const onUnreadable = (path: string, reason: string): void => {
    unread++;
    progress.clear();
    process.stderr.write(`brevvakt: ${printable(path)}: ${reason}\n`);
  };
  const { there, files: total, others } = await countFiles(paths, onUnreadable);
  if (there.length === 0) {
    process.exitCode = 2;
    return;
  }
  const width = Math.max(settings.inspection.inspectors, Math.min(8, availableParallelism()));
  const { loaded, inspectors } = await rulesAndInspectors(
    settings,
    width,
    total > MANY_FILES ? 'at-once' : 'on-demand',
  );
  progress = new Progress(total, options.json !== true && process.stderr.isTTY);
  const counts = new Map<Action, number>();
  let worst: Action = 'allow';
  try {
    await inOrder(
      findMails(there, onUnreadable),
      width * 3,
      (mail) => scanOne(mail, options, { settings, loaded, inspectors }),
      (scanned) => {
        worst = moreSevere(worst, scanned.action);
        counts.set(scanned.action, (counts.get(scanned.action) ?? 0) + 1);
        progress.clear();
        process.stdout.write(options.json === true ? jsonLine(scanned, options) : textReport(scanned, options));
        progress.step(scanned.mail.index === undefined ? '' : scanned.mail.file);
      },
    );
  } finally {
    progress.clear();
    await inspectors.close();
  }
  if (options.json !== true) {
    const summary = ACTIONS.filter((action) => counts.has(action)).map(
      (action) => `${counts.get(action) ?? 0} ${action}`,
    );
    if (summary.length > 0) process.stdout.write(`${summary.join(', ')}\n`);
    else if (unread === 0)
      process.stdout.write('Nothing found to read: scan reads mail (.eml, mbox, Maildir) and documents.\n');
    if (others > 0)
      process.stderr.write(
        `brevvakt: passed over ${counted(others, 'file that is', 'files that are')} neither mail nor document; name a file to have it read\n`,
      );
  }
  // What was pointed at and not read is no "nothing found".
  if (unread > 0) process.exitCode = 2;
  else if (failOn !== null && counts.size > 0 && severityOf(worst) >= severityOf(failOn)) process.exitCode = 1;
}

/** Adds the command. */
export function registerScan(program: Command): void {
  program
    .command('scan')
    .description('inspect what lies on disk: mails (.eml, mbox, Maildir), documents, directories, - for standard input')
    .argument('<path...>')
    .option('--json', 'one JSON object per message and line')
    .option('--reveal', 'show whole identifiers')
    .option('--all', 'list findings of low confidence too')
    .option('--config <file>', 'configuration file')
    .option('--from <address>', "envelope sender (default: From); '<>' for none", senderGiven)
    .option('--to <address>', 'envelope recipient, repeatable (default: To, Cc, Bcc)', recipientsGiven)
    .option('--fail-on <action>', `exit 1 when an action is at least this severe (${ACTIONS.join(', ')})`)
    .action(scan);
}
