/**
 * The pool of inspector processes: hands out mails, keeps one inspector free for small ones, enforces time and memory from
 * outside, replaces what dies or sticks, and tries such a mail once more with the fatal document marked as not inspected.
 */
import { readFileSync } from 'node:fs';
import { availableParallelism } from 'node:os';
import type { PartPath } from '../core/brand.ts';
import type { DetectorData } from '../core/detector-data.ts';
import type { UninspectedReason } from '../core/finding.ts';
import type { InspectionReport } from '../core/inspection.ts';
import type { Log } from '../core/log.ts';
import { GatewayError } from '../core/outcomes.ts';
import type { ExtractLimits, OcrOptions } from '../extract/extract.ts';
import { Inspector } from './inspector-process.ts';
import { probeIsolation, type Fence } from './isolation.ts';
import type { InspectionJob } from './protocol.ts';

export type { InspectionJob } from './protocol.ts';

/** Mails up to this size may use the inspector that is kept free of long work. */
const SMALL_BYTES = 256 * 1024;
/** An inspector is replaced after this many mails, so that nothing leaks for ever. */
const RECYCLE_AFTER = 50_000;
const WATCH_INTERVAL_MS = 200;
/** An inspector that holds more than this share of its memory is replaced before it takes another mail. */
const RETIRING_SHARE = 0.6;
/** A mail at work for longer than this is no quick one: what waits behind it goes to another inspector. */
const SLOW_MS = 25;
/** How long a mail waits for an inspector that reads quick ones before another takes it, where processors are few. */
const HOLD_MS = 20;
const QUICK_MS = 20;
const QUICK_MAILS = 100;
/** Attempts on one mail; each failed one marks one more document. */
const ATTEMPTS = 5;
/** Time past the message's own limit before the parent kills: an inspector normally ends by itself. */
const KILL_GRACE_MS = 2_000;

/** Settings of the pool. */
export interface PoolSettings {
  /** the most that run */
  readonly inspectors: number;
  /** when those after the first start: as soon as that one is ready, or each once mails have had to wait */
  readonly others: 'at-once' | 'on-demand';
  readonly timeoutMs: number;
  readonly memoryBytes: number;
  readonly ocr: OcrOptions;
  readonly limits: ExtractLimits;
  /** folders inspectors may read: the spool */
  readonly readable: readonly string[];
}

/** The pool as the pipeline and `scan` see it. */
export interface Inspectors {
  /**
   * Inspects one mail.
   * @param taken called whenever an inspector takes it up, at last by the one whose report is returned: what belongs together
   *   with the detectors of that moment is to be noted then
   * @throws GatewayError 'cannot-inspect' when no attempt came to an end, 'shutting-down' when the pool closes before
   */
  inspect(job: InspectionJob, taken?: () => void): Promise<InspectionReport>;
  /**
   * Takes new detector data, all or nothing: as many inspectors as there are start with the new data beside the old ones, and
   * take their places at one moment, once all of them can inspect. The old ones finish what they are at.
   * @param adopted called at that moment, before another mail is taken up
   * @throws GatewayError 'cannot-inspect' when one of them does not start: the old ones go on as if nothing had been
   */
  reload(detectors: DetectorData, adopted?: () => void): Promise<void>;
  /** mails waiting and at work, inspectors replaced so far */
  stats(): { readonly waiting: number; readonly busy: number; readonly replaced: number };
  close(): Promise<void>;
}

interface Waiting {
  readonly job: InspectionJob;
  readonly taken: () => void;
  readonly skip: Map<PartPath, UninspectedReason>;
  attempts: number;
  /** an inspector ran out of memory that had read other mails before; that may have been their doing, once */
  forgiven: boolean;
  readonly since: number;
  readonly resolve: (report: InspectionReport) => void;
  readonly reject: (error: unknown) => void;
}

/** Resident memory of a process in bytes; 0 where /proc does not tell. */
function residentBytes(pid: number | undefined): number {
  if (pid === undefined) return 0;
  try {
    return Number(readFileSync(`/proc/${pid}/statm`, 'latin1').split(' ')[1] ?? 0) * 4096;
  } catch {
    return 0; // the process has just ended, or the platform has no /proc
  }
}

/** Which part of the mail, without the names of files inside it: a name is content, and this goes to the log. */
const sectionOf = (part: PartPath | null): string | null => part?.split('!', 1)[0] ?? null;

