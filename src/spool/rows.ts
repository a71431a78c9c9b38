/** Between the types that travel and the rows of the store: JSON, sealing, addresses as hashes. */
import { createHmac } from 'node:crypto';
import { messageId, type MessageId } from '../core/brand.ts';
import type { Envelope, Recipient } from '../core/envelope.ts';
import type { ClaimedDelivery } from '../core/journal.ts';
import { GatewayError } from '../core/outcomes.ts';
import type { Edit } from '../core/ruling.ts';
import type { DeliveryTable } from '../store/store.ts';
import type { Selectable } from 'kysely';
import type { Keys } from './keys.ts';
import { seal, SealBroken, unseal } from './sealing.ts';
import type { MailDetails } from './spool-types.ts';

/** A claim of a process that neither ended nor renewed lapses after this time. */
export const LEASE_MS = 5 * 60_000;

const REMEMBERED_HASHES = 1000;

/** Rows or ids per statement that runs for every mail: so many texts of it are kept prepared. */
export const PER_STATEMENT = 8;

/** Slices of at most `size`. */
export function* slices<T>(items: readonly T[], size: number): Generator<readonly T[]> {
  for (let at = 0; at < items.length; at += size) yield items.slice(at, at + size);
}

/** ISO 8601 in UTC. @param ms epoch milliseconds, as any driver hands them over */
export const isoTime = (ms: number): string => new Date(ms).toISOString();

/** Which record a sealed text belongs to; a row copied to another message does not open. */
export const sealContext = (use: 'content' | 'details' | 'held', id: MessageId): string => `${use} ${id}`;

/** What of the envelope travels with every delivery. */
type DeliveryOptions = Pick<ClaimedDelivery, 'body' | 'smtputf8' | 'requireTls' | 'dsn'>;

/** Options of a delivery of this mail. */
export const optionsOf = (envelope: Envelope): DeliveryOptions => ({
  body: envelope.body,
  smtputf8: envelope.smtputf8,
  requireTls: envelope.requireTls,
  dsn: envelope.dsn,
});

// What these four read was written by this program into its own database; the shape is vouched for by the schema version.
export const readRecipients = (json: string): readonly Recipient[] => JSON.parse(json) as readonly Recipient[];
export const readWords = (json: string): readonly string[] => JSON.parse(json) as readonly string[];
const readEdits = (json: string): readonly Edit[] => JSON.parse(json) as readonly Edit[];
const readOptions = (json: string): DeliveryOptions => JSON.parse(json) as DeliveryOptions;

/** What is kept, sealed, about a message besides its bytes; report and rulings are missing before the inspection. */
export interface StoredDetails extends Pick<MailDetails, 'envelope'> {
  readonly ruled: Omit<MailDetails, 'envelope'> | null;
}

/** Turns values into sealed columns and back. */
export interface RowSealer {
  readonly details: (id: MessageId, details: StoredDetails) => Buffer;
  readonly readDetails: (id: MessageId, content: Uint8Array) => StoredDetails;
  readonly recipient: (id: MessageId, recipient: Recipient) => Buffer;
  readonly readRecipient: (id: MessageId, content: Uint8Array) => Recipient;
  readonly content: (id: MessageId, bytes: Uint8Array) => Buffer;
  /** HMAC-SHA-256 of the lower-cased address, 22 base64url characters (132 bits, RFC 2104 §5); the null sender has one too */
  readonly hash: (address: string | null) => string;
}

/** Trouble with sealed bytes as an outcome. */
export function sealTrouble(error: unknown, id: MessageId): unknown {
  if (!(error instanceof SealBroken)) return error;
  return new GatewayError('cannot-store', `message ${id}: ${error.message}`, { cause: error });
}

/** @param keys of this installation */
export function rowSealer(keys: Keys): RowSealer {
  const unsealed = (id: MessageId, work: () => Buffer): unknown => {
    try {
      return JSON.parse(work().toString('utf8'));
    } catch (error) {
      throw sealTrouble(error, id);
    }
  };
  const json = (value: unknown): Buffer => Buffer.from(JSON.stringify(value), 'utf8');
  const details = keys.derive('details');
  const addresses = keys.derive('addresses');
  return {
    details: (id, value) => seal(details, sealContext('details', id), json(value)),
    readDetails: (id, content) =>
      unsealed(id, () => unseal(details, sealContext('details', id), content)) as StoredDetails,
    recipient: (id, value) => seal(details, sealContext('held', id), json(value)),
    readRecipient: (id, content) => unsealed(id, () => unseal(details, sealContext('held', id), content)) as Recipient,
    content: (id, bytes) => seal(keys.derive('content'), sealContext('content', id), bytes),
    hash: remembering(REMEMBERED_HASHES, (address) =>
      createHmac('sha256', addresses)
        .update((address ?? '').normalize('NFC').toLowerCase())
        .digest('base64url')
        .slice(0, 22),
    ),
  };
}

/** Keeps the latest results of a function, in memory only: an address is hashed at every step of its mail. */
function remembering<K, V>(most: number, make: (key: K) => V): (key: K) => V {
  const known = new Map<K, V>();
  return (key) => {
    const value = known.get(key) ?? make(key);
    if (known.size >= most) known.clear();
    known.set(key, value);
    return value;
  };
}

/** The delivery as its claimant sees it. */
export function claimedDelivery(row: Selectable<DeliveryTable>): ClaimedDelivery {
  return {
    id: row.id,
    messageId: messageId(row.message_id),
    hop: row.hop,
    sender: row.sender,
    recipients: readRecipients(row.recipients),
    edits: readEdits(row.edits),
    size: row.size,
    ...readOptions(row.options),
    attempts: row.attempts,
    receivedAt: isoTime(row.received_at),
    notice: row.notice === 1,
  };
}
