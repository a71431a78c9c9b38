/** `brevvakt scan`: the same inspection and policy as the gateway's, over messages on disk; sends nothing, opens no dataDir. */
import { availableParallelism } from 'node:os';
import type { Command } from 'commander';
import { readRules, type LoadedRules, type Settings } from '../config/config.ts';
import { systemClock } from '../core/clock.ts';
import { messageId } from '../core/brand.ts';
import type { Envelope } from '../core/envelope.ts';
import type { InspectionReport } from '../core/inspection.ts';
import { silentLog } from '../core/log.ts';
import { outcomeOf, UsageError } from '../core/outcomes.ts';
import { ACTIONS, moreSevere, severityOf, type Action, type Ruling } from '../core/ruling.ts';
import { prepareInspectors, type Inspectors, type PoolSettings } from '../inspect/inspect.ts';
import { rule } from '../policy/policy.ts';
import { poolSettings } from '../wiring.ts';
import { settingsFor } from './context.ts';
import { countFiles, findMails, type FoundMail } from './mail-files.ts';
import { jsonLine, textReport, type Scanned } from './scan-report.ts';
import { Progress } from './progress.ts';

interface ScanOptions {
  readonly config?: string;
  readonly json?: boolean;
  readonly reveal?: boolean;
  readonly all?: boolean;
  readonly from?: string;
  readonly to?: readonly string[];
  readonly failOn?: string;
}

/** The recipient that is assumed where a message names none: unknown, hence external. */
const UNKNOWN_RECIPIENT = 'unknown@recipient.invalid'; // RFC 2606

function envelopeOf(options: ScanOptions, report: InspectionReport, receivedAt: string): Envelope {
  const { from, to, cc, bcc } = report.facts;
  const named = options.to ?? [...new Set([...to, ...cc, ...bcc])];
  const addresses = named.length > 0 ? named : [UNKNOWN_RECIPIENT];
  const sender = options.from ?? from[0] ?? null;
  return {
    id: messageId('SCAN'),
    sender: sender === '' ? null : sender,
    recipients: addresses.map((address) => ({ address })),
    receivedAt,
    body: '8BITMIME',
    smtputf8: true,
    requireTls: false,
    dsn: {},
    client: { address: '127.0.0.1', helo: 'scan' },
    listener: 'scan',
  };
}

/** Inspects and rules; never rejects: a failed inspection is a report that says so. */
async function scanOne(
  mail: FoundMail,
  options: ScanOptions,
  settings: Settings,
  loaded: LoadedRules,
  inspectors: Inspectors,
): Promise<Scanned> {
  const receivedAt = new Date().toISOString();
  const start = performance.now();
  let report: InspectionReport;
  try {
    report = await inspectors.inspect({
      bytes: mail.bytes,
      size: mail.bytes.length,
      sender: options.from ?? null,
      recipients: options.to ?? [],
      receivedAt,
      reveal: options.reveal === true,
    });
  } catch (error) {
    if (outcomeOf(error) !== 'cannot-inspect') throw error;
    const { unreadableReport } = await import('../pipeline/pipeline.ts');
    report = unreadableReport(mail.bytes.length);
  }
  const ms = performance.now() - start;
  const envelope = envelopeOf(options, report, receivedAt);
  const rulings: readonly Ruling[] = rule({
    envelope,
    report,
    rules: loaded.rules,
    lists: loaded.lists,
    channels: settings.secureChannels.map((channel) => channel.name),
    internalDomains: settings.internalDomains,
    today: receivedAt.slice(0, 10),
  });
  const action = rulings.reduce<Action>((severest, ruling) => moreSevere(severest, ruling.action), 'allow');
  return {
    mail: { file: mail.file, ...(mail.index === undefined ? {} : { index: mail.index }) },
    envelope,
    report,
    rulings,
    action,
    ms,
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
  const total = await countFiles(paths);
  const width = Math.max(settings.inspection.inspectors, Math.min(8, availableParallelism()));
  const { loaded, inspectors } = await rulesAndInspectors(
    settings,
    width,
    total > MANY_FILES ? 'at-once' : 'on-demand',
  );
  const progress = new Progress(total, options.json !== true && process.stderr.isTTY);
  const counts = new Map<Action, number>();
  let worst: Action = 'allow';
  let unread = 0;
  const onUnreadable = (path: string, reason: string): void => {
    unread++;
    progress.clear();
    process.stderr.write(`brevvakt: ${path}: ${reason}\n`);
  };
  try {
    await inOrder(
      findMails(paths, onUnreadable),
      width * 3,
      (mail) => scanOne(mail, options, settings, loaded, inspectors),
      (scanned) => {
        worst = moreSevere(worst, scanned.action);
        counts.set(scanned.action, (counts.get(scanned.action) ?? 0) + 1);
        progress.clear();
        process.stdout.write(options.json === true ? jsonLine(scanned, options) : textReport(scanned, options));
        progress.step(scanned.mail.file);
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
    process.stdout.write(
      summary.length === 0
        ? 'No messages found: scan reads mail (.eml, mbox, Maildir); to try a document, attach it to a mail.\n'
        : `${summary.join(', ')}\n`,
    );
  }
  // What was pointed at and not read is no "nothing found".
  if (unread > 0) process.exitCode = 2;
  else if (failOn !== null && severityOf(worst) >= severityOf(failOn)) process.exitCode = 1;
}

/** An envelope address as people write it, with or without angle brackets. */
function addressGiven(option: string, value: string): string {
  const address = /^<?([^\s<>,;]+@[^\s<>,;]+)>?$/u.exec(value.trim())?.[1];
  if (address === undefined)
    throw new UsageError(`${option} ${value}: expected an address such as anna@kommun.example`);
  return address;
}

const senderGiven = (value: string): string => (value === '' || value === '<>' ? '' : addressGiven('--from', value));
const collect = (value: string, before: readonly string[] = []): string[] => [...before, addressGiven('--to', value)];

/** Adds the command. */
export function registerScan(program: Command): void {
  program
    .command('scan')
    .description('inspect messages on disk: .eml files, mbox files, directories, - for standard input')
    .argument('<path...>')
    .option('--json', 'one JSON object per message and line')
    .option('--reveal', 'show whole identifiers')
    .option('--all', 'list findings of low confidence too')
    .option('--config <file>', 'configuration file')
    .option('--from <address>', "envelope sender (default: From); '<>' for none", senderGiven)
    .option('--to <address>', 'envelope recipient, repeatable (default: To, Cc, Bcc)', collect)
    .option('--fail-on <action>', `exit 1 when an action is at least this severe (${ACTIONS.join(', ')})`)
    .action(scan);
}
