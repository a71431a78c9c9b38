/** Time as an argument: the real one in serve.ts, a virtual one in tests. */
export interface Clock {
  /** milliseconds since the epoch */
  now(): number;
}
export const systemClock: Clock = { now: () => Date.now() };
