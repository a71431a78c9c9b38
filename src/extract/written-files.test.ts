/** Files written as letters in a text: what is taken out, and what it costs. */
import { deflateSync, gzipSync } from 'node:zlib';
import { describe, expect, it } from 'vitest';
import { Budget, BudgetSpent, DEFAULT_LIMITS } from './budget.ts';
import { writtenFiles } from './written-files.ts';

const read = (text: string): readonly string[] =>
  Array.from(writtenFiles(text, new Budget(DEFAULT_LIMITS, () => Date.now())), ({ bytes }) => bytes.toString('latin1'));
const base64 = (text: string | Buffer): string => Buffer.from(text).toString('base64');

describe('letters in a text', () => {
  it('are a file when they begin as one', () => {
    const file = gzipSync('Hej');
    expect(read(`x: "${base64(file)}"`)).toEqual([file.toString('latin1')]);
  });

  it('are text when they decode to more than a line', () => {
    expect(read(`<a>${base64('namn;nr\nAnna;811218-9876\n')}</a>`)).toEqual(['namn;nr\nAnna;811218-9876\n']);
  });

  it('are left alone when they decode to a line that is read in its place', () => {
    expect(read(`<a>${base64('Anna har nummer 811218-9876')}</a>`)).toEqual([]);
  });

  it.each([
    ['keys', base64(Buffer.from('9f3c1e7790aa1bd4e0c2f7865b1d33ee9f3c1e7790aa1bd4', 'hex'))],
    ['paths', '/Users/Shared/Documents/Verksamhet/Protokoll2026/Bilaga1'],
    ['names', 'getElementsByTagNameNS2AndSomethingElseThatIsLong'],
    ['digests', '9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08'],
  ])('are left alone when they are %s', (_what, text) => {
    expect(read(`x ${text} y`)).toEqual([]);
  });
});

describe('a text made to be slow', () => {
  const repeated = (text: string): string => text.repeat(1_000_000 / text.length);

  it.each([
    ['letters alone', repeated('aB3')],
    ['escapes', repeated('abcdefghijklmnopqrst1B\\/')],
    ['runs that begin as text', repeated('QW5uYSBUZXN0c3Nvbg "," ')],
    ['blanks behind letters', repeated(`QW5uYSBUZXN0c3NvbiBoYXIg${' '.repeat(2000)}`)],
  ])('of %s is read in a moment', (_what, text) => {
    const start = Date.now();
    read(text);
    expect(Date.now() - start).toBeLessThan(2000);
  });

  it.each([
    ['beginnings of zlib', 'eJwL8GZmEWFgYOBgeJwL8GZmEWFg; '.repeat(2000)],
    ['compressed zeros', `"${base64(deflateSync(Buffer.alloc(20_000_000)))}"`],
  ])('of %s is given up', (_what, text) => {
    expect(() => read(text)).toThrow(BudgetSpent);
  });
});
