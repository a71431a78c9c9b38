/** One inspector process as the pool sees it: a mail at work and at most one behind it, killed when it oversteps. */
import type { PartPath } from '../core/brand.ts';
import type { UninspectedReason } from '../core/finding.ts';
import type { InspectionReport } from '../core/inspection.ts';
import { GatewayError } from '../core/outcomes.ts';
import { closeMark, frameOf, readLines, readMark } from './channel.ts';
import { readHeard, readMarked } from './heard.ts';
import { programPid, startProcess, type Fence, type FencedProcess } from './isolation.ts';
import type { FromInspector, InspectionJob, InspectorSetUp, ToInspector } from './protocol.ts';

const START_MS = 60_000;
/** More messages than any mail has documents, in all readings of it; a flood would keep the parent from its other work. */
const MAX_MESSAGES = 200_000;

/** How one attempt ended. */
export type AttemptResult =
  | { readonly kind: 'report'; readonly report: InspectionReport }
  | {
      readonly kind: 'failed';
      readonly error: string;
      /** the document that was being read, null when none had been begun */
      readonly part: PartPath | null;
      readonly reason: UninspectedReason;
    }
  /** it was not begun, and waits for an inspector again */
  | { readonly kind: 'returned' };

interface Attempt {
  readonly number: number;
  readonly size: number;
  readonly timeMs: number;
  /** none as long as it waits behind another mail */
  timer: NodeJS.Timeout | undefined;
  begun: number;
  killedFor: 'timeout' | 'limit' | null;
  /** character recognition has begun: its time is given once */
  readsImages: boolean;
  /** it said something that is no message; what it reads is taken for the cause */
  babbled: boolean;
  readonly end: (result: AttemptResult) => void;
}

export class Inspector {
  readonly lane: number;
  readonly ready: Promise<void>;
  wasReady = false;
  ended = false;
  served = 0;
  private readonly child: FencedProcess;
  private readonly fence: Fence;
  /** null once the process has ended */
  private mark: number | null;
  private attempt: Attempt | null = null;
  /** handed over while another is at work */
  private behind: Attempt | null = null;
  /** taken back; it may have begun with it already, and says which of the two when it comes to it */
  private leaving: Attempt | null = null;
  private retiring: (() => void) | null = null;
  private diagnostics = '';
  private readonly gone: Promise<void>;
  private ocrMs = 0;
  private messages = 0;
  private killed = false;
  private knownPid: number | undefined;

  /**
   * Starts the process, which loads its program; it becomes ready once it has got its set-up.
   * @param lane number within the pool; 0 is kept for small mails
   * @param onEnd called once when the process has ended, for whatever reason
   */
  constructor(lane: number, fence: Fence, onEnd: () => void) {
    this.lane = lane;
    this.fence = fence;
    this.child = startProcess(fence);
    this.mark = this.child.mark;
    this.child.stderr.setEncoding('utf8').on('data', (chunk: string) => {
      this.diagnostics = (this.diagnostics + chunk).slice(-2_000);
    });
    let becomeReady: () => void = () => undefined;
    let failReady: (error: Error) => void = () => undefined;
    this.ready = new Promise((resolve, reject) => {
      becomeReady = resolve;
      failReady = reject;
    });
    this.ready.catch(() => undefined); // whoever waits sees it; nobody must
    const startTimer = setTimeout(() => this.child.kill('SIGKILL'), START_MS);
    this.gone = new Promise((resolve) => {
      const end = (): void => {
        if (this.ended) return;
        this.ended = true;
        clearTimeout(startTimer);
        failReady(new GatewayError('cannot-inspect', `inspector ended before it was ready: ${this.lastWords()}`));
        this.fail(this.endingWords());
        this.hasLeft();
        this.retiring?.();
        closeMark(this.mark);
        this.mark = null;
        resolve();
        onEnd();
      };
      this.child.once('close', end); // its last words have been read by then
      this.child.once('error', end);
    });
    this.child.stdin.on('error', () => undefined); // a failed write shows as the process's end
    readLines(
      this.child.upwards,
      (line) => {
        if (this.ended) return;
        const message = readHeard(line, (number) => this.sizeOf(number));
        if (message === null || ++this.messages > MAX_MESSAGES) this.babble();
        else if (message.type === 'ready') {
          this.wasReady = true;
          clearTimeout(startTimer);
          becomeReady();
        } else this.hear(message);
      },
      () => this.babble(),
    );
  }

  /** Gives it what it needs before its first mail; once. */
  setUp(setUp: InspectorSetUp): void {
    this.send({ type: 'set-up', setUp });
  }

  /** Process id of the program itself, whose memory is watched. */
  get pid(): number | undefined {
    this.knownPid ??= this.wasReady ? programPid(this.child, this.fence.isolation) : undefined;
    return this.knownPid;
  }

  /** May take a mail now. */
  get idle(): boolean {
    return this.attempt === null && this.mayTake;
  }

  private get mayTake(): boolean {
    return this.wasReady && !this.ended && !this.killed && this.retiring === null && this.leaving === null;
  }

  /** At work on a mail of at most so many bytes for less than so many milliseconds; may take another behind it. */
  isQuick(bytes: number, ms: number): boolean {
    return this.attempt !== null && this.mayTake && this.attempt.size <= bytes && !this.isSlow(ms);
  }

  /** At work on the same mail for longer than so many milliseconds. */
  isSlow(ms: number): boolean {
    return this.attempt !== null && performance.now() - this.attempt.begun > ms;
  }

  /** A mail waits behind the one at work. */
  get hasBehind(): boolean {
    return this.behind !== null;
  }

