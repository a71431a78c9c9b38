import type { RecipientResult } from '../core/journal.ts';

/** First pause of a route, and the longest. */
const FIRST_PAUSE_MS = 5_000;
const LONGEST_PAUSE_MS = 5 * 60_000;

/** Outcomes that speak of the route, not of the mail. */
const ROUTE_TROUBLE = new Set(['hop-unreachable', 'hop-tls-failed', 'hop-timeout']);

/** Whether an attempt shows that the route itself does not work. */
export const isRouteTrouble = (results: readonly RecipientResult[]): boolean =>
  results.length > 0 && results.every((result) => ROUTE_TROUBLE.has(result.outcome));

/**
 * Circuit breaker of one route: after some failures in a row it pauses, twice as long each time, and then lets one delivery
 * through to see. Without it a dead hop would use up every claim, and its recovery would be met by all waiting mail at once.
 */
export class Breaker {
  private readonly limit: number;
  private failures = 0;
  private pauseMs = 0;
  private until = 0;

  /** @param limit failures in a row that open it */
  constructor(limit: number) {
    this.limit = limit;
  }

  /** The route has failed and has not been seen working since. */
  get open(): boolean {
    return this.pauseMs > 0;
  }

  /** Deliveries that may be under way at once: none during a pause, one probe after it, all while it works. */
  allowance(now: number, all: number): number {
    if (!this.open) return all;
    return now < this.until ? 0 : 1;
  }

  /** When the pause ends; null while there is none. */
  pausedUntil(now: number): number | null {
    return this.open && now < this.until ? this.until : null;
  }

  /** Takes the result of an attempt. @param jitter 0 ≤ x < 1 */
  note(results: readonly RecipientResult[], now: number, jitter: number): void {
    if (!isRouteTrouble(results)) {
      this.failures = 0;
      this.pauseMs = 0;
      return;
    }
    // Attempts that were under way when the pause began say nothing new.
    if (++this.failures < this.limit || now < this.until) return;
    this.pauseMs = Math.min(LONGEST_PAUSE_MS, Math.max(FIRST_PAUSE_MS, this.pauseMs * 2));
    this.until = now + this.pauseMs * (0.75 + jitter / 2);
  }
}
