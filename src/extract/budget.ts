/** One budget for everything expanded out of a message, shared by all readers and all depths. */

/** Limits of one message; all finite. */
export interface ExtractLimits {
  /** containers in containers */
  readonly depth: number;
  /** files found inside containers, all levels together */
  readonly entries: number;
  /** bytes produced by decompression and decoding */
  readonly expandedBytes: number;
  /** expanded size of one container divided by its own size; checked above 10 MB */
  readonly ratio: number;
  /** UTF-16 units of text handed to the detectors */
  readonly textLength: number;
  /** milliseconds for the whole message */
  readonly timeMs: number;
}

export const DEFAULT_LIMITS: ExtractLimits = {
  depth: 8,
  entries: 10_000,
  expandedBytes: 256 * 1024 * 1024,
  ratio: 200,
  textLength: 64 * 1024 * 1024,
  timeMs: 20_000,
};

/** Thrown inside a reader when the budget is spent; the walk turns it into `uninspected: limit`. */
export class BudgetSpent extends Error {
  /** which limit, for people: 'more than 10000 files inside' */
  readonly limit: string;
  readonly reason: 'limit' | 'timeout';
  constructor(limit: string, reason: 'limit' | 'timeout' = 'limit') {
    super(limit);
    this.name = 'BudgetSpent';
    this.limit = limit;
    this.reason = reason;
  }
}

/** Counts what is spent. Every `spend…` throws BudgetSpent when its limit is passed. */
export class Budget {
  readonly limits: ExtractLimits;
  private readonly now: () => number;
  private deadline: number;
  private entries = 0;
  private expanded = 0;
  private text = 0;

  /**
   * @param limits of this message
   * @param now milliseconds, any epoch
   */
  constructor(limits: ExtractLimits, now: () => number) {
    this.limits = limits;
    this.now = now;
    this.deadline = now() + limits.timeMs;
  }

  /** Counts one file found in a container at a depth (1 = in an attachment). */
  spendEntry(depth: number): void {
    if (depth > this.limits.depth) throw new BudgetSpent(`containers nested deeper than ${this.limits.depth}`);
    if (++this.entries > this.limits.entries) throw new BudgetSpent(`more than ${this.limits.entries} files inside`);
    this.checkTime();
  }

  /** Counts expanded bytes. @param containerSize compressed size of the container they come from, for the ratio */
  spendBytes(bytes: number, expandedSoFar = 0, containerSize = 0): void {
    this.expanded += bytes;
    if (this.expanded > this.limits.expandedBytes)
      throw new BudgetSpent(`more than ${this.limits.expandedBytes} bytes when expanded`);
    if (containerSize > 0 && expandedSoFar > 10_000_000 && expandedSoFar / containerSize > this.limits.ratio)
      throw new BudgetSpent(`expands more than ${this.limits.ratio} times`);
  }

  /** Bytes that may still be produced by decompression; lets a reader stop inflating before the memory is taken. */
  remainingBytes(): number {
    return Math.max(0, this.limits.expandedBytes - this.expanded);
  }

  /** Counts text for the detectors. */
  spendText(length: number): void {
    this.text += length;
    if (this.text > this.limits.textLength)
      throw new BudgetSpent(`more than ${this.limits.textLength} characters of text`);
  }

  /** Throws when the time of the message is up. Call in loops. */
  checkTime(): void {
    if (this.now() > this.deadline) throw new BudgetSpent(`more than ${this.limits.timeMs} ms`, 'timeout');
  }

  /** Tells, whenever it is asked, whether a share of the time that is left now has not been used up. @param share 0–1 */
  within(share: number): () => boolean {
    const below = this.remainingMs() * (1 - share);
    return () => this.remainingMs() > below;
  }

  /** Milliseconds left, at least 0. */
  remainingMs(): number {
    return Math.max(0, this.deadline - this.now());
  }

  /** Moves the end of time: what character recognition took has a budget of its own. */
  extendTime(ms: number): void {
    this.deadline += Math.max(0, ms);
  }
}
