/**
 * HTML bodies whose style writes, counts or arranges the digits of a number. Each takes a number as six digits, a hyphen and four; with
 * another number it is a mail of the same shape that nobody has to stop.
 */
import type { EvasiveMail } from './evasive-mails.ts';

const head = 'From: anna@kommun.example\nTo: b@example.org\nSubject: Hej\nMIME-Version: 1.0\n';
const html = (body: string): string =>
  `${head}Content-Type: text/html; charset=utf-8\n\n<html><body>${body}</body></html>\n`;
/** Each character in an element of its own, named by its place, in another order than the text's. */
const scattered = (t: string, attribute: 'class' | 'id'): string =>
  Array.from(t, (c, i) => [i, c] as const)
    .sort(([a], [b]) => ((a * 7) % 11) - ((b * 7) % 11))
    .map(([i, c]) => `<b ${attribute}=c${i}>${c}</b>`)
    .join('');
const each = (text: string, to: (character: string, at: number) => string): string => Array.from(text, to).join('');
const rev = (text: string): string => Array.from(text).reverse().join('');
const D = (t: string): string => `19${t.slice(0, 6)}`;
const T = (t: string): string => t.slice(7);
const L = (t: string): string => D(t) + T(t);

/** By what is done. */
export const EVASIVE_STYLE: Readonly<Record<string, EvasiveMail>> = {
  'counter two': (t) =>
    html(`<style>i::before{counter-reset:a ${D(t)} b ${T(t)};content:counter(a) "-" counter(b)}</style><i></i>`),
  'counter el': (t) =>
    html(`<style>i{counter-reset:a ${D(t)} b ${T(t)}} i:after{content:counter(a) counter(b)}</style><i></i>`),
  'counter inline': (t) =>
    html(
      `<style>i:after{content:counter(a) '-' counter(b)}</style><p style="counter-reset:a ${t.slice(0, 6)} b ${T(t)}"><i></i></p>`,
    ),
  'counter set': (t) =>
    html(
      `<style>p{counter-set:a ${t.slice(0, 6)}} b{counter-set: b ${T(t)}} i:after{content:counter(a) '-'} u:after{content:counter(b, decimal)}</style><p><b><i></i><u></u></b></p>`,
    ),
  'counter increment': (t) =>
    html(
      `<style>p{counter-reset:a 5 b 6} i:after{counter-increment:a ${Number(t.slice(0, 6)) - 5} b ${Number(T(t)) - 6};content:counter(a) '-' counter(b)}</style><p><i></i></p>`,
    ),
  'counters()': (t) =>
    html(
      `<style>p{counter-reset:a ${t.slice(0, 6)}} i{counter-reset:a ${T(t)}} i:after{content:counters(a,"-")}</style><p><i></i></p>`,
    ),
  'counter + text': (t) =>
    html(`<style>p{counter-reset:a ${t.slice(0, 6)}} i:after{content:counter(a)}</style><p><i></i>-${T(t)}</p>`),
  'counter leading zero': (t) =>
    html(
      `<style>p{counter-reset:a ${t.slice(0, 6)}} i:after{content:counter(a,decimal-leading-zero)}</style><p><i></i>-${T(t)}</p>`,
    ),
  'counter digits each': (t) =>
    html(
      `<style>${each(L(t), (c, i) => `.c${i}:before{counter-reset:x ${c};content:counter(x)}`)}</style>${each(L(t), (_c, i) => `<i class=c${i}></i>`)}`,
    ),
  'list-style string': (t) => html(`<style>li{list-style-type:"${t}"}</style><li>x`),
  'list-style string split': (t) => html(`<li style="list-style-type:'${t.slice(0, 5)}'">${t.slice(5)}</li>`),
  'marker content': (t) => html(`<style>li::marker{content:"${t.slice(0, 5)}" "${t.slice(5)}"}</style><li> x`),
  'marker then text': (t) => html(`<style>li::marker{content:"${t.slice(0, 5)}"}</style><li>${t.slice(5)}`),
  'ol start': (t) => html(`<ol start="${D(t)}"><li></ol><ol start="${T(t)}"><li></ol>`),
  'ol start inside li': (t) => html(`<ol start="${D(t)}"><li>${T(t)}</li></ol>`),
  'li value': (t) => html(`<ol><li value="${D(t)}"><li value="${T(t)}"></ol>`),
  'li value text -': (t) => html(`<ol><li value="${t.slice(0, 6)}">-${T(t)}</ol>`),
  'content inline style var': (t) =>
    html(`<style>i:after{content:var(--a)}</style><i style="--a:'${t.slice(0, 4)}'"></i>${t.slice(4)}`),
  'attr pieces': (t) =>
    html(
      `<style>i:after{content:attr(data-a)}</style><i data-a="${t.slice(0, 4)}">x</i><i data-a="${t.slice(4)}"></i>`,
    ),
  'attr joined': (t) =>
    html(`<style>i:after{content:attr(data-a)}</style><i data-a="${t.slice(0, 4)}"></i><i data-a="${t.slice(4)}"></i>`),
  'attr bare': (t) => html(`<style>i:after{content:attr(data-a)}</style><i data-a="${L(t)}"></i>`),
  'after media': (t) => html(`<style>@media screen{i:after{content:"${t.slice(0, 4)}"}}</style><i></i>${t.slice(4)}`),
  'after supports nested': (t) =>
    html(`<style>@supports (x:y){@media all{i:after{content:"${t.slice(0, 4)}"}}}</style><i></i>${t.slice(4)}`),
  'css nesting': (t) => html(`<style>p{i{&::after{content:"${t.slice(0, 4)}"}}}</style><p><i></i>${t.slice(4)}</p>`),
  'attr selector': (t) => html(`<style>[data-x]::after{content:"${t.slice(0, 4)}"}</style><i data-x></i>${t.slice(4)}`),
  'attr selector eq': (t) =>
    html(`<style>i[data-x="a b"]::after{content:"${t.slice(0, 4)}"}</style><i data-x="a b"></i>${t.slice(4)}`),
  'nth-child': (t) =>
    html(`<style>i:nth-child(1)::after{content:"${t.slice(0, 4)}"}</style><p><i></i>${t.slice(4)}</p>`),
  'not()': (t) => html(`<style>i:not(.x)::after{content:"${t.slice(0, 4)}"}</style><p><i></i>${t.slice(4)}</p>`),
  'is()': (t) => html(`<style>:is(i,u)::after{content:"${t.slice(0, 4)}"}</style><p><i></i>${t.slice(4)}</p>`),
  'first-child': (t) =>
    html(`<style>i:first-child:after{content:"${t.slice(0, 4)}"}</style><p><i></i>${t.slice(4)}</p>`),
  'upper case': (t) => html(`<STYLE>I:AFTER{CONTENT:"${t.slice(0, 4)}"}</STYLE><i></i>${t.slice(4)}`),
  'escaped property': (t) => html(`<style>i:after{c\\6f ntent:"${t.slice(0, 4)}"}</style><i></i>${t.slice(4)}`),
  'escaped selector': (t) => html(`<style>.\\61:after{content:"${t.slice(0, 4)}"}</style><i class=a></i>${t.slice(4)}`),
  'quotes property': (t) =>
    html(
      `<style>i{quotes:"${t.slice(0, 4)}" "${t.slice(4)}"} i:before{content:open-quote} i:after{content:close-quote}</style><i></i>`,
    ),
  'q quotes': (t) => html(`<style>q{quotes:"${t.slice(0, 4)}" ""}</style><q>${t.slice(4)}</q>`),
  'data css link': (t) =>
    html(`<link rel=stylesheet href="data:text/css,i:after{content:'${t.slice(0, 4)}'}"><i></i>${t.slice(4)}`),
  'import data': (t) =>
    html(`<style>@import url("data:text/css,i:after{content:'${t.slice(0, 4)}'}");</style><i></i>${t.slice(4)}`),
  'both content & before in other order': (t) =>
    html(`<style>i:before{content:"${t.slice(0, 4)}"} i:after{content:"${t.slice(4)}"}</style><i></i>`),
  'content twice override': (t) =>
    html(`<style>i:before{content:"x"} i:before{content:"${t.slice(0, 4)}"}</style><i></i>${t.slice(4)}`),
  'class + override': (t) =>
    html(`<style>i:before{content:"${t.slice(0, 4)}"} .k:before{color:red}</style><i class=k></i>${t.slice(4)}`),
  'two classes': (t) => html(`<style>.k.m:before{content:"${t.slice(0, 4)}"}</style><i class="m k"></i>${t.slice(4)}`),
  'override last wins': (t) =>
    html(
      `<style>.k:before{content:"9"} i:before{content:"${t.slice(0, 4)}" !important}</style><i class=k></i>${t.slice(4)}`,
    ),
  'rtl override css nested': (t) =>
    html(`<div style="direction:rtl"><p style="unicode-bidi:bidi-override">${rev(t)}</p></div>`),
  'isolate-override': (t) => html(`<p style="unicode-bidi:isolate-override;direction:rtl">${rev(t)}</p>`),
  'dir rtl + css bidi class': (t) =>
    html(`<style>.x{unicode-bidi:bidi-override}</style><p dir=rtl class=x>${rev(t)}</p>`),
  'bdo pieces': (t) => html(`<bdo dir=rtl>${rev(t).slice(0, 4)}<b>${rev(t).slice(4)}</b></bdo>`),
  'bdo each': (t) => html(`<bdo dir=rtl>${each(rev(t), (c) => `<b>${c}</b>`)}</bdo>`),
  'RLO entity each span': (t) => html(`&#8238;${each(rev(t), (c) => `<b>${c}</b>`)}&#8236;`),
  'RLO in attr': (t) => html(`<img alt="\u202e${rev(t)}">`),
  'float right two': (t) =>
    html(`<span style="float:right">${t.slice(6)}</span><span style="float:right">${t.slice(0, 6)}</span>`),
  'row-reverse two': (t) =>
    html(`<div style="display:flex;flex-direction:row-reverse"><b>${t.slice(6)}</b><b>${t.slice(0, 6)}</b></div>`),
  'order class': (t) =>
    html(
      `<style>.a{order:1}.b{order:2}</style><div style="display:flex"><b class=b>${t.slice(6)}</b><b class=a>${t.slice(0, 6)}</b></div>`,
    ),
  'order class each': (t) =>
    html(
      `<style>${each(t, (_c, i) => `.c${i}{order:${i}}`)}</style><div style="display:flex">${scattered(t, 'class')}</div>`,
    ),
  'left class each': (t) =>
    html(
      `<style>${each(t, (_c, i) => `#c${i}{position:absolute;left:${i}em}`)}</style><div>${scattered(t, 'id')}</div>`,
    ),
  'top vertical': (t) =>
    html(
      `<div>${Array.from(t, (c, i) => [i, c] as const)
        .reverse()
        .map(([i, c]) => `<b style="position:absolute;top:${i}em">${c}</b>`)
        .join('')}</div>`,
    ),
  'rowspan cells': (t) => html(`<table><tr><td>${t.slice(0, 6)}<td rowspan=2>-<td>${t.slice(7)}</table>`),
  translate: (t) =>
    html(
      `<div>${Array.from(t, (c, i) => [i, c] as const)
        .reverse()
        .map(([i, c]) => `<b style="display:inline-block;transform:translateX(${i}em)">${c}</b>`)
        .join('')}</div>`,
    ),
  'nbsp zero width inline': (t) => html(each(L(t), (c) => c + '<span style="font-size:0"> </span>')),
  'blank spans hidden': (t) => html(each(t, (c) => c + '<i style="display:none"> x </i>')),
  'progress/meter/title': (t) => html(`<progress title="${t}"></progress>`),
  'textarea placeholder': (t) => html(`<textarea placeholder="${t}"></textarea>`),
  'datalist option value': (t) => html(`<datalist><option value="${t}"></datalist>`),
  'optgroup label': (t) => html(`<optgroup label="${t}">`),
  'th abbr': (t) => html(`<th abbr="${t}">x`),
  'td headers': (t) => html(`<td axis="${t}">x`),
  'custom element attr': (t) => html(`<x-a data="${t}"></x-a>`),
  mathml: (t) => html(`<math><mn>${t.slice(0, 4)}</mn><mn>${t.slice(4)}</mn></math>`),
  'mathml annotation': (t) => html(`<math><semantics><mn>1</mn><annotation>${t}</annotation></semantics></math>`),
  'vml textbox': (t) => html(`<v:shape><v:textbox>${t.slice(0, 4)}<i></i>${t.slice(4)}</v:textbox></v:shape>`),
  'frame src data': (t) => html(`<object data="data:text/plain,${t}"></object>`),
  'xlink image svg': (t) =>
    html(
      `<svg><image xlink:href="data:image/svg+xml,<svg xmlns='http://www.w3.org/2000/svg'><text>${t}</text></svg>"/></svg>`,
    ),
  'svg use': (t) =>
    html(
      `<svg><defs><text id="a">${t.slice(0, 6)}</text><text id="b">${t.slice(6)}</text></defs><use href="#a" x="0"/><use href="#b" x="50"/></svg>`,
    ),
  'svg tspan x rev': (t) =>
    html(
      `<svg><text>${Array.from(t, (c, i) => [i, c] as const)
        .reverse()
        .map(([i, c]) => `<tspan x="${i * 9}">${c}</tspan>`)
        .join('')}</text></svg>`,
    ),
  'svg x list': (t) => html(`<svg><text x="${each(t, (_c, i) => `${(10 - i) * 9} `)}">${rev(t)}</text></svg>`),
  'svg foreignObject': (t) =>
    html(`<svg><foreignObject><p>${t.slice(0, 4)}<b>${t.slice(4)}</b></p></foreignObject></svg>`),
  'svg switch': (t) => html(`<svg><switch><text>${t}</text></switch></svg>`),
  'svg animate': (t) => html(`<svg><text>x<set attributeName="x" to="${t}"/></text></svg>`),
  'ent utf16 surrog': (t) => html(each(t, (c) => (c === '-' ? '-' : `&#${0x1d7ce + +c};`))),
  'ent in tag soup': (t) => html(`<a title='${t.slice(0, 4)}&#45;'>${t.slice(0, 6)}&#x2d;${t.slice(7)}</a>`),
  'comment inside': (t) => html(`${t.slice(0, 4)}<!-- x -->${t.slice(4)}`),
  'comment --!>': (t) => html(`${t.slice(0, 4)}<!-- x --!>${t.slice(4)}`),
  'comment <!-->': (t) => html(`${t.slice(0, 4)}<!-->${t.slice(4)}`),
  'bogus </ >': (t) => html(`${t.slice(0, 4)}</ x>${t.slice(4)}`),
  'tag w/ newline': (t) => html(`${t.slice(0, 4)}<b\n\n></b\n>${t.slice(4)}`),
  'unknown elem': (t) => html(`${t.slice(0, 4)}<zzz></zzz>${t.slice(4)}`),
  'p inside span': (t) => html(`<span>${t.slice(0, 4)}<p style="display:inline">${t.slice(4)}</p></span>`),
  'div inline-block class': (t) =>
    html(`<style>div{display:inline-block}</style><div>${t.slice(0, 4)}</div><div>${t.slice(4)}</div>`),
  'div contents': (t) =>
    html(
      `<div style="display:inline-block">${t.slice(0, 6)}</div><div style="display:inline-block">${t.slice(6)}</div>`,
    ),
  'td inline': (t) => html(`<table><tr><td style="padding:0">${t.slice(0, 4)}</td><td>${t.slice(4)}</td></tr></table>`),
  'table cells 6-4 hyphen tail': (t) => html(`<table><tr><td>${t.slice(0, 6)}</td><td>${t.slice(6)}</td></tr></table>`),
  'inline-table cells': (t) =>
    html(`<table style="border-collapse:collapse"><tr>${each(t, (c) => `<td>${c}</td>`)}</tr></table>`),
  'rows each digit': (t) => html(`<table>${each(t, (c) => `<tr><td>${c}</td></tr>`)}</table>`),
  'amp html': (t) =>
    `${head}Content-Type: text/x-amp-html\n\n<html ⚡4email><body>${t.slice(0, 4)}<b></b>${t.slice(4)}</body></html>`,
  'watch-html': (t) => `${head}Content-Type: text/watch-html\n\n<b>${t.slice(0, 4)}</b>${t.slice(4)}`,
  'xhtml part': (t) =>
    `${head}Content-Type: application/xhtml+xml\n\n<html xmlns="http://www.w3.org/1999/xhtml"><body><p>${t.slice(0, 4)}<b/>${t.slice(4)}</p></body></html>`,
  'xml + xslt': (t) =>
    `${head}Content-Type: text/xml\n\n<?xml version="1.0"?><a><b>${t.slice(0, 4)}</b><b>${t.slice(4)}</b></a>`,
  'reading aids of digits': (t) => html(`<p>${each(t, (c) => `<ruby>字<rt>${c}</rt></ruby>`)}</p>`),
  'reading aids of halves': (t) =>
    html(`<p><ruby>hus<rt>${t.slice(0, 6)}</rt></ruby> och <ruby>bil<rt>${t.slice(6)}</rt></ruby></p>`),
  'marks above letters': (t) => html(`<p>${each(t, (c) => `<i style="text-emphasis:'${c}' red">x</i>`)}</p>`),
  'marks above letters of classes': (t) =>
    html(
      `<style>${each('0123456789-', (c, i) => `.e${i}{-webkit-text-emphasis-style:"${c}"}`)}</style><p>${each(t, (c) => `<i class=e${'0123456789-'.indexOf(c)}>x</i>`)}</p>`,
    ),
  Wingdings: (t) =>
    html(`<p><font face="Wingdings">${each(t, (c) => (c === '-' ? '-' : `&#${0x80 + Number(c)};`))}</font></p>`),
  'Wingdings of the private area': (t) =>
    html(
      `<style>.w{font-family:Arial,"Wingdings"}</style><p class=w>${each(t, (c) => (c === '-' ? '-' : `&#${0xf08b + Number(c)};`))}</p>`,
    ),
  'Wingdings 2': (t) =>
    html(
      `<p style="font:12px 'Wingdings 2'">${each(t, (c) => (c === '-' ? '-' : `<b>${String.fromCharCode(0x69 + Number(c))}</b>`))}</p>`,
    ),
};
