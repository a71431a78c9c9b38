/** Puts an end to waiting for pdf.js, whose work in this thread lets timers run (see pdfjs.ts). */

/** The time given to withDeadline is over. */
export class EndOfTime extends Error {
  constructor() {
    super('out of time');
    this.name = 'EndOfTime';
  }
}

/**
 * Waits for a promise, but not for ever. The work itself is not stopped: close the document afterwards.
 * @param ms milliseconds from now
 */
export async function withDeadline<T>(work: Promise<T>, ms: number): Promise<T> {
  let timer: NodeJS.Timeout | undefined;
  const end = new Promise<never>((_, reject) => {
    timer = setTimeout(() => reject(new EndOfTime()), Math.max(1, Math.min(ms, 2 ** 31 - 1)));
  });
  // what still happens to the work after the deadline concerns nobody
  work.catch(() => undefined);
  try {
    return await Promise.race([work, end]);
  } finally {
    clearTimeout(timer);
  }
}
