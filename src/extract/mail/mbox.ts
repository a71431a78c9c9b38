/** Several messages in one file, each after a 'From ' line (RFC 4155). */
import { BudgetSpent } from '../budget.ts';
import type { Document, EmbeddedFile, Extraction, Format, FormatContext } from '../format.ts';

/**
 * Splits an mbox.
 * @param bytes of the file
 * @returns the messages without their 'From ' lines
 */
export function splitMbox(bytes: Buffer): readonly Buffer[] {
  const messages: Buffer[] = [];
  let start = bytes.subarray(0, 5).toString('latin1') === 'From ' ? 0 : bytes.indexOf('\nFrom ') + 1;
  while (start >= 0 && start < bytes.length) {
    const lineEnd = bytes.indexOf(0x0a, start);
    if (lineEnd < 0) break;
    const next = bytes.indexOf('\nFrom ', lineEnd);
    const end = next < 0 ? bytes.length : next + 1;
    messages.push(bytes.subarray(lineEnd + 1, end));
    if (next < 0) break;
    start = next + 1;
  }
  return messages;
}

export const mboxFormat: Format = {
  id: 'mbox',
  recognises: (sniff) => sniff.type === 'application/mbox',
  extract: (document: Document, context: FormatContext): Extraction => {
    const embedded: EmbeddedFile[] = [];
    try {
      for (const [at, bytes] of splitMbox(document.bytes).entries()) {
        context.budget.spendEntry(0);
        embedded.push({ name: `message-${at + 1}.eml`, declaredType: 'message/rfc822', bytes });
      }
    } catch (error) {
      if (!(error instanceof BudgetSpent)) throw error;
      const { part, path } = document;
      return {
        texts: [],
        embedded,
        uninspected: [{ part, path, reason: error.reason, detail: error.limit, kind: 'archive' }],
        signals: [],
      };
    }
    return { texts: [], embedded, uninspected: [], signals: [] };
  },
};
