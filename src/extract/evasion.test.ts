import { describe, expect, it } from 'vitest';
import { readMail } from '../testing/read-mail.ts';
import { DEFAULT_LIMITS, extractMessage, type MessageReading } from './extract.ts';

/** Skatteverket's published test number. */
const SECRET = '811218-9876';
const HARMLESS = 'kaffe klockan tre';

const read = (mail: string): Promise<MessageReading> => readMail(Buffer.from(mail.replace(/\r?\n/g, '\r\n'), 'latin1'));

const normal = (text: string): string =>
  text.replace(/[\u00ad\u200b\u2060\ufeff]/g, '').replace(/[\u2010-\u2015]/g, '-');
const found = (reading: MessageReading, wanted: string): boolean =>
  reading.texts.some(({ text }) => normal(text).includes(wanted));

const base64 = (text: string): string => Buffer.from(text).toString('base64');
const head = 'From: anna@kommun.example\nTo: b@example.org\nSubject: Hej\nMIME-Version: 1.0\n';
const mixed = (parts: string, boundary = 'b1'): string =>
  `${head}Content-Type: multipart/mixed; boundary="${boundary}"\n\n${parts}`;
const html = (body: string): string =>
  `${head}Content-Type: text/html; charset=utf-8\n\n<html><body>${body}</body></html>\n`;
/** Splits a text in the middle by something. */
const split = (text: string, by: string): string => `${text.slice(0, 4)}${by}${text.slice(4)}`;

