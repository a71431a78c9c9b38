import { parseMessage } from '../mime/mime.ts';
import type { ExtractOptions, MessageReading } from './extract.ts';

/**
 * Reads a whole message.
 * @param bytes as spooled
 * @param options limits, and what the caller wants to be told
 */
export function extractMessage(bytes: Buffer, options: ExtractOptions): Promise<MessageReading> {
  const message = parseMessage(bytes);
  void options;
  return Promise.resolve({ message, texts: [], uninspected: [], signals: [], oddities: message.oddities });
}
