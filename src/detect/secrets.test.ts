import { expect, it } from 'vitest';
import { findPasswords } from './secrets.ts';

it('no more than twenty passwords of a text are reported, spelt ones included', () => {
  expect(findPasswords('lösenord: a b 1 d e f\n'.repeat(3))).toHaveLength(3);
  expect(findPasswords('lösenord: a b 1 d e f\n'.repeat(5000))).toHaveLength(20);
});

it.each([
  'the number: 1-800-555-0199\nthe passcode: 6871082#\nConference Plus will be hosting this call',
  'Call-in #: 800/555-0199\nPasscode: 4153030',
  'Telefonkonferens: ring 08-123 456 00\nPinkod: 445566#',
  'Telefonmøte torsdag, kode og pin sendes. Passord: 778899',
  'Wifi i biblioteket: nätverk Gäst, lösenord: Sommar2026',
  'Gjestenett: Rådhus, passord: Velkommen2026',
])('a passcode that everybody invited is told is none: %j', (text) => {
  expect(findPasswords(text).filter(({ certain }) => certain)).toEqual([]);
});

it.each([
  'Lösenordet till filen: Sommar2026!',
  'Wifi fungerar inte hemma. Lösenordet till zipfilen: Sommar2026!',
  'konto anna01, lösenord: Sommar2026!',
])('a password of something else stays one: %j', (text) => {
  expect(findPasswords(text).some(({ certain }) => certain)).toBe(true);
});
