/**
 * A brake for SheetJS. It believes every count of a binary workbook and makes an object for each, long after the bytes have
 * ended; it cannot be stopped from outside and takes no hook. But all its loops of that kind read their fields by a method
 * that it hangs on the buffer (`read_shift`): while it reads, that method is counted.
 */
import type { Budget } from '../budget.ts';

/** How often the clock is looked at. */
const STEP = 65_536;

type ReadField = (this: Buffer, ...how: unknown[]) => unknown;

/**
 * Runs a synchronous reader whose reads of fields are counted; from one too many on, or when the time is up, each further one throws.
 * @param most reads allowed
 * @param read may throw or not when it is stopped: readers catch for themselves
 * @returns what it gave, and whether it was stopped
 * @throws BudgetSpent when it was the time that was up
 */
export function countingReads<T>(most: number, budget: Budget, read: () => T): { value: T; stopped: boolean } {
  let left = most;
  let untilClock = STEP;
  let field: ReadField | null = null;
  const counted: ReadField = function (...how) {
    if (left-- <= 0) throw new RangeError('more reads than bytes');
    if (--untilClock === 0) {
      untilClock = 1; // once the time is up, every further read throws
      budget.checkTime();
      untilClock = STEP;
    }
    return field?.apply(this, how);
  };
  const methods: object = Buffer.prototype as object;
  Object.defineProperty(methods, 'read_shift', {
    configurable: true,
    get: () => counted,
    set: (one: ReadField) => {
      field = one;
    },
  });
  try {
    const value = read();
    budget.checkTime();
    return { value, stopped: left < 0 };
  } finally {
    Reflect.deleteProperty(methods, 'read_shift');
  }
}
