import { expect, test } from 'vitest';
import { maskDigits, printable, shownName } from './mask.ts';

test('printable() lets nothing through that could rewrite a screen or read backwards', () => {
  expect(printable('a\u001b[2Jb\u0007\r\nc')).toBe('a\ufffd[2Jb\ufffd\ufffd\ufffdc');
  expect(printable('faktura\u202Efdp.exe')).toBe('fakturafdp.exe');
  expect(printable('Åsa – 10 × 2 år 😀')).toBe('Åsa – 10 × 2 år 😀');
});

test('shownName() shortens what is no name any more', () => {
  expect(shownName('protokoll.docx')).toBe('protokoll.docx');
  expect(Array.from(shownName('x'.repeat(500)))).toHaveLength(100);
});

test('digits parted by invisible characters are masked together', () => {
  expect(maskDigits(shownName('191212\u200b121212.pdf'))).toBe('19**********.pdf');
});

test('maskDigits() knows dashes of word processors and letters within a number', () => {
  expect(maskDigits('811218–9876.pdf')).toBe('81****–****.pdf');
  expect(maskDigits('131052A308T.pdf')).toBe('13*********.pdf');
  expect(maskDigits('131052-308T (kopia 2).pdf')).toBe('13****-**** (kopia 2).pdf');
  expect(maskDigits('Protokoll 12-13 § 4.pdf')).toBe('Protokoll 12-13 § 4.pdf');
});
