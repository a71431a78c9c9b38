/** Mail as real programs write it, with nothing in it: a gateway that stops these is switched off. */
import { readdirSync, readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { inspectAsShipped } from '../testing/inspect-as-shipped.ts';

const folder = new URL('../../test-fixtures/mail/ordinary/', import.meta.url);
const files = readdirSync(folder).filter((file) => file.endsWith('.eml'));

describe('ordinary mail', () => {
  it('is there to be looked at', () => expect(files.length).toBeGreaterThan(30));

  it.each(files)('%s has no finding, and nothing in it is unread but pictures, signatures and maps', async (file) => {
    const bytes = readFileSync(new URL(file, folder));
    for (const mail of [bytes, Buffer.from(bytes.toString('latin1').replaceAll('\r\n', '\n'), 'latin1')]) {
      const { findings, uninspected } = await inspectAsShipped(mail);
      expect(findings.filter(({ confidence }) => confidence !== 'low')).toEqual([]);
      const unread = uninspected.filter(({ kind }) => kind !== 'image' && kind !== 'signature' && kind !== 'harmless');
      expect(unread).toEqual([]);
    }
  });
});
