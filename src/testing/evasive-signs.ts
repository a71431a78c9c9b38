/**
 * Plain texts in which other signs stand for the digits of a number, or something stands between them that a program left there. Each
 * takes a number as six digits, a hyphen and four; with another number it is a mail of the same shape that nobody has to stop.
 */
import type { EvasiveMail } from './evasive-mails.ts';

const plain = (body: string): string =>
  `From: anna@kommun.example\nTo: b@example.org\nSubject: Hej\nMIME-Version: 1.0\nContent-Type: text/plain; charset=utf-8\nContent-Transfer-Encoding: 8bit\n\n${body}\n`;
const each = (text: string, to: (character: string) => string): string => Array.from(text, to).join('');

/** Signs for the digits in order, or the sign for one and the sign for nought. */
const ROWS: Readonly<Record<string, string | readonly [one: number, nought: string]>> = {
  'Chinese numerals': '〇一二三四五六七八九',
  'Suzhou numerals': [0x3021, '〇'],
  'Roman numerals of one sign': [0x2160, '0'],
  'small Roman numerals of one sign': [0x2170, '0'],
  'digits in circles without serifs': [0x2780, '\u{1f10b}'],
  'white digits in circles': [0x278a, '\u{1f10c}'],
  'digits with full stops': [0x2488, '\u{1f100}'],
  'counting rods': [0x1d360, '〇'],
  clocks: [0x1f550, '\u{1f55b}'],
};
const signFor = (row: string | readonly [number, string], digit: number): string =>
  typeof row === 'string'
    ? (Array.from(row)[digit] ?? '')
    : digit === 0
      ? row[1]
      : String.fromCodePoint(row[0] + digit - 1);

const BRAILLE = '\u281a\u2801\u2803\u2809\u2819\u2811\u280b\u281b\u2813\u280a';
const braille = (text: string): string => each(text, (c) => BRAILLE.charAt(Number(c)));

/** What stands in the middle of the number. */
const BETWEEN: Readonly<Record<string, string>> = {
  'a picture of Outlook': '[cid:image001.png@01DC0000.00000000]',
  'a picture of Gmail': '[image: smil.png]',
  'a picture of Notes': '<<image001.gif>>',
  'an attachment of Notes': '(See attached file: a.gif)',
  'a Markdown picture': '![](https://x.example/a.png)',
  'a Markdown footnote': '[^1]',
  'a colour of Jira': '{color}',
  'nothing in AsciiDoc': '{empty}',
  'an Org export': '@@html:<b>@@',
};

/** A uuencoded file of one line. */
const uuencoded = (text: string): readonly string[] => {
  const bytes = Buffer.from(text);
  const six = (value: number): string => String.fromCharCode(32 + (value & 63) || 96);
  const groups = Array.from({ length: Math.ceil(bytes.length / 3) }, (_, i) => {
    const [a = 0, b = 0, c = 0] = bytes.subarray(i * 3, i * 3 + 3);
    return six(a >> 2) + six((a << 4) | (b >> 4)) + six((b << 2) | (c >> 6)) + six(c);
  });
  return ['begin 644 a.txt', six(bytes.length) + groups.join(''), '`', 'end'];
};

/** By what is done. */
export const EVASIVE_SIGNS: Readonly<Record<string, EvasiveMail>> = {
  ...Object.fromEntries(
    Object.entries(ROWS).map(([name, row]): [string, EvasiveMail] => [
      name,
      (t) => plain(`Numret är ${each(t, (c) => (c === '-' ? '-' : signFor(row, Number(c))))}`),
    ]),
  ),
  ...Object.fromEntries(
    Object.entries(BETWEEN).map(([name, what]): [string, EvasiveMail] => [
      name,
      (t) => plain(`Numret är ${t.slice(0, 4)}${what}${t.slice(4)} ok`),
    ]),
  ),
  'Braille digits': (t) => plain(`\u283c${braille(t.slice(0, 6))}\u2824\u283c${braille(t.slice(7))}`),
  'a Markdown link': (t) => plain(`${t.slice(0, 4)}[${t.slice(4)}](https://x.example)`),
  'inline markup of reStructuredText': (t) => plain(`${t.slice(0, 4)}\\ *${t.slice(4)}*`),
  'a line of TeX that goes on': (t) => plain(`${t.slice(0, 4)}%\n${t.slice(4)}`),
  'a folded line': (t) => plain(`description: ${t.slice(0, 4)}\n ${t.slice(4)}`),
  'B for 8': (t) => plain(`Numret är ${t.slice(0, 5)}${t.slice(5).replaceAll('8', 'B')}`),
  'B and S': (t) => plain(`Numret är ${t.replace('8', 'B').replace('5', 'S').replace('-98', '-9B')}`),
  'Cyrillic letters': (t) => plain(`Numret är ${t.replaceAll('1', '\u0406').replaceAll('6', '\u0431')}`),
  'uuencode in a reply': (t) => plain(`Hej\n\n${uuencoded(`Personnummer ${t}`).map((line) => `> ${line}`).join('\n')}`), // prettier-ignore
  'uuencode set in': (t) => plain(`Hej\n\n${uuencoded(`Personnummer ${t}`).map((line) => `    ${line}`).join('\n')}`), // prettier-ignore
  'a troff mark without width': (t) => plain(`${t.slice(0, 4)}\\&${t.slice(4)}`),
  'some digits set high': (t) =>
    plain(Array.from(t, (c, i) => (i % 3 === 0 && c !== '-' ? '⁰¹²³⁴⁵⁶⁷⁸⁹'.charAt(+c) : c)).join('')),
  'digits set low': (t) => plain(Array.from(t, (c) => (c === '-' ? '₋' : '₀₁₂₃₄₅₆₇₈₉'.charAt(+c))).join('')),
  'some digits in black circles': (t) =>
    plain(Array.from(t, (c, i) => (i % 3 === 0 && c !== '-' ? '⓿❶❷❸❹❺❻❼❽❾'.charAt(+c) : c)).join('')),
  'an Armenian hyphen': (t) => plain(t.replace('-', '֊')),
};