/** A mail that may be read quickly: not large, and none that cost an inspector its life. */
const isSmall = ({ job, attempts }: Waiting): boolean => job.size <= SMALL_BYTES && attempts === 0;

/** The lane of the inspector that starts first: one that takes mails of every size. */
const firstLane = (settings: PoolSettings): number => settings.inspectors - 1;

/** Another inspector is started after this many looks in a row, WATCH_INTERVAL_MS apart, that found mails waiting. */
const BUSY_LOOKS = 2;

class Pool implements Inspectors {
  private readonly settings: PoolSettings;
  private readonly log: Log;
  private detectors: DetectorData;
  private readonly fence: Fence;
  /** by lane; those that are still to start have none */
  private readonly inspectors = new Map<number, Inspector>();
  /** without a lane: started for a reload that is not through, or finishing with the detectors before the last one */
  private readonly aside = new Set<Inspector>();
  private readonly queue: Waiting[] = [];
  private readonly watch: NodeJS.Timeout;
  private replaced = 0;
  private closing = false;
  /** looks in a row that found mails waiting */
  private busyLooks = 0;
  /** another turn at mails that wait for an inspector at work */
  private turn: NodeJS.Timeout | null = null;
  /**
   * With as many inspectors as processors the gateway's own thread has none left, and each process that runs drives the
   * others' code and data out of the caches: one inspector alone then reads quick mails faster than two.
   */
  private readonly sparing: boolean;

  constructor(settings: PoolSettings, detectors: DetectorData, log: Log, fence: Fence) {
    this.settings = settings;
    this.detectors = detectors;
    this.log = log;
    this.fence = fence;
    this.sparing = settings.inspectors >= availableParallelism();
    this.watch = setInterval(() => this.look(), WATCH_INTERVAL_MS);
    this.watch.unref();
  }

  /** Begins work as soon as the first inspector can. */
  async start(first: Inspector): Promise<void> {
    await this.take(first);
    if (this.settings.others === 'at-once') while (this.startAnother());
  }

  private startInspector(lane: number): Promise<void> {
    const inspector: Inspector = new Inspector(lane, this.fence, () => this.onEnd(inspector));
    return this.take(inspector);
  }

  /** Makes a started process one of ours, and gives it work once it is ready. */
  private async take(inspector: Inspector): Promise<void> {
    this.inspectors.set(inspector.lane, inspector);
    await this.setUp(inspector, this.detectors);
    this.feed();
  }

  /** Resolves once it can inspect. */
  private setUp(inspector: Inspector, detectors: DetectorData): Promise<void> {
    const { limits, ocr } = this.settings;
    inspector.setUp({ detectors, limits, ocr: { budgetMs: ocr.budgetMs, pages: ocr.pages } });
    return inspector.ready;
  }

  private startInBackground(lane: number): void {
    if (this.closing) return;
    this.startInspector(lane).catch((error: unknown) => {
      if (this.closing) return;
      this.log.error({ error: error instanceof Error ? error.message : 'unknown' }, 'inspector did not start');
    });
  }

  /** Starts the next lane that has no inspector yet. @returns false when all have one */
  private startAnother(): boolean {
    const missing = firstLane(this.settings) - this.inspectors.size;
    if (missing < 0) return false;
    this.startInBackground(missing);
    return true;
  }

  private look(): void {
    this.checkLimits();
    this.busyLooks =
      this.queue.length > 0 && [...this.inspectors.values()].every((one) => one.wasReady) ? this.busyLooks + 1 : 0;
    if (this.busyLooks < BUSY_LOOKS) return;
    this.busyLooks = 0;
    this.startAnother();
  }

  inspect(job: InspectionJob, taken: () => void = () => undefined): Promise<InspectionReport> {
    if (this.closing) return Promise.reject(new GatewayError('shutting-down', 'closing before the inspection began'));
    return new Promise((resolve, reject) => {
      this.queue.push({
        job,
        taken,
        skip: new Map(),
        attempts: 0,
        forgiven: false,
        since: performance.now(),
        resolve,
        reject,
      });
      this.feed();
    });
  }

  /** Lane 0 of several takes small mails only, so that a long document delays nobody's short letter. */
  private mayTake(inspector: Inspector, waiting: Waiting): boolean {
    return inspector.lane > 0 || this.settings.inspectors === 1 || isSmall(waiting);
  }

