import { expect, it } from 'vitest';
import { findPasswords } from './secrets.ts';

it('no more than twenty passwords of a text are reported, spelt ones included', () => {
  expect(findPasswords('lösenord: a b 1 d e f\n'.repeat(3))).toHaveLength(3);
  expect(findPasswords('lösenord: a b 1 d e f\n'.repeat(5000))).toHaveLength(20);
});
