/** The processes of a measurement: gateway, pass-through, load. All are ended by `close`. */
import { fork, spawn, type ChildProcess } from 'node:child_process';
import { closeSync, mkdirSync, openSync, readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { CLI, eventually, freePort, writeConfig } from '../testing/gateway.ts';
import type { LoadOrder, LoadResult } from './load.ts';

/** Something that takes mail. */
export interface Relay {
  readonly pid: number;
  readonly port: number;
  close(): Promise<void>;
}

const script = (name: string): string => fileURLToPath(new URL(name, import.meta.url));

async function ended(child: ChildProcess, signal: NodeJS.Signals): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return;
  const gone = new Promise<void>((done) => child.once('exit', () => done()));
  child.kill(signal);
  await gone;
}

function firstMessage<T>(child: ChildProcess): Promise<T> {
  return new Promise((resolve, reject) => {
    const failed = (code: number | null): void => reject(new Error(`process ended with ${code ?? 'a signal'}`));
    child.once('exit', failed);
    child.once('message', (message) => {
      child.off('exit', failed);
      resolve(message as T);
    });
  });
}

/** Starts the built gateway with its default rules and SQLite; its log goes to a file as it would under systemd. */
export async function startGateway(
  folder: string,
  nextHopPort: number,
  settings: Readonly<Record<string, unknown>> = {},
): Promise<Relay & { readonly readyMs: number }> {
  mkdirSync(folder, { recursive: true });
  const port = await freePort();
  const config = writeConfig({
    folder,
    port,
    settings: { nextHop: { host: '127.0.0.1', port: nextHopPort, tls: 'none' }, ...settings },
  });
  const log = join(folder, 'log');
  const out = openSync(log, 'w');
  const start = performance.now();
  const child = spawn(process.execPath, [CLI, 'serve', '--config', config], { stdio: ['ignore', out, out] });
  closeSync(out);
  await eventually(() => {
    if (child.exitCode !== null) throw new Error(`gateway ended: ${readFileSync(log, 'utf8')}`);
    return readFileSync(log, 'utf8').includes('brevvakt ready');
  }, 'brevvakt ready');
  const readyMs = performance.now() - start;
  return { pid: child.pid ?? 0, port, readyMs, close: () => ended(child, 'SIGTERM') };
}

/** Starts the pass-through. @param folder where it syncs each message; null: nowhere */
export async function startPassThrough(nextHopPort: number, folder: string | null): Promise<Relay> {
  if (folder !== null) mkdirSync(folder, { recursive: true });
  const child = fork(script('pass-through.ts'), [String(nextHopPort), ...(folder === null ? [] : [folder])], {
    execArgv: ['--import', 'tsx'],
  });
  const { port } = await firstMessage<{ port: number }>(child);
  return { pid: child.pid ?? 0, port, close: () => ended(child, 'SIGKILL') };
}

/** Load client and next hop. */
export interface Load {
  /** port of the next hop */
  readonly port: number;
  run(order: LoadOrder): Promise<LoadResult>;
  close(): Promise<void>;
}

/** Starts load client and next hop. */
export async function startLoad(): Promise<Load> {
  const child = fork(script('load.ts'), [], { execArgv: ['--import', 'tsx'], serialization: 'advanced' });
  const { port } = await firstMessage<{ port: number }>(child);
  return {
    port,
    run: async (order) => {
      const answer = firstMessage<{ result: LoadResult } | { failed: string }>(child);
      child.send(order);
      const message = await answer;
      if ('failed' in message) throw new Error(message.failed);
      return message.result;
    },
    close: () => ended(child, 'SIGKILL'),
  };
}

/** Resident memory in MiB. */
export function residentMiB(pid: number): number {
  return (Number(readFileSync(`/proc/${pid}/statm`, 'latin1').split(' ')[1]) * 4096) / 1_048_576;
}

/** Ends what was started, whatever happens in between. */
export interface Processes {
  add<T extends { close(): Promise<void> }>(started: Promise<T>): Promise<T>;
}

/** Runs a measurement and ends its processes in reverse order. */
export async function withProcesses(work: (processes: Processes) => Promise<void>): Promise<void> {
  const running: { close(): Promise<void> }[] = [];
  try {
    await work({
      add: async (started) => {
        const process = await started;
        running.unshift(process);
        return process;
      },
    });
  } finally {
    for (const process of running) await process.close();
  }
}

/** Fields of /proc/PID/stat behind the name, which may hold blanks; null when the process is gone. */
function stat(pid: string): readonly string[] | null {
  try {
    const line = readFileSync(`/proc/${pid}/stat`, 'latin1');
    return line.slice(line.lastIndexOf(')') + 2).split(' ');
  } catch {
    return null; // it has just ended
  }
}

/** Processor time in milliseconds of a process and everything below it that is alive, in ticks of 10 ms. */
export function processorMs(pid: number): number {
  const all = readdirSync('/proc')
    .filter((name) => /^\d+$/u.test(name))
    .map((name) => ({ pid: Number(name), fields: stat(name) }));
  const family = new Set([pid]);
  // children come after their parents only as long as numbers do not wrap, hence until nothing is added
  for (let size = 0; size < family.size;) {
    size = family.size;
    for (const one of all) if (family.has(Number(one.fields?.[1]))) family.add(one.pid);
  }
  const ticks = all
    .filter((one) => family.has(one.pid))
    .map(({ fields }) => Number(fields?.[11]) + Number(fields?.[12]));
  return ticks.filter((value) => Number.isFinite(value)).reduce((sum, value) => sum + value, 0) * 10;
}
