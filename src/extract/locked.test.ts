import { describe, expect, it } from 'vitest';
import { partPath } from '../core/brand.ts';
import type { Extraction } from './format.ts';
import { heldBack, withoutOpened } from './locked.ts';

/** An archive with files that were opened, and files that stayed closed. */
const archive = (opened: readonly string[], closed: readonly string[]): Extraction => ({
  texts: [],
  embedded: opened.map((name) => ({ name, declaredType: null, bytes: Buffer.from(name) })),
  uninspected: closed.map((name) => ({
    part: partPath(`2!${name}`),
    path: ['a.zip', name],
    reason: 'encrypted',
    detail: 'AES-256',
    kind: 'archive',
    encryption: { algorithm: 'AES-256', bits: 256 },
  })),
  signals: [],
});

/** What the second reading, with other passwords, still calls closed. */
function stillClosed(first: Extraction, second: Extraction): readonly string[] {
  const held = heldBack(first, ['Hund1234']);
  return held === null ? ['nothing held'] : withoutOpened(held, second).uninspected.map(({ path }) => path.join('/'));
}

describe('a file that one password opened', () => {
  it('is not called closed because the passwords tried later do not open it', () => {
    expect(stillClosed(archive(['a.txt'], ['b.txt']), archive(['b.txt'], ['a.txt']))).toEqual([]);
  });

  it('leaves closed what none opened, and what came to light only then', () => {
    expect(stillClosed(archive(['a.txt'], ['b.txt']), archive([], ['a.txt', 'b.txt']))).toEqual(['a.zip/b.txt']);
    expect(stillClosed(archive([], ['a.7z']), archive([], ['inner.txt']))).toEqual(['a.zip/inner.txt']);
    expect(stillClosed(archive(['a.txt'], ['a.txt']), archive([], ['a.txt', 'a.txt']))).toHaveLength(2);
  });
});
