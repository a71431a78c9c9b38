/**
 * HTML bodies that show the digits of a number in another order, or elsewhere, than their source has them. Each takes a number as six
 * digits, a hyphen and four; with another number it is a mail of the same shape that nobody has to stop.
 */
import type { EvasiveMail } from './evasive-mails.ts';

const head = 'From: anna@kommun.example\nTo: b@example.org\nSubject: Hej\nMIME-Version: 1.0\n';
const html = (body: string): string =>
  `${head}Content-Type: text/html; charset=utf-8\n\n<html><body><p>Hej Bo</p>${body}<p>Anna</p></body></html>\n`;
const A = (t: string): string => t.slice(0, 6);
const B = (t: string): string => t.slice(6);
const each = (text: string, to: (character: string) => string): string => Array.from(text, to).join('');
/** Each character with its place, in another order than the text's. */
const scattered = (t: string, to: (character: string, place: number, at: number) => string): string =>
  Array.from(t, (_c, at) => {
    const place = (at * 7) % t.length;
    return to(t.charAt(place), place, at);
  }).join('');
const styled =
  (container: string, own: (place: number, at: number) => string, css = ''): EvasiveMail =>
  (t) =>
    html(
      `<style>${css}</style><div style="${container}">${scattered(t, (c, place, at) => `<b style="${own(place, at)}">${c}</b>`)}</div>`,
    );
const places = Array.from({ length: 11 }, (_, at) => at);
const FLEX = 'display:inline-flex';
const GRID = 'display:inline-grid';
const BOX = 'position:relative;height:1em';
const ABSOLUTE = 'b{position:absolute}';
const svg = (inside: string): string => `<svg xmlns="http://www.w3.org/2000/svg">${inside}</svg>`;

const DIGITS = Array.from('0123456789-');
const idOf = (c: string): string => `g${c.charCodeAt(0)}x`;
const rev = (text: string): string => Array.from(text).reverse().join('');

