/**
 * Texts that write a number in an encoding without a mark that tells of it. Each takes a number as six digits, a hyphen and four; with
 * another number it is a mail of the same shape that nobody has to stop.
 */
import type { EvasiveMail } from './evasive-mails.ts';

const head = 'From: anna@kommun.example\nTo: b@example.org\nSubject: Hej\nMIME-Version: 1.0\n';
const plain = (body: string): string =>
  `${head}Content-Type: text/plain; charset=utf-8\nContent-Transfer-Encoding: 8bit\n\n${body}\n`;
const each = (text: string, to: (character: string, at: number) => string): string => Array.from(text, to).join('');
const L = (t: string): string => '19' + t.replace('-', '');
const XX = '+-0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz';
const UU = Array.from({ length: 64 }, (_, i) => String.fromCharCode(32 + i))
  .join('')
  .replace(' ', '`');
const lines = (text: string, abc: string, per = 45): string => {
  const b = Buffer.from(text);
  const out: string[] = [];
  for (let at = 0; at < b.length; at += per) {
    const part = b.subarray(at, at + per);
    let l = abc.charAt(part.length);
    for (let i = 0; i < part.length; i += 3) {
      const g = ((part[i] ?? 0) << 16) | ((part[i + 1] ?? 0) << 8) | (part[i + 2] ?? 0);
      for (const s of [18, 12, 6, 0]) l += abc.charAt((g >> s) & 63);
    }
    out.push(l);
  }
  return out.join('\n');
};
const MORSE: Readonly<Record<string, string>> = {
  '0': '-----',
  '1': '.----',
  '2': '..---',
  '3': '...--',
  '4': '....-',
  '5': '.....',
  '6': '-....',
  '7': '--...',
  '8': '---..',
  '9': '----.',
  '-': '-....-',
  n: '-.',
  r: '.-.',
};
const morse = (t: string, sep = ' '): string => Array.from(t, (c) => (c === ' ' ? '/' : (MORSE[c] ?? ''))).join(sep);
const Z = '0123456789abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ.-:+=^!/*?&<>()[]{}@%$#';
const b85 = (text: string, abc: string): string => {
  const b = Buffer.from(text);
  let out = '';
  for (let at = 0; at < b.length; at += 4) {
    const n = Math.min(4, b.length - at);
    let v = 0;
    for (let i = 0; i < 4; i++) v = v * 256 + (b[at + i] ?? 0);
    let s = '';
    for (let i = 0; i < 5; i++, v = Math.floor(v / 85)) s = abc.charAt(v % 85) + s;
    out += s.slice(0, n + 1);
  }
  return out;
};
const A = Array.from({ length: 85 }, (_, i) => String.fromCharCode(33 + i)).join('');
const R = '0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz!#$%&()*+-;<=>?@^_`{|}~';
const b32 = (text: string, alphabet = 'ABCDEFGHIJKLMNOPQRSTUVWXYZ234567'): string => {
  const bits = Array.from(Buffer.from(text), (byte) => byte.toString(2).padStart(8, '0')).join('');
  return (bits.match(/.{1,5}/gu) ?? [])
    .map((five) => alphabet.charAt(Number.parseInt(five.padEnd(5, '0'), 2)))
    .join('');
};
const pad4 = (t: string): string => t + ' '.repeat((4 - (t.length % 4)) % 4);
const B58 = '123456789ABCDEFGHJKLMNPQRSTUVWXYZabcdefghijkmnopqrstuvwxyz';
const b58 = (text: string, abc = B58): string => {
  let n = BigInt('0x' + Buffer.from(text).toString('hex'));
  let o = '';
  while (n > 0n) {
    o = abc.charAt(Number(n % BigInt(abc.length))) + o;
    n /= BigInt(abc.length);
  }
  return o;
};

