/** Files written as letters in a text: what is taken out, and what it costs. */
import { createHash, randomBytes } from 'node:crypto';
import { deflateSync, gzipSync } from 'node:zlib';
import { describe, expect, it } from 'vitest';
import { mailWith } from '../testing/hostile-files.ts';
import { readMail } from '../testing/read-mail.ts';
import { Budget, DEFAULT_LIMITS } from './budget.ts';
import { writtenFiles, type Written } from './written-files.ts';

const search = (text: string): Written => writtenFiles(text, new Budget(DEFAULT_LIMITS, () => Date.now()));
const read = (text: string): readonly string[] => search(text).files.map(({ bytes }) => bytes.toString('latin1'));
const base64 = (text: string | Buffer): string => Buffer.from(text).toString('base64');

describe('letters in a text', () => {
  it('are a file when they begin as one', () => {
    const file = gzipSync('Hej');
    expect(read(`x: "${base64(file)}"`)).toEqual([file.toString('latin1')]);
  });

  it('are text when they decode to more than a line', () => {
    expect(read(`<a>${base64('namn;nr\nAnna;811218-9876\n')}</a>`)).toEqual(['namn;nr\nAnna;811218-9876\n']);
  });

  it('are one text when they are many short ones', () => {
    const records = ['skolan har stängt', 'parken är öppen idag', 'skolan har stängt'].map((note) => ({
      note: base64(note),
    }));
    const [text = '', ...others] = search(
      JSON.stringify([...records, { page: base64('<p>Hej på dig, sade hon</p>') }]),
    ).files.map(({ bytes }) => bytes.toString());
    expect(text).toBe('skolan har stängt\n\nparken är öppen idag');
    expect(others).toEqual(['<p>Hej på dig, sade hon</p>']);
  });

  it('are found before a limit', () => {
    const file = gzipSync('Hej');
    const { files, spent } = search(`"${base64(file)}" "${base64(deflateSync(Buffer.alloc(20_000_000)))}"`);
    expect(files.map(({ bytes }) => bytes)).toEqual([file]);
    expect(spent?.limit).toContain('expands');
  });

  it('are read before a limit, which is told', async () => {
    const letters = [Buffer.from('namn;nr\nAnna;811218-9876\n'), deflateSync(Buffer.alloc(20_000_000))].map(base64);
    const { texts, uninspected } = await readMail(
      mailWith([{ name: 'a.json', bytes: Buffer.from(JSON.stringify(letters)) }]),
    );
    expect(texts.some(({ text }) => text.includes('811218-9876'))).toBe(true);
    expect(uninspected).toMatchObject([{ reason: 'limit', path: ['a.json'] }]);
  });

  it('are a file of any length in one line', () => {
    const file = Buffer.concat([Buffer.from('%PDF-1.4\n'), randomBytes(12_000_000)]);
    expect(search(`{"pdf":"${base64(file)}"}`).files[0]?.bytes.equals(file)).toBe(true);
  });

  it('are digests by the hundred thousand', () => {
    const digests = Array.from({ length: 330_000 }, (_, at) => createHash('sha1').update(String(at)).digest('base64'));
    const { files, spent } = search(`${digests.join(';ja\n')};ja\n"${base64(deflateSync('Hej på dig, sade hon'))}"`);
    expect(spent).toBeNull();
    expect(files.map(({ bytes }) => bytes.toString())).toContain('Hej på dig, sade hon');
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
    expect(search(text).spent).not.toBeNull();
  });
});
