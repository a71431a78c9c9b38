/** `brevvakt quarantine`: held mail, beside a running gateway. */
import { writeFileSync } from 'node:fs';
import type { Command } from 'commander';
import { loadMessages, type Settings } from '../config/config.ts';
import { systemClock } from '../core/clock.ts';
import { codeOf } from '../core/error-code.ts';
import { shownName } from '../core/mask.ts';
import { UsageError } from '../core/outcomes.ts';
import type { OutgoingNotice } from '../core/ruling.ts';
import { openQuarantine, type DecisionResult } from '../quarantine/quarantine.ts';
import type { Spool } from '../spool/spool.ts';
import { actSettings, afterwardsSettings, loopHash } from '../wiring.ts';
import {
  isNothingYet,
  NO_PURPOSE,
  operator,
  wallOf,
  operatorAskedWhy,
  printJson,
  printLine,
  printTable,
  settingsFor,
  typedAddress,
  typedId,
  withSpool,
} from './context.ts';

interface Options {
  readonly config?: string;
  readonly json?: boolean;
  readonly purpose?: string;
  readonly recipient?: readonly string[];
  readonly channel?: string;
  readonly originals?: boolean;
  readonly output?: string;
}

const nothing = (id: string): UsageError =>
  new UsageError(`${id}: nothing of this mail is held; brevvakt trace ${id} says what became of it`);

const LISTED = 100_000;

async function list(options: Options): Promise<void> {
  const settings = settingsFor(options.config, 'skip');
  const shown = wallOf(settings);
  if (isNothingYet(settings)) return;
  await withSpool(settings, async (spool) => {
    const quarantine = openQuarantine(spool);
    const limit = { limit: LISTED + 1 };
    const found = await (options.originals === true ? quarantine.originals(limit) : quarantine.list(limit));
    const held = found.slice(0, LISTED);
    if (found.length > LISTED) process.stderr.write(`brevvakt: only the oldest ${LISTED} are listed\n`);
    if (options.json === true) {
      for (const entry of held) printJson(entry);
      return;
    }
    if (held.length === 0) {
      process.stdout.write(options.originals === true ? 'No original is kept.\n' : 'Nothing is held.\n');
      return;
    }
    printTable(
      ['ID', 'RECEIVED', 'EXPIRES', 'RULE', 'CATEGORIES', 'SENDER', 'RECIPIENTS'],
      held.map((entry) => [
        entry.id,
        shown(entry.receivedAt),
        shown(entry.expiresAt),
        entry.rules.join(' '),
        entry.categories.join(' '),
        entry.sender ?? '<>',
        entry.recipients.join(' '),
      ]),
    );
  });
}

async function show(id: string, options: Options): Promise<void> {
  const who = operatorAskedWhy(options.purpose);
  const settings = settingsFor(options.config, 'skip');
  const shown = wallOf(settings);
  await withSpool(settings, async (spool) => {
    const found = await openQuarantine(spool).show(typedId(id), who);
    if (found === null) throw nothing(id);
    if (options.json === true) {
      printJson(found);
      return;
    }
    printLine(
      `${found.id}, received ${shown(found.receivedAt)}, ${found.state === 'held' ? 'held' : 'original kept'} until ${shown(found.expiresAt)}, ${found.size} bytes`,
    );
    printLine(`  from ${found.sender ?? '<>'} to ${found.recipients.join(' ')}; rules ${found.rules.join(' ')}`);
    for (const finding of found.findings) {
      const masked = finding.masked === '' ? '' : ` ${finding.masked}`;
      const place = [finding.where, finding.path.map(shownName).join(' > '), finding.locator];
      const where = place.filter((word) => word !== '').join(' ');
      printLine(`  - ${finding.detector}${masked}: ${finding.confidence}, ${where}`);
    }
    for (const { path, reason, detail } of found.uninspected)
      printLine(`  - not inspected: ${path.map(shownName).join(' > ')}: ${reason} ${detail}`);
  });
}

/** Writes a kept original where somebody who may see it can read it. The mail is whole: what was cut out of it, too. */
async function exportOriginal(id: string, options: Options): Promise<void> {
  const who = operator(options.purpose);
  if (who.purpose === NO_PURPOSE)
    throw new UsageError('--purpose TEXT is needed: who takes out a mail, and why, is recorded');
  const settings = settingsFor(options.config, 'skip');
  const { output } = options;
  await withSpool(settings, async (spool) => {
    const bytes = await openQuarantine(spool).export(typedId(id), who);
    if (bytes === null)
      throw new UsageError(`${id}: no original of this mail is kept; brevvakt trace ${id} says what became of it`);
    if (output === undefined) await new Promise<void>((done) => process.stdout.write(bytes, () => done()));
    else writeNew(output, bytes);
  });
}

