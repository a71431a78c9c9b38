/** Sums of calc(). */
import { expect, it } from 'vitest';
import { arithmetic } from './arithmetic.ts';

it.each([
  ['1 + 2 * 3', 7],
  ['4*.5', 2],
  ['1.5 - .5', 1],
  ['calc(2 * (3 + 1))', 8],
  ['1px', null],
])('%s', (written, value) => {
  expect(arithmetic(written)).toBe(value);
});
