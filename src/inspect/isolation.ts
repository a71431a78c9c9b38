/**
 * How an inspector process is fenced in, as far as the platform allows without root: no environment (secrets), no write
 * access, no other programs, no native code and no threads (Node's permission model), no network and no other process to
 * signal (network and process namespaces of its own).
 */
import { spawn, type ChildProcess } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { Readable, type Writable } from 'node:stream';
import { dirname, join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { openMark } from './channel.ts';
import { inOwnRoot } from './own-root.ts';

/** What the fence consists of on this machine, for `doctor` and the log. */
export interface Isolation {
  readonly network: boolean;
  /** it cannot signal the gateway or other inspectors */
  readonly processes: boolean;
  /** it sees no files but its program's and those it may read, and no sockets */
  readonly files: boolean;
  readonly permissions: boolean;
}

/** A started inspector: its process, and pipes and mark of channel.ts. */
export type FencedProcess = ChildProcess & {
  readonly stdin: Writable;
  readonly stderr: Readable;
  readonly upwards: Readable;
  /** to be closed when the process has ended; null when no folder takes a file */
  readonly mark: number | null;
};

const here = dirname(fileURLToPath(import.meta.url));
const packageRoot = resolve(here, '../..');
const OWN_NETWORK = ['--user', '--map-current-user', '--net'];
/** In a process namespace the program is a child of `unshare`, and dies with it. */
const OWN_PROCESSES = [...OWN_NETWORK, '--pid', '--fork', '--kill-child'];

let probed: Promise<Isolation> | null = null;

/** Whether a program starts, runs and ends well within this many milliseconds. */
const succeeds = (program: string, args: readonly string[], timeout: number, env = process.env): Promise<boolean> =>
  new Promise((resolve) => {
    const child = spawn(program, args, { stdio: 'ignore', timeout, env });
    child.once('error', () => resolve(false));
    child.once('close', (code) => resolve(code === 0));
  });

const canUnshare = (options: readonly string[]): Promise<boolean> =>
  process.platform === 'linux' ? succeeds('unshare', [...options, '--', 'true'], 5_000) : Promise.resolve(false);

async function probe(): Promise<Isolation> {
  const [files, processes, network, permissions] = await Promise.all([
    hasOwnRoot(),
    canUnshare(OWN_PROCESSES),
    canUnshare(OWN_NETWORK),
    succeeds(process.execPath, [...permissionFlags([join(packageRoot, 'dist')]), '-e', '0'], 10_000, {}),
  ]);
  return { files, processes: files || processes, network: files || processes || network, permissions };
}

function hasOwnRoot(): Promise<boolean> {
  if (process.platform !== 'linux') return Promise.resolve(false);
  const [program, ...rest] = inOwnRoot([process.execPath, '-e', '0'], []) ?? [];
  return program === undefined ? Promise.resolve(false) : succeeds(program, rest, 10_000);
}

/** Finds out once which fences work here: user namespaces may be switched off, the permission model differs between versions. */
export function probeIsolation(): Promise<Isolation> {
  probed ??= probe();
  return probed;
}

/** Process id of the program itself, which may be the child of `unshare`; undefined once it has ended. */
export function programPid(child: ChildProcess, isolation: Isolation): number | undefined {
  const { pid } = child;
  if (pid === undefined || !isolation.processes) return pid;
  try {
    return Number(readFileSync(`/proc/${pid}/task/${pid}/children`, 'latin1').trim().split(' ')[0]) || pid;
  } catch {
    return pid; // ended, or a kernel without this list
  }
}

/**
 * Only reading is given. Neither addons, which know nothing of permissions, nor threads: a thread that is started with
 * options of its own has all of them (Node 20, 22 and 24). What needs more than JavaScript is WebAssembly.
 */
function permissionFlags(readable: readonly string[]): string[] {
  return [
    process.allowedNodeEnvironmentFlags.has('--permission') ? '--permission' : '--experimental-permission',
    ...readable.map((folder) => `--allow-fs-read=${folder}`),
  ];
}

/**
 * Of each of the parts of V8's space for new objects, at most: the letters of a page and the words of a text live as long as it is
 * read. With less room they are moved to the old ones, and half of the time goes into moving and sweeping them. With 16 or 32 it does in half of the runs.
 */
export const NEW_SPACE_MEGABYTES = 24;

/** What a process may use. */
export interface Fence {
  /** heap limit in bytes */
  readonly memoryBytes: number;
  /** folders that may be read besides the program itself */
  readonly readable: readonly string[];
  /** what probeIsolation() found */
  readonly isolation: Isolation;
}

/**
 * What an inspector runs from: the built program and its packages. Not the package folder itself, where the data folder
 * with its keys lies by default.
 */
function programFolders(): string[] {
  const folders = [join(packageRoot, 'dist'), join(packageRoot, 'package.json')];
  for (let folder = packageRoot; ; folder = dirname(folder)) {
    const modules = join(folder, 'node_modules');
    if (existsSync(modules)) folders.push(modules);
    if (dirname(folder) === folder) return folders;
  }
}

function inNamespaces(command: readonly string[], fence: Fence, isolation: Isolation): readonly string[] {
  const rooted = isolation.files ? inOwnRoot(command, [...programFolders(), ...fence.readable]) : null;
  if (rooted !== null) return rooted;
  if (!isolation.network) return command;
  return ['unshare', ...(isolation.processes ? OWN_PROCESSES : OWN_NETWORK), '--', ...command];
}

/**
 * Starts one fenced process. Its standard error is handed on as diagnostics by the caller; standard output is closed.
 * @param program what runs inside; must lie in a folder that may be read
 */
export function startProcess(fence: Fence, program = join(here, 'inspector.js')): FencedProcess {
  const { isolation } = fence;
  const heapMegabytes = Math.max(64, Math.floor((fence.memoryBytes / 1_048_576) * 0.75));
  const flags = [
    `--max-old-space-size=${heapMegabytes}`,
    `--max-semi-space-size=${NEW_SPACE_MEGABYTES}`,
    '--disallow-code-generation-from-strings',
    '--no-warnings',
    ...(isolation.permissions ? permissionFlags([...programFolders(), ...fence.readable]) : []),
  ];
  const command = [process.execPath, ...flags, program];
  const [first = process.execPath, ...rest] = inNamespaces(command, fence, isolation);
  const mark = openMark();
  const child = spawn(first, rest, {
    env: {
      TZ: 'UTC',
      ...(isolation.network ? { PATH: process.env['PATH'] ?? '/usr/bin:/bin' } : {}),
    },
    stdio: ['pipe', 'ignore', 'pipe', 'pipe', mark ?? 'ignore'],
  });
  const upwards = child.stdio[3];
  const { stdin, stderr } = child;
  // spawn() makes every pipe it was asked for, also when the program does not start
  if (stdin === null || stderr === null || !(upwards instanceof Readable))
    throw new TypeError('no pipes to the inspector');
  return Object.assign(child, { stdin, stderr, upwards, mark });
}
