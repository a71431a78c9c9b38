/** The original bytes of a message, wherever and however they are kept. */
import { open } from 'node:fs/promises';
import { Readable } from 'node:stream';
import type { MessageId } from '../core/brand.ts';
import { GatewayError } from '../core/outcomes.ts';
import type { Store } from '../store/store.ts';
import { sealContext, sealTrouble } from './rows.ts';
import { openStream, unseal } from './sealing.ts';
import { fileTrouble, type SpoolFiles } from './spool-files.ts';

const READ_BYTES = 128 * 1024;

export interface Content {
  /** Keeps bytes at hand that a delivery is about to ask for. To be freed as often as it was kept. */
  readonly keep: (id: MessageId, bytes: Uint8Array) => void;
  readonly free: (id: MessageId) => void;
  readonly open: (id: MessageId) => Promise<Buffer | Readable>;
  readonly readAll: (id: MessageId) => Promise<Buffer>;
  readonly path: (id: MessageId) => Promise<string | null>;
}

interface Where {
  readonly storage: 'inline' | 'file';
  readonly sealed: boolean;
  readonly size: number;
}

/** @param key subkey 'content' */
export function openContent(store: Store, files: SpoolFiles, key: Uint8Array): Content {
  const find = async (id: MessageId): Promise<Where> => {
    const row = await store.read((db) =>
      db.selectFrom('message').select(['storage', 'sealed', 'size']).where('id', '=', id).executeTakeFirst(),
    );
    if (row === undefined) throw new GatewayError('cannot-store', `message ${id} is not in the spool`);
    return { storage: row.storage, sealed: row.sealed === 1, size: row.size };
  };

  const inline = async (id: MessageId, { sealed, size }: Where): Promise<Buffer> => {
    const row = await store.read((db) =>
      db.selectFrom('message_bytes').select('content').where('message_id', '=', id).executeTakeFirst(),
    );
    if (row === undefined) throw new GatewayError('cannot-store', `the bytes of message ${id} are missing`);
    const bytes = sealed ? unsealed(id, row.content) : Buffer.from(row.content);
    if (bytes.length !== size) throw new GatewayError('cannot-store', `the bytes of message ${id} are incomplete`);
    return bytes;
  };
  const unsealed = (id: MessageId, content: Uint8Array): Buffer => {
    try {
      return unseal(key, sealContext('content', id), content);
    } catch (error) {
      throw sealTrouble(error, id);
    }
  };

  /** Opened before it is handed out, so that a missing file is known before a next hop has been greeted. */
  const file = async (id: MessageId, { sealed, size }: Where): Promise<Readable> => {
    try {
      const handle = await open(sealed ? files.sealedPath(id) : files.plainPath(id));
      const stream = handle.createReadStream({ highWaterMark: READ_BYTES });
      if (sealed) return Readable.from(unsealing(key, id, stream), { objectMode: false, highWaterMark: READ_BYTES });
      if ((await handle.stat()).size === size) return stream;
      stream.destroy();
    } catch (error) {
      throw fileTrouble(error, `open the spool file of message ${id}`);
    }
    throw new GatewayError(
      'cannot-store',
      `the spool file of message ${id} does not have the size it was written with`,
    );
  };

  const atHand = new Map<MessageId, { readonly bytes: Buffer; users: number }>();
  const content: Content = {
    keep: (id, bytes) => {
      const kept = atHand.get(id);
      if (kept !== undefined) kept.users++;
      else atHand.set(id, { bytes: Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength), users: 1 });
    },
    free: (id) => {
      const kept = atHand.get(id);
      if (kept !== undefined && --kept.users <= 0) atHand.delete(id);
    },
    open: async (id) => {
      const kept = atHand.get(id);
      if (kept !== undefined) return kept.bytes;
      const where = await find(id);
      return where.storage === 'file' ? await file(id, where) : await inline(id, where);
    },
    readAll: async (id) => {
      const where = await find(id);
      if (where.storage === 'inline') return await inline(id, where);
      const chunks: Buffer[] = [];
      for await (const chunk of await file(id, where)) chunks.push(chunk as Buffer);
      return Buffer.concat(chunks);
    },
    path: async (id) => {
      const { storage, sealed } = await find(id);
      return storage === 'file' && !sealed ? files.plainPath(id) : null;
    },
  };
  return content;
}

async function* unsealing(key: Uint8Array, id: MessageId, source: AsyncIterable<Uint8Array>): AsyncGenerator<Buffer> {
  try {
    yield* openStream(key, sealContext('content', id), source);
  } catch (error) {
    throw sealTrouble(error, id);
  }
}
