/**
 * Mails whose header carries a number in bytes of other charsets than it says, in encoded words that programs write wrongly, and in names of
 * people in pieces. Each takes a number as six digits, a hyphen and four; with another number it is a mail of the same shape that
 * nobody has to stop.
 */
import iconv from 'iconv-lite';

type Bytes = (number: string) => Buffer;
const raw = (mail: string): Buffer => Buffer.from(mail.replaceAll('\n', '\r\n'), 'latin1');
const each = (text: string, to: (character: string, at: number) => string): string => Array.from(text, to).join('');
const b64 = (text: string | Buffer): string =>
  (typeof text === 'string' ? Buffer.from(text, 'latin1') : text).toString('base64');
const q = (bytes: Buffer | string): string => Buffer.from(bytes).toString('hex').toUpperCase().replace(/../gu, '=$&');
const percent = (bytes: string): string => Buffer.from(bytes, 'latin1').toString('hex').replace(/../gu, '%$&');
/** Digits of full width. */
const wide = (text: string): string => text.replace(/\d/gu, (digit) => String.fromCharCode(0xff10 + Number(digit)));
const inCharset = (charset: string) => (text: string) => iconv.encode(wide(text), charset).toString('latin1');
const [sjis, euc, gbk, big5, korean, utf8] = ['shift_jis', 'euc-jp', 'gbk', 'big5', 'euc-kr', 'utf-8'].map(inCharset);
const rows = (text: string): string => text.replace(/\d/gu, '#$&');
const japanese = (text: string): string => text.replace(/\d+/gu, (run) => `\x1b$B${rows(run)}\x1b(B`);
const hz = (text: string): string => text.replace(/\d+/gu, (run) => `~{${rows(run)}~}`);
const shifted = (text: string): string => `\x1b$)C${text.replace(/\d+/gu, (run) => `\x0e${rows(run)}\x0f`)}`;
const utf7 = (text: string): string => `+${iconv.encode(text, 'utf-16be').toString('base64').replace(/=+$/u, '')}-`;
const word = (charset: string, bytes: string): string => `=?${charset}?B?${b64(bytes)}?=`;
const cut = (text: string, first: string, second: (rest: Buffer) => string): string => {
  const bytes = Buffer.from(wide(text));
  return `=?${first}?B?${b64(bytes.subarray(0, 4))}?= ${second(bytes.subarray(4))}`;
};

/** Ways to write a number in a header. */
const FORMS: Readonly<Record<string, ((text: string) => string) | undefined>> = {
  'ISO-2022-JP': japanese,
  'ISO-2022-JP with its hyphen': (t) => `\x1b$B${rows(t).replace('-', '!]')}\x1b(B`,
  'ISO-2022-JP without its end': (t) => `\x1b$B${rows(t).replace('-', '\x1b(B-\x1b$B')}`,
  Shift_JIS: sjis,
  'EUC-JP': euc,
  GBK: gbk,
  Big5: big5,
  'EUC-KR': korean,
  'ISO-2022-KR': shifted,
  HZ: hz,
  'UTF-8 of full width': utf8,
  'UTF-7 of full width': (t) => utf7(wide(t)),
  'UTF-7 of each digit': (t) => each(t, utf7),
  'UTF-16': (t) => iconv.encode(t, 'utf-16be').toString('latin1'),
  'UTF-8 of too many bytes': (t) => each(t, (c) => `\xc0${String.fromCharCode(0x80 | (c.charCodeAt(0) & 63))}`),
  'a dash of Windows': (t) => t.replace('-', '\x96'),
  'a dash of the Mac': (t) => t.replace('-', '\xd0'),
  'a soft hyphen of Latin-1': (t) => `${t.slice(0, 4)}\xad${t.slice(4)}`,
  'words of ISO-2022-JP': (t) => word('iso-2022-jp', japanese(t)),
  'words of ISO-2022-JP cut in a shift': (t) =>
    `${word('iso-2022-jp', japanese(t).slice(0, 9))} ${word('iso-2022-jp', japanese(t).slice(9))}`,
  'words of HZ': (t) => word('hz-gb-2312', hz(t)),
  'words of ISO-2022-KR': (t) => word('iso-2022-kr', shifted(t)),
  'words of Johab': (t) => word('johab', korean?.(t) ?? ''),
  'words of a charset that nobody knows': (t) => word('x-foo', utf8?.(t) ?? ''),
  'words of UTF-8 that say Latin-1': (t) => word('iso-8859-1', utf8?.(t) ?? ''),
  'words of UTF-8 that say ASCII': (t) => `=?us-ascii?Q?${q(wide(t))}?=`,
  'words of Shift_JIS that say UTF-8': (t) => word('utf-8', sjis?.(t) ?? ''),
  'words with a language': (t) => `=?utf-8*sv?Q?${t.slice(0, 4)}?= =?utf-8*en?Q?${t.slice(4)}?=`,
  'words cut in a letter': (t) => cut(t, 'utf-8', (rest) => `=?utf-8?Q?${q(rest)}?=`),
  'words cut in a letter with two names': (t) => cut(t, 'UTF8', (rest) => `=?utf-8?Q?${q(rest)}?=`),
  'words cut in a letter with a language': (t) => cut(t, 'utf-8*sv', (rest) => `=?utf-8?B?${b64(rest)}?=`),
  'words without a blank between': (t) => `=?utf-8?Q?${t.slice(0, 4)}?==?utf-8?Q?${t.slice(4)}?=`,
  'words inside a number': (t) => `${t.slice(0, 4)}=?utf-8?Q?${t.slice(4, 7)}?=${t.slice(7)}`,
  'words with blanks inside': (t) => `=?utf-8?Q?a ${t} ok?=`,
  'base64 words with blanks inside': (t) => `=?utf-8?B?${b64(`a ${t}`).replace(/.{4}/gu, '$& ')}?=`,
  'base64 words with junk': (t) => `=?utf-8?B?${b64(`a ${t}`).replace(/.{4}/gu, '$&!')}?=`,
  'words with underscores': (t) => `=?utf-8?Q?a_${t.replace('-', '_-_')}_ok?=`,
  'words with blanks around': (t) => `=? utf-8 ? Q ?${q(t)} ?=`,
  'words with a question mark inside': (t) => `=?utf-8?Q?a?${t}?=`,
  'words in words': (t) => word('utf-8', word('utf-8', t)),
  'words without an end': (t) => `=?utf-8?B?${b64(`a ${t}`)}`,
  'words folded after each digit': (t) => each(t, (c) => `=?utf-8?Q?${c}?=\n `).trimEnd(),
  'words folded in the charset': (t) => `=?utf-8\n ?Q?${q(t)}?=`,
  'words of UTF-16 without a mark': (t) => word('utf-16', iconv.encode(t, 'utf-16le').toString('latin1')),
  'words of EBCDIC': (t) => `=?ibm037?Q?${each(t, (c) => (c === '-' ? '=60' : `=F${c}`))}?=`,
};

