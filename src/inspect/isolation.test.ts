/** What code that has taken over an inspector can do: nothing but reading what it was given and talking to its parent. */
import { spawnSync } from 'node:child_process';
import { chmodSync, existsSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { createServer, type Server } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { REPOSITORY } from '../testing/gateway.ts';
import type * as Built from './isolation.ts';
import type * as BuiltRoot from './own-root.ts';

const { startProcess, probeIsolation } = (await import(
  new URL('../../dist/inspect/isolation.js', import.meta.url).href
)) as typeof Built;
const { inOwnRoot } = (await import(
  new URL('../../dist/inspect/own-root.js', import.meta.url).href
)) as typeof BuiltRoot;

const isolation = await probeIsolation();
const MUST = process.env['BREVVAKT_REQUIRE_SYSTEM'] === '1';
const cannot = (what: string): string => ` (skipped: ${what} cannot be had here)`;
const noNamespaces = isolation.files || MUST ? '' : cannot('a user namespace');

const folder = mkdtempSync(join(tmpdir(), 'brevvakt-isolation-'));
const secret = join(folder, 'data', 'key');
const writable = join(folder, 'open', 'left-behind');
const socketFile = join(folder, 'open', 'socket');
let connections = 0;
const servers: Server[] = [];

async function listenOn(where: { port: number; host: string } | { path: string }): Promise<Server> {
  const server = createServer((socket) => {
    connections++;
    socket.destroy();
  });
  servers.push(server);
  await new Promise<void>((resolve) => server.listen(where, resolve));
  return server;
}

beforeAll(async () => {
  mkdirSync(join(folder, 'data'));
  mkdirSync(join(folder, 'open'));
  chmodSync(join(folder, 'open'), 0o777);
  writeFileSync(secret, 'KEY=1');
  await listenOn({ path: socketFile });
});
afterAll(() => {
  for (const server of servers) server.close();
  rmSync(folder, { recursive: true, force: true });
});

/** A binary of the kind an intruder would load, whatever package it belongs to. */
const addon = createRequire(import.meta.url).resolve('@libsql/linux-x64-gnu/index.node');

async function intrude(): Promise<Readonly<Record<string, string>>> {
  const server = await listenOn({ port: 0, host: '127.0.0.1' });
  const address = server.address();
  const port = typeof address === 'object' ? address?.port : null;
  const fixtures = join(REPOSITORY, 'test-fixtures/isolation');
  const child = startProcess(
    { memoryBytes: 512 * 1024 * 1024, readable: [fixtures], isolation },
    join(fixtures, 'intruder.mjs'),
  );
  let said = '';
  child.upwards.on('data', (chunk: Buffer) => (said += chunk.toString()));
  child.stderr.resume();
  child.stdin.end(JSON.stringify({ secret, writable, addon, port, socketFile, parent: process.pid }));
  await new Promise((resolve) => child.once('close', resolve));
  return JSON.parse(said) as Readonly<Record<string, string>>;
}

const DENIED =
  /^(?:ERR_ACCESS_DENIED|ERR_DLOPEN_DISABLED|MODULE_NOT_FOUND|Code generation from strings disallowed.*)$/u;
const FENCED_BY_NODE = [
  'read a system file',
  'read the keys of the data folder',
  'read them through a file descriptor',
  'read them asynchronously',
  'read them as a module',
  'read them as settings of the environment',
  'read them through this process in /proc',
  'see the environment of the gateway',
  'list the root',
  'read them in a thread',
  'read them in a thread with options of its own',
  'write beside itself',
  'write to a folder of everybody',
  'link a readable name to them',
  'leave a snapshot of its memory',
  'leave a report',
  'start a program',
  'start itself again',
  'load native code',
  'load a native package',
  'reach the system interface',
  'open the debugger',
  'make code of a string',
  'reach internals',
];
const FENCED_BY_NAMESPACES = [
  'connect to the gateway',
  'connect to a socket file',
  'send a datagram',
  'signal the gateway',
];

describe('code that runs inside an inspector', () => {
  let outcomes: Readonly<Record<string, string>> = {};
  beforeAll(async () => {
    outcomes = await intrude();
  });

  it.each(FENCED_BY_NODE)('cannot %s', (attempt) => {
    expect(outcomes[attempt]).toMatch(DENIED);
  });

  it.each(FENCED_BY_NAMESPACES.map((attempt) => [attempt, noNamespaces]))('cannot %s%s', (attempt) => {
    if (noNamespaces !== '') return;
    expect(outcomes[attempt]).toMatch(/^E(?:NETUNREACH|NOENT|SRCH)$/u);
    expect(connections).toBe(0);
  });

  it('tries nothing that is not expected here', () => {
    expect(Object.keys(outcomes).sort()).toEqual(['environment', ...FENCED_BY_NODE, ...FENCED_BY_NAMESPACES].sort());
  });

  it('has no environment to read, and leaves nothing behind', () => {
    expect((outcomes['environment'] ?? '').split(' ')).toEqual(
      expect.not.arrayContaining(['HOME', 'USER', 'NODE_ENV']),
    );
    expect(existsSync(writable)).toBe(false);
    expect(existsSync(join(REPOSITORY, 'test-fixtures/isolation/left-behind'))).toBe(false);
  });
});

describe("native code, which knows nothing of Node's permissions", () => {
  const TRIES = `
    const fs = require('node:fs');
    const attempt = (what) => { try { return what(); } catch (error) { return error.code; } };
    const { secret, writable } = JSON.parse(process.argv[1]);
    console.log(JSON.stringify({
      root: fs.readdirSync('/').sort(),
      secret: attempt(() => fs.readFileSync(secret, 'utf8')),
      users: attempt(() => fs.readFileSync('/etc/passwd', 'utf8')),
      given: attempt(() => fs.readFileSync(${JSON.stringify(join(REPOSITORY, 'package.json'))}, 'utf8').length > 0),
      written: ['/left', '/usr/left', writable].map((path) => attempt(() => fs.writeFileSync(path, 'x'))),
      mounted: require('node:child_process').spawnSync('mount', ['-t', 'tmpfs', 'none', '/usr']).status,
      processes: fs.readdirSync('/proc').filter((name) => /^[0-9]+$/.test(name)).length,
    }));`;

  it.skipIf(!isolation.files && !MUST)(`sees the program and what it may read, and nothing else${noNamespaces}`, () => {
    const command = [process.execPath, '-e', TRIES, JSON.stringify({ secret, writable })];
    const [program = '', ...rest] = inOwnRoot(command, [join(REPOSITORY, 'package.json')]) ?? [];
    const { stdout } = spawnSync(program, rest, { encoding: 'utf8' });
    const seen = JSON.parse(stdout) as { root: string[]; mounted: number; processes: number } & Record<string, unknown>;
    expect(seen).toMatchObject({
      secret: 'ENOENT',
      users: 'ENOENT',
      given: true,
      written: ['EROFS', 'EROFS', 'ENOENT'],
    });
    expect(seen.root).toEqual(expect.not.arrayContaining(['etc', 'home', 'root', 'run', 'var']));
    expect(seen.mounted).not.toBe(0);
    expect(seen.processes).toBeLessThanOrEqual(1);
  });
});
