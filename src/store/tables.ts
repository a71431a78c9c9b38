/** The tables as every driver has them. Times are epoch milliseconds, flags 0 or 1, composite values JSON text. */
import type { Generated } from 'kysely';

/** A mail or notice that is still queued, held or kept. Holds no address. */
export interface MessageTable {
  id: string;
  kind: 'mail' | 'notice';
  state: 'to-inspect' | 'ruled';
  received_at: number;
  size: number;
  /** 'inline': row of message_bytes; 'file': file of the spool folder */
  storage: 'inline' | 'file';
  /** 1: the bytes are encrypted */
  sealed: number;
  /** keep the (sealed) original until then although everything is settled */
  original_until: number | null;
}

/** Bytes of small messages. */
export interface MessageBytesTable {
  message_id: string;
  content: Uint8Array;
}

/** Envelope, report and rulings, sealed. */
export interface MessageDetailsTable {
  message_id: string;
  content: Uint8Array;
}

/** One outgoing transaction. Sender and recipients stand here in clear while it waits. */
export interface DeliveryTable {
  id: Generated<number>;
  message_id: string;
  hop: string;
  sender: string | null;
  /** JSON Recipient[]: those not settled yet */
  recipients: string;
  recipient_count: number;
  /** JSON Edit[] */
  edits: string;
  /** JSON { body, smtputf8, requireTls, dsn } */
  options: string;
  size: number;
  received_at: number;
  notice: number;
  attempts: number;
  /** when it may be claimed; while claimed: when the claim lapses */
  due_at: number;
  /** token of the claiming process */
  claimed_by: string | null;
  /** outcome key of the last attempt */
  last_outcome: string;
}

/** One held recipient's copy. */
export interface HeldTable {
  id: Generated<number>;
  message_id: string;
  /** JSON Recipient, sealed */
  recipient: Uint8Array;
  held_at: number;
  expires_at: number;
}

/** One recipient's copy of one mail, for `trace`. Addresses as keyed hashes only. */
export interface AuditTable {
  id: Generated<number>;
  message_id: string;
  /** the mail a notice is about */
  about: string | null;
  received_at: number;
  listener: string;
  sender_hash: string;
  recipient_hash: string;
  action: string;
  rule: string;
  /** JSON string[] */
  detectors: string;
  /** JSON string[] */
  categories: string;
}

/** One step of one audit line; belongs to it by message and recipient hash. */
export interface AuditEventTable {
  id: Generated<number>;
  message_id: string;
  recipient_hash: string;
  at: number;
  state: string;
  hop: string;
  code: string;
}

/** Who looked or decided, when and why. */
export interface AccessTable {
  id: Generated<number>;
  at: number;
  actor: string;
  purpose: string;
  deed: string;
  subject: string;
}

/** Somebody was sent a locked file or a password. */
export interface SentSecretTable {
  recipient_hash: string;
  kind: string;
  at: number;
}

/** Facts about the database itself, such as the key's fingerprint. */
export interface FactTable {
  name: string;
  value: string;
}

/** All tables by name. */
export interface Tables {
  message: MessageTable;
  message_bytes: MessageBytesTable;
  message_details: MessageDetailsTable;
  delivery: DeliveryTable;
  held: HeldTable;
  audit: AuditTable;
  audit_event: AuditEventTable;
  access: AccessTable;
  sent_secret: SentSecretTable;
  fact: FactTable;
}
