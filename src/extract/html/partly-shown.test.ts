/** Boxes that cut off what goes beyond them: which numbers may be what is left. */
import { describe, expect, it } from 'vitest';
import { boxStyleOf, lengthOf, type BoxStyle } from './box-style.ts';
import { PartlyShown } from './partly-shown.ts';

type Piece = string | readonly [style: BoxStyle | null, ...texts: string[]];

function shown(...pieces: readonly Piece[]): readonly string[] {
  const partly = new PartlyShown(false);
  for (const piece of pieces) {
    if (typeof piece === 'string') {
      partly.text(piece);
      continue;
    }
    const [style, ...texts] = piece;
    partly.opened(style, style?.width ?? null, 2);
    texts.forEach((text, at) => {
      if (at > 0) partly.line();
      partly.text(text);
    });
    partly.closed(2);
  }
  partly.finish();
  return [...partly.lines];
}

const box = (style: string): BoxStyle | null => boxStyleOf(`overflow:hidden;${style}`);

describe('a box that cuts off', () => {
  it.each([
    ['what goes beyond it', [[box('width:6ch'), '811218999'], '-9876'], '811218-9876'],
    ['more than its own text', [[box('width:11ch'), '811218-9876999']], '811218-9876'],
    ['as much as fits of a font nobody knows', ['Nr ', [box('width:50px'), '811218999'], '-9876'], 'Nr 811218-9876'],
    ['what stands before', [[box('width:6ch;text-indent:-3ch'), '999811218999'], '-9876'], '811218-9876'],
    ['lines below the first', [[box('height:1em'), '811218', '999'], '-9876'], '811218-9876'],
    ['a side', [[box('clip-path:inset(0 3ch 0 0)'), '811218999'], '-9876'], '811218-9876'],
  ] as const)('%s', (_what, pieces, number) => {
    expect(shown(...(pieces as readonly Piece[]))).toContain(number);
  });

  it.each([
    ['has room for all of it', [[box('width:99ch'), '811218999'], '-9876']],
    ['stands in no number', ['Rad ', [box('width:20px'), 'sidan 12'], ' av 30, 2026-11-28']],
    ['is of another line', [[box('width:6ch'), '811218999'], 'och många andra ord', '-9876']],
    ['has a word in it', [[box('width:60px'), 'Meddelande 12 till alla'], ' den 28 november kl. 10 20 30']],
  ] as const)('says nothing where it %s', (_what, pieces) => {
    expect(shown(...(pieces as readonly Piece[]))).toEqual([]);
  });

  it('is of no matter without a limit to it', () => {
    expect(boxStyleOf('overflow:hidden;width:100%')?.width).toBeNull();
    expect(boxStyleOf('color:red;padding:0')).toBeNull();
  });
});

describe('a length', () => {
  it.each([
    ['6ch', { fixed: 0, letters: 6 }],
    ['calc(3ch * 2 + 4px)', { fixed: 4, letters: 6 }],
    ['1.5em!important', { fixed: 24, letters: 0 }],
    ['min(6ch, 9px)', { fixed: 100, letters: 0 }],
    ['50%', null],
    ['auto', null],
  ])('%s', (written, length) => expect(lengthOf(written)).toEqual(length));
});
