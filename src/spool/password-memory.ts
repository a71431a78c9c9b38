/** Who got a locked file or a password of late: keyed hash of the recipient and a time, nothing else. */
import type { Clock } from '../core/clock.ts';
import type { RowSealer } from './rows.ts';
import type { Store } from '../store/store.ts';
import type { PasswordMemory } from './spool-types.ts';

/** How long a password and its file belong together. */
export const PASSWORD_MEMORY_MS = 24 * 3_600_000;

/** Opens the memory over an open store. */
export function openPasswordMemory(store: Store, sealer: RowSealer, clock: Clock): PasswordMemory {
  return {
    remember: async (kind, addresses) => {
      const at = clock.now();
      const rows = [...new Set(addresses.map((address) => sealer.hash(address)))].map((hash) => ({
        recipient_hash: hash,
        kind,
        at,
      }));
      if (rows.length > 0) await store.write((tx) => tx.insertInto('sent_secret').values(rows).execute());
    },
    recalls: async (kind, addresses) => {
      if (addresses.length === 0) return false;
      const row = await store.read((db) =>
        db
          .selectFrom('sent_secret')
          .select('at')
          .where('recipient_hash', 'in', [...new Set(addresses.map((address) => sealer.hash(address)))])
          .where('kind', '=', kind)
          .where('at', '>', clock.now() - PASSWORD_MEMORY_MS)
          .executeTakeFirst(),
      );
      return row !== undefined;
    },
  };
}

/** Forgets what is too old to matter. */
export async function expirePasswordMemory(store: Store, now: number): Promise<void> {
  await store.write((tx) =>
    tx
      .deleteFrom('sent_secret')
      .where('at', '<=', now - PASSWORD_MEMORY_MS)
      .execute(),
  );
}
