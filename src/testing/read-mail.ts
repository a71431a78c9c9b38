/** Reads a whole mail as an inspector would, without character recognition, passwords and clock, for tests of readers. */
import { DEFAULT_LIMITS, extractMessage, type MessageReading } from '../extract/extract.ts';

export const readMail = (bytes: Buffer): Promise<MessageReading> =>
  extractMessage(bytes, {
    limits: DEFAULT_LIMITS,
    ocr: { budgetMs: 0, pages: 0 },
    skip: new Map(),
    onDocument: () => undefined,
    passwords: () => [],
    now: () => 0,
  });
