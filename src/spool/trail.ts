/** The audit trail as it is asked: what happened to whose mail, without storing whose. */
import { UsageError } from '../core/outcomes.ts';
import { messageId } from '../core/brand.ts';
import type { Clock } from '../core/clock.ts';
import type { Db, Store } from '../store/store.ts';
import { parseReference } from './queue-id.ts';
import { isoTime, readWords, slices, type RowSealer } from './rows.ts';
import {
  AUDIT_STATES,
  PROTECTED_MARK,
  type AccessEntry,
  type AuditState,
  type HistoryEntry,
  type Operator,
  type TraceEntry,
  type TraceQuery,
} from './spool-types.ts';
import { WriteSet } from './write-set.ts';

const DEFAULT_LIMIT = 1000;
const IDS_PER_QUERY = 500;

const auditState = (text: string): AuditState => AUDIT_STATES.find((state) => state === text) ?? 'queued';

/** What people do by hand to a mail, and the step it leaves in the trail at the same moment. */
const DEEDS: Readonly<Record<string, AuditState>> = {
  'quarantine-release': 'released',
  'quarantine-delete': 'dropped',
  'queue-drop': 'dropped',
};

/** The reason as the person gave it, without the mark that the journal puts behind it. */
const asGiven = (purpose: string): string =>
  purpose.endsWith(PROTECTED_MARK) ? purpose.slice(0, -PROTECTED_MARK.length) : purpose;

/** Who did what by hand to these messages and why, by message, step and time. */
async function deedsOn(db: Db, ids: readonly string[]): Promise<Map<string, Operator>> {
  const found = new Map<string, Operator>();
  for (const part of slices(ids, IDS_PER_QUERY)) {
    const rows = await db
      .selectFrom('access')
      .select(['at', 'actor', 'purpose', 'deed', 'subject'])
      .where('deed', 'in', Object.keys(DEEDS))
      .where('subject', 'in', part)
      .execute();
    for (const { at, actor, purpose, deed, subject } of rows)
      found.set(`${subject} ${DEEDS[deed] ?? ''} ${isoTime(at)}`, { actor, purpose: asGiven(purpose) });
  }
  return found;
}

/** Steps of these messages in the order they happened, by message and recipient hash. */
async function histories(db: Db, ids: readonly string[]): Promise<Map<string, HistoryEntry[]>> {
  const found = new Map<string, HistoryEntry[]>();
  const deeds = await deedsOn(db, ids);
  for (const part of slices(ids, IDS_PER_QUERY)) {
    const rows = await db.selectFrom('audit_event').selectAll().where('message_id', 'in', part).orderBy('id').execute();
    for (const row of rows) {
      const key = `${row.message_id} ${row.recipient_hash}`;
      const steps = found.get(key) ?? [];
      const step = { at: isoTime(row.at), state: auditState(row.state), hop: row.hop, code: row.code };
      const deed = deeds.get(`${row.message_id} ${step.state} ${step.at}`);
      steps.push(deed === undefined ? step : { ...step, by: deed.actor, purpose: deed.purpose });
      found.set(key, steps);
    }
  }
  return found;
}

/** All steps of one message, in the order they happened. */
export async function historyOf(db: Db, id: string): Promise<readonly HistoryEntry[]> {
  return [...(await histories(db, [id])).values()].flat().sort((a, b) => a.at.localeCompare(b.at));
}

export interface Trail {
  readonly trace: (query: TraceQuery) => Promise<readonly TraceEntry[]>;
  readonly accesses: (limit: number) => Promise<readonly AccessEntry[]>;
  /** Journals a look or deed of its own. */
  readonly note: (
    deed: string,
    subject: string,
    operator: { readonly actor: string; readonly purpose: string },
  ) => Promise<void>;
}

export function openTrail(store: Store, sealer: RowSealer, clock: Clock): Trail {
  const trail: Trail = {
    trace: async (query) => {
      const asked = askedFor(query);
      const reference = query.reference === undefined ? undefined : parseReference(query.reference);
      if (reference === null) throw new UsageError('a reference has 12 letters and digits');
      // Journalled before it is answered: no look without a trace, whatever happens afterwards.
      await trail.note('trace', asked, query);
      return await store.read(async (db) => {
        let lines = db.selectFrom('audit').selectAll().orderBy('received_at', 'desc').orderBy('id', 'desc');
        if (query.from !== undefined) lines = lines.where('sender_hash', '=', sealer.hash(query.from));
        if (query.to !== undefined) lines = lines.where('recipient_hash', '=', sealer.hash(query.to));
        if (query.since !== undefined) lines = lines.where('received_at', '>=', query.since);
        if (reference !== undefined) {
          lines = lines.where((is) => is.or([is('message_id', '=', reference), is('about', '=', reference)]));
        }
        const rows = await lines.limit(query.limit ?? DEFAULT_LIMIT).execute();
        const steps = await histories(db, [...new Set(rows.map((row) => row.message_id))]);
        return rows.map((row): TraceEntry => ({
          reference: messageId(row.message_id),
          about: row.about === null ? null : messageId(row.about),
          at: isoTime(row.received_at),
          listener: row.listener,
          action: row.action,
          rule: row.rule,
          detectors: readWords(row.detectors),
          categories: readWords(row.categories),
          history: steps.get(`${row.message_id} ${row.recipient_hash}`) ?? [],
        }));
      });
    },
    accesses: async (limit) => {
      const rows = await store.read((db) =>
        db.selectFrom('access').selectAll().orderBy('id', 'desc').limit(limit).execute(),
      );
      return rows.map(({ at, actor, purpose, deed, subject }) => ({ at: isoTime(at), actor, purpose, deed, subject }));
    },
    note: async (deed, subject, operator) => {
      if (operator.actor.trim() === '' || operator.purpose.trim() === '') {
        throw new UsageError('a look at this needs a name and a purpose, which are recorded');
      }
      const set = new WriteSet(sealer, clock.now());
      set.access(deed, subject, operator);
      await store.write((tx) => set.insert(tx));
    },
  };
  return trail;
}

/** Which fields were asked for; addresses stay out of the journal of looks as well. */
function askedFor({ from, to, since, reference }: TraceQuery): string {
  const asked = [
    from === undefined ? '' : 'from',
    to === undefined ? '' : 'to',
    since === undefined ? '' : `since ${isoTime(since)}`,
    reference === undefined ? '' : `reference ${parseReference(reference) ?? '?'}`,
  ].filter((word) => word !== '');
  if (asked.length === 0) throw new UsageError('trace needs at least one of from, to, since or a reference');
  return asked.join(', ');
}