/** Each is a mail that carries a text in a way on which readers of mail disagree. */
const CASES: Readonly<Record<string, (text: string) => string>> = {
  'two Content-Type fields, the second one hides the text': (t) =>
    `${head}Content-Type: text/plain\nContent-Type: application/octet-stream\n\n${t}\n`,
  'two Content-Type fields, the first is opaque': (t) =>
    `${head}Content-Type: application/octet-stream\nContent-Type: text/html\n\n<p>${split(t, '<i></i>')}</p>\n`,
  'two boundaries in two Content-Type fields': (t) =>
    `${head}Content-Type: multipart/mixed; boundary=a\nContent-Type: multipart/mixed; boundary=b\n\n--a\n\nok\n--a--\n--b\nContent-Transfer-Encoding: base64\n\n${base64(`Text: ${t}`)}\n--b--\n`,
  'two boundary parameters': (t) =>
    `${head}Content-Type: multipart/mixed; boundary=a; boundary=b\n\n--a\n\nok\n--a--\n--b\nContent-Transfer-Encoding: base64\n\n${base64(`Text: ${t}`)}\n--b--\n`,
  'boundary once plain and once by RFC 2231': (t) =>
    `${head}Content-Type: multipart/mixed; boundary=a; boundary*=us-ascii''b\n\n--a\nContent-Transfer-Encoding: base64\n\n${base64(`Text: ${t}`)}\n--a--\n--b\n\nok\n--b--\n`,
  'two transfer encodings, base64 second': (t) =>
    `${head}Content-Type: text/plain\nContent-Transfer-Encoding: 7bit\nContent-Transfer-Encoding: base64\n\n${base64(`Hej, ${t} och hej`)}\n`,
  'two transfer encodings, base64 first': (t) =>
    `${head}Content-Type: text/plain\nContent-Transfer-Encoding: base64\nContent-Transfer-Encoding: 7bit\n\nHej, ${t}!\n`,
  'quoted-printable declared twice over': (t) =>
    `${head}Content-Type: text/plain\nContent-Transfer-Encoding: 8bit\nContent-Transfer-Encoding: quoted-printable\n\n${split(t, '=\n')}\n`,
  'an unknown transfer encoding around base64': (t) =>
    `${head}Content-Type: text/plain\nContent-Transfer-Encoding: x-base64\n\n${base64(`Hej, ${t} och hej`)}\n`,
  'an unknown transfer encoding around quoted-printable': (t) =>
    `${head}Content-Type: text/plain\nContent-Transfer-Encoding: foo\n\n${split(t, '=\n')}\n`,
  'a comment in the transfer encoding': (t) =>
    `${head}Content-Type: text/plain\nContent-Transfer-Encoding: (x) base64 (y)\n\n${base64(t)}\n`,
  'base64 without any declaration': (t) =>
    `${head}Content-Type: text/plain\n\n${base64(`Hej på dig, här kommer ${t}`)}\n`,
  'base64 with junk characters': (t) =>
    `${head}Content-Type: text/plain\nContent-Transfer-Encoding: base64\n\n${base64(`Hej, ${t}`).replace(/(.{5})/g, '$1*!\u00e5')}\n`,
  'base64 with missing padding': (t) =>
    `${head}Content-Type: text/plain\nContent-Transfer-Encoding: base64\n\n${base64(`Hej ${t}.`).replace(/=+$/, '')}\n`,
  'base64 with padding in the middle': (t) =>
    `${head}Content-Type: text/plain\nContent-Transfer-Encoding: base64\n\n${base64('Hej!')}\n${base64(`Text ${t}`)}\n`,
  'plain text behind the end of base64': (t) =>
    `${head}Content-Type: text/plain\nContent-Transfer-Encoding: base64\n\n${base64('Hej!')}\n\nOch: ${t}\n`,
  'plain text declared base64': (t) =>
    `${head}Content-Type: text/plain\nContent-Transfer-Encoding: base64\n\nHej, det gäller ${t}, med vänlig hälsning.\n`,
  'text in the preamble': (t) => mixed(`${t}\n--b1\n\nok\n--b1--\n`),
  'text in the epilogue': (t) => mixed(`--b1\n\nok\n--b1--\n${t}\n`),
  'a part behind the closing delimiter': (t) =>
    mixed(`--b1\n\nok\n--b1--\n--b1\nContent-Transfer-Encoding: base64\n\n${base64(`Text: ${t}`)}\n--b1--\n`),
  'a base64 part with another delimiter': (t) =>
    mixed(`--b2\nContent-Transfer-Encoding: base64\n\n${base64(`Text: ${t}`)}\n--b2--\n`),
  'an empty boundary': (t) =>
    `${head}Content-Type: multipart/mixed; boundary=""\n\n--\nContent-Transfer-Encoding: base64\n\n${base64(`Text: ${t}`)}\n----\n`,
  'uuencode in HTML': (t) => html(`<pre>\nbegin 644 brev.txt\n${uuencode(`Text: ${t}\n`)}\n\`\nend\n</pre>`),
  'no boundary parameter': (t) =>
    `${head}Content-Type: multipart/mixed\n\n--b2\nContent-Transfer-Encoding: base64\n\n${base64(`Text: ${t}`)}\n--b2--\n`,
  'a missing final boundary': (t) => mixed(`--b1\nContent-Transfer-Encoding: base64\n\n${base64(t)}\n`),
  'delimiters with something behind them': (t) =>
    mixed(
      `--b1foo\nContent-Transfer-Encoding: base64\n\n${base64(`Text: ${t}`)}\n--b1foo--\n`.replaceAll(
        'b1foo',
        'longboundary foo',
      ),
      'longboundary',
    ),
  'the same boundary on two levels': (t) =>
    mixed(
      `--b1\nContent-Type: multipart/mixed; boundary=b1\n\n--b1\n\nok\n--b1--\n--b1\nContent-Transfer-Encoding: base64\n\n${base64(`Text: ${t}`)}\n--b1--\n`,
    ),
  'a boundary on text/plain': (t) =>
    `${head}Content-Type: text/plain; boundary=b1\n\n--b1\nContent-Transfer-Encoding: base64\n\n${base64(`Text: ${t}`)}\n--b1--\n`,
  'a part without an empty line after its header': (t) => mixed(`--b1\n${t}\n--b1--\n`),
  'an empty Content-Type beside a broken structure': (t) =>
    `${head}Content-Type: multipart/mixed; boundary=b1\n\n--b1\nContent-Type:\nbroken\n\n${t}\n--b1--\n--b1\n\nok\n--b1--\n`,
  'a Content-Type that is none': (t) => `${head}Content-Type: text\n\n${t}\n`,
  'a header that a broken line ends early': (t) =>
    `${head}broken line\nContent-Type: application/octet-stream\n\n${t}\n`,
  'white space before the colon': (t) =>
    `${head}Content-Type : text/plain\nContent-Transfer-Encoding : base64\n\n${base64(t)}\n`,
  'a field name folded onto its own line': (t) =>
    `${head}Content-Type: text/plain\nContent-Transfer-Encoding:\n base64\n\n${base64(t)}\n`,
  'a text in the file name': (t) =>
    mixed(`--b1\nContent-Type: text/plain; name="brev ${t}.txt"\nContent-Disposition: attachment\n\nok\n--b1--\n`),
  'a file name in encoded words': (t) =>
    mixed(
      `--b1\nContent-Type: text/plain\nContent-Disposition: attachment; filename="=?utf-8?B?${base64(`brev ${t}.txt`)}?="\n\nok\n--b1--\n`,
    ),
  'a file name in RFC 2231 pieces': (t) =>
    mixed(
      `--b1\nContent-Type: text/plain\nContent-Disposition: attachment; filename*0*=utf-8''brev%20${t.slice(0, 4)}; filename*1="${t.slice(4)}.txt"\n\nok\n--b1--\n`,
    ),
  'different names by RFC 2231 and plainly': (t) =>
    mixed(
      `--b1\nContent-Type: text/plain\nContent-Disposition: attachment; filename="brev ${t}.txt"; filename*=utf-8''brev.txt\n\nok\n--b1--\n`,
    ),
  'a subject in encoded words split in the middle': (t) =>
    `${head.replace('Hej', `=?utf-8?Q?${t.slice(0, 4)}?= =?utf-8?B?${base64(t.slice(4))}?=`)}\nok\n`,
  'two subjects': (t) => `${head}Subject: ${t}\n\nok\n`,
  'an unusual header field': (t) => `${head}X-Note: ${t}\n\nok\n`,
  'NULs in the text': (t) => `${head}Content-Type: text/plain\n\n${t.split('').join('\0')}\n`,
  'UTF-7': (t) => `${head}Content-Type: text/plain; charset=utf-7\n\n+${base64Utf16(t)}-\n`,
  'UTF-16 without a mark': (t) =>
    `${head}Content-Type: text/plain; charset=utf-16le\nContent-Transfer-Encoding: base64\n\n${Buffer.from(t, 'utf16le').toString('base64')}\n`,
  'ASCII declared as UTF-16': (t) => `${head}Content-Type: text/plain; charset=utf-16\n\nHej ${t}!\n`,
  'ASCII declared as EBCDIC': (t) => `${head}Content-Type: text/plain; charset=ibm037\n\nHej ${t}!\n`,
  'uuencode in the text': (t) => `${head}\nHej\n\nbegin 644 brev.txt\n${uuencode(`Text: ${t}\n`)}\n\`\nend\n`,
  'a pasted MIME source': (t) =>
    `${head}\nSe nedan\n\n--x\nContent-Type: text/plain\nContent-Transfer-Encoding: base64\n\n${base64(`Det här är en lång text om ${t} och mer`)}\n--x--\n`,
  'an attached message': (t) => mixed(`--b1\nContent-Type: message/rfc822\n\nSubject: inre\n\n${t}\n--b1--\n`),
  'an attached message in base64': (t) =>
    mixed(
      `--b1\nContent-Type: message/rfc822\nContent-Transfer-Encoding: base64\n\n${base64(`From: a@b.example\nSubject: inre\n\n${t}\n`)}\n--b1--\n`,
    ),
  'a digest': (t) =>
    `${head}Content-Type: multipart/digest; boundary=d\n\n--d\n\nFrom: a@b.example\nSubject: x\nTo: c@d.example\n\n${t}\n--d--\n`,
  'a text attachment that says it is an image': (t) =>
    mixed(
      `--b1\nContent-Type: image/jpeg; name=bild.jpg\nContent-Transfer-Encoding: base64\n\n${base64(`Hej ${t}`)}\n--b1--\n`,
    ),
  'HTML split by a comment': (t) => html(split(t, '<!-- x -->')),
  'HTML split by tags': (t) => html(split(t, '<b></b><span class="a"></span>')),
  'HTML split by a hidden element': (t) => html(split(t, '<span style="display:none">000</span>')),
  'HTML with half of it hidden': (t) =>
    html(`${t.slice(0, 4)}<span style="font-size:0">${t.slice(4, 6)}</span>${t.slice(6)}`),
  'HTML split by a soft hyphen': (t) => html(split(t, '&shy;')),
  'HTML split by a zero-width space': (t) => html(split(t, '&#8203;')),
  'HTML as entities': (t) => html(t.replace(/[0-9a-z]/g, (c) => `&#${c.charCodeAt(0)};`)),
  'HTML hidden by style': (t) => html(`<div style="display:none">${t}</div>`),
  'HTML hidden by class': (t) => html(`<style>.x{display:none}</style><div class="x">${t}</div>`),
  'HTML in a comment': (t) => html(`<!-- ${t} -->`),
  'HTML in a conditional comment': (t) => html(`<!--[if mso]><p>${split(t, '<b></b>')}</p><![endif]-->`),
  'HTML in noscript': (t) => html(`<noscript><p>${t}</p></noscript>`),
  'HTML in a template': (t) => html(`<template><p>${t}</p></template>`),
  'HTML in alt': (t) => html(`<img src="cid:x" alt="${t}">`),
  'HTML in title': (t) => html(`<p title='${t}'>ok</p>`),
  'HTML in a form value': (t) => html(`<input value=${t.replaceAll(' ', '&#32;')}>`),
  'HTML in a data attribute': (t) => html(`<p data-note="${t}">ok</p>`),
  'HTML in srcdoc': (t) => html(`<iframe srcdoc="&lt;p&gt;${split(t, '&lt;b&gt;&lt;/b&gt;')}&lt;/p&gt;"></iframe>`),
  'HTML in CSS content': (t) => html(`<style>.x:before{content:"${t}"}</style><p class="x"></p>`),
  'HTML half in CSS content': (t) =>
    html(`<style>.x:before{content:"${t.slice(0, 4)}"}</style><p><span class="x">${t.slice(4)}</span></p>`),
  'HTML in a data: URI': (t) => html(`<a href="data:text/html;base64,${base64(`<p>${t}</p>`)}">ok</a>`),
  'HTML in a mailto link': (t) => html(`<a href="mailto:a@b.example?body=${encodeURIComponent(t)}">ok</a>`),
  'HTML in a tag that never ends': (t) => html(`ok <p title="${t}`),
  'HTML in blocks that style puts side by side': (t) =>
    html(
      Array.from(t)
        .map((c) => `<div style="display:inline-block">${c}</div>`)
        .join(''),
    ),
  'HTML in floating blocks': (t) =>
    html(
      Array.from(t)
        .map((c) => `<div style="float:left">${c}</div>`)
        .join(''),
    ),
  'HTML in the opposite direction': (t) => html(`<bdo dir="rtl">${Array.from(t).reverse().join('')}</bdo>`),
  'HTML in the opposite direction by style': (t) =>
    html(`<span style="unicode-bidi:bidi-override; direction:rtl">${Array.from(t).reverse().join('')}</span>`),
  'HTML half in an attribute that style shows': (t) =>
    html(`<style>p:after{content:attr(data-x)}</style><p data-x="${t.slice(4)}">${t.slice(0, 4)}</p>`),
  'HTML inside a picture': (t) =>
    mixed(
      `--b1\nContent-Type: image/gif; name=a.gif\nContent-Transfer-Encoding: base64\n\n${base64(`GIF89a/*\0\0\0\0\0\0\0\0*/=1;<html><p>${split(t, '<b></b>')}</p></html>`)}\n--b1--\n`,
    ),
  'text from right to left': (t) => `${head}\nHej: ${utf8(`\u202e${Array.from(t).reverse().join('')}\u202c`)} ok\n`,
  'text in JSON escapes': (t) =>
    `${head}Content-Type: application/json\n\n{"a":"${Array.from(t)
      .map((c) => `\\u${c.charCodeAt(0).toString(16).padStart(4, '0')}`)
      .join('')}"}\n`,
  'text in escapes of a program': (t) =>
    `${head}Content-Type: text/plain\n\nvar a = "${Array.from(t)
      .map((c) => `\\x${c.charCodeAt(0).toString(16)}`)
      .join('')}";\n`,
  'quoted-printable without any declaration': (t) =>
    `${head}Content-Type: text/plain\n\nH=E4r: ${Array.from(t)
      .map((c) => `=${c.charCodeAt(0).toString(16).toUpperCase()}`)
      .join('')} (=C3=A5 =C3=A4 =C3=B6 =31 =32 =33 =34 =35)\n`,
  'UTF-7 without any declaration': (t) => `${head}Content-Type: text/plain\n\nHej +${base64Utf16(t)}-\n`,
  'a calendar whose description is HTML with entities': (t) =>
    `${head}Content-Type: text/calendar\n\nBEGIN:VCALENDAR\nBEGIN:VEVENT\nX-ALT-DESC;FMTTYPE=text/html:<p>${Array.from(
      t,
    )
      .map((c) => `&#${c.charCodeAt(0)}\\;`)
      .join('')}</p>\nEND:VEVENT\nEND:VCALENDAR\n`,
  'a calendar with a file in a data: URI': (t) =>
    `${head}Content-Type: text/calendar\n\nBEGIN:VCALENDAR\nBEGIN:VEVENT\nSUMMARY:x\nATTACH:data:text/plain;base64,${base64(`Brev: ${t}`)}\nEND:VEVENT\nEND:VCALENDAR\n`,
  'XML split over two entities': (t) =>
    `${head}Content-Type: application/xml\n\n<?xml version="1.0"?><!DOCTYPE a [<!ENTITY x "${t.slice(0, 4)}"><!ENTITY y "${t.slice(4)}">]><a>&x;&y;</a>\n`,
  'XML split over two entities whose names are words of the country': (t) =>
    `${head}Content-Type: application/xml; charset=utf-8\nContent-Transfer-Encoding: base64\n\n${base64(`<?xml version="1.0"?><!DOCTYPE a [<!-- don't --><!ENTITY å "${t.slice(0, 4)}"><!ENTITY z "]>"><!ENTITY ö "${t.slice(4)}">]><a>&å;&ö;</a>\n`)}\n`,
  'HTML nested 50,000 deep': (t) => html(`${'<div>'.repeat(50_000)}${t}${'</div>'.repeat(50_000)}`),
  'HTML in 3,000 nested tables': (t) => html(`${'<table><tr><td>'.repeat(3_000)}${t}`),
};

const utf8 = (text: string): string => Buffer.from(text).toString('latin1');

function base64Utf16(text: string): string {
  const bytes = Buffer.from(text, 'utf16le').swap16();
  return bytes.toString('base64').replace(/=+$/, '');
}

function uuencode(text: string): string {
  const bytes = Buffer.from(text);
  let line = String.fromCharCode(32 + bytes.length);
  for (let i = 0; i < bytes.length; i += 3) {
    const group = ((bytes[i] ?? 0) << 16) | ((bytes[i + 1] ?? 0) << 8) | (bytes[i + 2] ?? 0);
    for (const shift of [18, 12, 6, 0]) line += String.fromCharCode(32 + ((group >> shift) & 63) || 96);
  }
  return line;
}

describe('extractMessage() finds what readers of mail disagree about', () => {
  for (const [name, mail] of Object.entries(CASES)) {
    it(name, async () => {
      expect(found(await read(mail(SECRET)), SECRET)).toBe(true);
    });
    it(`${name}: and lets the same mail pass without it`, async () => {
      const reading = await read(mail(HARMLESS));
      expect(found(reading, SECRET)).toBe(false);
      expect(reading.uninspected).toEqual([]);
    });
  }
});

describe('a mail in HTML that declares XML names', () => {
  const shown = (html: string): string => `${head}Content-Type: text/html; charset=utf-8\n\n${html}\n`;
  it.each([
    ['an element', '<div xmlns="http://www.w3.org/1999/xhtml"><p>'],
    ['an instruction', '<?xml version="1.0"?><div xmlns="http://www.w3.org/1999/xhtml"><p>'],
    ['an element nobody knows', '<x:y xmlns:x="urn:example"><p>'],
  ])('is read with its styles and scripts when it begins with %s', async (_what, begin) => {
    const hidden = await read(shown(`${begin}Nr 8112<span style="display:none">77</span>18-9876</p>`));
    expect(found(hidden, SECRET)).toBe(true);
    const written = await read(shown(`${begin}x</p><script>document.write(a+b)</script>`));
    expect(written.uninspected.map(({ reason }) => reason)).toEqual(['ambiguous']);
  });
});

describe('a long list in a text', () => {
  const listed = async (lines: readonly string[]): Promise<readonly string[]> =>
    (await read(`${head}Content-Type: text/plain\n\nHär är listan:\n\n${lines.join('\n')}\n`)).uninspected.map(
      ({ reason }) => reason,
    );
  const noise = (seed: number, length: number): Buffer =>
    Buffer.from(Array.from({ length }, (_, i) => ((i + seed) * 2_654_435_761) >>> 24));

  it.each([
    ['numbers of things', Array.from({ length: 900 }, (_, i) => `Ab${100_000 + i}`)],
    ['names of files', Array.from({ length: 900 }, (_, i) => `Bild_${i}-Sommar`)],
    ['digests', Array.from({ length: 300 }, (_, i) => noise(i * 31, 32).toString('base64'))],
    [
      'a public key',
      Buffer.concat([Buffer.from('990b0d04', 'hex'), noise(1, 6000)])
        .toString('base64')
        .match(/.{1,64}/gu) ?? [],
    ],
  ])('is no file: %s', async (_what, lines) => {
    expect(await listed(lines)).toEqual([]);
  });

  it('is one when a program wrapped it', async () => {
    const file = Buffer.concat([Buffer.from('00010203', 'hex'), noise(1, 6000)]);
    for (const width of [60, 64, 76])
      expect(await listed(file.toString('base64').match(new RegExp(`.{1,${width}}`, 'gu')) ?? [])).toEqual([
        'unsupported',
      ]);
  });
});

describe('extractMessage() says what nobody can read', () => {
  const unreadable: Readonly<Record<string, readonly [string, string]>> = {
    'a piece of a message': [
      `${head}Content-Type: message/partial; id=x; number=1; total=2\n\nSubject: x\n\nhej\n`,
      'ambiguous',
    ],
    'a body kept elsewhere': [
      `${head}Content-Type: message/external-body; access-type=URL; URL="http://x.example/"\n\nContent-Type: text/plain\n\n`,
      'ambiguous',
    ],
    'a script that writes text': [html(`<script>document.write('81121' + '8-9876')</script>`), 'ambiguous'],
    'an event handler that writes text': [html(`<img src=x onerror="this.outerHTML=atob('eA==')">`), 'ambiguous'],
    'entities made of entities': [
      `${head}Content-Type: application/xml\n\n<?xml version="1.0"?><!DOCTYPE a [<!ENTITY x "8112"><!ENTITY y "&x;18-9876">]><a>&y;</a>\n`,
      'ambiguous',
    ],
    'an entity after a thousand others': [
      `${head}Content-Type: application/xml\n\n<?xml version="1.0"?><!DOCTYPE a [${Array.from({ length: 1000 }, (_, i) => `<!ENTITY e${i} "x">`).join('')}<!ENTITY y "81121">]><a>&y;8-9876</a>\n`,
      'ambiguous',
    ],
    'an entity whose declarations never end': [
      `${head}Content-Type: application/xml\n\n<?xml version="1.0"?><!DOCTYPE a [<!ENTITY y "81121"><a>&y;8-9876</a>\n`,
      'ambiguous',
    ],
    'a charset that nobody decodes any more': [
      `${head}Content-Type: text/plain; charset=hz-gb-2312\n\nHej ~{#8#1#1#2#1#8~}-9876\n`,
      'ambiguous',
    ],
    'text in EBCDIC': [
      `${head}Content-Type: text/plain; charset=ibm037\nContent-Transfer-Encoding: base64\n\n${Buffer.from('d7859999a29695f8f1f1f2f1f860f9f8f7f6', 'hex').toString('base64')}\n`,
      'ambiguous',
    ],
    'text in EBCDIC that nothing declares': [
      `${head}Content-Type: text/plain\nContent-Transfer-Encoding: base64\n\n${Buffer.from('d2a4958440c195958140e385a2a36b40f8f1f1f2f1f860f9f8f7f66b409989958784854b25', 'hex').toString('base64')}\n`,
      'ambiguous',
    ],
    'a PGP message': [`${head}\n-----BEGIN PGP MESSAGE-----\n\nhQEMA1u2\n-----END PGP MESSAGE-----\n`, 'encrypted'],
    'an unknown binary': [
      mixed(
        `--b1\nContent-Type: application/octet-stream\nContent-Transfer-Encoding: base64\n\nAQIDBAUGBwgBAgMEBQYHCAECAwQFBgcI\n--b1--\n`,
      ),
      'unsupported',
    ],
  };
  for (const [name, [mail, reason]] of Object.entries(unreadable)) {
    it(name, async () => {
      expect((await read(mail)).uninspected.map((one) => one.reason)).toContain(reason);
    });
  }

  it('lists what a skip list names without opening it', async () => {
    const mail = Buffer.from(mixed(`--b1\n\n${SECRET}\n--b1\n\nok\n--b1--\n`));
    const opened: string[] = [];
    const reading = await extractMessage(mail, {
      limits: DEFAULT_LIMITS,
      ocr: { budgetMs: 0, pages: 0 },
      skip: new Map([[(await read(mail.toString())).message.parts[1]!.path, 'timeout']]),
      onDocument: (part) => opened.push(part),
      passwords: () => [],
      now: () => 0,
    });
    expect(opened).toEqual(['2']);
    expect(reading.uninspected).toMatchObject([{ part: '1', reason: 'timeout' }]);
  });

  it('lists everything once the time is up', async () => {
    let clock = 0;
    const reading = await extractMessage(Buffer.from(mixed(`--b1\n\n${SECRET}\n--b1\n\nok\n--b1--\n`)), {
      limits: { ...DEFAULT_LIMITS, timeMs: 10 },
      ocr: { budgetMs: 0, pages: 0 },
      skip: new Map(),
      onDocument: () => undefined,
      passwords: () => [],
      now: () => (clock += 8),
    });
    expect(reading.uninspected.map((one) => one.reason)).toEqual(['timeout', 'timeout']);
  });
});