/** By what is done. */
export const EVASIVE_ORDER: Readonly<Record<string, EvasiveMail>> = {
  'order of a custom property': styled(FLEX, (place) => `--o:${place}`, 'b{order:var(--o)}'),
  'order with calc': styled(FLEX, (place) => `order:calc(${place} + 0)`),
  'order of an old name': styled(FLEX, (place) => `-webkit-order:${place}`),
  'ordinal groups': styled('display:-webkit-inline-box', (place) => `-webkit-box-ordinal-group:${place + 1}`),
  'order by an attribute': (t) =>
    html(
      `<style>.f{display:flex}${places.map((i) => `[data-o="${i}"]{order:${i}}`).join('')}</style><div class=f>${scattered(t, (c, place) => `<b data-o=${place}>${c}</b>`)}</div>`,
    ),
  'order that a rule insists on': (t) =>
    html(
      `<style>.f{display:flex}${places.map((i) => `.o${i}{order:${i}!important}`).join('')}</style><div class=f>${scattered(t, (c, place, at) => `<b class=o${place} style="order:${at}">${c}</b>`)}</div>`,
    ),
  'a box reversed': (t) =>
    html(`<div style="display:-webkit-inline-box;-webkit-box-direction:reverse"><i>${B(t)}</i><i>${A(t)}</i></div>`),
  'lines wrapped in reverse': (t) =>
    html(`<div style="display:flex;flex-wrap:wrap-reverse;width:6ch"><i>${B(t)}</i><i>${A(t)}</i></div>`),
  'tables on the right': (t) =>
    html(`<table align=right><tr><td>${B(t)}</table><table align=right><tr><td>${A(t)}</table>`),
  'columns of a grid': styled(GRID, (place) => `grid-row:1;grid-column:${place + 1}`),
  'rows and columns of a grid': styled(GRID, (place) => `grid-area:1 / ${place + 1}`),
  'named areas': (t) =>
    html(
      `<div style="${GRID};grid-template-areas:'a b'"><i style="grid-area:b">${B(t)}</i><i style="grid-area:a">${A(t)}</i></div>`,
    ),
  'named areas of classes': (t) =>
    html(
      `<style>.f{${GRID};grid-template-areas:"a b"}.u{grid-area:b}.v{grid-area:a}</style><div class=f><i class=u>${B(t)}</i><i class=v>${A(t)}</i></div>`,
    ),
  'named lines': styled(
    `${GRID};grid-template-columns:${places.map((i) => `[c${i}] 1em`).join(' ')}`,
    (place) => `grid-column:c${place}`,
  ),
  'left with calc': styled(BOX, (place) => `left:calc(${place}em + 2px)`, ABSOLUTE),
  'left with calc of a property': styled(BOX, (place) => `--i:${place}`, `${ABSOLUTE}b{left:calc(var(--i)*1ch)}`),
  'left in two units': styled(BOX, (place, at) => `left:${at % 2 === 0 ? `${place}em` : `${place * 16}px`}`, ABSOLUTE),
  inset: styled(BOX, (place) => `inset:0 auto auto ${place}em`, ABSOLUTE),
  translate: styled(BOX, (place) => `translate:${place}em`, ABSOLUTE),
  'margin at the start': styled(BOX, (place) => `margin-inline-start:${place}em`, ABSOLUTE),
  'padding on the left': styled(BOX, (place) => `padding-left:${place}em`, ABSOLUTE),
  'a distance along a path': styled(BOX, (place) => `offset-distance:${place * 9}%`, ABSOLUTE),
  'left from its place': styled(
    '',
    (place, at) => `position:relative;left:${place - at}em`,
    'b{display:inline-block;width:1em}',
  ),
  'margins that pull': styled(
    '',
    (place, at) => `margin-left:${place - (at === 0 ? 0 : (((at - 1) * 7) % 11) + 1)}em`,
    'b{display:inline-block;width:1em}',
  ),
  'transforms of a drawing': (t) =>
    html(svg(scattered(t, (c, place) => `<text transform="translate(${place * 9} 20)">${c}</text>`))),
  'transforms of groups': (t) =>
    html(svg(scattered(t, (c, place) => `<g transform="matrix(1 0 0 1 ${place * 9} 20)"><text>${c}</text></g>`))),
  'letters drawn from each other': (t) =>
    html(
      svg(
        `<text>${scattered(t, (c, place, at) => `<tspan dx="${(place - (at === 0 ? 0 : (((at - 1) * 7) % 11) + 1)) * 8}">${c}</tspan>`)}</text>`,
      ),
    ),
  'letters drawn backwards in threes': (t) =>
    html(
      svg(
        `<text x="50">${B(t)}</text><text x="40 32 24">${rev(t.slice(3, 6))}</text><text x="16 8 0">${rev(t.slice(0, 3))}</text>`,
      ),
    ),
  'text drawn from elsewhere': (t) =>
    html(
      svg(
        `${scattered(t, (c, place) => `<use href="#${idOf(c)}" x="${place * 8}"/>`)}<defs>${DIGITS.map((c) => `<text id="${idOf(c)}">${c}</text>`).join('')}</defs>`,
      ),
    ),
  'symbols of groups': (t) =>
    html(
      `${svg(DIGITS.map((c) => `<symbol id="${idOf(c)}"><text>${c}</text></symbol>`).join(''))}<p>${svg(`<g transform="translate(5 5)">${scattered(t, (c, place) => `<g transform="translate(${place * 8} 0)"><use xlink:href="#${idOf(c)}"/></g>`)}</g>`)}`,
    ),
  'symbols without text': (t) =>
    html(
      svg(
        `${DIGITS.map((c) => `<symbol id="n${c}"><path d="M0 0"/></symbol>`).join('')}${scattered(t, (c, place) => `<use href="#n${c}" x="${place * 8}"/>`)}`,
      ),
    ),
  'text by reference': (t) =>
    html(
      svg(
        `<defs>${DIGITS.map((c) => `<text id="${idOf(c)}">${c}</text>`).join('')}</defs><text>${each(t, (c) => `<tref xlink:href="#${idOf(c)}"/>`)}</text>`,
      ),
    ),
  'text along a path': (t) =>
    html(
      svg(
        `<text><textPath href="#p" startOffset="50%">${B(t)}</textPath><textPath href="#p" startOffset="0">${A(t)}</textPath></text>`,
      ),
    ),
  'letters below each other': (t) => html(svg(scattered(t, (c, place) => `<text x="5" y="${place * 20}">${c}</text>`))),
  'halves with a word on another line between': (t) =>
    html(svg(`<text x="0" y="9">${A(t)}</text><text x="0" y="30">hus</text><text x="60" y="9">${B(t)}</text>`)),
  'letters far below between': (t) =>
    html(
      svg(Array.from(t, (c, i) => `<text x="${i * 8}" y="9">${c}</text><text x="${i * 8}" y="9000">7</text>`).join('')),
    ),
  'letters without colour between': (t) =>
    html(
      svg(
        Array.from(
          t,
          (c, i) => `<text x="${i * 8}" y="9">${c}</text><text x="${i * 8}" y="9" fill="none">7</text>`,
        ).join(''),
      ),
    ),
  'directions in each other': (t) => html(`<p><bdo dir="rtl">${rev(B(t))}<bdo dir="ltr">${A(t)}</bdo></bdo></p>`),
  'a half of its own in an override': (t) =>
    html(`<p>Nr <bdo dir=rtl>${rev(B(t))}<bdi>${A(t)}</bdi></bdo> är hans</p>`),
  'isolates in an override of letters': (t) => html(`<p>\u202e\u2066${B(t)}\u2069<b>\u2066</b>${A(t)}\u2069\u202c</p>`),
  'isolates in an element': (t) => html(`<p><bdo dir=rtl>\u2066${B(t)}\u2069\u2066${A(t)}\u2069</bdo></p>`),
  'a half of a class that isolates and overrides': (t) =>
    html(`<style>.r{unicode-bidi:isolate-override;direction:rtl}</style><p><b class=r>${rev(A(t))}</b>${B(t)}</p>`),
  'halves of a class in a line from the right': (t) =>
    html(
      `<style>.r{direction:rtl}.l{unicode-bidi:isolate;direction:ltr}</style><p class=r><b class=l>${B(t)}</b><b class=l>${A(t)}</b></p>`,
    ),
  'the foot of a table': (t) =>
    html(`<table><tfoot><tr><td>${B(t)}</td></tr></tfoot><tbody><tr><td>${A(t)}</td></tr></tbody></table>`),
  'the head of a table': (t) =>
    html(`<table><tbody><tr><td>${B(t)}</td></tr></tbody><thead><tr><td>${A(t)}</td></tr></thead></table>`),
  'a caption below': (t) =>
    html(`<table><caption style="caption-side:bottom">${B(t)}</caption><tr><td>${A(t)}</td></tr></table>`),
  'a caption in the middle': (t) => html(`<table><tr><td>${B(t)}</td></tr><caption>${A(t)}</caption></table>`),
  'a legend behind': (t) => html(`<fieldset>${B(t)}<legend>${A(t)}</legend></fieldset>`),
  'a summary behind': (t) => html(`<details open>${B(t)}<summary>${A(t)}</summary></details>`),
  'a head of boxes': (t) =>
    html(
      `<div style="display:table"><div style="display:table-row"><i>${B(t)}</i></div><div style="display:table-header-group"><i>${A(t)}</i></div></div>`,
    ),
  'text in a table outside its cells': (t) => html(`<table><tr><td>${B(t)}</td></tr>${A(t)}</table>`),
  'pictures of keys': (t) => html(each(t, (c) => (c === '-' ? '<img alt="➖">' : `<img alt="${c}\ufe0f\u20e3">`))),
  'names of pictures': (t) => html(each(t, (c) => `<img src="https://x.example/img/${c}.gif">`)),
  'drawings of a digit each': (t) =>
    html(
      each(
        t,
        (c) =>
          `<img src="data:image/svg+xml,${encodeURIComponent(`<svg xmlns="http://www.w3.org/2000/svg"><text y="9">${c}</text></svg>`)}">`,
      ),
    ),
  'frames of a half each': (t) =>
    html(`<iframe srcdoc="${t.slice(0, 6)}"></iframe><iframe srcdoc="${t.slice(6)}"></iframe>`),
  'lines of cells': (t) =>
    html(`<table><tr><td>${t.slice(0, 6)}<br>Anna<br>Solna</td><td>${t.slice(6)}<br>Berg<br>kommun</td></tr></table>`),
  'lines of boxes in a row': (t) =>
    html(
      `<div style="display:flex"><div>Hus<br>${t.slice(0, 6)}<br>Anna</div><div>Bil<br>${t.slice(6)}<br>Berg</div></div>`,
    ),
  'lines of boxes of other heights': (t) =>
    html(
      `<div style="float:left">${t.slice(0, 6)}<br>Anna Berg, Storgatan</div><div style="float:left">${t.slice(6)}</div>`,
    ),
  'lines of columns': (t) =>
    html(
      `<div style="columns:2"><div>${t.slice(0, 6)}</div><div>hus</div><div style="break-before:column">${t.slice(6)}</div><div>bil</div></div>`,
    ),
};
