/** Lines that stand beside each other: which are one number, and which are columns of a table. */
import { describe, expect, it } from 'vitest';
import { LinesBeside } from './lines-beside.ts';

function beside(left: readonly string[], right: readonly string[]): readonly string[] {
  const lines = new LinesBeside(false);
  lines.opened(1, false);
  for (const box of [left, right]) {
    lines.opened(2, true);
    for (const line of box) {
      lines.text(line);
      lines.line(true);
    }
    lines.closed(2);
  }
  return [...lines.lines];
}

const DAYS = '20260114 20260215 20260216 20260217 20260311 20260312'.split(' ');
const AMOUNTS = '1234 5678 2345 1871 4502 3219'.split(' ');
const BIRTHS = '811218 520414 010930 670203 990412 740101'.split(' ');

describe('columns of lines', () => {
  it.each([
    ['a sign before the second half', ['811218', 'Anna'], ['-9876', 'Berg'], ['811218-9876']],
    ['a sign behind the first half', ['19811218-', 'Anna'], ['9876', 'Berg'], ['19811218-9876']],
    ['a bare number', ['Anna', '811218'], ['Berg', '9876'], ['8112189876']],
    ['a bare number with its century', ['20121218', 'Anna'], ['9876', 'Berg'], ['201212189876']],
    ['eleven digits', ['811218', 'Kari'], ['98765', 'Dahl'], ['81121898765']],
  ])('are one number: %s', (_what, left, right, lines) => {
    expect(beside(left, right)).toEqual(lines);
  });

  it('are numbers of people born in many years', () => {
    expect(beside(BIRTHS, AMOUNTS)).toHaveLength(BIRTHS.length);
  });

  it.each([
    ['days beside amounts', DAYS, AMOUNTS],
    ['days beside amounts, with their names', ['Dag', ...DAYS], ['Antal', ...AMOUNTS]],
    ['short days beside amounts', DAYS.map((day) => day.slice(2)), AMOUNTS],
    ['two days beside two amounts', ['2026-05-15', '20261227'], ['9684', '1475']],
    ['numbers of another length', ['1234567', 'x'], ['8901', 'y']],
  ])('are a table: %s', (_what, left, right) => {
    expect(beside(left, right)).toEqual([]);
  });
});
