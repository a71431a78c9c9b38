/** Letters that are drawn as others are told by how their outlines are made; types of a special make are not taken for such. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { readDocument, placesOf } from '../testing/read-document.ts';
import { cffOutlines } from './cff-outlines.ts';
import { exchangedAmong, outlinesOf } from './letter-outlines.ts';
import { pdfFormat } from './pdf/pdf.ts';

const stored = (name: string): Buffer =>
  readFileSync(join(import.meta.dirname, '../../test-fixtures/documents/pdf', name));
const NUMBER = '811218-9876';
const OCR = { budgetMs: 60_000, pages: 5 };

/** Figures as their types draw them. */
const FIGURES = [2, 1, 1, 1, 2, 1, 2, 1, 3, 2];
const drawn = (signs: string, lines: readonly number[]): Map<string, number> =>
  new Map(Array.from(signs, (sign, i) => [sign, lines[i] ?? 1]));

describe('outlines', () => {
  it.each<[string, readonly number[], boolean, boolean]>([
    ['0123456789', FIGURES, false, false],
    ['3456789012', FIGURES, true, false],
    ['ABCDEFGHIJ', FIGURES, false, true],
    ['hejboalktr', [3, 1, 1, 2, 2, 1, 2, 2, 2, 1], false, true],
    // a nought with a stroke and an open four
    ['0123456789', [3, 1, 1, 1, 1, 1, 2, 1, 3, 2], false, false],
    // sprayed through a mask: fewer here, more there, and more than any usual one
    ['ABCDEFGHIJ', [3, 2, 3, 2, 4, 3, 3, 3, 1, 2], false, false],
    // small capitals
    ['abcdefghij', [2, 3, 1, 2, 1, 1, 1, 1, 1, 1], false, false],
    // letters that overlap have more only
    ['ABCDEFGHIJ', [3, 3, 2, 2, 2, 2, 2, 2, 1, 1], false, false],
  ])('%s drawn with %j', (signs, lines, digits, letters) => {
    expect(exchangedAmong(drawn(signs, lines))).toEqual({ digits, letters });
  });

  it('of signs that are said twice tell by those that are not as usual', () => {
    const honest = Array.from('ABCDEFGHIJKLMNOPQRST', (sign, i) => [sign, [2, 3, 1, 2, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 2, 2, 2, 2, 1, 1][i] ?? 1] as const); // prettier-ignore
    const shown = Array.from('ABCDEFGHIJ', (sign, i) => [sign, FIGURES[i] ?? 1] as const);
    expect(exchangedAmong([...honest, ...shown])).toEqual({ digits: false, letters: true });
    expect(exchangedAmong([...honest, ...honest])).toEqual({ digits: false, letters: false });
  });

  it('of anything are no reason to fail', () => {
    fc.assert(fc.property(fc.uint8Array({ maxLength: 400 }), (bytes) => void outlinesOf(Buffer.from(bytes))));
    fc.assert(fc.property(fc.uint8Array({ maxLength: 400 }), (bytes) => void cffOutlines(Buffer.from([1, 0, 4, 1, ...bytes]))?.(1))); // prettier-ignore
  });
});

describe('a page in a font whose letters are drawn as others', () => {
  it.each([
    'exchanged-letters.pdf',
    'exchanged-digits.pdf',
    'exchanged-letters-cff.pdf',
    'exchanged-digits-cff.pdf',
    'exchanged-letters-ghostscript.pdf',
    'exchanged-letters-type-1.pdf',
  ])('of %s is looked at', async (name) => {
    const blind = await readDocument(pdfFormat, name, stored(name));
    expect(blind.uninspected).toMatchObject([{ reason: 'ambiguous', kind: 'document' }]);
    const { texts, uninspected } = await readDocument(pdfFormat, name, stored(name), { ocr: OCR });
    expect(placesOf(texts, NUMBER)).toContain('ocr page 1');
    expect(uninspected).toEqual([]);
  });

  it.each(['usual-cff.pdf', 'usual-type-1.pdf'])('is none of %s', async (name) => {
    const { texts, uninspected } = await readDocument(pdfFormat, name, stored(name));
    expect(placesOf(texts, NUMBER)).not.toEqual([]);
    expect(uninspected).toEqual([]);
  });

  it('is not one in a script type with a telephone number', async () => {
    const { uninspected } = await readDocument(pdfFormat, 'a.pdf', stored('script-font.pdf'));
    expect(uninspected).toEqual([]);
  });
});