/** By what is done. */
export const EVASIVE_CODES: Readonly<Record<string, EvasiveMail>> = {
  xx: (t) => plain('begin 644 a.txt\n' + lines(`Numret ar ${t} ok`, XX) + '\n+\nend'),
  'xx no begin': (t) => plain('Hej\n\n' + lines(`Numret ar ${t} ok`, XX) + '\n+\nend'),
  'xx number only': (t) => plain('Hej\n' + lines(t, XX)),
  'xx long': (t) =>
    plain(
      'begin 644 a.txt\n' +
        lines(`Det har ar en lang text om ingenting alls som fyller rader. Numret ar ${t} och mer text har ok`, XX) +
        '\n+\nend',
    ),
  'uu no begin': (t) => plain('Hej\n\n' + lines(`Numret ar ${t} ok`, UU) + '\n`\nend'),
  'uu no begin long': (t) =>
    plain(
      'Hej\n\n' +
        lines(`Det har ar en lang text om ingenting alls som fyller rader. Numret ar ${t} och mer text har ok`, UU) +
        '\n`\nend',
    ),
  'uu number only': (t) => plain('Hej\n' + lines(t, UU)),
  'uu number 12': (t) => plain('Hej\n' + lines(L(t), UU)),
  'uu quoted': (t) => plain('> ' + lines(`Numret ar ${t} ok`, UU)),
  'uu split over lines': (t) => plain(lines(`Text text text text text text text text ${t} slut`, UU)),
  morse: (t) => plain('Kod: ' + morse(t)),
  'morse words': (t) => plain(morse('nr ' + t)),
  'morse 12': (t) => plain(morse(L(t))),
  'morse two blanks': (t) => plain(morse(t, '  ')),
  'morse slash': (t) => plain(morse(t, '/')),
  'morse slash blanks': (t) => plain(morse(t, ' / ')),
  'morse lines': (t) => plain(morse(t, '\n')),
  'morse unicode': (t) => plain(morse(t).replaceAll('.', '·').replaceAll('-', '–')),
  'morse • −': (t) => plain(morse(t).replaceAll('.', '•').replaceAll('-', '−')),
  'morse _': (t) => plain(morse(t).replaceAll('-', '_')),
  'morse |': (t) => plain(morse(t, '|')),
  'morse comma': (t) => plain(morse(t, ', ')),
  z85: (t) => plain('Kod ' + b85(pad4(`personnr ${t} ok`), Z)),
  'z85 number': (t) => plain('Kod ' + b85(pad4(t), Z)),
  'z85 12': (t) => plain(b85(L(t), Z)),
  'a85 bare': (t) => plain('Kod ' + b85(`personnr ${t} ok`, A)),
  'a85 number': (t) => plain(b85(t, A)),
  'a85 12': (t) => plain(b85(L(t), A)),
  'a85 lines': (t) => plain(b85(`En lang text med personnr ${t} och mera`, A).replace(/(.{20})/g, '$1\n')),
  rfc1924: (t) => plain(b85(`personnr ${t} ok`, R)),
  'rfc1924 number': (t) => plain(b85(t, R)),
  'b32 lower': (t) => plain('Kod ' + b32(t).toLowerCase()),
  'b32 lower 12': (t) => plain('Kod ' + b32(L(t)).toLowerCase()),
  'b32 lower text': (t) => plain('Kod ' + b32(`nr ${t} x`).toLowerCase()),
  'b32 mixed case': (t) => plain('Kod ' + each(b32(t), (c, i) => (i % 2 ? c.toLowerCase() : c))),
  'b32 groups': (t) => plain(b32(`nr ${t}`).replace(/(.{4})(?=.)/g, '$1 ')),
  'b32 dashes': (t) => plain(b32(`nr ${t}`).replace(/(.{4})(?=.)/g, '$1-')),
  'b32 crockford': (t) => plain(b32(`nr ${t}`, '0123456789ABCDEFGHJKMNPQRSTVWXYZ')),
  'z-base-32': (t) => plain(b32(`nr ${t}`, 'ybndrfg8ejkmcpqxot1uwisza345h769')),
  'b36 upper label': (t) => plain('Personnummer (bas 36): ' + BigInt(L(t)).toString(36).toUpperCase()),
  'hex number label': (t) => plain('Personnummer hex: ' + BigInt(L(t)).toString(16)),
  'hex sep -': (t) =>
    plain(
      Buffer.from(t)
        .toString('hex')
        .replace(/(..)(?=.)/g, '$1-'),
    ),
  'hex sep ;': (t) =>
    plain(
      Buffer.from(t)
        .toString('hex')
        .replace(/(..)(?=.)/g, '$1;'),
    ),
  'hex sep .': (t) =>
    plain(
      Buffer.from(t)
        .toString('hex')
        .replace(/(..)(?=.)/g, '$1.'),
    ),
  'hex sep _': (t) =>
    plain(
      Buffer.from(t)
        .toString('hex')
        .replace(/(..)(?=.)/g, '$1_'),
    ),
  'hex sep |': (t) =>
    plain(
      Buffer.from(t)
        .toString('hex')
        .replace(/(..)(?=.)/g, '$1|'),
    ),
  'hex sep /': (t) =>
    plain(
      Buffer.from(t)
        .toString('hex')
        .replace(/(..)(?=.)/g, '$1/'),
    ),
  'hex h': (t) => plain(Buffer.from(t).toString('hex').replace(/(..)/g, '$1h ')),
  'hex $': (t) => plain(Buffer.from(t).toString('hex').replace(/(..)/g, '$$$1 ')),
  'hex #': (t) =>
    plain(
      Buffer.from(t)
        .toString('hex')
        .replace(/(..)(?=.)/g, '#$1'),
    ),
  'hex {0x,}': (t) =>
    plain(
      '{' +
        Buffer.from(t)
          .toString('hex')
          .replace(/(..)(?=.)/g, '0x$1, ') +
        '}',
    ),
  b58: (t) => plain('Kod ' + b58(`nr ${t}`)),
  b62: (t) => plain('Kod ' + b58(`nr ${t}`, '0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz')),
  bcd: (t) => plain(each(L(t), (c) => Number(c).toString(2).padStart(4, '0') + ' ')),
  'binary 7': (t) => plain(each(t, (c) => c.charCodeAt(0).toString(2).padStart(7, '0') + ' ')),
};
