/** `brevvakt doctor`: looks at everything the gateway depends on and says what to mend. */
import { accessSync, constants, existsSync, statSync } from 'node:fs';
import { X509Certificate } from 'node:crypto';
import { dirname, join } from 'node:path';
import { createSecureContext } from 'node:tls';
import type { Command } from 'commander';
import ipaddr from 'ipaddr.js';
import { readRules, type ListenerSettings, type LoadedRules, type Settings } from '../config/config.ts';
import { systemClock } from '../core/clock.ts';
import { silentLog } from '../core/log.ts';
import { GatewayError, OUTCOMES, UsageError } from '../core/outcomes.ts';
import { probeIsolation } from '../inspect/inspect.ts';
import { hopsOf } from '../wiring-hops.ts';
import { loadKeys } from '../spool/spool.ts';
import { printJson, settingsFor, withSpool } from './context.ts';
import { checkInspector, checkRunning, type Checked, type Grade } from './doctor-running.ts';

/** Outbound ranges that many customers of a cloud share: an address there proves nothing about the sender. */
const SHARED_RANGES = [
  ['Exchange Online', '40.92.0.0/15'],
  ['Exchange Online', '40.107.0.0/16'],
  ['Exchange Online', '52.100.0.0/14'],
  ['Exchange Online', '104.47.0.0/17'],
  ['Exchange Online', '2a01:111:f400::/48'],
  ['Google Workspace', '209.85.128.0/17'],
  ['Google Workspace', '74.125.0.0/16'],
] as const;

function overlaps(a: string, b: string): boolean {
  const parse = (range: string): [ipaddr.IPv4 | ipaddr.IPv6, number] =>
    range.includes('/')
      ? ipaddr.parseCIDR(range)
      : [ipaddr.process(range), ipaddr.process(range).kind() === 'ipv4' ? 32 : 128];
  const [addressA, bitsA] = parse(a);
  const [addressB, bitsB] = parse(b);
  if (addressA.kind() !== addressB.kind()) return false;
  return addressA.match([addressB, Math.min(bitsA, bitsB)] as [ipaddr.IPv4, number]);
}

function checkClients(settings: Settings): Checked[] {
  const isDemanding = settings.listen.every(
    ({ demands }) =>
      demands.senderDomains.length > 0 ||
      demands.clientCertificateNames.length > 0 ||
      demands.tenantHeader !== undefined,
  );
  const wide = settings.allowedClients.filter((range) => /\/0$/u.test(range));
  const shared = SHARED_RANGES.filter(([, range]) => settings.allowedClients.some((client) => overlaps(client, range)));
  const found: Checked[] = wide.map((range) => ({
    grade: 'mend',
    what: 'allowedClients',
    detail: `${range} lets anybody relay; list the addresses of your mail server`,
  }));
  if (settings.allowedClients.length === 0)
    found.push({
      grade: 'mend',
      what: 'allowedClients',
      detail: 'it is empty: nobody may relay; list the addresses of your mail server',
    });
  for (const name of new Set(shared.map(([cloud]) => cloud))) {
    if (isDemanding) continue;
    found.push({
      grade: 'mend',
      what: 'allowedClients',
      detail: `${name} is shared by all its customers: also demand a client certificate name, sender domains or a tenant header on the listener`,
    });
  }
  return found.length > 0
    ? found
    : [{ grade: 'ok', what: 'allowedClients', detail: settings.allowedClients.join(', ') }];
}

function nearestExisting(path: string): string {
  let folder = path;
  while (!existsSync(folder) && dirname(folder) !== folder) folder = dirname(folder);
  return folder;
}

function checkFolder(what: string, path: string): Checked {
  const existing = nearestExisting(path);
  if (!statSync(existing).isDirectory()) return { grade: 'mend', what, detail: `${existing} is a file, not a folder` };
  try {
    accessSync(existing, constants.W_OK | constants.X_OK);
  } catch {
    return { grade: 'mend', what, detail: `${existing} is not writable for this user` };
  }
  if (existing !== path)
    return { grade: 'note', what, detail: `${path} does not exist yet; it is made at the first start` };
  const open = (statSync(path).mode & 0o077) !== 0;
  return open && what === 'dataDir'
    ? { grade: 'mend', what, detail: `${path} is open to other users: chmod 700 ${path}` }
    : { grade: 'ok', what, detail: path };
}

