import { randomBytes } from 'node:crypto';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { CHUNK_BYTES, openStream, seal, SealBroken, sealStream, unseal } from './sealing.ts';

const KEY = Buffer.alloc(32, 7);
const CONTEXT = 'content 0123456789AB';
const SEALED_CHUNK = CHUNK_BYTES + 16;
const HEADER = 20;

async function* pieces(bytes: Uint8Array, size: number): AsyncGenerator<Uint8Array> {
  await Promise.resolve();
  for (let at = 0; at < bytes.length; at += size) yield bytes.subarray(at, at + size);
}

async function gather(source: AsyncIterable<Uint8Array>): Promise<Buffer> {
  const chunks: Uint8Array[] = [];
  for await (const chunk of source) chunks.push(chunk);
  return Buffer.concat(chunks);
}

/** Both readings of sealed bytes; they must agree on what does not open. */
async function opens(sealed: Uint8Array, key = KEY, context = CONTEXT): Promise<boolean> {
  const inMemory = (() => {
    try {
      unseal(key, context, sealed);
      return true;
    } catch (error) {
      expect(error).toBeInstanceOf(SealBroken);
      return false;
    }
  })();
  const streamed = await gather(openStream(key, context, pieces(sealed, 1000))).then(
    () => true,
    (error: unknown) => {
      expect(error).toBeInstanceOf(SealBroken);
      return false;
    },
  );
  expect(streamed).toBe(inMemory);
  return streamed;
}

describe('sealing', () => {
  it('gives back what was sealed, for any bytes and any cut of the stream', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.uint8Array({ maxLength: 3000 }),
        fc.integer({ min: 1, max: 700 }),
        fc.integer({ min: 1, max: 700 }),
        async (plain, cutIn, cutOut) => {
          const sealed = await gather(sealStream(KEY, CONTEXT, pieces(plain, cutIn)));
          expect(unseal(KEY, CONTEXT, sealed)).toEqual(Buffer.from(plain));
          expect(await gather(openStream(KEY, CONTEXT, pieces(sealed, cutOut)))).toEqual(Buffer.from(plain));
        },
      ),
      { numRuns: 60 },
    );
  });

  it.each([0, 1, CHUNK_BYTES - 1, CHUNK_BYTES, CHUNK_BYTES + 1, 2 * CHUNK_BYTES, 3 * CHUNK_BYTES + 5])(
    'gives back %i bytes, in memory and as a stream alike',
    async (size) => {
      const plain = randomBytes(size);
      const inMemory = seal(KEY, CONTEXT, plain);
      const streamed = await gather(sealStream(KEY, CONTEXT, pieces(plain, 40_000)));
      expect(streamed.length).toBe(inMemory.length);
      for (const sealed of [inMemory, streamed]) {
        expect(unseal(KEY, CONTEXT, sealed).equals(plain)).toBe(true);
        expect((await gather(openStream(KEY, CONTEXT, pieces(sealed, 50_000)))).equals(plain)).toBe(true);
      }
    },
  );

  it('never seals the same bytes to the same bytes', () => {
    const plain = Buffer.from('Ärende 2026:17');
    expect(seal(KEY, CONTEXT, plain).equals(seal(KEY, CONTEXT, plain))).toBe(false);
  });

  it('shows nothing of the content', () => {
    expect(seal(KEY, CONTEXT, Buffer.alloc(2000, 'hemligt ')).includes('hemligt')).toBe(false);
  });

  it('does not open with a single bit changed', async () => {
    const sealed = seal(KEY, CONTEXT, randomBytes(50));
    for (let at = 0; at < sealed.length; at++) {
      const changed = Buffer.from(sealed);
      changed.writeUInt8(changed.readUInt8(at) ^ 0x10, at);
      expect(await opens(changed)).toBe(false);
    }
  });

  it('does not open when cut off anywhere, between chunks too', async () => {
    const sealed = seal(KEY, CONTEXT, randomBytes(2 * CHUNK_BYTES + 100));
    const cuts = [0, 3, HEADER - 1, HEADER, HEADER + 1, HEADER + 16, HEADER + SEALED_CHUNK, HEADER + 2 * SEALED_CHUNK];
    for (const cut of [...cuts, sealed.length - 1]) expect(await opens(sealed.subarray(0, cut))).toBe(false);
  });

  it('does not open when chunks are swapped, repeated, left out or appended', async () => {
    const sealed = seal(KEY, CONTEXT, randomBytes(3 * CHUNK_BYTES));
    const head = sealed.subarray(0, HEADER);
    const chunk = (i: number): Buffer => sealed.subarray(HEADER + i * SEALED_CHUNK, HEADER + (i + 1) * SEALED_CHUNK);
    const orders = [[1, 0, 2], [0, 0, 1, 2], [0, 2], [1, 2], [2], [0, 1, 2, 2], [0, 1, 2, 0]];
    for (const order of orders) expect(await opens(Buffer.concat([head, ...order.map(chunk)]))).toBe(false);
    expect(await opens(Buffer.concat([head, ...[0, 1, 2].map(chunk)]))).toBe(true);
  });

  it('does not open with another key or for another message', async () => {
    const sealed = seal(KEY, CONTEXT, randomBytes(50));
    expect(await opens(sealed, Buffer.alloc(32, 8))).toBe(false);
    expect(await opens(sealed, KEY, 'content 0123456789AC')).toBe(false);
    expect(await opens(sealed, KEY, 'details 0123456789AB')).toBe(false);
  });

  it('takes any bytes for sealed ones without breaking', async () => {
    await fc.assert(
      fc.asyncProperty(fc.uint8Array({ maxLength: 200 }), async (bytes) => {
        expect(await opens(bytes)).toBe(false);
        expect(await opens(Buffer.concat([Buffer.from('BVK1'), bytes]))).toBe(false);
      }),
    );
  });
});
