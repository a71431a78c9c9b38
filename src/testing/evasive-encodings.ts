/**
 * Texts that write a number in other characters, codes and marks, or take it apart. Each takes a number as six digits, a hyphen and
 * four; with another number it is a mail of the same shape that nobody has to stop.
 */
import type { EvasiveMail } from './evasive-mails.ts';

const head = 'From: anna@kommun.example\nTo: b@example.org\nSubject: Hej\nMIME-Version: 1.0\n';
const plain = (body: string): string =>
  `${head}Content-Type: text/plain; charset=utf-8\nContent-Transfer-Encoding: 8bit\n\n${body}\n`;
/** A body of bytes, each a character. */
const raw = (body: string, type = 'text/plain; charset=utf-8'): string =>
  `${head}Content-Type: ${type}\nContent-Transfer-Encoding: 8bit\n\n${body}\n`;
const part = (header: string, body: string): string =>
  `${head}Content-Type: multipart/mixed; boundary="b1"\n\n--b1\nContent-Type: text/plain\n\nHej\n--b1\n${header}\n\n${body}\n--b1--\n`;
const each = (text: string, to: (character: string, at: number) => string): string => Array.from(text, to).join('');
const rev = (text: string): string => Array.from(text).reverse().join('');
const b64 = (text: string): string => Buffer.from(text).toString('base64');
const code = (character: string): number => character.charCodeAt(0);
const D = (t: string): string => `19${t.slice(0, 6)}`;
const T = (t: string): string => t.slice(7);
const L = (t: string): string => D(t) + T(t);

function a85(text: string): string {
  const bytes = Buffer.from(text);
  let out = '';
  for (let at = 0; at < bytes.length; at += 4) {
    const count = Math.min(4, bytes.length - at);
    let value = 0;
    for (let i = 0; i < 4; i++) value = value * 256 + (bytes[at + i] ?? 0);
    let letters = '';
    for (let i = 0; i < 5; i++, value = Math.floor(value / 85))
      letters = String.fromCharCode(33 + (value % 85)) + letters;
    out += letters.slice(0, count + 1);
  }
  return out;
}

function b32(text: string, alphabet = 'ABCDEFGHIJKLMNOPQRSTUVWXYZ234567'): string {
  const bits = Array.from(Buffer.from(text), (byte) => byte.toString(2).padStart(8, '0')).join('');
  const letters = (bits.match(/.{1,5}/gu) ?? []).map((five) =>
    alphabet.charAt(Number.parseInt(five.padEnd(5, '0'), 2)),
  );
  return letters.join('').padEnd(Math.ceil(letters.length / 8) * 8, '=');
}

/** RFC 3501 §5.1.3 */
const mutf7 = (text: string): string =>
  `&${Buffer.from(text, 'utf16le').swap16().toString('base64').replace(/=+$/u, '').replaceAll('/', ',')}-`;
/** UTF-8 of two and three bytes for characters that need one, each byte a character. */
const over2 = (text: string): string =>
  each(text, (c) => String.fromCharCode(0xc0 | (code(c) >> 6), 0x80 | (code(c) & 63)));
const over3 = (text: string): string =>
  each(text, (c) => String.fromCharCode(0xe0, 0x80 | (code(c) >> 6), 0x80 | (code(c) & 63)));