/** What an operator must mend, as it would be said at the start. */
async function checkedBy(what: string, work: () => Promise<unknown>): Promise<Checked[]> {
  try {
    await work();
    return [];
  } catch (error) {
    if (error instanceof UsageError) return [{ grade: 'mend', what, detail: error.message.replace(`${what}: `, '') }];
    // A full disk is a finding like any other: the rest is looked at all the same.
    if (error instanceof GatewayError)
      return [{ grade: 'mend', what, detail: `${OUTCOMES[error.outcome].text}: ${error.message}` }];
    throw error;
  }
}

/** The database is only opened when there is one: a look makes nothing. */
async function checkStore(settings: Settings): Promise<Checked[]> {
  if (settings.store.kind !== 'sqlite')
    return [{ grade: 'mend', what: 'store', detail: "only 'sqlite' is available in this version" }];
  if (!existsSync(join(settings.dataDir, 'brevvakt.db'))) return [];
  const waiting = new Map<string, number>();
  const trouble = await checkedBy('store', () =>
    withSpool(settings, async (spool) => {
      await spool.check();
      for (const { hop } of await spool.queue.list()) if (hop !== null) waiting.set(hop, (waiting.get(hop) ?? 0) + 1);
    }),
  );
  return [...trouble, ...checkWaiting(settings, waiting)];
}

/** Mail keeps the name of its hop; under another name in the settings nobody comes for it. @param waiting deliveries by hop */
function checkWaiting(settings: Settings, waiting: ReadonlyMap<string, number>): Checked[] {
  const known = hopsOf(settings, silentLog);
  return [...waiting]
    .filter(([hop]) => !known.has(hop))
    .map(([hop, count]) => ({
      grade: 'mend',
      what: 'queue',
      detail: `${count === 1 ? 'one delivery waits' : `${count} deliveries wait`} for ${hop}, which the settings do not name: give a channel that name again, or see brevvakt queue list`,
    }));
}

const DAY_MS = 86_400_000;
const EXPIRES_SOON_DAYS = 30;

function checkListenerTls({ name, tls }: ListenerSettings): Checked[] {
  if (tls === null) return [];
  const what = `listen ${name}: tls`;
  try {
    createSecureContext({ key: tls.key, cert: tls.cert, ...(tls.ca === undefined ? {} : { ca: tls.ca }) });
    const days = Math.floor((Date.parse(new X509Certificate(tls.cert).validTo) - systemClock.now()) / DAY_MS);
    if (days < 0) return [{ grade: 'mend', what, detail: 'the certificate has expired' }];
    const grade = days < EXPIRES_SOON_DAYS ? 'note' : 'ok';
    return [{ grade, what, detail: `the certificate is valid for ${days} more days` }];
  } catch (error) {
    const code = error instanceof Error && 'code' in error ? String(error.code) : 'unknown';
    return [{ grade: 'mend', what, detail: `key and certificate cannot be used (${code})` }];
  }
}

async function checkKey(settings: Settings): Promise<Checked> {
  const file = settings.encryption.keyFile;
  if (!existsSync(file))
    return {
      grade: 'note',
      what: 'encryption.keyFile',
      detail: `${file} does not exist yet; it is generated at the first start`,
    };
  if ((statSync(file).mode & 0o077) !== 0) {
    return { grade: 'mend', what: 'encryption.keyFile', detail: `${file} can be read by others: chmod 600 ${file}` };
  }
  const [unusable] = await checkedBy('encryption.keyFile', () => loadKeys(file, null));
  return (
    unusable ?? {
      grade: 'ok',
      what: 'encryption.keyFile',
      detail: `${file}; keep a copy elsewhere, without it held mail is lost`,
    }
  );
}

function checkRules(settings: Settings, loaded: LoadedRules): Checked[] {
  const found: Checked[] = [
    ...loaded.errors.map((detail): Checked => ({ grade: 'mend', what: 'rules', detail })),
    ...loaded.warnings.map((detail): Checked => ({ grade: 'note', what: 'rules', detail })),
  ];
  const enforced = loaded.rules.filter((one) => one.mode === 'enforce').length;
  const summary = `${loaded.rules.length} rules, ${enforced} enforced, packs ${settings.rules.packs.join(', ')}`;
  return [...found, { grade: loaded.errors.length === 0 ? 'ok' : 'note', what: 'rules', detail: summary }];
}

