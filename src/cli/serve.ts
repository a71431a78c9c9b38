/** `brevvakt serve`: runs the gateway until SIGTERM or SIGINT; SIGHUP reloads the rules. */
import type { Command } from 'commander';
import { loadSettings, type Settings } from '../config/config.ts';
import { begin } from '../begin.ts';
import { makeLog } from '../observe/observe.ts';

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

async function serve(options: { config?: string }): Promise<void> {
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
  const stopped = new Promise<void>((resolve, reject) => {
    process.on('SIGHUP', () => void service.reload());
    const stop = (): void => {
      service.stop().then(resolve, reject);
    };
    process.once('SIGTERM', stop);
    process.once('SIGINT', stop);
  });
  // At any level: whoever starts us waits for this line.
  makeLog('info').info(
    { smtp: service.smtp.map(at), admin: service.admin === null ? null : at(service.admin), mode: settings.mode },
    'brevvakt ready',
  );
  if (settings.file === null) process.stderr.write(firstSteps(settings, service.smtp));
  await stopped;
  process.exit(0); // a hop that never answers must not keep us
}

/** Adds the command. */
export function registerServe(program: Command): void {
  program
    .command('serve')
    .description('run the gateway until SIGTERM or SIGINT; SIGHUP reloads the rules')
    .option('--config <file>', 'configuration file (default: $BREVVAKT_CONFIG, ./brevvakt.yaml, embedded defaults)')
    .action(serve);
}
