/**
 * HTML bodies that hide a number from programs, or take it apart. Each takes a number as six digits, a hyphen and four; with another
 * number it is a mail of the same shape that nobody has to stop.
 */
import type { EvasiveMail } from './evasive-mails.ts';

const head = 'From: anna@kommun.example\nTo: b@example.org\nSubject: Hej\nMIME-Version: 1.0\n';
const html = (body: string): string =>
  `${head}Content-Type: text/html; charset=utf-8\n\n<html><body>${body}</body></html>\n`;
const b64 = (text: string): string => Buffer.from(text).toString('base64');
const utf16 = (text: string): string => Buffer.from(text, 'utf16le').swap16().toString('base64').replace(/=+$/u, '');
const rev = (text: string): string => Array.from(text).reverse().join('');
const each = (text: string, to: (character: string, at: number) => string): string => Array.from(text, to).join('');
const code = (character: string): number => character.charCodeAt(0);
const numbered = (text: string): readonly (readonly [number, string])[] => Array.from(text, (c, i) => [i, c]);

/** By what is done. */
export const EVASIVE_HTML: Readonly<Record<string, EvasiveMail>> = {
  'row-reverse inline': (t) =>
    html(`<div style="display:flex;flex-direction:row-reverse">${each(rev(t), (c) => `<span>${c}</span>`)}</div>`),
  'row-reverse class': (t) =>
    html(
      `<style>.r{display:flex;flex-direction:row-reverse;justify-content:flex-end}</style><div class="r">${each(rev(t), (c) => `<span>${c}</span>`)}</div>`,
    ),
  'row-reverse divs': (t) =>
    html(
      `<div style="display:inline-flex;flex-flow:row-reverse nowrap">${each(rev(t), (c) => `<div>${c}</div>`)}</div>`,
    ),
  'column-reverse': (t) =>
    html(
      `<div style="display:flex;flex-direction:column-reverse">${['x', t.slice(6), t.slice(0, 6)].map((c) => `<div>${c}</div>`).join('')}</div>`,
    ),
  'slots of a shadow root': (t) =>
    html(
      `<div><template shadowrootmode="open"><slot name="a"></slot><slot name="b"></slot></template><span slot="b">${t.slice(6)}</span><span slot="a">${t.slice(0, 6)}</span></div>`,
    ),
  'half in a shadow root': (t) =>
    html(`<div><template shadowrootmode=open><p>nr</p>${t.slice(0, 7)}<slot></slot></template>${t.slice(7)}</div>`),
  'text between rows': (t) =>
    html(
      `<table>${t.slice(0, 3)}<tr><td>x</td></tr>${t.slice(3, 8)}<tbody><tr>${t.slice(8)}<td>y</td></tr></tbody></table>`,
    ),
  'text in a table goes on the line before it': (t) =>
    html(`Personnummer ${t.slice(0, 3)}<table><tr><td>x</td></tr>${t.slice(3)}</table>`),
  'rtl attr bdo': (t) => html(`<bdo dir=rtl>${rev(t)}</bdo>`),
  'dir rtl inline-blocks': (t) =>
    html(`<div dir="rtl">${each(rev(t), (c) => `<span style="display:inline-block">${c}</span>`)}</div>`),
  'style direction rtl blocks': (t) =>
    html(`<div style="direction:rtl">${each(rev(t), (c) => `<span style="display:inline-block">${c}</span>`)}</div>`),
  'unicode-bidi class': (t) =>
    html(`<style>.b{unicode-bidi:bidi-override;direction:rtl}</style><p class="b">${rev(t)}</p>`),
  'float right': (t) => html(each(rev(t), (c) => `<span style="float:right">${c}</span>`)),
  'float right class': (t) => html(`<style>.f{float:right}</style>` + each(rev(t), (c) => `<div class=f>${c}</div>`)),
  'flex order': (t) =>
    html(
      `<div style="display:flex">${Array.from(numbered(t))
        .sort(([a], [b]) => ((a * 7) % 11) - ((b * 7) % 11))
        .map(([i, c]) => `<span style="order:${i}">${c}</span>`)
        .join('')}</div>`,
    ),
  'grid order': (t) =>
    html(
      `<div style="display:grid;grid-auto-flow:column">${Array.from(numbered(t))
        .reverse()
        .map(([i, c]) => `<span style="grid-column:${i + 1}">${c}</span>`)
        .join('')}</div>`,
    ),
  'absolute position': (t) =>
    html(
      `<div style="position:relative">${Array.from(numbered(t))
        .reverse()
        .map(([i, c]) => `<span style="position:absolute;left:${i * 10}px">${c}</span>`)
        .join('')}</div>`,
    ),
  'transform mirrored': (t) =>
    html(
      `<span style="display:inline-block;transform:scaleX(-1)">${each(rev(t), (c) => `<span style="display:inline-block;transform:scaleX(-1)">${c}</span>`)}</span>`,
    ),
  'writing-mode digits in lines': (t) =>
    html(`<div style="width:1em;word-break:break-all">${each(t, (c) => `${c}<br>`)}</div>`),
  'vertical digits': (t) => html(`<p>${each(t, (c) => `<div>${c}</div>`)}</p>`),
  'rows two with hyphen': (t) =>
    html(`<table><tr><td>${t.slice(0, 7)}</td></tr><tr><td>${t.slice(7)}</td></tr></table>`),
  'two lines br': (t) => html(`Personnummer ${t.slice(0, 6)}<br>${t.slice(7)}`),
  'ent no semicolon': (t) => html(each(t, (c) => `&#${code(c)}`) + ' ok'),
  'ent hex no semi': (t) => html(each(t, (c) => `&#x${code(c).toString(16)}`) + ' ok'),
  'ent zero pad': (t) => html(each(t, (c) => `&#0000000000${code(c)};`)),
  'ent hyphen named': (t) => html(t.replace('-', '&hyphen;')),
  'ent double': (t) => html(each(t, (c) => `&amp;#${code(c)};`)),
  wbr: (t) => html(each(t, (c) => `${c}<wbr>`)),
  shy: (t) => html(each(t, (c) => `${c}&shy;`)),
  'css before': (t) => html(`<style>i:before{content:"${t}"}</style><i></i>`),
  'css before escapes': (t) =>
    html(`<style>i:before{content:"${each(t, (c) => '\\' + code(c).toString(16).padStart(6, '0'))}"}</style><i></i>`),
  'css content pieces': (t) => html(`<style>i:before{content:"${t.slice(0, 4)}" "${t.slice(4)}"}</style><i></i>`),
  'css var content': (t) =>
    html(`<style>:root{--a:"${t.slice(0, 4)}";--b:"${t.slice(4)}"} i:before{content:var(--a) var(--b)}</style><i></i>`),
  'css each class': (t) =>
    html(
      `<style>${each(t, (c, i) => `.c${i}:before{content:"${c}"}`)}</style>${each(t, (_c, i) => `<i class=c${i}></i>`)}`,
    ),
  'css attr after': (t) =>
    html(
      `<style>i:after{content:attr(data-a) "-" attr(data-b)}</style><i data-a="${t.slice(0, 6)}" data-b="${t.slice(7)}"></i>`,
    ),
  'css inline style var': (t) => html(`<p style="--pnr:'${t}'">ok</p>`),
  'svg text': (t) => html(`<svg><text>${t.slice(0, 4)}<tspan>${t.slice(4)}</tspan></text></svg>`),
  'svg text each xy': (t) => html(`<svg>${each(t, (c, i) => `<text x="${i * 8}" y="9">${c}</text>`)}</svg>`),
  'svg textPath': (t) => html(`<svg><text><textPath href="#p">${t}</textPath></text></svg>`),
  'svg title desc': (t) => html(`<svg><desc>${t}</desc></svg>`),
  template: (t) => html(`<template>${t}</template>`),
  noscript: (t) => html(`<noscript>${t}</noscript>`),
  'outlook cond': (t) => html(`<!--[if mso]>${t.slice(0, 4)}<b>${t.slice(4)}</b><![endif]-->`),
  'outlook cond downlevel': (t) => html(`<![if !mso]>${t}<![endif]>`),
  'split over cond': (t) => html(`${t.slice(0, 4)}<!--[if mso]>${t.slice(4)}<![endif]-->`),
  'data uri html pct': (t) => html(`<iframe src="data:text/html,${encodeURIComponent('<p>' + t + '</p>')}"></iframe>`),
  'data uri css bg svg': (t) =>
    html(
      `<div style="background:url('data:image/svg+xml;base64,${b64(`<svg xmlns='http://www.w3.org/2000/svg'><text>${t}</text></svg>`)}')">ok</div>`,
    ),
  'img alt': (t) => html(`<img alt="${t}">`),
  'img alt split': (t) => html(`<img alt="${t.slice(0, 6)}"><img alt="${t.slice(6)}">`),
  srcset: (t) => html(`<img srcset="https://x.example/${t}.png 2x">`),
  details: (t) => html(`<details><summary>x</summary>${t}</details>`),
  'input value': (t) => html(`<input value="${t}">`),
  'input value split': (t) => html(`<input value="${t.slice(0, 6)}">-<input value="${t.slice(7)}">`),
  textarea: (t) => html(`<textarea>${t}</textarea>`),
  option: (t) => html(`<select><option>${t.slice(0, 6)}</option><option>${t.slice(6)}</option></select>`),
  ruby: (t) => html(`<ruby>${t.slice(0, 6)}<rt>x</rt></ruby>${t.slice(6)}`),
  'ruby each': (t) => html(each(t, (c) => `<ruby>${c}<rp>(</rp><rt>a</rt><rp>)</rp></ruby>`)),
  'sup sub': (t) => html(each(t, (c) => `<sup>${c}</sup>`)),
  'del ins': (t) => html(`${t.slice(0, 4)}<del>55</del>${t.slice(4)}`),
  meter: (t) => html(`<meter value=1>${t}</meter>`),
  'object fallback': (t) => html(`<object data=x>${t}</object>`),
  'video fallback': (t) => html(`<video>${t}</video>`),
  'map area alt': (t) => html(`<map><area alt="${t}"></map>`),
  'meta content': (t) => html(`<meta name=d content="${t}">`),
  'base href': (t) => html(`<a href="https://x.example/?pnr=${t}">x</a>`),
  'tel link': (t) => html(`<a href="tel:${t}">x</a>`),
  'script string': (t) => html(`<script>var pnr="${t}"</script>`),
  'json-ld': (t) => html(`<script type="application/ld+json">{"pnr":"${t}"}</script>`),
  'plaintext tag': (t) => html(`<plaintext>${t}`),
  'xmp tag': (t) => html(`<xmp>${t.slice(0, 4)}${t.slice(4)}</xmp>`),
  'unclosed comment': (t) => html(`<!-- ${t}`),
  'bogus comment': (t) => html(`<? ${t} ?>`),
  cdata: (t) => html(`<![CDATA[${t}]]>`),
  'null in tag': (t) => html(`${t.slice(0, 4)}<b\0></b>${t.slice(4)}`),
  'font-size zero decoys': (t) => html(each(t, (c) => `${c}<span style="font-size:0px">7</span>`)),
  'opacity decoys': (t) => html(each(t, (c) => `${c}<span style="opacity:0;position:absolute">7</span>`)),
  'class decoys': (t) => html(`<style>.z{display:none}</style>` + each(t, (c) => `${c}<span class="z">7</span>`)),
  'class decoys 2 sel': (t) =>
    html(`<style>p span.z{display:none}</style><p>` + each(t, (c) => `${c}<span class="z">7</span>`) + '</p>'),
  'hidden attr decoys': (t) => html(each(t, (c) => `${c}<span hidden>7</span>`)),
  'white decoys': (t) => html(each(t, (c) => `${c}<span style="color:#fff">7</span>`)),
  'cells each digit': (t) => html(`<table><tr>${each(t, (c) => `<td>${c}</td>`)}</tr></table>`),
  'table column split': (t) =>
    html(`<table><tr><td>${t.slice(0, 6)}</td><td>-</td><td>${t.slice(7)}</td></tr></table>`),
  'utf-7 meta': (t) => html(`<meta charset="utf-7">+${utf16(t)}-`),
  'rows two behind a label': (t) =>
    html(`<p>Personnummer:</p><table><tr><td>${t.slice(0, 6)}</td></tr><tr><td>${t.slice(7)}</td></tr></table>`),
  'css list counter start behind a label': (t) =>
    html(`<p>Personnummer:</p><ol start="${t.slice(0, 6)}"><li></ol><ol start="${t.slice(7)}"><li></ol>`),
  'dl behind a label': (t) => html(`<p>Personnummer:</p><dl><dt>${t.slice(0, 6)}<dd>${t.slice(7)}</dl>`),
  'a frame without content between digits': (t) => html(`<p>${Array.from(t).join('<iframe></iframe>')}</p>`),
  'an object without content between digits': (t) => html(`<p>${Array.from(t).join('<object></object>')}</p>`),
  'entities that XHTML declares itself': (t) =>
    `${head}Content-Type: application/xhtml+xml\n\n<!DOCTYPE html [<!ENTITY a "${t.slice(0, 4)}"><!ENTITY b "&#${code(t.charAt(4))};${t.slice(5)}"><!ENTITY nbsp "&#160;">]>\n<html xmlns="http://www.w3.org/1999/xhtml"><p>Nr&nbsp;&a;&b; &aring;</p></html>\n`,
  'attributes of end tags': (t) => html(`<p>${t.slice(0, 3)}</x a=">>">${t.slice(3)}</p>`),
  'attributes of end tags between digits': (t) => html(`<p>${Array.from(t).join(`</b title='1>2'>`)}</p>`),
  'frames in frames': (t) =>
    html(
      Array.from({ length: 6 }).reduce<string>(
        (inside) => `<iframe srcdoc="${inside.replaceAll('&', '&amp;').replaceAll('"', '&quot;')}"></iframe>`,
        `<p>${t.slice(0, 6)}<b></b>${t.slice(6)}</p>`,
      ),
    ),
};
