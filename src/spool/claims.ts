/** Which process is delivering what: claims are leases, written as a due time in the future. */
import { randomUUID } from 'node:crypto';
import { hostname } from 'node:os';
import type { Clock } from '../core/clock.ts';
import type { ClaimedDelivery } from '../core/journal.ts';
import type { Store } from '../store/store.ts';
import { claimedDelivery, LEASE_MS, slices } from './rows.ts';

const RENEW_MS = 60_000;
const IDS_PER_QUERY = 500;

/** A name for this process's claims that no other process, earlier or elsewhere, has. */
export const newOwner = (): string => `${hostname()}:${process.pid}:${randomUUID()}`;

export interface Claims {
  /** Takes note of claims that were written with their mails. */
  readonly adopt: (ids: readonly number[]) => void;
  readonly claimDue: (limit: number, exceptHops: readonly string[]) => Promise<readonly ClaimedDelivery[]>;
  readonly nextDueAt: (exceptHops: readonly string[]) => Promise<number | null>;
  readonly unclaim: (ids: readonly number[], dueAt: number) => Promise<void>;
  /** The delivery is settled: its claim needs no renewing. */
  readonly forget: (id: number) => void;
  /** Releases claims of processes that are no more. @returns how many */
  readonly releaseOthers: () => Promise<number>;
  /** Pushes the lapse of all own claims away. */
  readonly renew: () => Promise<void>;
  /** Gives everything back. */
  readonly close: () => Promise<void>;
}

/** @param owner see newOwner @param onTrouble told when a renewal failed; the next one may succeed in time */
export function openClaims(store: Store, clock: Clock, owner: string, onTrouble: (error: unknown) => void): Claims {
  const own = new Set<number>();

  const release = async (ids: readonly number[], dueAt: number): Promise<void> => {
    for (const id of ids) own.delete(id);
    if (ids.length === 0) return;
    await store.writeUnsynced(async (tx) => {
      for (const part of slices(ids, IDS_PER_QUERY)) {
        await tx
          .updateTable('delivery')
          .set({ claimed_by: null, due_at: dueAt })
          .where('id', 'in', part)
          .where('claimed_by', '=', owner)
          .execute();
      }
    });
  };

  const renew = async (): Promise<void> => {
    if (own.size === 0) return;
    await store.writeUnsynced(async (tx) => {
      for (const part of slices([...own], IDS_PER_QUERY)) {
        await tx
          .updateTable('delivery')
          .set({ due_at: clock.now() + LEASE_MS })
          .where('id', 'in', part)
          .where('claimed_by', '=', owner)
          .execute();
      }
    });
  };
  const timer = setInterval(() => void renew().catch(onTrouble), RENEW_MS).unref();

  return {
    adopt: (ids) => {
      for (const id of ids) own.add(id);
    },
    claimDue: async (limit, exceptHops) => {
      const now = clock.now();
      const due = await nextDueAt(store, exceptHops);
      // the ordinary poll finds nothing and must not take the write lock for that
      if (due === null || due > now || limit < 1) return [];
      const rows = await claim(store, { limit, exceptHops, owner, now });
      for (const { id } of rows) own.add(id);
      return rows;
    },
    nextDueAt: (exceptHops) => nextDueAt(store, exceptHops),
    unclaim: release,
    forget: (id) => {
      own.delete(id);
    },
    // One gateway per embedded database, so that whoever else has claims is dead. With several nodes leases lapse instead.
    releaseOthers: async () => {
      if (!store.singleNode) return 0;
      const result = await store.write((tx) =>
        tx
          .updateTable('delivery')
          .set({ claimed_by: null, due_at: clock.now() })
          .where('claimed_by', 'is not', null)
          .where('claimed_by', '!=', owner)
          .executeTakeFirst(),
      );
      return Number(result.numUpdatedRows);
    },
    renew,
    close: async () => {
      clearInterval(timer);
      await release([...own], clock.now());
    },
  };
}

async function nextDueAt(store: Store, exceptHops: readonly string[]): Promise<number | null> {
  const row = await store.read((db) => {
    const due = db.selectFrom('delivery').select('due_at').orderBy('due_at').limit(1);
    return (exceptHops.length === 0 ? due : due.where('hop', 'not in', exceptHops)).executeTakeFirst();
  });
  return row === undefined ? null : row.due_at;
}

interface ClaimWish {
  readonly limit: number;
  readonly exceptHops: readonly string[];
  readonly owner: string;
  readonly now: number;
}

async function claim(store: Store, { limit, exceptHops, owner, now }: ClaimWish): Promise<readonly ClaimedDelivery[]> {
  return await store.writeUnsynced(async (tx) => {
    const due = tx.selectFrom('delivery').select('id').where('due_at', '<=', now).orderBy('due_at').limit(limit);
    const wanted = exceptHops.length === 0 ? due : due.where('hop', 'not in', exceptHops);
    const rows = await tx
      .updateTable('delivery')
      .set({ claimed_by: owner, due_at: now + LEASE_MS })
      .where('id', 'in', store.skipLocked ? wanted.forUpdate().skipLocked() : wanted)
      .returningAll()
      .execute();
    return rows.map(claimedDelivery).sort((a, b) => a.id - b.id);
  });
}
