/**
 * Mails that carry a number in their header, in the names of files or in odd structure. Each takes a number as six digits, a hyphen and
 * four; with another number it is a mail of the same shape that nobody has to stop.
 */
import type { EvasiveMail } from './evasive-mails.ts';

const each = (text: string, to: (character: string, at: number) => string): string => Array.from(text, to).join('');
const code = (character: string): number => character.charCodeAt(0);
const b64 = (text: string): string => Buffer.from(text).toString('base64');
const L = (t: string): string => `19${t.replace('-', '')}`;
const h = (field: string): string =>
  `From: anna@kommun.example\nSubject: Hej\n${field}\nMIME-Version: 1.0\nContent-Type: text/plain; charset=utf-8\n\nHej\n`;
const H = (field: string): string => h(`To: b@example.org\n${field}`);
const mixed = (boundary: string, parts: string): string =>
  `From: anna@kommun.example\nTo: b@example.org\nSubject: Hej\nMIME-Version: 1.0\nContent-Type: multipart/mixed; boundary="${boundary}"\n\n${parts}`;
const part = (header: string, body = 'Hej'): string =>
  mixed('b1', `--b1\nContent-Type: text/plain\n\nHej\n--b1\n${header}\n\n${body}\n--b1--\n`);
const fn = (parameters: string): string =>
  part(`Content-Type: text/plain\nContent-Disposition: attachment; ${parameters}`);
const pct = (text: string): string => each(text, (c) => `%${code(c).toString(16)}`);

