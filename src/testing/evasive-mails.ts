/**
 * Mails that carry a number in ways on which programs and readers disagree. Each takes a number as six digits, a hyphen and four; with another
 * number it is a mail of the same shape that nobody has to stop.
 */
/** Makes such a mail; text beyond ASCII is UTF-8, single bytes are written as latin1. */
export type EvasiveMail = (number: string) => string;

const head = 'From: anna@kommun.example\nTo: b@example.org\nSubject: Hej\nMIME-Version: 1.0\n';
const plain = (body: string, parameters = ''): string =>
  `${head}Content-Type: text/plain; charset=utf-8${parameters}\nContent-Transfer-Encoding: 8bit\n\n${body}\n`;
const mixed = (parts: string, boundary = 'b1'): string =>
  `${head}Content-Type: multipart/mixed; boundary="${boundary}"\n\n${parts}`;
const part = (header: string, body: string): string =>
  mixed(`--b1\nContent-Type: text/plain\n\nHej\n--b1\n${header}\n\n${body}\n--b1--\n`);
const b64 = (text: string): string => Buffer.from(text).toString('base64');
const utf16 = (text: string): string => Buffer.from(text, 'utf16le').swap16().toString('base64').replace(/=+$/u, '');
const rev = (text: string): string => Array.from(text).reverse().join('');
const each = (text: string, to: (character: string, at: number) => string): string => Array.from(text, to).join('');
const code = (character: string): number => character.charCodeAt(0);
/** With a mark, little-endian. */
const utf32 = (text: string): string =>
  Buffer.from(
    each(`\ufeff${text}`, (c) => String.fromCharCode(code(c), 0)),
    'utf16le',
  ).toString('base64');

