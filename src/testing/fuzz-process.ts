/** One fenced-off process of the fuzz run as its parent sees it: crash, hang and hunger become failures with a name. */
import { fork, type ChildProcess } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { TIME_MS, type FuzzAnswer } from './fuzz-limits.ts';

const WORKER = fileURLToPath(new URL('fuzz-worker.ts', import.meta.url));
const HEAP_MEGABYTES = 384;
/** Resident memory that a mail of a few megabytes may never reach. */
const MEMORY_BYTES = 900 * 1024 * 1024;
/** Processor time past the inspection's own limit before it counts as stuck. */
const GRACE_MS = 4_000;
/** Wall clock after which a process that uses no processor time counts as stuck as well. */
const WALL_MS = 120_000;
const WATCH_MS = 100;
const CLOCK_TICK_MS = 10;

interface Usage {
  readonly residentBytes: number;
  readonly cpuMs: number;
}

function usageOf(pid: number): Usage {
  try {
    const fields = readFileSync(`/proc/${pid}/stat`, 'latin1').split(') ')[1]?.split(' ') ?? [];
    return {
      residentBytes: Number(fields[21] ?? 0) * 4096,
      cpuMs: (Number(fields[11] ?? 0) + Number(fields[12] ?? 0)) * CLOCK_TICK_MS,
    };
  } catch {
    return { residentBytes: 0, cpuMs: 0 }; // ended, or no /proc on this platform
  }
}

/** Starts its process when it is needed and again when it died. */
export class FuzzProcess {
  private child: ChildProcess | null = null;
  /** most memory seen, over all processes of this lane */
  peakBytes = 0;

  private async started(): Promise<ChildProcess> {
    if (this.child?.connected === true) return this.child;
    const child = fork(WORKER, [], {
      execArgv: ['--import', 'tsx', `--max-old-space-size=${HEAP_MEGABYTES}`, '--no-warnings'],
      serialization: 'advanced',
      stdio: ['ignore', 'ignore', 'pipe', 'ipc'],
    });
    this.child = child;
    await new Promise<void>((resolve, reject) => {
      let words = '';
      child.stderr?.on('data', (chunk: Buffer) => {
        words = (words + chunk.toString('latin1')).slice(-2_000);
      });
      child.once('message', () => resolve());
      child.once('exit', () => reject(new Error(`the fuzz worker does not start: ${words}`)));
    });
    return child;
  }

  /** Ends the process; the next question starts another. */
  stop(): void {
    this.child?.kill('SIGKILL');
    this.child = null;
  }

  /**
   * Has one mail inspected.
   * @param fresh in a process that has seen no other mail
   */
  async ask(bytes: Uint8Array, fresh = false): Promise<FuzzAnswer> {
    if (fresh) this.stop();
    const child = await this.started();
    const pid = child.pid ?? 0;
    const begun = { cpuMs: usageOf(pid).cpuMs, at: Date.now() };
    return new Promise((resolve) => {
      const finish = (answer: FuzzAnswer, over: boolean): void => {
        clearInterval(watch);
        child.removeAllListeners('message').removeAllListeners('exit');
        if (over) this.stop();
        resolve(answer);
      };
      const fail = (failure: string, ms: number): void => finish({ failures: [failure], ms }, true);
      const watch = setInterval(() => {
        const { residentBytes, cpuMs } = usageOf(pid);
        this.peakBytes = Math.max(this.peakBytes, residentBytes);
        const ms = cpuMs - begun.cpuMs;
        if (residentBytes > MEMORY_BYTES) fail('memory', ms);
        else if (ms > TIME_MS + GRACE_MS || Date.now() - begun.at > WALL_MS) fail('hang', ms);
      }, WATCH_MS);
      child.once('message', (answer: FuzzAnswer) => finish(answer, false));
      child.once('exit', (code, signal) => fail(`crash ${signal ?? `exit code ${code ?? 'unknown'}`}`, 0));
      child.send({ bytes }, () => undefined); // a failed send shows as the process's end
    });
  }
}
