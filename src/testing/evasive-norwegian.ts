/** Texts that write a Norwegian number in other characters, codes and marks, or take it apart. Each takes eleven digits. */
import type { EvasiveMail } from './evasive-mails.ts';

const plain = (body: string): string =>
  'From: anna@kommun.example\nTo: b@example.org\nSubject: Hei\nMIME-Version: 1.0\n' +
  `Content-Type: text/plain; charset=utf-8\nContent-Transfer-Encoding: 8bit\n\nHei, her er det du ba om.\n\n${body}\n\nHilsen Kari\n`;
const halves = (number: string, mark: string): string => number.slice(0, 6) + mark + number.slice(6);
const each = (text: string, to: (character: string) => string): string => Array.from(text, to).join('');
const b64 = (text: string): string => Buffer.from(text).toString('base64');
const hex = (text: string): readonly string[] => Array.from(Buffer.from(text), (byte) => byte.toString(16));

/** By what is done. */
export const EVASIVE_NORWEGIAN: Readonly<Record<string, EvasiveMail>> = {
  bare: (n) => plain(n),
  'a blank': (n) => plain(halves(n, ' ')),
  'no-break space': (n) => plain(halves(n, '\u00a0')),
  'a hyphen': (n) => plain(halves(n, '-')),
  'an en dash': (n) => plain(halves(n, '\u2013')),
  'a slash': (n) => plain(halves(n, '/')),
  'a star': (n) => plain(halves(n, '*')),
  'an equals sign': (n) => plain(halves(n, '=')),
  'a bar': (n) => plain(halves(n, '|')),
  'a plus': (n) => plain(halves(n, '+')),
  'soft hyphen': (n) => plain(halves(n, '\u00ad')),
  'zero width space': (n) => plain(halves(n, '\u200b')),
  emphasis: (n) => plain(`**${halves(n, '**')}`),
  dots: (n) => plain(Array.from(n).join('.')),
  blanks: (n) => plain(Array.from(n).join(' ')),
  commas: (n) => plain(Array.from(n).join(',')),
  pairs: (n) => plain(n.replace(/\d\d(?=\d)/gu, '$& ')),
  'a date with points': (n) => plain(n.replace(/^(\d\d)(\d\d)(\d\d)/u, '$1.$2.$3 ')),
  'full width': (n) => plain(each(n, (digit) => String.fromCharCode(digit.charCodeAt(0) + 0xfee0))),
  Arabic: (n) => plain(each(n, (digit) => String.fromCharCode(digit.charCodeAt(0) + 0x630))),
  circles: (n) =>
    plain(each(n, (digit) => '\u24ea\u2460\u2461\u2462\u2463\u2464\u2465\u2466\u2467\u2468'.charAt(Number(digit)))),
  keycaps: (n) => plain(each(n, (digit) => `${digit}\ufe0f\u20e3`)),
  'letters for digits': (n) => plain(n.replace(/0/gu, 'O').replace(/1/gu, 'l')),
  base64: (n) => plain(b64(n)),
  'base64 behind a label': (n) => plain(`fnr ${b64(n)}`),
  'base64 of words': (n) => plain(b64(`Kari ${n}`)),
  hexadecimal: (n) => plain(hex(n).join('')),
  'hexadecimal with blanks': (n) => plain(hex(n).join(' ')),
  percents: (n) =>
    plain(
      hex(n)
        .map((byte) => `%${byte}`)
        .join(''),
    ),
  entities: (n) => plain(each(n, (digit) => `&#${digit.charCodeAt(0)};`)),
  'a mailbox': (n) => plain(`${n}@innbygger.example`),
  'the name of a file': (n) => plain(`${n}_rapport.docx`),
  'two lines': (n) => plain(halves(n, '\n')),
  'two lines, cut in the day': (n) => plain(`${n.slice(0, 3)}\n${n.slice(3)}`),
  'two lines, cut in the number': (n) => plain(`${n.slice(0, 8)}\n${n.slice(8)}`),
  'two quoted lines': (n) => plain(`> ${halves(n, '\n> ')}`),
  'a line each': (n) => plain(Array.from(n).join('\n')),
  'two cells': (n) => plain(`Kari ${halves(n, '\t')} skole`),
  'behind two labels': (n) => plain(`F\u00f8dt ${n.slice(0, 6)}, personnummer ${n.slice(6)}`),
  'a date and the last five': (n) =>
    plain(`F\u00f8dselsdato ${n.replace(/^(\d\d)(\d\d)(\d\d).*/u, '$1.$2.$3')} og de fem siste er ${n.slice(6)}`),
};
