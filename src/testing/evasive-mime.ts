/**
 * Mails whose encodings, charsets and parameters readers take in different ways. Each takes a number as six digits, a hyphen and four;
 * with another number it is a mail of the same shape that nobody has to stop.
 */
const head = 'From: anna@kommun.example\nTo: b@example.org\nSubject: Hej\nMIME-Version: 1.0\n';
const b64 = (text: string | Buffer): string => Buffer.from(text).toString('base64').replace(/.{76}/gu, '$&\n');
const encoded = (body: string, type = 'text/plain'): string =>
  `${head}Content-Type: ${type}\nContent-Transfer-Encoding: base64\n\n${body}\n`;
const named = (disposition: string): string =>
  `${head}Content-Type: multipart/mixed; boundary=b1\n\n--b1\n\nHej\n--b1\nContent-Type: text/plain\nContent-Disposition: attachment; ${disposition}\n\nHej\n--b1--\n`;
const letter = (number: string): string => `Hej Bo, underlag i saken om bygglovet: ${number}. Halsningar Anna\n`;
const percent = (text: string): string => Buffer.from(text).toString('hex').replace(/../gu, '%$&');
/** Digits of full width in JIS X 0208, behind the shift that says so. */
const japanese = (text: string): string => text.replace(/\d+/gu, (run) => `\x1b$B${run.replace(/\d/gu, '#$&')}\x1b(B`);
/** The same as Shift_JIS and as UTF-16. */
const shiftJis = (text: string): Buffer =>
  Buffer.from(
    text.replace(/\d/gu, (digit) => `\x82${String.fromCharCode(0x4f + Number(digit))}`),
    'latin1',
  );
const wide = (text: string): Buffer =>
  Buffer.from(
    text.replace(/\d/gu, (digit) => String.fromCharCode(0xff10 + Number(digit))),
    'utf16le',
  ).swap16();
const uu = (text: string, begin: string): string => {
  const bytes = Buffer.from(text);
  let line = String.fromCharCode(32 + bytes.length);
  for (let i = 0; i < bytes.length; i += 3)
    for (const shift of [18, 12, 6, 0])
      line += String.fromCharCode(32 + ((bytes.readUIntBE(Math.min(i, bytes.length - 3), 3) >> shift) & 63));
  return `${begin}\n${line}\n\`\nend`;
};
const padded = (text: string): string => `${text}${' '.repeat((3 - (text.length % 3)) % 3)}`;
const plain = (body: string): string => `${head}Content-Type: text/plain; charset=utf-8\n\n${body}\n`;

/** By what is done. */
export const EVASIVE_MIME: Readonly<Record<string, (number: string) => string>> = {
  'base64 behind a banner': (t) => encoded(`[EXTERNT] Detta brev kommer utifran, var forsiktig!\n\n${b64(letter(t))}`),
  'base64 behind a banner of letters only': (t) => encoded(`Hejhejhejhejx\n\n${b64(letter(t))}`),
  'base64 before a footer with the number': (t) =>
    encoded(
      `${b64(letter('ok')).replace(/=+$/u, '')}\n\n____________________\nAnslagstavlan ${t}\nhttps://lists.example/`,
    ),
  'base64 that a decoder reads which passes over padding': (t) => encoded(b64(letter(t)).replace(/[^\n]/gu, '$&=')),
  'zeros between the letters of HTML': (t) => encoded(b64(`<p>Nr ${Array.from(t).join('\0')} ok</p>`), 'text/html'),
  'Japanese shifts without a charset': (t) => encoded(b64(japanese(letter(t)))),
  'digits of two bytes in a charset without a mark': (t) => encoded(b64(wide(letter(t))), 'text/plain; charset=utf-16be'), // prettier-ignore
  'a name of UTF-16 over plain letters': (t) => encoded(b64(letter(t)), 'text/plain; charset=csUnicode'),
  'another charset inside the HTML than the mail says': (t) =>
    encoded(b64(Buffer.concat([Buffer.from('<meta charset=shift_jis><p>'), shiftJis(letter(t))])), 'text/html; charset=utf-8'), // prettier-ignore
  'UTF-32 without a mark': (t) =>
    encoded(b64(Buffer.from(Array.from(letter(t), (c) => `${c}\0`).join(''), 'utf16le')), 'text/plain; charset=utf-32le'), // prettier-ignore
  'uuencode with tabs, a long mode and no name': (t) => plain(uu(padded(`Nr ${t} ok`), 'begin\t100644')),
  'uuencode that begins in capitals': (t) => plain(uu(padded(`Nr ${t} ok`), 'BEGIN 644 A.TXT')),
  'words of a subject padded inside': (t) =>
    `From: anna@kommun.example\nTo: b@example.org\nSubject: =?utf-8?B?${b64(t.slice(0, 4))}${b64(t.slice(4))}?=\n\nHej\n`,
  'a subject folded in the date': (t) =>
    `From: anna@kommun.example\nTo: b@example.org\nSubject: Nr ${t.slice(0, 3)}\n\t${t.slice(3, 5)}\n ${t.slice(5)}\n\nHej\n`,
  'a subject folded with an empty line in the date': (t) =>
    `From: anna@kommun.example\nTo: b@example.org\nSubject: Nr ${t.slice(0, 4)}\n \n ${t.slice(4)}\n\nHej\n`,
  'a tab in the date of a subject': (t) =>
    `From: anna@kommun.example\nTo: b@example.org\nSubject: Nr ${t.slice(0, 4)}\t${t.slice(4)}\n\nHej\n`,
  'a name folded in the date': (t) => named(`filename="${t.slice(0, 4)}\n\t${t.slice(4)}.txt"`),
  'a name folded without quotation marks': (t) => named(`filename=${t.slice(0, 4)}\n ${t.slice(4)}.txt`),
  'an escape cut between two pieces of a name': (t) =>
    named(`filename*0*=utf-8''a%20${percent(t).slice(0, 8)}; filename*1*=${percent(t).slice(8)}.txt`),
  'a piece of a name twice': (t) => named(`filename*0=a; filename*0=${t.slice(0, 5)}; filename*1=${t.slice(5)}.txt`),
  'pieces of a name with a blank': (t) => named(`filename *0=${t.slice(0, 5)}; filename *1=${t.slice(5)}.txt`),
  'a comment inside a name': (t) => named(`filename=${t.slice(0, 5)}(x)${t.slice(5)}.txt`),
  'a semicolon inside a name': (t) => named(`filename=a;${t}.txt`),
  'a name inside another parameter': (t) => named(`x="a; filename="${t}.txt"`),
  'a year, a blank and the rest': (t) => plain(`Det gäller 19${t.slice(0, 2)} ${t.slice(2)} i dag.`),
  'a name behind a colon': (t) => named(`filename:"${t}.txt"`),
  'a part whose header got lost in the one before, and a delimiter behind its letters': (t) =>
    `${head}Content-Type: multipart/mixed; boundary=b1\n\n--b1\n\nHej\n--b2\nContent-Transfer-Encoding: base64\n\n${b64(letter(t)).trim()}\n--b2--\n\n--b1--\n`,
  'a part whose delimiter got lost in HTML': (t) =>
    `${head}Content-Type: text/html\n\n<p>Hej\nContent-Type: text/plain\nContent-Transfer-Encoding: base64\n\n${b64(letter(t)).trim()}\n--b2--\n`,
  'zeros in a line of the header': (t) =>
    `From: anna@kommun.example\nTo: b@example.org\nContent-T\0ype: text/plain\nContent-Transfer-En\0coding: base64\n\n${b64(letter(t))}\n`,
};