/** By what is done. */
export const EVASIVE_MAILS: Readonly<Record<string, EvasiveMail>> = {
  'two lines': (t) => plain(`Personnummer\n${t.slice(0, 6)}\n${t.slice(7)}`),
  'digits per line plain': (t) => plain(`Hej\n\n${each(t, (c) => c + '\n')}\nMvh`),
  overstrike: (t) => plain(each(t, (c) => `${c}\b${c}`)),
  'backspace kill': (t) => plain(`${t.slice(0, 3)}9\b${t.slice(3)}`),
  'CR overwrite': (t) => plain(`xxxxxxxxxxxxxx\r${t}`),
  'ansi escapes': (t) => plain(each(t, (c) => `\x1b[1m${c}\x1b[0m`)),
  'base64 shifted by 1': (t) =>
    `${head}Content-Type: text/plain\nContent-Transfer-Encoding: base64\n\nx${b64(`Hej här är numret ${t} och mer`)}\n`,
  'base64 shifted by 2 nodecl': (t) => plain(`xy${b64(`Hej på dig, numret är ${t} och mer text följer`)}`),
  'base64 inline short in text': (t) => plain(`Koden är ${b64(`personnr ${t}`)} tack`),
  'hex in text': (t) => plain(`Koden är ${Buffer.from(`personnr ${t}`).toString('hex')} tack`),
  'leading blank delimiters': (t) =>
    mixed(`  --b1\n  Content-Transfer-Encoding: base64\n\n${b64(`Text: ${t} ok`)}\n  --b1--\n`),
  'leading blank delimiters 2': (t) =>
    mixed(` --b1\nContent-Transfer-Encoding: base64\n\n${b64(`Text: ${t} ok`)}\n --b1--\n`),
  'first ok then leading blank delim': (t) =>
    mixed(`--b1\n\nHej\n --b1\nContent-Transfer-Encoding: base64\n\n${b64(`Text: ${t} ok`)}\n--b1--\n`),
  'Message-ID': (t) => `Message-ID: <${t}@kommun.example>\n${head}\nHej\n`,
  'Message-ID label': (t) => `Message-ID: <pnr.${t}@kommun.example>\n${head}\nHej\n`,
  References: (t) => `References: <a.${t}@kommun.example>\n${head}\nHej\n`,
  'In-Reply-To': (t) => `In-Reply-To: <${t}@kommun.example>\n${head}\nHej\n`,
  'Content-ID': (t) => part(`Content-Type: text/plain\nContent-ID: <${t}@x>`, 'Hej'),
  'Content-Description': (t) => part(`Content-Type: text/plain\nContent-Description: ${t}`, 'Hej'),
  'Content-Location': (t) => part(`Content-Type: text/plain\nContent-Location: ${t}`, 'Hej'),
  'X-MS-Exchange header': (t) => `X-MS-Exchange-Note: ${t}\n${head}\nHej\n`,
  'X-Mailer': (t) => `X-Mailer: ${t}\n${head}\nHej\n`,
  'User-Agent': (t) => `User-Agent: pnr ${t}\n${head}\nHej\n`,
  'Thread-Topic': (t) => `Thread-Topic: ${t}\n${head}\nHej\n`,
  'Thread-Index': (t) => `Thread-Index: ${t}\n${head}\nHej\n`,
  'Received comment': (t) => `Received: from x (${t}) by y; Mon, 2 Mar 2026 10:00:00 +0100\n${head}\nHej\n`,
  'Date comment': (t) => `Date: Mon, 2 Mar 2026 10:00:00 +0100 (${t})\n${head}\nHej\n`,
  'MIME-Version comment': (t) =>
    `From: anna@kommun.example\nTo: b@example.org\nSubject: Hej\nMIME-Version: 1.0 (${t})\n\nHej\n`,
  'Content-Type comment': (t) => `${head}Content-Type: text/plain (${t}); charset=utf-8\n\nHej\n`,
  'Content-Type x param': (t) => `${head}Content-Type: text/plain; x-note="${t}"\n\nHej\n`,
  'boundary has id': (t) => mixed(`--pnr ${t}\n\nHej\n--pnr ${t}--\n`, `pnr ${t}`),
  'charset param id': (t) => `${head}Content-Type: text/plain; charset="${t}"\n\nHej\n`,
  'List-Unsubscribe': (t) => `List-Unsubscribe: <https://x.example/?pnr=${t}>\n${head}\nHej\n`,
  'Return-Path': (t) => `Return-Path: <${t}@kommun.example>\n${head}\nHej\n`,
  'To display': (t) => `From: anna@kommun.example\nTo: "${t}" <b@example.org>\nSubject: Hej\n\nHej\n`,
  Keywords: (t) => `Keywords: ${t}\n${head}\nHej\n`,
  'Comments folded': (t) => `Comments: ${t.slice(0, 6)}\n -${t.slice(7)}\n${head}\nHej\n`,
  'Subject folded inside': (t) =>
    `From: anna@kommun.example\nTo: b@example.org\nSubject: Hej ${t.slice(0, 7)}\n ${t.slice(7)}\n\nHej\n`,
  'Subject ew split with charset mix': (t) =>
    `From: anna@kommun.example\nTo: b@example.org\nSubject: =?iso-8859-1?Q?${t.slice(0, 3)}?= =?utf-8?B?${b64(t.slice(3, 7))}?= =?utf-16?B?${Buffer.from('\ufeff' + t.slice(7), 'utf16le').toString('base64')}?=\n\nHej\n`,
  'Subject ew utf-7': (t) =>
    `From: anna@kommun.example\nTo: b@example.org\nSubject: =?utf-7?Q?+${utf16(t)}-?=\n\nHej\n`,
  'Subject raw utf16 ew no padding': (t) =>
    `From: anna@kommun.example\nTo: b@example.org\nSubject: =?utf-8?B?${b64(t).replace(/=+$/, '')}?=\n\nHej\n`,
  'Subject ew broken lf': (t) =>
    `From: anna@kommun.example\nTo: b@example.org\nSubject: =?utf-8?B?${b64(t).slice(0, 6)}\n ${b64(t).slice(6)}?=\n\nHej\n`,
  'ew in body': (t) => plain(`=?utf-8?B?${b64('pnr ' + t)}?=`),
  'fn 2231 out of order': (t) =>
    part(
      `Content-Type: text/plain\nContent-Disposition: attachment; filename*1="${t.slice(5)}.txt"; filename*0="brev ${t.slice(0, 5)}"`,
      'Hej',
    ),
  'fn 2231 gap': (t) =>
    part(
      `Content-Type: text/plain\nContent-Disposition: attachment; filename*0="brev ${t.slice(0, 5)}"; filename*2="${t.slice(5)}.txt"`,
      'Hej',
    ),
  'fn 2231 zero padded': (t) =>
    part(
      `Content-Type: text/plain\nContent-Disposition: attachment; filename*00="brev ${t.slice(0, 5)}"; filename*01="${t.slice(5)}.txt"`,
      'Hej',
    ),
  'fn 2231 mixed pct': (t) =>
    part(
      `Content-Type: text/plain\nContent-Disposition: attachment; filename*0*=utf-8''brev%20${each(t.slice(0, 5), (c) => '%' + code(c).toString(16))}; filename*1*=${each(t.slice(5), (c) => '%' + code(c).toString(16))}.txt`,
      'Hej',
    ),
  'fn ew in 2231': (t) =>
    part(
      `Content-Type: text/plain\nContent-Disposition: attachment; filename*0="=?utf-8?B?${b64('brev ' + t + '.txt').slice(0, 10)}"; filename*1="${b64('brev ' + t + '.txt').slice(10)}?="`,
      'Hej',
    ),
  'fn pct plain': (t) =>
    part(
      `Content-Type: text/plain\nContent-Disposition: attachment; filename="brev%20${each(t, (c) => '%' + code(c).toString(16))}.txt"`,
      'Hej',
    ),
  'fn html entities': (t) =>
    part(
      `Content-Type: text/plain\nContent-Disposition: attachment; filename="brev ${each(t, (c) => `&#${code(c)};`)}.txt"`,
      'Hej',
    ),
  'fn utf7': (t) =>
    part(`Content-Type: text/plain\nContent-Disposition: attachment; filename*=utf-7''+${utf16(t)}-`, 'Hej'),
  'fn utf16 2231': (t) =>
    part(
      `Content-Type: text/plain\nContent-Disposition: attachment; filename*=utf-16be''${each(t, (c) => '%00%' + code(c).toString(16))}.txt`,
      'Hej',
    ),
  'fn bad charset 2231': (t) =>
    part(
      `Content-Type: text/plain\nContent-Disposition: attachment; filename*=foo''${each(t, (c) => '%' + code(c).toString(16))}.txt`,
      'Hej',
    ),
  'fn ew lower q split': (t) =>
    part(
      `Content-Type: text/plain\nContent-Disposition: attachment; filename="=?utf-8?q?brev_${t.slice(0, 6)}?= =?utf-8?q?${t.slice(6)}.txt?="`,
      'Hej',
    ),
  'fn ew unterminated': (t) =>
    part(
      `Content-Type: text/plain\nContent-Disposition: attachment; filename="=?utf-8?B?${b64('brev ' + t + '.txt')}"`,
      'Hej',
    ),
  'fn backslash': (t) =>
    part(
      `Content-Type: text/plain\nContent-Disposition: attachment; filename="brev ${each(t, (c) => '\\' + c)}.txt"`,
      'Hej',
    ),
  'fn rlo': (t) =>
    part(`Content-Type: text/plain\nContent-Disposition: attachment; filename*=utf-8''%E2%80%AE${rev(t)}.txt`, 'Hej'),
  'fn folded': (t) =>
    part(
      `Content-Type: text/plain\nContent-Disposition: attachment; filename="brev ${t.slice(0, 6)}\n ${t.slice(6)}.txt"`,
      'Hej',
    ),
  'ct name only on multipart': (t) =>
    `${head}Content-Type: multipart/mixed; boundary=b1; name="pnr ${t}"\n\n--b1\n\nHej\n--b1--\n`,
  flowed: (t) => plain(`Numret är ${t.slice(0, 6)} \n${t.slice(6)} ok`, '; format=flowed'),
  'flowed delsp': (t) => plain(`Numret är ${t.slice(0, 4)} \n${t.slice(4)} ok`, '; format=flowed; delsp=yes'),
  'flowed delsp quoted': (t) =>
    plain(`> Numret är ${t.slice(0, 4)} \n> ${t.slice(4)} ok`, '; format=flowed; delsp=yes'),
  'flowed undeclared delsp': (t) => plain(`Numret är ${t.slice(0, 4)} \n${t.slice(4)} ok`),
  'qp soft break': (t) =>
    `${head}Content-Type: text/plain\nContent-Transfer-Encoding: quoted-printable\n\nHej ${t.slice(0, 4)}=\n${t.slice(4)} ok\n`,
  'qp soft break ws': (t) =>
    `${head}Content-Type: text/plain\nContent-Transfer-Encoding: quoted-printable\n\nHej ${t.slice(0, 4)}= \t\n${t.slice(4)} ok\n`,
  'qp lower hex': (t) =>
    `${head}Content-Type: text/plain\nContent-Transfer-Encoding: quoted-printable\n\nHej ${each(t, (c) => '=' + code(c).toString(16))} =e5 ok\n`,
  'qp double': (t) =>
    `${head}Content-Type: text/plain\nContent-Transfer-Encoding: quoted-printable\n\nHej ${each(t, (c) => '=3D' + code(c).toString(16))} ok\n`,
  'ent in plain': (t) => plain(each(t, (c) => `&#${code(c)};`)),
  'zwsp raw': (t) => plain(each(t, (c) => `${c}\u200b`)),
  'zwnj zwj mix': (t) => plain(each(t, (c) => `${c}\u200c\u200d\u2060\ufeff`)),
  cgj: (t) => plain(each(t, (c) => `${c}\u034f`)),
  'hangul filler': (t) => plain(each(t, (c) => `${c}\u3164`)),
  'hangul filler2': (t) => plain(each(t, (c) => `${c}\u115f\u1160`)),
  'braille blank': (t) => plain(each(t, (c) => `${c}\u2800`)),
  'mongolian vs': (t) => plain(each(t, (c) => `${c}\u180e`)),
  interlinear: (t) => plain(each(t, (c) => `${c}\ufff9\ufffb`)),
  'obj repl': (t) => plain(each(t, (c) => `${c}\ufffc`)),
  'tag chars': (t) => plain(each(t, (c) => String.fromCodePoint(0xe0000 + code(c)))),
  'C1 controls': (t) => plain(each(t, (c) => `${c}\u0081`)),
  DEL: (t) => plain(each(t, (c) => `${c}\x7f`)),
  fullwidth: (t) => plain(each(t, (c) => (c === '-' ? '－' : String.fromCodePoint(0xff10 + +c)))),
  'math digits': (t) => plain(each(t, (c) => (c === '-' ? '-' : String.fromCodePoint(0x1d7d8 + +c)))),
  'arabic digits': (t) => plain(each(t, (c) => (c === '-' ? '-' : String.fromCodePoint(0x0660 + +c)))),
  'segmented digits': (t) => plain(each(t, (c) => (c === '-' ? '-' : String.fromCodePoint(0x1fbf0 + +c)))),
  'keycap emoji': (t) => plain(each(t, (c) => (c === '-' ? '-' : c + '\ufe0f\u20e3'))),
  circled: (t) => plain(each(t, (c) => (c === '-' ? '-' : c === '0' ? '⓪' : String.fromCodePoint(0x2460 + +c - 1)))),
  'digit comma': (t) => plain(each(t, (c) => (c === '-' ? '-' : String.fromCodePoint(0x1f101 + +c)))),
  parenthesised: (t) => plain(each(t, (c) => (c === '-' ? '-' : `(${c})`))),
  dotted: (t) => plain(each(t, (c) => (c === '-' ? '-' : `${c}.`))),
  underscored: (t) => plain(each(t, (c) => `${c}_`)),
  starred: (t) => plain(each(t, (c) => `*${c}*`)),
  'tilde sep': (t) => plain(t.replace('-', '~')),
  'katakana dash': (t) => plain(t.replace('-', 'ー')),
  'middle dot': (t) => plain(t.replace('-', '·')),
  'bullet dash hyph': (t) => plain(t.replace('-', '⁃')),
  'em sep spaces': (t) => plain(t.replace('-', ' — ')),
  'letters O l': (t) => plain(t.replace(/1/g, 'l').replace(/0/g, 'O')),
  'amp part': (t) =>
    `${head}Content-Type: multipart/alternative; boundary=b1\n\n--b1\nContent-Type: text/plain\n\nHej\n--b1\nContent-Type: text/x-amp-html\n\n<!doctype html><html amp4email><body><amp-list>${t.slice(0, 4)}<b></b>${t.slice(4)}</amp-list></body></html>\n--b1--\n`,
  'utf-7 html': (t) =>
    `${head}Content-Type: text/html; charset=utf-7\n\n+ADw-p+AD4-${t.slice(0, 4)}+${utf16(t.slice(4))}-\n`,
  'iso-2022-jp esc': (t) =>
    `${head}Content-Type: text/plain; charset=iso-2022-jp\n\n${t.slice(0, 4)}\x1b(B\x1b(J${t.slice(4)}\n`,
  'gb fullwidth': (t) =>
    `${head}Content-Type: text/plain; charset=gb2312\n\n${each(t, (c) => (c === '-' ? '-' : '\xa3' + String.fromCharCode(0xb0 + +c)))}\n`,
  'utf-32': (t) =>
    `${head}Content-Type: text/plain; charset=utf-32\nContent-Transfer-Encoding: base64\n\n${utf32(t)}\n`,
  'utf-16 no bom no decl': (t) =>
    `${head}Content-Type: text/plain\nContent-Transfer-Encoding: base64\n\n${Buffer.from('Hej ' + t + ' ok', 'utf16le').toString('base64')}\n`,
  'cte x-uuencode': (t) => {
    const b = Buffer.from('Text: ' + t);
    let l = String.fromCharCode(32 + b.length);
    for (let i = 0; i < b.length; i += 3) {
      const g = ((b[i] ?? 0) << 16) | ((b[i + 1] ?? 0) << 8) | (b[i + 2] ?? 0);
      for (const s of [18, 12, 6, 0]) l += String.fromCharCode(32 + ((g >> s) & 63) || 96);
    }
    return `${head}Content-Type: text/plain\nContent-Transfer-Encoding: x-uuencode\n\nbegin 644 a.txt\n${l}\n\`\nend\n`;
  },
  'nested rfc822 header': (t) => mixed(`--b1\nContent-Type: message/rfc822\n\nSubject: x\nX-Pnr: ${t}\n\nok\n--b1--\n`),
  'dsn original': (t) =>
    mixed(
      `--b1\nContent-Type: message/delivery-status\n\nReporting-MTA: dns; x\n\nFinal-Recipient: rfc822; a@b\nDiagnostic-Code: smtp; ${t}\n--b1--\n`,
    ),
  'rfc822-headers': (t) => mixed(`--b1\nContent-Type: text/rfc822-headers\n\nSubject: =?utf-8?B?${b64(t)}?=\n--b1--\n`),
  ics: (t) =>
    mixed(
      `--b1\nContent-Type: text/calendar\n\nBEGIN:VCALENDAR\nBEGIN:VEVENT\nSUMMARY:M\n  öte ${t.slice(0, 5)}\n ${t.slice(5)}\nEND:VEVENT\nEND:VCALENDAR\n--b1--\n`,
    ),
  'vcard qp': (t) =>
    mixed(
      `--b1\nContent-Type: text/x-vcard\n\nBEGIN:VCARD\nVERSION:2.1\nNOTE;ENCODING=QUOTED-PRINTABLE:=${each(t, (c) => code(c).toString(16) + '=').slice(0, -1)}\nEND:VCARD\n--b1--\n`,
    ),
  'vcard b64 note': (t) =>
    mixed(
      `--b1\nContent-Type: text/x-vcard\n\nBEGIN:VCARD\nVERSION:3.0\nNOTE;ENCODING=b:${b64('pnr ' + t)}\nEND:VCARD\n--b1--\n`,
    ),
  enriched: (t) =>
    `${head}Content-Type: text/enriched\n\n<bold>${t.slice(0, 4)}</bold><italic></italic>${t.slice(4)}\n`,
  richtext: (t) => `${head}Content-Type: text/richtext\n\n<bold>${t.slice(0, 4)}</bold>${t.slice(4)}<nl>\n`,
  'rtf body': (t) => `${head}Content-Type: text/rtf\n\n{\\rtf1 ${each(t, (c) => `\\'${code(c).toString(16)}`)}}\n`,
  'text/css': (t) => part('Content-Type: text/css', `i:before{content:"${t.slice(0, 4)}\\\n${t.slice(4)}"}`),
  markdown: (t) => part('Content-Type: text/markdown', `**${t.slice(0, 4)}**${t.slice(4)}`),
  'md per char': (t) => plain(`${t.slice(0, 4)}**${t.slice(4)}**`),
  mhtml: (t) =>
    part(
      'Content-Type: multipart/related; boundary=zz',
      `--zz\nContent-Type: text/html\nContent-Transfer-Encoding: quoted-printable\n\n<p>${t.slice(0, 4)}=\n<b></b>${t.slice(4)}</p>\n--zz--`,
    ),
  'webloc/url file': (t) =>
    part(
      'Content-Type: application/internet-shortcut; name=a.url',
      `[InternetShortcut]\nURL=https://x.example/?pnr=${t}`,
    ),
  sql: (t) => part('Content-Type: application/sql; name=a.sql', `INSERT INTO a VALUES ('${t}');`),
  'epilogue after headless': (t) =>
    mixed(`--b1\n\nHej\n--b1--\n\n\n${b64('Hej du, texten handlar om ' + t + ' och mer')}\n`),
  'preamble base64': (t) => mixed(`${b64('Hej du, texten handlar om ' + t + ' och mer')}\n--b1\n\nHej\n--b1--\n`),
  'alternative empty html': (t) =>
    `${head}Content-Type: multipart/alternative; boundary=b1\n\n--b1\nContent-Type: text/plain\n\n${t}\n--b1\nContent-Type: text/html\n\n<p>Hej</p>\n--b1--\n`,
  'header after blank line w/ space': (t) => `${head}Content-Type: text/plain\n \nX-A: ${t}\n\nHej\n`,
  'mbox From in body': (t) =>
    plain(
      `Hej\n\nFrom a@b Mon Mar  2 10:00:00 2026\nContent-Transfer-Encoding: base64\n\n${b64('texten handlar om ' + t + ' och mer')}`,
    ),
  'two lines behind a label': (t) => plain(`Personnummer: Hej\n${t.slice(0, 6)}\n${t.slice(7)}\nHälsningar`),
  'thin spaces each behind a label': (t) => plain('Personnummer: ' + each(t, (c) => `${c}\u2009`)),
  'spaced behind a label': (t) => plain('Personnummer: ' + each(t, (c) => `${c} `)),
  'spaced 2 behind a label': (t) => plain('Personnummer: ' + each(t, (c) => `${c}  `)),
  'slash sep behind a label': (t) => plain('Personnummer: ' + t.replace('-', '/')),
  'dot sep behind a label': (t) => plain('Personnummer: ' + t.replace('-', '.')),
  'a drawing in pieces': (t) =>
    part(
      'Content-Type: image/svg+xml; name=a.svg',
      `<svg xmlns="http://www.w3.org/2000/svg"><text x="1">${t.slice(0, 4)}</text><text x="2">${t.slice(4)}</text></svg>`,
    ),
  'a drawing in pieces out of order': (t) =>
    part(
      'Content-Type: image/svg+xml; name=a.svg',
      `<svg xmlns="http://www.w3.org/2000/svg"><text x="9">${t.slice(4)}</text><text x="2">${t.slice(0, 4)}</text></svg>`,
    ),
  'a drawing that draws text from elsewhere': (t) =>
    part(
      'Content-Type: image/svg+xml; name=a.svg',
      `<svg xmlns="http://www.w3.org/2000/svg"><defs><text id="a">${t.slice(0, 6)}</text><text id="b">${t.slice(6)}</text></defs><use href="#b" x="60"/><text y="40">Hej</text><use href="#a" x="0"/></svg>`,
    ),
};
