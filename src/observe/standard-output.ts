/**
 * Standard output for the log. Whoever reads it may stall, or its disk be full: mail goes on meanwhile. Nothing here waits, and
 * what waits to be written is bounded: beyond that lines of level info and debug are left out first, then all, and it is said
 * how many. What a process that is killed (kill -9, power) had not yet written is lost: the lines of the last GATHER_MS, and
 * while the reader stalls, up to the bounds. Mail does not depend on them; the audit trail is in the store.
 */
import { writeSync } from 'node:fs';

/** Lines that come within this time are written together: every mail has several. */
const GATHER_MS = 10;
/** Between tries while nobody reads. */
const RETRY_MS = 50;
/** So much waits at most, in UTF-16 units; warnings and errors may fill it twice. */
const MAX_WAITING = 1_048_576;
/** A process that ends waits so long for its reader. */
const LAST_WORDS_MS = 1_000;

const SLEEPER = new Int32Array(new SharedArrayBuffer(4));

/** Where lines go. */
export interface LineOutput {
  /** @param important level warn or error */
  write(line: string, important: boolean): void;
  /** lines left out since the start */
  dropped(): number;
}

/** What writes bytes: fs.writeSync on a file descriptor that does not block. Throws when nothing can be taken now. */
export type WriteBytes = (bytes: Buffer) => number;

class BoundedOutput implements LineOutput {
  private readonly writeBytes: WriteBytes;
  private lines = '';
  /** taken from `lines`, not written yet */
  private piece: Buffer = Buffer.alloc(0);
  private timer: NodeJS.Timeout | null = null;
  private lost = 0;
  private lostUnsaid = 0;

  constructor(writeBytes: WriteBytes) {
    this.writeBytes = writeBytes;
  }

  write(line: string, important: boolean): void {
    if (this.lines.length + this.piece.length > (important ? 2 * MAX_WAITING : MAX_WAITING)) {
      this.lost++;
      this.lostUnsaid++;
      return;
    }
    this.lines += this.missing() + line;
    this.later(GATHER_MS);
  }

  dropped(): number {
    return this.lost;
  }

  /** The process ends: the only time when the reader is waited for, and not for long. */
  flush(): void {
    const end = performance.now() + LAST_WORDS_MS;
    while (this.writeNow() === 'full' && performance.now() < end) Atomics.wait(SLEEPER, 0, 0, 5);
  }

  private later(ms: number): void {
    if (this.timer !== null) return;
    this.timer = setTimeout(() => {
      this.timer = null;
      if (this.writeNow() !== 'written') this.later(RETRY_MS);
    }, ms);
    // A process that has nothing else to do does not stay for a reader that stalls.
    if (ms === RETRY_MS) this.timer.unref();
  }

  /** @returns 'full' while nobody reads; 'failed' when the reader is gone or the disk is full */
  private writeNow(): 'written' | 'full' | 'failed' {
    try {
      for (;;) {
        if (this.piece.length === 0) {
          this.piece = Buffer.from(this.lines + this.missing());
          this.lines = '';
        }
        if (this.piece.length === 0) return 'written';
        this.piece = this.piece.subarray(this.writeBytes(this.piece));
      }
    } catch (error) {
      // A log that cannot be written is no reason to stop mail.
      return error instanceof Error && 'code' in error && error.code === 'EAGAIN' ? 'full' : 'failed';
    }
  }

  /** The line that stands where others are missing; '' when none are. */
  private missing(): string {
    if (this.lostUnsaid === 0) return '';
    const msg = 'log lines are missing here: nobody read them, or the disk was full';
    const line = { level: 'warn', time: new Date().toISOString(), dropped: this.lostUnsaid, msg };
    this.lostUnsaid = 0;
    return `${JSON.stringify(line)}\n`;
  }
}

/** Lines to bytes, for the tests; a process uses `standardOutput()`. */
export const boundedOutput = (writeBytes: WriteBytes): LineOutput & { flush(): void } => new BoundedOutput(writeBytes);

let shared: LineOutput | null = null;

/** The one standard output of this process: lines of several logs keep their order. */
export function standardOutput(): LineOutput {
  if (shared !== null) return shared;
  // Looked at, Node sets a pipe or socket so that writing to it does not block.
  const { fd } = process.stdout;
  const output = boundedOutput((bytes) => writeSync(fd, bytes));
  process.on('exit', () => output.flush());
  shared = output;
  return output;
}

/** Log lines that this process has left out. */
export const droppedLogLines = (): number => shared?.dropped() ?? 0;