async function checkHops(settings: Settings): Promise<Checked[]> {
  const hops = hopsOf(settings, silentLog);
  const checks = [...hops].map(async ([name, hop]): Promise<Checked> => {
    const result = await hop.check();
    await hop.close();
    const tls = result.tls === null ? '' : `, ${result.tls}`;
    return {
      grade: result.ok ? 'ok' : 'mend',
      what: name === 'nextHop' || name === 'noticeHop' ? name : `secureChannels.${name}`,
      detail: result.detail + tls,
    };
  });
  return Promise.all(checks);
}

async function checkFence(): Promise<Checked[]> {
  const { network, permissions, files } = await probeIsolation();
  return [
    {
      grade: network ? 'ok' : 'note',
      what: 'inspectors: network',
      detail: network ? 'cut off by a network namespace' : 'not cut off: user namespaces are not available here',
    },
    {
      grade: permissions ? 'ok' : 'note',
      what: 'inspectors: files',
      detail: permissions
        ? `fenced by Node's permission model${files ? ' and a root of their own' : ''}`
        : "not fenced: this Node's permission model does not work here",
    },
  ];
}

const languageNames = new Intl.DisplayNames('en', { type: 'language' });
const languageName = (code: string): string => languageNames.of(code) ?? code;

async function checkMode(settings: Settings): Promise<Checked[]> {
  const found: Checked[] = [];
  if (settings.mode === 'observe')
    found.push({ grade: 'note', what: 'mode', detail: 'observe: nothing is stopped, rulings are recorded only' });
  if (settings.secureChannels.length === 0)
    found.push({
      grade: 'mend',
      what: 'secureChannels',
      detail: 'there is none: what should be rerouted can only be held or stopped',
    });
  const { ocr } = settings.inspection;
  if (ocr.enabled) {
    const { ocrStatus } = await import('../extract/extract.ts');
    const { languages, detail } = ocrStatus();
    const budget = `up to ${Math.round(ocr.budgetMs / 1000)} s and ${ocr.pages} pages of a message`;
    found.push(
      languages.length === 0
        ? { grade: 'mend', what: 'inspection.ocr', detail: `on, but ${detail}` }
        : {
            grade: 'ok',
            what: 'inspection.ocr',
            detail: `on: ${detail} in ${languages.map(languageName).join(', ')}, ${budget}`,
          },
    );
  } else
    found.push({
      grade: 'note',
      what: 'inspection.ocr',
      detail: 'off: pictures and scanned pages are listed as not inspected',
    });
  return [...found, ...settings.warnings.map((detail): Checked => ({ grade: 'note', what: 'configuration', detail }))];
}

async function doctor(options: { config?: string; json?: boolean }): Promise<void> {
  const settings = settingsFor(options.config);
  const rules = readRules(settings, systemClock);
  const checks: Checked[] = [
    { grade: 'ok', what: 'configuration', detail: settings.file ?? 'no file: embedded defaults' },
    ...(await checkMode(settings)),
    checkFolder('dataDir', settings.dataDir),
    await checkKey(settings),
    ...(await checkStore(settings)),
    ...checkRules(settings, rules),
    ...(await checkInspector(settings, rules)),
    ...checkClients(settings),
    ...settings.listen.flatMap(checkListenerTls),
    ...(await checkFence()),
    ...(await checkHops(settings)),
    ...(await checkRunning(settings)),
  ];
  const marks: Record<Grade, string> = { ok: 'ok  ', note: 'note', mend: 'MEND' };
  for (const { grade, what, detail } of checks) {
    if (options.json === true) printJson({ grade, what, detail });
    else process.stdout.write(`${marks[grade]}  ${what}: ${detail}\n`);
  }
  const toMend = checks.filter((checked) => checked.grade === 'mend').length;
  if (toMend > 0) process.exitCode = 1;
  if (options.json !== true) process.stdout.write(toMend === 0 ? '\nNothing to mend.\n' : `\n${toMend} to mend.\n`);
}

/** Adds the command. */
export function registerDoctor(program: Command): void {
  program
    .command('doctor')
    .description('check configuration, directories, keys, rule files and next hops')
    .option('--config <file>', 'configuration file')
    .option('--json', 'JSON lines')
    .action(async (options: { config?: string; json?: boolean }) => {
      try {
        await doctor(options);
      } catch (error) {
        if (error instanceof GatewayError)
          throw new UsageError(`${OUTCOMES[error.outcome].text}: ${error.message}`, { cause: error });
        throw error;
      }
    });
}
