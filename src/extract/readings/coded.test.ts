/** Encodings without a mark: what they are read from, and that nothing else is taken for one. */
import { createHash } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { codedNumbers } from './coded-lines.ts';
import { withoutBase32, withoutBase64 } from './encoded-words.ts';

/** A generator of numbers below 2^32 that gives the same ones each time (Numerical Recipes). */
function generator(seed: number): () => number {
  let state = seed;
  return () => (state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0);
}
const next = generator(20_261_128);
const bytes = (count: number): Buffer => Buffer.from(Array.from({ length: count }, () => next() >>> 24));
const pick = (letters: string, count: number): string =>
  Array.from({ length: count }, () => letters.charAt((next() >>> 8) % letters.length)).join('');
const SMALL = 'abcdefghijklmnopqrstuvwxyz';
const ALNUM = `${SMALL}${SMALL.toUpperCase()}0123456789`;
const PRINTABLE = Array.from({ length: 94 }, (_, i) => String.fromCharCode(33 + i)).join('');
const uuid = (): string =>
  bytes(16)
    .toString('hex')
    .replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/u, '$1-$2-$3-$4-$5');

/** What stands in mails and logs and looks like code, by what it is. */
const TOKENS: Readonly<Record<string, () => string>> = {
  'SHA-256': () => createHash('sha256').update(bytes(8)).digest('hex'),
  'SHA-1 in capitals': () => createHash('sha1').update(bytes(8)).digest('hex').toUpperCase(),
  UUID: uuid,
  'base64 of a key': () => bytes(32).toString('base64'),
  'base64url of a token': () => `${bytes(27).toString('base64url')}.${bytes(60).toString('base64url')}`,
  'base32 of a secret': () => pick('ABCDEFGHIJKLMNOPQRSTUVWXYZ234567', 32),
  'base32 in small letters': () => pick(`${SMALL}234567`, 26),
  'small letters': () => pick(SMALL, 16 + (next() % 20)),
  'base 36 ids': () => pick(`${SMALL}0123456789`, 13),
  'letters and digits': () => pick(ALNUM, 22),
  'any characters': () => pick(PRINTABLE, 13 + (next() % 30)),
  'a tracking link': () => `https://lnk.example/c/${pick(ALNUM, 40)}?u=${uuid()}&t=${String(next())}`,
  'a line of a log': () =>
    `2026-11-28T00:00:${String(next() % 60)}Z [${pick('0123456789abcdef', 16)}] id=${pick(ALNUM, 20)} ms=${String(next() % 9999)}`,
  'a signature of DKIM': () => `b=${bytes(120).toString('base64').replace(/.{72}/gu, '$&\n ')}`,
  'lines of base64': () => bytes(171).toString('base64').replace(/.{76}/gu, '$&\n'),
  'lines in capitals': () => pick('ABCDEFGHIJKLMNOPQRSTUVWXYZ 0123456789 -.', 61),
  'lines of letters and digits': () => pick(`${ALNUM}+-`, 61),
  'rules of dots and dashes': () => Array.from({ length: 12 }, () => pick('.-', 5)).join(' '),
  'the rule of a table': () => `|${' ----- |'.repeat(12)}`,
};

/** RFC 4648 §6 in small letters. */
function inBase32(text: string): string {
  const bits = Array.from(Buffer.from(text), (byte) => byte.toString(2).padStart(8, '0')).join('');
  return (bits.match(/.{1,5}/gu) ?? [])
    .map((five) => 'abcdefghijklmnopqrstuvwxyz234567'.charAt(Number.parseInt(five.padEnd(5, '0'), 2)))
    .join('');
}

describe('numbers in base 32', () => {
  it.each(['nr 811218-9876', 'nr 15845912065', 'fnr 158459 12065', '131052-308T ok'])('are read: %s', (said) => {
    expect(codedNumbers(`kod ${inBase32(said)} slut`).map(({ line }) => line)).toEqual([said]);
  });

  it('are read beside letters beyond ASCII, wherever they stand', () => {
    const said = 'Öl 811218-9876 Ö';
    expect(withoutBase32(`kod ${inBase32(said)} slut`)).toBe(`kod ${said} slut`);
  });
});

describe('codes without a mark', () => {
  it.each(Object.keys(TOKENS))('are not seen in 5,000 times %s', (kind) => {
    const make = TOKENS[kind] ?? ((): string => '');
    const text = Array.from({ length: 5_000 }, () => `ref ${make()} ok\n${make()}\n`).join('');
    const said = codedNumbers(text).map(({ line }) => line);
    // dots and dashes are digits of Morse now and then: the detectors judge the number
    expect(said.filter((line) => !/^[\d -]*$/u.test(line))).toEqual([]);
    expect(said.length).toBeLessThan(kind === 'rules of dots and dashes' ? 200 : 1);
  });

  it('ends soon with words and lines of every length', () => {
    const before = process.cpuUsage();
    for (const letter of ['a', 'A', '1', '-', '.', 'a ', 'AAAA-', '- ', '-----\n', 'M'.repeat(61) + '\n'])
      for (const text of [letter.repeat(200_000 / letter.length), (letter.repeat(300) + ' ').repeat(500)])
        codedNumbers(text);
    expect(process.cpuUsage(before).user / 1000).toBeLessThan(8_000);
  });
});

it('a word of twelve million letters has no room to turn back in, and is none of base64', () => {
  const word = `${'a'.repeat(12_000_000)}ā`;
  expect(withoutBase64(word)).toBe(word);
});