  private feed(): void {
    const inspectors = [...this.inspectors.values()];
    const [first] = inspectors;
    const idle = inspectors.filter((inspector) => inspector.idle);
    if (idle.length > 0) for (const inspector of inspectors) if (inspector.isSlow(SLOW_MS)) inspector.takeBack();
    for (const inspector of idle) {
      const isHeld = this.sparing && inspector !== first && first?.isQuick(SMALL_BYTES, SLOW_MS) === true;
      this.give(inspector, (waiting) => !isHeld || performance.now() - waiting.since > HOLD_MS);
    }
    for (const inspector of inspectors)
      if (!inspector.hasBehind && inspector.isQuick(SMALL_BYTES, SLOW_MS)) this.give(inspector, isSmall);
    this.feedAgain(inspectors);
  }

  /** Hands over the first mail that it may take and that is wanted. */
  private give(inspector: Inspector, isWanted: (waiting: Waiting) => boolean): void {
    const next = this.queue.findIndex((waiting) => this.mayTake(inspector, waiting) && isWanted(waiting));
    const [waiting] = next < 0 ? [] : this.queue.splice(next, 1);
    if (waiting !== undefined) void this.run(inspector, waiting);
  }

  /** Where mails wait although an inspector is idle, nothing else may happen that would give them one. */
  private feedAgain(inspectors: readonly Inspector[]): void {
    const isWaiting = this.queue.length > 0 || inspectors.some((inspector) => inspector.hasBehind);
    if (this.turn !== null || !isWaiting || inspectors.length < 2) return;
    this.turn = setTimeout(() => {
      this.turn = null;
      if (!this.closing) this.feed();
    }, HOLD_MS);
    this.turn.unref();
  }

  private async run(inspector: Inspector, waiting: Waiting): Promise<void> {
    waiting.attempts++;
    waiting.taken();
    const timeMs = this.settings.timeoutMs + KILL_GRACE_MS;
    const start = performance.now();
    const result = await inspector.inspect(waiting.job, [...waiting.skip], timeMs, this.settings.ocr.budgetMs);
    if (result.kind === 'returned') {
      this.takeBack(waiting);
      return;
    }
    if (result.kind === 'report') {
      waiting.resolve(result.report);
      // not killed: it may be at the next mail by now
      if (inspector.served >= RECYCLE_AFTER || this.hasGrown(inspector, performance.now() - start))
        void inspector.retire();
      this.feed();
      return;
    }
    this.log.warn(
      { error: result.error, part: sectionOf(result.part), attempt: waiting.attempts, reason: result.reason },
      'inspection attempt failed',
    );
    if (this.closing) {
      // Not the mail's doing: one that was accepted already is inspected at the next start.
      waiting.reject(new GatewayError('shutting-down', 'closing before the inspection ended'));
    } else if (waiting.attempts >= ATTEMPTS) {
      waiting.reject(
        new GatewayError('cannot-inspect', `inspection failed ${waiting.attempts} times: ${result.error}`),
      );
    } else {
      if (result.reason === 'limit' && inspector.served > 1 && !waiting.forgiven) waiting.forgiven = true;
      else if (result.part !== null) waiting.skip.set(result.part, result.reason);
      this.queue.unshift(waiting);
    }
    this.feed();
  }

  /** An inspector had it and did not begin. */
  private takeBack(waiting: Waiting): void {
    if (this.closing) {
      waiting.reject(new GatewayError('shutting-down', 'closing before the inspection began'));
      return;
    }
    waiting.attempts--;
    this.queue.unshift(waiting);
    this.feed();
  }

  /** Looked at where a mail took its time, for a quick one cannot have filled much, and now and then for what leaks slowly. */
  private hasGrown(inspector: Inspector, tookMs: number): boolean {
    if (tookMs < QUICK_MS && inspector.served % QUICK_MAILS !== 0) return false;
    return residentBytes(inspector.pid) > this.settings.memoryBytes * RETIRING_SHARE;
  }

  /** At a mail with the detectors before the last reload. */
  private finishing(): readonly Inspector[] {
    return [...this.aside].filter((inspector) => inspector.atWork);
  }

  private checkLimits(): void {
    for (const inspector of [...this.inspectors.values(), ...this.finishing()]) {
      if (!inspector.idle && residentBytes(inspector.pid) > this.settings.memoryBytes) inspector.kill('limit');
    }
  }