/** By what is done. */
export const EVASIVE_ENCODINGS: Readonly<Record<string, EvasiveMail>> = {
  'overlong 2': (t) => raw(`Hej ${over2(t)} ok`),
  'overlong 3': (t) => raw(`Hej ${over3(t)} ok`),
  'overlong nodecl': (t) => raw(`Hej ${over2(t)}`, 'text/plain'),
  'overlong html': (t) => raw(`<html><p>${over2(t)}`, 'text/html; charset=utf-8'),
  'overlong latin1 decl': (t) => raw(over2(t), 'text/plain; charset=iso-8859-1'),
  ascii85: (t) => plain(`Kod: <~${a85(`personnr ${t} ok`)}~>`),
  'ascii85 short': (t) => plain(`<~${a85(t)}~>`),
  base32: (t) => plain(`Kod ${b32(`personnr ${t} ok`)}`),
  'base32 lower': (t) => plain(`Kod ${b32(`personnr ${t} ok`).toLowerCase()}`),
  base32hex: (t) => plain(`Kod ${b32(`personnr ${t} ok`, '0123456789ABCDEFGHIJKLMNOPQRSTUV')}`),
  'base64 number only': (t) => plain(`Kod ${b64(t)}`),
  'base64 long only': (t) => plain(`Kod ${b64(L(t))}`),
  'base64 broken lines': (t) => plain(b64(`personnr ${t} ok`).replace(/(.{8})/g, '$1\n')),
  base64url: (t) => plain(Buffer.from(`??? personnr ${t} >>> ok`).toString('base64url')),
  'base64 twice': (t) => plain(b64(b64(`personnr ${t} ok då`))),
  'base64 blanks': (t) => plain(b64(`personnr ${t} ok då`).replace(/(.{4})/g, '$1 ')),
  'imap utf7': (t) => plain(`Mapp ${mutf7(t)} ok`),
  'imap utf7 each': (t) => plain(`Mapp ${each(t, (c) => mutf7(c))} ok`),
  'utf7 each': (t) =>
    plain(each(t, (c) => '+' + Buffer.from(c, 'utf16le').swap16().toString('base64').replace(/=+$/, '') + '-')),
  percent: (t) => plain(each(t, (c) => '%' + code(c).toString(16))),
  'percent some': (t) => plain(each(t, (c, i) => (i % 2 ? c : '%' + code(c).toString(16)))),
  'percent double': (t) => plain(each(t, (c) => '%25' + code(c).toString(16))),
  'percent u': (t) => plain(each(t, (c) => '%u00' + code(c).toString(16))),
  'qp in plain': (t) => plain('Hej ' + each(t, (c) => '=' + code(c).toString(16).toUpperCase())),
  'qp lower in plain': (t) => plain('Hej ' + each(t, (c) => '=' + code(c).toString(16))),
  'qp some': (t) => plain('Hej ' + each(t, (c, i) => (i % 3 ? c : '=' + code(c).toString(16).toUpperCase()))),
  'qp hyphen only': (t) => plain('Hej ' + t.replace('-', '=2D')),
  'qp hyphen u2010': (t) => plain('Hej ' + t.replace('-', '=E2=80=90')),
  'entities some': (t) => plain(each(t, (c, i) => (i % 3 ? c : `&#${code(c)};`))),
  'entity hyphen': (t) => plain(t.replace('-', '&hyphen;')),
  'entity shy': (t) => plain(t.replace('-', '&ndash;')),
  'entity minus': (t) => plain(t.replace('-', '&#8209;')),
  'nbsp entity': (t) => plain('Personnummer: ' + t.replace('-', '&nbsp;')),
  'zwsp ent': (t) => plain(each(t, (c) => c + '&ZeroWidthSpace;')),
  'zwnj ent': (t) => plain(each(t, (c) => c + '&zwnj;')),
  'shy ent': (t) => plain(each(t, (c) => c + '&shy;')),
  'u escapes': (t) => plain(each(t, (c) => '\\u00' + code(c).toString(16))),
  'U+ notation': (t) => plain(each(t, (c) => 'U+00' + code(c).toString(16) + ' ')),
  'U+ notation digits': (t) => plain(each(L(t), (c) => 'U+00' + code(c).toString(16) + ' ')),
  octal: (t) => plain(each(t, (c) => '\\' + code(c).toString(8))),
  octal0: (t) => plain(each(t, (c) => '\\0' + code(c).toString(8))),
  'octal dump': (t) => plain(each(t, (c) => '0' + code(c).toString(8) + ' ')),
  U8: (t) => plain(each(t, (c) => '\\U000000' + code(c).toString(16))),
  'N{}': (t) =>
    plain(
      each(t, (c) =>
        c === '-'
          ? '-'
          : `\\N{DIGIT ${['ZERO', 'ONE', 'TWO', 'THREE', 'FOUR', 'FIVE', 'SIX', 'SEVEN', 'EIGHT', 'NINE'][Number(c)] ?? ''}}`,
      ),
    ),
  'css escapes': (t) => plain(each(t, (c) => '\\' + code(c).toString(16) + ' ')),
  'powershell char': (t) => plain(each(t, (c) => `[char]${code(c)}+`)),
  'CHAR( sql': (t) => plain(each(t, (c) => `CHAR(${code(c)})+`)),
  'chr(': (t) => plain(each(t, (c) => `chr(${code(c)}).`)),
  'decimal codes': (t) => plain(each(t, (c) => `${code(c)} `)),
  'decimal codes ,': (t) => plain(each(t, (c) => `${code(c)},`)),
  binary: (t) => plain(each(t, (c) => code(c).toString(2).padStart(8, '0') + ' ')),
  'binary glued': (t) => plain(each(t, (c) => code(c).toString(2).padStart(8, '0'))),
  hex: (t) => plain(Buffer.from(t).toString('hex')),
  'hex upper': (t) =>
    plain(
      Buffer.from('nr ' + t)
        .toString('hex')
        .toUpperCase(),
    ),
  'hex long': (t) => plain(Buffer.from(L(t)).toString('hex')),
  'hex blanks': (t) => plain(each(t, (c) => code(c).toString(16) + ' ')),
  'hex : ': (t) => plain(each(t, (c) => code(c).toString(16) + ':')),
  'hex utf16': (t) => plain(each(t, (c) => '00' + code(c).toString(16))),
  'hex utf16le': (t) => plain(each(t, (c) => code(c).toString(16) + '00')),
  hexdump: (t) =>
    plain(
      `00000000: ${Array.from('Nr: ' + t + ' ', (c) => code(c).toString(16))
        .join('')
        .replace(/(.{4})/g, '$1 ')} Nr: xxxx`,
    ),
  'hexdump C': (t) =>
    plain(`00000000  ${Array.from('nr ' + t + ' ok', (c) => code(c).toString(16)).join(' ')}  |....|`),
  'hexdump halves': (t) =>
    plain(
      `00000000: ${Array.from('Numret ar ' + t.slice(0, 6), (c) => code(c).toString(16))
        .join('')
        .replace(/(.{4})/g, '$1 ')} x\n00000010: ${Array.from(t.slice(6) + ' ok ok', (c) => code(c).toString(16))
        .join('')
        .replace(/(.{4})/g, '$1 ')} x`,
    ),
  'latex thin': (t) => plain(t.slice(0, 4) + '\\,' + t.slice(4)),
  'latex dashes': (t) => plain(t.replace('-', '--')),
  'latex three': (t) => plain(t.replace('-', '---')),
  'latex bf': (t) => plain(`{\\bf ${t.slice(0, 2)}}${t.slice(2)}`),
  'latex textbf': (t) => plain(`\\textbf{${t.slice(0, 2)}}${t.slice(2)}`),
  'latex {}': (t) => plain(t.slice(0, 4) + '{}' + t.slice(4)),
  'latex ~': (t) => plain('Personnummer ' + t.replace('-', '~')),
  'latex math': (t) => plain(`$${t.slice(0, 4)}$${t.slice(4)}`),
  'latex -/': (t) => plain(each(t, (c) => c + '\\/')),
  'latex \\-': (t) => plain(t.slice(0, 4) + '\\-' + t.slice(4)),
  'latex kern': (t) => plain(t.slice(0, 4) + '\\kern0pt ' + t.slice(4)),
  'latex textendash': (t) => plain(t.replace('-', '\\textendash{}')),
  'md bold': (t) => plain(`**${t.slice(0, 2)}**${t.slice(2)}`),
  'md esc hyphen': (t) => plain(t.replace('-', '\\-')),
  'md link': (t) => plain(`[${t.slice(0, 4)}](http://x.example)${t.slice(4)}`),
  'md code': (t) => plain(`\`${t.slice(0, 4)}\`${t.slice(4)}`),
  'md strike': (t) => plain(`~~${t.slice(0, 4)}~~${t.slice(4)}`),
  'md html comment': (t) => plain(`${t.slice(0, 4)}<!-- -->${t.slice(4)}`),
  'md sup': (t) => plain(`^${t.slice(0, 4)}^${t.slice(4)}`),
  'html in plain': (t) => plain(`${t.slice(0, 4)}<b>${t.slice(4)}</b>`),
  'html wbr plain': (t) => plain(each(t, (c) => c + '<wbr>')),
  bbcode: (t) => plain(`[b]${t.slice(0, 4)}[/b]${t.slice(4)}`),
  wiki: (t) => plain(`'''${t.slice(0, 4)}'''${t.slice(4)}`),
  'rtf in body': (t) => plain(`{\\rtf1 ${t.slice(0, 4)}{\\b ${t.slice(4)}}}`),
  'rtf later in body': (t) => plain(`Hej\n\n{\\rtf1\\ansi ${each(t, (c) => `\\'${code(c).toString(16)}`)}}`),
  'rtf frag': (t) => plain(`Hej ${t.slice(0, 4)}\\b ${t.slice(4)}\\b0`),
  'json array': (t) => plain(`[${each(t, (c) => `"${c}",`)}]`),
  'json nums': (t) => plain(`[${Array.from(L(t)).join(',')}]`),
  'js concat': (t) => plain(`var a = "${t.slice(0, 4)}" + "${t.slice(4)}";`),
  'php concat': (t) => plain(`'${t.slice(0, 4)}'.'${t.slice(4)}'`),
  'c adjacent': (t) => plain(`"${t.slice(0, 4)}" "${t.slice(4)}"`),
  'py join': (t) => plain(`''.join(['${Array.from(t).join("','")}'])`),
  'sql ||': (t) => plain(`'${t.slice(0, 4)}' || '${t.slice(4)}'`),
  'xml text in plain': (t) => plain(`<a>${t.slice(0, 4)}</a><b>${t.slice(4)}</b>`),
  'reversed RLO plain': (t) => plain(`\u202e${rev(t)}\u202c`),
  'reversed RLI': (t) => plain(`\u2067${rev(t)}\u2069`),
  'isolates in an override': (t) => plain(`Nr \u202e\u2066${t.slice(6)}\u2069\u2066${t.slice(0, 6)}\u2069\u202c`),
  'isolates from the right': (t) => plain(`\u2067\u2066${t.slice(6)}\u2069\u2066${t.slice(0, 6)}\u2069\u2069`),
  'a half of its own in an override': (t) =>
    plain(`Nr \u202e${rev(t.slice(6))}\u2066${t.slice(0, 6)}\u2069\u202c är hans`),
  'RLO long': (t) => plain(`\u202e${rev(L(t))}`),
  'two lines 6 4': (t) => plain(`Hej\n${t.slice(0, 6)}\n${t.slice(7)}\nHälsningar`),
  'two lines 8 4': (t) => plain(`Hej\n${D(t)}\n${T(t)}\nHälsningar`),
  'two lines name': (t) => plain(`Anna Svensson\n${t.slice(0, 6)}\n${t.slice(7)}\nHälsningar`),
  slash: (t) => plain(`Det gäller ${t.replace('-', '/')} i dag.`),
  dot: (t) => plain(`Det gäller ${t.replace('-', '.')} i dag.`),
  'slash 8': (t) => plain(`Det gäller ${D(t)}/${T(t)} i dag.`),
  'dot 8': (t) => plain(`Det gäller ${D(t)}.${T(t)} i dag.`),
  'word between': (t) => plain(`Det gäller ${t.slice(0, 6)} streck ${t.slice(7)} i dag.`),
  arrow: (t) => plain(`Det gäller ${t.replace('-', '->')} i dag.`),
  'name slash': (t) => plain(`Anna Svensson ${t.replace('-', '/')}`),
  comb: (t) => plain(`Det gäller ${Array.from(t.replace('-', '')).join(' ')} i dag.`),
  'comb 12': (t) => plain(`Det gäller ${Array.from(L(t)).join(' ')} i dag.`),
  'comb -': (t) => plain(`Det gäller ${Array.from(t).join(' ')} i dag.`),
  'comb alone': (t) => plain(`Hej\n\n${Array.from(t.replace('-', '')).join(' ')}\n\nMvh`),
  'comb commas': (t) => plain(`Det gäller ${Array.from(t.replace('-', '')).join(', ')} i dag.`),
  'comb slash': (t) => plain(`Det gäller ${Array.from(t.replace('-', '')).join('/')} i dag.`),
  'groups dots': (t) => plain(`Det gäller ${(t.slice(0, 6).match(/../g) ?? []).join('.')}.${T(t)} i dag.`),
  'iso date': (t) => plain(`Det gäller ${D(t).replace(/(....)(..)(..)/, '$1-$2-$3')}-${T(t)} i dag.`),
  'iso date /': (t) => plain(`Det gäller ${D(t).replace(/(....)(..)(..)/, '$1-$2-$3')}/${T(t)} i dag.`),
  'base32 without a digit': (t) => plain(`Kod ${b32(t)}`),
  'groups of a label': (t) => plain(`Personnummer: ${L(t).replace(/(.{3})(?=.)/gu, '$1 ')}`),
  'fours behind a label': (t) => plain(`Personnummer: ${L(t).replace(/(.{4})(?=.)/gu, '$1 ')}`),
  'pairs and commas behind a label': (t) => plain(`Personnummer: ${(L(t).match(/../gu) ?? []).join(', ')}`),
  'pairs and dots behind a label': (t) => plain(`Personnummer är ${(L(t).match(/../gu) ?? []).join('.')}`),
  'lines of four behind a label': (t) => plain(`Personnummer:\n${L(t).replace(/(.{4})(?=.)/gu, '$1\n')}`),
  'brackets behind a label': (t) => plain(`Personnummer ${t.replace('-', ' (')})`),
  'five and five behind whose it is': (t) =>
    plain(`Personnummer för Anna Berg: ${t.replace('-', '').replace(/(.{5})/u, '$1 ')}`),
  'pairs with a hyphen': (t) =>
    plain(`Det gäller ${(t.slice(0, 6).match(/../gu) ?? []).join('.')}-${t.slice(7, 9)}.${t.slice(9)} i dag.`),
  'pairs of twelve': (t) => plain(`Det gäller ${(L(t).match(/../gu) ?? []).join(' ')} i dag.`),
  'fours of twelve': (t) => plain(`Det gäller ${L(t).replace(/(.{4})(?=.)/gu, '$1-')} i dag.`),
  'from the end behind a label': (t) => plain(`Personnummer ${rev(t)}`),
  'from the end, and said so': (t) => plain(`Personnummer baklänges: ${rev(L(t))}`),
  'a text from its end': (t) => plain(rev(`Hej, personnummer ${t} gäller`)),
  'a text from its end without a label': (t) => plain(rev(`Hej\nHär är det och ${t} till Anna för oss\nHälsningar Bo`)),
  'csv cells': (t) => part('Content-Type: text/csv; name=a.csv', `namn;a;b\nAnna Svensson;${t.slice(0, 6)};${T(t)}\n`),
  'html cells': (t) =>
    `${head}Content-Type: text/html\n\n<table><tr><td>Anna Svensson<td>${t.slice(0, 6)}<td>${T(t)}</table>`,
};
