// What code that has taken over an inspector would try. Runs fenced in src/inspect/isolation.test.ts, which says what must
// come of each attempt. Prints one JSON line on descriptor 3: for each attempt 'done' or the error's code.
import * as childProcess from 'node:child_process';
import * as fs from 'node:fs';
import * as net from 'node:net';
import { createRequire } from 'node:module';
import * as dgram from 'node:dgram';
import * as v8 from 'node:v8';
import * as workers from 'node:worker_threads';

const { secret, writable, addon, port, socketFile, parent } = JSON.parse(fs.readFileSync(0, 'utf8'));
const require = createRequire(import.meta.url);

const attempt = async (what) => {
  try {
    await what();
    return 'done';
  } catch (error) {
    return String(error?.code ?? error?.message ?? error).split('\n')[0];
  }
};

/** Runs source in a thread with these options; the thread's own word is the outcome. */
const inThread = (source, options) =>
  new Promise((resolve, reject) => {
    const worker = new workers.Worker(source, { eval: true, ...options });
    worker.once('message', resolve);
    worker.once('error', reject);
    worker.once('exit', () => reject(new Error('thread ended')));
  });
const readInThread = `require('node:fs').readFileSync(${JSON.stringify(secret)}); require('node:worker_threads').parentPort.postMessage(1)`;

const connect = (where) =>
  new Promise((resolve, reject) => {
    const socket = net.connect(where, () => resolve(socket.destroy()));
    socket.once('error', reject);
    setTimeout(() => reject(new Error('no answer')), 2_000);
  });

const attempts = {
  'read a system file': () => fs.readFileSync('/etc/passwd'),
  'read the keys of the data folder': () => fs.readFileSync(secret),
  'read them through a file descriptor': () => fs.closeSync(fs.openSync(secret, 'r')),
  'read them asynchronously': () => fs.promises.readFile(secret),
  'read them as a module': () => require(secret),
  'read them as settings of the environment': () => process.loadEnvFile(secret),
  'read them through this process in /proc': () => fs.readFileSync(`/proc/self/root${secret}`),
  'see the environment of the gateway': () => fs.readFileSync(`/proc/${parent}/environ`),
  'list the root': () => fs.readdirSync('/'),
  'read them in a thread': () => inThread(readInThread, {}),
  'read them in a thread with options of its own': () => inThread(readInThread, { execArgv: [] }),
  'write beside itself': () => fs.writeFileSync(new URL('left-behind', import.meta.url), 'x'),
  'write to a folder of everybody': () => fs.writeFileSync(writable, 'x'),
  'link a readable name to them': () => fs.symlinkSync(secret, writable),
  'leave a snapshot of its memory': () => v8.writeHeapSnapshot(writable),
  'leave a report': () => {
    process.report.directory = '/';
    process.report.writeReport(writable);
  },
  'start a program': () => {
    const { error } = childProcess.spawnSync('/bin/true');
    if (error) throw error;
  },
  'start itself again': () => childProcess.fork(import.meta.filename ?? new URL(import.meta.url).pathname),
  'load native code': () => process.dlopen({ exports: {} }, addon),
  'load a native package': () => require(addon),
  'reach the system interface': () => new (require('node:wasi').WASI)({ version: 'preview1', preopens: { '/': '/' } }),
  'open the debugger': () => require('node:inspector').open(0, '127.0.0.1'),
  'make code of a string': () => new Function('return 1')(),
  'reach internals': () => process.binding('fs'),
  'connect to the gateway': () => connect({ host: '127.0.0.1', port }),
  'connect to a socket file': () => connect({ path: socketFile }),
  'send a datagram': () =>
    new Promise((resolve, reject) => {
      const socket = dgram.createSocket('udp4');
      socket.send('x', port, '127.0.0.1', (error) => (error ? reject(error) : resolve()));
      socket.once('error', reject);
    }),
  'signal the gateway': () => process.kill(parent, 0),
};

const outcomes = { environment: Object.keys(process.env).sort().join(' ') };
for (const [name, what] of Object.entries(attempts)) outcomes[name] = await attempt(what);
fs.writeSync(3, `${JSON.stringify(outcomes)}\n`);
process.exit(0);
