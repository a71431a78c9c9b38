/**
 * The pool of inspector processes: hands out mails, keeps one inspector free for small ones, enforces time and memory from
 * outside, replaces what dies or sticks, and tries such a mail once more with the fatal document marked as not inspected.
 */
import { readFileSync } from 'node:fs';
import type { PartPath } from '../core/brand.ts';
import type { DetectorData } from '../core/detector-data.ts';
import type { UninspectedReason } from '../core/finding.ts';
import type { InspectionReport } from '../core/inspection.ts';
import type { Log } from '../core/log.ts';
import { GatewayError } from '../core/outcomes.ts';
import type { ExtractLimits, OcrOptions } from '../extract/extract.ts';
import { Inspector } from './inspector-process.ts';
import type { InspectionJob } from './protocol.ts';

export type { InspectionJob } from './protocol.ts';

/** Mails up to this size may use the inspector that is kept free of long work. */
const SMALL_BYTES = 256 * 1024;
/** An inspector is replaced after this many mails, so that nothing leaks for ever. */
const RECYCLE_AFTER = 50_000;
const WATCH_INTERVAL_MS = 200;
/** An inspector that holds more than this share of its memory is replaced before it takes another mail. */
const RETIRING_SHARE = 0.6;
const QUICK_MS = 20;
const QUICK_MAILS = 100;
/** Attempts on one mail; each failed one marks one more document. */
const ATTEMPTS = 5;
/** Time past the message's own limit before the parent kills: an inspector normally ends by itself. */
const KILL_GRACE_MS = 2_000;

/** Settings of the pool. */
export interface PoolSettings {
  readonly inspectors: number;
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
   * @throws GatewayError 'cannot-inspect' when no attempt came to an end
   */
  inspect(job: InspectionJob): Promise<InspectionReport>;
  /** Takes new detector data: inspectors at work finish with the old ones. */
  reload(detectors: DetectorData): Promise<void>;
  /** mails waiting and at work, inspectors replaced so far */
  stats(): { readonly waiting: number; readonly busy: number; readonly replaced: number };
  close(): Promise<void>;
}

interface Waiting {
  readonly job: InspectionJob;
  readonly skip: Map<PartPath, UninspectedReason>;
  attempts: number;
  /** an inspector ran out of memory that had read other mails before; that may have been their doing, once */
  forgiven: boolean;
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

/** Looks for a successor so often; one that does not start is tried again every second. */
const RELOAD_TRIES = 300;

const isReady = (inspector: Inspector): Promise<boolean> =>
  inspector.ready.then(
    () => true,
    () => false,
  );

class Pool implements Inspectors {
  private readonly settings: PoolSettings;
  private readonly log: Log;
  private detectors: DetectorData;
  private readonly inspectors: Inspector[] = [];
  private readonly queue: Waiting[] = [];
  private readonly watch: NodeJS.Timeout;
  private replaced = 0;
  private closing = false;

  constructor(settings: PoolSettings, detectors: DetectorData, log: Log) {
    this.settings = settings;
    this.detectors = detectors;
    this.log = log;
    this.watch = setInterval(() => this.checkLimits(), WATCH_INTERVAL_MS);
    this.watch.unref();
  }

  async start(): Promise<void> {
    await Promise.all(Array.from({ length: this.settings.inspectors }, (_, lane) => this.startInspector(lane)));
  }

  private async startInspector(lane: number): Promise<void> {
    const { memoryBytes, readable, limits, ocr } = this.settings;
    const inspector = new Inspector(
      lane,
      { memoryBytes, readable },
      { detectors: this.detectors, limits, ocr: { budgetMs: ocr.budgetMs, pages: ocr.pages } },
      () => this.onEnd(inspector),
    );
    this.inspectors[lane] = inspector;
    await inspector.ready;
    this.feed();
  }

  inspect(job: InspectionJob): Promise<InspectionReport> {
    return new Promise((resolve, reject) => {
      this.queue.push({ job, skip: new Map(), attempts: 0, forgiven: false, resolve, reject });
      this.feed();
    });
  }

  /** Lane 0 of several takes small mails only, so that a long document delays nobody's short letter. */
  private mayTake(inspector: Inspector, waiting: Waiting): boolean {
    return (
      inspector.lane > 0 ||
      this.settings.inspectors === 1 ||
      (waiting.job.size <= SMALL_BYTES && waiting.attempts === 0)
    );
  }

