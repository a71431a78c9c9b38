/** When an undelivered mail is tried again, and when it has waited long enough. Pure. */
import type { ClaimedDelivery, RecipientResult } from '../core/journal.ts';
import type { DeliverySettings } from './delivery-options.ts';

/** The results as they are written back, and when the deferred ones are due. */
export interface Verdict {
  readonly results: readonly RecipientResult[];
  readonly nextAttemptAt: number | null;
}

/**
 * The wait before the next attempt: the setting's value ±15 %, so that mail deferred together does not come back together.
 * @param attempts attempts made before this one
 * @param jitter 0 ≤ x < 1
 */
export function retryDelay(delaysMs: readonly number[], attempts: number, jitter: number): number {
  const delay = delaysMs[Math.min(attempts, delaysMs.length - 1)] ?? 0;
  return Math.round(delay * (0.85 + 0.3 * jitter));
}

/**
 * Decides what follows from an attempt. A recipient without a result is deferred; one deferred beyond the expiry has failed
 * (`expired`, the hop's last words kept). The last attempt falls on the expiry itself.
 */
export function judge(
  claim: ClaimedDelivery,
  results: readonly RecipientResult[],
  settings: Pick<DeliverySettings, 'retryDelaysMs' | 'expireAfterMs'>,
  now: number,
  jitter: number,
): Verdict {
  const byAddress = new Map(results.map((result) => [result.address, result]));
  const complete = claim.recipients.map(
    ({ address }): RecipientResult =>
      byAddress.get(address) ?? { address, state: 'deferred', outcome: 'unexpected', reply: '' },
  );
  if (complete.every((result) => result.state !== 'deferred')) return { results: complete, nextAttemptAt: null };
  const received = Date.parse(claim.receivedAt);
  // A date that cannot be read must not bounce mail: it counts as received now.
  const expiresAt = (Number.isNaN(received) ? now : received) + settings.expireAfterMs;
  if (now >= expiresAt) {
    return {
      results: complete.map((result) =>
        result.state === 'deferred' ? { ...result, state: 'failed', outcome: 'expired' } : result,
      ),
      nextAttemptAt: null,
    };
  }
  const next = now + retryDelay(settings.retryDelaysMs, claim.attempts, jitter);
  return { results: complete, nextAttemptAt: Math.min(next, expiresAt) };
}
