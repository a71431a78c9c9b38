/** `brevvakt serve`: runs the gateway until SIGTERM or SIGINT, a second one hurries; SIGHUP reloads the rules. */
import type { Command } from 'commander';
import { loadSettings, type Settings } from '../config/config.ts';
import { begin } from '../begin.ts';
import { makeLog } from '../observe/observe.ts';
import type { Service } from '../serve.ts';

const at = ({ host, port }: { host: string; port: number }): string =>
  host.includes(':') ? `[${host}]:${port}` : `${host}:${port}`;

/** What a newcomer without a configuration file does next. */
export function firstSteps(settings: Settings, smtp: readonly { host: string; port: number }[]): string {
  const [listener] = smtp;
  const port = listener?.port ?? 2525;
  const host = listener?.host ?? '127.0.0.1';
  const maildir = (hop: Settings['nextHop']): string => (hop.type === 'maildir' ? hop.path : hop.type);
  const [channel] = settings.secureChannels;
  const domain = settings.internalDomains[0] ?? 'kommun.example';
  return [
    '',
    `Brevvakt takes mail on ${host}:${port}, with the embedded defaults. A first mail that is stopped on its way:`,
    '',
    // Flush left: pasted with blanks before it, the last EOF would not end the mail.
    `curl -sS --url smtp://${host}:${port} --mail-from anna@${domain} --mail-rcpt b@example.org -T - <<'EOF'`,
    `From: Anna <anna@${domain}>`,
    'To: b@example.org',
    'Subject: Underlag',
    '',
    'Personnummer 19121212-1212',
    'EOF',
    '',
    'Then look here:',
    '',
    `  clean mail:      ${maildir(settings.nextHop)}/new`,
    ...(channel === undefined ? [] : [`  secure channel:  ${maildir(channel.hop)}/new`]),
    ...(settings.admin === null ? [] : [`  health, metrics: http://${at(settings.admin)}/`]),
    `  why:             node dist/cli.js trace --from anna@${domain}`,
    '',
    '',
  ].join('\n');
}

/** What the gateway is told from outside. */
interface Signals {
  /** resolves with the first SIGTERM or SIGINT */
  readonly stop: Promise<void>;
  isStopping(): boolean;
  /** Takes up the second one; until somebody does, it ends the process. One more ends it in any case. */
  onHurry(hurry: () => void): void;
  /** Takes up every SIGHUP from now on, and the one that came before. */
  onReload(reload: () => void): void;
}

/**
 * Ctrl-C in `npm start`, and a signal to the whole process group, reach us twice: from the terminal and passed on by npm.
 * What comes again within this time is the same wish, not another one.
 */
const ECHO_MS = 2000;

/** Exit code of a stop that did not wait for what was in hand. */
const HURRIED = 1;

/** Listens from the first moment: a reload that comes during the start must not end the gateway, nor be forgotten. */
function listenToSignals(): Signals {
  let wishes = 0;
  let deafUntil = 0;
  let missed = false;
  let reload = (): void => {
    missed = true;
  };
  let hurry = (): void => process.exit(HURRIED);
  process.on('SIGHUP', () => {
    reload();
  });
  const stop = new Promise<void>((resolve) => {
    const heard = (): void => {
      if (performance.now() < deafUntil) return;
      deafUntil = performance.now() + ECHO_MS;
      wishes++;
      if (wishes === 1) resolve();
      else if (wishes === 2) hurry();
      else process.exit(HURRIED);
    };
    process.on('SIGTERM', heard).on('SIGINT', heard);
  });
  return {
    stop,
    isStopping: () => wishes > 0,
    onHurry: (work) => {
      hurry = work;
    },
    onReload: (work) => {
      reload = work;
      if (missed) work();
    },
  };
}

async function serve(options: { config?: string }): Promise<void> {
  const signals = listenToSignals();
  const settings = loadSettings({
    ...(options.config === undefined ? {} : { file: options.config }),
    env: process.env,
    cwd: process.cwd(),
  });
  const log = makeLog(settings.log.level);
  // Rules first: the rest of the program is loaded while an inspector compiles them.
  const beginning = begin(settings, log);
  await beginning;
  const { startService } = await import('../serve.ts');
  const service = await startService(settings, log, beginning);
  signals.onReload(() => void service.reload());
  let code = 0;
  signals.onHurry(() => {
    code = HURRIED;
    service.hurry();
  });
  if (!signals.isStopping()) sayReady(settings, service);
  await signals.stop;
  await service.stop();
  process.exit(code); // a hop that never answers must not keep us
}

function sayReady(settings: Settings, service: Service): void {
  // At any level: whoever starts us waits for this line.
  makeLog('info').info(
    { smtp: service.smtp.map(at), admin: service.admin === null ? null : at(service.admin), mode: settings.mode },
    'brevvakt ready',
  );
  if (settings.file === null) process.stderr.write(firstSteps(settings, service.smtp));
}

/** Adds the command. */
export function registerServe(program: Command): void {
  program
    .command('serve')
    .description('run the gateway until SIGTERM or SIGINT; SIGHUP reloads the rules')
    .option('--config <file>', 'configuration file (default: $BREVVAKT_CONFIG, ./brevvakt.yaml, embedded defaults)')
    .action(serve);
}
