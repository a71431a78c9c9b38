import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { normalise } from './normalise.ts';

/** Text with many of the characters that change, marks, pairs and lone halves among them. */
const hardText = fc.oneof(
  fc.string({ unit: 'binary', maxLength: 60 }),
  fc
    .array(
      fc.constantFrom(
        'a',
        'å',
        '7',
        '-',
        ' ',
        '\u030a',
        '\u0308',
        '\u00ad',
        '\u200b',
        '\u2013',
        '\u00a0',
        '１',
        '٣',
        '𝟙',
        '\ufb01',
        '²',
        '½',
        '\0',
        '\ud835',
        '\udfd9',
        '\ufe0f',
        '\u20e3',
        '😀',
        'Ж',
        '\u2028',
        '\u{e0041}',
        '\n',
        '\t',
        '№',
        '\uff0d',
        '\u2212',
      ),
      { maxLength: 40 },
    )
    .map((pieces) => pieces.join('')),
);

describe('normalise()', () => {
  it.each([
    ['full-width digits and dash', '７８０８０５－２３９８', '780805-2398'],
    ['Arabic-Indic digits', '٧٨٠٨٠٥-٢٣٩٨', '780805-2398'],
    ['mathematical digits', '𝟽𝟾𝟶𝟾𝟶𝟻-2398', '780805-2398'],
    ['key caps', '7\ufe0f\u20e38\ufe0f\u20e3', '78'],
    ['underlined digits', '7\u03328\u0332', '78'],
    ['every dash', '\u2010\u2011\u2012\u2013\u2014\u2015\u2212\u2043\ufe58\ufe63\uff0d', '-----------'],
    ['full-width plus', '１＋１', '1+1'],
    ['every space', '\u00a0\u1680\u2000\u2007\u2009\u202f\u205f\u3000', '        '],
    ['soft hyphen and zero-width characters', '78\u00ad08\u200b05\u200c-\u200d23\u206098\ufeff', '780805-2398'],
    ['direction marks', '\u202a78\u200e08\u2066\u2069\u202c', '7808'],
    ['decomposed letters', 'a\u030ao\u0308a\u0308', 'åöä'],
    ['full-width letters', 'ｐｎｒ', 'pnr'],
    ['ligatures', 'o\ufb03ce', 'office'],
    ['NUL between letters', 'p\0n\0r\0', 'pnr'],
    ['line separator', 'a\u2028b', 'a\nb'],
  ])('reads %s', (_, written, read) => {
    expect(normalise(written).text).toBe(read);
  });

  it.each(['m² är 2', 'fotnot¹', '½ dag', '① först', 'Å ä Ö é ß Þ', '😀 “citat” … €', 'Жена', 'x\ud835y'])(
    'leaves %s as it is',
    (text) => {
      expect(normalise(text).text).toBe(text);
    },
  );

  it('reads every Unicode decimal digit as one ASCII digit', () => {
    for (let code = 0; code <= 0x1ffff; code++) {
      const character = String.fromCodePoint(code);
      if (/^\p{Nd}$/u.test(character)) expect(normalise(character).text).toMatch(/^[0-9]$/);
    }
    expect(normalise('०१२३४५६७८९').text).toBe('0123456789');
  });

  it('maps positions back to where each character came from', () => {
    const normalised = normalise('a\u00ad\u00ada\u030a\ufb01 𝟙x');
    const { text } = normalised;
    expect(text).toBe('aåfi 1x');
    expect(Array.from(text, (_, i) => normalised.originalIndex(i))).toEqual([0, 3, 5, 5, 6, 7, 9]);
    expect(normalised.originalIndex(text.length)).toBe(10);
  });

  it('never maps backwards or outside, and reaches the end (P5)', () => {
    fc.assert(
      fc.property(hardText, (original) => {
        const normalised = normalise(original);
        const { text } = normalised;
        let last = 0;
        for (let i = 0; i <= text.length; i++) {
          const here = normalised.originalIndex(i);
          expect(here).toBeGreaterThanOrEqual(last);
          expect(here).toBeLessThanOrEqual(original.length);
          last = here;
        }
        expect(normalised.originalIndex(text.length)).toBe(original.length);
      }),
      { numRuns: 2000 },
    );
  });

  it('gives the same text when a slice of the original between mapped positions is normalised again (P5)', () => {
    fc.assert(
      fc.property(
        fc.array(fc.constantFrom('7', '８', '\u00ad', '-', '\u2013', ' ', '\u00a0', 'å', '𝟙'), { maxLength: 30 }),
        (units) => {
          const original = units.join('');
          const normalised = normalise(original);
          const { text } = normalised;
          for (let i = 0; i < text.length; i++)
            expect(normalise(original.slice(normalised.originalIndex(i), normalised.originalIndex(i + 1))).text).toBe(
              text.charAt(i),
            );
        },
      ),
      { numRuns: 1000 },
    );
  });

  it('changes nothing the second time', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme', maxLength: 60 }), (original) => {
        const once = normalise(original).text;
        expect(normalise(once).text).toBe(once);
      }),
    );
  });
});
