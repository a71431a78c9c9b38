import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { partPath } from '../../core/brand.ts';
import { TextBuilder } from '../../core/text.ts';
import { findBlocks } from './blocks.ts';
import { Layout } from './layout.ts';

const layoutOf = (text: string): Layout =>
  new Layout(new TextBuilder().add(text, { zone: 'body' }).build(partPath('1'), 'body', []));

describe('Layout', () => {
  it('knows the line of every offset, in whatever order it is asked', () => {
    const lines = fc.array(fc.constantFrom('', 'a', 'bc', ' ', 'def'), { minLength: 1, maxLength: 12 });
    fc.assert(
      fc.property(lines, fc.array(fc.nat(60), { maxLength: 30 }), (list, offsets) => {
        const text = list.join('\n');
        const layout = layoutOf(text);
        for (const offset of offsets.filter((one) => one <= text.length)) {
          const before = text.slice(0, offset).split('\n').at(-1) ?? '';
          const after = text.slice(offset).split('\n')[0] ?? '';
          expect([layout.lineStart(offset), layout.lineEnd(offset)]).toEqual([
            offset - before.length,
            offset + after.length,
          ]);
        }
      }),
    );
  });

  it.each([
    ['Anna ringde. ADHD har hon', 'ADHD har hon'],
    ['Anna har bl.a. ADHD', 'Anna har bl.a. ADHD'],
    ['Nei. Ola har f.eks. ADHD eller evt. KOLS. Ring', 'Ola har f.eks. ADHD eller evt. KOLS.'],
    ['Hon har ADHD m.m. Ring', 'Hon har ADHD m.m.'],
    ['Gjelder Ola, enl.\nADHD', 'ADHD'],
  ])('finds the sentence of a word in %j', (text, sentence) => {
    const start = text.indexOf('ADHD');
    const found = layoutOf(text).sentence({ start, end: start + 4 }, 120);
    expect(text.slice(found.start, found.end).trimStart()).toBe(sentence);
  });
});

describe('findBlocks()', () => {
  const signOff = 'Med vänlig hälsning';
  const signaturesOf = (text: string): number => {
    const start = text.indexOf(signOff);
    const cues = { greetings: [], signoffs: [{ start, end: start + signOff.length }], disclaimers: [] };
    return findBlocks(text, cues, []).signatures.length;
  };

  it('takes a sign-off for one only where it opens its line', () => {
    expect(signaturesOf(`Tack.\n> ${signOff}\nBerit`)).toBe(1);
    expect(signaturesOf(`Tack. ${signOff}\nBerit`)).toBe(0);
  });

  it('does not take the middle of an endless line for its beginning', () => {
    expect(signaturesOf(`ord${' '.repeat(5000)}${signOff}\nBerit`)).toBe(0);
  });
});
