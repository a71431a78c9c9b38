/**
 * How an inspector process is fenced in, as far as the platform allows without root: no environment (secrets), no write access
 * but its scratch folder and no child processes (Node's permission model), no network and no other process to signal
 * (network and process namespaces of its own).
 */
import { spawn, type ChildProcess } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { Readable, type Writable } from 'node:stream';
import { dirname, join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { openMark } from './channel.ts';

/** What the fence consists of on this machine, for `doctor` and the log. */
export interface Isolation {
  readonly network: boolean;
  /** it cannot signal the gateway or other inspectors */
  readonly processes: boolean;
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
  const [processes, network, permissions] = await Promise.all([
    canUnshare(OWN_PROCESSES),
    canUnshare(OWN_NETWORK),
    succeeds(process.execPath, [...permissionFlags([join(packageRoot, 'dist')], null), '-e', '0'], 10_000, {}),
  ]);
  return { network: processes || network, processes, permissions };
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

function permissionFlags(readable: readonly string[], scratch: string | null): string[] {
  return [
    process.allowedNodeEnvironmentFlags.has('--permission') ? '--permission' : '--experimental-permission',
    '--allow-addons', // page images need the canvas binding
    '--allow-worker', // tesseract.js runs in one
    ...readable.map((folder) => `--allow-fs-read=${folder}`),
    ...(scratch === null ? [] : [`--allow-fs-write=${scratch}`]),
  ];
}

/** What a process may use. */
export interface Fence {
  /** heap limit in bytes */
  readonly memoryBytes: number;
  /** folders that may be read besides the program itself */
  readonly readable: readonly string[];
  readonly scratch: string | null;
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

/** Starts one fenced inspector. Its standard error is handed on as diagnostics by the caller; standard output is closed. */
export function startProcess(fence: Fence): FencedProcess {
  const { isolation } = fence;
  const heapMegabytes = Math.max(64, Math.floor((fence.memoryBytes / 1_048_576) * 0.75));
  const flags = [
    `--max-old-space-size=${heapMegabytes}`,
    '--disallow-code-generation-from-strings',
    '--no-warnings',
    ...(isolation.permissions
      ? permissionFlags(
          [...programFolders(), ...fence.readable, ...(fence.scratch === null ? [] : [fence.scratch])],
          fence.scratch,
        )
      : []),
  ];
  const command = [process.execPath, ...flags, join(here, 'inspector.js')];
  if (isolation.network) command.unshift('unshare', ...(isolation.processes ? OWN_PROCESSES : OWN_NETWORK), '--');
  const [program = process.execPath, ...rest] = command;
  const mark = openMark(fence.scratch ?? tmpdir());
  const child = spawn(program, rest, {
    env: {
      TZ: 'UTC',
      ...(fence.scratch === null ? {} : { TMPDIR: fence.scratch }),
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
