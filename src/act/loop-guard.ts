/**
 * The loop guard X-Brevvakt-Loop: a keyed, time-bound mark over the recipients of a delivery. A mail that comes back to us for
 * the same recipients is a loop. A forward to somebody else is not, until it has passed us several times. The mark never
 * spares a mail its inspection, so that forging one gains nothing.
 */

/** Keyed hash, e.g. HMAC-SHA-256 under a key derived for this purpose, as base64url. */
export type KeyedHash = (text: string) => string;

const VALID_MS = 24 * 3_600_000;
const MAX_PASSES = 5;

const subjectOf = (recipients: readonly string[]): string =>
  recipients
    .map((address) => address.toLowerCase())
    .sort()
    .join('\u0000');

const seal = (hash: KeyedHash, seconds: number, what: string): string => hash(`${seconds}\u0001${what}`).slice(0, 22);

/**
 * The value of the field for one delivery.
 * @param nowMs milliseconds since the epoch
 */
export function loopMark(hash: KeyedHash, nowMs: number, recipients: readonly string[]): string {
  const seconds = Math.floor(nowMs / 1000);
  return `v1; t=${seconds}; p=${seal(hash, seconds, '')}; r=${seal(hash, seconds, subjectOf(recipients))}`;
}

/**
 * Tells whether a mail is going round.
 * @param marks values of all X-Brevvakt-Loop fields of the mail; anything not ours is ignored
 * @param recipients of the transaction at hand
 */
export function recognisesLoop(
  hash: KeyedHash,
  nowMs: number,
  marks: readonly string[],
  recipients: readonly string[],
): boolean {
  let passes = 0;
  for (const mark of marks) {
    // A mail may begin with a continuation line, which then belongs to the mark that was put before it.
    const read = /^v1; t=(\d{1,12}); p=([\w-]{22}); r=([\w-]{22})(?:\s|$)/u.exec(mark.trim());
    if (read === null) continue;
    const seconds = Number(read[1]);
    if (Math.abs(nowMs - seconds * 1000) > VALID_MS || seal(hash, seconds, '') !== read[2]) continue;
    if (seal(hash, seconds, subjectOf(recipients)) === read[3]) return true;
    passes++;
  }
  return passes >= MAX_PASSES;
}
