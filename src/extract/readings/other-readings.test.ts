import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { partPath } from '../../core/brand.ts';
import { TextBuilder } from '../../core/text.ts';
import { otherReadings } from './other-readings.ts';

const textOf = (text: string, zone: 'body' | 'comment' = 'body') =>
  new TextBuilder().add(text, { zone }).build(partPath('1'), 'body', []);
const read = (text: string): string | null => otherReadings(textOf(text))?.text ?? null;

describe('otherReadings()', () => {
  it.each([
    ['letters for digits', 'nr l98O0805-2398', 'nr 19800805-2398\n'],
    ['bars for digits', 'nr |9780805-2398', 'nr 19780805-2398\n'],
    ['circles', 'nr \u2460\u2468\u2466\u2467\u24ea\u2467\u24ea\u2464-\u2461\u2462\u2468\u2467', 'nr 19780805-2398\n'],
    ['exponents', 'nr \u2077\u2078\u2070\u2078\u2070\u2075\u207b\u00b2\u00b3\u2079\u2078', 'nr 780805-2398\n'],
    ['marks over the digits', 'nr 7\u03018\u03010\u03018\u03010\u03015\u0301-\u03012398', 'nr 780805-2398\n'],
    ['an override of the direction', 'nr \u202e8932-508087\u202c!', 'nr 780805-2398!\n'],
    ['escapes', String.raw`nr \u0037\u{38}\x30`, 'nr 780\n'],
    ['an escape that begins a number', String.raw`{"p":"\u00319780805-2398"}`, '{"p":"19780805-2398"}\n'],
    [
      'a blank in a link',
      'mailto:a@b.example?subject=nr%2019780805-2398',
      'mailto:a@b.example?subject=nr 19780805-2398\n',
    ],
    ['UTF-7', 'nr +ADcAOAAwADgAMAA1AC0AMgAzADkAOA-', 'nr 780805-2398\n'],
  ])('reads %s', (_name, text, expected) => expect(read(text)).toBe(expected));

  it.each([
    'Personnummer 19780805-2398 och IBAN SE35 5000 0000 0549 1000 0003',
    'Fotnot\u00b9 och m\u00b2, kapitel II, OI-10, LOL 2026',
    'C:\\users\\xavier och \\\\server\\ule',
    'a+b-c och +46701234567-',
    'Illlll OOOOOO lIlIlI-lIlI',
  ])('leaves %j alone', (text) => expect(read(text)).toBeNull());

  it('keeps the zone of the line and says nothing of the other lines', () => {
    const other = otherReadings(textOf('rad\nnr l9780805-2398\nrad\n', 'comment'));
    expect(other?.text).toBe('nr 19780805-2398\n');
    expect(other?.segments.map(({ zone }) => zone)).toEqual(['comment']);
  });

  it('is quick on long lines of what it looks for', () => {
    // processor time: a busy machine says nothing about the growth
    const started = process.cpuUsage();
    for (const piece of ['\u202e', '\\u00', '+AAAAAAAA', 'l0O|', '\u2460-', '1\u0301']) read(piece.repeat(200_000));
    expect(process.cpuUsage(started).user / 1000).toBeLessThan(5000);
  });

  it('never throws, and its segments cover its text', () => {
    fc.assert(
      fc.property(
        fc.array(fc.constantFrom('l', '1', '0', '-', '\u202e', '\\u', '{', 'ffff', '+', 'A', '\n')),
        (pieces) => {
          const other = otherReadings(textOf(`x${pieces.join('')}`));
          if (other !== null) expect(other.segments.at(-1)?.end).toBe(other.text.length);
        },
      ),
      { numRuns: 500 },
    );
  });
});
