/** Starts the built gateway as a process of its own, the way an operator does, for tests of the whole. */
import { spawn, spawnSync, type ChildProcess } from 'node:child_process';
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createServer, type AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';

export const REPOSITORY = resolve(fileURLToPath(new URL('../..', import.meta.url)));
export const CLI = join(REPOSITORY, 'dist/cli.js');

/** A folder of the test's own. */
export function scratchFolder(name: string): string {
  return mkdtempSync(join(tmpdir(), `brevvakt-${name}-`));
}

/** Removes a folder and everything in it. */
export function removeFolder(folder: string): void {
  rmSync(folder, { recursive: true, force: true });
}

/** A port nobody listens on at this moment. */
export async function freePort(): Promise<number> {
  const server = createServer();
  await new Promise<void>((done) => server.listen(0, '127.0.0.1', done));
  const { port } = server.address() as AddressInfo;
  await new Promise<void>((done) => server.close(() => done()));
  return port;
}

/** Settings of a test gateway; YAML lines on top of these. */
export interface GatewayConfig {
  readonly folder: string;
  readonly port: number;
  /** further top-level YAML; replaces equal keys */
  readonly settings?: Readonly<Record<string, unknown>>;
}

/** Writes brevvakt.yaml (JSON is YAML) into the folder and returns its path. */
export function writeConfig(config: GatewayConfig): string {
  const file = join(config.folder, 'brevvakt.yaml');
  const settings = {
    organisation: { name: 'Exempel kommun', country: 'se', hostname: 'brevvakt.kommun.example' },
    dataDir: './var',
    listen: [{ host: '127.0.0.1', port: config.port }],
    nextHop: { type: 'maildir', path: './out' },
    secureChannels: { sefos: { type: 'maildir', path: './secure' } },
    postmaster: 'postmaster@kommun.example',
    internalDomains: ['kommun.example'],
    admin: null,
    shutdownGrace: '5s',
    ...config.settings,
  };
  writeFileSync(file, JSON.stringify(settings, null, 2));
  return file;
}

/** A running gateway process. */
export interface GatewayProcess {
  readonly pid: number;
  readonly child: ChildProcess;
  /** parsed log lines so far */
  readonly log: readonly Record<string, unknown>[];
  /** resolves with the first log line that passes */
  logged(test: (line: Record<string, unknown>) => boolean): Promise<Record<string, unknown>>;
  /** resolves with exit code or signal name */
  readonly ended: Promise<number | string>;
  stderr(): string;
}

/** Starts `brevvakt serve`; resolves without waiting for readiness. */
export function spawnGateway(configFile: string, env: Readonly<Record<string, string>> = {}): GatewayProcess {
  const child = spawn(process.execPath, [CLI, 'serve', '--config', configFile], {
    stdio: ['ignore', 'pipe', 'pipe'],
    env: { ...process.env, ...env },
  });
  const log: Record<string, unknown>[] = [];
  const waiting = new Set<() => void>();
  let rest = '';
  let errors = '';
  child.stdout.setEncoding('utf8').on('data', (chunk: string) => {
    const lines = (rest + chunk).split('\n');
    rest = lines.pop() ?? '';
    for (const line of lines) log.push(JSON.parse(line) as Record<string, unknown>);
    for (const check of [...waiting]) check();
  });
  child.stderr.setEncoding('utf8').on('data', (chunk: string) => (errors += chunk));
  const ended = new Promise<number | string>((done) => {
    child.once('close', (code, signal) => done(code ?? signal ?? 'unknown'));
  });
  return {
    pid: child.pid ?? 0,
    child,
    log,
    ended,
    stderr: () => errors,
    logged: (test) =>
      new Promise((done, fail) => {
        const check = (): void => {
          const found = log.find(test);
          if (found === undefined) return;
          waiting.delete(check);
          done(found);
        };
        waiting.add(check);
        void ended.then((end) => fail(new Error(`gateway ended (${end}) before the log line came: ${errors}`)));
        check();
      }),
  };
}

/** Starts the gateway and waits until it takes mail. */
export async function startGateway(
  configFile: string,
  env: Readonly<Record<string, string>> = {},
): Promise<GatewayProcess> {
  const gateway = spawnGateway(configFile, env);
  await gateway.logged((line) => line['msg'] === 'brevvakt ready');
  return gateway;
}

/** Stops it with SIGTERM and waits. */
export async function stopGateway(gateway: GatewayProcess): Promise<number | string> {
  gateway.child.kill('SIGTERM');
  return gateway.ended;
}

/** The messages of a Maildir's `new`, as stored. */
export function maildir(folder: string): Buffer[] {
  const path = join(folder, 'new');
  if (!existsSync(path)) return [];
  return readdirSync(path)
    .sort()
    .map((name) => readFileSync(join(path, name)));
}

/** Runs a command of the built program to its end. */
export function runCli(
  args: readonly string[],
  options: { readonly input?: string | Buffer; readonly cwd?: string; readonly env?: NodeJS.ProcessEnv } = {},
) {
  const { status, stdout, stderr } = spawnSync(process.execPath, [CLI, ...args], {
    ...(options.input === undefined ? {} : { input: options.input }),
    cwd: options.cwd ?? tmpdir(),
    env: options.env ?? process.env,
    encoding: 'utf8',
    maxBuffer: 256 * 1024 * 1024,
  });
  return { status, stdout, stderr };
}

/** Looks again after every turn of the event loop's timers until the condition holds; for effects in other processes. */
export async function eventually(
  condition: () => boolean | Promise<boolean>,
  what: string,
  limitMs = 30_000,
): Promise<void> {
  const end = Date.now() + limitMs;
  while (!(await condition())) {
    if (Date.now() > end) throw new Error(`did not happen within ${limitMs} ms: ${what}`);
    await new Promise((done) => setTimeout(done, 20));
  }
}

/** Lines joined by CRLF. */
export const mail = (...lines: readonly string[]): string => lines.join('\r\n');

/**
 * Names the system programs that are missing.
 * @returns a reason to skip, or null; throws when the environment says that everything must be there
 */
export function missingPrograms(...programs: readonly string[]): string | null {
  const missing = programs.filter((program) => spawnSync('sh', ['-c', `command -v ${program}`]).status !== 0);
  if (missing.length === 0) return null;
  if (process.env['BREVVAKT_REQUIRE_SYSTEM'] === '1') throw new Error(`missing programs: ${missing.join(', ')}`);
  return `skipped: ${missing.join(', ')} not installed`;
}
