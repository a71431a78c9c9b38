/** What several commands begin with. */
import { existsSync } from 'node:fs';
import { userInfo } from 'node:os';
import { join } from 'node:path';
import { loadSettings, type Settings } from '../config/config.ts';
import { messageId, type MessageId } from '../core/brand.ts';
import { systemClock } from '../core/clock.ts';
import { silentLog } from '../core/log.ts';
import { printable } from '../core/mask.ts';
import { UsageError } from '../core/outcomes.ts';
import { wallClock } from '../core/wall-time.ts';
import { parseReference, type Operator, type Spool } from '../spool/spool.ts';

/** Reads the settings a command was pointed at. @param secrets 'skip' for commands that connect to nothing */
export function settingsFor(config: string | undefined, secrets: 'read' | 'skip' = 'read'): Settings {
  return loadSettings({
    ...(config === undefined ? {} : { file: config }),
    env: process.env,
    cwd: process.cwd(),
    secrets,
  });
}

const nothingYet = ({ dataDir }: Settings): string =>
  `no gateway has run with this configuration yet: there is no data in ${dataDir}`;

const isThereData = ({ store, dataDir }: Settings): boolean =>
  store.kind !== 'sqlite' || existsSync(join(dataDir, 'brevvakt.db'));

/** For commands that list: says on standard error that no gateway has run yet. @returns whether that is so */
export function isNothingYet(settings: Settings): boolean {
  if (isThereData(settings)) return false;
  process.stderr.write(`brevvakt: ${nothingYet(settings)}\n`);
  return true;
}

/**
 * Runs something on the spool beside a running gateway, and closes it whatever happens.
 * @throws UsageError where no gateway has run yet: a look makes neither folder nor key
 */
export async function withSpool<T>(settings: Settings, work: (spool: Spool) => Promise<T>): Promise<T> {
  if (!isThereData(settings)) throw new UsageError(nothingYet(settings));
  const { openSpool } = await import('../spool/spool.ts');
  const spool = await openSpool({
    dataDir: settings.dataDir,
    store: settings.store.kind === 'sqlite' ? 'sqlite' : settings.store.url,
    keyFile: settings.encryption.keyFile,
    retention: settings.retention,
    role: 'tool',
    clock: systemClock,
    log: silentLog,
  });
  try {
    return await work(spool);
  } finally {
    await spool.close();
  }
}

/** The account at the keyboard; a container may run as a number without a name. */
function actorName(): string {
  const sudo = process.env['SUDO_USER'] ?? '';
  if (sudo !== '') return sudo;
  try {
    return userInfo().username;
  } catch {
    return `uid ${process.getuid?.() ?? 'unknown'}`;
  }
}

/** Stands in the journal where no purpose was given. */
export const NO_PURPOSE = 'none given';

/** Who is at the keyboard, and why, for the journal. */
export function operator(purpose: string | undefined): Operator {
  return { actor: actorName(), purpose: purpose?.trim() === '' || purpose === undefined ? NO_PURPOSE : purpose };
}

/** As operator(), for what a reason is asked for: without one it is done all the same, and that is said and journalled. */
export function operatorAskedWhy(purpose: string | undefined): Operator {
  const who = operator(purpose);
  if (who.purpose !== purpose) {
    process.stderr.write(`brevvakt: journalled for ${who.actor} without a purpose; give one with --purpose TEXT\n`);
  }
  return who;
}

/** A queue id as somebody typed it; what cannot be one is looked for as it stands, and not found. */
export const typedId = (text: string): MessageId => parseReference(text) ?? messageId(text.trim());

/** An address as somebody typed or pasted it: with or without name and angle brackets; '<>' is the null sender, ''. */
export const typedAddress = (text: string): string => (/<([^<>]*)>\s*$/u.exec(text)?.[1] ?? text).trim();

/** Shows a moment (ISO 8601, UTC) as the clock of the organisation does, with its offset. */
export function wallOf(settings: Settings): (iso: string) => string {
  const clock = wallClock(settings.organisation.timeZone);
  return (iso) => clock.exact(Date.parse(iso));
}

/** '1 recipient', '2 recipients'. */
export const counted = (count: number, one: string, more: string): string => `${count} ${count === 1 ? one : more}`;

/** One JSON object per line. */
export function printJson(value: unknown): void {
  process.stdout.write(`${JSON.stringify(value)}\n`);
}

/** A line for people: what stands in it from a mail may not act on the terminal. */
export function printLine(line: string): void {
  process.stdout.write(`${printable(line)}\n`);
}

/** Columns aligned by blanks, for people. */
export function printTable(header: readonly string[], rows: readonly (readonly string[])[]): void {
  const widths = header.map((title, column) =>
    rows.reduce((widest, row) => Math.max(widest, row[column]?.length ?? 0), title.length),
  );
  for (const row of [header, ...rows]) {
    const line = row.map((cell, column) => cell.padEnd(widths[column] ?? 0)).join('  ');
    printLine(line.trimEnd());
  }
}
