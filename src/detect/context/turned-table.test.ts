/** Which tables have their heads in the first column. */
import { expect, test } from 'vitest';
import { isTurned } from './turned-table.ts';

test.each([
  [
    [
      ['Namn', 'Anna Berg'],
      ['Diagnos:', 'ADHD'],
    ],
  ],
  [
    [
      ['', 'Ola Nes', 'Kari Moen'],
      ['Klasse', '3A', '4B'],
    ],
  ],
  [
    [
      ['Barnets navn', 'Ida'],
      ['Født', '2014'],
    ],
  ],
])('%j', (rows) => {
  expect(isTurned(rows)).toBe(true);
});

test.each([
  [
    [
      ['Namn', 'Diagnos'],
      ['Anna Berg', 'ADHD'],
    ],
  ],
  [[['Namn', 'Anna Berg']]],
  [
    [
      ['Namn', 'Anna Berg'],
      ['Titel', 'Kurator'],
      ['Insats', 'ADHD'],
    ],
  ],
  [
    [
      ['', 'Måndag', 'Tisdag'],
      ['Behov', '2', '3'],
    ],
  ],
  [[]],
])('not %j', (rows) => {
  expect(isTurned(rows)).toBe(false);
});
