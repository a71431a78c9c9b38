/** What parent and worker of the fuzz run say to each other. */

/** Processor time an inspection may take by its own clock. */
export const TIME_MS = 4_000;

/** One mail to try. */
export interface FuzzQuestion {
  readonly bytes: Uint8Array;
}

/** What became of it. */
export interface FuzzAnswer {
  /** kinds of broken promises; empty when all hold */
  readonly failures: readonly string[];
  /** processor time in milliseconds */
  readonly ms: number;
}
