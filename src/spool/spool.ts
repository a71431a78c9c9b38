/**
 * The spool: a mail on disk and its state (received, to inspect, ruled, leaving, held, done).
 *
 * In: bytes of a message while they arrive; rulings with everything that follows from them; results of delivery attempts;
 * operators' decisions. Out: due deliveries, original bytes, queue, held mail, audit trail.
 * Promises: what was committed survives pulling the plug; a recipient's copy is queued, held or settled, never two of them
 * and never none; bytes go when nobody needs them; held mail, kept originals and all details are encrypted.
 * Refuses: a second ruling on the same message, a key that does not fit the database, a second gateway on the same folder.
 */
import type { Spool, SpoolOptions } from './spool-types.ts';

export * from './spool-types.ts';

/** Opens the spool, creating folder, key and database when missing. Throws UsageError for anything an operator must mend. */
export async function openSpool(_options: SpoolOptions): Promise<Spool> {
  return Promise.reject(new Error('being built'));
}
