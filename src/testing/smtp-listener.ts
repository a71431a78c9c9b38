/** A listener with a spool in memory, for tests. */
import { createHash } from 'node:crypto';
import { messageId } from '../core/brand.ts';
import { systemClock } from '../core/clock.ts';
import type { Envelope } from '../core/envelope.ts';
import type { SpooledBytes } from '../core/journal.ts';
import { silentLog } from '../core/log.ts';
import { startListener, type Listener, type ListenerOptions, type SmtpReply } from '../smtp-in/smtp-in.ts';

/** One accepted message. */
export interface Taken {
  readonly envelope: Envelope;
  readonly data: Buffer;
}

/** The listener and what it took. */
export interface TestListener {
  readonly listener: Listener;
  readonly port: number;
  readonly taken: readonly Taken[];
  /** ids of writers that were aborted */
  readonly aborted: readonly string[];
  /** ids of writers opened */
  readonly opened: readonly string[];
  /** Resolves when so many writers were aborted. */
  readonly untilAborted: (count: number) => Promise<void>;
}

/** Starts a listener on a free port; `options` replace the usual ones. */
export async function startTestListener(
  options: Partial<ListenerOptions> & { readonly reply?: (taken: Taken) => Promise<SmtpReply> | SmtpReply } = {},
): Promise<TestListener> {
  const taken: Taken[] = [];
  const aborted: string[] = [];
  const opened: string[] = [];
  const waiting = new Set<() => void>();
  let count = 0;
  const listener = await startListener({
    host: '127.0.0.1',
    port: 0,
    hostname: 'gateway.test.example',
    allowedClients: ['127.0.0.0/8', '::1'],
    maxMessageBytes: 50 * 1024 * 1024,
    maxRecipients: 100,
    bareNewline: 'normalize',
    newId: () => messageId(`TEST${++count}`),
    openWriter: (id) => {
      const chunks: Buffer[] = [];
      opened.push(id);
      return {
        write: (chunk) => {
          chunks.push(Buffer.from(chunk));
        },
        finish: async () => {
          const bytes = Buffer.concat(chunks);
          return { kind: 'inline', bytes, size: bytes.length };
        },
        abort: async () => {
          aborted.push(id);
          for (const check of [...waiting]) check();
        },
      };
    },
    accept: async (envelope: Envelope, bytes: SpooledBytes) => {
      const one = { envelope, data: bytes.kind === 'inline' ? Buffer.from(bytes.bytes) : Buffer.alloc(0) };
      taken.push(one);
      return (await options.reply?.(one)) ?? { outcome: 'accepted' };
    },
    log: silentLog,
    clock: systemClock,
    ...options,
  });
  return {
    listener,
    port: listener.port,
    taken,
    aborted,
    opened,
    untilAborted: (wanted) =>
      new Promise((resolve) => {
        const check = (): void => {
          if (aborted.length < wanted) return;
          waiting.delete(check);
          resolve();
        };
        waiting.add(check);
        check();
      }),
  };
}

/** SHA-256, hexadecimal. */
export const sha256 = (bytes: Uint8Array): string => createHash('sha256').update(bytes).digest('hex');