  private feed(): void {
    for (const inspector of this.inspectors) {
      if (!inspector.idle) continue;
      const next = this.queue.findIndex((waiting) => this.mayTake(inspector, waiting));
      if (next < 0) continue;
      const [waiting] = this.queue.splice(next, 1);
      if (waiting !== undefined) void this.run(inspector, waiting);
    }
  }

  private async run(inspector: Inspector, waiting: Waiting): Promise<void> {
    waiting.attempts++;
    const timeMs = this.settings.timeoutMs + KILL_GRACE_MS;
    const start = performance.now();
    const result = await inspector.inspect(waiting.job, [...waiting.skip], timeMs, this.settings.ocr.budgetMs);
    if (result.kind === 'report') {
      waiting.resolve(result.report);
      if (inspector.served >= RECYCLE_AFTER || this.hasGrown(inspector, performance.now() - start)) inspector.kill();
      this.feed();
      return;
    }
    this.log.warn(
      { error: result.error, part: result.part, attempt: waiting.attempts, reason: result.reason },
      'inspection attempt failed',
    );
    if (waiting.attempts >= ATTEMPTS || this.closing) {
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

  /** Looked at where a mail took its time, for a quick one cannot have filled much, and now and then for what leaks slowly. */
  private hasGrown(inspector: Inspector, tookMs: number): boolean {
    if (tookMs < QUICK_MS && inspector.served % QUICK_MAILS !== 0) return false;
    return residentBytes(inspector.pid) > this.settings.memoryBytes * RETIRING_SHARE;
  }

  private checkLimits(): void {
    for (const inspector of this.inspectors) {
      if (!inspector.idle && residentBytes(inspector.pid) > this.settings.memoryBytes) inspector.kill('limit');
    }
  }

  private onEnd(inspector: Inspector): void {
    if (this.closing || this.inspectors[inspector.lane] !== inspector) return;
    this.replaced++;
    const start = (): void => {
      if (this.closing) return;
      this.startInspector(inspector.lane).catch((error: unknown) => {
        this.log.error({ error: error instanceof Error ? error.message : 'unknown' }, 'inspector did not start');
      });
    };
    // One that never became ready must not be restarted in a tight loop.
    if (inspector.wasReady) start();
    else setTimeout(start, 1_000).unref();
  }

  async reload(detectors: DetectorData): Promise<void> {
    this.detectors = detectors;
    for (const inspector of [...this.inspectors]) {
      // One that is only starting may have been given the old data.
      await inspector.ready.catch(() => undefined);
      await inspector.retire();
      await this.successorOf(inspector);
    }
  }

  /** Waits until an inspector has taken the place of this one; one that does not start is tried again by onEnd. */
  private async successorOf(old: Inspector): Promise<void> {
    for (let tries = 0; !this.closing && tries < RELOAD_TRIES; tries++) {
      const current = this.inspectors[old.lane];
      if (current !== undefined && current !== old && (await isReady(current))) return;
      await new Promise((resolve) => setTimeout(resolve, WATCH_INTERVAL_MS));
    }
    if (!this.closing) throw new GatewayError('cannot-inspect', 'no inspector started with the new rules');
  }

  stats(): { waiting: number; busy: number; replaced: number } {
    return { waiting: this.queue.length, busy: this.inspectors.filter((i) => !i.idle).length, replaced: this.replaced };
  }

  async close(): Promise<void> {
    this.closing = true;
    clearInterval(this.watch);
    for (const waiting of this.queue.splice(0)) {
      waiting.reject(new GatewayError('shutting-down', 'closing before the inspection began'));
    }
    await Promise.all(this.inspectors.map((inspector) => inspector.stop()));
  }
}

/**
 * Starts the pool and waits until every inspector is ready.
 * @throws GatewayError 'cannot-inspect' when an inspector does not start
 */
export async function startInspectors(settings: PoolSettings, detectors: DetectorData, log: Log): Promise<Inspectors> {
  const pool = new Pool(settings, detectors, log);
  try {
    await pool.start();
  } catch (error) {
    await pool.close();
    throw error;
  }
  return pool;
}