function writeNew(file: string, bytes: Uint8Array): void {
  try {
    writeFileSync(file, bytes, { flag: 'wx', mode: 0o600 });
  } catch (error) {
    throw new UsageError(
      `--output ${file}: ${codeOf(error) === 'EEXIST' ? 'the file exists already' : `cannot be written (${codeOf(error)})`}`,
      { cause: error },
    );
  }
}

/** What the texts that a decision leads to are made with. */
const writing = (settings: Settings, spool: Spool) => ({
  languages: settings.languages,
  catalogues: loadMessages(settings.rules.directories).catalogues,
  clock: systemClock,
  spool,
});

function checkChannel(channel: string | undefined, { secureChannels }: Settings): void {
  if (channel === undefined || secureChannels.some(({ name }) => name === channel)) return;
  const names = secureChannels.map(({ name }) => name).join(', ');
  throw new UsageError(
    `--channel ${channel}: there is no such secure channel; configured: ${names === '' ? 'none' : names}`,
  );
}

/** Who is told of a decision, and what the terminal says of both. */
class Told {
  private addresses: readonly string[] = [];

  by(notices: readonly OutgoingNotice[]): readonly OutgoingNotice[] {
    this.addresses = notices.map(({ to }) => to);
    return notices;
  }

  print(deed: 'released' | 'deleted', result: DecisionResult, { json }: Options): void {
    if (json === true) {
      printJson({ ...result, told: this.addresses });
      return;
    }
    const told = this.addresses.length === 0 ? 'nobody is told' : `the sender is told: ${this.addresses.join(' ')}`;
    process.stdout.write(`${deed}: ${result.recipients.join(' ')}\n${told}\n`);
  }
}

async function release(id: string, options: Options): Promise<void> {
  const who = operatorAskedWhy(options.purpose);
  const settings = settingsFor(options.config, 'skip');
  checkChannel(options.channel, settings);
  await withSpool(settings, async (spool) => {
    const { afterwards, releaseEdits } = await import('../pipeline/pipeline.ts');
    const { catalogues, ...common } = writing(settings, spool);
    const way = { ...common, catalogues, act: actSettings(settings), hash: loopHash(spool) };
    const after = afterwards({ ...common, ...afterwardsSettings(settings), catalogues: () => catalogues });
    const channel = options.channel ?? null;
    const told = new Told();
    const result = await openQuarantine(spool).release(typedId(id), {
      ...who,
      ...(options.recipient === undefined ? {} : { recipients: options.recipient }),
      ...(options.channel === undefined ? {} : { hop: options.channel }),
      edits: releaseEdits(way, channel),
      notices: async (held, addresses) => told.by(await after.onHoldReleased(held, addresses, channel)),
    });
    if (result === null) throw nothing(id);
    told.print('released', result, options);
  });
}

async function remove(id: string, options: Options): Promise<void> {
  const who = operatorAskedWhy(options.purpose);
  const settings = settingsFor(options.config, 'skip');
  await withSpool(settings, async (spool) => {
    const { afterwards } = await import('../pipeline/pipeline.ts');
    const { catalogues, ...common } = writing(settings, spool);
    const after = afterwards({ ...common, ...afterwardsSettings(settings), catalogues: () => catalogues });
    const told = new Told();
    const result = await openQuarantine(spool).delete(typedId(id), {
      ...who,
      ...(options.recipient === undefined ? {} : { recipients: options.recipient }),
      notices: async (held, addresses) => told.by(await after.onHoldDeleted(held, addresses)),
    });
    if (result === null) throw nothing(id);
    told.print('deleted', result, options);
  });
}

const collect = (value: string, before: readonly string[] = []): string[] => [...before, typedAddress(value)];

/** Adds the commands. */
export function registerQuarantine(program: Command): void {
  const quarantine = program.command('quarantine').description('mail that is held');
  const add = (spec: string, description: string): Command =>
    quarantine
      .command(spec)
      .description(description)
      .option('--config <file>', 'configuration file')
      .option('--json', 'JSON lines');
  const addDecision = (spec: string, description: string): Command =>
    add(spec, description)
      .option('--purpose <text>', 'why, for the journal')
      .option('--recipient <address>', 'only this recipient, repeatable', collect);
  add('list', 'what is held').option('--originals', 'kept originals of mail that left without a part').action(list);
  add('show <id>', 'one mail: places and masks, no content')
    .option('--purpose <text>', 'why, for the journal')
    .action(show);
  quarantine
    .command('export <id>')
    .description('write a kept original, whole, to standard output or a file')
    .option('--config <file>', 'configuration file')
    .option('--purpose <text>', 'why, for the journal; needed')
    .option('--output <file>', 'a new file, readable by you alone')
    .action(exportOriginal);
  addDecision('release <id>', 'send it after all; its sender is told')
    .option('--channel <name>', 'by this secure channel instead of as ordinary mail')
    .action(release);
  addDecision('delete <id>', 'remove it without sending; its sender is told').action(remove);
}
