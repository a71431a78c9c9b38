#!/usr/bin/env node
/** The binary: finds the command and runs it. Exit codes: 0 done, 1 not in order, 2 wrong usage or configuration. */
import { readFileSync } from 'node:fs';
import { Command, CommanderError } from 'commander';
import { z } from 'zod';
import { GatewayError, OUTCOMES, UsageError } from './core/outcomes.ts';

const packageFile = readFileSync(new URL('../package.json', import.meta.url), 'utf8');
const { version } = z.object({ version: z.string() }).parse(JSON.parse(packageFile));

const program = new Command('brevvakt')
  .version(version)
  .description('Outbound e-mail data-loss-prevention gateway for Nordic municipalities')
  .addHelpText(
    'after',
    `
Exit codes: 0 done; 1 the thing asked about is not in order; 2 wrong usage or configuration, or scan could not read
what it was pointed at. Settings: --config FILE, else $BREVVAKT_CONFIG, else ./brevvakt.yaml, else embedded defaults.`,
  )
  .showHelpAfterError('(brevvakt --help lists the commands)')
  .exitOverride();
/** What adds each command. Loading one of them takes its time, so that only the one that is asked for is loaded. */
const COMMANDS: Readonly<Record<string, () => Promise<(program: Command) => void>>> = {
  serve: async () => (await import('./cli/serve.ts')).registerServe,
  scan: async () => (await import('./cli/scan.ts')).registerScan,
  rules: async () => (await import('./cli/rules.ts')).registerRules,
  register: async () => (await import('./cli/register.ts')).registerRegister,
  queue: async () => (await import('./cli/queue.ts')).registerQueue,
  quarantine: async () => (await import('./cli/quarantine.ts')).registerQuarantine,
  trace: async () => (await import('./cli/trace.ts')).registerTrace,
  doctor: async () => (await import('./cli/doctor.ts')).registerDoctor,
};

/** The command by its name; all of them for anything else: help lists them, a misspelt one gets a suggestion. */
async function addCommands(asked: string): Promise<void> {
  const names = asked in COMMANDS ? [asked] : Object.keys(COMMANDS);
  for (const name of names) (await COMMANDS[name]?.())?.(program);
}

function exitCodeFor(error: unknown): number {
  if (error instanceof CommanderError) return error.exitCode === 0 ? 0 : 2; // commander has written its own message
  if (error instanceof UsageError) {
    process.stderr.write(`brevvakt: ${error.message}\n`);
    return 2;
  }
  if (error instanceof GatewayError) {
    process.stderr.write(`brevvakt: ${OUTCOMES[error.outcome].text}: ${error.message}\n`);
    return 1;
  }
  const name = error instanceof Error ? error.name : 'unknown error';
  const detail = process.env['BREVVAKT_DEBUG'] === '1' && error instanceof Error ? `\n${error.stack ?? ''}` : '';
  process.stderr.write(`brevvakt: unexpected ${name}; set BREVVAKT_DEBUG=1 for details${detail}\n`);
  return 1;
}

// Writing into a closed pipe (`brevvakt scan … | head`) is the reader's choice, not an error.
process.stdout.on('error', (error: NodeJS.ErrnoException) => {
  if (error.code === 'EPIPE') process.exit(0);
  if (process.argv[2] === 'serve') return; // a log that cannot be written is no reason to stop mail
  process.stderr.write(`brevvakt: the output could not be written (${error.code ?? 'unknown error'})\n`);
  process.exit(1);
});

try {
  await addCommands(process.argv[2] ?? '');
  await program.parseAsync();
} catch (error) {
  process.exitCode = exitCodeFor(error);
}