  /** Has a mail at this moment. */
  get atWork(): boolean {
    return this.attempt !== null;
  }

  private sizeOf(number: number): number {
    return [this.attempt, this.leaving].find((one) => one?.number === number)?.size ?? 0;
  }

  private endingWords(): string {
    if (this.attempt?.babbled === true) return 'inspector sent no valid message';
    return this.attempt?.killedFor === null ? `inspector died: ${this.lastWords()}` : 'inspector stopped';
  }

  /** Only the kind of trouble: V8's and Node's own words, never what the mail held. */
  private lastWords(): string {
    if (/heap out of memory|Allocation failed/iu.test(this.diagnostics)) return 'out of memory';
    const named = /(?:^|\n)\w*Error(?: \[[A-Z_]+\])?/u.exec(this.diagnostics)?.[0].trim();
    return named ?? this.child.signalCode ?? `exit code ${this.child.exitCode ?? 'unknown'}`;
  }

  private send(message: ToInspector): void {
    if (this.child.stdin.writable) this.child.stdin.write(frameOf(message));
  }

  /** It speaks, but no message of ours: a document has taken it over, or it is a different build. Nothing it says counts. */
  private babble(): void {
    if (this.attempt !== null) this.attempt.babbled = true;
    this.killed = true;
    this.child.kill('SIGKILL');
  }

  /**
   * Has one mail inspected, after the one at work when there is one; its time begins then.
   * @param timeMs wall clock after which the process is killed
   * @param ocrMs what is added once the inspector begins to read images
   * @returns how it ended; never rejects
   */
  inspect(
    job: InspectionJob,
    skip: readonly (readonly [PartPath, UninspectedReason])[],
    timeMs: number,
    ocrMs: number,
  ): Promise<AttemptResult> {
    const number = ++this.served;
    this.ocrMs = ocrMs;
    return new Promise((resolve) => {
      const attempt: Attempt = {
        number,
        size: job.bytes?.length ?? job.size,
        timeMs,
        killedFor: null,
        readsImages: false,
        babbled: false,
        end: resolve,
        timer: undefined,
        begun: 0,
      };
      if (this.attempt === null) this.begin(attempt);
      else this.behind = attempt;
      this.send({ type: 'inspect', number, job, skip });
      if (this.ended) this.fail('inspector was gone');
    });
  }

  private begin(attempt: Attempt): void {
    attempt.begun = performance.now();
    attempt.timer = setTimeout(() => this.kill('timeout'), attempt.timeMs);
    this.messages = 0;
    this.attempt = attempt;
  }

  /** Takes back the mail that waits behind the one at work, if there is one. */
  takeBack(): void {
    const { behind } = this;
    if (behind === null) return;
    this.behind = null;
    this.leaving = behind;
    behind.timer = setTimeout(() => this.kill('timeout'), START_MS + behind.timeMs);
    this.send({ type: 'leave', number: behind.number });
    behind.end({ kind: 'returned' });
  }

  private hasLeft(): void {
    clearTimeout(this.leaving?.timer);
    this.leaving = null;
  }

  private hear(message: Exclude<FromInspector, { type: 'ready' }>): void {
    const attempt = this.attempt;
    if (message.number === this.leaving?.number) {
      if (message.type !== 'ocr') this.hasLeft();
      return;
    }
    if (attempt?.number !== message.number || attempt.babbled) return;
    switch (message.type) {
      case 'ocr': {
        if (attempt.readsImages) return;
        attempt.readsImages = true;
        clearTimeout(attempt.timer);
        attempt.timer = setTimeout(() => this.kill('timeout'), this.ocrMs + START_MS);
        return;
      }
      case 'report':
        this.finish({ kind: 'report', report: message.report });
        return;
      case 'failed':
        this.finish({ kind: 'failed', error: message.error, part: this.begun(attempt), reason: 'damaged' });
        return;
      case 'left': // said of a mail that was not taken back
        this.babble();
    }
  }

  private fail(error: string): void {
    const attempt = this.attempt;
    if (attempt === null) return;
    const reason = attempt.killedFor ?? (this.lastWords() === 'out of memory' ? 'limit' : 'damaged');
    this.finish({ kind: 'failed', error, part: this.begun(attempt), reason });
  }

  /** The document that was being read; null when none had been begun. */
  private begun(attempt: Attempt): PartPath | null {
    return this.mark === null ? null : readMarked(readMark(this.mark), attempt.number);
  }

  private finish(result: AttemptResult): void {
    const attempt = this.attempt;
    if (attempt === null) return;
    clearTimeout(attempt.timer);
    this.attempt = null;
    attempt.end(result);
    if (this.ended || this.killed) this.takeBack();
    else if (this.behind !== null) {
      const { behind } = this;
      this.behind = null;
      this.begin(behind);
    } else if (this.retiring !== null) this.child.kill('SIGKILL');
  }

  /** Kills the process at once; the mail it was reading fails with this reason. */
  kill(reason: 'timeout' | 'limit' | null = null): void {
    if (this.attempt !== null) this.attempt.killedFor = reason;
    this.killed = true; // its end is heard of later; until then it must get no mail
    this.child.kill('SIGKILL');
  }

  /** Lets the mail at work finish, takes back the one behind it, then ends the process. */
  retire(): Promise<void> {
    if (this.ended) return Promise.resolve();
    this.takeBack();
    return new Promise((resolve) => {
      this.retiring = resolve;
      if (this.attempt === null) this.child.kill('SIGKILL');
    });
  }

  /** Ends the process. */
  async stop(): Promise<void> {
    if (!this.ended) this.child.kill('SIGKILL');
    await this.gone;
  }
}
