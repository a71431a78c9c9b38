import { describe, expect, it } from 'vitest';
import { SlideBoxes } from './slide-boxes.ts';

type Shape = readonly [text: string, x: number, y: number, width: number];

function linesOf(...shapes: readonly Shape[]): readonly string[] {
  const boxes = new SlideBoxes();
  for (const [text, x, y, width] of shapes) {
    boxes.openShape();
    boxes.place('off', ` x="${x}" y="${y}"`);
    boxes.place('ext', ` cx="${width}" cy="50"`);
    boxes.text(text);
    boxes.closeShape();
  }
  return boxes.finish();
}

describe('boxes of a slide', () => {
  it('are read together on one line', () => {
    expect(linesOf(['9876', 190, 2, 60], ['811218-', 100, 0, 90])).toEqual(['811218-9876']);
    expect(linesOf(['811218', 100, 0, 90], ['-9876', 190, 0, 60], ['Pnr', 0, 0, 90])).toEqual(['Pnr 811218-9876']);
  });

  it('are kept apart on two lines, far from each other, and as two numbers', () => {
    expect(linesOf(['811218-', 100, 0, 90], ['9876', 190, 40, 60])).toEqual([]);
    expect(linesOf(['811218-', 100, 0, 90], ['9876', 290, 0, 60])).toEqual([]);
    expect(linesOf(['12', 0, 0, 90], ['811218', 90, 0, 60])).toEqual([]);
  });
});
