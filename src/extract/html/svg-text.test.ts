/** Text of drawings in the order in which it stands. */
import { describe, expect, it } from 'vitest';
import { SvgText } from './svg-text.ts';

type Element = readonly [name: string, attributes: Readonly<Record<string, string>>, text?: string];

function drawn(...elements: readonly Element[]): readonly string[] {
  const drawings = new SvgText();
  drawings.opened('svg', new Map(), 1);
  for (const [name, attributes, text] of elements) {
    drawings.opened(name, new Map(Object.entries(attributes)), 2);
    if (text !== undefined) drawings.text(text);
    drawings.closed(2);
  }
  drawings.closed(1);
  drawings.finish();
  return [...drawings.lines];
}

describe('text of a drawing', () => {
  it.each<readonly [string, readonly Element[], string]>([
    ['from the left', [['text', { x: '60' }, '-9876'], ['text', { x: '0' }, '811218']], '811218-9876'],
    ['by its letters', [['text', { x: '40 30 20 10' }, '6789'], ['text', { x: '0' }, '811218-']], '811218-9876'],
    ['moved as a whole', [['text', { transform: 'translate(50, 0)' }, '-9876'], ['text', {}, '811218']], '811218-9876'],
    ['from elsewhere', [['symbol', { id: 'a' }, '811218'], ['use', { href: '#b', x: '9' }], ['use', { href: '#a' }], ['symbol', { id: 'b' }, '-9876']], '811218-9876'],
    ['behind words', [['text', { x: '90' }, '811218'], ['text', { x: '0' }, 'Nr'], ['text', { x: '99' }, '-9876']], 'Nr 811218-9876'],
  ])('is read %s', (_what, elements, number) => expect(drawn(...elements)).toContain(number)); // prettier-ignore

  it('is no number over several lines or with words between', () => {
    expect(drawn(['text', { x: '0', y: '0' }, '811218'], ['text', { x: '9', y: '40' }, '-9876'])).toEqual([]);
    expect(drawn(['text', { x: '0' }, '811218'], ['text', { x: '5' }, 'kr'], ['text', { x: '9' }, '-9876'])).toEqual(
      [],
    );
  });
});
