import { Breaker } from './breaker.ts';
import type { Hop } from './hops/hop.ts';

/** Mails per connection whose delivery may wait to be written down before the route takes no more. */
const UNRECORDED_PER_CONNECTION = 4;

/**
 * A hop with its places. A place is taken from the moment a delivery is decided on until it has been tried: writing its result down needs no
 * connection. A journal that cannot be written stops the route all the same: what is not recorded would be sent twice after a restart.
 */
export class Route {
  readonly name: string;
  readonly hop: Hop;
  readonly breaker: Breaker;
  private active = 0;
  private unrecorded = 0;

  /** @param failuresBeforePause of the breaker */
  constructor(name: string, hop: Hop, failuresBeforePause: number) {
    this.name = name;
    this.hop = hop;
    this.breaker = new Breaker(failuresBeforePause);
  }

  /** Places that are free. @param now ms since epoch @param connections allowed at a time */
  free(now: number, connections: number): number {
    if (this.unrecorded >= connections * UNRECORDED_PER_CONNECTION) return 0;
    return Math.max(0, this.breaker.allowance(now, connections) - this.active);
  }

  /** Takes a place. */
  take(): void {
    this.active++;
  }

  /** Gives a place back: the delivery has been tried, or nothing came of it. */
  giveBack(): void {
    this.active--;
  }

  /** Counts a result from its attempt until it is written down. */
  async recording(work: () => Promise<void>): Promise<void> {
    this.unrecorded++;
    try {
      await work();
    } finally {
      this.unrecorded--;
    }
  }
}
