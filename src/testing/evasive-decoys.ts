/**
 * HTML bodies with digits between the digits of a number that no client shows, each hidden in another way. Each takes a number as six
 * digits, a hyphen and four; with another number it is a mail of the same shape that nobody has to stop.
 */
import type { EvasiveMail } from './evasive-mails.ts';

const each = (text: string, to: (character: string, at: number) => string): string => Array.from(text, to).join('');
const html = (body: string, sheet = ''): string =>
  `From: anna@kommun.example\nTo: b@example.org\nSubject: Hej\nMIME-Version: 1.0\nContent-Type: text/html; charset=utf-8\n\n<html><head><style>${sheet}</style></head><body>${body}</body></html>\n`;

/** Declarations under which nothing is seen. */
const UNSEEN = [
  'width:0;overflow:hidden;display:inline-block',
  'max-width:0px;overflow:hidden;display:inline-block',
  'height:0;overflow:hidden;display:inline-block',
  'clip-path:inset(100%)',
  'clip-path:circle(0);position:absolute',
  'clip:rect(1px,1px,1px,1px);position:absolute',
  'filter:opacity(0)',
  'transform:scale(0,0)',
  'transform:scaleX(0);display:inline-block',
  'transform:translateX(-9999px)',
  '-webkit-text-fill-color:transparent',
  'content-visibility:hidden',
  'position:absolute;right:-9999px',
  'position:absolute;left:-99em',
  'color:#0000',
  'color:#ffffff00',
  'color:hsla(0,0%,0%,0)',
  'color:#fffffe',
  'color:rgb(254,254,254)',
  'color:ghostwhite',
  'opacity:.01',
  'font:0/0 a',
  'font-size:.1px',
  'zoom:0',
  'display/**/:none',
  'display:\\6eone',
];

const decoys = (style: string): readonly (readonly [string, EvasiveMail])[] => [
  [`decoys with ${style}`, (t) => html(each(t, (c) => `${c}<span style="${style}">3</span>`))],
  [
    `decoys with ${style} in a class`,
    (t) =>
      html(
        each(t, (c) => `${c}<b class="d">3</b>`),
        `.d{${style}}`,
      ),
  ],
];

/** One decoy between two halves, and a word that nobody sees. */
const single = (style: string): readonly (readonly [string, EvasiveMail])[] => [
  [
    `one decoy with ${style}`,
    (t) => html(`<p>Han har ${t.slice(0, 6)}<i style="${style}">333</i>${t.slice(6)}, skriver de</p>`),
  ],
  [
    `a word with ${style}`,
    (t) => html(`<p>Nr 19${t.slice(0, 6)}<i class="d">stycken i kommunen</i>-${t.slice(7)}</p>`, `.d{${style}}`),
  ],
];

/** By what is done. */
export const EVASIVE_DECOYS: Readonly<Record<string, EvasiveMail>> = {
  ...Object.fromEntries(UNSEEN.flatMap(decoys)),
  ...Object.fromEntries(UNSEEN.flatMap(single)),
  'one decoy between halves written in two ways': (t) =>
    html(`<p><b>${t.slice(0, 6)}</b><i lang="x">333</i><u>${t.slice(6)}</u></p>`, '[lang=x]{display:none}'),
  'one decoy behind eight digits': (t) =>
    html(`<p>Hon har 19${t.slice(0, 6)}<i lang="x">33</i>${t.slice(7)}, skriver de</p>`, '[lang=x]{display:none}'),
  'words that a screen does not show': (t) =>
    html(`<p>${t.slice(0, 6)}<i class="d"> hus och hem </i>${t.slice(6)}</p>`, '@media screen{.d{display:none}}'),
  'decoys for printers only': (t) =>
    html(each(t, (c) => `${c}<i class="d">3</i>`), '@media screen{.d{display:none}}'), // prettier-ignore
  'decoys at every second place': (t) =>
    html(
      each(t, (c) => `<i>${c}</i><i>3</i>`),
      'i:nth-child(even){display:none}',
    ),
  'decoys by what they are not': (t) =>
    html(
      each(t, (c) => `<i class="a">${c}</i><i>3</i>`),
      'i:not(.a){display:none}',
    ),
  'decoys by one of several names': (t) =>
    html(
      each(t, (c) => `<i>${c}</i><i class="b">3</i>`),
      ':is(.a,.b){display:none}',
    ),
  'decoys by an attribute': (t) =>
    html(each(t, (c) => `<i>${c}</i><i lang="x1">3</i>`), '[lang="x1"]{display:none}'), // prettier-ignore
  'decoys for screen readers': (t) =>
    html(each(t, (c) => `<span aria-hidden="true">${c}</span><span style="position:absolute;width:1px">3</span>`)),
  'decoys in the colour of a table': (t) =>
    html(
      `<table bgcolor="#000080"><tr><td>${each(t, (c) => `<font color="white">${c}</font><font color="#000081">3</font>`)}</td></tr></table>`,
    ),
  'decoys before a picture': (t) =>
    html(`<div style="background:#fff url(x.png)">${each(t, (c) => `${c}<span style="color:#fff">3</span>`)}</div>`),
  'decoys in closed dialogs': (t) => html(each(t, (c) => `${c}<dialog>3</dialog>`)),
  'decoys in popovers': (t) => html(each(t, (c) => `${c}<span popover>3</span>`)),
  'decoys of letters': (t) => html(each(t, (c) => `${c}<span style="opacity:.01">x</span>`)),
  'decoys between words': (t) =>
    html(`<p>Numret är ${each(t, (c) => `${c}<span style="zoom:0">3</span>`)} enligt beslut</p>`),
  ...Object.fromEntries(
    Object.entries({
      'a printer': '@media print{.d{display:none}}',
      'a narrow screen': '@media (max-width:600px){.d{display:none}}',
      'a light screen': '@media (prefers-color-scheme:light){.d{color:#fff}}',
      'a pointer': 'p:hover .d{display:none}',
      'an attribute': '[lang=x]{visibility:hidden}',
      'a place': 'i:nth-child(1){display:none}',
      'a property': ':root{--h:none}.d{display:var(--h)}',
      'rules that insist': '.d{display:none!important}.d{display:inline}',
    }).map(([how, css]): readonly [string, EvasiveMail] => [
      `words that are not shown by ${how}`,
      (t) => html(`<p>Nr ${t.slice(0, 6)}<i class=d lang=x> hus och hem </i>${t.slice(6)}</p>`, css),
    ]),
  ),
  'a half for printers in place of words': (t) =>
    html(
      `<p>${t.slice(0, 6)}<i class=e> hus och hem </i><i class=d>${t.slice(6)}</i></p>`,
      '.d{display:none}@media print{.d{display:inline}.e{display:none}}',
    ),
  'a half for printers in place of digits': (t) =>
    html(
      `<p>${t.slice(0, 6)}<i class=e>123</i><i class=d style="display:none">${t.slice(6)}</i></p>`,
      '@media print{.d{display:inline!important}.e{display:none}}',
    ),
  'rules that take back what they said': (t) =>
    html(
      `<p>${t.slice(0, 6)}<i class=e> hus och hem </i><i class=d>${t.slice(6)}</i></p>`,
      '.d{display:none}.d{display:inline}.e{display:inline}.e{display:none}',
    ),
};
