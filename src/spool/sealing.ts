/**
 * Encryption at rest: AES-256-GCM in chunks, so that a file of any size is sealed and opened in bounded memory.
 *
 * Layout: 'BVK1', 16 bytes of salt, then chunks of up to 65,536 bytes, each followed by its 16-byte tag. The key is derived
 * from salt and subkey (HKDF-SHA-256), hence used for one text only; the nonce is the chunk's number and whether it is the
 * last one, so that a chunk that is missing, repeated, moved or cut off does not open (the STREAM construction of Hoang,
 * Reyhanitabar, Rogaway and Vizár). The context — which message, which use — is authenticated with every chunk.
 */
import { createCipheriv, createDecipheriv, hkdfSync, randomBytes } from 'node:crypto';

const MAGIC = Buffer.from('BVK1', 'latin1');
const SALT_BYTES = 16;
const HEADER_BYTES = MAGIC.length + SALT_BYTES;
const TAG_BYTES = 16;
/** plain bytes per chunk */
export const CHUNK_BYTES = 65_536;
const SEALED_CHUNK_BYTES = CHUNK_BYTES + TAG_BYTES;

/** Sealed bytes that do not open: wrong key, wrong context, damaged, cut off. */
export class SealBroken extends Error {
  constructor(options?: ErrorOptions) {
    super('sealed bytes do not open: damaged, or not sealed with this key', options);
    this.name = 'SealBroken';
  }
}

interface ChunkKey {
  readonly key: Buffer;
  readonly associated: Buffer;
}

function chunkKey(subkey: Uint8Array, header: Uint8Array, context: string): ChunkKey {
  const salt = header.subarray(MAGIC.length, HEADER_BYTES);
  return {
    key: Buffer.from(hkdfSync('sha256', subkey, salt, 'sealed chunk', 32)),
    associated: Buffer.concat([header, Buffer.from(context, 'utf8')]),
  };
}

function nonceOf(index: number, last: boolean): Buffer {
  const nonce = Buffer.alloc(12);
  nonce.writeUInt32BE(index, 7);
  nonce.writeUInt8(last ? 1 : 0, 11);
  return nonce;
}

function sealChunk({ key, associated }: ChunkKey, plain: Uint8Array, index: number, last: boolean): Buffer {
  const cipher = createCipheriv('aes-256-gcm', key, nonceOf(index, last));
  cipher.setAAD(associated);
  return Buffer.concat([cipher.update(plain), cipher.final(), cipher.getAuthTag()]);
}

function openChunk({ key, associated }: ChunkKey, sealed: Uint8Array, index: number, last: boolean): Buffer {
  if (sealed.length < TAG_BYTES) throw new SealBroken();
  const decipher = createDecipheriv('aes-256-gcm', key, nonceOf(index, last), { authTagLength: TAG_BYTES });
  decipher.setAAD(associated);
  decipher.setAuthTag(sealed.subarray(sealed.length - TAG_BYTES));
  const plain = decipher.update(sealed.subarray(0, sealed.length - TAG_BYTES));
  try {
    return Buffer.concat([plain, decipher.final()]);
  } catch (error) {
    throw new SealBroken({ cause: error });
  }
}

/** Re-cuts a stream into pieces of exactly `size` bytes; the last is shorter, and never empty unless all is. */
async function* cut(source: AsyncIterable<Uint8Array>, size: number): AsyncGenerator<{ piece: Buffer; last: boolean }> {
  let parts: Uint8Array[] = [];
  let have = 0;
  for await (const chunk of source) {
    parts.push(chunk);
    have += chunk.length;
    // "more than", not "at least": a full piece may be the last one, which only the next byte or the end can tell
    if (have <= size) continue;
    const whole = Buffer.concat(parts);
    let at = 0;
    for (; whole.length - at > size; at += size) yield { piece: whole.subarray(at, at + size), last: false };
    parts = [whole.subarray(at)];
    have = whole.length - at;
  }
  yield { piece: Buffer.concat(parts), last: true };
}

