import fc from 'fast-check';
import libmime from 'libmime';
import { describe, expect, it } from 'vitest';
import { cutSecureWord } from './secure-word.ts';

const WORD = '[säkert]';

/** The field's value as a reader sees it after the cut. */
function after(raw: string, word = WORD): string {
  const cut = cutSecureWord(raw, word);
  if (cut === null) return 'not found';
  const left = raw.slice(0, cut.start) + (cut.insert ?? '') + raw.slice(cut.end);
  return libmime.decodeWords(
    Buffer.from(left, 'latin1')
      .toString('utf8')
      .replace(/^Subject:/u, '')
      .replaceAll('\r\n', ''),
  );
}
const b = (text: string, charset: BufferEncoding = 'utf8'): string =>
  `=?${charset === 'utf8' ? 'utf-8' : 'iso-8859-1'}?B?${Buffer.from(text, charset).toString('base64')}?=`;
const eightBit = (text: string): string => Buffer.from(text, 'utf8').toString('latin1');

describe('cutSecureWord()', () => {
  it.each([
    ['plain ASCII', 'Subject: [sikker] Underlag\r\n', '[sikker]', ' Underlag'],
    ['in the middle', 'Subject: Sv: [sefos] Underlag\r\n', '[sefos]', ' Sv: Underlag'],
    ['at the end', 'Subject: Underlag [SEFOS]\r\n', '[sefos]', ' Underlag '],
    ['on a folded line', 'Subject: Underlag\r\n [sefos] om avtal\r\n', '[sefos]', ' Underlag om avtal'],
    ['undeclared UTF-8', eightBit('Subject: [säkert] Möte\r\n'), WORD, ' Möte'],
    ['quoted-printable', 'Subject: =?utf-8?Q?=5Bs=C3=A4kert=5D_M=C3=B6te?=\r\n', WORD, ' Möte'],
    ['quoted-printable at the end', 'Subject: =?utf-8?q?M=C3=B6te_[S=C3=84KERT]?=\r\n', WORD, ' Möte'],
    ['quoted-printable of Latin-1', 'Subject: =?iso-8859-1?Q?=5Bs=E4kert=5D?= Lunch\r\n', WORD, ' Lunch'],
    ['an encoded word of its own', `Subject: ${b(WORD)} Lunch\r\n`, WORD, ' Lunch'],
  ])('cuts a word that is %s', (_, raw, word, left) => {
    expect(after(raw, word)).toBe(left);
  });

  it('leaves all other text of a base64 word as it was', () => {
    const text = fc.string({ unit: fc.constantFrom('a', 'Z', 'ö', ' ', '7', '€'), maxLength: 12 });
    fc.assert(
      fc.property(text, text, fc.constantFrom(WORD, '[SÄKERT]', '[Säkert]'), (before, behind, word) => {
        const left = after(`Subject: ${b(`x${before}${word}${behind}y`)}\r\n`);
        expect(left.replaceAll(' ', '')).toBe(`x${before}${behind}y`.replaceAll(' ', ''));
      }),
    );
  });

  it('puts in no more than the letters shared with the text beside it', () => {
    for (const before of ['', 'a', 'ab', 'abc']) {
      const cut = cutSecureWord(`Subject: ${b(`${before}${WORD}hemlig`)}\r\n`, WORD);
      expect(cut?.insert?.length).toBeLessThanOrEqual(8);
    }
  });

  it('says when a word is split over two encoded words', () => {
    expect(cutSecureWord('Subject: =?utf-8?Q?=5Bs=C3=A4?= =?utf-8?Q?kert=5D?=\r\n', WORD)).toBeNull();
  });

  it('is total', () => {
    const hostile = fc.string({
      unit: fc.constantFrom('=', '?', 'utf-8', 'B', 'Q', '[', 's', '\u00e4', ']', '_', ' ', 'A'),
    });
    fc.assert(
      fc.property(hostile, (value) => {
        const cut = cutSecureWord(`Subject: ${value}`, WORD);
        if (cut === null) return;
        expect(cut.start).toBeGreaterThan(7);
        expect(cut.end).toBeGreaterThan(cut.start);
        expect(cut.end).toBeLessThanOrEqual(9 + value.length);
      }),
    );
  });
});
