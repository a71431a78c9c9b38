import { createHash } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { Budget, DEFAULT_LIMITS } from '../budget.ts';
import { sweepText } from './sweep.ts';

const budget = (): Budget => new Budget(DEFAULT_LIMITS, () => 0);
const NUMBER = '19780805-2398';
/** Bytes without any pattern, the same in every run. */
const noise = (length: number): Buffer => {
  const blocks = Array.from({ length: Math.ceil(length / 32) }, (_, i) =>
    createHash('sha256').update(String(i)).digest(),
  );
  return Buffer.concat(blocks).subarray(0, length);
};

describe('sweepText()', () => {
  it('finds text in single bytes and in wide characters', () => {
    const bytes = Buffer.concat([
      Buffer.alloc(9),
      Buffer.from('åtta ord'),
      Buffer.alloc(9),
      Buffer.from(NUMBER, 'utf16le'),
    ]);
    expect(sweepText(bytes, budget()).join(' ')).toContain(NUMBER);
  });

  it('takes an embedded font or a packed picture for what it is, and not for thousands of words', () => {
    const found = sweepText(noise(200_000), budget());
    expect(found.join('').length).toBeLessThan(2000);
  });

  it('finds a number all the same that stands in the midst of noise', () => {
    const bytes = Buffer.concat([noise(100_000), Buffer.from(` ${NUMBER} `), noise(50_000)]);
    expect(sweepText(bytes, budget()).join(' ')).toContain(NUMBER);
    for (const shift of [0, 1]) {
      const wide = Buffer.concat([noise(100_000 + shift), Buffer.from(` ${NUMBER} `, 'utf16le'), noise(50_000)]);
      expect(sweepText(wide, budget()).join(' ')).toContain(NUMBER);
    }
  });

  it('does not take a long text of any language for noise', () => {
    const text = 'Blåbärssylt och ärtsoppa, æbler og øl, höyryä: 1234567890. '.repeat(400);
    for (const bytes of [Buffer.from(text), Buffer.from(text, 'latin1'), Buffer.from(text, 'utf16le')])
      expect(sweepText(bytes, budget()).join(' ')).toContain('sylt');
  });
});
