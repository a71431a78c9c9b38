/**
 * Room kept back on the disk. On a disk filled to the brim nothing can be settled any more, for writing down that a mail has
 * left needs room too: nothing would ever get better by itself. So new mail is refused a little earlier.
 */
import { statfs } from 'node:fs/promises';
import { GatewayError } from '../core/outcomes.ts';

const RESERVE_BYTES = 16 * 1024 * 1024;
/** of a small file system no more than this part */
const RESERVE_SHARE = 1 / 8;
/** an answer serves all who ask within this time */
const ANSWER_MS = 100;

/** Bytes kept back on a file system of this size. */
export const reserveOf = (totalBytes: number): number => Math.min(RESERVE_BYTES, totalBytes * RESERVE_SHARE);

/** What one message takes at most: its bytes in the database's log and in the database, and the pages around them. */
const roomOf = (messageBytes: number): number => 2 * messageBytes + 128 * 1024;

/**
 * @returns a check, to be made for every new message with its size, that throws GatewayError disk-full when the message
 * would reach into the reserve of the folder's file system
 */
export function roomFor(folder: string): (messageBytes: number) => Promise<void> {
  let askedAt = Number.NEGATIVE_INFINITY;
  let left: Promise<number> = Promise.resolve(0);
  let promised = 0;
  const roomLeft = async (): Promise<number> => {
    const { bavail, blocks, bsize } = await statfs(folder);
    return bavail * bsize - reserveOf(blocks * bsize);
  };
  return async (messageBytes) => {
    if (performance.now() - askedAt > ANSWER_MS) {
      askedAt = performance.now();
      promised = 0;
      left = roomLeft();
    }
    // counted at once: those who come within the time of one answer share what it found
    promised += roomOf(messageBytes);
    const wanted = promised;
    if ((await left) < wanted) throw new GatewayError('disk-full', `only the reserve is left on the disk of ${folder}`);
  };
}