/**
 * Seals a stream of any length.
 * @param subkey 32 bytes
 * @param context what the bytes are for; opening needs the same
 */
export async function* sealStream(
  subkey: Uint8Array,
  context: string,
  source: AsyncIterable<Uint8Array>,
): AsyncGenerator<Buffer> {
  const header = Buffer.concat([MAGIC, randomBytes(SALT_BYTES)]);
  const key = chunkKey(subkey, header, context);
  yield header;
  let index = 0;
  for await (const { piece, last } of cut(source, CHUNK_BYTES)) yield sealChunk(key, piece, index++, last);
}

/**
 * Opens what sealStream made. Every chunk that comes out is authentic and in its place; that none is missing at the end is
 * known only when the stream ends without error. Throws SealBroken.
 */
export async function* openStream(
  subkey: Uint8Array,
  context: string,
  source: AsyncIterable<Uint8Array>,
): AsyncGenerator<Buffer> {
  const { header, rest } = await splitHeader(source);
  const key = chunkKey(subkey, header, context);
  let index = 0;
  for await (const { piece, last } of cut(rest, SEALED_CHUNK_BYTES)) yield openChunk(key, piece, index++, last);
}

/** Reads the header off a stream. Throws SealBroken when it is none. */
async function splitHeader(
  source: AsyncIterable<Uint8Array>,
): Promise<{ readonly header: Buffer; readonly rest: AsyncIterable<Uint8Array> }> {
  const iterator = source[Symbol.asyncIterator]();
  let head = Buffer.alloc(0);
  while (head.length < HEADER_BYTES) {
    const next = await iterator.next();
    if (next.done === true) throw new SealBroken();
    head = Buffer.concat([head, next.value]);
  }
  if (!isHeader(head)) {
    await iterator.return?.();
    throw new SealBroken();
  }
  const rest = async function* (): AsyncGenerator<Uint8Array> {
    try {
      yield head.subarray(HEADER_BYTES);
      for (;;) {
        const next = await iterator.next();
        if (next.done === true) return;
        yield next.value;
      }
    } finally {
      // closes the file when the reader goes away before the end
      await iterator.return?.();
    }
  };
  return { header: head.subarray(0, HEADER_BYTES), rest: rest() };
}

const isHeader = (bytes: Buffer): boolean =>
  bytes.length >= HEADER_BYTES && bytes.subarray(0, MAGIC.length).equals(MAGIC);

/** Seals bytes in memory; same layout as sealStream. */
export function seal(subkey: Uint8Array, context: string, plain: Uint8Array): Buffer {
  const header = Buffer.concat([MAGIC, randomBytes(SALT_BYTES)]);
  const key = chunkKey(subkey, header, context);
  const pieces: Buffer[] = [header];
  for (let at = 0, index = 0; at === 0 || at < plain.length; at += CHUNK_BYTES, index++) {
    pieces.push(sealChunk(key, plain.subarray(at, at + CHUNK_BYTES), index, at + CHUNK_BYTES >= plain.length));
  }
  return Buffer.concat(pieces);
}

/** Opens bytes in memory. Throws SealBroken. */
export function unseal(subkey: Uint8Array, context: string, sealed: Uint8Array): Buffer {
  const bytes = Buffer.from(sealed.buffer, sealed.byteOffset, sealed.byteLength);
  if (!isHeader(bytes)) throw new SealBroken();
  const key = chunkKey(subkey, bytes.subarray(0, HEADER_BYTES), context);
  const pieces: Buffer[] = [];
  for (let at = HEADER_BYTES, index = 0; index === 0 || at < bytes.length; at += SEALED_CHUNK_BYTES, index++) {
    const end = at + SEALED_CHUNK_BYTES;
    pieces.push(openChunk(key, bytes.subarray(at, end), index, end >= bytes.length));
  }
  return Buffer.concat(pieces);
}