const subject = (value: string): Buffer =>
  raw(`From: anna@kommun.example\nTo: b@example.org\nSubject: ${value}\nMIME-Version: 1.0\n\nHej\n`);
const addressed = (to: string): Buffer =>
  raw(`From: anna@kommun.example\nTo: ${to}\nSubject: Hej\nMIME-Version: 1.0\n\nHej\n`);
const person = (name: string): Buffer => addressed(`${name} <b@example.org>`);
const file = (parameters: string): Buffer =>
  raw(
    `From: anna@kommun.example\nTo: b@example.org\nSubject: Hej\nMIME-Version: 1.0\nContent-Type: multipart/mixed; boundary=b1\n\n--b1\n\nHej\n--b1\nContent-Type: text/plain\nContent-Disposition: attachment; ${parameters}\n\nHej\n--b1--\n`,
  );
const PLACES: Readonly<Record<string, (value: string) => Buffer>> = {
  'a subject': subject,
  'a name of a person': (value) => person(`"${value}"`),
  'a name of a file': (value) => file(`filename="${value}.txt"`),
};

const OTHERS: Readonly<Record<string, Bytes>> = {
  'a file name that says UTF-8 and is Shift_JIS': (t) => file(`filename*=utf-8''${percent(sjis?.(t) ?? '')}.txt`),
  'a file name of a charset that nobody knows': (t) => file(`filename*=x-foo''${percent(utf8?.(t) ?? '')}.txt`),
  'a file name of HZ': (t) => file(`filename*=hz-gb-2312''${percent(hz(t))}.txt`),
  'a file name cut in a letter': (t) =>
    file(
      `filename*0*=utf-8''${percent(utf8?.(t) ?? '').slice(0, 12)}; filename*1*=${percent(utf8?.(t) ?? '').slice(12)}`,
    ),
  'a file name with the charset in each piece': (t) =>
    file(`filename*0*=utf-8'sv'${percent(t.slice(0, 4))}; filename*1*=utf-8'sv'${percent(t.slice(4))}`),
  'a person in two quoted pieces': (t) => person(`"${t.slice(0, 4)}""${t.slice(4)}"`),
  'a person with a comment inside': (t) => person(`${t.slice(0, 4)}(x)${t.slice(4)}`),
  'a person with quoted pairs': (t) => person(`"${each(t, (c) => `\\${c}`)}"`),
  'a person in two encoded pieces': (t) => person(`"=?utf-8?Q?${t.slice(0, 4)}?=" "=?utf-8?Q?${t.slice(4)}?="`),
  'a comment of encoded words': (t) =>
    addressed(`b@example.org (=?utf-8?Q?${t.slice(0, 4)}?= =?utf-8?Q?${t.slice(4)}?=)`),
  'quotation marks around a piece': (t) => subject(`Det ar "${t.slice(0, 4)}"${t.slice(4)} ok`),
};

/** By what is done, as whole mails. */
export const EVASIVE_CHARSETS: Readonly<Record<string, Bytes>> = {
  ...Object.fromEntries(
    Object.entries(PLACES).flatMap(([place, put]) =>
      Object.entries(FORMS).map(([form, write]): [string, Bytes] => [
        `${form} in ${place}`,
        (number) => put(write?.(number) ?? ''),
      ]),
    ),
  ),
  ...OTHERS,
};
