/** Lines of which a part is shown at times. */
import { describe, expect, it } from 'vitest';
import { AtTimes, timesOf, type Times } from './at-times.ts';

function shown(...parts: readonly (readonly [text: string, times: Times])[]): readonly string[] {
  const lines = new AtTimes();
  for (const [text, times] of parts) lines.text(text, times);
  lines.finish();
  return [...lines.lines];
}

describe('a line of which a part is shown at times', () => {
  it.each([
    ['without it', [['Nr 811218', 'always'], [' och så ', 'unless'], ['-9876', 'always']], 'Nr 811218-9876'],
    ['with another one', [['811218', 'always'], ['99', 'unless'], ['-9876', 'if']], '811218-9876'],
    ['behind much text', [['ord '.repeat(500), 'always'], ['811218', 'always'], ['x', 'unless'], ['-9876', 'always']], '811218-9876'],
  ] as const)('is read %s', (_what, parts, number) => {
    expect(shown(...parts).some((line) => line.endsWith(number))).toBe(true);
  }); // prettier-ignore

  it.each([
    [
      'says what it says anyway',
      [
        ['811218-9876', 'always'],
        [' och ', 'always'],
      ],
    ],
    [
      'holds no number at the part',
      [
        ['811218-9876 är ', 'always'],
        ['mobil', 'unless'],
        [' här', 'always'],
      ],
    ],
    [
      'hides the part everywhere',
      [
        ['811218', 'always'],
        ['-9876', 'never'],
      ],
    ],
  ] as const)('is not given when it %s', (_what, parts) => expect(shown(...parts)).toEqual([]));

  it.each([
    [true, false, true, 'always', 'if'],
    [true, false, false, 'unless', 'never'],
    [false, true, false, 'always', 'unless'],
    [false, true, false, 'if', 'if'],
    [false, false, true, 'never', 'never'],
  ] as const)('%s, %s, %s in %s: %s', (hidden, mayBeHidden, mayBeShown, around, times) => {
    expect(timesOf(hidden, mayBeHidden, mayBeShown, around)).toBe(times);
  });
});