  /** Told by each inspector when its process has ended. */
  onEnd(inspector: Inspector): void {
    this.aside.delete(inspector);
    const isOurs = (): boolean => !this.closing && this.inspectors.get(inspector.lane) === inspector;
    if (!isOurs()) return;
    this.replaced++;
    const start = (): void => {
      if (isOurs()) this.startInBackground(inspector.lane);
    };
    // One that never became ready must not be restarted in a tight loop.
    if (inspector.wasReady) start();
    else setTimeout(start, 1_000).unref();
  }

  async reload(detectors: DetectorData, adopted: () => void = () => undefined): Promise<void> {
    const successors = await this.startSuccessors(detectors);
    const old = [...this.inspectors.values()];
    this.detectors = detectors;
    for (const inspector of successors) {
      this.aside.delete(inspector);
      this.inspectors.set(inspector.lane, inspector);
    }
    adopted();
    for (const inspector of old) {
      if (inspector.ended) continue;
      this.aside.add(inspector);
      void inspector.retire();
    }
    this.feed();
  }

  /** One for every lane that has an inspector, all of them ready; one after the other, for they share the machine with mail. */
  private async startSuccessors(detectors: DetectorData): Promise<readonly Inspector[]> {
    const started = new Map<number, Inspector>();
    const startNext = async (lane: number): Promise<void> => {
      if (this.closing) throw new GatewayError('shutting-down', 'closing before the new rules were taken');
      const inspector: Inspector = new Inspector(lane, this.fence, () => this.onEnd(inspector));
      started.set(lane, inspector);
      this.aside.add(inspector);
      await this.setUp(inspector, detectors);
    };
    // While they start, a further lane may get its first inspector.
    const missing = (): number | undefined => [...this.inspectors.keys()].find((lane) => !started.has(lane));
    try {
      for (let lane = missing(); lane !== undefined; lane = missing()) await startNext(lane);
      if ([...started.values()].some((inspector) => inspector.ended))
        throw new GatewayError('cannot-inspect', 'an inspector ended before all of them were ready');
    } catch (error) {
      await Promise.all([...started.values()].map((inspector) => inspector.stop()));
      throw error;
    }
    return [...started.values()];
  }

  stats(): { waiting: number; busy: number; replaced: number } {
    return {
      waiting: this.queue.length,
      busy: [...this.inspectors.values()].filter((one) => !one.idle).length + this.finishing().length,
      replaced: this.replaced,
    };
  }

  async close(): Promise<void> {
    this.closing = true;
    clearInterval(this.watch);
    clearTimeout(this.turn ?? undefined);
    for (const waiting of this.queue.splice(0)) {
      waiting.reject(new GatewayError('shutting-down', 'closing before the inspection began'));
    }
    await Promise.all([...this.inspectors.values(), ...this.aside].map((inspector) => inspector.stop()));
  }
}

/** A first inspector whose process is loading its program, while the caller reads what it is to be set up with. */
export interface PreparedInspectors {
  /**
   * Sets it up and waits until it can inspect; the others follow.
   * @throws GatewayError 'cannot-inspect' when it does not start
   */
  start(detectors: DetectorData, log: Log): Promise<Inspectors>;
  /** Ends it where it is not wanted after all; after start() the pool's own close() does that. */
  close(): Promise<void>;
}

/** Starts the process of the first inspector. Folders of the settings must exist. Never rejects: what fails shows in start(). */
export async function prepareInspectors(settings: PoolSettings): Promise<PreparedInspectors> {
  const { memoryBytes, readable } = settings;
  const fence: Fence = { memoryBytes, readable, isolation: await probeIsolation() };
  let pool: Pool | null = null;
  const first: Inspector = new Inspector(firstLane(settings), fence, () => pool?.onEnd(first));
  return {
    async start(detectors, log) {
      pool = new Pool(settings, detectors, log, fence);
      try {
        await pool.start(first);
      } catch (error) {
        await pool.close();
        throw error;
      }
      return pool;
    },
    close: () => first.stop(),
  };
}

/**
 * Starts the pool and waits until it can inspect.
 * @throws GatewayError 'cannot-inspect' when the first inspector does not start
 */
export async function startInspectors(settings: PoolSettings, detectors: DetectorData, log: Log): Promise<Inspectors> {
  return (await prepareInspectors(settings)).start(detectors, log);
}
