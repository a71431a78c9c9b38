import { describe, expect, it } from 'vitest';
import { ShownNumbers } from './shown-numbers.ts';

/** Digits are numbers, everything else is text. */
function linesOf(...shown: readonly string[]): readonly string[] {
  const numbers = new ShownNumbers();
  for (const each of shown) numbers.number(each);
  numbers.finish();
  return [...numbers.lines];
}

describe('ShownNumbers', () => {
  it('puts together what makes an identifier with the words before it', () => {
    expect(linesOf('Personnummer', ...Array.from('8112189876'))).toEqual(['Personnummer 8112189876']);
    expect(linesOf('Att göra', ...Array.from('198112189876'))).toEqual(['198112189876']);
  });

  it('follows numbers through short words, and ends where long text stands between', () => {
    expect(linesOf('Nr', ...Array.from('198112189876').flatMap((digit) => [digit, 'mjölk']))).toEqual(['198112189876']);
    expect(linesOf('198112', 'Bestämmelser om hur uppgifter '.repeat(3), '189876')).toEqual([]);
  });

  it('takes the first numbers behind a label, and begins anew at the next', () => {
    expect(linesOf('Personnummer', ...Array.from('8112189876'), 'och', '55')).toContain('Personnummer 8112189876');
    expect(linesOf('Ålder', '44', 'Personnummer', ...Array.from('8112189876'))).toEqual(['Personnummer 8112189876']);
  });

  it('goes on where the label stands at each digit', () => {
    const shown = Array.from('8112189876').flatMap((digit) => ['Personnummer', digit]);
    expect(linesOf(...shown)).toEqual(['Personnummer 8112189876']);
  });

  it('takes a list that counts for a list', () => {
    expect(linesOf('Personnummer', '1', '2', '3', '4', '5', '6', '7', '8', '9', '10')).toEqual([]);
  });

  it('gives nothing for single numbers and other lengths', () => {
    expect(linesOf('Personnummer', '8112189876')).toEqual([]);
    expect(linesOf('Antal', '8', '1', '1')).toEqual([]);
  });
});
