/**
 * How an inspector process is fenced in, as far as the platform allows without root: no environment (secrets), no write access
 * but its scratch folder and no child processes (Node's permission model), no network (a network namespace of its own).
 */
import { fork, spawn, spawnSync, type ChildProcess } from 'node:child_process';
import { existsSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';

/** What the fence consists of on this machine, for `doctor` and the log. */
export interface Isolation {
  readonly network: boolean;
  readonly permissions: boolean;
}

const here = dirname(fileURLToPath(import.meta.url));
const packageRoot = resolve(here, '../..');
const UNSHARE = ['--user', '--map-current-user', '--net', '--'];

let probed: Isolation | null = null;

/** Finds out once which fences work here: user namespaces may be switched off, the permission model differs between versions. */
export function probeIsolation(): Isolation {
  probed ??= {
    network:
      process.platform === 'linux' &&
      spawnSync('unshare', [...UNSHARE, 'true'], { stdio: 'ignore', timeout: 5000 }).status === 0,
    permissions:
      spawnSync(process.execPath, [...permissionFlags([packageRoot], null), '-e', '0'], {
        stdio: 'ignore',
        timeout: 10_000,
        env: {},
      }).status === 0,
  };
  return probed;
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
}

/** The package folder and the node_modules folders above it: all an inspector runs from. */
function programFolders(): string[] {
  const folders = [packageRoot];
  for (let folder = packageRoot; dirname(folder) !== folder; folder = dirname(folder)) {
    const modules = join(folder, 'node_modules');
    if (existsSync(modules)) folders.push(modules);
  }
  return folders;
}

/** Starts one fenced inspector. Its standard error is handed on as diagnostics by the caller; standard output is closed. */
export function startProcess(fence: Fence): ChildProcess {
  const isolation = probeIsolation();
  const entry = join(here, 'inspector.js');
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
  const env = { TZ: 'UTC', ...(fence.scratch === null ? {} : { TMPDIR: fence.scratch }) };
  if (!isolation.network) {
    return fork(entry, [], {
      execArgv: flags,
      env,
      serialization: 'advanced',
      stdio: ['ignore', 'ignore', 'pipe', 'ipc'],
    });
  }
  return spawn('unshare', [...UNSHARE, process.execPath, ...flags, entry], {
    env: { ...env, PATH: process.env['PATH'] ?? '/usr/bin:/bin' },
    serialization: 'advanced',
    stdio: ['ignore', 'ignore', 'pipe', 'ipc'],
  });
}