/** By what is done. */
export const EVASIVE_HEADERS: Readonly<Record<string, EvasiveMail>> = {
  'To local': (t) => h(`To: ${t}@example.org`),
  'To local long': (t) => h(`To: ${L(t)}@example.org`),
  'To local angle': (t) => h(`To: Anna <${t}@example.org>`),
  'To local quoted': (t) => h(`To: "${t}"@example.org`),
  'To local dot': (t) => h(`To: anna.${t}@example.org`),
  'To local plus': (t) => h(`To: anna+${t}@example.org`),
  'To local _': (t) => h(`To: anna_${t}@example.org`),
  'To domain': (t) => h(`To: anna@${t}.example.org`),
  'To domain literal': (t) => h(`To: anna@[${t}]`),
  'To local long angle': (t) => h(`To: <${L(t)}@example.org>`),
  'To comment': (t) => h(`To: b@example.org (${t})`),
  'To group': (t) => h(`To: ${t}: b@example.org;`),
  'To route': (t) => h(`To: <@${t}.example:b@example.org>`),
  'Cc local': (t) => H(`Cc: ${t}@example.org`),
  'Cc local long': (t) => H(`Cc: ${L(t)}@example.org`),
  'Reply-To': (t) => H(`Reply-To: ${t}@example.org`),
  'Reply-To long': (t) => H(`Reply-To: ${L(t)}@example.org`),
  'From local': (t) => `From: ${t}@kommun.example\nTo: b@example.org\nSubject: x\n\nHej\n`,
  'From long': (t) => `From: ${L(t)}@kommun.example\nTo: b@example.org\nSubject: x\n\nHej\n`,
  Sender: (t) => H(`Sender: ${t}@kommun.example`),
  Bcc: (t) => H(`Bcc: ${t}@kommun.example`),
  'Disposition-Notification-To': (t) => H(`Disposition-Notification-To: ${t}@kommun.example`),
  'Return-Receipt-To': (t) => H(`Return-Receipt-To: ${L(t)}@kommun.example`),
  'Resent-To': (t) => H(`Resent-To: ${L(t)}@kommun.example`),
  'Errors-To': (t) => H(`Errors-To: ${t}@kommun.example`),
  'Delivered-To': (t) => H(`Delivered-To: ${t}@kommun.example`),
  'X-Original-To': (t) => H(`X-Original-To: ${L(t)}@kommun.example`),
  'To display ew': (t) => h(`To: =?utf-8?B?${b64(t)}?= <b@example.org>`),
  'To display folded': (t) => h(`To: "${t.slice(0, 6)}\n ${t.slice(6)}" <b@example.org>`),
  'Cc display': (t) => H(`Cc: ${t} <c@example.org>`),
  'Cc display long': (t) => H(`Cc: "${L(t)}" <c@example.org>`),
  'Reply-To display': (t) => H(`Reply-To: "Anna ${t}" <c@example.org>`),
  'X-header': (t) => H(`X-Pnr: ${t}`),
  'X name': (t) => H(`X-${t}: hej`),
  'X name long': (t) => H(`X-${L(t)}: hej`),
  'X-header ew folded': (t) => H(`X-A: =?utf-8?Q?${t.slice(0, 4)}?=\n =?utf-8?Q?${t.slice(4)}?=`),
  'X-header b64': (t) => H(`X-A: ${b64('personnr ' + t)}`),
  'X-MS long': (t) => H(`X-MS-Exchange-Note: pnr ${L(t)}`),
  Organization: (t) => H(`Organization: ${t}`),
  'List-Id': (t) => H(`List-Id: ${t} <x.y>`),
  'List-Help': (t) => H(`List-Help: <mailto:${t}@x.example>`),
  'Auto-Submitted': (t) => H(`Auto-Submitted: no; ${t}`),
  DKIM: (t) => H(`DKIM-Signature: v=1; d=kommun.example; i=${t}@kommun.example; b=abc`),
  ARC: (t) => H(`ARC-Seal: i=1; x=${t}`),
  Importance: (t) => H(`Importance: ${t}`),
  Precedence: (t) => H(`Precedence: ${t}`),
  Expires: (t) => H(`Expires: ${t}`),
  Autocrypt: (t) => H(`Autocrypt: addr=${t}@x; keydata=abc`),
  Face: (t) => H(`X-Face: ${t}`),
  'Received for': (t) => H(`Received: from a by b for <${t}@example.org>; Mon, 2 Mar 2026 10:00:00 +0100`),
  'Message-ID long label': (t) => H(`Message-ID: <personnummer${L(t)}@x>`),
  'Content-Language': (t) => H(`Content-Language: ${t}`),
  'Content-MD5': (t) => H(`Content-MD5: ${t}`),
  'Content-Features': (t) => H(`Content-Features: ${t}`),
  'Content-Alternative': (t) => part(`Content-Type: text/plain\nContent-Foo: ${t}`),
  'part X header': (t) => part(`Content-Type: text/plain\nX-Foo: ${t}`),
  'part desc ew': (t) => part(`Content-Type: text/plain\nContent-Description: =?utf-8?B?${b64('brev ' + t)}?=`),
  'part Content-ID long': (t) => part(`Content-Type: text/plain\nContent-ID: <pnr${L(t)}@x>`),
  'part Subject': (t) => part(`Content-Type: text/plain\nSubject: ${t}`),
  'CT param value': (t) => part(`Content-Type: text/plain; pnr=${t}`),
  'CT subtype': (t) => part(`Content-Type: text/${t}`),
  'CT type': (t) => part(`Content-Type: ${t}/plain`),
  'CTE value': (t) => part(`Content-Type: text/plain\nContent-Transfer-Encoding: ${t}`),
  'CD value': (t) => part(`Content-Type: text/plain\nContent-Disposition: ${t}`),
  'CD param': (t) => part(`Content-Type: text/plain\nContent-Disposition: attachment; x="${t}"; filename=a.txt`),
  'CD date': (t) =>
    part(`Content-Type: text/plain\nContent-Disposition: attachment; filename=a.txt; creation-date="${t}"`),
  boundary: (t) => mixed(t, `--${t}\n\nHej\n--${t}--\n`),
  'boundary 12': (t) => mixed('pnr' + L(t), `--pnr${L(t)}\n\nHej\n--pnr${L(t)}--\n`),
  'boundary unused text': (t) => mixed('x', `--x\n\nHej\n--x-- ${t}\n`),
  'boundary line tail': (t) => mixed('x', `--x ${t}\n\nHej\n--x--\n`),
  'start-info': (t) =>
    `From: a@kommun.example\nTo: b@example.org\nSubject: x\nContent-Type: multipart/related; boundary=x; start="<${t}@x>"; type="text/html"\n\n--x\n\nHej\n--x--\n`,
  'fn plain': (t) => fn(`filename="${t}.txt"`),
  'fn unquoted': (t) => fn(`filename=${t}.txt`),
  'fn unquoted blank': (t) => fn(`filename=brev ${t}.txt`),
  'fn 12': (t) => fn(`filename="${L(t)}.txt"`),
  'fn star': (t) => fn(`filename*=utf-8''${pct(t)}.txt`),
  'fn star lang': (t) => fn(`filename*=utf-8'sv'${pct(t)}.txt`),
  'fn star nocharset': (t) => fn(`filename*=${pct(t)}.txt`),
  'fn star quoted': (t) => fn(`filename*="utf-8''${pct(t)}.txt"`),
  'fn star0 star': (t) => fn(`filename*0*=utf-8''${pct(t.slice(0, 5))};\n filename*1=${t.slice(5)}.txt`),
  'fn *1 only': (t) => fn(`filename*1="${t}.txt"`),
  'fn both': (t) => fn(`filename="a.txt"; filename*=utf-8''${pct(t)}.txt`),
  'fn both rev': (t) => fn(`filename*=utf-8''a.txt; filename="${t}.txt"`),
  'fn dup': (t) => fn(`filename="a.txt"; filename="${t}.txt"`),
  'fn caps': (t) => fn(`FileName="${t}.txt"`),
  'fn blank =': (t) => fn(`filename = "${t}.txt"`),
  'fn name': (t) => part(`Content-Type: text/plain; name="${t}.txt"`),
  'fn name*': (t) => part(`Content-Type: text/plain; name*=utf-8''${pct(t)}.txt`),
  'fn name*0*': (t) =>
    part(`Content-Type: text/plain; name*0*=utf-8''${pct(t.slice(0, 5))}; name*1*=${pct(t.slice(5))}.txt`),
  'fn name ew': (t) =>
    part(`Content-Type: text/plain; name="=?utf-8?Q?brev_${t.slice(0, 5)}?=\n =?utf-8?Q?${t.slice(5)}.txt?="`),
  'fn comment': (t) => fn(`filename="a.txt" (${t})`),
  'fn two quoted': (t) => fn(`filename="${t.slice(0, 4)}""${t.slice(4)}.txt"`),
  'fn quoted+token': (t) => fn(`filename="${t.slice(0, 4)}"${t.slice(4)}.txt`),
  'fn single quotes': (t) => fn(`filename='${t}.txt'`),
  'fn unterminated': (t) => fn(`filename="${t}.txt`),
  'fn path': (t) => fn(`filename="C:\\\\x\\\\${t}\\\\a.txt"`),
  'fn slash path': (t) => fn(`filename="${t.slice(0, 6)}/${t.slice(7)}/a.txt"`),
  'fn ext': (t) => fn(`filename="a.${L(t)}"`),
  'fn digits words': (t) =>
    fn(
      `filename="åttioett tolv arton nittioåtta sjuttiosex.txt"`.replace(
        'åttioett',
        t.startsWith('8112') ? 'åttioett' : 'femtioett',
      ),
    ),
  'fn utf16 ew': (t) =>
    fn(
      `filename="=?utf-16be?B?${Buffer.from('brev ' + t, 'utf16le')
        .swap16()
        .toString('base64')}?="`,
    ),
  'fn %uXXXX': (t) => fn(`filename="${each(t, (c) => `%u00${code(c).toString(16)}`)}.txt"`),
  'fn zip entry nested': (t) => fn(`filename="a.zip;${t}"`),
  'multipart/report text': (t) =>
    `From: a@kommun.example\nTo: b@example.org\nSubject: x\nContent-Type: multipart/report; report-type=x; boundary=x\n\n--x\nContent-Type: message/feedback-report\n\nX: ${t}\n--x--\n`,
  'message/global-headers': (t) => part('Content-Type: message/global-headers', `Subject: ${t}`),
  'message/news': (t) => part('Content-Type: message/news', `Subject: ${t}\n\nHej`),
  'text/x-unknown': (t) => part('Content-Type: text/x-foo', t),
  'application/x-www-form-urlencoded': (t) => part('Content-Type: application/x-www-form-urlencoded', `a=${pct(t)}`),
  'multipart as text nested no boundary': (t) => part('Content-Type: multipart/mixed', `--zz\n\n${t}\n--zz--`),
  'cte base64 multipart': (t) =>
    part(
      'Content-Type: multipart/mixed; boundary=zz\nContent-Transfer-Encoding: base64',
      b64(`--zz\r\n\r\n${t}\r\n--zz--\r\n`),
    ),
  'cte qp multipart': (t) =>
    part(
      'Content-Type: multipart/mixed; boundary=zz\nContent-Transfer-Encoding: quoted-printable',
      `--zz\n\n${each(t, (c) => '=' + code(c).toString(16))}\n--zz--\n`,
    ),
  'rfc822 base64': (t) =>
    part('Content-Type: message/rfc822\nContent-Transfer-Encoding: base64', b64(`Subject: x\r\n\r\n${t}\r\n`)),
  'cte x-gzip64': (t) => part('Content-Type: text/plain\nContent-Transfer-Encoding: x-foo', b64('nr ' + t + ' ok')),
  'cte binary nul': (t) =>
    part(
      'Content-Type: text/plain\nContent-Transfer-Encoding: binary',
      each(t, (c) => c + '\0'),
    ),
  'cte 7bit high': (t) =>
    part(
      'Content-Type: text/plain\nContent-Transfer-Encoding: 7bit',
      each(t, (c) => String.fromCharCode(code(c) | 0x80)),
    ),
  'high bit charset us-ascii': (t) =>
    `From: a@kommun.example\nTo: b@example.org\nSubject: x\nContent-Type: text/plain; charset=us-ascii\n\n${each(t, (c) => String.fromCharCode(code(c) | 0x80))}\n`,
  'lines of = ': (t) =>
    `From: a@kommun.example\nTo: b@example.org\nSubject: x\nContent-Transfer-Encoding: quoted-printable\n\n${each(t, (c) => c + '=\n')}\n`,
  'qp =\\n blank': (t) =>
    `From: a@kommun.example\nTo: b@example.org\nSubject: x\nContent-Transfer-Encoding: quoted-printable\n\n${t.slice(0, 4)}=  \n${t.slice(4)}\n`,
  'cte folded name': (t) =>
    `From: a@kommun.example\nTo: b@example.org\nSubject: x\nContent-Transfer-Encoding:\n base64\n\n${b64('nr ' + t + ' ok')}\n`,
  'cte comment': (t) =>
    `From: a@kommun.example\nTo: b@example.org\nSubject: x\nContent-Transfer-Encoding: (x) base64 (y)\n\n${b64('nr ' + t + ' ok')}\n`,
  'cte space colon': (t) =>
    `From: a@kommun.example\nTo: b@example.org\nSubject: x\nContent-Transfer-Encoding : base64\n\n${b64('nr ' + t + ' ok')}\n`,
  'charset utf-16 in qp': (t) =>
    `From: a@kommun.example\nTo: b@example.org\nSubject: x\nContent-Type: text/plain; charset=utf-16le\nContent-Transfer-Encoding: quoted-printable\n\n${each(t, (c) => c + '=00')}\n`,
  'charset ebcdic undeclared': (t) =>
    `From: a@kommun.example\nTo: b@example.org\nSubject: x\nContent-Type: text/plain\n\n${each(t, (c) => (c === '-' ? '\x60' : String.fromCharCode(0xf0 + Number(c))))}\n`,
  'name of a form field': (t) => part(`Content-Type: text/plain\nContent-Disposition: form-data; name="pnr ${t}"`),
  'filename in Content-Type': (t) => part(`Content-Type: application/octet-stream; filename="brev ${t}.bin"`),
  'name in Content-Disposition': (t) =>
    part(`Content-Type: application/octet-stream\nContent-Disposition: attachment; name="brev ${t}.bin"`),
  'ew cut inside a group of letters': (t) =>
    h(`To: b@example.org\nX-Note: =?utf-8?B?${b64(t).slice(0, 5)}?= =?utf-8?B?${b64(t).slice(5)}?=`),
};
